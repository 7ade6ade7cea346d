"""Files into the case: all or none, unchanged ones untouched, every row accounted for."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.records import OWNERSHIP, PARTIES
from graphscan.sources.changes import Change, Look, find_change, look_at
from graphscan.sources.lists.join import FAMILIES, complete_lists
from graphscan.sources.load_file import OF_FILES, FileReport, forget, load_file, load_joined
from graphscan.sources.ownership.join import name_parties
from graphscan.sources.progress import OnProgress, Progress
from graphscan.sources.staged import discard_stages
from graphscan.sources.touching import Normalise, keep_touching, note_stale


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What became of a folder.

    Attributes:
        files: The files of the case now, in order of their paths.
        ignored: Files that are no inputs, and second copies of one.
        unchanged: Paths that the case held already, read before.
        removed: Paths that left the case, since they are no longer among the inputs.
        unread: Paths read now, each with those of its columns that are not.
    """

    files: tuple[FileReport, ...]
    ignored: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    unread: tuple[tuple[str, tuple[str, ...]], ...] = ()


def load_inputs(
    case: Case,
    inputs: Sequence[Path] | Look,
    on_progress: OnProgress | None = None,
    *,
    add: bool = False,
    touching: Normalise | None = None,
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
        touching: Load of registers only what touches parties of the case, told by this key of
            their names; None loads all. They are read anew with every change of other files.

    Raises:
        InputError: A path does not exist, or there is nothing to read.
        UnknownTableError: A readable table fits no mapping. Nothing has been written.
    """
    look = inputs if isinstance(inputs, Look) else look_at(inputs, headers=False)
    change = find_change(case, look, add=add, narrow=touching is not None)
    progress = Progress(change.plans, on_progress)
    with case.frugal(), case.transaction():
        reports = _read(case, change, progress)
        if change.is_any:
            complete_lists(case, _families(change), _held(change))
            name_parties(case)
            if touching is not None:
                _narrow(case, change, touching, reports)
            note_stale(case, [change.numbers[how.input.path] for how in change.plans])
        files = tuple(reports[path] for path in change.numbers)
        _write_files(case, files)
        case.execute("DELETE FROM lists_aside")
        if change.same_version or not change.others:  # else a scan of the folder reads them anew
            case.replace("read_by", pa.table({"version": [change.reader]}))
    discard_stages(case)
    return LoadReport(
        files=files,
        ignored=change.ignored,
        unchanged=tuple(sorted(path for path, _ in change.kept - change.others)),
        removed=change.removed,
        unread=tuple(
            sorted((how.input.path, how.unmapped) for how in change.plans if how.unmapped)
        ),
    )


def _read(case: Case, change: Change, progress: Progress) -> dict[str, FileReport]:
    """Drop what goes, number what stays, read what is new; the reports of all, by path."""
    before, numbers = change.before, change.numbers
    forget(case, [number for key, (number, _) in sorted(before.items()) if key not in change.kept])
    _renumber(case, {before[key][0]: numbers[key[0]] for key in sorted(change.kept)})
    reports = {key[0]: before[key][1] for key in change.kept}
    for how in change.plans:
        if not how.part:
            reports[how.input.path] = load_file(case, how, numbers[how.input.path], progress)
    parts = [how for how in change.plans if how.part]
    return reports | load_joined(case, parts, numbers, progress)


def _narrow(
    case: Case, change: Change, touching: Normalise, reports: dict[str, FileReport]
) -> None:
    """Leave out of the registers just read what touches no party, and count it as excluded."""
    kinds = {OWNERSHIP.kind, PARTIES.kind}
    paths = {
        change.numbers[how.input.path]: how.input.path
        for how in change.plans
        if how.foreign and reports[how.input.path].kind in kinds
    }
    for number, lost in keep_touching(case, sorted(paths), touching).items():
        report = reports[paths[number]]
        reports[paths[number]] = dataclasses.replace(
            report, loaded=report.loaded - lost, excluded=report.excluded + lost
        )


def _held(change: Change) -> dict[str, list[int]]:
    """The files of a family that are not read again."""
    return {
        family: [
            change.numbers[key[0]]
            for key in sorted(change.kept)
            if change.before[key][1].mapping.startswith(family)
        ]
        for family in FAMILIES
    }


def _families(change: Change) -> dict[str, list[int]]:
    """The files of a family that are read."""
    families: dict[str, list[int]] = {}
    for how in change.plans:
        if how.foreign and how.foreign.companions:
            number = change.numbers[how.input.path]
            families.setdefault(how.foreign.companions, []).append(number)
    return families


def _renumber(case: Case, changed: dict[int, int]) -> None:
    """Give kept files their new numbers, all in one step since old and new ones overlap."""
    pairs = {old: new for old, new in changed.items() if old != new}
    if not pairs:
        return
    values = ", ".join(f"({old:d}, {new:d})" for old, new in sorted(pairs.items()))
    for table in OF_FILES:
        case.execute(
            f"UPDATE {table} SET file_id = pairs.new FROM (VALUES {values}) AS pairs(old, new)"  # noqa: S608 -- whole numbers
            f" WHERE {table}.file_id = pairs.old"
        )


def _write_files(case: Case, files: Sequence[FileReport]) -> None:
    rows = [{"file_id": number, **dataclasses.asdict(f)} for number, f in enumerate(files, 1)]
    data = pa.Table.from_pylist(rows)
    case.replace("files", data.set_column(0, "file_id", data["file_id"].cast(pa.int32())))
