"""How much of all chains goes through each country, class and month: ranked, recounted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.search.chains import Onward, count_chains
from graphscan.search.results import Route, Throughput
from graphscan.search.through import passages_handed_on, passages_of, top_of, without_these

Array = npt.NDArray[Any]


def spread(
    onward: Onward,
    countries: Mapping[str, Array],
    touched: Mapping[str, Array],
    routes: Sequence[Route],
    limit: int,
) -> tuple[Throughput, ...]:
    """Countries between, commodity classes and months of departure, each kind ranked by passages.

    A chain goes through a country where a party in it holds the goods or stands on a leg between,
    or a leg touches a place in it; through a class or a month where one of its legs is of it. A leg
    known by month or year is of each month in which it possibly departs.

    Args:
        onward: The index over the legs that are left after pruning.
        countries: Per country, ids of its parties.
        touched: Per country, positions of the legs that name a place or a party between in it.
        routes: The routes listed, for the number that goes through each.
        limit: Greatest number of each kind that are recounted.
    """
    legs = onward.question.legs
    nobody = np.zeros(len(legs), dtype=np.bool_)
    nowhere = np.array([], dtype=np.int64)
    groups: dict[str, dict[str, tuple[Array, Array, Array]]] = {
        "country": {
            country: (np.isin(legs.receiver, parties), touched.get(country, nowhere), parties)
            for country in sorted({*countries, *touched})
            for parties in (countries.get(country, nowhere),)
        },
        "class": {
            legs.classes[klass]: (nobody, np.flatnonzero(legs.klass == klass), nowhere)
            for klass in np.unique(legs.klass).tolist()
        },
        "month": {
            month: (nobody, at, nowhere)
            for month, at in _months(legs.departs_first, legs.departs_last)
        },
    }
    return tuple(
        one
        for kind, members in groups.items()
        for one in _ranked(onward, kind, members, routes, limit)
    )


def _months(first: Array, last: Array) -> Iterator[tuple[str, Array]]:
    """(YYYY-MM, positions of the days that possibly lie in it), in order."""
    begin, end = (days.astype("datetime64[D]").astype("datetime64[M]") for days in (first, last))
    if len(begin):
        for month in np.arange(begin.min(), end.max() + 1):
            at = np.flatnonzero((begin <= month) & (end >= month))
            if len(at):
                yield str(month), at


def _ranked(
    onward: Onward,
    kind: str,
    groups: Mapping[str, tuple[Array, Array, Array]],
    routes: Sequence[Route],
    limit: int,
) -> Iterator[Throughput]:
    """Rows of one kind; of each group: legs after which it holds, legs of it, parties of it."""
    legs, total = onward.question.legs, sum(count_chains(onward))
    through_receiver, through_leg = passages_of(onward, onward_only=True), passages_of(onward)
    handed, passed = onward.handed_on(), passages_handed_on(onward)
    ranked: dict[str, int] = {}
    for name, (held, of_it, parties) in groups.items():
        alone = held.copy()
        alone[of_it] = False
        found = int(through_leg[of_it].sum()) + int(through_receiver[alone].sum())
        found += sum(passed.get(party, 0) for party in parties.tolist()) if passed else 0
        if found:
            ranked[name] = found
    for name in top_of(ranked, limit):
        held, of_it, parties = groups[name]
        others = onward.handed_to_none_of(parties)
        without = without_these(others, held=held, removed=of_it)
        given = handed.after[np.isin(legs.consignor[handed.after], parties)]
        span = np.concatenate([np.flatnonzero(held & (through_receiver > 0)), of_it, given])
        members, positions = set(parties.tolist()), set(of_it.tolist())
        yield Throughput(
            key=(kind, name, ""),
            chains=total - without,
            passages=ranked[name],
            routes=sum(
                not members.isdisjoint(route.holders)
                or any(not positions.isdisjoint(journey.legs) for journey in route.journeys)
                for route in routes
            ),
            entries=(),
            first_day=int(legs.departs_first[span].min()),
            last_day=int(legs.departs_last[span].max()),
        )
