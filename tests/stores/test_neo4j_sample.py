"""On the sample: a run's journeys and a server's answers are the same."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from graphscan.pipeline import Run, paths, scan
from graphscan.search.query import PathQuery
from graphscan.settings import Settings
from graphscan.stores import Query, list_queries, push, run_query, verify
from tests.stores.asked import here, there
from tests.stores.servers import RunningServer

if TYPE_CHECKING:
    from neo4j import Driver

pytestmark = [pytest.mark.neo4j, pytest.mark.slow, pytest.mark.xdist_group("neo4j")]

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
NOBODY = {"entry_id": "", "name": ""}
"""What a finding names whose end is on no list: a firm of headquarters abroad."""
EVERYTHING = Settings(journeys=0, top=0)
THROUGH_AFFILIATES = dataclasses.replace(EVERYTHING, through_affiliates=True)


@pytest.fixture(scope="module")
def run(server: RunningServer) -> Iterator[Run]:
    with scan(SAMPLE, settings=EVERYTHING) as finished:
        push(finished.case, **server.login, settings=EVERYTHING, name="sample")
        yield finished


@pytest.fixture(scope="module")
def linked(server: RunningServer, run: Run) -> Run:
    """The same, where goods may pass once between linked parties without a record."""
    found = scan(SAMPLE, case=run.case, settings=THROUGH_AFFILIATES)
    push(run.case, **server.login, settings=THROUGH_AFFILIATES, name="linked")
    return found


def by_legs(routes: Any) -> dict[tuple[int, ...], tuple[str, str]]:
    return {
        journey.legs: (journey.certainty, journey.basis)
        for route in routes
        for journey in route.journeys
    }


def answered(answer: pd.DataFrame) -> dict[tuple[int, ...], tuple[str, str]]:
    pairs = zip(answer["certainty"], answer["basis"].fillna(""), strict=True)
    return dict(zip(map(tuple, answer["leg_ids"]), pairs, strict=True))


def test_same_journeys_on_the_sample(server: RunningServer, run: Run) -> None:
    answer = run_query("exporter_to_listed", {"case": "sample"}, **server.login)
    expected = by_legs(run.result.routes)
    assert answered(answer) == expected
    assert len(answer) == len(expected) > 40
    assert {len(journey) for journey in expected} >= {1, 2, 3}
    assert not any(answer["handed_to"])


def test_same_journeys_where_goods_pass_between_linked_parties(
    server: RunningServer, linked: Run
) -> None:
    answer = run_query("exporter_to_listed", {"case": "linked"}, **server.login)
    assert answered(answer) == by_legs(linked.result.routes)
    names = dict(linked.case.rows("SELECT party_id, name FROM parties"))
    stops = {
        journey.legs: [names[(*route.holders, route.end)[at - 1]] for at in route.passes]
        for route in linked.result.routes
        for journey in route.journeys
    }
    assert dict(zip(map(tuple, answer["leg_ids"]), answer["handed_to"], strict=True)) == stops
    assert any(stops.values())


@pytest.mark.parametrize("which", ["run", "linked"])
def test_same_numbers_on_the_sample(
    server: RunningServer, request: pytest.FixtureRequest, which: str
) -> None:
    run: Run = request.getfixturevalue(which)
    name = {"run": "sample", "linked": "linked"}[which]
    answer = run_query("chains_by_length", {"case": name}, **server.login)
    counted = [tuple(row) for row in answer[["legs", "chains", "certain"]].to_numpy().tolist()]
    assert counted == [row for row in run.result.chains_by_length if row[1]]
    keys = dict(run.case.rows("SELECT party_id, key FROM parties"))
    answer = run_query("intermediaries", {"case": name, "limit": 10_000}, **server.login)
    assert list(zip(answer["key"], answer["passages"], strict=True)) == sorted(
        ((keys[one.key], one.passages) for one in run.result.intermediaries),
        key=lambda pair: (-pair[1], pair[0]),
    )
    answer = run_query("transit_points", {"case": name, "limit": 10_000}, **server.login)
    assert dict(zip(answer["place"], answer["passages"], strict=True)) == {
        one.key[1]: one.passages for one in run.result.waypoints if not isinstance(one.key, int)
    }


def test_what_is_there_is_what_the_case_holds(server: RunningServer, linked: Run) -> None:
    compared = verify(linked.case, **server.login, settings=THROUGH_AFFILIATES, name="linked")
    assert [one for one in compared if not one.equal] == []
    assert {one.kind for one in compared if not one.here} == set()


def test_a_row_of_the_answer_reads_as_the_finding_does(server: RunningServer, run: Run) -> None:
    answer = run_query("exporter_to_listed", {"case": "sample"}, **server.login)
    answer = answer.astype(object).where(answer.notna(), "")
    rows = sorted(
        [
            row.exporter,
            *row.holders,
            row.end,
            row["class"],
            row.entry_id or "",
            row.listed or "",
            *row.shipment_ids,
        ]
        for _, row in answer.iterrows()
    )
    findings = sorted(
        [
            finding["exporter"]["name"],
            *(party["name"] for party in finding["intermediaries"] if party["role"] == "holder"),
            *(finding["end"]["name"], finding["commodity"]["class"]),
            *((finding["listed"] or NOBODY)["entry_id"], (finding["listed"] or NOBODY)["name"]),
            *journey["shipment_ids"],
        ]
        for finding in run.document["findings"]
        if finding["kind"] == "route"
        for journey in finding["journeys"]
    )
    assert rows == findings


def test_paths_between_two_parties_are_the_same_on_the_sample(
    server: RunningServer, run: Run
) -> None:
    pairs = sorted({
        (finding["exporter"]["name"], party["name"])
        for finding in run.document["findings"]
        for party in [*finding["intermediaries"], finding["end"]]
    })  # fmt: skip
    met = 0
    for sender, receiver in pairs[::5]:
        query = PathQuery(sender=sender, receiver=receiver, top=0)
        document, _ = paths(run.case, query, settings=EVERYTHING)
        expected = sorted(
            [
                finding["end"]["name"],
                journey["certainty"],
                journey["basis"],
                *journey["shipment_ids"],
            ]
            for finding in document["findings"]
            for journey in finding["journeys"]
        )
        parameters = {"case": "sample", "from": sender, "to": receiver}
        answer = run_query("between_parties", parameters, **server.login).fillna({"basis": ""})
        assert expected == sorted(
            [row.end, row.certainty, row.basis, *row.shipment_ids] for _, row in answer.iterrows()
        )
        met += len(answer)
    assert met > 10


SENTENCES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"receiver": "HiSilicon", "hs": "847150"}, {"through_affiliates": True}),
    ({"sender": "US", "receiver": "CN", "certain": True}, {"max_wait": 365, "max_legs": 5}),
    ({"sender": "HK; SG; MY", "receiver": "CN"}, {"max_wait": 365, "through_affiliates": True}),
    ({"sender": "inc", "receiver": "trading"}, {}),
    ({"via": ("MY",), "avoid": ("SG", "HK;TW")}, {}),
    ({"via": ("Port Klang; SGSIN",), "avoid": ("Hong Kong",)}, {}),
    ({"avoid": ("MYPKG; Shanghai",)}, {}),
    ({"receiver": "EL", "klass": "854231", "eccn": "3A", "min_quantity": 50}, {"min_wait": 3}),
    ({"after": dt.date(2024, 1, 1), "min_value": 50_000}, {"foreign_direct_product": False}),
]


@pytest.mark.parametrize(("words", "limits"), SENTENCES, ids=str)
def test_an_investigators_query_has_the_journeys_of_the_case(
    server: RunningServer, run: Run, words: dict[str, Any], limits: dict[str, Any]
) -> None:
    """Though the case was pushed within other waits, and without linked parties."""
    query, settings = PathQuery(**words), Settings(**limits)
    expected = here(run.case, query, settings)
    assert there(server, "sample", query, settings) == expected
    assert expected[0]


def operators(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield plan["operatorType"].partition("@")[0], plan["args"].get("Details", "")
    for child in plan.get("children", []):
        yield from operators(child)


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_every_file_is_planned_without_a_notice_and_seeks_once_a_leg(
    linked: Run, driver: Driver, query: Query
) -> None:
    """On a server that holds every property: a notice of one that is not there is a typo."""
    values = query.read_parameters(
        {name: "x" for name, one in query.parameters.items() if one.required}
    )
    with driver.session(database="neo4j", notifications_min_severity="INFORMATION") as session:
        summary = session.run("EXPLAIN " + query.text, values).consume()
    told = [status for status in summary.gql_status_objects if status.is_notification]
    assert not told, [status.status_description for status in told]
    assert summary.plan is not None
    steps = list(operators(summary.plan))
    seeks = sum("INDEX s:Shipment(inlane, arrives_first)" in details for _, details in steps)
    assert seeks == query.text.count("WHERE s.inlane IN next.outlanes")
    assert not {"AllNodesScan"} & {operator for operator, _ in steps}
