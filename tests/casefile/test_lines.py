"""Shipments are read with all columns, and stored with those that were given."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa

from graphscan.casefile import Case, open_case
from graphscan.records import SHIPMENTS, Kind


def stored(case: Case) -> list[str]:
    return [
        name
        for (name,) in case.rows(
            "SELECT column_name FROM duckdb_columns() WHERE table_name = 'shipment_lines'"
            " ORDER BY column_index"
        )
    ]


def test_a_column_is_stored_once_a_value_is_given(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    one = {"file_id": [1], "row": [2], "shipment_id": ["S1"]}
    with open_case(path) as case, case.transaction():
        case.append("shipments", pa.table({**one, "quantity": [2.5]}))
        assert stored(case) == ["file_id", "row", "shipment_id", "quantity"]
        day = pa.array([dt.date(2024, 5, 1)])
        case.append("shipments", pa.table({**one, "row": [3], "departure_first": day}))
    with open_case(path, read_only=True) as case:
        assert case.rows(
            "SELECT row, quantity, departure_first, end_user_name FROM shipments ORDER BY row"
        ) == [(2, 2.5, None, None), (3, None, dt.date(2024, 5, 1), None)]
        assert stored(case)[3:] == ["quantity", "departure_first"]


def test_what_is_undone_leaves_no_column(tmp_path: Path) -> None:
    with open_case(tmp_path / "case.duckdb") as case:
        case.execute("BEGIN")
        one = {"file_id": [1], "row": [2], "shipment_id": ["S1"], "eccn": ["3A090"]}
        case.append("shipments", pa.table(one))
        case.execute("ROLLBACK")
        assert stored(case) == ["file_id", "row", "shipment_id"]
        assert case.value("SELECT count(*) FROM shipments WHERE eccn IS NOT NULL") == 0


def test_every_canonical_column_is_read_of_a_case_that_holds_nothing() -> None:
    with open_case() as case:
        names = case.arrow("SELECT * FROM shipments").column_names
    for column in SHIPMENTS.columns:
        name = column.name.replace("_date", "_first") if column.kind is Kind.DATE else column.name
        assert name in names


def test_a_later_version_keeps_columns_that_were_stored(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    one = {"file_id": [1], "row": [2], "shipment_id": ["S1"], "brand": ["Acme"]}
    with open_case(path) as case:
        case.append("shipments", pa.table(one))
        case.execute("UPDATE case_version SET version = 2")
    with open_case(path) as case:
        assert case.rows("SELECT shipment_id, brand FROM shipments") == [("S1", "Acme")]
        assert stored(case)[3:] == ["brand"]
