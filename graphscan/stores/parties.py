"""The parties of a case on a server, found as the case itself finds them.

Letters are folded by DuckDB on both sides, as `search/lookup.py` has it: when the case is pushed,
and here. Java folds some of them otherwise.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graphscan.casefile import open_case
from graphscan.stores.ask import limited

if TYPE_CHECKING:
    from neo4j import Session

_MATCHING = "MATCH (p:Party)-[m:MATCHES]->(:ListEntry {case: $case"
_PARTY = "MATCH (p:Party {case: $case"
_NAME = "coalesce(p.named_in_full, p.named)"

READINGS: Mapping[str, str] = {
    "list": f"{_MATCHING}, list: $value}})",
    "entry": f"{_MATCHING}, id: $value}})",
    "identifier": f"{_PARTY}, identifier: $value}})",
    "name": f"{_PARTY}, named: $key}}) WHERE {_NAME} = $lower",
    "listed name": f"{_MATCHING}}}) WHERE m.spelt = $lower",
    "country": f"{_PARTY}}}) WHERE p.party_id IS NOT NULL AND p.country = $value",
    "words": f"{_PARTY}}}) WHERE p.party_id IS NOT NULL AND ("
    f"all(word IN $words WHERE {_NAME} CONTAINS word) OR EXISTS {{ MATCH (p)-[m:MATCHES]->() "
    f"WHERE all(word IN $words WHERE {_NAME} + ' ' + m.spelt CONTAINS word) }})",
}
"""By reading (`graphscan.search.lookup.READINGS`), how a server finds the parties."""

HAVE_SENT = """
MATCH (s:Shipment {case: $case}) WHERE s.leg_id IS NOT NULL AND s.class = $klass
RETURN s.leg_id AS leg LIMIT 1
"""


TOUCHED = """
MATCH (:Shipment)-[:TOUCHES]->(w:Waypoint {case: $case, key: $place})
RETURN w.key AS place LIMIT 1
"""


class ServerParties:
    """The parties of one case on a server: `graphscan.search.lookup.Parties`."""

    def __init__(self, session: Session, case: str, timeout: float) -> None:
        """Of this case; the server gives up on a statement after `timeout` seconds."""
        self._session, self._case, self._timeout = session, case, timeout

    def bearing(self, reading: str, value: str) -> tuple[int, ...]:
        """Party ids, ascending."""
        lower = folded(value)
        statement = f"{READINGS[reading]} RETURN DISTINCT p.party_id AS party ORDER BY party"
        values = {"value": value, "lower": lower, "key": key_of(lower), "words": lower.split(" ")}
        return tuple(row["party"] for row in self._ask(statement, **values))

    def touched(self, place: str) -> bool:
        """Whether some leg touches the port."""
        return bool(self._ask(TOUCHED, place=place))

    def have_sent(self, klass: str) -> bool:
        """Whether a leg of a class is there."""
        return bool(self._ask(HAVE_SENT, klass=klass))

    def _ask(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        asked = limited(statement, self._timeout)
        return self._session.run(asked, {"case": self._case, **values}).data()


@functools.lru_cache(maxsize=100)  # each text is read in several ways
def folded(text: str) -> str:
    """A text in small letters as a case has them.

    >>> folded("İZMİR"), "İZMİR".lower() == "izmir"
    ('izmir', False)
    """
    with open_case() as scratch:
        return str(scratch.value("SELECT lower(?)", [text]))


def key_of(text: str) -> str:
    """What stands for a text in an index: the macro graph_key of `graph.sql`.

    >>> len(key_of("a" * 9000))
    265
    """
    data = text.encode("utf-8")
    return text if len(data) <= 1000 else f"{text[:200]}#{hashlib.sha256(data).hexdigest()}"
