"""What is known of the parties on a route beside its end: entries of their own, and weaker ties."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from typing import Any

from graphscan.casefile import Case
from graphscan.dates import day_number
from graphscan.network.clocks import Listing, Span, outcomes


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A targeted entry that a party is recognised as.

    Attributes:
        entry_id: The entry.
        name: Its name, verbatim.
        list_code: The list it is on.
        match: How the name was recognised.
        listing: When it was on the list.
    """

    entry_id: str
    name: str
    list_code: str
    match: str
    listing: Listing

    def bases(self, departs: Span, arrives: Span) -> list[str]:
        """As what the party was listed on the days of a leg, strongest first.

        >>> entry = Entry(entry_id="EL:1", name="Bolt", list_code="EL", match="exact",
        ...               listing=Listing(start=(9, 9)))
        >>> entry.bases((10, 10), (12, 12)), entry.bases((2, 2), (3, 3))
        (['listed'], ['listed-later'])
        """
        return outcomes(departs, arrives, self.listing)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What a party shares with a listed one.

    Attributes:
        listed: The listed party.
        kind: address, officer or phone.
        value: As the party's row writes it.
        sharing: Parties that share it, these two among them.
        rows: (file id, row) of both records that say so.
    """

    listed: int
    kind: str
    value: str
    sharing: int
    rows: tuple[tuple[int, int], ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standing:
    """Entries and ties by party id.

    Attributes:
        entries: Entries of the lists that the run targets, in the order of their ids.
        ties: What each shares with listed parties, what the fewest share first.
    """

    entries: dict[int, tuple[Entry, ...]]
    ties: dict[int, tuple[Tie, ...]]


def read_standing(case: Case, target_lists: tuple[str, ...]) -> Standing:
    """Read both; parties of which neither is known are absent."""
    entries: dict[int, list[Entry]] = defaultdict(list)
    for party, entry_id, name, code, match, *days in case.rows(
        """
        SELECT party_id, entry_id, e.name, e.list_code, match,
               start_first, start_last, end_first, end_last
        FROM party_matches JOIN entries e USING (entry_id)
        WHERE list_contains($lists, e.list_code)
          AND NOT (e.list_code = 'SDN'
                   AND lower(coalesce(e.entity_type, '')) IN ('individual', 'vessel', 'aircraft'))
        ORDER BY party_id, entry_id
        """,
        {"lists": list(target_lists)},
    ):
        listing = Listing(start=_span(days[0], days[1]), end=_span(days[2], days[3]))
        entries[party].append(
            Entry(entry_id=entry_id, name=name, list_code=code, match=match, listing=listing)
        )
    ties: dict[int, list[Tie]] = defaultdict(list)
    for row in case.rows(
        "SELECT party_id, listed, kind, value, sharing, file_id, row, listed_file_id, listed_row"
        " FROM party_ties ORDER BY party_id, sharing, kind, listed"
    ):
        ties[row[0]].append(_tie(*row[1:]))
    return Standing(
        entries={party: tuple(found) for party, found in entries.items()},
        ties={party: tuple(found) for party, found in ties.items()},
    )


def _tie(*row: Any) -> Tie:
    listed, kind, value, sharing, *rows = row
    return Tie(
        listed=listed,
        kind=kind,
        value=value,
        sharing=sharing,
        rows=((rows[0], rows[1]), (rows[2], rows[3])),
    )


def _span(first: dt.date | None, last: dt.date | None) -> Span | None:
    if first is None or last is None:
        return None
    return day_number(first), day_number(last)
