"""Whether cells look like what their header says: a code column taken for a name is seen here."""

from __future__ import annotations

import re
from collections.abc import Callable

from graphscan.codes import countries, hs
from graphscan.records import Kind

Check = Callable[[str], bool]


def check_of(field: str, kind: Kind) -> tuple[Check | None, str]:
    """How a cell of a canonical column is told, and what to say where most are not.

    >>> check_of("consignee_name", Kind.NAME)[0]("0012345678")
    False
    >>> check_of("brand", Kind.TEXT)
    (None, '')
    """
    if field.endswith("_name"):
        return _is_name, "codes rather than names"
    if field == "status":
        return _is_status, "nothing that says new, amended or deleted"
    return _FITS.get(kind, (None, ""))


def _is_name(cell: str) -> bool:
    letters = sum(char.isalpha() for char in cell)
    return letters >= 2 and letters >= sum(char.isdigit() for char in cell)


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?[\d.,\s]+([eE][+-]?\d+)?", cell) is not None


def _is_country(cell: str) -> bool:
    return countries.normalize(cell) is not None


def _is_hs(cell: str) -> bool:
    return hs.normalize(re.split(r"[;,| ]", cell)[0]) is not None


def _is_status(cell: str) -> bool:
    return cell.lower() in {"new", "amended", "deleted"}


def _is_date(cell: str) -> bool:
    return any(char.isdigit() for char in cell) and re.search(r"\d{4}|\d\d$", cell) is not None


_FITS: dict[Kind, tuple[Check, str]] = {
    Kind.NUMBER: (_is_number, "no numbers"),
    Kind.COUNTRY: (_is_country, "no countries"),
    Kind.HS: (_is_hs, "no commodity codes"),
    Kind.DATE: (_is_date, "no dates"),
}
