"""How much a word says: rare words say much. Counted in the data at hand, over a general prior."""

from __future__ import annotations

import collections
import math
from collections.abc import Collection, Iterable, Mapping

from graphscan.resolve.fuzzy import words

LEAST_NAMES = 3_000
"""The prior counts as this many names, so that small data does not make "Technology" rare."""


class Weights:
    """Weight of a word, by how many names have it; and what else is usual in the data at hand.

    Attributes:
        highest: The weight of a word that nobody has.
        cut_at: Lengths at which columns of the data cut names off.

    >>> weights = Weights.of([("mirel", "trading"), ("oru", "trading")])
    >>> weights["mirel"] > 2 * weights["trading"], weights["unheard"] == weights.highest
    (True, True)
    """

    def __init__(
        self, counts: Mapping[str, int], names: int, cut_at: Collection[int] = frozenset()
    ) -> None:
        """Weigh words.

        Args:
            counts: Names that have each word.
            names: Names in all.
            cut_at: Lengths at which columns of the data cut names off.
        """
        self.cut_at = frozenset(cut_at)
        total = names + LEAST_NAMES
        prior = words.prior()
        self.highest = math.log(total + 1) + 0.3
        self._weights = {
            word: self._damped(
                word,
                math.log((total + 1) / (counts.get(word, 0) + prior.get(word, 0) * LEAST_NAMES + 1))
                + 0.3,
            )
            for word in counts.keys() | prior.keys()
        }

    @classmethod
    def of(cls, names: Iterable[tuple[str, ...]], cut_at: Collection[int] = frozenset()) -> Weights:
        """Weights counted in names, each its words."""
        counts: collections.Counter[str] = collections.Counter()
        total = 0
        for tokens in names:
            total += 1
            counts.update(set(tokens))
        return cls(counts, total, cut_at)

    @staticmethod
    def _damped(word: str, weight: float) -> float:
        return weight * (0.55 if len(word) <= 2 else 1.0)

    def __getitem__(self, word: str) -> float:
        found = self._weights.get(word)
        return self._damped(word, self.highest) if found is None else found
