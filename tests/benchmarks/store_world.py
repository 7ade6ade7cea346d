"""A case of any size for the shared store: the generated trade, with ports, addresses and owners.

    python -m tests.benchmarks.store_world FOLDER --shipments 1000000

The case, `FOLDER/case.duckdb`, keeps two runs: the second allows longer waits, so that something
has changed between them. Everything is invented.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import shutil
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from graphscan import pipeline
from graphscan.casefile import open_case
from graphscan.casefile.runs import all_runs, make_latest, read_run, save_run
from graphscan.settings import Settings
from tests.benchmarks.generate import write

SETTINGS = Settings()
EARLIER = dataclasses.replace(SETTINGS, max_wait=120)
PORTS = ("SGSIN", "MYPKG", "HKHKG", "KRPUS", "AEJEA")


def write_world(folder: Path, shipments: int) -> Path:
    """Shipments, a list and ownership; memory is that of all shipments."""
    path, listed = write(folder / "in", shipments, kind="parquet")
    table = pq.read_table(path)
    row = np.arange(table.num_rows)
    ports = np.where(row % 5 == 0, np.array(PORTS, dtype=object)[row // 5 % len(PORTS)], "")
    names = table["consignee_name"].to_pylist()
    table = table.append_column("transshipment_ports", pa.array(ports, pa.string()))
    table = table.append_column("consignee_address", pa.array([_address(name) for name in names]))
    pq.write_table(table, path)
    _write_ownership(folder / "in" / "ownership.csv", table, listed)
    return folder / "in"


def _address(name: str) -> str:
    """Every twentieth firm gives one, and some share theirs."""
    number = int(name.split()[2])
    return "" if number % 20 else f"{number // 60 + 1} Harbour Road, Tower {number // 60 % 7}"


def _write_ownership(path: Path, table: pa.Table, listed: Path) -> None:
    """One owner each for a fifth of the firms, no circles; each hundredth owner is listed."""
    with listed.open(encoding="utf-8") as file:
        wanted = {row["name"] for row in csv.DictReader(file)}
    pairs = zip(
        table["consignee_name"].to_pylist(), table["consignee_country"].to_pylist(), strict=True
    )
    firms = sorted(set(pairs))
    targets = [firm for firm in firms if firm[0] in wanted]
    rng = np.random.default_rng(11)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([
            *("owner_name", "owner_country", "owned_name", "owned_country"),
            *("share_min", "share_max", "kind", "reach", "valid_from"),
        ])  # fmt: skip
        owned_ones = np.sort(rng.choice(len(firms), len(firms) // 5, replace=False)).tolist()
        for count, owned in enumerate(owned_ones):
            owner = targets[count // 100 % len(targets)] if count % 100 == 0 else None
            owner = owner or firms[int(rng.integers(0, max(owned, 1)))]
            share = (10, 25, 49, 51, 75, 100)[int(rng.integers(6))]
            if owner != firms[owned] and firms[owned] not in targets:
                rows.writerow(
                    [*owner, *firms[owned], share, share, "shares", "direct", "2021-01-01"]
                )


def build(folder: Path, shipments: int) -> Path:
    """The case of such a world."""
    inputs, case = write_world(folder, shipments), folder / "case.duckdb"
    for settings in (EARLIER, SETTINGS):
        began = time.perf_counter()
        with pipeline.scan(inputs, case=case, settings=settings) as run:
            told = ", ".join(f"{stage.name} {stage.seconds:.1f} s" for stage in run.stages)
            print(f"max_wait {settings.max_wait}: {time.perf_counter() - began:.1f} s ({told})")
            print(f"  {len(run.findings):,} findings, {run.result.chains:,} chains")
    return case


def with_two_runs(path: Path, folder: Path) -> Path:
    """A case that keeps two runs: the one given, else a copy of it with a run before its own.

    That run lacks the first finding, and tells the last with another score.
    """
    with open_case(path, read_only=True) as case:
        if len(all_runs(case)) > 1:
            return path
    copy = folder / path.name
    shutil.copyfile(path, copy)
    with open_case(copy) as case:
        latest = all_runs(case)[0].run_id
        document = read_run(case, latest)
        _, *findings = document["findings"]
        findings[-1] = {**findings[-1], "score": findings[-1]["score"] + 1}
        run = {**document["run"], "id": f"earlier-{latest}"}
        save_run(case, "an earlier run", {**document, "run": run, "findings": findings}, {})
        make_latest(case, latest)
    return copy


def main() -> None:
    """Build a case from the command line."""
    parser = argparse.ArgumentParser(description="Build a generated case.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shipments", type=int, default=100_000)
    given = parser.parse_args()
    build(given.folder, given.shipments)


if __name__ == "__main__":
    main()
