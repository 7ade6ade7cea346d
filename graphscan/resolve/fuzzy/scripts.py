"""Words of other scripts in Latin letters: translated where the word is known, else by sound."""

from __future__ import annotations

import functools
import re
import unicodedata

from anyascii import anyascii

from graphscan.resolve.fuzzy import words

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ۀ": "ه"}
)


@functools.lru_cache(maxsize=2**16)
def latin(word: str) -> str:
    """A folded word of any script as one or more Latin words, in small letters.

    >>> latin("海思半导体"), latin("салют"), latin("الشركة")
    ('hisilicon semiconductor', 'salyut', 'company')
    """
    if word.isascii():
        return word
    if _HAN.search(word):
        word = _by_terms(word, _han_terms())
    if _HANGUL.search(word):
        word = _by_terms(word, _hangul_terms())
    parts = (_arabic(part) if _ARABIC.search(part) else _sound(part) for part in word.split())
    return " ".join(" ".join(parts).split())


def _by_terms(text: str, terms: re.Pattern[str]) -> str:
    return terms.sub(lambda found: f" {_meanings()[found[0]]} ", text)


def _sound(text: str) -> str:
    plain = text if text.isascii() else anyascii(text).lower()
    return "".join(char if char.isalnum() else "" for char in plain)


def _arabic(word: str) -> str:
    plain = "".join(char for char in word if unicodedata.category(char) != "Mn")
    plain = plain.translate(_LETTERS)
    known = words.table("arabic")
    for prefix in ("", "وال", "بال", "لل", "ال", "و", "ل"):
        rest = plain.removeprefix(prefix)
        if (prefix == "" or rest != plain) and rest in known:
            return known[rest]
    plain = plain.removeprefix("وال").removeprefix("لل").removeprefix("ال")
    consonants = words.table("consonants")
    start = "a" if plain[:1] in {"ا", "ع"} else ""
    letters = start + "".join(consonants.get(char, "") for char in plain)
    return letters or _sound(word)


@functools.cache
def _meanings() -> dict[str, str]:
    return words.table("han") | words.table("brands") | words.table("hangul")


@functools.cache
def _han_terms() -> re.Pattern[str]:
    return _longest_first((*words.table("han"), *words.table("brands")))


@functools.cache
def _hangul_terms() -> re.Pattern[str]:
    return _longest_first(tuple(words.table("hangul")))


def _longest_first(terms: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(terms, key=lambda term: (-len(term), term))
    return re.compile("|".join(map(re.escape, ordered)))
