"""Counts, pruning, passages and shares against the slow obvious version."""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections.abc import Iterator

import numpy as np
import pytest

from graphscan.search import through
from graphscan.search.chains import Onward, count_chains, passages, prune, totals, ways_in, ways_on
from graphscan.search.engine import Limits, run_search
from graphscan.search.points import NoPoints
from graphscan.search.pruning import prune_in_steps
from graphscan.search.question import Pairs
from graphscan.search.reference import Leg, RouteKey, World, search
from graphscan.search.results import Route
from tests.search.worlds import (
    CLASSES,
    columns,
    control_pairs,
    disjoint,
    every_small_world_of_sisters,
    linked_of,
    question,
    sampled_world,
    small_legs,
)

EVERYTHING = Limits(top=0, journeys=0, max_expansions=10**9)


def by_length(counts: list[int]) -> dict[int, int]:
    return {legs: count for legs, count in enumerate(counts, start=1) if count}


def check_counts(world: World) -> None:
    found, asked = search(world), question(world)
    onward = Onward(asked)
    assert by_length(count_chains(onward)) == dict(found.chains)
    assert by_length(count_chains(onward, certain=True)) == dict(found.chains_certain)
    through_leg = np.zeros(len(asked.legs), dtype=object)
    for starts, ends in asked.variants():
        through_leg = through_leg + passages(ways_in(onward, starts), ways_on(onward, ends))
    assert {leg: count for leg, count in enumerate(through_leg) if count} == dict(found.passages)
    assert set(prune(asked)) == set(found.passages)
    pruned = prune_in_steps(asked)
    assert set(pruned.kept) == set(found.passages)
    left = [legs for _, legs in pruned.steps]
    assert left == sorted(left, reverse=True)


def check_shares(world: World) -> None:
    """Chains through a holder by recount equal the chains that pass it, written out."""
    found, asked = search(world), question(world)
    none: list[frozenset[str]] = [frozenset()] * len(asked.legs)
    via = {
        party: np.array([at for at, leg in enumerate(world.legs) if party in leg.via], np.int64)
        for party in {party for leg in world.legs for party in leg.via}
    }
    rows = through.intermediaries(Onward(asked), via, none, (), limit=100)
    assert {row.key: row.chains for row in rows} == dict(found.through)


def route_key(route: Route) -> RouteKey:
    klass = CLASSES.index(route.klass)
    return route.exporter, route.holders, route.end, klass, route.limited, route.passes


def timeless(world: World) -> World:
    """The same world with all on one day."""
    legs = [dataclasses.replace(leg, departs=(5, 5), arrives=(5, 5)) for leg in world.legs]
    linked = {pair: (frozenset([5]), frozenset([5])) for pair in world.linked}
    return dataclasses.replace(world, legs=legs, min_wait=0, linked=linked)


def check_routes(world: World) -> None:
    found, asked = search(world), question(world)
    result = run_search(asked, NoPoints(len(asked.legs)), EVERYTHING)
    routes = {route_key(route): route for route in result.routes}
    assert len(routes) == len(result.routes)
    assert set(routes) <= set(found.routes)
    assert {(*key[:4], key[5]) for key in routes} == {(*key[:4], key[5]) for key in found.routes}
    assert result.chains_through_control == found.through_control
    assert result.chains_by_basis == dict(found.by_basis)
    assert result.chains_whatever_time == sum(search(timeless(world)).chains.values())
    for key, route in routes.items():
        expected = found.routes[key]
        assert (route.chains, route.chains_certain) == (expected.chains, expected.chains_certain)
        assert route.by_basis == dict(expected.by_basis)
        journeys = {journey.legs: journey.certainty == "certain" for journey in route.journeys}
        assert journeys == expected.journeys


@pytest.mark.parametrize("seed", range(12))
def test_sampled_worlds_with_roles_loops_months_and_same_day_legs(seed: int) -> None:
    rng = random.Random(seed)
    chains = 0
    for _ in range(60):
        world = sampled_world(rng, plain=seed % 3 == 0)
        check_counts(world)
        check_routes(world)
        check_shares(world)
        chains += sum(search(world).chains.values())
    assert chains > 20  # the worlds are not empty, so the comparison says something


def every_world_of_three_legs() -> Iterator[tuple[Leg, ...]]:
    """Every multiset of 3 legs on 3 parties, 2 classes and 3 dates of which one is a month.

    Party 0 is in the U.S., party 2 is listed; in half of the worlds it is listed on a weaker
    basis, so that it also holds. Worlds without a leg from party 0 or to party 2 have no chain and
    are left out.
    """
    for final in (True, False):
        for legs in itertools.combinations_with_replacement(small_legs(final=final), 3):
            if any(leg.start for leg in legs) and any(leg.basis for leg in legs):
                yield legs


@pytest.mark.slow
def test_every_world_of_three_legs_counts_as_the_reference_does() -> None:
    parties, limit = 3, 4
    worlds = list(every_world_of_three_legs())
    table = columns(disjoint(worlds, parties))
    asked = question(World(legs=(), max_legs=limit), table)
    onward = Onward(asked)
    on = ways_on(onward, asked.ends)
    sure = ways_on(onward, asked.ends & asked.legs.end_certain, certain=True)
    first = np.arange(0, 3 * len(worlds), 3)
    by_world = [
        [np.add.reduceat(np.where(asked.starts, ways, 0), first) for ways in counted]
        for counted in (on, sure)
    ]
    assert len(worlds) > 100_000
    for number, legs in enumerate(worlds):
        found = search(World(legs=legs, max_legs=limit))
        counted = [by_length([int(ways[number]) for ways in by_length_]) for by_length_ in by_world]
        assert counted == [dict(found.chains), dict(found.chains_certain)], legs


