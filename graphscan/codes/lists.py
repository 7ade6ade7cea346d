"""The lists of the Consolidated Screening List: codes, exact names, legal effect.

Sources: the `source` column of the Consolidated Screening List (International Trade Administration)
for the names; the regulations that `lists.toml` cites for the effects. The effects are one-line
summaries for people who then read the regulation; those of PLC, MBS, CAP, SSI and FSE are
unverified.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import tomllib
from collections.abc import Sequence
from importlib import resources

_RANKED = ("EL", "SDN", "DPL", "MEU")
ASSUMED = "ASSUMED"
"""Code of the names that `scan --assume-listed` gives; it captures as the Entity List does."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningList:
    """One list.

    Attributes:
        code: Short code, the first part of an entry's id.
        title: Name in running text.
        source: The exact text of the `source` column.
        effect: What being listed means for a shipment, in one line.
        citation: Where the effect is laid down.
    """

    code: str
    title: str
    source: str
    effect: str
    citation: str


def is_valid(code: str) -> bool:
    """Whether `code` is a list's code.

    >>> is_valid("MEU"), is_valid("NS-MBS")
    (True, False)
    """
    return code in _lists()


def normalize(text: str | None) -> str | None:
    """A list's code from its code, its title or the `source` column; None for anything else.

    >>> normalize("Entity List (EL) - Bureau of Industry and Security"), normalize("entity list")
    ('EL', 'EL')
    >>> normalize("NS-MBS"), normalize("Some other list"), normalize("")
    ('MBS', None, None)
    """
    return _names().get(_fold(text or ""))


def from_source(text: str) -> str | None:
    """A list's code from the `source` column; None for a list that graphscan does not know.

    The code in brackets decides where the agency is written another way.

    >>> from_source("Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department")
    'MBS'
    >>> from_source("Entity List (EL) - Dept. of Commerce"), from_source("Entity List of Ruritania")
    ('EL', None)
    """
    known = normalize(text)
    if known:
        return known
    bracketed = re.search(r"\(([A-Z-]+)(?: List)?\)", text)
    return normalize(bracketed[1]) if bracketed else None


def describe(code: str) -> str:
    """A list's title; the code itself where it is not one.

    >>> describe("EL"), describe("XYZ")
    ('Entity List', 'XYZ')
    """
    return _lists()[code].title if code in _lists() else code


def get(code: str) -> ScreeningList:
    """The list of a code.

    Raises:
        KeyError: There is no such list.

    >>> get("UVL").citation
    '15 CFR 744.15; Supplement No. 6 to Part 744'
    """
    return _lists()[code]


def codes() -> tuple[str, ...]:
    """Every code, the strongest list first.

    >>> codes()[:4]
    ('EL', 'SDN', 'DPL', 'MEU')
    """
    return tuple(_lists())


def rank(code: str) -> int:
    """Order among entries of equal basis: EL, SDN, DPL, MEU, then all others alike.

    >>> rank("EL") < rank("MEU") < rank("UVL") == rank("CMIC")
    True
    """
    return _RANKED.index(code) if code in _RANKED else len(_RANKED)


def without_footnotes(text: str, footnotes: Sequence[str]) -> str:
    """What an entry requires, without the raised footnote number that its text ends with.

    The public list writes it as a plain digit, "the EAR)4", and not always that of the paragraph
    cited: "§ 734.9(e)(1) ... of the EAR2" is footnote 1.

    Args:
        text: The entry's licence requirement.
        footnotes: Its footnotes, said beside the text; where there are none, nothing is cut.

    >>> without_footnotes("See §§ 734.9(e)(2) and 744.11 of the EAR)4", ["4"])
    'See §§ 734.9(e)(2) and 744.11 of the EAR)'
    >>> without_footnotes("Of the EAR2.", ["1"]), without_footnotes("See § 744.11.", ["4"])
    ('Of the EAR', 'See § 744.11')
    """
    text = text.rstrip(". ")
    return re.sub(r"(?<=EAR|AR\)|R\) )\d$", "", text).rstrip() if footnotes else text


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


@functools.cache
def _lists() -> dict[str, ScreeningList]:
    text = resources.files("graphscan.codes").joinpath("lists.toml").read_text(encoding="utf-8")
    return {code: ScreeningList(code=code, **facts) for code, facts in tomllib.loads(text).items()}


@functools.cache
def _names() -> dict[str, str]:
    names = {"ns-mbs": "MBS"}
    for code, entry in _lists().items():
        names |= {_fold(name): code for name in (code, entry.title, entry.source)}
    return names
