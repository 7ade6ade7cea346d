"""What a mapping says: which columns of a file become which canonical column, and how.

A mapping is written in TOML (`graphscan.sources.mapping.parse` reads and checks it), shown before
it is used, and saved: nothing about a file is guessed unseen.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping as Map

from graphscan.records import Table

NULLS = ("NULL", "N/A", "NA", "N.A.", "-", "-0-", "NONE", "NAN", "#N/A")
"""What customs data writes where nothing is known, in any letters; an empty cell aside."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one canonical column is made.

    Exactly one of `columns`, `constant` and `row` says where its text comes from; the rest says
    what is done to it, in the order of these attributes.

    Attributes:
        columns: Header names; the first that has a value in a row speaks, or with `between` all of
            them do. Names that a file lacks are passed over: headers drift over the years.
        constant: The same text for every row.
        row: The record number, for tables whose records have no number of their own.
        between: What joins the columns; None takes the first.
        nulls: Further null tokens of these columns, in any letters (`0` for a tax number).
        replace: Pairs of a regular expression (RE2) and what stands for every match.
        at: Where the text is cut into parts; '' leaves it whole.
        take: Which part is kept: 1 the first, -1 the last; 0 keeps all, with `;` between.
        words: Text (any letters) to the text that stands for it.
        dates: Formats as of strptime, tried in order; what none fits stays and is quarantined.
        zone: The zone whose day counts, where a format carries an instant of UTC.
        schedule: D or K where the text begins with a code of that U.S. schedule of ports.
        address: Whether the text is an address of which the country is wanted.
        thousands: The separator of thousands, '' where there is none.
        decimal: The decimal mark.
        unit: The column that names the unit.
        units: Unit (any letters, '' for an absent one) to the factor that makes it canonical.
        factor: A factor for all rows, 1 for none.
        source: Whence `units` or `factor` are; a mapping that converts must say it.
    """

    columns: tuple[str, ...] = ()
    constant: str | None = None
    row: bool = False
    between: str | None = None
    nulls: tuple[str, ...] = ()
    replace: tuple[tuple[str, str], ...] = ()
    at: str = ""
    take: int = 0
    words: Map[str, str] = dataclasses.field(default_factory=dict)
    dates: tuple[str, ...] = ()
    zone: str = ""
    schedule: str = ""
    address: bool = False
    thousands: str = ""
    decimal: str = "."
    unit: str = ""
    units: Map[str, float] = dataclasses.field(default_factory=dict)
    factor: float = 1.0
    source: str = ""

    @property
    def reads(self) -> tuple[str, ...]:
        """The headers that the rule looks at."""
        return (*self.columns, self.unit) if self.unit else self.columns


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Rows that are counted and left out.

    Attributes:
        column: The header.
        values: What stands there, in any letters.
        reason: Why such a row is no shipment.
    """

    column: str
    values: tuple[str, ...]
    reason: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How a kind of file is read.

    Attributes:
        name: How reports call it.
        about: What such a file is, and where its layout is written down.
        table: The canonical table that it fills.
        needs: Headers that tell it; of each group at least one.
        rules: Canonical column to rule.
        exclusions: Rows that are left out.
        nulls: Null tokens of every column.
        encoding: What such a file is in, unless a byte order mark or letters beyond ASCII in its
            first megabyte show that it is UTF-8; '' is UTF-8.
        entities: Whether `&AMP;` and its like stand for characters.
        distinct: Whether a row that equals an earlier one in every mapped column is left out.
        masters: Whether a bill that other rows name as their master (`bill_number`) is left out.
        cannot_see: What such a source never tells, one sentence each.
        refused: Why such a file is not read at all, '' where it is.
        digest: Hash of the text of the mapping, so that a changed one reads its files anew.
        shipped: Whether it comes with graphscan.
    """

    name: str
    about: str
    table: Table
    needs: tuple[tuple[str, ...], ...]
    rules: Map[str, Rule]
    exclusions: tuple[Exclusion, ...] = ()
    nulls: tuple[str, ...] = NULLS
    encoding: str = ""
    entities: bool = False
    distinct: bool = False
    masters: bool = False
    cannot_see: tuple[str, ...] = ()
    refused: str = ""
    digest: str = ""
    shipped: bool = False

    @property
    def reads(self) -> tuple[str, ...]:
        """Every header that the mapping looks at, each once, in order."""
        rules = (name for rule in self.rules.values() for name in rule.reads)
        return tuple(dict.fromkeys([*rules, *(each.column for each in self.exclusions)]))

    def missing(self, headers: frozenset[str]) -> tuple[str, ...]:
        """The groups of `needs` of which `headers` holds none, as people read them."""
        return tuple(" or ".join(group) for group in self.needs if not headers.intersection(group))


def key(header: str) -> str:
    """A header in the spelling by which mappings know it.

    Vendors write `SUPPLIER_NAME`, `SUPPLIER NAME` and `Supplier Name`; exports that were read in a
    wrong encoding have `Â®` for a trade mark and begin with a byte order mark in three letters.

    >>> key("SUPPLIER_NAME"), key(" Weight  (kg)"), key("D-U-N-SÂ®"), key("ï»¿BvD ID number")
    ('supplier name', 'weight kg', 'd u n s', 'bvd id number')
    """
    plain = header.replace("ï»¿", "").replace("Â®", "®").replace("\ufeff", "").lower()
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())
