"""From a finding of findings.json back to the legs of the case.

The document names shipments and rows, as its readers need them; a view needs the legs and the
parties they join. Nothing is guessed: a journey that does not lie in the case is an error.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphscan.casefile import Case
from graphscan.errors import NotFoundError
from graphscan.findings.steps import steps


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TracedLeg:
    """A leg as far as tracing needs it.

    Attributes:
        leg_id: Its number in the case.
        consignor: Party id of the sender.
        receiver: Party id of the receiver.
        klass: Commodity class.
        receiver_name: The receiver's name, to tell two receivers of one shipment apart.
        via: Party ids named between sender and receiver, in order of travel.
    """

    leg_id: int
    consignor: int
    receiver: int
    klass: str
    receiver_name: str
    via: tuple[int, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TracedFinding:
    """The legs and parties of one finding.

    Attributes:
        journeys: Leg ids of each shown journey, in order of time.
        route: Party ids: exporter, holders in order, end.
        via: (party id, leg number from 1) of parties named between, in order of travel.
    """

    journeys: tuple[tuple[int, ...], ...]
    route: tuple[int, ...]
    via: tuple[tuple[int, int], ...]


def trace(case: Case, findings: Sequence[Mapping[str, Any]]) -> tuple[TracedFinding, ...]:
    """The legs behind findings, in the order given.

    Args:
        case: The case that the findings were made from.
        findings: Objects of findings.json.

    Raises:
        NotFoundError: A journey's shipments form no chain of legs in this case.
    """
    by_row = _legs_by_row(case, findings)
    return tuple(_trace_one(finding, by_row) for finding in findings)


Key = tuple[str, int, str]


def _legs_by_row(
    case: Case, findings: Sequence[Mapping[str, Any]]
) -> Mapping[Key, list[TracedLeg]]:
    shipments = sorted(
        {row["shipment_id"] for finding in findings for row in _shipment_rows(finding)}
    )
    via: dict[int, list[int]] = {}
    for leg_id, party_id in case.rows(
        "SELECT leg_id, party_id FROM leg_via JOIN legs USING (leg_id)"
        " WHERE shipment_id IN (SELECT unnest(?::TEXT[])) ORDER BY leg_id, seq",
        [shipments],
    ):
        via.setdefault(leg_id, []).append(party_id)
    found: dict[Key, list[TracedLeg]] = {}
    for path, row, shipment_id, leg_id, consignor, receiver, klass, name in case.rows(
        "SELECT f.path, r.row, l.shipment_id, l.leg_id, l.consignor, l.receiver, l.class, p.name"
        " FROM legs l JOIN leg_rows r USING (leg_id) JOIN files f ON f.file_id = r.file_id"
        " JOIN parties p ON p.party_id = l.receiver"
        " WHERE l.shipment_id IN (SELECT unnest(?::TEXT[])) ORDER BY l.leg_id, f.path, r.row",
        [shipments],
    ):
        leg = TracedLeg(
            leg_id=leg_id,
            consignor=consignor,
            receiver=receiver,
            klass=klass,
            receiver_name=name,
            via=tuple(via.get(leg_id, ())),
        )
        found.setdefault((path, row, shipment_id), []).append(leg)
    return found


def _shipment_rows(finding: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return (row for row in finding["evidence"] if row["kind"] == "shipment")


def _trace_one(finding: Mapping[str, Any], by_row: Mapping[Key, list[TracedLeg]]) -> TracedFinding:
    klass = finding["commodity"]["class"]
    by_shipment: dict[str, dict[int, TracedLeg]] = {}
    for row in _shipment_rows(finding):
        legs = by_row.get((row["file"], row["row"], row["shipment_id"]), ())
        by_shipment.setdefault(row["shipment_id"], {}).update({leg.leg_id: leg for leg in legs})
    journeys: list[tuple[TracedLeg, ...]] = []
    for journey in finding["journeys"]:
        ways = zip(journey["shipment_ids"], steps(finding, journey), strict=False)
        fitting = [
            _candidates(by_shipment.get(shipment_id, {}).values(), klass, receiver["name"])
            for shipment_id, (_, receiver) in ways
        ]
        handed_on = {passed["after_leg"] for passed in journey.get("control", ())}
        freely = [number in {0, *handed_on} for number in range(len(fitting))]
        chain = _chain(fitting, freely, None)
        if chain is None or len(chain) != len(journey["shipment_ids"]):
            raise NotFoundError(
                f"no chain of legs in this case for shipments {', '.join(journey['shipment_ids'])}",
                where=f"finding {finding['id']}",
                cure="Give the case that the findings were made from.",
            )
        journeys.append(chain)
    best = journeys[0]
    via = {
        (party, number): None
        for chain in journeys
        for number, leg in enumerate(chain, start=1)
        for party in leg.via
    }
    return TracedFinding(
        journeys=tuple(tuple(leg.leg_id for leg in chain) for chain in journeys),
        route=tuple(
            dict.fromkeys(party for leg in best for party in (leg.consignor, leg.receiver))
        ),
        via=tuple(via),
    )


def _candidates(legs: Iterable[TracedLeg], klass: str, receiver: str) -> list[TracedLeg]:
    """A row of several classes or receivers gives several legs: the route's own come first."""
    return sorted(
        legs, key=lambda leg: (leg.klass != klass, leg.receiver_name != receiver, leg.leg_id)
    )


def _chain(
    steps: Sequence[Sequence[TracedLeg]], freely: Sequence[bool], holder: int | None
) -> tuple[TracedLeg, ...] | None:
    """One leg of each step such that each leg leaves from where the one before arrived.

    But where it may leave freely: the first, and one whose sender a linked party handed goods to.
    """
    if not steps:
        return ()
    for leg in steps[0]:
        if freely[0] == (leg.consignor == holder):
            continue
        rest = _chain(steps[1:], freely[1:], leg.receiver)
        if rest is not None:
            return (leg, *rest)
    return None
