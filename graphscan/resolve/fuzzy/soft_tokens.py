"""Candidates by words that are alike: compared once per distinct word, not per name.

`asked x words alike x listed` as two sparse products. A listed name is found where its heavy words
have counterparts: equal, of one sound, within an edit or two, a beginning of the other, glued
together, or by three-letter pieces in common where the word is long.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from sparse_dot_topn import sp_matmul_topn

from graphscan.resolve.fuzzy.similar import consonants, similarity, skeleton
from graphscan.resolve.fuzzy.trigrams import TrigramIndex
from graphscan.resolve.fuzzy.weights import Weights

PIECES, LONG_WORD, PER_WORD = 0.45, 7, 25
"""Least cosine of the pieces of two words, letters from which a word has enough, and how many."""
REMEMBERED = 500_000
"""Words whose counterparts are kept in memory."""
_GLUED = "\x00"  # before a whole name written as one word
_START = _GLUED + _GLUED  # before the first letters of a long name, which may be cut off elsewhere
_START_LETTERS, _START_WORTH = 18, 0.4  # found by its beginning alone, and never ahead of its words
_FORMS = ("ooo", "oao", "zao", "pao", "llc", "jsc", "ltd")  # glued to the word behind: "OOOVEKTOR"

Met = tuple[tuple[int, float], ...]


class SoftTokenIndex:
    """The names of the lists by their words."""

    def __init__(self, names: Sequence[tuple[str, ...]], weights: Weights) -> None:
        """Index names, each its words (`Profile.tokens`)."""
        self._weights = weights
        self._vocabulary: dict[str, int] = {}
        rows, columns, values = [], [], []
        for at, tokens in enumerate(names):
            for word, value in _written(tokens, weights):
                rows.append(self._vocabulary.setdefault(word, len(self._vocabulary)))
                columns.append(at)
                values.append(value)
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
        self._long = [
            word
            for word in self._vocabulary
            if not word.startswith(_START) and len(word) >= LONG_WORD
        ]
        self._pieces = TrigramIndex([word.lstrip(_GLUED) for word in self._long])
        self._met: dict[str, Met] = {}

    def search(
        self, names: Sequence[tuple[str, ...]], least: float, most: int, threads: int
    ) -> Any:
        """Rows of `names` by columns of the index: scores of at least `least`, `most` a row."""
        words: dict[str, int] = {}
        columns: list[int] = []
        starts = [0]
        for tokens in names:
            columns.extend(words.setdefault(word, len(words)) for word in self._asked(tokens))
            starts.append(len(columns))
        alike_map = self._alike_map(words, threads)
        weight = np.fromiter(
            (0.0 if word[0] == _GLUED else self._weights[word] ** 2 for word in words),
            np.float32,
            len(words),
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

    def _asked(self, tokens: tuple[str, ...]) -> Iterable[str]:
        """The words of a name; of several in one, those that the lists have so."""
        if len(tokens) == 1:
            return tokens
        found = dict.fromkeys(tokens)
        known = self._vocabulary
        glued = "".join(tokens)
        if glued in known or _GLUED + glued in known:
            found[_GLUED + glued] = None
        if len(glued) >= _START_LETTERS and (start := _START + glued[:_START_LETTERS]) in known:
            found[start] = None
        for one, two in itertools.pairwise(tokens):
            if one + two in known:
                found.setdefault(one + two)
        return found

    def _alike_map(self, words: dict[str, int], threads: int) -> Any:
        """Which words of the lists each word counts for, with the share of its weight."""
        if len(self._met) > REMEMBERED:
            self._met.clear()
        new = [word for word in words if word not in self._met]
        near = self._by_pieces([word for word in new if word not in self._vocabulary], threads)
        for word in new:
            self._met[word] = tuple(self._matches(word, near.get(word, ())).items())
        met = [self._met[word] for word in words]
        starts = np.zeros(len(met) + 1, np.int64)
        np.cumsum([len(found) for found in met], out=starts[1:])
        pairs = np.array([pair for found in met for pair in found], np.float64).reshape(-1, 2)
        return sp.csr_matrix(
            (pairs[:, 1].astype(np.float32), pairs[:, 0].astype(np.int32), starts),
            shape=(len(words), len(self._glued)),
        )

    def _matches(self, word: str, near: Iterable[str]) -> dict[int, float]:
        known = self._vocabulary
        if word.startswith(_START):
            return {known[word]: 1.0}
        bare = word.lstrip(_GLUED)
        found = {known[same]: 1.0 for same in (bare, _GLUED + bare) if same in known}
        if word == bare:
            for other in itertools.chain(self._alike(bare), near):
                place = known[other]
                alike = 0.0 if place in found else similarity(bare, other.lstrip(_GLUED))
                if alike:
                    found[place] = alike
            if bare[:3] in _FORMS and len(bare) > LONG_WORD:
                found |= {
                    known[same]: 1.0 for same in (bare[3:], _GLUED + bare[3:]) if same in known
                }
        return found

    def _by_pieces(self, words: Sequence[str], threads: int) -> dict[str, list[str]]:
        """Long words of the lists that have pieces in common with each long word."""
        asked = [word for word in words if word[0] != _GLUED and len(word) >= LONG_WORD]
        if not asked or not self._long:
            return {}
        found = self._pieces.search(asked, PIECES, PER_WORD, threads).tocsr()
        return {
            word: [self._long[at] for at in found.indices[start:end]]
            for word, start, end in zip(asked, found.indptr[:-1], found.indptr[1:], strict=True)
            if start < end
        }

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


def _written(tokens: tuple[str, ...], weights: Weights) -> Iterator[tuple[str, float]]:
    """What a listed name is found by: its words, it as one word, its first letters."""
    distinct = sorted(set(tokens))
    norm = sum(weights[token] ** 2 for token in distinct) ** 0.5 or 1.0
    for token in distinct:
        yield token, weights[token] / norm
    glued = "".join(tokens)
    if len(tokens) > 1 and 6 <= len(glued) <= 40:
        yield _GLUED + glued, 1.0
    if len(glued) >= _START_LETTERS:
        yield _START + glued[:_START_LETTERS], _START_WORTH


def _shortened(word: str) -> list[str]:
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]
