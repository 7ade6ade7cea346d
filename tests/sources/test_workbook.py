"""Workbooks: sheets by name, headers below a banner, cells as people write them, hostile ones."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from graphscan.casefile import Case
from graphscan.errors import UnknownTableError
from graphscan.sources import workbook
from tests.sources.worlds import SHIPMENT, load


def book(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    made = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


HEADER = list(SHIPMENT)
ROW: list[object] = list(SHIPMENT.values())


def test_a_workbook_of_one_sheet_is_a_table_under_its_own_name(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"a.xlsx": book({"Sheet1": [HEADER, ROW]})})
    assert world.counts == {"a.xlsx": (1, 1, 0, 0)}
    assert world.column("row") == [2]


def test_of_several_sheets_each_table_is_named_and_the_others_are_told(
    case: Case, tmp_path: Path
) -> None:
    sheets: dict[str, Sequence[Sequence[object]]] = {
        "Notes": [["made by", "us"], ["x", "y"]],
        "2024": [HEADER, ROW],
        "2025": [HEADER, ["S2", *ROW[1:]]],
    }
    world = load(case, tmp_path, {"a.xlsx": book(sheets)})
    assert world.counts == {"a.xlsx#2024": (1, 1, 0, 0), "a.xlsx#2025": (1, 1, 0, 0)}
    assert world.report.ignored == ("a.xlsx#Notes (no table)",)


def test_a_workbook_without_a_known_table_stops_the_load(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UnknownTableError, match="no mapping fits"):
        load(case, tmp_path, {"a.xlsx": book({"Sheet1": [["a", "b"], [1, 2]]})})


def test_the_header_is_found_below_a_banner_and_rows_keep_their_numbers(
    case: Case, tmp_path: Path
) -> None:
    rows: list[list[object]] = [[], ["DATA"], [], [], [], [*HEADER], ROW, [], ROW]
    world = load(case, tmp_path, {"a.xlsx": book({"Sheet": rows})})
    assert world.column("row") == [7, 9]


def test_days_and_numbers_are_read_as_people_write_them(case: Case, tmp_path: Path) -> None:
    cells = dict(zip(HEADER, ROW, strict=True)) | {
        "departure_date": dt.datetime(2024, 5, 1),  # noqa: DTZ001 -- as Excel has it
        "hs_code": 854231.0,
        "quantity": 12.5,
    }
    world = load(case, tmp_path, {"a.xlsx": book({"S": [HEADER, list(cells.values())]})})
    assert world.column("departure_text") == ["2024-05-01"]
    assert world.column("hs_code") == ["854231"]
    assert world.column("quantity") == [12.5]


def test_cells_beside_the_table_are_damage_and_cost_their_row(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"a.xlsx": book({"S": [HEADER, ROW, [*ROW, "", "note"]]})})
    assert world.counts == {"a.xlsx": (2, 1, 1, 0)}
    assert world.quarantine[0][3] == f"{len(HEADER) + 2} cells where the header has {len(HEADER)}"


def test_a_workbook_that_grows_without_bound_is_refused(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "RATIO_FREE", 1 << 16)
    data = io.BytesIO(book({"S": [HEADER, ROW]}))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/image1.bin", b"0" * (1 << 23))
    world = load(case, tmp_path, {"a.xlsx": data.getvalue()})
    assert [why for *_, why in world.quarantine] == [
        "the workbook grows to more than 250 times its size"
    ]


def test_entities_of_a_workbook_are_not_expanded(case: Case, tmp_path: Path) -> None:
    source = zipfile.ZipFile(io.BytesIO(book({"S": [HEADER, ROW]})))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for part in source.namelist():
            text = source.read(part)
            if part == "xl/worksheets/sheet1.xml":
                bomb = b'<!DOCTYPE x [<!ENTITY a "' + b"A" * 1000 + b'">'
                bomb += b"".join(
                    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(8)
                )
                text = bomb + b"]>" + text.split(b"?>", 1)[-1].replace(b"S1", b"&i;")
            packed.writestr(part, text)
    world = load(case, tmp_path, {"a.xlsx": data.getvalue()})
    assert all(quarantined or rows < 2 for rows, _, quarantined, _ in world.counts.values())
