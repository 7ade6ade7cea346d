"""One table: how many chains reach a listed party, counted by graphscan and by what else one has.

Same legs, same question, equal answers checked. Each engine runs in a process of its own, so that
memory is its own; building its index or graph is timed apart, and so are the two ratios: `x` of the
answer alone, once all is indexed, and `x all` with the index. The last line of a size is the floor:
one sequential pass over the same columns. Sizes come from GRAPHSCAN_BENCH_LEGS (default
10000,100000), lengths from GRAPHSCAN_BENCH_CHAINS (default 2,4,8), engines from
GRAPHSCAN_BENCH_ENGINES (default all); an engine that needs more than GRAPHSCAN_BENCH_SECONDS
(default 60) is not asked for more. igraph is GPL: it is used where it is installed, and graphscan
needs it nowhere. The Neo4j server is started from Maven artifacts, and asked for
GRAPHSCAN_BENCH_NEO4J legs at most (default 1000000): all legs are sent as Python lists.
Memory is what an engine adds to a process of its own; Neo4j's is its server's.

GRAPHSCAN_BENCH_HUBS (default 0) is the share of all legs that go through three hubs in one class,
half of them in and half out, as goods go through forwarders that are named as consignees: whatever
looks at pairs of legs looks at the square of their number.
"""

from __future__ import annotations

import ctypes
import importlib.util
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from graphscan.network.legs import Legs
from graphscan.search.chains import Onward, Question, count_chains
from graphscan.search.pruning import prune_in_steps
from tests.benchmarks.generate import companies, relations
from tests.stores.conftest import started

Array = npt.NDArray[Any]
SIZES = [int(size) for size in os.environ.get("GRAPHSCAN_BENCH_LEGS", "10000,100000").split(",")]
LENGTHS = [int(legs) for legs in os.environ.get("GRAPHSCAN_BENCH_CHAINS", "2,4,8").split(",")]
SECONDS = float(os.environ.get("GRAPHSCAN_BENCH_SECONDS", "60"))
HUBS = float(os.environ.get("GRAPHSCAN_BENCH_HUBS", "0"))
MAX_WAIT = 180
Timed = tuple[int, float, float]
"""(chains, seconds to build, seconds to answer)."""


