"""Flow against a linear programme over every pair of legs that follow each other."""

from __future__ import annotations

import dataclasses
import itertools
import math
import random

import numpy as np
import pytest
from scipy.optimize import linprog

from graphscan.search.engine import Limits, run_search
from graphscan.search.flow import flow_between, route_flows
from graphscan.search.points import NoPoints
from graphscan.search.quantities import Quantities
from graphscan.search.reference import Leg, World
from tests.search.worlds import from_the_us_only, question, sampled_world

MISSING = float("nan")


def quantities(amounts: list[float], unit: str = "PCS", **more: list[float]) -> Quantities:
    nothing = np.full(len(amounts), MISSING)
    return Quantities(
        quantity=np.array(amounts, dtype=np.float64),
        unit=np.where(np.isnan(amounts), -1, 0),
        units=(unit,),
        weight=np.array(more["weight"]) if "weight" in more else nothing,
        value=np.array(more["value"]) if "value" in more else nothing,
    )


def programme(world: World, amounts: list[float], *, certain: bool) -> float:
    """Maximise what ends: variables are pairs of legs, and what each leg starts and ends."""
    legs = range(len(world.legs))
    follows = world.surely_follows if certain else world.follows
    pairs = [
        (a, b)
        for a, b in itertools.product(legs, legs)
        if not world.legs[a].final and follows(a, b)
    ]
    variables = len(pairs) + 2 * len(legs)
    bounds: list[tuple[float, float | None]] = [(0, None)] * variables
    balance, capacity, most = [], [], []
    gains = np.zeros(variables)
    supply = sum(
        q for q, leg in zip(amounts, world.legs, strict=True) if leg.start and not math.isnan(q)
    )
    for leg in legs:
        into, out = np.zeros(variables), np.zeros(variables)
        begins, stops = len(pairs) + 2 * leg, len(pairs) + 2 * leg + 1
        into[begins] = out[stops] = 1
        for number, (a, b) in enumerate(pairs):
            out[number] += a == leg
            into[number] += b == leg
        starts = world.legs[leg].start and not math.isnan(amounts[leg])
        ends = bool(world.legs[leg].basis) and (world.legs[leg].end_certain or not certain)
        bounds[begins] = (0, None if starts else 0)
        bounds[stops] = (0, None if ends else 0)
        gains[stops] = -1
        balance.append(into - out)
        capacity.append(into)
        most.append(amounts[leg] if not math.isnan(amounts[leg]) else supply)
    solved = linprog(
        gains, A_ub=capacity, b_ub=most, A_eq=balance, b_eq=np.zeros(len(legs)), bounds=bounds
    )
    return -float(solved.fun)


def long_world(rng: random.Random) -> World:
    """A world in which neither the longest wait nor the number of legs is in the way.

    Any world, or one of four parties in a row, where goods have to go on.
    """
    world = from_the_us_only(sampled_world(rng))
    if rng.random() < 0.5:
        legs = []
        for leg in world.legs:
            sender = rng.randrange(3)
            end = sender == 2
            legs.append(
                dataclasses.replace(
                    leg, consignor=sender, receiver=sender + 1, start=sender == 0,
                    basis="listed" if end else "", final=end,
                )
            )  # fmt: skip
        world = dataclasses.replace(world, legs=legs, pairs=frozenset())
    return dataclasses.replace(world, max_wait=3000, max_legs=12)


@pytest.mark.parametrize("seed", range(6))
def test_flow_is_that_of_a_linear_programme(seed: int) -> None:
    rng = random.Random(seed)
    compared = less = 0
    for _ in range(100):
        world = long_world(rng)
        if not world.legs:
            continue
        amounts = [rng.choice((1.0, 2.5, 7.0, 30.0, MISSING)) for _ in world.legs]
        for bound in flow_between(question(world), quantities(amounts)):
            compared += 1
            less += bound.most < bound.exported
            assert bound.most == pytest.approx(programme(world, amounts, certain=False))
            assert bound.most_certain == pytest.approx(programme(world, amounts, certain=True))
    assert compared > 10
    assert less


@pytest.mark.parametrize("seed", range(3))
def test_a_cut_lets_exactly_the_flow_through(seed: int) -> None:
    rng = random.Random(50 + seed)
    cut_somewhere = 0
    for _ in range(60):
        world = long_world(rng)
        amounts = [float(rng.randrange(1, 9)) for _ in world.legs]
        if not amounts:
            continue
        for bound in flow_between(question(world), quantities(amounts)):
            assert sum(amounts[leg] for leg in bound.cut) == pytest.approx(bound.most)
            legs = [
                dataclasses.replace(leg, start=leg.start and at not in bound.cut)
                for at, leg in enumerate(world.legs)
            ]
            without = dataclasses.replace(world, legs=legs)
            left = [0.0 if at in bound.cut else q for at, q in enumerate(amounts)]
            assert programme(without, left, certain=False) == pytest.approx(0)
            cut_somewhere += bool(bound.cut)
    assert cut_somewhere > 5


