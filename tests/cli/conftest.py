from pathlib import Path

import pytest

from graphscan.cli.app import run
from tests.cli.world import write_inputs


@pytest.fixture(scope="session")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `in` and `out`: the small world and what a scan made of it."""
    folder = tmp_path_factory.mktemp("cli")
    inputs = write_inputs(folder / "in")
    assert run(["scan", str(inputs), "--out", str(folder / "out"), "--quiet"]) == 0
    return folder


@pytest.fixture(autouse=True)
def _no_width_of_the_test_runner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parallel test workers are given a COLUMNS of their own; a user's pipe has none."""
    monkeypatch.delenv("COLUMNS", raising=False)
