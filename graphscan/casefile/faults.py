"""The database's errors, told as graphscan's: what happened, where, and the cure.

Errors in what graphscan asked (a wrong statement) are bugs and pass as they are.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import duckdb

from graphscan.casefile.lock import busy
from graphscan.errors import CaseError

FULL = ("no space left", "disk quota", "file too large", "not enough space", "could not write")
"""What a full disk, a quota or a limit on the size of files says, in lower case."""
BUSY = ("could not set lock", "being used by another process", "different configuration")
REFUSED = ("permission denied", "read-only file system", "access is denied")
DAMAGED = (
    "corrupt",
    "not a valid duckdb",
    "not enough bytes",
    "could not read enough bytes",
    "checksum",
    "failure while replaying wal",
    "serialization error",
    "failed to deserialize",
    "cannot read",
)

OF_THE_CASE = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.InternalError,
    duckdb.SerializationException,
    duckdb.OutOfMemoryException,
    duckdb.ConnectionException,
    duckdb.PermissionException,
    duckdb.TransactionException,
    duckdb.ResourceInUseException,
    duckdb.HTTPException,
    duckdb.OperationalError,
)
"""Errors that come from the machine or the file, and get a cure."""

_STOPPED = (duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)

OF_THE_PROGRAM = (
    duckdb.ProgrammingError,
    duckdb.ParserException,
    duckdb.SyntaxException,
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.InvalidInputException,
    duckdb.InvalidTypeException,
    duckdb.DataError,
    duckdb.OutOfRangeException,
    duckdb.ConversionException,
    duckdb.TypeMismatchException,
    duckdb.IntegrityError,
    duckdb.ConstraintException,
    duckdb.NotSupportedError,
    duckdb.NotImplementedException,
    duckdb.SequenceException,
    duckdb.DependencyException,
)
"""Errors in a statement of graphscan: bugs, which pass as they are."""


@contextlib.contextmanager
def translated(path: Path | None) -> Iterator[None]:
    """Tell the database's errors within the block as graphscan's.

    Raises:
        CaseBusyError: Another process holds the case.
        CaseError: The disk is full, the file damaged, the folder refused, memory short.
        KeyboardInterrupt: Somebody interrupted a statement.
    """
    try:
        yield
    except duckdb.InterruptException as err:
        raise KeyboardInterrupt from err
    except duckdb.Error as err:
        told = _told(err, path)
        if told is None:
            raise
        raise told from err


def _told(err: duckdb.Error, path: Path | None) -> CaseError | None:
    text, where = str(err), str(path) if path else "the case in memory"
    line = _first_line(text)

    def says(signs: tuple[str, ...]) -> bool:
        return any(sign in text.lower() for sign in signs)

    told: CaseError | None = None
    if path and says(BUSY):
        told = busy(path, text)
    elif says(FULL):
        told = full(where)
    elif says(REFUSED):
        told = refused(where)
    elif isinstance(err, duckdb.OutOfMemoryException):
        cure = "Give it more memory, or free space beside the case for what memory cannot hold."
        told = CaseError(f"out of memory ({line})", where=where, cure=cure)
    elif says(DAMAGED) or isinstance(err, _STOPPED):
        told = damaged(where, line)
    elif isinstance(err, OF_THE_CASE):
        told = CaseError(line, where=where, cure="Give the path of a graphscan case.")
    return told


def full(where: str) -> CaseError:
    """The error of a disk that is full."""
    return CaseError(
        "no room to write: the disk is full, or a quota or a limit on the size of files is reached",
        where=where,
        cure="Free some space and run it again: what the case held is untouched.",
    )


def refused(where: str) -> CaseError:
    """The error of a folder or file that may not be written."""
    return CaseError(
        "may not be written",
        where=where,
        cure="Change its permissions, or give another --out or --case.",
    )


def damaged(where: str, said: str) -> CaseError:
    """The error of a file that is no case, or no longer one."""
    return CaseError(
        f"no graphscan case, or a damaged one ({said})",
        where=where,
        cure="Give the path of a case, or put a copy back; "
        "`graphscan scan FOLDER --case NEW` makes it anew from its files.",
    )


def _first_line(text: str) -> str:
    line = text.splitlines()[0] if text else "no message"
    return line[:200]
