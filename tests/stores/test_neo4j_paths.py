"""An investigator's query of a server: the journeys and the meanings that the case itself gives."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from graphscan.casefile import Case, open_case
from graphscan.errors import NotFoundError, SettingsError, StoreError
from graphscan.search.lookup import READINGS as READINGS_OF_A_CASE
from graphscan.search.lookup import find, find_among
from graphscan.search.query import PathQuery
from graphscan.search.reference import Leg
from graphscan.settings import Settings
from graphscan.stores import ask_paths, push, run_query, verify
from graphscan.stores.cypher import find_query
from graphscan.stores.neo4j_ import Server, asking
from graphscan.stores.parties import HAVE_SENT, READINGS, ServerParties
from tests.stores.asked import COUNTRIES, fill_richly, here, there
from tests.stores.servers import RunningServer
from tests.stores.test_every_engine import side_by_side, sisters
from tests.stores.worlds import fill, random_world

if TYPE_CHECKING:
    from neo4j import Driver

pytestmark = [pytest.mark.neo4j, pytest.mark.slow, pytest.mark.xdist_group("neo4j")]

PUSHED = Settings(max_wait=10)
"""Limits of the push that no query keeps to."""


@pytest.fixture(scope="module")
def rich(server: RunningServer) -> Iterator[Case]:
    """Small worlds side by side, each word of a query true of some legs and false of others."""
    dice = random.Random(8)
    worlds = [random_world(8000 + number) for number in range(6)]
    world = side_by_side([*worlds, *(sisters(dice) for _ in range(6))], 5, (0, 20))
    with open_case() as case:
        fill_richly(case, world.legs, dice, world.interests)
        push(case, **server.login, settings=PUSHED, name="rich")
        yield case


def a_query(dice: random.Random, parties: int) -> PathQuery:
    def text() -> str:
        one = (f"P{dice.randrange(parties)}", f"LEI{dice.randrange(parties)}")
        names = (*one, dice.choice(COUNTRIES), f"p{dice.randrange(parties)} ")
        return "; ".join(dice.choices(names, k=dice.choice((1, 1, 2, 4))))

    def day() -> dt.date:
        return dt.date(1970, 1, 1) + dt.timedelta(days=dice.randrange(60))

    words = {
        "sender": (0.5, text),
        "receiver": (0.5, text),
        "via": (0.25, lambda: tuple(text() for _ in range(dice.choice((1, 1, 2))))),
        "avoid": (0.25, lambda: tuple(text() for _ in range(dice.choice((1, 1, 2))))),
        "hs": (0.1, lambda: dice.choice(("85", "8542", "8471"))),
        "klass": (0.1, lambda: dice.choice(("8482", "847150", "advanced-computing", "unknown"))),
        "eccn": (0.1, lambda: dice.choice(("3a", "4A090", "EAR99"))),
        "after": (0.1, day),
        "before": (0.1, lambda: dt.date(1970, 2, 1) + dt.timedelta(days=60)),
        "min_quantity": (0.1, lambda: 101),
        "min_value": (0.1, lambda: 100),
        "certain": (0.15, lambda: True),
    }
    given: dict[str, Any] = {
        name: say() for name, (odds, say) in words.items() if dice.random() < odds
    }
    return PathQuery(**given, top=0)


def test_random_queries_have_the_journeys_of_the_case(server: RunningServer, rich: Case) -> None:
    """With waits and lengths of their own, through linked parties or not."""
    dice = random.Random(1)
    parties = rich.value("SELECT count(*) FROM parties")
    sizes: list[int] = []
    for _ in range(25):
        query = a_query(dice, parties)
        settings = Settings(
            max_legs=dice.choice((3, 4, 5)),
            min_wait=dice.choice((0, 0, 2)),
            max_wait=dice.choice((5, 20, 60)),
            through_affiliates=dice.random() < 0.5,
            foreign_direct_product=dice.random() < 0.8,
        )
        expected = here(rich, query, settings)
        assert there(server, "rich", query, settings) == expected, (query, settings)
        sizes.append(len(expected[0]))
    assert sum(map(bool, sizes)) >= 8
    assert max(sizes) > 10


WORDS: list[dict[str, Any]] = [
    {},
    {"sender": "US"},
    {"receiver": "CN"},
    {"receiver": "SDN"},
    {"receiver": "SDN:000000000002"},
    {"via": ("MY",)},
    {"via": ("MY; SG", "HK")},
    {"avoid": ("MY",)},
    {"avoid": ("SDN", "SG; P3")},
    {"hs": "85"},
    {"klass": "8482"},
    {"klass": "854231"},
    {"eccn": "3a090"},
    {"after": dt.date(1970, 1, 20)},
    {"before": dt.date(1970, 2, 1)},
    {"min_quantity": 101},
    {"min_value": 400},
    {"certain": True},
    {"klass": "9999999999", "sender": "P1"},
]


@pytest.mark.parametrize("words", WORDS, ids=str)
def test_each_word_leaves_what_it_leaves_in_the_case(
    server: RunningServer, rich: Case, words: dict[str, Any]
) -> None:
    settings = Settings(max_wait=60, through_affiliates=True)
    query = PathQuery(**words, top=0)
    try:
        expected: object = here(rich, query, settings)
    except NotFoundError as err:
        expected = str(err)
    try:
        found: object = there(server, "rich", query, settings)
    except NotFoundError as err:
        found = str(err)
    assert found == expected


def test_goods_of_another_class_on_the_same_way_hide_no_journey_that_begins_abroad(
    server: RunningServer,
) -> None:
    first = Leg(consignor=0, receiver=1, klass=0, departs=(1, 1), arrives=(2, 2), start=True)
    last = Leg(consignor=1, receiver=2, klass=0, departs=(3, 3), arrives=(4, 4), basis="listed")
    with open_case() as case:
        fill(case, [first, last, dataclasses.replace(last, klass=1)])
        case.execute("UPDATE list_rows SET footnotes = ['1']")
        case.execute("UPDATE legs SET from_country = 'MY' WHERE consignor = 1")
        case.execute(
            "INSERT INTO party_facts (party_id, file_id, row, headquarters_country) "
            "VALUES (1, 0, 2, 'US')"
        )
        push(case, **server.login, settings=Settings(), name="abroad")
        expected, _ = here(case, PathQuery(), Settings())
    found, _ = there(server, "abroad", PathQuery(), Settings())
    assert found == expected == {(0, 1): "certain", (2,): "certain"}
    rows = run_query("exporter_to_listed", {"case": "abroad"}, **server.login)
    assert sorted(map(tuple, rows["leg_ids"])) == sorted(expected)


def test_what_was_pushed_is_there(server: RunningServer, rich: Case) -> None:
    compared = verify(rich, **server.login, settings=PUSHED, name="rich")
    assert [one.kind for one in compared if not one.equal] == []
    assert next(one.here for one in compared if one.kind == "halves") > 0


HOSTILE = "'}) DETACH DELETE n //\\u0027 $case \"`;DROP"
LONG = "Ümit " * 300
NAMES = {
    0: "İSTANBUL ELEKTRONİK",
    1: "ΟΔΟΣ Trading",
    2: HOSTILE.replace(";", ","),
    3: LONG + "One",
    4: LONG + "Two",
    5: "Us",
    6: "my",
    7: "Straße & Söhne",
}


@pytest.fixture(scope="module")
def named(server: RunningServer) -> Iterator[Case]:
    legs = [
        Leg(consignor=at, receiver=(at + 1) % 8, klass=0, departs=(at, at), arrives=(at, at))
        for at in range(8)
    ]
    with open_case() as case:
        fill(case, legs, NAMES)
        case.execute(
            "INSERT INTO party_matches (party_id, entry_id, match, list_name, score) VALUES "
            "(2, 'EL:000000000001', 'alias', 'HiSilicon Ἀθῆναι', 1), "
            "(4, 'EL:000000000001', 'exact', 'Entry', 1), "
            "(4, 'SDN:000000000002', 'alias', 'ELB', 1)"
        )
        case.execute("UPDATE parties SET country = 'TR', identifier = 'el' WHERE party_id = 0")
        push(case, **server.login, settings=Settings(), name="named")
        yield case


TEXTS = [
    *("istanbul elektronik", "İstanbul", "ISTANBUL", "οδοσ trading", "οδος", "ΟΔΟΣ"),
    *(
        NAMES[2],
        "detach  delete",
        "'",
        "$case",
        "\\u0027",
        LONG + "one",
        LONG + "two",
        "ümit",
        "two",
    ),
    *("us", "US", "my", "MY", "strasse", "STRASSE & söhne", "Straße", "tr", "Turkey", "TUR"),
    *("EL", "el", "SDN", "EL:000000000001", "el:000000000001", "ELB", "entry", "hisilicon ἈΘῆναι"),
    *("LEI1", "lei1", "LEI1 ", "hisilicon trading", "elb ümit", "zz", "", "  ", "\x00", "%", ".*"),
]


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_a_text_means_on_the_server_what_it_means_in_the_case(
    server: RunningServer, named: Case, text: str
) -> None:
    def of_the_case() -> object:
        return find(named, text, option="--from")

    def of_the_server() -> object:
        with asking(Server(**server.login)) as session:
            return find_among(ServerParties(session, "named", 60), text, option="--from")

    said: list[object] = []
    for ask in (of_the_case, of_the_server):
        try:
            said.append(ask())
        except NotFoundError as err:
            said.append(str(err))
    assert said[0] == said[1]


def test_every_reading_is_planned_without_a_notice(named: Case, driver: Driver) -> None:
    assert READINGS.keys() == READINGS_OF_A_CASE.keys()
    values = {"case": "named", "value": "x", "lower": "x", "key": "x", "words": ["x"], "klass": "x"}
    for statement in [*(f"{one} RETURN p.party_id" for one in READINGS.values()), HAVE_SENT]:
        with driver.session(database="neo4j", notifications_min_severity="INFORMATION") as session:
            summary = session.run("EXPLAIN " + statement, values).consume()
        told = [status for status in summary.gql_status_objects if status.is_notification]
        assert not told, [status.status_description for status in told]
        assert "AllNodesScan" not in str(summary.plan), statement


def test_certain_ones_come_first_then_the_shortest_then_the_earliest(
    server: RunningServer, rich: Case
) -> None:
    settings = Settings(max_wait=60)
    every = ask_paths(PathQuery(top=0), settings, case="rich", **server.login)
    rows = every.journeys
    days = dict(rich.rows("SELECT leg_id, departs_first FROM legs"))
    keys = [
        (certainty, len(leg_ids), days[leg_ids[0]])
        for certainty, leg_ids in zip(rows["certainty"], rows["leg_ids"], strict=True)
    ]
    assert keys == sorted(keys)
    assert {certainty for certainty, _, _ in keys} == {"certain", "possible"}
    some = ask_paths(PathQuery(top=3), settings, case="rich", **server.login)
    pd.testing.assert_frame_equal(some.journeys, rows.head(3))
    assert list(rows.columns) == list(find_query("exporter_to_listed").columns)


def test_what_cannot_be_answered_is_refused_with_a_reason(
    server: RunningServer, rich: Case, named: Case, driver: Driver
) -> None:
    query, settings = PathQuery(), Settings()
    with pytest.raises(SettingsError, match=r"max_legs: 7\. Give a whole number from 1 to 6"):
        ask_paths(query, dataclasses.replace(settings, max_legs=7), case="rich", **server.login)
    with pytest.raises(StoreError, match="no case 'absent' here"):
        ask_paths(query, settings, case="absent", **server.login)
    with pytest.raises(StoreError, match=r"several cases here\. Name one of them: .*rich"):
        ask_paths(query, settings, **server.login)
    with pytest.raises(NotFoundError, match="--via: nothing in the case is called 'Nobody'"):
        ask_paths(PathQuery(via=("P1; Nobody",)), settings, case="rich", **server.login)
    with pytest.raises(SettingsError, match="--to ' ; ' names nobody"):
        ask_paths(PathQuery(receiver=" ; "), settings, case="rich", **server.login)
    driver.execute_query("MERGE (c:Case {name: 'older', complete: true})")
    try:
        with pytest.raises(
            StoreError, match=r"older was pushed by an older graphscan\. Push again"
        ):
            ask_paths(query, settings, case="older", **server.login)
    finally:
        driver.execute_query("MATCH (c:Case {name: 'older'}) DELETE c")
