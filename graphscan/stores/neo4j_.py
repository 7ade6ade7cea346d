"""The only home of the Neo4j driver: a connection, and its errors in graphscan's words.

No password leaves this module: it is in no message, no log line and no `repr`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Iterator

from neo4j import READ_ACCESS, Driver, GraphDatabase, NotificationMinimumSeverity, Session
from neo4j.exceptions import DriverError, GqlError, Neo4jError

from graphscan.errors import StoreError

# The driver takes more, http among them, and quotes the whole address where it takes it not.
_ADDRESS = re.compile(
    r"(bolt|neo4j)(\+s|\+ssc)?://(\[[0-9a-f:.%]+\]|[^@:/?#\s\[\]]+)(:\d{1,5})?(/?\?[^@\s]*)?",
    re.IGNORECASE,
)
_ADDRESS_CURE = (
    "Give --uri bolt://HOST:7687 (or neo4j://, or either with +s) of a running Neo4j 5.26."
)
_LESS = "Ask for less: fewer legs, a shorter wait, one exporter."
CURES = {
    "Neo.ClientError.Security.Unauthorized": "Check --user and NEO4J_PASSWORD.",
    "Neo.ClientError.Security.AuthenticationRateLimit": "Wait a little, then check the password.",
    "Neo.ClientError.Security.CredentialsExpired": "Change the password once with `cypher-shell`.",
    "Neo.ClientError.Security.Forbidden": "Ask the keeper of the server for the right to do this.",
    "Neo.ClientError.Database.DatabaseNotFound": "Give the name of a database with --database.",
    "Neo.ClientError.Transaction.TransactionTimedOut": _LESS,
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration": _LESS,
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError": _LESS,
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": "Give the address of a writable server.",
}
"""What to do about a server's error code; `gql_status` is the same for most of them on 5.26."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a server is and who asks."""

    uri: str
    user: str
    password: str = dataclasses.field(repr=False)
    database: str = "neo4j"

    @property
    def address(self) -> str:
        """The URI without what somebody may have written into it before an @.

        >>> Server(uri="bolt://neo4j:secret@db:7687", user="neo4j", password="secret").address
        'bolt://db:7687'
        """
        scheme, mark, rest = self.uri.partition("://")
        return f"{scheme}://{rest.rpartition('@')[2]}" if mark else "the address"


@contextlib.contextmanager
def connected(server: Server) -> Iterator[Driver]:
    """A driver that has reached the server; what goes wrong inside the block is a StoreError.

    The server's notices are switched off: on an empty store each query would be told that its
    labels do not exist yet.

    Raises:
        StoreError: The server cannot be reached, or refuses.
    """
    with _translated(server), _open(server) as driver:
        driver.verify_connectivity()
        yield driver


def _open(server: Server) -> Driver:
    if not _ADDRESS.fullmatch(server.uri):
        what = "not the address of a Neo4j server"
        raise StoreError(what, where=server.address, cure=_ADDRESS_CURE)
    return GraphDatabase.driver(
        server.uri,
        auth=(server.user, server.password),
        user_agent="graphscan",
        connection_timeout=10,
        max_transaction_retry_time=30,
        notifications_min_severity=NotificationMinimumSeverity.OFF,
    )


@contextlib.contextmanager
def asking(server: Server) -> Iterator[Session]:
    """A session that reads, as `connected`.

    Its transactions are not managed ones: those would ask again and again what is too much for the
    server's memory, which 5.26 calls a passing error.
    """
    with (
        connected(server) as driver,
        driver.session(database=server.database, default_access_mode=READ_ACCESS) as session,
    ):
        yield session


@contextlib.contextmanager
def _translated(server: Server) -> Iterator[None]:
    try:
        yield
    except Neo4jError as err:
        code = err.code or ""
        what = f"{_first_line(err.message)} ({code})"
        raise StoreError(what, where=server.address, cure=CURES.get(code, "")) from err
    except (DriverError, GqlError) as err:
        raise StoreError(_first_line(str(err)), where=server.address, cure=_ADDRESS_CURE) from err


def _first_line(text: str | None) -> str:
    return (text or "no reason given").strip().splitlines()[0].rstrip(".:")
