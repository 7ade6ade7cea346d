"""Routes with too many pairs of legs to write out: counted exactly, listed from their best legs."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
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
from graphscan.search.wanted import Through, everything, met_by

Array = npt.NDArray[Any]

LOOKED_AT = 1000
"""Legs of each step from which the journeys of such a route are listed."""


def count(partial: Partial, question: Question, wanted: Sequence[Through] = ()) -> Counts:
    """Every chain on the route that names everything wanted, exactly: range sums over its legs."""
    which = np.unique(np.concatenate(partial.layers))
    asked = question.take(which)
    onward = Onward(asked)
    layers = [np.searchsorted(which, layer) for layer in partial.layers]
    last = layers[-1][partial.ends(question)[partial.layers[-1]]]
    ways = 1
    for layer in layers:
        ways *= max(len(layer), 1)
    kind = np.dtype(np.int64 if ways < 2**62 else object)

    own = met_by(wanted, which)

    def apart(values: dict[int, Array], at: Array) -> dict[int, Array]:
        """By what has been met, the values at some legs and nothing elsewhere."""
        found: dict[int, Array] = defaultdict(lambda: np.zeros(len(which), dtype=kind))
        for so_far, value in values.items():
            for new in np.unique(own[at]).tolist():
                chosen = at[own[at] == new]
                found[so_far | new][chosen] += value[chosen]
        return found

    def chains(ends: Array, *, certain: bool) -> int:
        total = onward.sum_certainly_after if certain else onward.sum_after
        values = apart({0: np.ones(len(which), dtype=kind)}, ends)
        for layer in reversed(layers[:-1]):
            sums = {so_far: total(value) for so_far, value in values.items()}
            values = apart(sums, layer[~asked.final[layer]])
        return int(values[everything(wanted)].sum())

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


def best_legs(
    partial: Partial,
    question: Question,
    adjacency: Adjacency,
    points: Points,
    wanted: Sequence[Through] = (),
) -> Layers:
    """At most `LOOKED_AT` legs of each step: backwards, those of most points that lead to a chosen.

    So whatever leg is chosen, one that follows it is. As many are chosen for each part of what is
    wanted that they and what follows them name.
    """
    last = partial.layers[-1]
    last = last[partial.ends(question)[last]]
    chosen = [_chosen({0: last}, points.leg + points.end, wanted)]
    for layer in reversed(partial.layers[:-1]):
        open_legs = layer[~question.final[layer]]
        leads = {
            met: open_legs[adjacency.leading(open_legs, later)] for met, later in chosen[0].items()
        }
        chosen.insert(0, _chosen(leads, points.leg, wanted))
    layers = [np.unique(np.concatenate([_NONE, *found.values()])) for found in chosen]
    pairs = []
    for before, after in itertools.pairwise(layers):
        steps = adjacency.between(before, after)
        pairs.append((steps.before, steps.after, steps.certain))
    return Layers(legs=tuple(layers), pairs=tuple(pairs))


_NONE = np.array([], dtype=np.int64)


def _chosen(leads: dict[int, Array], points: Array, wanted: Sequence[Through]) -> dict[int, Array]:
    """The best of some legs, by what they name together with what follows them."""
    parts: dict[int, list[Array]] = defaultdict(list)
    for met, legs in leads.items():
        own = met_by(wanted, legs)
        for new in np.unique(own).tolist():
            parts[met | new].append(legs[own == new])
    return {met: _most(np.unique(np.concatenate(legs)), points) for met, legs in parts.items()}


def _most(legs: Array, points: Array) -> Array:
    order = np.lexsort((legs, -points[legs].astype(np.int64)))
    return np.sort(legs[order[:LOOKED_AT]])
