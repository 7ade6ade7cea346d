"""Who is captured by listed owners, and who cannot be excluded: least fixpoints over direct equity.

*captured*: on a day, the minimum shares that captured owners hold in a party reach the threshold
(50 percent); listed parties are captured to begin with. *cannot exclude*: the maximum shares that
captured or doubtful owners hold reach it, and what others hold for certain leaves room for it.
Shares are added across owners and never multiplied along a chain: an owner that is captured passes
on the whole of what it holds. Sources: 31 CFR 587.406 and OFAC FAQ 398 to 402; Supplement No. 8 to
15 CFR Part 744 (90 FR 47201).

Interests and listings have dates, often imprecise ones, so each fixpoint is taken twice: `possible`
holds for some choice of days, `sure` for every one. A fixpoint is not taken day by day: each party
has spans of days, and a party is looked at again when the spans of one of its owners grew. On every
day the result is the least fixpoint of that day; the work is linear in the interests that can be
reached from a listed party, times the number of rounds (the longest chain of ownership).
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from graphscan.network.spans import Spans, expanded, merged, true_between
from graphscan.network.stakes import WHOLE, Picture, Stakes

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Timelines:
    """When each party was what under one rule; a listed party is in it only by its owners.

    Attributes:
        captured_sure: Captured whatever the days of interests and listings are.
        captured_possible: Captured for some choice of them.
        doubtful_sure: At least not to be excluded, whatever the days are.
        doubtful_possible: Captured or not to be excluded for some choice of them.
    """

    captured_sure: Spans
    captured_possible: Spans
    doubtful_sure: Spans
    doubtful_possible: Spans


def timelines(
    picture: Picture, listed_sure: Spans, listed_possible: Spans, threshold: int
) -> Timelines:
    """The four fixpoints over all time.

    Args:
        picture: What is held.
        listed_sure: When the listed parties certainly were listed.
        listed_possible: When they possibly were.
        threshold: In millionths of a percent.

    Notes:
        The two fixpoints `captured` are exact for any mix of dates, because a greater share never
        captures less. `doubtful_possible` may say too much and `doubtful_sure` too little where
        days are imprecise *and* what others hold matters; with exact days both are exact.
    """
    captured_sure = _fixpoint(_Reading(gain=_least(picture.low_sure)), listed_sure, threshold)
    captured_possible = _fixpoint(
        _Reading(gain=_least(picture.low_possible)), listed_possible, threshold
    )
    sure = _Reading(gain=picture.high_sure, others=picture.low_possible, all=picture.low_sure)
    possible = _Reading(
        gain=picture.high_possible, others=picture.low_sure, all=picture.low_possible
    )
    known = merged(*(_joined(listed_sure, captured_sure)))
    return Timelines(
        captured_sure=captured_sure,
        captured_possible=captured_possible,
        doubtful_sure=merged(*_joined(_fixpoint(sure, known, threshold), captured_sure)),
        doubtful_possible=_fixpoint(possible, listed_possible, threshold),
    )


def _least(stakes: Stakes) -> Stakes:
    """Least shares as they count for an owner: direct ones, and more than 50 percent reaches 50."""
    direct = stakes.take(~stakes.indirect)
    return dataclasses.replace(direct, open=np.zeros(len(direct), dtype=np.bool_))


def _joined(one: Spans, other: Spans) -> tuple[Ints, Ints, Ints]:
    return (
        np.concatenate([one.party, other.party]),
        np.concatenate([one.first, other.first]),
        np.concatenate([one.last, other.last]),
    )


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Reading:
    """Which shares count for and against.

    Attributes:
        gain: What owners that count hold.
        others: What owners that do not count hold for certain; None where it does not matter.
        all: Where these add up to more than the whole, the data contradict each other, and what
            others hold proves nothing.
    """

    gain: Stakes
    others: Stakes | None = None
    all: Stakes | None = None


def _fixpoint(reading: _Reading, listed: Spans, threshold: int) -> Spans:
    """Spans on which owners capture each party; what is listed counts and is not in the result."""
    gain = reading.gain
    by_owner = np.argsort(gain.owner, kind="stable")
    owners, owned = gain.owner[by_owner], gain.owned[by_owner]
    derived, counting = Spans(party=_NONE, first=_NONE, last=_NONE), listed
    fresh = np.unique(listed.party)
    while len(fresh):
        low, high = _range(owners, fresh)
        again = np.unique(owned[expanded(low, high - low)[1]])
        found = _judged(reading, counting, again, threshold)
        fresh = again[_days(found, again) > _days(derived, again)]
        derived = _replaced(derived, found, fresh)
        counting = merged(*_joined(listed, derived))
    return derived


_NONE: Ints = np.array([], dtype=np.int64)


def _range(column: Ints, values: Ints) -> tuple[Ints, Ints]:
    """Positions of each of the values in a sorted column."""
    return np.searchsorted(column, values), np.searchsorted(column, values, side="right")


def _days(spans: Spans, parties: Ints) -> Ints:
    """How many days of each of the parties are in the spans."""
    total = np.concatenate([[0], np.cumsum(spans.last - spans.first + 1)])
    low, high = _range(spans.party, parties)
    days: Ints = total[high] - total[low]
    return days


def _replaced(spans: Spans, new: Spans, parties: Ints) -> Spans:
    """The spans, with the new ones for some parties."""
    keep, take = ~np.isin(spans.party, parties), np.isin(new.party, parties)
    party = np.concatenate([spans.party[keep], new.party[take]])
    order = np.argsort(party, kind="stable")
    return Spans(
        party=party[order],
        first=np.concatenate([spans.first[keep], new.first[take]])[order],
        last=np.concatenate([spans.last[keep], new.last[take]])[order],
    )


def _judged(reading: _Reading, counting: Spans, parties: Ints, threshold: int) -> Spans:
    """When owners capture each of the parties, given who counts when."""
    gain = reading.gain
    events = _Events()
    at = _into(gain, parties)
    held = np.bincount(np.searchsorted(parties, gain.owned[at]), gain.share[at], len(parties))
    at = at[(held >= threshold)[np.searchsorted(parties, gain.owned[at])]]
    which, first, last = _while_counting(gain, at, counting)
    indirect = gain.indirect[which]
    reaches = (gain.share > threshold) | ((gain.share == threshold) & ~gain.open)
    alone = indirect & reaches[which]
    events.add(gain, which[~indirect], first[~indirect], last[~indirect], "gain")
    events.add(gain, which[alone], first[alone], last[alone], "alone")
    if reading.others is None or reading.all is None:
        return events.spans(threshold)
    near = np.unique(events.spans(threshold).party)
    others = reading.others
    at = _into(others, near)
    at = at[~others.indirect[at]]
    events.add(others, at, others.first[at], others.last[at], "others")
    which, first, last = _while_counting(others, at, counting)
    events.add(others, which, first, last, "others", sign=-1)
    at = _into(reading.all, near)
    at = at[~reading.all.indirect[at]]
    events.add(reading.all, at, reading.all.first[at], reading.all.last[at], "all")
    return events.spans(threshold)


def _into(stakes: Stakes, parties: Ints) -> Ints:
    low, high = _range(stakes.owned, parties)
    return expanded(low, high - low)[1]


def _while_counting(stakes: Stakes, at: Ints, counting: Spans) -> tuple[Ints, Ints, Ints]:
    """Stakes at these positions while their owners count: position, first day, last day."""
    low, high = _range(counting.party, stakes.owner[at])
    which, span = expanded(low, high - low)
    stake = at[which]
    first = np.maximum(stakes.first[stake], counting.first[span])
    last = np.minimum(stakes.last[stake], counting.last[span])
    some = first <= last
    return stake[some], first[some], last[some]


class _Events:
    """Sums that begin and end on days, party by party."""

    columns = ("gain", "gain_open", "others", "others_open", "all", "all_open", "alone")

    def __init__(self) -> None:
        """Nothing yet."""
        self._parts: list[tuple[Ints, Ints, str, Ints, Ints]] = []

    def add(
        self, stakes: Stakes, which: Ints, first: Ints, last: Ints, name: str, *, sign: int = 1
    ) -> None:
        """Shares that count in a sum from `first` to `last`."""
        if len(which):
            party, share = stakes.owned[which], sign * stakes.share[which]
            is_open = sign * stakes.open[which].astype(np.int64)
            self._parts.append((party, first, name, share, is_open))
            self._parts.append((party, last + 1, name, -share, -is_open))

    def spans(self, threshold: int) -> Spans:
        """When the sums of a party reach the threshold and leave room for it."""
        if not self._parts:
            return Spans(party=_NONE, first=_NONE, last=_NONE)
        party = np.concatenate([part[0] for part in self._parts])
        day = np.concatenate([part[1] for part in self._parts])
        order = np.lexsort((day, party))
        sums = {name: self._sum(name, order) for name in self.columns}
        room = WHOLE - threshold
        true = (sums["alone"] > 0) | (
            _reach(sums["gain"], sums["gain_open"] == 0, threshold)
            & (
                ~_exceed(sums["others"], sums["others_open"] > 0, room)
                | _exceed(sums["all"], sums["all_open"] > 0, WHOLE)
            )
        )
        return true_between(party[order], day[order], true)

    def _sum(self, name: str, order: Ints) -> Ints:
        """The running sum of one column; what a party adds it takes away, so none spills over."""
        kind = name.removesuffix("_open")
        if all(part[2] != kind for part in self._parts):
            return np.zeros(len(order), dtype=np.int64)
        parts = []
        for party, _, of, share, is_open in self._parts:
            value = is_open if name != kind else share
            parts.append(value if of == kind else np.zeros(len(party), dtype=np.int64))
        total: Ints = np.cumsum(np.concatenate(parts)[order])
        return total


def _reach(total: Ints, closed: Flags, threshold: int) -> Flags:
    """A sum of greatest shares reaches it: one that is not reached itself must exceed it."""
    reached: Flags = (total > threshold) | ((total == threshold) & closed)
    return reached


def _exceed(total: Ints, is_open: Flags, room: int) -> Flags:
    """A sum of least shares exceeds the room: more than the room itself does."""
    exceeded: Flags = (total > room) | ((total == room) & is_open)
    return exceeded
