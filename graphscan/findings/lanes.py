"""Lanes: all legs of one commodity class from one party to another, summed up as columns."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from graphscan.network.legs import Legs
from graphscan.search.results import lanes_of

Column = npt.NDArray[np.int64]

_SPAN = 2**22
"""Days from one lane to the next in a column that is sorted by lane and day at once."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RouteKey:
    """What identifies a route, as party ids.

    Attributes:
        parties: Exporter, holders in order of travel, end.
        klass: Commodity class, an index into `Legs.classes`.
        lanes: Number of the lane of each leg; None where no leg runs on it.
        passes: Positions in `parties` of those that a linked party hands the goods to.
    """

    parties: tuple[int, ...]
    klass: int
    lanes: tuple[int | None, ...]
    passes: tuple[int, ...] = ()

    @property
    def ways(self) -> list[tuple[int, int]]:
        """Sender and receiver of each leg."""
        return lanes_of(self.parties, self.passes)

    @property
    def senders(self) -> tuple[int, ...]:
        """Who sends each leg but the first: the holders, less those that hand goods on."""
        return tuple(sender for sender, _ in self.ways[1:])

    @property
    def exporter(self) -> int:
        """Who sends the first leg."""
        return self.parties[0]

    @property
    def holders(self) -> tuple[int, ...]:
        """Who has the goods between two legs."""
        return self.parties[1:-1]

    @property
    def end(self) -> int:
        """Who receives the last leg."""
        return self.parties[-1]


class Lanes:
    """What the legs of each (consignor, receiver, class) have in common.

    Attributes:
        count: Legs of each lane.
        first_day: First possible day of its first departure (days since 1970-01-01).
    """

    def __init__(self, legs: Legs, marks: dict[str, npt.NDArray[np.bool_]]) -> None:
        """Group the legs; O(n log n), about 60 bytes a leg.

        Args:
            legs: All legs of the case.
            marks: Named yes/no columns, one element per leg; `marked` counts them by lane.
        """
        consignor = legs.consignor.astype(np.int64)
        receiver = legs.receiver.astype(np.int64)
        klass = legs.klass.astype(np.int64)
        self._parties = int(max(consignor.max(initial=-1), receiver.max(initial=-1))) + 1
        self._classes = max(len(legs.classes), 1)
        key = (consignor * self._parties + receiver) * self._classes + klass
        self._keys, lane = np.unique(key, return_inverse=True)
        self.count = np.bincount(lane, minlength=len(self._keys)).astype(np.int64)
        self._marked = {
            name: np.bincount(lane[mark], minlength=len(self._keys)).astype(np.int64)
            for name, mark in marks.items()
        }
        self._order = np.argsort(lane, kind="stable")
        self._start = np.concatenate(([0], np.cumsum(self.count)))
        self._arrives = np.sort(lane.astype(np.int64) * _SPAN + legs.arrives_first)
        self._legs = legs
        self.first_day = _least(lane, legs.departs_first, len(self._keys))
        sender = self._keys // self._classes // self._parties
        out = sender * self._classes + self._keys % self._classes
        self._out_keys, self._out_place = np.unique(out, return_inverse=True)
        self._out = np.bincount(self._out_place, weights=self.count).astype(np.int64)
        self._found: dict[int, int | None] = {}
        self._prompt: dict[tuple[int, int, int], int] = {}

    def route_key(
        self, parties: tuple[int, ...], klass: int, passes: tuple[int, ...] = ()
    ) -> RouteKey:
        """A route with the lanes of its legs."""
        pairs = lanes_of(parties, passes)
        lanes = tuple(self.find(sender, receiver, klass) for sender, receiver in pairs)
        return RouteKey(parties=parties, klass=klass, lanes=lanes, passes=passes)

    def find(self, consignor: int, receiver: int, klass: int) -> int | None:
        """The lane's number, None where no leg runs on it."""
        key = (consignor * self._parties + receiver) * self._classes + klass
        if key not in self._found:
            self._found[key] = _position(self._keys, key)
        return self._found[key]

    def size(self, lane: int | None) -> int:
        """How many legs run on a lane."""
        return 0 if lane is None else int(self.count[lane])

    def marked(self, lane: int, name: str) -> int:
        """How many legs of a lane carry a mark."""
        return int(self._marked[name][lane])

    def sent(self, lane: int | None) -> int:
        """How many legs of the lane's class its consignor sends, to anyone."""
        return 0 if lane is None else int(self._out[self._out_place[lane]])

    def prompt(self, into: int | None, onto: int | None, within: int) -> int:
        """Legs of lane `onto` that leave at most so many days after an arrival on lane `into`.

        Every pair of days that the dates allow counts, so a leg known by month is prompt only where
        its last day is. A leg may follow an arrival that several others follow too.
        """
        if into is None or onto is None:
            return 0
        if (into, onto, within) not in self._prompt:
            arrives = self._arrives[self._start[into] : self._start[into + 1]] - into * _SPAN
            legs = self._order[self._start[onto] : self._start[onto + 1]]
            departs = self._legs.departs_last[legs]
            upto = np.searchsorted(arrives, departs, side="right")
            earlier = np.searchsorted(arrives, departs - within, side="left")
            self._prompt[into, onto, within] = int(np.count_nonzero(upto > earlier))
        return self._prompt[into, onto, within]

    def customers(self, parties: int) -> tuple[Column, Column]:
        """Per party: how many different parties it sends to, and how many classes it sends."""
        pairs = np.unique(self._keys // self._classes) // self._parties
        classes = self._out_keys // self._classes
        return np.bincount(pairs, minlength=parties), np.bincount(classes, minlength=parties)


def _least(lane: npt.NDArray[np.intp], day: npt.NDArray[np.int32], size: int) -> Column:
    least = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(least, lane, day)
    return least


def _position(keys: Column, key: int) -> int | None:
    at = int(np.searchsorted(keys, key))
    return at if at < len(keys) and int(keys[at]) == key else None
