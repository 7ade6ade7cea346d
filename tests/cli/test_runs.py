"""`load`, `runs`, `diff`, `report` and `show RUN`: a case that lives for months."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from graphscan.cli.app import run
from tests.cli.world import HOSTILE, write_inputs

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with `in` and `out`, scanned once."""
    inputs = write_inputs(tmp_path / "in")
    assert run(["scan", str(inputs), "--out", str(tmp_path / "out"), "-q"]) == 0
    return tmp_path


def scan(home: Path, *options: str) -> int:
    return run(["scan", str(home / "in"), "--out", str(home / "out"), "-q", *options])


def ask(home: Path, *command: str) -> int:
    return run([*command, "--case", str(home / "out/case.duckdb")])


def objects(capsys: Printed) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def runs_of(home: Path, capsys: Printed) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert ask(home, "runs", "--json") == 0
    return objects(capsys)


def drop_shipment(home: Path, number: str) -> None:
    file = home / "in" / "shipments.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(f"{number},")]
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")


def test_the_same_run_twice_is_one_run_and_a_run_made_again_is_the_latest(
    home: Path, capsys: Printed
) -> None:
    scan(home)
    (first,) = runs_of(home, capsys)
    assert (first["findings"], first["reported"]) == (6, False)
    scan(home, "--max-legs", "1")
    other, again = runs_of(home, capsys)
    assert (again["id"], other["findings"]) == (first["id"], 3)
    scan(home)
    assert [each["id"] for each in runs_of(home, capsys)] == [first["id"], other["id"]]
    assert ask(home, "runs") == 0
    assert first["id"] in capsys.readouterr().out


def test_show_of_a_run_says_what_it_was_made_from(home: Path, capsys: Printed) -> None:
    scan(home, "--max-legs", "3")
    run_id = runs_of(home, capsys)[0]["id"]
    assert ask(home, "show", run_id[:8]) == 0
    said = capsys.readouterr().out
    assert "Settings: max_legs = 3" in said
    assert "shipments.csv" in said
    assert ask(home, "show", run_id, "--json") == 0
    (shown,) = objects(capsys)
    assert shown["manifest"] == json.loads((home / "out/run.json").read_text(encoding="utf-8"))


def test_show_finds_what_only_an_earlier_run_had(home: Path, capsys: Printed) -> None:
    before = json.loads((home / "out/findings.json").read_text(encoding="utf-8"))["findings"]
    scan(home, "--max-legs", "1")
    capsys.readouterr()
    assert ask(home, "show", before[0]["id"], "--json") == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == before[0]
    assert "Not of the latest run" in printed.err


def test_diff_says_what_is_gone_new_and_changed_and_why(home: Path, capsys: Printed) -> None:
    drop_shipment(home, "S4")
    scan(home)
    capsys.readouterr()
    assert ask(home, "diff", "--json") == 0
    gone, supplier = objects(capsys)
    assert supplier["finding"]["kind"] == "supplier-of-listed"
    assert (gone["change"], gone["why"], gone["score_after"]) == ("gone", ["shipment"], None)
    assert gone["finding"]["intermediaries"][0]["name"] == HOSTILE
    later, earlier = (each["id"] for each in runs_of(home, capsys))
    assert ask(home, "diff", later[:6], earlier, "--json", "--exit-code") == 1
    new, _ = objects(capsys)
    assert (new["change"], new["id"]) == ("new", gone["id"])
    assert ask(home, "diff", "--exit-code") == 0
    said = capsys.readouterr().out
    assert "0 new, 0 changed, 2 gone, 4 as before" in said
    assert "shipments.csv: changed, 7 → 6 rows" in said
    assert ask(home, "diff", later, later) == 0
    assert "0 new, 0 changed, 0 gone, 4 as before" in capsys.readouterr().out


def test_diff_of_what_is_not_there_names_the_cure(home: Path, capsys: Printed) -> None:
    assert ask(home, "diff") == 2
    assert "nothing to compare it with" in capsys.readouterr().err
    assert ask(home, "diff", "ffffffff") == 2
    assert "no run 'ffffffff'. `graphscan runs` lists them." in capsys.readouterr().err


