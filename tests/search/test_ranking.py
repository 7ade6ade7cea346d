"""Routes and journeys come out in the order of their score, whatever the score."""

from __future__ import annotations

import itertools
import random
from typing import Any

import numpy as np
import pytest

from graphscan.search.chains import Question
from graphscan.search.engine import Limits, run_search
from graphscan.search.reference import World, search
from graphscan.search.results import SearchResult
from tests.search.worlds import disjoint, from_the_us_only, question, sampled_world


class RandomPoints:
    """Any additive score: parts drawn from a seed, links by a table of all pairs."""

    def __init__(self, asked: Question, seed: int) -> None:
        rng = np.random.default_rng(seed)
        size = len(asked.legs)
        self.leg = rng.integers(-20, 20, size).astype(np.int32)
        self.end = rng.integers(0, 100, size).astype(np.int32)
        self._links = rng.integers(-30, 10, (size, size)).astype(np.int32)
        self.link_maximum = 9
        self.route_maximum = 40
        self._seed = seed

    def link(self, before: Any, after: Any, certain: Any) -> Any:
        return self._links[before, after] - 5 * ~certain

    def route(
        self,
        exporter: int,
        holders: tuple[int, ...],
        end: int,
        klass: int,
        passes: tuple[int, ...] = (),
    ) -> int:
        told = f"{self._seed} {exporter} {holders} {end} {klass} {passes}"
        return random.Random(told).randrange(41)


def expected_scores(world: World, points: RandomPoints) -> dict[tuple[int, ...], int]:
    """The score of every jointly possible journey, written out."""
    scores = {}
    for (exporter, holders, end, klass, _, passes), route in search(world).routes.items():
        for journey in route.journeys:
            links = 0
            for a, b in itertools.pairwise(journey):
                sure = np.array([world.surely_follows(a, b)])
                links += int(points.link(np.array([a]), np.array([b]), sure)[0])
            scores[journey] = (
                int(points.leg[list(journey)].sum())
                + int(points.end[journey[-1]])
                + links
                + points.route(exporter, holders, end, klass, passes)
            )
    return scores


def shown(result: SearchResult) -> list[tuple[int, ...]]:
    return [journey.legs for route in result.routes for journey in route.journeys]


@pytest.mark.parametrize("seed", range(10))
def test_scores_and_order_are_those_of_a_full_listing(seed: int) -> None:
    rng = random.Random(seed)
    for number in range(40):
        world = from_the_us_only(sampled_world(rng, plain=number % 3 == 0))
        asked = question(world)
        points = RandomPoints(asked, seed * 1000 + number)
        scores = expected_scores(world, points)
        result = run_search(asked, points, Limits(top=0, journeys=0, max_expansions=10**9))
        listed = {
            journey.legs: journey.points for route in result.routes for journey in route.journeys
        }
        assert listed == scores
        bests = [route.points for route in result.routes]
        assert bests == sorted(bests, reverse=True)
        for route in result.routes:
            order = [journey.points for journey in route.journeys]
            assert order == sorted(order, reverse=True)
            assert route.points == max(order)


@pytest.mark.parametrize("seed", range(5))
def test_the_first_routes_are_the_best_and_ties_with_the_last_are_listed(seed: int) -> None:
    rng = random.Random(100 + seed)
    for number in range(40):
        world = from_the_us_only(sampled_world(rng, plain=number % 3 == 0))
        asked = question(world)
        points = RandomPoints(asked, number)
        every = run_search(asked, points, Limits(top=0, journeys=0, max_expansions=10**9))
        two = run_search(asked, points, Limits(top=2, journeys=1, max_expansions=10**9))
        bests = [route.points for route in every.routes]
        bar = bests[1] if len(bests) > 1 else -(10**9)
        assert [route.points for route in two.routes] == [best for best in bests if best >= bar]


def test_a_ceiling_on_expansions_is_told_with_the_best_score_that_may_be_missing() -> None:
    rng = random.Random(7)
    truncated = 0
    for number in range(40):
        world = World(
            legs=disjoint([sampled_world(rng, plain=True).legs for _ in range(20)], parties=4)
        )
        asked = question(world)
        points = RandomPoints(asked, number)
        every = run_search(asked, points, Limits(top=0, journeys=1, max_expansions=10**9))
        some = run_search(asked, points, Limits(top=0, journeys=1, max_expansions=1))
        missing = {r.journeys for r in every.routes} - {r.journeys for r in some.routes}
        if missing:
            truncated += 1
            assert some.truncated
            assert some.best_points_left is not None
            assert max(route[0].points for route in missing) <= some.best_points_left
    assert truncated > 3
