"""Parties against listed entries: what matches, how well, and what must not."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from graphscan.casefile import Case, open_case
from graphscan.resolve import Hit, screen
from graphscan.resolve.listed import UNKNOWN_ENTRY
from tests.resolve.worlds import entry, insert, matches, resolved, screened, shipments

HISILICON = "HiSilicon Technologies Co., Ltd (HiSilicon)"


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        (HISILICON, [("exact", 0.97)]),
        ("HISILICON TECHNOLOGIES COMPANY LIMITED", [("exact", 0.97)]),
        ("HiSilicon", [("alias", 0.9215)]),
        ("HiSilicon Technologies", [("exact", 0.873)]),
        ("HiSilicon Technologies Pte. Ltd.", [("exact", 0.873)]),
        ("HiSilicon Technologies GmbH", [("fuzzy", 0.84)]),
        ("HiSilicon Technologies Inc", [("fuzzy", 0.84)]),
        ("HiSilicon Ltd", [("alias", 0.8294)]),
        ("Silicon Technologies Co., Ltd", []),
        ("TO THE ORDER OF HISILICON TECHNOLOGIES CO LTD", [("exact", 0.97)]),
        ("TO ORDER", []),
    ],
)
def test_ways_to_write_a_listed_name(party: str, expected: list[tuple[str, float]]) -> None:
    assert screened(HISILICON, party) == expected


@pytest.mark.parametrize(
    ("country", "agrees", "score"), [("CN", True, 1.0), (None, None, 0.97), ("MY", False, 0.9)]
)
def test_country_ranks_and_never_decides(
    country: str | None, agrees: bool | None, score: float
) -> None:
    with open_case() as case:
        entry(case, 1, HISILICON)
        shipments(case, {"consignee_name": HISILICON, "consignee_country": country})
        assert matches(resolved(case)) == [(HISILICON, "EL:001", "exact", HISILICON, agrees, score)]


def test_an_entry_without_country_neither_agrees_nor_differs() -> None:
    assert screened("Mirel Trading FZE", "Mirel Trading FZE", countries=[]) == [("exact", 0.97)]


def test_every_entry_of_a_name_matches() -> None:
    with open_case() as case:
        for row, code in ((1, "EL:a"), (2, "CMIC:b"), (3, "EL:a")):
            entry(case, row, "Mirel Telecom", entry_id=code)
        shipments(case, {"consignee_name": "MIREL TELECOM"})
        assert [row[1] for row in matches(resolved(case))] == ["CMIC:b", "EL:a"]


def test_a_name_is_better_than_an_alias_and_a_pair_is_told_once() -> None:
    with open_case() as case:
        entry(case, 1, "Mirel Telecom", alt_names=["Mirel Telecom Ltd", "MIREL TELECOM"])
        shipments(case, {"consignee_name": "Mirel Telecom"})
        assert [row[2:4] for row in matches(resolved(case))] == [("exact", "Mirel Telecom")]


@pytest.mark.parametrize(
    "alias", ["GI", "42", "Hong Kong", "Company Limited", "Trading", "Jamaica"]
)
def test_an_alias_that_says_nothing_never_matches_alone(alias: str) -> None:
    assert screened("Mirel Telecom", alias, alt_names=[alias]) == []


def test_a_verbatim_name_matches_however_short_it_is() -> None:
    assert screened("GI", "GI") == [("exact", 0.97)]


def test_initials_match_whole_and_weakly() -> None:
    assert screened("Innovative Technology Systems (ITS)", "ITS") == [("alias", 0.6911)]
    assert screened("Innovative Technology Systems (ITS)", "ITS Ltd") == []


def test_generic_words_do_not_match_without_their_form() -> None:
    assert screened("General Technology Limited", "General Technology Ltd") == [("exact", 0.97)]
    assert screened("General Technology Limited", "General Technology") == []


@pytest.mark.parametrize("kind", ["Vessel", "Individual", "Aircraft"])
def test_what_is_no_firm_matches_by_its_whole_name_only(kind: str) -> None:
    assert screened("OCEAN FOREST", "Ocean Forest", entity_type=kind) == [("exact", 0.97)]
    assert screened("OCEAN FOREST", "Ocean Forest Ltd", entity_type=kind) == []
    assert screened("OCEAN FOREST", "Ocean Forest Ltd", entity_type="Entity") == [("exact", 0.873)]


def test_an_address_is_no_name() -> None:
    assert screened("Address 01", "Address 01", address_only=True) == []


def test_the_parent_named_before_an_affiliated_entity_is_not_it() -> None:
    listed = (
        "Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: Huawei Mobile Technology Ltd."
    )
    assert screened(listed, "Huawei Technologies Co., Ltd.") == []
    assert screened(listed, "Huawei Mobile Technology Ltd") == [("exact", 0.97)]


def test_all_names_behind_an_identifier_are_matched() -> None:
    with open_case() as case:
        entry(case, 1, "Mirel Telecom")
        shipments(
            case, {"consignee_name": "Oru LLP", "consignee_id": "7"}, {"consignee_name": "Oru LLP"}
        )
        shipments(case, {"consignee_name": "Mirel Telecom", "consignee_id": "7"})
        assert [row[:3] for row in matches(resolved(case))] == [("Oru LLP", "EL:001", "exact")]


def given_alias(case: Case, row: int, alias: str, **given: str) -> None:
    insert(case, "given_aliases", [{"file_id": 4, "row": row, "alias": alias} | given])


def test_the_users_aliases_go_by_entry_or_by_name() -> None:
    with open_case() as case:
        entry(case, 1, HISILICON)
        entry(case, 2, "Address 01", address_only=True)
        given_alias(case, 2, "海思半导体有限公司", name="HISILICON TECHNOLOGIES CO LTD")
        given_alias(case, 3, "HS", entry_id="EL:001")
        given_alias(case, 4, "Mirel FZE", entry_id="EL:002")
        names = ("海思半导体有限责任公司", "HS", "Mirel FZE")
        shipments(case, *({"consignee_name": name} for name in names))
        found = {row[0]: row[1:3] for row in matches(resolved(case))}
        assert found == {
            names[0]: ("EL:001", "alias"),
            "HS": ("EL:001", "alias"),
            "Mirel FZE": ("EL:002", "alias"),
        }
        assert case.value("SELECT count(*) FROM warnings") == 0


def test_an_alias_that_fits_no_entry_is_a_warning_told_once() -> None:
    with open_case() as case:
        given_alias(case, 2, "Mirel", name="Nobody Ltd")
        given_alias(case, 3, "Mirel", entry_id="EL:404")
        resolved(case)
        rows = resolved(case).rows("SELECT row, field, value, reason FROM warnings ORDER BY row")
        assert rows == [
            (2, "name", "Nobody Ltd", UNKNOWN_ENTRY),
            (3, "entry_id", "EL:404", UNKNOWN_ENTRY),
        ]


@pytest.fixture
def listed() -> Case:
    case = open_case()
    day = {"start_first": dt.date(2019, 5, 21), "start_last": dt.date(2019, 5, 21)}
    year = {"start_first": dt.date(2020, 1, 1), "start_last": dt.date(2020, 12, 31)}
    entry(case, 1, HISILICON, **day)
    entry(case, 2, "HiSilicon Technologies", countries=["MY", "HK"], list_code="UVL", **year)
    entry(case, 3, "Mirel Telecom")
    return resolved(case)


def test_screen_gives_hits_best_first(listed: Case) -> None:
    hits = screen(listed, "hisilicon technologies co ltd", "CN")
    assert [(hit.entry_id, hit.score, hit.country_agrees) for hit in hits] == [
        ("EL:001", 1.0, True),
        ("EL:002", 0.81, False),
    ]
    assert dataclasses.asdict(hits[0]) == {
        "name": "hisilicon technologies co ltd",
        "list_name": "HiSilicon Technologies Co., Ltd",
        "entry_id": "EL:001",
        "list": "EL",
        "listed_name": HISILICON,
        "match": "exact",
        "score": 1.0,
        "countries": ("CN",),
        "country_agrees": True,
        "listed_on": "2019-05-21",
        "citation": "84 FR 22961",
        "strong": True,
        "decision": "",
        "decided_by": "",
    }
    assert hits[1].listed_on == "2020"
    assert [hit.score for hit in screen(listed, "hisilicon technologies", "my")] == [1.0, 0.81]


def test_screen_of_nobody_or_of_a_stranger_is_empty(listed: Case) -> None:
    names = ["", "TO ORDER", "\x00", "\u202e", "Dalen AS", "%", "x" * 100_000, "\ud800"]
    assert [screen(listed, name) for name in names] == [[]] * len(names)


def test_screen_agrees_with_the_matches_of_a_run() -> None:
    names = [HISILICON, "HiSilicon Ltd", "HiSilicon Technologies LLC", "MIREL TELECOM", "Oru"]
    with open_case() as case:
        entry(case, 1, HISILICON)
        entry(case, 2, "Mirel Telecom Ltd", alt_names=["HiSilicon Technologies"])
        shipments(case, *({"consignee_name": name, "consignee_country": "CN"} for name in names))
        run = {row[:2]: row[2:] for row in matches(resolved(case))}
        asked = {
            (name, hit.entry_id): (hit.match, hit.list_name, hit.country_agrees, hit.score)
            for name in names
            for hit in screen(case, name, "CN")
        }
        assert asked == run
        assert run


def test_screen_works_on_a_case_open_for_reading(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("case") / "case.duckdb"
    with open_case(path) as case:
        entry(case, 1, "Mirel Telecom")
        resolved(case)
    with open_case(path, read_only=True) as case:
        hits: list[Hit] = screen(case, "Mirel Telecom")
    assert [hit.entry_id for hit in hits] == ["EL:001"]
