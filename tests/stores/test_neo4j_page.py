"""What README.md and the page of the shared store tell people to type works, in that order."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from graphscan.cli.app import run
from tests.stores.servers import RunningServer

pytestmark = [pytest.mark.neo4j, pytest.mark.slow, pytest.mark.xdist_group("neo4j")]

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "bolt://127.0.0.1:7687"


def commands_of(page: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [line.split(" #")[0].strip() for block in blocks for line in block.splitlines() if line]


PAGE = commands_of(".github/neo4j/README.md")
README = [line for line in commands_of("README.md") if re.match("graphscan (neo4j|query)", line)]


def test_the_pages_work_word_by_word(
    server: RunningServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(ROOT / "sample_data", tmp_path / "sample_data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    monkeypatch.setenv("NEO4J_URI", server.uri)
    monkeypatch.delenv("GRAPHSCAN_CASE", raising=False)
    typed = [line for line in [*PAGE, *README] if line.startswith("graphscan ")]
    assert len(typed) > 10
    for line in typed:
        assert run(shlex.split(line.replace(ADDRESS, server.uri))[1:]) == 0, line
        said = capsys.readouterr().out
        if line.startswith("graphscan query ") and "--list" not in line:
            assert len(said.splitlines()) > 1, line
            assert "\n0 rows" not in said, line


def test_the_script_that_the_page_names_takes_those_words() -> None:
    script = (ROOT / "tests/stores/server/neo4j.sh").read_text(encoding="utf-8")
    calls = [line for line in PAGE if "neo4j.sh" in line]
    assert len(calls) == 2
    for line in calls:
        assert "bash tests/stores/server/neo4j.sh " in line
        assert re.search(rf"^{line.split()[-1]}\) ", script, re.MULTILINE)
        for name in re.findall(r"\b(NEO4J_\w+)=", line):
            assert f"${{{name}" in script or f"${name}" in script
