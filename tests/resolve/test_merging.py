"""Parties that are one: by judgement always, by score where set; measured on generated worlds."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

import pyarrow as pa
import pytest

from graphscan.casefile import Case, open_case
from graphscan.errors import GraphscanError
from graphscan.resolve import resolve
from graphscan.resolve.clusters import Link, groups, merge, pair
from graphscan.resolve.judgements import Judgement, add_judgements, read_judgements
from graphscan.resolve.merging import propose
from graphscan.settings import Settings
from tests.resolve.entity_worlds import Said, world
from tests.resolve.worlds import entry, matches, resolved, shipments

DAY = dt.date(2026, 1, 5)
PARTIES = int(os.environ.get("GRAPHSCAN_ENTITY_PARTIES", "400"))
"""Of a generated world."""


def judged(one: str, other: str, verdict: str, note: str = "") -> Judgement:
    return Judgement(
        one=one, other=other, verdict=verdict, judged_by="desk", judged_on=DAY, note=note
    )


def load(case: Case, said: Sequence[Said]) -> None:
    text = {
        name: pa.array([value or None for value in values], pa.string())
        for name, values in (
            ("name", [one.name for one in said]),
            ("country", [one.country for one in said]),
            ("address", [one.address for one in said]),
            ("identifier", [one.number for one in said]),
        )
    }
    rows = pa.array(range(2, len(said) + 2), pa.int64())
    case.append(
        "given_parties",
        pa.table({"file_id": pa.array([3] * len(said), pa.int32()), "row": rows, **text}),
    )


def parties(said: Sequence[Said], merge_from: float) -> list[str]:
    with open_case() as case:
        load(case, said)
        resolve(case, Settings(merge_from=merge_from))
        rows = case.rows("SELECT key FROM party_facts JOIN parties USING (party_id) ORDER BY row")
    return [key for (key,) in rows]


def pairs(labels: Iterable[Hashable]) -> set[tuple[int, int]]:
    places = defaultdict(list)
    for at, label in enumerate(labels):
        places[label].append(at)
    return {two for same in places.values() for two in itertools.combinations(same, 2)}


@pytest.mark.parametrize("seed", [7, 8])
def test_generated_worlds_in_four_scripts(seed: int) -> None:
    said = world(PARTIES, seed)
    truth = pairs(one.who for one in said)
    found = pairs(parties(said, 0.85))
    precision, recall = len(truth & found) / len(found), len(truth & found) / len(truth)
    assert precision >= 0.99, recall
    assert recall >= 0.95, precision


def test_the_order_of_rows_changes_nothing() -> None:
    said = world(120, 3)
    shuffled = random.Random(5).sample(range(len(said)), len(said))
    found = parties(said, 0.85)
    again = parties([said[at] for at in shuffled], 0.85)
    assert [again[shuffled.index(at)] for at in range(len(said))] == found


def test_without_the_setting_nothing_merges() -> None:
    said = world(60, 4)
    with open_case() as case:
        load(case, said)
        assert resolved(case).rows("SELECT * FROM party_merges") == []


def groups_of(labels: Sequence[str]) -> list[list[int]]:
    return [[at for at, one in enumerate(labels) if one == label] for label in set(labels)]


CHAIN = ["Mirelta", "Miralta", "Moralta", "Moralda", "Goralda", "Gorolda", "Gorolpa", "Gorilpa"]


def test_a_chain_of_near_names_does_not_collapse() -> None:
    said = [Said(at, f"{name} Trading LLC", "AE", "", "") for at, name in enumerate(CHAIN)]
    found = parties(said, 0.72)
    assert found[0] != found[-1]
    assert len(set(found)) >= 3
    assert max(len(members) for members in groups_of(found)) <= 4


def test_a_namesake_without_a_country_joins_neither_of_two() -> None:
    said = [
        Said(0, "Mirelta Trading LLC", "AE", "", ""),
        Said(1, "Mirelta Trading LLC", "KZ", "", ""),
        Said(2, "MIRELTA TRADNG LLC", "", "", ""),
    ]
    assert len(set(parties(said, 0.85))) == 3


def by_table(scores: dict[tuple[str, str], float]) -> Callable[[str, str], float]:
    return lambda one, other: scores[pair(one, other)]


def test_whatever_is_merged_agrees_with_every_member() -> None:
    dice = random.Random(11)
    for _ in range(300):
        keys = "abcdef"[: dice.randint(2, 6)]
        scores = {two: dice.choice([0.2, 0.65, 0.8, 0.86, 0.9, 0.95])
                  for two in itertools.combinations(keys, 2)}  # fmt: skip
        apart = {two for two in scores if dice.random() < 0.1}
        links = [Link(*two, score, "") for two, score in scores.items()]
        alike = by_table(scores)
        taken = merge(dice.sample(links, len(links)), alike, 0.85, apart)
        for members in groups((link.one, link.other) for link in taken):
            for two in itertools.combinations(members, 2):  # every member agrees with every other
                assert scores[two] >= 0.6
                assert two not in apart
        assert taken == merge(links, alike, 0.85, apart)


NAMES = ("Mirelta Trading LLC", "MIRELTA TRADNG LLC")
KEYS = ("name:mirelta trading llc|AE", "name:mirelta tradng llc|AE")


def traded(case: Case) -> None:
    shipments(case, *({"consignee_name": n, "consignee_country": "AE"} for n in NAMES))


def test_a_judgement_makes_two_parties_one_and_takes_it_back() -> None:
    with open_case() as case:
        traded(case)
        resolved(case)
        links, known = propose(case, 0.72)
        assert [(link.one, link.other) for link in links] == [KEYS]
        assert known[KEYS[1]].names == (NAMES[1],)
        assert add_judgements(case, [judged(*KEYS, "same", "one address")]) == 1
        resolved(case)
        assert case.rows("SELECT DISTINCT consignee FROM shipment_parties") == [(0,)]
        told = "judged the same by desk, 2026-01-05: one address"
        assert case.rows("SELECT one, other, score, reason FROM party_merges") == [
            (*KEYS, 1.0, told)
        ]
        assert propose(case, 0.72)[0] == []
        add_judgements(case, [judged(*KEYS, "different")])
        resolved(case)
        assert case.value("SELECT count(DISTINCT consignee) FROM shipment_parties") == 2
        assert propose(case, 0.72)[0] == []


@pytest.mark.parametrize("verdict", ["different", "unsure"])
def test_a_judgement_wins_over_a_score(verdict: str) -> None:
    with open_case() as case:
        traded(case)
        add_judgements(case, [judged(*KEYS, verdict)])
        resolve(case, Settings(merge_from=0.8))
        assert case.rows("SELECT * FROM party_merges") == []


def test_a_judgement_outlives_that_a_name_joins_another_party() -> None:
    with open_case() as case:
        shipments(case, {"consignee_name": NAMES[0]}, {"consignee_name": NAMES[1]})
        bare = [key.removesuffix("AE") for key in KEYS]
        add_judgements(case, [judged(bare[0], bare[1], "same")])
        assert len({key for _, key in consignee_keys(case)}) == 1
        shipments(case, {"consignee_name": NAMES[0], "consignee_country": "AE"})
        assert len({key for _, key in consignee_keys(case)}) == 1  # "|" is now a mention of "|AE"


def consignee_keys(case: Case) -> list[tuple[int, str]]:
    resolved(case)
    return case.rows(
        "SELECT s.row, p.key FROM shipment_parties AS s JOIN parties AS p ON p.party_id = consignee"
    )


def test_judgements_that_contradict_each_other_are_refused() -> None:
    with open_case() as case:
        with pytest.raises(GraphscanError, match="judged different, and the same by way of others"):
            add_judgements(
                case,
                [
                    judged("name:a|", "name:b|", "same"),
                    judged("name:b|", "name:c|", "same"),
                    judged("name:a|", "name:c|", "different"),
                ],
            )
        assert read_judgements(case) == []
        for wrong in (
            judged("name:a|", "name:b|", "perhaps"),
            judged("name:a|", "name:a|", "same"),
        ):
            with pytest.raises(GraphscanError):
                add_judgements(case, [wrong])


def test_the_same_judgement_twice_is_kept_once() -> None:
    with open_case() as case:
        assert add_judgements(case, [judged("name:a|", "name:b|", "same")] * 2) == 1
        assert add_judgements(case, [judged("name:b|", "name:a|", "same")]) == 0


def test_a_judgement_about_a_listed_entry_makes_or_unmakes_a_match() -> None:
    with open_case() as case:
        listed = entry(case, 1, "Tianjin Phytium Information Technology")
        other = entry(case, 2, "Sunway Chips")
        shipments(case, {"consignee_name": "Tianjin Phytuim Infomation Technology"})
        found = matches(resolved(case))
        assert [(code, match) for _, code, match, *_ in found] == [(listed, "fuzzy")]
        key = "name:tianjin phytuim infomation technology|"
        add_judgements(case, [judged(key, listed, "different"), judged(key, other, "same")])
        found = matches(resolved(case))
        assert [(code, match, score) for _, code, match, _, _, score in found] == [
            (other, "alias", 1.0)
        ]


def test_two_parties_of_one_entry_may_be_different() -> None:
    with open_case() as case:
        add_judgements(
            case,
            [
                judged("name:a|", "EL:1", "same"),
                judged("name:b|", "EL:1", "same"),
                judged("name:a|", "name:b|", "different"),
            ],
        )
        assert len(read_judgements(case)) == 3
