"""Export Control Classification Numbers of the Commerce Control List.

Source: 15 CFR 738.2 (categories and product groups), Supplement No. 1 to Part 774 (entries). An
ECCN is a digit, a letter A to E and three digits, with paragraphs after it. EAR99 is no ECCN: it
says that an item has none.
"""

from __future__ import annotations

import re

EAR99 = "EAR99"

_CATEGORIES = (
    "nuclear and miscellaneous",
    "materials, chemicals, microorganisms and toxins",
    "materials processing",
    "electronics",
    "computers",
    "telecommunications and information security",
    "sensors and lasers",
    "navigation and avionics",
    "marine",
    "aerospace and propulsion",
)
_GROUPS = {
    "A": "equipment and components",
    "B": "test, inspection and production equipment",
    "C": "materials",
    "D": "software",
    "E": "technology",
}
_ECCN = re.compile(
    r"[0-9][A-E][0-9]{3}(\.[a-z]{1,2}(\.[0-9]{1,2}(\.[a-z]{1,4}(\.[0-9]{1,2})?)?)?)?"
)
_ADVANCED = re.compile(r"[34]A090(\..+)?|(3A001|4A003|4A004|4A005|5A002|5A004|5A992)\.z(\..+)?")


def is_valid(code: str) -> bool:
    """Whether `code` is written as an ECCN; whether the list has that entry is not looked up.

    >>> is_valid("3A090.a"), is_valid("5A992"), is_valid("3F001"), is_valid("EAR99")
    (True, True, False, False)
    """
    return _ECCN.fullmatch(code) is not None


def normalize(text: str | None) -> str | None:
    """An ECCN with capitals before the first point and small letters after it, or EAR99, or None.

    >>> [normalize(text) for text in ("3a090.A", " 5A992C ", "3A001.A.7.B", "ear 99", "NLR")]
    ['3A090.a', '5A992.c', '3A001.a.7.b', 'EAR99', None]
    """
    packed = re.sub(r"\s", "", text or "").upper()
    if packed == EAR99:
        return EAR99
    head, rest = packed[:5], packed[5:].lower()
    if len(rest) == 1 and rest.isalpha():  # 5A992C is how AES filings write 5A992.c
        rest = f".{rest}"
    return head + rest if is_valid(head + rest) else None


def describe(code: str) -> str:
    """An ECCN's category and product group in words; '' where it is none.

    >>> describe("3A090.a")
    'electronics: equipment and components'
    >>> describe("EAR99")
    'subject to the EAR, on no entry of the Commerce Control List'
    """
    if code == EAR99:
        return "subject to the EAR, on no entry of the Commerce Control List"
    if not is_valid(code):
        return ""
    return f"{_CATEGORIES[int(code[0])]}: {_GROUPS[code[1]]}"


def is_advanced_computing(code: str) -> bool:
    """Whether an ECCN is 3A090, 4A090 or a `.z` item of advanced computing (15 CFR 742.6(a)(6)).

    >>> is_advanced_computing("4A090.a"), is_advanced_computing("5A992.z")
    (True, True)
    >>> is_advanced_computing("5A992.c"), is_advanced_computing("EAR99")
    (False, False)
    """
    return _ADVANCED.fullmatch(code) is not None
