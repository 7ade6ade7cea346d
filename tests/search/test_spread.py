"""Chains through countries, classes and months, against chains written out."""

from __future__ import annotations

import random

import numpy as np
import pytest

from graphscan.search.chains import Onward
from graphscan.search.reference import Leg, World, written_out
from graphscan.search.spread import spread
from tests.search.worlds import CLASSES, question, sampled_world

HOME = {"AA": np.array([0, 1]), "BB": np.array([2]), "CC": np.array([3, 9])}


def through_country(legs: list[Leg], parties: set[int]) -> bool:
    between = {leg.receiver for leg in legs[:-1]} | {leg.consignor for leg in legs[1:]}
    return bool(parties & (between | {party for leg in legs for party in leg.via}))


def chains_of(world: World) -> list[list[Leg]]:
    return [[world.legs[at] for at in chain] for chain in written_out(world)]


@pytest.mark.parametrize("seed", range(4))
def test_chains_through_a_country_or_a_class_are_recounted_exactly(seed: int) -> None:
    rng, compared = random.Random(seed), 0
    for _ in range(50):
        world = sampled_world(rng, plain=seed == 0, fewest=3)
        onward = Onward(question(world))
        touched = {
            country: np.array(
                [at for at, leg in enumerate(world.legs) if set(leg.via) & set(parties.tolist())],
                dtype=np.int64,
            )
            for country, parties in HOME.items()
        }
        rows = {row.key: row.chains for row in spread(onward, HOME, touched, (), limit=100)}
        chains = chains_of(world)
        expected = {
            ("country", country, ""): sum(
                through_country(legs, set(parties.tolist())) for legs in chains
            )
            for country, parties in HOME.items()
        }
        expected |= {
            ("class", name, ""): sum(any(leg.klass == klass for leg in legs) for legs in chains)
            for klass, name in enumerate(CLASSES)
        }
        expected["month", "1970-01", ""] = len(chains)
        assert rows == {key: count for key, count in expected.items() if count}
        compared += len(rows)
    assert compared > 40


def test_a_leg_known_by_month_is_of_each_month_in_which_it_may_depart() -> None:
    first = Leg(consignor=0, receiver=1, klass=0, departs=(25, 40), arrives=(41, 41), start=True)
    last = Leg(consignor=1, receiver=2, klass=0, departs=(70, 70), arrives=(71, 71), basis="listed")
    rows = spread(Onward(question(World(legs=[first, last]))), {}, {}, (), limit=9)
    months = [("month", f"1970-0{month}", "") for month in (1, 2, 3)]
    assert [row.key for row in rows][-3:] == months
    assert all(row.chains == 1 for row in rows)
    assert (rows[0].first_day, rows[0].last_day) == (25, 70)
