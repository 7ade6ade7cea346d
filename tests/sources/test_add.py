"""Looking before opening, and files that join a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphscan.casefile import Case
from graphscan.errors import UnknownTableError
from graphscan.sources import load_inputs, look_at
from tests.sources.worlds import shipments, write

FIRST = shipments({})
SECOND = shipments({"shipment_id": "S2"})
THIRD = shipments({"shipment_id": "S3"}, {"shipment_id": "S4"})


def held(case: Case) -> list[tuple[str, str]]:
    return case.rows(
        "SELECT path, shipment_id FROM files LEFT JOIN shipments USING (file_id) ORDER BY ALL"
    )


def test_a_look_at_the_headers_refuses_what_no_mapping_fits(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": FIRST, "shop.csv": "price,colour\n1,red\n"})
    with pytest.raises(UnknownTableError):
        look_at([tmp_path])
    assert [each.path for each in look_at([tmp_path], headers=False).found] == ["a.csv", "shop.csv"]


def test_added_files_join_what_is_there_and_replace_it_by_path(case: Case, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    write(one, {"b.csv": FIRST})
    write(two, {"a.csv": SECOND})
    load_inputs(case, [one])
    report = load_inputs(case, look_at([two]), add=True)
    assert held(case) == [("a.csv", "S2"), ("b.csv", "S1")]
    assert [file.path for file in report.files] == ["a.csv", "b.csv"]
    assert (report.unchanged, report.removed) == ((), ())
    write(two, {"a.csv": THIRD})
    load_inputs(case, [two], add=True)
    assert held(case) == [("a.csv", "S3"), ("a.csv", "S4"), ("b.csv", "S1")]
    assert load_inputs(case, [two], add=True).unchanged == ("a.csv",)


def test_content_that_the_case_holds_is_not_added_under_another_name(
    case: Case, tmp_path: Path
) -> None:
    write(tmp_path, {"b.csv": FIRST})
    load_inputs(case, [tmp_path])
    (tmp_path / "b.csv").rename(tmp_path / "c.csv")
    report = load_inputs(case, [tmp_path], add=True)
    assert held(case) == [("b.csv", "S1")]
    assert report.ignored == ("c.csv (the same content as b.csv)",)


def test_what_another_version_read_is_read_anew_once_its_folder_is_there(
    case: Case, tmp_path: Path
) -> None:
    write(tmp_path, {"a.csv": FIRST, "b.csv": SECOND})
    load_inputs(case, [tmp_path])
    case.execute("UPDATE read_by SET version = '0.0.1'")
    assert load_inputs(case, [tmp_path / "a.csv"], add=True).unchanged == ()
    assert load_inputs(case, [tmp_path]).unchanged == ()
    assert load_inputs(case, [tmp_path]).unchanged == ("a.csv", "b.csv")
