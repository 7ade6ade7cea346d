"""Listed parties before the end, and ties to listed parties: told, weighed lightly, with rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graphscan.findings.verify import derive
from graphscan.pipeline import scan
from tests.network.small import LIST_COLUMNS, Row, interest, listed, shipment, write_csv

ROOM = "Room 1204, 9 Lantern Quay, Sheung Fai"


def findings(
    folder: Path,
    *,
    lists: list[Row] | None = None,
    parties: list[Row] | None = None,
    interests: list[Row] | None = None,
) -> dict[str, dict[str, Any]]:
    """Findings of Acme > Hub > Bolt by the name of their end, sent on 5 and 20 January 2026."""
    rows = [
        shipment("S1", "Acme/US", "Hub/MY", "2026-01-05", arrival_date="2026-01-09"),
        shipment("S2", "Hub/MY", "Bolt/CN", "2026-01-20", arrival_date="2026-01-22"),
    ]
    inputs = [
        write_csv(folder / "shipments.csv", rows),
        write_csv(
            folder / "list.csv", [listed("Bolt", "2020-01-01"), *(lists or [])], LIST_COLUMNS
        ),
    ]
    if parties:
        inputs.append(write_csv(folder / "parties.csv", parties))
    if interests:
        inputs.append(write_csv(folder / "ownership.csv", interests))
    with scan(inputs) as run:
        found = [one for one in run.document["findings"] if one["kind"] == "route"]
    return {one["end"]["name"]: one for one in found}


def factors(finding: dict[str, Any]) -> dict[str, tuple[float, str]]:
    return {one["id"]: (one["points"], one["text"]) for one in finding["factors"]}


def test_nothing_is_said_of_parties_of_whom_nothing_is_known(tmp_path: Path) -> None:
    finding = findings(tmp_path)["Bolt"]
    assert finding["listed_on_route"] == finding["ties"] == []
    assert not {"listed-on-the-way", "shared-premises", "shared-people"} & set(factors(finding))


def test_a_denied_exporter_is_named_on_its_own_days(tmp_path: Path) -> None:
    dpl = "Denied Persons List (DPL) - Bureau of Industry and Security"
    lists = [listed("Acme", "2025-03-01", source=dpl, addresses="US")]
    finding = findings(tmp_path, lists=lists)["Bolt"]
    (met,) = finding["listed_on_route"]
    assert (met["name"], met["role"], met["basis"], met["list"]) == (
        "Acme", "exporter", "listed", "DPL",
    )  # fmt: skip
    assert factors(finding)["listed-on-the-way"][0] == 0.5
    assert {"kind": "list", "file": "list.csv", "row": 3, "shipment_id": ""} in finding["evidence"]


def test_a_holder_that_is_listed_between_its_legs_is_listed_when_it_sends(tmp_path: Path) -> None:
    """The leg into it is an end on a weaker basis; what it sends, it sends as a listed party."""
    finding = findings(tmp_path, lists=[listed("Hub", "2026-01-15", addresses="MY")])["Bolt"]
    (met,) = finding["listed_on_route"]
    assert (met["name"], met["role"], met["basis"]) == ("Hub", "holder", "listed")


def test_a_holder_owned_by_a_listed_party_while_the_rule_is_suspended(tmp_path: Path) -> None:
    finding = findings(
        tmp_path,
        lists=[listed("Dyne", "2020-01-01")],
        interests=[interest("Dyne/CN", "Hub/MY", 60)],
    )["Bolt"]
    (met,) = finding["listed_on_route"]
    assert (met["basis"], met["listed"], met["owner"]) == ("affiliate-suspended", "Dyne", "Dyne")
    assert "Hub (MY) is affiliate-suspended (" in factors(finding)["listed-on-the-way"][1]
    assert [row["kind"] for row in finding["evidence"]].count("interest") == 1


@pytest.mark.parametrize(
    ("mark", "factor"),
    [
        ({"address": ROOM}, "shared-premises"),
        ({"phone": "852 6631 231"}, "shared-people"),
        ({"officers": "Quennell, R."}, "shared-people"),
    ],
)
def test_ties_count_less_the_more_parties_share_them(
    tmp_path: Path, mark: dict[str, str], factor: str
) -> None:
    points = []
    for others in (0, 2):
        parties: list[Row] = [
            {"name": "Bolt", "country": "CN", **mark},
            {"name": "Hub", "country": "MY", **mark},
            *({"name": f"Firm {number}", "country": "HK", **mark} for number in range(others)),
        ]
        finding = findings(tmp_path, parties=parties)["Bolt"]
        given, text = factors(finding)[factor]
        points.append(given)
        assert f"with Bolt (CN), which is listed (“{next(iter(mark.values()))}”" in text
        (tie,) = finding["ties"]
        assert (tie["name"], tie["with"]["name"], tie["sharing"]) == ("Hub", "Bolt", 2 + others)
        assert [row["row"] for row in tie["rows"]] == [3, 2]
        assert {"party"} < {row["kind"] for row in finding["evidence"]}
    assert points == [0.5, 0.3]


def test_an_affiliate_in_transit_at_the_listing_of_its_owner_agrees_with_its_rows(
    tmp_path: Path,
) -> None:
    """The owner may have been listed on any day of 2026; the shares were bought while under way."""
    rows = [shipment("S1", "Acme/US", "Hub/MY", "2026-01-05", arrival_date="2026-01-09")]
    inputs = [
        write_csv(tmp_path / "shipments.csv", rows),
        write_csv(tmp_path / "list.csv", [listed("Bolt", "2026")], LIST_COLUMNS),
        write_csv(
            tmp_path / "ownership.csv",
            [interest("Bolt/CN", "Hub/MY", 60, valid_from="2026-01-07")],
        ),
    ]
    with scan(inputs) as run:
        (finding,) = run.document["findings"]
        assert finding["basis"] == "in-transit-at-listing"
        assert derive(run.case, run.document).differences == ()
