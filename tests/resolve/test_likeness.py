"""What speaks for two parties being one, and what against it."""

from __future__ import annotations

import pytest

from graphscan.resolve.addresses import premises
from graphscan.resolve.fuzzy.weights import Weights
from graphscan.resolve.identifiers import numbers_beside, register_of
from graphscan.resolve.likeness import Known, weigh

WEIGHTS = Weights.of([])
HERE, THERE = (
    premises("Room 5, 12 Harbour Road, Penang"),
    premises("Room 9, 12 Harbour Road, Penang"),
)
assert HERE
assert THERE


def known(name: str, country: str = "", number: str = "", **given: object) -> Known:
    return Known(
        names=(name,),
        countries=frozenset({country} - {""}),
        numbers=frozenset({number} - {""}),
        **given,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (known("Mirel Ltd", "AE"), known("Mirel Ltd", "TR"), "countries differ"),
        (known("Mirel Trading GmbH"), known("Mirel Trading Ltd"), "legal forms differ"),
        (known("Mirel Ltd", "AE", "77123"), known("Mirel Ltd", "AE", "77124"), "other numbers"),
        (known("Mirel Ltd", "AE", "77123"), known("Zelen Oru", "TR", "77123"), "two countries"),
        (
            known("Mirelta Works", premises=(HERE,)),
            known("Mirelda Works", premises=(THERE,)),
            "other premises",
        ),
    ],
)
def test_what_contradicts_keeps_two_apart(one: Known, other: Known, reason: str) -> None:
    for pair in ((one, other), (other, one)):
        found = weigh(*pair, WEIGHTS)
        assert not found.agrees
        assert reason in found.reason


def test_an_equal_number_makes_two_names_one() -> None:
    found = weigh(known("Mirel Ltd", "", "77123"), known("Oru Systems", "AE", "77123"), WEIGHTS)
    assert (found.score, found.agrees) == (0.99, True)


def test_equal_premises_take_doubt_away() -> None:
    one, other = "Mirelta Works", "Mirelda Works"
    bare = weigh(known(one), known(other), WEIGHTS).score
    there = weigh(known(one, premises=(HERE,)), known(other, premises=(HERE,)), WEIGHTS)
    assert there.score > bare
    assert "same premises" in there.reason


def test_a_tax_number_and_a_register_number_are_not_comparable() -> None:
    assert register_of("7707083893") != register_of("1027700132195")
    one, other = known("Mirel Ltd", "RU", "7707083893"), known("Mirel Ltd", "RU", "1027700132195")
    assert weigh(one, other, WEIGHTS).agrees


def test_a_number_is_a_lei_only_with_its_check_digits() -> None:
    assert register_of("529900T8BM49AURSDO55") == "lei"
    assert register_of("529900T8BM49AURSDO56") != "lei"
    assert register_of("914403001922038216") == "uscc"
    assert register_of("914403001922038217") != "uscc"


def test_numbers_beside_a_name_cost_bounded_time() -> None:
    assert numbers_beside("VAT " * 50_000 + "12345678") == ()
