"""The three clocks for one leg and one listing: which outcomes the days allow.

Days are numbers; an interval (first, last) holds every day from first to last. DESIGN section 5.
"""

from __future__ import annotations

import dataclasses

SAVINGS_DAYS = 30
"""Days after the effective date within which goods en route on it may still arrive.

The notices give a date about a month later, for example listed 17 October 2023, before 16 November
2023 (88 FR 71991). The Consolidated Screening List does not carry it, so 30 days stand for it."""

Span = tuple[int, int]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """When an entry was on its list.

    Attributes:
        start: Possible first days; None where neither a date nor a Federal Register volume is
        known.
        end: Possible first days off the list; None where it is still listed.
    """

    start: Span | None
    end: Span | None = None


def outcomes(departs: Span, arrives: Span, listing: Listing) -> list[str]:
    """Every basis that the days of leg and listing allow, strongest first.

    >>> outcomes((10, 10), (12, 12), Listing(start=(9, 9)))
    ['listed']
    >>> outcomes((0, 30), (35, 35), Listing(start=(9, 9)))  # the month in which it was listed
    ['listed', 'in-transit-at-listing']
    >>> outcomes((9, 9), (12, 12), Listing(start=(9, 9)))  # en route on the effective date
    ['in-transit-at-listing']
    >>> outcomes((10, 10), (12, 12), Listing(start=(9, 9), end=(10, 10)))
    ['delisted']
    """
    departs, arrives, start, end = _tightened(departs, arrives, listing)
    first, last = departs
    found = []
    still = last if end is None else min(last, end[1] - 1)
    if start is None:
        if first <= still:
            found.append("listed-date-unknown")
    else:
        if first <= still and _listed((first, still), arrives, start):
            found.append("listed")
        if first <= still and in_transit((first, still), arrives, start):
            found.append("in-transit-at-listing")
        if _later(departs, arrives, start):
            found.append("listed-later")
    if end is not None and last >= end[0]:
        found.append("delisted")
    return found


def _tightened(
    departs: Span, arrives: Span, listing: Listing
) -> tuple[Span, Span, Span | None, Span | None]:
    """Without days that no choice can use: an arrival follows its departure, an end its start."""
    start, end = listing.start, listing.end
    if start is not None and end is not None:
        start, end = (start[0], min(start[1], end[1] - 1)), (max(end[0], start[0] + 1), end[1])
    return (
        (departs[0], min(departs[1], arrives[1])),
        (max(departs[0], arrives[0]), arrives[1]),
        start,
        end,
    )


def _listed(departs: Span, arrives: Span, start: Span) -> bool:
    if departs[1] > start[0]:
        return True
    same = (max(departs[0], start[0]), min(departs[1], start[1]))
    if same[0] > same[1]:
        return False
    arrives_same_day = max(same[0], arrives[0]) <= min(same[1], arrives[1])
    return arrives_same_day or arrives[1] > same[0] + SAVINGS_DAYS


def in_transit(departs: Span, arrives: Span, start: Span) -> bool:
    """Whether some choice of days departs by the effective date and arrives within the grace."""
    low = max(start[0], departs[0], arrives[0] - SAVINGS_DAYS)
    return low <= min(start[1], arrives[1] - 1)


def _later(departs: Span, arrives: Span, start: Span) -> bool:
    if departs[0] >= start[1]:
        return False
    after = max(start[0], departs[0] + 1)
    return arrives[0] <= start[1] or arrives[1] > after + SAVINGS_DAYS
