"""The investigator's question: from where, to whom, through what, with which goods and when.

One object with one grammar for the command line, Python and Neo4j.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import re

from graphscan.codes.commodity import ADVANCED_COMPUTING, UNKNOWN
from graphscan.errors import SettingsError

SEPARATOR = ";"
"""Between several names in one text: any of them is meant. Names of firms contain commas."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PathQuery:
    """Which paths are asked for; what is not given does not restrict.

    `sender`, `receiver`, `via` and `avoid` each take any party name, identifier, list code, entry
    id or country (name or ISO code), or several with `;` between. Several matches are all used and
    named.

    Attributes:
        sender: Where paths begin; not given: U.S. exporters, and what may begin a route abroad.
        receiver: Where paths end; not given: listed parties.
        via: Countries, ports or parties that a path must go through between its ends, each of them.
        avoid: Countries, ports or parties that it must not touch between its ends. A port is a
            UN/LOCODE, or a name that only one port has.
        hs: First digits of the HS code of every leg.
        klass: Commodity class of every leg: a heading such as 8542, advanced-computing, unknown.
        eccn: First characters of the ECCN of the first leg: only export records state one.
        after: First day on which a leg may depart.
        before: Last day on which a leg may depart.
        min_quantity: Legs that state a smaller quantity are left out, whatever the unit.
        min_value: Legs that state a smaller value (USD) are left out.
        certain: Only paths whose links and end are certain.
        top: Number of paths, best first; 0 is all.

    Raises:
        SettingsError: A number is negative or none, a class or an ECCN is of no known form, or the
            days leave none between them.

    >>> PathQuery(min_value=-1)
    Traceback (most recent call last):
    graphscan.errors.SettingsError: min_value=-1. Give 0 or more.
    >>> PathQuery(klass="advanced computing")
    Traceback (most recent call last):
    graphscan.errors.SettingsError: class 'advanced computing'. Give a heading such as 8542, ...
    """

    sender: str = ""
    receiver: str = ""
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    hs: str = ""
    klass: str = ""
    eccn: str = ""
    after: dt.date | None = None
    before: dt.date | None = None
    min_quantity: float = 0
    min_value: float = 0
    certain: bool = False
    top: int = 20

    def __post_init__(self) -> None:
        """Refuse what no query could mean."""
        for name in ("min_quantity", "min_value", "top"):
            if not 0 <= getattr(self, name) < math.inf:
                raise SettingsError(f"{name}={getattr(self, name)}", cure="Give 0 or more.")
        if self.klass and not _is_class(self.klass):
            cure = f"Give a heading such as 8542, {ADVANCED_COMPUTING} or {UNKNOWN}."
            raise SettingsError(f"class {self.klass!r}", cure=cure)
        if self.eccn and not _ECCN.fullmatch(self.eccn.strip().upper()):
            raise SettingsError(
                f"ECCN {self.eccn!r}", cure="Give its first characters, such as 3A090 or 4A."
            )
        if self.after and self.before and self.after > self.before:
            raise SettingsError(
                f"after {self.after} and before {self.before}", cure="Give the earlier day first."
            )


_ECCN = re.compile(r"[0-9]([A-E]([0-9]{0,2}|[0-9]{3}(\.[A-Z0-9.]*)?))?|E|EA|EAR|EAR9|EAR99")
"""An ECCN, or how one begins: category, product group, three digits, paragraphs."""


def _is_class(text: str) -> bool:
    if text.isascii() and text.isdigit():
        return len(text) >= 4
    return text in {ADVANCED_COMPUTING, UNKNOWN}
