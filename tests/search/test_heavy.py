"""Hubs, loops and routes of very many parallel legs: exact, and in bounded time."""

from __future__ import annotations

import time

import pytest

from graphscan.search.cuts import choke_points
from graphscan.search.engine import Limits, run_search
from graphscan.search.flow import flow_between
from graphscan.search.points import NoPoints
from graphscan.search.reference import Leg, World
from tests.search.test_flow import quantities
from tests.search.worlds import question

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
