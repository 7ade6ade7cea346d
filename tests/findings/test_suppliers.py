"""Who supplies listed parties directly: not those that were listed themselves by then."""

from __future__ import annotations

from pathlib import Path

from graphscan.pipeline import scan
from tests.network.small import LIST_COLUMNS, listed, shipment, write_csv


def suppliers(folder: Path) -> dict[str, int]:
    """Chains of the supplier findings, by who supplies Bolt in January and July."""
    rows = [
        shipment(f"{name}{month}", f"{name}/SG", "Bolt/CN", f"2024-{month}-10",
                 arrival_date=f"2024-{month}-20")
        for name in ("Early", "Later", "Between", "Never", "Undated", "Vague")
        for month in ("01", "07")
    ]  # fmt: skip
    lists = [
        listed("Bolt", "2020-01-01"),
        listed("Early", "2021-01-01", addresses="SG"),
        listed("Later", "2025-03-25", addresses="SG"),
        listed("Between", "2024-04-01", addresses="SG"),
        listed("Undated", addresses="SG"),
        listed("Vague", "2024", addresses="SG"),
    ]
    write_csv(folder / "shipments.csv", rows)
    write_csv(folder / "list.csv", lists, LIST_COLUMNS)
    with scan(folder) as run:
        return {
            finding["exporter"]["name"]: finding["chains"]
            for finding in run.document["findings"]
            if finding["kind"] == "supplier-of-listed"
        }


def test_a_supplier_that_was_listed_only_later_is_a_finding(tmp_path: Path) -> None:
    """Two firms were listed in 2025 for what they supplied before (90 FR 14046).

    Deliveries while a supplier was listed itself are left out, of one whose entry has no date all;
    where only the year is known and leaves a doubt, they count.
    """
    assert suppliers(tmp_path) == {"Later": 2, "Between": 1, "Never": 2, "Vague": 2}
