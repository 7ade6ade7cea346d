"""What a factor is: one reason for points, with its source, its bounds and its sentence.

A factor belongs to the part of a journey that it looks at, so that the search can add points up leg
by leg while it looks for the best journeys. All points are whole tenths of a point: sums are exact
in any order.
"""

from __future__ import annotations

import abc
import dataclasses
from typing import Any, ClassVar, Literal

import numpy as np
import numpy.typing as npt

from graphscan.findings.ends import End
from graphscan.findings.facts import Facts
from graphscan.findings.lanes import RouteKey
from graphscan.findings.wording import listed_words

Ints = npt.NDArray[np.int32]
Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Part = Literal["leg", "link", "end", "route"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Links:
    """Pairs of legs that follow each other.

    Attributes:
        facts: What the factors look at.
        before: Leg id of the leg in.
        after: Leg id of the leg out.
        certain: Whether the leg out follows on every day that the dates allow.
    """

    facts: Facts
    before: Positions
    after: Positions
    certain: Flags

    def __len__(self) -> int:
        return len(self.before)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Story:
    """One journey that is being explained.

    Attributes:
        facts: What the factors look at.
        key: Its route.
        legs: Leg ids in order of time.
        links: Its hand-overs, one for each holder.
        chains: Possible chains on the route.
        chains_certain: Certain ones among them.
    """

    facts: Facts
    key: RouteKey
    legs: Positions
    links: Links
    chains: int
    chains_certain: int

    @property
    def last(self) -> int:
        """The leg that reaches the end."""
        return int(self.legs[-1])

    def name(self, party: int) -> str:
        """A party's name and country."""
        return self.facts.name(party)

    def names(self, parties: list[int]) -> str:
        """Parties' names and countries, as English lists them."""
        return listed_words([self.facts.name(party) for party in parties])

    @property
    def end(self) -> End:
        """How the end is listed.

        Raises:
            KeyError: It is not.
        """
        return self.facts.ends[self.last]

    @property
    def recognised(self) -> int:
        """The party that bears the listed name: the end, or the owner behind it."""
        return self.key.end if self.end.owner is None else self.end.owner


class Factor(abc.ABC):
    """One reason for points. The docstring of each subclass is its explanation.

    Attributes:
        id: Stable name in findings.json.
        title: A heading of a few words.
        source: The regulation, guidance or case that the reason comes from.
        part: What of a journey it looks at.
        lowest: Fewest points it gives in one place (tenths); 0 where it can say nothing.
        highest: Most points it gives in one place (tenths).
        on: Routes it can apply to: any, `direct` ones, or `held` ones, which have a holder.
        noted: It gives no points: it only says what a journey rests on.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    source: ClassVar[str]
    part: ClassVar[Part]
    lowest: ClassVar[int] = 0
    highest: ClassVar[int] = 0
    on: ClassVar[Literal["any", "direct", "held"]] = "any"
    noted: ClassVar[bool] = False

    def tells(self, story: Story) -> bool:  # noqa: ARG002 -- for subclasses
        """Whether it has something to say of this journey even without points."""
        return False

    @abc.abstractmethod
    def text(self, story: Story) -> str:
        """One sentence about this journey, where the factor gave or took points."""


class LegFactor(Factor):
    """Counts for every leg of a journey."""

    part = "leg"

    @abc.abstractmethod
    def points(self, facts: Facts) -> Ints:
        """Tenths per leg id."""


class EndFactor(Factor):
    """Counts for the last leg of a journey."""

    part = "end"

    @abc.abstractmethod
    def points(self, facts: Facts) -> Ints:
        """Tenths per leg id."""


class OfEnd(EndFactor):
    """A factor that is a number of points per end row."""

    @abc.abstractmethod
    def of(self, end: End) -> int:
        """Tenths for one end."""

    def points(self, facts: Facts) -> Ints:
        """Zero where the receiver is not listed."""
        column = np.zeros(len(facts.legs), dtype=np.int32)
        if facts.ends:
            column[list(facts.ends)] = [self.of(end) for end in facts.ends.values()]
        return column


class LinkFactor(Factor):
    """Counts for every pair of legs that follow each other."""

    part = "link"

    @abc.abstractmethod
    def points(self, links: Links) -> Ints:
        """Tenths per pair of leg ids."""


class RouteFactor(Factor):
    """Counts once, for what is true of a route whatever its journey."""

    part = "route"

    @abc.abstractmethod
    def points(self, facts: Facts, key: RouteKey) -> int:
        """Tenths."""


def tenths(values: npt.NDArray[Any]) -> Ints:
    """Points as a column that the search can add.

    >>> tenths(np.array([1.0, -3.0])).dtype
    dtype('int32')
    """
    return values.astype(np.int32)
