"""What a run counted: the object "counts" of its manifest."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.casefile import Case
from graphscan.findings.outside import outside_chains
from graphscan.network import Legs
from graphscan.search.results import SearchResult


def search_counts(result: SearchResult) -> dict[str, Any]:
    """What a search counted; scores are in points."""
    return {
        "chains": result.chains,
        "chains_certain": result.chains_certain,
        "chains_through_control": result.chains_through_control,
        "chains_without_time": result.chains_whatever_time,
        "chains_by_length": [list(row) for row in result.chains_by_length],
        "chains_by_basis": result.chains_by_basis,
        "legs_left": dict(result.steps),
        "routes_listed": len(result.routes),
        "truncated": result.truncated,
        "best_score_left": None
        if result.best_points_left is None
        else result.best_points_left / 10,
    }


def run_counts(
    case: Case, legs: Legs, result: SearchResult, on_chains: npt.NDArray[np.int64]
) -> dict[str, Any]:
    """What all stages of a run counted; `on_chains` are the legs that are on some chain."""
    matched = case.rows(
        "SELECT match, count(DISTINCT party_id) FROM party_matches GROUP BY match ORDER BY match"
    )
    return {
        "shipment_rows": case.value("SELECT count(*) FROM shipments"),
        "ownership_rows": case.value("SELECT count(*) FROM ownership"),
        "list_entries": case.value("SELECT count(*) FROM entries"),
        "parties": case.value("SELECT count(*) FROM parties"),
        "parties_matched": case.value("SELECT count(DISTINCT party_id) FROM party_matches"),
        "parties_matched_by": dict(matched),
        "logistics_parties": case.value("SELECT count(logistics) FROM parties"),
        "mentions_apart": case.value("SELECT count(DISTINCT party_id) FROM mentions_apart"),
        "legs": len(legs),
        "legs_leaving_us": int(legs.leaves_us.sum()),
        "legs_ending_listed": int((legs.basis >= 0).sum()),
        "not_legs": dict(case.rows("SELECT reason, count FROM exclusions ORDER BY reason")),
        **search_counts(result),
        **outside_chains(case, on_chains),
    }
