"""The data of the explorer: one versioned JSON object, apart from what draws it.

Schema 1: `meta` (what the page states), `parties`, `legs` (rows under `leg_columns`), `links`
(legs between two parties, priority goods never merged with others), `interests`, `findings` in the
document's order. Numbers of parties are the case's party ids, numbers of legs their position in
`legs`. A day is days since 1970-01-01; a date is two of them, first and last possible, and a text.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from graphscan.casefile import Case
from graphscan.codes import bases, commodity, countries, hs, lists
from graphscan.findings.listing import has_entry
from graphscan.views.details import Leg, interests, leg_rows, party_details
from graphscan.views.layout import CARD_HEIGHT, CARD_WIDTH, MARGIN, ROW, Layout, Link, lay_out
from graphscan.views.selection import Role, Selection, select

PAYLOAD_SCHEMA = 1
LEG_LIMIT = 2500
FLAG_AT = 80
"""Best score from which an intermediary stands out in the picture; a matter of display only."""
ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")
LEG_COLUMNS = (
    "shipment_id", "from", "to", "role", "class", "hs6", "first", "last", "departs", "arrives",
    "priority", "value_usd", "gross_weight_kg", "quantity", "quantity_unit", "rows", "on_route",
)  # fmt: skip
"""`rows` is [file, row] pairs, file a key of `meta.files`; `on_route`: a leg of a journey."""


def build_payload(case: Case, document: Mapping[str, Any], *, limit: int = 300) -> dict[str, Any]:
    """What the explorer shows of a run.

    Args:
        case: The case of the run.
        document: The object of findings.json.
        limit: Most cards; what is cut is the lowest ranked, and is said in `meta.cuts`.

    Returns:
        JSON values only, in a fixed order: equal runs give equal payloads.
    """
    chosen = select(case, document["findings"], limit=limit)
    on_route = {leg for one in chosen.traced for journey in one.journeys for leg in journey}
    legs, legs_cut = leg_rows(case, sorted(chosen.roles), on_route, limit=LEG_LIMIT)
    number = {leg.leg_id: index for index, leg in enumerate(legs)}
    held = interests(case, sorted(chosen.roles))
    links = _links(legs, chosen.roles)
    plan = _plan(chosen, links, held)
    return {
        "schema": PAYLOAD_SCHEMA,
        "meta": _meta(case, document, chosen, plan, legs_cut) | {"words": _words(legs, chosen)},
        "parties": _parties(case, chosen, plan),
        "leg_columns": list(LEG_COLUMNS),
        "legs": [_leg(leg, on_route) for leg in legs],
        "links": links,
        "interests": held,
        "findings": [
            _finding(finding, one.route, one.via, one.journeys, number)
            for finding, one in zip(chosen.findings, chosen.traced, strict=True)
        ],
    }


def _links(legs: Sequence[Leg], shown: Mapping[int, Role]) -> list[dict[str, Any]]:
    """Legs by pair of parties and kind; a leg runs through the parties named between."""
    found: dict[tuple[int, int, bool], list[int]] = {}
    for index, leg in enumerate(legs):
        stops = (leg.consignor, *(party for party in leg.via if party in shown), leg.receiver)
        for start, end in itertools.pairwise(stops):
            if start != end:
                found.setdefault((start, end, leg.priority), []).append(index)
    return [
        {
            "id": f"{start}-{end}{'p' if priority else 'o'}",
            "from": start,
            "to": end,
            "kind": "priority" if priority else "other",
            "legs": numbers,
        }
        for (start, end, priority), numbers in sorted(found.items())
    ]


def _plan(
    chosen: Selection, links: Sequence[Mapping[str, Any]], held: Sequence[Mapping[str, Any]]
) -> Layout:
    """Partners start hidden: left out here, they stand below their column when asked for."""
    stages = {
        party: chosen.stages[party]
        for party, role in chosen.roles.items()
        if role not in {Role.OWNER, Role.PARTNER}
    }
    weights: list[Link] = [
        (link["from"], link["to"], (6.0 if link["kind"] == "priority" else 1.0) * len(link["legs"]))
        for link in links
    ]
    weights += [(interest["from"], interest["to"], 1.0) for interest in held]
    owners = [party for party, role in chosen.roles.items() if role is Role.OWNER]
    return lay_out(stages, weights, owners, _titles(chosen.last_stage))


def _titles(last_stage: int) -> list[str]:
    """Titles of the columns.

    >>> _titles(2)
    ['Exporters', 'Intermediaries', 'Listed parties']
    >>> _titles(3)[1:3]
    ['First intermediaries', 'Second intermediaries']
    """
    middle = [
        f"{ORDINALS[stage] if stage < len(ORDINALS) else f'{stage + 1}th'} intermediaries"
        for stage in range(last_stage - 1)
    ]
    return ["Exporters", *(["Intermediaries"] if len(middle) == 1 else middle), "Listed parties"]


def _parties(case: Case, chosen: Selection, plan: Layout) -> list[dict[str, Any]]:
    on: dict[int, list[int]] = {}
    for index, one in enumerate(chosen.traced):
        for party in dict.fromkeys((*one.route, *(via for via, _ in one.via))):
            on.setdefault(party, []).append(index)
    details = party_details(case, sorted(chosen.roles))
    result = []
    for party, role in chosen.roles.items():
        x, y = plan.xy.get(party, (None, None))
        result.append(
            {
                "id": party,
                "role": role.value,
                "stage": chosen.stages.get(party),
                "x": x,
                "y": y,
                "score": chosen.scores.get(party),
                "findings": on.get(party, []),
                **details[party],
            }
        )
    return result


def _leg(leg: Leg, on_route: set[int]) -> list[Any]:
    return [
        leg.shipment_id, leg.consignor, leg.receiver, leg.role, leg.klass, list(leg.hs6),
        leg.departs_first, leg.departs_last, leg.departs, leg.arrives, int(leg.priority),
        leg.value_usd, leg.gross_weight_kg, leg.quantity, leg.quantity_unit,
        [list(row) for row in leg.rows], int(leg.leg_id in on_route),
    ]  # fmt: skip


def _finding(
    finding: Mapping[str, Any],
    route: Sequence[int],
    via: Sequence[tuple[int, int]],
    journeys: Sequence[Sequence[int]],
    number: Mapping[int, int],
) -> dict[str, Any]:
    kept = (
        "id", "kind", "score", "certainty", "basis", "match", "start", "commodity",
        "waypoints", "chains", "chains_certain", "truncated", "by_basis", "first_departure",
        "last_departure", "factors", "domestic_suppliers",
    )  # fmt: skip
    return {
        **{key: finding[key] for key in kept},
        "listed": finding["listed"] if has_entry(finding) else None,
        "requirement": _requirement(finding.get("requirement")),
        "route": list(route),
        "via": [party for party, _ in via],
        "end_role": finding["end"]["role"],
        "journeys": [
            {
                "legs": [number[leg] for leg in legs],
                "certainty": journey["certainty"],
                "basis": journey["basis"],
                "score": journey["score"],
            }
            for journey, legs in zip(finding["journeys"], journeys, strict=True)
        ],
        "proof": [
            [row["kind"], row["file"], row["row"]]
            for row in finding["evidence"]
            if row["kind"] != "shipment"
        ],
    }


def _requirement(asked: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if asked is None:
        return None
    text = lists.without_footnotes(asked["license_requirement"], asked["footnotes"])
    return {**asked, "license_requirement": text}


def _meta(
    case: Case, document: Mapping[str, Any], chosen: Selection, plan: Layout, legs_cut: int
) -> dict[str, Any]:
    run = document["run"]
    total = len(document["findings"])
    cuts = []
    if len(chosen.findings) < total:
        cuts.append(
            f"{len(chosen.findings)} of {total} findings are in this picture, the best first;"
            " findings.csv has them all."
        )
    if chosen.owners_cut:
        cuts.append(f"{chosen.owners_cut} owners are left out.")
    if chosen.partners_cut:
        cuts.append(f"{chosen.partners_cut} other trade partners of intermediaries are left out.")
    if legs_cut:
        cuts.append(f"{legs_cut} legs that are on no route are left out.")
    parties, legs = case.rows("SELECT (SELECT count(*) FROM parties), (SELECT count(*) FROM legs)")[
        0
    ]
    return {
        "version": run["version"],
        "run_id": run["id"],
        "as_of": run["as_of"],
        "lists": run["lists"],
        "max_legs": run["settings"].get("max_legs"),
        "max_wait": run["settings"].get("max_wait"),
        "findings_total": total,
        "route_parties_total": chosen.route_parties,
        "case_parties": parties,
        "case_legs": legs,
        "cuts": cuts,
        "files": {
            str(file): path
            for file, path in case.rows("SELECT file_id, path FROM files ORDER BY file_id")
        },
        "countries": _country_names(case, sorted(chosen.roles)),
        "bands": list(plan.bands),
        "lane": plan.lane,
        "card": {"width": CARD_WIDTH, "height": CARD_HEIGHT, "row": ROW, "margin": MARGIN},
        "flag_at": FLAG_AT,
    }


def _words(legs: Sequence[Leg], chosen: Selection) -> dict[str, dict[str, str]]:
    """Codes in words, those that the picture needs."""
    codes = sorted({code for leg in legs for code in leg.hs6})
    classes = sorted({leg.klass for leg in legs})
    used = sorted({finding["listed"]["list"] for finding in chosen.findings if has_entry(finding)})
    return {
        "hs": {code: hs.describe(code) for code in codes},
        "classes": {klass: commodity.describe(klass) for klass in classes},
        "lists": {code: lists.describe(code) for code in used},
        "bases": {code: bases.describe(code) for code in bases.BASES},
        "matches": {code: bases.describe(code) for code in bases.MATCHES},
    }


def _country_names(case: Case, parties: Sequence[int]) -> dict[str, str]:
    codes = case.rows(
        "SELECT DISTINCT country FROM parties WHERE party_id IN (SELECT unnest(?::INTEGER[]))"
        " AND country IS NOT NULL ORDER BY country",
        [list(parties)],
    )
    return {code: countries.describe(code) for (code,) in codes}
