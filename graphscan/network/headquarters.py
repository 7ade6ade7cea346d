"""Legs of advanced computing items to a party that is run from Macau or Country Group D:5.

The headquarters test (15 CFR 742.6(a)(6)(iii)(A), before that 744.23(a)(3)) asks where a party, or
its ultimate parent, is headquartered, not who is listed. The parties table states headquarters and
parents; a direct owner of at least 50 percent is a parent too. Where a party merely sits says
nothing: a firm in Johor may be run from Shanghai. Only a topmost parent without stated headquarters
counts as run from its own country.
"""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterator

from graphscan.casefile import Case
from graphscan.codes import countries, rules
from graphscan.dates import day_number
from graphscan.network.build import UNITED_STATES
from graphscan.network.control import NOT_CAPTURED, Control
from graphscan.network.end import LegEnd
from graphscan.network.stakes import WHOLE
from graphscan.settings import Settings

Row = tuple[int, int]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where a party is run from, where that is Macau or in Country Group D:5.

    Attributes:
        country: ISO code.
        party: The party whose headquarters are there: itself or a parent.
        rows: (file id, row) of the records that say so.
    """

    country: str
    party: int
    rows: tuple[Row, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class _Fact:
    headquarters: str
    parent: int | None
    row: Row


def headquarters_ends(case: Case, settings: Settings, control: Control) -> Iterator[LegEnd]:
    """One end for each leg of covered items that the test reaches."""
    test = rules.headquarters_test()
    if not settings.headquarters_test:
        return
    first_day = day_number(test.first)
    codes = [code for (code,) in case.rows("SELECT DISTINCT eccn FROM legs") if test.covers(code)]
    known = Headquarters(case, control)
    for leg_id, receiver, departs_first in case.rows(
        """
        SELECT leg_id, receiver, departs_first
        FROM legs JOIN parties ON party_id = receiver
        WHERE eccn IN (SELECT unnest(?::TEXT[])) AND departs_last >= ?
          AND NOT coalesce(list_contains(?, country), false)
        ORDER BY leg_id
        """,
        [sorted(codes), first_day, list(UNITED_STATES)],
    ):
        seat = known.seat(receiver, max(departs_first, first_day))
        if seat is not None:
            records = [{"file_id": file, "row": row} for file, row in sorted(set(seat.rows))]
            yield LegEnd(
                leg_id=leg_id,
                entry_id="",
                basis="headquarters",
                final=False,
                also_possible=() if departs_first >= first_day else (NOT_CAPTURED,),
                match="",
                list_name="",
                country_agrees=None,
                owner=None if seat.party == receiver else seat.party,
                proof=json.dumps(records),
            )


class Headquarters:
    """Where parties are run from."""

    def __init__(self, case: Case, control: Control) -> None:
        """Read what the parties tables say."""
        self._control = control
        self._facts = _facts(case)
        self._home: dict[int, str | None] = dict(case.rows("SELECT party_id, country FROM parties"))

    def seat(self, party: int, day: int) -> Seat | None:
        """Where a party is run from on a day; the nearest statement up the parents decides."""
        seen = {party}
        queue: list[tuple[int, tuple[Row, ...]]] = [(party, ())]
        for at, rows in queue:
            parents: dict[int, Row] = {}
            stated = False
            for fact in self._facts.get(at, ()):
                stated = stated or bool(fact.headquarters)
                if fact.headquarters and countries.is_d5_or_macau(fact.headquarters):
                    return Seat(country=fact.headquarters, party=at, rows=(*rows, fact.row))
                if fact.parent is not None:
                    parents.setdefault(fact.parent, fact.row)
            for stake in self._control.ledger.above(at, day):
                if not stake.indirect and 2 * stake.low >= WHOLE:
                    parents.setdefault(stake.owner, self._control.records([stake])[0])
            country = self._home.get(at) or ""
            if at != party and not parents and not stated and countries.is_d5_or_macau(country):
                return Seat(country=country, party=at, rows=rows)
            for parent, row in sorted(parents.items()):
                if parent not in seen:
                    seen.add(parent)
                    queue.append((parent, (*rows, row)))
        return None


def _facts(case: Case) -> dict[int, list[_Fact]]:
    """What the parties tables say; a parent is the one party of that name."""
    found: dict[int, list[_Fact]] = defaultdict(list)
    for party, headquarters, parent, file_id, row in case.rows(
        """
        WITH named AS (
          SELECT lower(name) AS name, any_value(party_id) AS party_id FROM parties
          GROUP BY lower(name) HAVING count(*) = 1)
        SELECT f.party_id, coalesce(headquarters_country, ''), named.party_id, file_id, row
        FROM party_facts f JOIN files USING (file_id)
        LEFT JOIN named ON named.name = lower(parent_name)
        WHERE headquarters_country IS NOT NULL OR named.party_id IS NOT NULL
        ORDER BY f.party_id, path, row
        """
    ):
        found[party].append(_Fact(headquarters, parent, (file_id, row)))
    return found
