"""Which parties are one: links taken best first, each only where it agrees with every member.

Near names form chains: each is like the next, and the ends are nothing like each other. So a link
merges two groups only where every party of the one agrees with every party of the other, and where
neither of its ends is as near to a third that the other end contradicts.

Pure: works on keys, and its result does not depend on the order of what it is given.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

AGREE = 0.6
"""Score from which two members of one group do not contradict each other."""
RIVAL = 0.03
"""A third party this near to the best is a rival of it."""
LARGEST = 200
"""Parties in one group at most: what would join more is a hub."""

Pair = tuple[str, str]
Alike = Callable[[str, str], float]


class Link(NamedTuple):
    """Two parties that may be one.

    Attributes:
        one: Key, the lesser of the two.
        other: Key of the other.
        score: 0 to 1.
        reason: In words.
    """

    one: str
    other: str
    score: float
    reason: str


def pair(one: str, other: str) -> Pair:
    """Two keys in order."""
    return (one, other) if one <= other else (other, one)


def merge(
    links: Iterable[Link],
    alike: Alike,
    least: float,
    apart: Collection[Pair] = frozenset(),
) -> list[Link]:
    """The links by which parties become one.

    Args:
        links: Parties that may be one, each pair once.
        alike: The score of any two keys.
        least: Score from which a link may merge.
        apart: Pairs that are never one, in order.

    >>> scores = {("a", "b"): 0.9, ("b", "c"): 0.95, ("a", "c"): 0.2}
    >>> links = [Link(one, other, score, "") for (one, other), score in scores.items()]
    >>> merge(links, lambda one, other: scores[pair(one, other)], 0.85)  # b is near to both
    [Link(one='b', other='c', score=0.95, reason='')]
    """
    ordered = sorted((link for link in links if link.score >= least), key=_best_first)
    near: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for link in ordered:
        near[link.one].append((link.score, link.other))
        near[link.other].append((link.score, link.one))
    group: dict[str, list[str]] = {key: [key] for key in near}
    taken: list[Link] = []
    for link in ordered:
        ours, theirs = group[link.one], group[link.other]
        if ours is theirs or len(ours) + len(theirs) > LARGEST:
            continue
        if _has_rival(link, near, alike, apart) or not _agree(ours, theirs, alike, apart):
            continue
        ours.extend(theirs)
        for key in theirs:
            group[key] = ours
        taken.append(link)
    return taken


def groups(links: Iterable[Pair]) -> list[list[str]]:
    """Keys that links join, each group in order, groups by their first key.

    >>> groups([("b", "c"), ("x", "y"), ("a", "c")])
    [['a', 'b', 'c'], ['x', 'y']]
    """
    group: dict[str, list[str]] = {}
    for one, other in links:
        ours, theirs = group.setdefault(one, [one]), group.setdefault(other, [other])
        if ours is not theirs:
            ours.extend(theirs)
            for key in theirs:
                group[key] = ours
    distinct = {id(members): sorted(members) for members in group.values()}
    return sorted(distinct.values())


def _best_first(link: Link) -> tuple[float, str, str]:
    return -link.score, link.one, link.other


def _has_rival(
    link: Link,
    near: dict[str, list[tuple[float, str]]],
    alike: Alike,
    apart: Collection[Pair],
) -> bool:
    """Whether one end is as near to a third party, which the other end contradicts."""
    for end, partner in ((link.one, link.other), (link.other, link.one)):
        for score, third in near[end]:
            if score < link.score - RIVAL:
                break
            if third != partner and pair(end, third) not in apart and alike(partner, third) < AGREE:
                return True
    return False


def _agree(
    ours: Sequence[str], theirs: Sequence[str], alike: Alike, apart: Collection[Pair]
) -> bool:
    return all(
        pair(one, other) not in apart and alike(one, other) >= AGREE
        for one, other in itertools.product(ours, theirs)
    )
