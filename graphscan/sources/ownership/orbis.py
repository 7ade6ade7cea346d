"""Orbis exports (Bureau van Dijk), text or XLSX: shareholders and global ultimate owners.

Sources: the column names of exports seen in public. A cell holds the values of all shareholders
with line ends between; `WO` is wholly owned, `MO` more than half, `n.a.` not told, `>50` more.
"""

from __future__ import annotations

import decimal
import functools
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from graphscan.sources.canonical import Loaded
from graphscan.sources.foreign import OnBytes, UnusableRecordError, country, day, share, tidy
from graphscan.sources.ownership.model import NO_PARTY, Interest, Party, Register, Said
from graphscan.sources.problems import Refusal
from graphscan.sources.table_rows import Sheet, table_rows

REGISTER = "Orbis"

BAD_SHARE = Refusal(reason="not a share of Orbis", cure="A number, WO, MO, NG or n.a.")

_ID = "bvd id number"
_NAMES = ("company name latin alphabet", "company name")
_GROUPS = {"csh": "direct", "sh": "direct", "guo": "ultimate"}
COLUMNS = (
    _ID,
    *_NAMES,
    "country iso code",
    "date of incorporation",
    *(
        f"{group} - {name}"
        for group in _GROUPS
        for name in ("name", "type", "country iso code", "bvd id number", "direct %", "total %")
    ),
)
_WORDS: dict[str, tuple[str, str, bool]] = {
    "WO": ("100", "100", False),
    "MO": ("50", "100", True),
    "JO": ("50", "50", False),
    "NG": ("0", "0.01", False),
}
"""Wholly, majority, jointly owned, negligible: least, largest, whether the least is open."""
_NOTHING = frozenset({"", "-", "N.A.", "NA", "N/A"})
_NUMBER = re.compile(r"(?P<sign>[<>]=?|±)?\s*(?P<value>\d+(\.\d+)?)")
_KINDS = {"individual": "person", "person": "person", "family": "person", "state": "state"} | {
    "public authority": "state",
    "fund": "fund",
}


def read_orbis(
    location: Path | Sheet, on_bytes: OnBytes | None = None, after: int = 0
) -> Iterator[Loaded]:
    """The portions of an export; see `graphscan.sources.foreign`."""
    register = Register(REGISTER)
    for row in table_rows(location, COLUMNS, on_bytes, after=after):
        if row.damage:
            error = UnusableRecordError(row.damage.field, row.damage.value, row.damage.refusal)
            register.portions.refuse(row.number, error)
        else:
            register.record(row.number, functools.partial(company, row.cells))
        if register.portions.full:
            yield from register.take()
    yield from register.take()


def company(cells: dict[str, str]) -> list[Said]:
    """What a row says: the company, and an interest for each of its shareholders.

    Raises:
        UnusableRecordError: It goes to quarantine.
    """
    name = next((tidy(cells[each]) for each in _NAMES if tidy(cells.get(each))), "")
    number = tidy(cells.get(_ID))
    if not name:
        raise UnusableRecordError("Company name", number, NO_PARTY)
    home = country(tidy(cells.get("country iso code")))
    identifier = f"BVD:{number}" if number else None
    said: list[Said] = [
        Party(
            ref=identifier or name,
            name=name,
            country=home,
            identifier=identifier,
            kind="company",
            incorporated=day(tidy(cells.get("date of incorporation")).replace("/", "-")),
        )
    ]
    for group, reach in _GROUPS.items():
        columns = [
            cells.get(f"{group} - {each}", "").splitlines()
            for each in ("name", "type", "country iso code", "bvd id number", "direct %", "total %")
        ]
        for owner, kind, place, owner_number, direct, total in zip_longest(*columns, fillvalue=""):
            if not tidy(owner):
                continue
            told = direct if reach == "direct" else (total or direct)
            least, most, opened = shares(told)
            said.append(
                Interest(
                    owner_name=tidy(owner),
                    owner_country=country(tidy(place)),
                    owner_id=f"BVD:{tidy(owner_number)}" if tidy(owner_number) else None,
                    owner_kind=_owner_kind(kind),
                    owned_name=name,
                    owned_country=home,
                    owned_id=identifier,
                    kind="shares",
                    reach=reach,
                    share_min=least,
                    share_max=most,
                    share_min_open=opened,
                )
            )
    return said


def shares(text: str) -> tuple[Any, Any, bool]:
    """Least and largest share of a cell, and whether the least is open.

    >>> shares("WO")[:2], shares(">50.00"), shares("n.a.")[0] is None
    ((Decimal('100.000000'), Decimal('100.000000')),
     (Decimal('50.000000'), Decimal('100.000000'), True), True)
    """
    told = tidy(text).upper().rstrip("%").strip().replace(",", ".")
    if told in _NOTHING:
        return None, None, False
    low, high, opened = _WORDS.get(told, ("", "", False))
    found = _NUMBER.fullmatch(told)
    if found:
        sign = found["sign"] or ""
        low = "0" if sign.startswith("<") else found["value"]
        high = "100" if sign.startswith(">") else found["value"]
        opened = sign == ">"
    least, most = share(low, up=False), share(high, up=True)
    if least is None or most is None or least > decimal.Decimal(100):
        raise UnusableRecordError("Direct %", text, BAD_SHARE)
    return least, most, opened


def _owner_kind(text: str) -> str:
    told = tidy(text).lower()
    return next(
        (kind for word, kind in _KINDS.items() if word in told), "company" if told else "unknown"
    )
