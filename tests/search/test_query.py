"""The investigator's query: what each word leaves, counted as the listing counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graphscan.casefile import Case
from graphscan.errors import NotFoundError, SettingsError
from graphscan.findings.asked import AskedPaths
from graphscan.search.query import PathQuery
from tests.network.small import listed, network_of, shipment

EXPORT = {"eccn": "4A090.a", "quantity": 100, "quantity_unit": "PCS", "value_usd": 90000}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """Acme sells to two hubs, both to Bolt (listed) and one to Coil; a road by month only."""
    rows = [
        shipment("S1", "Acme/US", "Hub/MY", "2024-01-05", arrival_date="2024-01-09", **EXPORT),
        shipment("S2", "Acme/US", "Port/SG", "2024-01-05", arrival_date="2024-01-09", **EXPORT),
        shipment("S3", "Hub/MY", "Bolt/CN", "2024-02-01", arrival_date="2024-02-03", quantity=60,
                 quantity_unit="PCS", value_usd=50000, loading_port="MYPKG"),
        shipment("S4", "Port/SG", "Bolt/CN", "2024-01", arrival_date="2024-02", quantity=5,
                 quantity_unit="PCS", value_usd=700),
        shipment("S5", "Port/SG", "Hub/MY", "2024-01-12", arrival_date="2024-01-14",
                 transshipment_ports="IDJKT"),
        shipment("S6", "Hub/MY", "Coil/KZ", "2024-02-01", arrival_date="2024-02-03"),
        shipment("S7", "Acme/US", "Bolt/CN", "2024-03-01", hs_code="854231",
                 arrival_date="2024-03-04"),
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("query")
    with network_of(folder, rows, lists=[listed("Bolt", "2020-01-01")]) as opened:
        yield opened


def ways(case: Case, **query: Any) -> set[str]:
    found = set()
    for finding in AskedPaths(case, PathQuery(top=0, **query)).findings():
        holders = [each["name"] for each in finding["intermediaries"]]
        found.add(">".join([finding["exporter"]["name"], *holders, finding["end"]["name"]]))
    return found


HUB, PORT, BOTH, DIRECT = "Acme>Hub>Bolt", "Acme>Port>Bolt", "Acme>Port>Hub>Bolt", "Acme>Bolt"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {HUB, PORT, BOTH, DIRECT}),
        ({"via": ("MY",)}, {HUB, BOTH}),
        ({"via": ("Hub", "Port")}, {BOTH}),
        ({"via": ("Port Klang",)}, {HUB, BOTH}),  # a port of loading is one on the way
        ({"via": ("id jkt",)}, {BOTH}),
        ({"via": ("IDJKT; Port",), "avoid": ("MYPKG",)}, {PORT}),
        ({"via": ("Hub; Port",)}, {HUB, PORT, BOTH}),
        ({"avoid": ("SG",)}, {HUB, DIRECT}),
        ({"hs": "8542"}, {DIRECT}),
        ({"klass": "advanced-computing"}, {HUB, PORT, BOTH, DIRECT}),
        ({"klass": "8482"}, set()),
        ({"eccn": "4a090"}, {HUB, PORT, BOTH}),
        ({"min_quantity": 50}, {HUB, BOTH, DIRECT}),
        ({"min_value": 1000}, {HUB, BOTH, DIRECT}),
        ({"certain": True}, {HUB, BOTH, DIRECT}),
        ({"before": dt.date(2024, 2, 28)}, {HUB, PORT, BOTH}),
        ({"after": dt.date(2024, 2, 28)}, {DIRECT}),
        ({"before": dt.date(1970, 1, 1)}, set()),  # day number 0 is a day
        (
            {"receiver": "Coil; Bolt", "via": ("Hub",)},
            {HUB, BOTH, "Acme>Hub>Coil", "Acme>Port>Hub>Coil"},
        ),
        ({"sender": "Port"}, {"Port>Bolt", "Port>Hub>Bolt"}),
    ],
)  # fmt: skip
def test_each_word_leaves_what_it_means(
    case: Case, query: dict[str, Any], expected: set[str]
) -> None:
    assert ways(case, **query) == expected
    counted = AskedPaths(case, PathQuery(**query)).chains()
    possible = sum(certain if query.get("certain") else all_ for _, all_, certain in counted)
    assert possible == len(expected)  # each way is one chain here, and a count lists nothing


def test_paths_come_in_order_of_score_and_the_top_is_theirs(case: Case) -> None:
    every = list(AskedPaths(case, PathQuery(top=0)).findings())
    scores = [finding["score"] for finding in every]
    assert scores == sorted(scores, reverse=True)
    assert list(AskedPaths(case, PathQuery(top=2)).findings()) == every[:2]


def test_the_flow_of_a_path_is_told_in_words(case: Case) -> None:
    (hub,) = AskedPaths(case, PathQuery(via=("Hub",), avoid=("Port",))).findings()
    assert [bound["text"] for bound in hub["flow"]] == ["at most 60 of 100 PCS"]


def test_what_pruning_left_is_told_step_by_step(case: Case) -> None:
    asked = AskedPaths(case, PathQuery(hs="8542"))
    left = [legs for _, legs in asked.steps]
    assert left[0] == 7
    assert left[1:] == [1, 1, 1, 1]


def test_choke_points_are_named_and_direct_chains_stand_beside(case: Case) -> None:
    cut, parties = AskedPaths(case, PathQuery()).choke_points()
    assert [each["name"] for each in parties] == ["Hub", "Port"]
    assert (cut.exact, cut.direct, cut.left) == (True, 1, 1)


def test_a_name_that_nobody_bears_is_an_error_that_names_the_option(case: Case) -> None:
    with pytest.raises(NotFoundError, match="--via"):
        AskedPaths(case, PathQuery(via=("Hub; Nobody at all",)))
    with pytest.raises(NotFoundError, match="--via"):
        AskedPaths(case, PathQuery(via=("SGSIN",)))  # a port that no leg touches
    with pytest.raises(NotFoundError, match="--from"):
        AskedPaths(case, PathQuery(sender="MYPKG"))  # at a port nothing begins
    with pytest.raises(SettingsError, match="min_quantity"):
        PathQuery(min_quantity=-1)


def test_a_case_path_is_not_needed(tmp_path: Path) -> None:
    """The query works on any open case, also an empty one."""
    with network_of(tmp_path, [shipment("S1", "Acme/US", "Hub/MY", "2024-01-05")]) as empty:
        asked = AskedPaths(empty, PathQuery())
        assert list(asked.findings()) == []
        assert sum(possible for _, possible, _ in asked.chains()) == 0


@pytest.mark.parametrize(
    "query",
    [
        {"min_value": float("nan")},
        {"min_quantity": float("inf")},
        {"klass": "advanced computing"},
        {"klass": "85"},
        {"eccn": "3X090"},
        {"eccn": "nonsense"},
        {"after": dt.date(2024, 2, 1), "before": dt.date(2024, 1, 1)},
    ],
)
def test_what_no_query_could_mean_is_refused(query: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        PathQuery(**query)


@pytest.mark.parametrize("eccn", ["3", "3A", "3A090", "4a090.a", "5A992.c.1", "EAR99", "EAR"])
def test_an_eccn_may_be_begun(eccn: str) -> None:
    assert PathQuery(eccn=eccn).eccn == eccn


@pytest.mark.parametrize(
    "query", [{"via": ("",)}, {"receiver": ";"}, {"sender": " ; "}, {"avoid": (";",)}]
)
def test_a_text_that_names_nobody_is_refused(case: Case, query: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="names nobody"):
        AskedPaths(case, PathQuery(**query))


def test_a_heading_that_is_none_is_refused(case: Case) -> None:
    assert not list(AskedPaths(case, PathQuery(klass="8482")).findings())
    with pytest.raises(NotFoundError, match="no heading 8599"):
        AskedPaths(case, PathQuery(klass="859900"))


def test_weights_that_agree_within_the_share_are_relabelled_wherever_they_lie(
    tmp_path: Path,
) -> None:
    """The larger may be 1/0.97 of the smaller, which is more than 1.03."""
    rows = []
    for number in range(40):
        light = 1.03 ** (10 + number / 40)
        goods = {"quantity": 100, "quantity_unit": "PCS"}
        hub = f"Hub {number} Ltd/MY"
        rows += [
            shipment(f"A{number}", "Acme/US", hub, "2024-01-05", gross_weight_kg=light, **goods),
            shipment(f"B{number}", hub, "Bolt/CN", "2024-02-01", hs_code="841370",
                     gross_weight_kg=light / 0.9701, **goods),
        ]  # fmt: skip
    with network_of(tmp_path, rows, lists=[listed("Bolt", "2020-01-01")]) as case:
        assert len(ways(case)) == 40
