"""Rows of delimited text as Arrow columns, with exact record numbers.

A block that is regular is parsed by Arrow, many megabytes a step. A block that is not (a ragged
row, a stray quote, bytes that are no UTF-8) goes through `graphscan.sources.ragged`, by record;
both read the same rows from any text that both can read, and a property test holds them to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from graphscan.sources.batch import Batch
from graphscan.sources.header import Header
from graphscan.sources.problems import UnreadableFileError
from graphscan.sources.ragged import Layout, read_ragged

BLOCK = 1 << 24
"""Bytes that are parsed at a time: about a row group of the database (122,880 rows), so that it
waits little for the first block, and little is left to write after the last."""

SLICE = 1 << 18
"""Bytes whose quotes are looked at together: what they need stays in the processor's cache."""

RECORD_LIMIT = 1 << 24
"""Bytes of the longest record that is waited for."""


Flags = np.ndarray[Any, np.dtype[np.bool_]]


def read_delimited(
    blocks: Iterator[bytes], header: Header, wanted: Sequence[str], size: int | None = None
) -> Iterator[Batch]:
    """The rows behind a header.

    Blank lines and rows without a single value are no rows, but they count as records, so that a
    row has the number that a spreadsheet shows beside it.

    Args:
        blocks: The text of the file from its first row on.
        header: What stands before it.
        wanted: The names of the columns to read.
        size: Bytes that are parsed at a time; None is `BLOCK`.

    Raises:
        UnreadableFileError: A record is longer than `RECORD_LIMIT`, or a block cannot be unpacked.
    """
    layout = Layout(
        delimiter=header.delimiter,
        width=len(header.names),
        wanted={name: header.names.index(name) for name in wanted if name in header.names},
    )
    buffer = b""
    record = header.row + 1
    ended = False
    while not ended or buffer:
        enough = max(size or BLOCK, len(buffer) + 1)
        parts = [buffer]
        held = len(buffer)
        while held < enough and not ended:
            block = next(blocks, None)
            if block is None:
                ended = True
            else:
                parts.append(block)
                held += len(block)
        buffer = b"".join(parts)
        if not buffer:
            return
        cut = len(buffer) if ended else _regular_end(buffer)
        block = buffer[: cut or None]
        regular = _regular(block, layout, record) if cut else None
        if regular is not None:
            batch, records = regular
            buffer = buffer[cut:]
        else:
            ragged = read_ragged(
                block, layout, first=record, final=ended, patient=len(block) < RECORD_LIMIT
            )
            batch, records = ragged.batch, ragged.records
            buffer = buffer[ragged.consumed :]
            if not ragged.consumed and len(buffer) > RECORD_LIMIT:
                raise UnreadableFileError(
                    reason=f"record {record} is longer than {RECORD_LIMIT} bytes",
                    cure="Look at the file: a table has line ends.",
                )
        record += records
        yield batch


def _regular_end(buffer: bytes) -> int:
    """Where the last line ends that has an even number of quotes before it; 0 where none does."""
    end = len(buffer)
    quotes = int(np.count_nonzero(np.frombuffer(buffer, dtype=np.uint8) == ord('"')))
    for _ in range(1000):
        at = buffer.rfind(b"\n", 0, end)
        if at < 0:
            return 0
        quotes -= buffer.count(b'"', at, end)
        if quotes % 2 == 0:
            return at + 1
        end = at
    return 0


def _regular(block: bytes, layout: Layout, first: int) -> tuple[Batch, int] | None:
    """The rows of a block by Arrow and how many records it has, None where it is not regular."""
    if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
        return None
    if block.startswith(b"\xef\xbb\xbf"):
        return None
    quoted = b'"' in block
    if quoted and not _quotes_are_regular(block, ord(layout.delimiter)):
        return None
    columns = _parse(block, layout, sorted(layout.wanted.values()), quoted=quoted)
    if columns is None:
        return None
    blank = _blank(columns.values())
    if blank.any() and len(layout.wanted) < layout.width:
        whole = _parse(block, layout, range(layout.width), quoted=quoted)
        if whole is None:
            return None
        blank = _blank(whole.values())  # a value in an unknown column makes a row, too
    rows = np.arange(first, first + len(blank), dtype=np.int64)
    cells = {name: columns[at] for name, at in layout.wanted.items()}
    if blank.any():
        keep = pa.array(~blank)
        cells = {name: column.filter(keep) for name, column in cells.items()}
    return Batch(rows=rows[~blank], columns=cells), len(rows)


def _quotes_are_regular(block: bytes, delimiter: int) -> bool:
    """Whether every cell that holds a quote is quoted as RFC 4180 has it.

    So every other quote opens: it stands at the start, behind a break or behind a quote that closed
    (a doubled one). Those between close, and stand likewise before something.
    """
    data = np.frombuffer(block, dtype=np.uint8)
    breaks = np.zeros(256, dtype=np.bool_)
    breaks[[delimiter, ord("\n"), ord("\r"), ord('"')]] = True
    quotes = 0
    for start in range(0, len(data), SLICE):
        at = np.flatnonzero(data[start : start + SLICE] == ord('"')) + start
        opens = quotes % 2
        before = data[np.maximum(at[opens::2] - 1, 0)]  # the first of all has itself before it
        after = data[np.minimum(at[1 - opens :: 2] + 1, len(data) - 1)]
        if not (breaks[before].all() and breaks[after].all()):
            return False
        quotes += len(at)
    return quotes % 2 == 0


def _parse(
    block: bytes, layout: Layout, places: Sequence[int], *, quoted: bool
) -> dict[int, pa.Array] | None:
    names = [str(place) for place in range(layout.width)]
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(block),
            read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=len(block) + 1),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=layout.delimiter, ignore_empty_lines=False, newlines_in_values=quoted
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types={str(place): pa.string() for place in places},
                include_columns=[str(place) for place in places],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    return {
        place: column.combine_chunks() for place, column in zip(places, table.columns, strict=True)
    }


def _blank(columns: Collection[pa.Array]) -> Flags:
    empty = np.ones(len(next(iter(columns))), dtype=np.bool_)
    for column in columns:
        if not empty.any():
            break
        empty &= pc.equal(pc.binary_length(column), 0).to_numpy(zero_copy_only=False)
    return empty
