"""Logistics firms and banks, by name or industry: they move or finance goods, and hold none.

The words and why they were chosen are in `logistics.toml`. Precision comes first: a trader taken
for a forwarder would vanish from every route.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import tomllib
from importlib import resources
from typing import Any

from graphscan.resolve.names import parse_name, words

KINDS = ("bank", "carrier", "forwarder")
"""What a logistics party can be, in the order in which phrases are tried."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Rule:
    brand: re.Pattern[str]
    exact: frozenset[str]
    phrase: re.Pattern[str]
    han: re.Pattern[str]


def logistics_kind(name: str) -> str | None:
    """Whether a name is that of a `bank`, `carrier` or `forwarder`; None for everybody else.

    >>> [logistics_kind(name) for name in ("Pelican Freight Forwarding L.L.C", "Mirel Bank plc")]
    ['forwarder', 'bank']
    >>> names = ("Express Micro Electronics", "Air Products Inc", "ABC Power Bank Ltd")
    >>> [logistics_kind(name) for name in names]
    [None, None, None]
    """
    return kind_of_key(parse_name(name).key)


def is_bank(key: str) -> bool:
    """Whether a folded name is that of a bank.

    >>> is_bank("islami bank bangladesh plc"), is_bank("burbank tools inc")
    (True, False)
    """
    return kind_of_key(key) == "bank"


def industry_kind(industry: str) -> str | None:
    """The same from the `industry` of the parties table.

    >>> [industry_kind(text) for text in ("Freight forwarding (ISIC 5229)", "Wholesale of chips")]
    ['forwarder', None]
    """
    text = " ".join(words(industry))
    if _vetoes().search(text):
        return None
    return next((kind for kind in KINDS if _phrases(_data()["industry"][kind]).search(text)), None)


def kind_of_key(key: str) -> str | None:
    """The kind of a folded name (`names.Name.key`)."""
    if key.isascii() and _first_words().isdisjoint(key.split()):
        return None
    for kind in ("forwarder", "carrier"):
        rule = _rule(kind)
        if key in rule.exact or rule.brand.match(key):
            return kind
    if _vetoes().search(key):
        return None
    for kind in KINDS:
        rule = _rule(kind)
        if key in rule.exact or rule.phrase.search(key) or rule.han.search(key):
            return kind
    return None


@functools.cache
def _data() -> dict[str, Any]:
    text = resources.files("graphscan.resolve").joinpath("logistics.toml").read_text("utf-8")
    return tomllib.loads(text)


@functools.cache
def _first_words() -> frozenset[str]:
    """Words without one of which no rule can hold: most names are done with here."""
    rules = [_data()[kind] for kind in KINDS]
    texts = [
        text for rule in rules for part in ("brands", "exact", "phrases") for text in rule[part]
    ]
    return frozenset(text.split()[0] for text in texts)


@functools.cache
def _vetoes() -> re.Pattern[str]:
    words_, han = _data()["vetoes"], [word for word in _data()["vetoes"] if word >= "\u3400"]
    return re.compile(f"{_phrases(words_).pattern}|{'|'.join(map(re.escape, han))}")


@functools.cache
def _rule(kind: str) -> _Rule:
    data = _data()[kind]
    before = "".join(rf"(?<!\b{re.escape(word)} )" for word in data.get("not_after", ()))
    return _Rule(
        brand=re.compile(rf"(?:{_any(data['brands'])})(?!\S)"),
        exact=frozenset(data["exact"]),
        phrase=re.compile(before + _phrases(data["phrases"]).pattern),
        han=re.compile(_any(data["han"])),
    )


def _phrases(phrases: list[str]) -> re.Pattern[str]:
    return _compiled(tuple(phrases))


@functools.cache
def _compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{_any(phrases)})(?!\S)")


def _any(phrases: list[str] | tuple[str, ...]) -> str:
    """An alternation; of nothing, one that never matches."""
    return "|".join(map(re.escape, sorted(phrases, key=lambda text: (-len(text), text)))) or r"(?!)"
