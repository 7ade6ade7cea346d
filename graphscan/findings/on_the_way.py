"""What a finding says of the parties before its end: listed themselves, or tied to a listed one."""

from __future__ import annotations

import dataclasses
from typing import Any

from graphscan.findings.evidence import Telling
from graphscan.findings.facts import Facts
from graphscan.findings.material import Material
from graphscan.findings.party_factors import Met, SharedPeople, SharedPremises, met_on
from graphscan.findings.standing import Tie
from graphscan.search.results import Route


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OnTheWay:
    """Who before the end is listed, and who shares what with a listed party.

    Attributes:
        met: Listed parties and affiliates, in order of travel, on any of the shown journeys.
        ties: (party, tie), in order of travel.
    """

    met: tuple[Met, ...]
    ties: tuple[tuple[int, Tie], ...]

    @property
    def telling(self) -> Telling:
        """The rows behind it."""
        rows = {row for met in self.met for row in met.proof}
        rows |= {row for _, tie in self.ties for row in tie.rows}
        entries = {met.entry_id for met in self.met if met.entry_id}
        return Telling(rows=tuple(sorted(rows)), entries=tuple(sorted(entries)))


def on_the_way(facts: Facts, route: Route) -> OnTheWay:
    """Look at every shown journey; of each party the strongest basis stands."""
    klass = facts.legs.classes.index(route.klass)
    key = facts.lanes.route_key((route.exporter, *route.holders, route.end), klass, route.passes)
    best: dict[int, Met] = {}
    for journey in route.journeys:
        for met in met_on(facts, key, journey.legs):
            if met.party not in best or met.rank < best[met.party].rank:
                best[met.party] = met
    listed = tuple(best[party] for party in key.parties[:-1] if party in best)
    shared = (SharedPremises(), SharedPeople())
    return OnTheWay(
        met=listed, ties=tuple(tie for factor in shared for tie in factor.ties(facts, key))
    )


def told(facts: Facts, material: Material, route: Route, found: OnTheWay) -> dict[str, Any]:
    """The keys `listed_on_route` and `ties` of a finding."""
    return {
        "listed_on_route": [
            {
                **_party(facts, met.party),
                "role": "exporter" if met.party == route.exporter else "holder",
                "basis": met.basis,
                "match": met.match,
                "listed": met.entry_name,
                "list": met.list_code,
                "entry_id": met.entry_id,
                "owner": "" if met.owner is None else facts.names[met.owner],
            }
            for met in found.met
        ],
        "ties": [
            {
                **_party(facts, party),
                "kind": tie.kind,
                "value": tie.value,
                "sharing": tie.sharing,
                "with": _party(facts, tie.listed),
                "rows": [
                    {"file": material.paths[file_id], "row": row} for file_id, row in tie.rows
                ],
            }
            for party, tie in found.ties
        ],
    }


def _party(facts: Facts, party: int) -> dict[str, str]:
    return {"name": facts.names[party], "country": facts.countries[party]}
