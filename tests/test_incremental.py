"""A stage is run again only where its inputs, settings or code changed; outputs are the same."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from typing import Any

import pytest

import graphscan
from graphscan import network, pipeline, resolve
from graphscan import run as finished
from graphscan.casefile import Case, manifest, open_case
from graphscan.casefile.values import from_json, to_json
from graphscan.errors import OutputError
from graphscan.search import SearchResult
from graphscan.settings import Settings
from tests.cli.world import write_inputs

SAMPLE = Path(__file__).resolve().parents[1] / "sample_data"
OWN = ("case.duckdb", "timings.json")


def outputs(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name not in OWN
    }


def scan(home: Path, out: str = "out", **settings: Any) -> Path:
    folder = home / out
    chosen = Settings(**settings)
    with graphscan.scan(home / "in", case=folder / "case.duckdb", settings=chosen) as run:
        run.write(folder)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_inputs(tmp_path / "in")
    return tmp_path


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The stages that ran, as they run."""
    found: list[str] = []

    def spy(module: Any, name: str, stage: str) -> None:
        original = getattr(module, name)

        def spied(*args: Any, **options: Any) -> Any:
            found.append(stage)
            return original(*args, **options)

        monkeypatch.setattr(module, name, spied)

    spy(resolve, "resolve", "resolve")
    spy(network, "build_network", "network")
    spy(pipeline, "run_search", "search")
    spy(finished, "write_tables", "write")
    return found


def test_an_unchanged_case_runs_no_stage_and_gives_the_same_bytes(
    home: Path, ran: list[str]
) -> None:
    first = outputs(scan(home))
    assert ran == ["resolve", "network", "search", "write"]
    ran.clear()
    assert outputs(scan(home)) == first
    assert ran == []


def test_only_what_a_change_touches_runs_again(home: Path, ran: list[str]) -> None:
    scan(home)
    for settings, stages in (
        ({"max_legs": 3}, ["search", "write"]),
        ({"affiliates_rule": "suspended"}, ["network", "search", "write"]),
        ({}, ["network", "write"]),  # the first run is kept, and its legs are made again
    ):
        ran.clear()
        scan(home, **settings)
        assert ran == stages, settings
    (home / "in" / "aliases.csv").write_text("name,alias\nInspur Taiwan,Yin\n", encoding="utf-8")
    ran.clear()
    scan(home)
    assert ran == ["resolve", "network", "search", "write"]


def test_other_code_runs_everything_again(
    home: Path, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = outputs(scan(home))
    ran.clear()
    for name in ("graphscan.casefile.stages", "graphscan.sources.changes"):
        monkeypatch.setattr(f"{name}.code_version", lambda: "0.0.0+another")
    assert outputs(scan(home)) == first
    assert ran == ["resolve", "network", "search", "write"]
    assert manifest.code_version().startswith(manifest.version() + "+")


def test_a_case_that_went_through_changes_gives_what_a_new_one_gives(home: Path) -> None:
    scan(home, max_legs=2)
    (home / "in" / "more.csv").write_text(
        "shipment_id,departure_date,consignor_name,consignor_country,consignee_name,"
        "consignee_country,hs_code\nM1,2024-05-01,Brindlemoor Computing Inc,US,"
        "Inspur Taiwan,TW,854231\n",
        encoding="utf-8",
    )
    scan(home, top=1)
    grown = outputs(scan(home))
    assert grown == outputs(scan(home, "anew"))
    (home / "in" / "more.csv").unlink()
    assert outputs(scan(home)) == outputs(scan(home, "less"))


def test_a_file_of_the_folder_that_was_touched_is_written_again(home: Path) -> None:
    first = outputs(scan(home))
    (home / "out" / "report.html").write_text("something else")
    (home / "out" / "findings.csv").unlink()
    assert outputs(scan(home)) == first
    shutil.rmtree(home / "elsewhere", ignore_errors=True)
    with graphscan.scan(home / "in", case=home / "out" / "case.duckdb") as run:
        run.write(home / "elsewhere")
    assert outputs(home / "elsewhere") == first


def test_a_reader_finishes_what_an_interrupted_load_left(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home / "case.duckdb"

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(resolve, "resolve", crash)
        with pytest.raises(KeyboardInterrupt):
            pipeline.load(home / "in", path, Settings(affiliates_rule="suspended"))
    with open_case(path) as case:
        assert case.value("SELECT count(*) FROM shipments") == 6
        assert case.value("SELECT count(*) FROM legs") == 0
    with pipeline.open_to_ask(path) as case:
        assert case.value("SELECT count(*) FROM legs") == 6


def test_settings_that_a_stage_is_said_not_to_read_are_not_read(tmp_path: Path) -> None:
    class Guarded:
        def __init__(self, hidden: frozenset[str]) -> None:
            self._hidden = hidden

        def __getattr__(self, name: str) -> Any:
            assert name not in self._hidden, f"reads {name}: take it from UNREAD_BY_... in pipeline"
            return getattr(Settings(), name)

    write_inputs(tmp_path / "in")
    with open_case() as case:
        pipeline.load_case(case, tmp_path / "in", Settings())
        resolve.resolve(case, Guarded(pipeline.UNREAD_BY_RESOLVE))  # type: ignore[arg-type]
        network.build_network(case, Guarded(pipeline.UNREAD_BY_NETWORK))  # type: ignore[arg-type]
    known = {field.name for field in dataclasses.fields(Settings)}
    assert known >= pipeline.UNREAD_BY_RESOLVE


def test_a_result_survives_being_kept() -> None:
    with graphscan.scan(SAMPLE) as run:
        result = run.result
        assert from_json(SearchResult, to_json(result)) == result
        assert run.case.value("SELECT count(*) FROM runs") == 1


def test_a_failed_write_leaves_the_folder_as_it_was(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = outputs(scan(home))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(finished, "render_report", full)
        with pytest.raises(OutputError, match=r"the disk is full.*Free some space"):
            scan(home, max_legs=1)
    assert outputs(home / "out") == first
    assert not [path for path in (home / "out").iterdir() if path.name.startswith(".")]


def test_rows_of_people_are_inputs(home: Path, ran: list[str]) -> None:
    with open_case(home / "case.duckdb") as case:
        pipeline.scan(home / "in", case=case)
        ran.clear()
        pipeline.scan(home / "in", case=case)
        assert ran == []
        judge(case)
        pipeline.scan(home / "in", case=case)
        assert ran == ["resolve", "network", "search"]


def judge(case: Case) -> None:
    case.execute(
        "INSERT INTO judgements VALUES (1, 'name:a|', 'name:b|', 'same', 'desk', '2025-12-01', '')"
    )
