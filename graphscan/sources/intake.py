"""What one file gives to the case: its rows, what is wrong with them, and how well it is filled."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.records import OWNERSHIP, SCREENING_LIST
from graphscan.sources.canonical import TARGETS, Loaded
from graphscan.sources.problems import UnreadableFileError, shown
from graphscan.sources.reading import Plan

TABLES = {**TARGETS, SCREENING_LIST.kind: "list_rows"}
"""The table of the case that holds the rows of a kind of file, lists included."""


class Intake:
    """The portions of one file on their way into the case, and what they come to.

    Attributes:
        loaded: Rows loaded so far.
        quarantined: Rows refused so far.
        excluded: Rows left out so far.
        deletes: The rows so far that delete others (`Loaded.deletes`).
    """

    def __init__(self, case: Case, how: Plan, number: int) -> None:
        """Nothing so far of the file with this number."""
        self._case, self._how, self._number = case, how, number
        self._filled: dict[str, int] = {}
        self._reasons: dict[str, int] = {}
        self.loaded = self.quarantined = self.excluded = 0
        self.deletes: list[pa.Table] = []

    @property
    def sums(self) -> tuple[int, int, int]:
        """Rows loaded, quarantined and excluded."""
        return self.loaded, self.quarantined, self.excluded

    def add(self, portion: Loaded) -> None:
        """Count a portion, and write its rows."""
        self.loaded += portion.data.num_rows if portion.loaded is None else portion.loaded
        self.quarantined += portion.quarantine.num_rows
        self.excluded += portion.excluded
        _sum_up(self._filled, portion.filled)
        _sum_up(self._reasons, portion.reasons)
        if portion.deletes is not None:
            self.deletes.append(portion.deletes)
        assert self._how.table is not None  # noqa: S101 -- what could be read has a table
        self._write(portion.target or TABLES[self._how.table.kind], portion.data)
        self._write("quarantine", portion.quarantine)
        self._write("warnings", portion.warnings)

    def _write(self, target: str, rows: pa.Table) -> None:
        if not rows.num_rows:
            return
        empty = [name for name in rows.column_names if rows[name].null_count == len(rows)]
        data = rows.drop_columns(empty)  # the case fills them, faster than from nothing given
        numbers = pa.repeat(pa.scalar(self._number, pa.int32()), len(data))
        self._case.append(target, data.append_column("file_id", numbers))

    def withdraw(self, filled: dict[str, int], count: int, reason: str) -> None:
        """Rows that were loaded turn out to be none."""
        if not count:
            return
        self.loaded -= count
        self.excluded += count
        _sum_up(self._reasons, {reason: count})
        _sum_up(self._filled, {name: -cells for name, cells in filled.items()})

    def refuse(self, problem: UnreadableFileError) -> None:
        """Keep nothing of the file but one row of quarantine, row 0."""
        self._append(
            "quarantine",
            row=[0],
            field=[""],
            value=[problem.value],
            reason=[problem.refusal.reason],
            cure=[problem.refusal.cure],
        )

    def tell(self, unseen: Sequence[str]) -> None:
        """Keep what coverage says of the file, and its warnings at the header, row 1.

        Args:
            unseen: What a source of its kind cannot show.
        """
        assert self._how.table is not None  # noqa: S101 -- what could be read has a table
        names = self._how.table.names
        filled = [self._filled.get(name, 0) for name in names]
        self._append("fill_rates", field=list(names), filled=filled)
        if self._reasons:
            told = sorted(self._reasons.items())
            reasons, rows = [reason for reason, _ in told], [rows for _, rows in told]
            self._append("not_loaded", reason=reasons, rows=rows)
        if unseen:
            places = list(range(1, len(unseen) + 1))
            self._append("cannot_see", seq=places, text=list(unseen))
        for field, value, reason in self._doubts():
            self._append("warnings", row=[1], field=[field], value=[value], reason=[reason])

    def _doubts(self) -> list[tuple[str, str, str]]:
        """Columns that are not read, and shares that look like fractions."""
        doubts = []
        if self._how.unmapped:
            count = len(self._how.unmapped)
            reason = f"{count} column{'s' if count > 1 else ''} not of the mapping: not read"
            doubts.append(("", shown(", ".join(self._how.unmapped[:50])), reason))
        if self._how.table is OWNERSHIP:
            count, largest = self._case.rows(
                "SELECT count(share_max), max(share_max) FROM ownership WHERE file_id = ?",
                [self._number],
            )[0]
            if count > 1 and 0 < largest <= 1:
                reason = "no share above 1 percent: write 51 for 51 percent, not 0.51"
                doubts.append(("share_max", str(largest), reason))
        return doubts

    def _append(self, table: str, **columns: list[object] | list[str] | list[int]) -> None:
        count = len(next(iter(columns.values())))
        numbers = pa.repeat(pa.scalar(self._number, pa.int32()), count)
        self._case.append(table, pa.table({"file_id": numbers, **columns}))


def _sum_up(sums: dict[str, int], more: dict[str, int]) -> None:
    for name, count in more.items():
        sums[name] = sums.get(name, 0) + count
