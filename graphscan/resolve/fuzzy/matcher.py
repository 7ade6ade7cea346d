"""Many names against the listed names: candidates, a cheap gate, then the score. Chunk by chunk."""

from __future__ import annotations

import dataclasses
import functools
import os
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from graphscan.resolve.fuzzy.profile import Profile, profile, variants
from graphscan.resolve.fuzzy.score import Comparison, compare, readings
from graphscan.resolve.fuzzy.soft_tokens import SoftTokenIndex
from graphscan.resolve.fuzzy.weights import Weights

REVIEW, STRONG = 0.72, 0.85
"""Scores from which a match is shown for review, and from which it is strong."""
SOFT, MOST = 0.33, 20
"""Least score of a candidate by its words, and candidates per name."""
GATE_SOFT, GATE_LETTERS = 0.6, 66
"""A candidate is compared whole where its words, or its letters in some order, are near."""
CUT_LETTERS = 18
"""Or where the one begins with so many letters of the other."""
CHUNK = 50_000

Places = npt.NDArray[np.intp]


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A listed name that a name is like.

    Attributes:
        name: Place of the name that was asked for.
        listed: Place of the listed name.
        score: 0 to 1, names alone.
    """

    name: int
    listed: int
    score: float


class Matcher:
    """Listed names, ready to be asked.

    Candidates depend on the listed names alone, so they can be kept while those stay; scores also
    on the words of the data at hand.

    >>> matcher = Matcher(["Tianjin Phytium Information Technology", "Sugon"])
    >>> hits = matcher.match(["TIANJIN PHYTUIM INFOMATION TECH"])
    >>> [(hit.listed, hit.score > 0.85) for hit in hits]
    [(0, True)]
    >>> matcher.match(["\u0301" * 1000, "", "co ltd", "Technology"])
    []
    """

    def __init__(
        self,
        listed: Sequence[str],
        background: Sequence[str] = (),
        cut_at: Collection[int] = frozenset(),
    ) -> None:
        """Read the listed names; they are indexed when first asked for candidates.

        Args:
            listed: Names as listed.
            background: Names of the data at hand, whose common words say little.
            cut_at: Lengths at which columns of the data cut names off.
        """
        self._listed = listed
        tokens = [profile(name).tokens for name in (*listed, *background)]
        self.weights = Weights.of(tokens, cut_at)

    def match(self, names: Sequence[str], least: float = REVIEW) -> list[Found]:
        """Listed names of at least a score, by place of the name, then score, best first."""
        found: list[Found] = []
        for start in range(0, len(names), CHUNK):
            for at, listed in self.near(names[start : start + CHUNK]):
                score = compare(names[start + at], self._listed[listed], self.weights).score
                if score >= least:
                    found.append(Found(start + at, listed, score))
        return sorted(found, key=lambda hit: (hit.name, -hit.score, hit.listed))

    def explain(self, name: str, listed: int) -> Comparison:
        """How one pair comes to its score."""
        return compare(name, self._listed[listed], self.weights)

    def near(self, names: Sequence[str]) -> list[tuple[int, int]]:
        """Places of a name and a listed name that are worth a comparison, in order."""
        asked: dict[str, list[int]] = {}
        tokens: list[tuple[str, ...]] = []
        for at, name in enumerate(names):
            for read, _ in variants(name):
                if read.tokens and read.text not in asked:
                    tokens.append(read.tokens)
                if read.tokens:
                    asked.setdefault(read.text, []).append(at)
        index = self._index
        if not asked or not index.texts:
            return []
        rows, columns = index.candidates(list(asked), tokens)
        places = list(asked.values())
        pairs = {
            (at, listed)
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
            for at in places[row]
            for listed in index.listed[column]
        }
        return sorted(pairs)

    @functools.cached_property
    def _index(self) -> Index:
        return Index(self._listed)


class Index:
    """Readings of listed names by their words.

    Attributes:
        texts: Distinct readings.
        listed: Places of the names that have each reading.
    """

    def __init__(self, listed: Sequence[str]) -> None:
        """Index names as listed."""
        by_text: dict[str, list[int]] = {}
        reads: dict[str, Profile] = {}
        for at, name in enumerate(listed):
            for read, _ in readings(name):
                by_text.setdefault(read.text, []).append(at)
                reads.setdefault(read.text, read)
        self.texts = list(by_text)
        self.listed = list(by_text.values())
        self._plain = np.array(self.texts, object)
        self._glued = np.array([read.joined for read in reads.values()], object)
        tokens = [read.tokens for read in reads.values()]
        self._soft = SoftTokenIndex(tokens, Weights.of(tokens))

    def candidates(
        self, texts: Sequence[str], tokens: Sequence[tuple[str, ...]]
    ) -> tuple[Places, Places]:
        """Places of a text and of a reading that are worth a comparison.

        Args:
            texts: Readings of the names that are asked for (`Profile.text`).
            tokens: The words of each.
        """
        rows, columns, scores = self.by_words(tokens)
        kept = self._gate(texts, rows, columns, scores)
        return rows[kept], columns[kept]

    def by_words(self, tokens: Sequence[tuple[str, ...]]) -> tuple[Places, Places, Any]:
        """Places of a text and of a reading whose words meet, and how well they do."""
        soft = self._soft.search(tokens, SOFT, MOST, os.cpu_count() or 1).tocsr()
        rows = np.repeat(np.arange(len(tokens)), np.diff(soft.indptr))
        return rows, soft.indices.astype(np.intp), soft.data

    def _gate(self, texts: Sequence[str], rows: Places, columns: Places, soft: Any) -> Any:
        """Which candidates pass: the cheapest test first, each on what the ones before left."""
        plain = np.array(texts, object)
        glued = np.array([text.replace(" ", "") for text in texts], object)
        kept = np.asarray(soft >= GATE_SOFT)
        left = np.flatnonzero(~kept)
        for scorer, asked, listed in (
            (fuzz.ratio, glued, self._glued),
            (fuzz.token_sort_ratio, plain, self._plain),
        ):
            near = process.cpdist(
                asked[rows[left]], listed[columns[left]], scorer=scorer, score_cutoff=GATE_LETTERS
            )
            kept[left[near > 0]] = True
            left = left[near <= 0]
        starts = np.array([text[:CUT_LETTERS] for text in glued.tolist()], object)
        begins = np.array([text[:CUT_LETTERS] for text in self._glued.tolist()], object)
        same = starts[rows[left]] == begins[columns[left]]
        long = np.array([len(text) == CUT_LETTERS for text in starts.tolist()], bool)
        kept[left[same.astype(bool) & long[rows[left]]]] = True
        return kept
