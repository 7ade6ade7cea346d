"""A question to a case of 10 or 100 million legs: what each step left, how long, how much memory.

Legs are made by SQL straight into the table of a case: worlds of up to 10 million legs over stable
relations, side by side, days to the day, a fifth of them months. Sizes come from
GRAPHSCAN_BENCH_REACH (default 1000000), the folder from GRAPHSCAN_BENCH_FOLDER, where a case is
used again that is there already. The question is asked in a process of its own.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from graphscan.casefile import Case, open_case
from graphscan.casefile.narrow import narrowed
from graphscan.findings.asked import AskedPaths
from graphscan.network import read_legs
from graphscan.search.case_question import recorded_question
from graphscan.search.engine import Limits, Prepared
from graphscan.search.points import NoPoints
from graphscan.search.query import PathQuery
from graphscan.search.reach import legs_in_reach
from graphscan.settings import Settings
from tests.benchmarks.generate import companies, relations

SIZES = [int(size) for size in os.environ.get("GRAPHSCAN_BENCH_REACH", "1000000").split(",")]
WORLD = 10_000_000

LEGS = """
INSERT INTO legs BY NAME
SELECT ($first + n)::INTEGER AS leg_id, 0 AS file_id, '' AS shipment_id,
       (supplier + $apart)::INTEGER AS consignor, (customer + $apart)::INTEGER AS receiver,
       'consignee' AS role, printf('%04d', 1000 + heading) AS class, []::TEXT[] AS hs6,
       CASE WHEN month THEN day - day % 30 ELSE day END AS departs_first,
       CASE WHEN month THEN day - day % 30 + 29 ELSE day END AS departs_last,
       CASE WHEN month THEN came - came % 30 ELSE came END AS arrives_first,
       CASE WHEN month THEN came - came % 30 + 29 ELSE came END AS arrives_last,
       false AS departs_assumed, false AS arrives_assumed, '' AS departs_text, '' AS arrives_text,
       leaves_us, (1 + hash(n, 3) % 500)::DOUBLE AS quantity, 'PCS' AS quantity_unit,
       (1 + hash(n, 4) % 900)::DOUBLE AS gross_weight_kg
FROM (
  SELECT n, supplier, customer, heading, leaves_us, hash(n, $first, 2) % 5 = 0 AS month,
         (19000 + hash(n, $first, 0) % 1096)::INTEGER AS day,
         (day + 1 + hash(n, $first, 1) % 39)::INTEGER AS came
  FROM drawn WHERE n < $size)
"""

ENDS = """
INSERT INTO leg_ends BY NAME
SELECT leg_id, 'EL:' || receiver AS entry_id, 'listed' AS basis, true AS final,
       []::TEXT[] AS also_possible, 'exact' AS match, '' AS list_name, '[]' AS proof
FROM legs JOIN drawn ON n = leg_id - $first WHERE leg_id >= $first AND is_listed
"""


def make(path: Path, size: int) -> None:
    """A case of so many legs and nothing else but its parties."""
    with open_case(path) as case:
        case.execute("SET memory_limit = '6GB'")
        case.execute("SET preserve_insertion_order = false")
        case.execute(
            "INSERT INTO files VALUES (0, 'made.csv', '', 'shipments', '', $size, $size, 0, 0)",
            {"size": size},
        )
        firms = _draw(case, min(WORLD, size))
        for number, first in enumerate(range(0, size, WORLD)):
            _add(case, first, min(WORLD, size - first), number * firms, firms)


def _draw(case: Case, size: int) -> int:
    """Relations of one world, drawn once; every world has them, on other days. Its firms."""
    rng = np.random.default_rng(7)
    world = companies(max(500, size // 10), rng)
    supplier, customer, heading = relations(world, rng)
    weight = np.cumsum(rng.pareto(1.1, len(supplier)) + 0.2)
    drawn = np.searchsorted(weight, rng.random(size) * weight[-1])
    country = world["country"]
    case.temporary(
        "drawn",
        pa.table(
            {
                "n": np.arange(size, dtype=np.int32),
                "supplier": supplier[drawn].astype(np.int32),
                "customer": customer[drawn].astype(np.int32),
                "heading": heading[drawn].astype(np.int16),
                "leaves_us": (country[supplier[drawn]] == 0) & (country[customer[drawn]] != 0),
                "is_listed": world["listed"][customer[drawn]],
            }
        ),
    )
    return len(country)


def _add(case: Case, first: int, size: int, apart: int, firms: int) -> None:
    case.execute(
        "INSERT INTO parties BY NAME SELECT (range + $apart)::INTEGER AS party_id,"
        " 'Firm ' || (range + $apart) AS name, (range + $apart)::TEXT AS key FROM range($firms)",
        {"apart": apart, "firms": firms},
    )
    case.execute(LEGS, {"first": first, "apart": apart, "size": size})
    case.execute(ENDS, {"first": first})
    case.execute(
        "INSERT INTO leg_rows SELECT (range + $first)::INTEGER, 0, range + $first + 2"
        " FROM range($size)",
        {"first": first, "size": size},
    )


def ask(path: Path) -> None:
    """The stages of a question, one after the other; then the first paths as `paths` lists them."""
    settings, told = Settings(), []

    def timed(name: str, work: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        found = work()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        told.append([name, time.perf_counter() - began, peak])
        return found

    with open_case(path, read_only=True) as case:
        case.execute("SET memory_limit = '4GB'")
        total = case.value("SELECT count(*) FROM legs")
        near = timed("prune in the database", lambda: legs_in_reach(case, settings))

        def read() -> Any:
            with narrowed(case, near):
                return recorded_question(case, read_legs(case), settings)

        question = timed("read what is left", read)
        ready = timed("prune and index", lambda: Prepared(question))
        chains = timed("count chains", ready.chains_by_length)
        limits = Limits(top=20, journeys=5, max_expansions=10**6)
        nothing = NoPoints(len(near))
        timed(
            "first 20 routes, no score",
            lambda: list(ready.routes(ready.search(nothing, limits), 20)),
        )
        asked = timed("paths: ask again", lambda: AskedPaths(case, PathQuery(), settings))
        timed("paths: first 20 by score", lambda: list(asked.findings()))
    steps = [("all legs", total), ("left by the database", len(near)), *ready.steps[1:]]
    print(json.dumps({"stages": told, "steps": steps, "chains": chains}))


@pytest.mark.benchmark
def test_a_question_to_a_case_of_very_many_legs(tmp_path: Path) -> None:
    folder = Path(os.environ.get("GRAPHSCAN_BENCH_FOLDER", tmp_path))
    for size in SIZES:
        path = folder / f"legs-{size}.duckdb"
        if not path.exists():
            began = time.perf_counter()
            make(path, size)
            print(f"\nmade {size:,} legs in {time.perf_counter() - began:,.0f} s")
        here = Path(__file__).resolve().parents[2]
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.test_reach", str(path)],
            capture_output=True, text=True, check=True, cwd=here,
        )  # fmt: skip
        told = json.loads(done.stdout)
        print(f"\n{size:,} legs, {path.stat().st_size / 2**20:,.0f} MiB on disk")
        for name, left in told["steps"]:
            print(f"  {left:>12,} legs {left / size:9.4%}  {name}")
        for name, seconds, peak in told["stages"]:
            print(f"  {seconds:8.2f} s  peak {peak:7,.0f} MiB  {name}")
        print(f"  {sum(row[1] for row in told['chains']):,} chains: {told['chains']}")
        assert sum(row[1] for row in told["chains"]) > 0


if __name__ == "__main__":
    ask(Path(sys.argv[1]))
