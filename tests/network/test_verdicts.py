"""An owner is listed while the goods are under way: what an affiliate is on the days of a leg."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphscan.codes import rules
from graphscan.network import clocks
from graphscan.network.control import NOT_CAPTURED, Control, RuleControl, held_between
from graphscan.network.fixpoint import timelines
from graphscan.network.ledger import Ledger
from graphscan.network.spans import make_spans
from graphscan.network.stakes import FIRST_DAY, LAST_DAY, PERCENT, read_picture
from graphscan.network.verdicts import IN_TRANSIT, Voyage, judge, onsets
from tests.network.ownership import Said, columns, exactly
from tests.network.small import SDN_LIST, Row, interest, listed, network_of, shipment

LISTED = "2025-10-10"


def basis(
    folder: Path, departs: str, arrives: str, *, owner: str = LISTED, of: str = "Coil/MY",
    held: Row | None = None,
) -> list[tuple[str, list[str]]]:  # fmt: skip
    """The bases of one leg to an affiliate whose owner is listed on a day."""
    record = shipment("S1", "Acme/US", of, departs, arrival_date=arrives)
    case = network_of(
        folder, [record], lists=[listed("Bolt", owner)],
        interests=[interest("Bolt/CN", of, 60, **(held or {}))],
    )  # fmt: skip
    return case.rows("SELECT basis, also_possible FROM leg_ends")


@pytest.mark.parametrize(
    ("departs", "arrives", "expected"),
    [
        ("2025-10-09", "2025-10-20", [(IN_TRANSIT, [])]),
        ("2025-10-10", "2025-10-20", [(IN_TRANSIT, [])]),
        ("2025-10-10", "2025-10-10", [("affiliate-in-force", [])]),
        ("2025-10-11", "2025-10-20", [("affiliate-in-force", [])]),
        ("2025-10-10", "2025-11-10", [("affiliate-in-force", [])]),
        ("2025-10-09", "2025-11-10", []),
        ("2025-10-09", "2025-10-10", []),
        ("2025-10", "2025-10-25", [("affiliate-in-force", [IN_TRANSIT])]),
    ],
)
def test_in_transit_at_the_listing_of_the_owner(
    tmp_path: Path, departs: str, arrives: str, expected: list[tuple[str, list[str]]]
) -> None:
    assert basis(tmp_path, departs, arrives) == expected


def test_shares_that_are_bought_while_goods_are_under_way_grace_nobody(tmp_path: Path) -> None:
    held = {"valid_from": LISTED}
    assert basis(tmp_path, "2025-10-09", "2025-10-20", owner="2020-01-01", held=held) == []


def test_a_us_affiliate_in_transit_is_no_end(tmp_path: Path) -> None:
    assert basis(tmp_path, "2025-10-09", "2025-10-20", of="Coil/US") == []


def test_in_transit_through_two_owners_of_whom_one_is_listed_later(tmp_path: Path) -> None:
    record = shipment("S1", "Acme/US", "Coil/MY", "2025-10-09", arrival_date="2025-10-20")
    lists = [listed("Bolt", "2020-01-01"), listed("Dyne", LISTED, source=SDN_LIST, type="Entity")]
    held = [interest("Bolt/CN", "Coil/MY", 25), interest("Dyne/CN", "Coil/MY", 25)]
    lists[1] = {**lists[1], "programs": "NPWMD"}
    case = network_of(tmp_path, [record], lists=lists, interests=held)
    found = case.rows("SELECT list_code, basis FROM leg_ends JOIN entries USING (entry_id)")
    assert sorted(found) == [("EL", IN_TRANSIT), ("SDN", IN_TRANSIT)]


def by_days(departs: int, arrives: int, start: int, held: tuple[int, int]) -> str:
    """What an affiliate is on exact days, as DESIGN section 5 words it of the listed."""

    def captured(day: int) -> bool:
        return day >= start and held[0] <= day <= held[1]

    under_way = departs <= start < arrives <= start + clocks.SAVINGS_DAYS
    if under_way and captured(start):
        return IN_TRANSIT
    return "affiliate" if captured(departs) else NOT_CAPTURED


def world(said: Said, start: tuple[int, int]) -> tuple[Control, RuleControl]:
    statements = columns([said])
    picture = read_picture(statements)
    held = held_between(*start, None, None)
    sure, possible = make_spans([(0, *held.certain)]), make_spans([(0, *held.possible)])
    of = RuleControl(
        rule=rules.get(rules.OFAC_50),
        listed_sure=sure,
        listed_possible=possible,
        timelines=timelines(picture, sure, possible, 50 * PERCENT),
        starts={0: [start]},
    )
    control = Control(
        statements=statements,
        picture=picture,
        ledger=Ledger(statements),
        rules=(of,),
        threshold=50 * PERCENT,
    )
    return control, of


def every_choice(
    departs: tuple[int, int], arrives: tuple[int, int], start: tuple[int, int]
) -> Iterator[tuple[int, int, int]]:
    days = [range(first, last + 1) for first, last in (departs, arrives, start)]
    for gone, come, since in itertools.product(*days):
        if gone <= come:
            yield gone, come, since


def test_verdicts_are_those_of_every_choice_of_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "SAVINGS_DAYS", 3)
    rng = random.Random(5)
    base = 20_000  # the rule of the test is in force from day 16,295 on

    def interval() -> tuple[int, int]:
        first = base + rng.randrange(9)
        return first, first + rng.choice((0, 0, 1, 3, 5))

    compared = 0
    for _ in range(1_500):
        departs, arrives, start = interval(), interval(), interval()
        held = rng.choice([(FIRST_DAY, LAST_DAY), (base + rng.randrange(9), LAST_DAY), interval()])
        expected = {by_days(*days, held) for days in every_choice(departs, arrives, start)}
        if not expected:
            continue
        control, of = world(exactly(0, 1, 60, possible=held), start)
        departs = (departs[0], min(departs[1], arrives[1]))  # as `legs` has them
        begins = onsets(control, of, 1)
        voyage = Voyage(departs=departs, arrives=arrives)
        verdict = judge(of, 1, voyage, "in-force", begins)
        found = {name.replace("-in-force", "") for name in verdict.bases} if verdict else {
            NOT_CAPTURED
        }  # fmt: skip
        exact = start[0] == start[1]
        assert found == expected or (not exact and found == expected | {NOT_CAPTURED}), (
            departs, arrives, start, held,
        )  # fmt: skip
        compared += len(expected) > 1
    assert compared > 300
