"""Hubs, loops and routes of very many parallel legs: exact, and in bounded time."""

from __future__ import annotations

import dataclasses
import random
import time

import pytest

from graphscan.search.cuts import choke_points
from graphscan.search.engine import Limits, run_search
from graphscan.search.flow import flow_between
from graphscan.search.points import NoPoints
from graphscan.search.reference import Leg, World
from graphscan.search.results import Route, SearchResult
from tests.search.test_flow import quantities
from tests.search.test_ranking import RandomPoints
from tests.search.worlds import from_the_us_only, question, sampled_world

SECONDS = 30.0
"""Far above what each takes; below what any listing of all chains would."""

THERE = Leg(consignor=0, receiver=1, klass=0, departs=(1, 1), arrives=(2, 2), start=True)
ON = Leg(
    consignor=1, receiver=2, klass=0, departs=(3, 3), arrives=(4, 4), basis="listed", final=True
)
FIVE = Limits(top=0, journeys=5, max_expansions=10**6)


@pytest.mark.slow
def test_a_hub_of_ten_thousand_parallel_legs() -> None:
    asked = question(World(legs=[THERE] * 100 + [ON] * 10_000))
    began = time.perf_counter()
    result = run_search(asked, NoPoints(10_100), FIVE)
    assert result.chains == 100 * 10_000
    (route,) = result.routes
    assert (route.chains, len(route.journeys)) == (1_000_000, 5)
    (bound,) = flow_between(asked, quantities([3.0] * 100 + [0.02] * 10_000))
    assert bound.most == pytest.approx(200)
    assert choke_points(asked).chosen == (1,)
    assert time.perf_counter() - began < SECONDS


@pytest.mark.slow
def test_a_hub_of_ten_thousand_legs_in_and_as_many_out() -> None:
    """A hundred million chains on one route, with months among the days: none is written out."""
    months = dataclasses.replace(THERE, arrives=(0, 30)), dataclasses.replace(ON, departs=(0, 30))
    legs = [THERE] * 9_000 + [months[0]] * 1_000 + [ON] * 9_000 + [months[1]] * 1_000
    began = time.perf_counter()
    result = run_search(question(World(legs=legs)), NoPoints(len(legs)), FIVE)
    (route,) = result.routes
    assert (result.chains, route.chains) == (10_000**2, 10_000**2)
    assert (result.chains_certain, route.chains_certain) == (9_000**2, 9_000**2)
    assert route.by_basis == {"listed": 10_000**2}
    assert len(route.journeys) == 5
    assert route.truncated  # its journeys are those of the best legs of each step
    assert time.perf_counter() - began < SECONDS


@pytest.mark.slow
def test_crowded_routes_are_counted_and_listed_as_others_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With no pair written out every route of two legs is crowded; numbers stay the same."""
    rng, crowded = random.Random(3), 0
    for number in range(400):
        world = from_the_us_only(sampled_world(rng, plain=number % 3 == 0, fewest=5))
        asked = question(world)
        points = RandomPoints(asked, number)
        every = Limits(top=0, journeys=0, max_expansions=10**6)
        whole = run_search(asked, points, every)
        with monkeypatch.context() as patched:
            patched.setattr("graphscan.search.adjacency.WRITTEN", 0)
            told = run_search(asked, points, every)
        crowded += sum(route.truncated for route in told.routes)
        assert _by_score(told) == _by_score(whole)
    assert crowded > 20


def _by_score(result: SearchResult) -> list[Route]:
    """Routes that tie in the order of their parties."""
    routes = [dataclasses.replace(route, truncated=False) for route in result.routes]
    return sorted(
        routes,
        key=lambda route: (-route.points, route.exporter, route.holders, route.end, route.klass),
    )


@pytest.mark.slow
def test_loops_of_a_hundred_parallel_legs() -> None:
    """With dates of a month goods may go round for ever: walks are counted, routes stay simple."""
    month = {"klass": 0, "departs": (0, 30), "arrives": (0, 30)}
    legs = [Leg(consignor=0, receiver=1, start=True, **month)] * 100  # type: ignore[arg-type]
    legs += [Leg(consignor=1, receiver=3, **month)] * 100  # type: ignore[arg-type]
    legs += [Leg(consignor=3, receiver=1, **month)] * 100  # type: ignore[arg-type]
    legs += [Leg(consignor=1, receiver=2, basis="listed", final=True, **month)] * 100  # type: ignore[arg-type]
    began = time.perf_counter()
    result = run_search(question(World(legs=legs, max_legs=6)), NoPoints(400), FIVE)
    assert result.chains == 100**2 + 100**4 + 100**6
    (route,) = result.routes
    assert route.chains == 100**2
    assert time.perf_counter() - began < SECONDS


@pytest.mark.slow
def test_a_route_of_ten_thousand_journeys_is_listed_whole() -> None:
    asked = question(World(legs=[THERE] * 100 + [ON] * 100))
    began = time.perf_counter()
    every = Limits(top=0, journeys=0, max_expansions=10**6)
    (route,) = run_search(asked, NoPoints(200), every).routes
    assert len({journey.legs for journey in route.journeys}) == route.chains == 10_000
    assert not route.truncated
    assert time.perf_counter() - began < SECONDS
