"""What a case gives to a server."""

from __future__ import annotations

import pyarrow as pa

from graphscan.casefile import open_case
from graphscan.search.reference import Leg
from graphscan.settings import Settings
from graphscan.stores.rows import GraphRows
from tests.stores.worlds import fill

LEG = Leg(
    consignor=0,
    receiver=1,
    klass=1,
    departs=(5, 5),
    arrives=(9, 12),
    basis="listed-later",
    start=True,
)


def test_the_entry_that_a_finding_names_has_rank_0() -> None:
    with open_case() as case:
        fill(case, [LEG])
        case.execute(
            "INSERT INTO leg_ends BY NAME SELECT * REPLACE ('EL:000000000001' AS entry_id, "
            "['delisted'] AS also_possible) FROM leg_ends WHERE basis = 'listed-later'"
        )
        rows = GraphRows(case, Settings())
        [ends] = rows.batches("ends", 10)
        [[shipment]] = rows.batches("shipments", 10)
    assert [(end["rank"], end["end"][:2]) for end in ends] == [(0, "EL"), (1, "SD"), (2, "UV")]
    assert shipment["properties"]["basis"] == "listed-later"
    assert shipment["properties"]["end_certain"]  # by the SDN entry, whatever the EL entry allows


def test_batches_hold_every_row_once() -> None:
    with open_case() as case:
        fill(case, [LEG] * 7)
        rows = GraphRows(case, Settings())
        batches = list(rows.batches("shipments", 3))
        assert rows.count("shipments") == 7
    assert [row["key"] for batch in batches for row in batch] == list(range(7))
    assert max(map(len, batches)) == 3


def test_the_fingerprint_follows_the_rows_and_nothing_else() -> None:
    marks = []
    for legs, name in [([LEG], "A"), ([LEG], "A"), ([LEG], "B"), ([LEG, LEG], "A"), ([], "A")]:
        with open_case() as case:
            fill(case, legs, {0: name})
            marks.append(GraphRows(case, Settings()).fingerprint())
    assert marks[0] == marks[1]
    assert len(set(marks)) == 4


def test_keys_too_long_for_an_index_stay_apart() -> None:
    names = {0: "A" * 9_000 + "1", 1: "A" * 9_000 + "2"}
    with open_case() as case:
        fill(case, [LEG], names)
        [parties] = GraphRows(case, Settings()).batches("parties", 10)
    assert len({party["key"] for party in parties}) == 2
    assert max(len(party["key"]) for party in parties) < 1_000
    assert [party["properties"]["name"] for party in parties] == list(names.values())


def test_entries_that_nothing_touches_stay_at_home() -> None:
    """The whole real list has 25,921 rows, and a case meets a few of them."""
    with open_case() as case:
        fill(case, [LEG])
        case.execute(
            "INSERT INTO list_names (entry_id, name, normalised, kind) "
            "VALUES ('SDN:000000000002', 'An Alias', 'an alias', 'alias')"
        )
        case.append("party_matches", pa.table({
            "party_id": pa.array([0], pa.int32()), "entry_id": ["EL:000000000001"],
            "match": ["alias"], "list_name": ["Other"], "score": [0.9],
        }))  # fmt: skip
        rows = GraphRows(case, Settings())
        [entries] = rows.batches("entries", 10)
        [matches] = rows.batches("matches", 10)
        case.execute("DELETE FROM party_matches")
        assert rows.count("entries") == 2
    assert {entry["key"]: entry["properties"]["names"] for entry in entries} == {
        "EL:000000000001": ["Entry EL:000000000001"],
        "SDN:000000000002": ["An Alias"],
        "UVL:000000000003": ["Entry UVL:000000000003"],
    }
    assert matches[0]["properties"]["match"] == "alias"
