"""The schema of a case: making a new file, and bringing one of an earlier version up to date.

A file is made, or remade, beside its place and moved there whole, so that no crash leaves half of
one. What a case of an earlier version holds is copied column by column; columns that are new stay
empty until their stage runs again.
"""

from __future__ import annotations

import functools
import hashlib
import re
from importlib import resources
from pathlib import Path

import duckdb

from graphscan.casefile.lines import LINES, VIEW, widen
from graphscan.errors import CaseError, CaseVersionError

SCHEMA_VERSION = 3
"""Raised where a case that was written before could be misread; newer ones are refused."""

_NOT_COPIED = {LINES, "case_version", "stages"}
"""Lines have a way of their own; without stages each of them runs again."""

_EMPTY = {"BOOLEAN": "false", "VARCHAR": "''", "DOUBLE": "0", "BIGINT": "0", "INTEGER": "0"}


@functools.cache
def schema_sql() -> str:
    """The statements that make a case."""
    return resources.files("graphscan.casefile").joinpath("schema.sql").read_text("utf-8")


@functools.cache
def schema_hash() -> str:
    """What tells one schema from another; comments and blanks do not."""
    code = re.sub(r"--[^\n]*", "", schema_sql())
    return hashlib.sha256(" ".join(code.split()).encode()).hexdigest()[:16]


def write_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of an empty case."""
    connection.execute("BEGIN")
    connection.execute(schema_sql())
    connection.execute("INSERT INTO case_version VALUES (?, ?)", [SCHEMA_VERSION, schema_hash()])
    connection.execute("COMMIT")


def is_current(connection: duckdb.DuckDBPyConnection, path: Path | None) -> bool:
    """Whether a case has this version's schema.

    Raises:
        CaseVersionError: A newer graphscan wrote it.
        CaseError: It is the database of another program.
    """
    found = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = 'case_version' ORDER BY 1"
    ).fetchall()
    row = connection.execute("SELECT * FROM case_version").fetchone() if found else None
    if row is None:
        raise CaseError(
            what="a DuckDB file, but no graphscan case",
            where=str(path),
            cure="Give another --case.",
        )
    if row[0] > SCHEMA_VERSION:
        raise CaseVersionError(
            what=f"written by a newer graphscan (version {row[0]}, this reads {SCHEMA_VERSION})",
            where=str(path),
            cure="Upgrade graphscan.",
        )
    return tuple(row) == (SCHEMA_VERSION, schema_hash())


def beside(path: Path) -> Path:
    """Where a new file of a case is made before it is moved into place."""
    return path.with_name(f"{path.name}.new")


def make(path: Path) -> None:
    """Make a new case."""
    new = beside(path)
    discard(new)
    with duckdb.connect(str(new)) as connection:
        write_schema(connection)
        connection.execute("CHECKPOINT")  # closing would not tell of a full disk
    wal(path).unlink(missing_ok=True)  # of a case that is gone: it would be played into this one
    new.replace(path)


def bring_up_to_date(path: Path) -> None:
    """Remake a case of an earlier version, with all that it holds."""
    with duckdb.connect(str(path)) as old:
        old.execute("FORCE CHECKPOINT")  # what stands beside the file goes into it
    new = beside(path)
    discard(new)
    with duckdb.connect(str(new)) as connection:
        write_schema(connection)
        (name,) = connection.execute("SELECT current_database()").fetchall()[0]
        quoted = str(path).replace("'", "''")
        connection.execute(f"ATTACH '{quoted}' AS earlier (READ_ONLY)")
        connection.execute("BEGIN")
        _copy_lines(connection, name)
        for table in sorted(_tables(connection, "earlier") & _tables(connection, name)):
            if table not in _NOT_COPIED:
                _copy(connection, name, table)
        connection.execute("COMMIT")
        connection.execute("DETACH earlier")
        connection.execute("CHECKPOINT")
    wal(path).unlink(missing_ok=True)
    new.replace(path)


def _copy_lines(connection: duckdb.DuckDBPyConnection, database: str) -> None:
    """Shipments, which early versions kept in one table of all columns."""
    earlier = LINES if LINES in _tables(connection, "earlier") else VIEW
    names = [name for name, _, _ in _columns(connection, "earlier", earlier)]
    counts = ", ".join(f'count("{name}")' for name in names)
    (filled,) = connection.execute(f'SELECT {counts} FROM earlier."{earlier}"').fetchall()  # noqa: S608 -- names of the schema
    widen(connection, [name for name, count in zip(names, filled, strict=True) if count])
    _copy(connection, database, LINES, earlier)


def _copy(
    connection: duckdb.DuckDBPyConnection, database: str, table: str, earlier: str = ""
) -> None:
    """All rows of a table of the earlier case, there perhaps by another name."""
    source = earlier or table
    held = {name for name, _, _ in _columns(connection, "earlier", source)}
    names, values = [], []
    for name, kind, nullable in _columns(connection, database, table):
        if name in held:
            values.append(f'"{name}"')
        elif nullable:
            values.append("NULL")
        else:
            values.append(_EMPTY.get(kind, "[]" if kind.endswith("[]") else "''"))
        names.append(f'"{name}"')
    connection.execute(
        f'INSERT INTO "{table}" ({", ".join(names)}) '  # noqa: S608 -- names of the schema
        f'SELECT {", ".join(values)} FROM earlier."{source}"'
    )


def _tables(connection: duckdb.DuckDBPyConnection, database: str) -> set[str]:
    rows = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND NOT temporary",
        [database],
    ).fetchall()
    return {name for (name,) in rows}


def _columns(
    connection: duckdb.DuckDBPyConnection, database: str, table: str
) -> list[tuple[str, str, bool]]:
    return connection.execute(
        "SELECT column_name, data_type, is_nullable FROM duckdb_columns() "
        "WHERE database_name = ? AND table_name = ? ORDER BY column_index",
        [database, table],
    ).fetchall()


def wal(path: Path) -> Path:
    """The log that the database keeps beside its file."""
    return path.with_name(f"{path.name}.wal")


def discard(path: Path) -> None:
    """Remove a database file that was left half-made, and its log."""
    path.unlink(missing_ok=True)
    wal(path).unlink(missing_ok=True)
