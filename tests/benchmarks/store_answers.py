"""What the case itself answers to the questions of `queries/`: by the engine, else by SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from graphscan import pipeline
from graphscan.casefile import Case
from graphscan.casefile.runs import all_runs, read_run
from graphscan.dates import from_day_number
from graphscan.findings.asked import search_limits
from graphscan.findings.scoring import points
from graphscan.network import Legs, read_legs
from graphscan.network.owners import open_owners
from graphscan.reports.diff import compare
from graphscan.search import SearchResult
from graphscan.search.case_question import case_question, read_touching
from graphscan.search.engine import Prepared, run_search
from graphscan.search.query import PathQuery
from graphscan.search.touching import RECOUNTED
from graphscan.settings import Settings

DAY = "2024-06-30"
EVERYTHING = Settings(top=0, journeys=0)


def prepared(case: Case) -> Prepared:
    return Prepared(case_question(case, read_legs(case), EVERYTHING))


def searched(case: Case) -> tuple[Legs, SearchResult]:
    legs = read_legs(case)
    result = run_search(
        case_question(case, legs, EVERYTHING),
        points(case, legs, EVERYTHING),
        search_limits(EVERYTHING),
        touching=read_touching(case),
    )
    assert not result.truncated
    return legs, result


def by_legs(result: SearchResult) -> dict[tuple[int, ...], tuple[str, str]]:
    return {
        journey.legs: (journey.certainty, journey.basis)
        for route in result.routes
        for journey in route.journeys
    }


def intermediaries(case: Case) -> list[tuple[str, int]]:
    keys = dict(case.rows("SELECT party_id, key FROM parties"))
    return ranked((keys[one.key], one.passages) for one in searched(case)[1].intermediaries)


def ranked(found: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Without those that tie with the last where the engine stops: which it takes is its own."""
    pairs = sorted(found, key=lambda pair: (-pair[1], pair[0]))
    return [one for one in pairs if len(pairs) < RECOUNTED or one[1] > pairs[-1][1]]


def found(case: Case, query: PathQuery) -> list[tuple[Any, ...]]:
    document, _ = pipeline.paths(case, query, EVERYTHING)
    return sorted(
        (tuple(journey["shipment_ids"]), journey["certainty"])
        for finding in document["findings"]
        for journey in finding["journeys"]
    )


def quickest(legs: Legs, result: SearchResult) -> list[tuple[tuple[int, ...], int]]:
    """Per exporter and end the journey of fewest days: every first departure is tried."""
    best: dict[tuple[int, int], tuple[int, int, tuple[int, ...]]] = {}
    for route in result.routes:
        for journey in route.journeys:
            days = min(filter(None, _durations(legs, journey.legs)), default=None)
            if days is not None:
                key, found = (
                    (route.exporter, route.end),
                    (days - 1, len(journey.legs), journey.legs),
                )
                best[key] = min(best.get(key, found), found)
    return sorted((leg_ids, days) for days, _, leg_ids in best.values())


def _durations(legs: Legs, journey: Sequence[int]) -> list[int | None]:
    """One more than the days that the journey takes, by each day of departure."""
    first = journey[0]
    days = range(int(legs.departs_first[first]), int(legs.departs_last[first]) + 1)
    return [
        None if (last := _arrival(legs, journey, day)) is None else last - day + 1 for day in days
    ]


def _arrival(legs: Legs, journey: Sequence[int], day: int) -> int | None:
    """The earliest last arrival; None where the wait is too long or a day does not fit."""
    goes = [day]
    for place, leg in enumerate(journey):
        comes = [
            came
            for go in goes
            for came in range(
                max(go, int(legs.arrives_first[leg])), int(legs.arrives_last[leg]) + 1
            )
        ]
        if not comes or place == len(journey) - 1:
            return min(comes, default=None)
        following = journey[place + 1]
        low, high = int(legs.departs_first[following]), int(legs.departs_last[following])
        goes = [
            go
            for go in range(low, high + 1)
            if any(EVERYTHING.min_wait <= go - came <= EVERYTHING.max_wait for came in set(comes))
        ]
    return None


