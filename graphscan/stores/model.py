"""The graph that a case becomes on a Neo4j server: kinds of nodes and relationships, said once.

    (:Party)-[:SENT]->(:Shipment)-[:TO]->(:Party)    one Shipment per leg
    (:Shipment)-[:VIA {seq, role}]->(:Party)         named between consignor and receiver
    (:Shipment)-[:TOUCHES {seq, kind}]->(:Waypoint)  ports and logistics parties, in order of travel
    (:Shipment:ListedEnd)-[:ENDS_AT {rank}]->(:ListEntry)  the receiver is listed, or owned so
    (:Party)-[:MATCHES]->(:ListEntry)                the party was recognised as the entry
    (:Party)-[:OWNS {file, row, interest}]->(:Party) an interest
    (:Party)-[:HALF {surely, first, last}]->(:Party) from day to day half of the equity or more
    (:Party|ListEntry)-[:AT]->(:Address)             addresses that records or lists give
    (:Run)-[:FOUND {rank}]->(:Finding)-[:SHOWS {rank}]->(:Journey)-[:LEG {seq}]->(:Shipment)
    (:Finding)-[:NAMES]->(:ListEntry)                the entry that the finding names
    (:Case)                                          what was pushed, and the limits of its search

A Shipment carries `inlane` (case, receiver, class) and `outlanes` (case, consignor and each class
whose goods it may carry on): a leg is onward from another where its outlanes hold the other's
inlane, so that one step backwards is one seek in the index on (inlane, arrives_first). No node
stands for a lane, and only the few links that no rule of classes gives are relationships:
    (:Shipment)-[:ONWARD]->(:Shipment)               relabelled goods, single consignments, and,
        with {linked_first, linked_last, linked_surely}, goods that pass between linked parties
        without a record, with the stretches of days on which these are linked
These, and where chains may begin abroad (`start`), are found within the waits and the leg limit of
the push. What a query needs to find them itself, within waits of its own, is there too: `weighed`
(case, receiver, unit) with weight and quantity for relabelled goods, `consigned` (case, receiver)
and `marks` for single consignments, HALF for linked parties, `origin` and `direct_product` for
beginnings abroad, and `follows` of the case: which classes carry on which others.
Days are numbers since 1970-01-01; an imprecise date is two of them, both of them possible days.
Every node carries the name of its case.

Only what Community 5.26 has: uniqueness constraints and range indexes, no APOC, no Cypher 25. The
statements are put together from the names below and nothing else; values are parameters.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

MODEL_VERSION = 4
"""Part of the fingerprint of what was pushed: another model replaces the graph of an older one."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A relationship that every node of a kind has once, written with the node.

    Attributes:
        type: Type of the relationship.
        label: Label of the node at its other end.
        column: Column of the rows that holds that node's key.
        incoming: It points at the node of the kind.
    """

    type: str
    label: str
    column: str
    incoming: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A kind of nodes. Its rows have `key`, the columns of the links, and `properties`.

    Attributes:
        label: Its label.
        key: The property that identifies it within its case.
        links: Written with it.
        derived: Properties that the server works out, as Cypher on `n`: letters are folded there on
            both sides of a comparison, since Python and Java fold some of them apart.
        lanes: Properties that need the name of the case, as Cypher on `row`.
        flag: Another label, where the row's `flag` is true.
    """

    label: str
    key: str = "key"
    links: tuple[Link, ...] = ()
    derived: Mapping[str, str] = dataclasses.field(default_factory=dict)
    lanes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    flag: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A kind of relationships. Rows have `start`, `end`, those of `identity`, and `properties`.

    Attributes:
        type: Its type.
        start: Label of the node that it leaves.
        end: Label of the node that it points at.
        identity: Properties that tell two of them between the same nodes apart.
    """

    type: str
    start: str
    end: str
    identity: tuple[str, ...] = ()


KINDS: Mapping[str, Node | Relation] = {
    "parties": Node(label="Party", derived={"folded": "left(toLower(n.name), 1000)"}),
    "entries": Node(
        label="ListEntry", key="id", derived={"folded": "[name IN n.names | toLower(name)]"}
    ),
    "waypoints": Node(label="Waypoint", derived={"folded": "left(toLower(n.name), 1000)"}),
    "addresses": Node(label="Address"),
    "shipments": Node(
        label="Shipment",
        key="leg_id",
        links=(
            Link(type="SENT", label="Party", column="consignor", incoming=True),
            Link(type="TO", label="Party", column="receiver"),
        ),
        lanes={
            "inlane": "$case + '|' + row.inlane",
            "outlanes": "[lane IN row.outlanes | $case + '|' + lane]",
            "weighed": "$case + '|' + row.weighed",
            "consigned": "$case + '|' + row.consigned",
        },
        flag="ListedEnd",
    ),
    "runs": Node(label="Run", key="id"),
    "findings": Node(label="Finding"),
    "journeys": Node(label="Journey"),
    "onward": Relation(type="ONWARD", start="Shipment", end="Shipment"),
    "via": Relation(type="VIA", start="Shipment", end="Party", identity=("seq", "role")),
    "places": Relation(type="TOUCHES", start="Shipment", end="Waypoint", identity=("seq",)),
    "ends": Relation(type="ENDS_AT", start="Shipment", end="ListEntry", identity=("rank",)),
    "matches": Relation(type="MATCHES", start="Party", end="ListEntry"),
    "interests": Relation(
        type="OWNS", start="Party", end="Party", identity=("file", "row", "interest")
    ),
    "halves": Relation(
        type="HALF", start="Party", end="Party", identity=("surely", "first", "last")
    ),
    "party_addresses": Relation(type="AT", start="Party", end="Address"),
    "entry_addresses": Relation(type="AT", start="ListEntry", end="Address"),
    "found": Relation(type="FOUND", start="Run", end="Finding", identity=("rank",)),
    "named": Relation(type="NAMES", start="Finding", end="ListEntry"),
    "shown": Relation(type="SHOWS", start="Finding", end="Journey", identity=("rank",)),
    "journey_legs": Relation(type="LEG", start="Journey", end="Shipment", identity=("seq",)),
}
"""By name of the rows (the view graph_NAME), in the order in which they must be written."""

NODES: Mapping[str, Node] = {name: kind for name, kind in KINDS.items() if isinstance(kind, Node)}
_KEYS = {node.label: node.key for node in NODES.values()}

SCHEMA: tuple[str, ...] = (
    "CREATE CONSTRAINT case_name IF NOT EXISTS FOR (n:Case) REQUIRE n.name IS UNIQUE",
    *(
        f"CREATE CONSTRAINT {name}_key IF NOT EXISTS FOR (n:{node.label}) "
        f"REQUIRE (n.case, n.{node.key}) IS UNIQUE"
        for name, node in NODES.items()
    ),
    "CREATE INDEX party_name IF NOT EXISTS FOR (n:Party) ON (n.folded)",
    "CREATE INDEX party_named IF NOT EXISTS FOR (n:Party) ON (n.case, n.named)",
    "CREATE INDEX party_number IF NOT EXISTS FOR (n:Party) ON (n.case, n.party_id)",
    "CREATE INDEX party_identifier IF NOT EXISTS FOR (n:Party) ON (n.case, n.identifier)",
    "CREATE INDEX waypoint_name IF NOT EXISTS FOR (n:Waypoint) ON (n.folded)",
    "CREATE INDEX inlane IF NOT EXISTS FOR (n:Shipment) ON (n.inlane, n.arrives_first)",
    "CREATE INDEX consigned IF NOT EXISTS FOR (n:Shipment) ON (n.consigned, n.arrives_first)",
    "CREATE INDEX weighed IF NOT EXISTS FOR (n:Shipment) ON (n.weighed, n.gross_weight_kg)",
    "CREATE INDEX finding_id IF NOT EXISTS FOR (n:Finding) ON (n.case, n.id)",
    "CALL db.awaitIndexes(3600)",
)

OPEN_CASE = """
MERGE (c:Case {name: $case})
  ON CREATE SET c.fingerprint = '', c.complete = false
