"""Findings and journeys as pandas tables, and as the rows of findings.csv and journeys.csv."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

FINDING_COLUMNS = {
    "id": "str",
    "score": "float64",
    "certainty": "str",
    "basis": "str",
    "match": "str",
    "exporter": "str",
    "exporter_country": "str",
    "intermediaries": "str",
    "end": "str",
    "end_country": "str",
    "end_role": "str",
    "listed": "str",
    "list": "str",
    "entry_id": "str",
    "listed_on": "str",
    "commodity_class": "str",
    "hs6": "str",
    "waypoints": "str",
    "legs": "int64",
    "chains": "object",
    "chains_certain": "object",
    "truncated": "bool",
    "first_departure": "str",
    "last_departure": "str",
    "shipment_ids": "str",
    "factors": "str",
    "evidence_rows": "int64",
    "kind": "str",
    "license_requirement": "str",
    "license_policy": "str",
    "listed_on_route": "str",
    "ties": "str",
}
"""Columns of findings.csv, one row a finding. Chains are whole numbers of any size."""

JOURNEY_COLUMNS = {
    "finding_id": "str",
    "journey": "int64",
    "leg": "int64",
    "certainty": "str",
    "basis": "str",
    "score": "float64",
    "shipment_id": "str",
    "departs": "str",
    "arrives": "str",
    "consignor": "str",
    "consignor_country": "str",
    "receiver": "str",
    "receiver_country": "str",
    "receiver_role": "str",
    "hs6": "str",
    "description": "str",
    "quantity": "float64",
    "quantity_unit": "str",
    "gross_weight_kg": "float64",
    "value_usd": "float64",
    "rows": "str",
}
"""Columns of journeys.csv, one row a leg of a shown journey; `journey` and `leg` count from 1."""


def findings_frame(document: Mapping[str, Any]) -> pd.DataFrame:
    """One row a finding, best first; several values of one cell stand with ` | ` between.

    >>> findings_frame({"findings": []}).columns[0]
    'id'
    """
    return _frame([_finding(finding) for finding in document["findings"]], FINDING_COLUMNS)


def journeys_frame(document: Mapping[str, Any]) -> pd.DataFrame:
    """One row a leg of a shown journey, in the order of the findings, journeys and legs."""
    rows = [
        _leg(finding, number, journey, position, leg)
        for finding in document["findings"]
        for number, journey in enumerate(finding["journeys"], start=1)
        for position, leg in enumerate(journey["legs"], start=1)
    ]
    return _frame(rows, JOURNEY_COLUMNS)


def _frame(rows: list[dict[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).astype(dict(columns))


def _finding(finding: Mapping[str, Any]) -> dict[str, Any]:
    listed = finding["listed"] or {}
    asked = finding.get("requirement") or {}
    best = finding["journeys"][0]
    return {
        "id": finding["id"],
        "score": finding["score"],
        "certainty": finding["certainty"],
        "basis": finding["basis"],
        "match": finding["match"],
        "exporter": finding["exporter"]["name"],
        "exporter_country": finding["exporter"]["country"],
        "intermediaries": _joined(_party(party) for party in finding["intermediaries"]),
        "end": finding["end"]["name"],
        "end_country": finding["end"]["country"],
        "end_role": finding["end"]["role"],
        "listed": listed.get("name", ""),
        "list": listed.get("list", ""),
        "entry_id": listed.get("entry_id", ""),
        "listed_on": listed.get("listed_on") or "",
        "commodity_class": finding["commodity"]["class"],
        "hs6": _joined(finding["commodity"]["hs6"]),
        "waypoints": _joined(place["code"] or place["name"] for place in finding["waypoints"]),
        "legs": finding["legs"],
        "chains": finding["chains"],
        "chains_certain": finding["chains_certain"],
        "truncated": finding["truncated"],
        "first_departure": finding["first_departure"],
        "last_departure": finding["last_departure"],
        "shipment_ids": _joined(best["shipment_ids"]),
        "factors": _joined(f"{part['id']} {part['points']:+.1f}" for part in finding["factors"]),
        "evidence_rows": len(finding["evidence"]),
        "kind": finding["kind"],
        "license_requirement": asked.get("license_requirement", ""),
        "license_policy": asked.get("license_policy", ""),
        "listed_on_route": _joined(map(_party, finding.get("listed_on_route", ()))),
        "ties": _joined(
            f"{_party(tie)}: {tie['kind']} {tie['value']}, as {_party(tie['with'])}"
            for tie in finding.get("ties", ())
        ),
    }


def _leg(
    finding: Mapping[str, Any],
    number: int,
    journey: Mapping[str, Any],
    position: int,
    leg: Mapping[str, Any],
) -> dict[str, Any]:
    return {
        "finding_id": finding["id"],
        "journey": number,
        "leg": position,
        "certainty": journey["certainty"],
        "basis": journey["basis"],
        "score": journey["score"],
        "shipment_id": leg["shipment_id"],
        "departs": leg["departs"],
        "arrives": leg["arrives"],
        "consignor": leg["consignor"]["name"],
        "consignor_country": leg["consignor"]["country"],
        "receiver": leg["receiver"]["name"],
        "receiver_country": leg["receiver"]["country"],
        "receiver_role": leg["receiver"]["role"],
        "hs6": _joined(leg["hs6"]),
        "description": leg["description"],
        "quantity": leg["quantity"],
        "quantity_unit": leg["quantity_unit"],
        "gross_weight_kg": leg["gross_weight_kg"],
        "value_usd": leg["value_usd"],
        "rows": _joined(f"{row['file']}:{row['row']}" for row in leg["rows"]),
    }


def _party(party: Mapping[str, Any]) -> str:
    return f"{party['name']} ({party['country']})" if party["country"] else str(party["name"])


def _joined(values: Iterable[str]) -> str:
    return " | ".join(values)
