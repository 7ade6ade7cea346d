"""Who sends and who receives each leg of a journey, as findings.json tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Party = Mapping[str, Any]


def steps(finding: Mapping[str, Any], journey: Mapping[str, Any]) -> list[tuple[Party, Party]]:
    """Sender and receiver of each leg.

    Between two legs goods stay with the receiver, or are handed to a linked party without a record.

    >>> holders = [{"name": "B", "role": "holder"}, {"name": "C", "role": "holder"}]
    >>> finding = {"exporter": {"name": "A"}, "intermediaries": holders, "end": {"name": "D"}}
    >>> journey = {"shipment_ids": ["1", "2"], "control": [{"after_leg": 1}]}
    >>> [(sender["name"], receiver["name"]) for sender, receiver in steps(finding, journey)]
    [('A', 'B'), ('C', 'D')]
    """
    holders = [party for party in finding["intermediaries"] if party["role"] == "holder"]
    stops = [finding["exporter"], *holders, finding["end"]]
    handed_on = {passed["after_leg"] for passed in journey.get("control", ())}
    found, at = [], 0
    for number, _ in enumerate(journey["shipment_ids"], start=1):
        if at + 1 == len(stops):
            break
        found.append((stops[at], stops[at + 1]))
        at += 2 if number in handed_on else 1
    return found
