"""Every engine that answers the same question, behind one function: a world in, an answer out."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import duckdb
import pandas as pd
import pyarrow as pa

from graphscan.casefile import open_case
from graphscan.search.engine import Limits, Touching, run_search
from graphscan.search.points import NoPoints
from graphscan.search.reference import Leg, World, search, written_out
from graphscan.settings import Settings
from graphscan.stores import push, run_query
from tests.search.worlds import OwnedWorld, question
from tests.stores.servers import RunningServer
from tests.stores.worlds import fill

Journeys = Mapping[tuple[int, ...], tuple[str, tuple[int, ...]]]
"""Positions of the legs -> certainty, and parties that were handed the goods without a record."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Answer:
    """What an engine says; what it cannot say is None.

    Attributes:
        chains: Possible chains by number of legs.
        certain: Certain ones.
        journeys: Every journey whose days can be chosen jointly and that meets nobody twice.
        passages: How often chains pass each party between.
    """

    chains: Mapping[int, int]
    certain: Mapping[int, int]
    journeys: Journeys | None = None
    passages: Mapping[int, int] | None = None

    def differs_from(self, other: Answer) -> list[str]:
        """Names of what both say and say differently."""
        names = [field.name for field in dataclasses.fields(self)]
        pairs = [(name, getattr(self, name), getattr(other, name)) for name in names]
        return [name for name, one, two in pairs if None not in (one, two) and one != two]


def by_reference(world: World) -> Answer:
    """Chain by chain, day by day."""
    found = search(world)
    passages: Counter[int] = Counter()
    for chain in written_out(world):
        legs = [world.legs[at] for at in chain]
        for before, after in itertools.pairwise(legs):
            passages.update({before.receiver, after.consignor})
        for leg in legs:
            passages.update(set(leg.via))
    return Answer(
        chains=dict(found.chains),
        certain=dict(found.chains_certain),
        journeys={
            journey: ("certain" if certain else "possible", _handed(world, journey))
            for route in found.routes.values()
            for journey, certain in route.journeys.items()
        },
        passages=dict(passages),
    )


def _handed(world: World, journey: tuple[int, ...]) -> tuple[int, ...]:
    pairs = itertools.pairwise(world.legs[at] for at in journey)
    return tuple(two.consignor for one, two in pairs if one.receiver != two.consignor)


def embedded(world: World) -> Answer:
    """graphscan's own engine."""
    asked = question(world)
    touching = Touching(via={
        party: pa.array([at for at, leg in enumerate(world.legs) if party in leg.via]).to_numpy()
        for party in {party for leg in world.legs for party in leg.via}
    })  # fmt: skip
    limits = Limits(top=0, journeys=0, max_expansions=10**9)
    result = run_search(asked, NoPoints(len(asked.legs)), limits, touching=touching)
    return Answer(
        chains={legs: chains for legs, chains, _ in result.chains_by_length if chains},
        certain={legs: certain for legs, _, certain in result.chains_by_length if certain},
        journeys={
            journey.legs: (journey.certainty, _handed(world, journey.legs))
            for route in result.routes
            for journey in route.journeys
        },
        passages={int(str(one.key)): one.passages for one in result.intermediaries},
    )


def on_neo4j(server: RunningServer) -> Callable[[World], Answer]:
    """The Cypher files, on a server to which the world is pushed as a case."""

    def ask(world: World) -> Answer:
        settings = Settings(
            max_legs=world.max_legs,
            min_wait=world.min_wait,
            max_wait=world.max_wait,
            through_affiliates=isinstance(world, OwnedWorld),
        )
        interests = world.interests if isinstance(world, OwnedWorld) else ()
        with open_case() as case:
            fill(case, world.legs, interests=interests)
            push(case, **server.login, settings=settings, name="engine")

        def rows(name: str, **parameters: object) -> pd.DataFrame:
            return run_query(name, {"case": "engine", **parameters}, **server.login)

        counted, held = rows("chains_by_length"), rows("intermediaries", limit=100_000)
        found = rows("exporter_to_listed")
        columns = found[["leg_ids", "certainty", "handed_to"]].itertuples(index=False)
        journeys = {
            tuple(leg_ids): (certainty, tuple(int(name[1:]) for name in handed))
            for leg_ids, certainty, handed in columns
        }
        assert len(journeys) == len(found), "a journey came twice"
        return Answer(
            chains=dict(zip(counted["legs"], counted["chains"], strict=True)),
            certain={
                legs: certain
                for legs, certain in zip(counted["legs"], counted["certain"], strict=True)
                if certain
            },
            journeys=journeys,
            passages={
                int(name[1:]): passages
                for name, passages in zip(held["party"], held["passages"], strict=True)
            },
        )

    return ask


