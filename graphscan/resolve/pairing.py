"""Pairs of parties that may be one: by equal numbers, and by names that are alike."""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Mapping

from graphscan.resolve.clusters import Link, Pair, pair
from graphscan.resolve.fuzzy.matcher import CHUNK, Matcher
from graphscan.resolve.fuzzy.weights import Weights
from graphscan.resolve.likeness import SHORTEST_NUMBER, Known, Likeness, weigh

CROWD = 20
"""Parties of one name or number beyond which it tells nothing: a hub."""


class Pairing:
    """What is known of parties, and how alike any two of them are.

    >>> known = {
    ...     "a": Known(names=("Mirel Trading Ltd",), countries=frozenset({"AE"})),
    ...     "b": Known(names=("MIREL TRADNG LIMITED",), countries=frozenset({"AE"})),
    ...     "c": Known(names=("Zelen Works",)),
    ... }
    >>> [(link.one, link.other, link.reason) for link in Pairing(known).links(0.8)]
    [('a', 'b', 'names 0.91, same country')]
    """

    def __init__(self, known: Mapping[str, Known]) -> None:
        """Take what is known by the key of each party."""
        self.known = known
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_number: dict[str, list[str]] = defaultdict(list)
        for key in sorted(known):
            for name in known[key].names:
                self._by_name[name].append(key)
            for number in known[key].numbers:
                if len(number) >= SHORTEST_NUMBER:
                    self._by_number[number].append(key)
        self._names = sorted(self._by_name)

    def links(self, least: float) -> list[Link]:
        """Every pair of parties of at least a score, best first."""
        found = []
        for one, other in sorted(self._pairs()):
            likeness = self.likeness(one, other)
            if likeness.score >= least:
                found.append(Link(one, other, likeness.score, likeness.reason))
        return sorted(found, key=lambda link: (-link.score, link.one, link.other))

    def alike(self, one: str, other: str) -> float:
        """The score of any two parties; 0 where something contradicts that they are one."""
        likeness = self.likeness(one, other)
        return likeness.score if likeness.agrees else 0.0

    def likeness(self, one: str, other: str) -> Likeness:
        """The same with its reason."""
        return self._weighed(*pair(one, other))

    @functools.cached_property
    def _weighed(self) -> functools._lru_cache_wrapper[Likeness]:
        @functools.lru_cache(maxsize=2**18)
        def weighed(one: str, other: str) -> Likeness:
            return weigh(self.known[one], self.known[other], self.weights)

        return weighed

    @functools.cached_property
    def weights(self) -> Weights:
        """Of the words of these names."""
        return self._matcher.weights

    @functools.cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self._names)

    def _pairs(self) -> set[Pair]:
        pairs: set[Pair] = set()
        for keys in (*self._by_name.values(), *self._by_number.values()):
            if len(keys) <= CROWD:
                pairs.update(itertools.combinations(sorted(set(keys)), 2))
        for start in range(0, len(self._names), CHUNK):
            for at, listed in self._matcher.near(self._names[start : start + CHUNK]):
                ours = self._by_name[self._names[start + at]]
                theirs = self._by_name[self._names[listed]]
                if len(ours) * len(theirs) <= CROWD:
                    pairs.update(
                        pair(one, other) for one in ours for other in theirs if one != other
                    )
        return pairs
