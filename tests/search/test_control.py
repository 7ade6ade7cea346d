"""Goods that pass between linked holders in a case: asked for, avoided, counted, proved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graphscan.casefile import Case
from graphscan.findings.asked import AskedPaths
from graphscan.findings.verify import derive
from graphscan.pipeline import paths
from graphscan.search.query import PathQuery
from graphscan.settings import Settings
from tests.network.small import interest, listed, network_of, shipment

GROUP = Settings(through_affiliates=True)
SISTERS, RECORDED = "Acme>Left>Right>Bolt", "Acme>Hub>Bolt"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """Left receives and Right sends, both of Top; Half is Top's and another's joint venture."""
    rows = [
        shipment("S1", "Acme/US", "Left/MY", "2024-01-05", arrival_date="2024-01-09"),
        shipment("S2", "Right/MY", "Bolt/CN", "2024-02-01", arrival_date="2024-02-03"),
        shipment("S3", "Acme/US", "Hub/SG", "2024-01-05", arrival_date="2024-01-09"),
        shipment("S4", "Hub/SG", "Bolt/CN", "2024-02-01", arrival_date="2024-02-03"),
        shipment("S5", "Late/MY", "Bolt/CN", "2024-02-01", arrival_date="2024-02-03"),
        shipment("S6", "Partner/MY", "Bolt/CN", "2024-02-01", arrival_date="2024-02-03"),
        shipment("S7", "Right/MY", "Bolt/CN", "2024-02-01", hs_code="848210"),
    ]
    held = [
        interest("Top/SG", "Left/MY", 100),
        interest("Top/SG", "Right/MY", 50, valid_from="2024-01"),
        interest("Top/SG", "Late/MY", 100, valid_from="2024-02-02"),
        interest("Top/SG", "Half/MY", 50),
        interest("Partner/MY", "Half/MY", 50),
    ]
    folder = tmp_path_factory.mktemp("control")
    lists = [listed("Bolt", "2020-01-01")]
    with network_of(folder, rows, lists=lists, interests=held) as opened:
        yield opened


def ways(case: Case, settings: Settings = GROUP, **query: Any) -> set[str]:
    asked = AskedPaths(case, PathQuery(top=0, **query), settings)
    found = list(asked.findings())
    # Nobody is visited twice in this case, so what is counted is what is listed.
    counted = [sure if query.get("certain") else possible for _, possible, sure in asked.chains()]
    assert sum(counted) == sum(finding["chains"] for finding in found)
    return {
        ">".join(each["name"] for each in (one["exporter"], *one["intermediaries"], one["end"]))
        for one in found
    }


def test_without_the_setting_goods_stay_with_who_received_them(case: Case) -> None:
    assert ways(case, Settings()) == {RECORDED}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {SISTERS, RECORDED}),
        ({"via": ("Right",)}, {SISTERS}),
        ({"via": ("Left", "Right")}, {SISTERS}),
        ({"via": ("Hub",)}, {RECORDED}),
        ({"avoid": ("Right",)}, {RECORDED}),
        ({"avoid": ("Left",)}, {RECORDED}),
        ({"sender": "Acme", "receiver": "Bolt"}, {SISTERS, RECORDED}),
        ({"certain": True}, {RECORDED}),
    ],
)
def test_who_is_handed_the_goods_holds_them_too(
    case: Case, query: dict[str, Any], expected: set[str]
) -> None:
    """Right may be Top's only from the end of January on, so its link is not certain."""
    assert ways(case, **query) == expected


def test_the_journey_names_the_interests_and_scores_below_one_on_record(case: Case) -> None:
    document, _ = paths(case, PathQuery(top=0), GROUP)
    recorded, passed = document["findings"]
    assert document["run"]["counts"]["chains_through_control"] == 1
    assert "control" not in recorded["journeys"][0]
    (link,) = passed["journeys"][0]["control"]
    assert (link["after_leg"], link["from"]["name"], link["to"]["name"]) == (1, "Left", "Right")
    assert [stake["owner"]["name"] for stake in link["interests"]] == ["Top", "Top"]
    assert [stake["rows"][0]["row"] for stake in link["interests"]] == [2, 3]
    assert {row["row"] for row in passed["evidence"] if row["kind"] == "interest"} == {2, 3}
    text = {factor["id"]: factor["text"] for factor in passed["factors"]}["control-link"]
    assert text.startswith("No record shows the goods going from Left (MY) to Right (MY)")
    assert passed["id"] != recorded["id"]
    assert passed["certainty"] == "possible"


def test_verify_proves_a_link_by_its_interests_and_misses_one_that_was_altered(case: Case) -> None:
    document, _ = paths(case, PathQuery(top=0), GROUP)
    assert derive(case, document).differences == ()
    with case.transaction():
        case.execute("UPDATE ownership SET share_min = 49 WHERE row = 3")
    found, *counts = derive(case, document).differences
    with case.transaction():
        case.execute("UPDATE ownership SET share_min = 50 WHERE row = 3")
    assert found.what == "journey 1: a leg does not follow the one before it"
    assert {each.finding for each in (found, *counts)} == {document["findings"][1]["id"]}
    assert "chains counted again: 0, not 1" in [each.what for each in counts]


def test_choke_points_name_who_is_handed_the_goods(case: Case) -> None:
    cut, _ = AskedPaths(case, PathQuery(), GROUP).choke_points()
    assert len(cut.chosen) == 2
    assert cut.left == 0
