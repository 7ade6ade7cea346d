"""What the database prunes loses nothing: a narrowed case answers as the whole one does."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graphscan import pipeline
from graphscan.casefile import Case
from graphscan.casefile.manifest import build_manifest
from graphscan.casefile.narrow import narrowed
from graphscan.casefile.stages import last_key
from graphscan.findings.asked import AskedPaths, search_limits
from graphscan.findings.counts import search_counts
from graphscan.findings.document import build_document
from graphscan.findings.scoring import points
from graphscan.network import latest_day, read_legs
from graphscan.search import around
from graphscan.search.around import legs_between, legs_through
from graphscan.search.case_question import case_question, recorded_question
from graphscan.search.engine import Prepared, run_search
from graphscan.search.paths import ask, count_through, understand
from graphscan.search.pruning import prune_in_steps
from graphscan.search.quantities import read_quantities
from graphscan.search.query import PathQuery
from graphscan.search.reach import kept_reach, legs_in_reach
from graphscan.settings import Settings
from tests.benchmarks.generate import write

SAMPLE = Path(__file__).parents[2] / "sample_data"
GROUP = Settings(through_affiliates=True)


@pytest.fixture(scope="module")
def sample() -> Iterator[Case]:
    with pipeline.scan(SAMPLE) as run:
        yield run.case


@pytest.fixture(scope="module")
def trade(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """Generated trade: months, missing arrivals, classes that become others, hubs."""
    folder = tmp_path_factory.mktemp("trade")
    write(folder, 6000, kind="parquet")
    with pipeline.scan(folder) as run:
        yield run.case


@pytest.mark.parametrize(
    "settings", [Settings(), GROUP, Settings(max_legs=2), Settings(max_wait=9)]
)
@pytest.mark.parametrize("name", ["sample", "trade"])
def test_every_leg_on_a_chain_is_in_reach(
    name: str, settings: Settings, request: pytest.FixtureRequest
) -> None:
    case: Case = request.getfixturevalue(name)
    whole = case_question(case, read_legs(case), settings)
    on_chain = prune_in_steps(whole).kept
    near = legs_in_reach(case, settings)
    assert np.isin(on_chain, near).all()
    assert len(near) < len(whole.legs) / 2
    with narrowed(case, near):
        narrow = case_question(case, read_legs(case), settings)
    assert np.array_equal(near[prune_in_steps(narrow).kept], on_chain)
    some = (Prepared(question).chains_by_length() for question in (narrow, whole))
    assert next(some) == next(some)


QUERIES: list[dict[str, Any]] = [
    {"receiver": "HiSilicon"},
    {"sender": "HK", "receiver": "CN"},
    {"via": ("MY",), "certain": True, "klass": "advanced-computing", "min_value": 1000},
    {"receiver": "Inspur; MY", "avoid": ("HK",)},
    {},
]


def whole_document(case: Case, query: PathQuery, settings: Settings) -> dict[str, Any]:
    """What `paths` gives, by a search of all legs of the case."""
    chosen = dataclasses.replace(settings, top=query.top)
    legs = read_legs(case)
    asked = ask(case, legs, query, chosen)
    scores = points(case, legs, chosen)
    amounts = read_quantities(case)
    limits = search_limits(chosen)
    result = run_search(asked.question, scores, limits, through=asked.through, amounts=amounts)
    manifest = build_manifest(case, chosen, latest_day(case), search_counts(result))
    return build_document(case, legs, result, chosen, manifest, scores)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "settings"), [*((query, Settings()) for query in QUERIES[:4]), (QUERIES[4], GROUP)]
)
def test_a_query_of_the_narrowed_case_is_that_of_the_whole(
    sample: Case, query: dict[str, Any], settings: Settings
) -> None:
    asked = PathQuery(top=0, **query)
    document, _ = pipeline.paths(sample, asked, settings)
    told = AskedPaths(sample, asked, settings)
    assert list(told.findings()) == document["findings"]
    whole = ask(sample, read_legs(sample), asked, settings)
    assert [row[1] for row in told.chains()] == list(count_through(whole))
    assert told.steps[0] == ("all legs", sample.value("SELECT count(*) FROM legs"))


@pytest.mark.slow
@pytest.mark.parametrize(("query", "settings"), [*((q, Settings()) for q in QUERIES), ({}, GROUP)])
def test_a_document_of_the_narrowed_case_is_that_of_the_whole(
    sample: Case, query: dict[str, Any], settings: Settings
) -> None:
    """Byte for byte, but for what the steps in between leave, of fewer legs, and for the id."""
    asked = PathQuery(top=3, **query)
    narrow, _ = pipeline.paths(sample, asked, settings)
    whole = whole_document(sample, asked, settings)
    left, before = (each["run"]["counts"]["legs_left"] for each in (narrow, whole))
    assert all(left[name] <= legs for name, legs in before.items())
    first, *between, last = before
    assert (left[first], left[last]) == (before[first], before[last])
    before.update({name: left[name] for name in between})
    whole["run"]["id"] = narrow["run"]["id"]
    assert json.dumps(narrow) == json.dumps(whole)


def test_a_goods_origin_is_judged_by_all_that_leads_to_it(sample: Case) -> None:
    """What leads to a leg of U.S. origin need not be on a chain itself."""
    near = legs_in_reach(sample, Settings())
    whole = recorded_question(sample, read_legs(sample), Settings())
    with narrowed(sample, near):
        narrow = recorded_question(sample, read_legs(sample), Settings())
    on_chain = np.isin(near, prune_in_steps(whole).kept)
    assert np.array_equal(narrow.starts[on_chain], whole.starts[near[on_chain]])


def test_a_narrowed_case_is_whole_again_after_the_block(sample: Case) -> None:
    before = sample.rows("SELECT count(*), sum(leg_id) FROM legs")
    chosen = np.array([3, 7, 8])
    with narrowed(sample, chosen):
        assert sample.rows("SELECT leg_id FROM legs ORDER BY leg_id") == [(0,), (1,), (2,)]
        rows = sample.rows("SELECT DISTINCT leg_id FROM leg_rows ORDER BY leg_id")
        assert rows == [(0,), (1,), (2,)]
    assert sample.rows("SELECT count(*), sum(leg_id) FROM legs") == before


def test_nobody_is_left_out_who_ends_nothing(sample: Case) -> None:
    meant = understand(sample, PathQuery(receiver="CN"))
    near = legs_in_reach(sample, Settings(), receivers=meant.receivers)
    assert len(near)
    assert not len(legs_in_reach(sample, Settings(), receivers=np.array([], dtype=np.int64)))


def test_what_a_scan_keeps_is_what_is_in_reach(sample: Case) -> None:
    kept = kept_reach(sample, Settings())
    assert kept is not None
    assert np.array_equal(kept, legs_in_reach(sample, Settings()))
    assert kept_reach(sample, Settings(max_legs=3)) is None


def test_what_a_scan_keeps_is_found_when_the_case_is_opened_again(tmp_path: Path) -> None:
    """The index is no input: what is made of the inputs stays as it is, and so does the index."""
    path = tmp_path / "case.duckdb"
    short = Settings(max_legs=3)
    for settings in (Settings(), short):
        with pipeline.scan(SAMPLE, case=path, settings=settings) as run:
            built = last_key(run.case, "network")
            found = legs_in_reach(run.case, settings)
        with pipeline.open_to_ask(path) as again:
            assert pipeline.is_whole(again)
            assert last_key(again, "network") == built
            kept = kept_reach(again, settings)
            assert kept is not None
            assert np.array_equal(kept, found)
            assert kept_reach(again, Settings()) is not None  # that of the other choice lasts


def routes(case: Case, query: PathQuery, **more: Any) -> tuple[Any, list[dict[str, Any]]]:
    asked = AskedPaths(case, query, Settings(), **more)
    return asked.chains(), list(asked.findings())


@pytest.mark.slow
def test_legs_read_hop_by_hop_hold_all_that_is_asked_for(
    sample: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where few legs are about the parties named, classes are not looked at."""
    case, longest = sample, PathQuery(top=0)
    finding = max(AskedPaths(case, longest).findings(), key=lambda each: int(each["legs"]))
    exporter, end = finding["exporter"]["name"], finding["end"]["name"]
    holder = finding["intermediaries"][0]["name"]
    to_it, from_it = PathQuery(receiver=end, top=0), PathQuery(sender=exporter, top=0)
    through_it = PathQuery(via=(holder,), top=0)
    monkeypatch.setattr(around, "SHARE", 10**9)  # nothing is few
    whole = [routes(case, query) for query in (to_it, from_it, through_it)]
    assert legs_through(case, Settings(), understand(case, through_it).via[0]) is None
    monkeypatch.setattr(around, "SHARE", 1)
    near = legs_through(case, Settings(), understand(case, through_it).via[0])
    assert near is not None
    assert len(near) < case.value("SELECT count(*) FROM legs") / 2
    some = [routes(case, to_it), routes(case, from_it), routes(case, through_it, near=near)]
    assert some == whole
    assert all(found for _, found in some)


def test_what_is_handed_on_without_a_record_is_not_read_hop_by_hop(
    sample: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(around, "SHARE", 1)
    hisilicon = understand(sample, PathQuery(receiver="HiSilicon")).receivers
    assert legs_between(sample, GROUP, None, hisilicon) is None
    assert legs_between(sample, Settings(), None, None) is None
    assert (
        legs_through(sample, Settings(), understand(sample, PathQuery(via=("MY",))).via[0]) is None
    )
