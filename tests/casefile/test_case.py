"""One file, one writer, all or nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from graphscan.casefile import open_case
from graphscan.errors import CaseBusyError, CaseError, CaseVersionError

INSERT = "INSERT INTO exclusions VALUES ('self_leg', 1)"


def test_a_case_keeps_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "case.duckdb"
    with open_case(path) as case:
        case.execute(INSERT)
    with open_case(path) as case:
        assert case.rows("SELECT * FROM exclusions") == [("self_leg", 1)]
    with open_case(path, read_only=True) as case:
        assert case.value("SELECT count FROM exclusions") == 1


def test_a_value_that_is_not_there_is_none() -> None:
    with open_case() as case:
        assert case.value("SELECT count FROM exclusions") is None


def test_a_transaction_is_all_or_nothing() -> None:
    with open_case() as case:

        def fail() -> None:
            with case.transaction():
                case.execute(INSERT)
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            fail()
        assert case.rows("SELECT * FROM exclusions") == []
        with case.transaction():
            case.execute(INSERT)
        assert len(case.rows("SELECT * FROM exclusions")) == 1


def test_rows_are_matched_by_the_names_of_their_columns() -> None:
    with open_case() as case:
        case.append("exclusions", pa.table({"count": [2], "reason": ["after_as_of"]}))
        case.replace("exclusions", pa.table({"count": [3], "reason": ["after_as_of"]}))
        assert case.frame("SELECT * FROM exclusions").to_dict("records") == [
            {"reason": "after_as_of", "count": 3}
        ]
        assert case.columns("SELECT count FROM exclusions")["count"].tolist() == [3]


def test_parameters_are_never_read_as_sql() -> None:
    with open_case() as case:
        hostile = "x'); DROP TABLE exclusions; --"
        case.execute("INSERT INTO exclusions VALUES (?, 1)", [hostile])
        assert case.rows("SELECT reason FROM exclusions") == [(hostile,)]


def test_only_a_case_that_exists_can_be_read(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no such case"):
        open_case(tmp_path / "none.duckdb", read_only=True)
    assert not (tmp_path / "none.duckdb").exists()
    with pytest.raises(CaseError, match="no such case"):
        open_case(read_only=True)


def test_another_kind_of_file_is_no_case(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("some notes\n" * 1000)
    with pytest.raises(CaseError):
        open_case(path)
    other = tmp_path / "other.duckdb"
    duckdb.connect(str(other)).close()
    with pytest.raises(CaseError, match="no graphscan case"):
        open_case(other, read_only=True)


def test_the_tables_of_another_program_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE theirs (x INTEGER)")
    with pytest.raises(CaseError, match="no graphscan case"):
        open_case(path)
    with duckdb.connect(str(path)) as other:
        assert other.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("theirs",)]


def test_a_case_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    with open_case(path) as case:
        case.execute("UPDATE case_version SET version = 999")
    with pytest.raises(CaseVersionError, match="Upgrade graphscan"):
        open_case(path)


def test_a_case_that_another_process_holds_is_busy(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    open_case(path).close()
    hold = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(CaseBusyError, match=f"process {holder.pid} .*holds this case"):
            open_case(path)
        holder.communicate("\n")
    open_case(path).close()


def test_a_sqlite_file_is_refused_before_anything_is_looked_for_on_the_network(
    tmp_path: Path,
) -> None:
    other = tmp_path / "foreign.duckdb"
    other.write_bytes(b"SQLite format 3\x00" + bytes(4096))
    for read_only in (True, False):
        with pytest.raises(CaseError, match="not a graphscan case"):
            open_case(other, read_only=read_only)


def test_rows_are_let_go_once_they_are_in_the_case_not_at_the_commit() -> None:
    # a registered table stays alive to the end of its transaction: a register of 1 GB held 800 MB
    with open_case() as case, case.transaction():
        before = pa.total_allocated_bytes()
        for number in range(20):
            case.append(
                "cannot_see",
                pa.table(
                    {
                        "file_id": pa.array([number], pa.int32()),
                        "seq": pa.array([1], pa.int32()),
                        "text": ["x" * (1 << 20)],
                    }
                ),
            )
        assert pa.total_allocated_bytes() - before < 4 << 20


@pytest.mark.parametrize("table", ["made", "mirrors"])
def test_many_rows_after_none_are_kept(table: str) -> None:
    # Within a transaction, DuckDB 2.0.0 lost them all: none were added first.
    count = 250_000
    rows = pa.table(
        {
            "file_id": pa.array([1] * count, pa.int32()),
            "row": pa.array(range(count), pa.int64()),
            "of_file_id": pa.array([1] * count, pa.int32()),
            "of_row": pa.array([0] * count, pa.int64()),
            "rule": ["amended"] * count,
            "days": pa.array([0] * count, pa.int32()),
        }
    )
    with open_case() as case:
        with case.transaction():
            if table == "made":
                case.temporary(table, rows.slice(0, 0))
            case.append(table, rows.slice(0, 0))
            case.append(table, rows)
        kept = case.columns(f'SELECT row FROM "{table}"')["row"]  # noqa: S608 -- our own names
        assert np.array_equal(kept, np.arange(count))  # in order, though written side by side
