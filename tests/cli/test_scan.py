import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graphscan.cli.app import run
from tests.cli.world import EXPORTER, HOLDER, HOSTILE, write_inputs

FILES = {
    "findings.json",
    "findings.csv",
    "journeys.csv",
    "intermediaries.csv",
    "waypoints.csv",
    "passages.csv",
    "quarantine.csv",
    "coverage.csv",
    "report.html",
    "graph.html",
    "graph.graphml",
    "run.json",
    "timings.json",
    "case.duckdb",
}


def _graphscan(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {key: os.environ[key] for key in ("PATH", "HOME", "SYSTEMROOT") if key in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "graphscan", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
        env={"PYTHONIOENCODING": "utf-8", **known, **environment},
    )


def _objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_scan_writes_every_file_of_the_contract_and_nothing_else(scanned: Path) -> None:
    assert {path.name for path in (scanned / "out").iterdir()} == FILES


def test_piped_data_is_on_stdout_and_status_on_stderr_without_colour(tmp_path: Path) -> None:
    write_inputs(tmp_path / "in")
    done = _graphscan("scan", "in", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "graphscan-out" / "case.duckdb").is_file()
    assert "\x1b" not in done.stdout + done.stderr
    assert EXPORTER in done.stdout
    assert HOSTILE in done.stdout
    assert "[bold red]Yarrow[/bold red] \ufffdImpex" in done.stdout
    assert "9 rows read from 2 files = 8 loaded + 1 quarantined + 0 excluded" in done.stdout
    assert "Next: graphscan show " in done.stderr
    assert len([line for line in done.stderr.splitlines() if "read files" in line]) == 1
    assert EXPORTER not in done.stderr


def test_json_prints_the_findings_and_nothing_else(tmp_path: Path) -> None:
    write_inputs(tmp_path / "in")
    done = _graphscan("scan", "in", "--json", "--exit-code", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    written = json.loads((tmp_path / "graphscan-out/findings.json").read_text(encoding="utf-8"))
    assert _objects(done.stdout) == written["findings"]
    kinds = [finding["kind"] for finding in written["findings"]]
    assert kinds == ["route"] * 3 + ["supplier-of-listed"] * 3  # each route's last holder supplies


def test_output_is_whole_where_the_terminal_is_not_utf8(scanned: Path) -> None:
    question = ("paths", "--to", "EL", "--case", "out/case.duckdb")
    done = _graphscan(*question, "--json", cwd=scanned, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert {one["exporter"]["name"] for one in _objects(done.stdout)} == {EXPORTER}
    human = _graphscan(*question, cwd=scanned, PYTHONIOENCODING="ascii")
    assert human.returncode == 0, human.stderr
    assert f"-> {HOLDER} (HK)" in human.stdout
    assert "\\ufffdImpex" in human.stdout


def test_colour_can_be_forced_and_refused(scanned: Path) -> None:
    question = ("paths", "--to", "EL", "--case", "out/case.duckdb")
    forced = _graphscan(*question, "--color", "always", "-q", cwd=scanned)
    assert "\x1b[" in forced.stdout
    assert forced.stderr == ""
    refused = _graphscan(*question, "--color", "never", cwd=scanned, FORCE_COLOR="1")
    assert "\x1b" not in refused.stdout + refused.stderr


def test_exit_code_is_0_where_nothing_is_flagged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = write_inputs(tmp_path / "in")
    lines = (inputs / "shipments.csv").read_text(encoding="utf-8").splitlines()
    (inputs / "shipments.csv").write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    assert run(["scan", str(inputs), "--out", str(tmp_path / "out"), "--exit-code"]) == 0
    assert "No route to a listed party." in capsys.readouterr().out


def test_settings_reach_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inputs = write_inputs(tmp_path / "in")
    config = tmp_path / "own.toml"
    config.write_text("max_legs = 3\nmin_wait = 1\n", encoding="utf-8")
    options = ["--max-legs", "1", "--top", "7", "--journeys", "0", "--max-wait", "90"]
    options += [
        "--as-of",
        "2025-12-31",
        "--config",
        str(config),
        "--case",
        str(tmp_path / "c.duckdb"),
    ]
    assert run(["scan", str(inputs), "--out", str(tmp_path / "out"), *options]) == 0
    manifest = json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))
    settings = manifest["settings"]
    found = {key: settings[key] for key in ("max_legs", "min_wait", "max_wait", "top", "journeys")}
    assert found == {"max_legs": 1, "min_wait": 1, "max_wait": 90, "top": 7, "journeys": 0}
    assert manifest["as_of"] == "2025-12-31"
    assert (tmp_path / "c.duckdb").is_file()
    assert not (tmp_path / "out/case.duckdb").exists()
    assert "As of 2025-12-31" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--as-of", "2025-13-01"], "as_of='2025-13-01'"),
        (["--max-legs", "0"], "max_legs=0"),
        (["--max-legs", "many"], "many"),
        (["--top", "-1"], "top=-1"),
    ],
)
def test_a_bad_setting_stops_before_anything_is_written(
    options: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = write_inputs(tmp_path / "in")
    assert run(["scan", str(inputs), "--out", str(tmp_path / "out"), *options]) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""
    assert not (tmp_path / "out").exists()


def test_a_table_that_no_mapping_fits_stops_the_scan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = write_inputs(tmp_path / "in")
    (inputs / "shop.csv").write_text("price,colour\n1,red\n", encoding="utf-8")
    assert run(["scan", str(inputs), "--out", str(tmp_path / "out")]) == 2
    assert "error: shop.csv: no mapping fits" in capsys.readouterr().err
    assert not (tmp_path / "out" / "findings.json").exists()


def test_a_missing_input_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_a_reader_that_leaves_early_is_no_failure(scanned: Path) -> None:
    # `graphscan paths ... | head -1`, with the pipe closed before the first line.
    command = [sys.executable, "-m", "graphscan", "paths", "--json", "--case", "out/case.duckdb"]
    with subprocess.Popen(
        command, cwd=scanned, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait() == 0, said
    assert "Error" not in said
    assert "Traceback" not in said
