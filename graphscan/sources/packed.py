"""Members of a zip archive, each read as a file of its own and never written out by its name.

The location of a member is `archive.zip/3.csv`: its place in the archive and its ending. What the
archive calls it is shown and never used as a path. Sizes are those that the archive declares: no
more than that is ever unpacked of a member, and an archive whose members together declare too much
is refused before one byte of it is.
"""

from __future__ import annotations

import contextlib
import dataclasses
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from graphscan.sources.problems import UnreadableFileError

RATIO_LIMIT = 250
"""How many times its size an archive may grow; text of tables grows 3 to 50 times."""

RATIO_FREE = 1 << 27
"""Bytes that any archive may grow to."""

MEMBER_LIMIT = 10_000
"""Members of an archive."""

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError),
    ValueError,
)
"""What the library raises where an archive is damaged, encrypted or packed in another way."""
_DAMAGED = UnreadableFileError(
    reason="the zip archive is damaged or cut short", cure="Fetch or pack it again."
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file in an archive.

    Attributes:
        location: Where `opened` finds it.
        name: What the archive calls it, `/` between folders.
        size: Bytes of it, unpacked.
    """

    location: Path
    name: PurePosixPath
    size: int


def members(archive: Path) -> tuple[Member, ...]:
    """The files of an archive in order of their names; hidden ones are left out.

    Raises:
        UnreadableFileError: It is no zip archive, a damaged one, or it grows without bound.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            parts = packed.infolist()
    except _UNREADABLE as err:
        raise _DAMAGED from err
    if len(parts) > MEMBER_LIMIT:
        raise UnreadableFileError(
            reason=f"a zip archive of more than {MEMBER_LIMIT:,} files", cure="Unpack it."
        )
    if sum(part.file_size for part in parts) > max(RATIO_FREE, RATIO_LIMIT * _size(archive)):
        raise UnreadableFileError(
            reason=f"the zip archive grows to more than {RATIO_LIMIT} times its size",
            cure="Look at it, and give the files in it.",
        )
    found = []
    for place, part in enumerate(parts):
        steps = part.filename.replace("\\", "/").split("/")
        name = PurePosixPath(*(step for step in steps if step not in {"", ".", ".."}))
        hidden = any(step.startswith((".", "__MACOSX")) for step in name.parts)
        if not part.is_dir() and not hidden:
            inside = archive / f"{place}{''.join(name.suffixes[-2:]).lower()}"
            found.append(Member(location=inside, name=name, size=part.file_size))
    return tuple(sorted(found, key=lambda member: (str(member.name), str(member.location))))


def is_member(location: Path) -> bool:
    """Whether a location lies in an archive."""
    return location.parent.suffix.lower() == ".zip" and location.parent.is_file()


def refusal(archive: Path) -> UnreadableFileError:
    """Why an archive is not read."""
    if is_member(archive):
        return UnreadableFileError(
            reason="a zip archive inside another", cure="Unpack the outer one."
        )
    try:
        members(archive)
    except UnreadableFileError as problem:
        return problem
    return UnreadableFileError(reason="nothing to read in the zip archive", cure="Look at it.")


@contextlib.contextmanager
def opened(location: Path) -> Iterator[IO[bytes]]:
    """A file, or a member of an archive, to be read from its start to its end.

    Raises:
        UnreadableFileError: The member is encrypted, packed in a way that is not read, or damaged;
            told where it is opened, and where it is read.
    """
    if not is_member(location):
        with location.open("rb") as stream:
            yield stream
        return
    try:
        with zipfile.ZipFile(location.parent) as packed:
            part = packed.infolist()[int(location.name.partition(".")[0])]
            if part.flag_bits & 1:
                raise UnreadableFileError(
                    reason="encrypted in the zip archive", cure="Unpack it with its password."
                )
            if part.compress_type not in _METHODS:
                raise UnreadableFileError(
                    reason="packed in the zip archive in a way that is not read", cure="Unpack it."
                )
            with packed.open(part) as stream:
                yield stream
    except _UNREADABLE as err:
        raise _DAMAGED from err


@contextlib.contextmanager
def seekable(location: Path) -> Iterator[IO[bytes]]:
    """The same, to be read in any order: a member is unpacked into a file without a name.

    Raises:
        UnreadableFileError: The member cannot be unpacked.
    """
    if not is_member(location):
        with location.open("rb") as stream:
            yield stream
        return
    with tempfile.TemporaryFile() as whole:
        with opened(location) as stream:
            while block := stream.read(1 << 20):
                whole.write(block)
        whole.seek(0)
        yield whole


def size_of(location: Path) -> int:
    """Bytes that a file, or a member of an archive, takes on the disk.

    Raises:
        UnreadableFileError: The archive is damaged.
    """
    if not is_member(location):
        return _size(location)
    try:
        with zipfile.ZipFile(location.parent) as packed:
            return packed.infolist()[int(location.name.partition(".")[0])].compress_size
    except _UNREADABLE as err:
        raise _DAMAGED from err


def _size(location: Path) -> int:
    return location.stat().st_size
