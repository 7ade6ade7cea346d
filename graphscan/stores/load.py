"""Pushes a case to a Neo4j server: parties, legs, list entries and what links them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, LiteralString

from graphscan.casefile import Case
from graphscan.errors import StoreError
from graphscan.settings import Settings
from graphscan.stores import model
from graphscan.stores.rows import GraphRows

if TYPE_CHECKING:
    from neo4j import Driver

Progress = Callable[[str, int, int], None]
"""Told of (kind of rows, written so far, in all), once per batch."""

BATCH = 5_000
"""Rows per transaction: as quick as 20,000 are, and a quarter of the server's memory."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PushReport:
    """What is on the server after a push.

    Attributes:
        case: The name under which the case is there.
        parties: Number of :Party nodes.
        shipments: Number of :Shipment nodes, one per leg.
        entries: Number of :ListEntry nodes: those that a party matches or a leg ends at.
        ends: Number of ENDS_AT relationships.
        replaced: An older state of this case was there and has been removed.
    """

    case: str
    parties: int
    shipments: int
    entries: int
    ends: int
    replaced: bool


def push(  # noqa: PLR0913 -- where a server is takes four facts
    case: Case,
    *,
    uri: str,
    user: str,
    password: str,
    database: str = "neo4j",
    settings: Settings,
    on_progress: Progress | None = None,
    name: str | None = None,
) -> PushReport:
    """Write the legs of a case to a server. Pushing twice changes nothing.

    A case of the same name whose rows differ is removed first, so the server never holds a leg that
    the case has dropped; other cases are left alone. Until all is written, queries do not see it.

    Args:
        case: A case that has been scanned.
        uri: Address of the server, as `bolt://127.0.0.1:7687`.
        user: Name of the server's user.
        password: Never written anywhere.
        database: The server's database; Community has the one named `neo4j`.
        settings: The waits and the leg limit that queries use where they are given none.
        on_progress: Called after each batch.
        name: The case's name on the server; default is the case file's name without its ending.

    Raises:
        StoreError: The server refused or could not be reached, or the name cannot be used.
    """
    from graphscan.stores.neo4j_ import Server, connected  # noqa: PLC0415 -- loads the driver

    label = name if name is not None else (case.path.stem if case.path else "case")
    if not 0 < len(label) <= 100 or "|" in label or not label.isprintable():
        cure = "Give 1 to 100 printable characters other than |."
        what = f"a case cannot be named {label!r}"
        raise StoreError(what, where="neo4j push", cure=cure)
    server = Server(uri=uri, user=user, password=password, database=database)
    rows = GraphRows(case)
    counts = {kind: rows.count(kind) for kind in model.LOADS}
    with connected(server) as driver:
        replaced = _prepare(driver, database, label, rows.fingerprint())
        for kind, statement in model.LOADS.items():
            written = 0
            for batch in rows.batches(kind, BATCH):
                _write(driver, database, statement, case=label, rows=batch)
                written += len(batch)
                if on_progress:
                    on_progress(kind, written, counts[kind])
        properties = {
            "min_wait": settings.min_wait,
            "max_wait": settings.max_wait,
            "max_legs": settings.max_legs,
            "longest_arrival": rows.longest_arrival(),
        }
        _write(driver, database, model.CLOSE_CASE, case=label, properties=properties)
    return PushReport(
        case=label,
        parties=counts["parties"],
        shipments=counts["shipments"],
        entries=counts["entries"],
        ends=counts["ends"],
        replaced=replaced,
    )


def _prepare(driver: Driver, database: str, label: str, mark: str) -> bool:
    """Constraints and indexes, then the case's node; whether an older state had to go."""
    with driver.session(database=database) as session:
        for statement in model.SCHEMA:
            session.run(statement).consume()
    opened = _write(driver, database, model.OPEN_CASE, case=label, fingerprint=mark)[0]
    if opened["same"]:
        return False
    _write(driver, database, model.EMPTY_CASE, case=label)
    removed = 0
    with driver.session(database=database) as session:
        for statement in model.REMOVALS:  # IN TRANSACTIONS is refused inside a managed transaction
            removed += session.run(statement, case=label).consume().counters.nodes_deleted
    _write(driver, database, model.NAME_CASE, case=label, fingerprint=mark)
    return removed > 0


def _write(
    driver: Driver, database: str, statement: LiteralString, **parameters: Any
) -> list[dict[str, Any]]:
    """One managed transaction, tried again after a passing error: MERGE makes that harmless."""
    return [
        record.data()
        for record in driver.execute_query(statement, parameters, database_=database).records
    ]
