"""Candidates by three-letter pieces, for what no list of words explains: exact above a cosine.

The commonest pieces are left out of the index, with their weight kept in the norms: they cost most
of the product and tell least.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from sparse_dot_topn import sp_matmul_topn

_BASE = 37
_SIZE = _BASE**3
_CODES = np.zeros(256, np.uint8)
for _at, _char in enumerate(b"abcdefghijklmnopqrstuvwxyz0123456789"):
    _CODES[_char] = _at + 1
COMMON = 0.015
"""Share of the names above which a piece is left out of the index."""


class TrigramIndex:
    """The names of the lists by their pieces."""

    def __init__(self, texts: Sequence[str], background: Sequence[str] = ()) -> None:
        """Index texts of small Latin letters, digits and blanks.

        Args:
            texts: What is searched.
            background: Other names, so that rarity is that of the data.
        """
        pieces = _pieces(texts)
        found = _frequencies(pieces)
        if background:
            found = found + _frequencies(_pieces(background))
        total = len(texts) + len(background)
        self._weights = (np.log((total + 1) / (found + 1)) + 0.3).astype(np.float32)
        indexed = _scaled(pieces, self._weights)
        indexed.data = indexed.data * (found / max(total, 1) <= COMMON)[indexed.indices]
        indexed.eliminate_zeros()
        self._index = indexed.T.tocsr()

    def search(self, texts: Sequence[str], least: float, most: int, threads: int) -> Any:
        """Rows of `texts` by columns of the index: cosines of at least `least`, `most` a row."""
        asked = _scaled(_pieces(texts), self._weights)
        return sp_matmul_topn(
            asked, self._index, top_n=most, threshold=least, n_threads=threads, sort=True
        )


def _pieces(texts: Sequence[str]) -> Any:
    """Which pieces each text has, its beginning and end among them."""
    raw = "\n".join(texts).encode("ascii", "replace")
    chars = np.frombuffer(b" " + raw.replace(b"\n", b" \n ") + b" ", np.uint8)
    ends = chars == ord("\n")
    row = np.cumsum(ends, dtype=np.int64)
    code = _CODES[chars].astype(np.int64)
    inside = ~(ends[:-2] | ends[1:-1] | ends[2:])
    piece = (code[:-2] * _BASE + code[1:-1]) * _BASE + code[2:]
    keys = np.unique(row[1:-1][inside] * _SIZE + piece[inside])
    rows, columns = keys // _SIZE, (keys % _SIZE).astype(np.int32)
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=len(texts)), out=starts[1:])
    shape = (len(texts), _SIZE)
    return sp.csr_matrix((np.ones(len(columns), np.float32), columns, starts), shape=shape)


def _frequencies(pieces: Any) -> Any:
    return np.bincount(pieces.indices, minlength=_SIZE).astype(np.float64)


def _scaled(pieces: Any, weights: Any) -> Any:
    data = weights[pieces.indices].astype(np.float32)
    sizes = np.diff(pieces.indptr)
    rows = np.repeat(np.arange(len(sizes)), sizes)
    norms = np.sqrt(np.bincount(rows, weights=data**2, minlength=len(sizes)))
    norms[norms == 0] = 1
    data = (data / norms[rows]).astype(np.float32)
    return sp.csr_matrix((data, pieces.indices, pieces.indptr), shape=pieces.shape)
