"""A generated world of ownership, and the same fixpoint as one would write it in networkx."""

from __future__ import annotations

from collections import defaultdict

import networkx as nx
import numpy as np

from graphscan.network.spans import Spans, make_spans
from graphscan.network.stakes import FIRST_DAY, LAST_DAY, PERCENT, Statements

DAY = 20_000
HORIZON = 10_000
"""Days on which interests begin and end: about 27 years."""


def ownership_world(interests: int, listed: int, seed: int = 7) -> tuple[Statements, Spans]:
    """Groups and holdings: one party for each interest, shares of all sizes, a third dated.

    A party's owners are mostly of lower number and few parties own many, as in registers; one in
    fifty interests closes a cycle. Shares of a party are drawn from what is left of the whole.
    """
    rng = np.random.default_rng(seed)
    owned = rng.integers(0, interests, interests)
    owner = (owned * rng.random(interests) ** 0.5).astype(np.int64)
    back = rng.random(interests) < 0.02
    owner[back] = rng.integers(0, interests, int(back.sum()))
    kinds = rng.random(interests)
    low = rng.choice([10, 20, 25, 33, 50, 51, 60, 75, 100], interests) * PERCENT
    high = low.copy()
    band, unknown = kinds < 0.2, kinds > 0.97
    high[band] = np.minimum(low[band] + 25 * PERCENT, 100 * PERCENT)
    low[unknown], high[unknown] = 0, 100 * PERCENT
    dated = rng.random(interests) < 0.33
    first = np.where(dated, rng.integers(DAY - HORIZON, DAY, interests), FIRST_DAY)
    ends = dated & (rng.random(interests) < 0.5)
    last = np.where(ends, first + rng.integers(100, 4000, interests), LAST_DAY)
    vague = dated & (rng.random(interests) < 0.2)
    certain_first = np.where(vague, first + 30, first)
    flags = np.zeros(interests, dtype=np.bool_)
    statements = Statements(
        owner=owner,
        owned=owned,
        low=low,
        low_open=flags,
        high=high,
        high_open=flags,
        indirect=flags,
        possible_first=first,
        possible_last=last,
        certain_first=certain_first,
        certain_last=last,
        file_id=np.zeros(interests, dtype=np.int64),
        row=np.arange(interests, dtype=np.int64),
    )
    seeds = rng.choice(interests, listed, replace=False).tolist()
    starts = rng.integers(DAY - 3000, DAY, listed).tolist()
    return statements, make_spans((s, f, LAST_DAY) for s, f in zip(seeds, starts, strict=True))


def in_networkx(statements: Statements, listed: Spans, day: int, threshold: int) -> set[int]:
    """Captured parties on one day, with a worklist over a networkx graph."""
    graph = nx.DiGraph()
    said = statements
    holds = (said.certain_first <= day) & (day <= said.certain_last) & (said.owner != said.owned)
    shares: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    columns = (said.owner[holds], said.owned[holds], said.low[holds], said.high[holds])
    for owner, owned, low, high in zip(*(column.tolist() for column in columns), strict=True):
        shares[owner, owned].append((low, high))
    for (owner, owned), ranges in shares.items():
        lows, highs = [low for low, _ in ranges], [high for _, high in ranges]
        low = max(lows) if max(lows) <= min(highs) else min(lows)
        graph.add_edge(owner, owned, share=low)
    counted = {p for p in np.unique(listed.party).tolist() if listed.on(p, day) and p in graph}
    queue, derived = list(counted), set()
    while queue:
        for owned in graph.successors(queue.pop()):
            if owned in derived:
                continue
            total = sum(
                facts["share"]
                for owner, _, facts in graph.in_edges(owned, data=True)
                if owner in counted
            )
            if total >= threshold:
                derived.add(owned)
                if owned not in counted:
                    counted.add(owned)
                    queue.append(owned)
    return derived
