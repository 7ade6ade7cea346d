"""The Consolidated Screening List as JSON: the columns of the CSV, with lists where it has `; `.

Source: the bulk download and the search API of the International Trade Administration.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphscan.codes import countries
from graphscan.sources import screening_list as csl
from graphscan.sources.canonical import Loaded
from graphscan.sources.foreign import OnBytes, UnusableRecordError, day, tidy
from graphscan.sources.json_records import json_records
from graphscan.sources.lists.entry import ListEntry, ListPart, ListReader
from graphscan.sources.problems import Refusal
from graphscan.sources.text import text_blocks

NO_LIST = Refusal(
    reason="no list in it",
    cure="Write the source as the official file does: `Entity List (EL) - ...`.",
)


def read_csl_json(location: Path, on_bytes: OnBytes | None = None) -> Iterator[Loaded]:
    """The portions of the JSON file; see `graphscan.sources.foreign`."""
    reader = ListReader()
    for record in json_records(text_blocks(location, on_bytes)):
        if record.problem:
            error = UnusableRecordError("", record.text, record.problem)
            reader.portions.refuse(record.number, error)
        else:
            reader.doubt(record.number, record.content, ("start_date", "end_date"))
            reader.record(record.number, functools.partial(entry, record.content))
        if reader.portions.full:
            yield from reader.take()
    yield from reader.take()


def entry(content: dict[str, Any]) -> list[ListEntry | ListPart]:
    """What one result says.

    Raises:
        UnusableRecordError: It goes to quarantine.
    """
    source = tidy(content.get("source"))
    code = csl.list_code(source) if source else None
    if code is None:
        raise UnusableRecordError("source", source, NO_LIST)
    given = content.get("addresses")
    addresses = [_address(each) for each in given or [] if isinstance(each, dict)]
    found = [address for address in addresses if address]
    return [
        ListEntry(
            code=code,
            source=source,
            source_id=tidy(content.get("id") or content.get("_id")),
            number=tidy(content.get("entity_number")),
            kind=tidy(content.get("type")),
            name=tidy(content.get("name")),
            alt_names=_texts(content.get("alt_names")),
            addresses=found,
            countries=csl.countries_of(found),
            programs=_texts(content.get("programs")),
            citation=tidy(content.get("federal_register_notice")),
            start=day(tidy(content.get("start_date"))),
            end=day(tidy(content.get("end_date"))),
            license_requirement=tidy(content.get("license_requirement")),
            license_policy=tidy(content.get("license_policy")),
            remarks=tidy(content.get("remarks")),
        )
    ]


def _address(given: dict[str, Any]) -> str:
    place = tidy(given.get("country"))
    code = place if place.isupper() and len(place) == 2 else countries.normalize(place) or place
    names = ("address", "city", "state", "postal_code")
    return ", ".join(filter(None, (*(tidy(given.get(name)) for name in names), code)))


def _texts(given: Any) -> list[str]:
    if isinstance(given, str):
        return csl.split(given)
    return [text for text in map(tidy, given if isinstance(given, list) else []) if text]
