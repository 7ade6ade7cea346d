"""Shared premises, officers and telephones: ties that capture nobody, and those that tie nobody."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from graphscan.casefile import Case, open_case
from graphscan.findings.dossier import dossier
from graphscan.network import build_network, open_owners
from graphscan.network.ties import MOST_SHARING
from graphscan.resolve import resolve
from graphscan.settings import Settings
from graphscan.sources import load_inputs
from tests.network.small import LIST_COLUMNS, Row, interest, listed, shipment, write_csv

TIES = """
SELECT p.name, l.name, kind, sharing, file_id = listed_file_id, row, listed_row
FROM party_ties JOIN parties p USING (party_id) JOIN parties l ON l.party_id = listed ORDER BY ALL
"""
ROOM = "Room 1204, 9 Lantern Quay, Sheung Fai"


def case_of(
    folder: Path,
    parties: Sequence[Row],
    shipments: Sequence[Row] = (),
    interests: Sequence[Row] = (),
) -> Case:
    rows = [*shipments, shipment("S9", "Acme/US", "Bolt/CN", "2024-01-05")]
    inputs = [
        write_csv(folder / "shipments.csv", rows),
        write_csv(folder / "list.csv", [listed("Bolt", "2020-01-01")], LIST_COLUMNS),
        write_csv(folder / "parties.csv", parties),
    ]
    if interests:
        inputs.append(write_csv(folder / "ownership.csv", interests))
    case = open_case()
    load_inputs(case, inputs)
    resolve(case, Settings())
    build_network(case, Settings())
    return case


def party(name: str, country: str = "HK", **more: object) -> Row:
    return {"name": name, "country": country, **more}


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("address", {"address": ROOM}, {"address": "9 Lantern Quay, Rm 1204, Sheung Fai"}),
        ("officer", {"officers": "Quennell, R.; Voss, K."}, {"officers": "r quennell"}),
        ("phone", {"phone": "+852 6631 231"}, {"phone": "00852-6631231"}),
    ],
)
def test_what_a_party_shares_with_a_listed_one(
    tmp_path: Path, kind: str, one: dict[str, str], other: dict[str, str]
) -> None:
    case = case_of(tmp_path, [party("Bolt", "CN", **one), party("Hub", **other)])
    assert case.rows(TIES) == [("Hub", "Bolt", kind, 2, True, 3, 2)]
    assert case.rows("SELECT DISTINCT basis FROM leg_ends") == [("listed",)]  # Bolt's own alone


def test_owners_and_dossier_show_ties_from_both_sides(tmp_path: Path) -> None:
    mark = {"phone": "852 6631 231"}
    hub = shipment("S1", "Hub/HK", "Bolt/CN", "2024-02-01")
    case = case_of(tmp_path, [party("Bolt", "CN", **mark), party("Hub", **mark)], [hub])
    answers = open_owners(case, Settings())
    for name, other, is_listed in (("Hub", "Bolt", True), ("Bolt", "Hub", False)):
        number = case.value("SELECT party_id FROM parties WHERE name = ?", [name])
        (tie,) = answers.owners(number)["ties"]
        assert (tie["name"], tie["listed"], tie["kind"], tie["sharing"]) == (
            other, is_listed, "phone", 2,
        )  # fmt: skip
        assert tie["rows"] == [{"file": "parties.csv", "row": row} for row in (3, 2)]
        assert dossier(case, name, Settings())["ties"] == [tie]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"address": ROOM}, {"address": "Room 1205, 9 Lantern Quay, Sheung Fai"}),
        ({"address": "Sheung Fai"}, {"address": "Sheung Fai"}),
        ({"officers": "Quennell"}, {"officers": "Quennell"}),
        ({"phone": "12345"}, {"phone": "12345"}),
        ({"phone": "n/a"}, {"phone": "n/a"}),
    ],
    ids=["the next room", "a town", "one word", "an extension", "no number"],
)
def test_what_tells_nobody_from_another(
    tmp_path: Path, one: dict[str, Any], other: dict[str, Any]
) -> None:
    case = case_of(tmp_path, [party("Bolt", "CN", **one), party("Hub", **other)])
    assert case.rows(TIES) == []


@pytest.mark.parametrize("mark", [{"address": ROOM}, {"officers": "A. Agent"}])
def test_a_tower_or_an_agent_of_many_ties_nobody(tmp_path: Path, mark: dict[str, str]) -> None:
    few = [party("Bolt", "CN", **mark), *(party(f"Firm {n}", **mark) for n in range(9))]
    case = case_of(tmp_path, few)
    assert {row[3] for row in case.rows(TIES)} == {MOST_SHARING}
    assert len(case.rows(TIES)) == 9
    assert case_of(tmp_path, [*few, party("Firm 9", **mark)]).rows(TIES) == []


def test_addresses_of_shipments_count_and_those_of_forwarders_do_not(tmp_path: Path) -> None:
    rows = [
        shipment("S1", "Hub/HK", "Bolt/CN", "2024-02-01", consignor_address=ROOM),
        shipment("S2", "Swift Forwarding/HK", "Bolt/CN", "2024-02-01", consignor_address=ROOM),
    ]  # fmt: skip
    case = case_of(tmp_path, [party("Bolt", "CN", address=ROOM)], rows)
    assert case.rows(TIES) == [("Hub", "Bolt", "address", 2, False, 2, 2)]


def test_a_nominee_of_two_firms_is_an_officer_of_both(tmp_path: Path) -> None:
    held = [
        interest("Quennell, R./HK", f"{owned}/HK", "", kind="nominee", owner_kind="person")
        for owned in ("Hub",)
    ]
    case = case_of(tmp_path, [party("Bolt", "CN", officers="R. Quennell")], interests=held)
    assert case.rows(TIES) == [("Hub", "Bolt", "officer", 2, False, 2, 2)]


def test_a_listed_party_is_tied_to_nobody(tmp_path: Path) -> None:
    rows = [party("Bolt", country, phone="8526631231") for country in ("CN", "HK")]
    case = case_of(tmp_path, rows)
    assert case.value("SELECT count(DISTINCT party_id) FROM party_matches") == 2
    assert case.rows(TIES) == []
