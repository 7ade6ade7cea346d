"""One search, whole: prune, count, list routes, weigh intermediaries and waypoints."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.network.legs import BASIS_ORDER
from graphscan.search.chains import Onward, Question, count_chains
from graphscan.search.flow import route_flows
from graphscan.search.points import Points
from graphscan.search.pruning import prune_in_steps
from graphscan.search.quantities import Quantities
from graphscan.search.results import Bound, Route, SearchResult
from graphscan.search.routes import RouteSearch
from graphscan.search.touching import Touching, tables_of, with_legs
from graphscan.search.wanted import Through

__all__ = ["Limits", "Prepared", "Touching", "run_search"]

Array = npt.NDArray[Any]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is listed.

    Attributes:
        top: Routes, best first; 0 is all. Routes that tie with the last one are listed too.
        journeys: Journeys per route, best first; 0 is all.
        max_expansions: Ceiling on partial routes opened.
    """

    top: int
    journeys: int
    max_expansions: int


class Prepared:
    """A question pruned and indexed: counts are answered, routes listed, in any order.

    Attributes:
        pruned: The question of the legs that are left.
        kept: Leg id of each of them.
        steps: (name, legs left) after each pruning step.
    """

    def __init__(self, question: Question) -> None:
        """Prune, then build the index over what is left."""
        found = prune_in_steps(question)
        self.kept, self.steps = found.kept, found.steps
        self.pruned = question.take(found.kept)
        self.onward = Onward(self.pruned)
        self._whatever_time = question.take(found.linked)

    def chains_by_length(self) -> tuple[tuple[int, int, int], ...]:
        """(legs, possible chains, certain chains) for every length up to the limit."""
        possible, certain = count_chains(self.onward), count_chains(self.onward, certain=True)
        return tuple(
            (length, all_, sure)
            for length, (all_, sure) in enumerate(zip(possible, certain, strict=True), start=1)
        )

    def chains_through_control(self) -> int:
        """Possible chains on which linked parties hand goods on: the total less a recount."""
        recorded = self.onward.by_records()
        if recorded is self.onward:
            return 0
        return sum(count_chains(self.onward)) - sum(count_chains(recorded))

    def chains_whatever_time(self) -> int:
        """Chains if the order of time were ignored, as a graph without dates counts them."""
        legs = self._whatever_time.legs
        day = np.zeros_like(legs.departs_first)
        one_day = dataclasses.replace(
            legs, departs_first=day, departs_last=day, arrives_first=day, arrives_last=day
        )
        timeless = dataclasses.replace(
            self._whatever_time, legs=one_day, min_wait=0, max_wait=0, linked=None
        )
        return sum(count_chains(Onward(timeless)))

    def search(
        self, points: Points, limits: Limits, through: Iterable[Through] = ()
    ) -> RouteSearch:
        """A search for routes, to be iterated by `routes`.

        Args:
            points: By leg id.
            limits: How much is listed.
            through: What journeys go through, by position among the legs that are left.
        """
        return RouteSearch(
            question=self.pruned,
            points=_Kept(points, self.kept),
            shown=limits.journeys,
            max_expansions=limits.max_expansions,
            through=tuple(through),
        )

    def routes(
        self, search: RouteSearch, top: int, amounts: Quantities | None = None
    ) -> Iterator[Route]:
        """Routes as they are found, best first, with leg ids.

        Args:
            search: Made by `search`, not yet iterated.
            top: Routes wanted, and all that tie with the last; 0 is all.
            amounts: Of all legs, for the flow on each route; None leaves flows out.
        """
        left = None if amounts is None else amounts.take(self.kept)
        for found in _best(search, top):
            flow: tuple[Bound, ...] = ()
            if left is not None:
                (flow,) = route_flows(self.pruned, [found], left)
            yield _renumbered(dataclasses.replace(found, flow=flow), self.kept)


