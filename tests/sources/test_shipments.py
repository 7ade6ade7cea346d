"""What becomes of the cells of a shipment row."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from graphscan.casefile import Case
from tests.sources.worlds import HEADER, load, shipments


def test_a_row_keeps_what_it_says(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"a.csv": shipments({})})
    assert world.counts == {"a.csv": (1, 1, 0, 0)}
    assert world.quarantine == world.warnings == []
    row = case.rows(
        "SELECT file_id, row, shipment_id, consignor_name, consignee_country, departure_first,"
        " arrival_text, hs_code, quantity, quantity_unit, status, mode FROM shipments"
    )
    assert row == [
        (1, 2, "S1", "Blue Mesa Semiconductors Inc", "HK", dt.date(2024, 5, 1), "2024-05-20",
         "854231", 10.0, "PCS", "new", None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"shipment_id": ""}, "shipment_id", "missing"),
        ({"shipment_id": "NULL"}, "shipment_id", "missing"),
        ({"consignor_name": " "}, "consignor_name", "missing"),
        ({"consignee_name": ""}, "consignee_name", "missing"),
        ({"departure_date": "2024-13-01"}, "departure_date", "not a date"),
        ({"departure_date": "2024-05-01T18:30:00.000Z"}, "departure_date", "not a date"),
        ({"departure_date": "05/01/2024"}, "departure_date", "not a date"),
        ({"departure_date": "0202-05-01"}, "departure_date", "not a year from 1900 to 2100"),
        (
            {"departure_date": "", "arrival_date": "-"},
            "departure_date",
            "neither departure_date nor arrival_date",
        ),
        ({"arrival_date": "2024-04-30"}, "arrival_date", "arrives wholly before it departs"),
        ({"arrival_date": "2023"}, "arrival_date", "arrives wholly before it departs"),
        ({"consignee_country": "Atlantis"}, "consignee_country", "unknown country"),
        ({"quantity": "ten"}, "quantity", "not a number"),
        ({"quantity": "1,000"}, "quantity", "not a number"),
        ({"quantity": "nan"}, "quantity", "not a number"),
        ({"quantity": "-1"}, "quantity", "negative"),
        ({"consignee_name": "A\x00B"}, "consignee_name", "a control character"),
        ({"consignee_name": "\x1b[31mred"}, "consignee_name", "a control character"),
    ],
)  # fmt: skip
def test_a_bad_row_is_quarantined_with_its_reason(
    case: Case, tmp_path: Path, change: dict[str, str], field: str, reason: str
) -> None:
    world = load(case, tmp_path, {"a.csv": shipments({"shipment_id": "S0"}, change)})
    assert world.counts == {"a.csv": (2, 1, 1, 0)}
    assert [(row, name, why) for row, name, _, why in world.quarantine] == [(3, field, reason)]
    assert world.column("shipment_id") == ["S0"]


def test_the_quarantine_shows_the_value_safely_and_how_to_mend_it(
    case: Case, tmp_path: Path
) -> None:
    world = load(case, tmp_path, {"a.csv": shipments({"consignee_name": "x\x07" + "y" * 500})})
    row = case.rows("SELECT value, cure FROM quarantine")[0]
    assert row[0] == "x\\x07" + "y" * 195
    assert row[1] == "Remove it: text that can be seen holds none."
    assert world.counts["a.csv"] == (1, 0, 1, 0)


def test_a_row_is_quarantined_once_for_its_first_problem(case: Case, tmp_path: Path) -> None:
    bad = {"quantity": "many", "departure_date": "soon", "consignee_country": "Atlantis"}
    world = load(case, tmp_path, {"a.csv": shipments(bad)})
    assert [field for _, field, _, _ in world.quarantine] == ["departure_date"]


def test_deleted_records_are_excluded_whatever_else_is_wrong(case: Case, tmp_path: Path) -> None:
    world = load(
        case,
        tmp_path,
        {"a.csv": shipments({"status": " Deleted "}, {"status": "deleted", "quantity": "?"}, {})},
    )
    assert world.counts == {"a.csv": (3, 1, 0, 2)}
    assert world.quarantine == []


def test_a_deleted_record_takes_the_rows_before_it_along(case: Case, tmp_path: Path) -> None:
    rows = shipments(
        {"shipment_id": "A", "line_no": "1"},
        {"shipment_id": "A", "line_no": "2", "quantity": "?"},
        {"shipment_id": "A", "line_no": "3", "value_usd": "5"},
        {"shipment_id": "B", "line_no": "1"},
        {"shipment_id": "B", "line_no": "2"},
        {"shipment_id": "A", "status": "deleted"},
        {"shipment_id": "B", "line_no": "2", "status": "deleted"},
        {"shipment_id": "A", "line_no": "1", "quantity": "7"},
    )
    world = load(case, tmp_path, {"a.csv": rows})
    assert world.counts == {"a.csv": (8, 2, 1, 5)}
    assert case.rows("SELECT shipment_id, line_no, row FROM shipments ORDER BY row") == [
        ("B", "1", 5),
        ("A", "1", 9),
    ]
    assert case.rows("SELECT reason, rows FROM not_loaded ORDER BY reason") == [
        ("deleted by a later row of the source", 3),
        ("deleted by the source", 2),
    ]
    filled = dict(case.rows("SELECT field, filled FROM fill_rates"))
    assert (filled["shipment_id"], filled["departure_date"], filled["value_usd"]) == (2, 2, 0)


def test_a_deleted_record_of_one_file_says_nothing_of_another(case: Case, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.csv": shipments({"shipment_id": "A"}),
        "b.csv": shipments({"shipment_id": "A", "status": "deleted"}, {"shipment_id": "B"}),
    }
    assert load(case, tmp_path, files).counts == {"a.csv": (1, 1, 0, 0), "b.csv": (2, 1, 0, 1)}


def test_what_is_odd_but_harmless_is_loaded_with_a_warning(case: Case, tmp_path: Path) -> None:
    odd = {
        "hs_code": "GPU boards",
        "quantity_unit": "barrels",
        "status": "draft",
        "mode": "camel",
        "eccn": "NLR",
        "loading_port": "Port Nowhere",
    }
    world = load(case, tmp_path, {"a.csv": shipments(odd)})
    assert world.counts == {"a.csv": (1, 1, 0, 0)}
    assert world.warnings == [
        (2, "eccn", "NLR", "no ECCN"),
        (2, "hs_code", "GPU boards", "no HS code"),
        (2, "loading_port", "Port Nowhere", "no UN/LOCODE"),
        (2, "mode", "camel", "unknown mode"),
        (2, "quantity_unit", "barrels", "unknown quantity_unit"),
        (2, "status", "draft", "unknown status"),
    ]
    kept = case.rows(
        "SELECT hs_code, quantity_unit, status, mode, eccn, loading_port FROM shipments"
    )
    assert kept == [(None, "BARRELS", "new", None, "NLR", "PORT NOWHERE")]


def test_a_quarantined_row_raises_no_warning(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"a.csv": shipments({"hs_code": "GPU", "quantity": "?"})})
    assert world.warnings == []


@pytest.mark.parametrize("token", ["NULL", "null", "N/A", "NA", "-", "-0-", "-0- ", "None", "n.a."])
def test_null_tokens_are_absent_q4(case: Case, tmp_path: Path, token: str) -> None:
    world = load(case, tmp_path, {"a.csv": shipments({"hs_code": token, "quantity": token})})
    assert case.rows("SELECT hs_code, quantity FROM shipments") == [(None, None)]
    assert world.warnings == []


def test_namibia_is_not_a_null_token(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"a.csv": shipments({"consignee_country": "NA"})})
    assert world.column("consignee_country") == ["NA"]
    assert [(field, value) for _, field, value, _ in world.warnings] == [
        ("consignee_country", "NA")
    ]


def test_the_users_own_code_for_unknown_is_absent(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"a.csv": shipments({"consignee_country": "XX"})})
    assert world.column("consignee_country") == [None]
    assert world.quarantine == []


def test_a_consignee_written_as_null_is_nobody_and_an_empty_one_is_a_mistake(
    case: Case, tmp_path: Path
) -> None:
    # 49 of 1,000 real rows say NULL: dropping them would hide the end users that they name
    world = load(
        case, tmp_path, {"a.csv": shipments({"consignee_name": "NULL"}, {"consignee_name": ""})}
    )
    assert world.column("consignee_name") == [None]
    assert world.warnings == [(2, "consignee_name", "NULL", "nobody is named")]
    assert world.quarantine == [(3, "consignee_name", "", "missing")]


def test_zero_is_a_value(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"a.csv": shipments({"quantity": "0"})})
    assert world.column("quantity") == [0.0]


def test_month_and_year_dates_are_every_day_they_could_be(case: Case, tmp_path: Path) -> None:
    load(
        case, tmp_path, {"a.csv": shipments({"departure_date": "2024-02", "arrival_date": "2024"})}
    )
    assert case.rows(
        "SELECT departure_first, departure_last, departure_text, arrival_last FROM shipments"
    ) == [(dt.date(2024, 2, 1), dt.date(2024, 2, 29), "2024-02", dt.date(2024, 12, 31))]


def test_an_arrival_in_the_month_of_the_departure_may_be_right(case: Case, tmp_path: Path) -> None:
    world = load(
        case,
        tmp_path,
        {"a.csv": shipments({"departure_date": "2024-05-31", "arrival_date": "2024-05"})},
    )
    assert world.counts == {"a.csv": (1, 1, 0, 0)}


@pytest.mark.parametrize(
    ("given", "code"),
    [("China (Mainland)", "CN"), ("TÜRKİYE", "TR"), ("KOREA, REPUBLIC OF", "KR"), ("hk", "HK")],
)
def test_messy_countries_are_normalised_q13(
    case: Case, tmp_path: Path, given: str, code: str
) -> None:
    world = load(case, tmp_path, {"a.csv": shipments({"consignee_country": given})})
    assert world.column("consignee_country") == [code]


def test_hs_code_gets_back_the_zero_that_a_spreadsheet_dropped_q1(
    case: Case, tmp_path: Path
) -> None:
    world = load(case, tmp_path, {"a.csv": shipments({"hs_code": "1012100"})})
    assert world.column("hs_code") == ["01012100"]


def test_names_stay_as_they_are(case: Case, tmp_path: Path) -> None:
    names = ["<script>alert(1)</script>", "=cmd()|' /C calc'!A0", 'O\'Brien "Quoted"', "华为技术"]
    changes = [{"shipment_id": f"S{n}", "consignee_name": name} for n, name in enumerate(names)]
    world = load(case, tmp_path, {"a.csv": shipments(*changes)})
    assert world.column("consignee_name") == names


def test_a_line_end_inside_a_cell_becomes_a_space_and_one_record(
    case: Case, tmp_path: Path
) -> None:
    world = load(
        case,
        tmp_path,
        {"a.csv": shipments({"consignee_name": "Harbour\r\nLight\tLtd"}, {"shipment_id": "S2"})},
    )
    assert world.column("consignee_name")[0] == "Harbour Light Ltd"
    assert world.column("row") == [2, 3]


def test_text_that_was_decoded_wrongly_is_loaded_with_a_warning(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"a.csv": shipments({"consignee_name": "O\x92Brien"})})
    assert world.column("consignee_name") == ["O Brien"]
    assert [(field, value) for _, field, value, _ in world.warnings] == [
        ("consignee_name", "O\\x92Brien")
    ]


def test_fill_rates_count_what_can_be_used(case: Case, tmp_path: Path) -> None:
    load(case, tmp_path, {"a.csv": shipments({"hs_code": "NULL"}, {}, {"quantity": "?"})})
    filled = dict(case.rows("SELECT field, filled FROM fill_rates"))
    assert filled["shipment_id"] == 2
    assert filled["hs_code"] == 1
    assert filled["vessel_imo"] == filled["status"] == 0


def test_columns_of_no_mapping_are_named_not_read(case: Case, tmp_path: Path) -> None:
    text = f"{HEADER},internal note,colour\n" + "S1,2024,,A,US,B,HK,,,,,x,y\n"
    world = load(case, tmp_path, {"a.csv": text})
    assert world.warnings == [
        (1, "", "internal note, colour", "2 columns not of the mapping: not read")
    ]
    assert world.counts == {"a.csv": (1, 1, 0, 0)}