_LINKS = """
CREATE TABLE links AS
WITH met AS (
  SELECT a.leg AS before, b.leg AS after,
    NOT a.arrives_assumed AND NOT b.departs_assumed AND b.departs_first - a.arrives_last >= $min
      AND b.departs_last - a.arrives_first <= $max AS sure_wait,
    l.surely AND l.first <= a.arrives_first AND b.departs_last <= l.last AS sure_link,
    NOT l.surely AND a.arrives_first <= l.last AND b.departs_last >= l.first
      AND greatest(b.departs_first, l.first) <= least(a.arrives_last, l.last) + $max AS link
  FROM legs a JOIN linked l ON l.holder = a.receiver JOIN legs b ON b.consignor = l.sender
  JOIN allowed ON allowed.before = a.goods AND allowed.after = b.goods
  WHERE NOT a.consignment AND b.departs_last >= a.arrives_first + $min
    AND b.departs_first <= a.arrives_last + $max)
SELECT before, after, bool_or(sure_wait) AND bool_or(sure_link) AS surely
FROM met GROUP BY before, after HAVING bool_or(link)
"""

_STEP = """
CREATE OR REPLACE TABLE ways AS
SELECT before AS leg, sum(chains) AS chains,
  sum(CASE WHEN surely THEN certain ELSE 0 END) AS certain
FROM links JOIN ways ON ways.leg = after JOIN legs ON legs.leg = before
WHERE NOT final GROUP BY before
"""


def duckdb_joins(world: World) -> Answer:
    """A join and a sum per leg, as one would write it in SQL: counts, and nothing else."""
    if not world.legs:
        return Answer(chains={}, certain={})
    rows = [_row(at, leg) for at, leg in enumerate(world.legs)]
    kinds = {row["goods"]: leg for row, leg in zip(rows, world.legs, strict=True)}
    allowed = [
        {"before": one, "after": other}
        for (one, a), (other, b) in itertools.product(kinds.items(), repeat=2)
        if world.class_allows(a, b)
    ]
    chains: dict[int, int] = {}
    certain: dict[int, int] = {}
    with duckdb.connect() as connection:
        tables = {"legs": rows, "allowed": allowed, "linked": list(_stretches(world))}
        for name, table in tables.items():
            connection.register("given", pa.Table.from_pylist(table))
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")  # noqa: S608 -- names above
            connection.unregister("given")
        connection.execute(_LINKS, {"min": world.min_wait, "max": world.max_wait})
        connection.execute(
            "CREATE TABLE ways AS "
            "SELECT leg, 1::HUGEINT AS chains, end_certain::HUGEINT AS certain FROM legs WHERE ends"
        )
        for length in range(1, world.max_legs + 1):
            [(possible, sure)] = connection.execute(
                "SELECT coalesce(sum(chains), 0), coalesce(sum(certain), 0) "
                "FROM ways JOIN legs USING (leg) WHERE starts"
            ).fetchall()
            chains |= {length: int(possible)} if possible else {}
            certain |= {length: int(sure)} if sure else {}
            connection.execute(_STEP)
    return Answer(chains=chains, certain=certain)


def _row(at: int, leg: Leg) -> dict[str, object]:
    return {
        "leg": at, "consignor": leg.consignor, "receiver": leg.receiver,
        "goods": 2 * leg.klass + leg.short_code, "consignment": leg.consignment,
        "departs_first": leg.departs[0], "departs_last": leg.departs[1],
        "arrives_first": leg.arrives[0], "arrives_last": leg.arrives[1],
        "departs_assumed": leg.assumed[0], "arrives_assumed": leg.assumed[1],
        "starts": leg.start, "ends": bool(leg.basis), "final": leg.final,
        "end_certain": leg.end_certain,
    }  # fmt: skip


def _stretches(world: World) -> Iterator[dict[str, object]]:
    """Who may hand on to whom from day to day; everybody to himself on every day."""
    parties = {leg.receiver for leg in world.legs} | {leg.consignor for leg in world.legs}
    for party in parties:
        for surely in (False, True):
            yield _stretch(party, party, -(10**6), 10**6, surely=surely)
    for (holder, sender), readings in world.linked.items():
        for surely, days in zip((False, True), readings, strict=True):
            firsts = sorted(day for day in days if day - 1 not in days)
            lasts = sorted(day for day in days if day + 1 not in days)
            for first, last in zip(firsts, lasts, strict=True):
                yield _stretch(holder, sender, first, last, surely=surely)


def _stretch(holder: int, sender: int, first: int, last: int, *, surely: bool) -> dict[str, object]:
    return {"holder": holder, "sender": sender, "first": first, "last": last, "surely": surely}
