"""Which canonical table a header is. Nothing is guessed: a name fits or it does not."""

from __future__ import annotations

from collections.abc import Sequence

from graphscan.errors import UnknownTableError
from graphscan.records import TABLES, Table


def recognise(path: str, names: Sequence[str]) -> Table:
    """The table whose needed columns are all among `names`.

    Raises:
        UnknownTableError: None is; the error names the nearest and what it misses.

    >>> recognise("a.csv", ["owner_name", "owned_name", "note"]).kind
    'ownership'
    >>> recognise("a.csv", ["shipment_id", "shipper", "consignee_name", "arrival_date"])
    Traceback (most recent call last):
    graphscan.errors.UnknownTableError: a.csv: ...canonical shipments...misses consignor_name. ...
    """
    headers = frozenset(names)
    for table in TABLES:
        if not table.missing(headers):
            return table
    nearest = max(TABLES, key=lambda table: _nearness(table, headers))
    raise UnknownTableError(path, nearest.mapping, nearest.missing(headers))


def _nearness(table: Table, headers: frozenset[str]) -> tuple[float, int]:
    met = len(table.needs) - len(table.missing(headers))
    return met / len(table.needs), len(headers.intersection(table.names))


def unmapped(table: Table, names: Sequence[str]) -> tuple[str, ...]:
    """The named columns that the table does not know, in order.

    >>> from graphscan.records import ALIASES
    >>> unmapped(ALIASES, ["name", "alias", "", "note"])
    ('note',)
    """
    return tuple(name for name in names if name and name not in table.names)
