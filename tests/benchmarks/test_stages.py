"""Time and peak memory of each stage, by size. Prints figures; asserts none of them.

Sizes come from GRAPHSCAN_BENCH_SIZES (default 100000), the format from GRAPHSCAN_BENCH_FORMAT.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.generate import write

SIZES = [int(size) for size in os.environ.get("GRAPHSCAN_BENCH_SIZES", "100000").split(",")]
FORMATS = os.environ.get("GRAPHSCAN_BENCH_FORMAT", "csv").split(",")

ONE_RUN = """
import json, resource, sys, time
from graphscan import pipeline
stages = []
began = time.perf_counter()
def note(stage):
    if stage.finished:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        stages.append([stage.name, stage.seconds, peak, stage.note])
run = pipeline.scan(sys.argv[1], case=sys.argv[2] + "/case.duckdb", on_stage=note)
found = time.perf_counter()
run.write(sys.argv[2])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
stages.append(["write outputs", time.perf_counter() - found, peak, ""])
stages.append(["whole", time.perf_counter() - began, peak, ""])
print(json.dumps(stages))
"""


def run_once(inputs: Path, out: Path) -> list[list[Any]]:
    """One scan in a process of its own, so that the peak is its own: name, seconds, MiB, note."""
    out.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", ONE_RUN, str(inputs), str(out)],
        capture_output=True,
        text=True,
        check=True,
    )
    stages: list[list[Any]] = json.loads(done.stdout)
    return stages


@pytest.mark.benchmark
@pytest.mark.parametrize("kind", FORMATS)
def test_stages(tmp_path: Path, kind: str) -> None:
    print()
    previous: dict[str, float] = {}
    for size in SIZES:
        inputs = tmp_path / f"{size}"
        write(inputs, size, kind=kind)
        print(
            f"{size:,} shipments, {kind}, {(inputs / f'shipments.{kind}').stat().st_size:,} bytes"
        )
        for name, seconds, peak, note in run_once(inputs, tmp_path / f"out-{size}"):
            growth = f"{seconds / previous[name]:6.1f}x" if previous.get(name) else ""
            print(f"  {name:<20} {seconds:8.2f} s  peak {peak:7.0f} MiB {growth:>8}  {note}")
            previous[name] = seconds
