"""Scores of pairs: what is like what, what contradicts it, and what costs nothing by accident."""

from __future__ import annotations

import itertools
import random
import time

import pytest

from graphscan.resolve.fuzzy.matcher import REVIEW, STRONG, Matcher
from graphscan.resolve.fuzzy.score import compare, with_country
from graphscan.resolve.fuzzy.weights import Weights

WEIGHTS = Weights.of([])
LISTED = "Mirelov Radio Instruments Co., Ltd"


def score(one: str, other: str) -> float:
    return compare(one, other, WEIGHTS).score


@pytest.mark.parametrize(
    "written",
    [
        "MIRELOV RADIO INSTRUMENTS COMPANY LIMITED",
        "Mirelvo Radio Instruments",  # letters changed places
        "Mirelov Radio Instrumnets Ltd",
        "Mirelov Radio Instruments Compnay Limted",
        "MIRELOV RADIO INSTR",  # abbreviated or cut
        "Radio Instruments Mirelov",
        "MirelovRadio Instruments Ltd",
        "Миrelov Radio Instruments",  # letters of two scripts that look alike
        "M\u200bIRELOV RADIO INSTRUMENTS",
        "ООО «Мирелов Радио Инструментс»",
    ],
)
def test_one_name_written_in_other_ways_is_strong(written: str) -> None:
    assert score(written, LISTED) >= STRONG


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HiSilica Technologies Co., Ltd.", "HiSilicon Technologies Co., Ltd"),
        ("Silicon Technologies Co., Ltd", "HiSilicon Technologies Co., Ltd"),
        ("Mirelov Trading International Ltd", "Oruvan Trading International Ltd"),
        ("Plant 12", "Plant 13"),
        ("Mirelov (Spain) S.L.", "Mirelov (Kenya) Ltd"),
        ("Technology Co Ltd", "Technology International Trading Group"),
    ],
)
def test_other_firms_stay_below_review(one: str, other: str) -> None:
    assert score(one, other) < REVIEW


def test_numbers_forms_and_places_contradict_and_say_so() -> None:
    base = score("Mirelov Plant 12", "Mirelov Plant 12")
    found = compare("Mirelov Plant 12", "Mirelov Plant 13", WEIGHTS)
    assert found.score < base * 0.8
    assert "numbers differ" in found.reasons
    found = compare("Mirelov GmbH", "Mirelov Ltd", WEIGHTS)
    assert found.score < STRONG
    assert any("legal forms differ" in reason for reason in found.reasons)
    found = compare("Mirelov Radio Shanghai", "Mirelov Radio Beijing", WEIGHTS)
    assert any("places differ" in reason for reason in found.reasons)


def test_scores_are_the_same_both_ways() -> None:
    names = [LISTED, "Mirelvo Radio", "ООО Мирелов", "海思半导体有限公司", "HiSilicon", "", "12"]
    for one, other in itertools.combinations(names, 2):
        assert score(one, other) == pytest.approx(score(other, one), abs=0.03), (one, other)


def test_rare_words_weigh_more_than_common_ones() -> None:
    assert score("Mirelov Trading", "Mirelov Import") > score("Mirelov Trading", "Oruvan Trading")


def test_a_cut_name_is_found_and_a_short_beginning_is_not() -> None:
    whole = "Inspur (Beijing) Electronic Information Industry Co., Ltd."
    assert score(whole[:35], whole) >= STRONG
    assert score("Inspur", whole) < REVIEW


def test_country_shifts_a_score_and_never_makes_one() -> None:
    assert with_country(0.8, agrees=True) > 0.8 > with_country(0.8, agrees=False)
    assert with_country(0.0, agrees=True) == 0.0


HOSTILE = [
    "A" * 100_000,
    "\u0301" * 100_000,
    "Mirelov " * 12_500,
    "\u202e" * 50_000 + "vvv",
    "( [" * 30_000,
    "a. " * 30_000,
    "م" * 100_000,
    "中" * 100_000,
    "-- // ..",
    "",
    " co ltd llc ",
    "=cmd()",
]


def test_hostile_names_cost_bounded_time_and_match_nothing() -> None:
    matcher = Matcher([LISTED, "Sugon", "HiSilicon Technologies Co., Ltd (HiSilicon)"])
    began = time.process_time()
    found = matcher.match(HOSTILE)
    assert time.process_time() - began < 5
    assert found == []


def test_what_the_matcher_finds_is_what_the_score_says() -> None:
    dice = random.Random(9)
    words = ["mirelov", "oruvan", "radio", "trading", "plant", "kestrel", "systems", "12"]
    listed = [" ".join(dice.sample(words, 3)) for _ in range(60)]
    asked = [name[:-1] for name in listed] + [" ".join(dice.sample(words, 3)) for _ in range(60)]
    matcher = Matcher(listed)
    found = {(hit.name, hit.listed): hit.score for hit in matcher.match(asked, least=STRONG)}
    missed = 0
    for at, place in itertools.product(range(len(asked)), range(len(listed))):
        true = compare(asked[at], listed[place], matcher.weights).score
        if (at, place) in found:
            assert found[at, place] == true
        elif true >= STRONG:
            missed += 1
    assert missed <= 0.02 * len(found)


def test_the_order_of_names_does_not_matter() -> None:
    listed = [LISTED, "Oruvan Systems", "Kestrel Plant 12"]
    asked = ["Mirelvo Radio Instruments", "Oruvan System", "Kestrel Plant"]

    def hits(names: list[str], lists: list[str]) -> list[tuple[str, str, float]]:
        found = Matcher(lists).match(names, least=0.5)
        return sorted((names[hit.name], lists[hit.listed], hit.score) for hit in found)

    assert hits(asked, listed) == hits(asked[::-1], listed[::-1])
