"""Captured, and cannot exclude: the fixpoints on worlds by hand, on all small ones, on dates."""

from __future__ import annotations

import itertools
import random
from collections.abc import Collection, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphscan.network.fixpoint import Timelines, timelines
from graphscan.network.spans import Spans, make_spans
from graphscan.network.stakes import FIRST_DAY, LAST_DAY, PERCENT, read_picture, within_reach
from tests.network.ownership import ALWAYS, Said, columns, exactly, shifted, verdicts

X, Y, A, B, C, D = range(6)
"""X and Y are listed."""


def lines(
    said: Sequence[Said],
    listed: Sequence[tuple[int, int, int]],
    threshold: float = 50,
) -> Timelines:
    spans = make_spans(listed)
    within = within_reach(columns(said), spans.party)
    return timelines(read_picture(within), spans, spans, round(threshold * PERCENT))


def always(said: Sequence[Said], listed: Collection[int] = (X, Y)) -> tuple[set[int], set[int]]:
    """Captured, and those that cannot be excluded beside them, where nothing has a date."""
    found = lines(said, [(party, *ALWAYS) for party in listed])
    captured = set(found.captured_sure.party.tolist())
    assert found.captured_possible.party.tolist() == found.captured_sure.party.tolist()
    assert found.doubtful_possible.party.tolist() == found.doubtful_sure.party.tolist()
    return captured, set(found.doubtful_sure.party.tolist()) - captured


EXAMPLES: dict[str, tuple[list[Said], set[int], set[int]]] = {
    # OFAC FAQ 401; the wording of examples 4 and 5 is unverified, the definition forces them
    "faq_401_example_1": ([exactly(X, A, 50), exactly(A, B, 50)], {A, B}, set()),
    "faq_401_example_2": (
        [exactly(X, A, 50), exactly(X, B, 50), exactly(A, C, 25), exactly(B, C, 25)],
        {A, B, C},
        set(),
    ),
    "faq_401_example_3": (
        [exactly(X, A, 50), exactly(X, B, 10), exactly(A, B, 40)],
        {A, B},
        set(),
    ),
    "faq_401_example_4": (
        [exactly(X, A, 50), exactly(X, B, 25), exactly(A, C, 25), exactly(B, C, 25)],
        {A},
        set(),
    ),
    "faq_401_example_5": (
        [exactly(X, A, 25), exactly(X, B, 25), exactly(A, C, 50), exactly(B, C, 50)],
        set(),
        set(),
    ),
    "faq_399_two_blocked_owners_add_up": (
        [exactly(X, A, 25), exactly(Y, A, 25)],
        {A},
        set(),
    ),
    "faq_398_control_without_ownership_is_a_caution": ([Said(owner=X, owned=A)], set(), {A}),
    "affiliates_rule_aggregates_across_lists_and_cascades": (
        [exactly(X, A, 30), exactly(Y, A, 20), exactly(A, B, 25), exactly(Y, B, 25)],
        {A, B},
        set(),
    ),
    "49_99_percent": ([exactly(X, A, 49.99)], set(), set()),
    "50_percent": ([exactly(X, A, 50)], {A}, set()),
    "a_band_of_25_to_50": ([Said(owner=X, owned=A, low=25, high=50)], set(), {A}),
    "a_band_above_25_up_to_50": (
        [Said(owner=X, owned=A, low=25, high=50, low_open=True)],
        set(),
        {A},
    ),
    "a_band_of_25_to_less_than_50": (
        [Said(owner=X, owned=A, low=25, high=50, high_open=True)],
        set(),
        set(),
    ),
    "two_bands_of_25_to_50_reach_50_at_least": (
        [Said(owner=owner, owned=A, low=25, high=50) for owner in (X, Y)],
        {A},
        set(),
    ),
    "unknown_beside_a_known_60_of_others": (
        [Said(owner=X, owned=A), exactly(B, A, 60)],
        set(),
        set(),
    ),
    "unknown_beside_a_known_50_of_others": (
        [Said(owner=X, owned=A), exactly(B, A, 50)],
        set(),
        {A},
    ),
    "unknown_beside_more_than_50_of_others": (
        [Said(owner=X, owned=A), Said(owner=B, owned=A, low=50, high=75, low_open=True)],
        set(),
        set(),
    ),
    "a_cycle_with_a_seed": (
        [exactly(X, A, 50), exactly(A, B, 100), exactly(B, A, 50)],
        {A, B},
        set(),
    ),
    "a_cycle_without_a_seed": ([exactly(A, B, 100), exactly(B, A, 100)], set(), set()),
    "a_cycle_does_not_lift_itself": (
        [exactly(X, A, 25), exactly(B, A, 75), exactly(A, B, 100)],
        set(),
        set(),
    ),
    "a_self_owner": ([exactly(A, A, 100), exactly(X, A, 49)], set(), set()),
    "treasury_shares_leave_room": ([exactly(A, A, 60), Said(owner=X, owned=A)], set(), {A}),
    "a_diamond": (
        [exactly(X, A, 60), exactly(X, B, 60), exactly(A, C, 25), exactly(B, C, 25)],
        {A, B, C},
        set(),
    ),
    "one_stake_stated_twice": ([exactly(X, A, 30), exactly(X, A, 30)], set(), set()),
    "two_statements_narrow_one_stake": (
        [Said(owner=X, owned=A, low=25, high=75), Said(owner=X, owned=A, low=50, high=100)],
        {A},
        set(),
    ),
    "contradictory_statements_settle_nothing": (
        [exactly(X, A, 60), exactly(X, A, 20)],
        set(),
        {A},
    ),
    "more_than_the_whole_proves_no_room": (
        [Said(owner=X, owned=A), exactly(B, A, 60), exactly(C, A, 60)],
        set(),
        {A},
    ),
    "indirect_never_adds": (
        [exactly(X, A, 30), exactly(X, A, 30, indirect=True)],
        set(),
        set(),
    ),
    "indirect_of_50_alone_cannot_be_excluded": (
        [exactly(X, A, 50, indirect=True)],
        set(),
        {A},
    ),
    "a_doubtful_owner_hands_its_doubt_down": (
        [Said(owner=X, owned=A), exactly(A, B, 50)],
        set(),
        {A, B},
    ),
    "a_doubtful_owner_adds_to_a_captured_one": (
        [exactly(X, A, 100), Said(owner=X, owned=B), exactly(A, C, 25), exactly(B, C, 25)],
        {A},
        {B, C},
    ),
}
"""Statements, who is captured, who cannot be excluded beside them."""


