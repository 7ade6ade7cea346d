"""Exact numbers of chains by length, before any is listed: one pass a leg, linear in legs.

`B_k[i]` is the number of ways to go on from leg i, itself included, with exactly k legs to an end;
`F_k[i]` the number of ways to come to it from an exporter with exactly k legs. What is counted are
walks: with imprecise dates a leg may recur. Counting journeys that visit nobody twice is #P-hard
(Valiant, SIAM J. Comput. 8:3, 1979), so routes and journeys are listed, chains are counted.

Numbers are counted modulo 2^64 with a float64 shadow. Where the shadow shows that a sum could have
wrapped, the pass is done again with Python's unbounded integers: slower, never silent.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.network.legs import Legs
from graphscan.search.intervals import LaneIndex, running, width_classes

Array = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]

SAFE = 2.0**53
"""Below this every whole number is exact in float64, so the shadow is the number itself."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which legs may begin and end a chain, and how legs may follow each other.

    Attributes:
        legs: The legs.
        starts: Legs that may begin a chain.
        ends: Legs that may end one.
        final: Legs after which no chain goes on.
        max_legs: Longest chain.
        min_wait: Shortest wait at a holder, in days.
        max_wait: Longest wait at a holder, in days.
    """

    legs: Legs
    starts: Flags
    ends: Flags
    final: Flags
    max_legs: int
    min_wait: int
    max_wait: int

    def take(self, which: Array) -> Question:
        """The same question of some of the legs, renumbered."""
        return dataclasses.replace(
            self,
            legs=self.legs.take(which),
            starts=self.starts[which],
            ends=self.ends[which],
            final=self.final[which],
        )


class Onward:
    """Sums over the legs that may follow a leg, or that it may follow."""

    def __init__(self, question: Question) -> None:
        """Sort the legs once for each direction."""
        legs, classes = question.legs, max(len(question.legs.classes), 1)
        self.question = question
        self._out_lane = legs.consignor.astype(np.int64) * classes + legs.klass
        self._in_lane = legs.receiver.astype(np.int64) * classes + legs.klass
        self.departures = LaneIndex(self._out_lane, legs.departs_first, legs.departs_last)
        self.arrivals = LaneIndex(self._in_lane, legs.arrives_first, legs.arrives_last)
        self._after = self.departures.ranges(
            self._in_lane,
            legs.arrives_first + question.min_wait,
            legs.arrives_last + question.max_wait,
        )
        self._before = self.arrivals.ranges(
            self._out_lane,
            legs.departs_first - question.max_wait,
            legs.departs_last - question.min_wait,
        )
        self._certain = self._certain_ranges()

    def _certain_ranges(self) -> list[tuple[Array, Array, Array]]:
        """Per width class: the legs of it in order, and the range onward of every leg."""
        legs, question = self.question.legs, self.question
        classes = width_classes(legs.departs_first, legs.departs_last)
        found = []
        for width in np.unique(classes[~legs.departs_assumed]):
            members = np.flatnonzero((classes == width) & ~legs.departs_assumed)
            index = LaneIndex(
                self._out_lane[members], legs.departs_first[members], legs.departs_last[members]
            )
            start, stop = index.inside(
                self._in_lane,
                legs.arrives_last + question.min_wait,
                legs.arrives_first + question.max_wait,
            )
            stop = np.where(legs.arrives_assumed, start, stop)
            found.append((members[index.order_first], start, stop))
        return found

    def sum_after(self, values: Array) -> Array:
        """Per leg, the sum of `values` over the legs that possibly follow it."""
        upto, before = self._after
        return (
            running(values, self.departures.order_first)[upto]
            - running(values, self.departures.order_last)[before]
        )

    def sum_before(self, values: Array) -> Array:
        """Per leg, the sum of `values` over the legs that it possibly follows."""
        upto, before = self._before
        return (
            running(values, self.arrivals.order_first)[upto]
            - running(values, self.arrivals.order_last)[before]
        )

    def sum_certainly_after(self, values: Array) -> Array:
        """Per leg, the sum of `values` over the legs that follow it on every day allowed."""
        total = np.zeros_like(values)
        for members, start, stop in self._certain:
            sums = running(values, np.asarray(members))
            total = total + (sums[stop] - sums[start])
        return total

    def max_after(self, values: Array, nothing: int) -> Array:
        """Per leg, no less than the greatest of `values` over the legs that possibly follow it.

        Args:
            values: int64, each `nothing` or more.
            nothing: What stands for "no leg follows".
        """
        index, upto = self.departures, self._after[0]
        start = np.minimum(index.lane_starts(self._in_lane), upto)
        ordered = values[index.order_first]
        own_start = index.lane_starts(self._out_lane)[index.order_first]
        step = int(values.max(initial=nothing)) - nothing + 1
        rank = np.unique(own_start, return_inverse=True)[1].astype(np.int64)
        highest = np.maximum.accumulate(ordered + rank * step) - rank * step
        return np.where(upto > start, highest[np.maximum(upto - 1, 0)], nothing)

    def pairs_after(self, which: Array) -> tuple[Array, Array, Flags]:
        """Every (leg, following leg, certain) for the legs at `which`, written out.

        The cost is the number of legs in the lanes up to the latest useful departure.
        """
        legs, question = self.question.legs, self.question
        upto = self._after[0][which]
        start = np.minimum(self.departures.lane_starts(self._in_lane[which]), upto)
        count = upto - start
        before = np.repeat(which, count)
        offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        after = self.departures.order_first[np.repeat(start, count) + offset]
        meets = legs.departs_last[after] >= legs.arrives_first[before] + question.min_wait
        before, after = before[meets], after[meets]
        certain = (
            (legs.departs_first[after] >= legs.arrives_last[before] + question.min_wait)
            & (legs.departs_last[after] <= legs.arrives_first[before] + question.max_wait)
            & ~legs.arrives_assumed[before]
            & ~legs.departs_assumed[after]
        )
        return before, after, certain


def prune(question: Question) -> npt.NDArray[np.int64]:
    """Positions of the legs that stand in a chain of at most `max_legs` legs; loses nothing true.

    A leg stays if it can be reached in i legs and can reach an end in j with i + j <= max_legs + 1.
    """
    onward = Onward(question)
    to_end = _levels(question.ends, onward.sum_after, question.max_legs, stop=question.final)
    from_start = fewest_legs_from_start(onward)
    return np.flatnonzero(to_end + from_start <= question.max_legs + 1)


def fewest_legs_from_start(onward: Onward) -> npt.NDArray[np.int64]:
    """Per leg, the fewest legs of a chain up to it; `max_legs + 1` where none reaches it."""
    question = onward.question
    return _levels(question.starts, onward.sum_before, question.max_legs, source=~question.final)


def _levels(
    first: Flags, total: Any, limit: int, *, stop: Flags | None = None, source: Flags | None = None
) -> npt.NDArray[np.int64]:
    """Fewest legs (1 or more) by which each leg is reached, `limit + 1` where by none."""
    level = np.where(first, 1, limit + 1).astype(np.int64)
    reached = first.copy()
    for legs in range(2, limit + 1):
        values = (reached if source is None else reached & source).astype(np.int64)
        fresh = (total(values) > 0) & ~reached
        if stop is not None:
            fresh &= ~stop
        if not fresh.any():
            break
        level[fresh] = legs
        reached |= fresh
    return level


def ways_on(
    onward: Onward, ends: Array, *, certain: bool = False, blocked: Flags | None = None
) -> list[Array]:
    """`B_1 .. B_max_legs`: ways on from each leg to an end, by exact number of legs.

    Args:
        onward: The index.
        ends: Ways to end at each leg: 1 or 0.
        certain: Count only chains whose links are all certain.
        blocked: Legs after which no chain goes on, beside the final ones.

    Returns:
        uint64 columns, or object columns of Python integers where 64 bits do not suffice.
    """
    stop = onward.question.final if blocked is None else onward.question.final | blocked
    total = onward.sum_certainly_after if certain else onward.sum_after
    return _passes(ends, total, onward.question.max_legs, lambda sums: _zero(sums, stop))


def ways_in(onward: Onward) -> list[Array]:
    """`F_1 .. F_max_legs`: ways to each leg, itself included, from a start."""
    stop = onward.question.final
    return _passes(
        onward.question.starts,
        lambda values: onward.sum_before(_zero(values, stop)),
        onward.question.max_legs,
        lambda sums: sums,
    )


def _zero(values: Array, where: Flags) -> Array:
    return np.where(where, values.dtype.type(0) if values.dtype != object else 0, values)


def _passes(first: Array, total: Any, limit: int, cut: Any) -> list[Array]:
    exact = [first.astype(np.uint64)]
    shadow = first.astype(np.float64)
    for _ in range(1, limit):
        exact.append(cut(total(exact[-1])))
        shadow = cut(total(shadow))
        if shadow.sum() >= SAFE:
            return _unbounded(first, total, limit, cut)
    return exact


def _unbounded(first: Array, total: Any, limit: int, cut: Any) -> list[Array]:
    exact = [first.astype(np.int64).astype(object)]
    for _ in range(1, limit):
        exact.append(cut(total(exact[-1])))
    return exact


def totals(passes: list[Array], starts: Flags) -> list[int]:
    """Chains of 1, 2, ... legs: the ways on from the starts."""
    return [int(values[starts].astype(object).sum()) if starts.any() else 0 for values in passes]


def passages(ways_to: list[Array], ways_from: list[Array], *, onward_only: bool = False) -> Array:
    """Per leg, in how many chains of at most `max_legs` legs it stands, once for each time.

    Args:
        ways_to: `F_1 ..` of `ways_in`.
        ways_from: `B_1 ..` of `ways_on`.
        onward_only: Only chains that go on after the leg: passages through its receiver as holder.

    Returns:
        An object column of Python integers.
    """
    limit = len(ways_from)
    total = np.zeros(len(ways_from[0]), dtype=object)
    for i, into in enumerate(ways_to, start=1):
        for j, onto in enumerate(ways_from, start=1):
            if i + j <= limit + 1 and (j > 1 or not onward_only):
                total = total + into.astype(object) * onto.astype(object)
    return total
