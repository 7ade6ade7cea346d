"""The canonical tables are those of the contract, and the case has a place for each column."""

from __future__ import annotations

import pytest

from graphscan.casefile import open_case
from graphscan.records import (
    ALIASES,
    OWNERSHIP,
    PARTIES,
    SCREENING_LIST,
    SHIPMENTS,
    TABLES,
    Kind,
    Table,
)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.kind)
def test_names_are_unique_and_every_needed_header_is_a_column(table: Table) -> None:
    assert len(set(table.names)) == len(table.names)
    assert {name for group in table.needs for name in group} <= set(table.names)
    assert all(column.meaning for column in table.columns)


@pytest.mark.parametrize(
    ("table", "target"),
    [
        (SHIPMENTS, "shipments"),
        (OWNERSHIP, "ownership"),
        (PARTIES, "given_parties"),
        (ALIASES, "given_aliases"),
    ],
)
def test_the_case_has_a_column_for_every_canonical_one(table: Table, target: str) -> None:
    with open_case() as case:
        present = {
            name
            for (name,) in case.rows(
                "SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [target]
            )
        }
    expected = set()
    for column in table.columns:
        stem = column.name.removesuffix("_date").removesuffix("_on")
        dated = {f"{stem}_{part}" for part in ("first", "last", "text")}
        expected |= dated if column.kind is Kind.DATE else {column.name}
    assert present >= expected | {"file_id", "row"}


def test_the_official_list_has_29_columns() -> None:
    assert len(SCREENING_LIST.names) == 29


def test_a_complete_header_misses_nothing_and_an_empty_one_everything() -> None:
    for table in TABLES:
        assert table.missing(frozenset(table.names)) == ()
        assert len(table.missing(frozenset())) == len(table.needs)
