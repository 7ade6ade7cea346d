"""The Offshore Leaks database of the ICIJ: nodes and relationships as CSV files.

Sources: the column names of the published files. An officer may be a person or a firm; what he
holds is told in words. `same_name_as`, `similar` and their like are no identity and are excluded,
as are addresses and intermediaries, which own nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

from graphscan.dates import DayInterval
from graphscan.sources.canonical import Loaded
from graphscan.sources.foreign import OnBytes, UnusableRecordError, country, day, tidy
from graphscan.sources.ownership.model import NO_PARTY, Interest, Party, Register, Said
from graphscan.sources.table_rows import table_rows

REGISTER = "ICIJ"

NODE_COLUMNS = (
    "node_id",
    "name",
    "jurisdiction",
    "country_codes",
    "address",
    "incorporation_date",
    "inactivation_date",
    "struck_off_date",
)
LINK_COLUMNS = ("node_id_start", "node_id_end", "rel_type", "link", "start_date", "end_date")

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_WORDS = (
    ("shareholder", "shares"),
    ("owner", "shares"),
    ("nominee", "nominee"),
    ("trust", "nominee"),
    ("director", "board"),
    ("president", "board"),
    ("secretary", "board"),
)
_OFFSHORE = {"BVI": "VG", "SAM": "WS", "PMA": "PA", "SEY": "SC", "NIUE": "NU", "BAH": "BS"}
"""Codes of jurisdictions that are the data base's own."""

Cells = dict[str, str]


def read_nodes(location: Path, on_bytes: OnBytes | None = None, after: int = 0) -> Iterator[Loaded]:
    """The portions of a file of nodes; see `graphscan.sources.foreign`."""
    return _read(location, NODE_COLUMNS, on_bytes, after, links=False)


def read_relationships(
    location: Path, on_bytes: OnBytes | None = None, after: int = 0
) -> Iterator[Loaded]:
    """The portions of relationships.csv."""
    return _read(location, LINK_COLUMNS, on_bytes, after, links=True)


def _read(
    location: Path, columns: tuple[str, ...], on_bytes: OnBytes | None, after: int, *, links: bool
) -> Iterator[Loaded]:
    register = Register(REGISTER)
    for row in table_rows(location, columns, on_bytes, after=after):
        if row.damage:
            error = UnusableRecordError(row.damage.field, row.damage.value, row.damage.refusal)
            register.portions.refuse(row.number, error)
        else:
            register.record(row.number, functools.partial(link if links else node, row.cells))
        if register.portions.full:
            yield from register.take()
    yield from register.take()


def node(cells: Cells) -> list[Said]:
    """What a node says; one without a name is an address or a placeholder."""
    ref, name = tidy(cells.get("node_id")), tidy(cells.get("name"))
    if not name:
        return []
    place = tidy(cells.get("jurisdiction")).upper()
    codes = tidy(cells.get("country_codes")).split(";")
    ended = cells.get("struck_off_date") or cells.get("inactivation_date", "")
    return [
        Party(
            ref=ref,
            name=name,
            country=_OFFSHORE.get(place) or country(place) or country(codes[0]),
            identifier=f"ICIJ:{ref}",
            kind="company" if "incorporation_date" in cells else "unknown",
            address=tidy(cells.get("address")) or None,
            incorporated=english_day(cells.get("incorporation_date", "")),
            dissolved=english_day(ended),
        )
    ]


def link(cells: Cells) -> list[Said]:
    """What a relationship says.

    Raises:
        UnusableRecordError: It goes to quarantine.
    """
    owner, owned = tidy(cells.get("node_id_start")), tidy(cells.get("node_id_end"))
    if not owner or not owned:
        raise UnusableRecordError("node_id_start", owner, NO_PARTY)
    if tidy(cells.get("rel_type")) != "officer_of":
        return []
    told = tidy(cells.get("link")).lower()
    return [
        Interest(
            owner_ref=owner,
            owned_ref=owned,
            kind=next((kind for word, kind in reversed(_WORDS) if word in told), "unknown"),
            valid_from=english_day(cells.get("start_date", "")),
            valid_to=english_day(cells.get("end_date", "")),
        )
    ]


def english_day(text: str) -> DayInterval | None:
    """A day as `23-MAR-2006`; two digits of a year up to 30 are of this century.

    >>> str(english_day("23-MAR-2006")), str(english_day("01-JAN-98")), english_day("n/a")
    ('2006-03-23', '1998-01-01', None)
    """
    parts = text.strip().upper().split("-")
    if len(parts) == 3 and parts[1] in _MONTHS and parts[2].isdigit():
        year = (
            int(parts[2])
            if len(parts[2]) == 4
            else int(parts[2]) + (2000 if int(parts[2]) <= 30 else 1900)
        )
        return day(f"{year:04d}-{_MONTHS.index(parts[1]) + 1:02d}-{parts[0].zfill(2)}")
    return day(text.strip())
