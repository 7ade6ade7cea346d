"""All that a case holds of one party, on a page: lists, owners, ties, counterparties, routes."""

from __future__ import annotations

from typing import Any

from graphscan.casefile import Case
from graphscan.dates import from_day_number
from graphscan.findings.asked import AskedPaths
from graphscan.network.ties import ties_of
from graphscan.search.around import Ids, legs_through
from graphscan.search.lookup import find
from graphscan.search.query import PathQuery
from graphscan.settings import Settings

COUNTERPARTIES = 10
"""Suppliers, and customers, that are named; the busiest first."""

_LISTED = """
SELECT list_code AS list, entry_id, name, match, start_text AS listed_on, citation
FROM party_matches JOIN entries USING (entry_id) WHERE list_contains($parties, party_id)
GROUP BY ALL ORDER BY list, entry_id, match
"""

_INTERESTS = """
SELECT {other}.name, coalesce({other}.country, '') AS country, share_min, share_max, o.kind, reach,
       valid_from_text AS valid_from, valid_to_text AS valid_to, path AS file, o.row
FROM ownership o JOIN ownership_parties p USING (file_id, row, interest) JOIN files USING (file_id)
JOIN parties {other} ON {other}.party_id = p.{other}
WHERE list_contains($parties, p.{own}) ORDER BY ALL
"""

_TRADE = """
SELECT name, coalesce(country, '') AS country, class, count(*) AS legs, sum(value_usd) AS value_usd,
       min(departs_first) AS first_day, max(departs_last) AS last_day
FROM legs JOIN parties ON party_id = {other} WHERE list_contains($parties, {own})
GROUP BY name, parties.country, class ORDER BY legs DESC, name, class LIMIT $most
"""


def dossier(case: Case, text: str, settings: Settings, top: int = 5) -> dict[str, Any]:
    """What a case holds of a party.

    Args:
        case: A loaded case.
        text: A name, an identifier, or anything else that `paths` takes for a party.
        settings: Limits of the chains.
        top: Routes named, of those that begin at it, hold there, and end at it, each.

    Raises:
        NotFoundError: Nothing in the case is called that.
    """
    meant = find(case, text, option="dossier")
    parties = {"parties": list(meant.parties)}
    names = case.rows(
        "SELECT name, coalesce(country, '') FROM parties WHERE list_contains($parties, party_id)"
        " ORDER BY party_id",
        parties,
    )
    return {
        "party": text.strip(),
        "meaning": meant.meaning,
        "parties": [{"name": name, "country": country} for name, country in names],
        "listed": _objects(case, _LISTED, parties),
        "owners": _objects(case, _INTERESTS.format(own="owned", other="owner"), parties),
        "owned": _objects(case, _INTERESTS.format(own="owner", other="owned"), parties),
        "ties": [tie for party in meant.parties for tie in ties_of(case, party)],
        "suppliers": _trade(case, parties, own="receiver", other="consignor"),
        "customers": _trade(case, parties, own="consignor", other="receiver"),
        "routes": {
            "from": _routes(case, PathQuery(sender=text, top=top), settings),
            "through": _routes(
                case,
                PathQuery(via=(text,), top=top),
                settings,
                near=legs_through(case, settings, [meant]),
            ),
            "to": _routes(case, PathQuery(receiver=text, top=top), settings),
        },
    }


def _routes(
    case: Case, query: PathQuery, settings: Settings, near: Ids | None = None
) -> dict[str, Any]:
    asked = AskedPaths(case, query, settings, near=near)
    by_length = asked.chains()
    return {
        "chains": sum(possible for _, possible, _ in by_length),
        "chains_certain": sum(certain for _, _, certain in by_length),
        "best": list(asked.findings()),
    }


def _trade(case: Case, parties: dict[str, Any], *, own: str, other: str) -> list[dict[str, Any]]:
    rows = _objects(case, _TRADE.format(own=own, other=other), {**parties, "most": COUNTERPARTIES})
    for row in rows:
        row["first_day"] = str(from_day_number(row["first_day"]))
        row["last_day"] = str(from_day_number(row["last_day"]))
    return rows


def _objects(case: Case, sql: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = case.arrow(sql, values).to_pylist()
    return rows
