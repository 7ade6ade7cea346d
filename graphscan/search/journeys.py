"""The journeys of one route: counted by a layered pass, listed best first, checked jointly."""

from __future__ import annotations

import dataclasses
import heapq
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.network.legs import BASIS_ORDER, Legs
from graphscan.search.chains import Question
from graphscan.search.points import Points
from graphscan.search.results import Journey

Array = npt.NDArray[Any]
IMPOSSIBLE = -(2**31)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layers:
    """All legs of one route, layer by layer, and the pairs that follow each other.

    Attributes:
        legs: Per layer the positions of its legs, ascending.
        pairs: Per link (index in layer, index in next layer, certain), link-wise possible.
    """

    legs: tuple[Array, ...]
    pairs: tuple[tuple[Array, Array, Array], ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Chains on one route."""

    possible: int
    certain: int
    by_basis: dict[str, int]


def count(layers: Layers, legs: Legs) -> Counts:
    """Every chain on the route, exactly, in Python integers."""
    most = 1
    for layer in layers.legs:
        most *= max(len(layer), 1)
    ways = np.ones(len(layers.legs[0]), dtype=np.int64 if most < 2**63 else object)
    sure = ways.copy()
    for (before, after, certain), layer in zip(layers.pairs, layers.legs[1:], strict=True):
        ways = _pushed(ways, before, after, len(layer))
        sure = _pushed(sure, before[certain], after[certain], len(layer))
    last = layers.legs[-1]
    by_basis: dict[str, int] = {}
    for rank in sorted({int(rank) for rank in legs.basis[last]}):
        by_basis[_basis(rank)] = int(ways[legs.basis[last] == rank].sum())
    return Counts(
        possible=int(ways.sum()),
        certain=int(sure[legs.end_certain[last]].sum()) if legs.end_certain[last].any() else 0,
        by_basis={basis: chains for basis, chains in by_basis.items() if chains},
    )


def _pushed(ways: Array, before: Array, after: Array, size: int) -> Array:
    out = np.zeros(size, dtype=ways.dtype)
    np.add.at(out, after, ways[before])
    return out


def best_first(
    layers: Layers, question: Question, points: Points, route_points: int
) -> Iterator[Journey | None]:
    """The jointly possible journeys of a route, best first, ties by leg ids.

    Yields None once for each partial journey opened, so that the caller can count and stop.

    Notes:
        A* over the layers. The bound of a partial journey is its points so far and the best
        link-wise tail, which is exact but for the joint check, so it never underestimates. Feasible
        days of one leg, given all earlier choices, are an interval: departure d in [lo, hi],
        arrival at least d, next departure within the wait of an arrival. So the check is a pass
        forward.
    """
    tails, links = _tails(layers, points)
    legs = question.legs
    following = [
        _Following(pairs[0], len(layer))
        for pairs, layer in zip(layers.pairs, layers.legs, strict=False)
    ]
    heap: list[tuple[int, tuple[int, ...], int, tuple[int, ...], int, int, bool]] = []
    for index, leg in enumerate(layers.legs[0].tolist()):
        if tails[0][index] > IMPOSSIBLE:
            low, high = int(legs.departs_first[leg]), int(legs.departs_last[leg])
            gained = int(points.leg[leg])
            heap.append(
                (-(gained + int(tails[0][index])), (leg,), gained, (index,), low, high, True)
            )
    heapq.heapify(heap)
    told: set[tuple[int, ...]] = set()
    while heap:
        bound, chain, gained, indices, low, high, certain = heapq.heappop(heap)
        leg, depth = chain[-1], len(chain) - 1
        arrives = max(int(legs.arrives_first[leg]), low)
        if arrives > int(legs.arrives_last[leg]):
            yield None
            continue
        if depth == len(layers.legs) - 1:
            sure = certain and bool(legs.end_certain[leg])
            if chain in told:
                continue
            told.add(chain)
            yield Journey(
                legs=chain,
                certainty="certain" if sure else "possible",
                basis=_basis(int(legs.basis[leg])),
                points=route_points - bound,
            )
            continue
        yield None
        for pair in following[depth].of(indices[-1]):
            after_index = int(layers.pairs[depth][1][pair])
            after = int(layers.legs[depth + 1][after_index])
            tail = int(tails[depth + 1][after_index])
            if tail == IMPOSSIBLE:
                continue
            sum_now = gained + int(links[depth][pair]) + int(points.leg[after])
            sure = certain and bool(layers.pairs[depth][2][pair])
            entry = (-(sum_now + tail), (*chain, after), sum_now, (*indices, after_index))
            for next_low, next_high in _departures(question, leg, after, arrives):
                heapq.heappush(heap, (*entry, next_low, next_high, sure))


def _departures(
    question: Question, leg: int, after: int, arrives: int
) -> Iterator[tuple[int, int]]:
    """First and last day on which a leg may leave that follows one arriving on a day or later.

    One stretch; where linked parties hand the goods on, one for each stretch of days that they are.
    """
    legs = question.legs
    holder, sender = int(legs.receiver[leg]), int(legs.consignor[after])
    departs = int(legs.departs_first[after]), int(legs.departs_last[after])
    came = int(legs.arrives_last[leg])
    days = [(arrives, departs[1])]
    if holder != sender and question.linked is not None:
        days = question.linked.on(holder, sender, sure=False)
    for first, last in days:
        low = max(departs[0], arrives + question.min_wait, first)
        high = min(departs[1], min(came, last) + question.max_wait)
        if arrives <= last and low <= high:
            yield low, high


def _tails(layers: Layers, points: Points) -> tuple[list[Array], list[Array]]:
    """Per layer the best points that can follow each leg, link-wise; per link its points."""
    last = layers.legs[-1]
    tails: list[Array] = [points.end[last].astype(np.int64)]
    links: list[Array] = []
    for depth in range(len(layers.pairs) - 1, -1, -1):
        before, after, certain = layers.pairs[depth]
        here, there = layers.legs[depth], layers.legs[depth + 1]
        link = points.link(here[before], there[after], certain).astype(np.int64)
        best = np.full(len(here), IMPOSSIBLE, dtype=np.int64)
        value = link + points.leg[there[after]] + tails[0][after]
        np.maximum.at(best, before, np.where(tails[0][after] == IMPOSSIBLE, IMPOSSIBLE, value))
        tails.insert(0, best)
        links.insert(0, link)
    return tails, links


class _Following:
    """Numbers of the pairs that go on from each leg of a layer."""

    def __init__(self, before: Array, size: int) -> None:
        self._order = np.argsort(before, kind="stable")
        self._start = np.concatenate([[0], np.cumsum(np.bincount(before, minlength=size))])

    def of(self, leg: int) -> list[int]:
        found: list[int] = self._order[self._start[leg] : self._start[leg + 1]].tolist()
        return found


def _basis(rank: int) -> str:
    return BASIS_ORDER[rank] if rank >= 0 else ""