def captured(case: Case, owner: str) -> list[str]:
    owners = open_owners(case, EVERYTHING, from_day_number(_number(DAY)))
    found = case.rows("SELECT party_id FROM parties WHERE name = ? ORDER BY party_id", [owner])
    verdicts = [one for (party,) in found for one in owners.affiliates(party)]
    return sorted({one["name"] for one in verdicts if one["verdict"] == "captured"})


def _number(day: str) -> int:
    return (pd.Timestamp(day) - pd.Timestamp("1970-01-01")).days


def compared(case: Case) -> list[tuple[str, str]]:
    later, earlier, *_ = all_runs(case)
    found = compare(read_run(case, earlier.run_id), read_run(case, later.run_id))
    return sorted((change.change, change.finding["id"]) for change in found.changes)


ABOVE = """
WITH RECURSIVE held AS (
  SELECT o.owner, o.owned, s.share_min
  FROM ownership_parties o JOIN ownership s USING (file_id, row, interest)
  WHERE s.valid_from_first <= DATE '2024-06-30'),
above AS (
  SELECT party_id AS party, 0 AS level FROM parties WHERE name = ?
  UNION
  SELECT held.owner, level + 1 FROM above JOIN held ON held.owned = party WHERE level < 6),
reached AS (SELECT party, min(level) AS level FROM above GROUP BY party)
SELECT level + 1, a.name, b.name, share_min::DOUBLE
FROM reached JOIN held ON held.owned = party JOIN parties a ON a.party_id = owner
JOIN parties b ON b.party_id = held.owned WHERE level < 6
"""

DOSSIER = """
SELECT count(*) FILTER (consignor = party_id), count(*) FILTER (receiver = party_id),
       min(departs_first + DATE '1970-01-01')::VARCHAR,
       max(departs_last + DATE '1970-01-01')::VARCHAR
FROM legs JOIN parties ON party_id IN (consignor, receiver) WHERE name = ? GROUP BY party_id
"""

NEIGHBOURS = """
WITH asked AS (SELECT party_id FROM parties WHERE name = ?)
SELECT name FROM legs JOIN parties ON party_id = receiver WHERE consignor IN (FROM asked)
UNION ALL
SELECT name FROM legs JOIN parties ON party_id = consignor WHERE receiver IN (FROM asked)
"""

ADDRESSES = r"""
WITH given AS (
  SELECT DISTINCT consignee AS party_id,
         trim(regexp_replace(lower(consignee_address), '[^\p{L}\p{N}]+', ' ', 'g')) AS address
  FROM shipment_parties JOIN shipments USING (file_id, row) WHERE consignee_address <> '')
SELECT address, count(DISTINCT party_id), count(DISTINCT entry_id)
FROM given LEFT JOIN party_matches USING (party_id)
GROUP BY address HAVING count(DISTINCT party_id) BETWEEN 2 AND 20
"""

SUBSTITUTES = """
WITH days AS (
  SELECT DISTINCT entry_id, name, party_id, start_first - DATE '1970-01-01' AS first,
         start_last - DATE '1970-01-01' AS last
  FROM party_matches JOIN entries USING (entry_id) WHERE start_first IS NOT NULL),
suppliers AS (
  SELECT days.*, consignor, class,
         count(*) FILTER (departs_first >= first - 365 AND departs_last < first) AS before,
         count(*) FILTER (departs_first > last AND departs_last <= last + 365) AS after
  FROM days JOIN legs ON receiver = party_id GROUP BY ALL),
others AS (
  SELECT s.*, l.receiver, min(l.departs_first) AS earliest,
         count(*) FILTER (l.departs_first > last AND l.departs_last <= last + 365) AS legs
  FROM suppliers s
  JOIN legs l ON l.consignor = s.consignor AND l.class = s.class AND l.receiver <> s.party_id
  WHERE before > 0 GROUP BY ALL)
SELECT others.name, a.name, class, before, after, b.name, legs
FROM others JOIN parties a ON a.party_id = consignor JOIN parties b ON b.party_id = receiver
WHERE legs > 0 AND earliest > last
"""
