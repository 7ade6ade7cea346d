"""Text from data, made safe for a terminal, and the words that several commands share."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from graphscan.codes import lists

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def clean(text: object) -> str:
    r"""Text on one line, with what would steer a terminal replaced.

    Names are written by strangers: an escape sequence could clear the screen, and a bidirectional
    override could show a name backwards.

    >>> clean("Acme\x1b[2J\nLtd"), clean("\u202edtL emcA")
    ('Acme\ufffd[2J\ufffdLtd', '\ufffddtL emcA')
    """
    return "".join(
        "\ufffd"
        if char in _BIDI or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}
        else char
        for char in str(text)
    )


def party(facts: Mapping[str, Any]) -> str:
    """A party with its country.

    >>> party({"name": "Acme Inc", "country": "US"}), party({"name": "Acme Inc", "country": ""})
    ('Acme Inc (US)', 'Acme Inc')
    """
    name = clean(facts["name"])
    return f"{name} ({clean(facts['country'])})" if facts.get("country") else name


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> count(1, "row"), count(2500, "row"), count(0, "party", "parties")
    ('1 row', '2,500 rows', '0 parties')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def span(first: str | None, last: str | None) -> str:
    """Two dates as one span, one where they are equal.

    >>> span("2024-01-03", "2024-02-10"), span("2024", "2024"), span(None, None)
    ('2024-01-03 to 2024-02-10', '2024', '')
    """
    if first and last and first != last:
        return f"{clean(first)} to {clean(last)}"
    return clean(first or last or "")


def shortened(text: str, length: int = 60) -> str:
    """Text of at most some characters, cut between words.

    >>> shortened("Cartons, boxes, cases, bags and the like, of paper", 28)
    'Cartons, boxes, cases, ...'
    """
    if len(text) <= length:
        return text
    return text[: length - 4].rsplit(" ", 1)[0] + " ..."


def inert(cell: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula.

    >>> inert("=cmd()"), inert("Mirel")
    ("'=cmd()", 'Mirel')
    """
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def requirement_text(asked: Mapping[str, Any] | None) -> str:
    """What the strictest entry behind an end asks of a delivery, as far as its list words it.

    >>> asked = {"license_requirement": "For all items.", "license_policy": "Policy of denial",
    ...          "footnotes": ["4"], "citation": "90 FR 14046", "name": "Bolt", "owner": "Bolt"}
    >>> requirement_text(asked)
    'For all items; Policy of denial; footnote 4; 90 FR 14046 (Bolt)'
    >>> requirement_text(None)
    ''
    """
    if not asked:
        return ""
    notes = ", ".join(clean(note) for note in asked["footnotes"])
    told = (
        clean(lists.without_footnotes(asked["license_requirement"], asked["footnotes"])),
        clean(asked["license_policy"]),
        f"footnote {notes}" if notes else "",
        clean(asked["citation"]),
    )
    words = "; ".join(text.rstrip(". ") for text in told if text)
    return f"{words} ({clean(asked['name'])})" if words and asked["name"] else words


def tie_text(tie: Mapping[str, Any]) -> str:
    """What a party shares with another, and how many do.

    >>> tie_text({"name": "Bolt", "country": "CN", "listed": True, "kind": "phone",
    ...           "value": "+852 1", "sharing": 2})
    'telephone shared with Bolt (CN), listed: +852 1 (2 parties share it)'
    """
    words = {"address": "premises", "officer": "officer", "phone": "telephone"}
    listed = ", listed" if tie["listed"] else ""
    shared = f"{words[tie['kind']]} shared with {party(tie)}{listed}"
    return f"{shared}: {clean(tie['value'])} ({tie['sharing']:,} parties share it)"
