"""OpenCorporates bulk files: companies, officers, relationships.

Sources: the column names of the OpenCorporates bulk data documentation. The subject of a
relationship controls its object. Voting rights and shares have ranges of their own: two interests.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path

from graphscan.sources.canonical import Loaded
from graphscan.sources.foreign import OnBytes, UnusableRecordError, country, day, share, tidy
from graphscan.sources.ownership.model import (
    NO_PARTY,
    Fact,
    Interest,
    Party,
    Register,
    Said,
    number_of,
)
from graphscan.sources.problems import Refusal
from graphscan.sources.table_rows import table_rows

REGISTER = "OpenCorporates"

BAD_SHARE = Refusal(reason="not a percentage from 0 to 100", cure="Ask the publisher.")

COMPANY_COLUMNS = (
    "company_number",
    "jurisdiction_code",
    "name",
    "incorporation_date",
    "dissolution_date",
    "registered_address.in_full",
)
OFFICER_COLUMNS = (
    "company_number",
    "jurisdiction_code",
    "full_name",
    "name",
    "position",
    "start_date",
    "end_date",
)
LINK_COLUMNS = (
    "relationship_type",
    *(
        f"{end}_{name}"
        for end in ("subject", "object")
        for name in ("company_number", "jurisdiction_code", "name")
    ),
    *(
        f"percentage_{end}_{what}"
        for what in ("share_ownership", "voting_rights")
        for end in ("min", "max")
    ),
    "start_date",
    "end_date",
)
_NOT_OWNERS = frozenset({"branch"})

Cells = dict[str, str]
Reader = Callable[[Cells], list[Said]]


def read_companies(
    location: Path, on_bytes: OnBytes | None = None, after: int = 0
) -> Iterator[Loaded]:
    """The portions of companies.csv; see `graphscan.sources.foreign`."""
    return _read(location, COMPANY_COLUMNS, on_bytes, company, after)


def read_officers(
    location: Path, on_bytes: OnBytes | None = None, after: int = 0
) -> Iterator[Loaded]:
    """The portions of officers.csv."""
    return _read(location, OFFICER_COLUMNS, on_bytes, officer, after)


def read_relationships(
    location: Path, on_bytes: OnBytes | None = None, after: int = 0
) -> Iterator[Loaded]:
    """The portions of relationships.csv."""
    return _read(location, LINK_COLUMNS, on_bytes, relationship, after)


def _read(
    location: Path, columns: tuple[str, ...], on_bytes: OnBytes | None, reader: Reader, after: int
) -> Iterator[Loaded]:
    register = Register(REGISTER)
    for row in table_rows(location, columns, on_bytes, after=after):
        if row.damage:
            error = UnusableRecordError(row.damage.field, row.damage.value, row.damage.refusal)
            register.portions.refuse(row.number, error)
        else:
            register.record(row.number, functools.partial(reader, row.cells))
        if register.portions.full:
            yield from register.take()
    yield from register.take()


def company(cells: Cells) -> list[Said]:
    """What a row of companies.csv says."""
    ref = _ref(cells, "")
    return [
        Party(
            ref=ref or "",
            name=tidy(cells.get("name")),
            country=country(cells.get("jurisdiction_code", "")),
            identifier=ref,
            kind="company",
            address=tidy(cells.get("registered_address.in_full")) or None,
            incorporated=day(cells.get("incorporation_date", "")),
            dissolved=day(cells.get("dissolution_date", "")),
        )
    ]


def officer(cells: Cells) -> list[Said]:
    """What a row of officers.csv says: kept for later use, no interest."""
    ref = _ref(cells, "")
    name = tidy(cells.get("full_name")) or tidy(cells.get("name"))
    if not ref or not name:
        raise UnusableRecordError("company_number", name, NO_PARTY)
    return [Fact("officer", ref, name, tidy(cells.get("position")), cells.get("start_date", ""))]


def relationship(cells: Cells) -> list[Said]:
    """What a row of relationships.csv says: one interest for shares, one for votes.

    Raises:
        UnusableRecordError: It goes to quarantine.
    """
    if tidy(cells.get("relationship_type")).lower() in _NOT_OWNERS:
        return []
    found = []
    for kind, what in (("shares", "share_ownership"), ("votes", "voting_rights")):
        low = cells.get(f"percentage_min_{what}", "").strip()
        high = cells.get(f"percentage_max_{what}", "").strip()
        if low or high:
            least, most = share(low or "0", up=False), share(high or "100", up=True)
            if least is None or most is None or least > most:
                raise UnusableRecordError(f"percentage_min_{what}", f"{low}-{high}", BAD_SHARE)
            found.append((kind, least, most))
    return [
        Interest(
            owner_name=tidy(cells.get("subject_name")),
            owner_country=country(cells.get("subject_jurisdiction_code", "")),
            owner_id=_ref(cells, "subject_"),
            owned_name=tidy(cells.get("object_name")),
            owned_country=country(cells.get("object_jurisdiction_code", "")),
            owned_id=_ref(cells, "object_"),
            kind=kind,
            share_min=least,
            share_max=most,
            valid_from=day(cells.get("start_date", "")),
            valid_to=day(cells.get("end_date", "")),
        )
        for kind, least, most in found or [("unknown", None, None)]
    ]


def _ref(cells: Cells, before: str) -> str | None:
    place = tidy(cells.get(f"{before}jurisdiction_code"))
    return number_of(place or None, cells.get(f"{before}company_number", ""))
