"""Small worlds for the search tests: reference legs, and the same legs as columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphscan.network.legs import BASIS_ORDER, Legs
from graphscan.search.chains import Question
from graphscan.search.reference import Leg, World


def columns(legs: Sequence[Leg]) -> Legs:
    def ints(values: list[int]) -> Any:
        return np.array(values, dtype=np.int32)

    def flags(values: list[bool]) -> Any:
        return np.array(values, dtype=np.bool_)

    classes = max((leg.klass for leg in legs), default=0) + 1
    return Legs(
        consignor=ints([leg.consignor for leg in legs]),
        receiver=ints([leg.receiver for leg in legs]),
        klass=ints([leg.klass for leg in legs]),
        departs_first=ints([leg.departs[0] for leg in legs]),
        departs_last=ints([leg.departs[1] for leg in legs]),
        arrives_first=ints([leg.arrives[0] for leg in legs]),
        arrives_last=ints([leg.arrives[1] for leg in legs]),
        departs_assumed=flags([leg.assumed[0] for leg in legs]),
        arrives_assumed=flags([leg.assumed[1] for leg in legs]),
        leaves_us=flags([leg.start for leg in legs]),
        basis=np.array([BASIS_ORDER.index(leg.basis) if leg.basis else -1 for leg in legs], np.int8),
        final=flags([leg.final for leg in legs]),
        end_certain=flags([leg.end_certain for leg in legs]),
        classes=tuple(f"class-{number:06d}" for number in range(classes)),
    )


def question(world: World) -> Question:
    legs = columns(world.legs)
    return Question(
        legs=legs,
        starts=legs.leaves_us,
        ends=legs.basis >= 0,
        final=legs.final,
        max_legs=world.max_legs,
        min_wait=world.min_wait,
        max_wait=world.max_wait,
    )


def disjoint(worlds: Sequence[Sequence[Leg]], parties: int, classes: int) -> list[Leg]:
    """Many worlds as one table: parties of world w are numbered from w * parties."""
    del classes
    return [
        Leg(
            consignor=leg.consignor + number * parties,
            receiver=leg.receiver + number * parties,
            klass=leg.klass,
            departs=leg.departs,
            arrives=leg.arrives,
            assumed=leg.assumed,
            start=leg.start,
            basis=leg.basis,
            final=leg.final,
            end_certain=leg.end_certain,
        )
        for number, world in enumerate(worlds)
        for leg in world
    ]
