"""Logistics parties that the records or the parties table show, beside those known by name."""

from __future__ import annotations

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.resolve.logistics import industry_kind
from graphscan.resolve.mentions import read_mention
from graphscan.resolve.names import parse_name
from graphscan.resolve.scratch import drop, keep

_SEEN = """
    WITH carried AS (
      SELECT file_id, row, 'carrier' AS kind, carrier AS written FROM shipments
      UNION ALL SELECT file_id, row, 'forwarder', forwarder_name FROM shipments
    ), seen AS (
      SELECT n.party_id, kind, count(*) AS times FROM carried AS t
      JOIN transport_names AS k ON k.written = t.written AND k.key <> ''
      JOIN party_names AS n ON n.key = k.key
      JOIN shipment_parties AS s ON s.file_id = t.file_id AND s.row = t.row
      WHERE n.party_id IS DISTINCT FROM s.consignor AND n.party_id IS DISTINCT FROM
        coalesce(s.end_user, s.ultimate_consignee, s.purchaser, s.consignee)
      GROUP BY ALL
    ), sent AS (
      SELECT consignor AS party_id, count(*) AS times FROM shipment_parties GROUP BY ALL
    )
    SELECT seen.party_id, seen.kind FROM seen LEFT JOIN sent ON sent.party_id = seen.party_id
    WHERE seen.times > coalesce(sent.times, 0)
    ORDER BY seen.party_id, seen.times, seen.kind
"""


def mark_logistics(case: Case) -> None:
    """Fill `parties.logistics` where the name alone does not tell.

    By the `industry` of the parties table; and where a party is named as forwarder or carrier of
    others' goods on more rows than it sends goods. A row on which it is the sender or the last
    receiver is its own shipment: a trader who once arranged a transport stays a trader.
    """
    facts = case.rows(
        "SELECT DISTINCT party_id, industry FROM party_facts "
        "WHERE industry IS NOT NULL ORDER BY party_id, industry DESC"
    )
    kinds = {party: kind for party, industry in facts if (kind := industry_kind(industry))}
    kinds.update(_seen_as(case))
    known = {
        "party_id": pa.array(list(kinds), pa.int32()),
        "kind": pa.array(list(kinds.values()), pa.string()),
    }
    keep(case, "logistics_seen", pa.table(known))
    case.execute(
        "UPDATE parties SET logistics = seen.kind FROM logistics_seen AS seen "
        "WHERE seen.party_id = parties.party_id AND parties.logistics IS NULL"
    )
    drop(case, "logistics_seen")


def _seen_as(case: Case) -> dict[int, str]:
    found = case.rows(
        "SELECT carrier FROM shipments WHERE carrier IS NOT NULL "
        "UNION SELECT forwarder_name FROM shipments WHERE forwarder_name IS NOT NULL"
    )
    texts = [text for (text,) in found]
    keys = [parse_name(read_mention(text).name).key for text in texts]
    named = {"written": pa.array(texts, pa.string()), "key": pa.array(keys, pa.string())}
    keep(case, "transport_names", pa.table(named))
    seen = {int(party): str(kind) for party, kind in case.rows(_SEEN)}
    drop(case, "transport_names")
    return seen
