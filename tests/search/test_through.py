"""What is to be gone through chooses among journeys: as a filter over all of them would."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from graphscan.casefile import Case
from graphscan.findings.asked import AskedPaths
from graphscan.search.engine import Limits, run_search
from graphscan.search.paths import Asked, count_through
from graphscan.search.query import PathQuery
from graphscan.search.question import Question
from graphscan.search.reference import World, written_out
from graphscan.search.results import Journey, Route, SearchResult
from graphscan.search.wanted import Through
from tests.network.small import listed, network_of, shipment
from tests.search.test_ranking import RandomPoints, expected_scores
from tests.search.worlds import from_the_us_only, question, sampled_world

EVERY = Limits(top=0, journeys=0, max_expansions=10**6)


def some_wanted(rng: random.Random, world: World, asked: Question) -> tuple[Through, ...]:
    """One to three things: parties that hold, and legs at random that name something of it."""
    found = []
    for _ in range(rng.choice((1, 1, 2, 3))):
        stops = frozenset(rng.sample(range(4), rng.randrange(3)))
        named = np.array([rng.random() < 0.4 for _ in world.legs], dtype=np.bool_)
        held = np.isin(asked.legs.receiver, sorted(stops))
        found.append(Through(stops=stops, held=held, named=named))
    return tuple(found)


def goes_through(
    through: Sequence[Through], holders: Sequence[int], journey: Sequence[int]
) -> bool:
    return all(
        not one.stops.isdisjoint(holders) or any(one.named[leg] for leg in journey)
        for one in through
    )


def chains_on_routes(world: World, through: Sequence[Through] = ()) -> Counter[Any]:
    """Possible chains by route, written out and filtered."""
    found: Counter[Any] = Counter()
    for chain in written_out(world):
        legs = [world.legs[position] for position in chain]
        parties, passes = [legs[0].consignor, legs[0].receiver], []
        for leg in legs[1:]:
            if leg.consignor != parties[-1]:
                passes.append(len(parties))
                parties.append(leg.consignor)
            parties.append(leg.receiver)
        if goes_through(through, parties[1:-1], chain):
            found[tuple(parties), legs[0].klass, tuple(passes), not legs[0].start] += 1
    return found


def stops_of(route: Route) -> tuple[int, ...]:
    return (route.exporter, *route.holders, route.end)


def journeys(result: SearchResult) -> dict[tuple[int, ...], int]:
    return {each.legs: each.points for route in result.routes for each in route.journeys}


def by_parties(result: SearchResult) -> dict[Any, tuple[int, int, int, tuple[Journey, ...]]]:
    return {
        (route.exporter, route.holders, route.end, route.klass, route.passes, route.limited): (
            route.points,
            route.chains,
            route.chains_certain,
            route.journeys,
        )
        for route in result.routes
    }


@pytest.mark.parametrize("certain", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_journeys_chains_and_scores_are_of_what_goes_through(seed: int, *, certain: bool) -> None:
    rng, partly = random.Random(seed), 0
    for number in range(60):
        world = from_the_us_only(sampled_world(rng, plain=number % 3 == 0, fewest=4))
        world = dataclasses.replace(world, legs=[*world.legs, *world.legs])
        asked = dataclasses.replace(question(world), certain_only=certain)
        through = some_wanted(rng, world, asked)
        points = RandomPoints(asked, number)
        result = run_search(asked, points, EVERY, through=through)
        told = journeys(result)
        scores = {
            journey.legs: journey.points
            for route in run_search(asked, points, EVERY).routes
            for journey in route.journeys
            if goes_through(through, route.holders, journey.legs)
        }
        assert told == scores
        if not certain:
            written_out = expected_scores(world, points)
            assert told == {journey: written_out[journey] for journey in told}
        every, on_it = chains_on_routes(world), chains_on_routes(world, through)
        for route in result.routes:
            assert route.points == max(journey.points for journey in route.journeys)
            klass = asked.legs.classes.index(route.klass)
            key = (stops_of(route), klass, route.passes, route.limited)
            if not certain:
                assert route.chains == sum(route.by_basis.values()) == on_it[key]
                partly += on_it[key] < every[key]
        scores_in_order = [route.points for route in result.routes]
        assert scores_in_order == sorted(scores_in_order, reverse=True)
    assert certain or partly > 3


@pytest.mark.parametrize("seed", range(2))
def test_crowded_routes_go_through_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no pair written out every route of two legs and more is crowded."""
    rng = random.Random(40 + seed)
    for number in range(60):
        world = from_the_us_only(sampled_world(rng, plain=number % 3 == 0, fewest=5))
        asked = question(world)
        through = some_wanted(rng, world, asked)
        points = RandomPoints(asked, number)
        whole = run_search(asked, points, EVERY, through=through)
        with monkeypatch.context() as patched:
            patched.setattr("graphscan.search.adjacency.WRITTEN", 0)
            told = run_search(asked, points, EVERY, through=through)
        assert by_parties(told) == by_parties(whole)


