"""A question of the fast search as a world of the slow one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from graphscan.casefile import Case
from graphscan.codes import transforms
from graphscan.codes.commodity import ADVANCED_COMPUTING, UNKNOWN
from graphscan.findings.verify_rows import Lanes
from graphscan.network.legs import BASIS_ORDER
from graphscan.network.linked import read_linked
from graphscan.search import reference
from graphscan.search.question import Question
from graphscan.settings import Settings


def reference_world(
    case: Case, asked: Question, settings: Settings, routes: Sequence[Lanes]
) -> reference.World:
    """The legs of a question as the slow search takes them.

    Args:
        case: The case, for the interests by which goods pass without a record.
        asked: The question.
        settings: The limits of a chain.
        routes: The lanes of each route that is to be counted.
    """
    legs = asked.legs
    names = ("consignor", "receiver", "klass", "final", "end_certain", "short_code", "consignment")
    columns = {name: getattr(legs, name).tolist() for name in names}
    spans = {
        "departs": (legs.departs_first, legs.departs_last),
        "arrives": (legs.arrives_first, legs.arrives_last),
        "assumed": (legs.departs_assumed, legs.arrives_assumed),
    }
    columns |= {
        name: list(zip(*(end.tolist() for end in ends), strict=True))
        for name, ends in spans.items()
    }
    columns["basis"] = [BASIS_ORDER[rank] if rank >= 0 else "" for rank in legs.basis.tolist()]
    numbers = {name: number for number, name in enumerate(legs.classes)}
    return reference.World(
        legs=[
            reference.Leg(**dict(zip(columns, values, strict=True)))
            for values in zip(*columns.values(), strict=True)
        ],
        max_legs=settings.max_legs,
        min_wait=settings.min_wait,
        max_wait=settings.max_wait,
        becomes=frozenset(
            (numbers[one], numbers[other])
            for one, other in transforms.becomes()
            if one in numbers and other in numbers
        ),
        unknown=numbers.get(UNKNOWN, -1),
        advanced=numbers.get(ADVANCED_COMPUTING, -1),
        pairs=frozenset(zip(asked.pairs.before.tolist(), asked.pairs.after.tolist(), strict=True)),
        linked=_linked(case, asked, routes),
    )


def _linked(
    case: Case, asked: Question, routes: Sequence[Lanes]
) -> dict[tuple[int, int], tuple[frozenset[int], frozenset[int]]]:
    """Days on which those are linked between whom goods pass without a record."""
    pairs = {
        (one[1], other[0])
        for lanes in routes
        for one, other in itertools.pairwise(lanes)
        if one[1] != other[0]
    }
    if not pairs or not len(asked.legs):
        return {}
    linked = read_linked(case, np.array(sorted({party for pair in pairs for party in pair})))
    first, last = int(asked.legs.arrives_first.min()), int(asked.legs.departs_last.max())

    def days(pair: tuple[int, int], *, sure: bool) -> frozenset[int]:
        stretches = linked.on(*pair, sure=sure)
        return frozenset(
            day
            for begins, ends in stretches
            for day in range(max(begins, first), min(ends, last) + 1)
        )

    return {pair: (days(pair, sure=False), days(pair, sure=True)) for pair in pairs}
