"""The planted routes of the sample and their benign twins, as data for generator and tests.

A planted route is a chain of legs that a typology describes (T1 to T19, from published cases; the
names of the typologies are graphscan's). A twin has the same shape and an innocent reading: goods
that moved in the wrong order of time, another commodity, a stake below one half, a licence.
Everything here is invented but the listed parties' names.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Mapping

ADVANCED_COMPUTING = frozenset(
    (
        *("854231", "854232", "854233", "854239", "847330", "847150", "847180", "847149"),
        *("847141", "847170", "851762", "848610", "848620", "848640", "848690"),
    )
)
"""HS6 under which accelerators, servers and the machines that make them move: one class."""


@dataclasses.dataclass(frozen=True, slots=True)
class Party:
    """A party of a planted route, as the shipments name it."""

    name: str
    country: str
    born: str = ""
    address: str = ""
    officers: str = ""
    industry: str = ""
    identifier: str = ""
    parent: str = ""
    headquarters: str = ""
    listed: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Hop:
    """One leg of a route, for every lot.

    Attributes:
        to: Key of the receiving party.
        hs: HS6 of the goods.
        transit: Days from departure to arrival.
        wait: Days that the goods lay with the sender; negative: they left before the others came.
        role: The role that names the receiver.
        roles: Further roles and the keys of their parties.
        columns: Further columns of the record, as given.
        ratio: Share of the lot that moves on.
        months: The record has months only.
        sender: Key of the sender where it is not the last receiver: no record lies between.
    """

    to: str
    hs: str
    transit: int = 6
    wait: int = 10
    role: str = "consignee"
    roles: Mapping[str, str] = dataclasses.field(default_factory=dict)
    columns: Mapping[str, str] = dataclasses.field(default_factory=dict)
    ratio: float = 1.0
    months: bool = False
    sender: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A planted route or a twin.

    Attributes:
        id: P.. within reach of the first version, X.. waiting for a later one, B.. benign twin.
        typology: T1 to T19 and its name.
        exporter: Key of the first sender.
        hops: The legs in order.
        lots: Day of the first departure and quantity of each lot.
        listed: Name of the entry that the end matches or is owned through, verbatim.
        basis: Expected basis of the finding; "" where none may come.
        match: Expected match; several, divided by "|", where the documents leave it open.
        certainty: Expected certainty.
        role: Role of the end on its leg.
        via: Keys of the parties that the last record names between.
        issue: Number of the issue whose capability finds it; 0: this version.
        copies: For a twin, the id of the route whose shape it has.
        why: What the route shows, or why the twin is benign.
        kind: Kind of the finding.
    """

    id: str
    typology: str
    exporter: str
    hops: tuple[Hop, ...]
    lots: tuple[tuple[str, int], ...]
    why: str
    listed: str = ""
    basis: str = ""
    match: str = "exact"
    certainty: str = "certain"
    role: str = "consignee"
    via: tuple[str, ...] = ()
    issue: int = 0
    copies: str = ""
    kind: str = "route"

    @property
    def holders(self) -> tuple[str, ...]:
        """Keys of the parties between exporter and end, in order."""
        found: list[str] = []
        for before, after in itertools.pairwise(self.hops):
            found += [before.to, after.sender] if after.sender else [before.to]
        return tuple(found)

    @property
    def end(self) -> str:
        """Key of the last receiver."""
        return self.hops[-1].to

    @property
    def commodity(self) -> str:
        """Commodity class of the first leg: what left the exporter.

        >>> hops = (Hop("x", "847330"),)
        >>> Route(id="", typology="", exporter="", hops=hops, lots=(), why="").commodity
        'advanced-computing'
        """
        hs = self.hops[0].hs
        return "advanced-computing" if hs in ADVANCED_COMPUTING else hs[:4]


@dataclasses.dataclass(frozen=True, slots=True)
class Move:
    """One planted movement with its days."""

    route: str
    sender: str
    hop: Hop
    departs: dt.date
    arrives: dt.date
    quantity: int


def moves(route: Route) -> list[Move]:
    """The movements of a route, lot by lot.

    >>> hops = (Hop("b", "854231"), Hop("c", "854231", wait=2))
    >>> lots = (("2024-02-27", 10),)
    >>> route = Route(id="P", typology="", exporter="a", hops=hops, lots=lots, why="")
    >>> [(move.sender, move.departs.isoformat()) for move in moves(route)]
    [('a', '2024-02-27'), ('b', '2024-03-06')]
    """
    found: list[Move] = []
    for start, quantity in route.lots:
        day, sender, left = dt.date.fromisoformat(start), route.exporter, float(quantity)
        for number, hop in enumerate(route.hops):
            departs = day + dt.timedelta(days=hop.wait if number else 0)
            arrives = departs + dt.timedelta(days=hop.transit)
            left *= hop.ratio
            found.append(
                Move(route.id, hop.sender or sender, hop, departs, arrives, max(1, round(left)))
            )
            day, sender = arrives, hop.to
    return found
