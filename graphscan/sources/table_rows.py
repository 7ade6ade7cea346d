"""Rows of delimited text as plain dictionaries, for formats that are no table of ours."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow.compute as pc

from graphscan.sources.batch import Batch
from graphscan.sources.delimited import read_delimited
from graphscan.sources.header import HEADER_LIMIT, Header, read_header
from graphscan.sources.problems import DamagedRow, UnreadableFileError
from graphscan.sources.sheets import read_sheet
from graphscan.sources.text import text_blocks

_END_OF_FILE = "\x1a"
"""What DOS programs, and OFAC to this day, write behind the last line."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row.

    Attributes:
        number: Its record number; the header is 1 where there is one.
        cells: Column to text, '' where nothing stands.
        damage: Why its cells could not be told apart.
    """

    number: int
    cells: dict[str, str]
    damage: DamagedRow | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of a workbook as a source of rows.

    Attributes:
        location: The workbook.
        name: The sheet.
        header: Where its columns are.
    """

    location: Path
    name: str
    header: Header


def start_of(location: Path) -> bytes:
    """As many bytes as a header may have."""
    start = b""
    for block in text_blocks(location):
        start += block
        if len(start) > HEADER_LIMIT:
            break
    return start


def table_rows(
    location: Path | Sheet,
    wanted: Sequence[str],
    on_bytes: Callable[[int], None] | None = None,
    *,
    header: Header | None = None,
    after: int = 0,
) -> Iterator[Row]:
    """The rows of a delimited file, or of a sheet.

    Args:
        location: The file, or the sheet.
        wanted: The columns to read, in small letters.
        on_bytes: Told how many bytes have been read.
        header: What the columns are, where the file has none.
        after: Rows to leave out at its start.

    Raises:
        UnreadableFileError: The file or its header is damaged.
    """
    if isinstance(location, Sheet):
        names = [name for name in wanted if name in location.header.names]
        batches = read_sheet(location.location, location.name, location.header, names)
    else:
        given = header or read_header(start_of(location))
        blocks = _behind(text_blocks(location, on_bytes), given.length)
        names = [name for name in wanted if name in given.names]
        batches = read_delimited(blocks, given, names)
    left = after
    for batch in batches:
        rows = _rows(batch, names)
        if left >= (count := len(batch.rows) + len(batch.damaged)) and not _ends(batch, names):
            left -= count
            continue
        for row in rows:
            if left:
                left -= 1
            else:
                yield row


def _rows(batch: Batch, names: Sequence[str]) -> Iterator[Row]:
    columns = [batch.columns[name].to_pylist() for name in names]
    for number, *cells in zip(batch.rows.tolist(), *columns, strict=True):
        if cells and cells[0] == _END_OF_FILE:
            continue
        texts = {name: text or "" for name, text in zip(names, cells, strict=True)}
        yield Row(number=number, cells=texts)
    for damaged in batch.damaged:
        if damaged.value.strip() not in {_END_OF_FILE, "\\x1a"}:
            yield Row(number=damaged.row, cells={}, damage=damaged)


def _ends(batch: Batch, names: Sequence[str]) -> bool:
    """Whether what DOS programs write behind the last line is among the rows."""
    marks = bool(names) and pc.any(pc.equal(batch.columns[names[0]], _END_OF_FILE)).as_py()
    return marks or any(each.value.strip() in {_END_OF_FILE, "\\x1a"} for each in batch.damaged)


def header_names(start: bytes) -> tuple[str, ...]:
    """The column names of a delimited file, none where its header cannot be read."""
    try:
        return read_header(start).names
    except UnreadableFileError:
        return ()


def _behind(blocks: Iterator[bytes], length: int) -> Iterator[bytes]:
    for block in blocks:
        if length:
            rest, length = block[length:], max(0, length - len(block))
            yield rest
        else:
            yield block
