"""Range sums over intervals kept in lanes, by binary search; no adjacency is built.

A *lane* is a (party, commodity class). In the orders (lane, first day) and (lane, last day) the
intervals of a lane that meet [low, high] are a difference of two prefixes, because an interval that
ends before `low` also begins before `high`: so a sum over them is a difference of two running sums,
whatever the mix of precisions. Intervals that lie *within* [low, high] are one range per width
class, a set of intervals in which first and last days rise together (days, months, years).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Positions = npt.NDArray[np.int64]


class LaneIndex:
    """Intervals [first, last] in lanes, sorted twice. Build: O(n log n); a query: O(log n)."""

    def __init__(self, lane: Array, first: Array, last: Array) -> None:
        """Sort the intervals.

        Args:
            lane: Lane number of each interval (int64, any values).
            first: First day of each interval.
            last: Last day, itself in the interval.
        """
        self._lanes, group = np.unique(lane, return_inverse=True)
        self._low = int(first.min(initial=0)) - 1
        self._span = int(last.max(initial=0)) - self._low + 2
        base = group.astype(np.int64) * self._span - self._low
        by_first, by_last = base + first, base + last
        self.order_first = np.argsort(by_first, kind="stable")
        self.order_last = np.argsort(by_last, kind="stable")
        self._sorted_first = by_first[self.order_first]
        self._sorted_last = by_last[self.order_last]

    def ranges(self, lane: Array, low: Array, high: Array) -> tuple[Positions, Positions]:
        """Prefix ends of the intervals that meet [low, high]: `(upto_first, before_last)`.

        The intervals that meet are those among the first `upto_first` in `order_first` less those
        among the first `before_last` in `order_last`; both prefixes hold all earlier lanes.
        """
        base, known = self._base(lane)
        upto = np.searchsorted(self._sorted_first, base + self._clip(high), side="right")
        before = np.searchsorted(self._sorted_last, base + self._clip(low), side="left")
        return np.where(known, upto, 0), np.where(known, before, 0)

    def lane_starts(self, lane: Array) -> Positions:
        """Position in both orders at which each lane begins."""
        base, known = self._base(lane)
        start = np.searchsorted(self._sorted_first, base + self._low, side="left")
        return np.where(known, start, 0)

    def begun_before(self, lane: Array, day: Array) -> Positions:
        """Position in `order_first` of the first interval of each lane that begins on a day."""
        base, known = self._base(lane)
        start = np.searchsorted(self._sorted_first, base + self._clip(day), side="left")
        return np.where(known, start, 0)

    def inside(self, lane: Array, low: Array, high: Array) -> tuple[Positions, Positions]:
        """The range `[start, stop)` of `order_first` that lies within [low, high].

        Only for an index whose intervals are of one width class, so that both orders are the same.
        The range is empty where the first prefix ends before the second: by position, not by sum.
        """
        base, known = self._base(lane)
        start = np.searchsorted(self._sorted_first, base + self._clip(low), side="left")
        stop = np.searchsorted(self._sorted_last, base + self._clip(high), side="right")
        stop = np.maximum(stop, start)
        return np.where(known, start, 0), np.where(known, stop, 0)

    def _base(self, lane: Array) -> tuple[Positions, npt.NDArray[np.bool_]]:
        if not len(self._lanes):
            return np.zeros(len(lane), dtype=np.int64), np.zeros(len(lane), dtype=np.bool_)
        group = np.minimum(np.searchsorted(self._lanes, lane), len(self._lanes) - 1)
        known = self._lanes[group] == lane
        return group.astype(np.int64) * self._span - self._low, known

    def _clip(self, day: Array) -> Array:
        return np.clip(day.astype(np.int64), self._low, self._low + self._span - 1)


def running(values: Array, order: Positions) -> Array:
    """Running sums of `values` in `order`, with a leading zero."""
    sums = np.zeros(len(order) + 1, dtype=values.dtype)
    np.cumsum(values[order], out=sums[1:])
    return sums


def width_classes(first: Array, last: Array) -> Array:
    """A number per interval; among equal numbers first and last days rise together.

    Calendar months and years vary in length, yet of two months the later begins and ends later.

    >>> days = np.array(["2024-02-01", "2024-02-10", "2023-01-01"], dtype="datetime64[D]")
    >>> ends = np.array(["2024-02-29", "2024-02-10", "2023-12-31"], dtype="datetime64[D]")
    >>> width_classes(days.astype(int), ends.astype(int)).tolist()
    [-1, 0, -2]
    """
    begin, after = first.astype("datetime64[D]"), (last + 1).astype("datetime64[D]")
    month = begin.astype("datetime64[M]")
    year = begin.astype("datetime64[Y]")
    is_month = (month.astype("datetime64[D]") == begin) & (
        (month + 1).astype("datetime64[D]") == after
    )
    is_year = (year.astype("datetime64[D]") == begin) & (
        (year + 1).astype("datetime64[D]") == after
    )
    width = (last - first).astype(np.int64)
    return np.select([is_month, is_year], [-1, -2], width)
