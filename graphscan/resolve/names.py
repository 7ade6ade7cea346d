"""Names as keys: what two spellings of one name have in common.

Folded away: case, punctuation, white space, diacritics of Latin letters, `&` for "and", dots and
gaps in initials, invisible characters, spellings of one legal form. Kept: every word, its order,
its script, and the legal form itself.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import NamedTuple

from graphscan.resolve.legal_forms import comparable_form, fold_words, split_forms

_APOSTROPHES = "'`´’‘ʼʻʹ′"
_SPACE = {
    code: " "
    for code in range(128)
    if not chr(code).isalnum() and chr(code) not in f".&{_APOSTROPHES}"
}
_PLAIN = {**_SPACE, **dict.fromkeys(map(ord, _APOSTROPHES)), ord("&"): " and "}
_INITIALS = re.compile(r"\b[^\W\d_](?:\.\s?[^\W\d_])+\b\.?")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_TATWEEL = "ـ"
_MESSRS = re.compile(r"^\W*(?:m\s?/\s?s|messrs)\b\W*", re.IGNORECASE)
_MARKS_AT_MOST = 4  # on one letter; no script of trade names needs more
_LONG = 200
_READINGS = 5  # two were enough for every name tried


class Name(NamedTuple):
    """A name as it is compared.

    Attributes:
        key: The whole name, legal form included, in one spelling; '' where nothing is left of it.
        core: The name without its legal form.
        form: The legal form, without a mere "Co", which contradicts no other form.
    """

    key: str
    core: str
    form: str


def normalise_name(text: str) -> str:
    """The key under which all spellings of one name meet; '' for a name without a letter or digit.

    Never raises. Different legal forms stay different; names of other scripts keep their script.

    >>> normalise_name("MIREL Trading  Co., Ltd."), normalise_name("Mirel Trading Company Limited")
    ('mirel trading co ltd', 'mirel trading co ltd')
    >>> [normalise_name(text) for text in ("Müller & Söhne G.m.b.H.", "OOO «Ромашка»", "Xi’an X")]
    ['muller and sohne gmbh', 'ромашка llc', 'xian x']
    >>> normalise_name("X Ltd") == normalise_name("X GmbH")
    False
    >>> normalise_name(" -- ")
    ''
    """
    return parse_name(text).key


@functools.lru_cache(maxsize=2**15)
def parse_name(text: str) -> Name:
    """A name's key, and the same without the legal form.

    >>> parse_name("JSC Milandr")
    Name(key='milandr jsc', core='milandr', form='jsc')
    >>> parse_name("Avin Electronics Co.")
    Name(key='avin electronics co', core='avin electronics', form='')
    """
    tokens = words(text)
    if not tokens:
        return Name("", "", "")
    names, forms = split_forms(tokens)
    # A form in its one spelling, or moved from the front, may meet another: read until stable.
    for _ in range(_READINGS):
        folded = " ".join((*names, *forms)).split()
        if folded == tokens:
            break
        tokens = folded
        names, forms = split_forms(tokens)
    return Name(" ".join(tokens), " ".join(names), comparable_form(forms))


def words(text: str) -> list[str]:
    """The words of a name after folding, legal forms still where they stood.

    >>> words("M/S. A. B. C. Electronics (HK) Company Limited")
    ['abc', 'electronics', 'hk', 'co', 'ltd']
    """
    plain = text.lower() if text.isascii() else _fold(text)
    if plain.lstrip()[:1] == "m":
        plain = _MESSRS.sub("", plain, count=1)
    plain = plain.translate(_PLAIN)
    if "." in plain:
        plain = _INITIALS.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", plain)
        plain = plain.replace(".", " ")
    return fold_words(_join(plain.split()))


def _join(tokens: list[str]) -> list[str]:
    """Runs of single letters become one word, Han written with gaps as well."""
    joined: list[str] = []
    single = False
    for token in tokens:
        initial = len(token) == 1 and token.lower() != token.upper()
        gap = bool(joined) and _is_han(joined[-1][-1]) and _is_han(token[0])
        if (initial and single) or gap:
            joined[-1] += token
        else:
            joined.append(token)
        single = initial
    return joined


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


def _fold(text: str) -> str:
    """Small letters without the marks that Latin, Arabic and Hebrew writers leave out."""
    if len(text) > _LONG:
        text = _bounded(text)
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFD", text)
    kept: list[str] = []
    marks = False  # whether marks on the last letter are part of it
    for char in text:
        kind = unicodedata.category(char)
        if char in _APOSTROPHES or char == _TATWEEL or kind in {"Cf", "Cs"}:
            continue
        if kind[0] == "M":
            if marks:
                kept.append(char)
        elif kind[0] in "LN":
            kept.append(char)
            marks = not (
                char < "\u0370" or "\u0590" <= char <= "\u06ff" or "\u1e00" <= char <= "\u1eff"
            )
        else:
            kept.append(char if char in ".&/" else " ")
            marks = False
    return unicodedata.normalize("NFC", "".join(kept)).translate(_LETTERS)


def _bounded(text: str) -> str:
    """Cut piles of combining marks: to order them costs the square of their height."""
    kept: list[str] = []
    height = 0
    for char in text:
        height = height + 1 if unicodedata.combining(char) else 0
        if height <= _MARKS_AT_MOST:
            kept.append(char)
    return "".join(kept)
