"""The rows of a case as a Neo4j server takes them; `graph.sql` says what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib import resources
from typing import Any

from graphscan.casefile import Case
from graphscan.findings.ends import best_ends
from graphscan.stores.model import LOADS, MODEL_VERSION


class GraphRows:
    """The rows of one case, by the kinds of `model.LOADS`."""

    def __init__(self, case: Case) -> None:
        """Make the views of `graph.sql`, for this connection only: the case may be read-only."""
        self._case = case
        ends = best_ends(case)
        case.execute(
            """
            CREATE OR REPLACE TEMP TABLE graph_speakers AS
            SELECT unnest(?::INTEGER[]) AS leg_id, unnest(?::TEXT[]) AS entry_id,
                   unnest(?::TEXT[]) AS basis, unnest(?::INTEGER[]) AS owner
            """,
            [
                list(ends),
                [end.entry_id for end in ends.values()],
                [end.basis for end in ends.values()],
                [end.owner for end in ends.values()],
            ],
        )
        case.execute(resources.files("graphscan.stores").joinpath("graph.sql").read_text("utf-8"))

    def count(self, kind: str) -> int:
        """How many rows there are of one kind."""
        return self._number(f"SELECT count(*) FROM graph_{kind}")  # noqa: S608 -- a view of ours

    def batches(self, kind: str, size: int) -> Iterator[list[dict[str, Any]]]:
        """The rows of one kind as plain Python values, at most `size` at a time."""
        table = self._case.arrow(f"SELECT * FROM graph_{kind}")  # noqa: S608 -- a view of ours
        for batch in table.to_batches(max_chunksize=size):
            rows = batch.to_pylist()
            for row in rows:
                if "properties" in row:  # to pack a null for the wire takes as long as a value
                    given = row["properties"].items()
                    row["properties"] = {name: value for name, value in given if value is not None}
            yield rows

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
