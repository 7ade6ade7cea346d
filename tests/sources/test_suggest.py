"""Proposals for headers of many styles: none wrong, and most of the right ones."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from graphscan.sources.inspect import propose
from graphscan.sources.mapping import Library, key
from graphscan.sources.mapping.suggest import suggest

STYLES: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "vendor_headers.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("style", STYLES)
def test_no_header_is_proposed_wrong(style: str) -> None:
    wanted = STYLES[style]
    picks = suggest(list(wanted), []).picks
    wrong = [
        (pick.header, pick.field)
        for pick in picks
        if pick.field and pick.field not in wanted[pick.header].split("|")
    ]
    assert wrong == []


FIXTURES = sorted((Path(__file__).parent / "presets").glob("*.csv"))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_no_header_of_a_layout_that_ships_is_proposed_otherwise(path: Path) -> None:
    (proposal,) = propose(path)
    picks = proposal.suggestion.picks
    mapping = Library().fitting(frozenset(key(pick.header) for pick in picks))
    assert mapping is not None
    wanted = {(column, field) for field, rule in mapping.rules.items() for column in rule.reads}
    found = {(key(pick.header), pick.field) for pick in picks if pick.field}
    assert found <= wanted or mapping.refused


def shares() -> tuple[int, int]:
    """How many headers that say what they are get their column, and how many there are."""
    right = known = 0
    for wanted in STYLES.values():
        found = {pick.header: pick.field for pick in suggest(list(wanted), []).picks}
        known += sum(bool(field) for field in wanted.values())
        right += sum(bool(found[header]) for header, field in wanted.items() if field)
    return right, known


def test_most_headers_are_proposed() -> None:
    right, known = shares()
    assert right > 0.9 * known


def test_a_sender_called_exporter_on_both_sides_tells_no_direction() -> None:
    headers = ["Importer", "Exporter", "Date", "Country"]
    assert [pick.field for pick in suggest(headers, []).picks][2:] == ["", ""]
    named = suggest(headers, [], "Vietnam_Import_2024.xlsx")
    assert [pick.field for pick in named.picks][2:] == ["arrival_date", ""]


def test_the_name_of_the_file_never_outvotes_the_headers() -> None:
    picks = suggest(["Supplier", "Importer", "Date"], [], "exports.csv").picks
    assert picks[2].field == ""


@pytest.mark.parametrize(
    ("cells", "field"),
    [(["ИМ", "ИМ"], "arrival_date"), (["ЭК"], "departure_date"), (["ИМ", "ЭК"], ""), ([], "")],
)
def test_a_column_that_says_the_direction_settles_it(cells: list[str], field: str) -> None:
    rows = [["A Ltd", "B Ltd", cell, "2024-05-01"] for cell in cells]
    headers = ["SUPPLIER_NAME", "IMPORTER_NAME", "DIRECTION", "REGISTRATION_DATE"]
    assert suggest(headers, rows).picks[3].field == field


@pytest.mark.parametrize(("cells", "field"), [(["Deleted", "New"], "status"), (["Cleared"], "")])
def test_a_status_is_one_where_its_cells_say_so(cells: list[str], field: str) -> None:
    assert suggest(["Status"], [[cell] for cell in cells]).picks[0].field == field


if __name__ == "__main__":
    found, of = shares()
    print(f"{found} of {of} headers that say what they are, in {len(STYLES)} styles")  # noqa: T201
