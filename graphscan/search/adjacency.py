"""Pairs of legs that follow each other, with their points: written out once where they are few."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.search.onward import Onward
from graphscan.search.points import Points

Array = npt.NDArray[Any]
Positions = npt.NDArray[np.int64]

WRITTEN = 2_000_000
"""Pairs that are written out at a time; what needs more is bounded instead."""


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Pairs from some legs on.

    Attributes:
        before: Positions of the first legs, within those asked for.
        after: Positions of the second, among all.
        certain: Whether each pair surely follows.
        points: Of each link.
    """

    before: Positions
    after: Positions
    certain: Array
    points: Array

    def __len__(self) -> int:
        return len(self.after)


class Adjacency:
    """Pairs from any legs on: looked up where all fit in memory, else made as they are asked."""

    def __init__(self, onward: Onward, points: Points, *, certain_only: bool) -> None:
        """Write all pairs out if they are few; O(pairs).

        Args:
            onward: The index over the legs.
            points: By position.
            certain_only: Leave out pairs that do not follow on every day allowed.
        """
        self._onward, self._points, self._certain_only = onward, points, certain_only
        self._most = onward.pairs_at_most()
        self._start = np.zeros(1, dtype=np.int64)
        self._whole: Steps | None = None
        size = len(self._most)
        if int(self._most.sum()) <= WRITTEN:
            found = self._made(np.arange(size))
            order = np.argsort(found.before, kind="stable")
            self._whole = Steps(*(getattr(found, f.name)[order] for f in dataclasses.fields(Steps)))
            count = np.bincount(found.before, minlength=size)
            self._start = np.concatenate([[0], np.cumsum(count)])

    def fits(self, legs: Array) -> bool:
        """Whether the pairs from these legs on are few enough to be written out."""
        return self._whole is not None or int(self._most[legs].sum()) <= WRITTEN

    def after(self, legs: Array) -> Steps:
        """Pairs from these legs on; only where they `fits`."""
        whole = self._whole
        if whole is None:
            return self._made(legs)
        start = self._start[legs]
        count = self._start[legs + 1] - start
        before = np.repeat(np.arange(len(legs)), count)
        offset = np.arange(len(before)) - np.repeat(np.cumsum(count) - count, count)
        at = np.repeat(start, count) + offset
        return Steps(before, whole.after[at], whole.certain[at], whole.points[at])

    def between(self, legs: Array, later: Array) -> Steps:
        """Pairs from some legs to some others; `after` are positions within `later`, ascending."""
        size = max(WRITTEN // max(int(self._most[legs].max(initial=1)), 1), 1)
        parts = []
        for low in range(0, len(legs), size):
            part = self._made(legs[low : low + size], later)
            parts.append(dataclasses.replace(part, before=part.before + low))
        if not parts:
            return self._made(legs, later)
        columns = ([getattr(part, f.name) for part in parts] for f in dataclasses.fields(Steps))
        return Steps(*(np.concatenate(column) for column in columns))

    def reached(self, legs: Array) -> Positions:
        """Legs that possibly follow one of these; no pair is written out."""
        here = np.zeros(len(self._most), dtype=np.int64)
        here[legs] = 1
        return np.flatnonzero(self._onward.sum_before(here) > 0)

    def leading(self, legs: Array, later: Array) -> Array:
        """Of each of some legs, whether one of the later ones follows it."""
        there = np.zeros(len(self._most), dtype=np.int64)
        there[later] = 1
        onward = self._onward
        total = onward.sum_certainly_after if self._certain_only else onward.sum_after
        found: Array = total(there)[legs] > 0
        return found

    def _made(self, legs: Array, later: Array | None = None) -> Steps:
        before, after, certain = self._onward.pairs_after(legs)
        kept = np.ones(len(after), dtype=np.bool_)
        if self._certain_only:
            kept = certain
        if later is not None:
            kept = kept & np.isin(after, later)
        before, after, certain = before[kept], after[kept], certain[kept]
        points = self._points.link(before, after, certain)
        target = after if later is None else np.searchsorted(later, after)
        return Steps(np.searchsorted(legs, before), target, certain, points)
