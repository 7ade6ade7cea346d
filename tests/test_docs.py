"""Every command of the pages inside the package works as it stands."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from graphscan.cli.app import run

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "tests" / "sources"


def test_the_commands_of_the_mapping_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(SOURCES / "ams", tmp_path / "ams")
    for source, target in (("eei_aes", "eei/filings"), ("vendor_turkey_import", "vendor/turkey")):
        (tmp_path / target).parent.mkdir()
        shutil.copy(SOURCES / "presets" / f"{source}.csv", tmp_path / f"{target}.csv")
    (tmp_path / "json").mkdir()
    for name in ("sayari_trade", "ftm_economic_activity"):
        copy = tmp_path / "json" / f"{name.split('_')[0]}.jsonl"
        shutil.copy(SOURCES / "presets" / f"{name}.jsonl", copy)
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "graphscan" / "sources" / "mapping" / "README.md").read_text(encoding="utf-8")
    lines = [
        line
        for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
    ]
    assert len(lines) == 11
    for line in lines:
        assert run(shlex.split(line)[1:]) == 0, line
        assert capsys.readouterr().out, line
