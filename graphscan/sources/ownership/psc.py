"""Persons with significant control of United Kingdom companies, and the basic company data.

Sources: Companies House, "People with significant control" bulk snapshot and its enumerations;
Companies Act 2006, Schedule 1A for the bands: a band of 25 to 50 percent is more than 25 and at
most 50, one of 75 to 100 at least 75. Right to share and to vote are two natures of one control.
"""

from __future__ import annotations

import decimal
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphscan.dates import DayInterval
from graphscan.sources.canonical import Loaded
from graphscan.sources.foreign import OnBytes, UnusableRecordError, country, day, tidy
from graphscan.sources.json_records import json_records
from graphscan.sources.ownership.model import (
    NO_PARTY,
    Fact,
    Interest,
    Party,
    Register,
    Said,
    number_of,
    private,
)
from graphscan.sources.problems import Refusal
from graphscan.sources.table_rows import table_rows
from graphscan.sources.text import text_blocks

REGISTER = "Companies House"

NO_NUMBER = Refusal(reason="no company number", cure="Fetch the file again.")
OTHER_KIND = Refusal(
    reason="a kind that is not known", cure="See the Companies House enumerations."
)

_BANDS = {
    "25-to-50-percent": (25, 50, True),
    "50-to-75-percent": (50, 75, True),
    "75-to-100-percent": (75, 100, False),
    "more-than-25-percent": (25, 100, True),
}
"""Band of a nature of control: least, largest, whether the least is open."""
_BAND = re.compile(r"(\d+-to-\d+-percent|more-than-25-percent)(-.*)?$")
_OWNERS = {
    "individual": "person",
    "corporate-entity": "company",
    "legal-person": "unknown",
}
_UK = frozenset({"GB"})
BASIC_COLUMNS = (
    *("companyname", "companynumber", "countryoforigin", "incorporationdate", "dissolutiondate"),
    *("regaddress.addressline1", "regaddress.posttown", "regaddress.postcode"),
    "siccode.sictext_1",
)


def read_psc(location: Path, on_bytes: OnBytes | None = None, after: int = 0) -> Iterator[Loaded]:
    """The portions of a snapshot; see `graphscan.sources.foreign`."""
    register = Register(REGISTER)
    for record in json_records(text_blocks(location, on_bytes), after):
        if record.problem:
            register.portions.refuse(
                record.number, UnusableRecordError("", record.text, record.problem)
            )
        elif "CompanyNumber" in record.content:
            cells = {tidy(name).lower(): tidy(text) for name, text in record.content.items()}
            register.record(record.number, functools.partial(company, cells))
        else:
            register.record(record.number, functools.partial(control, record.content))
        if register.portions.full:
            yield from register.take()
    yield from register.take()


def read_basic(location: Path, on_bytes: OnBytes | None = None, after: int = 0) -> Iterator[Loaded]:
    """The portions of the basic company data as CSV."""
    register = Register(REGISTER)
    for row in table_rows(location, BASIC_COLUMNS, on_bytes, after=after):
        if row.damage:
            error = UnusableRecordError(row.damage.field, row.damage.value, row.damage.refusal)
            register.portions.refuse(row.number, error)
        else:
            register.record(row.number, functools.partial(company, row.cells))
        if register.portions.full:
            yield from register.take()
    yield from register.take()


def company(cells: dict[str, str]) -> list[Said]:
    """What a row of the basic company data says.

    Raises:
        UnusableRecordError: It goes to quarantine.
    """
    number = tidy(cells.get("companynumber"))
    if not number:
        raise UnusableRecordError("CompanyNumber", "", NO_NUMBER)
    parts = [
        cells.get(f"regaddress.{name}", "") for name in ("addressline1", "posttown", "postcode")
    ]
    ref = f"GB:{number.zfill(8)}"
    return [
        Party(
            ref=ref,
            name=tidy(cells.get("companyname")),
            country=country(tidy(cells.get("countryoforigin"))) or "GB",
            identifier=ref,
            kind="company",
            address=", ".join(filter(None, map(tidy, parts))) or None,
            incorporated=_british(cells.get("incorporationdate", "")),
            dissolved=_british(cells.get("dissolutiondate", "")),
            industry=tidy(cells.get("siccode.sictext_1")) or None,
        )
    ]


