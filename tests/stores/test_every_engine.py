"""One suite over every engine: the same worlds, the same numbers, the same journeys.

The slow obvious search of `graphscan.search.reference` decides. A new engine is one more entry of
`ENGINES`.
"""

from __future__ import annotations

import dataclasses
import functools
import random
from collections.abc import Callable, Sequence

import pytest

from graphscan.search.reference import Leg, World
from tests.search.worlds import (
    Interest,
    OwnedWorld,
    disjoint,
    sampled_world,
    with_interests,
)
from tests.stores.engines import Answer, by_reference, duckdb_joins, embedded, on_neo4j
from tests.stores.worlds import RULES, random_world

PARTIES = 10
"""Numbers of one of several worlds that stand side by side."""
Engine = Callable[[World], Answer]
ENGINES = {"embedded": embedded, "DuckDB joins": duckdb_joins}
NEO4J = pytest.param(
    "Neo4j",
    marks=[pytest.mark.neo4j, pytest.mark.slow, pytest.mark.xdist_group("neo4j")],
    id="Neo4j",
)


@pytest.fixture(params=[*ENGINES, NEO4J])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "Neo4j":
        return on_neo4j(request.getfixturevalue("server"))
    return ENGINES[request.param]


def heavy_tailed(legs: int, seed: int) -> World:
    """A hub that a third of all legs reach and leave, dozens of them parallel; exact days."""
    dice = random.Random(seed)
    weights = [1 / (1 + party) ** 1.3 for party in range(12)]
    found: list[Leg] = []
    while len(found) < legs:
        consignor, receiver = dice.choices(range(12), weights, k=2)
        if consignor == receiver:
            continue
        day = dice.randrange(60)
        arrives = day + dice.choice((0, 0, 2, 9))
        found.append(
            Leg(
                consignor=consignor,
                receiver=receiver,
                klass=dice.choice((0, 0, 0, 0, 2, 3)),
                departs=(day, day),
                arrives=(arrives, arrives),
                start=consignor in {1, 8, 9},
                basis="listed" if receiver in {2, 10} else "",
                final=receiver == 2,
                end_certain=dice.random() < 0.9,
            )
        )
    return World(legs=found, max_legs=4, max_wait=30, **RULES)


def month_only(legs: int, seed: int) -> World:
    """No record knows a day: months, a few years, some arrivals assumed."""
    dice = random.Random(seed)
    spans = [(0, 30), (31, 58), (59, 89), (90, 119), (0, 364)]
    found: list[Leg] = []
    while len(found) < legs:
        consignor, receiver = dice.sample(range(6), 2)
        departs = dice.choice(spans)
        assumed = dice.random() < 0.2
        arrives = (departs[0], departs[1] + 60) if assumed else dice.choice(spans)
        if arrives[1] < departs[0]:
            continue
        found.append(
            Leg(
                consignor=consignor,
                receiver=receiver,
                klass=dice.choice((0, 0, 0, 2, 3, 4, 5)),
                departs=departs,
                arrives=arrives,
                assumed=(False, assumed),
                start=consignor < 2,
                basis="listed" if receiver == 5 else ("listed-later" if receiver == 3 else ""),
                final=receiver == 5,
            )
        )
    return World(legs=found, max_legs=4, max_wait=60, **RULES)


def side_by_side(worlds: Sequence[World], max_legs: int, waits: tuple[int, int]) -> OwnedWorld:
    """Many worlds as one, on parties of their own; those that own each other among them."""
    interests: list[Interest] = []
    linked: dict[tuple[int, int], tuple[frozenset[int], frozenset[int]]] = {}
    for number, world in enumerate(worlds):
        base = number * PARTIES
        for (one, other), days in world.linked.items():
            linked[base + one, base + other] = days
        for owner, owned, *rest in world.interests if isinstance(world, OwnedWorld) else ():
            interests.append((base + owner, base + owned, *rest))  # type: ignore[arg-type]
    return OwnedWorld(
        legs=disjoint([world.legs for world in worlds], PARTIES),
        max_legs=max_legs,
        min_wait=waits[0],
        max_wait=waits[1],
        linked=linked,
        interests=tuple(interests),
        **RULES,
    )


