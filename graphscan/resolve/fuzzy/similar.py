"""How alike two words are: typing errors, transliterations, abbreviations and cut ends."""

from __future__ import annotations

import functools
import re

from rapidfuzz.distance import OSA, JaroWinkler

LEAST = 0.6
"""What is less alike is no match at all."""
SAME_SOUND, PREFIX, CONSONANTS = 0.95, 0.72, 0.86
_LETTERS = (
    ("shch", "s"), ("sch", "s"), ("tsk", "ck"), ("dzh", "j"), ("kh", "h"), ("gh", "g"), ("zh", "z"),
    ("ch", "c"), ("sh", "s"), ("ph", "f"), ("ts", "c"), ("tz", "c"), ("ks", "x"), ("ck", "k"),
    ("qu", "k"), ("q", "k"), ("w", "v"),
)  # fmt: skip
_VOWELS = (
    (re.compile(r"iy|yi|ij|ii|yy|ie|ye|ey|ee|y|j"), "i"),
    (re.compile(r"iu|ou|oo|u"), "u"),
    (re.compile(r"ia"), "a"),
    (re.compile(r"io"), "o"),
)
_DOUBLE = re.compile(r"(.)\1+")
_VOWEL = re.compile(r"[aeiou]")
_SOFT = re.compile(r"[aeiouwyh]+")


@functools.lru_cache(maxsize=2**18)
def skeleton(word: str) -> str:
    """A Latin word without what transliterations of one name differ in.

    >>> skeleton("khimiya") == skeleton("himija"), skeleton("yusuf") == skeleton("iusuf")
    (True, True)
    """
    for letters, sound in _LETTERS:
        word = word.replace(letters, sound)
    for vowels, sound in _VOWELS:
        word = vowels.sub(sound, word)
    return _DOUBLE.sub(r"\1", word.replace("c", "k"))


@functools.lru_cache(maxsize=2**18)
def consonants(word: str) -> str:
    """The consonants of a word in one spelling: what Arabic script keeps of it, without p and v."""
    word = word.replace("ph", "f").replace("q", "k").replace("c", "k").replace("dh", "z")
    word = word.replace("kh", "x").replace("gh", "g").replace("v", "f").replace("p", "b")
    return _DOUBLE.sub(r"\1", _SOFT.sub("", word))


@functools.lru_cache(maxsize=2**20)
def similarity(one: str, other: str) -> float:
    """0, or `LEAST` to 1, the same both ways.

    A number is itself or another number. One edit is a typing error; two are one only in a long
    word: HiSilica is not HiSilicon.

    >>> similarity("phytium", "phytuim") > 0.85, similarity("hisilica", "hisilicon") < 0.7
    (True, True)
    >>> similarity("12", "13"), similarity("informa", "information") > 0.85
    (0.0, True)
    """
    if one == other:
        return 1.0
    if one.isdigit() or other.isdigit():
        return 0.0
    short, long = sorted((one, other), key=lambda word: (len(word), word))
    least, most = len(short), len(long)
    if least > 2 and skeleton(short) == skeleton(long):
        return SAME_SOUND
    if least >= 3 and long.startswith(short):
        return max(LEAST, PREFIX + (1 - PREFIX) * least / most) if least >= 4 else LEAST
    if least < 4 and not (least == 3 and (_bare(one) or _bare(other))):
        return 0.0
    edits = OSA.distance(short, long, score_cutoff=3)
    close = _by_edits(edits, least, most, short, long)
    if close < CONSONANTS and (_bare(one) or _bare(other)):
        bones = consonants(short)
        if len(bones) >= 3 and bones == consonants(long):
            close = CONSONANTS if len(bones) > 3 else 0.75
    return close if close >= LEAST else 0.0


def _bare(word: str) -> bool:
    """Whether a word is written without vowels, as Arabic script does."""
    return not _VOWEL.search(word, 1)


def _by_edits(edits: int, least: int, most: int, short: str, long: str) -> float:
    share = 1 - edits / most
    near = (share + JaroWinkler.similarity(short, long)) / 2
    if edits <= 1:
        return max(share, near) if most >= 5 else share
    if edits == 2:
        if least >= 9:
            return near
        return min(share, 0.68) if least >= 6 else 0.0
    return min(near, 0.8) if edits == 3 and least >= 12 else 0.0
