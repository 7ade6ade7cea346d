"""JSON records read through mappings."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from graphscan.casefile import Case
from graphscan.sources.inspect import propose
from graphscan.sources.json_table import DEEPEST, flat
from tests.sources.worlds import load

MAPPING = """
    name = "our system"
    needs = ["no", "from.name", "to.name"]
    [columns]
    shipment_id = "no"
    consignor_name = "from.name"
    consignor_country = "from.country"
    consignee_name = "to.name"
    departure_date = "day"
    container_numbers = ["boxes.all", "boxes"]
"""
RECORD = {"no": 1, "from": {"name": "A Ltd"}, "to": [{"name": "B Ltd"}], "day": "2024-01-05"}


def lines(*records: object) -> bytes:
    return "\n".join(map(json.dumps, records)).encode()


def test_the_second_of_several_parties_lends_nothing_to_the_first() -> None:
    record = {"to": [{"name": "B"}, {"name": "C", "country": "HK"}]}
    assert flat(record) == {"to.name": "B", "to.name.all": "B; C", "to.country.all": "HK"}


def test_nesting_beyond_measure_is_passed_over() -> None:
    record: dict[str, object] = {"a": 1}
    for _ in range(2 * DEEPEST):
        record = {"a": record}
    assert flat(record) == {}


def test_half_a_character_and_numbers_of_any_kind_become_text() -> None:
    assert flat({"a": "\ud800", "b": 1.0, "c": 0.5, "d": None, "e": ""}) == {
        "a": "?",
        "b": "1",
        "c": "0.5",
    }


def test_a_mapping_of_ones_own_reads_json(case: Case, tmp_path: Path) -> None:
    later = RECORD | {"no": 2, "from": {"name": "A Ltd", "country": "HK"}, "boxes": ["X1", "X2"]}
    world = load(
        case, tmp_path, {"m.mapping.toml": MAPPING, "a.jsonl": lines(*[RECORD] * 300, later)}
    )
    assert world.counts == {"a.jsonl": (301, 301, 0, 0)}
    assert world.column("consignor_country")[-1] == "HK"  # which the first 200 records lack
    assert world.column("container_numbers")[-1] == "X1; X2"


@pytest.mark.parametrize("name", ["a.json", "a.json.gz"])
def test_an_array_is_read_as_lines_are(case: Case, tmp_path: Path, name: str) -> None:
    data = json.dumps([RECORD]).encode()
    data = gzip.compress(data, mtime=0) if name.endswith("gz") else data
    assert load(case, tmp_path, {"m.mapping.toml": MAPPING, name: data}).counts == {
        name: (1, 1, 0, 0)
    }


def test_json_that_no_mapping_fits_is_told_with_its_names(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"a.jsonl": lines({"x": 1, "y": {"z": 2}})})
    assert world.quarantine == [(0, "", "x, y.z", "JSON in a layout that is not known")]


def test_json_is_never_a_table_of_parties_because_it_has_a_name(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"package.json": b'{"name": "left-pad", "version": "1.0"}'})
    assert world.quarantine[0][3] == "JSON in a layout that is not known"


def test_a_proposal_for_json(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines({"exporter": "A Ltd", "importer": "B Ltd", "hs_code": "854231"}))
    (proposal,) = propose(path)
    assert [pick.field for pick in proposal.suggestion.picks] == [
        "consignor_name",
        "consignee_name",
        "hs_code",
    ]
