"""Names split out of a list's name fields, each pattern as the real list writes it."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphscan.resolve.list_names import split_names

CASES = tomllib.loads(Path(__file__).with_name("list_names.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:30] for case in CASES])
def test_real_names_are_split(case: dict[str, Any]) -> None:
    first, *found = split_names(case["text"], individual=None)
    assert first == (case["text"], "name", True)
    assert [one.name for one in found if one.kind == "name"] == case["names"]
    assert [one.name for one in found if one.kind == "alias"] == case["aliases"]


def test_persons_are_also_written_first_name_first() -> None:
    found = split_names("AL-UBAYDI, Ahmad Hassan Kaka", individual=True)
    assert [one.name for one in found] == [
        "AL-UBAYDI, Ahmad Hassan Kaka",
        "Ahmad Hassan Kaka AL-UBAYDI",
    ]


def test_firms_with_a_comma_are_not_turned_round() -> None:
    assert len(split_names("DRUZHBA, AO", individual=False)) == 1
    assert len(split_names("Beijing Institute, Nanjing", individual=False)) == 1


def test_names_of_an_alias_are_aliases() -> None:
    found = split_names("Beijing Aerospace Institute (BICD);\u00a012th Institute", "alias")
    assert {one.kind for one in found} == {"alias"}
    assert "12th Institute" in {one.name for one in found}


@given(st.text(alphabet="Ab ,;()[].-/aknd", max_size=60))
@settings(max_examples=300, deadline=None)
def test_the_verbatim_name_always_stays_first(text: str) -> None:
    found = split_names(text, individual=None)
    assert found[0] == (text, "name", True)
    assert len({one.name for one in found}) == len(found)


@pytest.mark.parametrize(
    "text",
    ["(" * 2_000, "a (b) " * 300, "aka " * 500, " " * 1_999 + "x", "a,;" * 600, "x" * 100_000],
)
def test_a_hostile_list_name_costs_bounded_time(text: str) -> None:
    start = time.process_time()
    split_names(text, individual=None)
    assert time.process_time() - start < 2.0
