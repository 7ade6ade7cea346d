"""The only home of the Neo4j driver: a connection, and its errors in graphscan's words.

No password leaves this module: it is in no message, no log line and no `repr`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from neo4j import (
    READ_ACCESS,
    Driver,
    GraphDatabase,
    NotificationMinimumSeverity,
    Session,
    TrustCustomCAs,
)
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
_AGAIN = "Start the server and push again: what was written stays, and is not asked until all is."
_OLDEST = (5, 26)
_NEWER = "Use Neo4j 5.26 or later."
RETRY_SECONDS = 30.0
"""How long a managed transaction is tried again where the server is gone or busy."""
_LESS = "Ask for less: fewer legs, a shorter wait, one exporter."
_FULL = "The server's disk may be full, its log says so: make room, restart it, and push again."
CURES = {
    "Neo.DatabaseError.Transaction.TransactionLogError": _FULL,
    "Neo.DatabaseError.Transaction.TransactionStartFailed": _FULL,
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
    ca_file: str | None = None

    @property
    def address(self) -> str:
        """The URI without what somebody may have written into it before an @.

        >>> Server(uri="bolt://neo4j:secret@db:7687", user="neo4j", password="secret").address
        'bolt://db:7687'
        """
        scheme, mark, rest = self.uri.partition("://")
        return f"{scheme}://{rest.rpartition('@')[2]}" if mark else "the address"


@contextlib.contextmanager
def connected(server: Server, *, pushing: bool = False) -> Iterator[Driver]:
    """A driver that has reached the server; what goes wrong inside the block is a StoreError.

    The server's notices are switched off: on an empty store each query would be told that its
    labels do not exist yet.

    Args:
        server: Where it is and who asks.
        pushing: What is cut off can be done again, and the error says so.

    Raises:
        StoreError: The server cannot be reached, is too old, or refuses.
    """
    with _translated(server, _ADDRESS_CURE), _open(server) as driver:
        check_agent(driver.get_server_info().agent, server.address)
        with _translated(server, _AGAIN if pushing else _ADDRESS_CURE):
            yield driver


def check_agent(agent: str, where: str) -> None:
    """Refuse a server that lacks what the statements need; another maker's is given a try.

    Raises:
        StoreError: It is older than Neo4j 5.26.

    >>> check_agent("Neo4j/2026.08.1", "bolt://db:7687")
    >>> check_agent("Neo4j/4.4.38", "bolt://db:7687")
    Traceback (most recent call last):
    graphscan.errors.StoreError: bolt://db:7687: Neo4j/4.4.38 is too old. Use Neo4j 5.26 or later.
    """
    version = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
    if version and (int(version[1]), int(version[2])) < _OLDEST:
        raise StoreError(f"{agent} is too old", where=where, cure=_NEWER)


def _open(server: Server) -> Driver:
    if not _ADDRESS.fullmatch(server.uri):
        what = "not the address of a Neo4j server"
        raise StoreError(what, where=server.address, cure=_ADDRESS_CURE)
    secure: dict[str, Any] = {}
    uri = server.uri
    if server.ca_file is not None:
        if not Path(server.ca_file).is_file():
            what = f"no such file: {server.ca_file}"
            raise StoreError(what, where="--ca-file", cure="Give a certificate as PEM.")
        # The driver takes a certificate of one's own only beside a scheme that says nothing of it.
        uri = re.sub(r"^(bolt|neo4j)\+s://", r"\1://", uri, flags=re.IGNORECASE)
        secure = {"encrypted": True, "trusted_certificates": TrustCustomCAs(server.ca_file)}
    return GraphDatabase.driver(
        uri,
        **secure,
        auth=(server.user, server.password),
        user_agent="graphscan",
        connection_timeout=10,
        max_transaction_retry_time=RETRY_SECONDS,
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
def _translated(server: Server, cure: str) -> Iterator[None]:
    try:
        yield
    except Neo4jError as err:
        code = err.code or ""
        what = f"{_first_line(err.message)} ({code})"
        raise StoreError(what, where=server.address, cure=CURES.get(code, "")) from err
    except OSError as err:  # a certificate that is none: the system's own error
        raise StoreError(_first_line(str(err)), where=server.address, cure=cure) from err
    except (DriverError, GqlError) as err:
        if "bolt protocol" in str(err).lower():  # before the server could say what it is
            raise StoreError("a server too old", where=server.address, cure=_NEWER) from err
        raise StoreError(_first_line(str(err)), where=server.address, cure=cure) from err


def _first_line(text: str | None) -> str:
    return (text or "no reason given").strip().splitlines()[0].rstrip(".:")
