"""Candidates by words that are alike: compared once per distinct word, not per name.

`asked x words alike x listed` as two sparse products. A listed name is found where its heavy words
have counterparts: equal, of one sound, within one edit, a beginning of the other, glued together.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from sparse_dot_topn import sp_matmul_topn

from graphscan.resolve.fuzzy.similar import consonants, similarity, skeleton
from graphscan.resolve.fuzzy.weights import Weights

ALIKE = 0.74
_GLUED = "\x00"  # before a whole name written as one word
_PAIR = "\x01"  # before two neighbours glued together
_START = _GLUED + _GLUED  # before the first letters of a long name, which may be cut off elsewhere
_START_LETTERS = 18


class SoftTokenIndex:
    """The names of the lists by their words."""

    def __init__(self, names: Sequence[tuple[str, ...]], weights: Weights) -> None:
        """Index names, each its words (`Profile.tokens`)."""
        self._weights = weights
        self._vocabulary: dict[str, int] = {}
        rows, columns, values = [], [], []
        for at, tokens in enumerate(names):
            distinct = sorted(set(tokens))
            norm = sum(weights[token] ** 2 for token in distinct) ** 0.5 or 1.0
            for token in distinct:
                rows.append(self._vocabulary.setdefault(token, len(self._vocabulary)))
                columns.append(at)
                values.append(weights[token] / norm)
            glued = "".join(tokens)
            if len(tokens) > 1 and 6 <= len(glued) <= 40:
                word = _GLUED + glued
                rows.append(self._vocabulary.setdefault(word, len(self._vocabulary)))
                columns.append(at)
                values.append(1.0)
            if len(glued) >= _START_LETTERS:
                word = _START + glued[:_START_LETTERS]
                rows.append(self._vocabulary.setdefault(word, len(self._vocabulary)))
                columns.append(at)
                values.append(1.0)
        size = (len(self._vocabulary), len(names))
        self._listed = sp.csr_matrix((np.array(values, np.float32), (rows, columns)), shape=size)
        self._glued = np.zeros(size[0], bool)
        self._heavy = np.ones(size[0], np.float32)
        self._edits: dict[str, list[str]] = defaultdict(list)
        self._sounds: dict[str, list[str]] = defaultdict(list)
        self._starts: dict[str, list[str]] = defaultdict(list)
        for word, at in self._vocabulary.items():
            self._glued[at] = word[0] == _GLUED
            if word[0] != _GLUED:
                self._heavy[at] = weights[word]
                self._note(word)
        self._met: dict[str, list[tuple[int, float]]] = {}

    def _note(self, word: str) -> None:
        if word.isdigit():
            return
        if len(word) >= 4:
            for shorter in _shortened(word):
                self._edits[shorter].append(word)
        if len(word) >= 3:
            self._sounds[skeleton(word)].append(word)
            bones = consonants(word)
            if len(bones) >= 3:
                self._sounds[f"={bones}"].append(word)
        if len(word) >= 6:
            self._starts[word[:4]].append(word)

    def _alike(self, word: str) -> Iterator[str]:
        if word.isdigit() or len(word) < 3:
            return
        yield from self._sounds.get(skeleton(word), ())
        bones = consonants(word)
        if len(bones) >= 3:
            yield from self._sounds.get(f"={bones}", ())
        if len(word) >= 4:
            for shorter in _shortened(word):
                yield from self._edits.get(shorter, ())
            for other in self._starts.get(word[:4], ()):
                if other.startswith(word) or word.startswith(other):
                    yield other

    def _matches(self, word: str) -> list[tuple[int, float]]:
        """What of the vocabulary a word of a name counts for, with the share of its weight."""
        known = self._vocabulary
        if word.startswith(_START):
            return [(known[word], 1.0)] if word in known else []
        bare = word.lstrip(_GLUED + _PAIR)
        found: dict[int, float] = {}
        if bare in known:
            found[known[bare]] = 1.0
        if word == bare:
            for other in self._alike(bare):
                place = known[other]
                if place not in found and (alike := similarity(bare, other)) >= ALIKE:
                    found[place] = alike
        if word[0] != _PAIR and _GLUED + bare in known:
            found[known[_GLUED + bare]] = 1.0
        return list(found.items())

    def search(
        self, names: Sequence[tuple[str, ...]], least: float, most: int, threads: int
    ) -> Any:
        """Rows of `names` by columns of the index: scores of at least `least`, `most` a row."""
        words: dict[str, int] = {}
        columns: list[int] = []
        starts = [0]
        for tokens in names:
            distinct = dict.fromkeys(tokens)
            columns.extend(words.setdefault(token, len(words)) for token in distinct)
            if len(tokens) > 1:
                glued = "".join(tokens)
                columns.append(words.setdefault(_GLUED + glued, len(words)))
                if len(glued) >= _START_LETTERS:
                    start = _START + glued[:_START_LETTERS]
                    columns.append(words.setdefault(start, len(words)))
                columns.extend(
                    words.setdefault(_PAIR + one + two, len(words))
                    for one, two in itertools.pairwise(tokens)
                )
            starts.append(len(columns))
        weight = np.zeros(len(words), np.float32)
        rows, places, values = [], [], []
        for word, at in words.items():
            if word[0] not in {_GLUED, _PAIR}:
                weight[at] = self._weights[word] ** 2
            met = self._met.get(word)
            if met is None:
                met = self._matches(word)
                if word[0] not in {_GLUED, _PAIR}:  # the others are met once
                    self._met[word] = met
            for place, alike in met:
                rows.append(at)
                places.append(place)
                values.append(alike)
        alike_map = sp.csr_matrix(
            (np.array(values, np.float32), (rows, places)), shape=(len(words), len(self._glued))
        )
        asked = sp.csr_matrix(
            (np.ones(len(columns), np.float32), np.array(columns, np.int32), np.array(starts)),
            shape=(len(names), len(words)),
        )
        norms = np.sqrt(asked @ weight)
        norms[norms == 0] = 1
        met_words = (asked @ alike_map).tocsr()
        counts = np.diff(met_words.indptr)
        share = np.minimum(met_words.data, 1)  # two words that meet one count once
        scaled = share * self._heavy[met_words.indices] / np.repeat(norms, counts)
        met_words.data = np.where(self._glued[met_words.indices], share, scaled).astype(np.float32)
        return sp_matmul_topn(
            met_words, self._listed, top_n=most, threshold=least, n_threads=threads, sort=True
        )


def _shortened(word: str) -> list[str]:
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]
