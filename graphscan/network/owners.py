"""Who stands behind a party on a day, and whom a listed party stands behind, as JSON values."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from graphscan.casefile import Case
from graphscan.codes import rules
from graphscan.dates import day_number, from_day_number
from graphscan.errors import NotFoundError
from graphscan.network.asks import Asks
from graphscan.network.build import UNITED_STATES
from graphscan.network.control import (
    CANNOT_EXCLUDE,
    NOT_CAPTURED,
    Control,
    RuleControl,
    read_control,
    states,
)
from graphscan.network.headquarters import Headquarters
from graphscan.network.ledger import Stake
from graphscan.network.proofs import Claim, smallest
from graphscan.network.stakes import FIRST_DAY, LAST_DAY, PERCENT
from graphscan.network.targets import choose_targets, latest_day
from graphscan.network.ties import ties_of
from graphscan.settings import Settings

IN_FORCE = ("in-force", "reimposed-unverified")
"""States in which a rule counts as in force; the second is unverified, and `state` says so."""


DEEPEST = 100
"""Levels that a tree is opened; what lies deeper is named as repeated."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Record:
    """One statement, as it is shown; of headquarters it says nothing of owners."""

    file: str
    row: int
    owner: str = ""
    owned: str = ""
    share_min: float | None = None
    share_max: float | None = None


