"""What one party field of a customs record holds beside the party: agents, other names, contacts.

"DHL ON BEHALF OF MIREL LTD" is Mirel; "MIREL LTD C/O DHL" as well; "MIREL LTD DBA ORU" bears two
names; "MIREL LTD ATTN MR WANG TEL 555 0100" is Mirel Ltd.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graphscan.resolve.logistics import logistics_kind
from graphscan.resolve.names import parse_name

_LONGEST = 1_000
_LEAST_LETTERS = 3
_BEHIND = re.compile(
    r"[\s,;(\[-]*(?:\b(?:for\s+and\s+)?on\s+behalf\s+of\b|\bo/b(?:/o)?\b|\bobo\b"
    r"|\bas\s+agents?\s+(?:of|for)\b|\bfor\s+(?:the\s+)?(?:account|a/c)\s+(?:of\s+)?|\baccount\s+of\b|\ba/c\s+(?:of\s+)?"
    r"|\bf/a/?o\b|\bфактический\s+получатель\b)[\s:.,-]*",
    re.IGNORECASE,
)  # the principal comes after it
_CARE = re.compile(r"[\s,;(\[-]*(?:\bc/o\b|\bcare\s+of\b|\bc\.o\.\s)[\s:.,-]*", re.IGNORECASE)
_ALSO = re.compile(
    r"[\s,;(\[-]*(?:\bd/?b/?a\b|\bt/a\b|\btrading\s+as\b|\bdoing\s+business\s+as\b"
    r"|\b[afn]/?k/?a\b|\bformerly(?:\s+known\s+as)?\b|\balso\s+known\s+as\b"
    r"|\bpreviously(?:\s+known\s+as)?\b|\bex-name\b)[\s:.,-]*",
    re.IGNORECASE,
)
_NOTES = re.compile(
    r"[\s,;(\[-]*(?:\b(?:kind\s+)?att(?:n|ention)\b[\s.:].*"
    r"|\b(?:tel|telephone|fax|phone|mob|mobile|cell|ph)\b[\s.:#]*\+?[\d(][\d\s()+./-]{5,}.*"
    r"|\be-?mail\b[\s.:].*|\S+@\S+\.\S+.*"
    r"|\b(?:vat|gstin?|tin|tax\s*id|usci|uscc|ein|inn|инн|iec|nit|ruc|cnpj|pan|kpp)\b"
    r"[\s.:#]*(?:no\b)?[\s.:#]*(?=\w*\d)[\w./-]{5,}.*"
    r"|\bp\.?\s?o\.?\s?box\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN = re.compile(r"\s*(?:[;|\n]|\s/\s|//|(?<=\.)/|\band/or\b|\s\+\s)\s*", re.IGNORECASE)
_GLUED_ADDRESS = re.compile(
    r"^(.{6,}?\b(?:ltd|limited|llc|inc|gmbh|corp|corporation|llp|plc|fze|fzco|jsc|bhd|b\.v|s\.a|ag)\b"
    r"\.?)[\s,;/-]+(?=[^\n]*\d)([^\n]*\b(?:road|rd|street|str|avenue|ave|floor|flr|room|rm|unit|flat"
    r"|block|building|bldg|tower|district|plot|warehouse|zone|no|ul|ulitsa)\b.*)$",
    re.IGNORECASE | re.DOTALL,
)


class PartyField(NamedTuple):
    """A party field taken apart.

    Attributes:
        name: The party itself.
        also: Other names that the field says it bears.
        agent: Who acts for it or takes the goods in for it, '' where nobody is named.
        address: An address written behind the name, '' where there is none.
        beside: Other parties named in the same field.
    """

    name: str
    also: tuple[str, ...] = ()
    agent: str = ""
    address: str = ""
    beside: tuple[str, ...] = ()


def split_field(text: str) -> PartyField:
    """Take a field apart; what cannot be taken apart stays as it is.

    >>> split_field("KUEHNE + NAGEL LTD ON BEHALF OF MIREL TRADING FZE").name
    'MIREL TRADING FZE'
    >>> split_field("Mirel Trading FZE c/o Pelican Freight LLC, Attn: Mr. Wang")[:3]
    ('Mirel Trading FZE', (), 'Pelican Freight LLC')
    >>> split_field("Mirel Ltd DBA Oru Systems").also
    ('Oru Systems',)
    >>> split_field("MIREL CO LTD RM 1104 NO 445 DONG FENG RD").name
    'MIREL CO LTD'
    >>> split_field("MIREL CO LTD / ORU SYSTEMS LLC").beside
    ('ORU SYSTEMS LLC',)
    >>> split_field("Tel Aviv Attnar Ltd").name
    'Tel Aviv Attnar Ltd'
    """
    if len(text) > _LONGEST:
        return PartyField(text)
    body = _kept(_NOTES.sub("", text, count=1), text)
    agent = ""
    if found := _BEHIND.search(body):
        before, after = _sides(body, found)
        if _says_something(after) and (before or found.start() == 0):
            body, agent = after, before
    if found := _CARE.search(body):
        before, after = _sides(body, found)
        if _says_something(before) and _says_something(after):
            swapped = logistics_kind(before) is not None and logistics_kind(after) is None
            body, agent = (after, before) if swapped else (before, after)
        elif _says_something(after):
            body = after
    names = [_trimmed(part) for part in _ALSO.split(body)]
    also: tuple[str, ...] = ()
    if all(map(_says_something, names)):  # "MIREL TRADING AS" is a Turkish A.S.
        body, also = names[0], tuple(names[1:])
    body, beside = _several(body)
    address = ""
    if found := _GLUED_ADDRESS.match(body):
        body, address = found[1], found[2].strip()
    name = text if body == _trimmed(text) else _kept(body, text)
    return PartyField(name, also, agent, address, beside)


def _several(body: str) -> tuple[str, tuple[str, ...]]:
    """The first of several firms and the others: only where each ends in its legal form."""
    parts = [_trimmed(part) for part in _BETWEEN.split(body)]
    if len(parts) < 2 or not all(_is_firm(part) for part in parts):
        return body, ()
    return parts[0], tuple(parts[1:])


def _is_firm(text: str) -> bool:
    read = parse_name(text)
    return read.core != read.key and _says_something(read.core)


def _sides(body: str, found: re.Match[str]) -> tuple[str, str]:
    return _trimmed(body[: found.start()]), _trimmed(body[found.end() :])


def _trimmed(text: str) -> str:
    text = text.strip(" \t\r\n,;:-/")
    if text.endswith((")", "]")) and not {"(", "["} & set(text):
        text = text[:-1].rstrip()
    return text


def _says_something(text: str) -> bool:
    return sum(map(str.isalnum, text)) >= _LEAST_LETTERS


def _kept(part: str, whole: str) -> str:
    part = _trimmed(part) if part != whole else whole
    return part if _says_something(part) else whole
