"""What a push leaves on a real server, and what it says when it cannot."""

from __future__ import annotations

import dataclasses
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graphscan.casefile import open_case
from graphscan.errors import StoreError
from graphscan.search.reference import Leg
from graphscan.settings import Settings
from graphscan.stores import PushReport, model, push, run_query
from tests.stores.servers import RunningServer
from tests.stores.worlds import fill, random_world

if TYPE_CHECKING:
    from neo4j import Driver

pytestmark = [pytest.mark.neo4j, pytest.mark.slow, pytest.mark.xdist_group("neo4j")]

WRONG = "not-the-password"
NODES = "MATCH (n {case: $case}) RETURN labels(n) AS l, properties(n) AS p"
LINKS = (
    "MATCH (a {case: $case})-[r]->(b) RETURN type(r) AS t, properties(r) AS p, "
    "coalesce(a.key, a.leg_id, a.id) AS a, coalesce(b.key, b.leg_id, b.id) AS b"
)


def graph_of(driver: Driver, case: str) -> list[str]:
    rows: list[str] = []
    for text in (NODES, LINKS):
        records = driver.execute_query(text, case=case, database_="neo4j").records
        rows += [repr(_sorted(record.data())) for record in records]
    return sorted(rows)


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return value


def push_legs(server: RunningServer, legs: list[Leg], name: str, **names: str) -> PushReport:
    with open_case() as case:
        fill(case, legs, {int(party[1:]): text for party, text in names.items()})
        return push(case, **server.login, settings=Settings(), name=name)


def test_pushing_twice_leaves_the_same_graph(server: RunningServer, driver: Driver) -> None:
    legs = list(random_world(3).legs)
    first = push_legs(server, legs, "twice")
    before = graph_of(driver, "twice")
    again = push_legs(server, legs, "twice")
    assert again == dataclasses.replace(first, unchanged=True)
    assert graph_of(driver, "twice") == before
    assert first.shipments == len(legs)
    assert sum("'Shipment'" in row for row in before) == len(legs)


def test_what_the_case_dropped_is_gone_and_other_cases_stay(
    server: RunningServer, driver: Driver
) -> None:
    legs = list(random_world(4).legs)
    push_legs(server, legs, "neighbour")
    neighbour = graph_of(driver, "neighbour")
    push_legs(server, legs[:2], "fresh")
    push_legs(server, legs, "shrunk")
    report = push_legs(server, legs[:2], "shrunk")
    assert report.replaced
    assert [row.replace("shrunk", "fresh") for row in graph_of(driver, "shrunk")] == graph_of(
        driver, "fresh"
    )
    assert graph_of(driver, "neighbour") == neighbour


def test_a_push_that_was_cut_off_is_not_asked_and_is_mended_by_the_next(
    server: RunningServer, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    legs = list(random_world(5).legs)
    push_legs(server, legs[:3], "cut")
    broken = model.Relation(type="THIS IS NOT CYPHER", start="Shipment", end="ListEntry")
    with monkeypatch.context() as patch:
        patch.setattr(model, "KINDS", {**model.KINDS, "ends": broken})
        with pytest.raises(StoreError, match="SyntaxError"):
            push_legs(server, legs, "cut")
    with pytest.raises(StoreError, match=r"the push of cut was not finished. Push again"):
        run_query("exporter_to_listed", {"case": "cut"}, **server.login)
    push_legs(server, legs, "cut")
    push_legs(server, legs, "whole")
    assert [row.replace("cut", "whole") for row in graph_of(driver, "cut")] == graph_of(
        driver, "whole"
    )


def test_hostile_names_are_stored_as_they_are(server: RunningServer, driver: Driver) -> None:
    """Issue 3: a name may carry Cypher, HTML, a formula, quotes, control characters, any length."""
    names = {
        "p0": "') DETACH DELETE n //",
        "p1": "<script>alert(1)</script>\x00\x1b[2J\u202e",
        "p2": "=cmd|' /C calc'!A0\"`}]) MATCH (n) DETACH DELETE n",
        "p3": "Å" * 10_000,
    }
    legs = [
        Leg(consignor=i, receiver=i + 1, klass=0, departs=(i, i), arrives=(i, i), start=i == 0)
        for i in range(3)
    ]
    push_legs(server, legs, "hostile", **names)
    text = "MATCH (p:Party {case: 'hostile'}) RETURN p.name AS name ORDER BY p.party_id"
    stored = [record["name"] for record in driver.execute_query(text, database_="neo4j").records]
    assert stored == list(names.values())
    for start, end, legs_between in [("p0", "p2", [0, 1]), ("p1", "p2", [1]), ("p2", "p3", [2])]:
        parameters = {"case": "hostile", "from": names[start], "to": names[end]}
        answer = run_query("between_parties", parameters, **server.login)
        assert list(answer["leg_ids"]) == [legs_between]


def test_progress_ends_at_the_whole(server: RunningServer) -> None:
    told: list[tuple[str, int, int]] = []
    with open_case() as case:
        fill(case, random_world(7).legs)
        push(
            case,
            **server.login,
            settings=Settings(),
            name="progress",
            on_progress=lambda *step: told.append(step),
        )
    assert [kind for kind, _, _ in told] == ["parties", "entries", "shipments", "ends"]
    assert all(done == total for _, done, total in told)


def test_a_case_is_named_after_its_file(server: RunningServer, tmp_path: Path) -> None:
    with open_case(tmp_path / "customs 2024.duckdb") as case:
        fill(case, [])
        report = push(case, **server.login, settings=Settings())
    assert report.case == "customs 2024"
    with open_case(tmp_path / "customs 2024.duckdb", read_only=True) as case:
        assert push(case, **server.login, settings=Settings()).unchanged


@pytest.fixture
def quiet_logs(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


def test_a_wrong_password_names_the_cure_and_no_secret(
    server: RunningServer, quiet_logs: pytest.LogCaptureFixture
) -> None:
    wrong = RunningServer(uri=server.uri, password=WRONG)
    with open_case() as case, pytest.raises(StoreError) as raised:
        push(case, **wrong.login, settings=Settings())
    assert raised.value.cure == "Check --user and NEO4J_PASSWORD."
    assert raised.value.where == server.uri
    told = "".join(traceback.format_exception(raised.value)) + quiet_logs.text
    assert WRONG not in told


def test_a_database_that_is_not_there_is_named(server: RunningServer) -> None:
    with pytest.raises(StoreError, match=r"nosuch.*--database"):
        run_query("exporter_to_listed", {}, **server.login, database="nosuch")


def test_a_case_that_was_never_pushed_is_no_empty_answer(server: RunningServer) -> None:
    with pytest.raises(StoreError, match=r"no case 'nowhere' here. Push one with"):
        run_query("exporter_to_listed", {"case": "nowhere"}, **server.login)
