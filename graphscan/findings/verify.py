"""Every finding derived again, from the source rows that it names, by the slow obvious search.

Nothing of the legs, links, counts or dates that the run used is read: rows of shipments and of
lists are, and `graphscan.search.reference` judges the chains that they make. What a finding says
otherwise is a difference. How many chains a route has depends on rows that it does not name, too:
`verify_chains` counts them again.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graphscan.casefile import Case
from graphscan.codes import transforms
from graphscan.codes.commodity import ADVANCED_COMPUTING, UNKNOWN, commodity_class
from graphscan.dates import day_number
from graphscan.findings.verify_chains import recount
from graphscan.findings.verify_control import Held, links, read_halves
from graphscan.findings.verify_rows import (
    Key,
    Row,
    assumed,
    conserved,
    days,
    lanes_of,
    read_listings,
    read_rows,
    same,
    text,
    tied,
    total,
)
from graphscan.network.clocks import Listing, outcomes
from graphscan.search import reference
from graphscan.settings import settings_from

LIST_BASES = frozenset(
    {"listed", "listed-date-unknown", "listed-later", "delisted", "in-transit-at-listing"}
)
"""Bases that follow from the days of a leg and of an entry alone."""


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """What a finding says and its rows do not.

    Attributes:
        finding: Id of the finding.
        what: In words.
    """

    finding: str
    what: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What came of deriving the findings of a run again.

    Attributes:
        differences: All that findings say otherwise than the rows; empty where they agree.
        chains: Chains of routes that were counted again.
        left_out: Routes with too many pairs of legs to count their chains again.
    """

    differences: tuple[Difference, ...]
    chains: int
    left_out: int


def derive(case: Case, document: Mapping[str, Any]) -> Derived:
    """Derive the findings of a run again, from the rows of the case.

    Args:
        case: The case of the run.
        document: The object of findings.json.
    """
    findings = [finding for finding in document["findings"] if finding["kind"] == "route"]
    settings = document["run"]["settings"]
    rows = read_rows(case, findings)
    names = dict(case.rows("SELECT party_id, name FROM parties"))
    listings = read_listings(case, findings)
    held = read_halves(case, findings)
    found = []
    for finding in findings:
        judge = _Judge(finding, settings, rows, names, listings, held)
        found += [Difference(finding["id"], what) for what in judge.differences()]
    routes = [(finding, lanes_of(finding, rows, names)) for finding in findings]
    again = recount(case, settings_from(settings), [route for route in routes if route[1]])
    return Derived(
        differences=(*found, *(Difference(*told) for told in again.differences)),
        chains=again.chains,
        left_out=again.left_out,
    )


