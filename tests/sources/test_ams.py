"""The eleven tables of U.S. manifests: joined, and every row of every table accounted for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graphscan.casefile import Case
from graphscan.sources import LoadReport, load_inputs
from graphscan.sources.ams import columns_of

FOLDER = Path(__file__).parent / "ams"
STAMP = "_2021__202101011200.csv"


@pytest.fixture
def report(case: Case) -> LoadReport:
    return load_inputs(case, [FOLDER])


def test_every_row_of_every_table_is_accounted_for(report: LoadReport) -> None:
    counts = {
        file.path.removeprefix("ams__").removesuffix(STAMP): (
            file.rows,
            file.loaded,
            file.quarantined,
            file.excluded,
        )
        for file in report.files
    }
    assert counts == {
        "billgen": (5, 5, 0, 0),
        "cargodesc": (3, 3, 0, 0),
        "consignee": (3, 3, 0, 0),
        "hazmat": (1, 0, 0, 1),
        "header": (5, 3, 0, 2),
        "notifyparty": (2, 2, 0, 0),
        "shipper": (5, 4, 1, 0),
        "tariff": (3, 2, 0, 1),
    }


def test_a_line_for_each_tariff_row_and_one_for_a_header_without(
    case: Case, report: LoadReport
) -> None:
    assert case.rows(
        "SELECT shipment_id, line_no, hs_code, description, gross_weight_kg, value_usd,"
        " bill_number, house_bill_number FROM shipments ORDER BY shipment_id, line_no"
    ) == [
        ("202101010", "1", "847330", "SERVER BOARDS", 300.0, 25000.0, "QXLN0001", "HSEA0001"),
        ("202101010", "2", "8544", "CABLES", 100.017118, None, "QXLN0001", "HSEA0001"),
        ("2021010123", None, None, "TILES", 500.0, None, "QXLN0002", None),
        ("2021010188888", None, None, None, 453.59237, None, "QXLN0005", None),
    ]


def test_deleted_records_and_masters_beside_their_house_bills_are_left_out(
    case: Case, report: LoadReport
) -> None:
    assert case.rows(
        "SELECT reason, sum(rows) FROM not_loaded GROUP BY reason ORDER BY reason"
    ) == [
        ("a master bill whose house bills are here", 1),
        ("a table that says nothing of parties, routes or goods", 1),
        ("deleted by the source", 2),
    ]


def test_a_later_record_of_a_bill_amends_or_deletes_it_under_another_identifier(
    case: Case, tmp_path: Path
) -> None:
    # Every day of a dump numbers its records anew: only the numbers of the bill stay.
    records = [
        ("202101011", "New", "QX1", "", "2021-01-01"),
        ("202101022", "Amended", "QX1", "", "2021-01-02"),
        ("202101033", "New", "QX2", "H1", "2021-01-01"),
        ("202101044", "Deleted", "QX2", "H1", "2021-01-03"),
        ("202101055", "New", "QX2", "H2", "2021-01-01"),
        ("202101066", "New", "QX3", "", "2021-01-01"),
        ("202101077", "New", "QX3", "", "2021-01-02"),
    ]
    said = {
        "header": ("carrier_code", "record_status_indicator", "actual_arrival_date"),
        "billgen": ("master_bol_number", "house_bol_number", "bill_type_code", "run_date"),
        "shipper": ("shipper_party_name",),
        "consignee": ("consignee_name",),
    }
    for name, columns in said.items():
        lines = [
            ",".join(("identifier", *columns, *sorted(set(columns_of(name)[1:]) - {*columns})))
        ]
        for number, status, master, house, day in records:
            kind = "House Bill" if house else "Regular Bill"
            cells = {
                "header": ("QXLN", status, "2021-01-10"),
                "billgen": (master, house, kind, day),
                "shipper": ("A Ltd",),
                "consignee": ("B Ltd",),
            }[name]
            lines.append(",".join((number, *cells)) + "," * (lines[0].count(",") - len(cells)))
        (tmp_path / f"ams__{name}{STAMP}").write_text("\n".join(lines))
    load_inputs(case, [tmp_path])
    assert case.rows("SELECT shipment_id FROM shipments ORDER BY shipment_id") == [
        ("202101022",),
        ("202101055",),
        ("202101066",),
        ("202101077",),
    ]
    assert case.rows("SELECT reason, rows FROM not_loaded ORDER BY reason") == [
        ("amended or deleted by a later record of its bill", 2),
        ("deleted by the source", 1),
    ]


def test_countries_come_from_the_code_or_the_end_of_the_address(
    case: Case, report: LoadReport
) -> None:
    assert case.rows(
        "SELECT DISTINCT shipment_id, consignor_country, consignee_country, dispatch_country,"
        " destination_country, regime FROM shipments ORDER BY shipment_id"
    ) == [
        ("202101010", "TW", "US", "TW", None, "import"),
        ("2021010123", "PH", None, "TW", None, "import"),
        ("2021010188888", "ES", "DO", "TW", "DO", "transit"),
    ]


def test_words_cut_at_the_end_of_a_line_grow_together_and_numbers_are_masked(
    case: Case, report: LoadReport
) -> None:
    addresses = [
        address
        for (address,) in case.rows(
            "SELECT DISTINCT consignor_address FROM shipments ORDER BY consignor_address"
        )
    ]
    assert addresses == [
        "1 ROAD, VALENCIA SPAIN",
        "12 PIER STREET, TEL ..., PHILIPPINES",
        "NO.8 HARBOUR ROAD XIN ZONE TAIPEI,TAIWAN",
    ]


def test_a_row_without_a_header_is_quarantined(case: Case, report: LoadReport) -> None:
    assert case.rows("SELECT field, value, reason FROM quarantine") == [
        ("identifier", "2021019999999", "no header row has this identifier")
    ]


def test_a_table_that_comes_later_completes_the_others(case: Case, tmp_path: Path) -> None:
    for path in FOLDER.iterdir():
        if "consignee" not in path.name:
            shutil.copy(path, tmp_path)
    load_inputs(case, [tmp_path])
    assert case.value("SELECT count(consignee_name) FROM shipments") == 0
    shutil.copy(FOLDER / f"ams__consignee{STAMP}", tmp_path)
    load_inputs(case, [tmp_path])
    assert case.value("SELECT count(consignee_name) FROM shipments") == 4


def test_without_any_header_table_everything_is_quarantined(case: Case, tmp_path: Path) -> None:
    shutil.copy(FOLDER / f"ams__shipper{STAMP}", tmp_path)
    (file,) = load_inputs(case, [tmp_path]).files
    assert (file.rows, file.quarantined) == (5, 5)
