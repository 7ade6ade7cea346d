"""Listed parties among FollowTheMoney entities, beside what the same file says as a register.

Sources: the FollowTheMoney schema (followthemoney.tech) and OpenSanctions' topics: who is listed
has one of them, or is a `target`. When and by whom stands in entities of their own, of the schema
Sanction, before or behind it: they are joined by the party's id once the file is read.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphscan.sources.canonical import Loaded
from graphscan.sources.foreign import Foreign, OnBytes, country, day, tidy
from graphscan.sources.lists.entry import ListEntry, ListPart, entry_table, part_table
from graphscan.sources.ownership import ftm
from graphscan.sources.ownership.model import Register

FAMILY = "FollowTheMoney"
TOPICS = frozenset({"sanction", "sanction.counter", "debarment", "export.control"})
"""Topics of listed parties; `sanction.linked` says of a party that others of it are listed."""

_KINDS = {"Person": "Individual", "Vessel": "Vessel", "Airplane": "Aircraft"}
_BEGINS = ("startDate", "listingDate")


def with_targets(found: Foreign) -> Foreign:
    """A register in this format as one that gives list rows too; any other as it is."""
    if found.table.mapping != FAMILY:
        return found
    return dataclasses.replace(found, read=read_ftm, companions=FAMILY)


def read_ftm(location: Path, on_bytes: OnBytes | None = None, after: int = 0) -> Iterator[Loaded]:
    """The portions of a file, as a register and as a list."""
    tables = {
        ListEntry: ("list_rows", lambda _, rows: entry_table(rows)),
        ListPart: ("list_parts", lambda _, rows: part_table(rows)),
    }
    register = Register(ftm.REGISTER, tables)
    return ftm.read_ftm(location, on_bytes, after, register=register, also=listed)


def listed(content: dict[str, Any]) -> list[ListEntry | ListPart]:
    """What an entity says of lists: a party that is listed, or since when another is.

    >>> values = {"name": ["Alder", "Aldr"], "weakAlias": ["AA"], "topics": ["sanction"]}
    >>> entry = listed({"id": "x", "schema": "Company", "caption": "Alder", "properties": values})
    >>> entry[0].alt_names, entry[0].weak_names
    (['Aldr', 'AA'], ['AA'])
    >>> listed({"id": "x", "schema": "Company", "properties": {"topics": ["sanction.linked"]}})
    []
    """
    given = content.get("properties")
    if not isinstance(given, dict):
        return []
    values = functools.partial(_values, given)
    if content.get("schema") == "Sanction":
        return _parts(given)
    if not TOPICS.intersection(values("topics")) and content.get("target") is not True:
        return []
    ref, names = tidy(content.get("id")), values("name")
    name = tidy(content.get("caption")) or next(iter(names), "")
    weak = values("weakAlias")
    others = [*names, *values("alias"), *values("previousName"), *weak]
    places = [*values("jurisdiction"), *values("country"), *values("mainCountry")]
    if content.get("schema") == "Person":
        places = [*values("nationality"), *values("citizenship"), *values("country")]
    return [
        ListEntry(
            code="OS",
            source_id=ref,
            number=ref,
            kind=_KINDS.get(tidy(content.get("schema")), "Entity"),
            name=name,
            alt_names=[each for each in dict.fromkeys(others) if each != name],
            weak_names=[each for each in dict.fromkeys(weak) if each != name],
            addresses=values("address"),
            countries=list(dict.fromkeys(code for code in map(country, places) if code)),
            programs=values("programId") or _values(content, "datasets"),
            remarks="; ".join(values("notes")),
        )
    ]


def _parts(given: dict[str, Any]) -> list[ListEntry | ListPart]:
    """The parts of a Sanction: its programme and its days; without an end it still holds."""
    texts = {name: _values(given, name) for name in ("entity", "endDate", "programId", "program")}
    begins = next(
        (found for name in _BEGINS for found in map(day, _values(given, name)) if found), None
    )
    ends = [found for found in map(day, texts["endDate"]) if found]
    parts = [("program", text) for text in texts["programId"] or texts["program"]]
    parts += [("start", str(begins))] if begins else []
    parts += [("end", str(found)) for found in ends] or [("open", "")]
    return [ListPart(FAMILY, ref, part, text) for ref in texts["entity"] for part, text in parts]


def _values(given: dict[str, Any], name: str) -> list[str]:
    texts = given.get(name)
    return [text for text in map(tidy, texts if isinstance(texts, list) else []) if text]
