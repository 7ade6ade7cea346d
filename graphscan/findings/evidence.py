"""The source rows of a finding: no finding without rows that anyone can open and read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from graphscan.findings.ends import End
from graphscan.findings.material import Material
from graphscan.search.results import Route

KINDS = ("shipment", "interest", "list", "party")
"""What a source row is, in the order in which findings name them."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Rows about the parties before the end.

    Attributes:
        rows: (file id, row) of interests, and of what is said of parties.
        entries: Ids of list entries.
    """

    rows: tuple[tuple[int, int], ...]
    entries: tuple[str, ...]


def evidence(
    material: Material,
    route: Route,
    proving: Iterable[End],
    linking: Iterable[tuple[int, int]] = (),
    telling: Telling | None = None,
) -> list[dict[str, Any]]:
    """Every row behind a route: sorted, each once.

    Shipment rows of all legs of the shown journeys (mirror records are rows of their leg), the
    interests that prove an affiliate, the rows of the listed entry, and what the parties table says
    of headquarters.

    Args:
        material: The rows.
        route: The route.
        proving: How the end is listed, for the last legs of its journeys.
        linking: (file id, row) of the interests by which goods are handed on without a record.
        telling: What else the factors name of the parties before the end.
    """
    found: set[tuple[int, str, int, str]] = set()
    for journey in route.journeys:
        for leg in journey.legs:
            shipment_id = material.legs[leg].shipment_id
            found |= {
                (0, path, row, material.mirrors.get((path, row), shipment_id))
                for path, row in material.rows[leg]
            }
    found |= {(1, material.paths[file_id], row, "") for file_id, row in linking}
    for end in proving:
        for file_id, row in end.proof:
            kind = 3 if material.kinds[file_id] == "parties" else 1
            found.add((kind, material.paths[file_id], row, ""))
        found |= {(2, path, row, "") for path, row in material.list_rows.get(end.entry_id, ())}
    for file_id, row in telling.rows if telling else ():
        kind = 1 if material.kinds[file_id] == "ownership" else 3
        found.add((kind, material.paths[file_id], row, ""))
    for entry_id in telling.entries if telling else ():
        found |= {(2, path, row, "") for path, row in material.list_rows.get(entry_id, ())}
    return [
        {"kind": KINDS[kind], "file": path, "row": row, "shipment_id": shipment_id}
        for kind, path, row, shipment_id in sorted(found)
    ]
