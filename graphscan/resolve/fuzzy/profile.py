"""A name as it is compared: its words in Latin letters, in their common spelling, without forms."""

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata

from graphscan.resolve.fuzzy import words
from graphscan.resolve.fuzzy.scripts import latin
from graphscan.resolve.fuzzy.similar import skeleton
from graphscan.resolve.legal_forms import comparable_form, fold_words, split_forms
from graphscan.resolve.names import words as folded_words

MOST_WORDS, LONGEST_WORD, LONGEST_NAME = 24, 40, 300
"""Bounds on what is compared: a name of 100,000 characters is read as its beginning."""
QUALIFIED = 0.86
"""Worth of a name without what stands in brackets: a place, a kind of firm."""
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{2,})[)\]]\s*")
_LOOKALIKES = str.maketrans("аеорсухкмтвніАЕОРСУХКМТВНІ", "aeopcyxkmtbhiAEOPCYXKMTBHI")
_FORMS = frozenset(
    {"ltd", "llc", "gmbh", "inc", "corp", "jsc", "ojsc", "cjsc", "pjsc", "plc", "fze"}
)
_MIXED = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_DIGITS = str.maketrans("01358", "oiesb")


@dataclasses.dataclass(frozen=True, slots=True)
class Profile:
    """What of a name is compared.

    Attributes:
        tokens: Its words, Latin, in their common spelling, legal forms left out.
        joined: The same in one word.
        skeletons: The words without what transliterations differ in.
        numbers: The words that are numbers.
        form: Its legal form, '' where it says none (`names.Name.form`).
        initials: First letters of all words, forms included.
        length: Characters of the name as written: one of 30 to 35 may be cut off.
    """

    tokens: tuple[str, ...]
    joined: str
    skeletons: frozenset[str]
    numbers: frozenset[str]
    form: str
    initials: str
    length: int

    @property
    def text(self) -> str:
        """The words with blanks between."""
        return " ".join(self.tokens)


@functools.lru_cache(maxsize=2**16)
def profile(name: str) -> Profile:
    """Read a name.

    Never raises; bounded for names of any length. A name of legal forms alone keeps them as words.

    >>> profile("АО «ОКБ Салют»").tokens, profile("Hisilicon Tech. (Shanghai) Compnay Ltd").tokens
    (('okb', 'salyut'), ('hisilicon', 'technology', 'shanghai'))
    >>> profile("\u0301\u0301").tokens
    ()
    """
    text = name[:LONGEST_NAME]
    repaired = [_repair(word) for word in folded_words(_one_script(text))]
    names, forms = split_forms(fold_words(repaired))
    plain = [part for word in names for part in latin(word).split()]
    tokens = _common([word[:LONGEST_WORD] for word in plain])[:MOST_WORDS]
    if not tokens:
        tokens = [word[:LONGEST_WORD] for word in plain][:MOST_WORDS]
    return Profile(
        tokens=tuple(tokens),
        joined="".join(tokens),
        skeletons=frozenset(map(skeleton, tokens)),
        numbers=frozenset(token for token in tokens if token.isdigit()),
        form=comparable_form(forms) or _inner_form(plain),
        initials="".join(word[0] for word in (*plain, *forms) if words.meaning(word)),
        length=len(text.strip()),
    )


@functools.lru_cache(maxsize=2**16)
def variants(name: str) -> tuple[tuple[Profile, float], ...]:
    """Readings of a name with brackets, each with a factor on its score: the whole comes first.

    "Real Estate Bank of Syria (REB)" is also either of the two; "Mirel (Kenya)" is Mirel, weakly.

    >>> [(read.text, factor) for read, factor in variants("Mirel (Kenya) Ltd")]
    [('mirel kenya', 1.0), ('mirel', 0.86)]
    """
    whole = profile(name)
    found = [(whole, 1.0)]
    bracket = _BRACKET.search(name[:LONGEST_NAME])
    if not bracket:
        return tuple(found)
    rest = profile(_BRACKET.sub(" ", name[:LONGEST_NAME]).strip())
    inside = bracket[1].strip()
    within = profile(inside)
    if len(rest.joined) <= 3:
        return tuple(found)
    short = within.joined
    if " " not in inside and 2 < len(short) <= 10 and short[:1] == rest.joined[:1]:
        found += [(rest, 1.0), (within, 0.9)]
    elif len(within.tokens) >= 3 or len(inside) >= 18:
        found += [(rest, 0.97), (within, 0.97)]
    else:
        found.append((rest, QUALIFIED))
    return tuple((read, factor) for read, factor in found if read.tokens)


def _inner_form(plain: list[str]) -> str:
    """A legal form within the name: "HiSilicon Technologies Co., Ltd (HiSilicon)"."""
    return next((word for word in plain if word in _FORMS), "")


def _one_script(text: str) -> str:
    """Cyrillic letters that look Latin, in words that have Latin letters as well."""
    if not (_CYRILLIC.search(text) and _MIXED.search(text)):
        return text
    return " ".join(
        word.translate(_LOOKALIKES) if _CYRILLIC.search(word) and _MIXED.search(word) else word
        for word in unicodedata.normalize("NFKC", text).split()
    )


def _repair(word: str) -> str:
    if word.isascii():
        letters = sum(map(str.isalpha, word))
        if letters >= 4 and letters < len(word) <= letters + 2 and word[0].isalpha():
            spelled = word.translate(_DIGITS)  # "C0MPANY": zero for o
            if words.repair(spelled) in words.legal_words():
                word = spelled
    return words.repair(word)


def _common(plain: list[str]) -> list[str]:
    """Words in their common spelling, forms left out, runs of single letters joined."""
    kept: list[str] = []
    for at, word in enumerate(plain):
        if word in words.no_name():
            continue
        if word == "kong" and kept and kept[-1] == "hong":
            kept[-1] = "hongkong"
            continue
        if at + 1 < len(plain) and word + plain[at + 1] in words.legal_words():
            plain[at + 1] = word + plain[at + 1]  # "TECHNO LOGY"
            continue
        kept.extend(words.meaning(word).split())
    joined: list[str] = []
    run = False
    for word in kept:
        single = len(word) == 1 and word.isalpha()
        if single and run:
            joined[-1] += word
        else:
            joined.append(word)
        run = single
    return joined
