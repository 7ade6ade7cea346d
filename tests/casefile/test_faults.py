"""Full disks, refused folders and damaged files end in an error with its cure, the case whole."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from graphscan.casefile import open_case
from graphscan.casefile.faults import OF_THE_CASE, OF_THE_PROGRAM, translated
from graphscan.errors import CaseError

resource = pytest.importorskip("resource", reason="limits on files need a Unix")

ROWS = pa.table({"reason": [f"reason {n}" for n in range(200_000)], "count": [1] * 200_000})


def fill(path: Path) -> None:
    """Write some 60 MB that do not compress, all or nothing."""
    with open_case(path) as case, case.transaction():
        for turn in range(50):
            text = [random.Random(turn * n).randbytes(30).hex() for n in range(20_000)]
            case.append("exclusions", pa.table({"reason": text, "count": [2] * 20_000}))


def below(kind: type[BaseException]) -> Iterator[type[BaseException]]:
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


def test_every_error_of_the_database_is_either_told_or_a_bug() -> None:
    plain = {duckdb.DatabaseError, duckdb.InterruptException}
    unmapped = set(below(duckdb.Error)) - {*OF_THE_CASE, *OF_THE_PROGRAM} - plain
    assert not unmapped, f"say in casefile.faults what these mean: {unmapped}"
    assert not {*OF_THE_CASE} & {*OF_THE_PROGRAM}


def test_a_wrong_statement_is_a_bug_and_passes_as_it_is() -> None:
    with open_case() as case, pytest.raises(duckdb.CatalogException):
        case.rows("SELECT * FROM no_such_table")


def test_an_interrupted_statement_interrupts() -> None:
    with pytest.raises(KeyboardInterrupt), translated(None):
        raise duckdb.InterruptException


@pytest.mark.parametrize("room", [20_000, 400_000, 1_000_000, 2_000_000])
def test_a_full_disk_is_told_and_the_case_stays_whole(tmp_path: Path, room: int) -> None:
    path = tmp_path / "case.duckdb"
    with open_case(path) as case:
        case.append("exclusions", ROWS)
    before = path.stat().st_size
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (before + room, old[1]))
    try:
        with pytest.raises(CaseError, match=r"no room to write.*Free some space"):
            fill(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    with open_case(path) as case:
        assert case.rows("SELECT count, count(*) FROM exclusions GROUP BY ALL") == [(1, 200_000)]


@pytest.mark.parametrize("room", [1, 10_000, 36_333, 100_000])
def test_a_full_disk_leaves_no_half_of_a_new_case(tmp_path: Path, room: int) -> None:
    # at 36,333 bytes the log of the new file fits, and the file itself does not
    path = tmp_path / "case.duckdb"
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, old[1]))
    try:
        with pytest.raises(CaseError, match="no room to write"):
            open_case(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert not path.exists()
    open_case(path).close()


@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(CaseError, match=r"may not be written\. Change its permissions"):
            open_case(tmp_path / "case.duckdb")
    finally:
        tmp_path.chmod(0o700)


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(CaseError, match="cannot be made here"):
        open_case(tmp_path / "out" / "case.duckdb")


@pytest.mark.parametrize("fault", ["cut", "noise", "zeros", "flipped", "start"])
def test_a_damaged_case_is_told_with_its_cure(tmp_path: Path, fault: str) -> None:
    path = tmp_path / "case.duckdb"
    with open_case(path) as case:
        case.append("exclusions", ROWS)
    whole = path.read_bytes()
    flipped = bytearray(whole)
    for at in range(4096, len(flipped), 4096):
        flipped[at + 100] ^= 255
    path.write_bytes(
        {
            "cut": whole[: len(whole) // 4],
            "noise": random.Random(1).randbytes(len(whole)),
            "zeros": bytes(len(whole)),
            "flipped": bytes(flipped),
            "start": whole[:100],
        }[fault]
    )
    with pytest.raises(CaseError, match=r"damaged.*put a copy back"):  # noqa: SIM117
        with open_case(path) as case:
            case.value("SELECT sum(count) FROM exclusions WHERE reason > 'r'")


def test_an_empty_file_is_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    path.touch()
    with open_case(path) as case:
        assert case.value("SELECT count(*) FROM files") == 0


def test_the_log_of_a_case_that_is_gone_is_not_played_into_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    open_case(path).close()
    path.rename(tmp_path / "elsewhere.duckdb")
    (tmp_path / "case.duckdb.wal").write_bytes(b"a log" * 1000)
    with open_case(path) as case:
        assert case.value("SELECT count(*) FROM files") == 0
