"""Every small world, and very many larger ones, agree with the slow obvious search.

The default run takes a sample. GRAPHSCAN_WORLDS=all takes every world of 3 legs and 1,000,000
sampled ones of 4 to 6 legs (about an hour); GRAPHSCAN_WORLDS=3/8 the third eighth of both.
"""

from __future__ import annotations

import dataclasses
import itertools
import os
import random
import time
from collections.abc import Iterator

import pytest

from graphscan.search.reference import Leg, World
from tests.search.batches import Tally, check_batch
from tests.search.worlds import BECOMES, sampled_world, small_legs

ASKED = os.environ.get("GRAPHSCAN_WORLDS", "")
SAMPLED = 1_000_000
BATCH = 5_000
DATES = ((5, 5), (12, 12), (19, 19), (1, 30))
"""Three days and the month they lie in."""


def part() -> tuple[int, int]:
    """(which, of how many) parts of the worlds are checked."""
    which, _, of = ASKED.partition("/")
    return (int(which) - 1, int(of)) if of else (0, 1)


def every_world(final: bool) -> Iterator[tuple[int, ...]]:
    """Every multiset of 3 legs, one of those that differ by names only; as numbers of legs.

    Parties 1 and 2 may be called each other, and so may the two classes: neither is in any rule, so
    of the four worlds that differ so the least is taken. A world without a leg from party 0 or to
    party 3 has no chain, and is left out.
    """
    legs = small_legs(final=final, parties=4, dates=DATES)
    number = {_told(leg): at for at, leg in enumerate(legs)}
    swap = {0: 0, 1: 2, 2: 1, 3: 3}
    parties, classes = [], []
    for leg in legs:
        other = dataclasses.replace(leg, consignor=swap[leg.consignor], receiver=swap[leg.receiver])
        parties.append(number[_told(other)])
        classes.append(number[_told(dataclasses.replace(leg, klass=1 - leg.klass))])
    both = [parties[at] for at in classes]
    starts = [leg.start for leg in legs]
    ends = [bool(leg.basis) for leg in legs]
    for world in itertools.combinations_with_replacement(range(len(legs)), 3):
        one, two, three = world
        if not (starts[one] or starts[two] or starts[three]):
            continue
        if not (ends[one] or ends[two] or ends[three]):
            continue
        if all(
            world <= tuple(sorted((renamed[one], renamed[two], renamed[three])))
            for renamed in (parties, classes, both)
        ):
            yield world


def _told(leg: Leg) -> tuple[object, ...]:
    return leg.consignor, leg.receiver, leg.klass, leg.departs, leg.arrives


def worlds_of_three_legs(final: bool, step: int, offset: int) -> Iterator[World]:
    legs = small_legs(final=final, parties=4, dates=DATES)
    for world in itertools.islice(every_world(final), offset, None, step):
        yield World(legs=[legs[at] for at in world])


def sampled_worlds(number: int) -> list[World]:
    """One batch of worlds of 4 to 6 legs with equal limits; of a quarter with plain classes."""
    rng = random.Random(f"worlds {number}")
    limits = {
        "max_legs": 2 + number % 4,
        "min_wait": (0, 0, 1)[number % 3],
        "max_wait": (2, 3, 180)[number // 3 % 3],
        "becomes": BECOMES,
        "unknown": 5,
        "advanced": 4,
    }
    found: list[World] = []
    while len(found) < BATCH:
        world = sampled_world(rng, plain=len(found) % 4 == 0, fewest=4)
        found.append(dataclasses.replace(world, **limits))  # type: ignore[arg-type]
    return found


def told(name: str, tally: Tally, began: float) -> None:
    print(  # noqa: T201 -- the figures are asked for
        f"\n{name}: {tally.worlds:,} worlds, {tally.chains:,} chains, {tally.routes:,} routes, "
        f"{tally.journeys:,} journeys, {tally.impossible:,} chains on routes that no choice of "
        f"days allows; equal in all; {time.perf_counter() - began:,.0f} s"
    )


@pytest.mark.slow
@pytest.mark.parametrize("final", [True, False])
def test_every_world_of_three_legs_is_that_of_the_reference(final: bool) -> None:
    which, of = part() if ASKED else (0, 97)
    began, tally = time.perf_counter(), Tally()
    worlds = worlds_of_three_legs(final, of, which)
    while batch := list(itertools.islice(worlds, 4 * BATCH)):
        tally.add(check_batch(batch))
    told("every world of 3 legs", tally, began)
    assert tally.chains > 1000


@pytest.mark.slow
def test_sampled_worlds_of_four_to_six_legs_are_those_of_the_reference() -> None:
    which, of = part() if ASKED else (0, SAMPLED // BATCH)
    began, tally = time.perf_counter(), Tally()
    for number in range(which, SAMPLED // BATCH, of):
        tally.add(check_batch(sampled_worlds(number)))
    told("sampled worlds of 4 to 6 legs", tally, began)
    assert tally.impossible > 10
