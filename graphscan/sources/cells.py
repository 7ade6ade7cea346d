"""What one cell says: pure functions from text to a value, a doubt or a refusal.

Each is called once per distinct value of a column, never per row. The text comes trimmed, without
null tokens and control characters.
"""

from __future__ import annotations

import datetime as dt
import decimal
import re

from graphscan.codes import countries, eccn, hs, locode
from graphscan.codes import ports as port_tables
from graphscan.dates import DayInterval, parse_date
from graphscan.records import Column
from graphscan.sources.problems import Doubt, Refusal

Problem = Refusal | Doubt | None

BAD_DATE = Refusal(reason="not a date", cure="Write YYYY-MM-DD, YYYY-MM or YYYY.")
FAR_DATE = Refusal(reason="not a year from 1900 to 2100", cure="Check the year.")
UNKNOWN_COUNTRY = Refusal(
    reason="unknown country", cure="Write the ISO 3166 code of two letters, or leave it empty."
)
NAMIBIA = Doubt(reason="NA is read as Namibia: leave the cell empty where nothing is known")
BAD_NUMBER = Refusal(
    reason="not a number", cure="Write digits with a decimal point, without thousands separators."
)
NEGATIVE = Refusal(reason="negative", cure="Write an amount of zero or more, or leave it empty.")
BAD_SHARE = Refusal(reason="not a percentage from 0 to 100", cure="Write 51 for 51 percent.")
BAD_FLAG = Refusal(reason="neither Y nor N", cure="Write Y or N, or leave it empty.")

IN_ADDRESS = "in the address: "
"""What a mapping writes before an address of which the country is wanted, if it ends with one."""

OF_SCHEDULE = "of schedule "
"""What a mapping writes before a port that a U.S. schedule numbers, with the schedule's letter."""

_STATES = frozenset({"GEORGIA", "LEBANON", "PERU", "CUBA"})
"""Countries after which U.S. states and towns are named: in an address no country for certain."""

_SHORT = frozenset({"USA", "UAE", "PRC"})
"""Three letters that stand for a country at the end of an address; `AND` is no Andorra there."""

SEVERAL_CODES = Doubt(reason="several HS codes: read as what they share")

_BETWEEN_CODES = re.compile(r"[;,|\n]")
_CODE_FIRST = re.compile(r"^((?:HS\s*)?\d[\d. ]*\d)\b.*$", re.DOTALL | re.IGNORECASE)

_UNKNOWN_COUNTRY_CODES = frozenset({"XX", "ZZ"})
"""Codes that ISO 3166 leaves to users and customs data write for "not known"."""

_NUMBER = re.compile(r"\d+(\.\d*)?|\.\d+")
_FLAGS = {"Y": True, "YES": True, "TRUE": True, "1": True} | {
    "N": False,
    "NO": False,
    "FALSE": False,
    "0": False,
}
_NUMBERED = re.compile(r"^\d{3,5}\s*,\s*(?=\S)")
_SHARE_STEP = decimal.Decimal("0.000001")


def date(text: str) -> tuple[DayInterval | None, Problem]:
    """The days that a date could be.

    >>> date("2024-02")[0].last
    datetime.date(2024, 2, 29)
    >>> date("03/04/2024")[1].reason
    'not a date'
    """
    try:
        interval = parse_date(text)
    except ValueError:
        return None, BAD_DATE
    if not 1900 <= interval.first.year <= 2100:
        return None, FAR_DATE
    return interval, None


def end_date(text: str) -> tuple[DayInterval | None, Problem]:
    """The first day on which something no longer holds; `9999-12-31` means never, so it is absent.

    >>> end_date("9999-12-31")
    (None, None)
    """
    return (None, None) if text.startswith("9999") else date(text)


def country(text: str) -> tuple[str | None, Problem]:
    """The ISO 3166 alpha-2 code.

    >>> country("Hong Kong"), country("XX"), country("Atlantis")[1].reason
    (('HK', None), (None, None), 'unknown country')
    >>> country("NA")
    ('NA', Doubt(reason='NA is read as Namibia: leave the cell empty where nothing is known'))
    """
    if text.startswith(IN_ADDRESS):
        return country_at_end(text.removeprefix(IN_ADDRESS)), None
    code = text.upper()
    if code in _UNKNOWN_COUNTRY_CODES:
        return None, None
    if code == "NA":
        return code, NAMIBIA
    known = countries.normalize(text)
    return (known, None) if known else (None, UNKNOWN_COUNTRY)


def country_at_end(address: str) -> str | None:
    """The country with which an address ends; e-mail addresses, numbers and dots behind it aside.

    Two letters count only behind a postcode: CA is California more often than Canada.

    >>> country_at_end("BELL CA 90201 UNITED STATES"), country_at_end("214028 P.R.CHINA")
    ('US', 'CN')
    >>> country_at_end("SANTO DOMINGO NA 11100 DO a@b.example"), country_at_end("LONG BEACH, CA")
    ('DO', None)
    >>> country_at_end("NEWARK, NEW JERSEY"), country_at_end("ATLANTA, GEORGIA")
    (None, None)
    """
    plain = re.sub(r"\S+@\S+", " ", address)
    words = re.sub(r"[\d\s.,:;()+/-]+$", "", plain).split()
    for count in (4, 3, 2, 1):
        tail = " ".join(words[-count:]).strip(" .,")
        if len(words) < count or tail.upper() in _STATES:
            continue
        if (len(tail) < 4 and tail.upper() not in _SHORT) or words[-count - 1 : -count] == ["NEW"]:
            continue
        found = countries.normalize(tail) or countries.normalize(tail.replace("P.R.", ""))
        if found:
            return found
    behind = re.search(r"\d{4,}[ ,.-]+([A-Z]{2})$", " ".join(words))
    return behind[1] if behind and countries.is_valid(behind[1]) else None


