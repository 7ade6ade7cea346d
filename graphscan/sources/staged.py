"""What has been read of a bulk register, kept beside the case until all of it is in.

A load writes all of its files to the case or none, so what a killed one had read of 30 GB would be
lost. The portions of a large register are therefore kept in a folder beside the case as they are
made, under the hash of the file and of the code that read it: the next load takes them, and reads
on behind the last one. A case that was loaded so equals one that was loaded in one go.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.sources.canonical import Loaded
from graphscan.sources.inputs import Input

STAGED_FROM = 1 << 26
"""Bytes of a file whose portions are kept; what is smaller is read again in seconds."""

_TABLES = ("data", "quarantine", "warnings")
_HEAD = b"graphscan"


def stage_of(case: Case, given: Input, reader: str) -> Path | None:
    """Where the portions of a file are kept; None where they are not.

    Args:
        case: The case that it is loaded into.
        given: The file.
        reader: What reads it; portions of another reader are not used.
    """
    if case.path is None or given.size < STAGED_FROM:
        return None
    return _root(case.path) / f"{given.sha256[:32]}-{reader[:16]}"


def discard_stages(case: Case) -> None:
    """Remove what is kept beside the case: all of it is in, or will be read anew."""
    if case.path is not None:
        shutil.rmtree(_root(case.path), ignore_errors=True)


def resumed(stage: Path, read: Callable[[int], Iterator[Loaded]]) -> Iterator[Loaded]:
    """The portions that are kept, then those behind them, kept as they come.

    Args:
        stage: Their folder.
        read: The portions of the file without its first so many records.
    """
    stage.mkdir(parents=True, exist_ok=True)
    for left in stage.glob("*.new"):
        left.unlink()
    place = records = 0
    held: list[Loaded] = []
    while (kept := _kept(stage / _name(place))) is not None:
        place += 1
        records += sum(map(_records, kept))
        yield from kept
    for later in stage.glob("*.arrow"):
        if int(later.stem) >= place:  # behind a damaged one
            later.unlink()
    for portion in read(records):
        if _records(portion) and held:
            place = _keep(stage, place, held)
            held = []
        held.append(portion)
        yield portion


def _records(portion: Loaded) -> int:
    """Records behind a portion; one that repeats records of the one before it has none."""
    return (portion.loaded or 0) + portion.excluded + int(portion.quarantine.num_rows)


def _name(place: int) -> str:
    return f"{place:08d}.arrow"


def _keep(stage: Path, place: int, portions: list[Loaded]) -> int:
    """Write what belongs together as one file, which is there whole or not at all."""
    new = stage / f"{place}.new"
    with pa.OSFile(str(new), "wb") as sink:
        for portion in portions:
            for name in _TABLES:
                table = getattr(portion, name)
                if name == "data":
                    told = {
                        "filled": portion.filled,
                        "excluded": portion.excluded,
                        "reasons": portion.reasons,
                        "target": portion.target,
                        "loaded": portion.loaded,
                        "portions": len(portions),
                    }
                    table = table.replace_schema_metadata({_HEAD: json.dumps(told)})
                options = pa.ipc.IpcWriteOptions(compression="zstd")
                with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
                    writer.write_table(table)
    new.replace(stage / _name(place))
    return place + 1


def _kept(path: Path) -> list[Loaded] | None:
    """The portions in a file; None where there is none, or a power failure cut it."""
    if not path.exists():
        return None
    found: list[Loaded] = []
    try:
        with pa.OSFile(str(path), "rb") as source:
            count = 1
            while len(found) < count:
                portion, count = _portion(source)
                found.append(portion)
    except (pa.ArrowException, OSError, ValueError, KeyError):
        return None
    return found


def _portion(source: pa.NativeFile) -> tuple[Loaded, int]:
    """The portion that begins here, and how many the file holds."""
    data, quarantine, warnings = (pa.ipc.open_stream(source).read_all() for _ in _TABLES)
    told = json.loads(data.schema.metadata[_HEAD])
    count = told.pop("portions")
    plain = data.replace_schema_metadata(None)
    return Loaded(data=plain, quarantine=quarantine, warnings=warnings, **told), count


def _root(case: Path) -> Path:
    return case.with_name(f"{case.name}.staged")
