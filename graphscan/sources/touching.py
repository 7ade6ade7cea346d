"""Of bulk registers only what touches parties of the case: they, and whoever stands above them.

An interest is kept where what is owned is a party of the case, or owns one through interests that
are kept; and where a party of the case is the owner. So no chain of ownership that ends at a party
of the case is cut, nor the share that others hold in any of its links. Who is meant is told by
identifier or by normalised name, whatever the country: rather too much is kept than too little.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.records import OWNERSHIP, PARTIES
from graphscan.sources.ownership.join import count_records

Normalise = Callable[[str], str]

REASON = "touches no party of the case (--touching-case)"
"""Why a record is left out; a file that was read so has it, be it for no record at all."""

STALE = "read with --touching-case before other files came: load it again"

_ROLES = (
    *("consignor", "consignee", "intermediate_consignee", "ultimate_consignee", "purchaser"),
    *("end_user", "notify"),
)
_AT_A_TIME = 100_000


def keep_touching(case: Case, files: Sequence[int], normalise: Normalise) -> dict[int, int]:
    """Leave out of register files what touches no party of the case.

    Args:
        case: The case, with every file of this load in it and names in its interests.
        files: Numbers of the register files.
        normalise: The key under which spellings of one name meet.

    Returns:
        Number of a file to how many of its records are left out.
    """
    if not files:
        return {}
    before = {number: count_records(case, number) for number in files}
    case.execute(_FILES, {"files": list(files)})
    case.execute(_PARTIES_OF_THE_CASE)
    case.execute(_NAMES_MET)
    _put_keys(case, normalise)
    case.execute(_ENDS)
    _climb(case)
    for statement in _PRUNE:
        case.execute(statement)
    lost = {number: before[number] - count_records(case, number) for number in files}
    for number, rows in lost.items():
        case.append("not_loaded", _row(number, reason=[REASON], rows=[rows]))
        _count_fields(case, number)
    for table in _TEMPORARY:
        case.execute(f"DROP TABLE {table}")
    return lost


def read_anew(case: Case, *, narrow: bool, changed: bool) -> set[str]:
    """Paths of registers to read again, since what touches the case may have changed.

    Args:
        case: The case before its files change.
        narrow: Whether registers are to be narrowed now.
        changed: Whether any other file comes, changes or goes.
    """
    narrowed = {path for (path,) in case.rows(_NARROWED, [REASON])}
    if not narrow:
        return narrowed
    every = narrowed | {path for (path,) in case.rows(_REGISTERS)}
    if changed:
        return every
    return (every - narrowed) | {path for (path,) in case.rows(_TOLD, [STALE])}


def note_stale(case: Case, read: Sequence[int]) -> None:
    """Warn of narrowed registers that other files have joined since, and that were not read again.

    Args:
        case: The case.
        read: Numbers of the files just read.
    """
    if read:
        case.execute(_STALE, {"reason": REASON, "told": STALE, "read": list(read)})


def _put_keys(case: Case, normalise: Normalise) -> None:
    """Key each name met once, a portion at a time."""
    case.temporary(
        "touching_keys",
        pa.table({"name": pa.array([], pa.string()), "key": pa.array([], pa.string())}),
    )
    for start in itertools.count(0, _AT_A_TIME):
        names = [
            name
            for (name,) in case.rows(
                "SELECT name FROM touching_names WHERE place >= ? AND place < ?",
                [start, start + _AT_A_TIME],
            )
        ]
        if not names:
            return
        keys = [normalise(name) for name in names]
        case.append(
            "touching_keys",
            pa.table({"name": pa.array(names, pa.string()), "key": pa.array(keys, pa.string())}),
        )


def _climb(case: Case) -> None:
    """From the parties of the case to their owners, their owners' owners, and so on."""
    case.execute(_SEEDS)
    while case.value(_STEP_COUNT):
        case.execute(_STEP)


