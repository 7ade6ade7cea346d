"""`owners` and `affiliates` on a case that was scanned."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from graphscan.cli.app import run
from tests.cli.world import EXPORTER, HOLDER, HOSTILE, MARKUP, write_inputs


@pytest.fixture
def case(tmp_path: Path) -> list[str]:
    """The small world with interests: a listed party holds a band of one with a hostile name."""
    folder = write_inputs(tmp_path / "in")
    header = [
        "owner_name",
        "owner_country",
        "owned_name",
        "owned_country",
        "share_min",
        "share_max",
    ]
    with (folder / "ownership.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(
            [
                header,
                ["Inspur Taiwan", "TW", HOSTILE, "TR", "50", "50"],
                [HOSTILE, "TR", MARKUP, "KG", "25", "50"],
            ]
        )
    assert run(["scan", str(folder), "--out", str(tmp_path / "out"), "--quiet"]) == 0
    return ["--case", str(tmp_path / "out/case.duckdb")]


def _objects(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_owners_gives_the_keys_of_its_contract(
    case: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["owners", HOSTILE, "--as-of", "2025-10-15", "--json", *case]) == 0
    (one,) = _objects(capsys)
    assert {"name", "as_of", "verdicts", "above", "below"} <= one.keys()
    assert one["as_of"] == "2025-10-15"
    verdict = {each["rule"]: each for each in one["verdicts"]}["bis-affiliates"]
    assert (verdict["verdict"], verdict["in_force"]) == ("captured", True)
    (proof,) = verdict["proof"]
    assert proof == {
        "owner": "Inspur Taiwan",
        "owned": HOSTILE,
        "share_min": 50.0,
        "share_max": 50.0,
        "file": "ownership.csv",
        "row": 2,
    }


def test_owners_prints_names_that_steer_no_terminal(
    case: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["owners", "Impex", *case]) == 0
    printed = capsys.readouterr().out
    assert "cannot exclude" in printed
    assert "25 to 50 %" in printed
    assert "\u202e" not in printed


def test_affiliates_and_its_exit_code(case: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    asked = ["affiliates", "Inspur Taiwan", "--as-of", "2025-10-15", *case]
    assert run([*asked, "--json", "--exit-code"]) == 1
    found = {(one["name"], one["verdict"]) for one in _objects(capsys)}
    assert found == {(HOSTILE, "captured"), (MARKUP, "cannot-exclude")}
    assert run(asked) == 0
    assert "captured, since 2025-03-25" in capsys.readouterr().out


def test_nothing_behind_a_party_is_said_beside_the_empty_answer(
    case: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Under --json the reason stands on stderr, as `paths` says there how it took a name."""
    capsys.readouterr()
    assert run(["affiliates", HOSTILE, "--json", *case]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err.count(": 0 verdicts")) == ("", 1)
    assert run(["affiliates", HOSTILE, *case]) == 0
    assert ": 0 verdicts" in capsys.readouterr().out


def test_a_day_that_is_none_and_a_name_that_nobody_bears(
    case: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["owners", HOSTILE, "--as-of", "soon", *case]) == 2
    assert "error: --as-of 'soon'" in capsys.readouterr().err
    assert run(["affiliates", "Zzyzx", *case]) == 2
    assert "nothing in the case is called 'Zzyzx'" in capsys.readouterr().err


def test_what_if_an_intermediary_were_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_inputs(tmp_path / "in")
    names = tmp_path / "names.txt"
    names.write_text(f"\n{HOLDER}\n", encoding="utf-8")
    asked = ["scan", str(folder), "--out", str(tmp_path / "out"), "--quiet", "--json"]
    assert run([*asked, "--assume-listed", str(names)]) == 0
    found = [one for one in _objects(capsys) if one["listed"]["list"] == "ASSUMED"]
    ends = {(one["kind"], one["exporter"]["name"], one["end"]["name"]) for one in found}
    assert ends == {("route", EXPORTER, HOLDER)}
    (row,) = [row for row in found[0]["evidence"] if row["kind"] == "list"]
    assert (tmp_path / "out" / row["file"]).exists()
    assert run([*asked, "--assume-listed", HOLDER]) == 0  # the name itself
    again = [one for one in _objects(capsys) if one["listed"]["list"] == "ASSUMED"]
    assert [one["id"] for one in again] == [one["id"] for one in found]
    assert run(asked) == 0
    assert all(one["listed"]["list"] != "ASSUMED" for one in _objects(capsys))


def test_assume_listed_names_somebody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_inputs(tmp_path / "in")
    assert run(["scan", str(folder), "--out", str(tmp_path / "out"), "--assume-listed", " "]) == 2
    assert "--assume-listed names nobody" in capsys.readouterr().err