def test_a_report_tells_once_what_is_new_and_the_same_page_again(
    home: Path, capsys: Printed
) -> None:
    page = home / "out" / "report" / "report.html"
    assert ask(home, "report", "--exit-code") == 1
    first = page.read_bytes()
    assert "every finding is new" in first.decode()
    assert ask(home, "report", "--exit-code") == 0
    assert "this run was reported already" in capsys.readouterr().err
    assert page.read_bytes() == first
    drop_shipment(home, "S4")
    scan(home)
    assert ask(home, "report", "--exit-code") == 0  # a route and its supplier are gone
    text = page.read_text(encoding="utf-8")
    assert "<b>0</b> new, <b>0</b> changed, <b>2</b> gone, 4 as before" in text
    assert "<script>alert" not in text
    write_inputs(home / "in")
    scan(home)
    capsys.readouterr()
    assert ask(home, "report", "--exit-code", "--json") == 1
    assert objects(capsys)[-1]["change"] == "new"
    assert '<span class="mark">new</span>' in page.read_text(encoding="utf-8")
    assert [each["reported"] for each in runs_of(home, capsys)] == [True, True]


def test_a_report_can_look_back_at_any_run_into_any_folder(home: Path, capsys: Printed) -> None:
    (first,) = runs_of(home, capsys)
    scan(home, "--max-legs", "1")
    capsys.readouterr()
    since = ("--since", first["id"][:6], "--out", str(home / "elsewhere"))
    assert ask(home, "report", *since, "--json") == 0
    assert {change["why"][0] for change in objects(capsys)} == {"settings"}
    assert "setting max_legs: 4 → 1" in (home / "elsewhere/report.html").read_text("utf-8")


def test_no_report_of_a_case_that_has_moved_on(home: Path, capsys: Printed) -> None:
    with (home / "in" / "more.csv").open("w", encoding="utf-8", newline="") as lines:
        header = ["shipment_id", "departure_date", "consignor_name", "consignee_name"]
        csv.writer(lines).writerows([header, ["M1", "2024-05-01", "A Inc", "B Ltd"]])
    assert ask(home, "load", str(home / "in" / "more.csv")) == 0
    assert ask(home, "report") == 2
    assert "has changed since its latest run. Run `graphscan scan" in capsys.readouterr().err


def test_load_adds_files_and_prints_what_each_gave(tmp_path: Path, capsys: Printed) -> None:
    inputs = write_inputs(tmp_path / "in")
    case = tmp_path / "case.duckdb"
    assert run(["load", str(inputs / "shipments.csv"), "--case", str(case), "--json"]) == 0
    (file,) = objects(capsys)
    assert (file["path"], file["rows"], file["loaded"], file["quarantined"]) == (
        "shipments.csv", 7, 6, 1,
    )  # fmt: skip
    assert run(["load", str(inputs / "screening_list.csv"), "--case", str(case), "--json"]) == 0
    assert [file["path"] for file in objects(capsys)] == ["screening_list.csv", "shipments.csv"]
    assert run(["load", str(inputs), "--case", str(case), "--json"]) == 0
    assert all(file["unchanged"] for file in objects(capsys))
    assert run(["load", str(inputs), "--case", str(case)]) == 0
    assert "unchanged" in capsys.readouterr().out
    assert run(["paths", "--to", "EL", "--case", str(case), "--json"]) == 0
    assert len(objects(capsys)) == 3


@pytest.mark.parametrize("command", ["scan", "load"])
def test_a_table_that_no_mapping_fits_makes_no_case(
    tmp_path: Path, command: str, capsys: Printed
) -> None:
    inputs = write_inputs(tmp_path / "in")
    (inputs / "shop.csv").write_text("price,colour\n1,red\n", encoding="utf-8")
    case = tmp_path / "out" / "case.duckdb"
    assert run([command, str(inputs), "--case", str(case)]) == 2
    assert "error: shop.csv: no mapping fits" in capsys.readouterr().err
    assert not case.parent.exists()
