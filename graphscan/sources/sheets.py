"""Rows of a sheet as Arrow columns, with the row numbers that the spreadsheet shows."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from graphscan.sources.batch import Batch
from graphscan.sources.header import HEADER_ROWS, Fits, Header, sheet_header
from graphscan.sources.inputs import Input
from graphscan.sources.mapping import Library
from graphscan.sources.problems import (
    DamagedRow,
    Refusal,
    UnreadableFileError,
    escaped,
    shown,
)
from graphscan.sources.recognise import fitting
from graphscan.sources.workbook import ROWS, sheet_names, sheet_rows


def read_sheet_header(location: Path, sheet: str, fits: Fits) -> Header:
    """The header of a sheet.

    Raises:
        UnreadableFileError: It has none, or the workbook is damaged.
    """
    return sheet_header(list(itertools.islice(sheet_rows(location, sheet), HEADER_ROWS)), fits)


def read_sheet(
    location: Path, sheet: str, header: Header, wanted: Sequence[str]
) -> Iterator[Batch]:
    """The rows of a sheet behind its header; blank ones are none, but they count.

    Raises:
        UnreadableFileError: It turns out damaged.
    """
    width = len(header.names)
    places = {name: header.names.index(name) for name in wanted if name in header.names}
    rows = enumerate(sheet_rows(location, sheet), start=1)
    for portion in _portions(itertools.islice(rows, header.row, None)):
        kept = [(number, cells) for number, cells in portion if cells]
        whole = [(number, cells) for number, cells in kept if len(cells) <= width]
        columns = {
            name: pa.array(
                [cells[place] if place < len(cells) else "" for _, cells in whole], pa.string()
            )
            for name, place in places.items()
        }
        yield Batch(
            rows=np.array([number for number, _ in whole], dtype=np.int64),
            columns=columns,
            damaged=tuple(
                _damaged(number, cells, width) for number, cells in kept if len(cells) > width
            ),
        )


def in_sheets(
    files: Sequence[Input], library: Library, published: Fits | None = None
) -> tuple[tuple[Input, ...], tuple[str, ...]]:
    """Every workbook in its sheets, and the sheets that are left aside, with the reason.

    Of a workbook of several sheets those are read that a mapping knows, each under the name
    `book.xlsx#sheet`; where none is known, the first that holds cells stays, and is told of as any
    table that no mapping fits. A workbook that cannot be opened stays whole.

    Args:
        files: The files, workbooks among them.
        library: The mappings.
        published: Whether a header is of a format that others publish.
    """
    found: list[Input] = []
    left: list[str] = []
    for each in files:
        if not (each.size and each.path.lower().endswith(".xlsx")):
            found.append(each)
            continue
        kept, aside = _sheets(each, library, published)
        found += kept
        left += aside
    return tuple(sorted(found, key=lambda each: each.path)), tuple(left)


def _sheets(book: Input, library: Library, published: Fits | None) -> tuple[list[Input], list[str]]:
    try:
        names = sheet_names(book.location)
        headers = {name: _header_or_none(book.location, name, library) for name in names}
    except UnreadableFileError:
        return [book], []
    if len(names) == 1:
        return [dataclasses.replace(book, sheet=names[0])], []
    known = [
        name
        for name, header in headers.items()
        if header and (fitting(header.names, library) or (published and published(header.names)))
    ]
    named = known or [name for name, header in headers.items() if header][:1] or list(names[:1])
    sheets = [
        dataclasses.replace(book, sheet=name, path=f"{book.path}#{escaped(name)}") for name in named
    ]
    aside = [f"{book.path}#{escaped(name)} (no table)" for name in names if name not in named]
    return sheets, aside


def _header_or_none(location: Path, sheet: str, library: Library) -> Header | None:
    try:
        return read_sheet_header(location, sheet, lambda names: fitting(names, library) is not None)
    except UnreadableFileError:
        return None


def _portions(
    rows: Iterator[tuple[int, list[str]]],
) -> Iterator[list[tuple[int, list[str]]]]:
    while portion := list(itertools.islice(rows, ROWS)):
        yield portion


def _damaged(number: int, cells: list[str], width: int) -> DamagedRow:
    return DamagedRow(
        row=number,
        field="",
        value=shown(" | ".join(cells[:50])),
        refusal=Refusal(
            reason=f"{len(cells)} cells where the header has {width}",
            cure="Name every column, or clear the cells beside the table.",
        ),
    )
