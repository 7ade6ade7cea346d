"""FollowTheMoney's EconomicActivity: customs declarations among the entities that they refer to.

A declaration names its parties by id; who they are stands in entities of their own, before or
behind it. So the file is read three times: for the register, for whom declarations name, and for
the declarations. Source: the FollowTheMoney schema (followthemoney.tech), EconomicActivity.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphscan.casefile import open_case
from graphscan.sources.canonical import Loaded, read_canonical
from graphscan.sources.foreign import OnBytes, UnusableRecordError, tidy
from graphscan.sources.json_records import Record, json_records
from graphscan.sources.json_table import ROWS, batch_of
from graphscan.sources.mapped import map_batches
from graphscan.sources.mapping import Mapping
from graphscan.sources.mapping.library import presets
from graphscan.sources.ownership import ftm
from graphscan.sources.ownership.model import Party
from graphscan.sources.text import text_blocks

SCHEMA = "EconomicActivity"
ROLES = ("sender", "receiver", "contractHolder", "declarant")

_REGIMES = dict.fromkeys(("im", "imp", "import", "им", "импорт"), "import") | dict.fromkeys(
    ("ek", "ex", "exp", "export", "эк", "экспорт"), "export"
)
"""How declarations write their direction; the Eurasian form has IM and EK (in Cyrillic too)."""


def holds_declarations(location: Path) -> bool:
    """Whether the name of the schema stands anywhere in the file."""
    name, end = SCHEMA.encode(), b""
    for block in text_blocks(location):
        if name in end + block:
            return True
        end = block[-len(name) :]
    return False


def mapping() -> Mapping:
    """How a declaration becomes a shipment: the mapping that ships, as any other."""
    return next(each for each in presets() if each.name == "FollowTheMoney declarations")


def read_declarations(location: Path, on_bytes: OnBytes | None = None) -> Iterator[Loaded]:
    """The portions of a file: what it says as a register, then its declarations."""
    yield from ftm.read_ftm(location, on_bytes, aside=frozenset({SCHEMA}))
    named = {
        ref
        for record in _declarations(location)
        for role in ROLES
        for ref in _values(record.content, role)[:1]
    }
    parties = _parties(location, named)
    how = mapping()
    with open_case() as scratch:
        batches = (
            batch_of(portion, [_row(each.content, parties) for each in portion], how.reads)
            for portion in _portions(_declarations(location))
        )
        for batch in map_batches(batches, how, how.reads, scratch):
            yield dataclasses.replace(read_canonical(batch, how.table), target="shipments")


def _declarations(location: Path) -> Iterator[Record]:
    return (
        record
        for record in json_records(text_blocks(location))
        if not record.problem and record.content.get("schema") == SCHEMA
    )


def _portions(records: Iterator[Record]) -> Iterator[list[Record]]:
    while portion := list(itertools.islice(records, ROWS)):
        yield portion


def _values(content: dict[str, Any], name: str) -> list[str]:
    given = content.get("properties")
    values = given.get(name) if isinstance(given, dict) else None
    return [text for text in map(tidy, values if isinstance(values, list) else []) if text]


def _parties(location: Path, wanted: set[str]) -> dict[str, Party]:
    """The parties of these ids, by any id that they ever had."""
    found: dict[str, Party] = {}
    for record in json_records(text_blocks(location)):
        content = record.content
        if record.problem or content.get("schema") not in ftm.PARTIES:
            continue
        older = content.get("referents")
        ids = {tidy(content.get("id")), *map(tidy, older if isinstance(older, list) else [])}
        if ids & wanted:
            try:
                said = ftm.entity(content)
            except UnusableRecordError:  # told of where the register is read
                continue
            party = next(each for each in said if isinstance(each, Party))
            found |= dict.fromkeys(ids & wanted, party)
    return found


def _row(content: dict[str, Any], parties: dict[str, Party]) -> dict[str, str]:
    """A declaration as one flat record."""
    given = content.get("properties")
    row = {"id": tidy(content.get("id"))}
    for name in given if isinstance(given, dict) else ():
        values = _values(content, name)
        row |= {name: values[0], f"{name}.all": "; ".join(values)} if values else {}
    for role in ROLES:
        ref = row.pop(role, "")
        party = parties.get(ref)
        if party is not None:
            row |= {
                f"{role}.name": party.name,
                f"{role}.country": party.country or "",
                f"{role}.address": party.address or "",
                f"{role}.number": party.identifier or "",
            }
    regime = _REGIMES.get(row.get("directionOfTransportation", "").lower(), "")
    date = row.get("date") or row.get("startDate", "")
    return row | {"regime": regime, "importDate" if regime == "import" else "exportDate": date}
