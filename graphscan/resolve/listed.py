"""The names of listed parties as a table: `list_names`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from graphscan.casefile import Case
from graphscan.resolve.distinctive import core_matches_alone, never_alone
from graphscan.resolve.list_names import ListName, split_names
from graphscan.resolve.names import parse_name
from graphscan.resolve.scratch import arrow, drop, keep

UNKNOWN_ENTRY = "no listed entry has this name or id"
"""Reason of the warning for a user's alias that goes nowhere."""


_ROWS = """
    SELECT DISTINCT entry_id, entity_type, name, alt_names, address_only FROM list_rows ORDER BY ALL
"""
_GIVEN = """
    SELECT file_id, row, coalesce(name, '') AS name, coalesce(entry_id, '') AS entry_id, alias
    FROM given_aliases
"""
_ALIAS_ENTRIES = """
    CREATE OR REPLACE TEMP TABLE alias_entries AS
    SELECT a.file_id, a.row, a.alias, e.entry_id, e.entity_type FROM alias_keys AS a
    JOIN entries AS e ON e.entry_id = a.entry_id
    UNION
    SELECT a.file_id, a.row, a.alias, e.entry_id, e.entity_type FROM alias_keys AS a
    JOIN list_names AS l ON a.entry_id = '' AND l.normalised = a.key AND a.key <> ''
    JOIN entries AS e ON e.entry_id = l.entry_id
"""
_ALIAS_WARNINGS = """
    INSERT INTO warnings BY NAME
    SELECT a.file_id, a.row, CASE a.entry_id WHEN '' THEN 'name' ELSE 'entry_id' END AS field,
      CASE a.entry_id WHEN '' THEN a.name ELSE a.entry_id END AS value, ? AS reason
    FROM alias_keys AS a
    WHERE NOT EXISTS (FROM alias_entries AS e WHERE e.file_id = a.file_id AND e.row = a.row)
    ORDER BY a.file_id, a.row
"""


class _Named(NamedTuple):
    """A name of an entry, and what decides whether it may match."""

    entry_id: str
    entity_type: str | None
    name: ListName
    alone: bool  # it may recognise a party by itself


def write_list_names(case: Case) -> None:
    """Rewrite `list_names`: every name of every entry, with the user's own aliases.

    An address ("Address 01") recognises nobody, and an alias that says too little does not either.
    A user's alias that fits no entry becomes a warning.
    """
    named = (
        _Named(entry, kind, one, not address and _says_enough(one))
        for entry, kind, name, aliases, address in case.rows(_ROWS)
        for one in _names_of(name, aliases, kind)
    )
    case.replace("list_names", _table(named))
    _add_given_aliases(case)


def _names_of(name: str, aliases: list[str], entity_type: str | None) -> list[ListName]:
    individual = entity_type == "Individual" if entity_type else None
    found = split_names(name, "name", individual=individual)
    for alias in aliases:
        found += split_names(alias, "alias", individual=individual)
    return found


def _says_enough(one: ListName) -> bool:
    return (one.verbatim and one.kind == "name") or not never_alone(one.name)


def _table(named: Iterable[_Named]) -> pa.Table:
    """Names as a table: once per entry, those of kind `name` first."""
    records = []
    for entry_id, entity_type, one, alone in named:
        key, core, form = parse_name(one.name)
        # Persons and vessels have no legal form to leave out: one is called FOREST.
        firm = alone and entity_type in {None, "", "Entity"} and core_matches_alone(core)
        records.append((entry_id, one.name, key if alone else "", one.kind, core * firm, form))
    columns = ["entry_id", "name", "normalised", "kind", "core", "form"]
    table = pd.DataFrame(records, columns=columns).astype("str")
    table["after"] = (table["kind"] != "name").astype("int8")
    table = table.sort_values(["entry_id", "after", "name"]).drop_duplicates(["entry_id", "name"])
    return arrow(table[columns])


def _add_given_aliases(case: Case) -> None:
    """The user's aliases, by entry or by a name of the entry as listed."""
    given = case.arrow(_GIVEN)
    keys = [parse_name(name).key for name in given.column("name").to_pylist()]
    keep(case, "alias_keys", given.append_column("key", pa.array(keys, pa.string())))
    case.execute(_ALIAS_ENTRIES)
    found = case.rows(
        "SELECT DISTINCT entry_id, entity_type, alias FROM alias_entries ORDER BY ALL"
    )
    # The user vouches for an alias: it matches however short it is.
    named = [
        _Named(entry, kind, ListName(alias, "alias"), alone=True) for entry, kind, alias in found
    ]
    case.append("list_names", _table(named))
    case.execute("DELETE FROM warnings WHERE reason = ?", [UNKNOWN_ENTRY])
    case.execute(_ALIAS_WARNINGS, [UNKNOWN_ENTRY])
    drop(case, "alias_keys", "alias_entries")
