"""What a canonical table and its columns are."""

from __future__ import annotations

import dataclasses
import enum


class Kind(enum.StrEnum):
    """How the text of a cell is read. What does not fit is quarantined, unless warned of."""

    TEXT = "text"
    """As it stands, trimmed; null tokens are absent."""
    NAME = "name"
    """Text that a record must hold, where a null token says that nobody is named."""
    DATE = "date"
    """`YYYY-MM-DD`, `YYYY-MM` or `YYYY`: every day it could be."""
    COUNTRY = "country"
    """ISO 3166 alpha-2; other spellings are normalised. `NA` is Namibia, not absent."""
    NUMBER = "number"
    """A plain number of zero or more."""
    SHARE = "share"
    """A percentage from 0 to 100."""
    FLAG = "flag"
    """Y or N (also yes, no, true, false, 1, 0)."""
    CHOICE = "choice"
    """One of the column's values; others are warned of."""
    HS = "hs"
    """A Harmonized System code, digits only; others are warned of."""
    ECCN = "eccn"
    """An export control classification number or EAR99; others are kept and warned of."""
    PORTS = "ports"
    """UN/LOCODEs with `;` between; others are kept and warned of."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a canonical table.

    Attributes:
        name: The header, in small letters.
        kind: How a cell is read.
        meaning: What it says, in a phrase.
        required: A row without it is quarantined.
        values: The words a CHOICE knows, most usual first.
        default: What an absent CHOICE means; None stays absent.
    """

    name: str
    meaning: str
    kind: Kind = Kind.TEXT
    required: bool = False
    values: tuple[str, ...] = ()
    default: str | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One canonical table.

    Attributes:
        kind: The word that the case file uses for files of this table.
        mapping: How reports name the way it was read.
        columns: In order.
        needs: The headers that tell the table: of each group at least one.
    """

    kind: str
    mapping: str
    columns: tuple[Column, ...]
    needs: tuple[tuple[str, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    def missing(self, headers: frozenset[str]) -> tuple[str, ...]:
        """The groups of `needs` of which `headers` holds none, as people read them.

        >>> from graphscan.records import SHIPMENTS
        >>> SHIPMENTS.missing(frozenset({"shipment_id", "consignor_name", "consignee_name"}))
        ('departure_date or arrival_date',)
        """
        return tuple(" or ".join(group) for group in self.needs if not headers.intersection(group))
