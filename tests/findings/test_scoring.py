"""Scores are additive: what the search adds up is what the sentences say."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphscan.casefile import Case, open_case
from graphscan.codes.bases import BASES, MATCHES
from graphscan.findings import scoring
from graphscan.findings.factor import Links
from graphscan.findings.factors import FACTORS, LINK_FACTORS, ROUTE_FACTORS, bounds
from graphscan.network import read_legs
from graphscan.search.case_question import exporters_to_listed
from graphscan.search.chains import Onward
from graphscan.search.results import Journey, Route
from graphscan.settings import Settings
from tests.findings.world import World, search


@pytest.fixture(scope="module")
def emptied() -> Iterator[Case]:
    """One case for all examples of a property."""
    with open_case() as case:
        yield case


DATES = ["2024-01-05", "2024-01-20", "2024-02", "2024-03-01", "2024-07", "2024"]
COUNTRIES = ["US", "US", "SG", "HK", "CN", None]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Few parties and days, so that legs meet; every column that a factor reads varies."""
    world = World()
    parties = [
        world.party(
            f"Party {number}", country, born=draw(st.sampled_from([None, "2023-12-01", "1999"]))
        )
        for number, country in enumerate(COUNTRIES)
    ]
    entries = [
        world.entry(
            f"Entry {number}", code, footnotes=["4"] if number else [], license_policy=policy
        )
        for number, (code, policy) in enumerate([("EL", "Policy of denial"), ("SDN", None)])
    ]
    for _ in range(draw(st.integers(8, 40))):
        consignor, receiver = draw(
            st.lists(st.sampled_from(parties), min_size=2, max_size=2, unique=True)
        )
        departs = draw(st.sampled_from(DATES))
        arrivals: list[str | tuple[str, str]] = [departs, ("2024-01-06", "2024-03-01"), "2024-03"]
        leg = world.leg(
            consignor,
            receiver,
            departs,
            draw(st.sampled_from(arrivals)),
            hs6=draw(st.sampled_from([["854231"], ["854231", "854299"], []])),
            quantity=draw(st.sampled_from([None, 0.0, 10.0, 11.0])),
            quantity_unit=draw(st.sampled_from([None, "PCS"])),
            gross_weight_kg=draw(st.sampled_from([None, 5.0])),
            value_usd=draw(st.sampled_from([None, 2400.0])),
            license_number=draw(st.sampled_from([None, "L1"])),
            payer_country=draw(st.sampled_from([None, "MO"])),
            destination_country=draw(st.sampled_from([None, "KZ"])),
            ultimate_consignee_type=draw(st.sampled_from([None, "R"])),
        )
        for entry in draw(st.sets(st.sampled_from(entries))) if consignor != receiver else ():
            world.end(
                leg,
                entry,
                draw(st.sampled_from(BASES)),
                match=draw(st.sampled_from(MATCHES)),
                country_agrees=draw(st.sampled_from([None, True, False])),
                also_possible=draw(st.sampled_from([[], ["delisted"]])),
            )
    return world


@settings(max_examples=12, deadline=None)
@given(world=worlds())
def test_sentences_add_up_to_the_score_of_every_journey(emptied: Case, world: World) -> None:
    found = search(world, Settings(max_legs=4, journeys=0), emptied)
    for route in found.result.routes:
        for journey in route.journeys:
            parts = found.scores.explain(journey, route)
            assert sum(round(part["points"] * 10) for part in parts) == journey.points
            assert all(part["text"].endswith((".", "”.")) for part in parts)
            low, high = bounds(len(journey.legs))
            assert low <= journey.points <= high
    for finding in found.findings:
        total = sum(part["points"] for part in finding["factors"])
        assert round(total, 1) == finding["score"] == finding["journeys"][0]["score"]


@settings(max_examples=12, deadline=None)
@given(world=worlds())
def test_no_factor_leaves_the_bounds_that_it_states(emptied: Case, world: World) -> None:
    found = search(world, Settings(max_legs=3), emptied)
    scores, facts = found.scores, found.scores.facts
    before, after = (side.ravel() for side in np.indices((len(found.legs), len(found.legs))))
    certain = facts.certain(before, after)
    for factor in LINK_FACTORS:
        given_ = factor.points(Links(facts=facts, before=before, after=after, certain=certain))
        assert given_.min() >= factor.lowest
        assert given_.max() <= factor.highest
    assert scores.link(before, after, certain).max() <= scores.link_maximum
    for route in found.result.routes:
        key = facts.lanes.route_key((route.exporter, *route.holders, route.end), 0)
        for held in ROUTE_FACTORS:
            assert held.lowest <= held.points(facts, key) <= held.highest
            if held.on != "any":
                assert held.points(facts, key) == 0 or (held.on == "held") == bool(route.holders)
        assert scores.route(route.exporter, route.holders, route.end, 0) <= scores.route_maximum


@settings(max_examples=12, deadline=None)
@given(world=worlds())
def test_a_link_is_certain_exactly_where_the_search_says_so(emptied: Case, world: World) -> None:
    case = world.case(emptied)
    legs = read_legs(case)
    facts = scoring.points(case, legs, Settings(max_wait=60)).facts
    onward = Onward(exporters_to_listed(legs, Settings(max_wait=60)))
    before, after, certain = onward.pairs_after(np.arange(len(legs)))
    assert facts.certain(before, after).tolist() == certain.tolist()


def test_an_end_that_is_not_listed_is_scored_without_its_listing() -> None:
    world = World()
    exporter, end = world.party("Brenholt", "US"), world.party("Plain Customer", "SG")
    leg = world.leg(exporter, end, "2024-03-01")
    case = world.case()
    scores = scoring.points(case, read_legs(case), Settings())
    points = int(scores.leg[leg] + scores.end[leg] + scores.route(exporter, (), end, 0))
    journey = Journey(legs=(leg,), certainty="certain", basis="", points=points)
    route = Route(
        exporter=exporter, holders=(), end=end, klass="8542", chains=1, chains_certain=1,
        by_basis={"": 1}, journeys=(journey,),
    )  # fmt: skip
    parts = {part["id"]: part["points"] for part in scores.explain(journey, route)}
    assert {"basis", "match"}.isdisjoint(parts)
    assert round(sum(parts.values()) * 10) == points


def test_a_case_without_legs_has_empty_columns() -> None:
    with open_case() as case:
        scores = scoring.points(case, read_legs(case), Settings())
    assert len(scores.leg) == len(scores.end) == 0


def test_a_factor_of_no_part_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Odd:
        id = "odd"

    monkeypatch.setattr(scoring, "FACTORS", (*FACTORS, Odd()))
    world = World()
    exporter, end = world.party("Brenholt", "US"), world.party("Dornyev", "CN")
    world.end(world.leg(exporter, end, "2024-03-01"), world.entry("Dornyev"))
    with pytest.raises(TypeError, match="factor of no part"):
        search(world)
