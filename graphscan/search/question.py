"""What is asked of the legs: where chains begin and end, and how legs may follow each other."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.network.legs import Legs
from graphscan.network.linked import Linked

Array = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]


def _no_positions() -> Positions:
    return np.array([], dtype=np.int64)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Links that no rule of classes gives, leg by leg: relabelled goods, consignments, control.

    Attributes:
        before: Positions of legs in.
        after: Positions of the legs that may carry on; no pair occurs twice.
    """

    before: Positions = dataclasses.field(default_factory=_no_positions)
    after: Positions = dataclasses.field(default_factory=_no_positions)

    def __len__(self) -> int:
        return len(self.before)

    def take(self, which: Array, size: int) -> Pairs:
        """The pairs whose legs are both kept, renumbered."""
        number = np.full(size, -1, dtype=np.int64)
        kept = np.flatnonzero(which) if which.dtype == np.bool_ else which
        number[kept] = np.arange(len(kept))
        before, after = number[self.before], number[self.after]
        both = (before >= 0) & (after >= 0)
        return Pairs(before=before[both], after=after[both])

    def where(self, kept: Flags) -> Pairs:
        """The pairs of a mask."""
        return Pairs(before=self.before[kept], after=self.after[kept])

    def joined(self, other: Pairs) -> Pairs:
        """These pairs and others."""
        return Pairs(
            before=np.concatenate([self.before, other.before]),
            after=np.concatenate([self.after, other.after]),
        )


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which legs may begin and end a chain, and how legs may follow each other.

    Attributes:
        legs: The legs.
        starts: Legs that may begin a chain.
        ends: Legs that may end one.
        final: Legs after which no chain goes on.
        max_legs: Longest chain.
        min_wait: Shortest wait at a holder, in days.
        max_wait: Longest wait at a holder, in days.
        pairs: Links beside those of equal or related classes.
        limited_starts: Legs that may begin a chain which ends at one of `limited_ends` (foreign
            direct products); none of them is in `starts`.
        limited_ends: Legs that may end such a chain; each is in `ends`.
        certain_only: Routes take certain links only; chains are counted all the same.
        linked: On which days parties are linked whose legs `pairs` join though the one does not
            send what the other received; None takes them as linked on every day.
    """

    legs: Legs
    starts: Flags
    ends: Flags
    final: Flags
    max_legs: int
    min_wait: int
    max_wait: int
    pairs: Pairs = dataclasses.field(default_factory=Pairs)
    limited_starts: Flags | None = None
    limited_ends: Flags | None = None
    certain_only: bool = False
    linked: Linked | None = None

    def take(self, which: Array) -> Question:
        """The same question of some of the legs, renumbered."""
        return dataclasses.replace(
            self,
            legs=self.legs.take(which),
            starts=self.starts[which],
            ends=self.ends[which],
            final=self.final[which],
            pairs=self.pairs.take(which, len(self.legs)),
            limited_starts=None if self.limited_starts is None else self.limited_starts[which],
            limited_ends=None if self.limited_ends is None else self.limited_ends[which],
        )

    def handed_on(self) -> Flags:
        """Per pair, whether linked parties hand the goods on without a record."""
        legs, pairs = self.legs, self.pairs
        handed: Flags = legs.receiver[pairs.before] != legs.consignor[pairs.after]
        return handed

    def variants(self) -> Iterator[tuple[Flags, Flags]]:
        """(starts, ends) that belong together; every chain is one of exactly one of them."""
        yield self.starts, self.ends
        if (
            self.limited_starts is not None
            and self.limited_ends is not None
            and self.limited_starts.any()
        ):
            yield self.limited_starts, self.limited_ends
