"""How fast files load: canonical CSV beside DuckDB alone, a vendor's layout beside canonical CSV.

Figures are printed with their ratios, all of one run; wall clock and processor time, since a busy
machine bends the first. DuckDB reads into a table of the file's own columns, and into the table of
a case, which has all 80 canonical ones.

    GRAPHSCAN_BENCH_SIZES=1000000 pytest -m benchmark -s tests/benchmarks/test_load.py
"""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.csv as pa_csv
import pytest

from graphscan.casefile import open_case
from graphscan.sources import load_inputs
from graphscan.sources.mapping import Library, key
from tests.benchmarks.generate import write

SIZE = int(os.environ.get("GRAPHSCAN_BENCH_SIZES", "100000").split(",")[0])

VENDOR = {
    "shipment_id": "REGISTRATION_NO",
    "departure_date": "REGISTRATION_DATE",
    "arrival_date": "CLOSING_DATE",
    "consignor_name": "SUPPLIER_NAME",
    "consignor_country": "ORIGIN_COUNTRY",
    "consignee_name": "IMPORTER_NAME",
    "consignee_country": "DISPATCH_COUNTRY",
    "hs_code": "HS_CODE",
    "quantity": "QUANTITY",
    "quantity_unit": "UNIT",
    "gross_weight_kg": "NET_WEIGHT_KG",
    "value_usd": "STATISTICAL_VALUE_USD",
    "mode": "IMPORTER_CODE",
}
"""The generated columns under a vendor's headers."""


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the wall and of the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def loaded(path: Path, folder: Path) -> Callable[[], int]:
    def work() -> int:
        with open_case(folder / f"{path.stem}.duckdb") as case:
            report = load_inputs(case, [path]).files[0]
            assert report.rows == report.loaded + report.quarantined + report.excluded
            return report.loaded

    return work


def alone(path: Path, folder: Path, *, wide: bool) -> Callable[[], None]:
    def work() -> None:
        connection = duckdb.connect(str(folder / f"alone-{wide}.duckdb"))
        source = "read_csv(?, all_varchar = true)"
        if wide:
            with open_case() as case:
                columns = case.rows(
                    "SELECT column_name, data_type FROM duckdb_columns()"
                    " WHERE table_name = 'shipments' ORDER BY column_index"
                )
            names = ", ".join(f"{name} {'TEXT' if kind else kind}" for name, kind in columns)
            dates = ", departure_date TEXT, arrival_date TEXT"
            connection.execute(f"CREATE TABLE t ({names}{dates})")
            connection.execute(f"INSERT INTO t BY NAME SELECT * FROM {source}", [str(path)])  # noqa: S608 -- our own names
        else:
            connection.execute(f"CREATE TABLE t AS SELECT * FROM {source}", [str(path)])  # noqa: S608 -- our own names
        connection.close()

    return work


@pytest.mark.benchmark
def test_load(tmp_path: Path) -> None:
    path = write(tmp_path / "world", SIZE)[0]
    vendor = tmp_path / "vendor.csv"
    table = pa_csv.read_csv(
        path,
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(VENDOR, "string"), strings_can_be_null=False
        ),
    )
    table = table.rename_columns([VENDOR[name] for name in table.column_names])
    pa_csv.write_csv(table, vendor)
    with vendor.open(encoding="utf-8", newline="") as file:
        headers = frozenset(map(key, next(csv.reader(file))))
    mapping = Library().fitting(headers)
    assert mapping is not None
    del table
    narrow = timed(alone(path, tmp_path, wide=False))
    wide = timed(alone(path, tmp_path, wide=True))
    canonical = timed(loaded(path, tmp_path))
    mapped = timed(loaded(vendor, tmp_path))
    print(f"\n{SIZE:,} rows, {path.stat().st_size:,} bytes; seconds by the wall (processor)")
    for name, (wall, processor) in {
        "DuckDB, the file's 13 columns": narrow,
        "DuckDB, the 80 columns of a case": wide,
        "graphscan load, canonical CSV": canonical,
        f"graphscan load, {mapping.name}": mapped,
    }.items():
        print(f"  {name:<52} {wall:7.2f} ({processor:.2f})")
    for name, one, other in (
        ("load : DuckDB, 13 columns", narrow, canonical),
        ("load : DuckDB, 80 columns", wide, canonical),
        ("vendor : canonical", canonical, mapped),
    ):
        print(f"  {name:<52} {one[0] / other[0]:7.2f} ({one[1] / other[1]:.2f})")
