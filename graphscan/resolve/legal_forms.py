"""Legal forms: which spellings are one form, and where a name ends and its form begins.

"Co., Ltd" and "Company Limited" are one form; Ltd, GmbH and Inc are three, so "X Ltd" and "X GmbH"
are different parties. The data and its sources are in `legal_forms.toml`.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import Any

Phrase = tuple[str, ...]
_HAN_SUFFIXES = ("股份有限公司", "有限责任公司", "有限責任公司", "有限公司")
_WEAK = "co"  # says that it is a company, not of which form


def fold_words(tokens: Iterable[str]) -> list[str]:
    """Tokens with each word of a legal form in its one spelling.

    A Han name is written without spaces: its form is cut off as a token of its own.

    >>> fold_words(["mirel", "company", "limited"])
    ['mirel', 'co', 'ltd']
    >>> fold_words(["海思半导体有限责任公司"])
    ['海思半导体', '有限责任公司']
    """
    words = _words()
    folded: list[str] = []
    for token in tokens:
        if token.isascii():
            folded.extend(words.get(token) or (token,))
            continue
        form = next((form for form in _HAN_SUFFIXES if token.endswith(form)), "")
        if form and token != form:
            folded.extend((token.removesuffix(form), form))
        else:
            folded.append(token)
    return folded


def split_forms(tokens: Sequence[str]) -> tuple[list[str], list[str]]:
    """The name proper, and its legal forms, each in its one spelling.

    Forms are cut from both ends, longest first, as long as a name is left: a bare legal form is
    returned as a name. Forms before the name go behind it, so "OOO Romashka" is "Romashka OOO".

    Args:
        tokens: Folded words (`fold_words`).

    >>> split_forms(["sunford", "trading", "co", "ltd"])
    (['sunford', 'trading'], ['co', 'ltd'])
    >>> split_forms(["joint", "stock", "co", "niime"])
    (['niime'], ['jsc'])
    >>> split_forms(["co", "ltd"])
    (['co'], ['ltd'])
    """
    start, end = 0, len(tokens)
    behind: list[str] = []
    while found := _form_at_end(tokens, start, end):
        end -= found[0]
        behind.append(found[1])
    ahead: list[str] = []
    while found := _form_at_start(tokens, start, end):
        start += found[0]
        ahead.append(found[1])
    return list(tokens[start:end]), ahead + behind[::-1]


def comparable_form(forms: Iterable[str]) -> str:
    """The form that may contradict another's: all of them but `co`, which only says "a company".

    >>> comparable_form(["co", "ltd"])
    'ltd'
    """
    return " ".join(form for form in forms if form != _WEAK)


@functools.cache
def compatible_forms() -> frozenset[tuple[str, str]]:
    """Pairs of different forms that one company may bear in two records, both ways round.

    >>> ("ltd", "pte ltd") in compatible_forms(), ("ltd", "gmbh") in compatible_forms()
    (True, False)
    """
    return frozenset(
        (one, other)
        for group in _data()["compatible"]
        for one in group["forms"]
        for other in group["forms"]
        if one != other
    )


def _form_at_end(tokens: Sequence[str], start: int, end: int) -> tuple[int, str] | None:
    """Length and name of the longest form at the end, if a name is left before it."""
    if end - start > 1:
        for phrase, form in _by_last_word().get(tokens[end - 1], ()):
            first = end - len(phrase)
            if first > start and tuple(tokens[first:end]) == phrase:
                return len(phrase), form
    return None


def _form_at_start(tokens: Sequence[str], start: int, end: int) -> tuple[int, str] | None:
    if end - start > 1:
        for phrase, form in _by_first_word().get(tokens[start], ()):
            last = start + len(phrase)
            if last < end and tuple(tokens[start:last]) == phrase:
                return len(phrase), form
    return None


@functools.cache
def _data() -> dict[str, Any]:
    text = resources.files("graphscan.resolve").joinpath("legal_forms.toml").read_text("utf-8")
    return tomllib.loads(text)


@functools.cache
def _words() -> dict[str, Phrase]:
    return {word: tuple(str(one).split()) for word, one in _data()["words"].items()}


@functools.cache
def _by_last_word() -> dict[str, tuple[tuple[Phrase, str], ...]]:
    return _index({**_data()["trailing"], **_data()["both"]}, -1)


@functools.cache
def _by_first_word() -> dict[str, tuple[tuple[Phrase, str], ...]]:
    return _index(_data()["both"], 0)


def _index(forms: dict[str, list[str]], at: int) -> dict[str, tuple[tuple[Phrase, str], ...]]:
    index: dict[str, list[tuple[Phrase, str]]] = {}
    for form, spellings in forms.items():
        for spelling in spellings:
            phrase = tuple(spelling.split())
            index.setdefault(phrase[at], []).append((phrase, form))
    return {
        word: tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair)))
        for word, found in index.items()
    }
