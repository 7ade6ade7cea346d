"""The findings as a graph for other tools: networkx, GraphML, plain pyvis.

One node is one party, one edge one leg of a shown journey or one ownership record. All findings are
in it, where the explorer stops at what a reader can take in.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx
from networkx.readwrite import graphml
from pyvis.network import Network

from graphscan.casefile import Case
from graphscan.views.details import Leg, interests, leg_rows, party_details
from graphscan.views.selection import (
    Role,
    best_scores,
    columns_of,
    parties_of,
    related_owners,
    route_roles,
)
from graphscan.views.text import showable
from graphscan.views.trace import trace

COLOURS: Mapping[Role, str] = {
    Role.EXPORTER: "#0072b2",
    Role.INTERMEDIARY: "#e69f00",
    Role.LISTED: "#b3261e",
    Role.AFFILIATE: "#b3261e",
    Role.OWNER: "#4a4a4a",
}
SHAPES: Mapping[Role, str] = {
    Role.EXPORTER: "square",
    Role.INTERMEDIARY: "dot",
    Role.LISTED: "diamond",
    Role.AFFILIATE: "diamond",
    Role.OWNER: "triangle",
}


def to_networkx(case: Case, document: Mapping[str, Any]) -> nx.MultiDiGraph:
    """All findings as one directed multigraph.

    Args:
        case: The case of the run.
        document: The object of findings.json.

    Returns:
        Nodes are party ids with `name`, `key`, `country`, `role`, `stage`, `findings` and, for
        intermediaries, `score`. Edges of kind `leg` carry the leg's dates, class, amounts,
        `shipment_id`, `file` and `row`; where parties are named between, a leg is one edge a
        stretch, numbered by `stretch`.
        Edges of kind `owns` carry `share` and the row. What is absent has no attribute.
    """
    findings = document["findings"]
    traced = trace(case, findings)
    roles = route_roles(case, findings, traced)
    roles |= dict.fromkeys(related_owners(case, parties_of(traced)), Role.OWNER)
    stages, _ = columns_of(traced)
    scores = best_scores(findings, traced)
    counts: dict[int, int] = {}
    for one in traced:
        for party in parties_of([one]):
            counts[party] = counts.get(party, 0) + 1
    keys = dict(case.rows("SELECT party_id, key FROM parties"))
    details = party_details(case, sorted(roles))
    graph = nx.MultiDiGraph()
    for party in sorted(roles):
        facts = {
            "name": details[party]["name"],
            "key": keys[party],
            "country": details[party]["country"],
            "role": roles[party].value,
            "stage": stages.get(party),
            "score": scores.get(party),
            "findings": counts.get(party, 0),
        }
        graph.add_node(party, **_present(facts))
    shown = {leg for one in traced for journey in one.journeys for leg in journey}
    files = dict(case.rows("SELECT file_id, path FROM files"))
    legs, _ = leg_rows(case, [], shown, limit=0)
    for leg in legs:
        _add_leg(graph, leg, files)
    for interest in interests(case, sorted(roles)):
        facts = {
            "kind": "owns",
            "share": interest["share"],
            "interest_kind": interest["kind"],
            "valid_from": interest["valid_from"],
            "valid_to": interest["valid_to"],
            "file": files[interest["file"]],
            "row": interest["row"],
        }
        graph.add_edge(interest["from"], interest["to"], **_present(facts))
    return graph


def _add_leg(graph: nx.MultiDiGraph, leg: Leg, files: Mapping[int, str]) -> None:
    file, row = leg.rows[0]
    stops = (leg.consignor, *(party for party in leg.via if party in graph), leg.receiver)
    for stretch, (start, end) in enumerate(itertools.pairwise(stops), start=1):
        facts = {
            "kind": "leg",
            "shipment_id": leg.shipment_id,
            "departs": leg.departs,
            "arrives": leg.arrives,
            "class": leg.klass,
            "hs6": " ".join(leg.hs6),
            "quantity": leg.quantity,
            "quantity_unit": leg.quantity_unit,
            "gross_weight_kg": leg.gross_weight_kg,
            "value_usd": leg.value_usd,
            "file": files[file],
            "row": row,
            "stretch": stretch if len(stops) > 2 else None,
        }
        graph.add_edge(start, end, **_present(facts))


def _present(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None and value != ""}


def write_graphml(graph: nx.MultiDiGraph, path: str | Path) -> None:
    """Write a graph as GraphML; equal graphs give equal bytes, whatever else is installed.

    Characters that XML 1.0 forbids are replaced, or no program could read the file.
    """
    copy = nx.MultiDiGraph()
    for node, facts in graph.nodes(data=True):
        copy.add_node(node, **_clean(facts))
    for start, end, facts in graph.edges(data=True):
        copy.add_edge(start, end, **_clean(facts))
    # Not `write_graphml`: that one takes lxml where it is installed, and lxml writes other bytes.
    graphml.write_graphml_xml(copy, str(path))


def _clean(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: showable(value) if isinstance(value, str) else value for name, value in facts.items()
    }


def to_pyvis(graph: nx.MultiDiGraph) -> Network:
    """The graph as a plain pyvis network, for those who want to style their own.

    Names become canvas labels only: pyvis 0.3.2 puts node ids and some titles into its page as
    markup. The graph itself is not touched, as `Network.from_nx` would.
    """
    network = Network(directed=True, cdn_resources="in_line")
    for party, facts in graph.nodes(data=True):
        role = Role(facts["role"])
        network.add_node(
            party,
            label=showable(facts["name"]),
            shape=SHAPES[role],
            color=COLOURS[role],
            level=facts.get("stage", 0),
        )
    for start, end, facts in graph.edges(data=True):
        owns = facts["kind"] == "owns"
        label = facts.get("share", "") if owns else facts["departs"]
        network.add_edge(
            start, end, label=label, dashes=owns, color="#4a4a4a" if owns else "#b84700"
        )
    return network
