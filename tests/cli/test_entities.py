"""Deciding who is who on the command line, and what the next run makes of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from graphscan.cli.app import graphscan, run
from tests.cli.world import write_inputs

SPELLINGS = ("Mirelta Trading Sdn Bhd", "MIRELTA TRADNG SDN BHD")
KEYS = ("name:mirelta trading sdn bhd|MY", "name:mirelta tradng sdn bhd|MY")
LISTED = "HiSilicon Technologies Co., Ltd"
HEADER = (
    "shipment_id,departure_date,arrival_date,consignor_name,consignor_country,consignee_name,"
    "consignee_country,hs_code"
)
BY = ("--by", "desk", "--on", "2026-01-05")


@pytest.fixture(scope="module")
def scanned_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose trader has two spellings: what the first receives, the second sends on."""
    folder = tmp_path_factory.mktemp("entities")
    write_inputs(folder / "in")
    legs = [
        ("S1", "2024-01-01", "Hexavolt Inc", "US", SPELLINGS[0], "MY"),
        ("S2", "2024-02-01", SPELLINGS[1], "MY", LISTED, "CN"),
        ("S3", "2024-01-03", "Hexavolt Inc", "US", SPELLINGS[1], "MY"),
    ]
    rows = [
        f'{number},{day},{day},"{sender}",{home},"{receiver}",{there},847150'
        for number, day, sender, home, receiver, there in legs
    ]
    (folder / "in" / "shipments.csv").write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    out = str(folder / "graphscan-out")
    assert run(["scan", str(folder / "in"), "--out", out, "--quiet"]) == 0
    return folder


@pytest.fixture
def home(scanned_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, as the folder that commands run in."""
    shutil.copytree(scanned_once, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRAPHSCAN_CASE", raising=False)
    return tmp_path


def findings() -> list[dict[str, Any]]:
    text = Path("graphscan-out/findings.json").read_text(encoding="utf-8")
    return [each for each in json.loads(text)["findings"] if each["kind"] == "route"]


def merged(capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The finding before the two spellings are one, and after."""
    (before,) = findings()
    assert run(["entities", "judge", *KEYS, "same", *BY]) == 0
    assert run(["scan", "in", "--quiet"]) == 0
    capsys.readouterr()
    (after,) = findings()
    return before, after


def test_a_judgement_joins_chains_keeps_the_former_id_and_is_no_new_finding(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = merged(capsys)
    assert (before["chains"], after["chains"]) == (1, 2)
    assert before["id"] != after["id"]
    assert before["id"] in after["former_ids"]
    assert run(["show", before["id"], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == after["id"]
    assert run(["show", before["id"], "--out", "graphscan-out", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == after["id"]
    assert run(["paths", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["former_ids"] == after["former_ids"]
    assert run(["diff", "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    changes = [each for each in told if each.get("finding", {}).get("kind") == "route"]
    assert [(each["change"], each["id"], each["why"]) for each in changes] == [
        ("changed", after["id"], ["identity"])
    ]


def test_judgements_go_out_as_csv_and_come_back(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["entities", "judge", *KEYS, "same", *BY]) == 0
    capsys.readouterr()
    assert run(["entities", "show", "--out", "judged.csv", "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["kind"] for each in told] == ["judgement", "merge"]
    assert run(["entities", "load", "judged.csv", "--case", "new.duckdb"]) == 0
    assert "1 judgement, 1 of them new" in capsys.readouterr().out
    assert run(["entities", "load", "judged.csv", "--case", "new.duckdb"]) == 0
    assert "1 judgement, 0 of them new" in capsys.readouterr().out


def test_review_prints_pairs_or_asks_about_them(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["entities", "review", "--json"]) == 0
    (told,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (told["one"], told["other"]) == KEYS
    asked = CliRunner().invoke(graphscan, ["entities", "review", *BY], input="s\n")
    assert asked.exit_code == 0, asked.output
    assert "names 0.9" in asked.output
    assert run(["entities", "review", "--json"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["scan", "in", "--quiet"]) == 0
    assert findings()[0]["chains"] == 2


def test_a_decision_stands_beside_the_hit_and_flags_nothing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = "HiSilicon Technolgies"
    assert run(["screen", wrong, "--json", "--exit-code"]) == 1
    (hit,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    key = f"name:{wrong.lower()}|"
    header = "one,other,verdict,judged_by,judged_on,note"
    text = f"{header}\n{key},{hit['entry_id']},different,desk,2026-01-05,\n"
    Path("judged.csv").write_text(text, encoding="utf-8")
    assert run(["entities", "load", "judged.csv"]) == 0
    capsys.readouterr()
    assert run(["screen", wrong, "--json", "--exit-code"]) == 0
    (hit,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (hit["decision"], hit["decided_by"]) == ("different", "desk, 2026-01-05")


def test_what_means_no_party_or_several_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["entities", "judge", "Mirelta", "Hexavolt Inc", "same", *BY]) == 2
    assert "means 2 parties" in capsys.readouterr().err
    assert run(["entities", "judge", KEYS[0], "Nobody Ltd", "same", *BY]) == 2
    assert run(["entities", "judge", *KEYS, "same", "--by", "desk", "--on", "soon"]) == 2
    Path("judged.csv").write_text("one,other,verdict,judged_by,judged_on\na,b,same,x,\n", "utf-8")
    assert run(["entities", "load", "judged.csv"]) == 2
    assert "row 2" in capsys.readouterr().err
