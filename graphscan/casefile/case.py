"""The case: one DuckDB file, the only home of a database connection.

Stages talk to each other through its tables (`schema.sql` says what each column means), so a stage
can be replaced, inspected and re-run on its own.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from graphscan.casefile.faults import full, refused, translated
from graphscan.casefile.lines import stored_in, widen
from graphscan.casefile.lock import Lock, case_lock
from graphscan.casefile.schema import bring_up_to_date, is_current, make, write_schema
from graphscan.errors import CaseError

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


def open_case(path: str | Path | None = None, *, read_only: bool = False) -> Case:
    """Open a case, making it where it does not exist.

    A case of an earlier version is brought up to date first. A writer locks the case until it
    closes it; readers share a case among themselves, but not with a writer.

    Args:
        path: The file; None keeps the case in memory.
        read_only: Open an existing case beside other readers; never makes one.

    Raises:
        CaseBusyError: Another process holds the file; the error names it.
        CaseVersionError: A newer graphscan wrote it.
        CaseError: It is no case, a damaged one, or cannot be made.

    >>> with open_case() as case:
    ...     case.value("SELECT count(*) FROM shipments")
    0
    """
    if path is None and not read_only:
        connection = duckdb.connect(":memory:")
        connection.execute(f"SET temp_directory = '{_spill_of_memory()}'")
        write_schema(connection)
        return Case(_configured(connection), None)
    file = Path(path) if path is not None else None
    if file is None or (read_only and not file.exists()):
        raise CaseError(
            what="no such case", where=str(file), cure="Make one with `graphscan scan FOLDER`."
        )
    return _open_to_read(file) if read_only else _open_to_write(file)


def _open_to_write(file: Path) -> Case:
    _refuse_foreign(file)
    with _faults_of_the_folder(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = case_lock(file)
        lock.acquire()
    try:
        with translated(file), _faults_of_the_folder(file):
            shutil.rmtree(_spill(file), ignore_errors=True)  # what a crash has left there
            if not file.exists() or not file.stat().st_size:
                make(file)
            connection = duckdb.connect(str(file))
            try:
                current = is_current(connection, file)
            except BaseException:
                connection.close()
                raise
            if not current:
                connection.close()
                bring_up_to_date(file)
                connection = duckdb.connect(str(file))
            return Case(_configured(connection), file, lock)
    except BaseException:
        lock.release()
        raise


def _open_to_read(file: Path) -> Case:
    _refuse_foreign(file)
    with translated(file):
        connection = duckdb.connect(str(file), read_only=True)
        try:
            current = is_current(connection, file)
        except BaseException:
            connection.close()
            raise
        if current:
            return Case(_configured(connection), file)
        connection.close()
    _open_to_write(file).close()
    return _open_to_read(file)


def _refuse_foreign(file: Path) -> None:
    """Refuse a SQLite file: DuckDB would ask the network for an extension that reads it."""
    try:
        with file.open("rb") as opened:
            head = opened.read(15)
    except OSError:
        return  # told with its cure where the file is opened
    if head == b"SQLite format 3":
        raise CaseError(
            what="not a graphscan case", where=str(file), cure="Give the path of a graphscan case."
        )


def _configured(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")  # it would write to stdout
    return connection


def _spill(file: Path) -> Path:
    """Where the database puts what memory cannot hold; it removes that as it ends."""
    return file.with_name(f"{file.name}.tmp")


def _spill_of_memory() -> str:
    """The same of a case without a file: not the working folder, as the database would have it."""
    folder = Path(tempfile.gettempdir()) / f"graphscan-{uuid.uuid4().hex}"
    return str(folder).replace("'", "''")


@contextlib.contextmanager
def _faults_of_the_folder(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as err:
        if err.errno in {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}:
            raise full(str(file)) from err
        if isinstance(err, PermissionError) or err.errno == errno.EROFS:
            raise refused(str(file)) from err
        raise CaseError(
            f"cannot be made here: {err.strerror}", where=str(file), cure="Give another --case."
        ) from err
