"""A small invented case and its findings.json, as the views and the report get them.

Companies, shipments and interests are invented. Names are hostile where `hostile` says so: they carry
markup, formulas, quotes and control characters, as names in shipment data may.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from typing import Any

import pyarrow as pa

from graphscan.casefile import Case, open_case

EVIL = '<img src=x onerror="window.__pwn=1">"\'</script><script>window.__pwn=2</script>'
FORMULA = "=cmd|' /C calc'!A0"

EXPORTERS = [
    ("Tolvane Devices Inc", "US"), ("Marrick Semiconductor LLC", "US"), ("Ostrel Systems Corp", "US"),
    ("Quillby Photonics Inc", "US"), ("Brenholt Instruments Co", "US"),
]  # fmt: skip
FIRST = [
    ("Kelvara Trading Pte Ltd", "SG"), ("Sorventa Electronics Sdn Bhd", "MY"), ("Ambrin Dis Ticaret AS", "TR"),
    ("Farlook General Trading FZE", "AE"), ("Novarre Components Ltd", "HK"), ("Hastrel Logistics Parts BV", "NL"),
    ("Pellgrove Distribution Co", "TW"),
]  # fmt: skip
SECOND = [
    ("Wing Marlow Technology Ltd", "HK"), ("Sun Tarrow International Ltd", "HK"), ("Ardzun Import LLC", "AM"),
    ("Kezbek Torg OsOO", "KG"), ("Altyn Corvel TOO", "KZ"), ("Macrellis Comercial Lda", "MO"),
]  # fmt: skip
ENDS = [
    ("HiSilicon Technologies Co., Ltd", "CN", "EL", "HiSilicon Technologies Co., Ltd (HiSilicon)", "2019-05-21"),
    ("Inspur Group Co Ltd", "CN", "EL", "Inspur Group Co., Ltd.", "2023-03-06"),
    ("Velmarsk Radio NPO", "RU", "SDN", "VELMARSK RADIO NPO", "2022"),
    ("Dornyev Optics JSC", "RU", "MEU", "Dornyev Optics", None),
]  # fmt: skip
AFFILIATE = ("Qiaorun Compute (Suzhou) Co Ltd", "CN")
VIA = ("Lantern Bay Freight Consignee Ltd", "HK")
OWNERS = [
    ("Orvantis Holdings Ltd", "VG"),
    ("Cheng Tarrow (person)", "HK"),
    ("Beltrano Nominees Ltd", "CY"),
]
PARTNERS = [
    ("Middlefen Toys GmbH", "DE"), ("Carrow Furniture Oy", "FI"), ("Plainsworth Retail Ltd", "GB"),
    ("Sendai Motor Parts KK", "JP"), ("Rookvale Schools Supply", "KR"),
]  # fmt: skip
CLASSES = [("advanced-computing", "854231"), ("8471", "847150"), ("8421", "842139")]
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
                    "name": listed, "list": code, "entry_id": f"{code}:{entry:012x}", "source_id": str(entry),
                    "citation": "84 FR 22961", "listed_on": since, "also": [],
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
                    {"id": "basis", "points": 30.0, "text": "The end is named on the list on the day of its leg."},
                    {"id": "commodity", "points": round(score - 36, 1), "text": "HS 854231 is an advanced-computing code."},
                    {"id": "third-country", "points": 12.0, "text": "A holder in HK, a common transshipment point."},
                    {"id": "possible-link", "points": -6.0, "text": "One link rests on a date known to the month only."},
                ],
                "evidence": [
                    {
                        "kind": "shipment", "file": FILES[self.legs[n]["file_id"]][0],
                        "row": self.legs[n]["row"], "shipment_id": self.legs[n]["shipment_id"],
                    }
                    for n in used
                ]
                + [{"kind": "list", "file": "screening_list.csv", "row": 10 + entry, "shipment_id": ""}],
            }
        )  # fmt: skip


FILES = {
    1: ("us_exports.csv", "shipments"),
    2: ("asia/customs_months.csv.gz", "shipments"),
    3: ("ownership.csv", "ownership"),
    4: ("screening_list.csv", "list"),
}


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
    _fill(case, world)
    return case, _document(world)


def _rows(case: Case, table: str, rows: list[dict[str, Any]]) -> None:
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    case.append(table, pa.table(columns))


def _fill(case: Case, world: World) -> None:
    count = len(world.legs)
    _rows(case, "files", [
        {"file_id": number, "path": path, "sha256": f"{number:064x}", "kind": kind,
         "mapping": f"canonical {kind}", "rows": count + 2, "loaded": count, "quarantined": 1, "excluded": 1}
        for number, (path, kind) in FILES.items()
    ])  # fmt: skip
    _rows(case, "parties", [
        {"party_id": number, "key": f"name:{number}", "name": name, "country": country}
        for number, (name, country) in enumerate(world.parties)
    ])  # fmt: skip
    _rows(case, "legs", [
        {
            "leg_id": number, "file_id": leg["file_id"], "shipment_id": leg["shipment_id"],
            "consignor": leg["consignor"], "receiver": leg["receiver"], "role": "consignee",
            "class": leg["class"], "hs6": leg["hs6"], "departs_first": leg["departs_first"],
            "departs_last": leg["departs_last"], "arrives_first": leg["departs_first"],
            "arrives_last": leg["departs_last"] + 20, "departs_assumed": False, "arrives_assumed": True,
            "departs_text": leg["departs_text"], "arrives_text": "",
            "leaves_us": world.parties[leg["consignor"]][1] == "US", "value_usd": leg["value_usd"],
            "gross_weight_kg": 12.5, "quantity": 300.0, "quantity_unit": "NMB",
        }
        for number, leg in enumerate(world.legs)
    ])  # fmt: skip
    _rows(case, "leg_rows", [
        {"leg_id": number, "file_id": leg["file_id"], "row": leg["row"]}
        for number, leg in enumerate(world.legs)
    ])  # fmt: skip
    _rows(case, "shipments", [
        {"file_id": leg["file_id"], "row": leg["row"], "shipment_id": leg["shipment_id"],
         "departure_text": leg["departs_text"], "hs_code": leg["hs6"][0], "quantity": 300.0,
         "quantity_unit": "NMB", "value_usd": leg["value_usd"], "description": EVIL if world.hostile else "chips"}
        for leg in world.legs
    ])  # fmt: skip
    _rows(case, "leg_via", [
        {"leg_id": number, "seq": 0, "party_id": party, "role": "consignee"}
        for number, leg in enumerate(world.legs) for party in leg["via"]
    ])  # fmt: skip
    _rows(case, "list_rows", [
        {"file_id": 4, "row": 10 + number, "entry_id": f"{code}:{number:012x}", "list_code": code,
         "source": code, "source_id": str(number), "name": listed, "alt_names": [], "addresses": [],
         "countries": [country], "programs": [], "citation": "84 FR 22961", "start_text": since,
         "footnotes": [], "address_only": False, "extends_to_subsidiaries": False}
        for number, (_, country, code, listed, since) in enumerate(ENDS)
    ])  # fmt: skip
    _rows(case, "party_matches", [
        {"party_id": world.id[end[0]], "entry_id": f"{end[2]}:{number:012x}", "match": "exact",
         "list_name": end[3], "country_agrees": True, "score": 1.0}
        for number, end in enumerate(ENDS)
    ])  # fmt: skip
    interests = [
        (ENDS[1][0], AFFILIATE[0], 51, 100), (OWNERS[0][0], SECOND[0][0], 100, 100),
        (OWNERS[1][0], OWNERS[0][0], 25, 50), (OWNERS[2][0], FIRST[2][0], None, None),
        (OWNERS[0][0], SECOND[1][0], 60, 60),
    ]  # fmt: skip
    _rows(case, "ownership", [
        {"file_id": 3, "row": number + 2, "owner_name": owner, "owned_name": owned, "share_min": low,
         "share_max": high, "share_min_open": low == 25, "share_max_open": False, "kind": "shares",
         "reach": "direct", "owner_kind": "company", "valid_from_text": "2021-03"}
        for number, (owner, owned, low, high) in enumerate(interests)
    ])  # fmt: skip
    _rows(case, "ownership_parties", [
        {"file_id": 3, "row": number + 2, "owner": world.id[owner], "owned": world.id[owned]}
        for number, (owner, owned, _, _) in enumerate(interests)
    ])  # fmt: skip
    _rows(case, "party_facts", [
        {"party_id": world.id[SECOND[0][0]], "file_id": 3, "row": 9, "incorporated_text": "2022-11-30",
         "industry": "electronic parts"},
    ])  # fmt: skip
    _rows(case, "quarantine", [
        {"file_id": 1, "row": 17, "field": "departure_date", "value": EVIL if world.hostile else "2024-13-01",
         "reason": "not a date", "cure": "Give YYYY-MM-DD, YYYY-MM or YYYY."},
        {"file_id": 2, "row": 40, "field": "consignee_country", "value": "Freedonia",
         "reason": "unknown country", "cure": "Give an ISO 3166 code."},
    ])  # fmt: skip
    _rows(case, "fill_rates", [
        {"file_id": 1, "field": field, "filled": filled}
        for field, filled in [("hs_code", count), ("value_usd", count - 40), ("vessel_imo", 12)]
    ])  # fmt: skip
    _rows(
        case,
        "exclusions",
        [{"reason": "self_leg", "count": 3}, {"reason": "no_receiver", "count": 2}],
    )


def _document(world: World) -> dict[str, Any]:
    count = len(world.legs)
    return {
        "schema": 1,
        "run": {
            "id": "3f2a9c0d1e4b5a67", "version": "0.1.0", "as_of": "2025-12-31",
            "settings": {"max_legs": 4, "max_wait": 180, "top": 1000, "journeys": 5,
                         "affiliates_rule": "reimposed-unverified", "target_lists": ["EL", "MEU", "DPL", "SDN"]},
            "rules": {"bis-affiliates": {"from_2026_11_10": "reimposed-unverified"}},
            "counts": {"parties": len(world.parties), "legs": count, "chains": 112, "chains_certain": 80},
            "inputs": [{"path": path, "sha256": f"{number:064x}", "rows": count + 2, "loaded": count,
                        "quarantined": 1, "excluded": 1} for number, (path, _) in FILES.items()],
            "lists": [{"name": "Consolidated Screening List", "sha256": "ab" * 32, "date": "2026-07-31",
                       "entries": 4}],
        },
        "findings": world.findings,
    }  # fmt: skip
