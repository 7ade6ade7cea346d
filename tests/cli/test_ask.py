"""`paths`, `screen` and `show` on a case that was scanned."""

import json
from pathlib import Path
from typing import Any

import pytest

from graphscan.cli.app import run
from graphscan.cli.show import find
from graphscan.errors import NotFoundError
from tests.cli.world import EXPORTER, HOLDER, HOSTILE


@pytest.fixture
def case(scanned: Path) -> list[str]:
    return ["--case", str(scanned / "out/case.duckdb")]


@pytest.fixture
def findings(scanned: Path) -> list[dict[str, Any]]:
    document = json.loads((scanned / "out/findings.json").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = document["findings"]
    return found


def _objects(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_show_prints_every_factor_leg_and_source_row(
    case: list[str], findings: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    for finding in findings:
        assert run(["show", finding["id"], *case]) == 0
        printed = capsys.readouterr().out
        assert finding["listed"]["name"] in printed
        assert all(factor["id"] in printed for factor in finding["factors"])
        for journey in finding["journeys"]:
            assert all(shipment in printed for shipment in journey["shipment_ids"])
        assert all(row["file"] in printed for row in finding["evidence"])
        assert "\u202e" not in printed


def test_show_takes_the_first_digits_and_gives_json(
    case: list[str], findings: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", findings[0]["id"][:8].upper(), "--json", *case]) == 0
    assert _objects(capsys) == [findings[0]]


def test_show_of_what_is_not_there_says_where_ids_are(
    case: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", "ffffffffffffffff", *case]) == 2
    assert "error: show: no finding 'ffffffffffffffff'" in capsys.readouterr().err


def test_an_id_that_could_be_several_is_refused() -> None:
    findings = [{"id": "abcd1"}, {"id": "abcd2"}]
    with pytest.raises(NotFoundError, match=r"2 findings begin with abcd\. abcd1, abcd2"):
        find(findings, "abcd")
    with pytest.raises(NotFoundError, match="at least 4 digits"):
        find(findings, "abc")


def test_show_without_a_run_names_the_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", "abcd", "--out", str(tmp_path)]) == 2
    assert "graphscan scan" in capsys.readouterr().err
    (tmp_path / "findings.json").write_text("{", encoding="utf-8")
    assert run(["show", "abcd", "--out", str(tmp_path)]) == 2
    (tmp_path / "findings.json").write_text('{"schema": 2}', encoding="utf-8")
    assert run(["show", "abcd", "--out", str(tmp_path)]) == 2
    assert "another version" in capsys.readouterr().err


def test_the_case_is_found_by_the_environment_then_by_the_default_folder(
    scanned: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRAPHSCAN_CASE", raising=False)
    assert run(["screen", "Inspur Taiwan"]) == 2
    said = capsys.readouterr().err
    assert f"error: {Path('graphscan-out') / 'case.duckdb'}: no such case" in said
    monkeypatch.setenv("GRAPHSCAN_CASE", str(scanned / "out/case.duckdb"))
    assert run(["screen", "Inspur Taiwan"]) == 0
    monkeypatch.delenv("GRAPHSCAN_CASE")
    monkeypatch.chdir(scanned)
    Path("graphscan-out").symlink_to("out", target_is_directory=True)
    try:
        assert run(["screen", "Inspur Taiwan", "--json"]) == 0
    finally:
        Path("graphscan-out").unlink()


def test_paths_through_a_country(case: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    question = [
        "paths",
        "--from",
        "Brindlemoor",
        "--to",
        "HiSilicon",
        "--via",
        "HK",
        "--hs",
        "8471",
    ]
    dates = ["--after", "2024-01-01", "--before", "2024-12-31", "--max-legs", "2"]
    assert run([*question, *dates, "--json", "--exit-code", *case]) == 1
    (path,) = _objects(capsys)
    assert path["exporter"]["name"] == EXPORTER
    assert [one["name"] for one in path["intermediaries"]] == [HOLDER]
    assert path["journeys"][0]["shipment_ids"] == ["S1", "S2"]


def test_paths_say_how_each_text_was_taken(
    case: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["paths", "--from", "Brindlemoor", "--to", "EL", *case]) == 0
    printed = capsys.readouterr()
    assert "EL: parties on the Entity List" in printed.err
    assert "3 paths" in printed.out
    assert HOSTILE in printed.out


def test_paths_that_are_not_there_flag_nothing(
    case: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    question = [
        "paths",
        "--from",
        "Brindlemoor",
        "--to",
        "HiSilicon",
        "--avoid",
        "HK",
        "--exit-code",
    ]
    assert run([*question, *case]) == 0
    assert capsys.readouterr().out.startswith("0 paths")


def test_paths_of_a_folder_need_no_case(scanned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inputs = scanned / "in"
    before = sorted(inputs.iterdir())
    assert run(["paths", str(inputs), "--to", "HiSilicon", "--json"]) == 0
    assert len(_objects(capsys)) == 1
    assert sorted(inputs.iterdir()) == before


def test_paths_take_the_folder_that_a_scan_wrote(
    scanned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["paths", str(scanned / "out"), "--to", "HiSilicon", "--json"]) == 0
    assert len(_objects(capsys)) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--to", "Nobody at all"], "Nobody at all"),
        (["--hs", "chips"], "--hs 'chips'"),
        (["--after", "2024"], "--after '2024'"),
        (["--max-legs", "99"], "max_legs=99"),
        (["."], "not both"),
        (["--count", "--choke-points"], "not both"),
    ],
)
def test_a_question_that_cannot_be_asked_is_an_error(
    options: list[str], said: str, case: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["paths", *options, *case]) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""


def test_screen_finds_a_listed_name_and_its_citation(
    case: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["screen", "INSPUR TAIWAN", "--country", "Taiwan", "--exit-code", *case]) == 1
    printed = capsys.readouterr().out
    assert "INSPUR TAIWAN: 1 match" in printed
    assert "2025-03-25" in printed
    assert run(["screen", "INSPUR TAIWAN", "--json", *case]) == 0
    (hit,) = _objects(capsys)
    assert hit["list"] == "EL"
    assert hit["listed_on"] == "2025-03-25"


def test_screen_of_a_file_asks_each_line(
    case: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = tmp_path / "names.txt"
    names.write_bytes("\ufeffInspur Taiwan\n\n\x1b[2JNobody\nHiSilicon\n".encode())
    assert run(["screen", "--file", str(names), *case]) == 0
    printed = capsys.readouterr().out
    assert "Inspur Taiwan: 1 match" in printed
    assert "\ufffd[2JNobody: 0 matches" in printed
    assert "HiSilicon: 1 match" in printed
    assert "\x1b" not in printed


@pytest.mark.parametrize("arguments", [[], ["A", "--file", "-"], ["A", "--country", "Atlantis"]])
def test_screen_refuses_what_it_cannot_ask(
    arguments: list[str], case: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["screen", *arguments, *case]) == 2
    assert capsys.readouterr().out == ""


def test_an_empty_name_is_no_clean_result(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["screen", " "]) == 2
    assert "NAME is empty" in capsys.readouterr().err
