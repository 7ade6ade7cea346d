"""Exact numbers of chains by length, before any is listed: one pass a leg, linear in legs.

`B_k[i]` is the number of ways to go on from leg i, itself included, with exactly k legs to an end;
`F_k[i]` the number of ways to come to it from an exporter with exactly k legs. What is counted are
walks: with imprecise dates a leg may recur. Counting journeys that visit nobody twice is #P-hard
(Valiant, SIAM J. Comput. 8:3, 1979), so routes and journeys are listed, chains are counted.

Numbers are counted modulo 2^64 with a float64 shadow. Where the shadow shows that a sum could have
wrapped, the pass is done again with Python's unbounded integers: slower, never silent.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.search.onward import Onward
from graphscan.search.question import Question

__all__ = [
    "Onward",
    "Question",
    "count_chains",
    "fewest_legs_from_start",
    "fewest_legs_to_end",
    "passages",
    "prune",
    "totals",
    "ways_in",
    "ways_on",
]

Array = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]

SAFE = 2.0**53
"""Below this every whole number is exact in float64, so the shadow is the number itself."""


def prune(question: Question) -> npt.NDArray[np.int64]:
    """Positions of the legs that stand in a chain of at most `max_legs` legs; loses nothing true.

    A leg stays if it can be reached in i legs and can reach an end in j with i + j <= max_legs + 1.
    """
    onward = Onward(question)
    kept = np.zeros(len(question.legs), dtype=np.bool_)
    for starts, ends in question.variants():
        levels = fewest_legs_to_end(onward, ends) + fewest_legs_from_start(onward, starts)
        kept |= levels <= question.max_legs + 1
    return np.flatnonzero(kept)


def fewest_legs_to_end(
    onward: Onward, ends: Flags, blocked: Flags | None = None
) -> npt.NDArray[np.int64]:
    """Per leg, the fewest legs of a chain from it to an end; `max_legs + 1` where there is none."""
    question = onward.question
    stop = question.final if blocked is None else question.final | blocked
    return _levels(ends, onward.sum_after, question.max_legs, stop=stop)


def fewest_legs_from_start(onward: Onward, starts: Flags) -> npt.NDArray[np.int64]:
    """Per leg, the fewest legs of a chain up to it; `max_legs + 1` where none reaches it."""
    question = onward.question
    return _levels(starts, onward.sum_before, question.max_legs, source=~question.final)


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


def ways_in(onward: Onward, starts: Flags | None = None) -> list[Array]:
    """`F_1 .. F_max_legs`: ways to each leg, itself included, from a start."""
    stop = onward.question.final
    return _passes(
        onward.question.starts if starts is None else starts,
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


def count_chains(
    onward: Onward,
    *,
    certain: bool = False,
    ending: Flags | None = None,
    gone: Flags | None = None,
    blocked: Flags | None = None,
) -> list[int]:
    """Chains of 1, 2, ... legs, from starts to the ends that belong to them.

    Args:
        onward: The index.
        certain: Only chains whose links and end are all certain.
        ending: Only chains that end at one of these legs.
        gone: Legs that are not there.
        blocked: Legs after which nothing goes on, those of `gone` among them.
    """
    counted = [0] * onward.question.max_legs
    for starts, ends in onward.question.variants():
        wanted = ends & onward.question.legs.end_certain if certain else ends
        wanted = wanted if ending is None else wanted & ending
        begin = starts
        if gone is not None:
            wanted, begin = wanted & ~gone, starts & ~gone
        found = totals(ways_on(onward, wanted, certain=certain, blocked=blocked), begin)
        counted = [one + other for one, other in zip(counted, found, strict=True)]
    return counted


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