def legs_of(size: int) -> dict[str, Array]:
    """Exact days, stable relations, hubs; 8 percent of firms in the U.S., 1 percent listed."""
    rng = np.random.default_rng(7)
    world = companies(max(500, size // 10), rng)
    supplier, customer, heading = relations(world, rng)
    weight = np.cumsum(rng.pareto(1.1, len(supplier)) + 0.2)
    drawn = np.searchsorted(weight, rng.random(size) * weight[-1])
    departs = rng.integers(19000, 20096, size)
    consignor, receiver, klass = supplier[drawn], customer[drawn], heading[drawn]
    country, listed = world["country"], world["listed"]
    apart = np.random.default_rng(8)
    hub = apart.choice(np.flatnonzero((country != 0) & ~listed), 3)[apart.integers(0, 3, size)]
    place = apart.random(size)
    receiver = np.where(place < HUBS / 2, hub, receiver)
    consignor = np.where(place > 1 - HUBS / 2, hub, consignor)
    klass = np.where((place < HUBS / 2) | (place > 1 - HUBS / 2), 0, klass)
    return {
        "consignor": consignor.astype(np.int32),
        "receiver": receiver.astype(np.int32),
        "klass": klass.astype(np.int32),
        "departs": departs.astype(np.int32),
        "arrives": (departs + rng.integers(1, 40, size)).astype(np.int32),
        "starts": (country[consignor] == 0) & (country[receiver] != 0),
        "ends": listed[receiver],
    }


def by_graphscan(data: dict[str, Array], max_legs: int) -> Timed:
    size, began = len(data["consignor"]), time.perf_counter()
    no = np.zeros(size, dtype=np.bool_)
    legs = Legs(
        consignor=data["consignor"],
        receiver=data["receiver"],
        klass=data["klass"],
        departs_first=data["departs"],
        departs_last=data["departs"],
        arrives_first=data["arrives"],
        arrives_last=data["arrives"],
        departs_assumed=no,
        arrives_assumed=no,
        leaves_us=data["starts"],
        basis=np.where(data["ends"], 0, -1).astype(np.int8),
        final=data["ends"],
        end_certain=~no,
        classes=tuple(f"{number:04d}" for number in range(int(data["klass"].max()) + 1)),
        short_code=no,
        consignment=no,
    )
    question = Question(
        legs=legs,
        starts=data["starts"],
        ends=data["ends"],
        final=data["ends"],
        max_legs=max_legs,
        min_wait=0,
        max_wait=MAX_WAIT,
    )
    onward = Onward(question.take(prune_in_steps(question).kept))
    built = time.perf_counter()
    chains = sum(count_chains(onward))
    return chains, built - began, time.perf_counter() - built


_ONE_LEG_MORE = """
CREATE OR REPLACE TABLE ways AS SELECT a.*, s.n FROM legs a JOIN (
  SELECT a.id, sum(b.n)::HUGEINT AS n FROM legs a JOIN ways b
    ON b.consignor = a.receiver AND b.klass = a.klass
   AND b.departs >= a.arrives AND b.departs <= a.arrives + ?
  WHERE NOT a.ends GROUP BY a.id) s USING (id)
"""


def by_duckdb(data: dict[str, Array], max_legs: int) -> Timed:
    """A join and a sum for each further leg, backwards from the ends."""
    import duckdb
    import pyarrow as pa

    began = time.perf_counter()
    connection = duckdb.connect()
    connection.execute("SET threads = 1")  # as all others
    table = pa.table({"id": np.arange(len(data["starts"])), **data})
    connection.register("given", table)
    connection.execute("CREATE TABLE legs AS SELECT * FROM given")
    connection.execute("CREATE TABLE ways AS SELECT *, 1::HUGEINT AS n FROM legs WHERE ends")
    built = time.perf_counter()
    total = 0
    for _ in range(max_legs):
        row = connection.execute("SELECT coalesce(sum(n), 0) FROM ways WHERE starts").fetchone()
        total += int(row[0]) if row else 0
        connection.execute(_ONE_LEG_MORE, [MAX_WAIT])
    return total, built - began, time.perf_counter() - built


Incoming = Callable[[int], list[int]]


def _backwards(data: dict[str, Array], max_legs: int, incoming: Incoming) -> int:
    """Ways on by the legs that a library's graph says come in to a party."""
    consignor, klass = data["consignor"].tolist(), data["klass"].tolist()
    departs, arrives = data["departs"].tolist(), data["arrives"].tolist()
    starts, ends = data["starts"].tolist(), data["ends"].tolist()
    ways = dict.fromkeys(np.flatnonzero(data["ends"]).tolist(), 1)
    total = 0
    for _ in range(max_legs):
        total += sum(n for leg, n in ways.items() if starts[leg])
        fresh: dict[int, int] = defaultdict(int)
        for leg, n in ways.items():
            low, high, kind = departs[leg] - MAX_WAIT, departs[leg], klass[leg]
            for before in incoming(consignor[leg]):
                if klass[before] == kind and low <= arrives[before] <= high and not ends[before]:
                    fresh[before] += n
        ways = fresh
    return total


def by_networkx(data: dict[str, Array], max_legs: int) -> Timed:
    import networkx as nx

    began = time.perf_counter()
    graph = nx.MultiDiGraph()
    pairs = zip(data["consignor"].tolist(), data["receiver"].tolist(), strict=True)
    graph.add_edges_from((one, other, leg, {}) for leg, (one, other) in enumerate(pairs))
    built = time.perf_counter()
    found = _backwards(
        data,
        max_legs,
        lambda party: [leg for _, _, leg in graph.in_edges(party, keys=True)],
    )
    return found, built - began, time.perf_counter() - built


def by_rustworkx(data: dict[str, Array], max_legs: int) -> Timed:
    import rustworkx as rx

    began = time.perf_counter()
    graph: Any = rx.PyDiGraph(multigraph=True)
    size = int(max(data["consignor"].max(), data["receiver"].max())) + 1
    graph.add_nodes_from([None] * size)
    pairs = zip(data["consignor"].tolist(), data["receiver"].tolist(), strict=True)
    graph.add_edges_from([(one, other, leg) for leg, (one, other) in enumerate(pairs)])
    built = time.perf_counter()
    found = _backwards(data, max_legs, lambda party: [leg for _, _, leg in graph.in_edges(party)])
    return found, built - began, time.perf_counter() - built


def by_igraph(data: dict[str, Array], max_legs: int) -> Timed:
    import igraph

    began = time.perf_counter()
    graph: Any = igraph.Graph(
        n=int(max(data["consignor"].max(), data["receiver"].max())) + 1,
        edges=np.column_stack([data["consignor"], data["receiver"]]),
        directed=True,
    )
    built = time.perf_counter()
    found = _backwards(data, max_legs, lambda party: list(graph.incident(party, mode="in")))
    return found, built - began, time.perf_counter() - built


_LOAD = """
UNWIND $rows AS row
CREATE (:Leg {id: row[0], out: row[1], into: row[2], departs: row[3], arrives: row[4],
              starts: row[5], ends: row[6]})
"""

_FURTHER = """
MATCH (y:Leg) WHERE y.into = x.out AND x.departs - $wait <= y.arrives <= x.departs AND NOT y.ends
WITH y AS x, sum(n) AS n
"""


def by_neo4j(data: dict[str, Array], max_legs: int) -> Timed:
    """A seek in an index for each further leg, backwards, summed up after each; one query a length.

    The server takes part with one heap of 2 GB; its start is not timed.
    """
    from neo4j import GraphDatabase

    classes = int(data["klass"].max()) + 1
    rows = np.column_stack(
        [
            np.arange(len(data["starts"])),
            data["consignor"].astype(np.int64) * classes + data["klass"],
            data["receiver"].astype(np.int64) * classes + data["klass"],
            data["departs"],
            data["arrives"],
        ]
    ).tolist()
    flags = zip(data["starts"].tolist(), data["ends"].tolist(), strict=True)
    given = [[*row, *marks] for row, marks in zip(rows, flags, strict=True)]
    with (
        tempfile.TemporaryDirectory() as home,
        started(Path(home), NEO4J_HEAP="2g", NEO4J_PAGECACHE="1g", NEO4J_QUICK="") as (server, _),
        GraphDatabase.driver(server.uri, auth=("neo4j", server.password)) as driver,
    ):
        began = time.perf_counter()
        for low in range(0, len(given), 10_000):
            driver.execute_query(_LOAD, rows=given[low : low + 10_000], database_="neo4j")
        driver.execute_query("CREATE INDEX FOR (n:Leg) ON (n.into, n.arrives)", database_="neo4j")
        driver.execute_query("CREATE INDEX FOR (n:Leg) ON (n.ends)", database_="neo4j")
        driver.execute_query("CALL db.awaitIndexes(600)", database_="neo4j")
        built, total = time.perf_counter(), 0
        for legs in range(max_legs):
            query = "MATCH (x:Leg {ends: true}) WITH x, 1 AS n " + _FURTHER * legs
            query += " WITH x, n WHERE x.starts RETURN coalesce(sum(n), 0) AS n"
            found = driver.execute_query(query, wait=MAX_WAIT, database_="neo4j")
            total += int(found.records[0]["n"])
        answered = time.perf_counter()
        MEMORY.append(memory_of(Path(home)))
    return total, built - began, answered - built


def memory_of(home: Path) -> float:
    """MiB that the server of a folder held at most."""
    return held("VmHWM", (home / "run" / "pid").read_text().strip())


def held(what: str, process: str = "self") -> float:
    """MiB that a process holds (VmRSS), or has held at most (VmHWM)."""
    status = Path("/proc") / process / "status"
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))


