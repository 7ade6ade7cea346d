"""One writer: a lock file beside the case that names who holds it.

The lock is the operating system's, so it ends with its process however that ends; the text of the
file only names the holder. A file that a crash left behind is taken over.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graphscan.errors import CaseBusyError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_FAR = 1 << 30
"""Byte that is locked on Windows: beyond the text, which others must be able to read."""

_LONGEST_COMMAND = 200


class Lock:
    """The right to write something.

    Attributes:
        path: The lock file.
    """

    def __init__(self, path: Path, thing: Path, doing: str) -> None:
        """Name a lock; `acquire` takes it.

        Args:
            path: The lock file.
            thing: What it locks, for the error.
            doing: What its holder does, for the error.
        """
        self.path = path
        self._thing = thing
        self._doing = doing
        self._stream: io.FileIO | None = None

    def acquire(self) -> None:
        """Take the lock and write down who has it.

        Raises:
            CaseBusyError: Another process has it, or this one already.
            OSError: The folder cannot be written.
        """
        while self._stream is None:
            stream = io.FileIO(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644), "r+")
            try:
                _lock(stream)
                if _is_at(stream, self.path):  # else its last holder removed it just now
                    stream.truncate(0)
                    stream.write(json.dumps(_myself()).encode())
                    self._stream = stream
            except OSError as err:
                raise _busy(self._thing, _holder(self.path), self._doing) from err
            finally:
                if self._stream is None:
                    stream.close()

    def release(self) -> None:
        """Let go, and remove the file."""
        if self._stream is None:
            return
        stream, self._stream = self._stream, None
        with contextlib.suppress(OSError):  # Windows removes no open file
            self.path.unlink()
        stream.close()
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                self.path.unlink()


def case_lock(case: Path) -> Lock:
    """The right to write a case."""
    return Lock(lock_path(case), case, "holds this case")


def lock_path(case: Path) -> Path:
    """Where the lock of a case lies.

    >>> lock_path(Path("out/case.duckdb")).as_posix()
    'out/case.duckdb.lock'
    """
    return case.with_name(f"{case.name}.lock")


def busy(case: Path, said: str = "") -> CaseBusyError:
    """The error that names who holds a case.

    Args:
        case: The case.
        said: What the database said, which names a reader's process.
    """
    holder = _holder(lock_path(case))
    if found := re.search(r"held in (\S+) \(PID (\d+)\)", said):
        if holder.get("pid") != int(found[2]):  # a reader, which takes no lock file
            holder = {"pid": int(found[2]), "command": Path(found[1]).name}
    elif said and holder.get("pid") == os.getpid():
        holder = {}
    return _busy(case, holder, "holds this case")


def _busy(thing: Path, holder: Mapping[str, Any], doing: str) -> CaseBusyError:
    host = holder.get("host", socket.gethostname())
    on = f" on {host}" if host != socket.gethostname() else ""
    if holder.get("pid") == os.getpid() and not on:
        who = "this process"
    elif holder:
        who = f"process {holder.get('pid')}{on} ({holder.get('command')})"
    else:
        who = "another process"
    return CaseBusyError(
        what=f"{who} {doing}",
        where=str(thing),
        cure="Wait for it to end, or give another --case.",
    )


def _holder(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            read = json.loads(stream.read(4096))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def _myself() -> dict[str, Any]:
    program = Path(sys.argv[0])
    name = program.parent.name if program.name == "__main__.py" else program.name
    command = " ".join([name, *sys.argv[1:]])[:_LONGEST_COMMAND]
    return {"pid": os.getpid(), "host": socket.gethostname(), "command": command}


def _lock(stream: io.FileIO) -> None:
    if sys.platform == "win32":
        stream.seek(_FAR)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        stream.seek(0)
    else:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_at(stream: io.FileIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except FileNotFoundError:
        return False
