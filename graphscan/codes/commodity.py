"""Commodity classes and tiers: what may be the same goods further on, and how much they matter.

Sources:
    - `advanced_computing.csv`: six-digit codes under which accelerators, servers and the machines
      that make them move. graphscan's own list; `basis` says why each is on it, for the Common
      High Priority List lacks 8473.30, where CBP classifies GPU boards.
    - `chpl.csv`: the Common High Priority List of BIS and its partners, 50 codes in tiers 1, 2,
      3.A, 3.B, 4.A and 4.B, as of 23 February 2024.
"""

from __future__ import annotations

import csv
import functools
from importlib import resources

from graphscan.codes import hs

ADVANCED_COMPUTING = "advanced-computing"
UNKNOWN = "unknown"


def commodity_class(hs_code: str | None) -> str:
    """The class of a code: `advanced-computing`, else its four-digit heading, else `unknown`.

    The classes are a partition. A code of four or five digits has its heading's class, even where
    it begins an advanced-computing code.

    >>> [commodity_class(code) for code in ("8473.30.1180", "8542.31", "8542", "85", None)]
    ['advanced-computing', 'advanced-computing', '8542', 'unknown', 'unknown']
    """
    digits = hs.normalize(hs_code)
    if not digits or len(digits) < 4:
        return UNKNOWN
    return ADVANCED_COMPUTING if digits[:6] in _advanced() else digits[:4]


def describe(commodity: str) -> str:
    """A commodity class in words.

    >>> describe("advanced-computing")
    'advanced computing items'
    >>> describe("8482")
    'Ball or roller bearings'
    """
    if commodity == ADVANCED_COMPUTING:
        return "advanced computing items"
    if commodity == UNKNOWN:
        return "goods without a commodity code"
    return hs.describe(commodity) if hs.is_valid(commodity) else f"goods of heading {commodity}"


def chpl_tier(hs6: str) -> str | None:
    """The tier of a six-digit code on the Common High Priority List, None where it is not on it.

    >>> chpl_tier("854231"), chpl_tier("847150"), chpl_tier("847330")
    ('1', '3.A', None)
    """
    return chpl_tiers().get(hs6)


def advanced_computing_codes() -> tuple[str, ...]:
    """The six-digit codes of the class `advanced-computing`, in order.

    >>> len(advanced_computing_codes()), advanced_computing_codes()[0]
    (15, '847141')
    """
    return tuple(_advanced())


def advanced_computing_goods(hs6: str) -> str | None:
    """What moves under an advanced-computing code, None for other codes.

    >>> advanced_computing_goods("847330")
    'parts of 8471: GPU boards, SXM modules, motherboards'
    """
    row = _advanced().get(hs6)
    return row["goods"] if row else None


@functools.cache
def chpl_tiers() -> dict[str, str]:
    """Tier by six-digit code of the Common High Priority List.

    >>> len(chpl_tiers())
    50
    """
    return {row["hs6"]: row["tier"] for row in _rows("chpl.csv")}


@functools.cache
def _advanced() -> dict[str, dict[str, str]]:
    return {row["hs6"]: row for row in _rows("advanced_computing.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("graphscan.codes").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
