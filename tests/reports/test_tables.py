"""The CSV and JSON files of a run: complete, deterministic, inert."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from graphscan.findings.frames import FINDING_COLUMNS
from graphscan.reports.tables import inert, write_csv, write_tables
from tests.findings.world import (
    OWNERSHIP,
    SHIPMENTS,
    Searched,
    World,
    search,
    shell_and_distributor,
)

NAMES = (
    "findings.json",
    "findings.csv",
    "journeys.csv",
    "intermediaries.csv",
    "waypoints.csv",
    "passages.csv",
    "quarantine.csv",
    "coverage.csv",
    "run.json",
)


def written(folder: Path, found: Searched) -> list[Path]:
    folder.mkdir(exist_ok=True)
    return write_tables(folder, found.case, found.document, found.result)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_of_the_contract_and_run_json_last(tmp_path: Path) -> None:
    files = written(tmp_path, search(shell_and_distributor()))
    assert [path.name for path in files] == list(NAMES)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES)
    for path in files:
        data = path.read_bytes()
        assert data.endswith(b"\n")
        assert b"\r" not in data


def test_equal_inputs_give_equal_bytes(tmp_path: Path) -> None:
    one = written(tmp_path / "one", search(shell_and_distributor()))
    other = written(tmp_path / "other", search(shell_and_distributor()))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_json_holds_the_document_and_its_run(tmp_path: Path) -> None:
    found = search(shell_and_distributor())
    written(tmp_path, found)
    assert json.loads((tmp_path / "findings.json").read_text("utf-8")) == found.document
    assert json.loads((tmp_path / "run.json").read_text("utf-8")) == found.document["run"]


def test_findings_and_journeys_agree_with_the_document(tmp_path: Path) -> None:
    found = search(shell_and_distributor())
    written(tmp_path, found)
    rows = table(tmp_path / "findings.csv")
    assert list(rows[0]) == list(FINDING_COLUMNS)
    assert [row["id"] for row in rows] == [finding["id"] for finding in found.findings]
    legs = table(tmp_path / "journeys.csv")
    assert [leg["shipment_id"] for leg in legs] == ["S1", "S2", "S3", "S4"]
    assert legs[2]["quantity"] == ""


def test_intermediaries_and_waypoints_with_their_share_of_chains(tmp_path: Path) -> None:
    written(tmp_path, search(shell_and_distributor()))
    rows = {row["name"]: row for row in table(tmp_path / "intermediaries.csv")}
    shell = rows["Kelvara Trading Pte Ltd"]
    assert (shell["country"], shell["third_country"]) == ("SG", "Y")
    assert (shell["chains"], shell["chains_share"], shell["routes"]) == ("1", "0.5", "1")
    assert (shell["first_day"], shell["last_day"]) == ("2024-03-01", "2024-03-01")
    assert shell["listed_reached"] == "Dornyev Optics Co., Ltd."
    assert shell["entry_ids"] == "EL:000000000000"
    places = table(tmp_path / "waypoints.csv")
    third = [(place["code"], place["third_country"]) for place in places]
    assert third == [("SGSIN", "Y"), ("CNSHA", "N")]


def test_the_ends_own_country_and_the_us_are_no_third_countries(tmp_path: Path) -> None:
    world = World()
    exporter, end = world.party("Exporter", "US"), world.party("End", "CN")
    listed = world.entry("End", countries=["CN"])
    for name, country in (("At home", "CN"), ("American", "US"), ("Unknown", None), ("Hub", "HK")):
        holder = world.party(name, country)
        world.leg(exporter, holder, "2024-03-01")
        world.end(world.leg(holder, end, "2024-03-05"), listed)
    written(tmp_path, search(world))
    third = {row["name"]: row["third_country"] for row in table(tmp_path / "intermediaries.csv")}
    assert third == {"At home": "N", "American": "N", "Unknown": "N", "Hub": "Y"}


def test_quarantine_and_coverage_name_file_and_row(tmp_path: Path) -> None:
    found = search(shell_and_distributor())
    found.case.execute(
        "INSERT INTO quarantine VALUES (?, 9, 'hs_code', '=1+1', 'not a code', 'Give digits.')",
        [SHIPMENTS],
    )
    found.case.execute("UPDATE files SET loaded = 8 WHERE file_id = ?", [SHIPMENTS])
    counts = {"rows": 10, "loaded": 7, "quarantined": 2, "excluded": 1}
    found.document["run"] |= {
        "inputs": [
            {"path": "ownership.csv", "kind": "ownership", **counts},
            {"path": "shipments.csv", "kind": "shipments", **counts},
        ]
    }
    for file_id, field, filled in ((SHIPMENTS, "hs_code", 6), (OWNERSHIP, "share_min", 10)):
        found.case.execute("INSERT INTO fill_rates VALUES (?, ?, ?)", [file_id, field, filled])
    written(tmp_path, found)
    assert table(tmp_path / "quarantine.csv") == [
        {
            "file": "shipments.csv",
            "row": "9",
            "field": "hs_code",
            "value": "'=1+1",
            "reason": "not a code",
            "cure": "Give digits.",
        }
    ]
    rows = {row["file"]: row for row in table(tmp_path / "coverage.csv")}
    assert list(rows) == ["ownership.csv", "shipments.csv"]
    shipments = rows["shipments.csv"]
    assert [shipments[name] for name in counts] == ["10", "7", "2", "1"]
    assert (shipments["fill_hs_code"], shipments["fill_share_min"]) == ("0.75", "")
    assert rows["ownership.csv"]["fill_share_min"] == "1.0"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", " =", "\n="])
def test_no_cell_begins_as_a_formula(start: str) -> None:
    assert inert(f"{start}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("cell", ["\x00", "a\x1bb", "a\nb", "a\u202eb", "a\u2028b"])
def test_control_characters_are_replaced(cell: str) -> None:
    assert "\ufffd" in inert(cell)
    assert cell not in inert(cell)


@pytest.mark.parametrize("cell", [-1, -1.5, 10**30, "Größe ÅB 海思", 'O\'Neil & Co, "Ltd"', ""])
def test_numbers_and_plain_names_stay(cell: Any) -> None:
    assert inert(cell) == cell


def test_hostile_names_read_back_as_one_inert_cell_each(tmp_path: Path) -> None:
    names = ['=HYPERLINK("http://x";"y")', 'a","b', "a\nb", "\x00\x1b[31m", "@SUM(A1)", "-2+3"]
    path = write_csv(tmp_path / "t.csv", ["name"], [[name] for name in names])
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == len(names) + 1
    for (cell,) in rows:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert all(char.isprintable() or char == "\ufffd" for char in cell)
