from __future__ import annotations

import copy
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest

from graphscan.views.graphml import to_networkx, to_pyvis, write_graphml
from tests.views.world import build_world


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph:
    case, document = build_world()
    with case:
        return to_networkx(case, document)


def test_nodes_are_parties_and_edges_are_legs_and_interests(graph: nx.MultiDiGraph) -> None:
    case, document = build_world()
    case.close()
    legs = {
        shipment
        for finding in document["findings"]
        for journey in finding["journeys"]
        for shipment in journey["shipment_ids"]
    }
    edges = [data for *_, data in graph.edges(data=True)]
    assert {data["shipment_id"] for data in edges if data["kind"] == "leg"} == legs
    assert sum(data["kind"] == "owns" for data in edges) == 5
    first = next(data for data in edges if data.get("shipment_id") == "BL-24001")
    assert first["departs"] == "2023-02"
    assert (first["file"], first["row"]) == ("asia/customs_months.csv.gz", 3)
    roles = Counter(data["role"] for _, data in graph.nodes(data=True))
    assert roles == {"exporter": 5, "intermediary": 14, "listed": 4, "affiliate": 1, "owner": 3}


def test_a_leg_with_a_party_named_between_is_two_stretches(graph: nx.MultiDiGraph) -> None:
    stretches = [data for *_, data in graph.edges(data=True) if "stretch" in data]
    assert [data["stretch"] for data in stretches] == [1, 2]
    assert len({data["shipment_id"] for data in stretches}) == 1


@pytest.mark.parametrize("hostile", [False, True])
def test_graphml_comes_back_and_equal_runs_give_equal_bytes(
    tmp_path: Path, *, hostile: bool
) -> None:
    for name in ("a", "b"):
        case, document = build_world(hostile=hostile)
        with case:
            write_graphml(to_networkx(case, document), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    again = nx.read_graphml(tmp_path / "a")
    assert (again.number_of_nodes(), again.number_of_edges()) == (27, 124)


def test_to_pyvis_leaves_the_graph_alone_and_keeps_parallel_legs(graph: nx.MultiDiGraph) -> None:
    # pyvis' own from_nx edits the graph it is given.
    before = copy.deepcopy(graph)
    network = to_pyvis(graph)
    assert nx.utils.graphs_equal(graph, before)
    assert len(network.edges) == graph.number_of_edges()


def test_to_pyvis_gives_pyvis_nothing_that_it_would_take_for_markup() -> None:
    case, document = build_world(hostile=True)
    with case:
        network = to_pyvis(to_networkx(case, document))
    assert all(isinstance(node["id"], int) and "title" not in node for node in network.nodes)
    page = network.generate_html()
    assert "<img src=x" not in page
