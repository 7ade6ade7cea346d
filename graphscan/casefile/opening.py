"""Opening a case: for one writer or many readers, made or brought up to date where needed."""

from __future__ import annotations

import contextlib
import errno
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import duckdb

from graphscan.casefile.case import Case
from graphscan.casefile.faults import full, refused, translated
from graphscan.casefile.lock import case_lock
from graphscan.casefile.schema import bring_up_to_date, is_current, make, write_schema
from graphscan.errors import CaseError


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
