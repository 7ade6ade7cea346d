"""The wheel holds everything the program needs: queries, sample, SQL, templates."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contents of a freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def graphscan(installed: Path, *arguments: str, cwd: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "graphscan", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(installed)},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


@pytest.mark.slow
def test_a_scan_from_the_wheel_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    sample = installed / "graphscan" / "sample_data"
    graphscan(installed, "scan", str(sample), "--out", "out", cwd=tmp_path)
    document = json.loads((tmp_path / "out" / "findings.json").read_text(encoding="utf-8"))
    assert document["findings"]


def test_queries_are_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    listed = graphscan(installed, "query", "--list", cwd=tmp_path)
    for path in (ROOT / "queries").glob("*.cypher"):
        assert path.stem in listed


def test_tests_are_not_in_the_wheel(installed: Path) -> None:
    assert not (installed / "tests").exists()
