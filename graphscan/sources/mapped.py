"""Batches of a mapped file made batches of canonical columns, by the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphscan.casefile import Case
from graphscan.sources.batch import Batch, Flags
from graphscan.sources.mapping import Mapping, compile_mapping
from graphscan.sources.mapping.sql import EXCLUDED, ROW, SAME, SOURCE

Halves = np.ndarray[Any, np.dtype[np.uint64]]

SAME_AGAIN = "the same line of the same record again"


def map_batches(
    batches: Iterator[Batch], mapping: Mapping, headers: tuple[str, ...], case: Case
) -> Iterator[Batch]:
    """Canonical batches of a mapped file.

    Args:
        batches: Columns by header, as `key` spells it.
        mapping: What becomes of them.
        headers: All headers of the file, spelled likewise.
        case: Where the statement runs; nothing is stored.
    """
    statement = compile_mapping(mapping, headers)
    seen = Seen()
    for batch in batches:
        given = pa.table({ROW: pa.array(batch.rows), **batch.columns})
        made = case.select_from(SOURCE, given, statement)
        if not _ascending(made.column(ROW)):
            made = made.sort_by(ROW)
        columns = {
            name: made.column(name).combine_chunks()
            for name in made.column_names
            if name in mapping.rules
        }
        withdrawn = _reasons(made)
        if mapping.distinct:
            withdrawn[SAME_AGAIN] = seen.again(made.column(SAME).combine_chunks())
        yield Batch(
            rows=np.asarray(made.column(ROW).combine_chunks().to_numpy(), dtype=np.int64),
            columns=columns,
            damaged=batch.damaged,
            withdrawn=withdrawn,
            lenient=True,
        )


def _ascending(rows: pa.ChunkedArray) -> bool:
    numbers = rows.to_numpy()
    return bool((numbers[1:] > numbers[:-1]).all())


def _reasons(made: pa.Table) -> dict[str, Flags]:
    given = made.column(EXCLUDED).combine_chunks()
    if given.null_count == len(given):
        return {}
    reasons = sorted(set(pc.unique(given).to_pylist()) - {None})
    return {reason: _flags(pc.equal(given, reason)) for reason in reasons}


def _flags(condition: pa.Array) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.array(condition.fill_null(fill_value=False).to_numpy(zero_copy_only=False))


class Seen:
    """Hashes that came before: 16 bytes a row, in sorted runs that grow twofold.

    >>> seen = Seen()
    >>> rows = pa.array([b"a" * 16, b"b" * 16, b"a" * 16])
    >>> seen.again(rows).tolist(), seen.again(rows).tolist()
    ([False, False, True], [True, True, True])
    """

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._runs: list[tuple[Halves, Halves]] = []

    def again(self, hashes: pa.Array) -> Flags:
        """Which rows have a hash that came before, in this batch or an earlier one."""
        if not len(hashes):
            return np.zeros(0, dtype=np.bool_)
        packed = hashes.cast(pa.binary(16))
        given = np.frombuffer(packed.buffers()[1], dtype=np.uint64).reshape(-1, 2)
        first, second = given[packed.offset : packed.offset + len(packed)].T
        run, again = _distinct(first, second)
        for known, rest in self._runs:
            start = np.minimum(np.searchsorted(known, first), len(known) - 1)
            met = np.flatnonzero(known[start] == first)
            stop = np.searchsorted(known, first[met], side="right")
            again[met] |= rest[start[met]] == second[met]
            for row, end in zip(
                met[stop - start[met] > 1], stop[stop - start[met] > 1], strict=True
            ):
                again[row] |= bool((rest[start[row] : end] == second[row]).any())
        self._runs.append(run)
        while len(self._runs) > 1 and len(self._runs[-2][0]) <= 2 * len(self._runs[-1][0]):
            one, other = self._runs.pop(), self._runs.pop()
            merged = (np.concatenate(halves) for halves in zip(one, other, strict=True))
            self._runs.append(_distinct(*merged)[0])
        return again


def _distinct(first: Halves, second: Halves) -> tuple[tuple[Halves, Halves], Flags]:
    """Hashes in order, each once, and which of the given ones came before among them."""
    order = np.argsort(first, kind="stable")
    alike = first[order[1:]] == first[order[:-1]]
    same = alike & (second[order[1:]] == second[order[:-1]])
    if (alike & ~same).any():  # halves that are equal by chance
        order = np.lexsort((second, first))
        same = first[order[1:]] == first[order[:-1]]
        same &= second[order[1:]] == second[order[:-1]]
    again = np.zeros(len(order), dtype=np.bool_)
    again[order[1:]] = same
    kept = order[np.append(True, ~same)]
    return (first[kept], second[kept]), again
