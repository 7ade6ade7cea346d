"""Small folders to load, and what the case says of them afterwards."""

from __future__ import annotations

import csv
import dataclasses
import gzip
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from graphscan.casefile import Case
from graphscan.sources import LoadReport, load_inputs

SHARED = Path(__file__).resolve().parents[2].parent / "shared"

SHIPMENT = {
    "shipment_id": "S1",
    "departure_date": "2024-05-01",
    "arrival_date": "2024-05-20",
    "consignor_name": "Blue Mesa Semiconductors Inc",
    "consignor_country": "US",
    "consignee_name": "Harbour Light Trading Ltd",
    "consignee_country": "HK",
    "hs_code": "8542.31",
    "quantity": "10",
    "quantity_unit": "pcs",
    "status": "",
}
"""A row with nothing wrong."""

HEADER = ",".join(SHIPMENT)


def shared(path: str) -> Path:
    """A real file, or the test is skipped where the project stands alone."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"the real file {path} is not here")
    return found


def table(rows: Sequence[Mapping[str, str]], *, delimiter: str = ",", ends: str = "\r\n") -> str:
    """Rows as delimited text under all their names."""
    text = io.StringIO()
    writer = csv.DictWriter(
        text,
        list(dict.fromkeys(name for row in rows for name in row)),
        restval="",
        delimiter=delimiter,
        lineterminator=ends,
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def shipments(*changes: Mapping[str, str]) -> str:
    """A canonical shipments file, one row for each set of changes to `SHIPMENT`."""
    return table([{**SHIPMENT, **change} for change in changes])


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A folder with these files; text whose name ends in .gz is packed."""
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        if name.endswith(".gz") and isinstance(content, str):
            data = gzip.compress(data, mtime=0)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


@dataclasses.dataclass(frozen=True, slots=True)
class World:
    """A loaded case and its report."""

    case: Case
    report: LoadReport

    @property
    def counts(self) -> dict[str, tuple[int, int, int, int]]:
        """Path to rows, loaded, quarantined, excluded."""
        return {
            each.path: (each.rows, each.loaded, each.quarantined, each.excluded)
            for each in self.report.files
        }

    @property
    def quarantine(self) -> list[tuple[int, str, str, str]]:
        """Row, field, value and reason, in order."""
        return [
            (row[0], row[1], row[2], row[3])
            for row in self.case.rows(
                "SELECT row, field, value, reason FROM quarantine ORDER BY file_id, row"
            )
        ]

    @property
    def warnings(self) -> list[tuple[int, str, str, str]]:
        """Row, field, value and reason, in order."""
        return [
            (row[0], row[1], row[2], row[3])
            for row in self.case.rows(
                "SELECT row, field, value, reason FROM warnings ORDER BY file_id, row, field"
            )
        ]

    def column(self, name: str, source: str = "shipments") -> list[Any]:
        """One column of a table of the case, in order of file and row."""
        sql = f"SELECT {name} FROM {source} ORDER BY file_id, row"  # noqa: S608 -- our own names
        return [value for (value,) in self.case.rows(sql)]


def load(case: Case, folder: Path, files: Mapping[str, str | bytes] | None = None) -> World:
    """Write the files, load the folder, and check that every row is accounted for."""
    write(folder, files or {})
    report = load_inputs(case, [folder])
    for each in report.files:
        assert each.rows == each.loaded + each.quarantined + each.excluded
    held = {path: (quarantined, loaded) for path, quarantined, loaded in case.rows(_HELD)}
    assert held == {each.path: (each.quarantined, each.loaded) for each in report.files}
    return World(case, report)


_HELD = """
    SELECT path,
      (SELECT count(*) FROM quarantine q WHERE q.file_id = f.file_id),
      (SELECT count(*) FROM shipments s WHERE s.file_id = f.file_id)
      + (SELECT count(*) FROM ownership o WHERE o.file_id = f.file_id)
      + (SELECT count(*) FROM given_parties p WHERE p.file_id = f.file_id)
      + (SELECT count(*) FROM given_aliases a WHERE a.file_id = f.file_id)
      + (SELECT count(*) FROM list_rows l WHERE l.file_id = f.file_id)
    FROM files f
"""
