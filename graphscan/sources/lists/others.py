"""Lists with a header of their own: Denied Persons, OpenSanctions, the EU's Annex IV, UFLPA, own.

Sources: the Bureau of Industry and Security's dpl.txt; OpenSanctions' targets.simple.csv; curated
tables of Annex IV of Regulation (EU) 833/2014; the table of the UFLPA Entity List (Department of
Homeland Security).
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from graphscan.codes import lists as known
from graphscan.dates import DayInterval
from graphscan.sources.canonical import Loaded
from graphscan.sources.foreign import OnBytes, UnusableRecordError, country, day, tidy
from graphscan.sources.lists.entry import ListEntry, ListPart, ListReader
from graphscan.sources.problems import Refusal
from graphscan.sources.table_rows import table_rows

NO_DATE = Refusal(reason="not a date", cure="Write mm/dd/yyyy.")

DPL_COLUMNS = (
    *("name", "street_address", "city", "state", "country", "postal_code", "effective_date"),
    *("expiration_date", "standard_order", "last_update", "action", "fr_citation"),
)
OPENSANCTIONS_COLUMNS = (
    *("id", "schema", "name", "aliases", "countries", "addresses", "identifiers", "sanctions"),
    *("program_ids", "dataset", "first_seen"),
)
ANNEX_COLUMNS = ("annex", "name", "alias", "country", "registrationnumber", "startdate", "notes")
UFLPA_COLUMNS = ("name of entity", "effective date")
OWN_COLUMNS = (
    *("name", "list", "aliases", "country", "address", "identifier", "program", "start_date"),
    *("end_date", "reason"),
)
EXPORTED_COLUMNS = (
    *("entry_id", "list", "source", "source_id", "entity_number", "type", "name", "aliases"),
    *("weak_aliases", "addresses", "countries", "programs", "citation", "start_date", "end_date"),
    *("license_requirement", "license_policy", "remarks"),
)
_KINDS = {"Person": "Individual", "Vessel": "Vessel", "Airplane": "Aircraft"}
_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ALIASES = re.compile(
    r"\s*\((?:including|and|formerly known as|also known as)(?: [^:()]*:| (?=[A-Z]))\s*(.*)\)\s*$"
)
_SUBSIDIARIES = re.compile(r"^(.*?) and its [^:;()]*subsidiaries, which include:? (.*)$")
_APART = re.compile(r";\s*(?:and\s+)?|,?\s+and\s+(?=[A-Z])|,\s+(?!Ltd|Inc|LLC|L\.L|Co\b|Corp|and )")
_MONTH_DATE = re.compile(r"([A-Z][a-z]+) (\d{1,2}), (\d{4})")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)

Cells = dict[str, str]
Read = Callable[[Cells], list[ListEntry | ListPart]]


def read_rows(
    read: Read, columns: tuple[str, ...], location: Path, on_bytes: OnBytes | None = None
) -> Iterator[Loaded]:
    """The portions of such a file; see `graphscan.sources.foreign`."""
    reader = ListReader()
    for row in table_rows(location, columns, on_bytes):
        if row.damage:
            error = UnusableRecordError(row.damage.field, row.damage.value, row.damage.refusal)
            reader.portions.refuse(row.number, error)
        else:
            _warn(reader, row.number, row.cells)
            reader.record(row.number, functools.partial(read, row.cells))
        if reader.portions.full:
            yield from reader.take()
    yield from reader.take()


def _warn(reader: ListReader, number: int, cells: Cells) -> None:
    reader.doubt(number, cells, ())
    for name in ("effective_date", "expiration_date", "start_date", "end_date"):
        text = cells.get(name, "").strip()
        if text and american_day(text) is None and day(text) is None:
            reader.portions.warn(number, name, text, "not a date: read as unknown")


def denied_person(cells: Cells) -> list[ListEntry | ListPart]:
    """A row of the Denied Persons List; a country that is left out is the United States."""
    place = country(tidy(cells.get("country"))) or ("" if tidy(cells.get("country")) else "US")
    parts = (tidy(cells.get(name)) for name in ("street_address", "city", "state", "postal_code"))
    return [
        ListEntry(
            code="DPL",
            name=tidy(cells.get("name")),
            addresses=[", ".join(filter(None, (*parts, place)))],
            countries=[place] if place else [],
            citation=tidy(cells.get("fr_citation")),
            start=american_day(cells.get("effective_date", "")),
            end=american_day(cells.get("expiration_date", "")),
            remarks=tidy(cells.get("action")),
        )
    ]


def opensanctions(cells: Cells) -> list[ListEntry | ListPart]:
    """A row of targets.simple.csv; cells hold several values, `;` between, quoted like a CSV."""
    codes = [code for code in map(country, several(cells.get("countries", ""))) if code]
    return [
        ListEntry(
            code="OS",
            source_id=tidy(cells.get("id")),
            number=tidy(cells.get("id")),
            kind=_KINDS.get(tidy(cells.get("schema")), "Entity"),
            name=tidy(cells.get("name")),
            alt_names=several(cells.get("aliases", "")),
            addresses=several(cells.get("addresses", "")),
            countries=list(dict.fromkeys(codes)),
            programs=several(cells.get("program_ids", "")) or several(cells.get("dataset", "")),
            remarks="; ".join(several(cells.get("sanctions", ""))),
        )
    ]


def annex_iv(cells: Cells) -> list[ListEntry | ListPart]:
    """A row of a table of Annex IV of Regulation (EU) 833/2014."""
    place = country(tidy(cells.get("country")))
    return [
        ListEntry(
            code="EU4",
            number=tidy(cells.get("registrationnumber")),
            name=tidy(cells.get("name")),
            alt_names=several(cells.get("alias", "")),
            addresses=[place] if place else [],
            countries=[place] if place else [],
            programs=[tidy(cells.get("annex"))] if tidy(cells.get("annex")) else [],
            start=day(tidy(cells.get("startdate"))),
            remarks=tidy(cells.get("notes")),
        )
    ]


def uflpa(cells: Cells) -> list[ListEntry | ListPart]:
    """A row of the UFLPA table: aliases stand in brackets behind the name.

    Subsidiaries that a row names are listed as well, each as a party of its own.

    >>> owns = "Acme and its two Xinjiang-based subsidiaries, which include A Co., Ltd. and B"
    >>> [entry.name for entry in uflpa({"name of entity": owns})]
    ['Acme', 'A Co., Ltd.', 'B']
    >>> cells = {"name of entity": "Acme (including two aliases: Acme One; and Acme Two)"}
    >>> uflpa(cells)[0].alt_names
    ['Acme One', 'Acme Two']
    """
    text = tidy(cells.get("name of entity"))
    owns = _SUBSIDIARIES.match(text)
    below = _APART.split(owns[2]) if owns else []
    text = owns[1] if owns else text
    found = _ALIASES.search(text)
    others = re.split(r";\s*(?:and\s+)?|\s+and\s+(?=[A-Z])", found[1]) if found else []
    whole = ListEntry(
        code="UFLPA",
        name=text[: found.start()] if found else text,
        alt_names=[other.strip() for other in others if other.strip()],
        addresses=["CN"],
        countries=["CN"],
        start=_written_day(tidy(cells.get("effective date"))),
    )
    return [
        whole,
        *(
            dataclasses.replace(
                whole, name=name, alt_names=[], remarks=f"named as a subsidiary of {whole.name}"
            )
            for name in filter(None, map(str.strip, below))
        ),
    ]


def own(cells: Cells) -> list[ListEntry | ListPart]:
    """A row of the user's own list."""
    place = country(tidy(cells.get("country")))
    code = tidy(cells.get("list"))
    address = tidy(cells.get("address"))
    shown = ", ".join(filter(None, (address, place or "")))
    return [
        ListEntry(
            code=known.normalize(code)
            or re.sub(r"[^A-Z0-9]+", "-", code.upper()).strip("-")
            or "OWN",
            source=code,
            number=tidy(cells.get("identifier")),
            name=tidy(cells.get("name")),
            alt_names=several(cells.get("aliases", "")),
            addresses=[shown] if shown else [],
            countries=[place] if place else [],
            programs=[tidy(cells.get("program"))] if tidy(cells.get("program")) else [],
            start=day(tidy(cells.get("start_date"))),
            end=day(tidy(cells.get("end_date"))),
            remarks=tidy(cells.get("reason")),
        )
    ]


