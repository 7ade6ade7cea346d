"""One file into the case, or the tables of a dump together: every row accounted for."""

from __future__ import annotations

import dataclasses
import functools
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.casefile.lines import stored_in
from graphscan.casefile.manifest import code_version
from graphscan.errors import InputError
from graphscan.records import SHIPMENTS
from graphscan.sources import ams
from graphscan.sources.ahead import read_ahead
from graphscan.sources.canonical import Loaded
from graphscan.sources.deleted import (
    DELETED_LATER,
    MASTER,
    take_out_deleted,
    take_out_masters,
)
from graphscan.sources.inputs import Input, hash_of
from graphscan.sources.intake import TABLES, Intake
from graphscan.sources.problems import UnreadableFileError
from graphscan.sources.progress import Progress
from graphscan.sources.reading import Plan, read, table_batches
from graphscan.sources.staged import resumed, stage_of

OF_FILES = (
    *(*map(stored_in, TABLES.values()), "register_facts", "list_parts"),
    *("quarantine", "warnings", "fill_rates", "not_loaded", "cannot_see"),
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of one file: rows = loaded + quarantined + excluded.

    A file that cannot be read counts as one quarantined row, row 0.

    Attributes:
        path: Relative to the folder that was given.
        sha256: Hash of its bytes.
        kind: shipments, ownership, parties, aliases, list or unreadable.
        mapping: How it was read.
        rows: Rows met.
        loaded: Rows in the case.
        quarantined: Rows with a problem.
        excluded: Rows that the source itself withdrew.
    """

    path: str
    sha256: str
    kind: str
    mapping: str
    rows: int
    loaded: int
    quarantined: int
    excluded: int


def load_file(case: Case, how: Plan, number: int, progress: Progress) -> FileReport:
    """Read one file into the case; of a file that breaks off halfway, nothing stays.

    Raises:
        InputError: The file has changed since it was looked at.
    """
    intake = Intake(case, how, number)
    stage = _stage(case, how)
    try:
        progress.start(how.input)
        for portion in read_ahead(_portions(case, how, stage, progress.on_bytes)):
            intake.add(portion)
    except UnreadableFileError as problem:
        _check_same(how.input)
        forget(case, [number])
        intake.refuse(problem)
        progress.finish(how.input)
        if stage:
            shutil.rmtree(stage, ignore_errors=True)
        return _report(how.input, "unreadable", how.name, (0, 1, 0))
    if how.foreign and how.foreign.finish:
        withdrawn = how.foreign.finish(case, number)
        intake.loaded -= withdrawn
        intake.excluded += withdrawn
    if intake.deletes:
        withdrawn_rows = take_out_deleted(case, number, pa.concat_tables(intake.deletes))
        intake.withdraw(*withdrawn_rows, DELETED_LATER)
    if how.mapping and how.mapping.masters:
        intake.withdraw(*take_out_masters(case, number), MASTER)
    assert how.table is not None  # noqa: S101 -- what could be read has a table
    said_by = how.mapping or how.foreign
    intake.tell(said_by.cannot_see if said_by else ())
    progress.finish(how.input)
    return _report(how.input, how.table.kind, how.name, intake.sums)


def _stage(case: Case, how: Plan) -> Path | None:
    if how.foreign is None or not how.foreign.resumable:
        return None
    return stage_of(case, how.input, code_version())


def _portions(
    case: Case, how: Plan, stage: Path | None, on_bytes: Callable[[int], None]
) -> Iterator[Loaded]:
    """The portions of a file; of a large register, first those that an earlier load has kept.

    Raises:
        InputError: All is read, and the file has changed since it was looked at.
    """
    if stage is None or how.foreign is None:
        yield from read(how, case, on_bytes)
    else:
        again = functools.partial(how.foreign.read, how.input.location, on_bytes)
        yield from resumed(stage, again)
    _check_same(how.input)  # while the case writes the last portion


def load_joined(
    case: Case, plans: Sequence[Plan], numbers: dict[str, int], progress: Progress
) -> dict[str, FileReport]:
    """Read the tables of dumps that are joined; a damaged one is left out as a whole.

    Raises:
        InputError: A file has changed since it was looked at.
    """
    if not plans:
        return {}
    ams.prepare(case)
    reports: dict[str, FileReport] = {}
    intakes: dict[str, Intake] = {}
    staged: dict[str, tuple[Plan, ams.Part]] = {}
    for how in plans:
        path = how.input.path
        part = ams.Part(name=how.part, number=numbers[path], path=path)
        intakes[path] = Intake(case, how, part.number)
        progress.start(how.input)
        try:
            assert how.header is not None  # noqa: S101 -- a part is told by its header
            wanted = ams.columns_of(how.part)
            batches = table_batches(how.input, how.header, wanted, progress.on_bytes)
            for portion in ams.stage(case, part, batches):
                intakes[path].add(portion)
            staged[path] = how, part
        except UnreadableFileError as problem:
            ams.forget(case, part)
            forget(case, [part.number])
            intakes[path].refuse(problem)
            reports[path] = _report(how.input, "unreadable", how.name, (0, 1, 0))
        _check_same(how.input)
        progress.finish(how.input)
    for part, portion in ams.join(case, [part for _, part in staged.values()]):
        intakes[part.path].add(portion)
    for path, (how, _) in staged.items():
        intakes[path].tell(ams.CANNOT_SEE)
        reports[path] = _report(how.input, SHIPMENTS.kind, how.name, intakes[path].sums)
    return reports


def forget(case: Case, numbers: Sequence[int]) -> None:
    """Remove what these files gave."""
    for table in OF_FILES:
        for number in numbers:
            case.execute(f"DELETE FROM {table} WHERE file_id = ?", [number])  # noqa: S608 -- our own names


def _check_same(given: Input) -> None:
    """Refuse a file whose bytes are no longer those that were hashed: rows may be of either."""
    if hash_of(given.location) != given.sha256:
        raise InputError(
            what="the file changed while it was read",
            where=given.path,
            cure="Let whatever writes it finish, then run again; the case is as it was before.",
        )


def _report(given: Input, kind: str, mapping: str, counts: tuple[int, int, int]) -> FileReport:
    loaded, quarantined, excluded = counts
    return FileReport(
        path=given.path,
        sha256=given.sha256,
        kind=kind,
        mapping=mapping,
        rows=loaded + quarantined + excluded,
        loaded=loaded,
        quarantined=quarantined,
        excluded=excluded,
    )