def _count_fields(case: Case, number: int) -> None:
    """Say anew how many of a file's rows have each field."""
    for table, columns in (("ownership", _INTEREST_FIELDS), ("given_parties", _PARTY_FIELDS)):
        counts = ", ".join(f"count({column})" for column in columns.values())
        row = case.rows(f"SELECT {counts} FROM {table} WHERE file_id = ?", [number])[0]  # noqa: S608 -- our own names
        for field, filled in zip(columns, row, strict=True):
            case.execute(
                "UPDATE fill_rates SET filled = ? WHERE file_id = ? AND field = ? AND filled > ?",
                [filled, number, field, filled],
            )


def _row(number: int, **columns: list[object] | list[str] | list[int]) -> pa.Table:
    return pa.table({"file_id": pa.array([number], pa.int32()), **columns})


_TEMPORARY = (
    *("touching_files", "case_parties", "touching_names", "touching_keys", "touching_ends"),
    *("reached", "touching_kept", "kept_tokens", "kept_refs"),
)
_DATED = {"valid_from", "valid_to", "incorporated_on", "dissolved_on"}
_INTEREST_FIELDS = {
    name: f"{name}_text" if name in _DATED else name
    for name in OWNERSHIP.names
    if not name.endswith("_open")
}
_PARTY_FIELDS = {
    name: f"{name.removesuffix('_on')}_text" if name in _DATED else name for name in PARTIES.names
}

_NARROWED = "SELECT DISTINCT path FROM not_loaded JOIN files USING (file_id) WHERE reason = ?"

_TOLD = "SELECT path FROM warnings JOIN files USING (file_id) WHERE reason = ?"

_REGISTERS = """
    SELECT path FROM files WHERE kind IN ('ownership', 'parties') AND file_id IN (
      SELECT file_id FROM ownership WHERE register IS NOT NULL
      UNION SELECT file_id FROM given_parties WHERE register IS NOT NULL
      UNION SELECT file_id FROM register_facts)
"""

_STALE = """
    INSERT INTO warnings BY NAME
    SELECT DISTINCT file_id, 1 AS row, '' AS field, '' AS value, $told AS reason FROM not_loaded
    WHERE reason = $reason AND file_id NOT IN (SELECT unnest($read::INTEGER[]))
      AND file_id NOT IN (SELECT file_id FROM warnings WHERE reason = $told)
"""

_FILES = """
    CREATE OR REPLACE TEMP TABLE touching_files AS SELECT unnest($files::INTEGER[]) AS file_id
"""

_OF_ROLES = " UNION ALL ".join(
    f"SELECT {role}_name AS name, {role}_id AS id FROM shipments"  # noqa: S608 -- our own names
    for role in _ROLES
)

_PARTIES_OF_THE_CASE = f"""
    CREATE OR REPLACE TEMP TABLE case_parties AS
    SELECT DISTINCT name, id FROM (
      {_OF_ROLES}
      UNION ALL SELECT owner_name, owner_id FROM ownership WHERE register IS NULL
      UNION ALL SELECT owned_name, owned_id FROM ownership WHERE register IS NULL
      UNION ALL SELECT name, identifier FROM given_parties WHERE register IS NULL)
    WHERE name IS NOT NULL OR id IS NOT NULL
"""  # noqa: S608 -- our own names

_NAMES_MET = """
    CREATE OR REPLACE TEMP TABLE touching_names AS
    SELECT name, row_number() OVER () - 1 AS place FROM (
      SELECT name FROM case_parties
      UNION SELECT owner_name FROM ownership WHERE file_id IN (FROM touching_files)
      UNION SELECT owned_name FROM ownership WHERE file_id IN (FROM touching_files)
      UNION SELECT name FROM given_parties WHERE file_id IN (FROM touching_files))
    WHERE name IS NOT NULL
"""

