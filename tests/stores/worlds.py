"""Small worlds as a case: rows straight into the tables that earlier stages would fill."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypedDict

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.search.reference import Leg, World
from tests.search.worlds import BECOMES, CLASSES, Interest

ENTRIES = {"EL:000000000001": "EL", "SDN:000000000002": "SDN", "UVL:000000000003": "UVL"}


class Rules(TypedDict):
    """What a world says of classes."""

    becomes: frozenset[tuple[int, int]]
    unknown: int
    advanced: int


RULES: Rules = {"becomes": BECOMES, "unknown": 5, "advanced": 4}
"""The rules that graphscan's own tables give for these classes."""


def fill(
    case: Case,
    legs: Sequence[Leg],
    names: Mapping[int, str] | None = None,
    interests: Sequence[Interest] = (),
) -> None:
    """Parties, legs, interests, and ends of these legs; every list entry of `ENTRIES` is there."""
    given = names or {}
    parties = {party for leg in legs for party in (leg.consignor, leg.receiver, *leg.via)}
    parties |= {party for owner, owned, *_ in interests for party in (owner, owned)}
    dense = range(max(parties, default=-1) + 1)
    case.replace(
        "parties",
        pa.table(
            {
                "party_id": pa.array(dense, pa.int32()),
                "key": [f"name:{given.get(party, f'p{party}')}|" for party in dense],
                "name": [given.get(party, f"P{party}") for party in dense],
                "identifier": [f"LEI{party}" for party in dense],
            }
        ),
    )
    case.replace("files", pa.table({
        "file_id": pa.array([0], pa.int32()), "path": ["world.csv"], "sha256": [""],
        "kind": ["shipments"], "mapping": ["canonical shipments"], "rows": [len(legs)],
        "loaded": [len(legs)], "quarantined": [0], "excluded": [0],
    }))  # fmt: skip
    case.replace("legs", _legs(legs))
    case.replace("list_rows", _entries())
    case.replace("leg_ends", _ends(legs))
    between = [
        (at, place, party) for at, leg in enumerate(legs) for place, party in enumerate(leg.via)
    ]
    case.replace("leg_via", pa.table({
        "leg_id": pa.array([at for at, _, _ in between], pa.int32()),
        "seq": pa.array([place for _, place, _ in between], pa.int32()),
        "party_id": pa.array([party for _, _, party in between], pa.int32()),
        "role": pa.array(["consignee" for _ in between], pa.string()),
    }))  # fmt: skip
    _own(case, interests)


def _own(case: Case, interests: Sequence[Interest]) -> None:
    """Interests whose first and last days are known to the day, or within a few."""
    for row, (owner, owned, percent, possible, certain) in enumerate(interests, start=2):
        case.execute(
            "INSERT INTO ownership (file_id, row, owner_name, owned_name, share_min, share_max, "
            "share_min_open, share_max_open, kind, reach, owner_kind, valid_from_first, "
            "valid_from_last, valid_to_first, valid_to_last) "
            "SELECT 0, $row, '', '', $percent, $percent, false, false, 'shares', 'direct', "
            "'unknown', "
            "DATE '1970-01-01' + $day1::INTEGER, DATE '1970-01-01' + $day2::INTEGER, "
            "DATE '1970-01-01' + $day3::INTEGER, DATE '1970-01-01' + $day4::INTEGER",
            {
                "row": row, "percent": percent, "day1": possible[0], "day2": certain[0],
                "day3": certain[1] + 1, "day4": possible[1] + 1,
            },
        )  # fmt: skip
        case.execute(
            "INSERT INTO ownership_parties VALUES (0, $row, $owner, $owned, 0)",
            {"row": row, "owner": owner, "owned": owned},
        )


def _legs(legs: Sequence[Leg]) -> pa.Table:
    integers = {
        "leg_id": list(range(len(legs))),
        "file_id": [0 for _ in legs],
        "consignor": [leg.consignor for leg in legs],
        "receiver": [leg.receiver for leg in legs],
        "departs_first": [leg.departs[0] for leg in legs],
        "departs_last": [leg.departs[1] for leg in legs],
        "arrives_first": [leg.arrives[0] for leg in legs],
        "arrives_last": [leg.arrives[1] for leg in legs],
    }
    flags = {
        "departs_assumed": [leg.assumed[0] for leg in legs],
        "arrives_assumed": [leg.assumed[1] for leg in legs],
        "leaves_us": [leg.start for leg in legs],
        "short_code": [leg.short_code for leg in legs],
        "consignment": [leg.consignment for leg in legs],
    }
    texts = {
        "shipment_id": [f"S{position}" for position in range(len(legs))],
        "role": ["consignee" for _ in legs],
        "class": [CLASSES[leg.klass] for leg in legs],
        "departs_text": [str(leg.departs[0]) for leg in legs],
        "arrives_text": [str(leg.arrives[0]) for leg in legs],
    }
    columns = {name: pa.array(values, pa.int32()) for name, values in integers.items()}
    columns |= {name: pa.array(values, pa.bool_()) for name, values in flags.items()}
    columns |= {name: pa.array(values, pa.string()) for name, values in texts.items()}
    columns["hs6"] = pa.array([[] for _ in legs], pa.list_(pa.string()))
    return pa.table(columns)


