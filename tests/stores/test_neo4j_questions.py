"""Questions beside the walks: ownership, substitutes, addresses, runs; on a small case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graphscan.casefile import Case
from graphscan.settings import Settings
from graphscan.stores import push, run_query
from tests.network.small import interest, listed, network_of, shipment
from tests.stores.servers import RunningServer

pytestmark = [pytest.mark.neo4j, pytest.mark.slow, pytest.mark.xdist_group("neo4j")]

HARBOUR = "12 Harbour Road, Wanchai"
LOWER = "12 harbour road; wanchai"
SHIPMENTS = [
    shipment("S1", "Alder Inc/US", "Brindle Ltd/HK", "2023-01-05"),
    shipment("S2", "Brindle Ltd/HK", "Zelmark Co/CN", "2023-02-01", consignee_address=HARBOUR),
    shipment("S3", "Brindle Ltd/HK", "Yarrow Co/CN", "2023-09-01", consignee_address=LOWER),
    shipment("S4", "Brindle Ltd/HK", "Old Friend Co/CN", "2023-01-20", consignee_address="Wanchai"),
    shipment("S5", "Brindle Ltd/HK", "Old Friend Co/CN", "2023-09-02"),
]  # fmt: skip
INTERESTS = [
    interest("Zelmark Co/CN", "First Co/CN", 30, valid_from="2023-01-01"),
    interest("Zelmark Co/CN", "Second Co/CN", 50, valid_from="2023-01-01"),
    interest("Second Co/CN", "First Co/CN", 20, valid_from="2023"),
    interest("First Co/CN", "Third Co/CN", 49),
    interest("Second Co/CN", "Fourth Co/CN", 80, kind="votes"),
]


@pytest.fixture(scope="module")
def case(server: RunningServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    lists = [listed("Zelmark Co", "2023-06-01")]
    folder: Path = tmp_path_factory.mktemp("questions")
    with network_of(folder, SHIPMENTS, lists=lists, interests=INTERESTS) as built:
        _write_runs(built)
        push(built, **server.login, settings=Settings(), name="asked")
        yield built


def _write_runs(case: Case) -> None:
    """Two runs: one finding stays, one changes its score, one goes, one comes."""
    bodies = {
        "a": ("stay", 10),
        "b": ("moves", 20),
        "c": ("moves", 30),
        "d": ("goes", 5),
        "e": ("comes", 7),
    }
    for sha, (number, score) in bodies.items():
        body = {
            "id": number,
            "score": score,
            "certainty": "certain",
            "journeys": [],
            "exporter": {"name": "X"},
        }
        case.execute("INSERT INTO finding_bodies VALUES (?, ?)", [sha, json.dumps(body)])
    for seq, (run, found) in enumerate({"r1": "abd", "r2": "ace"}.items(), start=1):
        case.execute("INSERT INTO runs VALUES (?, ?, '', '{}', '')", [run, seq])
        for rank, sha in enumerate(found, start=1):
            case.execute(
                "INSERT INTO run_findings VALUES (?, ?, ?, ?, ?)", [run, rank, *bodies[sha], sha]
            )


def ask(server: RunningServer, name: str, **parameters: Any) -> list[dict[str, Any]]:
    answer = run_query(name, {"case": "asked", **parameters}, **server.login)
    return [{str(name): value for name, value in row.items()} for row in answer.to_dict("records")]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2022-12-31", []),
        ("2023-06-01", [("Second Co", 1, 50.0)]),  # of 2023: the fifth of First may not hold yet
        ("2024-01-01", [("Second Co", 1, 50.0), ("First Co", 2, 50.0)]),
    ],
)
def test_shares_of_captured_owners_are_added_on_their_days(
    server: RunningServer, case: Case, day: str, found: list[tuple[str, int, float]]
) -> None:
    rows = ask(server, "ownership_below", party="zelmark co", day=day)
    assert [(row["party"], row["round"], row["percent"]) for row in rows] == found
    assert not any(row["more"] for row in rows)


def test_owners_of_owners_are_given_level_by_level(server: RunningServer, case: Case) -> None:
    rows = ask(server, "ownership_above", party="Third Co", day="2023-06-01")
    assert [(row["level"], row["owner"], row["owned"], row["surely"]) for row in rows] == [
        (1, "First Co", "Third Co", True),
        (2, "Zelmark Co", "First Co", True),
        (2, "Second Co", "First Co", False),
        (3, "Zelmark Co", "Second Co", True),
    ]
    assert rows[1]["listed"] == ["Zelmark Co (EL)"]
    assert rows[0]["evidence"] == "ownership.csv:5"


def test_a_new_customer_after_the_listing_is_a_substitute_an_old_one_is_not(
    server: RunningServer, case: Case
) -> None:
    [row] = ask(server, "substitution_after_listing")
    assert (row["supplier"], row["substitute"], row["first_day"]) == (
        *("Brindle Ltd", "Yarrow Co", "2023-09-01"),
    )
    assert (row["before"], row["after"], row["legs"], row["linked"]) == (1, 0, 1, True)


def test_two_spellings_of_one_address_are_shared_and_a_city_is_not(
    server: RunningServer, case: Case
) -> None:
    [row] = ask(server, "shared_addresses", listed=1)
    assert row["address"] == "12 harbour road wanchai"
    assert row["parties"] == ["Yarrow Co (CN)", "Zelmark Co (CN)"]
    assert row["listed"] == ["Zelmark Co (EL)"]
    assert ask(server, "shared_addresses", party="Old Friend Co") == []


def test_what_changed_between_two_runs(server: RunningServer, case: Case) -> None:
    rows = ask(server, "runs_compared")
    told = [(row["change"], row["id"], row["score_before"], row["score_after"]) for row in rows]
    assert [(change, number) for change, number, _, _ in told] == [
        ("new", "comes"),
        ("gone", "goes"),
        ("changed", "moves"),
    ]
    assert told[2][2:] == (20.0, 30.0)
    back = ask(server, "runs_compared", before="r2", after="r1")
    assert {(row["change"], row["id"]) for row in back} >= {("new", "goes"), ("gone", "comes")}
    assert [row["id"] for row in ask(server, "latest_findings")] == ["stay", "moves", "comes"]


def test_a_dossier_and_a_neighbourhood_say_what_the_case_holds(
    server: RunningServer, case: Case
) -> None:
    [row] = ask(server, "party_dossier", party="Brindle Ltd")
    assert (row["sent"], row["received"], row["received_from"]) == (4, 1, ["Alder Inc (1)"])
    assert (row["first_day"], row["last_day"]) == ("2023-01-05", "2023-09-02")
    rows = ask(server, "neighbourhood", party="Alder Inc")
    assert [(row["relation"], row["to"]) for row in rows] == [(["SENT", "TO"], "Brindle Ltd")]
    assert rows[0]["path"][2]["shipment_id"] == "S1"


def test_the_quickest_journey_is_given_with_its_days(server: RunningServer, case: Case) -> None:
    rows = ask(server, "shortest_in_time", max_wait=60)
    assert [row["shipment_ids"] for row in rows] == [["S1", "S2"]]
    assert rows[0]["days"] == 27


def test_a_query_that_writes_is_refused(server: RunningServer, case: Case) -> None:
    from graphscan.errors import StoreError
    from graphscan.stores.neo4j_ import Server, asking

    with pytest.raises(StoreError, match="AccessMode"), asking(Server(**server.login)) as session:
        session.run("CREATE (:Party)").consume()
