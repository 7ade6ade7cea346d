"""Of what kind a link between two legs is, and which classes may follow which.

A link is plain where the class stays the same. All others are marked: the class changed by a known
step of manufacture, one of the two has no class or a code too short to tell, the goods were
relabelled, or a logistics party held one consignment. The kind follows from the two legs alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.codes import transforms
from graphscan.codes.commodity import ADVANCED_COMPUTING, UNKNOWN
from graphscan.network.legs import Legs

Array = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]

KINDS = ("", "unknown-class", "short-code", "transform", "relabelled", "consignment", "control")
"""Kinds of links; a plain one has none. Their numbers are positions in this."""

PLAIN, UNKNOWN_CLASS, SHORT_CODE, TRANSFORM, RELABELLED, CONSIGNMENT, CONTROL = range(len(KINDS))


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """Legs of `before` may be followed by legs of `after` in the same lane, if time allows.

    Attributes:
        before: Positions of legs in; None is all.
        after: Positions of legs out; None is all.
        into: Per leg, the lane that it brings goods into.
        out_of: Per leg, the lane that it takes goods from.
    """

    before: Positions | None
    after: Positions | None
    into: Positions
    out_of: Positions


def class_rules(legs: Legs) -> Iterator[Rule]:
    """The rules by which legs may follow each other; no two of them give the same pair.

    The first keeps the class, and its lanes are (party, class). The others change it, and their
    lanes are parties.
    """
    size = max(len(legs.classes), 1)
    sends, receives = legs.consignor.astype(np.int64), legs.receiver.astype(np.int64)
    holders = np.flatnonzero(~legs.consignment) if legs.consignment.any() else None
    yield Rule(holders, None, receives * size + legs.klass, sends * size + legs.klass)
    unknown, advanced = _number(legs, UNKNOWN), _number(legs, ADVANCED_COMPUTING)
    klass, holds = legs.klass, ~legs.consignment

    def rule(before: Flags, after: Flags) -> Iterator[Rule]:
        first, second = np.flatnonzero(before & holds), np.flatnonzero(after)
        if len(first) and len(second):
            yield Rule(first, second, receives, sends)

    if (klass == unknown).any():
        yield from rule(klass == unknown, klass != unknown)
        yield from rule(klass != unknown, klass == unknown)
    if legs.short_code.any():
        yield from rule(legs.short_code, klass == advanced)
        yield from rule(klass == advanced, legs.short_code)
    for one, other in _transforms(legs):
        before, after = klass == one, klass == other
        if other == advanced:
            before &= ~legs.short_code
        if one == advanced:
            after &= ~legs.short_code
        yield from rule(before, after)


def link_kinds(legs: Legs, before: Array, after: Array) -> npt.NDArray[np.int8]:
    """The kind of each pair of legs, given that it is a link.

    A link that no rule of classes allows is a relabelled one.
    """
    unknown, advanced = _number(legs, UNKNOWN), _number(legs, ADVANCED_COMPUTING)
    one, other = legs.klass[before].astype(np.int64), legs.klass[after].astype(np.int64)
    size = max(len(legs.classes), 1)
    steps = np.array([a * size + b for a, b in _transforms(legs)], dtype=np.int64)
    short = (legs.short_code[before] & (other == advanced)) | (
        (one == advanced) & legs.short_code[after]
    )
    kinds = np.select(
        [
            legs.receiver[before] != legs.consignor[after],
            legs.consignment[before],
            one == other,
            (one == unknown) | (other == unknown),
            short,
            np.isin(one * size + other, steps),
        ],
        [CONTROL, CONSIGNMENT, PLAIN, UNKNOWN_CLASS, SHORT_CODE, TRANSFORM],
        RELABELLED,
    )
    return kinds.astype(np.int8)


def class_allows(legs: Legs, before: Array, after: Array) -> Flags:
    """Whether the classes of each pair may follow each other, whoever holds the goods between."""
    nobody = np.zeros_like(legs.receiver)
    apart = dataclasses.replace(
        legs, receiver=nobody, consignor=nobody, consignment=np.zeros(len(legs), np.bool_)
    )
    allowed: Flags = link_kinds(apart, before, after) != RELABELLED
    return allowed


def _number(legs: Legs, klass: str) -> int:
    """The number of a class, -1 where no leg is of it."""
    return legs.classes.index(klass) if klass in legs.classes else -1


def _transforms(legs: Legs) -> list[tuple[int, int]]:
    numbers = {name: number for number, name in enumerate(legs.classes)}
    return [
        (numbers[one], numbers[other])
        for one, other in transforms.becomes()
        if one in numbers and other in numbers
    ]
