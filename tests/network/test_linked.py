"""Between whom goods may pass without a record: pairs with days, never groups."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import numpy as np
import pytest

from graphscan.network import read_legs
from graphscan.network.linked import Linked, parties_of, read_linked
from tests.network.ownership import Said, columns, exactly
from tests.network.small import interest, listed, network_of, shipment

FROM_TEN = (10, 10_000)


def pairs(said: list[Said], parties: int = 6) -> set[tuple[int, int]]:
    every = np.arange(parties)
    found = Linked(columns(said)).pairs(every, every)
    return set(zip(found[0].tolist(), found[1].tolist(), strict=True))


def both(*given: tuple[int, int]) -> set[tuple[int, int]]:
    return {*given, *((other, one) for one, other in given)}


def test_owner_and_owned_and_sisters_are_linked_both_ways() -> None:
    assert pairs([exactly(0, 1, 50), exactly(0, 2, 100)]) == both((0, 1), (0, 2), (1, 2))


def test_a_joint_venture_does_not_merge_its_owners() -> None:
    assert pairs([exactly(0, 2, 50), exactly(1, 2, 50)]) == both((0, 2), (1, 2))


def test_a_joint_venture_does_not_link_the_subsidiaries_of_its_owners() -> None:
    said = [exactly(0, 2, 50), exactly(1, 2, 50), exactly(0, 3, 100), exactly(1, 4, 100)]
    assert not {(3, 4), (0, 1), (0, 4), (3, 1)} & pairs(said)


@pytest.mark.parametrize(
    "said",
    [
        exactly(0, 1, 49.99),
        Said(owner=0, owned=1, low=25, high=50),
        Said(owner=0, owned=1),
        exactly(0, 1, 100, indirect=True),
        exactly(1, 1, 100),
    ],
    ids=["49.99 percent", "a band up to half", "an unknown share", "indirect", "treasury shares"],
)
def test_less_than_a_certain_half_links_nobody(said: Said) -> None:
    assert pairs([said]) == set()


def test_two_steps_of_ownership_link_nobody() -> None:
    assert (0, 2) not in pairs([exactly(0, 1, 100), exactly(1, 2, 100)])


def test_the_days_of_sisters_are_those_on_which_both_are_held() -> None:
    linked = Linked(
        columns([exactly(0, 1, 60, possible=(0, 20)), exactly(0, 2, 60, possible=FROM_TEN)])
    )
    assert linked.on(1, 2, sure=True) == linked.on(2, 1, sure=False) == [(10, 20)]
    assert [stake.owned for stake in linked.proof(1, 2, 0, 30)] == [1, 2]
    assert linked.proof(1, 2, 21, 30) == []


def test_an_imprecise_beginning_is_possible_first_and_sure_later() -> None:
    linked = Linked(columns([exactly(0, 1, 60, possible=(10, 40), certain=(20, 40))]))
    assert linked.on(0, 1, sure=False) == [(10, 40)]
    assert linked.on(0, 1, sure=True) == [(20, 40)]


def test_two_owners_link_sisters_on_the_days_of_either() -> None:
    said = [
        exactly(0, 2, 50, possible=(0, 9)), exactly(0, 3, 50, possible=(0, 9)),
        exactly(1, 2, 50, possible=(20, 29)), exactly(1, 3, 50, possible=(20, 29)),
    ]  # fmt: skip
    linked = Linked(columns(said))
    assert linked.on(2, 3, sure=True) == [(0, 9), (20, 29)]
    which, first, last = linked.days(np.array([3, 0]), np.array([2, 1]), sure=True)
    assert (which.tolist(), first.tolist(), last.tolist()) == ([0, 0], [0, 20], [9, 29])
    assert {stake.owner for stake in linked.proof(2, 3, 15, 25)} == {1}


@pytest.mark.parametrize("seed", range(5))
def test_parties_that_may_be_linked_are_of_one_group(seed: int) -> None:
    rng = random.Random(seed)
    stakes = {(rng.randrange(30), rng.randrange(30)) for _ in range(20)}
    linked = Linked(columns([exactly(owner, owned, 60) for owner, owned in sorted(stakes)]))
    group = linked.groups(20)
    assert len(group) == 20
    found = linked.pairs(np.arange(20), np.arange(20))
    assert len(found[0])
    assert (group[found[0]] == group[found[1]]).all()
    for one, other in itertools.combinations(range(20), 2):
        assert linked.on(one, other, sure=False) == linked.on(other, one, sure=False)
        assert bool(linked.on(one, other, sure=False)) == (
            (one, other) in set(zip(found[0].tolist(), found[1].tolist(), strict=True))
        )


def test_a_case_links_by_its_interests_and_names_their_rows(tmp_path: Path) -> None:
    rows = [
        shipment("S1", "Acme/US", "Left/MY", "2024-01-05"),
        shipment("S2", "Right/MY", "Bolt/CN", "2024-02-01"),
    ]
    held = [
        interest("Top/SG", "Left/MY", 100),
        interest("Top/SG", "Right/MY", 50, valid_from="2024-01"),
        interest("Top/SG", "Other/MY", 100),
    ]
    with network_of(tmp_path, rows, lists=[listed("Bolt", "2020")], interests=held) as case:
        legs = read_legs(case)
        linked = read_linked(case, parties_of(legs))
        left, right = int(legs.receiver[0]), int(legs.consignor[1])
        arrives, departs = int(legs.arrives_first[0]), int(legs.departs_last[1])
        stakes = linked.proof(left, right, arrives, departs)
        assert [row for _, row in linked.records(stakes)] == [2, 3]
        assert len(linked) == 2
