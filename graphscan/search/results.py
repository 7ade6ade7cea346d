"""What a search returns. Legs are leg ids, parties are party ids, points are tenths."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One chain on a route whose days can be chosen jointly.

    Attributes:
        legs: Leg ids in order of time.
        certainty: `certain` where every link and the end is, else `possible`.
        basis: On what the end is listed on the day of the last leg; "" where it is not listed.
        points: The whole score in tenths of a point.
    """

    legs: tuple[int, ...]
    certainty: str
    basis: str
    points: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """How much could have arrived, in one unit; an upper bound.

    Attributes:
        unit: Unit of measure; kg or USD where the exporter's legs state no quantity.
        exported: What the exporter's legs state in all.
        most: What the legs that possibly follow each other could have carried to the end.
        most_certain: The same for the legs that certainly do.
        cut: Leg ids that a smallest cut goes through: together they let no more through.
        missing: Leg ids on the way that state nothing in this unit: they bound nothing.
    """

    unit: str
    exported: float
    most: float
    most_certain: float
    cut: tuple[int, ...]
    missing: tuple[int, ...]

    def words(self) -> str:
        """The answer in words.

        >>> bound = Bound(unit="PCS", exported=400, most=312, most_certain=0, cut=(7,), missing=())
        >>> bound.words()
        'at most 312 of 400 PCS'
        """
        said = f"at most {_number(self.most)} of {_number(self.exported)} {self.unit}"
        if not self.missing:
            return said
        legs = "a leg" if len(self.missing) == 1 else f"{len(self.missing):,} legs"
        return f"{said}; {legs} on the way without a quantity in {self.unit}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def lanes_of(stops: Sequence[int], passes: Sequence[int]) -> list[tuple[int, int]]:
    """Sender and receiver of each leg between some stops.

    >>> lanes_of([0, 1, 2, 3], passes=[2])  # from 1 to 2 without a record
    [(0, 1), (2, 3)]
    """
    pairs = enumerate(itertools.pairwise(stops), start=1)
    return [pair for at, pair in pairs if at not in passes]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Exporter, holders in order with nobody twice, end and commodity class, whatever the dates.

    Attributes:
        exporter: Party id.
        holders: Party ids in order of travel; empty for a direct delivery.
        end: Party id.
        klass: Commodity class.
        chains: Possible chains on this route, link-wise, certain ones included.
        chains_certain: Certain chains on this route.
        by_basis: Possible chains by the basis of their last leg; bases without a chain are absent.
        journeys: The best journeys, best first.
        truncated: The listing of journeys hit the ceiling, so a better one may be missing.
        limited: It begins abroad and ends at a party of the foreign direct product rules.
        flow: How much could have arrived on this route, by unit.
        passes: Positions among exporter, holders and end of those that a linked party hands the
            goods to without a record.
    """

    exporter: int
    holders: tuple[int, ...]
    end: int
    klass: str
    chains: int
    chains_certain: int
    by_basis: dict[str, int]
    journeys: tuple[Journey, ...]
    truncated: bool = False
    limited: bool = False
    flow: tuple[Bound, ...] = ()
    passes: tuple[int, ...] = ()

    @property
    def lanes(self) -> list[tuple[int, int]]:
        """Sender and receiver of each leg."""
        return lanes_of((self.exporter, *self.holders, self.end), self.passes)

    @property
    def points(self) -> int:
        """The best journey's."""
        return self.journeys[0].points


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Throughput:
    """How much of all chains goes through one intermediary or waypoint.

    Attributes:
        key: Party id of an intermediary; (code, name, country) of a waypoint; (country, class or
            month; which; "") of the spread.
        chains: Chains through it, exactly: the total less a recount without it.
        passages: Sum over its legs of ways in times ways on; ranks, and may exceed `chains`.
        routes: Routes listed through it.
        entries: Entry ids of listed parties reached through it, sorted.
        first_day: First possible day of its legs on chains (days since 1970-01-01).
        last_day: Last possible day of its legs on chains.
    """

    key: int | tuple[str, str, str]
    chains: int
    passages: int
    routes: int
    entries: tuple[str, ...]
    first_day: int
    last_day: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """All that one search found.

    Attributes:
        routes: Best first; all that score at least as much as the last one asked for.
        chains_by_length: (legs, possible chains, certain chains) for every length up to the limit.
        chains_by_basis: Possible chains by the basis of their last leg.
        steps: (name, legs left) after each pruning step, first all legs.
        truncated: The ceiling on expansions ended the listing of routes.
        best_points_left: Where truncated, no route that is missing scores more (tenths).
        chains_through_control: Possible chains, of all, on which linked parties hand goods on
            without a record.
        chains_whatever_time: Chains if the order of time were ignored, as a graph without dates
            counts them.
        intermediaries: Ranked by passages.
        waypoints: Ranked by passages.
        spread: Countries between, then classes, then months, each ranked by passages.
    """

    routes: tuple[Route, ...]
    chains_by_length: tuple[tuple[int, int, int], ...]
    chains_by_basis: dict[str, int]
    steps: tuple[tuple[str, int], ...]
    truncated: bool
    best_points_left: int | None
    chains_whatever_time: int = 0
    chains_through_control: int = 0
    intermediaries: tuple[Throughput, ...] = ()
    waypoints: tuple[Throughput, ...] = ()
    spread: tuple[Throughput, ...] = ()

    @property
    def chains(self) -> int:
        """Possible chains of every length."""
        return sum(possible for _, possible, _ in self.chains_by_length)

    @property
    def chains_certain(self) -> int:
        """Certain chains of every length."""
        return sum(certain for _, _, certain in self.chains_by_length)
