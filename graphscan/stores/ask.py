"""Asks a query of `queries/` of a Neo4j server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, LiteralString

import pandas as pd

from graphscan.errors import SettingsError, StoreError
from graphscan.stores.cypher import Query, Value, find_query
from graphscan.stores.model import MODEL_VERSION

if TYPE_CHECKING:
    from neo4j import Session

TIME_LIMIT = 120.0
"""Seconds that a query may take where nothing else is said."""

_CASES: LiteralString = """
MATCH (c:Case) WHERE $case = '' OR c.name = $case
RETURN c.name AS name, c.complete AS complete, coalesce(c.model, 0) AS model,
  c.max_legs AS max_legs
ORDER BY name
"""


def run_query(  # noqa: PLR0913 -- where a server is takes five facts
    name: str,
    parameters: Mapping[str, object],
    *,
    uri: str,
    user: str,
    password: str,
    database: str = "neo4j",
    ca_file: str | None = None,
    timeout: float = TIME_LIMIT,
) -> pd.DataFrame:
    """The answer to a query, columns as its header says; plain values, a path as its steps.

    Args:
        name: Name of a file in `queries/`, without its ending.
        parameters: By name; text is read as the header's type. What is not given takes its default.
        uri: Address of the server.
        user: Name of the server's user.
        password: Never written anywhere.
        database: The server's database.
        ca_file: As for `push`.
        timeout: Seconds after which the server gives up; the transaction may only read.

    Raises:
        NotFoundError: There is no such query.
        SettingsError: A parameter is unknown, missing or cannot be used.
        StoreError: The server refused or could not be reached, or the case that is asked is not
            there as a whole. An empty answer therefore means: no such journey in the case.
    """
    from graphscan.stores.neo4j_ import Server, asking  # noqa: PLC0415 -- loads the driver

    query = find_query(name)
    values = query.read_parameters(parameters)
    server = Server(uri=uri, user=user, password=password, database=database, ca_file=ca_file)
    with asking(server) as session:
        cases = known_cases(session, str(values.get("case", "")), server.address)
        _check_length(cases, query, values)
        return answer(session, query, values, timeout)


def answer(
    session: Session, query: Query, values: Mapping[str, object], timeout: float
) -> pd.DataFrame:
    """The rows that a query gives, with plain values: what is absent is None beside text, too."""
    result = session.run(limited(query.text, timeout), dict(values))
    rows = [[_plain(value) for value in record.values()] for record in result]
    return pd.DataFrame(rows, columns=result.keys(), dtype=object)


def limited(text: str, timeout: float) -> Any:
    """A statement of ours, no input, that the server gives up on after some seconds."""
    from neo4j import Query as Timed  # noqa: PLC0415 -- loads the driver

    return Timed(text, timeout=timeout)  # a file or a constant of ours


def _plain(value: Any) -> Any:
    """Nodes, relationships and paths as their properties; everything else as it is."""
    from neo4j.graph import Node, Path, Relationship  # noqa: PLC0415 -- loads the driver

    if isinstance(value, Node):
        return {"labels": sorted(value.labels), **dict(value)}
    if isinstance(value, Relationship):
        return {"type": value.type, **dict(value)}
    if isinstance(value, Path):
        steps = [_plain(value.nodes[0])]
        for link, node in zip(value.relationships, value.nodes[1:], strict=True):
            steps += [_plain(link), _plain(node)]
        return steps
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def known_cases(session: Session, case: str, where: str) -> list[dict[str, Any]]:
    """What the server says of a case, or of all of them where none is named.

    Raises:
        StoreError: There is none, or one that cannot be asked in full.
    """
    found = session.run(_CASES, case=case).data()
    if not found:
        what = f"no case {case!r} here" if case else "no case here"
        raise StoreError(what, where=where, cure="Push one with `graphscan neo4j push`.")
    unfinished = [row["name"] for row in found if not row["complete"]]
    if unfinished:
        what = f"the push of {', '.join(unfinished)} was not finished"
        raise StoreError(what, where=where, cure="Push again with `graphscan neo4j push`.")
    older = [row["name"] for row in found if row["model"] < MODEL_VERSION]
    if older:
        what = f"{', '.join(older)} was pushed by an older graphscan"
        raise StoreError(what, where=where, cure="Push again with `graphscan neo4j push`.")
    return found


def _check_length(found: list[dict[str, Any]], query: Query, values: Mapping[str, Value]) -> None:
    """Refuse to ask what cannot be answered in full, rather than answer with less."""
    limit = query.parameters.get("max_legs")
    longest = max(row["max_legs"] for row in found)
    if limit and limit.high and values["max_legs"] is None and longest > limit.high:
        what = f"the case was pushed for up to {longest} legs, and this query follows {limit.high}"
        cure = f"Give --param max_legs={limit.high}."
        raise SettingsError(what, where=f"query {query.name}", cure=cure)
