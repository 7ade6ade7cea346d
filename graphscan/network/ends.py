"""Which legs end at a listed party or its affiliate, and on what basis on the day of the leg."""

from __future__ import annotations

import dataclasses
import functools
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.codes import rules
from graphscan.codes.bases import FINAL, basis_rank
from graphscan.codes.rules import Rule
from graphscan.dates import day_number, from_day_number
from graphscan.network.build import UNITED_STATES
from graphscan.network.clocks import Listing, Span, outcomes
from graphscan.network.control import FIRST_DAY, LAST_DAY, Capture, Held, Stake, captures
from graphscan.settings import Settings

MILLIONTHS = 1_000_000
NOT_CAPTURED = "not-captured"
"""What else an affiliate may be where the days of leg, interest or listing leave it open."""

STATE_BASIS: Mapping[str, tuple[str, ...]] = {
    "in-force": ("affiliate-in-force",),
    "suspended": ("affiliate-suspended",),
    "before-rule": ("affiliate-before-rule",),
    "reimposed-unverified": ("affiliate-in-force", "affiliate-suspended"),
    "repealed": ("affiliate-suspended",),
}
"""Bases that a state of an ownership rule allows; an unverified state allows both readings."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """One row of `leg_ends`."""

    leg_id: int
    entry_id: str
    basis: str
    final: bool
    also_possible: tuple[str, ...]
    match: str
    list_name: str
    country_agrees: bool | None
    owner: int | None
    proof: str


def find_captures(case: Case, settings: Settings) -> dict[str, list[Capture]]:
    """Captured parties by rule id, over all time; reads `ownership` and `targets`."""
    stakes = list(_stakes(case))
    found = {}
    for rule in rules.all_rules():
        seeds: dict[int, list[Held]] = defaultdict(list)
        for party, held in _seeds(case, rule):
            seeds[party].append(held)
        found[rule.id] = captures(stakes, seeds, int(settings.captured_at * MILLIONTHS))
    return found


def note_end_parties(case: Case, found: Mapping[str, Iterable[Capture]]) -> None:
    """Write the temporary table `end_parties`: listed and captured parties."""
    captured = sorted({capture.party for captures_ in found.values() for capture in captures_})
    case.execute("CREATE OR REPLACE TEMP TABLE end_parties (party_id INTEGER)")
    case.append("end_parties", pa.table({"party_id": pa.array(captured, pa.int32())}))
    case.execute("INSERT INTO end_parties SELECT DISTINCT party_id FROM targets")


def judge_ends(case: Case, settings: Settings, found: Mapping[str, Iterable[Capture]]) -> None:
    """Write `leg_ends`: every entry that makes the receiver of a leg an end, on the leg's days."""
    best: dict[tuple[int, str, int | None], _End] = {}
    for end in [*_listed(case), *_affiliates(case, settings, found)]:
        key = (end.leg_id, end.entry_id, end.owner)
        if key not in best or basis_rank(end.basis) < basis_rank(best[key].basis):
            best[key] = end
    rows = sorted(best.values(), key=lambda end: (end.leg_id, end.entry_id, end.owner or -1))
    case.replace(
        "leg_ends",
        pa.table(
            {
                "leg_id": pa.array([end.leg_id for end in rows], pa.int32()),
                "entry_id": pa.array([end.entry_id for end in rows], pa.string()),
                "basis": pa.array([end.basis for end in rows], pa.string()),
                "final": pa.array([end.final for end in rows], pa.bool_()),
                "also_possible": pa.array(
                    [list(end.also_possible) for end in rows], pa.list_(pa.string())
                ),
                "match": pa.array([end.match for end in rows], pa.string()),
                "list_name": pa.array([end.list_name for end in rows], pa.string()),
                "country_agrees": pa.array([end.country_agrees for end in rows], pa.bool_()),
                "owner": pa.array([end.owner for end in rows], pa.int32()),
                "proof": pa.array([end.proof for end in rows], pa.string()),
            }
        ),
    )


def _listed(case: Case) -> Iterator[_End]:
    rows = case.rows(
        """
        SELECT leg_id, departs_first, departs_last, arrives_first, arrives_last,
               start_first, start_last, end_first, end_last, entry_id, match, list_name,
               country_agrees
        FROM legs JOIN targets ON party_id = receiver
        """
    )
    for leg_id, d1, d2, a1, a2, s1, s2, e1, e2, entry_id, match, list_name, agrees in rows:
        allowed = _outcomes((d1, d2), (a1, a2), _span(s1, s2), _span(e1, e2))
        if allowed:
            yield _End(
                leg_id=leg_id,
                entry_id=entry_id,
                basis=allowed[0],
                final=all(basis in FINAL for basis in allowed),
                also_possible=tuple(allowed[1:]),
                match=match,
                list_name=list_name,
                country_agrees=agrees,
                owner=None,
                proof="[]",
            )


@functools.lru_cache(maxsize=100_000)
def _outcomes(
    departs: Span, arrives: Span, start: Span | None, end: Span | None
) -> tuple[str, ...]:
    return tuple(outcomes(departs, arrives, Listing(start=start, end=end)))


def _span(first: int | None, last: int | None) -> Span | None:
    return None if first is None or last is None else (first, last)


