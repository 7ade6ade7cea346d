"""Imprecise dates as half-open day intervals, and what two of them allow.

Much real customs data names a month only, listings often only a year. Such a date is every day it
could be, never its first. Days are numbered from 1970-01-01 wherever columns are compared.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import re

EPOCH = dt.date(1970, 1, 1)
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Precision(enum.StrEnum):
    """How exactly a source states a date."""

    DAY = "day"
    """The day itself."""
    MONTH = "month"
    """Some day of one month."""
    YEAR = "year"
    """Some day of one year."""
    SPAN = "span"
    """Some day of an interval that is no calendar unit, for example an assumed arrival."""


class Certainty(enum.StrEnum):
    """What two intervals allow."""

    CERTAIN = "certain"
    """True for every pair of days the intervals allow."""
    POSSIBLE = "possible"
    """True for some pair of days."""
    IMPOSSIBLE = "impossible"
    """True for no pair of days."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DayInterval:
    """Every day that an imprecise date may be.

    Attributes:
        first: First possible day.
        end: First impossible day after it (exclusive).
        precision: The unit the source stated.
    """

    first: dt.date
    end: dt.date
    precision: Precision = Precision.SPAN

    def __post_init__(self) -> None:
        """Refuse an interval without a day."""
        if self.end <= self.first:
            msg = f"empty interval: first {self.first}, end {self.end} (exclusive)"
            raise ValueError(msg)

    @property
    def last(self) -> dt.date:
        """Last possible day (inclusive)."""
        return self.end - dt.timedelta(days=1)

    def __str__(self) -> str:
        """The date at its own precision, as the contract writes it."""
        match self.precision:
            case Precision.DAY:
                return self.first.isoformat()
            case Precision.MONTH:
                return f"{self.first:%Y-%m}"
            case Precision.YEAR:
                return f"{self.first:%Y}"
            case Precision.SPAN:
                return f"{self.first.isoformat()}..{self.last.isoformat()}"


def parse_date(text: str) -> DayInterval:
    """The interval of `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.

    Raises:
        ValueError: Anything else, an impossible day included.

    >>> parse_date("2024-02").end
    datetime.date(2024, 3, 1)
    >>> str(parse_date("2024"))
    '2024'
    >>> parse_date("2023-02-29")
    Traceback (most recent call last):
    ValueError: not a date: '2023-02-29'
    >>> parse_date("2024-00")
    Traceback (most recent call last):
    ValueError: not a date: '2024-00'
    """
    found = _ISO.fullmatch(text.strip())
    if not found:
        msg = f"not a date: {text!r}"
        raise ValueError(msg)
    year, month, day = (None if part is None else int(part) for part in found.groups())
    try:
        first = dt.date(year or 0, 1 if month is None else month, 1 if day is None else day)
        if day is not None:
            return DayInterval(
                first=first, end=first + dt.timedelta(days=1), precision=Precision.DAY
            )
        if month is not None:
            end = dt.date(first.year + month // 12, month % 12 + 1, 1)
            return DayInterval(first=first, end=end, precision=Precision.MONTH)
        end = dt.date(first.year + 1, 1, 1)
        return DayInterval(first=first, end=end, precision=Precision.YEAR)
    except (ValueError, OverflowError) as err:
        msg = f"not a date: {text!r}"
        raise ValueError(msg) from err


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01.

    >>> day_number(dt.date(1970, 1, 2))
    1
    """
    return (day - EPOCH).days


def from_day_number(number: int) -> dt.date:
    """The date of a day number.

    >>> from_day_number(-1)
    datetime.date(1969, 12, 31)
    """
    return EPOCH + dt.timedelta(days=int(number))


def wait(
    arrives: DayInterval, departs: DayInterval, *, shortest: int = 0, longest: int = 180
) -> Certainty:
    """Whether the days from `arrives` to `departs` can lie within [shortest, longest].

    >>> wait(parse_date("2024-05"), parse_date("2024-05"))  # on the 2nd and the 9th, or the reverse
    <Certainty.POSSIBLE: 'possible'>
    >>> wait(parse_date("2024-05-31"), parse_date("2024-06"), longest=30)
    <Certainty.CERTAIN: 'certain'>
    >>> wait(parse_date("2024-06"), parse_date("2024-05-31"))
    <Certainty.IMPOSSIBLE: 'impossible'>
    """
    least = (departs.first - arrives.last).days
    most = (departs.last - arrives.first).days
    if least >= shortest and most <= longest:
        return Certainty.CERTAIN
    if most >= shortest and least <= longest:
        return Certainty.POSSIBLE
    return Certainty.IMPOSSIBLE
