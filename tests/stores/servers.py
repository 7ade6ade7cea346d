"""Where the server of the tests is."""

from __future__ import annotations

import dataclasses
from typing import TypedDict


class Login(TypedDict):
    """What `push` and `run_query` need to know of a server."""

    uri: str
    user: str
    password: str


@dataclasses.dataclass(frozen=True)
class RunningServer:
    """A server that the tests started."""

    uri: str
    password: str = dataclasses.field(repr=False)

    @property
    def login(self) -> Login:
        return {"uri": self.uri, "user": "neo4j", "password": self.password}
