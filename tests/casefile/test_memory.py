"""The database is held to the memory of the settings, and spills where it should."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphscan import pipeline
from graphscan.casefile import open_case
from graphscan.errors import CaseError
from graphscan.settings import Settings

MUCH = (
    "CREATE TEMP TABLE much AS SELECT i, repeat(hash(i)::TEXT, 4) AS text "
    "FROM range(2_000_000) t(i) ORDER BY hash(i)"
)


def test_a_scan_holds_the_database_to_the_memory_of_the_settings(tmp_path: Path) -> None:
    sample = Path(__file__).resolve().parents[2] / "sample_data"
    with pipeline.scan(
        sample, case=tmp_path / "case.duckdb", settings=Settings(memory_gb=0.7)
    ) as run:
        assert run.case.value("SELECT current_setting('memory_limit')") == "667.5 MiB"
        assert "memory_gb" not in run.document["run"]["settings"]


def test_what_memory_cannot_hold_goes_beside_the_case_and_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    with open_case(path) as case:
        case.limit_memory(0.1)
        case.execute(MUCH)
        assert case.value("SELECT count(*) FROM duckdb_temporary_files()") > 0
        assert list(tmp_path.glob("case.duckdb.tmp*"))
    assert [each.name for each in tmp_path.iterdir()] == ["case.duckdb"]


def test_a_case_in_memory_spills_into_no_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_case() as case:
        case.limit_memory(0.1)
        case.execute(MUCH)
        assert case.value("SELECT count(*) FROM duckdb_temporary_files()") > 0
        folder = Path(case.value("SELECT current_setting('temp_directory')"))
        assert folder.exists()
    assert not list(tmp_path.iterdir())
    assert not folder.exists()


def test_the_database_leaves_room_for_the_arrays_of_the_search() -> None:
    with open_case() as case:
        with case.beside(10**9):  # never limited, so left alone
            assert case.value("SELECT current_setting('memory_limit')") != "238.4 MiB"
        case.limit_memory(2)
        for arrays, left in ((10**9, "953.6 MiB"), (10**11, "238.4 MiB")):
            with case.beside(arrays):
                assert case.value("SELECT current_setting('memory_limit')") == left
        assert case.value("SELECT current_setting('memory_limit')") == "1.8 GiB"


def test_too_little_memory_is_told_with_the_cure() -> None:
    with open_case() as case:
        case.execute("SET max_temp_directory_size = '0MB'")
        case.limit_memory(0.05)
        with pytest.raises(CaseError, match="out of memory"):
            case.execute(MUCH)
