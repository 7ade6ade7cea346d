"""The journeys of the Cypher files are those of the slow obvious search, on a real server."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence

import pandas as pd
import pytest

from graphscan.casefile import open_case
from graphscan.errors import SettingsError
from graphscan.search.reference import Leg, World, search, written_out
from graphscan.settings import Settings
from graphscan.stores import push, run_query
from graphscan.stores.cypher import find_query
from tests.stores.servers import RunningServer
from tests.stores.worlds import RULES, fill, random_world

pytestmark = [pytest.mark.neo4j, pytest.mark.slow, pytest.mark.xdist_group("neo4j")]

LIMITS = [(6, 0, 60), (4, 0, 20), (3, 3, 3), (1, 0, 180)]


def settings_of(world: World) -> Settings:
    return Settings(max_legs=world.max_legs, min_wait=world.min_wait, max_wait=world.max_wait)


def side_by_side(count: int, limits: tuple[int, int, int]) -> World:
    """Many random worlds as one, on parties of their own: one push asks all of them."""
    legs: list[Leg] = []
    for seed in range(count):
        base = 10 * seed
        legs += [
            dataclasses.replace(leg, consignor=base + leg.consignor, receiver=base + leg.receiver)
            for leg in random_world(seed).legs
        ]
    max_legs, min_wait, max_wait = limits
    return World(legs=legs, max_legs=max_legs, min_wait=min_wait, max_wait=max_wait, **RULES)


def reference_journeys(world: World) -> dict[tuple[int, ...], str]:
    return {
        journey: "certain" if certain else "possible"
        for route in search(world).routes.values()
        for journey, certain in route.journeys.items()
    }


def journeys_of(answer: pd.DataFrame) -> dict[tuple[int, ...], str]:
    found = dict(zip(map(tuple, answer["leg_ids"]), answer["certainty"], strict=True))
    assert len(found) == len(answer), "a journey came twice"
    return found


def answer_of(
    server: RunningServer,
    legs: Sequence[Leg],
    name: str = "exporter_to_listed",
    **parameters: object,
) -> pd.DataFrame:
    with open_case() as case:
        fill(case, legs)
        push(case, **server.login, settings=Settings(), name="one")
    return run_query(name, {"case": "one", **parameters}, **server.login)


@pytest.mark.parametrize("limits", LIMITS, ids=str)
def test_exporter_to_listed_finds_the_journeys_of_the_reference(
    server: RunningServer, limits: tuple[int, int, int]
) -> None:
    world = side_by_side(60, limits)
    with open_case() as case:
        fill(case, world.legs)
        push(case, **server.login, settings=settings_of(world), name="worlds")
    answer = run_query("exporter_to_listed", {"case": "worlds"}, **server.login)
    expected = reference_journeys(world)
    assert journeys_of(answer) == expected
    assert set(expected.values()) == {"certain", "possible"}
    assert max(map(len, expected)) >= min(world.max_legs, 5)


def passages_of(world: World) -> Counter[str]:
    """How often chains go on at each party, chain by chain: the numbers that a pass must give."""
    return Counter(
        f"P{world.legs[position].receiver}"
        for chain in written_out(world)
        for position in chain[:-1]
    )


@pytest.mark.parametrize("limits", [(6, 0, 20), (3, 3, 60)], ids=str)
def test_chains_and_passages_are_those_of_the_reference(
    server: RunningServer, limits: tuple[int, int, int]
) -> None:
    world = side_by_side(40, limits)
    with open_case() as case:
        fill(case, world.legs)
        push(case, **server.login, settings=settings_of(world), name="counted")
    found = search(world)
    answer = run_query("chains_by_length", {"case": "counted"}, **server.login)
    assert dict(zip(answer["legs"], answer["chains"], strict=True)) == found.chains
    certain = dict(zip(answer["legs"], answer["certain"], strict=True))
    assert Counter(certain) == found.chains_certain
    assert sum(certain.values()) > 10
    answer = run_query("intermediaries", {"case": "counted", "limit": 10_000}, **server.login)
    assert dict(zip(answer["party"], answer["passages"], strict=True)) == passages_of(world)
    assert list(answer["passages"]) == sorted(answer["passages"], reverse=True)


def test_between_parties_finds_the_journeys_of_the_reference(server: RunningServer) -> None:
    world = random_world(7)
    legs = [*world.legs, *random_world(8).legs]
    with open_case() as case:
        fill(case, legs)
        push(case, **server.login, settings=Settings(max_wait=60), name="pairs")
    met = 0
    for start in range(4):
        for end in range(4):
            asked = [
                dataclasses.replace(
                    leg,
                    start=leg.consignor == start,
                    basis="asked" if leg.receiver == end else "",
                    final=False,
                )
                for leg in legs
            ]
            expected = (
                reference_journeys(World(legs=asked, max_wait=60, **RULES)) if start != end else {}
            )
            parameters = {"case": "pairs", "from": f"p{start}", "to": f"P{end}"}
            answer = run_query("between_parties", parameters, **server.login)
            assert journeys_of(answer) == expected
            met += len(expected)
    assert met > 20


def test_a_row_says_who_what_and_how_it_is_listed(server: RunningServer) -> None:
    first = Leg(consignor=0, receiver=1, klass=1, departs=(5, 5), arrives=(9, 9), start=True)
    last = Leg(
        consignor=1, receiver=2, klass=1, departs=(9, 9), arrives=(9, 9), basis="listed", final=True
    )
    answer = answer_of(server, [first, last])
    assert list(answer.columns) == list(find_query("exporter_to_listed").columns)
    assert answer.iloc[0].tolist() == [
        *(
            "one",
            "P0",
            ["P1"],
            "P2",
            "us",
            "8541",
            ["S0", "S1"],
            ["5", "9"],
            [0, 1],
            [],
            "certain",
            "listed",
        ),
        *("Entry SDN:000000000002", "SDN", "SDN:000000000002"),
    ]


def test_goods_that_left_before_they_came_are_no_journey(server: RunningServer) -> None:
    """Each of the two links is possible; no choice of days fits both (the reference's example)."""
    first = Leg(consignor=0, receiver=1, klass=0, departs=(10, 10), arrives=(1, 20), start=True)
    last = Leg(consignor=1, receiver=2, klass=0, departs=(1, 9), arrives=(1, 20), basis="listed")
    assert answer_of(server, [first, last]).empty


def test_a_year_wide_arrival_is_found_behind_the_index(server: RunningServer) -> None:
    """The seek is bounded by the first day of arrival, which lies far before the wait allows."""
    day = (400, 400)
    first = Leg(consignor=0, receiver=1, klass=0, departs=(0, 365), arrives=(0, 365), start=True)
    last = Leg(consignor=1, receiver=2, klass=0, departs=day, arrives=day, basis="listed")
    answer = answer_of(server, [first, last], max_wait=40)
    assert list(answer["certainty"]) == ["possible"]


def test_nothing_goes_on_from_a_party_that_was_listed_all_along(server: RunningServer) -> None:
    start = Leg(consignor=0, receiver=1, klass=0, departs=(1, 1), arrives=(2, 2), start=True)
    listed = dataclasses.replace(start, basis="listed", final=True)
    later = dataclasses.replace(start, basis="listed-later")
    last = Leg(consignor=1, receiver=2, klass=0, departs=(3, 3), arrives=(4, 4), basis="listed")
    assert list(answer_of(server, [listed, last])["leg_ids"]) == [[0]]
    assert list(answer_of(server, [later, last])["leg_ids"]) == [[0], [0, 1]]


def test_an_exporter_or_a_list_narrows_the_answer(server: RunningServer) -> None:
    direct = Leg(
        consignor=0, receiver=2, klass=0, departs=(1, 1), arrives=(2, 2), start=True, basis="listed"
    )
    legs = [direct, dataclasses.replace(direct, consignor=1)]
    assert list(answer_of(server, legs, exporter="p1")["exporter"]) == ["P1"]
    assert list(answer_of(server, legs, exporter="name:p0|")["exporter"]) == ["P0"]
    assert len(answer_of(server, legs, list="SDN")) == 2
    empty = answer_of(server, legs, list="EL")
    assert empty.empty
    assert list(empty.columns) == list(find_query("exporter_to_listed").columns)


def test_a_party_is_found_by_an_alias_of_its_list_entry(server: RunningServer) -> None:
    leg = Leg(consignor=0, receiver=1, klass=0, departs=(1, 1), arrives=(2, 2))
    with open_case() as case:
        fill(case, [leg])
        case.execute(
            "INSERT INTO list_names (entry_id, name, normalised, kind) "
            "VALUES ('EL:000000000001', 'HiSilicon', 'hisilicon', 'alias')"
        )
        case.execute(
            "INSERT INTO party_matches (party_id, entry_id, match, list_name, score) "
            "VALUES (1, 'EL:000000000001', 'alias', 'HiSilicon', 1)"
        )
        push(case, **server.login, settings=Settings(), name="alias")
    for name, rows in [("hisilicon", 1), ("EL:000000000001", 1), ("silicon", 0)]:
        parameters = {"case": "alias", "from": "P0", "to": name}
        assert len(run_query("between_parties", parameters, **server.login)) == rows


def test_a_listed_party_on_the_way_holds_but_one_that_was_asked_for_ends(
    server: RunningServer,
) -> None:
    legs = [
        Leg(
            consignor=0,
            receiver=1,
            klass=0,
            departs=(1, 1),
            arrives=(1, 1),
            basis="listed",
            final=True,
        ),
        Leg(consignor=1, receiver=2, klass=0, departs=(2, 2), arrives=(2, 2)),
    ]
    with open_case() as case:
        fill(case, legs)
        case.execute(
            "INSERT INTO party_matches (party_id, entry_id, match, list_name, score) "
            "SELECT unnest([1, 2]), 'EL:000000000001', 'alias', 'HiSilicon', 1"
        )
        push(case, **server.login, settings=Settings(), name="between")
    for end, journeys in [("P2", [[0, 1]]), ("EL:000000000001", [[0]]), ("EL", [[0]])]:
        answer = run_query(
            "between_parties", {"case": "between", "from": "P0", "to": end}, **server.login
        )
        assert list(answer["leg_ids"]) == journeys


def test_a_case_with_longer_routes_than_the_query_says_so(server: RunningServer) -> None:
    with open_case() as case:
        fill(case, [Leg(consignor=0, receiver=1, klass=0, departs=(1, 1), arrives=(2, 2))])
        push(case, **server.login, settings=Settings(max_legs=9), name="long")
    with pytest.raises(SettingsError, match="up to 9 legs, and this query follows 6"):
        run_query("exporter_to_listed", {"case": "long"}, **server.login)
    assert run_query("exporter_to_listed", {"case": "long", "max_legs": 6}, **server.login).empty
    with (
        open_case() as case
    ):  # an unfollowed length must not stay for the tests that ask every case
        push(case, **server.login, settings=Settings(), name="long")
