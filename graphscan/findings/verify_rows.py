"""The source rows that findings name, read for `verify`: nothing of what a run made of them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.dates import day_number
from graphscan.network.clocks import Listing

Row = Mapping[str, Any]
Key = tuple[str, int]
Transit = Mapping[str, Sequence[int]]
"""Fewest and most days on the way, by mode."""

Lanes = Sequence[tuple[int, int]]
"""Party ids of who sends and who receives, leg by leg of a route."""

_ROWS = """
SELECT f.path, s.row, s.shipment_id, s.departure_first, s.departure_last, s.departure_text,
       s.arrival_first, s.arrival_last, s.arrival_text, s.hs_code, s.quantity, s.quantity_unit,
       s.gross_weight_kg, s.value_usd, coalesce(s.mode, '') AS mode, s.bill_number,
       s.house_bill_number, s.container_numbers, c.name AS consignor, p.consignor AS consignor_id,
       p.consignee, p.intermediate_consignee, p.ultimate_consignee, p.purchaser, p.end_user,
       o.path AS of_path, m.of_row
FROM shipments s JOIN files f USING (file_id) JOIN shipment_parties p
  ON p.file_id = s.file_id AND p.row = s.row
JOIN wanted_rows w ON w.path = f.path AND w.row = s.row
JOIN parties c ON c.party_id = p.consignor
LEFT JOIN mirrors m ON m.file_id = s.file_id AND m.row = s.row
LEFT JOIN files o ON o.file_id = m.of_file_id
ORDER BY s.file_id, s.row
"""

_NEVER = (0, 0)
_FIRST = {"departs": "departure_first", "arrives": "arrival_first"}


def date(day: int) -> dt.date:
    """A day by its number."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=day)


def span(row: Row, end: str) -> tuple[int, int] | None:
    """First and last possible day of one end of a movement; None where the row names none."""
    if row[f"{end}_first"] is None:
        return None
    return day_number(row[f"{end}_first"]), day_number(row[f"{end}_last"])


def assumed(rows: Sequence[Row], end: str) -> bool:
    """Whether a row does not state when it `departs`, or `arrives`."""
    return any(row[_FIRST[end]] is None for row in rows)


def days(rows: Sequence[Row], end: str, transit: Transit) -> tuple[int, int]:
    """First and last possible day, over all rows; usual transit times where there is none."""
    spans = []
    for row in rows:
        shortest, longest = transit[row["mode"] or "unknown"]
        gone, came = span(row, "departure"), span(row, "arrival")
        stated = gone or came or _NEVER  # a row without both is quarantined
        if end == "departs":
            spans.append(gone or (stated[0] - longest, stated[1] - shortest))
        else:
            spans.append(came or (stated[0] + shortest, stated[1] + longest))
    return min(first for first, _ in spans), max(last for _, last in spans)


def text(rows: Sequence[Row], end: str, transit: Transit) -> str:
    """The days as a finding writes them."""
    texts = {row["departure_text" if end == "departs" else "arrival_text"] for row in rows}
    if not assumed(rows, end) and len(texts) == 1:
        return str(texts.pop())
    first, last = (date(day) for day in days(rows, end, transit))
    return f"{first}..{last}"


def total(values: Iterable[float | None]) -> float | None:
    """The sum of what is stated; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def same(one: float | None, other: float | None) -> bool:
    """Whether two amounts are the same, absent ones too."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9)


def conserved(before: Sequence[Row], after: Sequence[Row]) -> bool:
    """Whether weight and pieces go on within 3 percent."""
    for name in ("gross_weight_kg", "quantity"):
        one, other = (total(row[name] for row in rows) for rows in (before, after))
        if not one or not other or abs(one - other) > 0.03 * max(one, other):
            return False
    return True


