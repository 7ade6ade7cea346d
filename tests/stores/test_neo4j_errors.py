"""Errors that need no server: nobody answers, or the address cannot be read."""

from __future__ import annotations

import contextlib
import socket
import threading
import traceback

import pytest

from graphscan.casefile import open_case
from graphscan.errors import NotFoundError, StoreError
from graphscan.settings import Settings
from graphscan.stores import push, run_query
from graphscan.stores.neo4j_ import Server

SECRET = "hidden word".replace(" ", "-")


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    "address",
    [
        "bolt://127.0.0.1:UNUSED",
        "http://127.0.0.1:7474",
        "127.0.0.1:7687",
        "",
        "bolt://[::1",
        "bolt://db:port",
        "bolt://127.0.0.1:99999",
        "bolt://[::1]:1",
    ],
)
def test_an_address_where_no_server_answers_names_the_cure(address: str) -> None:
    address = address.replace("UNUSED", str(unused_port()))
    with pytest.raises(StoreError, match="Give --uri bolt://HOST:7687") as raised:
        run_query("exporter_to_listed", {}, uri=address, user="neo4j", password=SECRET)
    assert SECRET not in "".join(traceback.format_exception(raised.value))


def test_a_password_written_into_the_address_is_not_repeated() -> None:
    uri = f"bolt://neo4j:{SECRET}@127.0.0.1:{unused_port()}"
    with pytest.raises(StoreError) as raised:
        run_query("exporter_to_listed", {}, uri=uri, user="neo4j", password=SECRET)
    assert SECRET not in "".join(traceback.format_exception(raised.value))


def test_a_server_never_shows_its_password() -> None:
    server = Server(uri="bolt://127.0.0.1", user="neo4j", password=SECRET)
    assert SECRET not in repr(server)


def older_server(listening: socket.socket, handshake: bytes, agent: str) -> None:
    """Speaks as much of Bolt as it takes to say what it is: handshake, HELLO, LOGON, RESET."""
    name = bytes([0x80 + len(agent)]) + agent.encode()
    hello = b"\xb1\x70\xa2\x86server" + name + b"\x8dconnection_id\x81x"
    with contextlib.suppress(OSError), listening.accept()[0] as client:
        client.recv(20)
        client.sendall(handshake)
        if client.recv(4096):
            for answer in (hello, *[b"\xb1\x70\xa0"] * 4):
                client.sendall(len(answer).to_bytes(2, "big") + answer + b"\x00\x00")
        while client.recv(4096):
            pass


@pytest.mark.parametrize(
    ("handshake", "agent", "told"),
    [
        (b"\x00\x00\x04\x05", "Neo4j/5.13.0", r"Neo4j/5\.13\.0 is too old\. Use Neo4j 5\.26"),
        (b"\x00\x00\x04\x04", "Neo4j/4.4.38", r"a server too old\. Use Neo4j 5\.26"),
        (b"\x00\x00\x00\x00", "Neo4j/3.5.35", r"a server too old\. Use Neo4j 5\.26"),
    ],
    ids=["5.13", "4.4", "3.5"],
)
def test_a_server_of_the_wrong_version_is_refused_with_the_cure(
    handshake: bytes, agent: str, told: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        arguments = (listening, handshake, agent)
        talking = threading.Thread(target=older_server, args=arguments, daemon=True)
        talking.start()
        uri = f"bolt://127.0.0.1:{listening.getsockname()[1]}"
        with pytest.raises(StoreError, match=told) as raised:
            run_query("exporter_to_listed", {}, uri=uri, user="neo4j", password=SECRET)
        talking.join(timeout=10)
    assert SECRET not in "".join(traceback.format_exception(raised.value))


def test_an_unknown_query_names_the_known_ones() -> None:
    with pytest.raises(
        NotFoundError, match="between_parties, chains_by_length, exporter_to_listed"
    ):
        run_query("every_path", {}, uri="bolt://127.0.0.1", user="neo4j", password=SECRET)


@pytest.mark.parametrize("name", ["", "a|b", "x" * 101, "line\nbreak"])
def test_a_case_name_that_would_break_lanes_is_refused(name: str) -> None:
    with open_case() as case, pytest.raises(StoreError, match="cannot be named"):
        push(
            case,
            uri="bolt://127.0.0.1",
            user="neo4j",
            password=SECRET,
            settings=Settings(),
            name=name,
        )
