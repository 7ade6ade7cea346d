"""The case: one DuckDB file, the only home of a database connection.

Stages talk to each other through its tables (`schema.sql` says what each column means), so a stage
can be replaced, inspected and re-run on its own.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from graphscan.errors import CaseBusyError, CaseError, CaseVersionError

SCHEMA_VERSION = 1
Parameters = Sequence[object] | Mapping[str, object]


class Case:
    """An open case. Use `open_case`; a case is a context manager and closes itself.

    Attributes:
        path: The file, or None for a case that lives in memory.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path | None) -> None:
        """Wrap a connection that `open_case` made."""
        self._connection = connection
        self.path = path

    def execute(self, sql: str, parameters: Parameters = ()) -> None:
        """Run statements whose rows nobody needs."""
        self._connection.execute(sql, parameters)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """All rows of a small result, as Python values."""
        return self._connection.execute(sql, parameters).fetchall()

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, None where there is no row."""
        rows = self._connection.execute(sql, parameters).fetchall()
        return rows[0][0] if rows else None

    def frame(self, sql: str, parameters: Parameters = ()) -> pd.DataFrame:
        """A result as a pandas table."""
        return self._connection.execute(sql, parameters).df()

    def arrow(self, sql: str, parameters: Parameters = ()) -> pa.Table:
        """A result as an Arrow table."""
        return self._connection.sql(sql, params=parameters).to_arrow_table()

    def columns(self, sql: str, parameters: Parameters = ()) -> dict[str, np.ndarray[Any, Any]]:
        """A result as plain NumPy columns; NULL is not allowed in integer columns (coalesce it)."""
        table = self.arrow(sql, parameters)
        return {
            name: table.column(name).combine_chunks().to_numpy(zero_copy_only=False)
            for name in table.column_names
        }

    def append(self, table: str, data: pa.Table) -> None:
        """Add Arrow rows to a table of the schema, matched by column name."""
        with self._registered(data) as name:
            self._connection.execute(f'INSERT INTO "{table}" BY NAME SELECT * FROM {name}')  # noqa: S608 -- both names are the program's own

    def replace(self, table: str, data: pa.Table) -> None:
        """Empty a table of the schema and fill it with Arrow rows, matched by column name."""
        self._connection.execute(f'DELETE FROM "{table}"')  # noqa: S608 -- the program's own name
        self.append(table, data)

    def temporary(self, table: str, data: pa.Table) -> None:
        """Make a temporary table of Arrow rows, in place of one of that name."""
        with self._registered(data) as name:
            self._connection.execute(
                f'CREATE OR REPLACE TEMP TABLE "{table}" AS SELECT * FROM {name}'  # noqa: S608 -- both names are the program's own
            )

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block, or nothing of it."""
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    @contextlib.contextmanager
    def _registered(self, data: pa.Table) -> Iterator[str]:
        name = f"given_{uuid.uuid4().hex}"
        self._connection.register(name, data)
        try:
            yield name
        finally:
            self._connection.unregister(name)

    def close(self) -> None:
        """Write what is left and let the file go."""
        self._connection.close()

    def __enter__(self) -> Case:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()


def open_case(path: str | Path | None = None, *, read_only: bool = False) -> Case:
    """Open a case, making it where it does not exist.

    Args:
        path: The file; None keeps the case in memory.
        read_only: Open an existing case beside other readers; never makes one.

    Raises:
        CaseBusyError: Another process holds the file.
        CaseVersionError: A newer graphscan wrote it.
        CaseError: It is no case, or cannot be made.

    >>> with open_case() as case:
    ...     case.value("SELECT count(*) FROM shipments")
    0
    """
    file = Path(path) if path is not None else None
    if read_only and (file is None or not file.exists()):
        raise CaseError(
            what="no such case", where=str(file), cure="Make one with `graphscan scan FOLDER`."
        )
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(str(file) if file else ":memory:", read_only=read_only)
    except duckdb.IOException as err:
        if "lock" in str(err).lower():
            raise CaseBusyError(
                what="another process holds this case",
                where=str(file),
                cure="Wait for it to end, or give another --case.",
            ) from err
        raise CaseError(str(err).splitlines()[0], where=str(file)) from err
    except duckdb.Error as err:
        raise CaseError(
            str(err).splitlines()[0], where=str(file), cure="Give the path of a graphscan case."
        ) from err
    case = Case(connection, file)
    try:
        _prepare(case, read_only=read_only)
    except BaseException:
        case.close()
        raise
    return case


def _prepare(case: Case, *, read_only: bool) -> None:
    case.execute("SET TimeZone = 'UTC'")
    case.execute("SET enable_progress_bar = false")  # it would write to stdout
    present = case.value("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'case_version'")
    version = case.value("SELECT version FROM case_version") if present else None
    if version is not None and version > SCHEMA_VERSION:
        raise CaseVersionError(
            what=f"written by a newer graphscan (version {version}, this reads {SCHEMA_VERSION})",
            where=str(case.path),
            cure="Upgrade graphscan.",
        )
    if version is None:
        if read_only or case.value("SELECT count(*) FROM duckdb_tables()"):
            raise CaseError(
                what="a DuckDB file, but no graphscan case",
                where=str(case.path),
                cure="Give another --case.",
            )
        with case.transaction():
            case.execute(
                resources.files("graphscan.casefile").joinpath("schema.sql").read_text("utf-8")
            )
            case.execute("INSERT INTO case_version VALUES (?)", [SCHEMA_VERSION])