def exported(cells: Cells) -> list[ListEntry | ListPart]:
    """A row of `graphscan export entries`: what it says is taken as it stands."""
    told = {name: _plain(text) for name, text in cells.items()}
    return [
        ListEntry(
            code=told["list"],
            entry_id=told["entry_id"],
            source=told["source"],
            source_id=told["source_id"],
            number=told["entity_number"],
            kind=told["type"],
            name=told["name"],
            alt_names=_values(told["aliases"]),
            weak_names=_values(told["weak_aliases"]),
            addresses=_values(told["addresses"]),
            countries=_values(told["countries"]),
            programs=_values(told["programs"]),
            citation=told["citation"],
            start=day(told["start_date"]),
            end=day(told["end_date"]),
            license_requirement=told["license_requirement"],
            license_policy=told["license_policy"],
            remarks=told["remarks"],
        )
    ]


def _plain(text: str) -> str:
    """A cell without the mark that keeps it from being a formula."""
    return text[1:] if text.startswith("'") and text[1:2] in {"=", "+", "-", "@", "'"} else text


def _values(text: str) -> list[str]:
    return next(csv.reader([text], delimiter=";"), []) if text else []


def several(text: str) -> list[str]:
    """The values of a cell with `;` between, in which one that holds a `;` is quoted.

    >>> several('Acme; "Smith; Sons";')
    ['Acme', 'Smith; Sons']
    """
    try:
        parts = next(
            csv.reader([text.replace("\n", " ")], delimiter=";", skipinitialspace=True), []
        )
    except csv.Error:
        parts = text.split(";")
    return list(dict.fromkeys(filter(None, map(tidy, parts))))


def american_day(text: str) -> DayInterval | None:
    """The day of mm/dd/yyyy; None where it is none, or a year out of all reason.

    >>> str(american_day("10/16/2017")), american_day("01/01/3035")
    ('2017-10-16', None)
    """
    found = _US_DATE.fullmatch(text.strip())
    return day(f"{found[3]}-{int(found[1]):02d}-{int(found[2]):02d}") if found else None


def _written_day(text: str) -> DayInterval | None:
    found = _MONTH_DATE.fullmatch(text)
    if found and found[1].lower() in _MONTHS:
        return day(f"{found[3]}-{_MONTHS.index(found[1].lower()) + 1:02d}-{int(found[2]):02d}")
    return american_day(text) or day(text)
