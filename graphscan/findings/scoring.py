"""Scores as additive parts, for the search; and the same parts told as sentences."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.casefile import Case
from graphscan.findings.factor import (
    EndFactor,
    Factor,
    LegFactor,
    LinkFactor,
    Links,
    RouteFactor,
    Story,
)
from graphscan.findings.factors import (
    END_FACTORS,
    FACTORS,
    LEG_FACTORS,
    LINK_FACTORS,
    ROUTE_FACTORS,
)
from graphscan.findings.facts import Facts, read_facts
from graphscan.network.legs import Legs
from graphscan.search.results import Journey, Route
from graphscan.settings import Settings

Ints = npt.NDArray[np.int32]
Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class JourneyPoints:
    """The additive parts of scores, in tenths of a point; what the search calls `Points`.

    Attributes:
        facts: What the factors look at.
        leg: Per leg id, added for every leg of a journey.
        end: Per leg id, added when the leg is the last of a journey.
        link_maximum: Never exceeded by `link`.
        route_maximum: Never exceeded by `route`.
    """

    def __init__(self, facts: Facts) -> None:
        """Add up what does not depend on pairs or routes."""
        self.facts = facts
        self._columns = {factor.id: factor.points(facts) for factor in LEG_FACTORS}
        self._columns |= {factor.id: factor.points(facts) for factor in END_FACTORS}
        self.leg: Ints = self._sum([self._columns[factor.id] for factor in LEG_FACTORS])
        self.end: Ints = self._sum([self._columns[factor.id] for factor in END_FACTORS])
        self.link_maximum = sum(factor.highest for factor in LINK_FACTORS)
        self.route_maximum = max(
            sum(factor.highest for factor in ROUTE_FACTORS if factor.on in {"any", kind})
            for kind in ("direct", "held")
        )

    def link(self, before: Positions, after: Positions, certain: Flags) -> Ints:
        """Tenths per pair of leg ids that follow each other."""
        before, after = before.astype(np.int64), after.astype(np.int64)
        links = Links(facts=self.facts, before=before, after=after, certain=certain)
        total = np.zeros(len(links), dtype=np.int32)
        for factor in LINK_FACTORS:
            total += factor.points(links)
        return total

    def route(
        self,
        exporter: int,
        holders: tuple[int, ...],
        end: int,
        klass: int,
        passes: tuple[int, ...] = (),
    ) -> int:
        """Tenths of what is true of a route whatever its journey."""
        key = self.facts.lanes.route_key((exporter, *holders, end), klass, passes)
        return sum(factor.points(self.facts, key) for factor in ROUTE_FACTORS)

    def explain(self, journey: Journey, route: Route) -> list[dict[str, Any]]:
        """The factors that gave or took points: id, points, text; in the order of `FACTORS`.

        The points add up to the journey's score exactly (in tenths).
        """
        legs = np.array(journey.legs, dtype=np.int64)
        klass = self.facts.legs.classes.index(route.klass)
        story = Story(
            facts=self.facts,
            key=self.facts.lanes.route_key(
                (route.exporter, *route.holders, route.end), klass, route.passes
            ),
            legs=legs,
            links=self._links(legs),
            chains=route.chains,
            chains_certain=route.chains_certain,
        )
        given = [(factor, self._given(factor, story)) for factor in FACTORS]
        return [
            {"id": factor.id, "points": points / 10, "text": factor.text(story)}
            for factor, points in given
            if points or factor.tells(story)
        ]

    def _links(self, legs: Positions) -> Links:
        before, after = legs[:-1], legs[1:]
        certain = self.facts.certain(before, after)
        return Links(facts=self.facts, before=before, after=after, certain=certain)

    def _sum(self, columns: list[Ints]) -> Ints:
        total = np.zeros(len(self.facts.legs), dtype=np.int32)
        for column in columns:
            total += column
        return total

    def _given(self, factor: Factor, story: Story) -> int:
        """What one factor gives one journey."""
        if isinstance(factor, RouteFactor):
            return factor.points(self.facts, story.key)
        if isinstance(factor, LinkFactor):
            return int(factor.points(story.links).sum())
        if isinstance(factor, EndFactor):
            return int(self._columns[factor.id][story.last])
        if isinstance(factor, LegFactor):
            return int(self._columns[factor.id][story.legs].sum())
        msg = f"a factor of no part: {factor!r}"
        raise TypeError(msg)


def points(case: Case, legs: Legs, settings: Settings) -> JourneyPoints:
    """The parts of the scores of a case."""
    return JourneyPoints(read_facts(case, legs, settings))
