"""Real Neo4j servers, each in a folder of its own: one for the session, others for their faults."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from neo4j import Driver, GraphDatabase

from tests.stores.servers import RunningServer

SCRIPT = Path(__file__).parent / "server" / "neo4j.sh"
Script = Callable[..., str]
ServerAt = Callable[..., AbstractContextManager[tuple[RunningServer, Script]]]


def needs(program: str, what: str) -> None:
    """Skip, with the reason, where a program is not there."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed; {what}")


@contextlib.contextmanager
def started(
    home: Path, *, first: tuple[str, ...] = (), **environment: str
) -> Iterator[tuple[RunningServer, Script]]:
    """A server in `home`, stopped at the end; `first` is a command of the script before it."""
    for program in ("java", "mvn", "bash"):
        needs(program, "a Neo4j server needs Java 17 and Maven")
    password = secrets.token_hex(8)
    given = {"NEO4J_HOME": str(home), "NEO4J_PASSWORD": password, "NEO4J_QUICK": "1"}
    whole = os.environ | given | environment

    def script(*words: str) -> str:
        ended = subprocess.run(
            ["bash", str(SCRIPT), *words],
            env=whole,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=600,
        )
        return ended.stdout

    if first:
        script(*first)
    try:
        yield RunningServer(uri=script("start").split()[-1], password=password), script
    finally:
        script("stop")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with started(tmp_path_factory.mktemp("neo4j")) as (running, _):
        yield running


@pytest.fixture
def server_at(tmp_path_factory: pytest.TempPathFactory) -> ServerAt:
    """Starts another server, with the environment given."""

    def start(
        *, first: tuple[str, ...] = (), **environment: str
    ) -> AbstractContextManager[tuple[RunningServer, Script]]:
        return started(tmp_path_factory.mktemp("neo4j"), first=first, **environment)

    return start


@pytest.fixture
def driver(server: RunningServer) -> Iterator[Driver]:
    with GraphDatabase.driver(server.uri, auth=("neo4j", server.password)) as opened:
        yield opened
