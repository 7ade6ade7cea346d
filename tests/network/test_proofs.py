"""The smallest set of interests that proves a verdict."""

from __future__ import annotations

import itertools
import random
from collections.abc import Collection, Sequence

import pytest

from graphscan.network import proofs
from graphscan.network.fixpoint import timelines
from graphscan.network.ledger import Ledger, Stake
from graphscan.network.proofs import Claim, Reading, behind, smallest, through
from graphscan.network.spans import make_spans
from graphscan.network.stakes import PERCENT, read_picture
from tests.network.ownership import ALWAYS, Said, columns, exactly, verdicts

DAY = 0
X, Y, A, B, C = range(5)


def claim(said: Sequence[Said], listed: Collection[int], party: int, *, most: bool) -> Claim:
    statements = columns(said)
    seeds = make_spans((one, *ALWAYS) for one in listed)
    lines = timelines(read_picture(statements), seeds, seeds, 50 * PERCENT)
    counting = lines.doubtful_possible if most else lines.captured_possible
    reading = Reading(counting=counting, listed=seeds, most=most, threshold=50 * PERCENT)
    return behind(Ledger(statements), reading, party, DAY)


def records(stakes: Sequence[Stake] | None) -> list[int]:
    assert stakes is not None
    return sorted(record for stake in stakes for record in stake.records)


def test_one_interest_of_60_proves_it_without_the_40_beside_it() -> None:
    said = [exactly(X, A, 60), exactly(Y, A, 40)]
    found = claim(said, (X, Y), A, most=False)
    assert found.listed == (X, Y)
    assert records(smallest(found)) == [0]
    assert records(through(found, Y)) == [0, 1]  # 40 percent prove nothing alone


def test_a_listed_owner_stands_with_its_own_proof() -> None:
    said = [exactly(X, A, 50), exactly(Y, B, 60), exactly(B, A, 50)]
    found = claim(said, (X, Y), A, most=False)
    assert records(through(found, X)) == [0]
    assert records(through(found, Y)) == [1, 2]


def test_a_band_is_proved_by_its_greatest_share() -> None:
    said = [Said(owner=X, owned=A, low=25, high=50), Said(owner=Y, owned=A, low=0, high=10)]
    assert records(smallest(claim(said, (X, Y), A, most=True))) == [0]


def test_a_claim_says_from_when_to_when_nothing_changes() -> None:
    said = [exactly(X, A, 60, possible=(-5, 9)), exactly(Y, A, 10, possible=(3, 4))]
    assert claim(said, (X, Y), A, most=False).days == (-5, 2)


def sampled(rng: random.Random, size: int) -> tuple[list[Said], list[int]]:
    said = [
        exactly(owner, owned, rng.choice((20, 25, 30, 50, 60)))
        if rng.random() < 0.7
        else Said(owner=owner, owned=owned, low=10, high=rng.choice((30, 50, 100)))
        for owner, owned in itertools.permutations(range(size), 2)
        if rng.random() < 0.5
    ]
    return said, sorted(rng.sample(range(size), 2))


@pytest.mark.parametrize("most", [False, True])
def test_no_smaller_set_proves_it(most: bool) -> None:
    rng = random.Random(5)
    compared = 0
    for _ in range(300):
        said, listed = sampled(rng, 4)
        held = verdicts(said, listed)[most]
        for party in sorted(held - set(listed)):
            found = records(smallest(claim(said, listed, party, most=most)))
            proof = [said[at] for at in found]
            assert party in verdicts(proof, listed)[most]
            for fewer in itertools.combinations(said, len(found) - 1):
                if not most:  # a doubt also rests on what is not said of others
                    assert party not in verdicts(fewer, listed)[0]
            compared += 1
    assert compared > 150


def test_beyond_the_exhaustive_search_nothing_can_be_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proofs, "EXHAUSTIVE", 0)
    rng = random.Random(6)
    compared = 0
    for _ in range(300):
        said, listed = sampled(rng, 5)
        for party in sorted(verdicts(said, listed)[0] - set(listed)):
            proof = [said[at] for at in records(smallest(claim(said, listed, party, most=False)))]
            assert party in verdicts(proof, listed)[0]
            for left_out in proof:
                rest = [one for one in proof if one is not left_out]
                assert party not in verdicts(rest, listed)[0]
            compared += 1
    assert compared > 150
