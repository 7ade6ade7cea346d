"""A real Neo4j server, once a session, in a folder of its own."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import Driver, GraphDatabase

from tests.stores.servers import RunningServer

SCRIPT = Path(__file__).parent / "server" / "neo4j.sh"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    for program in ("java", "mvn", "bash"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed; a Neo4j server needs Java 17 and Maven")
    password = secrets.token_hex(8)
    home = tmp_path_factory.mktemp("neo4j")
    environment = os.environ | {"NEO4J_HOME": str(home), "NEO4J_PASSWORD": password}
    started = subprocess.run(
        ["bash", str(SCRIPT), "start"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=600,
    )
    try:
        yield RunningServer(uri=started.stdout.split()[-1], password=password)
    finally:
        subprocess.run(["bash", str(SCRIPT), "stop"], env=environment, check=True, timeout=150)


@pytest.fixture
def driver(server: RunningServer) -> Iterator[Driver]:
    with GraphDatabase.driver(server.uri, auth=("neo4j", server.password)) as opened:
        yield opened
