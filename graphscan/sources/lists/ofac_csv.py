"""OFAC's legacy CSV files, which have no header: primary names, aliases, addresses, comments.

Sources: OFAC's file specification (sdn.csv, add.csv, alt.csv, sdn_comments.csv, and the same with
cons_ for those that are no SDN). `-0- ` is nothing; several programmes stand as `A] [B`; what is
longer than a cell of remarks goes on in the file of comments. The files are joined by the entry's
number once all are read.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from graphscan.codes import countries
from graphscan.sources.canonical import Loaded
from graphscan.sources.foreign import OnBytes, UnusableRecordError, tidy
from graphscan.sources.header import Header
from graphscan.sources.lists.entry import ListEntry, ListPart, ListReader
from graphscan.sources.problems import Refusal
from graphscan.sources.table_rows import table_rows

SDN = "OFAC SDN"
CONSOLIDATED = "OFAC consolidated"

BAD_NUMBER = Refusal(reason="no entry number", cure="Fetch the file again.")

_PRIMARY = ("ent_num", "name", "type", "program", "title", "call_sign", "vess_type", "tonnage")
LAYOUTS = {
    "primary": (*_PRIMARY, "grt", "vess_flag", "vess_owner", "remarks"),
    "address": ("ent_num", "add_num", "address", "city", "country", "add_remarks"),
    "alias": ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"),
    "comment": ("ent_num", "comment"),
}
_BY_PROGRAM = (
    ("NS-PLC", "PLC"),
    ("CMIC-", "CMIC"),
    ("561", "CAP"),
    ("CAPTA", "CAP"),
    ("FSE-", "FSE"),
    ("UKRAINE-EO13662", "SSI"),
)
_KINDS = {"individual": "Individual", "vessel": "Vessel", "aircraft": "Aircraft"}
_ALIAS = re.compile(r"\b[af]\.k\.a\. ['\"]([^'\"]+)['\"]")

Cells = dict[str, str]


def layout_of(start: bytes, path: str) -> tuple[str, str] | None:
    r"""Which of the files one is, and to which family it belongs; None where it is none.

    >>> layout_of(b'36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA"' + b",-0- " * 8 + b"\r\n", "sdn.csv")
    ('primary', 'OFAC SDN')
    >>> layout_of(b"name,country\r\n", "sdn.csv") is None
    True
    """
    line = start.partition(b"\n")[0].decode("latin-1").strip()
    if not re.match(r"\d{1,7},", line):
        return None
    try:
        width = len(next(csv.reader([line]), []))
    except csv.Error:  # a stray carriage return
        return None
    found = next((name for name, names in LAYOUTS.items() if len(names) == width), None)
    name = path.rpartition("/")[2].lower()
    told = "comment" in name if found == "comment" else found == "primary" or "-0-" in line
    if found is None or not told:  # a number and a text alone are no sign of a comment file
        return None
    family = CONSOLIDATED if name.startswith("cons") else SDN
    return found, family


def read_ofac(
    layout: str, family: str, location: Path, on_bytes: OnBytes | None = None
) -> Iterator[Loaded]:
    """The portions of one of the files; see `graphscan.sources.foreign`."""
    names = LAYOUTS[layout]
    reader = ListReader()
    read = _READERS[layout]
    header = Header(delimiter=",", names=names, length=0, row=0)
    for row in table_rows(location, names, on_bytes, header=header):
        if row.damage:
            error = UnusableRecordError(row.damage.field, row.damage.value, row.damage.refusal)
            reader.portions.refuse(row.number, error)
        else:
            cells = {name: _known(text) for name, text in row.cells.items()}
            reader.record(row.number, functools.partial(read, cells, family))
        if reader.portions.full:
            yield from reader.take()
    yield from reader.take()


def _known(text: str) -> str:
    text = tidy(text)
    return "" if text == "-0-" else text


def _number(cells: Cells) -> str:
    number = cells["ent_num"]
    if not number.isdigit():
        raise UnusableRecordError("ent_num", number, BAD_NUMBER)
    return number


def _primary(cells: Cells, family: str) -> list[ListEntry | ListPart]:
    programs = [part.strip(" []") for part in cells["program"].split("] [") if part.strip(" []")]
    remarks = cells["remarks"]
    return [
        ListEntry(
            code="SDN" if family == SDN else list_of(programs),
            number=_number(cells),
            kind=_KINDS.get(cells["type"].lower(), "Entity"),
            name=cells["name"],
            alt_names=_ALIAS.findall(remarks),
            weak_names=_ALIAS.findall(remarks),
            programs=programs,
            remarks=remarks,
        )
    ]


def list_of(programs: list[str]) -> str:
    """The list of an entry that is no SDN, by its programmes.

    >>> list_of(["UKRAINE-EO13662", "RUSSIA-EO14024"]), list_of(["RUSSIA-EO14024"])
    ('SSI', 'MBS')
    """
    for start, code in _BY_PROGRAM:
        if any(program.startswith(start) for program in programs):
            return code
    return "MBS"


def _address(cells: Cells, family: str) -> list[ListEntry | ListPart]:
    place = countries.normalize(cells["country"]) or ""
    shown = ", ".join(filter(None, (cells["address"], cells["city"], place or cells["country"])))
    if not shown:
        return []
    return [ListPart(family, _number(cells), "address", shown, place)]


def _alias(cells: Cells, family: str) -> list[ListEntry | ListPart]:
    if not cells["alt_name"]:
        return []
    weak = "weak" in cells["alt_remarks"].lower()
    return [ListPart(family, _number(cells), "weak alias" if weak else "alias", cells["alt_name"])]


def _comment(cells: Cells, family: str) -> list[ListEntry | ListPart]:
    return [ListPart(family, _number(cells), "comment", cells["comment"])]


_READERS: dict[str, Callable[[Cells, str], list[ListEntry | ListPart]]] = {
    "primary": _primary,
    "address": _address,
    "alias": _alias,
    "comment": _comment,
}
