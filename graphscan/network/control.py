"""Ownership rules on a calendar: who was captured or not to be excluded, when, under which rule.

DESIGN section 5. The fixpoints are in `fixpoint`, what is held in `stakes`, what follows for a leg
in `verdicts`; here a case is read.
"""

from __future__ import annotations

import dataclasses
import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from graphscan.casefile import Case
from graphscan.codes import rules
from graphscan.codes.rules import Rule
from graphscan.dates import day_number, from_day_number
from graphscan.network.fixpoint import Timelines, timelines
from graphscan.network.ledger import Ledger, Stake
from graphscan.network.proofs import Claim, Reading, behind
from graphscan.network.spans import Spans, make_spans
from graphscan.network.stakes import (
    FIRST_DAY,
    LAST_DAY,
    PERCENT,
    WHOLE,
    Held,
    Picture,
    Statements,
    read_picture,
    within_reach,
)
from graphscan.settings import Settings

CANNOT_EXCLUDE = "cannot-exclude"
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


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RuleControl:
    """One rule and when it makes what of whom.

    Attributes:
        rule: The rule.
        listed_sure: When its seeds certainly were listed.
        listed_possible: When they possibly were.
        timelines: What follows for the parties that they own.
        starts: Per listed party, first and last possible day of each of its known listings.
    """

    rule: Rule
    listed_sure: Spans
    listed_possible: Spans
    timelines: Timelines
    starts: Mapping[int, Sequence[tuple[int, int]]]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Control:
    """Who stands behind whom.

    Attributes:
        statements: Every statement of an interest.
        picture: What they say together.
        ledger: The same by party and day.
        rules: What each rule makes of it.
        threshold: Percent that captures, in millionths.
    """

    statements: Statements
    picture: Picture
    ledger: Ledger
    rules: tuple[RuleControl, ...]
    threshold: int

    def claim(self, of: RuleControl, party: int, day: int, *, most: bool) -> Claim:
        """What stands behind a party on a day under a rule."""
        lines = of.timelines
        reading = Reading(
            counting=lines.doubtful_possible if most else lines.captured_possible,
            listed=of.listed_possible,
            most=most,
            threshold=self.threshold,
        )
        return behind(self.ledger, reading, party, day)

    def records(self, stakes: Iterable[Stake]) -> list[tuple[int, int]]:
        """(file id, row) of the statements of some stakes, sorted."""
        said = self.statements
        return sorted(
            {(int(said.file_id[at]), int(said.row[at])) for stake in stakes for at in stake.records}
        )


def read_control(case: Case, settings: Settings) -> Control:
    """Control over all time; reads `ownership` and the temporary table `targets`."""
    statements = read_statements(case)
    threshold = round(settings.captured_at * PERCENT)
    chosen = rules.all_rules(settings.target_lists)
    seeds = {rule.id: _seeds(case, rule) for rule in chosen}
    listed = np.concatenate([possible.party for _, possible, _ in seeds.values()])
    picture = read_picture(within_reach(statements, listed))
    found = []
    for rule in chosen:
        sure, possible, starts = seeds[rule.id]
        found.append(
            RuleControl(
                rule=rule,
                listed_sure=sure,
                listed_possible=possible,
                timelines=timelines(picture, sure, possible, threshold),
                starts=starts,
            )
        )
    return Control(
        statements=statements,
        picture=picture,
        ledger=Ledger(statements),
        rules=tuple(found),
        threshold=threshold,
    )


@functools.lru_cache(maxsize=100_000)
def states(rule: Rule, first: int, last: int, setting: str) -> tuple[str, ...]:
    """The states of a rule on the days of [first, last]."""
    days = {first} | {
        day_number(period.first)
        for period in rule.periods
        if first <= day_number(period.first) <= last
    }
    return tuple(rules.state_on(rule, from_day_number(day), setting) for day in sorted(days))


def read_statements(case: Case) -> Statements:
    """Every statement of an interest between two parties, in the order of file path and row.

    Votes, board seats, nominees and consolidation say nothing of direct equity (FAQ 398), nor does
    a share that is not given: they leave it open between nothing and all of it.
    """
    columns = case.columns(
        """
        SELECT owner::BIGINT AS owner, owned::BIGINT AS owned,
               CASE WHEN equity THEN coalesce((share_min * 1000000)::BIGINT, 0) ELSE 0 END AS low,
               equity AND share_min IS NOT NULL AND share_min_open AS low_open,
               CASE WHEN equity THEN coalesce((share_max * 1000000)::BIGINT, $whole) ELSE $whole END
                 AS high,
               equity AND share_max IS NOT NULL AND share_max_open AS high_open,
               reach <> 'direct' AS indirect,
               coalesce(day_number(valid_from_first), $always)::BIGINT AS possible_first,
               coalesce(day_number(valid_to_last) - 1, $still)::BIGINT AS possible_last,
               coalesce(day_number(valid_from_last), $always)::BIGINT AS certain_first,
               coalesce(day_number(valid_to_first) - 1, $still)::BIGINT AS certain_last,
               file_id::BIGINT AS file_id, row::BIGINT AS row
        FROM (SELECT *, kind IN ('shares', 'unknown') AS equity FROM ownership)
        JOIN ownership_parties USING (file_id, row, interest) JOIN files USING (file_id)
        ORDER BY path, row
        """,
        {"whole": WHOLE, "always": FIRST_DAY, "still": LAST_DAY},
    )
    return Statements(**{name: np.asarray(column) for name, column in columns.items()})


def _seeds(case: Case, rule: Rule) -> tuple[Spans, Spans, Mapping[int, Sequence[tuple[int, int]]]]:
    """When the parties on a rule's lists certainly, and possibly, were listed; and since when."""
    rows = case.rows(
        """
        SELECT party_id, list_code, programs, start_first, start_last, end_first, end_last
        FROM targets WHERE list_contains(?, list_code) ORDER BY party_id, entry_id
        """,
        [list(rule.capturing)],
    )
    rows = [row for row in rows if rule.has_seed(row[1], row[2])]
    held = [(row[0], held_between(*row[3:])) for row in rows]
    # Of an SSI entry that does not say its directive it is possible, under each of them.
    sure = [row[1] != "SSI" or rules.has_directive(row[2]) for row in rows]
    starts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for party, _, _, first, last, *_ in rows:
        if first is not None and last is not None:
            starts[party].append((first, last))
    return (
        make_spans(
            (party, *times.certain) for (party, times), so in zip(held, sure, strict=True) if so
        ),
        make_spans((party, *times.possible) for party, times in held),
        dict(starts),
    )


def held_between(
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


def captured_parties(control: Control) -> list[int]:
    """Parties that some rule captures on some day, ascending."""
    found: set[Any] = set()
    for of in control.rules:
        found.update(of.timelines.captured_possible.party.tolist())
    return sorted(found)
