"""UN/LOCODE: ports, airports and places, as the country's two letters and three of its own.

Sources: the format, UNECE Recommendation 16; `locodes.csv`, 1,603 sea ports with positions from the
data set sea-ports of marchah (MIT), and airports that carry much air freight, re-keyed by hand with
positions to about two kilometres (unverified against the UNECE table).
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import re
from importlib import resources

from graphscan.codes import countries

_FORMAT = re.compile(r"[A-Z]{2}[A-Z2-9]{3}")
_CITIES = frozenset(
    {
        *("ACCRA", "CAIRO", "GENOA", "JAFFA", "KYOTO", "LAHTI", "LEEDS", "LILLE", "NIMES", "PERTH"),
        *("PUSAN", "QUITO", "SANAA", "SOFIA", "TURIN"),
    }
)
"""Cities of five letters, beside those of the table, that look like codes of some country."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A known place.

    Attributes:
        code: UN/LOCODE, or the code of another table of ports.
        name: Name in Latin letters.
        country: ISO 3166-1 alpha-2 code.
        lat: Degrees north, None where not known.
        lon: Degrees east, None where not known.
    """

    code: str
    name: str
    country: str
    lat: float | None
    lon: float | None


def is_valid(code: str) -> bool:
    """Whether `code` is written as a UN/LOCODE of an existing country.

    A city or country of five letters is none, although its first two may be a country's: SEOUL is
    not in Sweden, CHINA not in Switzerland.

    >>> is_valid("MYPKG"), is_valid("SEOUL"), is_valid("CHINA"), is_valid("US100")
    (True, False, False, False)
    """
    if code in _places():
        return True
    return (
        _FORMAT.fullmatch(code) is not None
        and code not in _CITIES
        and code not in _names()
        and countries.is_valid(code[:2])
        and countries.normalize(code) is None
    )


def normalize(text: str | None) -> str | None:
    """A code in capitals, without the space that the UNECE table prints; None for anything else.

    >>> normalize("us lax"), normalize("Port Klang"), normalize("TOKYO"), normalize(None)
    ('USLAX', None, None, None)
    """
    packed = re.sub(r"\s", "", text or "").upper()
    return packed if is_valid(packed) else None


def describe(code: str) -> Place | None:
    """What is known of a place, None where the code is not in the table.

    >>> place = describe("MYPKG")
    >>> place.name, place.country, round(place.lat), round(place.lon)
    ('Port Klang', 'MY', 3, 101)
    """
    return _places().get(code)


def places() -> tuple[Place, ...]:
    """Every place of the table."""
    return tuple(_places().values())


def country(code: str) -> str | None:
    """The country of a code, known place or not; None where it is no code.

    >>> country("CNXYZ"), country("TOKYO")
    ('CN', None)
    """
    return code[:2] if is_valid(code) else None


@functools.cache
def _places() -> dict[str, Place]:
    text = resources.files("graphscan.codes").joinpath("locodes.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Place(
            code=row["code"],
            name=row["name"],
            country=row["code"][:2],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
        )
        for row in csv.DictReader(text.splitlines())
    }


@functools.cache
def _names() -> frozenset[str]:
    return frozenset(place.name.upper() for place in _places().values())
