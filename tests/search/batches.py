"""Very many small worlds in one call of the search, each compared with the slow obvious version.

Worlds are put side by side: party `p` of world `w` is party `w * PARTIES + p` of the table, and the
legs of a world keep their order. So one pass counts, one search lists, and every number belongs to
one world.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from graphscan.search.chains import Onward, count_chains, passages, ways_in, ways_on
from graphscan.search.engine import Limits, run_search
from graphscan.search.pruning import prune_in_steps
from graphscan.search.question import Pairs, Question
from graphscan.search.reference import Found, RouteKey, World, search
from graphscan.search.results import Route
from tests.search.worlds import (
    CLASSES,
    OwnedWorld,
    columns,
    control_pairs,
    disjoint,
    linked_of,
    question,
)

PARTIES = 8
"""Numbers kept for the parties of one world, owners without legs among them."""

EVERYTHING = Limits(top=0, journeys=0, max_expansions=10**9)


class HashedPoints:
    """Any additive score, as a function of numbers within a world: no table of all pairs."""

    link_maximum = 9
    route_maximum = 40

    def __init__(self, first: Any, size: int) -> None:
        """Parts for legs of worlds that begin at the positions `first`."""
        self._world = np.searchsorted(first, np.arange(size), side="right") - 1
        local = np.arange(size) - first[self._world] if size else np.arange(0)
        drawn = self._world * 31 + local * 17
        self.leg = (drawn * 7919 % 41 - 20).astype(np.int32)
        self.end = (drawn * 104_729 % 101).astype(np.int32)
        self._drawn = drawn

    def link(self, before: Any, after: Any, certain: Any) -> Any:
        pair = self._drawn[before] * 613 + self._drawn[after] * 1009
        return (pair % 40 - 30 - 5 * ~certain).astype(np.int32)

    def route(
        self,
        exporter: int,
        holders: tuple[int, ...],
        end: int,
        klass: int,
        passes: tuple[int, ...] = (),
    ) -> int:
        return hash((exporter, holders, end, klass, passes)) % 41


@dataclasses.dataclass(slots=True)
class Tally:
    """What was compared."""

    worlds: int = 0
    chains: int = 0
    routes: int = 0
    journeys: int = 0
    impossible: int = 0

    def add(self, other: Tally) -> None:
        for field in dataclasses.fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


def batched(worlds: Sequence[World]) -> tuple[Question, Any]:
    """The worlds as one question, and the position of the first leg of each.

    They agree on the limits of a chain and on what may become what.
    """
    first = np.concatenate([[0], np.cumsum([len(world.legs) for world in worlds])])[:-1]
    legs = disjoint([world.legs for world in worlds], PARTIES)
    whole = dataclasses.replace(
        worlds[0], legs=legs, pairs=frozenset(), linked={}, **_no_interests(worlds[0])
    )
    asked = question(whole, columns(legs))
    pairs, interests = [], []
    for number, (world, start) in enumerate(zip(worlds, first.tolist(), strict=True)):
        for one, other in (*sorted(world.pairs), *control_pairs(world)):
            pairs.append((one + start, other + start))
        if isinstance(world, OwnedWorld):
            apart = number * PARTIES
            interests += [
                (owner + apart, owned + apart, percent, possible, certain)
                for owner, owned, percent, possible, certain in world.interests
            ]
    asked = dataclasses.replace(
        asked,
        pairs=Pairs(
            before=np.array([one for one, _ in pairs], dtype=np.int64),
            after=np.array([other for _, other in pairs], dtype=np.int64),
        ),
        linked=linked_of(interests) if interests else None,
    )
    return asked, first


def _no_interests(world: World) -> dict[str, Any]:
    return {"interests": ()} if isinstance(world, OwnedWorld) else {}


def check_batch(worlds: Sequence[World]) -> Tally:
    """Counts, passages, what is left of the legs, routes, scores, order, and joint possibility."""
    worlds = [world for world in worlds if world.legs]
    asked, first = batched(worlds)
    found = [search(world) for world in worlds]
    _check_counts(asked, first, found)
    scores = HashedPoints(first, len(asked.legs))
    result = run_search(asked, scores, EVERYTHING)
    bests = [route.points for route in result.routes]
    assert bests == sorted(bests, reverse=True)
    assert result.chains_through_control == sum(one.through_control for one in found)
    per_world: dict[int, dict[RouteKey, Route]] = defaultdict(dict)
    for route in result.routes:
        number = route.exporter // PARTIES
        per_world[number][_key(route, number * PARTIES)] = route
    for number, (world, expected) in enumerate(zip(worlds, found, strict=True)):
        _check_routes(world, number, int(first[number]), expected, per_world[number], scores)
    return Tally(
        worlds=len(worlds),
        chains=sum(sum(one.chains.values()) for one in found),
        routes=sum(len(one.routes) for one in found),
        journeys=sum(len(r.journeys) for one in found for r in one.routes.values()),
        impossible=sum(r.chains - len(r.journeys) for one in found for r in one.routes.values()),
    )


def _check_counts(asked: Question, first: Any, found: Sequence[Found]) -> None:
    """Chains by length, possible and certain, and passages leg by leg, of each world."""
    onward, legs = Onward(asked), asked.legs
    size = asked.max_legs
    possible = np.zeros((size, len(found)), dtype=np.int64)
    certain = np.zeros_like(possible)
    through = np.zeros(len(legs), dtype=object)
    for starts, ends in asked.variants():
        on = ways_on(onward, ends)
        sure = ways_on(onward, ends & legs.end_certain, certain=True)
        for length in range(size):
            for counted, ways in ((possible, on), (certain, sure)):
                begun = np.where(starts, ways[length], 0).astype(np.int64)
                counted[length] += np.add.reduceat(begun, first)
        through = through + passages(ways_in(onward, starts), on)
    assert count_chains(onward) == possible.sum(axis=1).tolist()
    expected = np.array([[one.chains[n + 1] for one in found] for n in range(size)])
    assert np.array_equal(possible, expected)
    expected = np.array([[one.chains_certain[n + 1] for one in found] for n in range(size)])
    assert np.array_equal(certain, expected)
    passing = np.zeros(len(legs), dtype=np.int64)
    for start, one in zip(first.tolist(), found, strict=True):
        for leg, count in one.passages.items():
            passing[start + leg] = count
    assert np.array_equal(through.astype(np.int64), passing)
    assert np.array_equal(prune_in_steps(asked).kept, np.flatnonzero(passing))


def _key(route: Route, apart: int) -> RouteKey:
    return (
        route.exporter - apart,
        tuple(holder - apart for holder in route.holders),
        route.end - apart,
        CLASSES.index(route.klass),
        route.limited,
        route.passes,
    )


def _check_routes(
    world: World,
    number: int,
    start: int,
    found: Found,
    routes: dict[RouteKey, Route],
    scores: HashedPoints,
) -> None:
    apart = number * PARTIES
    whole = {(*key[:4], key[5]) for key in found.routes}
    assert {(*key[:4], key[5]) for key in routes} == whole
    assert len(routes) == len(whole)
    for key, expected in found.routes.items():
        exporter, holders, end, klass, limited, passes = key
        told = routes.get(key) or routes[*key[:4], not limited, passes]
        route_points = scores.route(
            exporter + apart, tuple(one + apart for one in holders), end + apart, klass, passes
        )
        points = {
            chain: route_points + _points(world, chain, start, scores)
            for chain in expected.journeys
        }
        assert told.points >= max(points.values())
        if key not in routes:  # told once, with the better of its two kinds of start
            continue
        assert (told.chains, told.chains_certain) == (expected.chains, expected.chains_certain)
        assert told.by_basis == dict(expected.by_basis)
        listed = [tuple(leg - start for leg in journey.legs) for journey in told.journeys]
        assert {
            chain: journey.certainty == "certain"
            for chain, journey in zip(listed, told.journeys, strict=True)
        } == expected.journeys
        assert len(listed) == len(expected.journeys)
        assert [journey.points for journey in told.journeys] == [points[chain] for chain in listed]
        assert [points[chain] for chain in listed] == sorted(points.values(), reverse=True)


def _points(world: World, chain: tuple[int, ...], start: int, scores: HashedPoints) -> int:
    links = sum(
        int(
            scores.link(
                np.array([one + start]),
                np.array([other + start]),
                np.array([world.surely_follows(one, other)]),
            )[0]
        )
        for one, other in itertools.pairwise(chain)
    )
    at = [leg + start for leg in chain]
    return int(scores.leg[at].sum()) + int(scores.end[at[-1]]) + links
