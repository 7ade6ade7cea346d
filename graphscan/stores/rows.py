"""The rows of a case as a Neo4j server takes them; `graph.sql` says what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib import resources
from typing import Any

from graphscan.casefile import Case
from graphscan.codes import lists
from graphscan.codes.bases import BASES
from graphscan.stores.model import LOADS, MODEL_VERSION


class GraphRows:
    """The rows of one case, by the kinds of `model.LOADS`."""

    def __init__(self, case: Case) -> None:
        """Make the views of `graph.sql`, for this connection only: the case may be read-only."""
        self._case = case
        self._order("bases", [(basis, place) for place, basis in enumerate(BASES)])
        self._order("lists", [(code, lists.rank(code)) for code in lists.codes()])
        case.execute(resources.files("graphscan.stores").joinpath("graph.sql").read_text("utf-8"))

    def _order(self, name: str, ranks: list[tuple[str, int]]) -> None:
        self._case.execute(
            f"CREATE OR REPLACE TEMP TABLE graph_{name} AS "
            "SELECT unnest(?::TEXT[]) AS code, unnest(?::INTEGER[]) AS rank",
            [[code for code, _ in ranks], [place for _, place in ranks]],
        )

    def count(self, kind: str) -> int:
        """How many rows there are of one kind."""
        return self._number(f"SELECT count(*) FROM graph_{kind}")  # noqa: S608 -- a view of ours

    def batches(self, kind: str, size: int) -> Iterator[list[dict[str, Any]]]:
        """The rows of one kind as plain Python values, at most `size` at a time."""
        table = self._case.arrow(f"SELECT * FROM graph_{kind}")  # noqa: S608 -- a view of ours
        for batch in table.to_batches(max_chunksize=size):
            yield batch.to_pylist()

    def fingerprint(self) -> str:
        """16 hex digits, equal for equal rows of whatever case."""
        sums = [
            self._number(f"SELECT coalesce(sum(hash(row)::HUGEINT), 0) FROM graph_{kind} row")  # noqa: S608 -- a view of ours
            for kind in LOADS
        ]
        return hashlib.sha256(repr((MODEL_VERSION, sums)).encode()).hexdigest()[:16]

    def longest_arrival(self) -> int:
        """Days between first and last possible arrival, of the leg whose arrival is least known."""
        return self._number("SELECT coalesce(max(arrives_last - arrives_first), 0) FROM legs")

    def _number(self, sql: str) -> int:
        [(number,)] = self._case.rows(sql)
        return int(number)
