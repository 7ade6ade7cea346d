"""What the tables of a case held when a run was made: one number a table shows a change."""

from __future__ import annotations

from graphscan.casefile.case import Case

TABLES = (
    *("files", "shipments", "ownership", "given_parties", "given_aliases", "list_rows", "entries"),
    *("parties", "shipment_parties", "ownership_parties", "party_matches", "party_facts"),
    *("legs", "leg_rows", "leg_via", "leg_places", "leg_ends", "party_ties"),
)
"""Tables that a run is made from; those of later stages follow from earlier ones."""


def note_fingerprints(case: Case, run_id: str) -> None:
    """Keep the fingerprint of every table, for `changed_tables` of this run."""
    case.execute(
        "CREATE TABLE IF NOT EXISTS fingerprints "
        "(run_id TEXT NOT NULL, name TEXT NOT NULL, fingerprint TEXT NOT NULL)"
    )
    case.execute("DELETE FROM fingerprints WHERE run_id = ?", [run_id])
    for table in TABLES:
        case.execute("INSERT INTO fingerprints VALUES (?, ?, ?)", [run_id, table, _of(case, table)])


def changed_tables(case: Case, run_id: str) -> list[str] | None:
    """Tables that differ from what they held when a run was made; None where nothing was noted."""
    if not case.value("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'fingerprints'"):
        return None
    noted = dict(case.rows("SELECT name, fingerprint FROM fingerprints WHERE run_id = ?", [run_id]))
    if not noted:
        return None
    return [table for table in TABLES if _of(case, table) != noted.get(table)]


def _of(case: Case, table: str) -> str:
    """Number of rows, and two sums over the hashes of all of them, in any order."""
    rows, sums, mixed = case.rows(
        f"SELECT count(*), coalesce(sum(hash(t)), 0), coalesce(bit_xor(hash(t, 1)), 0) "  # noqa: S608 -- the program's own names
        f'FROM "{table}" t'
    )[0]
    return f"{rows}:{sums}:{mixed}"
