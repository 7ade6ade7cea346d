"""The factors of a score, and the bounds that they keep it in.

A score is a plain sum, never clamped. The points are chosen so that every journey of 1 to 12 legs
lies within 0 to 100 whatever the data says: `bounds` adds up the extremes, a test proves them.
Weights are graphscan's judgement, not law; no single factor decides.
"""

from __future__ import annotations

from graphscan.findings import (
    end_factors,
    leg_factors,
    link_marks,
    party_factors,
    route_factors,
    trade_factors,
)
from graphscan.findings.factor import EndFactor, Factor, LegFactor, LinkFactor, RouteFactor

END_FACTORS: tuple[EndFactor, ...] = end_factors.FACTORS
LEG_FACTORS: tuple[LegFactor, ...] = leg_factors.LEG_FACTORS
LINK_FACTORS: tuple[LinkFactor, ...] = (*leg_factors.LINK_FACTORS, *link_marks.MARKS)
ROUTE_FACTORS: tuple[RouteFactor, ...] = (
    *route_factors.FACTORS,
    *trade_factors.FACTORS,
    *party_factors.FACTORS,
)

FACTORS: tuple[Factor, ...] = (*END_FACTORS, *ROUTE_FACTORS, *LINK_FACTORS, *LEG_FACTORS)
"""All factors, in the order in which findings name them."""


def bounds(legs: int) -> tuple[int, int]:
    """The fewest and the most points (tenths) that a journey of so many legs can have.

    >>> [bounds(legs) for legs in (1, 2, 12)]
    [(338, 890), (262, 995), (2, 995)]
    """
    times = {"end": 1, "route": 1, "leg": legs, "link": legs - 1}
    kind = "direct" if legs == 1 else "held"
    used = [factor for factor in FACTORS if factor.on in {"any", kind}]
    lowest = sum(times[factor.part] * factor.lowest for factor in used)
    highest = sum(times[factor.part] * factor.highest for factor in used)
    return lowest, highest
