"""Every real list and register that the project holds: what each gives, and that it comes back.

pytest -s tests/sources/test_real_files.py
"""

from __future__ import annotations

import csv
import dataclasses
import gzip
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from graphscan.casefile import Case, open_case
from graphscan.casefile.export import export_entries, export_interests
from graphscan.cli.app import run
from graphscan.errors import UnknownTableError
from graphscan.sources import load_inputs
from tests.sources.worlds import SHARED, shared

FOLDERS = ("samples/lists", "data/csl", "data/ofac", "samples/ownership")
WHOLE = bool(os.environ.get("GRAPHSCAN_WHOLE"))
"""Whether the large lists are read as well, and all lists are compared: it takes a minute."""
LARGE = 700_000
"""Bytes of a file, of a group the first."""
TOGETHER = {"samples/lists/ofac", "data/ofac"}
"""Folders whose files are one list."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a file gave."""

    path: str
    mapping: str
    rows: int
    loaded: int
    quarantined: int
    excluded: int
    entries: int
    interests: int
    parties: int
    dated: int
    undated: int


def groups() -> list[list[Path]]:
    """The real files, those together that are one list."""
    if not SHARED.exists():
        pytest.skip("the real files are not here")
    found: list[list[Path]] = []
    for folder in FOLDERS:
        for path in sorted((SHARED / folder).rglob("*")):
            if path.is_file():
                above = str(path.parent.relative_to(SHARED))
                if found and above in TOGETHER and found[-1][0].parent == path.parent:
                    found[-1].append(path)
                else:
                    found.append([path])
    return found


_COUNTS = """
    SELECT f.path, f.mapping, f.rows, f.loaded, f.quarantined, f.excluded,
      (SELECT count(DISTINCT entry_id) FROM list_rows l WHERE l.file_id = f.file_id),
      (SELECT count(*) FROM ownership o WHERE o.file_id = f.file_id),
      (SELECT count(*) FROM given_parties p WHERE p.file_id = f.file_id),
      (SELECT count(*) FROM list_rows l WHERE l.file_id = f.file_id AND start_first IS NOT NULL)
      + (SELECT count(*) FROM ownership o WHERE o.file_id = f.file_id
         AND coalesce(valid_from_first, valid_to_first) IS NOT NULL),
      (SELECT count(*) FROM list_rows l WHERE l.file_id = f.file_id AND start_first IS NULL)
      + (SELECT count(*) FROM ownership o WHERE o.file_id = f.file_id
         AND coalesce(valid_from_first, valid_to_first) IS NULL)
    FROM files f ORDER BY path
"""


QUARANTINED = {"basic-company-data-1.csv": 13}
"""Rows that cannot be read: of a table that was folded at 118 characters, its header too."""


def told(case: Case) -> list[Told]:
    names = [field.name for field in dataclasses.fields(Told)]
    return [Told(**dict(zip(names, row, strict=True))) for row in case.rows(_COUNTS)]


def show(capsys: pytest.CaptureFixture[str], lines: list[str]) -> None:
    """Print what the project's notes quote, whether or not output is captured."""
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")


def comes_back(case: Case, folder: Path) -> bool:
    """Whether what is exported and loaded again is exported the same."""
    folder.mkdir()
    tables = {"entries.csv": export_entries(case), "interests.csv": export_interests(case)}
    for name, table in tables.items():
        if table.rows:
            (folder / name).write_text(table.to_csv(), encoding="utf-8", newline="")
    if not any(table.rows for table in tables.values()):
        return True
    with open_case() as again:
        load_inputs(again, [folder])
        return (export_entries(again), export_interests(again)) == tuple(tables.values())


REFUSED = {"entity_list_added_2025-03-25.csv": "misses addresses, start_date"}
"""Files that are no list as published: a table derived from one."""


