"""Addresses read lightly, so far as to say whether two are the same premises.

"Room 1104, North Tower, No. 445 Dong Feng Zhong Rd." and "445 Dongfeng Zhong Road, North Tower, Rm
1104" are. The same tower with another room is not: hundreds of firms share a Hong Kong building.
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import NamedTuple

from graphscan.codes import countries
from graphscan.resolve.fuzzy.scripts import latin
from graphscan.resolve.names import words

_LONGEST = 400
_NUMBER = re.compile(r"[a-z]?\d+[a-z]?")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|f|fl)")
_LONGEST_NUMBER = 4  # longer ones are postal codes or telephones
_LEAST_SHARE = 0.6
_LEAST_LETTERS = 5


class Premises(NamedTuple):
    """What of an address tells it from others.

    Attributes:
        numbers: Of house, floor and room, sorted: all of them must agree.
        names: Words of street, building and town.
    """

    numbers: tuple[str, ...]
    names: frozenset[str]


@functools.lru_cache(maxsize=2**15)
def premises(address: str) -> Premises | None:
    """Read an address; None where it has no number or no name: a town is no premises.

    >>> found = premises("Room 1104, North Tower, No. 445 Dong Feng Zhong Rd., Guangzhou, CN")
    >>> found.numbers, sorted(found.names)
    (('1104', '445'), ['dong', 'feng', 'guangzhou'])
    >>> premises("Guangzhou, China"), premises("CN")
    (None, None)
    """
    tokens = [part for word in words(address[:_LONGEST]) for part in latin(word).split()]
    numbers = []
    names = []
    for token in tokens:
        if ordinal := _ORDINAL.fullmatch(token):
            token = ordinal[1]  # noqa: PLW2901 -- "12/F", "12th"
        if _NUMBER.fullmatch(token):
            digits = token.strip("abcdefghijklmnopqrstuvwxyz")
            if len(digits) <= _LONGEST_NUMBER:
                numbers.append(token.lstrip("0") or "0")
        elif token not in _marks() and len(token) > 1 and countries.normalize(token) is None:
            names.append(token)
    if not numbers or sum(map(len, names)) < _LEAST_LETTERS:
        return None
    return Premises(tuple(sorted(set(numbers))), frozenset(names))


def same_premises(one: Premises, other: Premises) -> bool:
    """Whether two addresses are the same premises: all numbers equal, and most of the names.

    >>> listed = premises("Room 1104, North Tower, No. 445 Dong Feng Zhong Rd., Guangzhou")
    >>> same_premises(listed, premises("445 Dongfeng Zhong Road, Rm 1104, Guangzhou"))
    True
    >>> same_premises(listed, premises("Room 1105, North Tower, 445 Dong Feng Zhong Rd, Guangzhou"))
    False
    """
    if one.numbers != other.numbers:
        return False
    if "".join(sorted(one.names)) == "".join(sorted(other.names)):
        return True
    short, long = sorted((one.names, other.names), key=lambda names: (len(names), sorted(names)))
    glued = {left + right for left in long for right in long if left != right}
    met = sum(len(name) for name in short if name in long or name in glued)
    return met >= _LEAST_LETTERS and met >= _LEAST_SHARE * max(
        sum(map(len, short)), sum(map(len, long))
    )


@functools.cache
def _marks() -> frozenset[str]:
    text = resources.files("graphscan.resolve").joinpath("addresses.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["common"])
