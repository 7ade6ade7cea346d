"""Rows of a Parquet file as text columns: what follows is the same as for delimited text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graphscan.sources.batch import Batch
from graphscan.sources.packed import seekable
from graphscan.sources.problems import UnreadableFileError

ROWS = 50_000
"""Rows that are read at a time."""

_WHOLE = 2**53
"""Beyond it a floating number no longer tells whole numbers apart."""


def parquet_names(location: Path) -> tuple[str, ...]:
    """The columns of a file, trimmed and in small letters.

    Raises:
        UnreadableFileError: It is no Parquet file, or names a column twice.
    """
    try:
        with seekable(location) as stream:
            names = tuple(name.strip().lower() for name in pq.read_schema(stream).names)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as err:  # a name that is no UTF-8
        raise _unreadable() from err
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise UnreadableFileError(
            reason=f"the header names {twice[0]} more than once", cure="Name each column once."
        )
    return names


def read_parquet(location: Path, wanted: Sequence[str]) -> Iterator[Batch]:
    """The rows of a file; the first has number 2, as under a header.

    Raises:
        UnreadableFileError: It is damaged, or a wanted column holds lists or structures.
    """
    try:
        with seekable(location) as stream, pq.ParquetFile(stream) as file:
            given = {name.strip().lower(): name for name in file.schema_arrow.names}
            named = {name: given[name] for name in wanted if name in given}
            first = 2
            for read in file.iter_batches(batch_size=ROWS, columns=list(named.values())):
                rows = np.arange(first, first + read.num_rows, dtype=np.int64)
                first += read.num_rows
                yield Batch(
                    rows=rows,
                    columns={name: as_text(read.column(own)) for name, own in named.items()},
                )
    except (pa.ArrowException, OSError, UnicodeDecodeError) as err:  # a name that is no UTF-8
        raise _unreadable() from err


def as_text(values: pa.Array) -> pa.Array:
    """Cells as a person would write them.

    A moment at midnight is a date and a whole floating number has no point, for that is how
    data frames store dates and codes.

    >>> as_text(pa.array([854231.0, None])).to_pylist()
    ['854231', None]
    """
    kind = values.type
    if pa.types.is_dictionary(kind):
        return as_text(values.dictionary_decode())
    if pa.types.is_floating(kind):
        return _numbers(values.cast(pa.float64()))
    if pa.types.is_timestamp(kind):
        return pc.replace_substring_regex(
            values.cast(pa.string()), r"^(\d{4}-\d\d-\d\d) 00:00:00(\.0+)?$", r"\1"
        )
    try:
        return values.cast(pa.string())
    except pa.ArrowNotImplementedError as err:
        raise UnreadableFileError(
            reason=f"a column of type {kind}", cure="Write it as text, one value a cell."
        ) from err


def _numbers(values: pa.Array) -> pa.Array:
    finite = pc.and_(pc.is_finite(values), pc.less(pc.abs(values), _WHOLE))
    whole = pc.and_(finite, pc.equal(values, pc.floor(values))).fill_null(fill_value=False)
    none = pa.scalar(None, pa.float64())
    integers = pc.if_else(whole, values, none).cast(pa.int64()).cast(pa.string())
    known = pc.if_else(pc.is_nan(values), none, values)
    return pc.coalesce(integers, known.cast(pa.string()))


def _unreadable() -> UnreadableFileError:
    return UnreadableFileError(reason="no Parquet file, or a damaged one", cure="Write it again.")
