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
from graphscan.records import OWNERSHIP, SCREENING_LIST, SHIPMENTS
from graphscan.sources import ams
from graphscan.sources.ahead import read_ahead
from graphscan.sources.canonical import TARGETS, Loaded
from graphscan.sources.deleted import (
    DELETED_LATER,
    MASTER,
    take_out_deleted,
    take_out_masters,
)
from graphscan.sources.inputs import Input, hash_of
from graphscan.sources.problems import UnreadableFileError, shown
from graphscan.sources.reading import Plan, read, table_batches
from graphscan.sources.staged import resumed, stage_of

OnProgress = Callable[[str, int, int], None]

_TARGETS = {**TARGETS, SCREENING_LIST.kind: "list_rows"}
OF_FILES = (
    *(*map(stored_in, _TARGETS.values()), "register_facts", "list_parts"),
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


class _Counts:
    """What portions of a file come to."""

    def __init__(self) -> None:
        self.loaded = self.quarantined = self.excluded = 0
        self.filled: dict[str, int] = {}
        self.reasons: dict[str, int] = {}
        self.deletes: list[pa.Table] = []

    def add(self, portion: Loaded) -> None:
        self.loaded += portion.data.num_rows if portion.loaded is None else portion.loaded
        self.quarantined += portion.quarantine.num_rows
        self.excluded += portion.excluded
        for name, count in portion.filled.items():
            self.filled[name] = self.filled.get(name, 0) + count
        for reason, count in portion.reasons.items():
            self.reasons[reason] = self.reasons.get(reason, 0) + count
        if portion.deletes is not None:
            self.deletes.append(portion.deletes)

    def withdraw(self, filled: dict[str, int], count: int, reason: str) -> None:
        """Rows that were loaded turn out to be none."""
        if not count:
            return
        self.loaded -= count
        self.excluded += count
        self.reasons[reason] = self.reasons.get(reason, 0) + count
        for name, cells in filled.items():
            self.filled[name] = self.filled.get(name, 0) - cells

    @property
    def sums(self) -> tuple[int, int, int]:
        return self.loaded, self.quarantined, self.excluded


def load_file(case: Case, how: Plan, number: int, progress: Progress) -> FileReport:
    """Read one file into the case; of a file that breaks off halfway, nothing stays.

    Raises:
        InputError: The file has changed since it was looked at.
    """
    counts = _Counts()
    stage = _stage(case, how)
    try:
        progress.start(how.input)
        for portion in read_ahead(_portions(case, how, stage, progress.on_bytes)):
            _append(case, how, number, portion)
            counts.add(portion)
    except UnreadableFileError as problem:
        _check_same(how.input)
        forget(case, [number])
        _quarantine_file(case, number, problem)
        progress.finish(how.input)
        if stage:
            shutil.rmtree(stage, ignore_errors=True)
        return _report(how.input, "unreadable", how.name, (0, 1, 0))
    if how.foreign and how.foreign.finish:
        withdrawn = how.foreign.finish(case, number)
        counts.loaded -= withdrawn
        counts.excluded += withdrawn
    if counts.deletes:
        withdrawn_rows = take_out_deleted(case, number, pa.concat_tables(counts.deletes))
        counts.withdraw(*withdrawn_rows, DELETED_LATER)
    if how.mapping and how.mapping.masters:
        counts.withdraw(*take_out_masters(case, number), MASTER)
    assert how.table is not None  # noqa: S101 -- what could be read has a table
    said_by = how.mapping or how.foreign
    _tell(case, how, number, counts, said_by.cannot_see if said_by else ())
    progress.finish(how.input)
    return _report(how.input, how.table.kind, how.name, counts.sums)


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
    counts: dict[str, _Counts] = {}
    staged: dict[str, tuple[Plan, ams.Part]] = {}
    for how in plans:
        path = how.input.path
        part = ams.Part(name=how.part, number=numbers[path], path=path)
        counts[path] = _Counts()
        progress.start(how.input)
        try:
            assert how.header is not None  # noqa: S101 -- a part is told by its header
            wanted = ams.columns_of(how.part)
            batches = table_batches(how.input, how.header, wanted, progress.on_bytes)
            for portion in ams.stage(case, part, batches):
                counts[path].add(portion)
                _append(case, how, part.number, portion)
            staged[path] = how, part
        except UnreadableFileError as problem:
            ams.forget(case, part)
            forget(case, [part.number])
            _quarantine_file(case, part.number, problem)
            reports[path] = _report(how.input, "unreadable", how.name, (0, 1, 0))
        _check_same(how.input)
        progress.finish(how.input)
    for part, portion in ams.join(case, [part for _, part in staged.values()]):
        counts[part.path].add(portion)
        _append(case, staged[part.path][0], part.number, portion)
    for path, (how, part) in staged.items():
        _tell(case, how, part.number, counts[path], ams.CANNOT_SEE)
        reports[path] = _report(how.input, SHIPMENTS.kind, how.name, counts[path].sums)
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


def _tell(case: Case, how: Plan, number: int, counts: _Counts, unseen: Sequence[str]) -> None:
    """Keep what coverage says of a file."""
    assert how.table is not None  # noqa: S101 -- what could be read has a table
    names = how.table.names
    filled = [counts.filled.get(name, 0) for name in names]
    case.append("fill_rates", _rows(number, field=list(names), filled=filled))
    if counts.reasons:
        told = sorted(counts.reasons.items())
        case.append(
            "not_loaded",
            _rows(number, reason=[reason for reason, _ in told], rows=[rows for _, rows in told]),
        )
    if unseen:
        places = list(range(1, len(unseen) + 1))
        case.append("cannot_see", _rows(number, seq=places, text=list(unseen)))
    _warn_of_file(case, how, number)


def _append(case: Case, how: Plan, number: int, batch: Loaded) -> None:
    assert how.table is not None  # noqa: S101 -- what could be read has a table
    for target, rows in (
        (batch.target or _TARGETS[how.table.kind], batch.data),
        ("quarantine", batch.quarantine),
        ("warnings", batch.warnings),
    ):
        if rows.num_rows:
            data = rows
            empty = [name for name in data.column_names if data[name].null_count == len(data)]
            data = data.drop_columns(empty)  # the case fills them, faster than from nothing given
            numbers = pa.repeat(pa.scalar(number, pa.int32()), data.num_rows)
            case.append(target, data.append_column("file_id", numbers))


def _quarantine_file(case: Case, number: int, problem: UnreadableFileError) -> None:
    case.append(
        "quarantine",
        _rows(
            number,
            row=[0],
            field=[""],
            value=[problem.value],
            reason=[problem.refusal.reason],
            cure=[problem.refusal.cure],
        ),
    )


def _warn_of_file(case: Case, how: Plan, number: int) -> None:
    """Warnings at the header, row 1: columns that are not read, shares that look like fractions."""
    warnings = []
    if how.unmapped:
        count = len(how.unmapped)
        reason = f"{count} column{'s' if count > 1 else ''} not of the mapping: not read"
        warnings.append(("", shown(", ".join(how.unmapped[:50])), reason))
    if how.table is OWNERSHIP:
        count, largest = case.rows(
            "SELECT count(share_max), max(share_max) FROM ownership WHERE file_id = ?", [number]
        )[0]
        if count > 1 and 0 < largest <= 1:
            reason = "no share above 1 percent: write 51 for 51 percent, not 0.51"
            warnings.append(("share_max", str(largest), reason))
    for field, value, reason in warnings:
        case.append(
            "warnings", _rows(number, row=[1], field=[field], value=[value], reason=[reason])
        )


def _rows(number: int, **columns: list[object] | list[str] | list[int]) -> pa.Table:
    count = len(next(iter(columns.values())))
    return pa.table({"file_id": pa.repeat(pa.scalar(number, pa.int32()), count), **columns})


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


class Progress:
    """Bytes done of the bytes in all."""

    def __init__(self, plans: Sequence[Plan], tell: OnProgress | None) -> None:
        """Count the bytes of the planned files."""
        self._total = sum(how.input.size for how in plans)
        self._done = 0
        self._path = ""
        self._tell = tell

    def start(self, given: Input) -> None:
        """A file begins."""
        self._path = given.path
        self.on_bytes(0)

    def on_bytes(self, done: int) -> None:
        """So many bytes of it are read."""
        if self._tell:
            self._tell(self._path, self._done + done, self._total)

    def finish(self, given: Input) -> None:
        """It is read."""
        self._done += given.size
        self.on_bytes(0)
