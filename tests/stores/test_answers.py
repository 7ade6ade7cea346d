"""What a server answers as a table; no server is asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from graphscan.stores.ask import answer
from graphscan.stores.cypher import find_query

if TYPE_CHECKING:
    from neo4j import Session


class Answer(list[dict[str, Any]]):
    """Rows, as the driver gives them."""

    def keys(self) -> list[str]:
        return list(self[0])


class Answering:
    """A session whose answer is known."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._rows = rows

    def run(self, *_: object) -> Answer:
        return Answer(self._rows)


def test_what_is_absent_beside_text_or_numbers_is_null() -> None:
    """Pandas wrote NaN, which is no JSON, and made whole numbers beside it fractions."""
    rows: list[dict[str, Any]] = [{"listed": "Bolt", "legs": 2}, {"listed": None, "legs": None}]
    session = cast("Session", Answering(rows))
    found = answer(session, find_query("asked_paths"), {}, 1).to_dict("records")
    assert json.dumps(found) == json.dumps(rows)
