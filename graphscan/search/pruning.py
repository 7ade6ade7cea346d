"""Pruning before the index is built: cheap relaxations of being on a chain; nothing true is lost.

Two passes over lanes, each a table with one number a lane: first whatever the time, then with the
latest useful departure (backwards) and the earliest arrival (forwards) of each lane. Both keep the
number of hand-overs: a leg stays only if `f + b <= max_legs + 1`. The exact pass (`chains.prune`)
sorts what is left.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.search.chains import prune
from graphscan.search.links import Rule, class_rules
from graphscan.search.question import Question

Array = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]

NEVER, ALWAYS = -(2**31) + 1, 2**31 - 1
FOLD = np.uint64(0x9E3779B97F4A7C15)
"""Multiplier of the hash that folds lanes into a table (Knuth, TAOCP 3, 6.4)."""

ALL, LINKED, IN_TIME, ON_CHAIN = (
    "all legs",
    "between a start and an end, whatever the time",
    "before the latest useful departure and after the earliest arrival",
    "on a chain in order of time",
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pruned:
    """What is left of a question.

    Attributes:
        kept: Positions of the legs on chains, ascending.
        linked: Positions of the legs that are left where time is ignored.
        steps: (name, legs left) after each step, first all legs.
    """

    kept: Positions
    linked: Positions
    steps: tuple[tuple[str, int], ...]


def prune_in_steps(question: Question) -> Pruned:
    """Prune a question, cheapest step first."""
    linked = _relaxed(question, timed=False)
    asked = question.take(linked)
    in_time = _relaxed(asked, timed=True)
    kept = prune(asked.take(in_time))
    return Pruned(
        kept=linked[in_time[kept]],
        linked=linked,
        steps=(
            (ALL, len(question.legs)),
            (LINKED, len(linked)),
            (IN_TIME, len(in_time)),
            (ON_CHAIN, len(kept)),
        ),
    )


@dataclasses.dataclass(slots=True, eq=False)
class _Lanes:
    """A rule with its lanes folded into a table; lanes that fall together keep a leg too many."""

    before: Positions | slice
    after: Positions | slice
    into: Array
    out_of: Array
    size: int


def _relaxed(question: Question, *, timed: bool) -> Positions:
    kept = np.zeros(len(question.legs), dtype=np.bool_)
    for starts, ends in question.variants():
        to_end = _Pass(question, timed=timed).to_end(ends)
        useful = np.flatnonzero(to_end <= question.max_legs)
        if not len(useful):
            continue
        from_start = _Pass(question.take(useful), timed=timed).from_start(starts[useful])
        kept[useful[to_end[useful] + from_start <= question.max_legs + 1]] = True
    return np.flatnonzero(kept)


class _Pass:
    """Levels over lanes: a table per rule holds the best day of the legs found so far."""

    def __init__(self, question: Question, *, timed: bool) -> None:
        legs = question.legs
        self._question, self._timed, self._size = question, timed, len(legs)
        self._rules = [_folded(rule, len(legs)) for rule in class_rules(legs)]
        self._ready = legs.arrives_first + np.int32(question.min_wait)
        self._leaves = legs.departs_last

    def to_end(self, ends: Flags) -> npt.NDArray[np.int8]:
        """Fewest legs from each leg to an end, `max_legs + 1` where there is none."""
        one, other = self._question.pairs.before, self._question.pairs.after
        latest = [_table(rule, NEVER, timed=self._timed) for rule in self._rules]

        def step(fresh: Flags) -> Flags:
            reached = np.zeros(self._size, dtype=np.bool_)
            for rule, table in zip(self._rules, latest, strict=True):
                useful = np.flatnonzero(fresh[rule.after])
                if self._timed:
                    days = self._leaves[rule.after][useful]
                    np.maximum.at(table, rule.out_of[useful], days)
                    reached[rule.before] |= table[rule.into] >= self._ready[rule.before]
                else:
                    table[rule.out_of[useful]] = True
                    reached[rule.before] |= table[rule.into]
            reached[one[fresh[other]]] = True
            return reached & ~self._question.final

        return _levels(ends, step, self._question.max_legs)

    def from_start(self, starts: Flags) -> npt.NDArray[np.int8]:
        """Fewest legs from a start to each leg, `max_legs + 1` where there is none."""
        one, other = self._question.pairs.before, self._question.pairs.after
        earliest = [_table(rule, ALWAYS, timed=self._timed) for rule in self._rules]

        def step(fresh: Flags) -> Flags:
            reached, source = np.zeros(self._size, dtype=np.bool_), fresh & ~self._question.final
            for rule, table in zip(self._rules, earliest, strict=True):
                useful = np.flatnonzero(source[rule.before])
                if self._timed:
                    days = self._ready[rule.before][useful]
                    np.minimum.at(table, rule.into[useful], days)
                    reached[rule.after] |= table[rule.out_of] <= self._leaves[rule.after]
                else:
                    table[rule.into[useful]] = True
                    reached[rule.after] |= table[rule.out_of]
            reached[other[source[one]]] = True
            return reached

        return _levels(starts, step, self._question.max_legs)


def _table(rule: _Lanes, empty: int, *, timed: bool) -> Array:
    """The best day of each lane, `empty` so far; without time, whether it is reached at all."""
    if timed:
        return np.full(rule.size, empty, dtype=np.int32)
    return np.zeros(rule.size, dtype=np.bool_)


def _levels(first: Flags, step: Any, limit: int) -> npt.NDArray[np.int8]:
    """Fewest legs by which each leg is reached, `limit + 1` where by none."""
    level = np.where(first, 1, limit + 1).astype(np.int8)
    reached, fresh = first.copy(), first
    for legs in range(2, limit + 1):
        fresh = step(fresh) & ~reached
        if not fresh.any():
            break
        level[fresh] = legs
        reached |= fresh
    return level


def _folded(rule: Rule, legs: int) -> _Lanes:
    """Lanes by a multiplicative hash into a table of four places a leg or more."""
    every = slice(None)
    before = every if rule.before is None else rule.before
    after = every if rule.after is None else rule.after
    bits = max(10, int(4 * legs).bit_length())
    shift = np.uint64(64 - bits)

    def fold(lanes: Array) -> Array:
        folded = (lanes.astype(np.uint64) * FOLD) >> shift
        return folded.astype(np.int64)

    return _Lanes(before, after, fold(rule.into[before]), fold(rule.out_of[after]), 1 << bits)
