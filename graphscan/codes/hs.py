"""Harmonized System codes, nomenclature of 2022.

Source: `hs2022.csv.gz`, chapters, headings and subheadings with the World Customs Organization's
text as the United Nations Statistics Division publishes it, through the ODC-PDDL data set
harmonized-system. Six digits are international; what follows is national and only kept.
"""

from __future__ import annotations

import csv
import functools
import gzip
import re
from importlib import resources

_PREFIX = re.compile(r"^(htsus|hts|hs|tariff)\s*(code|number|no)?\s*[:.#]?\s*", re.IGNORECASE)
_LOST_ZERO = re.compile(r"(\d{4})\.(\d)")


def is_valid(code: str) -> bool:
    """Whether `code` is a chapter, heading or subheading of HS 2022, or a national code under one.

    >>> is_valid("854231"), is_valid("8542310001"), is_valid("8542"), is_valid("854299")
    (True, True, True, False)
    """
    return code.isascii() and code.isdigit() and code[:6] in _descriptions()


def normalize(text: str | None) -> str | None:
    """The digits of a code, as many as given, with a zero that a spreadsheet has dropped put back.

    A leading zero is put back only where the digits make no code without it: Japan and Armenia use
    nine and eleven digits. A trailing zero is put back where a number cell has lost it and exactly
    one subheading fits (`8473.3` can only be 8473.30).

    Returns:
        2 to 14 digits, or None where the text is no code.

    >>> [normalize(text) for text in ("8542.31.00", "HS 8542-31", "10121", "8473.3", "854231000")]
    ['85423100', '854231', '010121', '847330', '854231000']
    >>> [normalize(text) for text in ("85.42.3", "8542310000.0", "GPU boards", "", None)]
    ['85423', '8542310000', None, None, None]
    """
    stripped = _PREFIX.sub("", (text or "").strip())
    lost = _LOST_ZERO.fullmatch(stripped)
    if lost and f"{lost[1]}{lost[2]}0" in _descriptions() and _is_last_level(lost[1] + lost[2]):
        return f"{lost[1]}{lost[2]}0"
    digits = re.sub(r"[\s.\-]", "", re.sub(r"^(\d{5,})\.0$", r"\1", stripped))
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 14):
        return None
    if len(digits) % 2 and digits[:6] not in _descriptions() and is_valid(f"0{digits}"):
        digits = f"0{digits}"
    return digits if len(digits) >= 2 else None


def hs6(text: str | None) -> str | None:
    """The six international digits of a code, None where fewer are given.

    >>> hs6("8542.31.0001"), hs6("8542")
    ('854231', None)
    """
    digits = normalize(text)
    return digits[:6] if digits and len(digits) >= 6 else None


def describe(code: str) -> str:
    """The text of a code's subheading, or of the heading or chapter where that is all there is.

    >>> describe("8542320000")
    'Electronic integrated circuits; memories'
    >>> describe("854299"), describe("00")
    ('Electronic integrated circuits', '')
    """
    for length in (6, 4, 2):
        if len(code) >= length and code[:length] in _descriptions():
            return _descriptions()[code[:length]]
    return ""


def _is_last_level(digits: str) -> bool:
    """Whether one subheading only begins with these five digits."""
    return sum(f"{digits}{last}" in _descriptions() for last in range(10)) == 1


@functools.cache
def _descriptions() -> dict[str, str]:
    data = resources.files("graphscan.codes").joinpath("hs2022.csv.gz").read_bytes()
    lines = gzip.decompress(data).decode("utf-8").splitlines()
    return {row["code"]: row["description"] for row in csv.DictReader(lines)}