def run_search(
    question: Question | Prepared,
    points: Points,
    limits: Limits,
    *,
    touching: Touching | None = None,
    through: Sequence[Through] = (),
    amounts: Quantities | None = None,
) -> SearchResult:
    """Everything that DESIGN section 6, steps 1 to 5, asks of one set of legs.

    Args:
        question: The legs, where chains begin and end, and the limits of a chain; pruned or not.
        points: The score, part by part, by leg id.
        limits: How much is listed.
        touching: For the tables of intermediaries and waypoints; None leaves them out.
        through: What the journeys listed go through, by leg id; chains are counted all the same but
            for those of a route.
        amounts: For the flow on each route; None leaves flows out.
    """
    ready = question if isinstance(question, Prepared) else Prepared(question)
    search = ready.search(points, limits, [one.take(ready.kept) for one in through])
    found = tuple(_best(search, limits.top))
    if amounts is not None:
        flows = route_flows(ready.pruned, found, amounts.take(ready.kept))
        found = tuple(
            dataclasses.replace(route, flow=flow) for route, flow in zip(found, flows, strict=True)
        )
    routes = tuple(_renumbered(route, ready.kept) for route in found)
    tables = (
        tables_of(ready.onward, ready.kept, routes, touching)
        if touching is not None
        else ((), (), ())
    )
    return SearchResult(
        routes=routes,
        chains_by_length=ready.chains_by_length(),
        chains_by_basis=_by_basis(ready.onward),
        chains_whatever_time=ready.chains_whatever_time(),
        chains_through_control=ready.chains_through_control(),
        steps=ready.steps,
        truncated=search.truncated,
        best_points_left=search.best_points_left,
        intermediaries=tables[0],
        waypoints=tables[1],
        spread=tables[2],
    )


def _best(search: RouteSearch, top: int) -> Iterator[Route]:
    """The first `top` routes and all that tie with the last of them.

    A route that is found from both kinds of start is told once, with its better journeys.
    """
    last: int | None = None
    seen: set[tuple[int, tuple[int, ...], int, str, tuple[int, ...]]] = set()
    for route in search:
        if last is not None and route.points < last:
            return
        key = (route.exporter, route.holders, route.end, route.klass, route.passes)
        if key in seen:
            continue
        seen.add(key)
        yield route
        if len(seen) == top:
            last = route.points


def _by_basis(onward: Onward) -> dict[str, int]:
    """Possible chains by the basis of their last leg: one pass per basis that occurs."""
    question = onward.question
    found = {}
    for rank in np.unique(question.legs.basis[question.ends]).tolist():
        chains = sum(count_chains(onward, ending=question.legs.basis == rank))
        if chains:
            found[BASIS_ORDER[rank] if rank >= 0 else ""] = chains
    return found


def _renumbered(route: Route, kept: Array) -> Route:
    """The route with leg ids in place of positions among the kept legs."""
    flow = tuple(
        dataclasses.replace(
            bound,
            cut=tuple(int(kept[leg]) for leg in bound.cut),
            missing=tuple(int(kept[leg]) for leg in bound.missing),
        )
        for bound in route.flow
    )
    return dataclasses.replace(with_legs(route, lambda leg: int(kept[leg])), flow=flow)


class _Kept:
    """The points of the kept legs, by their position."""

    def __init__(self, points: Points, kept: Array) -> None:
        """Look legs up by leg id."""
        self._points = points
        self._kept = kept
        self.leg = points.leg[kept]
        self.end = points.end[kept]
        self.link_maximum = points.link_maximum
        self.route_maximum = points.route_maximum

    def link(self, before: Array, after: Array, certain: Array) -> Any:
        """Points of pairs of kept legs."""
        return self._points.link(self._kept[before], self._kept[after], certain)

    def route(
        self,
        exporter: int,
        holders: tuple[int, ...],
        end: int,
        klass: int,
        passes: tuple[int, ...] = (),
    ) -> int:
        """Points of a route."""
        return self._points.route(exporter, holders, end, klass, passes)