def _entries() -> pa.Table:
    entries = list(ENTRIES)
    columns = {
        "file_id": pa.array([0] * len(entries), pa.int32()),
        "row": list(range(2, 2 + len(entries))),
        "entry_id": entries,
        "list_code": list(ENTRIES.values()),
        "name": [f"Entry {entry}" for entry in entries],
    }
    columns |= {name: [""] * len(entries) for name in ("source", "source_id", "citation")}
    columns |= {
        name: pa.array([[]] * len(entries), pa.list_(pa.string()))
        for name in ("alt_names", "addresses", "countries", "programs", "footnotes")
    }
    columns |= {
        name: [False] * len(entries) for name in ("address_only", "extends_to_subsidiaries")
    }
    return pa.table(columns)


def _ends(legs: Sequence[Leg]) -> pa.Table:
    """Two entries a leg, so that one must be chosen; the weaker row never decides."""
    rows = []
    for leg_id, leg in enumerate(legs):
        if leg.basis:
            also = [] if leg.end_certain else ["listed-later"]
            rows.append((leg_id, "SDN:000000000002", leg.basis, leg.final, also))
            rows.append((leg_id, "UVL:000000000003", "delisted", False, []))
    columns = list(zip(*rows, strict=True)) or [(), (), (), (), ()]
    return pa.table({
        "leg_id": pa.array(columns[0], pa.int32()),
        "entry_id": pa.array(columns[1], pa.string()),
        "basis": pa.array(columns[2], pa.string()),
        "final": pa.array(columns[3], pa.bool_()),
        "also_possible": pa.array(columns[4], pa.list_(pa.string())),
        "match": pa.array(["exact" for _ in rows], pa.string()),
        "list_name": pa.array(["Entry" for _ in rows], pa.string()),
        "proof": pa.array(["[]" for _ in rows], pa.string()),
    })  # fmt: skip


def random_world(seed: int) -> World:
    """Dense: loops, same-day legs, month-only and assumed dates, parallel legs at a hub.

    Most legs are of one class; a few of classes that become others, or are not known.
    """
    dice = random.Random(seed)
    parties = dice.randint(3, 8)
    hub = dice.randrange(parties)
    legs = [_random_leg(dice, parties, hub) for _ in range(dice.randint(4, 22))]
    return World(
        legs=legs,
        max_legs=dice.randint(1, 6),
        min_wait=dice.choice([0, 0, 3]),
        max_wait=dice.choice([3, 20, 60]),
        **RULES,
    )


def _random_leg(dice: random.Random, parties: int, hub: int) -> Leg:
    consignor, receiver = dice.sample(range(parties), 2)
    if dice.random() < 0.25:
        consignor, receiver = (hub, receiver) if dice.random() < 0.5 else (consignor, hub)
    first = dice.randrange(0, 60)
    if dice.random() < 0.4:  # the later the further, so that some journeys are long
        consignor = receiver = first * parties // 60
    if consignor == receiver:
        receiver = (receiver + 1) % parties
    departs = dice.choice(
        [(first, first), (first, first), (first // 30 * 30, first // 30 * 30 + 29)]
    )
    transit = dice.choice([0, 0, 5, 20])
    arrives = dice.choice([(first + transit, first + transit), (departs[0], departs[1] + transit)])
    final = dice.random() < 0.12
    klass = dice.choice([0] * 15 + [1, 2, 3, 4, 5])
    weak = not final and dice.random() < 0.2
    return Leg(
        consignor=consignor,
        receiver=receiver,
        klass=klass,
        short_code=klass in {2, 3} and dice.random() < 0.5,
        departs=departs,
        arrives=arrives,
        assumed=dice.choice([(False, False), (False, False), (True, False), (False, True)]),
        start=dice.random() < 0.4,
        basis="listed" if final else ("listed-later" if weak else ""),
        final=final,
        end_certain=not weak or dice.random() < 0.5,
    )
