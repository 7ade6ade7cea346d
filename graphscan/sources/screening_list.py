"""What the cells of the Consolidated Screening List say, as pure functions.

Sources: the official CSV of the International Trade Administration for the layout; 15 CFR 734.9
(foreign direct product rules) for the footnotes; 44 U.S.C. 1505 ff. and the Federal Register's own
numbering (volume 1 is 1936) for the years; the project's contract for entry ids.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from graphscan.codes import countries, lists
from graphscan.dates import DayInterval, parse_date

CITATION = re.compile(r"(\d+)\s*F\.?\s?R\.?\s+\d+")
"""A Federal Register citation as the notices write it: `84 FR 22961`, `82 F.R. 48792`."""

_CRIMEA = "CRIMEA (OCCUPIED)"
"""The one country value of the list that is no ISO code."""
_FOOTNOTES = (
    ("1", re.compile(r"734\.9\s*\(e\)\s*\(?1\)?(?!\d)")),
    ("3", re.compile(r"734\.9\s*\(g\)")),
    ("4", re.compile(r"734\.9\s*\(e\)(\s*\(?2\)?(?!\d)|(?!\s*\(?\d).*\)\s*4\.?\s*$)")),
    ("5", re.compile(r"734\.9\s*\(e\)\s*\(?3\)?(?!\d)")),
)
_ADDRESS = re.compile(r"Address \d+", re.IGNORECASE)
_SUBSIDIARIES = "successor, sub-unit, or subsidiary"
_BRACKETED = re.compile(r"\(([A-Z][A-Z-]*)(?: List)?\)")


def list_code(source: str) -> str | None:
    """The code of a list, from the `source` column; an unknown list keeps its bracketed code.

    >>> list_code("Military End User (MEU) List - Bureau of Industry and Security")
    'MEU'
    >>> list_code("A New List (ANL) - Some Department"), list_code("A list")
    ('ANL', None)
    """
    known = lists.from_source(source)
    if known:
        return known
    bracketed = _BRACKETED.search(source)
    return bracketed[1] if bracketed else None


def split(text: str | None) -> list[str]:
    """The parts of a cell with `; ` between.

    >>> split("CHINA TELECOM; CHINA TELECOM CO., LTD; ")
    ['CHINA TELECOM', 'CHINA TELECOM CO., LTD']
    """
    return [part for part in (part.strip() for part in (text or "").split("; ")) if part]


def countries_of(addresses: Sequence[str]) -> list[str]:
    """The countries that end the addresses, as given, each once.

    >>> countries_of(["Building 5, Lefkosia, 1066, CY", "CRIMEA (OCCUPIED)", "CY", "Kabul"])
    ['CY', 'CRIMEA (OCCUPIED)']
    """
    ends = (address.rsplit(", ", 1)[-1].strip() for address in addresses)
    return list(dict.fromkeys(end for end in ends if end == _CRIMEA or countries.is_valid(end)))


def entry_id(
    code: str, source: str, number: str, name: str, places: Sequence[str], citation: str
) -> str:
    """The id of an entry: the list's code and 12 hex digits over what identifies it.

    Args:
        code: The list's code.
        source: The list, verbatim.
        number: OFAC's number, '' where absent.
        name: The listed name.
        places: Its countries as given, in any order.
        citation: The Federal Register notice as given; its first citation counts.

    >>> entry_id("EL", "Entity List (EL) - Bureau of Industry and Security", "", "A", ["CN"], "")
    'EL:...'
    """
    first = CITATION.search(citation)
    parts = (source, number, name.casefold(), ",".join(sorted(places)), first[0] if first else "")
    return f"{code}:{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:12]}"


def listing_year(citation: str) -> DayInterval | None:
    """The year of the first Federal Register volume that a notice cites: volume 84 is 2019.

    >>> str(listing_year("84 FR 22961; 85 FR 51603"))
    '2019'
    >>> listing_year("Vol. 83, No. 91, 05/10/2018") is None
    True
    """
    first = CITATION.search(citation)
    if not first:
        return None
    year = int(first[1]) + 1935
    return parse_date(str(year)) if 1936 <= year <= 2100 else None


def listing_date(text: str | None) -> DayInterval | None:
    """The day of a date column; None where it is empty or no date.

    >>> str(listing_date("2019-05-16")), listing_date("n/a")
    ('2019-05-16', None)
    """
    try:
        return parse_date(text) if text else None
    except ValueError:
        return None


def footnotes(requirement: str | None) -> list[str]:
    """Footnotes of the Entity List, told by the paragraph of 15 CFR 734.9 that is cited.

    The superscript itself is written in some seventy ways; the paragraph is not. Where only (e) is
    cited, which has three, a 4 at the very end decides (25 rows of 2026-07-31).

    >>> footnotes("For all items subject to the EAR (see §§ 734.9(e)(2), and 744.11)4")
    ['4']
    >>> footnotes("(See §734.9(e) 1 of the EAR)"), footnotes("all items (§ 734.9(g),3)")
    (['1'], ['3'])
    """
    return [number for number, cue in _FOOTNOTES if cue.search(requirement or "")]


def is_address(code: str, name: str) -> bool:
    """Whether an entry is an address without a name (89 FR 51653 began them).

    >>> is_address("EL", "Address 01"), is_address("SDN", "Address 01")
    (True, False)
    """
    return code == "EL" and _ADDRESS.match(name) is not None


def extends_to_subsidiaries(name: str) -> bool:
    """Whether the listing says that it covers subsidiaries.

    >>> extends_to_subsidiaries("ACME; and any successor, sub-unit, or subsidiary thereof")
    True
    """
    return _SUBSIDIARIES in name
