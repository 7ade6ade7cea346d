"""Files of a folder change together or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from graphscan.casefile.lock import Lock
from graphscan.errors import CaseBusyError, OutputError
from graphscan.reports.folder import hash_of, holds, written_whole


def write(folder: Path, text: str) -> None:
    with written_whole(folder, last="run.json") as staged:
        for name in ("a.csv", "run.json"):
            (staged / name).write_text(text, encoding="utf-8")


def test_files_are_moved_into_place_and_nothing_else_stays(tmp_path: Path) -> None:
    write(tmp_path / "deep" / "out", "one")
    write(tmp_path / "deep" / "out", "two")
    found = {path.name: path.read_text() for path in (tmp_path / "deep" / "out").iterdir()}
    assert found == {"a.csv": "two", "run.json": "two"}


def test_a_block_that_fails_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, "one")

    def fail() -> None:
        with written_whole(tmp_path, last="run.json") as staged:
            (staged / "a.csv").write_text("two")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    found = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert found == {"a.csv": "one", "run.json": "one"}


def test_what_a_crash_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".writing").mkdir()
    (tmp_path / ".writing" / "a.csv").write_text("half")
    (tmp_path / ".writing.lock").write_text("{}")
    write(tmp_path, "whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "run.json"]


def test_one_process_writes_a_folder_at_a_time(tmp_path: Path) -> None:
    lock = Lock(tmp_path / ".writing.lock", tmp_path, "is writing this folder")
    lock.acquire()
    with pytest.raises(CaseBusyError, match="this process is writing this folder"):
        write(tmp_path, "one")
    lock.release()
    write(tmp_path, "one")


def test_another_host_is_named(tmp_path: Path) -> None:
    path = tmp_path / ".writing.lock"
    lock = Lock(path, tmp_path, "is writing this folder")
    lock.acquire()
    path.write_text(json.dumps({"pid": os.getpid(), "host": "elsewhere", "command": "graphscan"}))
    with pytest.raises(CaseBusyError, match=r"process \d+ on elsewhere \(graphscan\)"):
        write(tmp_path, "one")
    lock.release()


def test_a_file_in_the_place_of_the_folder_is_told_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match=r"may not be written.*give another --out"):
        write(tmp_path / "out", "one")


def test_a_folder_holds_files_only_byte_for_byte(tmp_path: Path) -> None:
    write(tmp_path, "one")
    files = {name: hash_of(tmp_path / name) for name in ("a.csv", "run.json")}
    assert holds(tmp_path, files)
    assert not holds(tmp_path, {})
    assert not holds(tmp_path, {**files, "b.csv": "0"})
    (tmp_path / "a.csv").write_text("two")
    assert not holds(tmp_path, files)
