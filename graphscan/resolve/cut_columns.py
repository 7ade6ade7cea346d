"""Columns that cut names off: many names of a file are exactly as long as the longest."""

from __future__ import annotations

from graphscan.casefile import Case
from graphscan.resolve.roles import ROLES

SHORTEST = 20
"""Characters; no column of names is narrower."""
CROWD, STEP = 3, 3
"""Names of the greatest length, at least, and how many times those of one character less: where
nothing is cut, the longest names are few."""

_NAMES = " UNION ALL ".join(
    f"SELECT DISTINCT file_id, '{role}' AS role, length({role}_name) AS size, {role}_name AS name "  # noqa: S608 -- our own names
    "FROM shipments"
    for role in ROLES
)
_CUT = f"""
    WITH sizes AS (SELECT file_id, role, size, count(*) AS names FROM ({_NAMES})
      WHERE size >= {SHORTEST} - 1 GROUP BY ALL)
    SELECT DISTINCT a.size FROM sizes AS a
    LEFT JOIN sizes AS b ON b.file_id = a.file_id AND b.role = a.role AND b.size = a.size - 1
    WHERE a.size >= {SHORTEST} AND a.names >= {CROWD}
      AND a.names >= {STEP} * coalesce(b.names, 0)
      AND a.size = (SELECT max(m.size) FROM sizes AS m
        WHERE m.file_id = a.file_id AND m.role = a.role)
    ORDER BY a.size
"""  # noqa: S608 -- roles and numbers of this program


def cut_lengths(case: Case) -> list[int]:
    """Lengths at which a column of a file cuts names off, ascending."""
    return [size for (size,) in case.rows(_CUT)]