def test_limits_that_are_relaxed_only_raise_the_bound() -> None:
    rng = random.Random(3)
    for _ in range(60):
        world = from_the_us_only(sampled_world(rng))
        amounts = [float(rng.randrange(1, 9)) for _ in world.legs]
        if not amounts:
            continue
        found = flow_between(question(world), quantities(amounts))
        most = found[0].most if found else 0.0
        short = dataclasses.replace(world, max_legs=2, max_wait=2)
        fewer = flow_between(question(short), quantities(amounts))
        if world.max_legs >= 2:
            assert (fewer[0].most if fewer else 0.0) <= most + 1e-9


HUB = (
    Leg(consignor=0, receiver=1, klass=0, departs=(1, 1), arrives=(2, 2), start=True),
    Leg(consignor=1, receiver=2, klass=0, departs=(3, 3), arrives=(4, 4), basis="listed"),
    Leg(consignor=1, receiver=2, klass=0, departs=(1, 1), arrives=(4, 4), basis="listed"),
)


def test_what_left_before_the_goods_came_carried_none_of_them() -> None:
    (bound,) = flow_between(question(World(legs=HUB)), quantities([400, 312, 999]))
    assert bound.words() == "at most 312 of 400 PCS"
    assert bound.cut == (1,)


def test_a_leg_without_a_quantity_bounds_nothing_and_is_named() -> None:
    (bound,) = flow_between(question(World(legs=HUB)), quantities([400, MISSING, 999]))
    assert bound.missing == (1,)
    assert bound.words() == "at most 400 of 400 PCS; a leg on the way without a quantity in PCS"


def test_weight_then_value_stand_in_where_no_export_states_a_quantity() -> None:
    asked = question(World(legs=HUB))
    by_weight = quantities([MISSING, 5, 5], weight=[100, 90, 1], value=[9, 9, 9])
    assert [bound.words() for bound in flow_between(asked, by_weight)] == ["at most 90 of 100 kg"]
    by_value = quantities([MISSING] * 3, value=[100, 70, 1])
    assert [bound.words() for bound in flow_between(asked, by_value)] == ["at most 70 of 100 USD"]


def test_units_are_never_mixed() -> None:
    legs = (HUB[0], HUB[0], HUB[1])
    amounts = Quantities(
        quantity=np.array([10.0, 500.0, 4.0]),
        unit=np.array([0, 1, 0]),
        units=("NO", "SET"),
        weight=np.full(3, MISSING),
        value=np.full(3, MISSING),
    )
    found = flow_between(question(World(legs=legs)), amounts)
    assert [(bound.unit, bound.most, bound.exported) for bound in found] == [
        ("NO", 4.0, 10.0),
        ("SET", 500.0, 500.0),
    ]


def test_the_flow_of_a_route_uses_its_own_legs_only() -> None:
    rng = random.Random(8)
    compared = 0
    for _ in range(80):
        world = dataclasses.replace(long_world(rng), max_legs=4)
        amounts = [float(rng.randrange(1, 9)) for _ in world.legs]
        if not amounts:
            continue
        asked = question(world)
        result = run_search(
            asked, NoPoints(len(amounts)), Limits(top=0, journeys=0, max_expansions=10**6)
        )
        flows = route_flows(asked, result.routes, quantities(amounts))
        for route, bounds in zip(result.routes, flows, strict=True):
            stops = (route.exporter, *route.holders, route.end)
            lanes = route.lanes
            first = asked.legs.classes.index(route.klass)
            legs = [
                dataclasses.replace(
                    leg,
                    start=leg.start and leg.consignor == stops[0] and leg.klass == first
                    and leg.receiver == stops[1],
                    basis=leg.basis if leg.receiver == stops[-1] else "",
                )
                for leg in world.legs
            ]  # fmt: skip
            left = [
                q if (leg.consignor, leg.receiver) in lanes else 0.0
                for q, leg in zip(amounts, world.legs, strict=True)
            ]
            expected = programme(dataclasses.replace(world, legs=legs), left, certain=False)
            assert [bound.most for bound in bounds] == [pytest.approx(expected)]
            compared += 1
    assert compared > 20
