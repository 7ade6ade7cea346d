"""What findings are written from: the rows behind the legs, parties and entries of some routes."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphscan.casefile import Case
from graphscan.dates import from_day_number
from graphscan.findings.ends import End, ends_of_receivers
from graphscan.network.build import UNITED_STATES
from graphscan.search.results import Route

Row = tuple[str, int]
"""(path of the file, record number)."""


_MATCHES = """
SELECT party_id, list_code, entry_id, name FROM party_matches JOIN entries USING (entry_id)
WHERE party_id IN (SELECT unnest(?::INTEGER[])) ORDER BY ALL
"""

_ENTRIES = """
SELECT entry_id FROM party_matches WHERE party_id IN (SELECT unnest($parties::INTEGER[]))
UNION
SELECT entry_id FROM leg_ends JOIN legs USING (leg_id)
WHERE receiver IN (SELECT unnest($parties::INTEGER[]))
"""

_MIRRORS = """
SELECT DISTINCT path, s.row, s.shipment_id FROM leg_rows JOIN legs USING (leg_id)
JOIN shipments s ON s.file_id = leg_rows.file_id AND s.row = leg_rows.row
JOIN files ON files.file_id = leg_rows.file_id
WHERE s.shipment_id <> legs.shipment_id AND leg_id IN (SELECT unnest(?::INTEGER[]))
"""

_KEYS = "SELECT party_id, key FROM parties WHERE party_id IN (SELECT unnest(?::INTEGER[]))"

_SOURCES = "SELECT entry_id, source_id FROM entries WHERE entry_id IN (SELECT unnest(?::TEXT[]))"

_LIST_ROWS = """
SELECT entry_id, path, row FROM list_rows JOIN files USING (file_id)
WHERE entry_id IN (SELECT unnest(?::TEXT[])) ORDER BY ALL
"""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LegText:
    """What a leg's record says, as a finding writes it.

    Attributes:
        shipment_id: As given.
        role: Of the receiver.
        departs: At its own precision; `first..last` where it is assumed.
        departs_assumed: The record has no departure.
        arrives: The same.
        hs6: Codes, sorted.
        description: As given, "" where absent.
        quantity: In `quantity_unit`; None where absent.
        quantity_unit: As given, "" where absent.
        gross_weight_kg: None where absent.
        value_usd: None where absent.
    """

    shipment_id: str
    role: str
    departs: str
    departs_assumed: bool
    arrives: str
    hs6: tuple[str, ...]
    description: str
    quantity: float | None
    quantity_unit: str
    gross_weight_kg: float | None
    value_usd: float | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Rows by leg, party and entry.

    Attributes:
        legs: Per leg id, for the legs of the journeys.
        rows: Per leg id, its source rows, sorted.
        mirrors: Per source row that is a mirror, the number of its own record.
        via: Per leg id, (party, role) named between, in order.
        places: Per leg id, (code, name, country) that it touches, in order.
        keys: Per party id, its stable key.
        former: Per party that is several in one, the keys that it bore before, its own among them.
        ends: Per end party, every row of `leg_ends` of the legs it receives, by rank.
        matches: Per party, the entries it is recognised as: (list code, entry id, name).
        sources: Per entry id, the list's own id of it.
        list_rows: Per entry id, its rows in the lists, sorted.
        domestic: Per (party, class), the legs inside the U.S. that it receives:
            (sender, first and last day of arrival).
        paths: Per file id, its path.
        kinds: Per file id, what it holds.
    """

    legs: Mapping[int, LegText]
    rows: Mapping[int, tuple[Row, ...]]
    mirrors: Mapping[Row, str]
    via: Mapping[int, tuple[tuple[int, str], ...]]
    places: Mapping[int, tuple[tuple[str, str, str], ...]]
    keys: Mapping[int, str]
    former: Mapping[int, tuple[str, ...]]
    ends: Mapping[int, Sequence[End]]
    matches: Mapping[int, tuple[tuple[str, str, str], ...]]
    sources: Mapping[str, str]
    list_rows: Mapping[str, tuple[Row, ...]]
    domestic: Mapping[tuple[int, str], tuple[tuple[int, int, int], ...]]
    paths: Mapping[int, str]
    kinds: Mapping[int, str]