@pytest.mark.slow
def test_every_world_of_three_legs_has_the_routes_and_journeys_of_the_reference() -> None:
    parties, limit = 3, 4
    worlds = list(every_world_of_three_legs())
    asked = question(World(legs=(), max_legs=limit), columns(disjoint(worlds, parties)))
    result = run_search(asked, NoPoints(len(asked.legs)), EVERYTHING)
    found: dict[int, dict[tuple[int, ...], bool]] = {number: {} for number in range(len(worlds))}
    for route in result.routes:
        for journey in route.journeys:
            number = journey.legs[0] // 3
            legs = tuple(leg - 3 * number for leg in journey.legs)
            found[number][legs] = journey.certainty == "certain"
    for number, world in enumerate(worlds):
        expected: dict[tuple[int, ...], bool] = {}
        for route_found in search(World(legs=world, max_legs=limit)).routes.values():
            expected |= route_found.journeys
        assert found[number] == expected, world


@pytest.mark.slow
def test_every_small_world_of_linked_holders_is_that_of_the_reference() -> None:
    """All worlds in one table: parties are numbered apart, interests and links with them."""
    parties, worlds = 5, list(every_small_world_of_sisters())
    assert len(worlds) > 15_000
    table = columns(disjoint([world.legs for world in worlds], parties))
    apart = [
        (owner + number * parties, owned + number * parties, percent, possible, certain)
        for number, world in enumerate(worlds)
        for owner, owned, percent, possible, certain in world.interests
    ]
    pairs = [
        (one + 3 * number, other + 3 * number)
        for number, world in enumerate(worlds)
        for one, other in control_pairs(world)
    ]
    asked = dataclasses.replace(
        question(World(legs=()), table),
        pairs=Pairs(
            before=np.array([one for one, _ in pairs]), after=np.array([two for _, two in pairs])
        ),
        linked=linked_of(apart),
    )
    result = run_search(asked, NoPoints(len(table)), EVERYTHING)
    found: list[dict[tuple[int, ...], bool]] = [{} for _ in worlds]
    for route in result.routes:
        for journey in route.journeys:
            number = journey.legs[0] // 3
            legs = tuple(leg - 3 * number for leg in journey.legs)
            found[number][legs] = journey.certainty == "certain"
    through_control = chains = 0
    for number, world in enumerate(worlds):
        expected: dict[tuple[int, ...], bool] = {}
        reference = search(world)
        for route_found in reference.routes.values():
            expected |= route_found.journeys
        assert found[number] == expected, world
        chains += sum(reference.chains.values())
        through_control += reference.through_control
    assert (result.chains, result.chains_through_control) == (chains, through_control)
    assert through_control > 10_000


def test_numbers_beyond_64_bits_stay_exact() -> None:
    """Two parties send each other 3,000 parcels on one day: each leg multiplies the ways."""
    there = Leg(consignor=0, receiver=1, klass=0, departs=(5, 5), arrives=(5, 5), start=True)
    back = Leg(consignor=1, receiver=0, klass=0, departs=(5, 5), arrives=(5, 5))
    sale = Leg(consignor=1, receiver=2, klass=0, departs=(5, 5), arrives=(5, 5), basis="listed")
    world = World(legs=[there] * 3000 + [back] * 3000 + [sale], max_legs=12)
    asked = question(world)
    counted = totals(ways_on(Onward(asked), asked.ends), asked.starts)
    assert counted[1::2] == [3000 ** (2 * pair + 1) for pair in range(6)]
    assert counted[0::2] == [0] * 6


def test_goods_cannot_leave_before_they_arrive() -> None:
    legs = [
        Leg(consignor=0, receiver=1, klass=0, departs=(1, 1), arrives=(9, 9), start=True),
        Leg(consignor=1, receiver=2, klass=0, departs=(8, 8), arrives=(8, 8), basis="listed"),
    ]
    result = run_search(question(World(legs=legs)), NoPoints(2), EVERYTHING)
    assert result.chains == 0
    assert result.routes == ()


def test_a_trader_listed_later_does_not_hide_the_party_behind_it() -> None:
    legs = [
        Leg(
            consignor=0, receiver=1, klass=0, departs=(1, 1), arrives=(2, 2), start=True,
            basis="listed-later",
        ),
        Leg(
            consignor=1, receiver=2, klass=0, departs=(3, 3), arrives=(4, 4), basis="listed",
            final=True,
        ),
    ]  # fmt: skip
    result = run_search(question(World(legs=legs)), NoPoints(2), EVERYTHING)
    assert {(route.holders, route.end) for route in result.routes} == {((), 1), ((1,), 2)}


def test_goods_of_another_class_on_the_same_way_hide_no_route_that_begins_abroad() -> None:
    def leg(sender: int, receiver: int, klass: int, day: int, **given: object) -> Leg:
        dates = {"departs": (day, day), "arrives": (day, day)}
        return Leg(consignor=sender, receiver=receiver, klass=klass, **dates, **given)  # type: ignore[arg-type]

    listed = {"basis": "listed", "limited_end": True}
    steel = [leg(0, 1, 1, 5, start=True), leg(1, 2, 1, 8, **listed)]
    chips = leg(1, 2, 0, 8, limited_start=True, **listed)
    world = World(legs=[*steel, chips])
    check_counts(world)
    check_routes(world)
    kept = {(key[0], key[3]) for key in search(world).routes}
    assert kept == {(0, 1), (1, 0)}
    led_to = World(legs=[leg(0, 1, 0, 5, start=True), chips])
    check_routes(led_to)
    assert {key[0] for key in search(led_to).routes} == {0}
