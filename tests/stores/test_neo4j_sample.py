"""On the sample: a run's journeys and a server's answers are the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from graphscan.pipeline import Run, paths, scan
from graphscan.search.query import PathQuery
from graphscan.settings import Settings
from graphscan.stores import push, run_query
from tests.stores.servers import RunningServer

pytestmark = [pytest.mark.neo4j, pytest.mark.slow, pytest.mark.xdist_group("neo4j")]

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
EVERYTHING = Settings(journeys=0, top=0)


@pytest.fixture(scope="module")
def run(server: RunningServer) -> Iterator[Run]:
    with scan(SAMPLE, settings=EVERYTHING) as finished:
        push(finished.case, **server.login, settings=EVERYTHING, name="sample")
        yield finished


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


def test_a_row_of_the_answer_reads_as_the_finding_does(server: RunningServer, run: Run) -> None:
    answer = run_query("exporter_to_listed", {"case": "sample"}, **server.login)
    rows = sorted(
        [
            row.exporter,
            *row.holders,
            row.end,
            row["class"],
            row.entry_id,
            row.listed,
            *row.shipment_ids,
        ]
        for _, row in answer.iterrows()
    )
    findings = sorted(
        [
            finding["exporter"]["name"],
            *(party["name"] for party in finding["intermediaries"] if party["role"] == "holder"),
            *(finding["end"]["name"], finding["commodity"]["class"]),
            *(finding["listed"]["entry_id"], finding["listed"]["name"]),
            *journey["shipment_ids"],
        ]
        for finding in run.document["findings"]
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
    for sender, receiver in pairs[:25]:
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
    assert met > 20
