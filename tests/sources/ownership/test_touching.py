"""Registers narrowed to what touches the case, beside the slow obvious way to say what does."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from graphscan.casefile import Case, open_case
from graphscan.resolve import normalise_name
from graphscan.sources import load_inputs
from graphscan.sources.touching import REASON, STALE
from tests.sources.ownership.registers import entity, holding, lines, shares
from tests.sources.worlds import shipments, write

Pair = tuple[str, str]


def register(pairs: Iterable[Pair], names: Iterable[str]) -> str:
    """A BODS file of these holdings among these parties."""
    held = (
        holding(f"r-{owner}-{owned}", owner, owned, shares(60)) for owner, owned in sorted(pairs)
    )
    return lines(*(entity(name, f"{name} Trading Co., Ltd.") for name in sorted(names)), *held)


def case_of(*names: str) -> str:
    """Shipments among these parties, written in another spelling."""
    rows = (
        {"shipment_id": name, "consignee_name": f"{name.upper()} TRADING COMPANY LIMITED"}
        for name in names
    )
    return shipments(*rows)


def held(case: Case) -> set[Pair]:
    rows = case.rows("SELECT owner_name, owned_name FROM ownership")
    return {(a.split()[0], b.split()[0]) for a, b in rows}


def load(case: Case, folder: Path, *, narrow: bool = True) -> dict[str, tuple[int, int, int]]:
    report = load_inputs(case, [folder], touching=normalise_name if narrow else None)
    for each in report.files:
        assert each.rows == each.loaded + each.quarantined + each.excluded
    return {each.path: (each.rows, each.loaded, each.excluded) for each in report.files}


def touching(pairs: set[Pair], parties: set[str]) -> set[Pair]:
    """The slow obvious way: from each party of the case up, and what it holds itself."""
    kept: set[Pair] = {pair for pair in pairs if pair[0] in parties}
    above = set(parties)
    while True:
        more = {pair for pair in pairs if pair[1] in above}
        if {owner for owner, _ in more} <= above:
            return kept | more
        above |= {owner for owner, _ in more}


@pytest.mark.parametrize("seed", range(12))
def test_what_touches_the_case_is_what_stands_above_its_parties(
    case: Case, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    names = [f"p{at}" for at in range(12)]
    pairs = {(a, b) for a in names for b in names if a != b and dice.random() < 0.12}
    parties = set(dice.sample(names, 2))
    write(tmp_path, {"r.jsonl": register(pairs, names), "s.csv": case_of(*parties)})
    counts = load(case, tmp_path)["r.jsonl"]
    expected = touching(pairs, parties)
    assert held(case) == expected
    ends = parties | {name for pair in expected for name in pair}
    told = {name.split()[0] for (name,) in case.rows("SELECT name FROM given_parties")}
    assert told == ends
    assert counts[1] == len(expected) + len(ends)
    assert case.rows("SELECT reason, rows FROM not_loaded") == [(REASON, counts[2])]


PAIRS = {("a", "b"), ("b", "c"), ("x", "y"), ("c", "z")}
NAMES = "abcxyz"


def test_a_register_is_read_anew_when_parties_come_and_go(case: Case, tmp_path: Path) -> None:
    write(tmp_path, {"r.jsonl": register(PAIRS, NAMES), "s.csv": case_of("b")})
    load(case, tmp_path)
    assert held(case) == {("a", "b"), ("b", "c")}
    write(tmp_path, {"t.csv": case_of("y")})
    load(case, tmp_path)
    assert held(case) == {("a", "b"), ("b", "c"), ("x", "y")}
    (tmp_path / "s.csv").unlink()
    load(case, tmp_path)
    assert held(case) == {("x", "y")}
    load(case, tmp_path, narrow=False)
    assert held(case) == PAIRS
    load(case, tmp_path)
    assert held(case) == {("x", "y")}


def test_an_unchanged_folder_is_not_read_again(case: Case, tmp_path: Path) -> None:
    write(tmp_path, {"r.jsonl": register(PAIRS, NAMES), "s.csv": case_of("b")})
    load(case, tmp_path)
    report = load_inputs(case, [tmp_path], touching=normalise_name)
    assert report.unchanged == ("r.jsonl", "s.csv")
    assert report.files[0].excluded > 0


def test_a_register_narrowed_before_other_files_came_says_so(case: Case, tmp_path: Path) -> None:
    write(tmp_path, {"r.jsonl": register(PAIRS, NAMES), "s.csv": case_of("b")})
    load(case, tmp_path)
    write(tmp_path / "later", {"t.csv": case_of("y")})
    load_inputs(case, [tmp_path / "later"], add=True, touching=normalise_name)
    assert held(case) == {("a", "b"), ("b", "c")}
    assert case.rows(
        "SELECT path FROM warnings JOIN files USING (file_id) WHERE reason = ?", [STALE]
    ) == [("r.jsonl",)]
    load_inputs(case, [tmp_path / "r.jsonl"], add=True, touching=normalise_name)
    assert held(case) == {("a", "b"), ("b", "c"), ("x", "y")}
    assert case.value("SELECT count(*) FROM warnings WHERE reason = ?", [STALE]) == 0


def test_registers_are_followed_from_one_into_another(tmp_path: Path) -> None:
    # what a party is called and by which number may differ from file to file: either is enough
    with open_case() as case:
        write(
            tmp_path,
            {
                "a.jsonl": register({("a", "b")}, "ab"),
                "b.jsonl": register({("m", "a")}, "am")
                .replace('"a"', '"q"')
                .replace("q Trading", "a Trading"),
                "own.csv": "owner_name,owned_name,owned_id\nb trading co ltd,Nobody,\n",
            },
        )
        load(case, tmp_path)
        assert {("m", "a"), ("a", "b")} <= held(case)