def by_one_pass(data: dict[str, Array], max_legs: int) -> Timed:
    """The floor: every column read once, and nothing found."""
    began = time.perf_counter()
    for column in data.values():
        column.sum()
    return -1, 0.0, time.perf_counter() - began


ENGINES = {
    "graphscan": by_graphscan,
    "DuckDB joins": by_duckdb,
    "networkx": by_networkx,
    "rustworkx": by_rustworkx,
    "igraph": by_igraph,
    "Neo4j": by_neo4j,
    "one pass": by_one_pass,
}
NEEDS = {"rustworkx": "rustworkx", "igraph": "igraph", "Neo4j": "neo4j"}
"""What some engines need, left out where it is not installed: graphscan counts without it."""

MOST = {"Neo4j": int(os.environ.get("GRAPHSCAN_BENCH_NEO4J", "1000000"))}
"""Greatest number of legs that an engine is asked for."""

MEMORY: list[float] = []
"""MiB that an engine used in another process."""

ASKED = os.environ.get("GRAPHSCAN_BENCH_ENGINES", ",".join(ENGINES)).split(",")


def main() -> None:
    """Run one engine: name, legs, longest chain, and `memory` where not time is to be taken."""
    name, size, max_legs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    data = legs_of(size)
    before = 0.0
    if "memory" in sys.argv:  # what making the legs took is given back, and no longer the peak
        ctypes.CDLL(None).malloc_trim(0)
        Path("/proc/self/clear_refs").write_text("5")
        before = held("VmRSS")
    found, building, answering = ENGINES[name](data, max_legs)
    peak = sum(MEMORY) or held("VmHWM") - before
    print(json.dumps([found, building, answering, peak]))


