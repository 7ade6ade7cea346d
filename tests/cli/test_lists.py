"""`graphscan lists` and `graphscan export`, as people use them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from graphscan.cli.app import run

EL = "Entity List (EL) - Bureau of Industry and Security"
HEADER = (
    "_id",
    "source",
    "name",
    "addresses",
    "federal_register_notice",
    "start_date",
    "alt_names",
)


def screening_list(path: Path, names: list[str], *, notice: str = "90 FR 14046") -> Path:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(HEADER)
        writer.writerows(["", EL, name, "CN", notice, "2025-03-25", ""] for name in names)
    return path


NAMES = [f"Alder {number} Ltd" for number in range(40)]


def test_a_snapshot_is_kept_once_shown_and_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = ["--case", str(tmp_path / "case.duckdb")]
    older = screening_list(tmp_path / "list_2025-03-01.csv", NAMES)
    newer = screening_list(tmp_path / "list_2025-04-01.csv", [*NAMES[1:], "Birch Ltd", "=Cedar"])
    for file in (older, older, newer):
        assert run(["lists", "add", str(file), *case]) == 0
    assert "held already" in capsys.readouterr().out
    assert run(["lists", "show", *case, "--json"]) == 0
    kept = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["dated"], each["rows"]) for each in kept] == [
        ("2025-03-01", 40),
        ("2025-04-01", 41),
    ]
    assert run(["lists", "diff", "2025-03-01", kept[1]["snapshot_id"], *case, "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["change"], each["name"]) for each in told] == [
        ("added", "=Cedar"),
        ("added", "Birch Ltd"),
        ("removed", "Alder 0 Ltd"),
    ]


def test_a_changed_row_says_which_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = ["--case", str(tmp_path / "case.duckdb")]
    first = screening_list(tmp_path / "a_2025-03-01.csv", NAMES)
    second = screening_list(tmp_path / "b_2025-04-01.csv", NAMES, notice="90 FR 1")
    for file in (first, second):
        assert run(["lists", "add", str(file), *case]) == 0
    capsys.readouterr()
    assert run(["lists", "diff", "2025-03-01", "2025-04-01", *case, "--exit-code"]) == 1
    out = capsys.readouterr().out
    assert "citation: 90 FR 14046 -> 90 FR 1" in out
    assert "0 added, 0 removed, 40 changed" in out


def test_a_list_that_lost_rows_is_refused_unless_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = ["--case", str(tmp_path / "case.duckdb")]
    assert (
        run(["lists", "add", str(screening_list(tmp_path / "a_2025-03-01.csv", NAMES)), *case]) == 0
    )
    half = screening_list(tmp_path / "b_2025-03-02.csv", NAMES[::2])
    assert run(["lists", "add", str(half), *case]) == 2
    assert "lost more than 5% since 2025-03-01: EL from 40 to 20 rows" in capsys.readouterr().err
    assert run(["lists", "add", str(half), "--force", *case]) == 0


@pytest.mark.parametrize("content", ["hello", "name,list\n", "<a>"])
def test_what_is_no_list_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    (tmp_path / "x_2025-01-01.json").write_text(content)
    case = ["--case", str(tmp_path / "case.duckdb")]
    assert run(["lists", "add", str(tmp_path / "x_2025-01-01.json"), *case]) == 2
    assert "error: x_2025-01-01.json" in capsys.readouterr().err
    assert not (tmp_path / "case.duckdb").exists()


def test_a_list_without_a_day_asks_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(screening_list(tmp_path / "list.csv", NAMES))
    case = ["--case", str(tmp_path / "case.duckdb")]
    assert run(["lists", "add", file, *case]) == 2
    assert "Say it with --date" in capsys.readouterr().err
    assert run(["lists", "add", file, "--date", "2025-13-01", *case]) == 2
    assert run(["lists", "add", file, "--date", "2025-03-01", *case]) == 0


def shipments(path: Path) -> None:
    path.write_text(
        "shipment_id,departure_date,arrival_date,consignor_name,consignor_country,consignee_name,"
        "consignee_country,hs_code\nS1,2025-06-01,2025-06-05,Mesa Inc,US,Alder 7 Ltd,CN,854231\n"
    )


def test_a_run_into_the_past_uses_the_list_of_that_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "in", str(tmp_path / "out")
    folder.mkdir()
    shipments(folder / "shipments.csv")
    case = ["--case", str(tmp_path / "out" / "case.duckdb")]
    before = screening_list(tmp_path / "a_2025-03-01.csv", ["Nobody Ltd"])
    assert run(["lists", "add", str(before), *case]) == 0
    screening_list(folder / "list.csv", NAMES)
    capsys.readouterr()

    def found(*more: str) -> int:
        assert run(["scan", str(folder), "--out", out, "--json", "--quiet", *more]) == 0
        return len(capsys.readouterr().out.splitlines())

    def lists() -> list[tuple[str, int]]:
        manifest = json.loads((tmp_path / "out" / "run.json").read_text())
        return [(each["path"], each["entries"]) for each in manifest["lists"]]

    assert found() == 1
    assert lists() == [("list.csv", 40)]
    assert found("--lists-as-of", "2025-03-10") == 0
    assert lists() == [("@lists/2025-03-01/a_2025-03-01.csv", 1)]
    assert found() == 1
    assert lists() == [("list.csv", 40)]
    assert run(["scan", str(folder), "--out", out, "--lists-as-of", "2024-01-01"]) == 2
    assert "no list snapshot of that day" in capsys.readouterr().err
    (folder / "list.csv").unlink()
    screening = screening_list(tmp_path / "c_2025-05-01.csv", NAMES)
    assert run(["lists", "add", str(screening), *case]) == 0
    capsys.readouterr()
    assert found() == 1
    assert lists() == [("@lists/2025-05-01/c_2025-05-01.csv", 40)]


def test_exports_are_printed_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "in", str(tmp_path / "out")
    folder.mkdir()
    shipments(folder / "shipments.csv")
    screening_list(folder / "list.csv", NAMES[:2])
    assert run(["scan", str(folder), "--out", out, "--quiet"]) == 0
    case = ["--case", str(tmp_path / "out" / "case.duckdb")]
    capsys.readouterr()
    assert run(["export", "entries", *case]) == 0
    printed = capsys.readouterr().out
    assert printed.count("\n") == 3
    assert run(["export", "entries", "--out", str(tmp_path / "e.csv"), *case]) == 0
    assert (tmp_path / "e.csv").read_text(encoding="utf-8") == printed
    capsys.readouterr()
    assert run(["export", "interests", "--json", *case]) == 0
    assert capsys.readouterr().out == ""