class Owners:
    """Answers about one case on one day."""

    def __init__(self, case: Case, control: Control, settings: Settings, as_of: dt.date) -> None:
        """Read names and listed entries once.

        Args:
            case: A case whose temporary table `targets` is made.
            control: Its control.
            settings: The settings of the run.
            as_of: The day.
        """
        self._case = case
        self._control = control
        self._settings = settings
        self._day = day_number(as_of)
        self._as_of = as_of.isoformat()
        self._paths = dict(case.rows("SELECT file_id, path FROM files"))
        self._parties = {
            party: (name, country or "")
            for party, name, country in case.rows("SELECT party_id, name, country FROM parties")
        }
        self._headquarters = Headquarters(case, control)
        self._asks = Asks(case)

    def owners(self, party: int) -> dict[str, Any]:
        """The object of `graphscan owners --json` for one party."""
        return {
            **self._named(party),
            "as_of": self._as_of,
            "listed": self._entries(party),
            "verdicts": [
                *(self._verdict(of, party) for of in self._control.rules),
                self._seat(party),
            ],
            "above": self._tree(party, set(), DEEPEST, above=True),
            "below": self._tree(party, set(), DEEPEST, above=False),
            "ties": ties_of(self._case, party),
        }

    def affiliates(self, party: int) -> list[dict[str, Any]]:
        """One object for each rule and party that a listed party stands behind on the day."""
        found = []
        for of in self._control.rules:
            if not of.listed_possible.on(party, self._day):
                continue
            for owned in self._behind(of, party):
                verdict = self._verdict(of, owned)
                listed = self._parties[party][0]
                if listed in verdict["listed_owners"]:
                    since = self._since(of, owned)
                    found.append({**self._named(owned), "listed": listed, **verdict, **since})
        return found

    def _named(self, party: int) -> dict[str, Any]:
        name, country = self._parties[party]
        return {"name": name, "country": country}

    def _entries(self, party: int) -> list[dict[str, str]]:
        """Entries of any list that a party is recognised as."""
        rows = self._case.rows(
            "SELECT name, list_code, entry_id, match FROM party_matches "
            "JOIN entries USING (entry_id) WHERE party_id = ? ORDER BY list_code, entry_id",
            [party],
        )
        keys = ("name", "list", "entry_id", "match")
        return [dict(zip(keys, row, strict=True)) for row in rows]

    def _verdict(self, of: RuleControl, party: int) -> dict[str, Any]:
        day = self._day
        lines = of.timelines
        american = of.rule.foreign_only and self._parties[party][1] in UNITED_STATES
        captured = lines.captured_possible.on(party, day)
        doubtful = not captured and lines.doubtful_possible.on(party, day)
        verdict = NOT_CAPTURED
        if of.listed_possible.on(party, day):
            verdict = "listed"
        elif captured and not american:
            verdict = "captured"
        elif doubtful and not american:
            verdict = CANNOT_EXCLUDE
        claim = None
        if captured or doubtful:
            claim = self._control.claim(of, party, day, most=doubtful)
        listed = claim.listed if claim else ()
        state = states(of.rule, day, day, self._settings.affiliates_rule)[0]
        sure = lines.captured_sure if captured else lines.doubtful_sure
        return {
            "rule": of.rule.id,
            "verdict": verdict,
            "in_force": state in IN_FORCE,
            "state": state,
            "us_affiliate": american and captured,
            "certain": verdict == NOT_CAPTURED
            or (of.listed_sure if verdict == "listed" else sure).on(party, day),
            "listed_owners": [self._parties[owner][0] for owner in listed],
            "requirement": self._asks.strictest(
                of.rule, (*listed, *((party,) if verdict == "listed" else ()))
            ),
            "proof": self._proof(claim),
        }

    def _seat(self, party: int) -> dict[str, Any]:
        """The headquarters test, which asks neither lists nor shares."""
        test = rules.headquarters_test()
        seat = self._headquarters.seat(party, self._day)
        return {
            "rule": rules.HEADQUARTERS,
            "verdict": "captured" if seat else NOT_CAPTURED,
            "in_force": self._settings.headquarters_test and self._day >= day_number(test.first),
            "state": "in-force" if self._day >= day_number(test.first) else "before-rule",
            "us_affiliate": False,
            "certain": True,
            "listed_owners": [],
            "requirement": None,
            "proof": [
                dataclasses.asdict(_Record(file=self._paths[file_id], row=row))
                for file_id, row in (seat.rows if seat else ())
            ],
        }

    def _proof(self, claim: Claim | None) -> list[dict[str, Any]]:
        stakes = smallest(claim) if claim else None
        return [dataclasses.asdict(record) for record in self._records(stakes or ())]

    def _records(self, stakes: Iterable[Stake]) -> list[_Record]:
        said = self._control.statements
        records = []
        for stake in stakes:
            for at in stake.records:
                low, high = int(said.low[at]), int(said.high[at])
                unknown = low == 0 and high == 100 * PERCENT
                records.append(
                    _Record(
                        file=self._paths[int(said.file_id[at])],
                        row=int(said.row[at]),
                        owner=self._parties[stake.owner][0],
                        owned=self._parties[stake.owned][0],
                        share_min=None if unknown else low / PERCENT,
                        share_max=None if unknown else high / PERCENT,
                    )
                )
        return records

    def _tree(
        self, party: int, seen: set[int], deeper: int, *, above: bool
    ) -> list[dict[str, Any]]:
        """Stakes above or below a party; a party that was met before is named and not opened."""
        ledger = self._control.ledger
        stakes = ledger.above(party, self._day) if above else ledger.below(party, self._day)
        seen.add(party)
        found = []
        for stake in stakes:
            other = stake.owner if above else stake.owned
            repeated = other in seen or not deeper
            key = "above" if above else "below"
            found.append(
                {
                    **self._named(other),
                    "listed": [
                        of.rule.id
                        for of in self._control.rules
                        if of.listed_possible.on(other, self._day)
                    ],
                    "share_min": stake.low / PERCENT,
                    "share_max": stake.high / PERCENT,
                    "share_min_open": stake.low_open,
                    "share_max_open": stake.high_open,
                    "indirect": stake.indirect,
                    "contradictory": stake.contradictory,
                    "records": [
                        {"file": one.file, "row": one.row} for one in self._records([stake])
                    ],
                    "repeated": repeated,
                    key: [] if repeated else self._tree(other, seen, deeper - 1, above=above),
                }
            )
        return found

    def _behind(self, of: RuleControl, party: int) -> list[int]:
        """Parties that a listed party stands behind, as captured or not to be excluded."""
        lines = of.timelines.doubtful_possible
        seen, queue = {party}, [party]
        while queue:
            for stake in self._control.ledger.below(queue.pop(), self._day):
                owned = stake.owned
                if owned not in seen and stake.high and lines.on(owned, self._day):
                    seen.add(owned)
                    queue.append(owned)
        return sorted(seen - {party}, key=lambda one: (self._parties[one], one))

    def _since(self, of: RuleControl, party: int) -> dict[str, str | None]:
        """From when to when the verdict has held; None where it always has, or still does."""
        lines = of.timelines
        captured = lines.captured_possible.within(party, self._day, self._day)
        spans = (lines.captured_possible if captured else lines.doubtful_possible).of(party)
        first, last = next(span for span in spans if span[0] <= self._day <= span[1])
        return {
            "from": None if first <= FIRST_DAY else from_day_number(first).isoformat(),
            "to": None if last >= LAST_DAY else from_day_number(last).isoformat(),
        }


def open_owners(case: Case, settings: Settings, as_of: dt.date | None = None) -> Owners:
    """Answers about a loaded case; without a day that of the settings, else the last of its data.

    Raises:
        NotFoundError: The case has no day at all.
    """
    day = as_of or settings.as_of or latest_day(case)
    if day is None:
        raise NotFoundError("the case holds no dates", cure="Give a day with --as-of.")
    choose_targets(case, dataclasses.replace(settings, as_of=None))
    return Owners(case, read_control(case, settings), settings, day)


def flat(
    tree: Sequence[dict[str, Any]], key: str, depth: int = 0
) -> list[tuple[int, dict[str, Any]]]:
    """A tree of `Owners.owners` as (depth, node), top down."""
    return [found for node in tree for found in ((depth, node), *flat(node[key], key, depth + 1))]
