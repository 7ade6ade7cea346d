"""Routes of the sample by brute force: the files alone, names as written, no package of ours."""

from __future__ import annotations

import calendar
import csv
import dataclasses
import datetime as dt
import gzip
import io
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from sample_data.make_sample import PARTIES
from sample_data.planted import ADVANCED_COMPUTING, Route

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
ROLES = (
    "consignee",
    "intermediate_consignee",
    "ultimate_consignee",
    "purchaser",
    "end_user",
)
LONGEST_WAIT = 180
LONGEST_TRANSIT = 60  # where a record has no arrival

Span = tuple[dt.date, dt.date]
Way = tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Movement:
    sender: str
    receiver: str
    commodity: str
    departs: Span
    arrives: Span
    leaves_us: bool


def folded(name: str) -> str:
    """A name without case, spaces and punctuation: the one liberty that is taken with names."""
    return "".join(char for char in name.casefold() if char.isalnum())


def way(route: Route) -> Way:
    """What a route is known by: the names of its parties in order, folded, and its class."""
    keys = (route.exporter, *route.holders, route.end)
    return (*(folded(PARTIES[key].name) for key in keys), route.commodity)


def span(text: str) -> Span:
    if len(text) == 7:
        first = dt.date.fromisoformat(f"{text}-01")
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    day = dt.date.fromisoformat(text)
    return day, day


def commodity(hs: str) -> str:
    hs = hs.replace(".", "")
    return "advanced-computing" if hs[:6] in ADVANCED_COMPUTING else hs[:4]


def movements(folder: Path) -> list[Movement]:
    """Every movement of every record whose dates can be read."""
    found: list[Movement] = []
    for path in sorted(folder.iterdir()):
        if not path.name.endswith((".csv", ".csv.gz", ".tsv")):
            continue
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
        delimiter = "\t" if path.suffix == ".tsv" else ","
        for row in csv.DictReader(io.StringIO(text.replace("\0", "")), delimiter=delimiter):
            if "consignor_name" in row and row.get("status") != "deleted":
                found += _of_row(row)
    return found


def _of_row(row: dict[str, str]) -> list[Movement]:
    try:
        departs = span(row["departure_date"])
        arrives = (
            span(row["arrival_date"])
            if row["arrival_date"]
            else (departs[0], departs[1] + dt.timedelta(days=LONGEST_TRANSIT))
        )
    except ValueError:
        return []
    sender = folded(row["consignor_name"])
    receivers = {folded(row.get(f"{role}_name") or "") for role in ROLES} - {"", sender}
    from_us = row.get("consignor_country") == "US"
    to_us = row.get("consignee_country") == "US"
    return [
        Movement(
            sender, receiver, commodity(row["hs_code"]), departs, arrives, from_us and not to_us
        )
        for receiver in sorted(receivers)
    ]


def onward(before: Movement, after: Movement) -> str:
    """How `after` may carry on what `before` brought: "certain", "possible" or ""."""
    if before.commodity != after.commodity:
        return ""
    shortest = (after.departs[0] - before.arrives[1]).days
    longest = (after.departs[1] - before.arrives[0]).days
    if shortest >= 0 and longest <= LONGEST_WAIT:
        return "certain"
    return "possible" if longest >= 0 and shortest <= LONGEST_WAIT else ""


def routes(moves: list[Movement], ends: Collection[str], legs: int = 4) -> dict[Way, str]:
    """Every (exporter, holders..., end, class), with "certain" where one of its chains is."""
    by_receiver: dict[str, list[Movement]] = defaultdict(list)
    for move in moves:
        by_receiver[move.receiver].append(move)
    found: dict[Way, str] = {}
    stack: list[tuple[tuple[Movement, ...], str]] = [
        ((move,), "certain") for move in moves if move.receiver in ends
    ]
    while stack:
        chain, sure = stack.pop()
        first = chain[0]
        parties = (first.sender, *(move.receiver for move in chain))
        if first.leaves_us:
            key = (*parties, first.commodity)
            found[key] = "certain" if "certain" in {sure, found.get(key)} else "possible"
        if len(chain) == legs:
            continue
        for before in by_receiver[first.sender]:
            link = onward(before, first)
            if link and before.sender not in parties:
                both = "certain" if {link, sure} == {"certain"} else "possible"
                stack.append(((before, *chain), both))
    return found
