"""Many names against the listed names: candidates, a cheap gate, then the score. Chunk by chunk."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from graphscan.resolve.fuzzy.profile import Profile, profile, variants
from graphscan.resolve.fuzzy.score import Comparison, compare, compare_profiles
from graphscan.resolve.fuzzy.soft_tokens import SoftTokenIndex
from graphscan.resolve.fuzzy.trigrams import TrigramIndex
from graphscan.resolve.fuzzy.weights import Weights

REVIEW, STRONG = 0.72, 0.85
"""Scores from which a match is shown for review, and from which it is strong."""
SOFT, TRIGRAM, MOST = 0.42, 0.40, 10
"""Least scores of the two ways to find candidates, and candidates per name and way."""
GATE_SOFT, GATE_LETTERS = 0.6, 75
"""A candidate is compared whole where its words, or its letters in some order, are near."""
CHUNK = 50_000
_BACKGROUND = 100_000


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


@dataclasses.dataclass(frozen=True, slots=True)
class _Reading:
    listed: int
    profile: Profile
    factor: float


class Matcher:
    """Listed names, ready to be asked.

    >>> matcher = Matcher(["Tianjin Phytium Information Technology", "Sugon"])
    >>> hits = matcher.match(["TIANJIN PHYTUIM INFOMATION TECH"])
    >>> [(hit.listed, hit.score > 0.85) for hit in hits]
    [(0, True)]
    >>> matcher.match(["\u0301" * 1000, "", "co ltd", "Technology"])
    []
    """

    def __init__(self, listed: Sequence[str], background: Sequence[str] = ()) -> None:
        """Index the listed names.

        Args:
            listed: Names as listed.
            background: Names of the data at hand, whose common words say little.
        """
        self._listed = listed
        by_text: dict[str, list[_Reading]] = {}
        for at, name in enumerate(listed):
            for read, factor in variants(name):
                if read.tokens and (factor == 1.0 or len(read.joined) >= 4):
                    by_text.setdefault(read.text, []).append(_Reading(at, read, factor))
        self.texts = list(by_text)
        self._readings = list(by_text.values())
        tokens = [readings[0].profile.tokens for readings in self._readings]
        others = [profile(name) for name in background[:_BACKGROUND]]
        self.weights = Weights.of([*tokens, *(read.tokens for read in others)])
        self._soft = SoftTokenIndex(tokens, self.weights)
        self._trigrams = TrigramIndex(self.texts, [read.text for read in others])

    def match(self, names: Sequence[str], least: float = REVIEW) -> list[Found]:
        """Listed names of at least a score, by place of the name, then score, best first."""
        found: list[Found] = []
        for start in range(0, len(names), CHUNK):
            found.extend(self._match(names[start : start + CHUNK], start, least))
        return found

    def explain(self, name: str, listed: int) -> Comparison:
        """How one pair comes to its score."""
        return compare(name, self._listed[listed], self.weights)

    def _match(self, names: Sequence[str], offset: int, least: float) -> Iterator[Found]:
        asked: dict[str, list[tuple[int, Profile, float]]] = {}
        for at, name in enumerate(names):
            for read, factor in variants(name):
                if read.tokens:
                    asked.setdefault(read.text, []).append((at, read, factor))
        if not asked or not self.texts:
            return
        texts = list(asked)
        best: dict[tuple[int, int], float] = {}
        for row, column in self.candidates(texts, [asked[text][0][1].tokens for text in texts]):
            for at, read, factor in asked[texts[row]]:
                for reading in self._readings[column]:
                    if max(factor, reading.factor) < 0.9:
                        continue
                    score = compare_profiles(
                        read, reading.profile, self.weights, factor * reading.factor
                    ).score
                    key = (at, reading.listed)
                    if score >= least and score > best.get(key, 0.0):
                        best[key] = score
        for (at, listed), score in sorted(
            best.items(), key=lambda hit: (hit[0][0], -hit[1], hit[0][1])
        ):
            yield Found(offset + at, listed, score)

    def candidates(
        self, texts: Sequence[str], tokens: Sequence[tuple[str, ...]]
    ) -> Iterator[tuple[int, int]]:
        """Pairs of a text and a place in the index that are worth a comparison."""
        threads = os.cpu_count() or 1
        soft = self._soft.search(tokens, SOFT, MOST, threads)
        union = (soft + self._trigrams.search(texts, TRIGRAM, MOST, threads)).tocsr()
        rows = np.repeat(np.arange(len(texts)), np.diff(union.indptr))
        columns = union.indices
        kept = self._gate(texts, rows, columns, _values(soft, rows, columns))
        yield from zip(rows[kept].tolist(), columns[kept].tolist(), strict=True)

    def _gate(self, texts: Sequence[str], rows: Any, columns: Any, soft: Any) -> Any:
        kept = soft >= GATE_SOFT
        open_ = np.flatnonzero(~kept)
        asked = [texts[row] for row in rows[open_]]
        listed = [self.texts[column] for column in columns[open_]]
        near = process.cpdist(asked, listed, scorer=fuzz.token_sort_ratio) >= GATE_LETTERS
        glued = process.cpdist(
            [text.replace(" ", "") for text in asked],
            [text.replace(" ", "") for text in listed],
            scorer=fuzz.ratio,
        )
        starts = [
            len(short) >= 18 and long.startswith(short[:18])
            for short, long in (sorted(pair, key=len) for pair in zip(asked, listed, strict=True))
        ]
        kept[open_] = near | (glued >= GATE_LETTERS) | np.array(starts, bool)
        return kept


def _values(matrix: Any, rows: Any, columns: Any) -> Any:
    """Cells of a sparse matrix, 0 where there is none."""
    if not len(rows):
        return np.zeros(0, np.float32)
    return np.asarray(matrix[rows, columns]).ravel()
