import json
import subprocess
import sys
from typing import Any

import pandas as pd
import pytest

from graphscan import stores
from graphscan.cli.app import run

SECRET = "correct horse battery"  # noqa: S105 -- of no server


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """A server's answer without a server; holds what it was asked."""
    asked: list[dict[str, Any]] = []

    def run_query(name: str, parameters: dict[str, object], **server: Any) -> pd.DataFrame:
        asked.append({"name": name, "parameters": parameters, **server})
        rows = [["=cmd()", ["Zelmark", "[b]X[/b]"], 2], ["Brindlemoor", [], 1]]
        return pd.DataFrame(rows, columns=["exporter", "holders", "legs"])

    monkeypatch.setattr(stores, "run_query", run_query)
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    return asked


def test_list_names_every_query_with_its_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "--list", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["name"] for line in lines] == [query.name for query in stores.list_queries()]
    assert run(["query", "--list"]) == 0
    printed = capsys.readouterr().out
    assert all(query.question in printed for query in stores.list_queries())


def test_rows_are_json_lines(
    answer: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["query", "between_parties", "--param", "from=A=B", "--param", "to=C", "--json"]
    assert run([*arguments, "--uri", "bolt://127.0.0.1:1"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[0] == {"exporter": "=cmd()", "holders": ["Zelmark", "[b]X[/b]"], "legs": 2}
    assert answer == [
        {
            "name": "between_parties",
            "parameters": {"from": "A=B", "to": "C"},
            "uri": "bolt://127.0.0.1:1",
            "user": "neo4j",
            "password": SECRET,
            "database": "neo4j",
            "ca_file": None,
            "timeout": 120.0,
        }
    ]


@pytest.mark.parametrize("given", ["nan", "inf", "0.5"])
def test_a_time_that_is_none_is_refused(
    answer: list[dict[str, Any]], capsys: pytest.CaptureFixture[str], given: str
) -> None:
    assert run(["query", "exporter_to_listed", "--timeout", given]) == 2
    assert answer == []
    assert "--timeout" in capsys.readouterr().err


def test_csv_cells_are_inert(
    answer: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["query", "exporter_to_listed", "--csv"]) == 0
    assert capsys.readouterr().out == (
        "exporter,holders,legs\n'=cmd(),Zelmark; [b]X[/b],2\nBrindlemoor,,1\n"
    )


def test_a_table_shows_markup_as_it_is_written(
    answer: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["query", "exporter_to_listed", "--exit-code"]) == 1
    assert "[b]X[/b]" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["everything"],
        ["between_parties"],
        ["between_parties", "--param", "from"],
        ["exporter_to_listed", "--param", "max_legs=many"],
    ],
)
def test_a_wrong_question_is_refused_before_a_password_is_asked_for(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    assert run(["query", *arguments]) == 2
    printed = capsys.readouterr().err
    assert printed.startswith("error: ")
    assert "Password" not in printed


def test_no_server_is_an_error_without_the_password() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "graphscan",
            "query",
            "exporter_to_listed",
            "--uri",
            "bolt://127.0.0.1:1",
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"NEO4J_PASSWORD": SECRET},
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert SECRET not in done.stderr