def control(content: dict[str, Any]) -> list[Said]:
    """What a line of the snapshot says; the line of totals says nothing of anybody.

    Raises:
        UnusableRecordError: It goes to quarantine.
    """
    data = content.get("data")
    told = tidy(data.get("kind")) if isinstance(data, dict) else ""
    if told.startswith("totals#"):
        return []
    number = tidy(content.get("company_number"))
    if not number or not isinstance(data, dict):
        raise UnusableRecordError("company_number", number, NO_NUMBER)
    owned = f"GB:{number.zfill(8)}"
    kind = told.removesuffix("-person-with-significant-control").removesuffix("-beneficial-owner")
    if kind.startswith("super-secure"):
        return [Fact("undisclosed", owned, "", tidy(data.get("description")) or told)]
    if "statement" in told or told.startswith(("persons-with", "exempt")):
        words = tidy(data.get("statement")) or told
        return [Fact("undisclosed", owned, "", words, tidy(data.get("notified_on")))]
    if kind not in _OWNERS:
        raise UnusableRecordError("kind", told, OTHER_KIND)
    return _interests(owned, _OWNERS[kind], data)


def _interests(owned: str, owner_kind: str, data: dict[str, Any]) -> list[Said]:
    name = tidy(data.get("name"))
    if not name:
        raise UnusableRecordError("name", owned, NO_PARTY)
    home, identifier = _who(owner_kind, data)
    begins, ends = day(tidy(data.get("notified_on"))), day(tidy(data.get("ceased_on")))
    found: dict[str, Interest] = {}
    natures = data.get("natures_of_control")
    for nature in map(tidy, natures if isinstance(natures, list) else []):
        interest = Interest(
            owner_name=name,
            owner_country=home,
            owner_id=identifier,
            owner_kind=owner_kind,
            owned_ref=owned,
            record=tidy((data.get("links") or {}).get("self")) or None,
            valid_from=begins,
            valid_to=ends,
        )
        _put_nature(interest, nature)
        key = f"{interest.kind} {interest.reach}"
        if key not in found or (interest.share_min or 0) > (found[key].share_min or 0):
            found[key] = interest
    if not found:
        raise UnusableRecordError("natures_of_control", name, NO_PARTY)
    return list(found.values())


def _put_nature(interest: Interest, nature: str) -> None:
    """Read one nature of control; held through a trust or a firm it is not the owner's own."""
    if nature.startswith("ownership-of-shares"):
        interest.kind = "shares"
    elif nature.startswith(("right-to-share-surplus-assets", "part-right-to-share-surplus")):
        return
    elif nature.startswith(("right-to-appoint", "significant-influence")):
        interest.kind = "board" if "appoint" in nature else "votes"
        return
    elif nature.startswith("voting-rights"):
        interest.kind = "votes"
    band = _BAND.search(nature)
    if not band:
        return
    least, most, opened = _BANDS.get(band[1], (0, 100, False))
    interest.share_min, interest.share_max = decimal.Decimal(least), decimal.Decimal(most)
    interest.share_min_open = opened
    if band[2] and ("as-trust" in band[2] or "as-firm" in band[2]) and interest.kind == "shares":
        interest.kind = "nominee"


def _who(owner_kind: str, data: dict[str, Any]) -> tuple[str | None, str | None]:
    """Country and identifier of the owner; a person's name and birth month, unreadable."""
    address = data.get("address")
    at = country(tidy(address.get("country"))) if isinstance(address, dict) else None
    if owner_kind == "person":
        born = data.get("date_of_birth")
        parts = (str(born.get("year")), str(born.get("month"))) if isinstance(born, dict) else ()
        home = country(tidy(data.get("country_of_residence"))) or at
        key = "|".join((tidy(data.get("name")).casefold(), *parts))
        return home, private(key) if parts else None
    told = data.get("identification")
    found = told if isinstance(told, dict) else {}
    home = country(tidy(found.get("country_registered"))) or at
    number = tidy(found.get("registration_number")).replace(" ", "")
    if home in _UK and number.isdigit():
        number = number.zfill(8)
    return home, number_of(home, number)


def _british(text: str) -> DayInterval | None:
    parts = tidy(text).split("/")
    return day("-".join(reversed(parts))) if len(parts) == 3 else day(tidy(text))