def tied(before: Sequence[Row], after: Sequence[Row]) -> bool:
    """Whether two records share a bill, a house bill or a container, else the quantity."""
    marks: list[dict[str, set[str]]] = []
    for rows in (before, after):
        boxes = {box.strip() for row in rows for box in (row["container_numbers"] or "").split(";")}
        marks.append(
            {
                "bill": {row["bill_number"] or "" for row in rows} - {""},
                "house bill": {row["house_bill_number"] or "" for row in rows} - {""},
                "container": boxes - {""},
            }
        )
    both = [kind for kind in marks[0] if marks[0][kind] and marks[1][kind]]
    if any(not marks[0][kind].isdisjoint(marks[1][kind]) for kind in both):
        return True
    one, other = (total(row["quantity"] for row in rows) for rows in (before, after))
    units = {row["quantity_unit"] for row in (*before, *after)}
    return not both and one == other is not None and len(units) == 1


def read_rows(case: Case, findings: Sequence[Mapping[str, Any]]) -> dict[Key, Row]:
    """All shipment rows that the findings name, by (file, row).

    A row that mirrors another names it (`of_path`, `of_row`), and has lent it its dates.
    """
    keys = sorted(
        {
            (row["file"], row["row"])
            for finding in findings
            for row in finding["evidence"]
            if row["kind"] == "shipment"
        }
    )
    case.temporary(
        "wanted_rows",
        pa.table(
            {
                "path": pa.array([path for path, _ in keys], pa.string()),
                "row": pa.array([row for _, row in keys], pa.int64()),
            }
        ),
    )
    found = {(row["path"], row["row"]): row for row in case.arrow(_ROWS).to_pylist()}
    mirrors: dict[Key, list[Row]] = {}
    for row in found.values():
        if row["of_row"] is not None:
            mirrors.setdefault((row["of_path"], row["of_row"]), []).append(row)
    return {key: _dated(row, mirrors.get(key, ())) for key, row in found.items()}


def _dated(row: Row, mirrors: Sequence[Row]) -> Row:
    """The row with the days of the first mirror that states them, where these are nearer or all."""
    told = dict(row)
    for end in ("departure", "arrival"):
        stated = next((other for other in mirrors if other[f"{end}_first"] is not None), None)
        if stated is None:
            continue
        own, other = span(row, end), span(stated, end)
        if own is None or (other is not None and own[0] <= other[0] and other[1] <= own[1]):
            told |= {f"{end}_{part}": stated[f"{end}_{part}"] for part in ("first", "last", "text")}
    return told


def lanes_of(
    finding: Mapping[str, Any], rows: Mapping[Key, Row], names: Mapping[int, str]
) -> Lanes:
    """The lanes of a route as the rows of its best journey give them; none where they do not."""
    found = []
    for leg in finding["journeys"][0]["legs"]:
        own = [rows.get((row["file"], row["row"])) for row in leg["rows"]]
        told = sorted((row for row in own if row), key=lambda row: row["of_row"] is not None)
        receivers = [row[leg["receiver"]["role"]] for row in told]
        named = [party for party in receivers if names.get(party) == leg["receiver"]["name"]]
        if not named:
            return ()
        found.append((told[0]["consignor_id"], named[0]))
    return found


def read_listings(case: Case, findings: Sequence[Mapping[str, Any]]) -> dict[str, Listing]:
    """When the entries that the findings name were listed, by entry id."""
    wanted = {
        entry["entry_id"]
        for finding in findings
        if finding["listed"]
        for entry in (finding["listed"], *finding["listed"]["also"])
    }
    rows = case.rows(
        "SELECT entry_id, day_number(start_first), day_number(start_last), day_number(end_first),"
        " day_number(end_last) FROM entries WHERE list_contains(?::TEXT[], entry_id)",
        [sorted(wanted)],
    )
    return {
        entry: Listing(
            start=None if first is None else (first, last),
            end=None if gone_first is None else (gone_first, gone_last),
        )
        for entry, first, last, gone_first, gone_last in rows
    }
