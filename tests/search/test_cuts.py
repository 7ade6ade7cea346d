"""Choke points against trying every set, smallest first."""

from __future__ import annotations

import dataclasses
import itertools
import random

import numpy as np
import pytest

from graphscan.search import cuts
from graphscan.search.cuts import choke_points
from graphscan.search.reference import Leg, World, written_out
from tests.search.worlds import disjoint, question, sampled_world


def via_of(world: World) -> dict[int, np.ndarray]:
    named = {party for leg in world.legs for party in leg.via}
    return {
        party: np.array([at for at, leg in enumerate(world.legs) if party in leg.via], np.int64)
        for party in named
    }


def fewest(sets: list[frozenset[int]]) -> int:
    items = sorted(set().union(*sets))
    for size in range(len(items) + 1):
        for chosen in itertools.combinations(items, size):
            if all(not one.isdisjoint(chosen) for one in sets):
                return size
    raise AssertionError


def through(world: World, chain: tuple[int, ...]) -> frozenset[int]:
    legs = [world.legs[at] for at in chain]
    held = {leg.receiver for leg in legs[:-1]} | {leg.consignor for leg in legs[1:]}
    return frozenset(held) | {p for leg in legs for p in leg.via}


@pytest.mark.parametrize("seed", range(6))
def test_the_fewest_are_those_of_an_enumeration(seed: int) -> None:
    rng = random.Random(seed)
    several = 0
    for _ in range(80):
        world = sampled_world(rng)
        chains = list(written_out(world))
        sets = [through(world, chain) for chain in chains]
        held = [one for one in sets if one]
        cut = choke_points(question(world), via=via_of(world))
        assert (len(cut.chosen), cut.exact) == (fewest(held), True)
        assert all(not one.isdisjoint(cut.chosen) for one in held)
        assert cut.direct == cut.left == len(sets) - len(held)
        by_leg = choke_points(question(world), "legs")
        assert len(by_leg.chosen) == fewest([frozenset(chain) for chain in chains])
        assert by_leg.left == 0
        several += len(by_leg.chosen) > 1
    assert several > 3


@pytest.mark.parametrize("seed", range(3))
def test_past_the_ceiling_a_cut_still_cuts_and_tells_its_bound(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cuts, "ROUNDS", 1)
    monkeypatch.setattr(cuts, "CHAINS_A_ROUND", 1)
    rng = random.Random(20 + seed)
    legs = disjoint([sampled_world(rng, plain=True).legs for _ in range(30)], parties=10)
    world = World(legs=[dataclasses.replace(leg, via=()) for leg in legs], max_legs=4)
    found = choke_points(question(world))
    exact = fewest_of_parts(world)
    assert found.left == found.direct
    assert found.at_least <= exact <= len(found.chosen)


def fewest_of_parts(world: World) -> int:
    """The fewest of worlds that share no party: the sum of theirs."""
    parts: dict[int, list[frozenset[int]]] = {}
    for chain in written_out(world):
        one = through(world, chain)
        if one:
            parts.setdefault(world.legs[chain[0]].consignor // 10, []).append(one)
    return sum(fewest(sets) for sets in parts.values())


def test_one_hub_of_many_routes_is_the_choke_point() -> None:
    legs = [
        Leg(consignor=at, receiver=50, klass=0, departs=(1, 1), arrives=(2, 2), start=True)
        for at in range(20)
    ] + [
        Leg(consignor=50, receiver=60 + at, klass=0, departs=(3, 3), arrives=(4, 4), basis="listed")
        for at in range(20)
    ]
    cut = choke_points(question(World(legs=legs)))
    assert (cut.chosen, cut.at_least, cut.direct, cut.left) == ((50,), 1, 0, 0)
    assert len(choke_points(question(World(legs=legs)), "legs").chosen) == 20
