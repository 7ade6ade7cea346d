"""Parties at the premises of a listed party, or at a listed address (`Address 01`)."""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.resolve.addresses import Premises, premises, same_premises
from graphscan.resolve.roles import ROLES

AT_LISTED_ADDRESS = 0.7
"""Score of a match by address alone."""

_ROLE_ADDRESSES = " UNION ".join(
    f"SELECT p.{role} AS party_id, s.{role}_address AS address FROM shipments AS s "  # noqa: S608 -- our own names
    f"JOIN shipment_parties AS p USING (file_id, row) "
    f"WHERE p.{role} IS NOT NULL AND s.{role}_address IS NOT NULL"
    for role in ROLES
)
_ADDRESSES = f"""
    SELECT DISTINCT party_id, address FROM ({_ROLE_ADDRESSES}
      UNION SELECT party_id, address FROM party_facts WHERE address IS NOT NULL)
    JOIN parties USING (party_id) WHERE logistics IS NULL ORDER BY ALL
"""  # noqa: S608 -- roles of this program


def address_candidates(case: Case) -> pa.Table:
    """Parties at listed premises: columns of `match_candidates`, of kind `address`.

    Banks and firms that move goods are left out: their address is many parties'.
    """
    listed: dict[tuple[str, ...], list[tuple[Premises, str, str]]] = defaultdict(list)
    for entry, address in case.rows(
        "SELECT DISTINCT entry_id, unnest(addresses) AS address FROM list_rows ORDER BY ALL"
    ):
        if found := premises(address):
            listed[found.numbers].append((found, entry, address))
    rows: dict[tuple[int, str], str] = {}
    for party, address in case.rows(_ADDRESSES) if listed else ():
        found = premises(address)
        if not found:
            continue
        for there, entry, text in listed.get(found.numbers, ()):
            if same_premises(found, there):
                rows.setdefault((party, entry), text)
    return pa.table(
        {
            "party_id": pa.array([party for party, _ in rows], pa.int32()),
            "entry_id": pa.array([entry for _, entry in rows], pa.string()),
            "kind": pa.array(["address"] * len(rows), pa.string()),
            "list_name": pa.array(list(rows.values()), pa.string()),
            "base": pa.array([AT_LISTED_ADDRESS] * len(rows), pa.float64()),
            "whole": pa.array([False] * len(rows), pa.bool_()),
        }
    )
