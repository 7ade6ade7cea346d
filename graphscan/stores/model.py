"""The graph that a case becomes on a Neo4j server, and the statements that write it.

    (:Party)-[:SENT]->(:Shipment)-[:TO]->(:Party)    one Shipment per leg
    (:Shipment)-[:VIA {seq, role}]->(:Party)         named between consignor and receiver
    (:Shipment:ListedEnd)-[:ENDS_AT]->(:ListEntry)   the receiver is listed, or owned by one that is
    (:Party)-[:MATCHES]->(:ListEntry)                the party was recognised as the entry
    (:Case)                                          what was pushed, and the limits of its search

A Shipment carries `inlane` (case, receiver, class) and `outlane` (case, consignor, class): a leg is
onward from another where its outlane equals the other's inlane, so that one step backwards is one
seek in the index on (inlane, arrives_first). No node stands for a lane, no relationship for a link.
Days are numbers since 1970-01-01; an imprecise date is two of them, both of them possible days.

Only what Community 5.26 has: uniqueness constraints and range indexes, no APOC, no Cypher 25.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import LiteralString

MODEL_VERSION = 1
"""Part of the fingerprint of what was pushed: another model replaces the graph of an older one."""

SCHEMA: tuple[LiteralString, ...] = (
    "CREATE CONSTRAINT case_name IF NOT EXISTS FOR (n:Case) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT party_key IF NOT EXISTS FOR (n:Party) REQUIRE (n.case, n.key) IS UNIQUE",
    "CREATE CONSTRAINT leg IF NOT EXISTS FOR (n:Shipment) REQUIRE (n.case, n.leg_id) IS UNIQUE",
    "CREATE CONSTRAINT entry IF NOT EXISTS FOR (n:ListEntry) REQUIRE (n.case, n.id) IS UNIQUE",
    "CREATE INDEX party_name IF NOT EXISTS FOR (n:Party) ON (n.folded)",
    "CREATE INDEX inlane IF NOT EXISTS FOR (n:Shipment) ON (n.inlane, n.arrives_first)",
    "CREATE INDEX outlane IF NOT EXISTS FOR (n:Shipment) ON (n.outlane, n.departs_first)",
    "CALL db.awaitIndexes(600)",
)

OPEN_CASE: LiteralString = """
MERGE (c:Case {name: $case})
  ON CREATE SET c.fingerprint = '', c.complete = false
RETURN c.fingerprint = $fingerprint AS same
"""

# No fingerprint until the old graph is gone: a push that is cut off begins again by removing it.
EMPTY_CASE: LiteralString = (
    "MATCH (c:Case {name: $case}) SET c.complete = false, c.fingerprint = ''"
)

REMOVALS: tuple[LiteralString, ...] = (
    "MATCH (n:Shipment {case: $case}) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS",
    "MATCH (n:Party {case: $case}) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS",
    "MATCH (n:ListEntry {case: $case}) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS",
)

NAME_CASE: LiteralString = "MATCH (c:Case {name: $case}) SET c.fingerprint = $fingerprint"

CLOSE_CASE: LiteralString = "MATCH (c:Case {name: $case}) SET c += $properties, c.complete = true"

# toLower runs on the server on both sides of a comparison: Python and Java fold some letters apart.
LOAD_PARTIES: LiteralString = """
UNWIND $rows AS row
MERGE (p:Party {case: $case, key: row.key})
SET p += row.properties, p.folded = left(toLower(row.properties.name), 1000)
"""

LOAD_ENTRIES: LiteralString = """
UNWIND $rows AS row
MERGE (e:ListEntry {case: $case, id: row.entry_id})
SET e += row.properties, e.folded = [name IN row.names | toLower(name)]
"""

# Endpoints are matched, never merged: a leg whose party is missing must not make a party up.
LOAD_SHIPMENTS: LiteralString = """
UNWIND $rows AS row
MATCH (consignor:Party {case: $case, key: row.consignor})
MATCH (receiver:Party {case: $case, key: row.receiver})
MERGE (s:Shipment {case: $case, leg_id: row.leg_id})
SET s += row.properties,
    s.inlane = $case + '|' + row.receiver + '|' + row.properties.class,
    s.outlane = $case + '|' + row.consignor + '|' + row.properties.class
MERGE (consignor)-[:SENT]->(s)
MERGE (s)-[:TO]->(receiver)
"""

LOAD_VIA: LiteralString = """
UNWIND $rows AS row
MATCH (s:Shipment {case: $case, leg_id: row.leg_id})
MATCH (p:Party {case: $case, key: row.key})
MERGE (s)-[:VIA {seq: row.seq, role: row.role}]->(p)
"""

LOAD_ENDS: LiteralString = """
UNWIND $rows AS row
MATCH (s:Shipment {case: $case, leg_id: row.leg_id})
MATCH (e:ListEntry {case: $case, id: row.entry_id})
SET s:ListedEnd
MERGE (s)-[r:ENDS_AT {rank: row.rank}]->(e)
SET r += row.properties
"""

LOAD_MATCHES: LiteralString = """
UNWIND $rows AS row
MATCH (p:Party {case: $case, key: row.key})
MATCH (e:ListEntry {case: $case, id: row.entry_id})
MERGE (p)-[r:MATCHES]->(e)
SET r += row.properties
"""

LOADS: Mapping[str, LiteralString] = {
    "parties": LOAD_PARTIES,
    "entries": LOAD_ENTRIES,
    "shipments": LOAD_SHIPMENTS,
    "via": LOAD_VIA,
    "ends": LOAD_ENDS,
    "matches": LOAD_MATCHES,
}
"""By kind of rows, in the order in which they must be written."""
