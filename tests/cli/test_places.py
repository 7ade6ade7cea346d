"""Where commands write: an empty path and a folder that is not there are told before any work."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphscan.cli.app import run

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"


@pytest.mark.parametrize(
    "command",
    [
        ["export", "entries"],
        ["screen", "Huawei"],
        ["evaluate", str(SAMPLE / "parties.csv")],
        ["mapping", "suggest", str(SAMPLE / "parties.csv")],
        ["entities", "show"],
    ],
    ids=lambda command: command[0],
)
def test_a_folder_that_is_not_there(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run([*command, "--out", "nowhere/hits.csv"]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "there is no folder 'nowhere' to write 'hits.csv' into" in told
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [["scan", str(SAMPLE)], ["report"]], ids=["scan", "report"])
def test_an_empty_path_is_not_the_working_folder(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run([*command, "--out", ""]) == 2
    assert "an empty path" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
