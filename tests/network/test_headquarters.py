"""The headquarters test: where a party or its parent is run from, and for which goods."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphscan.casefile import Case, open_case
from graphscan.network import build_network
from graphscan.resolve import resolve
from graphscan.settings import Settings
from graphscan.sources import load_inputs
from tests.network.small import Row, interest, shipment, write_csv


def case_of(
    folder: Path,
    *,
    parties: list[Row],
    interests: list[Row] | None = None,
    departs: str = "2025-10-05",
    eccn: str = "4A090.a",
    receiver: str = "Coil/MY",
    settings: Settings | None = None,
) -> Case:
    rows = [shipment("S1", "Acme/US", receiver, departs, eccn=eccn)]
    inputs = [write_csv(folder / "shipments.csv", rows)]
    inputs.append(
        write_csv(folder / "parties.csv", parties or [{"name": "Nobody", "country": "MY"}])
    )
    if interests:
        inputs.append(write_csv(folder / "ownership.csv", interests))
    case = open_case()
    load_inputs(case, inputs)
    chosen = settings or Settings()
    resolve(case, chosen)
    build_network(case, chosen)
    return case


def bases(case: Case) -> list[tuple[str, list[str]]]:
    return [tuple(row) for row in case.rows("SELECT basis, also_possible FROM leg_ends")]


SHANGHAI: Row = {"name": "Coil", "country": "MY", "headquarters_country": "CN"}
HELD: list[tuple[str, list[str]]] = [("headquarters", [])]


@pytest.mark.parametrize(
    ("eccn", "departs", "expected"),
    [
        ("4A090.a", "2025-10-05", HELD),
        ("3A090", "2025-10-05", HELD),
        ("5A992.z", "2025-10-05", HELD),
        ("3A090.c", "2025-10-05", []),
        ("3A991", "2025-10-05", []),
        ("", "2025-10-05", []),
        ("4A090.a", "2023-11-16", []),
        ("4A090.a", "2023-11-17", HELD),
        ("4A090.a", "2023-11", [("headquarters", ["not-captured"])]),
        ("4A090.a", "2025-12-05", HELD),  # never suspended with the Affiliates Rule
    ],
)
def test_covered_goods_on_days_of_the_rule(
    tmp_path: Path, eccn: str, departs: str, expected: list[tuple[str, list[str]]]
) -> None:
    assert bases(case_of(tmp_path, parties=[SHANGHAI], eccn=eccn, departs=departs)) == expected


@pytest.mark.parametrize(
    ("country", "expected"), [("CN", HELD), ("HK", HELD), ("MO", HELD), ("SG", []), ("", [])]
)
def test_macau_and_country_group_d5(
    tmp_path: Path, country: str, expected: list[tuple[str, list[str]]]
) -> None:
    facts = {**SHANGHAI, "headquarters_country": country}
    assert bases(case_of(tmp_path, parties=[facts])) == expected


def test_where_a_party_sits_says_nothing(tmp_path: Path) -> None:
    case = case_of(tmp_path, parties=[{"name": "Coil", "country": "CN"}], receiver="Coil/CN")
    assert bases(case) == []


def test_a_stated_parent_is_run_from_its_own_country(tmp_path: Path) -> None:
    parties: list[Row] = [
        {"name": "Coil", "country": "MY", "parent_name": "Bolt Holding"},
        {"name": "Bolt Holding", "country": "CN"},
    ]
    case = case_of(tmp_path, parties=parties)
    assert bases(case) == HELD
    assert case.value("SELECT p.name FROM leg_ends JOIN parties p ON party_id = owner") == (
        "Bolt Holding"
    )


def test_a_parent_between_that_has_an_owner_elsewhere_does_not_decide(tmp_path: Path) -> None:
    interests = [interest("Bolt/CN", "Coil/MY", 60), interest("Dyne/DE", "Bolt/CN", 60)]
    assert bases(case_of(tmp_path, parties=[], interests=interests)) == []
    assert bases(case_of(tmp_path, parties=[], interests=interests[:1])) == HELD


def test_a_minority_owner_is_no_parent(tmp_path: Path) -> None:
    assert (
        bases(case_of(tmp_path, parties=[], interests=[interest("Bolt/CN", "Coil/MY", 49)])) == []
    )


def test_a_setting_turns_it_off(tmp_path: Path) -> None:
    settings = Settings(headquarters_test=False)
    assert bases(case_of(tmp_path, parties=[SHANGHAI], settings=settings)) == []