class _Judge:
    """One finding against its rows."""

    def __init__(
        self,
        finding: Mapping[str, Any],
        settings: Mapping[str, Any],
        rows: Mapping[Key, Row],
        names: Mapping[int, str],
        listings: Mapping[str, Listing],
        held: Held,
    ) -> None:
        self.finding, self.settings = finding, settings
        self.rows, self.names, self.listings, self.held = rows, names, listings, held
        self._parties: dict[tuple[str, str], int] = {}
        self._classes = [ADVANCED_COMPUTING, UNKNOWN]

    def differences(self) -> Iterator[str]:
        finding = self.finding
        named = {(row["file"], row["row"]) for row in finding["evidence"]}
        used: list[reference.Leg] = []
        for number, journey in enumerate(finding["journeys"], start=1):
            where = f"journey {number}"
            rows = [self._of(leg) for leg in journey["legs"]]
            missing = [
                f"{where}: row {row['row']} of {row['file']} is not there"
                for leg in journey["legs"]
                for row in leg["rows"]
                if (row["file"], row["row"]) not in self.rows
            ]
            if missing:
                yield from missing
                continue
            for leg, own in zip(journey["legs"], rows, strict=True):
                yield from (f"{where}: {what}" for what in self._leg_differences(leg, own))
                if not {(row["path"], row["row"]) for row in own} <= named:
                    yield f"{where}: a source row is not among the evidence"
            if not all(rows):
                continue
            legs = [
                self._leg(leg, own, kind)
                for leg, own, kind in zip(
                    journey["legs"], rows, [*journey["links"], ""], strict=True
                )
            ]
            used += legs
            yield from (
                f"{where}: {what}" for what in self._journey_differences(journey, legs, rows)
            )
        yield from self._whole(used)

    def _of(self, leg: Mapping[str, Any]) -> list[Row]:
        """The rows of the record that a leg was read from, mirrors left out: they add no goods."""
        rows = [self.rows.get((row["file"], row["row"])) for row in leg["rows"]]
        return [
            row
            for row in rows
            if row and row["of_row"] is None and row["shipment_id"] == leg["shipment_id"]
        ]

    def _mirror_names(self, leg: Mapping[str, Any], role: str) -> bool:
        """Whether a row that mirrors the record names the receiver in that role."""
        rows = [self.rows[row["file"], row["row"]] for row in leg["rows"]]
        return any(
            row["of_row"] is not None and self.names.get(row[role]) == leg["receiver"]["name"]
            for row in rows
        )

    def _leg_differences(self, leg: Mapping[str, Any], rows: Sequence[Row]) -> Iterator[str]:
        told = f"{leg['shipment_id']}:"
        if not rows:
            yield f"{told} no row bears that number"
            return
        role = leg["receiver"]["role"]
        if {row["consignor"] for row in rows} != {leg["consignor"]["name"]}:
            yield f"{told} the consignor is another"
        named = {self.names.get(row[role]) for row in rows}
        if named != {leg["receiver"]["name"]} and not self._mirror_names(leg, role):
            yield f"{told} the {role} is another"
        codes = sorted({row["hs_code"][:6] for row in rows if len(row["hs_code"] or "") >= 6})
        if codes != leg["hs6"]:
            yield f"{told} the codes are {', '.join(codes) or 'none'}"
        for end in ("departs", "arrives"):
            said = text(rows, end, self.settings["transit_days"])
            if said != leg[end]:
                yield f"{told} it {end} {said}, not {leg[end]}"
        units = {row["quantity_unit"] or "" for row in rows}
        amounts = [("gross_weight_kg", True), ("value_usd", True), ("quantity", len(units) == 1)]
        for name, summed in amounts:
            amount = total(row[name] for row in rows) if summed else None
            if not same(amount, leg[name]):
                yield f"{told} {name} is {amount}, not {leg[name]}"

    def _journey_differences(
        self, journey: Mapping[str, Any], legs: list[reference.Leg], rows: Sequence[Sequence[Row]]
    ) -> Iterator[str]:
        pairs = frozenset(
            (at, at + 1)
            for at, kind in enumerate(journey["links"])
            if (kind == "relabelled" and conserved(rows[at], rows[at + 1]))
            or (kind == "consignment" and tied(rows[at], rows[at + 1]))
            or (kind == "control" and self._linked(journey, legs, at))
        )
        world = self._world(legs, pairs)
        steps = list(itertools.pairwise(range(len(legs))))
        if not all(world.follows(one, other) for one, other in steps):
            yield "a leg does not follow the one before it"
        elif not reference.jointly_possible(world, range(len(legs))):
            yield "no choice of days fits all legs"
        sure = all(world.surely_follows(one, other) for one, other in steps)
        if journey["certainty"] == "certain" and not sure:
            yield "a link is not certain"
        yield from self._basis_differences(journey, legs[-1])

    def _linked(self, journey: Mapping[str, Any], legs: list[reference.Leg], at: int) -> bool:
        """Whether interests link who received one leg with who sent the next."""
        ends = (
            journey["legs"][at]["receiver"]["name"],
            journey["legs"][at + 1]["consignor"]["name"],
        )
        return any(
            (passed["from"]["name"], passed["to"]["name"]) == ends
            and links(passed, self.held, legs[at].arrives[0], legs[at + 1].departs[1])
            for passed in journey.get("control", ())
            if passed["after_leg"] == at + 1
        )

    def _basis_differences(self, journey: Mapping[str, Any], last: reference.Leg) -> Iterator[str]:
        listed = self.finding["listed"]
        if listed is None or journey["basis"] not in LIST_BASES:
            return
        entries = [listed["entry_id"], *(other["entry_id"] for other in listed["also"])]
        known = [self.listings[entry] for entry in entries if entry in self.listings]
        allowed = [outcomes(last.departs, last.arrives, listing) for listing in known]
        # An affiliate's days are those of the owner's listing and of the interests together.
        affiliate = bool((self.finding.get("requirement") or {}).get("owner"))
        told = (bases if affiliate else bases[:1] for bases in allowed)
        if not any(journey["basis"] in bases for bases in told):
            yield f"the entry's days do not make the end {journey['basis']}"

    def _whole(self, legs: Sequence[reference.Leg]) -> Iterator[str]:
        finding = self.finding
        points = sum(round(factor["points"] * 10) for factor in finding["factors"])
        if points != round(finding["score"] * 10):
            yield f"the factors add up to {points / 10:.1f}"
        if sum(finding["by_basis"].values()) != finding["chains"]:
            yield "chains by basis do not add up"
        if finding["chains"] < len(finding["journeys"]):
            yield "fewer chains than journeys"
        if not legs:
            return
        first, last = min(leg.departs[0] for leg in legs), max(leg.departs[1] for leg in legs)
        told = (finding["first_departure"], finding["last_departure"])
        if tuple(day_number(dt.date.fromisoformat(day)) for day in told) != (first, last):
            yield "the first or the last departure is another day"

    def _leg(self, leg: Mapping[str, Any], rows: Sequence[Row], kind: str) -> reference.Leg:
        code = rows[0]["hs_code"] if rows else None
        return reference.Leg(
            consignor=self._party(leg["consignor"]),
            receiver=self._party(leg["receiver"]),
            klass=self._class(commodity_class(code)),
            departs=days(rows, "departs", self.settings["transit_days"]),
            arrives=days(rows, "arrives", self.settings["transit_days"]),
            assumed=(assumed(rows, "departs"), assumed(rows, "arrives")),
            short_code=any(transforms.is_short(row["hs_code"]) for row in rows),
            consignment=kind == "consignment",
        )

    def _world(
        self, legs: list[reference.Leg], pairs: frozenset[tuple[int, int]]
    ) -> reference.World:
        return reference.World(
            legs=legs,
            max_legs=self.settings["max_legs"],
            min_wait=self.settings["min_wait"],
            max_wait=self.settings["max_wait"],
            becomes=frozenset(
                (self._class(one), self._class(other)) for one, other in transforms.becomes()
            ),
            unknown=self._class(UNKNOWN),
            advanced=self._class(ADVANCED_COMPUTING),
            pairs=pairs,
        )

    def _party(self, party: Mapping[str, Any]) -> int:
        key = (party["name"], party["country"])
        return self._parties.setdefault(key, len(self._parties))

    def _class(self, name: str) -> int:
        if name not in self._classes:
            self._classes.append(name)
        return self._classes.index(name)
