"""The rows of a case as a Neo4j server takes them; `graph.sql` says what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib import resources
from typing import Any

import numpy as np
import pyarrow as pa

from graphscan.casefile import Case
from graphscan.codes.commodity import UNKNOWN
from graphscan.findings.ends import best_ends
from graphscan.network import Legs, read_legs
from graphscan.network.linked import Linked, parties_of, read_linked
from graphscan.search.case_links import MARKS
from graphscan.search.case_question import case_question
from graphscan.search.foreign import Abroad, read_abroad
from graphscan.search.links import class_allows
from graphscan.search.question import Question
from graphscan.search.ranges import surely_linked
from graphscan.settings import Settings
from graphscan.stores.model import KINDS, MODEL_VERSION


class GraphRows:
    """The rows of one case, by the kinds of `model.KINDS`."""

    def __init__(self, case: Case, settings: Settings) -> None:
        """Make the views of `graph.sql`, for this connection only: the case may be read-only.

        Args:
            case: A case that has been scanned.
            settings: What the search goes by: they decide where chains may begin.
        """
        self._case = case
        ends = best_ends(case)
        case.temporary(
            "graph_speakers",
            pa.table(
                {
                    "leg_id": pa.array(list(ends), pa.int32()),
                    "entry_id": pa.array([end.entry_id for end in ends.values()], pa.string()),
                    "basis": pa.array([end.basis for end in ends.values()], pa.string()),
                    "owner": pa.array([end.owner for end in ends.values()], pa.int32()),
                }
            ),
        )
        legs = read_legs(case)
        question = case_question(case, legs, settings)
        case.temporary("graph_follows", _follows(legs))
        case.temporary("graph_marks", _marks(question, read_abroad(case, legs)))
        case.temporary("graph_half_owners", _halves(read_linked(case, parties_of(legs))))
        case.temporary("graph_pairs", _pairs(question))
        marks = case.arrow(f"{MARKS} SELECT leg_id, kind, mark FROM marks")  # noqa: S608 -- our own
        case.temporary("graph_known_by", marks)
        case.execute(resources.files("graphscan.stores").joinpath("graph.sql").read_text("utf-8"))

    def count(self, kind: str) -> int:
        """How many rows there are of one kind."""
        return self._number(f"SELECT count(*) FROM graph_{kind}")  # noqa: S608 -- a view of ours

    def counts(self) -> dict[str, int]:
        """How many rows there are of each kind."""
        return {kind: self.count(kind) for kind in KINDS}

    def batches(self, kind: str, size: int) -> Iterator[list[dict[str, Any]]]:
        """The rows of one kind as plain Python values, at most `size` at a time."""
        table = self._case.arrow(f"SELECT * FROM graph_{kind}")  # noqa: S608 -- a view of ours
        for batch in table.to_batches(max_chunksize=size):
            rows = batch.to_pylist()
            for row in rows:
                row["properties"] = given(row.get("properties", {}))
            yield rows

    def fingerprint(self) -> str:
        """16 hex digits, equal for equal rows of whatever case."""
        sums = [
            self._number(f"SELECT coalesce(sum(hash(row)::HUGEINT), 0) FROM graph_{kind} row")  # noqa: S608 -- a view of ours
            for kind in KINDS
        ]
        return hashlib.sha256(repr((MODEL_VERSION, sums)).encode()).hexdigest()[:16]

    def follows(self) -> list[str]:
        """Which goods carry on others, as BEFORE>AFTER: but for equal ones and the class unknown.

        Those whose codes are too short to tell end with ~.
        """
        rows = self._case.rows(
            "SELECT before || '>' || after FROM graph_follows "
            "WHERE before <> after AND $unknown NOT IN (before, after) ORDER BY ALL",
            {"unknown": UNKNOWN},
        )
        return [text for (text,) in rows]

    def longest_arrival(self) -> int:
        """Days between first and last possible arrival, of the leg whose arrival is least known."""
        return self._number("SELECT coalesce(max(arrives_last - arrives_first), 0) FROM legs")

    def _number(self, sql: str) -> int:
        [(number,)] = self._case.rows(sql)
        return int(number)


def _follows(legs: Legs) -> pa.Table:
    """Which goods may carry on which, for each pair of (class, short code) that occurs."""
    numbers, first = np.unique(legs.klass.astype(np.int64) * 2 + legs.short_code, return_index=True)
    names = [legs.classes[number // 2] + "~" * (number % 2) for number in numbers.tolist()]
    before, after = (
        np.repeat(np.arange(len(first)), len(first)),
        np.tile(np.arange(len(first)), len(first)),
    )
    allowed = class_allows(legs, first[before], first[after])
    return pa.table(
        {
            "before": pa.array([names[kind] for kind in before[allowed].tolist()], pa.string()),
            "after": pa.array([names[kind] for kind in after[allowed].tolist()], pa.string()),
        }
    )


def _marks(question: Question, abroad: Abroad) -> pa.Table:
    """Per leg why a chain may begin with it, and whether one of direct products may end with it.

    `start` says it of the question; `origin` and `direct_product` what may begin one at all.
    """
    size = len(question.legs)
    none = np.zeros(size, dtype=np.bool_)
    limited = none if question.limited_starts is None else question.limited_starts
    start = np.where(limited, "fdp", "")
    start = np.where(question.starts, "origin-only", start)
    start = np.where(question.starts & question.legs.leaves_us, "us", start)
    return pa.table(
        {
            "leg_id": pa.array(np.arange(size), pa.int32()),
            "start": pa.array([text or None for text in start.tolist()], pa.string()),
            "fdp_end": pa.array(abroad.footnoted),
            "origin": pa.array(abroad.origin),
            "direct_product": pa.array(abroad.direct_product),
        }
    )


def _halves(linked: Linked) -> pa.Table:
    """Who holds half of whom or more: as the records possibly, and as they surely allow."""
    parts = []
    for sure in (False, True):
        stakes = linked.stakes(sure=sure)
        names = ("owner", "owned", "first", "last")
        columns = {name: pa.array(getattr(stakes, name), pa.int64()) for name in names}
        parts.append(pa.table({**columns, "surely": pa.array([sure] * len(stakes), pa.bool_())}))
    return pa.concat_tables(parts)


def _pairs(question: Question) -> pa.Table:
    """Links that no lane has; between linked parties with the days on which they are linked."""
    legs, linked = question.legs, question.linked
    before, after = question.pairs.before, question.pairs.after
    handed = np.flatnonzero(question.handed_on()) if linked is not None else np.array([], np.int64)
    firsts: list[list[int] | None] = [None] * len(before)
    lasts: list[list[int] | None] = [None] * len(before)
    surely: list[bool | None] = [None] * len(before)
    if linked is not None and len(handed):
        one, other = before[handed], after[handed]
        which, first, last = linked.days(legs.receiver[one], legs.consignor[other], sure=False)
        sure = surely_linked(linked, legs, one, other)
        stretches = np.searchsorted(which, np.arange(len(handed) + 1))
        for at, pair in enumerate(handed.tolist()):
            mine = slice(stretches[at], stretches[at + 1])
            firsts[pair], lasts[pair] = first[mine].tolist(), last[mine].tolist()
            surely[pair] = bool(sure[at])
    return pa.table(
        {
            "start": pa.array(before, pa.int32()),
            "end": pa.array(after, pa.int32()),
            "linked_first": pa.array(firsts, pa.list_(pa.int64())),
            "linked_last": pa.array(lasts, pa.list_(pa.int64())),
            "linked_surely": pa.array(surely, pa.bool_()),
        }
    )


def given(properties: dict[str, Any]) -> dict[str, Any]:
    """What a property holds at all: to pack a null for the wire takes as long as a value.

    >>> given({"name": "", "eccn": None, "hs6": []})
    {'name': ''}
    """
    return {name: value for name, value in properties.items() if value is not None and value != []}