def share(text: str, *, up: bool) -> tuple[decimal.Decimal | None, Problem]:
    """A percentage at the six decimals that a case keeps, rounded up or down.

    A bound is rounded away from the share: 49.9999999 as the least share must not become 50, which
    would capture.

    >>> share("49.9999999", up=False), share("150", up=True)[1].reason
    ((Decimal('49.999999'), None), 'not a percentage from 0 to 100')
    """
    value = decimal.Decimal(text) if _NUMBER.fullmatch(text) else None
    if value is None or value > 100:
        return None, BAD_SHARE
    rounding = decimal.ROUND_CEILING if up else decimal.ROUND_FLOOR
    return value.quantize(_SHARE_STEP, rounding=rounding), None


def flag(text: str) -> tuple[bool | None, Problem]:
    """Yes or no.

    >>> flag("y"), flag("maybe")[1].reason
    ((True, None), 'neither Y nor N')
    """
    value = _FLAGS.get(text.upper())
    return value, BAD_FLAG if value is None else None


def choice(text: str, column: Column) -> tuple[str | None, Problem]:
    """The column's word for a text; an unknown one is warned of and becomes the default.

    Units of quantity are open-ended: an unknown one is kept, in capitals.

    >>> from graphscan.records import SHIPMENTS
    >>> mode = next(column for column in SHIPMENTS.columns if column.name == "mode")
    >>> choice("Sea", mode), choice("camel", mode)
    (('sea', None), (None, Doubt(reason='unknown mode')))
    """
    for word in (text.lower(), text.upper()):
        if word in column.values:
            return word, None
    kept = text.upper() if column.name == "quantity_unit" else column.default
    return kept, Doubt(reason=f"unknown {column.name}")


def hs_code(text: str) -> tuple[str | None, Problem]:
    """The digits of a Harmonized System code; what is none is warned of and absent.

    >>> hs_code("8542.31"), hs_code("854299")
    (('854231', None), ('854299', Doubt(reason='unknown HS code')))
    >>> hs_code("GPU")
    (None, Doubt(reason='no HS code'))
    """
    parts = [part for part in _BETWEEN_CODES.split(text) if part.strip()]
    if len(parts) > 1:
        return _shared_code(parts)
    digits = hs.normalize(text)
    if digits is None or len(digits) > 12:
        return None, Doubt(reason="no HS code")
    return digits, None if hs.is_valid(digits) else Doubt(reason="unknown HS code")


def _shared_code(parts: list[str]) -> tuple[str | None, Problem]:
    """What several codes of one cell have in common: their heading, or a longer code, or nothing.

    A shorter code links to more classes, so nothing is lost in the search. Words behind a code are
    passed over, as vendors write `8473.30 Parts; 8542.31 Circuits`.
    """
    found = [code for part in parts if (code := hs.normalize(_CODE_FIRST.sub(r"\1", part.strip())))]
    if not found:
        return None, Doubt(reason="no HS code")
    length = next((size for size in (6, 4) if len({code[:size] for code in found}) == 1), 0)
    if len(set(found)) == 1:
        return found[0], None if hs.is_valid(found[0]) else Doubt(reason="unknown HS code")
    return found[0][:length] or None, SEVERAL_CODES


def eccn_code(text: str) -> tuple[str | None, Problem]:
    """An ECCN or EAR99; what is neither is warned of and kept.

    >>> eccn_code("3a090.A"), eccn_code("NLR")
    (('3A090.a', None), ('NLR', Doubt(reason='no ECCN')))
    """
    code = eccn.normalize(text)
    return (code, None) if code else (text, Doubt(reason="no ECCN"))


def ports(text: str) -> tuple[str | None, Problem]:
    """UN/LOCODEs in capitals with `;` between; a place that is none is warned of and kept.

    A name that only one port has is as good as its code.

    >>> ports("sgsin; MYPKG;"), ports("Port Klang")
    (('SGSIN;MYPKG', None), ('MYPKG', None))
    >>> ports("Cartagena"), ports("of schedule D: 1703, SAVANNAH, GA")
    (('CARTAGENA', Doubt(reason='no UN/LOCODE')), ('USSAV', None))
    """
    if text.startswith(OF_SCHEDULE):
        letter, _, given = text.removeprefix(OF_SCHEDULE).partition(": ")
        code = port_tables.of_schedule(letter, given)
        if code:
            return code, None
        text = _NUMBERED.sub("", given)  # tables drift: the name behind the number may be known
    parts = [part.strip() for part in text.split(";") if part.strip()]
    codes = [locode.normalize(part) or port_tables.by_name(part) for part in parts]
    kept = ";".join(code or part.upper() for code, part in zip(codes, parts, strict=True))
    return kept or None, None if all(codes) else Doubt(reason="no UN/LOCODE")


def day(value: DayInterval | None, *, last: bool) -> dt.date | None:
    """The first or the last possible day.

    >>> day(parse_date("2024"), last=True)
    datetime.date(2024, 12, 31)
    """
    if value is None:
        return None
    return value.last if last else value.first
