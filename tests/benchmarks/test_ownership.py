"""Timelines of all parties in one pass: time, memory, growth, beside networkx for a single day."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from graphscan.network.fixpoint import timelines
from graphscan.network.stakes import PERCENT, read_picture, within_reach
from tests.benchmarks.ownership import DAY, in_networkx, ownership_world

THRESHOLD = 50 * PERCENT


@pytest.mark.benchmark
def test_timelines_of_a_million_interests(capsys: pytest.CaptureFixture[str]) -> None:
    took = {}
    for interests in (100_000, 1_000_000):
        statements, listed = ownership_world(interests, 3_000)
        began = time.perf_counter()
        picture = read_picture(within_reach(statements, listed.party))
        read = time.perf_counter()
        found = timelines(picture, listed, listed, THRESHOLD)
        took[interests] = time.perf_counter() - began
        on_day = {
            party
            for party, first, last in zip(
                found.captured_sure.party.tolist(),
                found.captured_sure.first.tolist(),
                found.captured_sure.last.tolist(),
                strict=True,
            )
            if first <= DAY <= last
        }
        start = time.perf_counter()
        expected = in_networkx(statements, listed, DAY, THRESHOLD)
        beside = time.perf_counter() - start
        assert on_day == expected
        with capsys.disabled():
            print(
                f"\n{interests:>9,} interests, 3,000 listed: all timelines {took[interests]:.2f} s "
                f"(of it reading {read - began:.2f}), "
                f"captured {len(set(found.captured_possible.party.tolist())):,}, "
                f"in doubt {len(set(found.doubtful_possible.party.tolist())):,}; "
                f"networkx, captured on one day: {beside:.2f} s "
                f"(ratio {beside / took[interests]:.2f} a day)"
            )
    with capsys.disabled():
        print(f"growth from 100k to 1M: {took[1_000_000] / took[100_000]:.1f}-fold")


@pytest.mark.benchmark
def test_memory_of_a_million_interests(capsys: pytest.CaptureFixture[str]) -> None:
    statements, listed = ownership_world(1_000_000, 3_000)
    tracemalloc.start()
    timelines(read_picture(within_reach(statements, listed.party)), listed, listed, THRESHOLD)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    with capsys.disabled():
        print(f"\n1,000,000 interests: {peak / 1e6:,.0f} MB at most")
