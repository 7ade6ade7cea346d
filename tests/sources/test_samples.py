"""Real shipment files: every one loads with a mapping that ships, or is refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphscan.casefile import Case, open_case
from graphscan.network import build_network
from graphscan.resolve import resolve
from graphscan.settings import Settings
from graphscan.sources import load_inputs
from tests.sources.sample_table import SHEETS, TABLES, judged, lines
from tests.sources.worlds import shared

VENDOR = {
    "Chile_Import_F.xlsx": (1, 0, 1, 0),
    "Ghana_Export_F.xlsx": (2, 2, 0, 0),
    "India_Export_USA_610990_(1).xlsx": (16, 16, 0, 0),
    "Kazakhstan_Import_F.xlsx": (2, 2, 0, 0),
    "Malaysia_Export_F.xlsx": (2, 2, 0, 0),
    "Turkey_Import_F.xlsx": (2, 1, 0, 1),
    "US_Import_610990_(1).xlsx": (18, 18, 0, 0),
    "Vietnam_Export_full.xlsx": (2, 2, 0, 0),
    "output_excel.xlsx": (1000, 1000, 0, 0),
}


@pytest.mark.parametrize("name", VENDOR)
def test_a_vendor_sheet_loads_or_is_refused(case: Case, name: str) -> None:
    report = load_inputs(case, [shared(f"samples/shipments/vendor_customs/{name}")])
    (file,) = report.files
    assert (file.rows, file.loaded, file.quarantined, file.excluded) == VENDOR[name]
    if file.kind == "unreadable":
        (reason,) = [reason for (reason,) in case.rows("SELECT reason FROM quarantine")]
        assert "name no supplier" in reason


def test_the_tables_of_a_dump_are_joined_and_every_row_accounted_for(case: Case) -> None:
    report = load_inputs(case, [shared("samples/shipments/cbp_ams")])
    for file in report.files:
        assert file.rows == file.loaded + file.quarantined + file.excluded
    assert sum(file.rows for file in report.files) == 122
    first = case.rows(
        "SELECT consignor_name, consignor_country, consignee_name, consignee_country,"
        " dispatch_country, arrival_text, gross_weight_kg, vessel_imo, house_bill_number"
        " FROM shipments ORDER BY file_id, row LIMIT 1"
    )[0]
    assert all(first)
    assert first[1:5:2] == ("CN", "US")


def test_buyers_made_out_to_order_make_no_hub(tmp_path: Path) -> None:
    source = shared("samples/shipments/vendor_customs/output_excel.xlsx")
    with open_case() as case:
        load_inputs(case, [source])
        resolve(case, Settings())
        build_network(case, Settings())
        to_order = case.value(
            "SELECT count(*) FROM shipments WHERE regexp_matches(consignee_name, '(?i)\\border\\b')"
        )
        assert to_order > 700
        names = case.rows(
            "SELECT name FROM parties WHERE regexp_matches(name, '(?i)\\bto (the )?order\\b')"
        )
        assert names == []
        rows = case.rows(
            "SELECT consignor_name, consignee_name, consignor, consignee FROM shipments"
            " JOIN shipment_parties USING (file_id, row)"
        )
    # The slow way: names by their letters alone, without what stands for nobody.
    true: dict[str, set[str]] = {}
    met: dict[int, set[str]] = {}
    degree: dict[int, set[int]] = {}
    for sender, receiver, sender_id, receiver_id in rows:
        if receiver_id is not None:
            true.setdefault(letters(receiver), set()).add(letters(sender))
            met.setdefault(receiver_id, set()).add(letters(receiver))
            degree.setdefault(receiver_id, set()).add(sender_id)
    assert max(map(len, degree.values())) < 10
    for party, names_of_party in met.items():
        (name,) = names_of_party  # one party, one name
        assert len(degree[party]) <= len(true[name])
    assert sum(receiver_id is None for *_, receiver_id in rows) > 800


def letters(name: str) -> str:
    return "".join(char for char in name.upper().replace("LIMITED", "LTD") if char.isalnum())


@pytest.mark.parametrize("name", VENDOR)
def test_no_field_of_a_vendor_sheet_is_proposed_wrong(name: str) -> None:
    found = judged(shared(f"{SHEETS}/{name}"))
    assert found.wrong == ()
    assert found.right > 0.7 * found.known


def test_every_row_of_every_real_file_is_accounted_for() -> None:
    found = list(lines(shared(TABLES).parents[2]))
    assert len(found) == len(VENDOR) + 13
    for each in found:
        assert each.rows == each.loaded + each.quarantined + each.excluded > 0
        assert each.loaded or each.quarantined or each.excluded
    assert {each.refused for each in found if each.mapping.endswith("one-sided import")} != {""}