@pytest.mark.parametrize("name", EXAMPLES)
def test_worked_example(name: str) -> None:
    said, captured, doubtful = EXAMPLES[name]
    assert always(said) == (captured, doubtful)
    assert verdicts(said, (X, Y)) == (captured, captured | doubtful)  # the reference agrees


def test_a_chain_of_50() -> None:
    said = [exactly(party, party + 1, 50) for party in range(50)]
    assert always(said, [0]) == (set(range(1, 51)), set())


def test_faq_402_after_a_divestment_nothing_is_captured_any_more() -> None:
    said = [
        exactly(X, A, 60, possible=(FIRST_DAY, 99)),
        exactly(X, A, 40, possible=(100, LAST_DAY)),
    ]
    assert lines(said, [(X, *ALWAYS)]).captured_sure.of(A) == [(FIRST_DAY, 99)]


def test_captured_from_the_day_that_both_list_and_interest_say() -> None:
    said = [exactly(X, A, 50, possible=(10, 20))]
    assert lines(said, [(X, 15, 30)]).captured_sure.of(A) == [(15, 20)]
    assert lines(said, [(X, 21, 30)]).captured_sure.of(A) == []


def test_a_sale_in_a_year_that_nobody_dates_leaves_both_open() -> None:
    before = exactly(X, A, 60, possible=(FIRST_DAY, 20), certain=(FIRST_DAY, 9))
    after = exactly(X, A, 20, possible=(10, LAST_DAY), certain=(21, LAST_DAY))
    found = lines([before, after], [(X, *ALWAYS)])
    assert found.captured_sure.of(A) == [(FIRST_DAY, 9)]
    assert found.captured_possible.of(A) == [(FIRST_DAY, 20)]


def test_contradictory_statements_are_named() -> None:
    said = [exactly(X, B, 10), exactly(X, A, 60), exactly(Y, A, 10), exactly(X, A, 20)]
    assert read_picture(columns(said)).contradictions.tolist() == [1, 3]


def together(
    worlds: Sequence[tuple[Sequence[Said], Collection[int]]], size: int
) -> tuple[Timelines, list[Said]]:
    """Many worlds in one pass: the parties of world w are numbered from w * size."""
    said = [
        one for number, (world, _) in enumerate(worlds) for one in shifted(world, number * size)
    ]
    listed = [
        (party + number * size, *ALWAYS)
        for number, (_, parties) in enumerate(worlds)
        for party in parties
    ]
    return lines(said, listed), said


def check(worlds: Sequence[tuple[Sequence[Said], Collection[int]]], size: int) -> tuple[int, int]:
    """Compare with the reference; gives how many were captured and how many in doubt."""
    found, _ = together(worlds, size)
    captured: set[int] = set()
    doubtful: set[int] = set()
    for number, (said, listed) in enumerate(worlds):
        one, other = verdicts(said, listed)
        captured.update(party + number * size for party in one)
        doubtful.update(party + number * size for party in other)
    for spans, expected in (
        (found.captured_sure, captured),
        (found.captured_possible, captured),
        (found.doubtful_sure, doubtful),
        (found.doubtful_possible, doubtful),
    ):
        assert set(spans.party.tolist()) == expected
    return len(captured), len(doubtful - captured)


