"""Sheets of an XLSX workbook as rows of text, a few thousand at a time.

A workbook is a zip of XML that anyone may have written: it is unpacked to its end once, within
bounds, before it is read, and no sheet is held as a whole.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphscan.sources.packed import seekable, size_of
from graphscan.sources.problems import UnreadableFileError, shown

ROWS = 20_000
"""Rows that are held at a time."""

MOST_ROWS = 1_048_576
"""Rows that a sheet can have (Excel)."""

RATIO_LIMIT = 250
"""How many times its size a workbook may grow; sheets grow 5 to 20 times."""

RATIO_FREE = 1 << 27
"""Bytes that any workbook may grow to."""

_DAMAGED = UnreadableFileError(
    reason="no XLSX workbook, or a damaged one",
    cure="Open it, save it again as XLSX, or save the sheet as CSV in UTF-8.",
)


def sheet_names(location: Path) -> tuple[str, ...]:
    """The sheets that hold cells, in order of the workbook; chart sheets are none.

    Raises:
        UnreadableFileError: It is no workbook, a damaged one, or one that grows without bound.
    """
    _check_size(location)
    with _opened(location) as book:
        return tuple(sheet.title for sheet in book.worksheets)


def sheet_rows(location: Path, sheet: str) -> Iterator[list[str]]:
    """The rows of a sheet as text, blank ones as empty lists, from row 1 on.

    Raises:
        UnreadableFileError: It turns out damaged.
    """
    with _opened(location) as book:
        for number, row in enumerate(book[sheet].iter_rows(values_only=True), start=1):
            if number > MOST_ROWS:
                raise UnreadableFileError(
                    reason=f"a sheet of more than {MOST_ROWS:,} rows", cure="Save it as CSV."
                )
            cells = ["" if cell is None else _text(cell) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            yield cells


@contextlib.contextmanager
def _opened(location: Path) -> Iterator[Any]:
    import openpyxl  # noqa: PLC0415 -- slow to load, and most cases hold no workbook

    try:
        with seekable(location) as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's, on styles and extensions
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            try:
                for sheet in book.worksheets:
                    sheet.reset_dimensions()  # what a sheet says of its own size may be wrong
                yield book
            finally:
                book.close()
    except UnreadableFileError:
        raise
    except GeneratorExit:
        raise
    except Exception as err:  # openpyxl raises whatever a damaged part leads it to
        raise _DAMAGED from err


def _check_size(location: Path) -> None:
    size = size_of(location)
    limit = max(RATIO_FREE, RATIO_LIMIT * size)
    grown = 0
    try:
        with seekable(location) as whole, zipfile.ZipFile(whole) as packed:
            for part in packed.infolist():
                with packed.open(part) as stream:
                    while block := stream.read(1 << 20):
                        grown += len(block)
                        if grown > limit:
                            raise UnreadableFileError(
                                reason=f"the workbook grows to more than {RATIO_LIMIT} times its"
                                " size",
                                cure="Open it, look at it, and save the sheet as CSV.",
                            )
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as err:
        raise _DAMAGED from err


def _text(cell: object) -> str:
    """A cell as a person would write it: a day without its midnight, a whole number without point.

    >>> _text(854231.0), _text(dt.datetime(2024, 5, 1)), _text(True), _text(0.1)
    ('854231', '2024-05-01', 'Y', '0.1')
    """
    match cell:
        case str():
            return cell
        case bool():
            return "Y" if cell else "N"
        case float() if cell.is_integer() and abs(cell) < 2**53:
            return str(int(cell))
        case dt.datetime() if (cell.hour, cell.minute, cell.second) == (0, 0, 0):
            return cell.date().isoformat()
        case dt.datetime():
            return cell.isoformat(" ")
        case _:
            return shown(str(cell))
