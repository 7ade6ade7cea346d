import dataclasses
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graphscan.cli.output import Output
from graphscan.cli.progress import stages
from tests.cli.world import write_inputs


@dataclasses.dataclass(frozen=True)
class Stage:
    name: str
    done: int = 0
    total: int = 0
    note: str = ""
    finished: bool = False
    seconds: float = 0.0


def test_without_a_terminal_each_stage_is_one_line_on_stderr(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output = Output(as_json=False, quiet=False, color="auto")
    with stages(output) as on_stage:
        on_stage(Stage("read files"))
        on_stage(Stage("read files", done=1, total=3, note="a.csv"))
        on_stage(
            Stage("read files", done=2, total=3, note="\x1b[2Jb.csv", finished=True, seconds=1.25)
        )
        on_stage(Stage("search", finished=True))
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        f"{output.tick} read files: 2 of 3, \ufffd[2Jb.csv (1.2 s)",
        f"{output.tick} search: done",
    ]


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with stages(Output(as_json=False, quiet=True, color="auto")) as on_stage:
        on_stage(Stage("search", finished=True))
    assert capsys.readouterr().err == ""


def _on_a_terminal(arguments: list[str], cwd: Path, *, stdout_too: bool) -> str:
    """What stderr, a terminal, gets; stdout is the same terminal or a file."""
    pty = pytest.importorskip("pty", reason="pseudo-terminals are a POSIX thing")
    ours, theirs = pty.openpty()
    with (
        (cwd / "stdout.txt").open("wb") as file,
        subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "graphscan", *arguments],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=theirs if stdout_too else file,
            stderr=theirs,
            env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", "LANG": "C.UTF-8"},
        ) as process,
    ):
        os.close(theirs)
        seen = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the last writer has left
                break
            if not piece:
                break
            seen += piece
        assert process.wait() == 0, seen
    os.close(ours)
    return seen.decode("utf-8")


def test_people_see_bars_and_colour(tmp_path: Path) -> None:
    write_inputs(tmp_path / "in")
    seen = _on_a_terminal(["scan", "in"], tmp_path, stdout_too=True)
    assert "━" in seen
    assert "\x1b[" in seen
    assert "read files" in seen


def test_no_bars_where_stdout_goes_to_a_file(tmp_path: Path) -> None:
    # npm drew its bar on stderr while stdout was piped, in the middle of other programs' output.
    write_inputs(tmp_path / "in")
    seen = _on_a_terminal(["scan", "in", "--json"], tmp_path, stdout_too=False)
    assert "━" not in seen
    assert "read files: " in seen
    assert "\x1b" not in (tmp_path / "stdout.txt").read_text(encoding="utf-8")


def test_no_color_is_honoured_on_a_terminal(scanned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    question = ["paths", "--to", "EL", "--case", "out/case.duckdb"]
    seen = _on_a_terminal(question, scanned, stdout_too=True)
    assert "3 paths" in seen
    assert not any(f"\x1b[{code}" in seen for code in ("31m", "33m", "1;31m", "1;33m", "32m"))


def test_a_bar_is_made_once_and_ends_full(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("COLUMNS", "120")
    with stages(Output(as_json=False, quiet=False, color="always")) as on_stage:
        on_stage(Stage("search"))
        on_stage(Stage("search", done=1, total=4, note="[bold]\x1b[2J"))
        on_stage(Stage("search", done=3, total=4, note="ended early", finished=True))
        on_stage(Stage("weigh", finished=True))
    last = screen.getvalue().rsplit("search", 1)[1]
    assert "3 of 4" in last
    assert "ended early" in last
    assert "\x1b[2J" not in screen.getvalue()
