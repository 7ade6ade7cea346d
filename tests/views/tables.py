"""Writes an invented world into the tables of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graphscan.casefile import Case
from tests.views.names import AFFILIATE, ENDS, EVIL, FILES, FIRST, OWNERS, SECOND

if TYPE_CHECKING:
    from tests.views.world import World


NEUTRAL = {"BOOLEAN": False, "VARCHAR": "", "INTEGER": 0, "BIGINT": 0, "DOUBLE": 0.0}


def _rows(case: Case, table: str, rows: list[dict[str, Any]]) -> None:
    """Add rows; what the schema demands and a view does not read is neutral."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    for name, kind in case.rows(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?"
        " AND NOT is_nullable AND column_default IS NULL",
        [table],
    ):
        columns.setdefault(name, [[] if kind.endswith("[]") else NEUTRAL[kind]] * len(rows))
    case.append(table, pa.table(columns))


def fill(case: Case, world: World) -> None:
    count = len(world.legs)
    _rows(
        case,
        "files",
        [
            {
                "file_id": number,
                "path": path,
                "sha256": f"{number:064x}",
                "kind": kind,
                "mapping": f"canonical {kind}",
                "rows": count + 2,
                "loaded": count,
                "quarantined": 1,
                "excluded": 1,
            }
            for number, (path, kind) in FILES.items()
        ],
    )
    _rows(
        case,
        "parties",
        [
            {"party_id": number, "key": f"name:{number}", "name": name, "country": country}
            for number, (name, country) in enumerate(world.parties)
        ],
    )
    _rows(
        case,
        "legs",
        [
            {
                "leg_id": number,
                "file_id": leg["file_id"],
                "shipment_id": leg["shipment_id"],
                "consignor": leg["consignor"],
                "receiver": leg["receiver"],
                "role": "consignee",
                "class": leg["class"],
                "hs6": leg["hs6"],
                "departs_first": leg["departs_first"],
                "departs_last": leg["departs_last"],
                "arrives_first": leg["departs_first"],
                "arrives_last": leg["departs_last"] + 20,
                "departs_assumed": False,
                "arrives_assumed": True,
                "departs_text": leg["departs_text"],
                "arrives_text": "",
                "leaves_us": world.parties[leg["consignor"]][1] == "US",
                "value_usd": leg["value_usd"],
                "gross_weight_kg": 12.5,
                "quantity": 300.0,
                "quantity_unit": "NMB",
            }
            for number, leg in enumerate(world.legs)
        ],
    )
    _rows(
        case,
        "leg_rows",
        [
            {"leg_id": number, "file_id": leg["file_id"], "row": leg["row"]}
            for number, leg in enumerate(world.legs)
        ],
    )
    _rows(
        case,
        "shipments",
        [
            {
                "file_id": leg["file_id"],
                "row": leg["row"],
                "shipment_id": leg["shipment_id"],
                "departure_text": leg["departs_text"],
                "hs_code": leg["hs6"][0],
                "quantity": 300.0,
                "quantity_unit": "NMB",
                "value_usd": leg["value_usd"],
                "description": EVIL if world.hostile else "chips",
            }
            for leg in world.legs
        ],
    )
    _rows(
        case,
        "leg_via",
        [
            {"leg_id": number, "seq": 0, "party_id": party, "role": "consignee"}
            for number, leg in enumerate(world.legs)
            for party in leg["via"]
        ],
    )
    _rows(
        case,
        "list_rows",
        [
            {
                "file_id": 4,
                "row": 10 + number,
                "entry_id": f"{code}:{number:012x}",
                "list_code": code,
                "source": code,
                "source_id": str(number),
                "name": listed,
                "alt_names": [],
                "addresses": [],
                "countries": [country],
                "programs": [],
                "citation": "84 FR 22961",
                "start_text": since,
                "footnotes": [],
                "address_only": False,
                "extends_to_subsidiaries": False,
            }
            for number, (_, country, code, listed, since) in enumerate(ENDS)
        ],
    )
    _rows(
        case,
        "party_matches",
        [
            {
                "party_id": world.id[end[0]],
                "entry_id": f"{end[2]}:{number:012x}",
                "match": "exact",
                "list_name": end[3],
                "country_agrees": True,
                "score": 1.0,
            }
            for number, end in enumerate(ENDS)
        ],
    )
    interests = [
        (ENDS[1][0], AFFILIATE[0], 51, 100),
        (OWNERS[0][0], SECOND[0][0], 100, 100),
        (OWNERS[1][0], OWNERS[0][0], 25, 50),
        (OWNERS[2][0], FIRST[2][0], None, None),
        (OWNERS[0][0], SECOND[1][0], 60, 60),
    ]
    _rows(
        case,
        "ownership",
        [
            {
                "file_id": 3,
                "row": number + 2,
                "owner_name": owner,
                "owned_name": owned,
                "share_min": low,
                "share_max": high,
                "share_min_open": low == 25,
                "share_max_open": False,
                "kind": "shares",
                "reach": "direct",
                "owner_kind": "company",
                "valid_from_text": "2021-03",
            }
            for number, (owner, owned, low, high) in enumerate(interests)
        ],
    )
    _rows(
        case,
        "ownership_parties",
        [
            {"file_id": 3, "row": number + 2, "owner": world.id[owner], "owned": world.id[owned]}
            for number, (owner, owned, _, _) in enumerate(interests)
        ],
    )
    _rows(
        case,
        "party_facts",
        [
            {
                "party_id": world.id[SECOND[0][0]],
                "file_id": 3,
                "row": 9,
                "incorporated_text": "2022-11-30",
                "industry": "electronic parts",
            },
        ],
    )
    _rows(
        case,
        "party_ties",
        [
            {
                "party_id": world.id[SECOND[0][0]],
                "listed": world.id[ENDS[0][0]],
                "kind": "address",
                "value": EVIL if world.hostile else "Unit 7, 12 Hing Yip Street",
                "sharing": 2,
                "file_id": 3,
                "row": 9,
                "listed_file_id": 4,
                "listed_row": 10,
            },
        ],
    )
    _rows(
        case,
        "quarantine",
        [
            {
                "file_id": 1,
                "row": 17,
                "field": "departure_date",
                "value": EVIL if world.hostile else "2024-13-01",
                "reason": "not a date",
                "cure": "Give YYYY-MM-DD, YYYY-MM or YYYY.",
            },
            {
                "file_id": 2,
                "row": 40,
                "field": "consignee_country",
                "value": "Freedonia",
                "reason": "unknown country",
                "cure": "Give an ISO 3166 code.",
            },
        ],
    )
    _rows(
        case,
        "fill_rates",
        [
            {"file_id": 1, "field": field, "filled": filled}
            for field, filled in [("hs_code", count), ("value_usd", count - 40), ("vessel_imo", 12)]
        ],
    )
    _rows(
        case,
        "exclusions",
        [{"reason": "self_leg", "count": 3}, {"reason": "no_receiver", "count": 2}],
    )
