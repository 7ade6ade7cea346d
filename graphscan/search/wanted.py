"""What chains must go through: parties that hold the goods, legs that name a party or a place.

Who holds is the same on every chain of a route; what legs name is not. So where no holder will do,
a route keeps the chains that have a leg for each thing that is still missing: a step's legs are
told apart by what has been met by then, and only what has met all at the end is an end.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.search.journeys import Layers

Array = npt.NDArray[Any]
Pair = tuple[Array, Array, Array]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Through:
    """One thing that a chain must go through.

    Attributes:
        stops: Parties that may hold the goods.
        held: Per leg, whether its receiver is one of them.
        named: Per leg, whether it names one of them between its ends, or touches the country.
    """

    stops: frozenset[int]
    held: npt.NDArray[np.bool_]
    named: npt.NDArray[np.bool_]

    def take(self, which: Array) -> Through:
        """The same of some legs, renumbered."""
        return dataclasses.replace(self, held=self.held[which], named=self.named[which])

    def spread(self, which: Array, size: int) -> Through:
        """The same among more legs, of which `which` are those known; the others are none.

        >>> port = Through(stops=frozenset(), held=np.zeros(1, bool), named=np.ones(1, bool))
        >>> port.spread(np.array([2]), 4).named
        array([False, False,  True, False])
        """
        held, named = (np.zeros(size, dtype=np.bool_) for _ in range(2))
        held[which], named[which] = self.held, self.named
        return dataclasses.replace(self, held=held, named=named)


def missing(through: Iterable[Through], holders: Iterable[int]) -> tuple[Through, ...]:
    """What these holders are not."""
    return tuple(one for one in through if one.stops.isdisjoint(holders))


def can_be_met(wanted: Iterable[Through], layers: Sequence[Array]) -> bool:
    """Whether each thing is named by a leg of some step; not yet that one chain has them all."""
    return all(any(one.named[layer].any() for layer in layers) for one in wanted)


def met_by(wanted: Sequence[Through], legs: Array) -> Array:
    """Per leg the things that it names, as bits.

    >>> hub = Through(stops=frozenset(), held=np.zeros(2, bool), named=np.array([True, True]))
    >>> port = Through(stops=frozenset(), held=np.zeros(2, bool), named=np.array([False, True]))
    >>> met_by([hub, port], np.array([1, 0]))
    array([3, 1])
    """
    found = np.zeros(len(legs), dtype=np.int64)
    for number, one in enumerate(wanted):
        found |= one.named[legs].astype(np.int64) << number
    return found


def everything(wanted: Sequence[Through]) -> int:
    """The bits of all things met."""
    return (1 << len(wanted)) - 1


def met(layers: Layers, wanted: Sequence[Through]) -> Layers:
    """The layers with legs apart by what has been met up to them; all is, where they end.

    Chains are those of `layers` that name everything, each once.
    """
    if not wanted:
        return layers
    own = [met_by(wanted, layer) for layer in layers.legs]
    size = everything(wanted) + 1
    nodes = [np.arange(len(layers.legs[0])) * size + own[0]]
    pairs: list[Pair] = []
    for (before, after, certain), new in zip(layers.pairs, own[1:], strict=True):
        steps = []
        for so_far in range(size):
            known = np.flatnonzero(np.isin(before * size + so_far, nodes[-1]))
            there = after[known] * size + (so_far | new[after[known]])
            steps.append((before[known] * size + so_far, there, certain[known]))
        here, there, sure = (np.concatenate(column) for column in zip(*steps, strict=True))
        nodes.append(np.unique(there))
        pairs.append((np.searchsorted(nodes[-2], here), np.searchsorted(nodes[-1], there), sure))
    return _ended(layers, nodes, pairs, size)


def _ended(layers: Layers, nodes: list[Array], pairs: list[Pair], size: int) -> Layers:
    """The last step cut to what has met everything."""
    all_met = nodes[-1] % size == size - 1
    if pairs:
        before, after, certain = pairs[-1]
        kept = all_met[after]
        pairs[-1] = (before[kept], (np.cumsum(all_met) - 1)[after[kept]], certain[kept])
    nodes[-1] = nodes[-1][all_met]
    legs = (layer[at // size] for layer, at in zip(layers.legs, nodes, strict=True))
    return Layers(legs=tuple(legs), pairs=tuple(pairs))
