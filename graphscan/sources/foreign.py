"""Formats that others publish: recognised by their start, read record by record.

A reader gives `Loaded` portions: rows for tables of the case, and what became of the records that
they come from. One record may give rows in several tables, or none and a reason.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.codes import countries
from graphscan.dates import DayInterval, parse_date
from graphscan.records import Table
from graphscan.sources import cells
from graphscan.sources.canonical import Loaded
from graphscan.sources.problems import Refusal, shown

OnBytes = Callable[[int], None]

PORTION = 10_000
"""Records that are written to the case at a time."""

_PROBLEM = {"row": pa.int64(), "field": pa.string(), "value": pa.string(), "reason": pa.string()}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A format as a file of it is to be read.

    Attributes:
        table: What coverage reports it as: its kind, its name, its fields.
        read: The file's portions, given its location and whom to tell of the bytes that are read.
        finish: What is left to do once the whole file is in the case under its number; gives how
            many records turned out to be withdrawn by others of the file.
        companions: Files of one name are read again together, since one completes the other.
        cannot_see: What such a source never tells, one sentence each.
        resumable: Whether `read` takes how many records to leave out at the start, third.
    """

    table: Table
    read: Callable[..., Iterator[Loaded]]
    finish: Callable[[Case, int], int] | None = None
    companions: str = ""
    cannot_see: tuple[str, ...] = ()
    resumable: bool = False


class UnusableRecordError(Exception):
    """A record that goes to quarantine."""

    def __init__(self, field: str, value: str, refusal: Refusal) -> None:
        """Keep what the quarantine shows."""
        self.field = field
        self.value = shown(value)
        self.refusal = refusal
        super().__init__(refusal.reason)


class Portions:
    """Rows, counts and problems of records, until they are handed on."""

    def __init__(self, targets: Sequence[str]) -> None:
        """Begin empty, with the tables that rows will be for, the one that counts first."""
        self._targets = tuple(targets)
        self._clear()

    def _clear(self) -> None:
        self._rows: dict[str, list[Any]] = {target: [] for target in self._targets}
        self._quarantine: list[tuple[int, str, str, str, str]] = []
        self._warnings: list[tuple[int, str, str, str]] = []
        self._filled: dict[str, int] = {}
        self._loaded = 0
        self._excluded = 0

    @property
    def full(self) -> bool:
        """Whether it is time to hand on."""
        return self._loaded + self._excluded + len(self._quarantine) >= PORTION

    def add(self, target: str, row: Any) -> None:
        """A row for a table."""
        self._rows[target].append(row)

    def loaded(self) -> None:
        """A record is in the case."""
        self._loaded += 1

    def exclude(self) -> None:
        """A record says nothing that the case keeps."""
        self._excluded += 1

    def fill(self, name: str, count: int = 1) -> None:
        """A field of a loaded record has a value."""
        self._filled[name] = self._filled.get(name, 0) + count

    def refuse(self, row: int, error: UnusableRecordError) -> None:
        """A record goes to quarantine."""
        refusal = error.refusal
        self._quarantine.append((row, error.field, error.value, refusal.reason, refusal.cure))

    def warn(self, row: int, field: str, value: str, reason: str) -> None:
        """A value of a loaded record could not be used as it stands."""
        self._warnings.append((row, field, shown(value), reason))

    def take(self, tables: Callable[[str, list[Any]], pa.Table]) -> Iterator[Loaded]:
        """Hand all on, and begin anew.

        Args:
            tables: Makes a table of the rows for a target.
        """
        counts = (self._loaded, self._excluded)
        quarantine = _problems([*self._quarantine], with_cure=True)
        warnings = _problems([(*each, "") for each in self._warnings], with_cure=False)
        for place, target in enumerate(self._targets):
            rows = self._rows[target]
            if place and not rows:
                continue
            yield Loaded(
                data=tables(target, rows),
                filled=self._filled if not place else {},
                quarantine=quarantine if not place else quarantine.slice(0, 0),
                warnings=warnings if not place else warnings.slice(0, 0),
                excluded=0 if place else counts[1],
                target=target,
                loaded=0 if place else counts[0],
            )
        self._clear()


def _problems(rows: list[tuple[int, str, str, str, str]], *, with_cure: bool) -> pa.Table:
    fields = {**_PROBLEM, "cure": pa.string()}
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(fields)
    table = pa.table(
        {
            name: pa.array(cells, kind)
            for (name, kind), cells in zip(fields.items(), columns, strict=True)
        }
    )
    return table if with_cure else table.drop_columns("cure")


def tidy(text: object) -> str:
    r"""A text without control characters and double blanks; '' for anything else.

    >>> tidy(" Acme\r\n  Ltd\x00"), tidy(None), tidy(12345678)
    ('Acme Ltd', '', '12345678')
    """
    if not isinstance(text, str):
        return str(text) if isinstance(text, int) and not isinstance(text, bool) else ""
    if text.isprintable() and "  " not in text:
        return text.strip()
    if not text.isprintable():
        text = "".join(" " if not char.isprintable() and char.isascii() else char for char in text)
        text = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join(text.split())


@functools.lru_cache(maxsize=1 << 16)
def country(text: str) -> str | None:
    """The ISO alpha-2 code of a country, or of the country of a region code; None where unknown.

    >>> country("US-DE"), country("us_ca"), country("United Kingdom"), country("England")
    ('US', 'US', 'GB', 'GB')
    """
    if not text:
        return None
    upper = text.strip().upper().replace("_", "-")
    if len(upper) > 3 and upper[2] == "-" and countries.is_valid(upper[:2]):
        return upper[:2]
    return _PARTS.get(" ".join(upper.replace("&", "AND").split())) or countries.normalize(text)


_PARTS = dict.fromkeys(
    ("ENGLAND", "ENGLAND AND WALES", "SCOTLAND", "WALES", "NORTHERN IRELAND", "UK",
     "GREAT BRITAIN", "ENGLAND, UNITED KINGDOM", "UNITED KINGDOM (ENGLAND AND WALES)"),
    "GB",
)  # fmt: skip


@functools.lru_cache(maxsize=1 << 16)
def day(text: str) -> DayInterval | None:
    """The days of a date, the time of day cut off; None where it is none or out of all reason.

    >>> str(day("2019-09-11T11:17:23Z")), str(day("1965-11")), day("1066"), day("")
    ('2019-09-11', '1965-11', None, None)
    """
    try:
        found = parse_date(text[:10])
    except ValueError:
        return None
    return found if 1900 <= found.first.year <= 2100 else None


@functools.lru_cache(maxsize=1 << 16)
def share(text: str, *, up: bool) -> Any:
    """A percentage at the six decimals of a case; None where it is none (see `cells.share`)."""
    return cells.share(text, up=up)[0]


def days_columns(stem: str, dates: Sequence[DayInterval | None]) -> dict[str, pa.Array]:
    """The three columns of an imprecise date."""
    return {
        f"{stem}_first": pa.array([date and date.first for date in dates], pa.date32()),
        f"{stem}_last": pa.array([date and date.last for date in dates], pa.date32()),
        f"{stem}_text": pa.array([date and str(date) for date in dates], pa.string()),
    }
