"""Declarations among FollowTheMoney entities."""

from __future__ import annotations

import json
from pathlib import Path

from graphscan.casefile import Case
from graphscan.sources.ownership.declarations import holds_declarations
from tests.sources.worlds import load


def entity(ref: str, schema: str, **properties: str) -> dict[str, object]:
    return {
        "id": ref,
        "schema": schema,
        "caption": properties.get("name", ref),
        "properties": {name: [text] for name, text in properties.items()},
    }


SELLER = entity("a", "Company", name="A Ltd", jurisdiction="hk")
BUYER = entity("b", "Company", name="B Ltd", jurisdiction="kz")
STATED = {"sender": "a", "receiver": "b", "date": "2024-05-01", "vedCode": "854231"}


def test_declarations_far_down_a_register_are_met(case: Case, tmp_path: Path) -> None:
    others = [entity(f"x{n}", "Company", name=f"Firm {n} " + "y" * 200) for n in range(2000)]
    declared = entity("d", "EconomicActivity", ccdNumber="7", **STATED)
    data = "\n".join(map(json.dumps, [*others, declared, SELLER, BUYER])).encode()
    world = load(case, tmp_path, {"a.jsonl": data})
    assert world.counts == {"a.jsonl": (2003, 2003, 0, 0)}
    assert world.column("consignor_name") == ["A Ltd"]
    assert world.column("consignee_country") == ["KZ"]
    assert case.value("SELECT count(*) FROM given_parties") == 2002


def test_the_same_declaration_twice_counts_once(case: Case, tmp_path: Path) -> None:
    declared = [entity(ref, "EconomicActivity", ccdNumber="7", **STATED) for ref in ("d", "e")]
    data = "\n".join(map(json.dumps, [SELLER, BUYER, *declared])).encode()
    assert load(case, tmp_path, {"a.jsonl": data}).counts == {"a.jsonl": (4, 3, 0, 1)}


def test_the_name_of_the_schema_is_found_across_blocks(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    for before in range((1 << 16) - 20, (1 << 16) + 2):
        path.write_bytes(b" " * before + b"EconomicActivity")
        assert holds_declarations(path)
    path.write_bytes(b"EconomicActivit")
    assert not holds_declarations(path)