def _affiliates(
    case: Case, settings: Settings, found: Mapping[str, Iterable[Capture]]
) -> Iterator[_End]:
    entries: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for party, *entry in case.rows(
        "SELECT party_id, entry_id, match, list_name, country_agrees, list_code FROM targets "
        "ORDER BY party_id, entry_id"
    ):
        entries[party].append(tuple(entry))
    american = {
        party
        for (party,) in case.rows(
            "SELECT party_id FROM parties WHERE list_contains(?, country)", [list(UNITED_STATES)]
        )
    }
    for rule in rules.all_rules():
        by_party: dict[int, list[Capture]] = defaultdict(list)
        for capture in found[rule.id]:
            by_party[capture.party].append(capture)
        for leg_id, receiver, first, last in _legs_of(case, by_party):
            judged = _judged(rule, by_party[receiver], first, last, settings.affiliates_rule)
            if judged is None:
                continue
            capture, allowed = judged
            if rule.foreign_only and receiver in american:
                allowed = ["us-affiliate", *(basis for basis in allowed if basis == NOT_CAPTURED)]
            for owner in capture.seeds:
                for entry_id, match, list_name, agrees, list_code in entries[owner]:
                    if list_code in rule.seeds:
                        yield _End(
                            leg_id=leg_id,
                            entry_id=entry_id,
                            basis=allowed[0],
                            final=all(basis in FINAL for basis in allowed),
                            also_possible=tuple(allowed[1:]),
                            match=match,
                            list_name=list_name,
                            country_agrees=agrees,
                            owner=owner,
                            proof=json.dumps(
                                [{"file_id": file, "row": row} for file, row in capture.proof]
                            ),
                        )


def _legs_of(case: Case, parties: Iterable[int]) -> list[tuple[int, int, int, int]]:
    return case.rows(
        "SELECT leg_id, receiver, departs_first, departs_last FROM legs "
        "WHERE list_contains(?::INTEGER[], receiver) ORDER BY leg_id",
        [sorted(parties)],
    )


def _judged(
    rule: Rule, spans: Iterable[Capture], first: int, last: int, setting: str
) -> tuple[Capture, list[str]] | None:
    """The capture that speaks for a leg on [first, last], and every basis allowed, best first."""
    allowed: set[str] = set()
    days_sure = 0
    speaking: Capture | None = None
    for capture in spans:
        low, high = max(first, capture.first), min(last, capture.last)
        if low > high:
            continue
        days_sure += (high - low + 1) if capture.sure else 0
        if speaking is None or (capture.sure and not speaking.sure):
            speaking = capture
        for state in _states(rule, low, high, setting):
            allowed.update(STATE_BASIS[state])
    if speaking is None:
        return None
    ordered = sorted(allowed, key=basis_rank)
    return speaking, ordered if days_sure == last - first + 1 else [*ordered, NOT_CAPTURED]


@functools.lru_cache(maxsize=100_000)
def _states(rule: Rule, first: int, last: int, setting: str) -> tuple[str, ...]:
    """The states of a rule on the days of [first, last]."""
    days = {first} | {
        day_number(period.first)
        for period in rule.periods
        if first <= day_number(period.first) <= last
    }
    return tuple(rules.state_on(rule, from_day_number(day), setting) for day in sorted(days))


def _stakes(case: Case) -> Iterator[Stake]:
    """Direct equity with a known minimum share.

    Votes, board seats, nominees and consolidation alone capture nobody (FAQ 398), and indirect
    statements repeat what direct ones say.
    """
    rows = case.rows(
        """
        SELECT owner, owned, (share_min * 1000000)::BIGINT, o.file_id, o.row,
               day_number(valid_from_first), day_number(valid_from_last),
               day_number(valid_to_first), day_number(valid_to_last)
        FROM ownership o JOIN ownership_parties p USING (file_id, row) JOIN files USING (file_id)
        WHERE share_min > 0 AND o.kind IN ('shares', 'unknown') AND reach = 'direct'
        ORDER BY path, o.row
        """
    )
    for owner, owned, share, file_id, row, from_first, from_last, to_first, to_last in rows:
        yield Stake(
            owner=owner,
            owned=owned,
            share=share,
            held=_held(from_first, from_last, to_first, to_last),
            row=(file_id, row),
        )


def _seeds(case: Case, rule: Rule) -> Iterator[tuple[int, Held]]:
    rows = case.rows(
        """
        SELECT party_id, start_first, start_last, end_first, end_last FROM targets
        WHERE list_contains(?, list_code)
          AND (list_code <> 'SDN' OR len(?::TEXT[]) = 0 OR list_has_any(programs, ?::TEXT[]))
        ORDER BY party_id, entry_id
        """,
        [list(rule.seeds), list(rule.seed_programs), list(rule.seed_programs)],
    )
    for party, start_first, start_last, end_first, end_last in rows:
        yield party, _held(start_first, start_last, end_first, end_last)


def _held(
    from_first: int | None, from_last: int | None, to_first: int | None, to_last: int | None
) -> Held:
    """From two imprecise days, the second the first day it no longer held; None is open."""
    return Held(
        possible=(
            FIRST_DAY if from_first is None else from_first,
            LAST_DAY if to_last is None else to_last - 1,
        ),
        certain=(
            FIRST_DAY if from_last is None else from_last,
            LAST_DAY if to_first is None else to_first - 1,
        ),
    )
