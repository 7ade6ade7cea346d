"""What a load leaves aside is said in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphscan.cli.app import run

ROW = (
    "shipment_id,consignor_name,consignee_name,departure_date,{}\n"
    "1,A Ltd,B Ltd,2024-05-01,{}\n"
    "2,A Ltd,A Ltd,2024-05-02,{}\n"
    "3,A Ltd,TO ORDER,2024-05-03,{}\n"
)


def write(folder: Path, *names: str) -> Path:
    cells = ",".join("x" for _ in names)
    (folder / "a.csv").write_text(ROW.format(",".join(names), cells, cells, cells))
    return folder


def test_columns_that_are_not_read_are_named_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "colour", "=1+1", "c3", "c4", "c5", "c6", "c7", "c8")
    case = str(tmp_path / "c.duckdb")
    assert run(["load", str(tmp_path / "a.csv"), "--case", case]) == 0
    said = capsys.readouterr().err.replace("\n", " ")
    assert "a.csv: 8 columns not read: colour, =1+1, c3, c4, c5, c6, ..." in said
    assert run(["load", str(tmp_path / "a.csv"), "--case", case]) == 0
    assert "not read" not in capsys.readouterr().err


def test_json_names_them_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "colour")
    case = str(tmp_path / "c.duckdb")
    assert run(["load", str(tmp_path / "a.csv"), "--case", case, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unread"] == ["colour"]


def test_a_scan_says_which_rows_give_no_leg(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "colour")
    assert run(["scan", str(tmp_path / "a.csv"), "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr()
    assert "1 column not read: colour" in said.err
    assert "No legs: no receiver 1, sender and receiver the same 1" in said.out


def test_the_help_of_load_says_how_files_are_told_and_what_to_do_with_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["load", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for words in ("mapping list", "mapping suggest FILE", "mapping check FILE", "--case", "loaded"):
        assert words in said


def test_many_ignored_files_are_counted_and_those_with_a_reason_named_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "mode")
    for number in range(8):
        (tmp_path / f"a{number}.md").write_text("notes")
    (tmp_path / "z.csv").write_bytes((tmp_path / "a.csv").read_bytes())
    assert run(["load", str(tmp_path), "--case", str(tmp_path / "c.duckdb")]) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert "ignored: z.csv (the same content as a.csv), a0.md, a1.md, a2.md and 5 more" in said
