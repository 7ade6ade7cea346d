"""What the case knows about the parties, legs and interests of a picture."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from graphscan.casefile import Case
from graphscan.codes import commodity
from graphscan.dates import from_day_number
from graphscan.network.ties import ties_of

ROWS_PER_LEG = 6
TIES_SHOWN = 20

_LEGS = """
WITH shown AS (SELECT unnest(?::INTEGER[]) AS party),
kept AS (SELECT unnest(?::INTEGER[]) AS leg_id),
near AS (
  SELECT leg_id FROM legs SEMI JOIN shown a ON a.party = consignor
    SEMI JOIN shown b ON b.party = receiver
  UNION SELECT leg_id FROM kept
),
ranked AS (
  SELECT leg_id, row_number() OVER (
    ORDER BY leg_id NOT IN (SELECT leg_id FROM kept), value_usd DESC NULLS LAST, leg_id
  ) AS place
  FROM near JOIN legs USING (leg_id)
)
SELECT l.leg_id, l.shipment_id, l.consignor, l.receiver, l.role, l.class, l.hs6,
  l.departs_first, l.departs_last, l.departs_text, l.arrives_first, l.arrives_last,
  l.arrives_text, l.value_usd, l.gross_weight_kg, l.quantity, l.quantity_unit,
  (SELECT list(v.party_id ORDER BY v.seq) FROM leg_via v WHERE v.leg_id = l.leg_id),
  (SELECT list([r.file_id, r.row] ORDER BY r.file_id, r.row) FROM leg_rows r
   WHERE r.leg_id = l.leg_id),
  (SELECT count(*) FROM near)
FROM ranked JOIN legs l USING (leg_id) WHERE place <= ?
ORDER BY l.departs_first, l.departs_last, l.leg_id
"""

_PARTIES = """
WITH shown AS (SELECT unnest(?::INTEGER[]) AS party_id),
facts AS (
  SELECT party_id, min(incorporated_text) AS incorporated, min(industry) AS industry
  FROM party_facts GROUP BY party_id)
SELECT party_id, name, coalesce(country, '') AS country, coalesce(identifier, '') AS identifier,
  coalesce(logistics, '') AS logistics, coalesce(incorporated, '') AS incorporated,
  coalesce(industry, '') AS industry,
  (SELECT count(*) FROM legs WHERE consignor = p.party_id) AS legs_out,
  (SELECT count(*) FROM legs WHERE receiver = p.party_id) AS legs_in
FROM parties p SEMI JOIN shown USING (party_id) LEFT JOIN facts USING (party_id)
ORDER BY party_id
"""

_ENTRIES = """
SELECT m.party_id, e.list_code AS list, e.name, m.list_name AS matched, m.match, m.score,
  e.citation, coalesce(e.start_text, '') AS listed_on
FROM party_matches m JOIN entries e USING (entry_id)
WHERE m.party_id IN (SELECT unnest(?::INTEGER[]))
ORDER BY m.party_id, m.score DESC, e.list_code, e.entry_id
"""

_TIED = """
SELECT party FROM (
  SELECT party_id AS party FROM party_ties UNION SELECT listed FROM party_ties)
WHERE party IN (SELECT unnest(?::INTEGER[])) ORDER BY party
"""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A leg of the picture.

    Attributes:
        departs: The day of departure at its own precision, `first..last` where it is assumed.
        arrives: The same of the arrival.
        priority: Advanced-computing class, or a code of the Common High Priority List.
        via: Party ids named between, in order of travel.
        rows: (file id, row) of its source rows, at most six.
    """

    leg_id: int
    shipment_id: str
    consignor: int
    receiver: int
    role: str
    klass: str
    hs6: tuple[str, ...]
    departs_first: int
    departs_last: int
    departs: str
    arrives: str
    priority: bool
    value_usd: float | None
    gross_weight_kg: float | None
    quantity: float | None
    quantity_unit: str | None
    via: tuple[int, ...]
    rows: tuple[tuple[int, int], ...]


