"""Every command and every line of Python in the README works as it stands."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from graphscan.cli.app import run

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = [
    line.split("#")[0].strip()
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
]
PYTHON = "\n".join(re.findall(r"```python\n(.*?)```", README, re.DOTALL))
SERVER = ("graphscan neo4j", "graphscan query between")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample, as beside the README."""
    home = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "sample_data", home / "sample_data")
    return home


def test_graphscan_commands_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GRAPHSCAN_CASE", raising=False)
    commands = [line for line in CONSOLE if line.startswith("graphscan ")]
    assert len(commands) > 6
    for line in commands:
        if not line.startswith(SERVER):
            assert run(shlex.split(line)[1:]) == int("--exit-code" in line), line


def test_commands_for_a_server_name_queries_that_exist() -> None:
    queries = {path.stem for path in (ROOT / "queries").glob("*.cypher")}
    asked = [shlex.split(line)[2] for line in CONSOLE if line.startswith("graphscan query ")]
    assert {name for name in asked if not name.startswith("-")} <= queries


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = [line.split()[1] for line in CONSOLE if line.startswith("make ")]
    assert targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_python_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    exec(compile(PYTHON, "README.md", "exec"), names)  # noqa: S102 -- our own page
    assert len(names["run"].findings) > 0  # type: ignore[attr-defined]
    assert (folder / "graphscan-out" / "graph.html").exists()