def test_one_leg_of_each_step_is_enough_where_a_crowd_names_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Legs that name what is asked for are looked at, however few their points."""
    rng = random.Random(3)
    world = from_the_us_only(sampled_world(rng, plain=True, fewest=5))
    there = dataclasses.replace(
        world.legs[0], consignor=0, receiver=1, klass=0, departs=(0, 0), arrives=(1, 1),
        start=True, basis="", final=False,
    )  # fmt: skip
    on = dataclasses.replace(
        there, consignor=1, receiver=2, departs=(2, 2), arrives=(3, 3), start=False,
        basis="listed", final=True,
    )  # fmt: skip
    asked = question(World(legs=[there] * 30 + [on] * 30))
    named = np.zeros(60, dtype=np.bool_)
    named[[7, 45]] = True
    hub = Through(stops=frozenset(), held=~named & False, named=named)
    points = RandomPoints(asked, 5)
    points.leg[[7, 45]] = -1000
    monkeypatch.setattr("graphscan.search.adjacency.WRITTEN", 0)
    monkeypatch.setattr("graphscan.search.crowded.LOOKED_AT", 3)
    (route,) = run_search(asked, points, EVERY, through=(hub,)).routes
    assert route.chains == 30 + 30 - 1
    assert route.journeys
    assert all(set(journey.legs) & {7, 45} for journey in route.journeys)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """Acme sells to Hub, once by way of Port Klang; Bolt, listed later, sells on."""
    by_way = {"transshipment_ports": "MYPKG"}
    rows = [
        shipment("S1", "Acme/US", "Hub/SG", "2024-01-05", arrival_date="2024-01-09"),
        shipment("S2", "Acme/US", "Hub/SG", "2024-01-06", arrival_date="2024-01-10", **by_way),
        shipment("S3", "Hub/SG", "Bolt/CN", "2024-02-01", arrival_date="2024-02-03"),
        shipment("S4", "Hub/SG", "Bolt/CN", "2024-02-05", arrival_date="2024-02-07", **by_way),
        shipment("S5", "Bolt/CN", "Coil/CN", "2024-03-01", arrival_date="2024-03-04"),
    ]
    folder = tmp_path_factory.mktemp("through")
    lists = [listed("Bolt", "2025-01-01"), listed("Coil", "2020-01-01")]
    with network_of(folder, rows, lists=lists) as opened:
        yield opened


def shown(case: Case, **query: Any) -> set[tuple[str, ...]]:
    return {
        tuple(leg["shipment_id"] for leg in journey["legs"])
        for finding in AskedPaths(case, PathQuery(top=0, **query)).findings()
        for journey in finding["journeys"]
    }


def test_a_journey_that_does_not_go_through_is_not_shown_on_a_route_that_does(case: Case) -> None:
    every = shown(case)
    assert len(every) == 8
    told = shown(case, via=("MY",))
    assert told == {journey for journey in every if {"S2", "S4"} & set(journey)}
    found = AskedPaths(case, PathQuery(via=("MY",), receiver="Bolt"))
    (finding,) = found.findings()
    assert finding["chains"] == sum(possible for _, possible, _ in found.chains()) == 3
    assert shown(case, via=("MY", "Bolt")) == {each for each in told if "S5" in each}


def test_who_is_to_be_avoided_may_be_an_end_but_does_not_hold(case: Case) -> None:
    """Bolt is itself an end, and not one at which every path stops."""
    assert any("S5" in journey for journey in shown(case))
    told = shown(case, avoid=("Bolt",))
    assert told == {journey for journey in shown(case) if "S5" not in journey}
    assert shown(case, avoid=("MY",)) == {("S1", "S3"), ("S1", "S3", "S5")}


@pytest.mark.parametrize("seed", range(2))
def test_what_is_counted_without_listing_is_what_the_filter_leaves(seed: int) -> None:
    """Inclusion and exclusion count what the listing chooses."""
    rng = random.Random(70 + seed)
    for number in range(60):
        world = sampled_world(rng, plain=number % 3 == 0, fewest=4)
        asked = question(world)
        through = some_wanted(rng, world, asked)
        counted = count_through(Asked(question=asked, meanings=(), through=through))
        assert sum(counted) == chains_on_routes(world, through).total()
