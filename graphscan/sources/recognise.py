"""Which table a header is. Nothing is guessed: a mapping fits or it does not."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from graphscan.errors import UnknownTableError
from graphscan.records import TABLES, Table
from graphscan.sources.mapping import Library, Mapping, key


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a header is.

    Attributes:
        table: The canonical table.
        mapping: How its columns are made; None where they are canonical already.
    """

    table: Table
    mapping: Mapping | None = None

    @property
    def name(self) -> str:
        """How reports call the way it is read."""
        return self.mapping.name if self.mapping else self.table.mapping


def fitting(names: Sequence[str], library: Library) -> Recognised | None:
    """What a header is, None where nothing fits: the user's mappings, canonical tables, presets.

    >>> fitting(["owner_name", "owned_name", "note"], Library()).name
    'canonical ownership'
    """
    headers = frozenset(names)
    keys = frozenset(map(key, names))
    mapping = library.fitting(keys)
    if mapping is None or mapping.shipped:
        for table in TABLES:
            if not table.missing(headers):
                return Recognised(table=table)
    return Recognised(table=mapping.table, mapping=mapping) if mapping is not None else None


def recognise(path: str, names: Sequence[str], library: Library | None = None) -> Recognised:
    """What a header is.

    Raises:
        UnknownTableError: Nothing fits; the error names the nearest and what it misses.

    >>> recognise("a.csv", ["owner_name", "owned_name", "note"]).table.kind
    'ownership'
    >>> recognise("a.csv", ["shipment_id", "shipper", "consignee_name", "arrival_date"])
    Traceback (most recent call last):
    graphscan.errors.UnknownTableError: a.csv: ...canonical shipments...misses consignor_name. ...
    """
    known = library or Library()
    found = fitting(names, known)
    if found is not None:
        return found
    headers = frozenset(names)
    keys = frozenset(map(key, names))
    table = max(TABLES, key=lambda table: _nearness(table, headers))
    mapping = known.nearest(keys)
    share = 1 - len(mapping.missing(keys)) / len(mapping.needs)
    if share > _nearness(table, headers)[0]:
        raise UnknownTableError(path, mapping.name, mapping.missing(keys))
    raise UnknownTableError(path, table.mapping, table.missing(headers))


def _nearness(table: Table, headers: frozenset[str]) -> tuple[float, int]:
    met = len(table.needs) - len(table.missing(headers))
    return met / len(table.needs), len(headers.intersection(table.names))


def unmapped(known: Recognised, names: Sequence[str]) -> tuple[str, ...]:
    """The named columns that are not read, in order.

    >>> unmapped(recognise("a.csv", ["name", "alias"]), ["name", "alias", "", "note"])
    ('note',)
    """
    if known.mapping is None:
        return tuple(name for name in names if name and name not in known.table.names)
    read = frozenset(known.mapping.reads)
    whole = frozenset(name.removesuffix(" all") for name in read)  # all values of a list
    return tuple(
        name
        for name in names
        if name and key(name) not in read and key(name).removesuffix(" all") not in whole
    )
