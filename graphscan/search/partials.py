"""The beginnings of routes: holder sequences, each with the legs that may have come so far."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.search.adjacency import Adjacency
from graphscan.search.journeys import IMPOSSIBLE, Layers
from graphscan.search.points import Points
from graphscan.search.question import Question

Array = npt.NDArray[Any]
Pair = tuple[Array, Array, Array]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Partial:
    """A holder sequence and the legs that may have brought the goods to its last party.

    Attributes:
        parties: Exporter, holders, last party.
        klass: Class of the first leg.
        layers: Positions of the legs of each step, ascending.
        pairs: Per link (index in layer, index in next layer, certain); None where there are too
            many to write out.
        gained: Per leg of the last layer, no less than the most points up to it, itself included.
        limited: It begins under a foreign direct product rule.
        passes: Positions in `parties` of those that a linked party hands the goods to.
    """

    parties: tuple[int, ...]
    klass: int
    layers: tuple[Array, ...]
    pairs: tuple[Pair | None, ...]
    gained: Array
    limited: bool
    passes: tuple[int, ...] = ()

    def ends(self, question: Question) -> Array:
        """Where routes may end that begin as this one does."""
        if self.limited and question.limited_ends is not None:
            return question.limited_ends
        return question.ends

    def whole(self, question: Question) -> Layers | None:
        """The layers, the last one cut to legs that end the route; None where pairs are unknown."""
        last = self.layers[-1]
        ends = self.ends(question)[last]
        written = [pair for pair in self.pairs if pair is not None]
        if len(written) < len(self.pairs):
            return None
        if not written:
            return Layers(legs=(last[ends],), pairs=())
        number = np.cumsum(ends) - 1
        before, after, certain = written[-1]
        keep = ends[after]
        pairs = (*written[:-1], (before[keep], number[after[keep]], certain[keep]))
        return Layers(legs=(*self.layers[:-1], last[ends]), pairs=pairs)


def of_last_class(partial: Partial, klass: int, question: Question) -> Partial | None:
    """The same with those of its last legs that are of a class; None where none is."""
    last = partial.layers[-1]
    kept = question.legs.klass[last] == klass
    if not kept.any():
        return None
    pairs = partial.pairs
    if pairs and pairs[-1] is not None:
        before, after, certain = pairs[-1]
        among = kept[after]
        number = np.cumsum(kept) - 1
        pairs = (*pairs[:-1], (before[among], number[after[among]], certain[among]))
    return dataclasses.replace(
        partial, layers=(*partial.layers[:-1], last[kept]), pairs=pairs, gained=partial.gained[kept]
    )


def roots(question: Question, points: Points) -> Iterator[Partial]:
    """Routes of one leg, one for each (exporter, receiver, class), both kinds of start."""
    legs = question.legs
    for number, (starts, _) in enumerate(question.variants()):
        which = np.flatnonzero(starts & (legs.consignor != legs.receiver))
        for (exporter, receiver, klass), members in _groups(
            which, legs.consignor[which], legs.receiver[which], legs.klass[which]
        ):
            yield Partial(
                parties=(exporter, receiver),
                klass=klass,
                layers=(members,),
                pairs=(),
                gained=points.leg[members].astype(np.int64),
                limited=number > 0,
            )


def children(
    partial: Partial, question: Question, adjacency: Adjacency, points: Points
) -> Iterator[Partial]:
    """The same with one leg more, by who sends and receives it; nobody comes twice."""
    here = np.flatnonzero(~question.final[partial.layers[-1]])
    legs = partial.layers[-1][here]
    if not len(legs):
        return
    if not adjacency.fits(legs):
        yield from _bounded(partial, question, adjacency, points)
        return
    steps = adjacency.after(legs)
    new = np.flatnonzero(_goes_on(partial, question, steps.after))
    if not len(new):
        return
    before, after, certain = here[steps.before[new]], steps.after[new], steps.certain[new]
    value = partial.gained[before] + steps.points[new] + points.leg[after]
    every = np.arange(len(after))
    columns = question.legs
    for stops, members in _groups(every, columns.consignor[after], columns.receiver[after]):
        layer, after_index = np.unique(after[members], return_inverse=True)
        gained = np.full(len(layer), IMPOSSIBLE, dtype=np.int64)
        np.maximum.at(gained, after_index, value[members])
        yield _longer(
            partial, stops, layer, gained, (before[members], after_index, certain[members])
        )


def _bounded(
    partial: Partial, question: Question, adjacency: Adjacency, points: Points
) -> Iterator[Partial]:
    """The same where the pairs are too many: legs exactly, their points by what no link exceeds."""
    open_legs = ~question.final[partial.layers[-1]]
    after = adjacency.reached(partial.layers[-1][open_legs])
    after = after[_goes_on(partial, question, after)]
    most = int(partial.gained[open_legs].max()) + points.link_maximum
    legs = question.legs
    for stops, layer in _groups(after, legs.consignor[after], legs.receiver[after]):
        yield _longer(partial, stops, layer, most + points.leg[layer].astype(np.int64), None)


def _goes_on(partial: Partial, question: Question, after: Array) -> Array:
    """Legs that lead to somebody new, from the last party or from one that it hands to."""
    sender, receiver = question.legs.consignor[after], question.legs.receiver[after]
    new: Array = sender != receiver
    handed_on = sender != partial.parties[-1]
    for party in partial.parties:
        new &= receiver != party
        new &= ~(handed_on & (sender == party))
    return new


def _longer(
    partial: Partial, stops: tuple[int, ...], layer: Array, gained: Array, pair: Pair | None
) -> Partial:
    handed_on = stops[0] != partial.parties[-1]
    return Partial(
        parties=(*partial.parties, *(stops if handed_on else stops[1:])),
        klass=partial.klass,
        layers=(*partial.layers, layer),
        pairs=(*partial.pairs, pair),
        gained=gained,
        limited=partial.limited,
        passes=(*partial.passes, *([len(partial.parties)] if handed_on else [])),
    )


def _groups(which: Array, *keys: Array) -> Iterator[tuple[tuple[int, ...], Array]]:
    """`which` in groups of equal keys, groups and members in ascending order."""
    if not len(which):
        return
    order = np.lexsort((which, *reversed(keys)))
    changed = np.zeros(len(which), dtype=np.bool_)
    for key in keys:
        changed[1:] |= key[order][1:] != key[order][:-1]
    for members in np.split(order, np.flatnonzero(changed)):
        yield tuple(int(key[members[0]]) for key in keys), which[members]
