"""What stands on legs beside their two parties, and the tables that are made of it."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.search import through
from graphscan.search.chains import Onward
from graphscan.search.results import Journey, Route, Throughput
from graphscan.search.spread import spread

Array = npt.NDArray[Any]
Tables = tuple[tuple[Throughput, ...], tuple[Throughput, ...], tuple[Throughput, ...]]

RECOUNTED = 500
"""Greatest number of intermediaries, and of waypoints, whose chains are recounted exactly."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Touching:
    """What stands on legs beside their two parties.

    Attributes:
        via: Per party, ids of the legs that name it between consignor and receiver.
        places: Per (code, name, country), ids of the legs that touch it.
        entries: Per leg id, the entries at which the leg ends; legs without an end are absent.
        countries: Per country (ISO code), ids of the parties in it.
    """

    via: Mapping[int, Array] = dataclasses.field(default_factory=dict)
    places: Mapping[tuple[str, str, str], Array] = dataclasses.field(default_factory=dict)
    entries: Mapping[int, frozenset[str]] = dataclasses.field(default_factory=dict)
    countries: Mapping[str, Array] = dataclasses.field(default_factory=dict)


def tables_of(onward: Onward, kept: Array, routes: Sequence[Route], touching: Touching) -> Tables:
    """Intermediaries, waypoints, and countries, classes and months.

    Args:
        onward: The index over the legs that are left.
        kept: Leg id of each of them.
        routes: Those listed, with leg ids.
        touching: By leg id.
    """
    none: frozenset[str] = frozenset()
    entries = [touching.entries.get(leg, none) for leg in kept.tolist()]
    positions = {leg: position for position, leg in enumerate(kept.tolist())}
    local = [with_legs(route, positions.__getitem__) for route in routes]
    via = {party: _positions(legs, kept) for party, legs in touching.via.items()}
    places = {place: _positions(legs, kept) for place, legs in touching.places.items()}
    return (
        through.intermediaries(onward, via, entries, local, RECOUNTED),
        through.waypoints(
            onward,
            {place: at for place, at in places.items() if len(at)},
            entries,
            local,
            RECOUNTED,
        ),
        spread(onward, touching.countries, _by_country(touching, via, places), local, RECOUNTED),
    )


def _by_country(
    touching: Touching, via: Mapping[int, Array], places: Mapping[tuple[str, str, str], Array]
) -> dict[str, Array]:
    """Positions of the legs that touch each country between their ends."""
    parts: dict[str, list[Array]] = defaultdict(list)
    for (_, _, country), at in places.items():
        if country:
            parts[country].append(at)
    for country, parties in touching.countries.items():
        parts[country] += [via[party] for party in parties.tolist() if party in via]
    return {country: np.unique(np.concatenate(at)) for country, at in parts.items() if at}


def _positions(legs: Array, kept: Array) -> npt.NDArray[np.int64]:
    """Positions in `kept` (ascending) of those of `legs` that are in it."""
    if not len(kept):
        return np.array([], dtype=np.int64)
    at: npt.NDArray[np.int64] = np.minimum(np.searchsorted(kept, legs), len(kept) - 1)
    found: npt.NDArray[np.int64] = at[kept[at] == legs]
    return found


def with_legs(route: Route, number: Callable[[int], int]) -> Route:
    """A route with other numbers of its legs."""
    journeys = tuple(
        Journey(
            legs=tuple(number(leg) for leg in journey.legs),
            certainty=journey.certainty,
            basis=journey.basis,
            points=journey.points,
        )
        for journey in route.journeys
    )
    return dataclasses.replace(route, journeys=journeys)
