"""Whether the interests that a finding names link those between whom goods pass unrecorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphscan.casefile import Case
from graphscan.dates import day_number

Held = Mapping[tuple[str, int], Sequence[tuple[Any, ...]]]
"""Per (path, row): owner, owned, first day on which it possibly holds, first on which not."""

_INTERESTS = """
SELECT path, o.row, a.name, b.name, valid_from_first, valid_to_last
FROM ownership o JOIN ownership_parties p USING (file_id, row, interest) JOIN files USING (file_id)
JOIN parties a ON a.party_id = p.owner JOIN parties b ON b.party_id = p.owned
WHERE reach = 'direct' AND o.kind IN ('shares', 'unknown') AND share_min >= 50
  AND list_contains(?::TEXT[], path) AND list_contains(?::BIGINT[], o.row)
ORDER BY ALL
"""


def read_halves(case: Case, findings: Sequence[Mapping[str, Any]]) -> Held:
    """The interests of half or more among the rows that these findings name."""
    named = sorted(
        {
            (row["file"], row["row"])
            for finding in findings
            for journey in finding["journeys"]
            for passed in journey.get("control", ())
            for stake in passed["interests"]
            for row in stake["rows"]
        }
    )
    found: dict[tuple[str, int], list[tuple[Any, ...]]] = {}
    if named:
        paths, rows = ([*dict.fromkeys(column)] for column in zip(*named, strict=True))
        for path, row, *held in case.rows(_INTERESTS, [paths, rows]):
            found.setdefault((path, row), []).append(tuple(held))
    return found


def links(passed: Mapping[str, Any], held: Held, first: int, last: int) -> bool:
    """Whether the rows link the two parties on a day from first to last.

    Args:
        passed: An object of a journey's `control`.
        held: Of `read_halves`.
        first: First day of arrival at the one.
        last: Last day of departure from the other.
    """
    ends = {passed["from"]["name"], passed["to"]["name"]}
    proved = {
        (owner, owned)
        for stake in passed["interests"]
        for row in stake["rows"]
        for owner, owned, begins, over in held.get((row["file"], row["row"]), ())
        if (begins is None or day_number(begins) <= last)
        and (over is None or day_number(over) > first)
    }
    return any({owner, owned} == ends for owner, owned in proved) or any(
        ends <= {owned for other, owned in proved if other == owner} for owner, _ in proved
    )
