"""Routes by score, best first: a search over holder sequences, each carrying its feasible legs.

Every bound is admissible: what a partial route has gained on its best legs, the best tail that any
of them can have (a max-plus pass backwards), and the most that the route parts can give. So routes
come out in the order of their best journey's score, without being listed first. Past a ceiling on
the partial routes opened none is opened any more: what is known by then still comes out, with
`truncated` and the best score that may be missing.
"""

from __future__ import annotations

import dataclasses
import heapq
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.search import crowded, journeys, wanted
from graphscan.search.adjacency import Adjacency
from graphscan.search.chains import Onward, Question
from graphscan.search.journeys import IMPOSSIBLE
from graphscan.search.partials import Partial, children, of_last_class, roots
from graphscan.search.points import Points
from graphscan.search.results import Journey, Route

Array = npt.NDArray[Any]
MAX_JOURNEY_STEPS = 200_000
"""Ceiling on partial journeys opened on one route before its listing stops and says so."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Candidate:
    """A route whose best joint journey is not known yet; its bound is link-wise."""

    partial: Partial


@dataclasses.dataclass(slots=True)
class RouteSearch:
    """One search for routes; iterate it once.

    Attributes:
        through: What each journey goes through, all of it; chains are counted that do.
        expansions: Partial routes opened so far.
        truncated: The ceiling was reached, so routes may be missing.
        best_points_left: Where truncated, no route that is missing scores more (tenths).
    """

    question: Question
    points: Points
    shown: int
    max_expansions: int
    through: tuple[wanted.Through, ...] = ()
    expansions: int = 0
    truncated: bool = False
    best_points_left: int | None = None
    _lanes: dict[tuple[int, ...], list[Partial]] | None = None
    _adjacency: Adjacency = dataclasses.field(init=False)

    def __iter__(self) -> Iterator[Route]:
        """Routes with at least one jointly possible journey, best first, ties in a fixed order."""
        onward = Onward(self.question)
        tails = _tail_bounds(onward, self.points)
        self._adjacency = Adjacency(onward, self.points, certain_only=self.question.certain_only)
        order = itertools.count()
        heap: list[tuple[int, int, Partial | _Candidate | Route]] = []

        def push(points: int, item: Partial | _Candidate | Route) -> None:
            heapq.heappush(heap, (-points, next(order), item))

        for partial in roots(self.question, self.points):
            self._offer(partial, tails, push)
        while heap:
            bound, _, item = heapq.heappop(heap)
            if isinstance(item, Route):
                yield item
            elif isinstance(item, _Candidate):
                route = self._settled(item.partial, self.through)
                if route is not None and not (route.limited and self._is_tail(item.partial)):
                    push(route.points, route)
            elif self.expansions >= self.max_expansions:
                if not self.truncated:
                    self.truncated, self.best_points_left = True, -bound
            else:
                self.expansions += 1
                for child in self._children(item):
                    self._offer(child, tails, push)

    def _children(self, partial: Partial) -> Iterator[Partial]:
        return children(partial, self.question, self._adjacency, self.points)

    def _offer(
        self, partial: Partial, tails: list[Array], push: Callable[[int, Any], None]
    ) -> None:
        """Queue a partial route as a route of its own and as the beginning of longer ones."""
        last = partial.layers[-1]
        is_end = partial.ends(self.question)[last]
        exporter, *between, end = partial.parties
        holders, passes = tuple(between), partial.passes
        asked = wanted.missing(self.through, holders)
        if is_end.any() and wanted.can_be_met(asked, partial.layers):
            best = int((partial.gained + self.points.end[last])[is_end].max())
            best += self.points.route(exporter, holders, end, partial.klass, passes)
            push(best, _Candidate(partial))
        left = self.question.max_legs - len(partial.layers)
        if left > 0:
            bounds = partial.gained + tails[left][last]
            open_legs = ~self.question.final[last] & (tails[left][last] > IMPOSSIBLE)
            if open_legs.any():
                push(int(bounds[open_legs].max()) + self.points.route_maximum, partial)

    def _settled(self, partial: Partial, through: tuple[wanted.Through, ...] = ()) -> Route | None:
        """The route with counts and best journeys; None where no journey is jointly possible."""
        exporter, *holders, end = partial.parties
        asked = wanted.missing(through, holders)
        layers = partial.whole(self.question)
        is_crowded = layers is None
        if layers is None:
            layers = crowded.best_legs(partial, self.question, self._adjacency, self.points, asked)
        layers = wanted.met(layers, asked)
        if not len(layers.legs[-1]):
            return None
        route_points = self.points.route(
            exporter, tuple(holders), end, partial.klass, partial.passes
        )
        found: list[Journey] = []
        stopped = False
        steps = 0
        for item in journeys.best_first(layers, self.question, self.points, route_points):
            if item is None:
                steps += 1
                stopped = steps >= MAX_JOURNEY_STEPS
            else:
                found.append(item)
            if stopped or (self.shown and len(found) == self.shown):
                break
        if not found:
            self.truncated |= is_crowded
            return None
        counts = (
            crowded.count(partial, self.question, asked)
            if is_crowded
            else journeys.count(layers, self.question.legs)
        )
        return Route(
            exporter=exporter,
            holders=tuple(holders),
            end=end,
            klass=self.question.legs.classes[partial.klass],
            chains=counts.possible,
            chains_certain=counts.certain,
            by_basis=counts.by_basis,
            journeys=tuple(found),
            truncated=stopped or is_crowded,
            limited=partial.limited,
            passes=partial.passes,
        )

    def _is_tail(self, partial: Partial) -> bool:
        """Whether a longer route, whatever its start, ends with this one, which begins abroad.

        It does so with legs of this one: goods of another class on the same way hide nothing.
        Whatever is asked to be gone through: that chooses among the routes that there are.
        What leads to it are records: goods handed on without one hide nothing.
        """
        room = self.question.max_legs - len(partial.layers)
        befores: list[tuple[int, ...]] = [()]
        for _ in range(room):
            befores = [
                (sender, *before)
                for before in befores
                for sender in self._senders((*before, *partial.parties)[0])
                if sender not in before and sender not in partial.parties
            ]
            if any(
                self._settled(longer) is not None
                for before in befores
                for longer in self._along(before, partial)
            ):
                return True
        return False

    def _senders(self, party: int) -> list[int]:
        legs = self.question.legs
        return sorted({int(sender) for sender in legs.consignor[legs.receiver == party]})

    def _along(self, before: tuple[int, ...], tail: Partial) -> Iterator[Partial]:
        """The partial routes, one a class of the first leg, through these parties to a tail."""
        parties = (*before, *tail.parties)
        passes = tuple(at + len(before) for at in tail.passes)
        if self._lanes is None:
            self._lanes = defaultdict(list)
            for root in roots(self.question, self.points):
                self._lanes[root.parties].append(root)
        for root in self._lanes.get(parties[:2], ()):
            grown = [root]
            for legs in range(2, len(before) + len(tail.layers) + 1):
                grown = [
                    child
                    for one in grown
                    for child in self._children(one)
                    if child.parties == parties[: len(child.parties)]
                    and child.passes == tuple(at for at in passes if at < len(child.parties))
                ]
                if legs == len(before) + 1:  # the first leg of the tail
                    of_class = (of_last_class(one, tail.klass, self.question) for one in grown)
                    grown = [one for one in of_class if one is not None]
            yield from grown


def _tail_bounds(onward: Onward, points: Points) -> list[Array]:
    """`T[m][i]`: no less than the most that up to m legs after leg i can add, their end included.

    The legs onward from i lie in a prefix of its lane by first day; the greatest value in the
    prefix bounds them, so one running maximum per pass suffices.
    """
    question = onward.question
    size = len(question.legs)
    tails = [np.full(size, IMPOSSIBLE, dtype=np.int64)]
    ending = np.where(question.ends, points.end.astype(np.int64), IMPOSSIBLE)
    for _ in range(1, question.max_legs):
        beyond = np.maximum(ending, np.where(question.final, IMPOSSIBLE, tails[-1]))
        value = np.where(beyond > IMPOSSIBLE, beyond + points.leg, IMPOSSIBLE)
        best = onward.max_after(value, IMPOSSIBLE)
        tails.append(np.where(best > IMPOSSIBLE, best + points.link_maximum, IMPOSSIBLE))
    return tails
