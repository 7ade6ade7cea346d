"""Records that a later row of the same file deletes."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from graphscan.casefile import Case
from graphscan.records import SHIPMENTS, Kind

DELETED_LATER = "deleted by a later row of the source"

_MEANT = """
    SELECT DISTINCT s.row FROM shipments s JOIN deleting d
      ON s.shipment_id = d.shipment_id AND s.row < d.row
     AND (d.line_no IS NULL OR s.line_no IS NOT DISTINCT FROM d.line_no)
    WHERE s.file_id = ?
"""


def take_out_deleted(case: Case, number: int, deletes: pa.Table) -> tuple[dict[str, int], int]:
    """Remove the rows of a file that later ones delete: those of the same shipment before them.

    A row that deletes names a line, or else the whole shipment. What follows it stays: a source may
    delete a record and file it anew.

    Args:
        case: The case, with the rows of the file.
        number: The number of the file.
        deletes: Columns row, shipment_id, line_no.

    Returns:
        Canonical column to how many of the removed rows have a value, and how many they are.
    """
    case.temporary("deleting", deletes)
    meant = case.rows(_MEANT, [number])
    case.execute("DROP TABLE deleting")
    if not meant:
        return {}, 0
    rows = [[row for (row,) in meant], number]
    which = "row IN (SELECT unnest(?::BIGINT[])) AND file_id = ?"
    found = case.arrow(f"SELECT * FROM shipments WHERE {which}", rows)  # noqa: S608 -- our own words
    for table in ("shipments", "warnings"):
        case.execute(f"DELETE FROM {table} WHERE {which}", rows)  # noqa: S608
    return {
        column.name: pc.count(found[_held(column.name, column.kind)]).as_py()
        for column in SHIPMENTS.columns
    }, len(meant)


def _held(name: str, kind: Kind) -> str:
    return f"{name.removesuffix('_date')}_text" if kind is Kind.DATE else name
