"""Sums over the legs that may follow a leg: by ranges of days in a lane, or pair by pair."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.network.legs import Legs
from graphscan.network.linked import Linked
from graphscan.search.intervals import LaneIndex, running, width_classes
from graphscan.search.links import Rule
from graphscan.search.question import Pairs, Question

Array = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]


class RangeLinks:
    """The links that a rule of classes gives, wherever time allows."""

    def __init__(
        self,
        question: Question,
        rule: Rule,
    ) -> None:
        """Sort the legs once for each direction."""
        legs = question.legs
        self.question, self._size = question, len(legs)
        before, after = rule.before, rule.after
        self._before, self._after = before, after
        every = slice(None)
        first = every if before is None else before
        second = every if after is None else after
        self._in_lane, self._out_lane = rule.into[first], rule.out_of[second]
        self.departures = LaneIndex(
            self._out_lane, legs.departs_first[second], legs.departs_last[second]
        )
        self.arrivals = LaneIndex(
            self._in_lane, legs.arrives_first[first], legs.arrives_last[first]
        )
        self._onward = self.departures.ranges(
            self._in_lane,
            legs.arrives_first[first] + question.min_wait,
            legs.arrives_last[first] + question.max_wait,
        )
        self._backward = self.arrivals.ranges(
            self._out_lane,
            legs.departs_first[second] - question.max_wait,
            legs.departs_last[second] - question.min_wait,
        )
        width = int((legs.departs_last[second] - legs.departs_first[second]).max(initial=0))
        # What departs so long before cannot have lasted until the goods came.
        self._from = self.departures.begun_before(
            self._in_lane, legs.arrives_first[first].astype(np.int64) + question.min_wait - width
        )
        self._leaving = _orders(self.departures, after)
        self._coming = _orders(self.arrivals, before)
        self._sure = self._certain_ranges()

    def _certain_ranges(self) -> list[tuple[Array, Array, Array]]:
        """Per width class: the legs of it in order, and the range onward of every leg."""
        legs, question = self.question.legs, self.question
        every = np.arange(self._size)
        first = every if self._before is None else self._before
        second = every if self._after is None else self._after
        classes = width_classes(legs.departs_first[second], legs.departs_last[second])
        known = ~legs.departs_assumed[second]
        found = []
        for width in np.unique(classes[known]):
            at = np.flatnonzero((classes == width) & known)
            members = second[at]
            index = LaneIndex(
                self._out_lane[at], legs.departs_first[members], legs.departs_last[members]
            )
            start, stop = index.inside(
                self._in_lane,
                legs.arrives_last[first] + question.min_wait,
                legs.arrives_first[first] + question.max_wait,
            )
            stop = np.where(legs.arrives_assumed[first], start, stop)
            found.append((members[index.order_first], start, stop))
        return found

    def sum_after(self, values: Array) -> Array:
        """Per leg, the sum of `values` over the legs that possibly follow it."""
        upto, low = self._onward
        sums = running(values, self._leaving[0])[upto] - running(values, self._leaving[1])[low]
        return self._spread(sums, self._before)

    def sum_before(self, values: Array) -> Array:
        """Per leg, the sum of `values` over the legs that it possibly follows."""
        upto, low = self._backward
        sums = running(values, self._coming[0])[upto] - running(values, self._coming[1])[low]
        return self._spread(sums, self._after)

    def sum_certainly_after(self, values: Array) -> Array:
        """Per leg, the sum of `values` over the legs that follow it on every day allowed."""
        total = np.zeros(len(self._in_lane), dtype=values.dtype)
        for members, start, stop in self._sure:
            sums = running(values, members)
            total = total + (sums[stop] - sums[start])
        return self._spread(total, self._before)

    def max_after(self, values: Array, nothing: int) -> Array:
        """Per leg, no less than the greatest of `values` over the legs that possibly follow it.

        Args:
            values: int64, each `nothing` or more.
            nothing: What stands for "no leg follows".
        """
        index, upto = self.departures, self._onward[0]
        start = np.minimum(index.lane_starts(self._in_lane), upto)
        ordered = values[self._leaving[0]]
        own_start = index.lane_starts(self._out_lane)[index.order_first]
        step = int(values.max(initial=nothing)) - nothing + 1
        rank = np.unique(own_start, return_inverse=True)[1].astype(np.int64)
        highest = np.maximum.accumulate(ordered + rank * step) - rank * step
        found = np.where(upto > start, highest[np.maximum(upto - 1, 0)], nothing)
        return self._spread(found, self._before, nothing)

    def pairs_at_most(self) -> Positions:
        """Per leg, how many pairs `pairs_after` looks at."""
        return self._spread(np.maximum(self._onward[0] - self._from, 0), self._before)

    def pairs_after(self, which: Positions) -> tuple[Positions, Positions]:
        """Every (leg, following leg) for the legs at `which`, written out.

        The cost is the number of legs that begin to depart within the wait, or, where dates are
        intervals, within the widest of them before.
        """
        at = which
        if self._before is not None and not len(self._before):
            return which[:0], which[:0]
        if self._before is not None:
            at = np.minimum(np.searchsorted(self._before, which), len(self._before) - 1)
            mine = self._before[at] == which
            which, at = which[mine], at[mine]
        upto = self._onward[0][at]
        start = np.minimum(self._from[at], upto)
        count = upto - start
        before = np.repeat(which, count)
        offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        after = self._leaving[0][np.repeat(start, count) + offset]
        legs = self.question.legs
        meets = legs.departs_last[after] >= legs.arrives_first[before] + self.question.min_wait
        return before[meets], after[meets]

    def _spread(self, found: Array, where: Positions | None, nothing: int = 0) -> Array:
        """Results of some legs as a column of all."""
        if where is None:
            return found
        column = np.full(self._size, nothing, dtype=found.dtype)
        column[where] = found
        return column


class PairLinks:
    """Links written out pair by pair, where ranges of days do not describe them."""

    def __init__(self, question: Question) -> None:
        """Keep the pairs that time allows."""
        legs, pairs = question.legs, question.pairs
        kept = follows(question, pairs.before, pairs.after)
        order = np.lexsort((pairs.after[kept], pairs.before[kept]))
        self._size = len(legs)
        self._before = pairs.before[kept][order]
        self._after = pairs.after[kept][order]
        sure = surely_follows(question, self._before, self._after)
        self._sure = (self._before[sure], self._after[sure])
        self.pairs = Pairs(before=self._before, after=self._after)

    def sum_after(self, values: Array) -> Array:
        """As in `RangeLinks`."""
        return self._sum(self._before, values[self._after])

    def sum_before(self, values: Array) -> Array:
        """As in `RangeLinks`."""
        return self._sum(self._after, values[self._before])

    def sum_certainly_after(self, values: Array) -> Array:
        """As in `RangeLinks`."""
        return self._sum(self._sure[0], values[self._sure[1]])

    def max_after(self, values: Array, nothing: int) -> Array:
        """As in `RangeLinks`, exactly."""
        found = np.full(self._size, nothing, dtype=np.int64)
        np.maximum.at(found, self._before, values[self._after])
        return found

    def pairs_at_most(self) -> Positions:
        """As in `RangeLinks`."""
        return np.bincount(self._before, minlength=self._size).astype(np.int64)

    def pairs_after(self, which: Positions) -> tuple[Positions, Positions]:
        """As in `RangeLinks`."""
        start = np.searchsorted(self._before, which, side="left")
        count = np.searchsorted(self._before, which, side="right") - start
        offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        at = np.repeat(start, count) + offset
        return np.repeat(which, count), self._after[at]

    def _sum(self, to: Positions, values: Array) -> Array:
        out = np.zeros(self._size, dtype=values.dtype)
        np.add.at(out, to, values)
        return out


def follows(question: Question, before: Positions, after: Positions) -> Flags:
    """Whether the wait of each pair is allowed on some of the days."""
    legs = question.legs
    found: Flags = (legs.departs_last[after] >= legs.arrives_first[before] + question.min_wait) & (
        legs.departs_first[after] <= legs.arrives_last[before] + question.max_wait
    )
    at = _handed_on(question, before, after, found)
    if not len(at) or question.linked is None:
        return found
    one, other = before[at], after[at]
    which, first, last = question.linked.days(legs.receiver[one], legs.consignor[other], sure=False)
    one, other = one[which], other[which]
    # They come on a day before the link ends, and leave on one after it began.
    came = np.minimum(legs.arrives_last[one], last)
    fits = (legs.arrives_first[one] <= last) & (legs.departs_last[other] >= first)
    fits &= np.maximum(legs.departs_first[other], first) <= came + question.max_wait
    found[at] = False
    found[at[which[fits]]] = True
    return found


def surely_follows(question: Question, before: Positions, after: Positions) -> Flags:
    """Whether it is allowed on all days. Never on an assumed date, nor for a single consignment.

    Linked parties that hand the goods on surely are linked from first arrival to last departure.
    """
    legs = question.legs
    found: Flags = (
        (legs.departs_first[after] >= legs.arrives_last[before] + question.min_wait)
        & (legs.departs_last[after] <= legs.arrives_first[before] + question.max_wait)
        & ~legs.arrives_assumed[before]
        & ~legs.departs_assumed[after]
        & ~legs.consignment[before]
    )
    at = _handed_on(question, before, after, found)
    if len(at) and question.linked is not None:
        found[at] = surely_linked(question.linked, legs, before[at], after[at])
    return found


def surely_linked(linked: Linked, legs: Legs, before: Positions, after: Positions) -> Flags:
    """Whether receiver and consignor of each pair surely are, from first arrival to departure."""
    which, first, last = linked.days(legs.receiver[before], legs.consignor[after], sure=True)
    holds = first <= legs.arrives_first[before[which]]
    holds &= legs.departs_last[after[which]] <= last
    found = np.zeros(len(before), dtype=np.bool_)
    found[which[holds]] = True
    return found


def _handed_on(question: Question, before: Positions, after: Positions, found: Flags) -> Positions:
    """Those of the pairs found in which linked parties hand the goods on."""
    legs = question.legs
    return np.flatnonzero(found & (legs.receiver[before] != legs.consignor[after]))


def _orders(index: LaneIndex, positions: Positions | None) -> tuple[Positions, Positions]:
    """Leg positions in the two orders of an index."""
    if positions is None:
        return index.order_first, index.order_last
    return positions[index.order_first], positions[index.order_last]
