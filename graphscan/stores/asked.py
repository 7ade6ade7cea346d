"""Asks an investigator's query of a Neo4j server.

Its words are looked up among the parties that are there, read as a case reads them; what they stand
for goes to `queries/asked_paths.cypher` as numbers. Nothing of a query becomes text of a statement.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from graphscan.errors import StoreError
from graphscan.search.lookup import Found
from graphscan.search.paths import Meant, class_of, refuse_unknown_class, take_words
from graphscan.search.query import PathQuery
from graphscan.settings import Settings
from graphscan.stores.ask import TIME_LIMIT, answer, known_cases
from graphscan.stores.cypher import Query, find_query
from graphscan.stores.parties import ServerParties

if TYPE_CHECKING:
    from neo4j import Session

QUERY = "asked_paths"
"""The file of `queries/` that answers."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PathsAnswer:
    """What a server says to an investigator's query.

    Attributes:
        case: The case that was asked.
        meanings: How each text of the query was taken.
        journeys: One row a journey, columns as `queries/asked_paths.cypher` says: certain ones
            first, then the fewest legs, then the earliest departure. There is no score on a server.
    """

    case: str
    meanings: tuple[Found, ...]
    journeys: pd.DataFrame


def ask_paths(  # noqa: PLR0913 -- where a server is takes five facts
    query: PathQuery,
    settings: Settings,
    *,
    case: str = "",
    uri: str,
    user: str,
    password: str,
    database: str = "neo4j",
    ca_file: str | None = None,
    timeout: float = TIME_LIMIT,
) -> PathsAnswer:
    """The journeys that `graphscan paths` finds in the case, as the server finds them.

    Args:
        query: What is asked; its `top` counts journeys here.
        settings: The waits, the leg limit, and whether goods may pass between linked parties and
            journeys begin abroad under a foreign direct product rule.
        case: The case as it was pushed; "" takes the only one that is there.
        uri: Address of the server.
        user: Name of the server's user.
        password: Never written anywhere.
        database: The server's database.
        ca_file: As for `push`.
        timeout: Seconds after which the server gives up on a statement; it may only read.

    Raises:
        NotFoundError: A text of the query fits nothing in the case.
        SettingsError: More legs are asked for than the Cypher file follows, or a text names nobody.
        StoreError: The server refused or could not be reached, or the case is not there as a whole.
    """
    from graphscan.stores.neo4j_ import Server, asking  # noqa: PLC0415 -- loads the driver

    file = find_query(QUERY)
    file.read_parameters({"case": case, **_limits(settings)})  # before a server is asked
    server = Server(uri=uri, user=user, password=password, database=database, ca_file=ca_file)
    with asking(server) as session:
        label = _only(known_cases(session, case, server.address), server.address)
        parties = ServerParties(session, label, timeout)
        refuse_unknown_class(query, parties.have_sent)
        meant = take_words(parties, query)
        parameters = {"case": label, **_limits(settings), **_asked(query, meant)}
        return PathsAnswer(
            case=label,
            meanings=meant.texts,
            journeys=_journeys(session, file, parameters, timeout),
        )


def _journeys(
    session: Session, file: Query, parameters: dict[str, object], timeout: float
) -> pd.DataFrame:
    """The answer of the file, its parameters put into one map.

    A server plans a statement anew for each combination of kinds and sizes of its parameters, and
    this one takes seconds to plan; a map is a map, whatever it holds.
    """
    bundled = dataclasses.replace(file, text=re.sub(r"\$(\w+)", r"$asked.\1", file.text))
    values = file.read_parameters(parameters)
    return answer(session, bundled, {"asked": values}, timeout)


def _only(cases: list[dict[str, Any]], where: str) -> str:
    """The case, where none was named: its party numbers mean nothing in another."""
    if len(cases) > 1:
        names = ", ".join(case["name"] for case in cases)
        raise StoreError("several cases here", where=where, cure=f"Name one of them: {names}.")
    return str(cases[0]["name"])


def _limits(settings: Settings) -> dict[str, object]:
    return {
        "max_legs": settings.max_legs,
        "min_wait": settings.min_wait,
        "max_wait": settings.max_wait,
        "through_affiliates": settings.through_affiliates,
        "direct_products": settings.foreign_direct_product,
    }


def _asked(query: PathQuery, meant: Meant) -> dict[str, object]:
    """The parameters of the file that are not the settings'."""
    avoided = [found for text in meant.avoid for found in text]
    return {
        "from": None if meant.senders is None else meant.senders.tolist(),
        "to": None if meant.receivers is None else meant.receivers.tolist(),
        "via": [_stop(found) for found in meant.via],
        "avoid": _stop(avoided)["parties"],
        "avoid_places": _stop(avoided)["places"],
        "hs": query.hs,
        "class": class_of(query),
        "eccn": query.eccn.strip().upper(),
        "after": query.after.isoformat() if query.after else "",
        "before": query.before.isoformat() if query.before else "",
        "min_quantity": float(query.min_quantity),
        "min_value": float(query.min_value),
        "certain": query.certain,
        "top": query.top,
    }


def _stop(found: Iterable[Found]) -> dict[str, list[Any]]:
    """Parties, countries and ports, any of which is meant."""
    each = list(found)
    return {
        "parties": sorted({party for one in each for party in one.parties}),
        "places": sorted({place for one in each for place in (one.country, one.place)} - {""}),
    }
