"""Rows that others of the same file take out: deleted records, masters beside their house bills."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from graphscan.casefile import Case
from graphscan.casefile.lines import LINES
from graphscan.records import SHIPMENTS, Kind

DELETED_LATER = "deleted by a later row of the source"
MASTER = "a master bill whose house bills are here"

Withdrawn = tuple[dict[str, int], int]
"""Canonical column to how many of the removed rows have a value, and how many rows they are."""

_MEANT = """
    SELECT DISTINCT s.row FROM shipments s JOIN deleting d
      ON s.shipment_id = d.shipment_id AND s.row < d.row
     AND (d.line_no IS NULL OR s.line_no IS NOT DISTINCT FROM d.line_no)
    WHERE s.file_id = ?
"""


def take_out_deleted(case: Case, number: int, deletes: pa.Table) -> Withdrawn:
    """Remove the rows of a file that later ones delete: those of the same shipment before them.

    A row that deletes names a line, or else the whole shipment. What follows it stays: a source may
    delete a record and file it anew.

    Args:
        case: The case, with the rows of the file.
        number: The number of the file.
        deletes: Columns row, shipment_id, line_no.
    """
    case.temporary("deleting", deletes)
    meant = case.rows(_MEANT, [number])
    case.execute("DROP TABLE deleting")
    return _take_out(case, number, meant)


_MASTERS = """
    SELECT m.row FROM shipments m WHERE m.file_id = ?
      AND coalesce(m.house_bill_number, m.bill_number) = m.bill_number
      AND EXISTS (FROM shipments h WHERE h.file_id = m.file_id AND h.bill_number = m.bill_number
                  AND h.house_bill_number <> h.bill_number)
"""


def take_out_masters(case: Case, number: int) -> Withdrawn:
    """Remove the bills of a file that other rows name as their master: the goods would count twice.

    Args:
        case: The case, with the rows of the file.
        number: The number of the file.
    """
    return _take_out(case, number, case.rows(_MASTERS, [number]))


def _take_out(case: Case, number: int, meant: list[tuple[int]]) -> Withdrawn:
    if not meant:
        return {}, 0
    rows = [[row for (row,) in meant], number]
    which = "row IN (SELECT unnest(?::BIGINT[])) AND file_id = ?"
    found = case.arrow(f"SELECT * FROM shipments WHERE {which}", rows)  # noqa: S608 -- our own words
    for table in (LINES, "warnings"):
        case.execute(f"DELETE FROM {table} WHERE {which}", rows)  # noqa: S608 -- our own names
    return {
        column.name: pc.count(found[_held(column.name, column.kind)]).as_py()
        for column in SHIPMENTS.columns
    }, len(meant)


def _held(name: str, kind: Kind) -> str:
    return f"{name.removesuffix('_date')}_text" if kind is Kind.DATE else name
