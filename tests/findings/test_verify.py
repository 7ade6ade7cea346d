"""A run is derived again from its rows, and any row that was altered since is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graphscan.casefile import open_case
from graphscan.casefile.fingerprints import changed_tables
from graphscan.findings.verify import derive
from graphscan.pipeline import scan
from tests.network.small import LIST_COLUMNS, listed, shipment, write_csv


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A case with plain, relabelled, transformed and single-consignment links, and its document."""
    folder = tmp_path_factory.mktemp("verify")
    amounts = {"quantity": 100, "quantity_unit": "PCS", "gross_weight_kg": 50}
    box = {"container_numbers": "ABCU1234567"}
    write_csv(
        folder / "shipments.csv",
        [
            shipment("S1", "Acme/US", "Hub/MY", "2024-01-05", arrival_date="2024-01-09", **amounts),
            shipment("S2", "Hub/MY", "Bolt/CN", "2024-02", quantity=99, quantity_unit="PCS"),
            shipment("S3", "Hub/MY", "Bolt/CN", "2024-02-07", hs_code="850440",
                     arrival_date="2024-02-09", **{**amounts, "gross_weight_kg": 51}),
            shipment("S4", "Acme/US", "Swift Freight Forwarding Ltd/SG", "2024-01-05", **box),
            shipment("S5", "Swift Freight Forwarding Ltd/SG", "Bolt/CN", "2024-01-20", **box),
            shipment("S6", "Acme/US", "Other/DE", "2024-01-20"),
        ],
    )  # fmt: skip
    write_csv(folder / "list.csv", [listed("Bolt", "2020-01-01")], LIST_COLUMNS)
    with scan(folder, case=folder / "case.duckdb") as finished:
        return folder / "case.duckdb", json.loads(json.dumps(finished.document))


def test_a_run_agrees_with_its_rows(run: tuple[Path, dict[str, Any]]) -> None:
    path, document = run
    kinds = {
        kind
        for finding in document["findings"]
        for journey in finding["journeys"]
        for kind in journey["links"]
    }
    assert kinds == {"", "relabelled", "consignment"}
    with open_case(path, read_only=True) as case:
        assert derive(case, document).differences == ()
        assert changed_tables(case, document["run"]["id"]) == []


def test_mirrors_lend_dates_and_parties_and_add_no_goods(tmp_path: Path) -> None:
    amounts = {"quantity": 100, "quantity_unit": "PCS", "gross_weight_kg": 50}
    write_csv(
        tmp_path / "shipments.csv",
        [
            shipment("S1", "Acme/US", "Hub/MY", "2024-01", bill_number="B1", **amounts),
            shipment("M1", "Acme/US", "Hub/MY", "2024-01-05", arrival_date="2024-01-09",
                     bill_number="B1", end_user_name="Bolt", end_user_country="CN", **amounts),
            shipment("S2", "Hub/MY", "Bolt/CN", "2024-02-01", **amounts),
            shipment("S2", "Hub/MY", "Bolt/CN", "2024-02-01", status="amended", quantity=90,
                     quantity_unit="PCS", gross_weight_kg=45),
        ],
    )  # fmt: skip
    write_csv(tmp_path / "list.csv", [listed("Bolt", "2020-01-01")], LIST_COLUMNS)
    with scan(tmp_path, case=tmp_path / "case.duckdb") as finished:
        document = json.loads(json.dumps(finished.document))
        short, route = sorted(
            (each for each in document["findings"] if each["kind"] == "route"),
            key=lambda each: int(each["legs"]),
        )
        assert (short["legs"], short["end"]["role"]) == (1, "end_user")
        first, second = route["journeys"][0]["legs"]
        assert (first["departs"], len(first["rows"])) == ("2024-01-05", 2)
        assert (second["quantity"], len(second["rows"])) == (90.0, 2)
        assert derive(finished.case, document).differences == ()


@pytest.mark.parametrize(
    ("table", "change", "told"),
    [
        ("shipment_lines", "quantity = 7 WHERE shipment_id = 'S1'", "quantity is 7.0"),
        (
            "shipment_lines",
            "arrival_first = '2024-06-09', arrival_last = '2024-06-09' WHERE shipment_id = 'S1'",
            "not follow",
        ),
        ("shipment_lines", "container_numbers = 'X' WHERE shipment_id = 'S5'", "does not follow"),
        ("shipment_lines", "gross_weight_kg = 80 WHERE shipment_id = 'S3'", "does not follow"),
        ("shipment_lines", "hs_code = '010121' WHERE shipment_id = 'S2'", "the codes are 010121"),
        ("shipment_lines", "shipment_id = 'T' WHERE shipment_id = 'S2'", "no row bears"),
        ("shipment_lines", "row = 99 WHERE shipment_id = 'S2'", "is not there"),
        ("list_rows", "start_first = '2025-01-01', start_last = '2025-01-01'", "entry's days"),
        ("parties", "name = 'Bold' WHERE name = 'Bolt'", "consignee is another"),
        ("shipment_lines", "quantity = 1 WHERE shipment_id = 'S6'", ""),
        ("list_rows", "name = 'Bold'", ""),
    ],
)
def test_a_row_that_was_altered_is_told(
    run: tuple[Path, dict[str, Any]], tmp_path: Path, table: str, change: str, told: str
) -> None:
    path, document = run
    copy = tmp_path / "case.duckdb"
    copy.write_bytes(path.read_bytes())
    with open_case(copy) as case:
        case.execute(f"UPDATE {table} SET {change}")  # noqa: S608 -- our own names
        found = [each.what for each in derive(case, document).differences]
        assert changed_tables(case, document["run"]["id"])
        assert any(told in what for what in found) == bool(told), found


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("score", 99.9, "factors add up"),
        ("chains", 0, "fewer chains"),
        ("first_departure", "2020-01-01", "first or the last departure"),
    ],
)
def test_a_finding_that_was_altered_is_told(
    run: tuple[Path, dict[str, Any]], key: str, value: object, told: str
) -> None:
    path, document = run
    altered = json.loads(json.dumps(document))
    altered["findings"][0][key] = value
    with open_case(path, read_only=True) as case:
        assert any(told in each.what for each in derive(case, altered).differences)
