"""Parquet files give the same rows as the text that people would write."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graphscan.casefile import Case
from graphscan.sources import parquet
from tests.sources.worlds import SHIPMENT, load


def write(folder: Path, **columns: Any) -> None:
    count = len(next(iter(columns.values())))
    base = {name: [value] * count for name, value in SHIPMENT.items()}
    pq.write_table(pa.table({**base, **columns}), folder / "a.parquet")


def test_typed_columns_are_read_as_a_person_would_write_them(case: Case, tmp_path: Path) -> None:
    write(
        tmp_path,
        departure_date=[dt.date(2024, 5, 1)],
        arrival_date=pa.array([dt.date(2024, 5, 20)]).cast(pa.timestamp("us")),
        hs_code=[854231.0],
        quantity=[2],
        value_usd=[12.5],
        related_party=[True],
        consignee_country=pa.array(["HK"]).dictionary_encode(),
        status=pa.nulls(1),
    )
    load(case, tmp_path)
    assert case.rows(
        "SELECT row, departure_text, arrival_text, hs_code, quantity, value_usd, related_party,"
        " consignee_country, status FROM shipments"
    ) == [(2, "2024-05-01", "2024-05-20", "854231", 2.0, 12.5, True, "HK", "new")]


def test_a_time_of_day_is_quarantined_as_in_text(case: Case, tmp_path: Path) -> None:
    write(tmp_path, departure_date=pa.array(["2024-05-01 18:30:00"]).cast(pa.timestamp("s")))
    world = load(case, tmp_path)
    assert [(row, field, why) for row, field, _, why in world.quarantine] == [
        (2, "departure_date", "not a date")
    ]


def test_rows_are_numbered_through_all_batches(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "ROWS", 7)
    write(tmp_path, shipment_id=[f"S{n}" for n in range(2, 52)])
    world = load(case, tmp_path)
    assert world.column("shipment_id") == [f"S{row}" for row in world.column("row")]


@pytest.mark.parametrize(
    ("value", "reason"),
    [([["a"]], "a column of type list<"), ([b"\xff"], "no Parquet file, or a damaged one")],
)
def test_cells_that_are_no_text_make_the_file_unreadable(
    case: Case, tmp_path: Path, value: list[Any], reason: str
) -> None:
    write(tmp_path, brand=value)
    world = load(case, tmp_path)
    assert world.counts == {"a.parquet": (1, 0, 1, 0)}
    assert world.quarantine[0][3].startswith(reason)


def test_columns_that_differ_in_case_only_make_the_file_unreadable(
    case: Case, tmp_path: Path
) -> None:
    write(tmp_path, Brand=["a"], brand=["b"])
    world = load(case, tmp_path)
    assert [why for *_, why in world.quarantine] == ["the header names brand more than once"]


def test_floating_numbers_keep_what_they_say() -> None:
    values = pa.array([1.0, 0.5, float("nan"), float("inf"), -0.0, 1e300, None])
    assert parquet.as_text(values).to_pylist() == ["1", "0.5", None, "inf", "0", "1e+300", None]


def test_a_column_name_that_is_no_utf8_is_one_row_of_quarantine(case: Case, tmp_path: Path) -> None:
    write(tmp_path, brand=["x"])
    content = (tmp_path / "a.parquet").read_bytes().replace(b"brand", b"b\x84and")
    world = load(case, tmp_path, {"a.parquet": content})
    assert [why for *_, why in world.quarantine] == ["no Parquet file, or a damaged one"]