def of_records(world: World) -> World:
    """Without what a join over a case finds: odd pairs, single consignments, direct products."""
    legs = [
        dataclasses.replace(
            leg, limited_start=False, limited_end=False, consignment=False, via=()
        )
        for leg in world.legs
    ]  # fmt: skip
    return dataclasses.replace(world, legs=legs, pairs=frozenset())


def sisters(dice: random.Random) -> World:
    """From 0 in the U.S. to 3, which is listed, by 1 and 2, which are linked on some days."""
    lanes = ((0, 1), (0, 1), (0, 2), (1, 3), (2, 3), (2, 3), (2, 1))
    spans = ((5, 5), (12, 12), (9, 9), (1, 30))
    legs = []
    for consignor, receiver in dice.choices(lanes, k=5):
        departs, arrives = sorted(dice.choices(spans, k=2))
        ends = receiver == 3
        legs.append(
            Leg(
                consignor=consignor,
                receiver=receiver,
                klass=0,
                departs=departs,
                arrives=arrives if arrives[1] >= departs[0] else departs,
                start=consignor == 0,
                basis="listed" if ends else "",
                final=ends,
            )
        )
    always, later, twice = (-1, 44), (dice.choice((6, 10, 12)), 44), (-1, dice.choice((4, 8, 11)))
    stakes: tuple[Interest, ...] = dice.choice((
        ((1, 2, 50, always, always),),
        ((4, 1, 100, always, always), (4, 2, 60, later, later)),
        ((2, 1, 51, (5, 44), (30, 44)),),
        ((1, 2, 50, twice, twice), (2, 1, 70, later, later)),
    ))  # fmt: skip
    return with_interests(World(legs=legs, **RULES), stakes)


def owned_worlds(seed: int) -> list[World]:
    """Worlds of up to 6 legs with stakes among the parties."""
    dice = random.Random(seed)
    sampled = [of_records(sampled_world(dice)) for _ in range(40)]
    return [*sampled, *(sisters(dice) for _ in range(60))]


def random_worlds(first: int) -> list[World]:
    return [random_world(seed) for seed in range(first, first + 40)]


WORLDS: dict[str, Callable[[], World]] = {
    "loops and equal days": lambda: side_by_side(random_worlds(0), 6, (0, 20)),
    "waits of three days and more": lambda: side_by_side(random_worlds(40), 4, (3, 60)),
    "linked parties": lambda: side_by_side(owned_worlds(5), 5, (0, 3)),
    "linked parties, long waits": lambda: side_by_side(owned_worlds(6), 4, (1, 180)),
    "heavy tails": lambda: heavy_tailed(100, 1),
    "heavy tails, more": lambda: heavy_tailed(240, 2),
    "months": lambda: month_only(64, 3),
    "nothing": lambda: World(legs=[], **RULES),
}


@functools.cache
def world_of(name: str) -> tuple[World, Answer]:
    """A world and its answer, worked out once for all engines."""
    world = WORLDS[name]()
    return world, by_reference(world)


@pytest.mark.parametrize("name", WORLDS)
def test_every_engine_gives_the_answer_of_the_slow_search(engine: Engine, name: str) -> None:
    world, expected = world_of(name)
    assert engine(world).differs_from(expected) == []


def test_the_worlds_are_worth_asking() -> None:
    """Long, certain and merely possible journeys, goods handed on without a record, many chains."""
    answers = {name: world_of(name)[1] for name in WORLDS}
    journeys = [one for answer in answers.values() for one in (answer.journeys or {}).values()]
    assert {certainty for certainty, _ in journeys} == {"certain", "possible"}
    assert sum(bool(handed) for _, handed in journeys) > 50
    assert sum(answers["heavy tails, more"].chains.values()) > 300
    assert sum(answers["months"].chains.values()) > 300
