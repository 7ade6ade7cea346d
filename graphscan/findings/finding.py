"""One finding: a route, told with the journeys, parties, places and rows behind it."""

from __future__ import annotations

import hashlib
import itertools
from typing import Any

import numpy as np

from graphscan.codes.bases import BASES, basis_rank
from graphscan.dates import from_day_number
from graphscan.findings.ends import End
from graphscan.findings.evidence import evidence
from graphscan.findings.facts import Facts
from graphscan.findings.listing import listed, requirement
from graphscan.findings.material import Material
from graphscan.findings.on_the_way import on_the_way, told
from graphscan.findings.scoring import JourneyPoints
from graphscan.network.stakes import PERCENT
from graphscan.search.links import KINDS, link_kinds
from graphscan.search.results import Bound, Journey, Route


def finding_id(
    keys: tuple[str, ...], entry_id: str, klass: str, passes: tuple[int, ...] = ()
) -> str:
    """The id of a route: 16 hex digits, the same from run to run.

    Args:
        keys: Keys of exporter, holders in order of travel, end.
        entry_id: The listed entry; "" where the end is not listed.
        klass: Commodity class.
        passes: Positions in `keys` of those that a linked party hands the goods to.

    >>> finding_id(("name:a|US", "name:b|CN"), "EL:0123456789ab", "8542")
    '1c193b839d28df36'
    """
    # Lengths keep apart what a separator within a name could run together.
    parts = [*keys, entry_id, klass, *map(str, passes)]
    text = "".join(f"{len(part.encode())}:{part}" for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def write_finding(scores: JourneyPoints, material: Material, route: Route) -> dict[str, Any]:
    """The object that findings.json holds for a route."""
    facts = scores.facts
    best = route.journeys[0]
    basis = strongest(route)
    before = on_the_way(facts, route)
    end = _speaks(material, facts, route, basis)
    legs = [leg for journey in route.journeys for leg in journey.legs]
    columns = facts.legs
    parties = (route.exporter, *route.holders, route.end)
    return {
        "id": finding_id(
            tuple(material.keys[party] for party in parties),
            end.entry_id if end else "",
            route.klass,
            route.passes,
        ),
        "kind": "route",
        "score": best.points / 10,
        "certainty": "certain" if route.chains_certain else "possible",
        "basis": basis,
        "match": end.match if end else "",
        "exporter": _party(facts, route.exporter),
        "start": _start(facts, route),
        "domestic_suppliers": _suppliers(material, facts, route),
        "intermediaries": _intermediaries(material, facts, route),
        "end": _party(facts, route.end) | {"role": material.legs[best.legs[-1]].role},
        "listed": listed(material, route, end) if end else None,
        **told(facts, material, route, before),
        "requirement": requirement(facts, end and facts.ends.get(end.leg, end)),
        "commodity": {
            "class": route.klass,
            "hs6": sorted({code for leg in legs for code in material.legs[leg].hs6}),
        },
        "waypoints": _waypoints(material, route),
        "legs": len(best.legs),
        "chains": route.chains,
        "chains_certain": route.chains_certain,
        "truncated": route.truncated,
        "by_basis": {
            name: route.by_basis[name] for name in sorted(route.by_basis, key=_basis_order)
        },
        "journeys": [_journey(material, facts, journey) for journey in route.journeys],
        "first_departure": str(from_day_number(columns.departs_first[legs].min())),
        "last_departure": str(from_day_number(columns.departs_last[legs].max())),
        "flow": [_flow(bound) for bound in route.flow],
        "factors": scores.explain(best, route),
        "evidence": evidence(
            material,
            route,
            _proving(material, route, end),
            _interests(facts, route),
            before.telling,
        ),
    }


def _flow(bound: Bound) -> dict[str, Any]:
    """How much could have arrived at most, in one unit."""
    return {
        "unit": bound.unit,
        "exported": bound.exported,
        "most": bound.most,
        "most_certain": bound.most_certain,
        "legs_without": len(bound.missing),
        "text": bound.words(),
    }


def strongest(route: Route) -> str:
    """The strongest basis on which chains of a route end; "" where the end is not listed."""
    return min(route.by_basis, key=_basis_order, default="")


def _basis_order(basis: str) -> int:
    return basis_rank(basis) if basis else len(BASES)


def _party(facts: Facts, party: int) -> dict[str, Any]:
    return {"name": facts.names[party], "country": facts.countries[party]}


def _speaks(material: Material, facts: Facts, route: Route, basis: str) -> End | None:
    """The entry of a finding: on its strongest basis, of a shown journey, else of the lane."""
    columns = facts.legs
    klass = columns.classes.index(route.klass)
    sender = route.holders[-1] if route.holders else route.exporter
    last = {journey.legs[-1] for journey in route.journeys}
    fitting = [end for end in material.ends[route.end] if end.basis == basis]
    shown = [end for end in fitting if end.leg in last]
    lane = [
        end
        for end in fitting
        if columns.consignor[end.leg] == sender and columns.klass[end.leg] == klass
    ]
    return next(iter([*shown, *lane]), None)


def _proving(material: Material, route: Route, end: End | None) -> list[End]:
    """The rows of `leg_ends` by which the route ends at the entry, and its journeys as they do."""
    if end is None:
        return []
    last = {journey.legs[-1]: journey.basis for journey in route.journeys}
    proving = [
        other
        for other in material.ends[route.end]
        if other.leg in last and (other.entry_id == end.entry_id or other.basis == last[other.leg])
    ]
    return [end, *proving]


def _intermediaries(material: Material, facts: Facts, route: Route) -> list[dict[str, Any]]:
    """Holders and the parties named between, in order of travel, each once.

    An ultimate consignee before an end user is named by what CONTRACT section 2 has: a consignee.
    """
    stops = (*route.holders, route.end)
    found: dict[int, str] = {}
    for position, (sender, receiver) in enumerate(route.lanes):
        if position:
            found[sender] = "holder"
        for journey in route.journeys:
            for party, role in material.via.get(journey.legs[position], ()):
                if party not in {route.exporter, *stops}:
                    found.setdefault(party, role.removeprefix("ultimate_"))
        if receiver != route.end:
            found[receiver] = "holder"
    return [_party(facts, party) | {"role": role} for party, role in found.items()]


def _waypoints(material: Material, route: Route) -> list[dict[str, Any]]:
    """Places in order of travel, the best journey's first, each once."""
    found = {
        place: None
        for position in range(len(route.journeys[0].legs))
        for journey in route.journeys
        for place in material.places.get(journey.legs[position], ())
    }
    return [{"code": code, "name": name, "country": country} for code, name, country in found]


def _suppliers(material: Material, facts: Facts, route: Route) -> list[str]:
    """Who delivered the same class to the exporter inside the U.S. in time for a shown journey."""
    shortest, longest = facts.settings.min_wait, facts.settings.max_wait
    columns = facts.legs
    found = set()
    for sender, first, last in material.domestic.get((route.exporter, route.klass), ()):
        for leg in {journey.legs[0] for journey in route.journeys}:
            least = int(columns.departs_first[leg]) - last
            most = int(columns.departs_last[leg]) - first
            if most >= shortest and least <= longest:
                found.add(facts.names[sender])
    return sorted(found)


def _journey(material: Material, facts: Facts, journey: Journey) -> dict[str, Any]:
    return {
        "shipment_ids": [material.legs[leg].shipment_id for leg in journey.legs],
        "departs": [
            None if material.legs[leg].departs_assumed else material.legs[leg].departs
            for leg in journey.legs
        ],
        "certainty": journey.certainty,
        "basis": journey.basis,
        "score": journey.points / 10,
        "links": _links(facts, journey),
        "legs": [_leg(material, facts, leg) for leg in journey.legs],
        **_control(material, facts, journey),
    }


def _control(material: Material, facts: Facts, journey: Journey) -> dict[str, Any]:
    """Where linked parties hand goods on without a record: who, and the interests that link them.

    Journeys on record have no such field.
    """
    told = [
        {
            "after_leg": number,
            "from": _party(facts, int(facts.legs.receiver[before])),
            "to": _party(facts, int(facts.legs.consignor[after])),
            "interests": [
                {
                    "owner": _party(facts, stake.owner),
                    "owned": _party(facts, stake.owned),
                    "share_min": stake.low / PERCENT,
                    "share_max": stake.high / PERCENT,
                    "rows": [
                        {"file": material.paths[file_id], "row": row}
                        for file_id, row in facts.records([stake])
                    ],
                }
                for stake in facts.linking(before, after)
            ],
        }
        for number, (before, after) in enumerate(itertools.pairwise(journey.legs), start=1)
        if facts.legs.receiver[before] != facts.legs.consignor[after]
    ]
    return {"control": told} if told else {}


def _interests(facts: Facts, route: Route) -> list[tuple[int, int]]:
    """(file id, row) of the interests by which goods are handed on in the journeys."""
    if not route.passes:
        return []
    links = {pair for journey in route.journeys for pair in itertools.pairwise(journey.legs)}
    legs = facts.legs
    return facts.records(
        stake
        for before, after in sorted(links)
        if legs.receiver[before] != legs.consignor[after]
        for stake in facts.linking(before, after)
    )


def _start(facts: Facts, route: Route) -> str:
    """From where the best journey begins: `us`, `origin-only`, `fdp`; `asked` is a user's query."""
    if route.limited:
        return "fdp"
    leg = route.journeys[0].legs[0]
    if facts.legs.leaves_us[leg]:
        return "us"
    return "origin-only" if facts.us_origin[leg] else "asked"


def _links(facts: Facts, journey: Journey) -> list[str]:
    """The kind of each hand-over, "" where the class stays the same."""
    legs = np.array(journey.legs, dtype=np.int64)
    return [KINDS[kind] for kind in link_kinds(facts.legs, legs[:-1], legs[1:]).tolist()]


def _leg(material: Material, facts: Facts, leg: int) -> dict[str, Any]:
    text = material.legs[leg]
    sender, receiver = int(facts.legs.consignor[leg]), int(facts.legs.receiver[leg])
    return {
        "shipment_id": text.shipment_id,
        "consignor": _party(facts, sender),
        "receiver": _party(facts, receiver) | {"role": text.role},
        "departs": text.departs,
        "arrives": text.arrives,
        "hs6": list(text.hs6),
        "description": text.description,
        "quantity": text.quantity,
        "quantity_unit": text.quantity_unit,
        "gross_weight_kg": text.gross_weight_kg,
        "value_usd": text.value_usd,
        "rows": [{"file": path, "row": row} for path, row in material.rows[leg]],
    }
