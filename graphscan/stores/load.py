"""Pushes a case to a Neo4j server: parties, legs, interests, list entries, runs and findings."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from graphscan.casefile import Case
from graphscan.errors import StoreError
from graphscan.settings import Settings
from graphscan.stores import model
from graphscan.stores.rows import GraphRows

if TYPE_CHECKING:
    from neo4j import Driver, Query

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
        unchanged: The same state was there as a whole; only the limits of its search were written.
        rows: Number of rows of each kind (`model.KINDS`).
    """

    case: str
    parties: int
    shipments: int
    entries: int
    ends: int
    replaced: bool
    unchanged: bool = False
    rows: Mapping[str, int] = dataclasses.field(default_factory=dict)


def push(  # noqa: PLR0913 -- where a server is takes five facts
    case: Case,
    *,
    uri: str,
    user: str,
    password: str,
    database: str = "neo4j",
    ca_file: str | None = None,
    settings: Settings,
    on_progress: Progress | None = None,
    name: str | None = None,
    wipe: bool = False,
) -> PushReport:
    """Write a case to a server. Pushing twice changes nothing.

    A case of the same name whose rows differ is removed first, so the server never holds a leg that
    the case has dropped; other cases are left alone. Until all is written, queries do not see it. A
    push that was cut off goes on where the same case is pushed again.

    Args:
        case: A case that has been scanned.
        uri: Address of the server, as `bolt://127.0.0.1:7687`.
        user: Name of the server's user.
        password: Never written anywhere.
        database: The server's database; Community has the one named `neo4j`.
        ca_file: The certificate (PEM) of who vouches for the server, where the system does not know
            it; the connection is encrypted then.
        settings: The waits and the leg limit that queries use where they are given none.
        on_progress: Called after each batch.
        name: The case's name on the server; default is the case file's name without its ending.
        wipe: Remove what is there under the name, even if it seems to be the same.

    Raises:
        StoreError: The server refused or could not be reached, or the name cannot be used.
    """
    from graphscan.stores.neo4j_ import Server, connected  # noqa: PLC0415 -- loads the driver

    label = case_name(case, name)
    server = Server(uri=uri, user=user, password=password, database=database, ca_file=ca_file)
    rows = GraphRows(case, settings)
    counts = rows.counts()
    with connected(server, pushing=True) as driver:
        state = _prepare(driver, database, label, rows.fingerprint(), wipe=wipe)
        if state == "imported":
            _in_transactions(driver, database, model.DERIVE, label)
        elif state != "whole":
            for kind in model.KINDS:
                for done in _write_kind(driver, database, label, kind, rows.batches(kind, BATCH)):
                    if on_progress:
                        on_progress(kind, done, counts[kind])
        properties = limits(settings, rows)
        _write(driver, database, model.CLOSE_CASE, case=label, properties=properties)
    return PushReport(
        case=label,
        parties=counts["parties"],
        shipments=counts["shipments"],
        entries=counts["entries"],
        ends=counts["ends"],
        replaced=state == "replaced",
        unchanged=state == "whole",
        rows=counts,
    )


def case_name(case: Case, name: str | None) -> str:
    """The name of a case on a server.

    Raises:
        StoreError: It cannot be used: it is part of the keys of lanes.
    """
    label = name if name is not None else (case.path.stem if case.path else "case")
    if not 0 < len(label) <= 100 or "|" in label or not label.isprintable():
        cure = "Give 1 to 100 printable characters other than |."
        what = f"a case cannot be named {label!r}"
        raise StoreError(what, where="neo4j", cure=cure)
    return label


def limits(settings: Settings, rows: GraphRows) -> dict[str, int | list[str]]:
    """What queries need to know of a case, as properties of its node."""
    return {
        "min_wait": settings.min_wait,
        "max_wait": settings.max_wait,
        "max_legs": settings.max_legs,
        "model": model.MODEL_VERSION,
        "longest_arrival": rows.longest_arrival(),
        "follows": rows.follows(),
    }


def _prepare(driver: Driver, database: str, label: str, mark: str, *, wipe: bool) -> str:
    """Constraints and indexes, then the case's node.

    Returns:
        `whole` (the same case is there), `imported` (it is there from files, not yet to be asked),
        `replaced` (an older state was removed), or `open`.
    """
    with driver.session(database=database) as session:
        for statement in model.SCHEMA:
            session.run(query_of(statement)).consume()
    [opened] = _write(driver, database, model.OPEN_CASE, case=label, fingerprint=mark)
    if opened["same"] and not wipe:
        if opened["complete"]:
            return "whole"
        return "imported" if opened["imported"] else "open"
    _write(driver, database, model.EMPTY_CASE, case=label)
    removed = _in_transactions(driver, database, model.REMOVALS, label)
    _write(driver, database, model.NAME_CASE, case=label, fingerprint=mark)
    return "replaced" if removed else "open"


def _write_kind(
    driver: Driver,
    database: str,
    label: str,
    kind: str,
    batches: Iterator[list[dict[str, Any]]],
) -> Iterator[int]:
    """Write the rows of one kind; yields how many are done after each batch."""
    statement, done = model.load_statement(model.KINDS[kind]), 0
    for batch in batches:
        [written] = _write(driver, database, statement, case=label, rows=batch)
        done += len(batch)
        if written["written"] != len(batch):
            what = f"{len(batch) - written['written']} rows of {kind} found no node to belong to"
            cure = "Somebody else changed this case meanwhile: push again with --wipe."
            raise StoreError(what, where="neo4j push", cure=cure)
        yield done


def _in_transactions(driver: Driver, database: str, statements: tuple[str, ...], label: str) -> int:
    """Statements that commit as they go, which is refused in a managed transaction.

    Returns:
        The number of nodes that they removed.
    """
    removed = 0
    with driver.session(database=database) as session:
        for statement in statements:
            counters = session.run(query_of(statement), case=label).consume().counters
            removed += counters.nodes_deleted
    return removed


def _write(
    driver: Driver, database: str, statement: str, **parameters: Any
) -> list[dict[str, Any]]:
    """One managed transaction, tried again after a passing error: MERGE makes that harmless."""
    return [
        record.data()
        for record in driver.execute_query(
            query_of(statement), parameters, database_=database
        ).records
    ]


def query_of(statement: str) -> Query:
    """A statement of `model` as the driver takes it."""
    from neo4j import Query as Made  # noqa: PLC0415 -- loads the driver

    return Made(cast("Any", statement))  # of our own names, never of input
