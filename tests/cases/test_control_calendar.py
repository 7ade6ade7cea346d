"""The sample on five days and under both readings of the Affiliates Rule: what changes, and why."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graphscan.casefile import Case
from graphscan.network import open_owners
from graphscan.pipeline import scan
from graphscan.settings import Settings
from tests.cases.by_hand import SAMPLE

FOLDER = Path(__file__).resolve().parents[1] / "golden"
GOLDEN, CHANGES = FOLDER / "control_calendar.json", FOLDER / "control_changes.json"
DAYS = ("2023-01-01", "2024-06-01", "2025-10-15", "2025-12-01", "2026-11-21")
STATES = ("in-force", "suspended")


@pytest.fixture(scope="module")
def case() -> Iterator[Case]:
    with scan(SAMPLE) as run:
        yield run.case


def verdicts(case: Case, day: str, state: str) -> list[str]:
    """Every party that is captured or not to be excluded on a day, in words."""
    settings = Settings(affiliates_rule=state)
    answers = open_owners(case, settings, dt.date.fromisoformat(day))
    listed = [
        party
        for (party,) in case.rows("SELECT DISTINCT party_id FROM party_matches ORDER BY party_id")
    ]
    found = {
        f"{one['name']}: {one['verdict']}, {one['rule']} {one['state']}"
        f" (through {', '.join(one['listed_owners'])})"
        for party in listed
        for one in answers.affiliates(party)
    }
    return sorted(found)


def scanned(day: str, state: str) -> list[dict[str, Any]]:
    """Every finding of the data up to a day."""
    settings = Settings(affiliates_rule=state, as_of=dt.date.fromisoformat(day), top=0)
    with scan(SAMPLE, settings=settings) as run:
        shown: list[dict[str, Any]] = run.document["findings"]
    return shown


def named(finding: dict[str, Any]) -> str:
    """A finding in words."""
    way = f"{finding['exporter']['name']} to {finding['end']['name']}"
    return f"{finding['kind']}: {way}, {finding['commodity']['class']}, {finding['basis']}"


def by_control(shown: list[dict[str, Any]]) -> list[str]:
    """Those whose basis is control, in words."""
    control = ("affiliate", "us-affiliate", "headquarters", "cannot-exclude")
    return sorted(named(one) for one in shown if one["basis"].startswith(control))


def why_new(finding: dict[str, Any], since: str) -> str:
    """Why a finding was not there on an earlier day."""
    last = [journey["legs"][-1]["departs"] for journey in finding["journeys"]]
    if all(departs.split("..")[0] > since for departs in last):
        return f"its last leg departed on {min(last)}"
    listed_on = (finding["listed"] or {}).get("listed_on") or ""
    if listed_on > since:
        return f"listed on {listed_on}"
    return f"known since {since}: another reading of who is who or of the days"


def changes(
    before: list[dict[str, Any]], after: list[dict[str, Any]], since: str, why_changed: str
) -> dict[str, list[str]]:
    """New, changed and gone findings, each with its reason."""
    old, new = ({one["id"]: one for one in shown} for shown in (before, after))
    changed = []
    for key in old.keys() & new.keys():
        what = [
            f"{field} {old[key][field]} to {new[key][field]}"
            for field in ("basis", "certainty", "chains")
            if old[key][field] != new[key][field]
        ]
        if what:
            changed.append(f"{named(new[key])}: {', '.join(what)}, because {why_changed}")
    return {
        "new": sorted(
            f"{named(one)}, because {why_new(one, since)}"
            for key, one in new.items()
            if key not in old
        ),
        "changed": sorted(changed),
        "gone": sorted(named(one) for key, one in old.items() if key not in new),
    }


@pytest.fixture(scope="module")
def documents() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Findings by day and reading; before 10 November 2026 the calendar is settled."""
    found = {(day, STATES[0]): scanned(day, STATES[0]) for day in DAYS}
    found[DAYS[-1], STATES[1]] = scanned(DAYS[-1], STATES[1])
    return found


@pytest.mark.slow
def test_the_sample_on_five_days_under_both_readings(
    case: Case, documents: dict[tuple[str, str], list[dict[str, Any]]]
) -> None:
    table = {
        f"{day}, from 2026-11-10 {state}": {
            "parties": verdicts(case, day, state),
            "findings": by_control(documents[day, state if day > "2026-11-09" else STATES[0]]),
        }
        for day in DAYS
        for state in STATES
    }
    assert as_text(table) == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.slow
def test_which_findings_change_from_day_to_day_and_why(
    documents: dict[tuple[str, str], list[dict[str, Any]]],
) -> None:
    steps = {
        f"{since} to {day}": changes(
            documents[since, STATES[0]],
            documents[day, STATES[0]],
            since,
            "later shipments and listings are known",
        )
        for since, day in itertools.pairwise(DAYS)
    }
    last = DAYS[-1]
    steps[f"{last}: {STATES[0]} to {STATES[1]}"] = changes(
        documents[last, STATES[0]],
        documents[last, STATES[1]],
        last,
        "the Affiliates Rule is read as suspended from 2026-11-10 on",
    )
    assert as_text(steps) == CHANGES.read_text(encoding="utf-8")


def as_text(table: dict[str, Any]) -> str:
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"
