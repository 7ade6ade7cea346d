"""Compares what a server holds of a case with the case: counts and hashes of every kind of rows."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from graphscan.casefile import Case
from graphscan.errors import StoreError
from graphscan.settings import Settings
from graphscan.stores import model
from graphscan.stores.load import BATCH, case_name, query_of
from graphscan.stores.rows import GraphRows

if TYPE_CHECKING:
    from neo4j import Session


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One kind of rows on both sides.

    Attributes:
        kind: Its name.
        here: Number of rows of the case.
        there: Number on the server.
        equal: Numbers and hashes agree.
        hash_here: 16 hex digits over all rows, whatever their order.
        hash_there: The same of the server's.
    """

    kind: str
    here: int
    there: int
    equal: bool
    hash_here: str
    hash_there: str


def verify(  # noqa: PLR0913 -- where a server is takes five facts
    case: Case,
    *,
    uri: str,
    user: str,
    password: str,
    database: str = "neo4j",
    ca_file: str | None = None,
    settings: Settings,
    name: str | None = None,
) -> list[Compared]:
    """Every kind of rows, of the case and as the server holds it; all of it is read.

    Memory: one batch of rows. Arguments as for `push`; the settings must be those of the push.

    Raises:
        StoreError: The server refused or could not be reached, or holds no such case as a whole.
    """
    from graphscan.stores.neo4j_ import Server, asking  # noqa: PLC0415 -- loads the driver

    label = case_name(case, name)
    server = Server(uri=uri, user=user, password=password, database=database, ca_file=ca_file)
    rows = GraphRows(case, settings)
    compared = []
    with asking(server) as session:
        _check_whole(session, label, server.address)
        for kind, shape in model.KINDS.items():
            here = _Digest(shape)
            for batch in rows.batches(kind, BATCH):
                here.add(batch, case=label)
            there = _Digest(shape)
            result = session.run(query_of(model.read_statement(shape)), case=label)
            there.add(_as_written(record["row"], shape) for record in result)
            compared.append(
                Compared(
                    kind=kind,
                    here=here.count,
                    there=there.count,
                    equal=(here.count, here.hex) == (there.count, there.hex),
                    hash_here=here.hex,
                    hash_there=there.hex,
                )
            )
    return compared


def _check_whole(session: Session, label: str, where: str) -> None:
    record = session.run(
        "MATCH (c:Case {name: $case}) RETURN c.complete AS complete", case=label
    ).single()
    if record is None or not record["complete"]:
        what = (
            f"no case {label!r} here" if record is None else f"{label!r} was not pushed as a whole"
        )
        raise StoreError(what, where=where, cure="Push it with `graphscan neo4j push`.")


class _Digest:
    """A sum of hashes: the order of the rows does not matter, and none is kept."""

    def __init__(self, shape: model.Node | model.Relation) -> None:
        self._shape = shape
        self.count = 0
        self._sum = 0

    def add(self, rows: Iterable[Mapping[str, Any]], *, case: str | None = None) -> None:
        """Add rows; those of a case get the lanes that a push would give them."""
        for row in rows:
            full = dict(row)
            if case is not None and "inlane" in full:
                for lane in ("inlane", "weighed", "consigned"):
                    full[lane] = full[lane] and f"{case}|{full[lane]}"
                full["outlanes"] = [f"{case}|{lane}" for lane in full["outlanes"]]
            text = json.dumps(full, sort_keys=True, ensure_ascii=False, default=str)
            digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
            self._sum += int.from_bytes(digest[:8])
            self.count += 1

    @property
    def hex(self) -> str:
        """16 hex digits."""
        return f"{self._sum % 2**64:016x}"


def _as_written(row: dict[str, Any], shape: model.Node | model.Relation) -> dict[str, Any]:
    """A row of the server in the shape of a row of the case; a doubled link shows as one of two."""
    properties = row["properties"]
    if isinstance(shape, model.Relation):
        row["properties"] = {
            name: value for name, value in properties.items() if name not in shape.identity
        }
        return row
    added = {"case", shape.key, *shape.derived, *shape.lanes}
    row["properties"] = {name: value for name, value in properties.items() if name not in added}
    for link in shape.links:
        ends = row[link.column]
        row[link.column] = ends[0] if len(ends) == 1 else ends
    return row
