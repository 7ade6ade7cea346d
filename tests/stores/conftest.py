"""A real Neo4j server, once a session, in a folder of its own."""

from __future__ import annotations

import dataclasses
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "server" / "neo4j.sh"


@dataclasses.dataclass(frozen=True)
class RunningServer:
    """Where the server is; `login` fits `push` and `run_query`."""

    uri: str
    password: str

    @property
    def login(self) -> dict[str, str]:
        return {"uri": self.uri, "user": "neo4j", "password": self.password}


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
