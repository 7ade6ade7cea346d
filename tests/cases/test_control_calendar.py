"""The sample on five days and under both readings of the Affiliates Rule: what changes, and why."""

from __future__ import annotations

import datetime as dt
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

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "control_calendar.json"
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


def findings(day: str, state: str) -> list[str]:
    """Every finding of the data up to a day whose basis is control, in words."""
    settings = Settings(affiliates_rule=state, as_of=dt.date.fromisoformat(day), top=0)
    with scan(SAMPLE, settings=settings) as run:
        shown: list[dict[str, Any]] = run.document["findings"]
    control = ("affiliate", "us-affiliate", "headquarters", "cannot-exclude")
    return sorted(
        f"{one['kind']}: {one['exporter']['name']} to {one['end']['name']}, {one['basis']}"
        for one in shown
        if one["basis"].startswith(control)
    )


@pytest.mark.slow
def test_the_sample_on_five_days_under_both_readings(case: Case) -> None:
    shown = {
        (day, state): findings(day, state)
        for day in DAYS
        for state in STATES
        if day > "2026-11-09" or state == STATES[0]  # before, the calendar is settled
    }
    table = {
        f"{day}, from 2026-11-10 {state}": {
            "parties": verdicts(case, day, state),
            "findings": shown[day, state if day > "2026-11-09" else STATES[0]],
        }
        for day in DAYS
        for state in STATES
    }
    text = json.dumps(table, ensure_ascii=False, indent=1) + "\n"
    assert text == GOLDEN.read_text(encoding="utf-8")
