import datetime as dt
import json
import sys
import types
from pathlib import Path
from typing import Any

import click
import pandas as pd
import pytest

from graphscan import stores
from graphscan.casefile import Case
from graphscan.cli import options
from graphscan.cli.app import run
from graphscan.errors import StoreError
from graphscan.search.lookup import Found
from graphscan.search.query import PathQuery
from graphscan.settings import Settings

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


def test_a_password_of_the_keyring_is_used_and_not_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, str]] = []
    ring, faults = types.ModuleType("keyring"), types.ModuleType("keyring.errors")

    def get_password(service: str, user: str) -> str:
        asked.append((service, user))
        return SECRET

    ring.get_password = get_password  # type: ignore[attr-defined]
    ring.errors = faults  # type: ignore[attr-defined]
    faults.KeyringError = RuntimeError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", ring)
    monkeypatch.setitem(sys.modules, "keyring.errors", faults)
    assert options.server_password("neo4j", None, "bolt://graph:7687") == SECRET
    assert options.server_password("neo4j", "given", "bolt://graph:7687") == "given"
    assert asked == [("graphscan bolt://graph:7687", "neo4j")]


def test_a_password_is_no_option() -> None:
    """Others could read it in the list of processes."""
    for words in (["neo4j", "push"], ["neo4j", "verify"], ["query", "x"]):
        assert run([*words, "--password", SECRET]) == 2


def compared(*, equal: bool) -> list[stores.Compared]:
    return [
        stores.Compared(
            kind="parties", here=2, there=2, equal=equal, hash_here="aa", hash_there="bb"
        )
    ]


def test_verify_fails_where_the_server_holds_something_else(
    case: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    monkeypatch.setattr(stores, "verify", lambda *_, **__: compared(equal=True))
    assert run(["neo4j", "verify", *case]) == 0
    assert capsys.readouterr().out == "parties: 2 here, 2 there, equal\n"
    monkeypatch.setattr(stores, "verify", lambda *_, **__: compared(equal=False))
    assert run(["neo4j", "verify", "--json", *case]) == 2
    printed = capsys.readouterr()
    assert json.loads(printed.out)["equal"] is False
    assert "the server holds other parties than the case. Push again with --wipe" in printed.err


def test_export_needs_no_server(
    case: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "csv"
    assert run(["neo4j", "export", str(folder), case[1]]) == 0
    assert "neo4j-admin database import full @import.args neo4j" in capsys.readouterr().out
    assert (folder / "shipments.csv").read_text("utf-8").count("\n") == 7
    assert run(["neo4j", "export", str(folder), *case]) == 2
    assert "the folder is not empty. Give a new one." in capsys.readouterr().err


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[PathQuery, Settings, dict[str, Any]]]:
    """Queries that went to no server; one journey is the answer."""
    told: list[tuple[PathQuery, Settings, dict[str, Any]]] = []

    def ask(query: PathQuery, settings: Settings, **rest: Any) -> stores.PathsAnswer:
        told.append((query, settings, rest))
        journeys = pd.DataFrame({"exporter": ["Acme"], "holders": [["=Hub", "\u202eB"]]})
        meaning = Found(text="HiSilicon", meaning="the party of that name", parties=(3,))
        return stores.PathsAnswer(case="mine", meanings=(meaning,), journeys=journeys)

    monkeypatch.setattr(stores, "ask_paths", ask)
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    return told


def test_paths_of_a_server_take_the_words_of_paths(
    asked: list[tuple[PathQuery, Settings, dict[str, Any]]], capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        *("--from", "US", "--to", "HiSilicon", "--via", "MY", "--via", "SG;HK", "--avoid", "TW"),
        *("--hs", "8542.31", "--class", "8542", "--eccn", "3A090", "--after", "2024-01-01"),
        *("--before", "2024-12-31", "--max-legs", "5", "--max-wait", "90", "--min-wait", "2"),
        *("--min-quantity", "3", "--min-value", "4", "--certain", "--top", "7"),
        "--through-affiliates",
    ]
    assert run(["neo4j", "paths", *words, "--name", "mine", "--timeout", "9"]) == 0
    [(query, settings, rest)] = asked
    assert query == PathQuery(
        sender="US", receiver="HiSilicon", via=("MY", "SG;HK"), avoid=("TW",), hs="854231",
        klass="8542", eccn="3A090", after=dt.date(2024, 1, 1), before=dt.date(2024, 12, 31),
        min_quantity=3, min_value=4, certain=True, top=7,
    )  # fmt: skip
    assert settings == Settings(max_legs=5, max_wait=90, min_wait=2, through_affiliates=True)
    assert (rest["case"], rest["timeout"], rest["password"]) == ("mine", 9, SECRET)
    printed = capsys.readouterr()
    assert printed.err == "HiSilicon: the party of that name\n"
    assert printed.out.startswith("1 journey\n1\nexporter  Acme")
    assert "\u202e" not in printed.out


def test_paths_of_a_server_as_json_csv_and_exit_code(
    asked: list[tuple[PathQuery, Settings, dict[str, Any]]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["neo4j", "paths", "--json", "--exit-code"]) == 1
    assert json.loads(capsys.readouterr().out)["exporter"] == "Acme"
    assert run(["neo4j", "paths", "--csv"]) == 0
    assert capsys.readouterr().out.startswith("exporter,holders\nAcme,")
    assert run(["neo4j", "paths", "--csv", "--json"]) == 2
    assert asked[0][:2] == (PathQuery(), Settings())


def test_more_legs_than_the_file_follows_are_refused_before_a_password_is_asked_for(
    asked: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD")
    monkeypatch.setattr(options, "_kept_password", lambda *_: pytest.fail("was asked for"))
    assert run(["neo4j", "paths", "--max-legs", "7"]) == 2
    assert asked == []
    assert "max_legs: 7. Give a whole number from 1 to 6" in capsys.readouterr().err


@pytest.mark.parametrize("flag", ["--count", "--explain", "--choke-points"])
def test_what_needs_all_chains_is_refused_with_the_reason(
    asked: list[Any], capsys: pytest.CaptureFixture[str], flag: str
) -> None:
    assert run(["neo4j", "paths", flag]) == 2
    assert asked == []
    assert f"{flag} needs the case itself: a server lists journeys" in capsys.readouterr().err
