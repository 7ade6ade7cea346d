"""The investigator's question: from where, to whom, through what, with which goods and when."""

from __future__ import annotations

import dataclasses
import datetime as dt


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PathQuery:
    """Which paths are asked for; what is not given does not restrict.

    `sender`, `receiver`, `via` and `avoid` each take any party name, identifier, list code, entry
    id or country (name or ISO code). Several matches are all used and named.

    Attributes:
        sender: Where paths begin; not given: U.S. exporters.
        receiver: Where paths end; not given: listed parties.
        via: Countries or parties that a path must go through between its ends, each of them.
        avoid: Countries or parties that it must not touch between its ends.
        hs: First digits of the HS code of every leg.
        after: First day on which a leg may depart.
        before: Last day on which a leg may depart.
        top: Number of paths, best first; 0 is all.
    """

    sender: str = ""
    receiver: str = ""
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    hs: str = ""
    after: dt.date | None = None
    before: dt.date | None = None
    top: int = 20
