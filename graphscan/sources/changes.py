"""What a load changes: which files a case keeps, drops and reads, and how all are numbered."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from graphscan.casefile import Case
from graphscan.casefile.manifest import code_version
from graphscan.casefile.snapshots import PREFIX
from graphscan.sources import ams
from graphscan.sources.formats import is_published
from graphscan.sources.inputs import Input, find_inputs, find_mappings
from graphscan.sources.lists.join import FAMILIES
from graphscan.sources.load_file import FileReport
from graphscan.sources.mapping import Library
from graphscan.sources.reading import Plan, plan
from graphscan.sources.sheets import in_sheets
from graphscan.sources.touching import read_anew

Key = tuple[str, str]
"""Path and hash of a file."""

Before = Mapping[Key, tuple[int, FileReport]]
"""By path and hash, the number of a file of the case and what it gave."""


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


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of the files of a case.

    Attributes:
        before: Those that it holds.
        kept: Those that stay as they are.
        others: Those among them that are not among the inputs.
        plans: What is read.
        numbers: The new number of each file by path, in order.
        ignored: Inputs that are not read, with the reason.
        reader: The version and the mappings that read.
        same_version: The case was read by these.
    """

    before: Before
    kept: frozenset[Key]
    others: frozenset[Key]
    plans: tuple[Plan, ...]
    numbers: dict[str, int]
    ignored: tuple[str, ...]
    reader: str
    same_version: bool

    @property
    def is_any(self) -> bool:
        """Whether a file comes or goes."""
        return len(self.kept) < len(self.before) or bool(self.plans)

    @property
    def removed(self) -> tuple[str, ...]:
        """Paths that leave the case; lists of snapshots have none."""
        gone = {path for path, _ in self.before} - self.numbers.keys()
        return tuple(sorted(gone - _snapshots(self.before)))


def find_change(case: Case, look: Look, *, add: bool, narrow: bool) -> Change:
    """What making a case hold some inputs changes; nothing is written.

    Args:
        case: An open case.
        look: What was found in the inputs.
        add: Keep what the case holds of other paths.
        narrow: Registers are loaded in so far as they touch other files.

    Raises:
        UnknownTableError: A readable table fits no mapping.
    """
    before = _before(case)
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
    again |= read_anew(case, narrow=narrow, changed=bool(plans or gone))
    again -= {path for path, _ in others} | {how.input.path for how in plans}
    kept -= {key for key in kept if key[0] in again}
    plans += [plan(each, look.library) for each in found if each.path in again]
    order = sorted(paths | {path for path, _ in others})
    return Change(
        before=before,
        kept=frozenset(kept),
        others=frozenset(others),
        plans=tuple(plans),
        numbers={path: number for number, path in enumerate(order, start=1)},
        ignored=ignored,
        reader=reader,
        same_version=same_version,
    )


def _snapshots(before: Iterable[Key]) -> set[str]:
    """Paths of lists that come from a snapshot, not from a file."""
    return {path for path, _ in before if path.startswith(PREFIX)}


def _companions(
    plans: Sequence[Plan],
    gone: set[str],
    before: Before,
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


def _beside(look: Look, held: Iterable[Key]) -> tuple[tuple[Input, ...], tuple[str, ...]]:
    """What is added to a case: not the content that it holds under another name."""
    names = {sha256: path for path, sha256 in held}
    copies = [
        each for each in look.found if each.size and names.get(each.sha256, each.path) != each.path
    ]
    said = (f"{each.path} (the same content as {names[each.sha256]})" for each in copies)
    kept = tuple(each for each in look.found if each not in copies)
    return kept, tuple(sorted({*look.ignored, *said}))


def _before(case: Case) -> dict[Key, tuple[int, FileReport]]:
    names = [field.name for field in dataclasses.fields(FileReport)]
    rows = case.rows(f"SELECT file_id, {', '.join(names)} FROM files ORDER BY file_id")  # noqa: S608 -- our own names
    reports = [(row[0], FileReport(**dict(zip(names, row[1:], strict=True)))) for row in rows]
    return {(report.path, report.sha256): (number, report) for number, report in reports}
