"""Files into the case: all or none, unchanged ones untouched, every row accounted for."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.casefile.manifest import code_version
from graphscan.casefile.snapshots import PREFIX
from graphscan.records import OWNERSHIP, PARTIES
from graphscan.sources import ams
from graphscan.sources.formats import is_published
from graphscan.sources.inputs import Input, find_inputs, find_mappings
from graphscan.sources.lists.join import FAMILIES, complete_lists
from graphscan.sources.load_file import OF_FILES, FileReport, forget, load_file, load_joined
from graphscan.sources.mapping import Library
from graphscan.sources.ownership.join import name_parties
from graphscan.sources.progress import OnProgress, Progress
from graphscan.sources.reading import Plan, plan
from graphscan.sources.sheets import in_sheets
from graphscan.sources.staged import discard_stages
from graphscan.sources.touching import Normalise, keep_touching, note_stale, read_anew


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
    found, left = in_sheets(files, library, is_published)
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
    before = {
        (path, sha256): (number, FileReport(**report))
        for number, path, sha256, report in _before(case)
    }
    found, ignored = _beside(look, before.keys()) if add else (look.found, look.ignored)
    given = {(each.path, each.sha256) for each in found}
    paths = {path for path, _ in given}
    others = {key for key in before if add and key[0] not in paths | _snapshots(before)}
    reader = f"{code_version()}{look.library.digest}"
    same_version = case.value("SELECT version FROM read_by") == reader
    kept = others | (given & before.keys() if same_version else set())
    aside = {path for (path,) in case.rows("SELECT path FROM lists_aside")}
    kept -= {key for key in kept if key[0] in aside}
    plans = [plan(each, look.library) for each in found if (each.path, each.sha256) not in kept]
    gone = {path for path, _ in before} - {path for path, _ in kept}
    again = _companions(plans, gone, before)
    again |= read_anew(case, narrow=touching is not None, changed=bool(plans or gone))
    again -= {path for path, _ in others} | {how.input.path for how in plans}
    kept -= {key for key in kept if key[0] in again}
    plans += [plan(each, look.library) for each in found if each.path in again]
    order = sorted(paths | {path for path, _ in others})
    numbers = {path: number for number, path in enumerate(order, start=1)}
    progress = Progress(plans, on_progress)
    with case.frugal(), case.transaction():
        forget(case, [number for key, (number, _) in sorted(before.items()) if key not in kept])
        _renumber(case, {before[key][0]: numbers[key[0]] for key in sorted(kept)})
        reports = {key[0]: before[key][1] for key in kept}
        for how in plans:
            if not how.part:
                reports[how.input.path] = load_file(case, how, numbers[how.input.path], progress)
        reports |= load_joined(case, [how for how in plans if how.part], numbers, progress)
        if len(kept) < len(before) or plans:
            complete_lists(case, _families(plans, numbers), _held(before, kept, numbers))
            name_parties(case)
            if touching is not None:
                _narrow(case, plans, numbers, touching, reports)
            note_stale(case, [numbers[how.input.path] for how in plans])
        files = tuple(reports[path] for path in order)
        _write_files(case, files)
        case.execute("DELETE FROM lists_aside")
        if same_version or not others:  # else a scan of the folder reads them all anew
            case.replace("read_by", pa.table({"version": [reader]}))
    discard_stages(case)
    return LoadReport(
        files=files,
        ignored=ignored,
        unchanged=tuple(sorted(path for path, _ in kept - others)),
        removed=tuple(sorted({path for path, _ in before} - numbers.keys() - _snapshots(before))),
        unread=tuple(sorted((how.input.path, how.unmapped) for how in plans if how.unmapped)),
    )


def _narrow(
    case: Case,
    plans: Sequence[Plan],
    numbers: dict[str, int],
    touching: Normalise,
    reports: dict[str, FileReport],
) -> None:
    """Leave out of the registers just read what touches no party, and count it as excluded."""
    kinds = {OWNERSHIP.kind, PARTIES.kind}
    paths = {
        numbers[how.input.path]: how.input.path
        for how in plans
        if how.foreign and reports[how.input.path].kind in kinds
    }
    for number, lost in keep_touching(case, sorted(paths), touching).items():
        report = reports[paths[number]]
        reports[paths[number]] = dataclasses.replace(
            report, loaded=report.loaded - lost, excluded=report.excluded + lost
        )


def _held(
    before: dict[tuple[str, str], tuple[int, FileReport]],
    kept: set[tuple[str, str]],
    numbers: dict[str, int],
) -> dict[str, list[int]]:
    """The files of a family that are not read again."""
    return {
        family: [
            numbers[key[0]] for key in sorted(kept) if before[key][1].mapping.startswith(family)
        ]
        for family in FAMILIES
    }


def _snapshots(before: Iterable[tuple[str, str]]) -> set[str]:
    """Paths of lists that come from a snapshot, not from a file."""
    return {path for path, _ in before if path.startswith(PREFIX)}


def _companions(
    plans: Sequence[Plan],
    gone: set[str],
    before: dict[tuple[str, str], tuple[int, FileReport]],
) -> set[str]:
    """Files to read again since one of their family has come, changed or gone."""
    mappings = {report.path: report.mapping for _, report in before.values()}
    touched = {how.foreign.companions for how in plans if how.foreign} - {""}
    touched |= {ams.FAMILY for how in plans if how.part}
    touched |= {
        family
        for family in (*FAMILIES, ams.FAMILY)
        if any(mappings[path].startswith(family) for path in gone)
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