def read_material(case: Case, routes: Iterable[Route]) -> Material:
    """Read what the findings of these routes need, and no more."""
    chosen = list(routes)
    legs = sorted({leg for route in chosen for journey in route.journeys for leg in journey.legs})
    parties = sorted({p for route in chosen for p in (route.exporter, *route.holders, route.end)})
    ends = ends_of_receivers(case, (route.end for route in chosen))
    entries = sorted(
        {end.entry_id for found in ends.values() for end in found} | _entries(case, parties)
    )
    return Material(
        legs=_leg_texts(case, legs),
        rows=_grouped(_by_leg(case, "path, row", "leg_rows JOIN files USING (file_id)", legs)),
        mirrors=_mirrors(case, legs),
        via=_grouped(_by_leg(case, "party_id, role", "leg_via", legs, order="seq")),
        places=_grouped(
            _by_leg(case, "code, name, coalesce(country, '')", "leg_places", legs, order="seq")
        ),
        keys=dict(case.rows(_KEYS, [parties])),
        former=_former(case, parties),
        ends=ends,
        matches=_grouped(case.rows(_MATCHES, [sorted(ends)])),
        sources=dict(case.rows(_SOURCES, [entries])),
        list_rows=_grouped(case.rows(_LIST_ROWS, [entries])),
        domestic=_domestic(case, sorted({route.exporter for route in chosen})),
        paths=dict(case.rows("SELECT file_id, path FROM files")),
        kinds=dict(case.rows("SELECT file_id, kind FROM files")),
    )


def _entries(case: Case, parties: list[int]) -> set[str]:
    """Entries as which some parties are recognised, and those at which what they receive ends."""
    return {entry for (entry,) in case.rows(_ENTRIES, {"parties": parties})}


def _mirrors(case: Case, legs: list[int]) -> dict[Row, str]:
    return {(path, row): shipment_id for path, row, shipment_id in case.rows(_MIRRORS, [legs])}


def _former(case: Case, parties: list[int]) -> dict[int, tuple[str, ...]]:
    rows = case.rows(
        "SELECT DISTINCT party_id, unnest([one, other]) AS key FROM party_merges"
        " WHERE party_id IN (SELECT unnest(?::INTEGER[])) ORDER BY ALL",
        [parties],
    )
    found: dict[int, tuple[str, ...]] = {}
    for party, key in rows:
        found[party] = (*found.get(party, ()), key)
    return found


def _leg_texts(case: Case, legs: list[int]) -> dict[int, LegText]:
    found = {}
    for row in case.rows(
        """
        SELECT leg_id, shipment_id, role, departs_text, departs_first, departs_last,
               departs_assumed, arrives_text, arrives_first, arrives_last, arrives_assumed, hs6,
               coalesce(description, ''), quantity, coalesce(quantity_unit, ''), gross_weight_kg,
               value_usd
        FROM legs WHERE leg_id IN (SELECT unnest(?::INTEGER[]))
        """,
        [legs],
    ):
        found[row[0]] = LegText(
            shipment_id=row[1],
            role=row[2],
            departs=_date_text(*row[3:7]),
            departs_assumed=row[6],
            arrives=_date_text(*row[7:11]),
            hs6=tuple(sorted(row[11])),
            description=row[12],
            quantity=row[13],
            quantity_unit=row[14],
            gross_weight_kg=row[15],
            value_usd=row[16],
        )
    return found


def _date_text(text: str, first: int, last: int, assumed: bool) -> str:  # noqa: FBT001 -- a row of the table
    if text and not assumed:
        return text
    return f"{from_day_number(first)}..{from_day_number(last)}"


def _by_leg(
    case: Case, columns: str, source: str, legs: list[int], *, order: str = "path, row"
) -> list[tuple[Any, ...]]:
    """Rows of a table of legs; the names are the program's own."""
    return case.rows(
        f"SELECT leg_id, {columns} FROM {source}"  # noqa: S608 -- the names are the program's own
        f" WHERE leg_id IN (SELECT unnest(?::INTEGER[])) ORDER BY leg_id, {order}",
        [legs],
    )


def _domestic(
    case: Case, exporters: list[int]
) -> dict[tuple[int, str], tuple[tuple[int, int, int], ...]]:
    found: dict[tuple[int, str], list[tuple[int, int, int]]] = defaultdict(list)
    for receiver, klass, sender, first, last in case.rows(
        """
        SELECT receiver, class, consignor, arrives_first, arrives_last FROM legs
        WHERE receiver IN (SELECT unnest($1::INTEGER[])) AND NOT leaves_us
          AND list_contains($2, from_country) AND list_contains($2, to_country)
        ORDER BY leg_id
        """,
        [exporters, list(UNITED_STATES)],
    ):
        found[receiver, klass].append((sender, first, last))
    return {key: tuple(legs) for key, legs in found.items()}


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[Any, tuple[Any, ...]]:
    """Rows by their first column, in the order given."""
    found: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *values in rows:
        found[key].append(tuple(values))
    return {key: tuple(values) for key, values in found.items()}
