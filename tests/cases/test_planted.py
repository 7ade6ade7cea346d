"""The run is held to the planted list: what is found, what stays below it, what is quarantined."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from graphscan.pipeline import Run, scan
from graphscan.settings import Settings
from sample_data.make_sample import PARTIES, ROUTES, Sample, build
from sample_data.parties_planted import EXPORTERS, HOLDERS
from sample_data.planted import Route
from sample_data.routes_found import FOUND
from sample_data.routes_later import LATER, MIRRORED
from sample_data.routes_twins import TWINS
from tests.cases.by_hand import SAMPLE, folded, way

Finding = dict[str, Any]
WITHIN = (*FOUND, MIRRORED)
DONE = {8, 9}
"""Issues whose later routes are found by now."""

BY_ID = {route.id: route for route in ROUTES}


@pytest.fixture(scope="module")
def sample() -> Sample:
    return build()


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    with scan(SAMPLE) as finished:
        yield finished


def found(run: Run, route: Route) -> tuple[int, Finding] | None:
    """Rank (1 is the best) and finding of a route, by the names of its parties and its class."""
    for rank, finding in enumerate(run.document["findings"], start=1):
        holders = [each["name"] for each in finding["intermediaries"] if each["role"] == "holder"]
        names = (finding["exporter"]["name"], *holders, finding["end"]["name"])
        if (*map(folded, names), finding["commodity"]["class"]) == way(route):
            return rank, finding
    return None


@pytest.mark.parametrize("route", WITHIN, ids=lambda route: route.id)
def test_a_planted_route_ranks_among_the_first(run: Run, route: Route) -> None:
    hit = found(run, route)
    assert hit is not None
    rank, finding = hit
    assert rank <= len(WITHIN) + sum(route.issue in DONE for route in LATER) + 5
    assert finding["basis"] == route.basis
    assert finding["match"] in route.match.split("|")
    assert finding["certainty"] == route.certainty
    assert finding["listed"]["name"] in route.listed.split("|")
    assert finding["end"]["role"] == route.role
    between = {each["name"] for each in finding["intermediaries"] if each["role"] != "holder"}
    assert {PARTIES[key].name for key in route.via} <= between


@pytest.mark.parametrize("route", WITHIN, ids=lambda route: route.id)
def test_the_evidence_of_a_planted_route_is_its_own_rows(
    run: Run, sample: Sample, route: Route
) -> None:
    hit = found(run, route)
    assert hit is not None
    numbers = set(sample.shipment_ids[route.id])
    shown = {number for each in hit[1]["journeys"] for number in each["shipment_ids"]}
    assert shown
    assert shown <= numbers
    rows = [each for each in hit[1]["evidence"] if each["kind"] == "shipment"]
    assert {each["shipment_id"] for each in rows} >= shown
    assert all(each["row"] >= 2 for each in rows)


@pytest.mark.parametrize("twin", TWINS, ids=lambda route: route.id)
def test_a_twin_ranks_below_the_route_it_copies(run: Run, twin: Route) -> None:
    hit = found(run, twin)
    if not twin.basis:
        assert hit is None
        return
    original = found(run, BY_ID[twin.copies])
    assert hit is not None
    assert original is not None
    assert hit[0] > original[0]
    assert hit[1]["score"] < original[1]["score"]
    assert hit[1]["basis"] == twin.basis


@pytest.fixture(scope="module")
def through_affiliates() -> Iterator[Run]:
    with scan(SAMPLE, settings=Settings(through_affiliates=True)) as finished:
        yield finished


def test_goods_that_pass_between_sisters_are_followed_where_that_is_asked(
    through_affiliates: Run, run: Run, sample: Sample
) -> None:
    route = BY_ID["X09"]
    assert found(run, route) is None
    hit = found(through_affiliates, route)
    assert hit is not None
    finding = hit[1]
    assert (finding["basis"], finding["match"]) == (route.basis, route.match)
    assert finding["certainty"] == route.certainty
    (journey,) = finding["journeys"]
    assert set(journey["shipment_ids"]) == set(sample.shipment_ids["X09"])
    assert journey["links"] == ["control"]
    (passed,) = journey["control"]
    assert passed["from"]["name"], passed["to"]["name"] == (
        HOLDERS["x09_my"].name,
        HOLDERS["x09_my2"].name,
    )
    rows = {(row["file"], row["row"]) for each in passed["interests"] for row in each["rows"]}
    assert len(rows) == 2
    assert rows <= {(row["file"], row["row"]) for row in finding["evidence"]}
    assert "control-link" in {factor["id"] for factor in finding["factors"]}


def test_links_of_control_add_chains_that_are_counted_apart(
    through_affiliates: Run, run: Run
) -> None:
    counts, before = through_affiliates.document["run"]["counts"], run.document["run"]["counts"]
    assert counts["chains"] - counts["chains_through_control"] == before["chains"]
    assert counts["chains_through_control"] > 0
    assert before["chains_through_control"] == 0
    ids = {finding["id"] for finding in through_affiliates.document["findings"]}
    assert {finding["id"] for finding in run.document["findings"]} <= ids


REACHED = frozenset({"X10", "X11", "X14"})
"""Routes of later issues that are found by now."""


def _later(route: Route) -> Any:
    if route.issue in DONE:
        return pytest.param(route, id=route.id)
    if route.id in REACHED:
        return pytest.param(route, id=route.id)
    reason = f"issue {route.issue}: {route.typology}"
    mark = pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason)
    return pytest.param(route, id=route.id, marks=mark)


@pytest.mark.parametrize("route", [_later(route) for route in LATER if route.id != "X09"])
def test_a_route_that_waits_for_a_later_capability(run: Run, route: Route) -> None:
    if route.kind != "route":
        ends = {
            each["end"]["name"] for each in run.document["findings"] if each["kind"] == route.kind
        }
        assert PARTIES[route.end].name in ends
        return
    hit = found(run, route)
    assert hit is not None
    assert hit[1]["basis"] == route.basis
    assert hit[1]["match"] in route.match.split("|")


def test_a_movement_in_two_customs_files_is_one_chain(run: Run) -> None:
    hit = found(run, MIRRORED)
    assert hit is not None
    assert hit[1]["chains"] == len(MIRRORED.lots)
    files = {row["file"] for row in hit[1]["evidence"] if row["kind"] == "shipment"}
    assert "cn_imports_mirror.csv" in files


def test_the_seller_before_the_exporter_is_context(run: Run) -> None:
    for number in ("P02", "P03"):
        hit = found(run, BY_ID[number])
        assert hit is not None
        assert EXPORTERS["us_distributor"].name in str(hit[1]["domestic_suppliers"])


def test_an_affiliate_is_proved_by_its_interests(run: Run) -> None:
    hit = found(run, BY_ID["P06"])
    assert hit is not None
    proof = [each for each in hit[1]["evidence"] if each["kind"] == "interest"]
    held = run.case.rows(
        "SELECT row, owner_name FROM ownership WHERE owned_name = ? OR owned_name = ?",
        [HOLDERS["p06_vn"].name, HOLDERS["p06_hold"].name],
    )
    owners = dict(held)
    assert {owners[each["row"]] for each in proof} >= {
        HOLDERS["p06_hold"].name,
        "Sophgo Technologies Ltd.",
        "Nettrix Information Industry Co., Ltd.",
    }


def test_the_quarantine_holds_exactly_the_bad_rows(run: Run, sample: Sample) -> None:
    held = {
        (path, row): (field, reason)
        for path, row, field, reason in run.case.rows(
            "SELECT path, row, field, reason FROM quarantine JOIN files USING (file_id)"
        )
    }
    assert sorted(held) == sorted((name, row) for name, row, _ in sample.bad)
    for name, row, bad in sample.bad:
        field, reason = held[name, row]
        assert field == bad.field
        assert bad.reason in reason, (name, row)


def test_rows_add_up(run: Run, sample: Sample) -> None:
    inputs = {each["path"]: each for each in run.document["run"]["inputs"]}
    assert {path: each["rows"] for path, each in inputs.items()} == sample.rows
    for each in inputs.values():
        assert each["rows"] == each["loaded"] + each["quarantined"] + each["excluded"]
    assert sum(each["excluded"] for each in inputs.values()) > 20  # the withdrawn records


def test_a_second_run_gives_the_same_document(run: Run) -> None:
    with scan(SAMPLE) as again:
        assert json.dumps(again.document) == json.dumps(run.document)


def test_no_name_of_the_sample_is_a_word_of_guilt(run: Run) -> None:
    text = str(run.document["findings"]).casefold()
    for word in ("violation", "illegal", "guilty"):
        assert word not in text
