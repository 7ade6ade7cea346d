"""What a score is made of, as the search needs it: additive parts, in whole tenths of a point."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]


class Points(Protocol):
    """Additive parts of a journey's score. Whole tenths keep sums exact in any order."""

    @property
    def leg(self) -> Ints:
        """Per leg id, added for every leg of a journey."""
        ...

    @property
    def end(self) -> Ints:
        """Per leg id, added when the leg is the last of a journey."""
        ...

    def link(
        self,
        before: npt.NDArray[np.int64],
        after: npt.NDArray[np.int64],
        certain: npt.NDArray[np.bool_],
    ) -> Ints:
        """Per pair of leg ids that follow each other."""
        ...

    @property
    def link_maximum(self) -> int:
        """Never exceeded by `link`."""
        ...

    def route(
        self,
        exporter: int,
        holders: tuple[int, ...],
        end: int,
        klass: int,
        passes: tuple[int, ...] = (),
    ) -> int:
        """Of what is true of a route whatever its journey; arguments as in `Route`."""
        ...

    @property
    def route_maximum(self) -> int:
        """Never exceeded by `route`."""
        ...


class NoPoints:
    """Every journey scores nothing: for counting, and for tests."""

    def __init__(self, legs: int) -> None:
        """Zeros for so many legs."""
        self.leg: Ints = np.zeros(legs, dtype=np.int32)
        self.end: Ints = np.zeros(legs, dtype=np.int32)
        self.link_maximum = 0
        self.route_maximum = 0

    def link(
        self,
        before: npt.NDArray[np.int64],
        after: npt.NDArray[np.int64],
        certain: npt.NDArray[np.bool_],
    ) -> Ints:
        """Zeros."""
        del after, certain
        return np.zeros(len(before), dtype=np.int32)

    def route(
        self,
        exporter: int,
        holders: tuple[int, ...],
        end: int,
        klass: int,
        passes: tuple[int, ...] = (),
    ) -> int:
        """Zero."""
        del exporter, holders, end, klass, passes
        return 0