_ENDS = """
    CREATE OR REPLACE TEMP TABLE touching_ends AS
    SELECT o.file_id, o.row, o.interest, 'N' || nullif(a.key, '') AS owner_name,
      'I' || o.owner_id AS owner_id, 'N' || nullif(b.key, '') AS owned_name,
      'I' || o.owned_id AS owned_id
    FROM ownership o
    LEFT JOIN touching_keys a ON a.name = o.owner_name
    LEFT JOIN touching_keys b ON b.name = o.owned_name
    WHERE o.file_id IN (FROM touching_files)
"""
"""The interests by what tells their parties: `N` and a name's key, `I` and an identifier."""

_SEEDS = """
    CREATE OR REPLACE TEMP TABLE reached AS
    SELECT DISTINCT token, 0 AS step FROM (
      SELECT 'N' || nullif(k.key, '') AS token FROM case_parties JOIN touching_keys k USING (name)
      UNION ALL SELECT 'I' || id FROM case_parties
      UNION ALL SELECT 'I' || register_id(f.register, f.ref) FROM register_facts f
        JOIN case_parties p ON p.id = f.other WHERE f.what = 'identifier')
    WHERE token IS NOT NULL
"""

_NEXT = """
    SELECT DISTINCT token FROM (
      SELECT unnest([owner_name, owner_id, owned_name, owned_id]) AS token FROM touching_ends
      WHERE owned_name IN (SELECT token FROM reached WHERE step = (SELECT max(step) FROM reached))
         OR owned_id IN (SELECT token FROM reached WHERE step = (SELECT max(step) FROM reached)))
    WHERE token IS NOT NULL AND token NOT IN (SELECT token FROM reached)
"""
_STEP_COUNT = f"SELECT count(*) FROM ({_NEXT})"  # noqa: S608 -- our own statement
_STEP = f"INSERT INTO reached SELECT token, (SELECT max(step) + 1 FROM reached) FROM ({_NEXT})"  # noqa: S608 -- our own names

_PRUNE = (
    """
    CREATE OR REPLACE TEMP TABLE touching_kept AS SELECT * FROM touching_ends
    WHERE owned_name IN (SELECT token FROM reached) OR owned_id IN (SELECT token FROM reached)
      OR owner_name IN (SELECT token FROM reached WHERE step = 0)
      OR owner_id IN (SELECT token FROM reached WHERE step = 0)
    """,
    """
    CREATE OR REPLACE TEMP TABLE kept_tokens AS
    SELECT token FROM reached
    UNION SELECT unnest([owner_name, owner_id, owned_name, owned_id]) FROM touching_kept
    """,
    """
    DELETE FROM ownership WHERE file_id IN (FROM touching_files)
      AND (file_id, row, interest) NOT IN (SELECT (file_id, row, interest) FROM touching_kept)
    """,
    """
    DELETE FROM given_parties WHERE file_id IN (FROM touching_files) AND NOT coalesce(
      'N' || (SELECT any_value(k.key) FROM touching_keys k WHERE k.name = given_parties.name)
        IN (SELECT token FROM kept_tokens WHERE token IS NOT NULL), false)
      AND NOT coalesce('I' || identifier
        IN (SELECT token FROM kept_tokens WHERE token IS NOT NULL), false)
      AND NOT coalesce('I' || register_id(register, ref)
        IN (SELECT token FROM kept_tokens WHERE token IS NOT NULL), false)
    """,
    """
    CREATE OR REPLACE TEMP TABLE kept_refs AS
    SELECT register, ref FROM given_parties WHERE ref IS NOT NULL
    UNION SELECT register, owner_ref FROM ownership WHERE owner_ref IS NOT NULL
    UNION SELECT register, owned_ref FROM ownership WHERE owned_ref IS NOT NULL
    """,
    """
    DELETE FROM register_facts WHERE file_id IN (FROM touching_files)
      AND (register, ref) NOT IN (SELECT (register, ref) FROM kept_refs)
      AND (register, other) NOT IN (SELECT (register, ref) FROM kept_refs)
      AND 'I' || register_id(register, ref)
        NOT IN (SELECT token FROM kept_tokens WHERE token IS NOT NULL)
    """,
)