def test_all_graphs_of_3_parties() -> None:
    """Every share of none, 25, 50 and unknown between 3 parties, whoever is listed: 32,768."""
    pairs = list(itertools.permutations(range(3), 2))
    graphs = [
        [
            Said(owner=owner, owned=owned) if share is None else exactly(owner, owned, share)
            for (owner, owned), share in zip(pairs, shares, strict=True)
            if share != 0
        ]
        for shares in itertools.product((0, 25, 50, None), repeat=len(pairs))
    ]
    sets = [listed for size in range(4) for listed in itertools.combinations(range(3), size)]
    assert check(list(itertools.product(graphs, sets)), 3) == (31_104, 30_288)


def sampled(rng: random.Random, size: int) -> tuple[list[Said], list[int]]:
    said = []
    for owner, owned in itertools.product(range(size), repeat=2):
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2) if owner != owned else (0, 0, 0, 1))):
            low, high = sorted((rng.choice(SHARES), rng.choice(SHARES)))
            exact = rng.random() < 0.5
            said.append(
                Said(
                    owner=owner,
                    owned=owned,
                    low=low,
                    high=low if exact else high,
                    low_open=not exact and low < high and rng.random() < 0.3,
                    high_open=not exact and low < high and rng.random() < 0.3,
                    indirect=rng.random() < 0.1,
                )
            )
    return said, [party for party in range(size) if rng.random() < 0.3]


SHARES = (0, 10, 25, 25, 49.99, 50, 50, 60, 100)


@pytest.mark.slow
def test_100_000_sampled_graphs_of_4_and_5_parties() -> None:
    rng = random.Random(7)
    captured = doubtful = 0
    for _ in range(10):
        worlds = [sampled(rng, rng.choice((4, 5))) for _ in range(10_000)]
        one, other = check(worlds, 5)
        captured, doubtful = captured + one, doubtful + other
    assert captured > 50_000
    assert doubtful > 50_000


days = st.tuples(st.integers(0, 6), st.integers(0, 3)).map(lambda pair: (pair[0], sum(pair)))
parties = st.integers(0, 3)
shares = st.sampled_from((0, 25, 40, 50, 60, 100))


@st.composite
def dated(draw: st.DrawFn, *, exact: bool) -> Said:
    first, last = draw(days)
    low, high = sorted((draw(shares), draw(shares)))
    certain = None
    if not exact:
        certain = (first + draw(st.integers(0, 2)), last - draw(st.integers(0, 2)))
    return Said(
        owner=draw(parties),
        owned=draw(parties),
        low=low,
        high=high,
        indirect=draw(st.booleans()) and draw(st.booleans()),
        possible=(first, last),
        certain=certain,
    )


@given(
    st.lists(dated(exact=True), max_size=8),
    st.lists(st.tuples(parties, days), min_size=1, max_size=3),
)
@settings(max_examples=300, deadline=None)
def test_on_every_day_it_is_the_fixpoint_of_that_day(
    said: list[Said], listed: list[tuple[int, tuple[int, int]]]
) -> None:
    found = lines(said, [(party, *span) for party, span in listed])
    for day in range(-1, 12):
        seeds = {party for party, (first, last) in listed if first <= day <= last}
        captured, doubtful = verdicts([one for one in said if one.on(day)], seeds)
        for spans, expected in (
            (found.captured_sure, captured),
            (found.captured_possible, captured),
            (found.doubtful_sure, doubtful),
            (found.doubtful_possible, doubtful),
        ):
            assert {party for party in range(4) if spans.on(party, day)} == expected


@given(st.lists(dated(exact=False), min_size=1, max_size=4), st.sets(parties, min_size=1))
@settings(max_examples=200, deadline=None)
def test_imprecise_days_sure_holds_for_every_choice_and_possible_for_some(
    said: list[Said], listed: set[int]
) -> None:
    found = lines(said, [(party, *ALWAYS) for party in listed])
    for day in range(-1, 12):
        # on one day a choice of days is a choice of statements that hold
        free = [one for one in said if one.on(day) and not _certain(one, day)]
        fixed = [one for one in said if _certain(one, day)]
        outcomes = [
            verdicts([*fixed, *chosen], listed)
            for size in range(len(free) + 1)
            for chosen in itertools.combinations(free, size)
        ]
        captured = [one for one, _ in outcomes]
        assert _on(found.captured_sure, day) == set.intersection(*captured)
        assert _on(found.captured_possible, day) == set.union(*captured)
        assert _on(found.doubtful_sure, day) <= set.intersection(*(two for _, two in outcomes))
        assert _on(found.doubtful_possible, day) >= set.union(*(two for _, two in outcomes))


def _certain(one: Said, day: int) -> bool:
    first, last = one.certain or one.possible
    return first <= day <= last


def _on(spans: Spans, day: int) -> set[int]:
    return {party for party in range(4) if spans.on(party, day)}
