"""On what basis a receiver is an end on the day of a leg: lists, ownership rules, their clocks."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path

import pytest

from graphscan.network import clocks
from graphscan.network.clocks import Listing, outcomes
from graphscan.settings import Settings
from tests.network.small import SDN_LIST, Row, interest, listed, network_of, shipment

ENDS = """
SELECT p.name, basis, final, also_possible FROM leg_ends JOIN legs USING (leg_id)
JOIN parties p ON p.party_id = receiver ORDER BY ALL
"""
BOLT = [listed("Bolt", "2020-01-01")]


def ends(
    folder: Path, receiver: str, departs: str, lists: list[Row], interests: list[Row] | None = None,
    **more: object,
) -> list[tuple[str, str, bool, list[str]]]:  # fmt: skip
    settings = more.pop("settings", None)
    assert settings is None or isinstance(settings, Settings)
    record = shipment("S1", "Acme/US", receiver, departs, **more)
    case = network_of(folder, [record], lists=lists, interests=interests or (), settings=settings)
    return case.rows(ENDS)


@pytest.mark.parametrize(
    ("start", "departs", "arrives", "basis", "also"),
    [
        ("2024-05-01", "2024-05-02", "2024-05-09", "listed", []),
        ("2024-05-01", "2024-04-30", "2024-05-09", "in-transit-at-listing", []),
        ("2024-05-01", "2024-05-01", "2024-05-09", "in-transit-at-listing", []),
        ("2024-05-01", "2024-04-30", "2024-06-09", "listed-later", []),
        ("2024-05-01", "2024-04-20", "2024-04-25", "listed-later", []),
        ("2024-05-20", "2024-05", "2024-06-05", "listed", ["in-transit-at-listing"]),
    ],
)
def test_listed_on_the_day_of_the_leg_and_not_today(
    tmp_path: Path, start: str, departs: str, arrives: str, basis: str, also: list[str]
) -> None:
    found = ends(tmp_path, "Bolt/CN", departs, [listed("Bolt", start)], arrival_date=arrives)
    assert found == [("Bolt", basis, basis == "listed" and not also, also)]


def test_without_a_date_the_year_of_the_first_federal_register_volume_holds(tmp_path: Path) -> None:
    lists = [listed("Bolt", federal_register_notice="84 FR 22961")]  # volume 84 is 2019
    assert ends(tmp_path, "Bolt/CN", "2020-01-05", lists) == [("Bolt", "listed", True, [])]
    assert ends(tmp_path, "Bolt/CN", "2019-07-01", lists, arrival_date="2019-08-01") == [
        ("Bolt", "listed", False, ["in-transit-at-listing", "listed-later"])
    ]


def test_an_entry_without_date_and_volume_is_an_end_at_any_leg(tmp_path: Path) -> None:
    lists = [listed("Bolt", source=SDN_LIST, type="Entity")]
    assert ends(tmp_path, "Bolt/CN", "2001-01-05", lists) == [
        ("Bolt", "listed-date-unknown", True, [])
    ]


def test_a_party_at_an_address_that_the_list_names_89_fr_51653(tmp_path: Path) -> None:
    door = "Room 1204, 9 Lantern Quay, Sheung Fai, HK"
    lists = [listed("Address 01", "2024-06-12", addresses=door)]
    for departs, basis in (("2024-07-01", "listed-address"), ("2024-06-01", "listed-later")):
        found = ends(
            tmp_path, "Hub/HK", departs, lists, arrival_date=departs, consignee_address=door[:-4]
        )
        assert found == [("Hub", basis, basis == "listed-address", [])]


@pytest.mark.parametrize("kind", ["Individual", "Vessel", "Aircraft"])
def test_a_vessel_called_forest_is_no_end(tmp_path: Path, kind: str) -> None:
    lists = [listed("Forest", source=SDN_LIST, type=kind)]
    assert ends(tmp_path, "Forest/CN", "2024-01-05", lists) == []


def test_lists_that_are_no_target_are_no_end(tmp_path: Path) -> None:
    lists = [listed("Bolt", source="Unverified List (UVL) - Bureau of Industry and Security")]
    assert ends(tmp_path, "Bolt/CN", "2024-01-05", lists) == []
    settings = Settings(target_lists=("UVL",))
    found = ends(tmp_path, "Bolt/CN", "2024-01-05", lists, settings=settings)
    assert [basis for _, basis, _, _ in found] == ["listed-date-unknown"]


@pytest.mark.parametrize(
    ("departs", "state", "basis", "also"),
    [
        ("2025-09-28", "in-force", "affiliate-before-rule", []),
        ("2025-09-29", "in-force", "affiliate-in-force", []),
        ("2025-11-09", "in-force", "affiliate-in-force", []),
        ("2025-11-10", "in-force", "affiliate-suspended", []),
        ("2026-11-09", "in-force", "affiliate-suspended", []),
        ("2026-11-10", "in-force", "affiliate-in-force", []),
        ("2026-11-10", "suspended", "affiliate-suspended", []),
        ("2026-11-10", "reimposed-unverified", "affiliate-in-force", ["affiliate-suspended"]),
        ("2025-11", "in-force", "affiliate-in-force", ["affiliate-suspended"]),
    ],
)
def test_the_affiliates_rule_90_fr_47201_is_a_calendar_not_a_switch(
    tmp_path: Path, departs: str, state: str, basis: str, also: list[str]
) -> None:
    owned = [interest("Bolt/CN", "Coil/MY", 50)]
    settings = Settings(affiliates_rule=state)
    found = ends(tmp_path, "Coil/MY", departs, BOLT, owned, settings=settings)
    assert found == [("Coil", basis, basis == "affiliate-in-force" and not also, also)]


def test_49_99_percent_is_not_captured(tmp_path: Path) -> None:
    owned = [interest("Bolt/CN", "Coil/MY", "49.99")]
    assert ends(tmp_path, "Coil/MY", "2025-10-05", BOLT, owned) == []


def test_two_halves_from_two_lists_add_up(tmp_path: Path) -> None:
    lists = [*BOLT, listed("Dyne", source=SDN_LIST, type="Entity", programs="NPWMD")]
    owned = [interest("Bolt/CN", "Coil/MY", 25), interest("Dyne/RU", "Coil/MY", 25)]
    found = ends(tmp_path, "Coil/MY", "2025-10-05", lists, owned)
    assert {basis for _, basis, _, _ in found} == {"affiliate-in-force"}
    assert len(found) == 2  # both owners' entries are named


@pytest.mark.parametrize("kind", ["votes", "board", "nominee", "consolidation"])
def test_votes_and_boards_alone_capture_nobody_faq_398(tmp_path: Path, kind: str) -> None:
    owned = [interest("Bolt/CN", "Coil/MY", 100, kind=kind)]
    found = ends(tmp_path, "Coil/MY", "2025-10-05", BOLT, owned)
    assert found == [("Coil", "cannot-exclude", False, [])]
    known = [*owned, interest("Dyne/MY", "Coil/MY", 51)]  # there is no room for 50 percent
    assert ends(tmp_path, "Coil/MY", "2025-10-05", BOLT, known) == []


def test_a_us_affiliate_is_shown_but_not_captured_by_the_bis_rule(tmp_path: Path) -> None:
    owned = [interest("Bolt/CN", "Coil/US", 100)]
    assert ends(tmp_path, "Coil/US", "2025-10-05", BOLT, owned) == [
        ("Coil", "us-affiliate", False, [])
    ]


def test_the_ofac_rule_captures_us_firms_too_31_cfr_587_406(tmp_path: Path) -> None:
    lists = [listed("Dyne", source=SDN_LIST, type="Entity")]
    owned = [interest("Dyne/RU", "Coil/US", 50)]
    found = ends(tmp_path, "Coil/US", "2020-10-05", lists, owned)
    assert found == [("Coil", "affiliate-in-force", True, [])]


@pytest.mark.parametrize(
    ("directives", "found"),
    [
        (("1", "1"), [("affiliate-in-force", [])]),
        (("1", "4"), []),
        (("1", ""), [("affiliate-in-force", ["not-captured"])]),
        (("", ""), [("affiliate-in-force", ["not-captured"])]),
    ],
)
def test_ssi_owners_add_up_under_one_directive(
    tmp_path: Path, directives: tuple[str, str], found: list[tuple[str, list[str]]]
) -> None:
    """An entry that does not say its directive may be under any: 286 of the 286 real ones."""
    source = "Sectoral Sanctions Identifications List (SSI) - Treasury Department"
    said = "Executive Order 13662 Directive Determination - Subject to Directive"
    lists = [
        listed(
            name, "2015-01-01", source=source, type="Entity", addresses="RU",
            remarks=f"{said} {number}" if number else "",
        )
        for name, number in zip(("Dyne", "Volt"), directives, strict=True)
    ]  # fmt: skip
    owned = [interest("Dyne/RU", "Coil/RU", 25), interest("Volt/RU", "Coil/RU", 25)]
    settings = Settings(target_lists=("EL", "SSI"))
    rows = ends(tmp_path, "Coil/RU", "2020-10-05", lists, owned, settings=settings)
    assert sorted({(row[1], tuple(row[3])) for row in rows}) == [
        (basis, tuple(also)) for basis, also in found
    ]


@pytest.mark.parametrize(
    ("held", "departs", "basis", "also"),
    [
        ({"valid_to": "2025-10-05"}, "2025-10-04", "affiliate-in-force", []),
        ({"valid_to": "2025-10-05"}, "2025-10-05", "", []),
        ({"valid_from": "2025-10-05"}, "2025-10-04", "", []),
        ({"valid_from": "2025-10-05"}, "2025-10-05", "affiliate-in-force", []),
        ({"valid_from": "2025-10"}, "2025-10-05", "affiliate-in-force", ["not-captured"]),
        ({"valid_from": "2025-10-05"}, "2025-10", "affiliate-in-force", ["not-captured"]),
    ],
)
def test_interests_have_dates(
    tmp_path: Path, held: dict[str, str], departs: str, basis: str, also: list[str]
) -> None:
    owned = [interest("Bolt/CN", "Coil/MY", 100, **held)]
    found = ends(tmp_path, "Coil/MY", departs, BOLT, owned)
    assert [(row[1], row[3]) for row in found] == ([(basis, also)] if basis else [])


def test_an_affiliate_names_the_interests_that_prove_it(tmp_path: Path) -> None:
    owned = [interest("Bolt/CN", "Mid/VG", 50), interest("Mid/VG", "Coil/MY", 51)]
    record = shipment("S1", "Acme/US", "Coil/MY", "2025-10-05")
    case = network_of(tmp_path, [record], lists=BOLT, interests=owned)
    (text,) = [row[0] for row in case.rows("SELECT proof FROM leg_ends")]
    file_id = case.value("SELECT file_id FROM files WHERE kind = 'ownership'")
    assert json.loads(text) == [{"file_id": file_id, "row": row} for row in (2, 3)]


def by_days(departs: int, arrives: int, start: int | None, end: int | None) -> str:
    """The basis on exact days, as DESIGN section 5 words it."""
    if end is not None and departs >= end:
        return "delisted"
    if start is None:
        return "listed-date-unknown"
    if departs > start:
        return "listed"
    if start < arrives <= start + clocks.SAVINGS_DAYS:
        return "in-transit-at-listing"
    return "listed" if departs == start else "listed-later"


def test_outcomes_are_those_of_every_choice_of_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "SAVINGS_DAYS", 3)
    rng = random.Random(3)

    def interval() -> tuple[int, int]:
        first = rng.randrange(9)
        return first, first + rng.choice((0, 0, 1, 3, 5))

    compared = 0
    for _ in range(20_000):
        departs, arrives = interval(), interval()
        start = interval() if rng.random() < 0.9 else None
        end = interval() if rng.random() < 0.3 else None
        expected = {
            by_days(gone, come, since, until)
            for gone, come, since, until in itertools.product(
                range(departs[0], departs[1] + 1),
                range(arrives[0], arrives[1] + 1),
                range(start[0], start[1] + 1) if start else [None],
                range(end[0], end[1] + 1) if end else [None],
            )
            if come >= gone and (since is None or until is None or until > since)
        }
        if expected:
            compared += 1
            assert set(outcomes(departs, arrives, Listing(start=start, end=end))) == expected
    assert compared > 10_000
