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
        self._runs: list[np.ndarray[Any, Any]] = []

    def again(self, hashes: pa.Array) -> Flags:
        """Which rows have a hash that came before, in this batch or an earlier one."""
        if not len(hashes):
            return np.zeros(0, dtype=np.bool_)
        packed = hashes.cast(pa.binary(16)).buffers()[1]
        given = np.frombuffer(packed, dtype="S16")[hashes.offset : hashes.offset + len(hashes)]
        new, first = np.unique(given, return_index=True)
        again = np.ones(len(given), dtype=np.bool_)
        again[first] = False
        for run in self._runs:
            place = np.minimum(np.searchsorted(run, given), len(run) - 1)
            again |= run[place] == given
        self._runs.append(new)
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            last = self._runs.pop()
            self._runs[-1] = np.union1d(self._runs[-1], last)
        return again
