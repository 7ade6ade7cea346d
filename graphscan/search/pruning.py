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
DENSE = 2**26
"""Largest table of lanes; above it lanes are renumbered first."""

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


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class _Lanes:
    """A rule with its lanes numbered 0 .. size - 1."""

    before: Positions | slice
    after: Positions | slice
    into: Array
    out_of: Array
    size: int


def _relaxed(question: Question, *, timed: bool) -> Positions:
    legs = question.legs
    rules = [_numbered(rule) for rule in class_rules(legs)]
    ready = legs.arrives_first.astype(np.int64) + question.min_wait
    leaves = legs.departs_last.astype(np.int64)
    one, other = question.pairs.before, question.pairs.after
    kept = np.zeros(len(legs), dtype=np.bool_)

    def onward(found: Flags) -> Flags:
        fresh = np.zeros(len(legs), dtype=np.bool_)
        for rule in rules:
            latest = np.full(rule.size, NEVER, dtype=np.int64)
            useful = found[rule.after]
            np.maximum.at(
                latest, rule.out_of[useful], leaves[rule.after][useful] if timed else ALWAYS
            )
            reaches = latest[rule.into] >= (ready[rule.before] if timed else NEVER + 1)
            fresh[rule.before] |= reaches
        fresh[one[found[other]]] = True
        return fresh & ~question.final

    def backward(found: Flags) -> Flags:
        fresh, source = np.zeros(len(legs), dtype=np.bool_), found & ~question.final
        for rule in rules:
            earliest = np.full(rule.size, ALWAYS, dtype=np.int64)
            useful = source[rule.before]
            np.minimum.at(
                earliest, rule.into[useful], ready[rule.before][useful] if timed else NEVER
            )
            reaches = earliest[rule.out_of] <= (leaves[rule.after] if timed else ALWAYS - 1)
            fresh[rule.after] |= reaches
        fresh[other[source[one]]] = True
        return fresh

    for starts, ends in question.variants():
        to_end = _levels(ends, onward, question.max_legs)
        from_start = _levels(starts, backward, question.max_legs)
        kept |= to_end + from_start <= question.max_legs + 1
    return np.flatnonzero(kept)


def _levels(first: Flags, step: Any, limit: int) -> npt.NDArray[np.int8]:
    """Fewest legs by which each leg is reached, `limit + 1` where by none."""
    level = np.where(first, 1, limit + 1).astype(np.int8)
    reached = first.copy()
    for legs in range(2, limit + 1):
        fresh = step(reached) & ~reached
        if not fresh.any():
            break
        level[fresh] = legs
        reached |= fresh
    return level


def _numbered(rule: Rule) -> _Lanes:
    every = slice(None)
    before = every if rule.before is None else rule.before
    after = every if rule.after is None else rule.after
    into, out_of = rule.into[before], rule.out_of[after]
    size = int(max(into.max(initial=0), out_of.max(initial=0))) + 1
    if size > max(DENSE, 8 * (len(into) + len(out_of))):
        lanes, number = np.unique(np.concatenate([into, out_of]), return_inverse=True)
        into, out_of, size = number[: len(into)], number[len(into) :], len(lanes)
    return _Lanes(before, after, into, out_of, size)
