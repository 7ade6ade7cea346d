"""Writing several files into a folder so that a reader never meets half of them."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from graphscan.casefile.lock import Lock
from graphscan.errors import OutputError

_STAGED = ".writing"
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextlib.contextmanager
def written_whole(folder: Path, last: str = "") -> Iterator[Path]:
    """A folder to write into; its files are moved into place at the end of the block.

    Where the block fails, nothing in place has changed. One process writes a folder at a time.

    Args:
        folder: Where the files belong; made where it does not exist.
        last: Name of the file that is moved last: while it is missing the folder is not whole.

    Raises:
        CaseBusyError: Another process is writing the folder.
        OutputError: The disk is full, or the folder may not be written.
    """
    staged = folder / _STAGED
    with output_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = Lock(folder / ".writing.lock", folder, "is writing this folder")
        lock.acquire()
        try:
            shutil.rmtree(staged, ignore_errors=True)  # what a crash has left
            staged.mkdir()
            yield staged
            files = sorted(staged.iterdir(), key=lambda path: (path.name == last, path.name))
            if last:
                (folder / last).unlink(missing_ok=True)
            for path in files:
                path.replace(folder / path.name)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
            lock.release()


@contextlib.contextmanager
def output_faults(folder: Path) -> Iterator[None]:
    """Tell what a disk says within the block as an error with its cure.

    Raises:
        OutputError: The disk is full, or the folder may not be written.
    """
    try:
        yield
    except OSError as err:
        if err.errno in _FULL:
            what = "no room to write: the disk is full, or a quota or a limit on files is reached"
            cure = "Free some space and run it again: what stood there is untouched."
        else:
            what = f"may not be written: {err.strerror}"
            cure = "Change its permissions, or give another --out."
        raise OutputError(what, where=str(folder), cure=cure) from err


def hash_of(path: Path) -> str:
    """SHA-256 of a file, 64 hex digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def holds(folder: Path, files: Mapping[str, str]) -> bool:
    """Whether a folder has files with these hashes; False for no files at all."""
    paths = [(folder / name, sha256) for name, sha256 in files.items()]
    return (
        bool(paths)
        and all(path.is_file() for path, _ in paths)
        and all(hash_of(path) == sha256 for path, sha256 in paths)
    )
