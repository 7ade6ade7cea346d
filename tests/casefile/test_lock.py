"""One writer at a time, named; no crash leaves a lock behind."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphscan.casefile import open_case
from graphscan.casefile.lock import lock_path
from graphscan.errors import CaseBusyError, CaseError

HOLD = """
import sys
from graphscan.casefile import open_case
with open_case(sys.argv[1], read_only=sys.argv[2] == "read") as case:
    print("held", flush=True)
    input()
"""


@contextlib.contextmanager
def held(path: Path, how: str) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that has the case open."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        if process.poll() is None:
            process.communicate("\n")


def test_a_second_writer_is_told_who_the_first_is(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    with held(path, "write") as process:
        for read_only in (False, True):
            with pytest.raises(CaseBusyError, match=rf"process {process.pid} \(-c .*\) holds"):
                open_case(path, read_only=read_only)
    open_case(path).close()
    assert not lock_path(path).exists()


def test_readers_share_a_case_and_keep_writers_out(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    open_case(path).close()
    with held(path, "read") as process:
        open_case(path, read_only=True).close()
        with pytest.raises(CaseBusyError, match=f"process {process.pid} "):
            open_case(path)
    open_case(path).close()


def test_the_lock_of_a_process_that_was_killed_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    with held(path, "write") as process:
        process.kill()
        process.wait()
    assert json.loads(lock_path(path).read_text())["pid"] == process.pid
    with open_case(path) as case:
        assert case.value("SELECT count(*) FROM files") == 0
    assert not lock_path(path).exists()


def test_a_process_that_opens_its_own_case_twice_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    with open_case(path), pytest.raises(CaseBusyError, match="this process holds this case"):
        open_case(path)


def test_a_case_that_could_not_be_opened_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(CaseError):
        open_case(path)
    assert not lock_path(path).exists()
