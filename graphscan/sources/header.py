"""The header of a table: where it stands, its delimiter, its names, and whether it can be trusted.

Vendors put a banner above their tables, so the header is looked for in the first rows: it is the
first that a mapping knows, else the first that can be one.
"""

from __future__ import annotations

import csv
import dataclasses
import io
from collections import Counter
from collections.abc import Callable, Sequence

from graphscan.records import TABLES
from graphscan.sources.problems import UnreadableFileError

DELIMITERS = (",", ";", "\t", "|", "~")
"""Delimiters that are tried, the most usual first; `~` is that of bulk feeds."""

HEADER_LIMIT = 1 << 20
"""Bytes within which the header must end."""

HEADER_ROWS = 20
"""Rows in which the header is looked for."""

_KNOWN = frozenset(name for table in TABLES for name in table.names)

Fits = Callable[[tuple[str, ...]], bool]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header that can be trusted.

    Attributes:
        delimiter: One character; '' for the sheet of a workbook.
        names: In order, trimmed and in small letters; '' for a column without a name.
        length: Bytes up to the first row behind it.
        row: Its record number, 1 where nothing stands above.
        encoding: What the text is in, '' for UTF-8; `length` counts bytes of UTF-8 all the same.
    """

    delimiter: str
    names: tuple[str, ...]
    length: int
    row: int = 1
    encoding: str = ""

    @property
    def twice(self) -> tuple[str, ...]:
        """Names of more than one column."""
        return tuple(name for name, count in Counter(self.names).items() if name and count > 1)


def read_header(start: bytes, fits: Fits | None = None) -> Header:
    r"""The header at the start of a file.

    The delimiter is the one that gives a header that fits, then most known names, then most names.

    Args:
        start: The first bytes.
        fits: Whether names are those of a table that a mapping knows.

    Raises:
        UnreadableFileError: It is empty, blank or damaged, and none further down fits.

    >>> read_header(b"Name;COUNTRY \nAcme, Inc;US\n").names
    ('name', 'country')
    >>> header = read_header(b"DATA\n\nName,Alias\n", lambda names: "alias" in names)
    >>> header.row, header.length
    (3, 17)
    """
    problem: UnreadableFileError | None = None
    first: Header | None = None
    length = 0
    for row in range(1, HEADER_ROWS + 1):
        try:
            record = _first_record(start[length:])
        except UnreadableFileError as err:
            problem = problem or err
            break
        length += len(record)
        found = None
        try:
            found = _header(record, fits)
        except UnreadableFileError as err:
            problem = problem or err
        if found is not None:
            found = dataclasses.replace(found, length=length, row=row)
            if fits is None or fits(found.names):
                return found
            first = first or (None if problem else found)
        if length >= len(start):
            break
    if first is None:
        raise problem or _damaged(reason="the header is blank", text="")
    return first


def sheet_header(rows: Sequence[Sequence[str]], fits: Fits) -> Header:
    """The header among the first rows of a sheet.

    Raises:
        UnreadableFileError: There is none.
    """
    tried: list[Header] = []
    for row, cells in enumerate(rows[:HEADER_ROWS], start=1):
        names = tuple(clean(cell) for cell in cells)
        named = [name for name in names if name]
        if not named:
            continue
        header = Header(delimiter="", names=names, length=0, row=row)
        if fits(names):
            return header
        if len(named) >= 2 and len(set(named)) == len(named) >= 0.6 * len(names):
            tried.append(header)
    if not tried:
        raise UnreadableFileError(
            reason="the sheet has no header", cure="Name each column in one of the first rows."
        )
    return max(tried, key=lambda header: (len(header.names), -header.row))


def clean(cell: str) -> str:
    r"""A name as it is compared: trimmed, in small letters.

    >>> clean(" Name\n of party ")
    'name of party'
    """
    return " ".join(cell.replace("\ufeff", "").split()).lower()


def _header(record: bytes, fits: Fits | None) -> Header:
    try:
        text = record.decode()
    except UnicodeDecodeError as err:
        raise UnreadableFileError(
            reason="the header has bytes that are no UTF-8",
            cure="Save the file as CSV in UTF-8, or name its encoding in a mapping.",
            value=record.decode(errors="surrogateescape").strip(),
        ) from err
    if any(ord(char) < 0x20 and char not in "\t\r\n" for char in text):
        raise _damaged(reason="the header has control characters", text=text)
    if not text.strip():
        raise _damaged(reason="the header is blank", text=text)
    names, delimiter = max(
        ((_split(text, delimiter), delimiter) for delimiter in DELIMITERS),
        key=lambda split: (
            fits is not None and fits(split[0]),
            len(_KNOWN.intersection(split[0])),
            len(split[0]),
        ),
    )
    if not any(names):
        raise _damaged(reason="the header is blank", text=text)
    return Header(delimiter=delimiter, names=names, length=len(record))


def _first_record(start: bytes) -> bytes:
    """The bytes of the first record, its line end included."""
    at = 0
    while True:
        ends = [end for end in (start.find(b"\n", at), start.find(b"\r", at)) if end >= 0]
        if not ends:
            end = len(start)
        else:
            end = min(ends) + 1
            if start[end - 1 : end + 1] == b"\r\n":
                end += 1
        if end > HEADER_LIMIT:
            raise UnreadableFileError(
                reason=f"the first line is longer than {HEADER_LIMIT} bytes",
                cure="Give a table with a header line.",
            )
        if start.count(b'"', 0, end) % 2 == 0:
            return start[:end]
        if not ends:
            raise _damaged(
                reason="the header has an unclosed quote",
                text=start[:HEADER_LIMIT].decode(errors="replace"),
            )
        at = end


def _split(text: str, delimiter: str) -> tuple[str, ...]:
    csv.field_size_limit(HEADER_LIMIT)
    cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    return tuple(clean(cell) for cell in cells)


def named_twice(name: str) -> UnreadableFileError:
    """The refusal of a table in which two columns have a name that is read."""
    return _damaged(reason=f"the header names {name} more than once", text=name)


def _damaged(*, reason: str, text: str) -> UnreadableFileError:
    return UnreadableFileError(
        reason=reason, cure="Mend the first line: one name a column, each once.", value=text.strip()
    )