def ask(name: str, size: int, max_legs: int) -> list[Any] | None:
    """What one engine says in time, its memory from a process that is not timed; or None."""
    timed = _run(name, size, max_legs)
    if timed is None or name == "Neo4j":  # whose memory is its server's
        return timed
    weighed = _run(name, size, max_legs, "memory")
    return None if weighed is None else [*timed[:3], weighed[3]]


def _run(name: str, size: int, max_legs: int, *more: str) -> list[Any] | None:
    here = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "tests.benchmarks.test_engines", name, str(size)]
    patience = SECONDS + 120 * (name == "Neo4j")  # its server starts and stops as well
    try:
        done = subprocess.run(
            [*command, str(max_legs), *more],
            capture_output=True, text=True, check=True, timeout=patience, cwd=here,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    found: list[Any] = json.loads(done.stdout)
    return found


@pytest.mark.benchmark
def test_engines_give_equal_answers() -> None:
    print(
        f"\n{HUBS:.1%} of legs through hubs\n"
        f"{'legs':>10} {'chain':>5}  {'engine':<13} {'build':>9} {'answer':>9} {'x':>8} "
        f"{'x all':>8} {'MiB':>6}"
    )
    late: set[str] = set()
    for size, max_legs in itertools.product(SIZES, LENGTHS):
        ours = ask("graphscan", size, max_legs)
        assert ours is not None
        for name in ENGINES:
            if name not in ASKED or size > MOST.get(name, size) or _is_missing(name):
                continue
            told = ours if name == "graphscan" else None
            if told is None and name not in late:
                told = ask(name, size, max_legs)
            if told is None:
                late.add(name)
                print(f"{size:>10,} {max_legs:>5}  {name:<13} {'over':>9} {SECONDS:>7.0f} s")
                continue
            chains, building, answering, peak = told
            assert chains in {ours[0], -1}, (name, chains, ours[0])
            print(
                f"{size:>10,} {max_legs:>5}  {name:<13} {building:>8.3f}s {answering:>8.4f}s "
                f"{answering / ours[2]:>7.1f}x "
                f"{(building + answering) / (ours[1] + ours[2]):>7.1f}x {peak:>6.0f}"
            )
        print(f"{size:>10,} {max_legs:>5}  {ours[0]:,} chains")


def _is_missing(name: str) -> bool:
    return name in NEEDS and importlib.util.find_spec(NEEDS[name]) is None


if __name__ == "__main__":
    main()
