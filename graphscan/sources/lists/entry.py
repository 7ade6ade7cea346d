"""A row of any list, and how it becomes a row of the case."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from graphscan.codes import lists as known
from graphscan.dates import DayInterval
from graphscan.sources import screening_list as csl
from graphscan.sources.canonical import Loaded
from graphscan.sources.foreign import Portions, UnusableRecordError, day, days_columns, tidy
from graphscan.sources.ownership.model import Interest, interest_table
from graphscan.sources.problems import Refusal

NO_NAME = Refusal(reason="a listed party without a name", cure="Fetch the file again.")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
TARGETS = ("list_rows", "list_parts", "ownership")

_TEXTS = pa.list_(pa.string())
_OTHER_LISTS = {
    "UN": "United Nations Security Council Consolidated List",
    "EU4": "EU Regulation 833/2014, Annex IV",
    "UFLPA": "UFLPA Entity List (UFLPA) - Department of Homeland Security",
    "OS": "OpenSanctions",
    "OWN": "Own list",
}
"""Lists that are not among those of the Consolidated Screening List."""


@dataclasses.dataclass(slots=True, kw_only=True)
class ListEntry:
    """A row of a list, with the meaning of the columns of `list_rows`.

    Attributes:
        code: The list's code, `EL`.
        source: The list as its publisher names it; '' takes the known name of the code.
        number: What the publisher calls the entry.
        entry_id: Its id where it is known already; '' makes it by the rule.
    """

    code: str
    name: str
    entry_id: str = ""
    source: str = ""
    source_id: str = ""
    number: str = ""
    kind: str = ""
    alt_names: list[str] = dataclasses.field(default_factory=list)
    weak_names: list[str] = dataclasses.field(default_factory=list)
    addresses: list[str] = dataclasses.field(default_factory=list)
    countries: list[str] = dataclasses.field(default_factory=list)
    programs: list[str] = dataclasses.field(default_factory=list)
    citation: str = ""
    start: DayInterval | None = None
    end: DayInterval | None = None
    license_requirement: str = ""
    license_policy: str = ""
    remarks: str = ""

    @property
    def source_name(self) -> str:
        """The list as its publisher names it."""
        return self.source or source_of(self.code)

    @property
    def begins(self) -> DayInterval | None:
        """The listing: as given, else the year of the first Federal Register volume."""
        return self.start or csl.listing_year(self.citation)


@dataclasses.dataclass(slots=True)
class ListPart:
    """Something that another file says of an entry, or another record."""

    family: str
    number: str
    part: str
    value: str
    country: str = ""


_TARGET: dict[type, str] = dict(zip((ListEntry, ListPart, Interest), TARGETS, strict=True))


def source_of(code: str) -> str:
    """The name of a list, by its code."""
    return known.get(code).source if known.is_valid(code) else _OTHER_LISTS.get(code, code)


class ListReader:
    """Collects the entries of one file.

    Attributes:
        portions: Counts and problems.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self.portions = Portions(TARGETS)

    def record(self, row: int, read: Callable[[], Sequence[object]]) -> None:
        """Read a record: entries are kept, a problem sends it to quarantine."""
        try:
            found = read()
            _check(found)
        except UnusableRecordError as error:
            self.portions.refuse(row, error)
            return
        if not found:
            self.portions.exclude()
            return
        self.portions.loaded()
        for each in found:
            self.portions.add(_TARGET[type(each)], (row, each))
            if isinstance(each, ListEntry):
                for name, value in (
                    ("name", each.name),
                    ("source", each.source_name),
                    ("alt_names", each.alt_names),
                    ("addresses", each.addresses),
                    ("start_date", each.start),
                    ("end_date", each.end),
                    ("federal_register_notice", each.citation),
                ):
                    if value:
                        self.portions.fill(name)

    def doubt(self, row: int, texts: Mapping[str, object], dates: Collection[str]) -> None:
        """Warn of what is lost of a record: a date out of all reason, a control character.

        Args:
            row: The record.
            texts: Its fields as they stand; what is no text is passed over.
            dates: Those that are dates.
        """
        for name, text in texts.items():
            if isinstance(text, str) and text.strip():
                if name in dates and day(tidy(text)) is None:
                    self.portions.warn(row, name, text, "not a date: read as unknown")
                if name not in dates and _CONTROL.search(text):
                    self.portions.warn(row, name, text, "a control character: now a space")

    def take(self) -> Iterator[Loaded]:
        """Hand on what has been collected."""
        yield from self.portions.take(_table)


def _check(found: Sequence[object]) -> None:
    for each in found:
        if isinstance(each, ListEntry) and not each.name:
            raise UnusableRecordError("name", each.source_id or each.number, NO_NAME)


def _table(target: str, rows: list[tuple[int, Any]]) -> pa.Table:
    if target == TARGETS[2]:
        return interest_table("OFAC", rows)
    return entry_table(rows) if target == TARGETS[0] else part_table(rows)


def entry_table(rows: list[tuple[int, ListEntry]]) -> pa.Table:
    """Rows of `list_rows`."""
    found = [entry for _, entry in rows]
    return pa.table(
        {
            "row": pa.array([row for row, _ in rows], pa.int64()),
            "entry_id": pa.array([id_of(each) for each in found], pa.string()),
            "list_code": pa.array([each.code for each in found], pa.string()),
            "source": pa.array([each.source_name for each in found], pa.string()),
            "source_id": pa.array([each.source_id for each in found], pa.string()),
            "entity_number": _optional([each.number for each in found]),
            "entity_type": _optional([each.kind for each in found]),
            "name": pa.array([each.name for each in found], pa.string()),
            "alt_names": pa.array([each.alt_names for each in found], _TEXTS),
            "weak_names": pa.array([each.weak_names for each in found], _TEXTS),
            "addresses": pa.array([each.addresses for each in found], _TEXTS),
            "countries": pa.array([each.countries for each in found], _TEXTS),
            "programs": pa.array([each.programs for each in found], _TEXTS),
            "citation": pa.array([each.citation for each in found], pa.string()),
            "license_requirement": _optional([each.license_requirement for each in found]),
            "license_policy": _optional([each.license_policy for each in found]),
            "remarks": _optional([each.remarks for each in found]),
            "footnotes": pa.array([csl.footnotes(e.license_requirement) for e in found], _TEXTS),
            "address_only": pa.array([csl.is_address(e.code, e.name) for e in found], pa.bool_()),
            "extends_to_subsidiaries": pa.array(
                [csl.extends_to_subsidiaries(each.name) for each in found], pa.bool_()
            ),
            **days_columns("start", [each.begins for each in found]),
            **days_columns("end", [each.end for each in found]),
        }
    )


def part_table(rows: list[tuple[int, ListPart]]) -> pa.Table:
    """Rows of `list_parts`."""
    names = [field.name for field in dataclasses.fields(ListPart)]
    return pa.table(
        {
            "row": pa.array([row for row, _ in rows], pa.int64()),
            **{
                name: pa.array([getattr(each, name) for _, each in rows], pa.string())
                for name in names
            },
        }
    )


def id_of(entry: ListEntry) -> str:
    """The id of an entry, by the rule of CONTRACT section 2."""
    return entry.entry_id or csl.entry_id(
        entry.code, entry.source_name, entry.number, entry.name, entry.countries, entry.citation
    )


def _optional(texts: list[str]) -> pa.Array:
    return pa.array([text or None for text in texts], pa.string())