def date_text(text: str, first: int, last: int) -> str:
    """The date as the source wrote it; the interval where it was assumed.

    >>> date_text("2024-05", 19844, 19874)
    '2024-05'
    >>> date_text("", 19844, 19846)
    '2024-05-01..2024-05-03'
    """
    return text or f"{from_day_number(first)}..{from_day_number(last)}"


def leg_rows(
    case: Case, parties: Sequence[int], first: AbstractSet[int], *, limit: int
) -> tuple[list[Leg], int]:
    """Legs between parties of the picture, by departure; and the number left out.

    Args:
        case: The case.
        parties: Party ids.
        first: Legs that are kept whatever the limit.
        limit: Most legs.
    """
    rows = case.rows(_LEGS, [list(parties), sorted(first), max(limit, len(first))])
    priority_codes = frozenset(commodity.chpl_tiers())
    legs = [
        Leg(
            leg_id=row[0],
            shipment_id=row[1],
            consignor=row[2],
            receiver=row[3],
            role=row[4],
            klass=row[5],
            hs6=tuple(row[6]),
            departs_first=row[7],
            departs_last=row[8],
            departs=date_text(row[9], row[7], row[8]),
            arrives=date_text(row[12], row[10], row[11]),
            priority=row[5] == commodity.ADVANCED_COMPUTING
            or not priority_codes.isdisjoint(row[6]),
            value_usd=row[13],
            gross_weight_kg=row[14],
            quantity=row[15],
            quantity_unit=row[16],
            via=tuple(row[17] or ()),
            rows=tuple((file, number) for file, number in (row[18] or ())[:ROWS_PER_LEG]),
        )
        for row in rows
    ]
    return legs, (rows[0][19] if rows else 0) - len(rows)


def party_details(case: Case, parties: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Name, country, facts, list entries and ties to listed parties, by party id."""
    shown = [list(parties)]
    details: dict[int, dict[str, Any]] = {
        row.pop("party_id"): {**row, "entries": [], "ties": []}
        for row in case.arrow(_PARTIES, shown).to_pylist()
    }
    for row in case.arrow(_ENTRIES, shown).to_pylist():
        entries = details[row.pop("party_id")]["entries"]
        entries.append({**row, "score": round(row["score"], 3)})
    for (party,) in case.rows(_TIED, shown):
        details[party]["ties"] = ties_of(case, party)[:TIES_SHOWN]
    return details


def interests(case: Case, parties: Sequence[int]) -> list[dict[str, Any]]:
    """Ownership records between parties of the picture, in order of owner, owned, file and row."""
    rows = case.rows(
        """
        WITH shown AS (SELECT unnest(?::INTEGER[]) AS party_id)
        SELECT p.owner, p.owned, o.share_min, o.share_max, o.share_min_open, o.share_max_open,
          o.kind, o.reach, coalesce(o.valid_from_text, ''), coalesce(o.valid_to_text, ''),
          p.file_id, p.row
        FROM ownership_parties p JOIN ownership o USING (file_id, row, interest)
        SEMI JOIN shown a ON a.party_id = p.owner SEMI JOIN shown b ON b.party_id = p.owned
        ORDER BY p.owner, p.owned, p.file_id, p.row
        """,
        [list(parties)],
    )
    return [
        {
            "id": index,
            "from": row[0],
            "to": row[1],
            "share": share_text(row[2], row[3], low_open=row[4], high_open=row[5]),
            "kind": row[6],
            "reach": row[7],
            "valid_from": row[8],
            "valid_to": row[9],
            "file": row[10],
            "row": row[11],
        }
        for index, row in enumerate(rows)
    ]


def share_text(low: Any, high: Any, *, low_open: bool, high_open: bool) -> str:
    """A share as people write it.

    >>> share_text(51, 51, low_open=False, high_open=False)
    '51 %'
    >>> share_text(25, 50, low_open=True, high_open=False)
    'more than 25 to 50 %'
    >>> share_text(None, None, low_open=False, high_open=False)
    'share not known'
    """
    if low is None and high is None:
        return "share not known"
    least = f"{float(low or 0):g}"
    most = f"{float(high if high is not None else 100):g}"
    if least == most:
        return f"{least} %"
    return (
        f"{'more than ' if low_open else ''}{least} to {'less than ' if high_open else ''}{most} %"
    )
