"""What stands in a party field: a party, nobody, or a pointer to another field of the record.

Order bills name no receiver ("TO ORDER", 778 of 1,000 rows of a real vendor's file), or the party whose
order it is ("TO THE ORDER OF X CO LTD": X can claim the goods). A bank there only finances the trade.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graphscan.codes import countries
from graphscan.resolve.logistics import is_bank
from graphscan.resolve.names import parse_name, words

# fmt: off -- a phrase table
NOBODY = frozenset({
    "null", "nil", "none", "na", "nan", "n a", "not available", "not applicable", "not declared", "not known",
    "not specified", "not stated", "not provided", "not disclosed", "unknown", "unspecified", "undisclosed",
    "undefined", "unavailable", "no name", "no data", "name not available", "blank", "empty", "confidential",
    "withheld", "tba", "tbd", "tbc", "to be advised", "to be announced", "to be confirmed", "to be determined",
    "to be nominated", "various", "xx", "xxx", "xxxx", "xxxxx", "0", "00", "000", "see attached", "as per invoice",
    "desconocido", "no declarado", "no disponible", "sin nombre", "inconnu", "unbekannt", "bilinmiyor",
    "неизвестно", "нет", "нет данных", "не указано", "不详", "未知", "无", "غير معروف",
})
"""Folded texts that stand for an absent name."""

ROLE_WORDS = {
    "consignee": "consignee", "cnee": "consignee", "cosignee": "consignee", "above": "above",
    "consignor": "consignor", "shipper": "consignor", "exporter": "consignor", "sender": "consignor",
    "seller": "consignor", "importer": "consignee", "receiver": "consignee",
    "notify": "notify", "notify party": "notify", "buyer": "purchaser", "purchaser": "purchaser",
    "ultimate consignee": "ultimate_consignee", "final consignee": "ultimate_consignee",
    "intermediate consignee": "intermediate_consignee", "end user": "end_user", "enduser": "end_user",
}
"""Words of a pointer, and the role whose party is meant."""

_NOT_NAMED = frozenset({
    *ROLE_WORDS, "holder", "bearer", "blank", "us", "me", "myself", "order", "bank", "issuing bank",
    "opening bank", "negotiating bank", "any bank", "whom it may concern", "principal", "agent", "carrier",
})
# fmt: on
"""Whose order it may be without anybody being named."""

_SAME_AS = re.compile(r"(?:the )?same(?: party)?(?: as)?(?: the)?(?: (.*))?|as (?:the )?(.*)|ditto|do|idem")
_ORDER = re.compile(
    r"^\W*(?:consigned\s+)?(?:un)?to\s+(?:the\s+)?order\b(\s+of\b)?"
    r"|^\W*(?:a\s+la\s+orden|à\s+l\W?ordre|a\s+l\W?ordre|all\W?ordine|à\s+ordem|an\s+order)\b(\s+d[eio]\b)?",
    re.IGNORECASE,
)
_ORDER_OF_SENDER = frozenset({
    "order of shipper", "order of consignor", "shippers order", "order of the shipper", "order",
    "the order", "by order", "for order", "emrine", "приказу", "по приказу", "凭指示", "凭指定", "指示人",
})


class Mention(NamedTuple):
    """What a party field says.

    Attributes:
        name: The name of the party as written; '' where the field names none.
        same_as: The role whose party is meant ("SAME AS CONSIGNEE"), `above`, or ''.
        silent: The field is as good as empty: an identifier beside it may still tell who it is.
    """

    name: str
    same_as: str = ""
    silent: bool = False


def read_mention(text: str) -> Mention:
    """Read one party field.

    >>> read_mention("Mirel Trading FZE").name
    'Mirel Trading FZE'
    >>> [read_mention(text).name for text in ("TO ORDER", "TO THE ORDER OMAN", "N/A", "TO ORDER OF ABC BANK")]
    ['', '', '', '']
    >>> read_mention("TO THE ORDER OF MIREL TRADING FZE").name
    'MIREL TRADING FZE'
    >>> read_mention("SAME AS CONSIGNEE").same_as
    'consignee'
    """
    folded = " ".join(words(text))
    if not folded or folded in NOBODY:
        return Mention("", silent=True)
    found = _ORDER.match(text)
    if found or folded in _ORDER_OF_SENDER:
        return Mention(_whose_order(text[found.end() :], of=bool(found[1] or found[2])) if found else "")
    pointer = _pointer(folded)
    return Mention("", same_as=pointer) if pointer else Mention(text)


def _whose_order(rest: str, *, of: bool) -> str:
    """The party named after "to order", if it is one that can claim the goods."""
    rest = rest.strip(" \t\r\n:;,.-/")
    name = parse_name(rest)
    core = name.key.removeprefix("the ")
    if not core or core in NOBODY or core in _NOT_NAMED or is_bank(name.key):
        return ""
    if countries.normalize(rest) is not None:
        return ""  # "TO THE ORDER OMAN": where the goods go, not to whom
    # Without "of" only a company's legal form tells a name from a town.
    return rest if of or name.core != name.key else ""


def _pointer(folded: str) -> str:
    if folded in ROLE_WORDS:
        return ROLE_WORDS[folded]
    found = _SAME_AS.fullmatch(folded)
    if not found:
        return ""
    meant = found[1] or found[2] or ""
    if not meant:
        return "above" if folded not in {"as", "do"} else ""
    meant = meant.removeprefix("the ")
    return ROLE_WORDS.get(meant, "")
