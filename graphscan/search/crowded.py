"""Routes with too many pairs of legs to write out: counted exactly, listed from their best legs."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.network.legs import BASIS_ORDER
from graphscan.search.adjacency import Adjacency
from graphscan.search.chains import Onward
from graphscan.search.journeys import Counts, Layers
from graphscan.search.partials import Partial
from graphscan.search.points import Points
from graphscan.search.question import Question

Array = npt.NDArray[Any]

LOOKED_AT = 1000
"""Legs of each step from which the journeys of such a route are listed."""


def count(partial: Partial, question: Question) -> Counts:
    """Every chain on the route, exactly, by range sums over its legs alone."""
    which = np.unique(np.concatenate(partial.layers))
    asked = question.take(which)
    onward = Onward(asked)
    layers = [np.searchsorted(which, layer) for layer in partial.layers]
    last = layers[-1][partial.ends(question)[partial.layers[-1]]]
    ways = 1
    for layer in layers:
        ways *= max(len(layer), 1)
    kind = np.dtype(np.int64 if ways < 2**62 else object)

    def chains(ends: Array, *, certain: bool) -> int:
        total = onward.sum_certainly_after if certain else onward.sum_after
        values = np.zeros(len(which), dtype=kind)
        values[ends] = 1
        for layer in reversed(layers[:-1]):
            sums = total(values)
            values = np.zeros(len(which), dtype=kind)
            open_legs = layer[~asked.final[layer]]
            values[open_legs] = sums[open_legs]
        return int(values.sum())

    only = question.certain_only
    by_basis: dict[str, int] = {}
    for rank in np.unique(asked.legs.basis[last]).tolist():
        found = chains(last[asked.legs.basis[last] == rank], certain=only)
        if found:
            by_basis[BASIS_ORDER[rank] if rank >= 0 else ""] = found
    return Counts(
        possible=sum(by_basis.values()),
        certain=chains(last[asked.legs.end_certain[last]], certain=True),
        by_basis=by_basis,
    )


def best_legs(partial: Partial, question: Question, adjacency: Adjacency, points: Points) -> Layers:
    """At most `LOOKED_AT` legs of each step: backwards, those of most points that lead to a chosen.

    So whatever leg is chosen, one that follows it is.
    """
    last = partial.layers[-1]
    last = last[partial.ends(question)[last]]
    chosen = [_most(last, points.leg[last] + points.end[last])]
    for layer in reversed(partial.layers[:-1]):
        leads = layer[adjacency.leading(layer, chosen[0]) & ~question.final[layer]]
        chosen.insert(0, _most(leads, points.leg[leads]))
    pairs = []
    for before, after in itertools.pairwise(chosen):
        steps = adjacency.between(before, after)
        pairs.append((steps.before, steps.after, steps.certain))
    return Layers(legs=tuple(chosen), pairs=tuple(pairs))


def _most(legs: Array, points: Array) -> Array:
    order = np.lexsort((legs, -points.astype(np.int64)))
    return np.sort(legs[order[:LOOKED_AT]])
