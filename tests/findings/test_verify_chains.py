"""Chains are counted again over all rows between the parties of a route, shown or not."""

from __future__ import annotations

import dataclasses
import json
import random
from pathlib import Path
from typing import Any

import pytest

from graphscan.casefile import open_case
from graphscan.casefile.fingerprints import changed_tables
from graphscan.cli.app import run as run_command
from graphscan.findings import verify_chains
from graphscan.findings.verify import derive
from graphscan.findings.verify_chains import alike, count, pairs_to_judge
from graphscan.pipeline import scan
from graphscan.search.reference import Leg, World, search
from graphscan.search.results import lanes_of
from graphscan.settings import Settings
from tests.network.small import LIST_COLUMNS, interest, listed, shipment, write_csv
from tests.search.worlds import sampled_world


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Routes of which one journey each is shown: over a hub, from abroad, to an affiliate."""
    folder = tmp_path_factory.mktemp("verify")
    write_csv(
        folder / "shipments.csv",
        [
            *(shipment(f"S{day}", "Acme/US", "Hub/MY", f"2024-01-{day}",
                       arrival_date=f"2024-01-{day + 3}") for day in (10, 12, 14)),
            *(shipment(f"T{day}", "Hub/MY", "Bolt/CN", f"2024-02-{day}",
                       arrival_date=f"2024-02-{day + 3}") for day in (10, 12, 14)),
            shipment("M", "Acme/US", "Hub/MY", "2024-01", bill_number="B", quantity=3),
            shipment("M2", "Acme/US", "Hub/MY", "2024-01-20", bill_number="B", quantity=3,
                     arrival_date="2024-01-23"),
            *(shipment(f"O{day}", "Yard/DE", "Bolt/CN", f"2024-03-{day}", origin_country="US",
                       arrival_date=f"2024-03-{day + 3}") for day in (10, 12)),
            *(shipment(f"A{day}", "Acme/US", "Owned/SG", f"2025-10-{day}",
                       arrival_date=f"2025-10-{day + 3}") for day in (10, 12)),
            shipment("D", "Depot/FR", "Yard/DE", "2023-01-01", arrival_date="2023-01-02"),
        ],
    )  # fmt: skip
    write_csv(folder / "list.csv", [listed("Bolt", "2020-01-01")], LIST_COLUMNS)
    write_csv(folder / "ownership.csv", [interest("Bolt/CN", "Owned/SG", 60)])
    with scan(folder, case=folder / "case.duckdb", settings=Settings(journeys=1)) as finished:
        return folder / "case.duckdb", json.loads(json.dumps(finished.document))


def test_chains_counted_again_are_those_of_the_run(run: tuple[Path, dict[str, Any]]) -> None:
    path, document = run
    with open_case(path, read_only=True) as case:
        derived = derive(case, document)
        assert changed_tables(case, document["run"]["id"]) == []
    routes = [finding for finding in document["findings"] if finding["kind"] == "route"]
    assert {finding["start"] for finding in routes} == {"us", "origin-only"}
    assert sorted(finding["chains"] for finding in routes) == [2, 2, 12]
    assert (derived.differences, derived.chains, derived.left_out) == ((), 16, 0)


ALTERED = {
    "a day": "UPDATE shipment_lines SET arrival_first = '2024-02-11', arrival_last = '2024-02-11'",
    "a month": "UPDATE shipment_lines SET arrival_last = '2024-06-13'",
    "goods": "UPDATE shipment_lines SET hs_code = '010121'",
    "a code that is too short to tell": "UPDATE shipment_lines SET hs_code = '8473'",
    "a sender": "UPDATE shipment_parties SET consignor = consignee",
    "a receiver": "UPDATE shipment_parties SET consignee = consignor",
    "a role": "UPDATE shipment_parties SET ultimate_consignee = consignee, consignee = NULL",
    "a row that is gone": "DELETE FROM shipment_lines",
}


@pytest.mark.parametrize(("number", "name", "seen"), [
    ("S10", "a day", True), ("S10", "a month", True), ("S10", "goods", True),
    ("S10", "a sender", True), ("S10", "a receiver", True), ("S10", "a row that is gone", True),
    ("T14", "goods", True), ("T14", "a receiver", True), ("A10", "a sender", True),
    ("A12", "a row that is gone", True), ("O12", "a receiver", True),
    ("M2", "a row that is gone", True),
    # What carries the same goods in another role, or in a class that begins with them, counts.
    ("S10", "a role", False), ("T10", "a code that is too short to tell", False),
])  # fmt: skip
def test_a_row_that_changes_only_a_number_of_chains_is_told(
    run: tuple[Path, dict[str, Any]], tmp_path: Path, number: str, name: str, seen: bool
) -> None:
    path, document = run
    copy = tmp_path / "case.duckdb"
    copy.write_bytes(path.read_bytes())
    statement = ALTERED[name]
    which = (
        f"(file_id, row) IN (SELECT (file_id, row) FROM shipments WHERE shipment_id = '{number}')"  # noqa: S608 -- our own names
    )
    with open_case(copy) as case:
        case.execute(f"{statement} WHERE {which}")
        told = [each.what for each in derive(case, document).differences]
    assert any("counted again" in what for what in told) == seen, told
    shown = {
        row["shipment_id"]
        for finding in document["findings"]
        for row in finding["evidence"]
        if finding["kind"] == "route"
    }
    assert number in shown or all("counted again" in what for what in told)


@pytest.mark.parametrize(
    ("number", "day"),
    [("S10", "2024-01-11"), ("T14", "2024-02-15"), ("D", "2024-03-01")],
)
def test_a_row_that_was_added_is_told(
    run: tuple[Path, dict[str, Any]], tmp_path: Path, number: str, day: str
) -> None:
    """A further leg to the hub or from it; one that leads to where goods of U.S. origin began."""
    path, document = run
    copy = tmp_path / "case.duckdb"
    copy.write_bytes(path.read_bytes())
    dates = ", ".join(
        f"DATE '{day}' AS {end}_{part}"
        for end in ("departure", "arrival")
        for part in ("first", "last")
    )
    with open_case(copy) as case:
        case.execute(
            f"INSERT INTO shipment_lines SELECT * REPLACE (row + 100 AS row, {dates})"  # noqa: S608 -- our own names
            f" FROM shipment_lines WHERE shipment_id = '{number}'"
        )
        case.execute(
            "INSERT INTO shipment_parties SELECT p.* REPLACE (p.row + 100 AS row)"
            " FROM shipment_parties p JOIN shipments s USING (file_id) WHERE s.row = p.row + 100"
        )
        case.execute("UPDATE shipment_lines SET shipment_id = 'N' WHERE row > 100")
        told = [each.what for each in derive(case, document).differences]
    assert any("chains counted again" in what for what in told), told


def test_a_list_row_that_was_altered_changes_chains_by_basis(
    run: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    path, document = run
    copy = tmp_path / "case.duckdb"
    copy.write_bytes(path.read_bytes())
    with open_case(copy) as case:
        case.execute("UPDATE list_rows SET start_first = '2024-02-11', start_last = '2024-02-11'")
        told = [each.what for each in derive(case, document).differences]
    assert any("by basis counted again: 4 in-transit-at-listing, 8 listed" in what for what in told)


def test_routes_with_too_many_pairs_are_told_and_not_counted(
    run: tuple[Path, dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, _ = run
    monkeypatch.setattr(verify_chains, "MOST_PAIRS", 11)
    assert run_command(["verify", "--case", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "1 route not recounted: too many pairs of legs" in shown
    assert "4 chains of routes counted again" in shown


def test_where_linked_parties_hand_goods_on_pairs_of_days_are_to_be_judged() -> None:
    """A month and a year are 30 times 365 of them: one pair of legs took as long as thousands."""
    one = Leg(consignor=0, receiver=1, klass=0, departs=(1, 30), arrives=(1, 30))
    same = Leg(consignor=1, receiver=2, klass=0, departs=(1, 365), arrives=(1, 365))
    linked = dataclasses.replace(same, consignor=3)
    world = World(legs=[one, same, linked], max_legs=2, min_wait=0, max_wait=180)
    assert pairs_to_judge(world, {0: 9}, {1: 9}) == 1
    assert pairs_to_judge(world, {0: 9}, {2: 9}) == 10 * 30 * 365
    assert pairs_to_judge(world, {0: 9}, {}) == 0


def test_counts_are_those_of_every_chain_written_out() -> None:
    rng = random.Random(5)
    compared = 0
    for _ in range(150):
        world = sampled_world(rng)
        world = dataclasses.replace(world, legs=[*world.legs, *world.legs[:2]])  # equal ones
        paired = {leg for pair in world.pairs for leg in pair}
        for key, route in search(world).routes.items():
            exporter, holders, end, klass, limited, passes = key
            lanes = lanes_of((exporter, *holders, end), passes)
            layers = _layers(world, lanes, klass, limited=limited)
            counted = count(world, [alike(world, layer, paired) for layer in layers])
            assert (counted.possible, counted.certain) == (route.chains, route.chains_certain)
            assert counted.by_basis == dict(route.by_basis)
            compared += 1
    assert compared > 50


def _layers(
    world: World, lanes: list[tuple[int, int]], klass: int, *, limited: bool
) -> list[list[int]]:
    layers = []
    for number, lane in enumerate(lanes):
        legs = [at for at, leg in enumerate(world.legs) if (leg.consignor, leg.receiver) == lane]
        if number == 0:
            legs = [
                at
                for at in legs
                if world.legs[at].klass == klass
                and (world.legs[at].limited_start if limited else world.legs[at].start)
            ]
        if number < len(lanes) - 1:
            legs = [at for at in legs if not world.legs[at].final]
        else:
            legs = [
                at
                for at in legs
                if (world.legs[at].limited_end if limited else world.legs[at].basis)
            ]
        layers.append(legs)
    return layers
