"""Files into the case: all or none, unchanged ones untouched, every row accounted for."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.casefile.manifest import code_version
from graphscan.records import OWNERSHIP, SCREENING_LIST
from graphscan.sources.canonical import TARGETS, Loaded
from graphscan.sources.inputs import Input, find_inputs, find_mappings
from graphscan.sources.lists.join import FAMILIES, complete_lists
from graphscan.sources.mapping import Library
from graphscan.sources.ownership.join import name_parties
from graphscan.sources.problems import UnreadableFileError, shown
from graphscan.sources.reading import Plan, plan, read
from graphscan.sources.sheets import in_sheets

OnProgress = Callable[[str, int, int], None]

_TARGETS = {**TARGETS, SCREENING_LIST.kind: "list_rows"}
_OF_FILES = (
    *(*_TARGETS.values(), "register_facts", "list_parts"),
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


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What became of a folder.

    Attributes:
        files: The files of the case now, in order of their paths.
        ignored: Files that are no inputs, and second copies of one.
        unchanged: Paths that the case held already, read before.
        removed: Paths that left the case, since they are no longer among the inputs.
    """

    files: tuple[FileReport, ...]
    ignored: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What stands in the inputs, told before a case is opened for it.

    Attributes:
        found: The files to read, in order of their paths.
        ignored: Files that are no inputs, with the reason.
        library: The mappings that read them.
    """

    found: tuple[Input, ...]
    ignored: tuple[str, ...]
    library: Library


def look_at(inputs: Sequence[Path], *, headers: bool = True) -> Look:
    """Find the inputs, and refuse a table that no mapping fits, before anything is written.

    Args:
        inputs: Files and folders.
        headers: Look at the header of each file too. A case that holds most of them already need
            not: `load_inputs` looks at those that are new to it, before it writes.

    Raises:
        InputError: A path does not exist, or there is nothing to read.
        UnknownTableError: A readable table fits no mapping.
    """
    library = Library.of(find_mappings(inputs))
    files, ignored = find_inputs(inputs)
    found, left = in_sheets(files, library)
    if headers:
        for each in found:
            plan(each, library)
    return Look(found=found, ignored=tuple(sorted({*ignored, *left})), library=library)


def load_inputs(
    case: Case,
    inputs: Sequence[Path] | Look,
    on_progress: OnProgress | None = None,
    *,
    add: bool = False,
) -> LoadReport:
    """Make the case hold exactly these inputs.

    The inputs are the truth: a file that is not among them leaves the case, a changed one is
    replaced, an unchanged one (same path, same hash) is not read again unless another version of
    graphscan read it. Files are numbered in order of their paths, so a case grown file by file
    equals one loaded at once.

    Args:
        case: An open case.
        inputs: Files and folders, or what `look_at` found in them.
        on_progress: Told the path in work, the bytes done and the bytes in all.
        add: Keep what the case holds of other paths.

    Raises:
        InputError: A path does not exist, or there is nothing to read.
        UnknownTableError: A readable table fits no mapping. Nothing has been written.
    """
    look = inputs if isinstance(inputs, Look) else look_at(inputs, headers=False)
    before = {
        (path, sha256): (number, FileReport(**report))
        for number, path, sha256, report in _before(case)
    }
    found, ignored = _beside(look, before.keys()) if add else (look.found, look.ignored)
    given = {(each.path, each.sha256) for each in found}
    paths = {path for path, _ in given}
    others = {key for key in before if add and key[0] not in paths}
    reader = f"{code_version()}{look.library.digest}"
    same_version = case.value("SELECT version FROM read_by") == reader
    kept = others | (given & before.keys() if same_version else set())
    plans = [plan(each, look.library) for each in found if (each.path, each.sha256) not in kept]
    again = _companions(plans, {path for path, _ in before} - {path for path, _ in kept}, before)
    kept -= {key for key in kept if key[0] in again}
    plans += [plan(each, look.library) for each in found if each.path in again]
    order = sorted(paths | {path for path, _ in others})
    numbers = {path: number for number, path in enumerate(order, start=1)}
    progress = _Progress(plans, on_progress)
    with case.transaction():
        _forget(case, [number for key, (number, _) in sorted(before.items()) if key not in kept])
        _renumber(case, {before[key][0]: numbers[key[0]] for key in sorted(kept)})
        reports = {key[0]: before[key][1] for key in kept}
        for how in plans:
            reports[how.input.path] = _load(case, how, numbers[how.input.path], progress)
        if len(kept) < len(before) or plans:
            complete_lists(case, _families(plans, numbers))
            name_parties(case)
        files = tuple(reports[path] for path in order)
        _write_files(case, files)
        if same_version or not others:  # else a scan of the folder reads them all anew
            case.replace("read_by", pa.table({"version": [reader]}))
    return LoadReport(
        files=files,
        ignored=ignored,
        unchanged=tuple(sorted(path for path, _ in kept - others)),
        removed=tuple(sorted({path for path, _ in before} - numbers.keys())),
    )


def _companions(
    plans: Sequence[Plan],
    gone: set[str],
    before: dict[tuple[str, str], tuple[int, FileReport]],
) -> set[str]:
    """Files to read again since one of their family has come, changed or gone."""
    mappings = {report.path: report.mapping for _, report in before.values()}
    touched = {how.foreign.companions for how in plans if how.foreign} - {""}
    touched |= {
        family for family in FAMILIES if any(mappings[path].startswith(family) for path in gone)
    }
    planned = {how.input.path for how in plans}
    return {
        path
        for path, mapping in mappings.items()
        if path not in planned and any(mapping.startswith(family) for family in touched)
    }


def _families(plans: Sequence[Plan], numbers: dict[str, int]) -> dict[str, list[int]]:
    families: dict[str, list[int]] = {}
    for how in plans:
        if how.foreign and how.foreign.companions:
            families.setdefault(how.foreign.companions, []).append(numbers[how.input.path])
    return families


def _beside(
    look: Look, held: Iterable[tuple[str, str]]
) -> tuple[tuple[Input, ...], tuple[str, ...]]:
    """What is added to a case: not the content that it holds under another name."""
    names = {sha256: path for path, sha256 in held}
    copies = [
        each for each in look.found if each.size and names.get(each.sha256, each.path) != each.path
    ]
    said = (f"{each.path} (the same content as {names[each.sha256]})" for each in copies)
    kept = tuple(each for each in look.found if each not in copies)
    return kept, tuple(sorted({*look.ignored, *said}))


def _before(case: Case) -> list[tuple[int, str, str, dict[str, Any]]]:
    names = [field.name for field in dataclasses.fields(FileReport)]
    rows = case.rows(f"SELECT file_id, {', '.join(names)} FROM files ORDER BY file_id")  # noqa: S608 -- our own names
    return [(row[0], row[1], row[2], dict(zip(names, row[1:], strict=True))) for row in rows]


def _forget(case: Case, numbers: Sequence[int]) -> None:
    for table in _OF_FILES:
        for number in numbers:
            case.execute(f"DELETE FROM {table} WHERE file_id = ?", [number])  # noqa: S608 -- our own names


def _renumber(case: Case, changed: dict[int, int]) -> None:
    """Give kept files their new numbers, all in one step since old and new ones overlap."""
    pairs = {old: new for old, new in changed.items() if old != new}
    if not pairs:
        return
    values = ", ".join(f"({old:d}, {new:d})" for old, new in sorted(pairs.items()))
    for table in _OF_FILES:
        case.execute(
            f"UPDATE {table} SET file_id = pairs.new FROM (VALUES {values}) AS pairs(old, new)"  # noqa: S608 -- whole numbers
            f" WHERE {table}.file_id = pairs.old"
        )


def _write_files(case: Case, files: Sequence[FileReport]) -> None:
    rows = [{"file_id": number, **dataclasses.asdict(f)} for number, f in enumerate(files, 1)]
    data = pa.Table.from_pylist(rows)
    case.replace("files", data.set_column(0, "file_id", data["file_id"].cast(pa.int32())))


def _load(case: Case, how: Plan, number: int, progress: _Progress) -> FileReport:
    """Read one file into the case; of a file that breaks off halfway, nothing stays."""
    loaded = quarantined = excluded = 0
    filled: dict[str, int] = {}
    reasons: dict[str, int] = {}
    try:
        progress.start(how.input)
        for batch in read(how, case, progress.on_bytes):
            _append(case, how, number, batch)
            loaded += batch.data.num_rows if batch.loaded is None else batch.loaded
            quarantined += batch.quarantine.num_rows
            excluded += batch.excluded
            for name, count in batch.filled.items():
                filled[name] = filled.get(name, 0) + count
            for reason, count in batch.reasons.items():
                reasons[reason] = reasons.get(reason, 0) + count
    except UnreadableFileError as problem:
        _forget(case, [number])
        _quarantine_file(case, number, problem)
        progress.finish(how.input)
        return _report(how.input, "unreadable", how.name, (0, 1, 0))
    if how.foreign and how.foreign.finish:
        withdrawn = how.foreign.finish(case, number)
        loaded, excluded = loaded - withdrawn, excluded + withdrawn
    table = how.table
    assert table is not None  # noqa: S101 -- what could be read has a table
    names = table.names
    case.append(
        "fill_rates", _rows(number, field=list(names), filled=[filled.get(n, 0) for n in names])
    )
    if reasons:
        told = sorted(reasons.items())
        case.append(
            "not_loaded",
            _rows(number, reason=[reason for reason, _ in told], rows=[rows for _, rows in told]),
        )
    if how.mapping is not None and how.mapping.cannot_see:
        texts = list(how.mapping.cannot_see)
        case.append("cannot_see", _rows(number, seq=list(range(1, len(texts) + 1)), text=texts))
    _warn_of_file(case, how, number)
    progress.finish(how.input)
    return _report(how.input, table.kind, how.name, (loaded, quarantined, excluded))


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


class _Progress:
    """Bytes done of the bytes in all."""

    def __init__(self, plans: Sequence[Plan], tell: OnProgress | None) -> None:
        self._total = sum(how.input.size for how in plans)
        self._done = 0
        self._path = ""
        self._tell = tell

    def start(self, given: Input) -> None:
        self._path = given.path
        self.on_bytes(0)

    def on_bytes(self, done: int) -> None:
        if self._tell:
            self._tell(self._path, self._done + done, self._total)

    def finish(self, given: Input) -> None:
        self._done += given.size
        self.on_bytes(0)
