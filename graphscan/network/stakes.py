"""Statements of interests as columns, and what they say together of each stake on each day.

A stake is what one owner holds directly in one party. Several statements of it are still one stake:
where they agree, it lies in the range that all of them allow; where they contradict each other,
nothing is settled between the lowest and the highest of them, and nothing is averaged. Indirect and
ultimate statements repeat what lies between, so they are stakes apart that are never added.
"""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

FIRST_DAY, LAST_DAY = -(2**30), 2**30
"""Stand for "always was" and "still is" (days since 1970-01-01)."""

PERCENT = 1_000_000
"""Shares are whole millionths of a percent, so that sums are exact."""

WHOLE = 100 * PERCENT


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """From when to when something held, as a pair of imprecise days.

    Attributes:
        possible: First and last day on which it possibly held.
        certain: First and last day on which it certainly held; empty where the first is later.
    """

    possible: tuple[int, int] = (FIRST_DAY, LAST_DAY)
    certain: tuple[int, int] = (FIRST_DAY, LAST_DAY)

    def on(self, day: int, *, sure: bool) -> bool:
        """Whether it held on a day."""
        first, last = self.certain if sure else self.possible
        return first <= day <= last


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Statements:
    """What records say of interests, one element a record; days and shares are whole numbers.

    Attributes:
        owner: Party id.
        owned: Party id.
        low: Smallest direct equity that the record allows.
        low_open: The share is more than `low`.
        high: Greatest direct equity that the record allows; of votes, board seats, nominees,
            consolidation and unknown shares all of it, for they say nothing of equity (FAQ 398).
        high_open: The share is less than `high`.
        indirect: The record speaks of what is held through others: never added to anything.
        possible_first: First day on which it possibly holds.
        possible_last: Last day on which it possibly holds.
        certain_first: First day on which it certainly holds.
        certain_last: Last day on which it certainly holds; before the first where on none.
        file_id: File of the record.
        row: Its number there.
    """

    owner: Ints
    owned: Ints
    low: Ints
    low_open: Flags
    high: Ints
    high_open: Flags
    indirect: Flags
    possible_first: Ints
    possible_last: Ints
    certain_first: Ints
    certain_last: Ints
    file_id: Ints
    row: Ints

    def __len__(self) -> int:
        return len(self.owner)

    def take(self, which: npt.NDArray[Any]) -> Statements:
        """The statements at these positions or of this mask."""
        return Statements(
            **{field.name: getattr(self, field.name)[which] for field in dataclasses.fields(self)}
        )


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stakes:
    """Shares by owner, owned and stretch of days, sorted by owned; a pair's stretches are disjoint.

    Attributes:
        owner: Party id.
        owned: Party id.
        first: First day.
        last: Last day.
        share: In millionths of a percent, more than 0.
        open: The share itself is not reached.
        indirect: Held through others.
    """

    owner: Ints
    owned: Ints
    first: Ints
    last: Ints
    share: Ints
    open: Flags
    indirect: Flags

    def __len__(self) -> int:
        return len(self.owner)

    def take(self, which: npt.NDArray[Any]) -> Stakes:
        """The stakes at these positions or of this mask."""
        return Stakes(
            **{field.name: getattr(self, field.name)[which] for field in dataclasses.fields(self)}
        )


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """The four readings of all statements.

    Attributes:
        low_sure: Least share that is held, whatever the dates are.
        low_possible: Greatest "least share" that some choice of days gives.
        high_sure: Least "greatest share" over all choices of days.
        high_possible: Greatest share that is held, whatever the dates are.
        contradictions: Positions of statements of direct equity that another one contradicts.
    """

    low_sure: Stakes
    low_possible: Stakes
    high_sure: Stakes
    high_possible: Stakes
    contradictions: Ints


def read_picture(given: Statements) -> Picture:
    """What the statements say together, by pair and stretch of days.

    Statements of a party about itself are left out: treasury shares own nothing.
    """
    order = np.lexsort((given.row, given.file_id, given.indirect, given.owner, given.owned))
    order = order[given.owner[order] != given.owned[order]]
    ordered = given.take(order)
    new = np.ones(len(ordered), dtype=np.bool_)
    new[1:] = (
        (ordered.owned[1:] != ordered.owned[:-1])
        | (ordered.owner[1:] != ordered.owner[:-1])
        | (ordered.indirect[1:] != ordered.indirect[:-1])
    )
    starts = np.flatnonzero(new)
    sizes = np.diff(np.append(starts, len(ordered)))
    alone = ordered.take(starts[sizes == 1])
    several, against = _several(ordered, starts[sizes > 1], sizes[sizes > 1])
    return Picture(
        low_sure=_stakes(alone, several[0], low=True, sure=True),
        low_possible=_stakes(alone, several[1], low=True, sure=False),
        high_sure=_stakes(alone, several[2], low=False, sure=True),
        high_possible=_stakes(alone, several[3], low=False, sure=False),
        contradictions=np.sort(order[np.array(against, dtype=np.int64)]),
    )


