import json
from pathlib import Path
from typing import Any

import click
import pytest

from graphscan import stores
from graphscan.casefile import Case
from graphscan.cli import options
from graphscan.cli.app import run
from graphscan.errors import StoreError

SECRET = "correct horse battery"  # noqa: S105 -- of no server


@pytest.fixture
def pushed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Pushes that went to no server."""
    asked: list[dict[str, Any]] = []

    def push(case: Case, *, on_progress: stores.Progress, **rest: Any) -> stores.PushReport:
        asked.append(rest)
        on_progress("parties", 3, 6)
        on_progress("parties", 6, 6)
        legs = case.value("SELECT count(*) FROM legs")
        return stores.PushReport(
            case="mine", parties=6, shipments=legs, entries=2, ends=3, replaced=True
        )

    monkeypatch.setattr(stores, "push", push)
    return asked


@pytest.fixture
def case(scanned: Path) -> list[str]:
    return ["--case", str(scanned / "out/case.duckdb")]


def test_push_says_what_is_there_now(
    pushed: list[dict[str, Any]],
    case: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    monkeypatch.setenv("NEO4J_URI", "bolt://graph:7687")
    assert run(["neo4j", "push", "--name", "mine", *case]) == 0
    printed = capsys.readouterr()
    assert "mine: 6 parties, 6 legs, 2 list entries, an older state replaced" in printed.out
    assert [line for line in printed.err.splitlines() if "push parties" in line] == [
        printed.err.splitlines()[0]
    ]
    (asked,) = pushed
    assert asked["uri"] == "bolt://graph:7687"
    assert asked["password"] == SECRET
    assert asked["name"] == "mine"
    assert SECRET not in printed.out + printed.err


def test_push_as_json_is_one_object(
    pushed: list[dict[str, Any]],
    case: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "")
    assert run(["neo4j", "push", "--json", *case]) == 0
    assert json.loads(capsys.readouterr().out)["shipments"] == 6
    assert pushed[0]["password"] == ""


def test_the_password_is_asked_for_on_stderr_where_it_is_not_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prompts: list[tuple[str, dict[str, Any]]] = []

    def prompt(text: str, **how: Any) -> str:
        prompts.append((text, how))
        return "typed"

    monkeypatch.setattr(click, "prompt", prompt)
    assert options.server_password("neo4j", None) == "typed"
    assert prompts == [("Password of neo4j", {"hide_input": True, "err": True})]


def test_a_server_that_refuses_is_an_error(
    case: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        what = "no"
        raise StoreError(what, where="bolt://x", cure="Start it.")

    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    monkeypatch.setattr(stores, "push", refuse)
    assert run(["neo4j", "push", *case]) == 2
    printed = capsys.readouterr()
    assert printed.err == "error: bolt://x: no. Start it.\n"
    assert printed.out == ""
