"""Each factor alone: what it gives, and the surprising case in which it gives nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from graphscan.codes.bases import BASES, MATCHES
from graphscan.findings.end_factors import BASIS_POINTS, MATCH_POINTS
from graphscan.findings.factors import FACTORS, LINK_FACTORS, ROUTE_FACTORS, bounds
from tests.findings.world import Searched, World, search, shell_and_distributor


def points_of(found: Searched, number: int = 0) -> dict[str, float]:
    return {factor["id"]: factor["points"] for factor in found.findings[number]["factors"]}


def text_of(found: Searched, factor_id: str) -> str:
    texts = {factor["id"]: factor["text"] for factor in found.findings[0]["factors"]}
    return str(texts[factor_id])


def two_legs(
    *,
    first: dict[str, Any] | None = None,
    second: dict[str, Any] | None = None,
    end: dict[str, Any] | None = None,
    entry: dict[str, Any] | None = None,
    days: tuple[str, str, str, str] = ("2024-03-01", "2024-03-03", "2024-03-10", "2024-03-12"),
    holder: tuple[str, str | None, str | None] = ("Kelvara Trading", "SG", None),
    end_country: str | None = "CN",
) -> World:
    """Exporter, holder, listed end; what differs from the plainest case is given."""
    world = World()
    exporter = world.party("Brenholt Instruments", "US")
    middle = world.party(holder[0], holder[1], born=holder[2])
    last = world.party("Dornyev Optics", end_country)
    listed = world.entry("Dornyev Optics Co", **(entry or {}))
    world.leg(exporter, middle, days[0], days[1], **(first or {}))
    leg = world.leg(middle, last, days[2], days[3], **(second or {}))
    world.end(leg, listed, **(end or {}))
    return world


def test_registry_is_readable() -> None:
    ids = [factor.id for factor in FACTORS]
    assert len(ids) == len(set(ids)) >= 10
    for factor in FACTORS:
        assert factor.__doc__, factor.id
        assert len(factor.__doc__) > 40, factor.id
        assert len(factor.source) > 10, factor.id
        assert factor.title
        assert factor.lowest <= factor.highest
        assert factor.lowest or factor.highest or factor.noted, factor.id


@pytest.mark.parametrize("legs", range(1, 13))
def test_no_journey_of_up_to_twelve_legs_can_leave_0_to_100(legs: int) -> None:
    lowest, highest = bounds(legs)
    assert 0 <= lowest < highest <= 1000


def test_a_further_leg_never_raises_the_best_score() -> None:
    assert bounds(3)[1] <= bounds(2)[1]
    assert sum(factor.highest for factor in LINK_FACTORS) <= 0


def test_points_follow_the_order_of_bases_and_matches() -> None:
    assert [*BASIS_POINTS] == [*BASES]
    assert [*BASIS_POINTS.values()] == sorted(BASIS_POINTS.values(), reverse=True)
    assert [*MATCH_POINTS] == [*MATCHES]
    assert [*MATCH_POINTS.values()] == sorted(MATCH_POINTS.values(), reverse=True)


def test_sure_match_in_the_right_country_scores_above_a_doubtful_one_abroad() -> None:
    sure = points_of(search(two_legs()))
    doubtful = points_of(search(two_legs(end={"match": "alias", "country_agrees": False})))
    assert (sure["match"], sure["match-country"]) == (3.0, 2.0)
    assert (doubtful["match"], doubtful["match-country"]) == (2.5, -2.0)


def test_an_address_says_less_the_more_parties_are_there() -> None:
    world = two_legs(end={"match": "address"})
    assert points_of(search(world))["match"] == 1.0
    entry = world.rows["leg_ends"][0]["entry_id"]
    for number in range(4):
        world.match(world.party(f"Tenant {number}", "CN"), entry, "address")
    found = search(world)
    assert points_of(found)["match"] == 0.3
    assert "as 4 parties of these data do" in text_of(found, "match")


def test_unknown_country_neither_helps_nor_hurts() -> None:
    assert "match-country" not in points_of(search(two_legs(end={"country_agrees": None})))


def test_other_readings_are_named() -> None:
    found = search(two_legs(end={"also_possible": ["listed-later", "not-captured"]}))
    assert points_of(found)["other-outcomes"] == -2.0
    assert "listed-later (listed after the last leg departed)" in text_of(found, "other-outcomes")
    assert "not-captured" in text_of(found, "other-outcomes")


def test_an_affiliate_is_explained_by_its_owner() -> None:
    world = two_legs(end={"basis": "affiliate-in-force", "owner": 3})
    world.party("Dornyev Holding", "CN")
    found = search(world)
    assert points_of(found)["basis"] == 11.0
    assert "through its owner Dornyev Holding (CN)" in text_of(found, "basis")
    assert text_of(found, "match").startswith("Dornyev Holding (CN) bears the listed name")


@pytest.mark.parametrize(
    ("legs", "points"),
    [
        ({"klass": "advanced-computing", "hs6": ["847330"]}, 4.0),
        ({"klass": "8542", "hs6": ["854231"]}, 3.5),
        ({"klass": "9027", "hs6": ["902780", "902750"]}, 1.5),
        ({"klass": "8482", "hs6": ["848299"]}, None),
        ({"klass": "unknown", "hs6": []}, None),
    ],
)
def test_commodity_by_class_then_tier(legs: dict[str, Any], points: float | None) -> None:
    assert points_of(search(two_legs(first=legs, second=legs))).get("commodity") == points


def test_denial_and_direct_product_rules() -> None:
    found = search(two_legs(entry={"license_policy": "Policy of Denial.", "footnotes": ["1", "4"]}))
    assert points_of(found)["license-policy"] == 1.0
    assert text_of(found, "license-policy").endswith("entry: Policy of Denial.")
    assert points_of(found)["direct-product"] == 1.0
    assert "footnotes 1 and 4" in text_of(found, "direct-product")
    assert "license-policy" not in points_of(
        search(two_legs(entry={"license_policy": "Case-by-case basis"}))
    )


def test_wait_is_short_only_where_the_longest_possible_wait_is() -> None:
    assert points_of(search(two_legs()))["wait"] == 0.8
    by_month = search(two_legs(days=("2024-03", "2024-03", "2024-04", "2024-04")))
    assert "wait" not in points_of(by_month)
    late = search(two_legs(days=("2024-03-01", "2024-03-03", "2024-06-03", "2024-06-05")))
    assert points_of(late)["wait"] == -0.3
    assert "92 days at Kelvara Trading (SG)" in text_of(late, "wait")


def test_goods_cannot_wait_less_than_no_day() -> None:
    found = search(two_legs(days=("2024-03", "2024-03", "2024-03", "2024-03")))
    assert points_of(found)["wait"] == 0.4
    assert "0 to 30 days" in text_of(found, "wait")
    assert points_of(found)["possible-link"] == -0.3


def test_assumed_dates_cost_and_are_told() -> None:
    found = search(
        two_legs(days=("2024-03-01", ("2024-03-01", "2024-03-09"), "2024-03-10", "2024-03-12"))  # type: ignore[arg-type]
    )
    assert points_of(found)["assumed-date"] == -0.2
    assert points_of(found)["possible-link"] == -0.3
    assert text_of(found, "assumed-date") == "One of the two dates is assumed for 1 of 2 legs."


def test_same_goods_means_a_shared_six_digit_code() -> None:
    several = {"hs6": ["854231", "854232"]}
    shared = search(two_legs(first=several, second={"hs6": ["854232", "854233"]}))
    assert points_of(shared)["same-goods"] == 0.4
    apart = search(two_legs(first=several, second={"hs6": ["854233"]}))
    assert "same-goods" not in points_of(apart)
    unknown = search(two_legs(first={"hs6": []}, second={"hs6": []}))
    assert "same-goods" not in points_of(unknown)


def pieces(quantity: float) -> dict[str, Any]:
    return {"quantity": quantity, "quantity_unit": "PCS"}


@pytest.mark.parametrize(
    ("first", "second", "conserved"),
    [
        (pieces(100), pieces(90), True),
        (pieces(90), pieces(101), False),
        (pieces(100), {"quantity": 100, "quantity_unit": "KG"}, False),
        ({"quantity": 100}, {"quantity": 100}, False),
        (pieces(0), pieces(0), False),
        ({"gross_weight_kg": 50.0}, {"gross_weight_kg": 46.0}, True),
        (
            {"quantity": 1, "quantity_unit": "BOX", "gross_weight_kg": 50.0},
            pieces(9) | {"gross_weight_kg": 50.0},
            True,
        ),
        ({}, {}, False),
    ],
)
def test_quantity_is_compared_in_one_unit_else_by_weight(
    first: dict[str, Any], second: dict[str, Any], conserved: bool
) -> None:
    world = two_legs(first={"quantity": None, **first}, second=second)
    assert ("conserved" in points_of(search(world))) is conserved


@pytest.mark.parametrize(
    ("country", "end_country", "third", "point"),
    [
        ("SG", "CN", True, True),
        ("MY", "CN", True, False),
        ("HK", "CN", True, True),
        ("MO", "CN", True, True),
        ("HK", "HK", False, False),
        ("CN", "CN", False, False),
        ("US", "CN", False, False),
        ("PR", "CN", False, False),
        (None, "CN", False, False),
        ("TR", None, True, True),
    ],
)
def test_third_country_is_neither_the_us_nor_the_ends(
    country: str | None, end_country: str | None, third: bool, point: bool
) -> None:
    found = points_of(search(two_legs(holder=("Kelvara", country, None), end_country=end_country)))
    assert ("third-country" in found, "transshipment-point" in found) == (third, point)


@pytest.mark.parametrize(
    ("born", "young"),
    [
        ("2024-01-01", True),
        ("2023-03-12", True),
        ("2023-03-10", False),
        ("2023", False),
        ("2024", True),
    ],
)
def test_young_holder_by_the_earliest_day_it_may_have_been_founded(born: str, young: bool) -> None:
    found = points_of(search(two_legs(holder=("Kelvara", "SG", born))))
    assert ("young-holder" in found) is young


def test_pass_through_is_the_share_of_the_class_that_goes_on() -> None:
    world = two_legs()
    other = world.party("Plain Customer", "DE")
    for day in ("2024-04-01", "2024-05-01", "2024-06-01"):
        world.leg(1, other, day)
    world.leg(1, other, "2024-07-01", klass="9503", hs6=["950300"])
    found = search(world)
    assert points_of(found)["pass-through"] == 1.3
    assert "1 of 4 legs of this class" in text_of(found, "pass-through")


def test_the_least_pass_through_of_all_holders_counts() -> None:
    world = World()
    exporter, first = world.party("Exporter", "US"), world.party("First", "SG")
    second, end = world.party("Second", "HK"), world.party("End", "CN")
    customer = world.party("Customer", "DE")
    world.leg(exporter, first, "2024-03-01")
    world.leg(first, second, "2024-03-05")
    world.leg(first, customer, "2024-03-05")
    world.end(world.leg(second, end, "2024-03-09"), world.entry("End"))
    found = search(world)
    assert points_of(found)["pass-through"] == 2.5
    assert "First (SG) sends 1 of 2 legs" in text_of(found, "pass-through")


def test_prompt_hand_over_needs_an_arrival_before_the_departure() -> None:
    world = two_legs()
    world.leg(1, 2, "2024-02-20")
    found = search(world)
    assert points_of(found)["prompt-hand-over"] == 2.0
    assert "1 of 2 legs on from Kelvara Trading (SG)" in text_of(found, "prompt-hand-over")


def test_payer_from_the_receivers_country_is_no_third_country() -> None:
    assert "third-country-payer" not in points_of(search(two_legs(first={"payer_country": "SG"})))
    assert "third-country-payer" not in points_of(search(two_legs(first={"payer_country": "US"})))
    found = search(two_legs(first={"payer_country": "HK"}))
    assert points_of(found)["third-country-payer"] == 3.0
    assert "the only leg from Brenholt Instruments (US)" in text_of(found, "third-country-payer")


def test_declared_destination_and_reseller() -> None:
    found = points_of(
        search(two_legs(first={"destination_country": "MY", "ultimate_consignee_type": "Reseller"}))
    )
    assert (found["declared-elsewhere"], found["reseller"]) == (2.0, 1.5)
    same = points_of(
        search(two_legs(first={"destination_country": "SG", "ultimate_consignee_type": "D"}))
    )
    assert "declared-elsewhere" not in same
    assert "reseller" not in same


def test_licences_lower_the_score_in_proportion() -> None:
    world = two_legs(first={"license_number": "D123"})
    world.leg(0, 1, "2024-05-01")
    found = points_of(search(world))
    assert found["licensed-export"] == -2.5
    assert "licensed-delivery" not in found
    last = points_of(search(two_legs(second={"license_number": "D123"})))
    assert last["licensed-delivery"] == -3.0
    assert "licensed-export" not in last


def test_structured_values_need_three_legs_and_half_of_the_lane() -> None:
    def lane(near: int, plain: int) -> dict[str, float]:
        world = two_legs(first={"value_usd": 9_000.0})
        for number in range(near):
            world.leg(0, 1, f"2024-04-0{number + 1}", value_usd=2_499.0)
        for number in range(plain):
            world.leg(0, 1, f"2024-05-0{number + 1}", value_usd=2_501.0)
        return points_of(search(world))

    assert "structured" not in lane(2, 0)
    assert lane(3, 0)["structured"] == 1.5
    assert "structured" not in lane(3, 4)


def test_long_standing_broad_distributor_ranks_below_a_shell() -> None:
    found = search(shell_and_distributor())
    holders = [finding["intermediaries"][0]["name"] for finding in found.findings]
    assert holders == ["Kelvara Trading Pte Ltd", "Oldvane Distribution Pte Ltd"]
    assert points_of(found, 1)["broad-distributor"] == -5.0
    assert "broad-distributor" not in points_of(found, 0)


def test_direct_delivery_has_no_holder_factors() -> None:
    world = World()
    exporter, end = world.party("Brenholt", "US"), world.party("Dornyev", "CN")
    world.end(world.leg(exporter, end, "2024-03-01"), world.entry("Dornyev"))
    found = points_of(search(world))
    assert found["direct"] == 7.0
    held = {factor.id for factor in ROUTE_FACTORS if factor.on == "held"}
    assert held.isdisjoint(found)
    assert "length" not in found


def test_a_lane_that_nobody_uses_gives_nothing() -> None:
    world = two_legs(holder=("Kelvara", None, "2024-03-01"))
    scores = search(world).scores
    assert scores.route(2, (1,), 0, 0) == 0
    none = np.array([], dtype=np.int64)
    assert scores.link(none, none, none.astype(np.bool_)).tolist() == []
