"""Rows of irregular text, one record at a time: the slow way, which reads all that can be read.

What cannot is one damaged row: a row with too few or too many cells, bytes that are no UTF-8, a
quote that is never closed or closes in the middle of a cell. After such a quote, reading goes on
with the next line: one slip must not swallow the rest of a file.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa

from graphscan.sources.batch import Batch
from graphscan.sources.problems import DamagedRow, Refusal, shown

_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_LINE_ENDS = ("\n", "\r")

UNDECODABLE = Refusal(
    reason="bytes that are no UTF-8",
    cure="Save the file as CSV in UTF-8, or name its encoding in a mapping.",
)
STRAY_QUOTE = Refusal(
    reason="a quote that is not closed, or closed before the cell ends",
    cure='Close the quote, and write a quote inside a quoted cell twice: "".',
)


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """How a record falls into cells.

    Attributes:
        delimiter: One character.
        width: Cells of a record.
        wanted: Canonical name to place, from 0.
    """

    delimiter: str
    width: int
    wanted: Mapping[str, int]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Ragged:
    """What was read of a block.

    Attributes:
        batch: Its rows.
        records: How many records they were, blank ones included.
        consumed: Bytes; what is left begins a record that ends in the next block.
    """

    batch: Batch
    records: int
    consumed: int


def read_ragged(
    block: bytes, layout: Layout, *, first: int, final: bool, patient: bool = True
) -> Ragged:
    """The rows of a block that starts with a record.

    Args:
        block: Text, maybe with bytes that are no UTF-8.
        layout: How a record falls into cells.
        first: Record number of the first record.
        final: No text follows the block.
        patient: A quote that the block leaves open may be closed in the next one.
    """
    csv.field_size_limit(
        1 << 30
    )  # the block is the limit; longer cells are refused by their length
    lines = list(io.StringIO(block.decode(errors="surrogateescape"), newline=""))
    left = "" if final or not lines or lines[-1].endswith("\n") else lines.pop()
    rows: list[int] = []
    kept: list[list[str]] = []
    damaged: list[DamagedRow] = []
    record = first
    for cells, text, refusal in _records(lines, layout.delimiter, closed=final or not patient):
        if cells is None and refusal is None:  # the block ends within a quoted cell
            left = text + left
            break
        problem = _damage(record, cells or [], text, refusal, layout)
        if problem:
            damaged.append(problem)
        elif cells and not _is_blank(cells):
            rows.append(record)
            kept.append(cells)
        record += 1
    columns = {
        name: pa.array([cells[place] for cells in kept], pa.string())
        for name, place in layout.wanted.items()
    }
    return Ragged(
        batch=Batch(rows=np.array(rows, dtype=np.int64), columns=columns, damaged=tuple(damaged)),
        records=record - first,
        consumed=len(block) - len(left.encode(errors="surrogateescape")),
    )


def _damage(
    record: int, cells: list[str], text: str, refusal: Refusal | None, layout: Layout
) -> DamagedRow | None:
    """What is wrong with a record as a whole, None where nothing is."""
    if refusal is not None:
        return DamagedRow(row=record, field="", value=shown(text.rstrip("\r\n")), refusal=refusal)
    if _is_blank(cells):
        return None
    if len(cells) != layout.width:
        return DamagedRow(
            row=record,
            field="",
            value=shown(text.rstrip("\r\n")),
            refusal=Refusal(
                reason=f"{len(cells)} cells where the header has {layout.width}",
                cure="Quote the cells that hold the delimiter or a line end.",
            ),
        )
    for name, place in layout.wanted.items():
        if _NOT_UTF8.search(cells[place]):
            return DamagedRow(
                row=record, field=name, value=shown(cells[place]), refusal=UNDECODABLE
            )
    return None


def _is_blank(cells: list[str]) -> bool:
    """No value at all, a line of blank space, or the end mark (Ctrl-Z) of DOS and OFAC files."""
    return not any(cells) or (len(cells) == 1 and cells[0].strip() in {"", "\x1a"})


class _Lines:
    """Lines for a `csv.reader`, with the number of those it has taken."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        while self.taken < len(self.lines):
            self.taken += 1
            yield self.lines[self.taken - 1]


def _records(
    lines: list[str], delimiter: str, *, closed: bool
) -> Iterator[tuple[list[str] | None, str, Refusal | None]]:
    """The cells, the text and the refusal of each record; a refused one is one line long.

    Args:
        lines: With their line ends.
        delimiter: One character.
        closed: Refuse a record that the lines do not end; else it comes last, without cells.
    """
    source = _Lines(lines)
    while source.taken < len(lines):
        start = source.taken
        reader = csv.reader(iter(source), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                yield cells, "".join(lines[start : source.taken]), None
                start = source.taken
        except csv.Error as err:
            if not closed and "unexpected end of data" in str(err):
                yield None, "".join(lines[start:]), None
                return
            yield None, lines[start], STRAY_QUOTE
            source.taken = start + 1
