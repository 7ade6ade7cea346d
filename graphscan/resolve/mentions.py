"""What stands in a party field: a party, nobody, or a pointer to another field of the record.

Order bills name no receiver ("TO ORDER", 778 of 1,000 rows of a real vendor's file), or the party
whose order it is ("TO THE ORDER OF X CO LTD": X can claim the goods). A bank there only finances
the trade. The phrases are in `mentions.toml`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import Any, NamedTuple

from graphscan.codes import countries
from graphscan.resolve.logistics import is_bank
from graphscan.resolve.names import parse_name
from graphscan.resolve.party_fields import split_field

_SAME_AS = re.compile(
    r"(?:the )?same(?: party)?(?: as)?(?: the)?(?: (.*))?|as (?:the )?(.*)|ditto|do|idem"
)
_ORDER = re.compile(
    r"^\W*(?:consigned\s+)?(?:un)?to\s+(?:the\s+)?order\b(\s+of\b)?"
    r"|^\W*(?:a\s+la\s+orden|à\s+l\W?ordre|a\s+l\W?ordre|all\W?ordine|à\s+ordem|an\s+order)\b"
    r"(\s+d[eio]\b)?",
    re.IGNORECASE,
)
_LONGEST_COUNTRY = 80  # characters; no name of a country is longer


class Mention(NamedTuple):
    """What a party field says.

    Attributes:
        name: The name of the party as written; '' where the field names none.
        same_as: The role whose party is meant ("SAME AS CONSIGNEE"), `above`, or ''.
        silent: The field is as good as empty: an identifier beside it may still tell who it is.
        also: Other names in the field: those that the party bears as well (DBA, formerly), and a
            second party. A listed one among them is met.
    """

    name: str
    same_as: str = ""
    silent: bool = False
    also: tuple[str, ...] = ()


def read_mention(text: str) -> Mention:
    """Read one party field.

    >>> read_mention("Mirel Trading FZE").name
    'Mirel Trading FZE'
    >>> fields = ("TO ORDER", "TO THE ORDER OMAN", "N/A", "TO ORDER OF ABC BANK")
    >>> [read_mention(text).name for text in fields]
    ['', '', '', '']
    >>> read_mention("TO THE ORDER OF MIREL TRADING FZE").name
    'MIREL TRADING FZE'
    >>> read_mention("DHL ON BEHALF OF MIREL TRADING FZE").name
    'MIREL TRADING FZE'
    >>> read_mention("SAME AS CONSIGNEE").same_as
    'consignee'
    """
    folded = parse_name(text).key  # its words in order: no phrase here begins with a legal form
    if not folded or is_nobody(folded):
        return Mention("", silent=True)
    if found := _ORDER.match(text):
        return Mention(_whose_order(text[found.end() :], of=bool(found[1] or found[2])))
    if folded in _phrases("order"):
        return Mention("")
    pointer = _pointer(folded)
    if pointer:
        return Mention("", same_as=pointer)
    field = split_field(text)
    return Mention(field.name, also=(*field.also, *field.beside))


def is_nobody(folded: str) -> bool:
    """Whether a folded text stands for an absent name or number.

    >>> is_nobody("na"), is_nobody("nahar")
    (True, False)
    """
    return folded in _phrases("nobody")


def _whose_order(rest: str, *, of: bool) -> str:
    """The party named after "to order", if it is one that can claim the goods."""
    rest = rest.strip(" \t\r\n:;,.-/")
    name = parse_name(rest)
    whose = name.key.removeprefix("the ")
    if not whose or is_nobody(whose) or whose in _phrases("not_named") or whose in _roles():
        return ""
    if is_bank(name.key):
        return ""
    if len(rest) < _LONGEST_COUNTRY and countries.normalize(rest) is not None:
        return ""  # "TO THE ORDER OMAN": where the goods go, not to whom
    # Without "of" only a company's legal form tells a name from a town.
    return rest if of or name.core != name.key else ""


def _pointer(folded: str) -> str:
    if folded in _roles():
        return _roles()[folded]
    found = _SAME_AS.fullmatch(folded)
    if not found:
        return ""
    meant = found[1] or found[2] or ""
    return _roles().get(meant.removeprefix("the "), "") if meant else "above"


@functools.cache
def _data() -> dict[str, Any]:
    text = resources.files("graphscan.resolve").joinpath("mentions.toml").read_text("utf-8")
    return tomllib.loads(text)


@functools.cache
def _phrases(table: str) -> frozenset[str]:
    return frozenset(_data()[table])


@functools.cache
def _roles() -> dict[str, str]:
    return {word: role for role, phrases in _data()["roles"].items() for word in phrases}
