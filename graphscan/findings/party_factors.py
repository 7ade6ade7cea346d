"""Factors of the parties before the end: listed themselves, or tied to a listed party.

They are weaker than how the end is listed, and separate: no party is an end for a shared address, a
common officer or a telephone, and no such factor can lift a route above a stronger basis.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import ClassVar

from graphscan.codes import lists
from graphscan.codes.bases import basis_rank
from graphscan.findings.factor import RouteFactor, Story
from graphscan.findings.facts import Facts
from graphscan.findings.lanes import RouteKey
from graphscan.findings.standing import Tie
from graphscan.findings.wording import listed_words, sentence, share_of


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """How a party before the end was listed on the days of the legs that it sends or receives.

    Attributes:
        party: The exporter or a holder.
        basis: The strongest on those days.
        entry_id: The entry; "" where none stands behind it (headquarters).
        entry_name: Its name, verbatim.
        list_code: The list it is on.
        match: How the name was recognised.
        owner: The listed owner of an affiliate; None where it is listed itself.
        proof: (file id, row) of the interests that prove an affiliate.
    """

    party: int
    basis: str
    entry_id: str
    entry_name: str
    list_code: str
    match: str
    owner: int | None
    proof: tuple[tuple[int, int], ...] = ()

    @property
    def rank(self) -> tuple[int, int, str]:
        """The strongest first."""
        return basis_rank(self.basis), lists.rank(self.list_code), self.entry_id


def met_on(facts: Facts, key: RouteKey, legs: Sequence[int]) -> list[Met]:
    """Parties before the end that are listed, or affiliates, on the days of a journey's legs."""
    best: dict[int, Met] = {}
    columns = facts.legs
    for leg, (sender, receiver) in zip(legs, key.ways, strict=True):
        departs = (int(columns.departs_first[leg]), int(columns.departs_last[leg]))
        arrives = (int(columns.arrives_first[leg]), int(columns.arrives_last[leg]))
        found = [
            Met(
                party=sender,
                basis=basis,
                entry_id=entry.entry_id,
                entry_name=entry.name,
                list_code=entry.list_code,
                match=entry.match,
                owner=None,
            )
            for entry in facts.standing.entries.get(sender, ())
            for basis in entry.bases(departs, arrives)[:1]
        ]
        end = facts.ends.get(leg)
        if end is not None and receiver != key.end:
            found.append(
                Met(
                    party=receiver,
                    basis=end.basis,
                    entry_id=end.entry_id,
                    entry_name=end.entry_name,
                    list_code=end.list_code,
                    match=end.match,
                    owner=end.owner,
                    proof=end.proof,
                )
            )
        for met in found:
            if met.party not in best or met.rank < best[met.party].rank:
                best[met.party] = met
    return [best[party] for party in key.parties[:-1] if party in best]


class ListedOnTheWay(RouteFactor):
    """The exporter or a holder is on a list itself, or owned by listed parties.

    A chain ends for good at a party that is listed on the day; whoever is listed later, or is an
    affiliate while the rule is suspended, is a holder too.
    """

    id = "listed-on-the-way"
    title = "Listed party before the end"
    source = "15 CFR 744.11, 744.16, 764.2(k); Supplement No. 3 to Part 732, red flags"
    highest = 5

    def points(self, facts: Facts, key: RouteKey) -> int:
        """Given once."""
        entries, lanes = facts.standing.entries, facts.lanes
        listed = any(party in entries for party in key.parties[:-1])
        reached = any(lane is not None and lanes.marked(lane, "met") for lane in key.lanes[:-1])
        return self.highest if listed or reached else 0

    def text(self, story: Story) -> str:
        """Who, on what basis on the days of this journey."""
        told = []
        for met in met_on(story.facts, story.key, story.legs.tolist()):
            who = (
                f"{lists.describe(met.list_code)}: {met.entry_name}" if met.entry_id else "no list"
            )
            owner = "" if met.owner is None else f", through {story.name(met.owner)}"
            told.append(f"{story.name(met.party)} is {met.basis} ({who}{owner})")
        if not told:
            return "On other days legs to a holder of this route reach a listed party."
        return sentence(listed_words(told))


class _Shared(RouteFactor):
    """Points by how few parties share a mark with a listed one: all for two, a fifth for ten."""

    kinds: ClassVar[tuple[str, ...]]

    def points(self, facts: Facts, key: RouteKey) -> int:
        """By the mark that the fewest share."""
        parts = (share_of(self.highest, 2, tie.sharing) for _, tie in self.ties(facts, key))
        return max(parts, default=0)

    def text(self, story: Story) -> str:
        """Who shares what with whom, and how many do."""
        words = {"address": "premises", "officer": "an officer", "phone": "a telephone"}
        told = [
            f"{story.name(party)} shares {words[tie.kind]} with {story.name(tie.listed)}, "
            f"which is listed (“{tie.value}”, {tie.sharing} parties in these data)"
            for party, tie in self.ties(story.facts, story.key)
        ]
        return sentence(listed_words(told))

    def ties(self, facts: Facts, key: RouteKey) -> list[tuple[int, Tie]]:
        """The closest tie of each party."""
        found = []
        for party in key.parties:
            ties = [tie for tie in facts.standing.ties.get(party, ()) if tie.kind in self.kinds]
            found += [(party, tie) for tie in ties[:1]]
        return found


class SharedPremises(_Shared):
    """A party of the route is at the premises of a listed party."""

    id = "shared-premises"
    title = "Premises of a listed party"
    source = "FIN-2023-GLOBALEXPORT and BIS: address similar to a listed party's; 89 FR 51653"
    highest = 5
    kinds = ("address",)


class SharedPeople(_Shared):
    """A party of the route has an officer or a telephone in common with a listed party."""

    id = "shared-people"
    title = "Officer or telephone of a listed party"
    source = "90 FR 47201, preamble: common directors are a red flag, not ownership"
    highest = 5
    kinds = ("officer", "phone")


FACTORS = (ListedOnTheWay(), SharedPremises(), SharedPeople())
