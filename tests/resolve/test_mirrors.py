"""One movement in two records is one leg with two sources; two movements stay two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graphscan.casefile import Case, open_case
from graphscan.network import build_network
from graphscan.resolve import resolve
from graphscan.settings import Settings
from graphscan.sources import load_inputs
from tests.network.small import Row, shipment, write_csv

EXPORT = {"regime": "export", "quantity": "500", "quantity_unit": "PCS", "gross_weight_kg": "40"}
IMPORT = EXPORT | {"regime": "import"}
FROM, TO = "Alder Chips/SG", "Birch Systems/CN"


def build(folder: Path, files: dict[str, list[Row]], settings: Settings | None = None) -> Case:
    folder.mkdir(exist_ok=True)
    for name, rows in files.items():
        write_csv(folder / name, rows)
    case = open_case()
    load_inputs(case, [folder])
    resolve(case, settings or Settings())
    build_network(case, settings or Settings())
    return case


def pairs(case: Case) -> list[tuple[Any, ...]]:
    return case.rows("SELECT file_id, row, of_file_id, of_row, rule FROM mirrors ORDER BY ALL")


def legs(case: Case) -> list[tuple[Any, ...]]:
    return case.rows(
        "SELECT departs_text, arrives_text, quantity, (SELECT count(*) FROM leg_rows r"
        " WHERE r.leg_id = l.leg_id) FROM legs l ORDER BY leg_id"
    )


def test_an_export_and_its_import_are_one_leg_with_two_sources(tmp_path: Path) -> None:
    exported = shipment("E1", FROM, TO, "2024-05-02", **EXPORT)
    imported = shipment("I1", FROM, TO, "2024-05-02", arrival_date="2024-05-20", **IMPORT)
    with build(tmp_path, {"a.csv": [exported], "b.csv": [imported]}) as case:
        assert pairs(case) == [(2, 2, 1, 2, "export and import")]
        assert legs(case) == [("2024-05-02", "2024-05-20", 500.0, 2)]
        # A second source of a leg is no row that gives none.
        assert set(case.rows("SELECT count FROM exclusions")) == {(0,)}


def test_an_end_user_whom_only_the_mirror_names_receives_too(tmp_path: Path) -> None:
    exported = shipment("E1", FROM, TO, "2024-05-02", **EXPORT)
    imported = shipment(
        "I1", FROM, TO, "2024-05-02", end_user_name="Cedar", end_user_country="CN", **IMPORT
    )
    amended = {**exported, "status": "amended"}
    worlds: list[list[Row]] = [[exported], [{**exported, "end_user_name": "Old"}, amended]]
    for number, first in enumerate(worlds):
        with build(tmp_path / str(number), {"a.csv": first, "b.csv": [imported]}) as case:
            assert case.rows(
                "SELECT r.name, role, (SELECT list(v.name) FROM leg_via b JOIN parties v USING"
                " (party_id) WHERE b.leg_id = l.leg_id) FROM legs l JOIN parties r"
                " ON party_id = receiver ORDER BY role"
            ) == [("Birch Systems", "consignee", None), ("Cedar", "end_user", ["Birch Systems"])]


def test_the_exact_day_of_one_record_holds_within_the_month_of_the_other(tmp_path: Path) -> None:
    exported = shipment("E1", FROM, TO, "2024-05", **EXPORT)
    imported = shipment("I1", FROM, TO, "2024-05-17", **IMPORT)
    with build(tmp_path, {"a.csv": [exported], "b.csv": [imported]}) as case:
        assert legs(case) == [("2024-05-17", "", 500.0, 2)]


def test_what_was_merged_comes_apart_with_a_setting(tmp_path: Path) -> None:
    exported = shipment("E1", FROM, TO, "2024-05-02", **EXPORT)
    imported = shipment("I1", FROM, TO, "2024-05-02", **IMPORT)
    files = {"a.csv": [exported], "b.csv": [imported]}
    with build(tmp_path, files, Settings(merge_mirrors=False)) as case:
        assert pairs(case) == []
        assert [leg[3] for leg in legs(case)] == [1, 1]


@pytest.mark.parametrize(
    "other",
    [
        {"quantity": "520"},
        {"departure_date": "2024-06-02"},
        {"hs_code": "854231"},
        {"consignee_name": "Cedar Systems"},
        {"regime": "export"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_records_that_differ_where_it_matters_are_two_movements(
    tmp_path: Path, other: dict[str, str]
) -> None:
    exported = shipment("E1", FROM, TO, "2024-05-02", **EXPORT)
    imported = {**shipment("I1", FROM, TO, "2024-05-02", **IMPORT), **other}
    with build(tmp_path, {"a.csv": [exported], "b.csv": [imported]}) as case:
        assert pairs(case) == []


def test_two_bills_are_two_movements(tmp_path: Path) -> None:
    exported = shipment("E1", FROM, TO, "2024-05-02", bill_number="ABCD000001", **EXPORT)
    imported = shipment("I1", FROM, TO, "2024-05-02", bill_number="ABCD000002", **IMPORT)
    with build(tmp_path, {"a.csv": [exported], "b.csv": [imported]}) as case:
        assert pairs(case) == []


def test_between_equally_near_records_a_bill_decides_or_nobody(tmp_path: Path) -> None:
    exported = [
        shipment(f"E{n}", FROM, TO, "2024-05-02", bill_number=bill, **EXPORT)
        for n, bill in enumerate(("ABCD000001", "ABCD000002"))
    ]
    unnamed: list[Row] = [{**row, "bill_number": ""} for row in exported]
    imported = shipment("I1", FROM, TO, "2024-05-02", bill_number="abcd-000002", **IMPORT)
    with build(tmp_path / "bill", {"a.csv": exported, "b.csv": [imported]}) as case:
        assert pairs(case) == [(2, 2, 1, 3, "same bill")]
    with build(tmp_path / "none", {"a.csv": unnamed, "b.csv": [imported]}) as case:
        assert pairs(case) == []


def test_an_amended_record_replaces_the_one_that_it_amends(tmp_path: Path) -> None:
    first = shipment("S1", FROM, TO, "2024-05-02", line_no="1", **EXPORT)
    amended = {**first, "quantity": "480", "status": "amended"}
    with build(tmp_path, {"a.csv": [first, amended]}) as case:
        assert pairs(case) == [(1, 2, 1, 3, "amended")]
        assert legs(case) == [("2024-05-02", "", 480.0, 2)]


def test_the_other_customs_may_know_only_what_an_amendment_replaced(tmp_path: Path) -> None:
    first = shipment("E1", FROM, TO, "2024-05-02", **EXPORT)
    amended: Row = {**first, "gross_weight_kg": "44", "status": "amended"}
    imported = shipment("I1", FROM, TO, "2024-05-02", arrival_date="2024-05-20", **IMPORT)
    with build(tmp_path, {"a.csv": [first, amended], "b.csv": [imported]}) as case:
        assert pairs(case) == [(1, 2, 1, 3, "amended"), (2, 2, 1, 3, "export and import")]
        assert legs(case) == [("2024-05-02", "2024-05-20", 500.0, 3)]


@pytest.mark.parametrize(
    ("exported", "imported", "legs_in_all"),
    [("2.4", "2", 1), ("2.4", "2.2", 2), ("2.6", "2", 2), ("102.4", "102", 1), ("40", "44", 2)],
)
def test_a_weight_rounded_to_kilograms_is_the_same_beside_equal_quantities(
    tmp_path: Path, exported: str, imported: str, legs_in_all: int
) -> None:
    one = shipment("E1", FROM, TO, "2024-05-02", **EXPORT | {"gross_weight_kg": exported})
    other = shipment("I1", FROM, TO, "2024-05-02", **IMPORT | {"gross_weight_kg": imported})
    with build(tmp_path, {"a.csv": [one], "b.csv": [other]}) as case:
        assert len(legs(case)) == legs_in_all
