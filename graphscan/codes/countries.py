"""Countries as ISO 3166-1 alpha-2 codes, from the spellings that customs data and lists use.

Sources:
    - `countries.csv`: ISO 3166-1 (through the ODC-PDDL data set country-codes) with XK for Kosovo,
      a code that ISO leaves to users; EAR country groups of 15 CFR Part 740, Supplement No. 1 (eCFR
      issue of 2026-07-23, through a third-party parse: unverified, the UAE in A:5 above all); the
      18 common transshipment points of the FinCEN/BIS joint alert FIN-2022-RUSSIABIS (June 2022).
    - `country_spellings.csv`: spellings met in customs data and screening lists, graphscan's own.
    - names in other languages: Unicode CLDR, through Babel.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import re
import unicodedata
from importlib import resources

from babel import Locale

# fmt: off
LANGUAGES = (
    "en", "zh", "zh_Hant", "ja", "ko", "ru", "uk", "be", "tr", "ar", "fa", "es", "fr", "de",
    "pt", "it", "nl", "pl", "vi", "id", "ms", "th", "hi", "he", "kk", "ky", "uz", "az", "hy",
    "ka", "ro", "cs", "sk", "sl", "hr", "sr", "sv", "fi", "da", "nb", "et", "lv", "lt", "el",
    "hu", "bg", "mk", "sq", "mn", "tg", "tk",
)
# fmt: on
"""CLDR locales whose country names are understood, those of the trade routes that matter here."""

GROUPS = ("A:1", "A:5", "A:6", "B", "D:1", "D:2", "D:3", "D:4", "D:5", "E:1", "E:2")
"""Country groups of 15 CFR Part 740, Supplement No. 1, that `in_group` knows."""

_FORMAL = re.compile(
    r"^((islamic|federal|federative|bolivarian|socialist|democratic|independent) )?"
    r"(republic|kingdom|sultanate|principality|commonwealth|grand duchy) of "
)

CHINA_SARS = frozenset({"HK", "MO"})
"""Special administrative regions: counted apart from CN as third countries, and flagged.