@pytest.mark.slow
def test_every_real_list_and_register_loads_and_comes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [[field.name for field in dataclasses.fields(Told)]]
    for number, files in enumerate(groups()):
        with open_case() as case:
            if not WHOLE and files[0].stat().st_size > LARGE:
                continue
            if files[0].name in REFUSED:
                with pytest.raises(UnknownTableError, match=REFUSED[files[0].name]):
                    load_inputs(case, files)
                continue
            load_inputs(case, files)
            for each in told(case):
                lines.append([str(value) for value in dataclasses.astuple(each)])
                assert each.rows == each.loaded + each.quarantined + each.excluded
                assert (each.path, each.quarantined) == (each.path, QUARANTINED.get(each.path, 0))
            if WHOLE or number % 5 == 0:
                assert comes_back(case, tmp_path / str(number)), files
    show(capsys, ["| " + " | ".join(line) + " |" for line in lines])


ACTION = re.compile(r"90\s*F\.?R\.?\s*(14032|14035|14046)")
"""Notices of 25 March 2025, as rows of the list cite them."""


@pytest.mark.slow
def test_the_diff_without_and_with_the_action_of_march_2025_is_that_action(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = shared("data/csl/consolidated_2026-07-31.csv.gz")
    with gzip.open(packed, "rt", encoding="utf-8", newline="") as stream:
        whole = [row for row in csv.DictReader(stream) if WHOLE or "(EL)" in row["source"]]
    case, files = str(tmp_path / "case.duckdb"), []
    for day, kept in (
        ("2025-03-24", [row for row in whole if not ACTION.search(row["federal_register_notice"])]),
        ("2025-03-25", whole),
    ):
        files.append(tmp_path / f"list_{day}.csv")
        with files[-1].open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, list(whole[0]))
            writer.writeheader()
            writer.writerows(kept)
        assert run(["lists", "add", str(files[-1]), "--case", case]) == 0
    capsys.readouterr()
    assert run(["lists", "diff", "2025-03-24", "2025-03-25", "--case", case, "--json"]) == 0
    changes = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    path = shared("data/csl/entity_list_added_2025-03-25.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        expected = list(csv.DictReader(stream))
    assert {each["change"] for each in changes} == {"added"}
    assert Counter(
        (each["name"], each["citation"], ";".join(sorted(each["countries"]))) for each in changes
    ) == Counter(
        (
            row["name"].strip(),
            row["federal_register_notice"],
            ";".join(sorted(row["countries"].split(";"))),
        )
        for row in expected
    )
    assert (len(changes), sum("Inspur" in each["name"] for each in changes)) == (87, 6)


LISTED = {
    "SDN": (19_181, 19_181), "EL": (3_420, 3_414), "DPL": (1_596, 1_556), "DTC": (787, 787),
    "SSI": (286, 286), "UVL": (222, 222), "ISN": (161, 159), "PLC": (78, 78), "MEU": (70, 70),
    "CMIC": (68, 68), "MBS": (51, 51), "CAP": (1, 1),
}  # fmt: skip
"""Rows of DOMAIN 1.4, and entries: rows with equal ids are one."""


@pytest.mark.slow
def test_rows_and_entries_of_the_whole_list(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    load_inputs(case, [shared("data/csl/consolidated_2026-07-31.csv.gz")])
    counts = case.rows(
        "SELECT list_code, count(*), count(DISTINCT entry_id) FROM list_rows GROUP BY 1"
        " ORDER BY 2 DESC"
    )
    marks = case.rows(
        "SELECT unnest(footnotes) AS mark, count(*), count(DISTINCT entry_id) FROM list_rows"
        " GROUP BY 1 ORDER BY 1"
    )
    lines = [
        f"{code:5} {number:6,} rows, {entries:6,} entries, {number - entries:3} merged"
        for code, number, entries in counts
    ]
    lines += [
        f"footnote {mark}: {rows:,} rows, {entries:,} entries" for mark, rows, entries in marks
    ]
    show(capsys, lines)
    assert {code: (number, entries) for code, number, entries in counts} == LISTED
    assert {mark: number for mark, number, _ in marks} == {"1": 156, "3": 771, "4": 96, "5": 16}
