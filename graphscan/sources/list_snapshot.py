"""A list read on its own, to be kept as a snapshot."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from graphscan.casefile import open_case
from graphscan.casefile.snapshots import FIELDS, Snapshot
from graphscan.dates import parse_date
from graphscan.errors import InputError
from graphscan.sources.load import load_inputs

_DATED = re.compile(r"(?<!\d)(\d{4})[-_]?(\d{2})[-_]?(\d{2})(?!\d)")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ListRead:
    """A list as it was read.

    Attributes:
        snapshot: What it is called, and since when it is known.
        rows: Its rows, with the columns of `list_rows`.
        quarantined: Rows that could not be read.
    """

    snapshot: Snapshot
    rows: pa.Table
    quarantined: int


def read_list(files: Sequence[Path], dated: dt.date | None = None) -> ListRead:
    """Read the files of one list.

    Args:
        files: One file, or several that complete each other.
        dated: The day the list is of; None takes it from the name of the first file that tells one.

    Raises:
        InputError: There is no list in them, or nothing tells their day.
    """
    with open_case() as case:
        report = load_inputs(case, list(files))
        names = ", ".join(("row", *FIELDS))
        rows = case.arrow(f"SELECT {names} FROM list_rows ORDER BY file_id, row")  # noqa: S608 -- our own names
        mappings = {
            mapping
            for (mapping,) in case.rows(
                "SELECT DISTINCT mapping FROM files JOIN list_rows USING (file_id)"
            )
        }
        entries = case.value("SELECT count(DISTINCT entry_id) FROM list_rows")
        problems = case.rows("SELECT reason FROM quarantine WHERE row = 0 ORDER BY file_id LIMIT 1")
    name = " + ".join(sorted(file.path for file in report.files))
    if not rows.num_rows:
        raise InputError(
            what=problems[0][0] if problems else "no list in it",
            where=name,
            cure="Give a list in one of the formats that the README names.",
        )
    day = dated or next(filter(None, (_day_of(file.path) for file in report.files)), None)
    if day is None:
        raise InputError(what="no day in its name", where=name, cure="Say it with --date DATE.")
    hashes = sorted(file.sha256 for file in report.files)
    whole = hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()
    numbered = rows.set_column(0, "row", pa.array(range(2, rows.num_rows + 2), pa.int64()))
    return ListRead(
        snapshot=Snapshot(
            snapshot_id=whole[:12],
            feed=_feed(mappings),
            name=name,
            sha256=whole,
            dated=day,
            rows=rows.num_rows,
            entries=entries,
        ),
        rows=numbered if len(hashes) > 1 else rows,
        quarantined=sum(file.quarantined for file in report.files),
    )


def _feed(mappings: set[str]) -> str:
    """The feed of a list: the same whether it comes as CSV, JSON or XML."""
    words = min(mappings).removesuffix(" JSON").removesuffix(" XML")
    return re.sub(r" (primary|alias|address|comment)$", "", words)


def _day_of(name: str) -> dt.date | None:
    for found in _DATED.finditer(name.rpartition("/")[2]):
        try:
            return parse_date("-".join(found.groups())).first
        except ValueError:
            continue
    return None
