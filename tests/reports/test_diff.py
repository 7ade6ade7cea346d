"""Why findings of two runs differ, as far as the runs can tell."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from graphscan.reports.diff import REASONS, compare

FINDING: dict[str, Any] = {
    "id": "a" * 16,
    "score": 50.0,
    "basis": "listed",
    "certainty": "certain",
    "match": "exact",
    "chains": 1,
    "chains_certain": 1,
    "last_departure": "2024-05-01",
    "intermediaries": [{"name": "Harbour Light", "country": "HK", "role": "holder"}],
    "factors": [{"id": "listed", "points": 50.0, "text": ""}],
    "journeys": [{"shipment_ids": ["S1"], "legs": [{"rows": [{"file": "s.csv", "row": 2}]}]}],
    "evidence": [
        {"kind": "shipment", "file": "s.csv", "row": 2, "shipment_id": "S1"},
        {"kind": "interest", "file": "o.csv", "row": 2},
        {"kind": "list", "file": "l.csv", "row": 9},
    ],
}


def document(*findings: dict[str, Any], **run: Any) -> dict[str, Any]:
    kinds = {"s.csv": "shipments", "o.csv": "ownership", "l.csv": "list", "p.csv": "parties"}
    inputs = [
        {"path": path, "sha256": "0", "kind": kind, "rows": 9} for path, kind in kinds.items()
    ]
    manifest = {
        "id": "1",
        "inputs": inputs,
        "settings": {"top": 10, "transit_days": {"sea": [0, 60]}},
        "rules": {"affiliates": {"to": "2025-11-09"}},
        "version": "1",
    }
    return {"run": {**copy.deepcopy(manifest), **run}, "findings": copy.deepcopy(list(findings))}


def touched(path: str) -> Callable[[dict[str, Any]], None]:
    def touch(run: dict[str, Any]) -> None:
        for given in run["inputs"]:
            if given["path"] == path:
                given.update(sha256="1", rows=10)

    return touch


@pytest.mark.parametrize(
    ("change", "why", "cause"),
    [
        (touched("s.csv"), "shipment", "s.csv: changed, 9 → 10 rows"),
        (touched("o.csv"), "ownership", "o.csv: changed, 9 → 10 rows"),
        (touched("l.csv"), "list", "l.csv: changed, 9 → 10 rows"),
        (touched("p.csv"), "identity", "p.csv: changed, 9 → 10 rows"),
        (
            lambda run: run["settings"]["transit_days"].update(sea=[0, 30]),
            "settings",
            "setting transit_days.sea: [0, 60] → [0, 30]",
        ),
        (
            lambda run: run["rules"]["affiliates"].update(to="x"),
            "rule",
            "rule affiliates.to: 2025-11-09 → x",
        ),
        (lambda run: run.update(version="2"), "version", "graphscan 1 → 2"),
        (dict.copy, "cut", None),
    ],
)
def test_what_changed_between_the_runs_is_why(
    change: Callable[[dict[str, Any]], object], why: str, cause: str | None
) -> None:
    later = document(FINDING)
    change(later["run"])
    found = compare(document(), later)
    assert [(each.change, each.why) for each in found.changes] == [("new", (why,))]
    assert found.causes == ((cause,) if cause else ())
    back = compare(document(FINDING), {**later, "findings": []})
    assert [(each.change, each.why) for each in back.changes] == [("gone", (why,))]
    assert why in REASONS


def test_files_that_come_and_go_are_named() -> None:
    before, after = document(), document()
    del before["run"]["inputs"][0]
    del after["run"]["inputs"][3]
    assert compare(before, after).causes == ("p.csv: gone", "s.csv: new, 9 rows")


def test_a_changed_finding_says_what_changed() -> None:
    other = copy.deepcopy(FINDING)
    other.update(score=62.5, chains=3, basis="delisted")
    other["factors"].append({"id": "hub", "points": 12.5, "text": ""})
    other["journeys"][0]["shipment_ids"] = ["S1", "S7"]
    (change,) = compare(document(FINDING), document(other)).changes
    assert change.what == (
        "score 50.0 → 62.5",
        "basis listed → delisted",
        "chains 1 → 3",
        "factor + hub",
        "shipment + S7",
    )
    assert change.to_json()["score_before"] == 50.0


def test_rows_that_only_moved_in_their_file_change_no_finding() -> None:
    moved = copy.deepcopy(FINDING)
    moved["evidence"][0]["row"] = 400
    moved["journeys"][0]["legs"][0]["rows"][0]["row"] = 400
    found = compare(document(FINDING), document(moved))
    assert (found.changes, found.same) == ((), 1)
    moved["evidence"].append({"kind": "shipment", "file": "s.csv", "row": 9, "shipment_id": "S1"})
    (change,) = compare(document(FINDING), document(moved)).changes
    assert change.what == ("other source rows",)


def test_without_an_earlier_run_every_finding_is_new() -> None:
    found = compare(None, document(FINDING))
    assert (found.since, found.marks) == ("", {"a" * 16: "new"})
    assert found.changes[0].why == ()
