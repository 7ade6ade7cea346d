"""The questions of `queries/`, each as a server and as the case itself answers it.

An answer is made comparable by `there` (rows of the Cypher file) and `here` (graphscan's engine, or
DuckDB over the case where the question is no search): both give the same Python value or one of the
two is wrong.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from graphscan.casefile import Case
from graphscan.casefile.runs import all_runs, read_run
from graphscan.search.lookup import find
from graphscan.search.query import PathQuery
from graphscan.search.touching import RECOUNTED
from tests.benchmarks.store_answers import (
    ABOVE,
    ADDRESSES,
    DAY,
    DOSSIER,
    NEIGHBOURS,
    SUBSTITUTES,
    by_legs,
    captured,
    compared,
    found,
    intermediaries,
    prepared,
    quickest,
    ranked,
    searched,
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Asked:
    """One question of both sides; `parameters` are those of the Cypher file."""

    query: str
    parameters: Mapping[str, object]
    here: Callable[[Case], Any]
    there: Callable[[pd.DataFrame], Any]


def questions(case: Case) -> list[Asked]:
    """Every file of `queries/`, asked about parties of the case that have something to show."""
    findings = read_run(case, all_runs(case)[0].run_id)["findings"]
    routes = [one for one in findings if one["kind"] == "route"]
    long = max(routes, key=lambda one: (len(one["intermediaries"]), one["score"], one["id"]))
    sender, receiver = long["exporter"]["name"], long["end"]["name"]
    party = long["intermediaries"][-1]["name"]
    [(owner,)] = case.rows(
        "SELECT name FROM ownership_parties o JOIN parties ON party_id = owner "
        "WHERE owner IN (SELECT party_id FROM party_matches) "
        "GROUP BY ALL ORDER BY count(*) DESC, name LIMIT 1"
    )
    [(owned,)] = case.rows(
        "SELECT max(name) FROM parties WHERE party_id IN (SELECT o.owned FROM ownership_parties o "
        "JOIN ownership_parties above ON above.owned = o.owner)"
    )
    return [
        *_journeys(sender, receiver, party),
        _investigated(case, sender, receiver, party),
        *_numbers(),
        *_owners(owner, owned),
        *_parties(party),
        *_runs(),
    ]


def _journeys(sender: str, receiver: str, party: str) -> list[Asked]:
    return [
        Asked(
            query="exporter_to_listed",
            parameters={},
            here=lambda case: by_legs(searched(case)[1]),
            there=lambda rows: dict(
                zip(map(tuple, rows["leg_ids"]), _pairs(rows, "certainty", "basis"), strict=True)
            ),
        ),
        Asked(
            query="shortest_in_time",
            parameters={},
            here=lambda case: quickest(*searched(case)),
            there=lambda rows: sorted(
                zip(map(tuple, rows["leg_ids"]), rows["days"].tolist(), strict=True)
            ),
        ),
        Asked(
            query="between_parties",
            parameters={"from": sender, "to": receiver},
            here=lambda case: found(case, PathQuery(sender=sender, receiver=receiver, top=0)),
            there=_shipments,
        ),
        Asked(
            query="through_place",
            parameters={"via": party},
            here=lambda case: found(case, PathQuery(via=(party,), top=0)),
            there=_shipments,
        ),
    ]


def _investigated(case: Case, sender: str, receiver: str, party: str) -> Asked:
    """The investigator's query, through one party; as `ask_paths` puts it to the file."""
    begins, ends, on_the_way = (
        list(find(case, name, option="").parties) for name in (sender, receiver, party)
    )
    query = PathQuery(sender=sender, receiver=receiver, via=(party,), top=0)
    return Asked(
        query="asked_paths",
        parameters={
            "from": begins,
            "to": ends,
            "via": [{"parties": on_the_way, "countries": []}],
            "top": 0,
        },
        here=lambda case: found(case, query),
        there=_shipments,
    )


def _numbers() -> list[Asked]:
    return [
        Asked(
            query="chains_by_length",
            parameters={},
            here=lambda case: [row for row in prepared(case).chains_by_length() if row[1]],
            there=lambda rows: _pairs(rows, "legs", "chains", "certain"),
        ),
        Asked(
            query="intermediaries",
            parameters={"limit": RECOUNTED},
            here=intermediaries,
            there=lambda rows: ranked(_pairs(rows, "key", "passages")),
        ),
        Asked(
            query="transit_points",
            parameters={"limit": 100_000},
            here=lambda case: sorted(
                (one.key[0], one.passages)
                for one in searched(case)[1].waypoints
                if not isinstance(one.key, int)
            ),
            there=lambda rows: sorted(_pairs(rows, "code", "passages")),
        ),
    ]


def _owners(owner: str, owned: str) -> list[Asked]:
    return [
        Asked(
            query="ownership_below",
            parameters={"party": owner, "day": DAY},
            here=lambda case: captured(case, owner),
            there=lambda rows: sorted(rows["party"]),
        ),
        Asked(
            query="ownership_above",
            parameters={"party": owned, "day": DAY},
            here=lambda case: sorted(case.rows(ABOVE, [owned])),
            there=lambda rows: sorted(_pairs(rows, "level", "owner", "owned", "share_min")),
        ),
    ]


def _parties(party: str) -> list[Asked]:
    return [
        Asked(
            query="party_dossier",
            parameters={"party": party},
            here=lambda case: case.rows(DOSSIER, [party]),
            there=lambda rows: _pairs(rows, "sent", "received", "first_day", "last_day"),
        ),
        Asked(
            query="neighbourhood",
            parameters={"party": party, "limit": 100_000},
            here=lambda case: sorted(case.rows(NEIGHBOURS, [party])),
            there=lambda rows: sorted((name,) for name in _sent_or_received(rows)),
        ),
        Asked(
            query="shared_addresses",
            parameters={},
            here=lambda case: sorted(case.rows(ADDRESSES)),
            there=lambda rows: sorted(
                zip(
                    rows["address"],
                    map(len, rows["parties"]),
                    map(len, rows["listed"]),
                    strict=True,
                )
            ),
        ),
        Asked(
            query="substitution_after_listing",
            parameters={},
            here=lambda case: sorted(case.rows(SUBSTITUTES)),
            there=lambda rows: sorted(
                _pairs(rows, "listed", "supplier", "class", "before", "after", "substitute", "legs")
            ),
        ),
    ]


def _runs() -> list[Asked]:
    return [
        Asked(
            query="latest_findings",
            parameters={"limit": 100_000},
            here=lambda case: [
                (one["id"], one["score"])
                for one in read_run(case, all_runs(case)[0].run_id)["findings"]
            ],
            there=lambda rows: _pairs(rows, "id", "score"),
        ),
        Asked(
            query="runs_compared",
            parameters={},
            here=compared,
            there=lambda rows: sorted(_pairs(rows, "change", "id")),
        ),
    ]


def _pairs(rows: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in rows[list(columns)].astype(object).to_numpy().tolist()]


def _shipments(rows: pd.DataFrame) -> list[tuple[Any, ...]]:
    ids = map(tuple, rows["shipment_ids"])
    return sorted(zip(ids, rows["certainty"], strict=True))


def _sent_or_received(rows: pd.DataFrame) -> list[str]:
    return [
        str(to)
        for to, relation in zip(rows["to"], rows["relation"], strict=True)
        if relation in (["SENT", "TO"], ["TO", "SENT"])
    ]
