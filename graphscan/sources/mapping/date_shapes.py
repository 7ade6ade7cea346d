"""Which formats of dates fit some cells; between day and month first only the user can choose."""

from __future__ import annotations

import functools
import re

DATE_FORMATS = (
    *("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%gZ", "%Y%m%d"),
    *("%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%b %Y", "%B %Y", "%Y-%m"),
)
"""Formats that a proposal may name; those that leave day and month open are asked of the user."""

_OPEN_DATES = (("%d/%m/%Y", "%m/%d/%Y"), ("%d.%m.%Y", "%m.%d.%Y"), ("%d-%m-%Y", "%m-%d-%Y"))


def formats(values: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Formats that fit some of the values, and pairs between which only the user can choose.

    >>> formats(["05/04/2024", "06/04/2024"])
    ((), ('%d/%m/%Y', '%m/%d/%Y'))
    >>> formats(["05/04/2024", "16/04/2024"])
    (('%d/%m/%Y',), ())
    """
    shapes = [each for each in DATE_FORMATS if any(_shaped(value, each) for value in values)]
    for day_first, month_first in _OPEN_DATES:
        pattern = re.compile(
            r"(\d{1,2})" + re.escape(day_first[2]) + r"(\d{1,2})" + re.escape(day_first[2])
        )
        found = [match for value in values if (match := pattern.match(value))]
        if any(int(match[1]) > 12 for match in found):
            shapes.append(day_first)
        elif any(int(match[2]) > 12 for match in found):
            shapes.append(month_first)
        elif found:
            return tuple(shapes), (day_first, month_first)
    return tuple(shapes), ()


def _shaped(value: str, format: str) -> bool:  # noqa: A002 -- the word of strptime
    return re.fullmatch(_date_pattern(format), value) is not None


@functools.cache
def _date_pattern(format: str) -> str:  # noqa: A002
    parts = {
        "%Y": r"\d{4}",
        "%m": r"\d{2}",
        "%d": r"\d{1,2}",
        "%b": r"[A-Za-z]{3}",
        "%B": r"[A-Za-z]{4,}",
        "%y": r"\d{2}",
        "%H": r"\d{2}",
        "%M": r"\d{2}",
        "%S": r"\d{2}",
        "%g": r"\d{3}",
    }
    tokens = re.findall(r"%.|.", format)
    return "".join(parts.get(token, re.escape(token)) for token in tokens)
