"""How much could have arrived: maximum flow with quantities as capacities, and what limits it.

Goods may wait at a holder, so each holder has an inventory with one node for each day on which a
leg may leave: edges grow with the legs, not with the pairs of legs. Two things are relaxed, the
longest wait and, but for pruning, the greatest number of legs; so a flow is an upper bound, and is
told as one ("at most 312 of 400"). A leg without a quantity in the unit bounds nothing, and is
named.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from graphscan.search.chains import prune
from graphscan.search.links import class_rules
from graphscan.search.quantities import Quantities
from graphscan.search.question import Question
from graphscan.search.ranges import follows, surely_follows
from graphscan.search.results import Bound, Route

Array = npt.NDArray[Any]
Positions = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LARGEST = 2**31 - 1
"""Capacities are whole numbers of 32 bits: larger or fractional amounts are scaled, rounded up."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Edges:
    """Edges of unlimited capacity between nodes."""

    tail: list[Array]
    head: list[Array]

    def add(self, tail: Array, head: Array) -> None:
        self.tail.append(np.asarray(tail, dtype=np.int64))
        self.head.append(np.asarray(head, dtype=np.int64))


def flow_between(question: Question, amounts: Quantities) -> tuple[Bound, ...]:
    """How much could have come from the starts of a question to its ends, by unit.

    Args:
        question: Its starts are legs of one exporter and class, its ends those of one listed party.
        amounts: Of the same legs.

    Returns:
        One bound for each unit that the starts are stated in; none where no chain is left.
    """
    kept = prune(question)
    if not len(kept):
        return ()
    asked, left = question.take(kept), amounts.take(kept)
    return tuple(
        _bound(asked, unit, amount, kept)
        for unit, amount in left.measured(np.flatnonzero(asked.starts))
    )


def route_flows(
    question: Question, routes: Iterable[Route], amounts: Quantities
) -> list[tuple[Bound, ...]]:
    """The same on each of some routes: only legs between its parties, in its order."""
    chosen = list(routes)
    legs = question.legs
    parties = int(max(legs.consignor.max(initial=0), legs.receiver.max(initial=0))) + 1
    lane = legs.consignor.astype(np.int64) * parties + legs.receiver
    wanted = sorted({key for route in chosen for key in _lanes(route, parties)})
    on_routes = np.flatnonzero(np.isin(lane, np.array(wanted, dtype=np.int64)))
    order = on_routes[np.argsort(lane[on_routes], kind="stable")]
    found = {}
    for key in wanted:
        low, high = np.searchsorted(lane[order], [key, key + 1])
        found[key] = order[low:high]
    return [_route_flow(question, route, amounts, found, parties) for route in chosen]


def _route_flow(
    question: Question,
    route: Route,
    amounts: Quantities,
    lanes: Mapping[int, Positions],
    parties: int,
) -> tuple[Bound, ...]:
    which = np.unique(np.concatenate([lanes[key] for key in _lanes(route, parties)]))
    bounds = flow_between(_of_route(question.take(which), route), amounts.take(which))
    return tuple(
        dataclasses.replace(
            bound,
            cut=tuple(which[np.array(bound.cut, dtype=np.int64)].tolist()),
            missing=tuple(which[np.array(bound.missing, dtype=np.int64)].tolist()),
        )
        for bound in bounds
    )


def _lanes(route: Route, parties: int) -> list[int]:
    return [one * parties + other for one, other in route.lanes]


def _of_route(asked: Question, route: Route) -> Question:
    """The question of one route alone, over the legs of its lanes."""
    legs = asked.legs
    first = (legs.consignor == route.exporter) & (legs.receiver == (*route.holders, route.end)[0])
    first &= legs.klass == legs.classes.index(route.klass)
    starts, ends = asked.starts, asked.ends
    if route.limited and asked.limited_starts is not None and asked.limited_ends is not None:
        starts, ends = asked.limited_starts, asked.limited_ends
    return dataclasses.replace(
        asked,
        starts=starts & first,
        ends=ends & (legs.receiver == route.end),
        max_legs=len(route.lanes),
        limited_starts=None,
        limited_ends=None,
    )


