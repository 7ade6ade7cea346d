"""A small invented case and its findings.json, as the views and the report get them.

Companies, shipments and interests are invented. Names are hostile where `hostile` says so: they
carry markup, formulas, quotes and control characters, as names in shipment data may.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from typing import Any

from graphscan.casefile import Case, open_case
from tests.views.names import (
    AFFILIATE,
    CLASSES,
    ENDS,
    EVIL,
    EXPORTERS,
    FILES,
    FIRST,
    FORMULA,
    OWNERS,
    PARTNERS,
    SECOND,
    VIA,
)
from tests.views.tables import fill

EPOCH = dt.date(1970, 1, 1)


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - EPOCH).days


def span(text: str) -> tuple[int, int]:
    """First and last day number of a date of any precision."""
    if len(text) == 4:
        return day(f"{text}-01-01"), day(f"{text}-12-31")
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        end = dt.date(year + month // 12, month % 12 + 1, 1)
        return day(f"{text}-01"), (end - EPOCH).days - 1
    return day(text), day(text)


class World:
    """Collects parties, legs and findings, then writes them into a case."""

    def __init__(self, *, hostile: bool) -> None:
        self.hostile = hostile
        names = [
            *EXPORTERS,
            *FIRST,
            *SECOND,
            *[e[:2] for e in ENDS],
            AFFILIATE,
            VIA,
            *OWNERS,
            *PARTNERS,
        ]
        self.parties = [
            (self._name(name, index), country) for index, (name, country) in enumerate(names)
        ]
        self.id = {name: index for index, (name, _) in enumerate(names)}
        self.legs: list[dict[str, Any]] = []
        self.findings: list[dict[str, Any]] = []

    def _name(self, name: str, index: int) -> str:
        if not self.hostile:
            return name
        return [EVIL + name, FORMULA + name, name + "\x07\x00\u202e" + EVIL, name + "]]>&amp;"][
            index % 4
        ]

    def leg(
        self,
        start: str,
        end: str,
        departs: str,
        klass: int = 0,
        *,
        value: float | None = None,
        via: str = "",
    ) -> int:
        number = len(self.legs)
        first, last = span(departs)
        self.legs.append(
            {
                "shipment_id": f"{EVIL if self.hostile else ''}BL-{24000 + number}",
                "consignor": self.id[start],
                "receiver": self.id[end],
                "class": CLASSES[klass][0],
                "hs6": [CLASSES[klass][1]],
                "departs_first": first,
                "departs_last": last,
                "departs_text": departs,
                "value_usd": value if value is not None else 20000.0 + 7919 * number % 480000,
                "via": [self.id[via]] if via else [],
                "row": number + 2,
                "file_id": 1 + number % 2,
            }
        )
        return number

    def party(self, name: str) -> dict[str, str]:
        shown, country = self.parties[self.id[name]]
        return {"name": shown, "country": country}

    def finding(self, journeys: list[list[int]], *, score: float, basis: str, entry: int) -> None:
        legs = [self.legs[number] for number in journeys[0]]
        names = list(self.id)
        route = [names[legs[0]["consignor"]], *(names[leg["receiver"]] for leg in legs)]
        _, _, code, listed, since = ENDS[entry]
        between = [names[party] for leg in legs for party in leg["via"]]
        identity = f"{route}{legs[0]['class']}"
        used = sorted({number for journey in journeys for number in journey})
        certain = all(len(leg["departs_text"]) == 10 for leg in legs)
        self.findings.append(
            {
                "id": hashlib.sha256(identity.encode()).hexdigest()[:16],
                "kind": "route",
                "score": score,
                "certainty": "certain" if certain else "possible",
                "basis": basis,
                "match": "exact",
                "exporter": self.party(route[0]),
                "start": "us",
                "domestic_suppliers": [],
                "intermediaries": [{**self.party(name), "role": "holder"} for name in route[1:-1]]
                + [{**self.party(name), "role": "consignee"} for name in between],
                "end": {**self.party(route[-1]), "role": "consignee"},
                "listed": {
                    "name": listed,
                    "list": code,
                    "entry_id": f"{code}:{entry:012x}",
                    "source_id": str(entry),
                    "citation": "84 FR 22961",
                    "listed_on": since,
                    "also": [],
                },
                "requirement": {
                    "license_requirement": "See § 744.11 of the EAR)4",
                    "license_policy": "Policy of denial",
                    "footnotes": ["4"],
                    "citation": "84 FR 22961",
                    "name": listed,
                    "list": code,
                    "entry_id": f"{code}:{entry:012x}",
                    "owner": "",
                },
                "commodity": {"class": legs[0]["class"], "hs6": legs[0]["hs6"]},
                "waypoints": [{"code": "SGSIN", "name": "Singapore", "country": "SG"}],
                "legs": len(legs),
                "chains": len(journeys) + 2,
                "chains_certain": len(journeys) if certain else 0,
                "truncated": False,
                "by_basis": {basis: len(journeys) + 2},
                "journeys": [
                    {
                        "shipment_ids": [self.legs[n]["shipment_id"] for n in journey],
                        "departs": [self.legs[n]["departs_text"] for n in journey],
                        "certainty": "certain" if certain else "possible",
                        "basis": basis,
                        "score": score - index,
                    }
                    for index, journey in enumerate(journeys)
                ],
                "first_departure": str(EPOCH + dt.timedelta(days=legs[0]["departs_first"])),
                "last_departure": str(EPOCH + dt.timedelta(days=legs[-1]["departs_last"])),
                "factors": [
                    {
                        "id": "basis",
                        "points": 30.0,
                        "text": "The end is named on the list on the day of its leg.",
                    },
                    {
                        "id": "commodity",
                        "points": round(score - 36, 1),
                        "text": "HS 854231 is an advanced-computing code.",
                    },
                    {
                        "id": "third-country",
                        "points": 12.0,
                        "text": "A holder in HK, a common transshipment point.",
                    },
                    {
                        "id": "possible-link",
                        "points": -6.0,
                        "text": "One link rests on a date known to the month only.",
                    },
                ],
                "evidence": [
                    {
                        "kind": "shipment",
                        "file": FILES[self.legs[n]["file_id"]][0],
                        "row": self.legs[n]["row"],
                        "shipment_id": self.legs[n]["shipment_id"],
                    }
                    for n in used
                ]
                + [
                    {
                        "kind": "list",
                        "file": "screening_list.csv",
                        "row": 10 + entry,
                        "shipment_id": "",
                    }
                ],
            }
        )


def _routes(world: World) -> None:
    score = itertools.count()
    for index in range(20):
        exporter = EXPORTERS[index % 5][0]
        first = FIRST[(index * 3) % 7][0]
        second = SECOND[(index * 5 + index // 6) % 6][0]
        entry = index % 4
        month = f"{2023 + index // 10}-{index % 10 + 1:02d}"
        journeys = []
        for again in range(1 + index % 3):
            departs = f"{month}-{5 + again:02d}"
            onward = (
                f"{month}-{20 + again:02d}"
                if index % 4
                else f"{month[:4]}-{int(month[5:]) + 1:02d}"
            )
            last = f"{month[:4]}-{int(month[5:]) + 2:02d}-{3 + again:02d}"
            klass = index % 3
            via = VIA[0] if index == 3 else ""
            chain = [world.leg(exporter, first, departs, klass)]
            if index % 5 != 4:
                chain.append(world.leg(first, second, onward, klass, via=via))
                chain.append(world.leg(second, ENDS[entry][0], last, klass))
            else:
                chain.append(world.leg(first, ENDS[entry][0], last, klass))
            journeys.append(chain)
        world.finding(
            journeys,
            score=round(88.5 - 3.1 * next(score), 1),
            basis="listed" if entry != 3 else "listed-date-unknown",
            entry=entry,
        )
    for index in range(4):
        legs = [world.leg(EXPORTERS[index][0], FIRST[index][0], f"2025-10-0{index + 1}")]
        legs.append(world.leg(FIRST[index][0], AFFILIATE[0], f"2025-10-2{index}"))
        world.finding([legs], score=round(44.0 - index, 1), basis="affiliate-in-force", entry=1)
    direct = world.leg(EXPORTERS[4][0], ENDS[3][0], "2024", 2)
    world.finding([[direct]], score=22.0, basis="listed-later", entry=3)


def _other_trade(world: World) -> None:
    for index in range(160):
        partner = PARTNERS[index % 5][0]
        holder = [*FIRST, *SECOND][index % 13][0]
        departs = f"{2023 + index % 3}-{index % 12 + 1:02d}-{index % 28 + 1:02d}"
        if index % 4 == 0:
            world.leg(partner, holder, departs, 2)
        elif index % 4 == 1:
            world.leg(holder, partner, departs, 2)
        else:
            world.leg(EXPORTERS[index % 5][0], FIRST[index % 7][0], departs, index % 3)


def build_world(*, hostile: bool = False) -> tuple[Case, dict[str, Any]]:
    """The case and its document; 33 parties, 25 findings."""
    world = World(hostile=hostile)
    _routes(world)
    _other_trade(world)
    world.findings.sort(key=lambda finding: (-finding["score"], finding["id"]))
    case = open_case()
    fill(case, world)
    return case, _document(world)


def _document(world: World) -> dict[str, Any]:
    count = len(world.legs)
    return {
        "schema": 1,
        "run": {
            "id": "3f2a9c0d1e4b5a67",
            "version": "0.1.0",
            "as_of": "2025-12-31",
            "settings": {
                "max_legs": 4,
                "max_wait": 180,
                "top": 1000,
                "journeys": 5,
                "affiliates_rule": "reimposed-unverified",
                "target_lists": ["EL", "MEU", "DPL", "SDN"],
            },
            "rules": {"bis-affiliates": {"from_2026_11_10": "reimposed-unverified"}},
            "counts": {
                "parties": len(world.parties),
                "legs": count,
                "chains": 112,
                "chains_certain": 80,
            },
            "inputs": [
                {
                    "path": path,
                    "sha256": f"{number:064x}",
                    "rows": count + 2,
                    "loaded": count,
                    "quarantined": 1,
                    "excluded": 1,
                }
                for number, (path, _) in FILES.items()
            ],
            "lists": [
                {
                    "name": "Consolidated Screening List",
                    "sha256": "ab" * 32,
                    "date": "2026-07-31",
                    "entries": 4,
                }
            ],
        },
        "findings": world.findings,
    }
