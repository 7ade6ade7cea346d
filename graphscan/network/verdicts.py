"""What an ownership rule makes of the receiver of a leg, on the days of the leg.

A party becomes an affiliate when its owner is listed; goods that were under way to it on that day
have the savings clause, as those to the owner itself have (`clocks`).
"""

from __future__ import annotations

import dataclasses

from graphscan.codes.bases import basis_rank
from graphscan.network import clocks
from graphscan.network.clocks import Span, in_transit
from graphscan.network.control import (
    CANNOT_EXCLUDE,
    NOT_CAPTURED,
    STATE_BASIS,
    Control,
    RuleControl,
    states,
)
from graphscan.network.stakes import FIRST_DAY

IN_TRANSIT = "in-transit-at-listing"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a rule makes of a party on the days of a leg.

    Attributes:
        bases: Every basis that the days allow, strongest first; `not-captured` after them.
        day: A day on which the strongest holds.
        most: It rests on greatest shares (cannot exclude).
    """

    bases: tuple[str, ...]
    day: int
    most: bool


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Onset:
    """When the listing of an owner made a party an affiliate.

    Attributes:
        first: First possible day.
        last: Last possible day.
        only: If the party is captured on `first`, then by a listing of that very day.
        certain: It is the only possible day, and from it on the party certainly is captured.
    """

    first: int
    last: int
    only: bool
    certain: bool


def onsets(control: Control, of: RuleControl, party: int) -> list[Onset]:
    """The days on which a listing, not a purchase of shares, made a party an affiliate."""
    found = []
    for first, last in of.timelines.captured_possible.of(party):
        if first <= FIRST_DAY:
            continue
        owners = control.claim(of, party, first, most=False).listed
        starts = [
            start
            for owner in owners
            for start in of.starts.get(owner, ())
            if start[0] <= first <= start[1]
        ]
        if starts:
            sure = [begins for begins, _ in of.timelines.captured_sure.within(party, first, last)]
            latest = min(max(end for _, end in starts), *sure[:1], last)
            only = any(start[0] == first for start in starts)
            certain = only and sure[:1] == [first]
            found.append(Onset(first=first, last=latest, only=only, certain=certain))
    return found


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Voyage:
    """The days of a leg.

    Attributes:
        departs: First and last possible day of departure.
        arrives: First and last possible day of arrival.
    """

    departs: Span
    arrives: Span

    def under_way(self, onset: Onset) -> bool:
        """Whether it may be under way on the day of a listing, within the grace."""
        departs = (self.departs[0], min(self.departs[1], self.arrives[1]))
        arrives = (max(self.departs[0], self.arrives[0]), self.arrives[1])
        return in_transit(departs, arrives, (onset.first, onset.last))

    def surely_under_way(self, onset: Onset) -> tuple[int, int] | None:
        """Days of departure on which it surely is, whatever the other days are."""
        within = (
            onset.first < self.arrives[0] and self.arrives[1] <= onset.first + clocks.SAVINGS_DAYS
        )
        if not onset.certain or not within or self.departs[0] > onset.first:
            return None
        return self.departs[0], min(self.departs[1], onset.first)


def judge(
    of: RuleControl, party: int, voyage: Voyage, setting: str, begins: list[Onset]
) -> Verdict | None:
    """What a rule makes of a party on the days of a leg; None where nothing on any of them.

    Args:
        of: The rule and its timelines.
        party: Party id.
        voyage: The days of the leg.
        setting: `Settings.affiliates_rule`.
        begins: Of `onsets`; those that a leg cannot meet may be left out.
    """
    first, last = voyage.departs
    lines = of.timelines
    spared = [days for onset in begins if (days := voyage.surely_under_way(onset))]
    # A party is not yet captured on the effective date for goods that arrive within the grace.
    graced = [
        onset.first
        for onset in begins
        if onset.only
        and not voyage.arrives[0] <= onset.first <= voyage.arrives[1]
        and voyage.arrives[1] <= onset.first + clocks.SAVINGS_DAYS
    ]
    doubtful = _without(lines.doubtful_possible.within(party, first, last), graced)
    captured = _without(lines.captured_possible.within(party, first, last), graced)
    under_way = next((onset for onset in begins if voyage.under_way(onset)), None)
    if not doubtful and not captured and under_way is None:
        return None
    captured_sure = _without(lines.captured_sure.within(party, first, last), graced)
    doubtful_sure = _without(lines.doubtful_sure.within(party, first, last), graced)
    allowed = {
        basis
        for low, high in captured
        for state in states(of.rule, low, high, setting)
        for basis in STATE_BASIS[state]
    }
    if _beyond(doubtful, captured) or _beyond(doubtful_sure, captured_sure):
        allowed.add(CANNOT_EXCLUDE)
    if under_way is not None:
        allowed.add(IN_TRANSIT)
    bases = sorted(allowed, key=basis_rank)
    settled = _union([*doubtful_sure, *spared])
    if settled < last - first + 1:
        bases.append(NOT_CAPTURED)
    speaking = captured_sure or captured or doubtful_sure or doubtful
    if not speaking and under_way is not None:
        return Verdict(bases=tuple(bases), day=under_way.first, most=False)
    return Verdict(bases=tuple(bases), day=speaking[0][0], most=not captured)


def _without(spans: list[Span], days: list[int]) -> list[Span]:
    """Spans less some days."""
    for day in days:
        spans = [
            part
            for first, last in spans
            for part in ((first, min(last, day - 1)), (max(first, day + 1), last))
            if part[0] <= part[1]
        ]
    return spans


def _union(spans: list[Span]) -> int:
    """How many days are in any of the spans."""
    return len({day for first, last in spans for day in range(first, last + 1)})


def _length(spans: list[Span]) -> int:
    return sum(last - first + 1 for first, last in spans)


def _beyond(spans: list[Span], inner: list[Span]) -> bool:
    """Whether spans have a day that is in none of the inner ones, which lie within them."""
    return _length(spans) > _length(inner)
