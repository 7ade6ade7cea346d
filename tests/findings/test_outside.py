"""The share of each source that lies outside any possible chain."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import graphscan
from graphscan.findings.outside import share_outside
from tests.network.small import Row, write_csv

LIST = Path(__file__).parents[2] / "sample_data" / "screening_list.csv"


def row(number: int, sender: str, receiver: str, value: float | str, **more: object) -> Row:
    return {
        "shipment_id": f"S{number}",
        "consignor_name": sender,
        "consignor_country": "US" if number == 1 else "SG",
        "consignee_name": receiver,
        "consignee_country": "SG",
        "departure_date": f"2024-0{number}-01",
        "arrival_date": f"2024-0{number}-10",
        "hs_code": "854231",
        "value_usd": value,
        **more,
    }


def world(folder: Path) -> Path:
    """A chain of two legs to a listed party, a leg that leads nowhere, a row without a receiver."""
    listed = "HiSilicon Technologies Co., Ltd (HiSilicon)"
    chain = [
        row(1, "Blue Mesa Inc", "Kelvar Pte Ltd", 100.10),
        row(2, "Kelvar Pte Ltd", listed, 200.20, consignee_country="CN"),
    ]
    aside = [
        row(3, "Kelvar Pte Ltd", "Nowhere Ltd", 699.70),
        row(4, "Kelvar Pte Ltd", "TO ORDER", ""),
    ]
    folder.mkdir()
    write_csv(folder / "a.csv", [*chain, aside[0]])
    write_csv(folder / "b.csv", aside[1:])
    (folder / "list.csv").write_bytes(LIST.read_bytes())
    return folder


def test_value_on_no_chain_is_told_by_file(tmp_path: Path) -> None:
    with graphscan.scan(world(tmp_path / "in")) as run:
        assert run.document["findings"][0]["kind"] == "route"
        counts = run.document["run"]["counts"]
        run.write(tmp_path / "out")
    assert counts["value_usd"] == {"a.csv": 1000.0, "b.csv": 0.0}
    assert counts["value_outside_chains"] == {"a.csv": 0.6997, "b.csv": None}
    assert counts["rows_outside_chains"] == {"a.csv": 0.3333, "b.csv": 1.0}
    assert share_outside(counts) == pytest.approx(0.6997)
    with (tmp_path / "out" / "coverage.csv").open(encoding="utf-8", newline="") as file:
        told = {each["file"]: each for each in csv.DictReader(file)}
    assert told["a.csv"]["value_outside_chains"] == "0.6997"
    assert told["b.csv"]["value_outside_chains"] == ""
    assert told["list.csv"]["rows_outside_chains"] == ""
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Outside any possible chain" in page
    assert "70.0 %" in page
    again = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert again["counts"]["value_usd"] == counts["value_usd"]


def test_without_a_list_everything_lies_outside(tmp_path: Path) -> None:
    folder = world(tmp_path / "in")
    (folder / "list.csv").unlink()
    with graphscan.scan(folder) as run:
        assert share_outside(run.document["run"]["counts"]) == 1.0
