"""Cases of earlier versions open, with all that they hold."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from graphscan.casefile import open_case
from graphscan.casefile import schema as schema_module
from graphscan.errors import CaseError, CaseVersionError

FIRST = Path(__file__).with_name("schema_1.sql")
"""The schema of the first release, frozen."""


def first_release(path: Path) -> Path:
    """A case as the first release left it."""
    with duckdb.connect(str(path)) as case:
        case.execute(FIRST.read_text(encoding="utf-8"))
        case.execute("INSERT INTO case_version VALUES (1)")
        case.execute("INSERT INTO files VALUES (1,'a.csv','00','shipments','canonical',3,2,1,0)")
        case.execute(
            "INSERT INTO shipments BY NAME SELECT 1 AS file_id, 2 AS row, 'S1' AS shipment_id"
        )
        case.execute(
            "INSERT INTO shipments BY NAME SELECT 1 AS file_id, 3 AS row, '''; --' AS shipment_id,"
            " DATE '2024-05-01' AS departure_first, 2.5 AS quantity"
        )
        case.execute("INSERT INTO quarantine VALUES (1, 4, 'hs_code', 'x', 'no digits', 'mend it')")
    return path


def structure(path: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as case:
        return case.execute(
            "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns()"
            " WHERE NOT internal AND NOT (table_name = 'shipment_lines' AND is_nullable)"
            " ORDER BY ALL"
        ).fetchall()


@pytest.mark.parametrize("read_only", [False, True])
def test_a_case_of_the_first_release_opens_with_all_that_it_holds(
    tmp_path: Path, *, read_only: bool
) -> None:
    path = first_release(tmp_path / "it's mine.duckdb")
    with open_case(path, read_only=read_only) as case:
        rows = case.rows("SELECT shipment_id, departure_first::TEXT, quantity FROM shipments")
        assert rows == [("S1", None, None), ("'; --", "2024-05-01", 2.5)]
        assert case.value("SELECT reason FROM quarantine") == "no digits"
        assert case.value("SELECT rows FROM files") == 3
        assert case.value("SELECT version FROM case_version") == schema_module.SCHEMA_VERSION
    open_case(tmp_path / "new.duckdb").close()
    assert structure(path) == structure(tmp_path / "new.duckdb")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["it's mine.duckdb", "new.duckdb"]


def test_what_stands_in_the_log_of_an_earlier_case_is_brought_along(tmp_path: Path) -> None:
    path = first_release(tmp_path / "case.duckdb")
    connection = duckdb.connect(str(path))
    connection.execute("PRAGMA disable_checkpoint_on_shutdown")
    connection.execute("INSERT INTO quarantine VALUES (1, 5, '', '', 'in the log', '')")
    connection.close()
    assert path.with_name("case.duckdb.wal").exists()
    with open_case(path, read_only=True) as case:
        assert case.value("SELECT count(*) FROM quarantine") == 2


def test_a_crash_while_a_case_is_brought_up_to_date_leaves_the_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = first_release(tmp_path / "case.duckdb")

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(schema_module, "_copy", crash)
        with pytest.raises(KeyboardInterrupt):
            open_case(path)
    with open_case(path) as case:
        assert case.value("SELECT count(*) FROM shipments") == 2


def test_a_case_of_another_schema_of_this_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    with open_case(path) as case:
        case.execute("INSERT INTO exclusions VALUES ('self_leg', 7)")
        case.execute("ALTER TABLE exclusions ADD COLUMN gone TEXT")
        case.execute("ALTER TABLE files DROP COLUMN mapping")
        case.execute("UPDATE case_version SET schema = 'another'")
    with open_case(path, read_only=True) as case:
        assert case.rows("SELECT * FROM exclusions") == [("self_leg", 7)]
        assert case.rows("SELECT mapping FROM files") == []


def test_what_people_decided_is_brought_along(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    judged = (1, "name:mirel|AE", "name:mirell|AE", "same", "desk", "2026-01-05", "")
    with open_case(path) as case:
        case.execute("INSERT INTO judgements VALUES (?, ?, ?, ?, ?, ?, ?)", judged)
        case.execute("UPDATE case_version SET schema = 'another'")
    with open_case(path) as case:
        assert case.rows("SELECT * REPLACE (judged_on::TEXT AS judged_on) FROM judgements") == [
            judged
        ]


def test_a_case_of_a_newer_version_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    with open_case(path) as case:
        case.execute("UPDATE case_version SET version = 999")
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(CaseVersionError, match="Upgrade graphscan"):
            open_case(path, read_only=read_only)
    assert path.read_bytes() == before


def test_a_case_without_a_version_is_none(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE case_version (version INTEGER)")
    with pytest.raises(CaseError, match="no graphscan case"):
        open_case(path)
