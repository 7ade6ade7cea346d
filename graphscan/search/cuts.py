"""Choke points: the fewest intermediaries, or legs, whose removal leaves no chain.

A chain is broken where it meets one of the chosen. So the chosen are a smallest set that hits every
chain, and chains need not be listed for that: an integer programme over the chains met so far gives
a set, a recount without it either ends the search or gives chains that it misses (implicit hitting
set; Moreno-Centeno and Karp, Oper. Res. 61:2, 2013). The last programme's value is a lower bound at
any time, so past a ceiling a greedy set is told with the bound.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from graphscan.search.chains import count_chains, fewest_legs_to_end
from graphscan.search.onward import Onward
from graphscan.search.question import Question

Array = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]
Kind = Literal["intermediaries", "legs"]

ROUNDS = 60
"""Integer programmes that are solved before the answer becomes a greedy one with a bound."""

CHAINS_A_ROUND = 200
"""Chains that one recount adds, each from another start."""

SECONDS = 10.0
"""Time that one integer programme may take."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What to remove so that no chain is left.

    Attributes:
        kind: Whether `chosen` are party ids or leg ids.
        chosen: Sorted.
        at_least: No set of fewer does; the number chosen, where none is smaller.
        direct: Chains without an intermediary, which no removal of intermediaries ends.
        left: Chains left after removal, recounted: those that are direct.
    """

    kind: Kind
    chosen: tuple[int, ...]
    at_least: int
    direct: int
    left: int

    @property
    def exact(self) -> bool:
        """Whether no smaller set does."""
        return len(self.chosen) == self.at_least


def choke_points(
    question: Question, kind: Kind = "intermediaries", via: Mapping[int, Array] | None = None
) -> Cut:
    """The fewest intermediaries or legs whose removal leaves no chain.

    Args:
        question: Pruned or not.
        kind: What may be removed. An intermediary is a holder, or a party named between on a leg.
        via: Per party, positions of the legs that name it between consignor and receiver.
    """
    world = _World(question, kind, via or {})
    met: list[tuple[int, ...]] = []
    chosen: frozenset[int] = frozenset()
    at_least = 0
    for _ in range(ROUNDS):
        fresh = world.chains_without(chosen)
        if not fresh:
            break
        met += fresh
        solved, at_least = _smallest(met, at_least)
        chosen = solved
    else:
        chosen = _without_needless(world, _greedy_rest(world, chosen))
    direct, left = world.direct(), world.left(chosen)
    return Cut(kind=kind, chosen=tuple(sorted(chosen)), at_least=at_least, direct=direct, left=left)


class _World:
    """Chains of a question, and which are left once something is removed."""

    def __init__(self, question: Question, kind: Kind, via: Mapping[int, Array]) -> None:
        self.question, self.kind, self.via = question, kind, via
        self.onward = Onward(question)
        self.between: dict[int, list[int]] = defaultdict(list)
        for party, legs in sorted(via.items()):
            for leg in legs.tolist():
                self.between[leg].append(party)

    def without(self, chosen: Iterable[int]) -> Onward:
        """The index, less what linked parties hand on to one of the chosen without a record."""
        if self.kind == "legs":
            return self.onward
        return self.onward.handed_to_none_of(np.array(sorted(chosen), dtype=np.int64))

    def removed(self, chosen: Iterable[int]) -> tuple[Flags, Flags]:
        """(legs that are gone, legs after which nothing goes on)."""
        legs = self.question.legs
        gone = np.zeros(len(legs), dtype=np.bool_)
        parties = sorted(chosen)
        if self.kind == "legs":
            gone[parties] = True
            return gone, gone
        for party in parties:
            gone[self.via.get(party, np.array([], dtype=np.int64))] = True
        return gone, gone | np.isin(legs.receiver, np.array(parties, dtype=np.int64))

    def left(self, chosen: Iterable[int]) -> int:
        """Chains left, counted anew."""
        gone, blocked = self.removed(chosen)
        return sum(count_chains(self.without(chosen), gone=gone, blocked=blocked))

    def direct(self) -> int:
        """Chains that no removal ends: single legs that name nobody between."""
        if self.kind == "legs":
            return 0
        named = np.zeros(len(self.question.legs), dtype=np.bool_)
        named[list(self.between)] = True
        return sum(int((starts & ends & ~named).sum()) for starts, ends in self.question.variants())

    def chains_without(self, chosen: Iterable[int]) -> list[tuple[int, ...]]:
        """What chains that are left go through: some chains, each from another start."""
        gone, blocked = self.removed(chosen)
        onward = self.without(chosen)
        found: set[tuple[int, ...]] = set()
        for starts, ends in self.question.variants():
            found.update(self._some(onward, starts & ~gone, ends & ~gone, gone, blocked))
        return sorted(found)

    def _some(
        self, onward: Onward, starts: Flags, ends: Flags, gone: Flags, blocked: Flags
    ) -> Iterable[tuple[int, ...]]:
        question = self.question
        limit = question.max_legs
        level = np.where(gone, limit + 1, fewest_legs_to_end(onward, ends, blocked))
        short = np.flatnonzero(starts & ends)
        for leg in short[: CHAINS_A_ROUND * 10].tolist():
            if self.kind == "legs" or self.between.get(leg):
                yield self._items((leg,))
        reach = (onward.sum_after((level < limit).astype(np.int64)) > 0) & starts
        for leg in _spread(
            np.flatnonzero(reach & ~question.final & ~blocked), question.legs.consignor
        ):
            chain = [leg]
            room = limit - 1
            while True:
                last = chain[-1]
                after = onward.pairs_after(np.array([last]))[1]
                after = after[level[after] <= room]
                chain.append(int(after[np.lexsort((after, level[after]))[0]]))
                room -= 1
                if ends[chain[-1]]:
                    break
            yield self._items(tuple(chain))

    def _items(self, chain: Sequence[int]) -> tuple[int, ...]:
        """What of a chain may be removed."""
        if self.kind == "legs":
            return tuple(sorted(set(chain)))
        legs = self.question.legs
        holders = {int(legs.receiver[leg]) for leg in chain[:-1]}
        holders |= {int(legs.consignor[leg]) for leg in chain[1:]}
        return tuple(sorted(holders.union(*(self.between.get(leg, ()) for leg in chain))))


def _spread(legs: Positions, consignor: Array) -> list[int]:
    """At most `CHAINS_A_ROUND` of these legs, of as many senders as there are."""
    order = np.lexsort((legs, consignor[legs]))
    number = np.arange(len(legs))
    sender = consignor[legs][order]
    first = np.searchsorted(sender, sender, side="left")
    turn = np.lexsort((number, number - first))
    chosen: list[int] = legs[order][turn][:CHAINS_A_ROUND].tolist()
    return chosen


def _smallest(chains: Sequence[tuple[int, ...]], known: int) -> tuple[frozenset[int], int]:
    """A smallest set that hits all of these chains, and a proven lower bound of its size."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 -- slow to load

    items = sorted({item for chain in chains for item in chain})
    number = {item: position for position, item in enumerate(items)}
    distinct = sorted(set(chains))
    rows = np.repeat(np.arange(len(distinct)), [len(chain) for chain in distinct])
    columns = np.array([number[item] for chain in distinct for item in chain])
    hits = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(distinct), len(items)))
    solved = milp(
        np.ones(len(items)),
        constraints=LinearConstraint(hits, lb=1),
        bounds=Bounds(0, 1),
        integrality=np.ones(len(items)),
        options={"time_limit": SECONDS},
    )
    if solved.x is None:
        return _greedy(distinct), known
    bound = solved.mip_dual_bound if solved.mip_dual_bound is not None else solved.fun
    chosen = frozenset(items[at] for at in np.flatnonzero(solved.x > 0.5).tolist())
    return chosen, max(known, int(np.ceil(bound - 1e-6)))


def _greedy(chains: Sequence[tuple[int, ...]]) -> frozenset[int]:
    """What hits most chains first."""
    left = [set(chain) for chain in chains]
    chosen: set[int] = set()
    while left:
        count: dict[int, int] = defaultdict(int)
        for chain in left:
            for item in chain:
                count[item] += 1
        best = min(count, key=lambda item: (-count[item], item))
        chosen.add(best)
        left = [chain for chain in left if best not in chain]
    return frozenset(chosen)


def _greedy_rest(world: _World, chosen: frozenset[int]) -> frozenset[int]:
    """Enough for the chains that are still left, what hits most first."""
    while fresh := world.chains_without(chosen):
        chosen = chosen | _greedy(fresh)
    return chosen


def _without_needless(world: _World, chosen: frozenset[int]) -> frozenset[int]:
    """Without what is not needed; only a greedy answer has such."""
    kept = set(chosen)
    for item in sorted(chosen):
        if not world.chains_without(kept - {item}):
            kept.discard(item)
    return frozenset(kept)
