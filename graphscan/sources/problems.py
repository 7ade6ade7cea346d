"""Why a row, a value or a file could not be used, and what mends it."""

from __future__ import annotations

import dataclasses

SHOWN = 200
"""Characters of a value that the quarantine keeps."""

CELL_LIMIT = 32_767
"""Characters of a cell that are read: the most that a cell of a spreadsheet holds (Excel)."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A value with which the whole row is quarantined."""

    reason: str
    cure: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A value that could not be used as it stands; its row is loaded all the same."""

    reason: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DamagedRow:
    """A row whose cells could not even be told apart.

    Attributes:
        row: Record number, the header being 1.
        field: The column, '' for the row as a whole.
        value: What stands there, safe to show.
    """

    row: int
    field: str
    value: str
    refusal: Refusal


class UnreadableFileError(Exception):
    """A file as a whole cannot be read; it becomes one row of quarantine."""

    def __init__(self, *, reason: str, cure: str, value: str = "") -> None:
        """Keep what the quarantine shows."""
        self.refusal = Refusal(reason=reason, cure=cure)
        self.value = shown(value)
        super().__init__(reason)


def shown(text: str) -> str:
    r"""A value cut to `SHOWN` characters, with what does not print written as an escape.

    >>> shown("A\x00B\udcff" + "C" * 500)[:12]
    'A\\x00B\\xffCC'
    """
    return escaped(text[:SHOWN])[:SHOWN]


def escaped(text: str) -> str:
    r"""Text with what does not print, or turns the reading direction, written as an escape.

    >>> escaped("invoice\u202egnp.csv")
    'invoice\\u202egnp.csv'
    """
    return "".join(_escape(char) for char in text)


def _escape(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # how Python carries a byte that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x20 or 0x7F <= code <= 0x9F:
        return f"\\x{code:02x}"
    if 0xD800 <= code <= 0xDFFF or code in _INVISIBLE:
        return f"\\u{code:04x}"
    return char


_INVISIBLE = frozenset(
    [*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)
"""Characters that turn the reading direction, break lines or cannot be seen."""
