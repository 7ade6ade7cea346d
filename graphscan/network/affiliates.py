"""Legs whose receiver is owned by listed parties, on the days of the leg."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from graphscan.casefile import Case
from graphscan.codes.bases import FINAL
from graphscan.network.build import UNITED_STATES
from graphscan.network.clocks import Span
from graphscan.network.control import NOT_CAPTURED, Control, RuleControl
from graphscan.network.end import LegEnd
from graphscan.network.proofs import Claim, through
from graphscan.network.verdicts import IN_TRANSIT, Onset, Verdict, Voyage, judge, onsets
from graphscan.settings import Settings

Entry = tuple[str, str, str, bool | None, str, list[str]]
"""entry id, match, list name, whether the countries agree, list code, programs."""


def affiliate_ends(case: Case, settings: Settings, control: Control) -> Iterator[LegEnd]:
    """One end for each leg to an affiliate and each entry of each listed party behind it."""
    entries = _entries(case)
    american = {
        party
        for (party,) in case.rows(
            "SELECT party_id FROM parties WHERE list_contains(?, country)", [list(UNITED_STATES)]
        )
    }
    for of in control.rules:
        writer = _Writer(control, of, entries)
        lines = of.timelines
        parties = np.union1d(lines.captured_possible.party, lines.doubtful_possible.party)
        begins: dict[int, list[Onset]] = {}
        judged: dict[tuple[int, Voyage], Verdict | None] = {}
        for leg_id, receiver, departs, arrives in _legs_of(case, parties.tolist()):
            if receiver not in begins:
                begins[receiver] = onsets(control, of, receiver)
            near = [
                onset
                for onset in begins[receiver]
                if departs[0] <= onset.last and onset.first <= arrives[1]
            ]
            # Where no listing comes near, the arrival does not matter: fewer are judged.
            key = (receiver, Voyage(departs=departs, arrives=arrives if near else departs))
            if key not in judged:
                verdict = judge(of, receiver, key[1], settings.affiliates_rule, near)
                if of.rule.foreign_only and receiver in american:
                    verdict = _of_american(verdict)
                judged[key] = verdict
            yield from writer.ends(leg_id, receiver, judged[key])


def _of_american(verdict: Verdict | None) -> Verdict | None:
    """A rule for foreign firms captures no U.S. firm: its owners are shown, doubts are not."""
    if verdict is None or verdict.most or verdict.bases[0] == IN_TRANSIT:
        return None
    bases = ("us-affiliate", *(basis for basis in verdict.bases if basis == NOT_CAPTURED))
    return Verdict(bases=bases, day=verdict.day, most=False)


class _Writer:
    """Ends of one rule, with each certificate made once."""

    def __init__(self, control: Control, of: RuleControl, entries: dict[int, list[Entry]]) -> None:
        self._control = control
        self._of = of
        self._entries = entries
        self._claims: dict[tuple[int, bool], list[Claim]] = defaultdict(list)
        self._proofs: dict[tuple[int, int], str] = {}

    def ends(self, leg_id: int, receiver: int, verdict: Verdict | None) -> Iterator[LegEnd]:
        """The ends of one leg."""
        if verdict is None:
            return
        claim = self._claim(receiver, verdict)
        for owner in claim.listed:
            for entry_id, match, list_name, agrees, list_code, programs in self._entries[owner]:
                if self._of.rule.has_seed(list_code, programs):
                    yield LegEnd(
                        leg_id=leg_id,
                        entry_id=entry_id,
                        basis=verdict.bases[0],
                        final=all(basis in FINAL for basis in verdict.bases),
                        also_possible=verdict.bases[1:],
                        match=match,
                        list_name=list_name,
                        country_agrees=agrees,
                        owner=owner,
                        proof=self._proof(claim, owner),
                    )

    def _claim(self, receiver: int, verdict: Verdict) -> Claim:
        known = self._claims[receiver, verdict.most]
        for claim in known:
            if claim.days[0] <= verdict.day <= claim.days[1]:
                return claim
        known.append(self._control.claim(self._of, receiver, verdict.day, most=verdict.most))
        return known[-1]

    def _proof(self, claim: Claim, owner: int) -> str:
        key = (id(claim), owner)  # claims are kept above, so that an id stays its claim's
        if key not in self._proofs:
            records = self._control.records(through(claim, owner))
            self._proofs[key] = json.dumps([{"file_id": file, "row": row} for file, row in records])
        return self._proofs[key]


def _entries(case: Case) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = defaultdict(list)
    for party, *entry in case.rows(
        "SELECT party_id, entry_id, match, list_name, country_agrees, list_code, programs "
        "FROM targets ORDER BY party_id, entry_id"
    ):
        found[party].append(_entry(*entry))
    return found


def _entry(*values: Any) -> Entry:
    entry_id, match, list_name, agrees, list_code, programs = values
    return entry_id, match, list_name, agrees, list_code, programs


def _legs_of(case: Case, parties: Iterable[int]) -> Iterator[tuple[int, int, Span, Span]]:
    """Leg, receiver, days of departure and of arrival."""
    for leg_id, receiver, *days in case.rows(
        "SELECT leg_id, receiver, departs_first, departs_last, arrives_first, arrives_last "
        "FROM legs WHERE receiver IN (SELECT unnest(?::INTEGER[])) ORDER BY leg_id",
        [list(parties)],
    ):
        yield leg_id, receiver, (days[0], days[1]), (days[2], days[3])
