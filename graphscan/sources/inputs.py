"""Which files a run reads, in which order and under which names."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from graphscan.errors import InputError
from graphscan.sources.packed import is_member, members, opened
from graphscan.sources.problems import UnreadableFileError, escaped
from graphscan.sources.text import text_blocks

ENDINGS = (".csv", ".tsv", ".txt", ".gz", ".parquet", ".xlsx", ".json", ".jsonl", ".xml", ".zip")
"""Endings of inputs; other files are named as ignored."""

TABLES_UNREAD = (".dbf", ".xls", ".xlsb", ".ods", ".mdb", ".accdb", ".sav", ".dta", ".feather")
"""Endings of tables that another program must save anew; DBF is how SUNAT publishes its own."""

PAGES = (".html", ".htm")
"""Endings of web pages; one that holds the UFLPA list is an input."""

_RUN_FILES = ("run.json", "findings.json")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A file to read.

    Attributes:
        location: Where it lies; never shown and never stored. Of a member of a zip archive, see
            `graphscan.sources.packed`.
        path: Its name in the case: relative to the folder that was given, `/` between. A file in
            a zip archive is `archive.zip/its/name`.
        sha256: Hash of its bytes, as 64 hex digits.
        size: Bytes.
        sheet: Which sheet of a workbook it is, '' for other files.
    """

    location: Path
    path: str
    sha256: str
    size: int
    sheet: str = ""


MAPPING = ".mapping.toml"
"""How the name of a mapping ends; one that lies among the inputs is used."""


def find_mappings(given: Sequence[Path]) -> tuple[Path, ...]:
    """The mappings that lie in the folders or are given themselves, in order of their names."""
    found = {
        location.resolve(): str(name)
        for start in given
        if start.exists()
        for location, name in _files(start, ())
        if location.name.lower().endswith(MAPPING)
    }
    return tuple(sorted(found, key=lambda location: (found[location], str(location))))


def find_inputs(given: Sequence[Path]) -> tuple[tuple[Input, ...], tuple[str, ...]]:
    """The inputs in order of their paths, and the names of files that are ignored, with the reason.

    A folder is walked, and so is a zip archive, but none inside another; hidden files and the
    output of an earlier run are left out. The same file given twice, or the same bytes under a
    second name, is read once: its rows would count double.

    Raises:
        InputError: A path does not exist or may not be read, or there is nothing to read.
    """
    named: dict[Path, PurePosixPath] = {}
    ignored: list[str] = []
    for start in given:
        if not start.exists():
            raise InputError(
                what="no such file or folder", where=str(start), cure="Check the path."
            )
        for location, name in _files(start, ()):
            if location.suffix.lower() in ENDINGS or is_list(location):
                named.setdefault(location.resolve(), name)
            elif not location.name.lower().endswith(MAPPING):
                ignored.append(escaped(str(name)) + _cure(location))
    if not named:
        raise InputError(
            what="nothing to read",
            where=", ".join(str(path) for path in given),
            cure=f"Inputs end in {' '.join(ENDINGS)}.",
        )
    inputs: dict[str, Input] = {}
    distinct = sorted((name, location) for location, name in _distinct(named).items())
    for path, location, size in _unfolded(distinct, ignored):
        sha256 = hash_of(location)
        if size and sha256 in inputs:
            ignored.append(f"{path} (the same content as {inputs[sha256].path})")
            continue
        key = sha256 if size else path
        inputs[key] = Input(location=location, path=path, sha256=sha256, size=size)
    return tuple(inputs.values()), tuple(sorted(set(ignored)))


def is_list(location: Path) -> bool:
    """Whether a web page is the UFLPA list, which is published as one; any other is no input."""
    if location.suffix.lower() not in PAGES:
        return False
    end = b""
    for block in text_blocks(location):
        page = (end + block).lower()
        if b"name of entity" in page:
            return True
        end = block[-64:]
    return False


def _unfolded(
    named: Sequence[tuple[str, Path]], ignored: list[str]
) -> Iterator[tuple[str, Path, int]]:
    """Name, location and size of every file, in place of a zip archive those in it.

    An archive that cannot be opened, or holds nothing to read, stays: it is told of where it is
    read. So is one inside another.
    """
    for path, location in named:
        if location.suffix.lower() != ".zip":
            yield path, location, location.stat().st_size
            continue
        try:
            inside = members(location)
        except UnreadableFileError:
            inside = ()
        inner = [(f"{path}/{escaped(str(each.name))}", each) for each in inside]
        ignored += [name for name, each in inner if each.name.suffix.lower() not in ENDINGS]
        kept = [(name, each) for name, each in inner if each.name.suffix.lower() in ENDINGS]
        if not kept:
            yield path, location, location.stat().st_size
        names: set[str] = set()
        for name, each in kept:  # an archive may hold two files of one name
            single = name if name not in names else f"{name} ({each.location.name})"
            names.add(single)
            yield single, each.location, each.size


def _cure(location: Path) -> str:
    """What to do with a table in a format that is not read.

    >>> _cure(Path("ma.DBF")), _cure(Path("README.md"))
    (' (not read: save it as CSV)', '')
    """
    return " (not read: save it as CSV)" if location.suffix.lower() in TABLES_UNREAD else ""


def _files(given: Path, above: tuple[Path, ...]) -> Iterator[tuple[Path, PurePosixPath]]:
    """Files and their names below `given`; a link to a folder `above` is not followed again."""
    if given.is_file():
        yield given, PurePosixPath(given.name)
        return
    above = (*above, given.resolve())
    for entry in sorted(given.iterdir()):
        if entry.name.startswith(".") or entry.name == "__pycache__":
            continue
        if entry.is_dir():
            is_run = all((entry / name).is_file() for name in _RUN_FILES)
            if not is_run and entry.resolve() not in above:
                yield from ((path, entry.name / name) for path, name in _files(entry, above))
        elif entry.is_file():
            yield entry, PurePosixPath(entry.name)


def _distinct(named: dict[Path, PurePosixPath]) -> dict[Path, str]:
    """Names that differ: where two are equal, both get the names of more folders in front."""
    names = {location: name.parts for location, name in named.items()}
    while True:
        holders: dict[tuple[str, ...], list[Path]] = {}
        for location, parts in names.items():
            holders.setdefault(parts, []).append(location)
        doubled = [location for same in holders.values() if len(same) > 1 for location in same]
        if not doubled:
            return {location: escaped("/".join(parts)) for location, parts in names.items()}
        for location in doubled:
            names[location] = location.parts[-len(names[location]) - 1 :]


def hash_of(location: Path) -> str:
    """The SHA-256 of a file's bytes; of a member that cannot be unpacked, of its archive.

    Raises:
        InputError: It may not be read.
    """
    if is_member(location):
        try:
            digest = hashlib.sha256()
            with opened(location) as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
            return digest.hexdigest()
        except UnreadableFileError:
            named = f"{hash_of(location.parent)}/{location.name}"
            return hashlib.sha256(named.encode()).hexdigest()
    try:
        with location.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as err:
        raise InputError(
            what=f"cannot be read: {err.strerror}",
            where=escaped(location.name),
            cure="Change its permissions, or move it out of the folder.",
        ) from err
