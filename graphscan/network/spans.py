"""When something was true, for many parties at once: sorted, disjoint spans of days as columns."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from graphscan.network.stakes import FIRST_DAY, LAST_DAY

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spans:
    """Spans sorted by party and first day; those of one party neither overlap nor touch.

    Attributes:
        party: Party id.
        first: First day.
        last: Last day.
    """

    party: Ints
    first: Ints
    last: Ints

    def __len__(self) -> int:
        return len(self.party)

    def of(self, party: int) -> list[tuple[int, int]]:
        """The spans of one party."""
        low, high = np.searchsorted(self.party, [party, party + 1])
        return list(zip(self.first[low:high].tolist(), self.last[low:high].tolist(), strict=True))

    def on(self, party: int, day: int) -> bool:
        """Whether it was true of a party on a day."""
        return any(first <= day <= last for first, last in self.of(party))

    def steady(self, party: int, day: int) -> tuple[int, int]:
        """First and last day about a day on which the answer of `on` stays."""
        low, high = FIRST_DAY, LAST_DAY
        for first, last in self.of(party):
            if last < day:
                low = max(low, last + 1)
            elif first > day:
                high = min(high, first - 1)
            else:
                return first, last
        return low, high

    def within(self, party: int, first: int, last: int) -> list[tuple[int, int]]:
        """The spans of one party cut to [first, last]."""
        return [
            (max(first, begins), min(last, ends))
            for begins, ends in self.of(party)
            if begins <= last and ends >= first
        ]


def make_spans(given: Iterable[tuple[int, int, int]]) -> Spans:
    """Spans of (party, first, last) in any order, overlapping or not; empty ones are dropped.

    >>> made = make_spans([(1, 5, 9), (1, 1, 4), (0, 3, 2)])
    >>> made.of(1), len(made)
    ([(1, 9)], 1)
    """
    table = np.array(list(given), dtype=np.int64).reshape(-1, 3)
    table = table[table[:, 1] <= table[:, 2]]
    return merged(table[:, 0], table[:, 1], table[:, 2])


def merged(party: Ints, first: Ints, last: Ints) -> Spans:
    """Overlapping and touching spans of one party as one."""
    count = len(party)
    day = np.concatenate([first, last + 1])
    delta = np.concatenate([np.ones(count, np.int64), -np.ones(count, np.int64)])
    who = np.concatenate([party, party])
    order = np.lexsort((day, who))
    who, day, depth = who[order], day[order], np.cumsum(delta[order])
    return true_between(who, day, depth > 0)


def true_between(party: Ints, day: Ints, true: Flags) -> Spans:
    """Spans from events sorted by party and day: the last event of a day says what is true from it.

    The last event of each party must say that it is not true any more.
    """
    if not len(party):
        return Spans(party=party, first=day, last=day)
    final = np.ones(len(party), dtype=np.bool_)
    final[:-1] = (party[1:] != party[:-1]) | (day[1:] != day[:-1])
    party, day, true = party[final], day[final], true[final]
    before = np.zeros(len(party), dtype=np.bool_)
    before[1:] = true[:-1] & (party[1:] == party[:-1])
    begins, ends = np.flatnonzero(true & ~before), np.flatnonzero(~true & before)
    return Spans(party=party[begins], first=day[begins], last=day[ends] - 1)


def expanded(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """For ranges of positions: which range, and which position, one after the other.

    >>> [column.tolist() for column in expanded(np.array([5, 9]), np.array([2, 1]))]
    [[0, 0, 1], [5, 6, 9]]
    """
    which = np.repeat(np.arange(len(starts)), counts)
    offset = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    return which, np.repeat(starts, counts) + offset
