"""Who supplies listed parties directly, with or without a leg from the United States.

Two firms were added to the Entity List on 25 March 2025 for supplying listed ones (90 FR 14046). A
direct delivery needs no inference about goods in between, so every lane to a party that was listed,
or captured by a rule in force, on the day of the leg is a finding of its own. What left the United
States is a route already; a supplier who is listed itself by then is none. One that was listed
later is: that is what the two were listed for.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.casefile import Case
from graphscan.codes.bases import FINAL, basis_rank
from graphscan.findings.end_factors import FACTORS, Chain
from graphscan.findings.facts import Facts
from graphscan.findings.finding import finding_id, write_finding
from graphscan.findings.former import with_former_ids
from graphscan.findings.material import read_material
from graphscan.findings.scoring import JourneyPoints
from graphscan.network.legs import BASIS_ORDER
from graphscan.search.results import Journey, Route
from graphscan.settings import Settings

KIND = "supplier-of-listed"
SUPPLIER_POINTS = 150
"""Tenths: below every route from a U.S. exporter, which rests on more than one lane."""

Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def suppliers_of_listed(
    case: Case, scores: JourneyPoints, settings: Settings, routes: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Findings of this kind, best first.

    Args:
        case: The case.
        scores: The parts of its scores.
        settings: `top` findings are made, 0 all; `journeys` legs are shown of each, 0 all.
        routes: The findings of kind `route`; those that a supplier stands in last are named.
    """
    lanes = [_route(scores, lane, settings.journeys) for lane in _lanes(case, scores)]
    lanes.sort(key=lambda lane: (-lane.points, lane.exporter, lane.end, lane.klass))
    kept = lanes[: settings.top] if settings.top else lanes
    material = read_material(case, kept)
    through = _through(routes)
    started = {route["id"]: route["start"] for route in routes}
    found = []
    for lane in kept:
        finding = write_finding(scores, material, lane)
        listed = finding["listed"]
        keys = (material.keys[lane.exporter], material.keys[lane.end], KIND)
        names = (finding["exporter"]["name"], finding["end"]["name"], lane.klass)
        within = through.get(names, [])
        legs = [leg for journey in lane.journeys for leg in journey.legs]
        starts = {started[route] for route in within}
        us_leg = "us" in starts or bool(scores.facts.legs.leaves_us[legs].any())
        told = finding | {
            "id": finding_id(keys, listed["entry_id"] if listed else "", lane.klass),
            "kind": KIND,
            "start": "us" if us_leg else max(starts, default=""),
            "us_leg": us_leg,
            "routes": within,
            "factors": _factors(scores, lane, us_leg=us_leg),
        }
        found.append(with_former_ids(told, material, (lane.exporter, lane.end), (KIND,)))
    return found


def _lanes(case: Case, scores: JourneyPoints) -> list[Positions]:
    """Legs of each lane (supplier, listed party, class) that is worth a finding."""
    legs = scores.facts.legs
    ranks = [basis_rank(basis) for basis in FINAL]
    firms = [
        party for (party,) in case.rows("SELECT party_id FROM parties WHERE logistics IS NOT NULL")
    ]
    which = np.flatnonzero(np.isin(legs.basis, ranks) & ~np.isin(legs.consignor, firms))
    which = which[~_sent_by_listed(scores.facts, which)]
    keys = (legs.klass[which], legs.receiver[which], legs.consignor[which])
    order = np.lexsort((which, *keys))
    changed = np.zeros(len(which), dtype=np.bool_)
    for key in keys:
        changed[1:] |= key[order][1:] != key[order][:-1]
    groups = np.split(which[order], np.flatnonzero(changed)) if len(which) else []
    return [lane for lane in groups if not legs.leaves_us[lane].all()]


def _sent_by_listed(facts: Facts, which: Positions) -> Flags:
    """Whether the sender of each leg was listed itself on every day that its dates allow."""
    legs, entries = facts.legs, facts.standing.entries
    found = np.zeros(len(which), dtype=np.bool_)
    for at in np.flatnonzero(np.isin(legs.consignor[which], list(entries))).tolist():
        leg = which[at]
        departs = int(legs.departs_first[leg]), int(legs.departs_last[leg])
        arrives = int(legs.arrives_first[leg]), int(legs.arrives_last[leg])
        told = (entry.bases(departs, arrives) for entry in entries[int(legs.consignor[leg])])
        found[at] = any(bases and set(bases) <= set(FINAL) for bases in told)
    return found


def _route(scores: JourneyPoints, lane: Positions, shown: int) -> Route:
    """A lane as a route of one leg, its legs best first."""
    legs = scores.facts.legs
    points = scores.end[lane].astype(np.int64) - Chain.highest + SUPPLIER_POINTS
    best = lane[np.lexsort((lane, -points))]
    by_basis = Counter(BASIS_ORDER[rank] for rank in legs.basis[lane].tolist())
    journeys = tuple(
        Journey(
            legs=(int(leg),),
            certainty="certain" if legs.end_certain[leg] else "possible",
            basis=BASIS_ORDER[legs.basis[leg]],
            points=int(scores.end[leg]) - Chain.highest + SUPPLIER_POINTS,
        )
        for leg in (best[:shown] if shown else best).tolist()
    )
    return Route(
        exporter=int(legs.consignor[lane[0]]),
        holders=(),
        end=int(legs.receiver[lane[0]]),
        klass=legs.classes[legs.klass[lane[0]]],
        chains=len(lane),
        chains_certain=int(legs.end_certain[lane].sum()),
        by_basis=dict(by_basis),
        journeys=journeys,
    )


def _through(routes: list[dict[str, Any]]) -> dict[tuple[str, str, str], list[str]]:
    """Ids of the routes whose last holder, end and class these are."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for route in routes:
        holders = [each["name"] for each in route["intermediaries"] if each["role"] == "holder"]
        last = holders[-1] if holders else route["exporter"]["name"]
        key = (last, route["end"]["name"], route["commodity"]["class"])
        found.setdefault(key, []).append(route["id"])
    return {key: sorted(ids) for key, ids in found.items()}


def _factors(scores: JourneyPoints, lane: Route, *, us_leg: bool) -> list[dict[str, Any]]:
    """The factors of the end; in place of the chain, that somebody supplies."""
    of_end = {factor.id for factor in FACTORS} - {Chain.id}
    facts = scores.facts
    deliveries = "1 delivery" if lane.chains == 1 else f"{lane.chains:,} deliveries"
    origin = "goods from the United States reach it" if us_leg else "no leg from the United States"
    first = {
        "id": "supplier",
        "points": SUPPLIER_POINTS / 10,
        "text": (
            f"{facts.name(lane.exporter)} supplies {facts.name(lane.end)} directly: "
            f"{deliveries} of this class; {origin} in these data."
        ),
    }
    explained = scores.explain(lane.journeys[0], lane)
    return [first, *(factor for factor in explained if factor["id"] in of_end)]
