"""The case: one DuckDB file, the only home of a database connection.

Stages talk to each other through its tables (`schema.sql` says what each column means), so a stage
can be replaced, inspected and re-run on its own.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from graphscan.casefile.faults import translated
from graphscan.casefile.lines import stored_in, widen
from graphscan.casefile.lock import Lock

ROW_GROUP = 122_880
"""Rows that the database writes together (its default), and reads from Arrow on one core."""

LEAST_MEGABYTES = 250
"""Memory with which the database does all that it is asked, by way of the disk."""

Parameters = Sequence[object] | Mapping[str, object]


class Case:
    """An open case. Use `open_case`; a case is a context manager and closes itself.

    Attributes:
        path: The file, or None for a case that lives in memory.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, path: Path | None, lock: Lock | None = None
    ) -> None:
        """Wrap a connection that `open_case` made."""
        self._connection = connection
        self._lock = lock
        self._megabytes: int | None = None
        self.path = path

    def execute(self, sql: str, parameters: Parameters = ()) -> None:
        """Run statements whose rows nobody needs."""
        with translated(self.path):
            self._connection.execute(sql, parameters)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """All rows of a small result, as Python values."""
        with translated(self.path):
            return self._connection.execute(sql, parameters).fetchall()

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, None where there is no row."""
        rows = self.rows(sql, parameters)
        return rows[0][0] if rows else None

    def frame(self, sql: str, parameters: Parameters = ()) -> pd.DataFrame:
        """A result as a pandas table."""
        with translated(self.path):
            return self._connection.execute(sql, parameters).df()

    def arrow(self, sql: str, parameters: Parameters = ()) -> pa.Table:
        """A result as an Arrow table."""
        with translated(self.path):
            return self._connection.sql(sql, params=parameters).to_arrow_table()

    def columns(self, sql: str, parameters: Parameters = ()) -> dict[str, np.ndarray[Any, Any]]:
        """A result as plain NumPy columns; NULL is not allowed in integer columns (coalesce it)."""
        table = self.arrow(sql, parameters)
        return {
            name: table.column(name).combine_chunks().to_numpy(zero_copy_only=False)
            for name in table.column_names
        }

    def append(self, table: str, data: pa.Table) -> None:
        """Add Arrow rows to a table of the schema, matched by column name.

        No rows are not asked of the database: within a transaction, DuckDB 2.0.0 loses the first
        122,880 and more rows that are added to a table after none were.
        """
        if not data.num_rows:
            return
        stored = stored_in(table)
        if stored != table:
            with translated(self.path):
                widen(self._connection, data.column_names)
        given_rows = _in_row_groups(data)  # noqa: F841 -- read by name; a registered one would be kept to the commit
        with translated(self.path):
            self._connection.execute(f'INSERT INTO "{stored}" BY NAME SELECT * FROM given_rows')  # noqa: S608 -- the program's own name

    def replace(self, table: str, data: pa.Table) -> None:
        """Empty a table of the schema and fill it with Arrow rows, matched by column name."""
        self.execute(f'DELETE FROM "{stored_in(table)}"')  # noqa: S608 -- the program's own name
        self.append(table, data)

    def temporary(self, table: str, data: pa.Table) -> None:
        """Make a temporary table of Arrow rows, in place of one of that name."""
        with self._registered(_in_row_groups(data)) as name:
            chosen = f"SELECT * FROM {name}"  # noqa: S608 -- the program's own name
            if data.num_rows:
                self.execute(f'CREATE OR REPLACE TEMP TABLE "{table}" AS {chosen}')
                return
            kinds = self.rows(f"DESCRIBE {chosen}")
        columns = ", ".join(f'"{column}" {kind}' for column, kind, *_ in kinds)
        self.execute(f'CREATE OR REPLACE TEMP TABLE "{table}" ({columns})')  # see `append`

    def select_from(self, name: str, data: pa.Table, sql: str) -> pa.Table:
        """A statement over Arrow rows that it knows by `name`; nothing is stored.

        It runs beside the case's own statements and sees none of their changes, so another thread
        may ask for it.
        """
        with translated(self.path), self._connection.cursor() as beside:
            beside.register(name, _in_row_groups(data))
            return beside.sql(sql).to_arrow_table()

    def limit_memory(self, gigabytes: float) -> None:
        """Hold the database to so much memory from now on; what needs more goes to the disk."""
        self._megabytes = round(gigabytes * 1000)
        self.execute(f"SET memory_limit = '{self._megabytes}MB'")

    @contextlib.contextmanager
    def frugal(self, most: int = LEAST_MEGABYTES) -> Iterator[None]:
        """Hold the database to so many megabytes for a while; what needs more goes to the disk."""
        given = self._megabytes and f"{self._megabytes:d}MB"  # the database tells it rounded
        before = given or self.value("SELECT current_setting('memory_limit')")
        self.execute(f"SET memory_limit = '{most:d}MB'")
        try:
            yield
        finally:
            self.execute(f"SET memory_limit = '{before}'")

    def beside(self, arrays: int) -> contextlib.AbstractContextManager[None]:
        """Hold the database for a while to what its limit leaves beside arrays of so many bytes.

        It keeps `LEAST_MEGABYTES`, however large they are. A case whose memory was never limited
        is left alone.
        """
        if self._megabytes is None:
            return contextlib.nullcontext()
        return self.frugal(max(LEAST_MEGABYTES, self._megabytes - arrays // 1_000_000))

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block, or nothing of it."""
        self.execute("BEGIN")
        try:
            yield
        except BaseException:
            with contextlib.suppress(duckdb.Error):  # a database that had to stop has rolled back
                self._connection.execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    @contextlib.contextmanager
    def _registered(self, data: pa.Table) -> Iterator[str]:
        name = f"given_{uuid.uuid4().hex}"
        self._connection.register(name, data)
        try:
            yield name
        finally:
            with contextlib.suppress(duckdb.Error):  # within a transaction that has failed
                self._connection.unregister(name)

    def close(self) -> None:
        """Write what is left and let the file go."""
        try:
            with translated(self.path):
                self._connection.close()
        finally:
            if self._lock:
                self._lock.release()

    def __enter__(self) -> Case:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()


def _in_row_groups(data: pa.Table) -> pa.Table:
    """The same rows in pieces that the database takes side by side, one on each core."""
    if len(data) <= ROW_GROUP:
        return data
    pieces = data.combine_chunks().to_batches(max_chunksize=ROW_GROUP)
    return pa.Table.from_batches(pieces, schema=data.schema)
