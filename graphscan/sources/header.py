"""The first record of a text file: its delimiter, its names, and whether it can be trusted."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections import Counter

from graphscan.records import TABLES
from graphscan.sources.problems import UnreadableFileError

DELIMITERS = (",", ";", "\t", "|")
"""Delimiters that are tried, the most usual first."""

HEADER_LIMIT = 1 << 20
"""Bytes within which the header must end."""

_KNOWN = frozenset(name for table in TABLES for name in table.names)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header that can be trusted.

    Attributes:
        delimiter: One character.
        names: In order, trimmed and in small letters; '' for a column without a name.
        length: Bytes up to the first row.
    """

    delimiter: str
    names: tuple[str, ...]
    length: int


def read_header(start: bytes) -> Header:
    r"""The header at the start of a file.

    The delimiter is the one that gives most known names, then most names.

    Raises:
        UnreadableFileError: It is empty, blank, damaged, or names a column twice.

    >>> read_header(b"Name;COUNTRY \nAcme, Inc;US\n").names
    ('name', 'country')
    """
    record = _first_record(start)
    try:
        text = record.decode()
    except UnicodeDecodeError as err:
        raise UnreadableFileError(
            reason="the header has bytes that are no UTF-8",
            cure="Save the file as CSV in UTF-8.",
            value=record.decode(errors="surrogateescape").strip(),
        ) from err
    if any(ord(char) < 0x20 and char not in "\t\r\n" for char in text):
        raise _damaged(reason="the header has control characters", text=text)
    if not text.strip():
        raise _damaged(reason="the header is blank", text=text)
    names, delimiter = max(
        ((_split(text, delimiter), delimiter) for delimiter in DELIMITERS),
        key=lambda split: (len(_KNOWN.intersection(split[0])), len(split[0])),
    )
    named = [name for name in names if name]
    if not named:
        raise _damaged(reason="the header is blank", text=text)
    twice = next((name for name, count in Counter(named).items() if count > 1), "")
    if twice:
        raise _damaged(reason=f"the header names {twice} more than once", text=text)
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
    return tuple(" ".join(cell.replace("\ufeff", "").split()).lower() for cell in cells)


def _damaged(*, reason: str, text: str) -> UnreadableFileError:
    return UnreadableFileError(
        reason=reason, cure="Mend the first line: one name a column, each once.", value=text.strip()
    )