def _bound(question: Question, unit: str, amount: Floats, ids: Positions) -> Bound:
    starts, ends = question.starts, question.ends
    exported = float(np.nansum(amount[starts]))
    stated = starts & ~np.isnan(amount)
    possible, cut = _maximum(question, amount, stated, ends, certain=False)
    certain, _ = _maximum(question, amount, stated, ends & question.legs.end_certain, certain=True)
    missing = np.flatnonzero(np.isnan(amount))
    return Bound(
        unit=unit,
        exported=exported,
        most=min(possible, exported),
        most_certain=min(certain, exported),
        cut=tuple(ids[cut].tolist()),
        missing=tuple(ids[missing].tolist()),
    )


def _maximum(
    question: Question, amount: Floats, starts: Array, ends: Array, *, certain: bool
) -> tuple[float, Positions]:
    """The greatest flow, and the legs that a smallest cut goes through."""
    size = len(question.legs)
    if not starts.any() or not ends.any():
        return 0.0, np.array([], dtype=np.int64)
    edges, nodes = _network(question, certain=certain)
    source, sink = nodes, nodes + 1
    first, last = np.flatnonzero(starts), np.flatnonzero(ends)
    edges.add(np.full(len(first), source), first)
    edges.add(last + size, np.full(len(last), sink))
    supply = float(amount[starts].sum())
    scale = _scale(amount, supply)
    unlimited = int(np.ceil(supply * scale)) + size + 1  # never in a smallest cut
    capacity = np.minimum(np.ceil(np.where(np.isnan(amount), np.inf, amount) * scale), unlimited)
    tail = np.concatenate([np.arange(size), *edges.tail])
    head = np.concatenate([np.arange(size) + size, *edges.head])
    free = np.full(len(tail) - size, unlimited)
    limits = np.concatenate([capacity, free]).astype(np.int32)
    graph = csr_matrix((limits, (tail, head)), shape=(nodes + 2, nodes + 2))
    solved = maximum_flow(graph, source, sink)
    residual = graph - solved.flow
    residual.data = (residual.data > 0).astype(np.int32)
    residual.eliminate_zeros()
    reached = np.zeros(nodes + 2, dtype=np.bool_)
    reached[breadth_first_order(residual, source, return_predecessors=False)] = True
    cut = np.flatnonzero(reached[:size] & ~reached[size : 2 * size])
    return solved.flow_value / scale, cut


def _scale(amount: Floats, supply: float) -> float:
    """1 for whole numbers that fit; else what keeps three decimals, or as many as fit."""
    known = amount[~np.isnan(amount)]
    if (known == np.floor(known)).all() and supply < LARGEST / 2:
        return 1.0
    return min(1000.0, LARGEST / 2 / max(supply, 1e-9))


def _network(question: Question, *, certain: bool) -> tuple[_Edges, int]:
    """Edges without a limit, and the number of nodes: legs in, legs out, then inventories."""
    legs = question.legs
    size = len(legs)
    edges, nodes = _Edges([], []), 2 * size
    goes_on = ~question.final
    arrives = legs.arrives_last if certain else legs.arrives_first
    departs = legs.departs_first if certain else legs.departs_last
    if certain:
        goes_on = goes_on & ~legs.arrives_assumed & ~legs.consignment
    leaves = ~legs.departs_assumed if certain else np.ones(size, dtype=np.bool_)
    ready = arrives.astype(np.int64) + question.min_wait
    low = int(min(departs.min(), ready.min()))
    span = int(max(departs.max(), ready.max())) - low + 1
    for rule in class_rules(legs):
        before = np.arange(size) if rule.before is None else rule.before
        after = np.arange(size) if rule.after is None else rule.after
        before, after = before[goes_on[before]], after[leaves[after]]
        if not len(before) or not len(after):
            continue
        days, node = np.unique(
            rule.out_of[after] * span + departs[after] - low, return_inverse=True
        )
        edges.add(node + nodes, after)
        same = np.flatnonzero(days[1:] // span == days[:-1] // span)
        edges.add(same + nodes, same + 1 + nodes)
        key = rule.into[before] * span + ready[before] - low
        at = np.searchsorted(days, key)
        stored = at < len(days)
        stored[stored] = days[at[stored]] // span == rule.into[before[stored]]
        edges.add(before[stored] + size, at[stored] + nodes)
        nodes += len(days)
    one, other = question.pairs.before, question.pairs.after
    fits = surely_follows if certain else follows
    linked = goes_on[one] & leaves[other] & fits(question, one, other)
    edges.add(one[linked] + size, other[linked])
    return edges, nodes
