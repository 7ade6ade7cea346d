"""Ports by name and by the codes of the U.S. Census: what records say where no UN/LOCODE stands.

Schedule D numbers U.S. ports (four digits), Schedule K foreign ones (five). Other customs number
theirs likewise - 5301 is Houston, and Shenzhen in China - so a bare number is never read: a mapping
says which schedule a column is of, and cases keep it as `D5301` and `K57035`.

Sources: `us_schedules.csv`, Schedule D and Schedule K (fourth quarter of 2024, with alternative
names), U.S. Census Bureau and U.S. Army Corps of Engineers (public domain). Positions to a
hundredth of a degree at best; where one lay more than 150 km from that of the UN/LOCODE of that
name it is left out.
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from importlib import resources

from graphscan.codes import countries, locode
from graphscan.codes.locode import Place

SCHEDULES = {"D": 4, "K": 5}
"""Digits of a code of each schedule."""

_CODE = re.compile(r"[DK]\d{4,5}")
_NUMBER = re.compile(r"\s*(\d{3,5})(\.0)?\b")

NEAR = 0.5
"""Degrees within which two codes of one name are of one city."""

_LOCODES_OF_STATES = {
    "PORTLAND, OR": "USPDX",
    "PORTLAND, ME": "USPWM",
    "SAVANNAH, GA": "USSAV",
    "JACKSONVILLE, FL": "USJAX",
}
"""U.S. ports of a name that several states have."""

_STATES = (
    "AL ALABAMA,AK ALASKA,AZ ARIZONA,AR ARKANSAS,CA CALIFORNIA,CO COLORADO,CT CONNECTICUT,"
    "DE DELAWARE,DC DISTRICT OF COLUMBIA,FL FLORIDA,GA GEORGIA,HI HAWAII,ID IDAHO,IL ILLINOIS,"
    "IN INDIANA,IA IOWA,KS KANSAS,KY KENTUCKY,LA LOUISIANA,ME MAINE,MD MARYLAND,MA MASSACHUSETTS,"
    "MI MICHIGAN,MN MINNESOTA,MS MISSISSIPPI,MO MISSOURI,MT MONTANA,NE NEBRASKA,NV NEVADA,"
    "NH NEW HAMPSHIRE,NJ NEW JERSEY,NM NEW MEXICO,NY NEW YORK,NC NORTH CAROLINA,ND NORTH DAKOTA,"
    "OH OHIO,OK OKLAHOMA,OR OREGON,PA PENNSYLVANIA,RI RHODE ISLAND,SC SOUTH CAROLINA,"
    "SD SOUTH DAKOTA,TN TENNESSEE,TX TEXAS,UT UTAH,VT VERMONT,VA VIRGINIA,WA WASHINGTON,"
    "WV WEST VIRGINIA,WI WISCONSIN,WY WYOMING"
)
_STATE = {
    word: each[:2] for each in _STATES.split(",") for word in (each[:2], each.split(" ", 1)[1])
}


def of_schedule(schedule: str, text: str) -> str | None:
    """The place that a number of a schedule stands for, by its UN/LOCODE where that is certain.

    What stands behind the number is not looked at: vendors write `1703, SAVANNAH, GA`.

    >>> of_schedule("D", "1703, SAVANNAH, GA"), of_schedule("K", "53306"), of_schedule("D", "101")
    ('USSAV', 'INMUN', 'USPWM')
    >>> of_schedule("D", "9999")
    """
    found = _NUMBER.match(text)
    code = f"{schedule}{found[1].zfill(SCHEDULES[schedule])}" if found else ""
    place = _scheduled().get(code)
    if place is None:
        return None
    return _locode_of(code) or code


def by_name(text: str) -> str | None:
    """The code of the only port of a name; None where there is none, or several.

    A state or country behind the name narrows it down. Names are compared without accents, case
    and brackets.

    >>> by_name("Port Klang"), by_name("SAVANNAH, GA"), by_name("Oakland, California")
    ('MYPKG', 'USSAV', 'USOAK')
    >>> by_name("Cartagena"), by_name("CARTAGENA, COLOMBIA"), by_name("Portland, OR")
    (None, 'COCTG', 'USPDX')
    >>> by_name("Birmingham, AL"), by_name("Birmingham"), by_name("Shanghai")
    ('D1904', None, 'CNSHA')
    >>> by_name("somewhere")
    """
    name, _, behind = text.partition(",")
    behind = _plain(behind)
    state = _STATE.get(behind)
    if state:
        found = {code for code, place in _named(name) if place.country == "US"}
        scheduled = {code for code in found if _in_state(code, state)}
        found = scheduled or {code for code in found if locode.is_valid(code)}
    elif behind:
        country = countries.normalize(behind)
        found = {code for code, place in _named(name) if place.country == country}
    else:
        found = {code for code, _ in _named(name)}
        if all(code[0] == "D" and _is_scheduled(code) for code in found):
            return None  # Birmingham without a state need not be in Alabama
    return _one(found)


def describe(code: str) -> Place | None:
    """A place by its UN/LOCODE, or by its code of a schedule with the schedule's letter before it.

    >>> describe("K53306").name, describe("K53306").country, describe("MYPKG").name
    ('Mundra', 'IN', 'Port Klang')
    >>> describe("53306")
    """
    return locode.describe(code) or _scheduled().get(code)


def country(code: str) -> str | None:
    """The country of a place, None where it is not known.

    >>> country("CNXYZ"), country("D0101"), country("K00000"), country("SOMEWHERE")
    ('CN', 'US', None, None)
    """
    place = _scheduled().get(code) if _CODE.fullmatch(code) else None
    return place.country or None if place else locode.country(code)


def _one(codes: set[str]) -> str | None:
    """The one place that all the codes stand for: UN/LOCODEs speak for the schedules."""
    known = {(_locode_of(code) or code) if _is_scheduled(code) else code for code in codes}
    return _same(known)


def _is_scheduled(code: str) -> bool:
    return _CODE.fullmatch(code) is not None


def _same(codes: set[str]) -> str | None:
    """The code of all: of several for one city (CNSGH, CNSHA) the last; None where they differ."""
    if len(codes) < 2:
        return next(iter(codes), None)
    found = [describe(code) for code in codes]
    near = all(
        place is not None
        and place.lat is not None
        and place.lon is not None
        and place.country == max(codes)[:2]
        for place in found
    )
    lats = [place.lat for place in found if place and place.lat is not None]
    lons = [place.lon for place in found if place and place.lon is not None]
    if near and max(lats) - min(lats) < NEAR and max(lons) - min(lons) < NEAR:
        return max(codes)
    return None


def _in_state(code: str, state: str) -> bool:
    place = _scheduled().get(code)
    return place is not None and place.name.endswith(f", {state}")


@functools.cache
def _locode_of(code: str) -> str | None:
    """The UN/LOCODE of a scheduled port: the only one of any of its names in its country."""
    place = _scheduled()[code]
    if place.name in _LOCODES_OF_STATES:
        return _LOCODES_OF_STATES[place.name]
    names = {
        _plain(row.name.partition(",")[0] if code[0] == "D" else row.name) for row in _of(code)
    }
    around = [each for name in names for each in _by_name().get(name, [])]
    if (
        code[0] == "D"
        and len({other for other, _ in around if other[0] == "D" and _is_scheduled(other)}) > 1
    ):
        return None
    return _same(
        {c for c, each in around if each.country == place.country and not _is_scheduled(c)}
    )


def _of(code: str) -> list[Place]:
    return _names_of_codes()[code]


def _named(name: str) -> list[tuple[str, Place]]:
    return _by_name().get(_plain(name), []) if len(name.strip()) > 2 else []


def _plain(name: str) -> str:
    parts = unicodedata.normalize("NFKD", re.sub(r"\(.*?\)", " ", name))
    letters = "".join(char for char in parts if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w]+", " ", letters).upper().split())


@functools.cache
def _scheduled() -> dict[str, Place]:
    """The official name of every code: the first of it in the table."""
    return {place.code: place for place in reversed(_rows())}


@functools.cache
def _names_of_codes() -> dict[str, list[Place]]:
    names: dict[str, list[Place]] = {}
    for place in _rows():
        names.setdefault(place.code, []).append(place)
    return names


@functools.cache
def _rows() -> tuple[Place, ...]:
    text = resources.files("graphscan.codes").joinpath("us_schedules.csv").read_text("utf-8")
    return tuple(
        Place(
            code=row["code"],
            name=row["name"],
            country=row["country"],
            lat=float(row["lat"]) if row["lat"] else None,
            lon=float(row["lon"]) if row["lon"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    )


@functools.cache
def _by_name() -> dict[str, list[tuple[str, Place]]]:
    names: dict[str, list[tuple[str, Place]]] = {}
    for place in (*locode.places(), *_rows()):
        whole = _plain(place.name)
        short = _plain(place.name.partition(",")[0]) if place.code[0] == "D" else whole
        for name in {whole, short}:
            names.setdefault(name, []).append((place.code, place))
    return names
