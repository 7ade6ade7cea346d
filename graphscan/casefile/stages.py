"""Which stages have run on what: with equal inputs, settings and code none runs again."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from graphscan.casefile.case import Case
from graphscan.casefile.manifest import code_version

MADE = frozenset(
    {
        "parties",
        "shipment_parties",
        "ownership_parties",
        "party_facts",
        "mentions_apart",
        "party_merges",
        "list_names",
        "party_matches",
        "legs",
        "leg_rows",
        "leg_via",
        "leg_places",
        "leg_ends",
        "party_ties",
        "exclusions",
        "reach",
    }
)
"""Tables that stages make anew, and the index that a run keeps of them."""

KEPT = frozenset(
    {
        "case_version",
        "read_by",
        "stages",
        "runs",
        "run_findings",
        "finding_bodies",
        "run_files",
        "reports",
        "fingerprints",
        "list_snapshots",
        "list_members",
        "list_contents",
        "names_asked",
        "names_near",
    }
)
"""Tables of the case itself, and those that reach the stages through `files` alone."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StageKey:
    """What a stage runs on.

    Attributes:
        name: Of the stage.
        input_hash: Hash of what it reads.
        settings_hash: Hash of the settings that it reads.
        version: Of the code, by content.
        settings: All settings, as JSON values.
    """

    name: str
    input_hash: str
    settings_hash: str
    version: str
    settings: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """One hash of it all: what a later stage has as its input."""
        return _hash([self.name, self.input_hash, self.settings_hash, self.version])


def stage_key(
    name: str, input_hash: str, settings: Mapping[str, Any], unread: frozenset[str] = frozenset()
) -> StageKey:
    """The key of a stage.

    Args:
        name: Of the stage.
        input_hash: Hash of what it reads: `inputs_hash`, or the digest of the stage before.
        settings: All settings, as JSON values.
        unread: Names of settings that the stage does not read.
    """
    read = {name: value for name, value in settings.items() if name not in unread}
    return StageKey(
        name=name,
        input_hash=input_hash,
        settings_hash=_hash(read),
        version=code_version(),
        settings=settings,
    )


def inputs_hash(case: Case) -> str:
    """Hash of all that a case was given.

    Files count by their hashes, with them every table of their rows. Any other table that no stage
    makes holds what people decided: it counts by content.
    """
    parts: list[Any] = [[list(row) for row in case.rows("SELECT * FROM files ORDER BY file_id")]]
    tables = case.rows(
        """
        SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND NOT internal
          AND table_name NOT IN (
            SELECT table_name FROM duckdb_columns() WHERE column_name = 'file_id')
        ORDER BY table_name
        """
    )
    for (table,) in tables:
        if table not in MADE | KEPT:
            row = case.rows(f'SELECT count(*), bit_xor(hash(t)) FROM "{table}" AS t')[0]  # noqa: S608 -- a name of the schema
            parts.append([table, *row])
    return _hash(parts)


def is_done(case: Case, key: StageKey) -> bool:
    """Whether the case holds what a stage makes of this."""
    row = [key.input_hash, key.settings_hash, key.version]
    return bool(
        case.value(
            "SELECT count(*) FROM stages WHERE name = ? AND input_hash = ? AND settings_hash = ?"
            " AND version = ?",
            [key.name, *row],
        )
    )


def forget(case: Case, name: str) -> None:
    """Say that a stage is being run: until `note_done` its tables may be half of it."""
    case.execute("DELETE FROM stages WHERE name = ?", [name])


def note_done(case: Case, key: StageKey) -> None:
    """Say that a stage has run; within the stage's transaction, or after it."""
    settings = json.dumps(dict(key.settings), sort_keys=True)
    row = [key.name, key.input_hash, key.settings_hash, key.version, settings]
    case.execute("INSERT INTO stages VALUES (?, ?, ?, ?, ?)", row)


def last_key(case: Case, name: str) -> StageKey | None:
    """What a stage last ran on, None where it never did, or is being run."""
    rows = case.rows(
        "SELECT name, input_hash, settings_hash, version, settings FROM stages WHERE name = ?",
        [name],
    )
    if not rows:
        return None
    name, input_hash, settings_hash, version, settings = rows[0]
    return StageKey(
        name=name,
        input_hash=input_hash,
        settings_hash=settings_hash,
        version=version,
        settings=json.loads(settings),
    )


def _hash(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