def within_reach(given: Statements, seeds: Ints) -> Statements:
    """The statements of stakes in parties that lie below a seed: no other decides anything.

    All owners of such a party stay, for what others hold leaves less room.
    """
    by_owner = np.argsort(given.owner, kind="stable")
    owners, owned = given.owner[by_owner], given.owned[by_owner]
    size = int(max(given.owner.max(initial=-1), given.owned.max(initial=-1))) + 1
    reached = np.zeros(size, dtype=np.bool_)
    frontier = np.unique(seeds[seeds < size])
    while len(frontier):
        low = np.searchsorted(owners, frontier)
        count = np.searchsorted(owners, frontier, side="right") - low
        at = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count - low, count)
        below = np.unique(owned[at])
        frontier = below[~reached[below]]
        reached[frontier] = True
    return given.take(reached[given.owned])


_Row = tuple[int, int, bool, int, int, int, bool]
"""owner, owned, indirect, first, last, share, open."""


def _stakes(alone: Statements, several: list[_Row], *, low: bool, sure: bool) -> Stakes:
    """One reading: stakes with one statement as columns, the others row by row."""
    table = np.array(several, dtype=np.int64).reshape(-1, 7)
    share, is_open = (alone.low, alone.low_open) if low else (alone.high, alone.high_open)
    first = alone.certain_first if sure else alone.possible_first
    last = alone.certain_last if sure else alone.possible_last
    columns = {
        "owner": np.concatenate([alone.owner, table[:, 0]]),
        "owned": np.concatenate([alone.owned, table[:, 1]]),
        "indirect": np.concatenate([alone.indirect, table[:, 2].astype(np.bool_)]),
        "first": np.concatenate([first, table[:, 3]]),
        "last": np.concatenate([last, table[:, 4]]),
        "share": np.concatenate([share, table[:, 5]]),
        "open": np.concatenate([is_open, table[:, 6].astype(np.bool_)]),
    }
    kept = np.flatnonzero(
        (columns["first"] <= columns["last"]) & ((columns["share"] > 0) | columns["open"])
    )
    order = kept[np.lexsort([columns[key][kept] for key in ("first", "owner", "owned")])]
    return Stakes(**{name: column[order] for name, column in columns.items()})


def _several(
    ordered: Statements, starts: Ints, sizes: Ints
) -> tuple[tuple[list[_Row], list[_Row], list[_Row], list[_Row]], list[int]]:
    """The four readings of stakes with several statements, and the positions that contradict."""
    found: tuple[list[_Row], ...] = ([], [], [], [])
    against: set[int] = set()
    lows = 2 * ordered.low + ordered.low_open
    highs = 2 * ordered.high - ordered.high_open
    for start, size in zip(starts.tolist(), sizes.tolist(), strict=True):
        group = slice(start, start + size)
        rows = list(
            zip(
                ordered.possible_first[group].tolist(),
                ordered.possible_last[group].tolist(),
                ordered.certain_first[group].tolist(),
                ordered.certain_last[group].tolist(),
                lows[group].tolist(),
                highs[group].tolist(),
                strict=True,
            )
        )
        about = (
            int(ordered.owner[start]),
            int(ordered.owned[start]),
            bool(ordered.indirect[start]),
        )
        for first, last in _stretches(rows):
            possible = [n for n, row in enumerate(rows) if row[0] <= first <= row[1]]
            certain = [n for n in possible if rows[n][2] <= first <= rows[n][3]]
            ranges = [(rows[n][4], rows[n][5]) for n in possible]
            if not about[2] and not _agree(ranges):
                against.update(start + n for n in possible)
            values = _readings([(rows[n][4], rows[n][5]) for n in certain], ranges)
            for reading, value, rows_out in zip((0, 0, 1, 1), values, found, strict=True):
                share = (value + reading) // 2
                rows_out.append((*about, first, last, share, bool(value % 2)))
    return (found[0], found[1], found[2], found[3]), sorted(against)


def _stretches(rows: list[tuple[int, int, int, int, int, int]]) -> list[tuple[int, int]]:
    """Stretches of days, each within some statement, on which the same statements hold."""
    days: set[int] = set()
    for possible_first, possible_last, certain_first, certain_last, _, _ in rows:
        days.update((possible_first, possible_last + 1))
        if certain_first <= certain_last:
            days.update((certain_first, certain_last + 1))
    ordered = sorted(days)
    return [
        (first, after - 1)
        for first, after in itertools.pairwise(ordered)
        if any(row[0] <= first <= row[1] for row in rows)
    ]


def _agree(ranges: list[tuple[int, int]]) -> bool:
    return max(low for low, _ in ranges) <= min(high for _, high in ranges)


def _readings(
    certain: list[tuple[int, int]], possible: list[tuple[int, int]]
) -> tuple[int, int, int, int]:
    """Least and greatest low, least and greatest high, over all sets between the two.

    Ends are doubled, an open low one more and an open high one less, so that they compare.

    >>> exact, other = (100, 100), (40, 60)
    >>> _readings([exact], [exact])
    (100, 100, 100, 100)
    >>> _readings([exact, other], [exact, other])  # they contradict each other: nothing is settled
    (40, 40, 100, 100)
    >>> _readings([], [exact])
    (0, 100, 0, 100)
    """
    lows, highs = [low for low, _ in possible], [high for _, high in possible]
    agree = _agree(possible)
    if not certain:
        return 0, max(lows), 0, max(highs)
    sure_lows, sure_highs = [low for low, _ in certain], [high for _, high in certain]
    settled = _agree(certain)
    return (
        max(sure_lows) if agree else min(lows),
        max(lows) if settled else min(sure_lows),
        min(highs) if settled else max(sure_highs),
        min(sure_highs) if agree else max(highs),
    )
