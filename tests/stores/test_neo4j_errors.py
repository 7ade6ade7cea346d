"""Errors that need no server: nobody answers, or the address cannot be read."""

from __future__ import annotations

import socket
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
