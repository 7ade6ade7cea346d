"""Shipment lines: a column is stored once some file has a value in it.

Of the eighty canonical columns a file has a dozen. Storing the others as NULL costs as much as the
values do, so `shipment_lines` has the columns that were given, and the view `shipments`, which
everybody reads, has all of them.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

VIEW, LINES, LAYOUT = "shipments", "shipment_lines", "shipment_layout"


def stored_in(table: str) -> str:
    """The table that holds what is read as `table`.

    >>> stored_in("shipments"), stored_in("ownership")
    ('shipment_lines', 'ownership')
    """
    return LINES if table == VIEW else table


def widen(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    """Give the lines those of the named columns that they lack; the rows so far have no value."""
    stored = connection.execute(f"FROM {LINES} LIMIT 0").description
    missing = frozenset(names) - {column[0] for column in stored}
    if not missing:
        return
    columns = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() "
        "WHERE database_name = current_database() AND table_name = ? AND column_name NOT IN ("
        "  SELECT column_name FROM duckdb_columns() "
        "  WHERE database_name = current_database() AND table_name = ?) ORDER BY column_index",
        [LAYOUT, LINES],
    ).fetchall()
    for name, kind in columns:
        if name in missing:
            connection.execute(f'ALTER TABLE {LINES} ADD COLUMN "{name}" {kind}')
