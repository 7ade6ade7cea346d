"""Who stands behind a party on a day: trees, verdicts, proofs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from graphscan.network import open_owners
from graphscan.settings import Settings
from tests.network.small import SDN_LIST, Row, interest, listed, network_of, shipment

LISTS = [listed("Bolt", "2020-01-01")]


def owners(
    folder: Path, name: str, interests: list[Row], day: str = "2025-10-05", **more: Any
) -> dict[str, Any]:
    lists = more.pop("lists", LISTS)
    settings = more.pop("settings", Settings())
    rows = [shipment("S1", "Acme/US", "Coil/MY", "2025-10-05")]
    case = network_of(folder, rows, lists=lists, interests=interests)
    party = case.value("SELECT party_id FROM parties WHERE name = ?", [name])
    return open_owners(case, settings, dt.date.fromisoformat(day)).owners(party)


def verdicts(found: dict[str, Any]) -> dict[str, tuple[str, bool]]:
    return {one["rule"]: (one["verdict"], one["in_force"]) for one in found["verdicts"]}


CASCADE = [
    interest("Bolt/CN", "Mid/VG", 50),
    interest("Mid/VG", "Coil/MY", 60),
    interest("Dyne/MY", "Coil/MY", 40),
]


def test_the_smallest_proof_names_file_row_and_shares(tmp_path: Path) -> None:
    found = owners(tmp_path, "Coil", CASCADE)
    assert verdicts(found) == {
        "ofac-50": ("not-captured", True),
        "bis-affiliates": ("captured", True),
        "headquarters": ("captured", True),  # the topmost owner sits in China
    }
    names = ("file", "row", "owner", "owned", "share_min", "share_max")
    assert [tuple(one[name] for name in names) for one in found["verdicts"][1]["proof"]] == [
        ("ownership.csv", 3, "Mid", "Coil", 60.0, 60.0),
        ("ownership.csv", 2, "Bolt", "Mid", 50.0, 50.0),
    ]


def test_the_strictest_owner_says_what_a_delivery_needs(tmp_path: Path) -> None:
    every, some = "For all items subject to the EAR", "For items on the CCL"
    lists = [
        listed("Bolt", "2020-01-01", license_requirement=some, license_policy="Case-by-case"),
        listed("Dyne", "2020-01-01", license_requirement=every, license_policy="Policy of denial"),
    ]
    interests = [interest(f"{owner}/CN", "Coil/MY", 25) for owner in ("Bolt", "Dyne")]
    found = owners(tmp_path, "Coil", interests, lists=lists)
    asked = {verdict["rule"]: verdict["requirement"] for verdict in found["verdicts"]}
    assert (asked["bis-affiliates"]["name"], asked["bis-affiliates"]["license_policy"]) == (
        "Dyne",
        "Policy of denial",
    )
    assert asked["ofac-50"] is None
    listed_itself = owners(tmp_path, "Bolt", interests, lists=lists)
    assert listed_itself["verdicts"][1]["requirement"]["license_requirement"] == some


def test_every_proof_has_the_keys_of_the_contract(tmp_path: Path) -> None:
    found = owners(tmp_path, "Coil", CASCADE)
    keys = {"owner", "owned", "share_min", "share_max", "file", "row"}
    proofs = [record for verdict in found["verdicts"] for record in verdict["proof"]]
    assert len(proofs) == 4  # two interests for the Affiliates Rule, two for the headquarters
    assert {frozenset(record) for record in proofs} == {frozenset(keys)}


def test_the_tree_above_and_below(tmp_path: Path) -> None:
    found = owners(tmp_path, "Mid", CASCADE)
    assert [node["name"] for node in found["above"]] == ["Bolt"]
    assert found["above"][0]["listed"] == ["bis-affiliates"]
    assert [(node["name"], node["share_min"]) for node in found["below"]] == [("Coil", 60.0)]


def test_a_cycle_ends_where_it_began(tmp_path: Path) -> None:
    found = owners(
        tmp_path, "Coil", [interest("Coil/MY", "Mid/VG", 60), interest("Mid/VG", "Coil/MY", 60)]
    )
    (mid,) = found["above"]
    assert mid["name"] == "Mid"
    assert [(node["name"], node["repeated"], node["above"]) for node in mid["above"]] == [
        ("Coil", True, [])
    ]


def test_the_verdict_is_of_the_day(tmp_path: Path) -> None:
    for day, expected in (
        ("2025-09-28", ("captured", False)),
        ("2025-10-05", ("captured", True)),
        ("2025-12-01", ("captured", False)),
        ("2019-12-31", ("not-captured", False)),  # before Bolt was listed
    ):
        assert verdicts(owners(tmp_path, "Coil", CASCADE, day))["bis-affiliates"] == expected


def test_a_listed_party_and_a_us_firm(tmp_path: Path) -> None:
    interests = [interest("Bolt/CN", "Ampere/US", 100)]
    assert verdicts(owners(tmp_path, "Bolt", interests))["bis-affiliates"] == ("listed", True)
    american = owners(tmp_path, "Ampere", interests)
    assert verdicts(american)["bis-affiliates"] == ("not-captured", True)
    assert american["verdicts"][1]["us_affiliate"]
    lists = [listed("Bolt", "2020-01-01", source=SDN_LIST, type="Entity", programs="CUBA")]
    assert verdicts(owners(tmp_path, "Ampere", interests, lists=lists))["ofac-50"] == (
        "captured",
        True,
    )


def test_contradictory_statements_are_shown_and_settle_nothing(tmp_path: Path) -> None:
    interests = [interest("Bolt/CN", "Coil/MY", 60), interest("Bolt/CN", "Coil/MY", 20)]
    found = owners(tmp_path, "Coil", interests)
    assert verdicts(found)["bis-affiliates"] == ("cannot-exclude", True)
    (node,) = found["above"]
    assert (node["share_min"], node["share_max"], node["contradictory"]) == (20.0, 60.0, True)
    assert [record["row"] for record in node["records"]] == [2, 3]


def test_affiliates_are_all_that_a_listed_party_stands_behind(tmp_path: Path) -> None:
    interests = [*CASCADE, interest("Bolt/CN", "Doubt/SG", "", kind="votes")]
    rows = [shipment("S1", "Acme/US", "Coil/MY", "2025-10-05")]
    case = network_of(tmp_path, rows, lists=LISTS, interests=interests)
    party = case.value("SELECT party_id FROM parties WHERE name = 'Bolt'")
    answers = open_owners(case, Settings(), dt.date(2025, 10, 5))
    found = [(one["name"], one["verdict"], one["from"]) for one in answers.affiliates(party)]
    assert found == [
        ("Coil", "captured", "2020-01-01"),
        ("Doubt", "cannot-exclude", "2020-01-01"),
        ("Mid", "captured", "2020-01-01"),
    ]
