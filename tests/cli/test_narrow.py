"""What a terminal of 80 columns shows whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graphscan.cli import diff
from graphscan.cli.app import run
from tests.cli.world import write_inputs

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> str:
    monkeypatch.setenv("COLUMNS", "80")
    inputs = write_inputs(tmp_path / "in")
    assert run(["scan", str(inputs), "--out", str(tmp_path / "out"), "-q"]) == 0
    capsys.readouterr()
    return str(tmp_path / "out/case.duckdb")


def test_no_column_of_the_runs_is_cut(case: str, capsys: Printed) -> None:
    assert run(["runs", "--case", case]) == 0
    printed = capsys.readouterr().out
    assert "Reported" in printed
    assert "…" not in printed


def test_file_names_and_counts_stand_on_one_line(tmp_path: Path, capsys: Printed) -> None:
    names = ["eurasia_declarations.csv", "us_exports_2024_to_2025.csv"]
    for name in names:
        (tmp_path / name).write_text(
            "shipment_id,consignor_name,consignee_name,departure_date,mode\n"
            f"{name},A Ltd,B Ltd,2024-05-01,sea\n",
            encoding="utf-8",
        )
    paths = [str(tmp_path / name) for name in names]
    assert run(["load", *paths, "--case", str(tmp_path / "c.duckdb")]) == 0
    printed = capsys.readouterr().out
    assert re.search(r"Rows +Loaded +Quarantined +Excluded", printed)
    for name in names:
        assert re.search(rf"^{re.escape(name)} .* 0 +0$", printed, re.MULTILINE)


def test_a_first_report_prints_the_best_and_says_how_many_there_are(
    case: str, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    monkeypatch.setattr(diff, "CHANGES_SHOWN", 2)
    assert run(["report", "--case", case]) == 0
    printed = capsys.readouterr().out
    assert "6 new, 0 changed, 0 gone" in printed
    assert len(re.findall("^new ", printed, re.MULTILINE)) == 2
    assert "2 of 6 shown; --json prints all" in printed
    assert "Why" not in printed  # nothing to say where all is new


def test_a_batch_of_names_says_what_was_written(case: str, tmp_path: Path, capsys: Printed) -> None:
    names = tmp_path / "names.txt"
    names.write_text("HiSilicon Technologies\nNobody At All Bakery\n", encoding="utf-8")
    out = tmp_path / "hits.csv"
    assert run(["screen", "--file", str(names), "--out", str(out), "--case", case]) == 0
    assert " of 2 names" in " ".join(capsys.readouterr().err.split())