RETURN c.fingerprint = $fingerprint AS same, c.complete AS complete,
  coalesce(c.imported, false) AS imported
"""

# No fingerprint until the old graph is gone: a push that is cut off begins again by removing it.
EMPTY_CASE = "MATCH (c:Case {name: $case}) SET c = {name: $case, complete: false, fingerprint: ''}"

REMOVALS: tuple[str, ...] = tuple(
    f"MATCH (n:{node.label} {{case: $case}}) WHERE n.{node.key} IS NOT NULL "
    "CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
    for node in reversed(tuple(NODES.values()))
)

NAME_CASE = "MATCH (c:Case {name: $case}) SET c.fingerprint = $fingerprint"

CLOSE_CASE = (
    "MATCH (c:Case {name: $case}) SET c += $properties, c.complete = true REMOVE c.imported"
)

DERIVE: tuple[str, ...] = tuple(
    f"MATCH (n:{node.label} {{case: $case}}) WHERE n.{node.key} IS NOT NULL "
    f"CALL (n) {{ SET {_sets} }} IN TRANSACTIONS OF 10000 ROWS"
    for node in NODES.values()
    if (_sets := ", ".join(f"n.{name} = {value}" for name, value in node.derived.items()))
)
"""After an import from files: what the server works out of what it was given."""


def load_statement(kind: Node | Relation) -> str:
    """Writes `$rows` of the case `$case`; MERGE on unique keys, so that doing it again is nothing.

    Nodes at the ends of a relationship are matched, never merged: a leg whose party is missing must
    not make a party up.

    >>> print(load_statement(Relation(type="VIA", start="Shipment", end="Party")))
    UNWIND $rows AS row
    MATCH (a:Shipment {case: $case, leg_id: row.start})
    MATCH (b:Party {case: $case, key: row.end})
    MERGE (a)-[r:VIA]->(b)
    SET r += row.properties
    RETURN count(r) AS written
    """
    lines = ["UNWIND $rows AS row"]
    if isinstance(kind, Relation):
        identity = ", ".join(f"{name}: row.{name}" for name in kind.identity)
        lines += [
            f"MATCH (a:{kind.start} {{case: $case, {_KEYS[kind.start]}: row.start}})",
            f"MATCH (b:{kind.end} {{case: $case, {_KEYS[kind.end]}: row.end}})",
            f"MERGE (a)-[r:{kind.type}{f' {{{identity}}}' if identity else ''}]->(b)",
            "SET r += row.properties",
            "RETURN count(r) AS written",
        ]
        return "\n".join(lines)
    for link in kind.links:
        lines.append(
            f"MATCH ({link.column}:{link.label} "
            f"{{case: $case, {_KEYS[link.label]}: row.{link.column}}})"
        )
    lines.append(f"MERGE (n:{kind.label} {{case: $case, {kind.key}: row.key}})")
    lines.append("SET n += row.properties")
    lines += [
        f"SET n.{name} = {value}" for name, value in (*_pairs(kind.lanes), *_pairs(kind.derived))
    ]
    for link in kind.links:
        arrow = ("<-", "-") if link.incoming else ("-", "->")
        lines.append(f"MERGE (n){arrow[0]}[:{link.type}]{arrow[1]}({link.column})")
    if kind.flag:
        lines.append(f"FOREACH (_ IN CASE WHEN row.flag THEN [1] ELSE [] END | SET n:{kind.flag})")
    lines.append("RETURN count(n) AS written")
    return "\n".join(lines)


def _pairs(given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(given.items())


def read_statement(kind: Node | Relation) -> str:
    """Every row of the kind as the server holds it, in the shape in which it was written.

    >>> print(read_statement(Relation(type="AT", start="Party", end="Address")))
    MATCH (a:Party {case: $case})-[r:AT]->(b:Address)
    WHERE a.key IS NOT NULL
    RETURN {start: a.key, end: b.key, properties: properties(r)} AS row
    """
    if isinstance(kind, Relation):
        identity = "".join(f", {name}: r.{name}" for name in kind.identity)
        key = _KEYS[kind.start]
        return (
            f"MATCH (a:{kind.start} {{case: $case}})-[r:{kind.type}]->(b:{kind.end})\n"
            f"WHERE a.{key} IS NOT NULL\n"
            f"RETURN {{start: a.{key}, end: b.{_KEYS[kind.end]}{identity}, "
            "properties: properties(r)} AS row"
        )
    ends = "".join(
        f", {link.column}: [(n){'<-' if link.incoming else '-'}[:{link.type}]"
        f"{'-' if link.incoming else '->'}(m:{link.label}) | m.{_KEYS[link.label]}]"
        for link in kind.links
    )
    flag = f", flag: n:{kind.flag}" if kind.flag else ""
    lanes = "".join(f", {name}: n.{name}" for name in kind.lanes)
    return (
        f"MATCH (n:{kind.label} {{case: $case}})\n"
        f"WHERE n.{kind.key} IS NOT NULL\n"
        f"RETURN {{key: n.{kind.key}{ends}{flag}{lanes}, properties: properties(n)}} AS row"
    )
