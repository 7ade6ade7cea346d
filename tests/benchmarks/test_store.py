"""The shared store beside the case itself: push, import, and every query, on a started Neo4j.

Prints tables; asserts that answers are equal. GRAPHSCAN_BENCH_LEGS is the number of shipments
(default 20000); GRAPHSCAN_BENCH_CASE is a case that has been scanned already. A million takes about
a quarter of an hour:

    GRAPHSCAN_BENCH_LEGS=1000000 pytest -m benchmark -s tests/benchmarks/test_store.py
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graphscan.casefile import Case, open_case
from graphscan.stores import export, list_queries, push, run_query, verify
from tests.benchmarks.store_questions import questions
from tests.benchmarks.store_world import SETTINGS, build, with_two_runs
from tests.stores.conftest import Script, started
from tests.stores.servers import RunningServer

pytestmark = [pytest.mark.benchmark, pytest.mark.neo4j]

SIZE = int(os.environ.get("GRAPHSCAN_BENCH_LEGS", "20000").split(",")[0])

ONE_PUSH = """
import json, resource, sys, time
from graphscan.casefile import open_case
from graphscan.settings import Settings
from graphscan.stores import push
began, kinds = time.perf_counter(), {}
def note(kind, done, total):
    kinds[kind] = [done, time.perf_counter() - began]
with open_case(sys.argv[1], read_only=True) as case:
    push(case, uri=sys.argv[2], user="neo4j", password=sys.stdin.read(), settings=Settings(),
         name="bench", on_progress=note)
used = resource.getrusage(resource.RUSAGE_SELF)
busy = used.ru_utime + used.ru_stime
print(json.dumps([time.perf_counter() - began, busy, used.ru_maxrss / 1024, kinds]))
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    given, folder = os.environ.get("GRAPHSCAN_BENCH_CASE"), tmp_path_factory.mktemp("world")
    return with_two_runs(Path(given), folder) if given else build(folder, SIZE)


@pytest.fixture(scope="module")
def case(path: Path) -> Iterator[Case]:
    with open_case(path, read_only=True) as opened:
        yield opened


def a_server(
    home: Path, *first: str
) -> contextlib.AbstractContextManager[tuple[RunningServer, Script]]:
    """A server with the memory of a small one that people share, and the optimising compiler."""
    return started(home, first=first, NEO4J_HEAP="2g", NEO4J_PAGECACHE="1g", NEO4J_QUICK="")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def memory_of(home: Path) -> float:
    """MiB that the server of a folder holds at most; 0 where no /proc tells."""
    status = Path("/proc") / (home / "run" / "pid").read_text().strip() / "status"
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def test_push_and_queries(path: Path, case: Case, tmp_path: Path) -> None:
    with a_server(tmp_path / "server") as (server, _):
        _push(path, server, tmp_path / "server")
        _ask(case, server)
        _verify(case, server)


def _push(path: Path, server: RunningServer, home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ONE_PUSH, str(path), server.uri],
        input=server.password, capture_output=True, text=True, check=True,
    )  # fmt: skip
    seconds, busy, peak, kinds = json.loads(done.stdout)
    rows, before = sum(count for count, _ in kinds.values()), 0.0
    print(f"\npush: {rows:,} rows in {seconds:.1f} s, {rows / seconds:,.0f} rows/s;", end=" ")
    print(f"graphscan {busy:.0f} s busy, {peak:,.0f} MiB, server {memory_of(home):,.0f} MiB")
    for kind, (count, until) in kinds.items():
        print(f"  {kind:<16} {count:>9,} rows {count / max(until - before, 1e-9):>9,.0f} rows/s")
        before = until
    seconds, report = timed(lambda: push_again(path, server))
    assert report.unchanged
    print(f"  again, nothing to do: {seconds:.1f} s")


def _verify(case: Case, server: RunningServer) -> None:
    seconds, compared = timed(lambda: verify(case, **server.login, settings=SETTINGS, name="bench"))
    assert [one for one in compared if not one.equal] == []
    print(f"verify: {seconds:.1f} s, {sum(one.here for one in compared):,} rows equal")


def push_again(path: Path, server: RunningServer) -> Any:
    with open_case(path, read_only=True) as opened:
        return push(opened, **server.login, settings=SETTINGS, name="bench")


def _ask(case: Case, server: RunningServer) -> None:
    """Times of a first and a second asking there, and of one here, and that all are equal."""
    asked = questions(case)
    assert {one.query for one in asked} == {query.name for query in list_queries()}
    print(f"{'query':<27} {'rows':>7} {'Neo4j 1st':>10} {'2nd':>9} {'here':>9}  answers")
    different = []
    for one in asked:
        parameters = {"case": "bench", **one.parameters}

        there = functools.partial(run_query, one.query, parameters, **server.login)
        first, rows = timed(there)
        second, _ = timed(there)
        here, expected = timed(functools.partial(one.here, case))
        equal = one.there(rows) == expected
        print(
            f"{one.query:<27} {len(rows):>7,} {first:>9.2f}s {second:>8.2f}s {here:>8.2f}s  "
            f"{'equal' if equal else 'DIFFERENT'}"
        )
        different += [] if equal else [one.query]
    assert not different


def test_import_from_files(path: Path, case: Case, tmp_path: Path) -> None:
    seconds, report = timed(lambda: export(case, tmp_path / "csv", settings=SETTINGS, name="bench"))
    rows = sum(report.rows.values())
    size = sum(file.stat().st_size for file in (tmp_path / "csv").iterdir())
    print(f"\nexport: {rows:,} rows, {size / 2**20:,.0f} MiB in {seconds:.1f} s")
    began = time.perf_counter()
    with a_server(tmp_path / "server", "import", str(tmp_path / "csv")) as (server, _):
        imported = time.perf_counter() - began
        print(f"import and start: {imported:.1f} s, {rows / imported:,.0f} rows/s")
        seconds, _ = timed(lambda: push_again(path, server))
        print(f"the push that makes indexes: {seconds:.1f} s")
        _verify(case, server)
