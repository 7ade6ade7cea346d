"""How each leg's receiver is listed on the day of the leg: the one entry that speaks for it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from graphscan.casefile import Case
from graphscan.codes import lists
from graphscan.codes.bases import BASES, basis_rank
from graphscan.codes.strictness import strictness


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """A row of `leg_ends`, with what the entry says.

    Attributes:
        leg: Leg id.
        entry_id: The listed entry; "" where none stands behind the end (headquarters).
        basis: On what the receiver counts as listed on the day of the leg.
        also_possible: Weaker bases, or `not-captured`, that the days allow as well.
        match: How the name was recognised.
        list_name: The name or alias on the list that matched.
        country_agrees: Whether party and entry share a country; None where one is not known.
        owner: The listed party that owns the receiver, or the parent that is headquartered where
            the headquarters test asks; None where it is the receiver itself.
        proof: (file id, row) of the interests that prove it.
        entry_name: The entry's name, verbatim.
        list_code: The list it is on.
        citation: The Federal Register notice as given.
        listed_on: `YYYY-MM-DD`, `YYYY`, or None.
        license_policy: The entry's licence review policy; "" where it has none.
        footnotes: Entity List footnotes, which name a Foreign Direct Product rule.
        license_requirement: What needs a licence; "" where the entry does not say.
        at_premises: Parties that are recognised as the entry by its address alone; where they are
            many, the address says little.
        asks: The end of the same leg, as strong, whose entry asks more; None where none does.
    """

    leg: int
    entry_id: str
    basis: str
    also_possible: tuple[str, ...]
    match: str
    list_name: str
    country_agrees: bool | None
    owner: int | None
    proof: tuple[tuple[int, int], ...]
    entry_name: str
    list_code: str
    citation: str
    listed_on: str | None
    license_policy: str
    footnotes: tuple[str, ...]
    license_requirement: str
    at_premises: int = 0
    asks: End | None = None

    @property
    def strict(self) -> End:
        """The end that says what a delivery needs: this one, or the strictest as strong."""
        return self.asks or self

    @property
    def rank(self) -> tuple[int, int, str, int]:
        """Sorts the entry that speaks for a party first: strongest basis, then list, then id."""
        return (
            basis_rank(self.basis),
            lists.rank(self.list_code),
            self.entry_id,
            -1 if self.owner is None else self.owner,
        )


def best_ends(case: Case) -> dict[int, End]:
    """Per leg id the end that speaks for it; legs whose receiver is not listed are absent."""
    found: dict[int, list[End]] = {}
    for end in _ends(case, None):
        found.setdefault(end.leg, []).append(end)
    return {leg: speaking(found[leg]) for leg in sorted(found)}


def speaking(ends: Iterable[End]) -> End:
    """Of the ends of one leg the one that speaks for it, with what the strictest as strong asks."""
    by_rank = sorted(ends, key=lambda end: end.rank)
    first = by_rank[0]
    asks = min((end for end in by_rank if end.basis == first.basis), key=_strictness)
    return first if asks is first else dataclasses.replace(first, asks=asks)


def _strictness(end: End) -> tuple[int, int, int]:
    return strictness(end.list_code, end.license_requirement, end.license_policy, end.footnotes)


def ends_of_receivers(case: Case, receivers: Iterable[int]) -> dict[int, list[End]]:
    """Per receiving party every end of every leg that it receives, by rank, then leg."""
    wanted = sorted(set(receivers))
    received = case.rows(
        "SELECT leg_id, receiver FROM legs WHERE receiver IN (SELECT unnest(?::INTEGER[]))",
        [wanted],
    )
    receiver_of = dict(received)
    found: dict[int, list[End]] = {receiver: [] for receiver in wanted}
    for end in _ends(case, sorted(receiver_of)):
        found[receiver_of[end.leg]].append(end)
    for ends in found.values():
        ends.sort(key=lambda end: (end.rank, end.leg))
    return found


def _ends(case: Case, legs: list[int] | None) -> Iterator[End]:
    rows = case.rows(
        """
        SELECT leg_id, entry_id, basis, also_possible, match, list_name, country_agrees, owner,
               proof, coalesce(entries.name, ''), coalesce(list_code, ''), coalesce(citation, ''),
               start_first, start_last, license_policy, coalesce(footnotes, []),
               license_requirement, coalesce(at_premises, 0)
        FROM leg_ends LEFT JOIN entries USING (entry_id)
        LEFT JOIN (SELECT entry_id, count(*) AS at_premises FROM party_matches
                   WHERE match = 'address' GROUP BY entry_id) USING (entry_id)
        WHERE $legs IS NULL OR leg_id IN (SELECT unnest($legs::INTEGER[]))
        """,
        {"legs": legs},
    )
    for row in rows:
        yield _end(*row)


def _end(*row: Any) -> End:
    leg, entry_id, basis, also, match, list_name, agrees, owner, proof = row[:9]
    name, code, citation, first, last, policy, footnotes, requirement, there = row[9:]
    return End(
        leg=leg,
        entry_id=entry_id,
        basis=basis,
        also_possible=tuple(sorted(also, key=_reading_rank)),
        match=match,
        list_name=list_name,
        country_agrees=agrees,
        owner=owner,
        proof=tuple(
            sorted((int(item["file_id"]), int(item["row"])) for item in json.loads(proof or "[]"))
        ),
        entry_name=name,
        list_code=code,
        citation=citation,
        listed_on=_listed_on(first, last),
        license_policy=policy or "",
        footnotes=tuple(footnotes),
        license_requirement=requirement or "",
        at_premises=there,
    )


def _reading_rank(reading: str) -> tuple[int, str]:
    """Bases by strength; a reading that is no basis (`not-captured`) after them."""
    return (BASES.index(reading) if reading in BASES else len(BASES), reading)


def _listed_on(first: dt.date | None, last: dt.date | None) -> str | None:
    """The listing date as a day or, where no day is known, as a year."""
    if first is None or last is None:
        return None
    if first == last:
        return first.isoformat()
    return f"{first:%Y}"
