"""The words of company names: other spellings, other languages. The data is `words.toml`."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Any

from rapidfuzz.distance import OSA

_LONGEST_ENDING = 5  # letters after a stem
_PRIOR_NAMES = 1_000


def meaning(word: str) -> str:
    """A Latin word in its common spelling or in English; '' where it says nothing.

    >>> [meaning(word) for word in ("technologies", "zavoda", "the", "phytium")]
    ['technology', 'plant', '', 'phytium']
    """
    found = spellings().get(word)
    if found is not None:
        return found
    if word[:1].isdigit():
        bare = word[:-2] if word[-2:] in {"st", "nd", "rd", "th"} else word
        return (bare.lstrip("0") or "0") if bare.isdigit() else word
    for stem in _stems().get(word[:4], ()) if len(word) >= 4 else ():
        if word.startswith(stem) and len(word) - len(stem) <= _LONGEST_ENDING:
            return table("stems")[stem]
    return word


def repair(word: str) -> str:
    """A mistyped common word put right; a word that is none of them stays.

    A typing error in "Company" would otherwise look like the rarest word of the name.

    >>> [repair(word) for word in ("compnay", "limted", "infomation", "comparo")]
    ['company', 'limited', 'information', 'comparo']
    """
    if not 6 <= len(word) <= 24 or word in legal_words():
        return word
    for shorter in _shortened(word):
        for meant in _by_shortened().get(shorter, ()):
            if OSA.distance(word, meant, score_cutoff=1) <= 1:
                return meant
    return word


def _shortened(word: str) -> tuple[str, ...]:
    """A word, and it without each of its letters: two words one edit apart share one of these."""
    return (word, *(word[:at] + word[at + 1 :] for at in range(len(word))))


@functools.cache
def _by_shortened() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for word in sorted(legal_words()):
        for shorter in _shortened(word):
            index.setdefault(shorter, []).append(word)
    return {shorter: tuple(dict.fromkeys(found)) for shorter, found in index.items()}


@functools.cache
def data() -> dict[str, dict[str, Any]]:
    """The tables of `words.toml`."""
    text = resources.files("graphscan.resolve.fuzzy").joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)


def table(name: str) -> dict[str, str]:
    """A table of words and what they mean."""
    return data()[name]


@functools.cache
def spellings() -> dict[str, str]:
    """Other spellings of Latin words."""
    return table("spellings")


@functools.cache
def places() -> frozenset[str]:
    """Places: what tells sister companies apart, and weak where only one side names it."""
    return frozenset(data()["words"]["places"])


@functools.cache
def no_name() -> frozenset[str]:
    """Legal forms and their parts."""
    return frozenset(data()["words"]["no_name"])


@functools.cache
def legal_words() -> frozenset[str]:
    """Words that are repaired where mistyped."""
    return frozenset(data()["words"]["legal"])


@functools.cache
def prior() -> dict[str, float]:
    """Share of company names that have a word, by general knowledge."""
    return {word: count / _PRIOR_NAMES for word, count in data()["prior"].items()}


@functools.cache
def _stems() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for stem in sorted(table("stems"), key=lambda stem: (-len(stem), stem)):
        index.setdefault(stem[:4], []).append(stem)
    return {start: tuple(found) for start, found in index.items()}
