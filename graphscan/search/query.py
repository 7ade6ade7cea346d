"""The investigator's question: from where, to whom, through what, with which goods and when.

One object with one grammar for the command line, Python and Neo4j.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

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
        via: Countries or parties that a path must go through between its ends, each of them.
        avoid: Countries or parties that it must not touch between its ends.
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
        SettingsError: A number is negative.

    >>> PathQuery(min_value=-1)
    Traceback (most recent call last):
    graphscan.errors.SettingsError: min_value=-1. Give 0 or more.
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
        """Refuse numbers that no query could mean."""
        for name in ("min_quantity", "min_value", "top"):
            if getattr(self, name) < 0:
                raise SettingsError(f"{name}={getattr(self, name)}", cure="Give 0 or more.")
