"""The object that findings.json holds: the run's manifest and its findings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphscan.casefile import Case
from graphscan.findings import scoring
from graphscan.findings.finding import write_finding
from graphscan.findings.former import with_former_ids
from graphscan.findings.material import Material, read_material
from graphscan.findings.scoring import JourneyPoints
from graphscan.findings.typologies.supplier_of_listed import suppliers_of_listed
from graphscan.network.legs import Legs
from graphscan.search.results import Route, SearchResult
from graphscan.settings import Settings

SCHEMA = 1


def build_document(  # noqa: PLR0913 -- what a run is made of
    case: Case,
    legs: Legs,
    result: SearchResult,
    settings: Settings,
    manifest: Mapping[str, Any],
    scores: JourneyPoints | None = None,
    *,
    typologies: bool = False,
) -> dict[str, Any]:
    """Findings of a search, best first, each with its source rows.

    Args:
        case: The case that was searched.
        legs: Its legs.
        result: What the search found.
        settings: The run's; `top` findings are kept, ties by id.
        manifest: What the run was made from; stands in the document as it is.
        scores: The points that the search went by, where they are at hand.
        typologies: Findings of other kinds than `route` too.

    Returns:
        Plain JSON values in a fixed order: equal inputs give equal documents.
    """
    scores = scores or scoring.points(case, legs, settings)
    material = read_material(case, result.routes)
    findings = [route_finding(scores, material, route) for route in result.routes]
    if typologies:
        findings += suppliers_of_listed(case, scores, settings, findings)
    findings.sort(key=lambda finding: (-finding["score"], finding["id"]))
    kept = findings[: settings.top] if settings.top else findings
    return {"schema": SCHEMA, "run": dict(manifest), "findings": kept}


def route_finding(scores: JourneyPoints, material: Material, route: Route) -> dict[str, Any]:
    """The object of a route, with the ids that it had before parties on it were merged."""
    return with_former_ids(
        write_finding(scores, material, route),
        material,
        (route.exporter, *route.holders, route.end),
        passes=route.passes,
    )