Hong Kong shares China's country groups; Macau is not in D:5, yet the EAR names it beside D:5."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One country or territory.

    Attributes:
        alpha2: ISO 3166-1 alpha-2 code.
        alpha3: ISO 3166-1 alpha-3 code.
        name: Short English name.
        ear_groups: Country groups of 15 CFR Part 740, Supplement No. 1.
        transshipment_point: Named in FIN-2022-RUSSIABIS as a common transshipment point.
    """

    alpha2: str
    alpha3: str
    name: str
    ear_groups: frozenset[str]
    transshipment_point: bool


def is_valid(code: str) -> bool:
    """Whether `code` is an assigned alpha-2 code, in capitals (or XK).

    >>> is_valid("TW"), is_valid("XK"), is_valid("UK"), is_valid("ZZ"), is_valid("tw")
    (True, True, False, False, False)
    """
    return code in _countries()


def normalize(text: str | None) -> str | None:
    """The alpha-2 code of a country however it is written, or None where that is not certain.

    A code and a name side by side must agree. Numbers are refused: 400 is Jordan to ISO and the
    United States to Eurostat. So is "Korea" alone, and any name that means two countries in two
    languages.

    Args:
        text: A code, a name in any of `LANGUAGES`, or both (`IN, INDIA`).

    >>> [normalize(text) for text in ("China (Taiwan)", "China (Mainland)", "BRAZIL (BR)", "香港")]
    ['TW', 'CN', 'BR', 'HK']
    >>> [normalize(text) for text in ("KOREA, REPUBLIC OF", "TÜRKİYE", "HKG", "Казахстан", "UK")]
    ['KR', 'TR', 'HK', 'KZ', 'GB']
    >>> [normalize(text) for text in ("Korea", "US, CANADA", "400", "ZZ", "OTHER COUNTRY", "")]
    [None, None, None, None, None, None]
    """
    if text is None:
        return None
    return _normalize(text.strip())


def describe(code: str) -> str:
    """The short English name of an alpha-2 code; the code itself where it is not one.

    >>> describe("MO"), describe("??")
    ('Macao', '??')
    """
    country = _countries().get(code)
    return country.name if country else code


def in_group(code: str, group: str) -> bool:
    """Whether a country is in a group of 15 CFR Part 740, Supplement No. 1.

    Hong Kong is in China's groups. Macau is not in D:5, although the EAR says "Macau or D:5"
    throughout: ask `is_d5_or_macau` where a rule says so.

    Raises:
        ValueError: graphscan knows no such group.

    >>> in_group("HK", "D:5"), in_group("MO", "D:5"), in_group("AE", "D:5")
    (True, False, False)
    """
    if group not in GROUPS:
        msg = f"unknown country group {group!r}; known: {', '.join(GROUPS)}"
        raise ValueError(msg)
    country = _countries().get(code)
    return country is not None and group in country.ear_groups


def is_d5_or_macau(code: str) -> bool:
    """Whether a destination is "Macau or specified in Country Group D:5" (15 CFR 742.6, 744.23).

    >>> is_d5_or_macau("MO"), is_d5_or_macau("MY")
    (True, False)
    """
    return code == "MO" or in_group(code, "D:5")


def is_transshipment_point(code: str) -> bool:
    """Whether FIN-2022-RUSSIABIS names the country among its 18 common transshipment points.

    The alert is about Russia and lacks two hubs of semiconductor trade: Hong Kong and Malaysia.

    >>> is_transshipment_point("KG"), is_transshipment_point("HK"), is_transshipment_point("MY")
    (True, False, False)
    """
    country = _countries().get(code)
    return country is not None and country.transshipment_point


@functools.cache
def codes() -> tuple[str, ...]:
    """Every valid code, in order.

    >>> len(codes()), codes()[0]
    (250, 'AD')
    """
    return tuple(sorted(_countries()))


@functools.cache
def _countries() -> dict[str, Country]:
    return {
        row["alpha2"]: Country(
            alpha2=row["alpha2"],
            alpha3=row["alpha3"],
            name=row["name"],
            ear_groups=frozenset(row["ear_groups"].split()),
            transshipment_point=row["transshipment_point"] == "yes",
        )
        for row in _rows("countries.csv")
    }


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("graphscan.codes").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@functools.lru_cache(maxsize=65536)
def _normalize(text: str) -> str | None:
    whole = _one(text)
    if whole:
        return whole
    parts = [part for part in re.split(r"[(),;:/\[\]]|\s-\s", text) if part.strip()]
    if len(parts) != 2:
        return None
    found = {_one(part) for part in parts} | {_one(f"{parts[1]} {parts[0]}")} - {None}
    return found.pop() if len(found) == 1 else None


def _one(text: str) -> str | None:
    """The country of a text that is one code or one name.

    A code in capitals goes before a name, a name before a code in small letters: "NGA" is Nigeria,
    and "Nga" is Russia in Vietnamese.
    """
    stripped = text.strip()
    code = stripped.upper()
    if code in _countries():
        return code
    if stripped == code and code in _alpha3():
        return _alpha3()[code]
    folded = _fold(stripped)
    return _name(folded) or _name(_FORMAL.sub("", folded)) or _alpha3().get(code)


def _name(folded: str) -> str | None:
    return (_own_names().get(folded) or _cldr_names().get(folded)) if folded else None


def _fold(text: str) -> str:
    """Fold case, accents, dots and little words, the same for names and for what is looked up.

    The Turkish dotless i is folded to i, for capitals do not tell the two apart ("MISIR", Egypt).
    """
    plain = unicodedata.normalize("NFKD", text).casefold().replace("ı", "i")
    plain = re.sub(r"[.'’`ʼ]", "", plain).replace("&", " and ")
    plain = "".join(
        " " if unicodedata.category(char)[0] in "PZSC" else char
        for char in plain
        if not unicodedata.combining(char)
    )
    words = [word for word in plain.split() if word not in {"the", "and"}]
    return " ".join("saint" if word == "st" else word for word in words)


@functools.cache
def _alpha3() -> dict[str, str]:
    return {country.alpha3: code for code, country in _countries().items()}


@functools.cache
def _own_names() -> dict[str, str]:
    names = {_fold(country.name): code for code, country in _countries().items()}
    names |= {_fold(row["spelling"]): row["alpha2"] for row in _rows("country_spellings.csv")}
    return names


@functools.cache
def _cldr_names() -> dict[str, str]:
    """Names in `LANGUAGES`, without those that mean different countries in different languages."""
    meanings: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in _countries():
                meanings.setdefault(_fold(name), set()).add(code)
    return {name: next(iter(found)) for name, found in meanings.items() if len(found) == 1}
