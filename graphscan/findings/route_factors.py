"""Factors of a route: who the holders are, and how they pass goods on."""

from __future__ import annotations

import abc

from graphscan.codes import countries
from graphscan.dates import from_day_number
from graphscan.findings.factor import RouteFactor, Story
from graphscan.findings.facts import NO_DAY, Facts
from graphscan.findings.lanes import RouteKey
from graphscan.findings.wording import listed_words, share_of, some
from graphscan.network.build import UNITED_STATES

PROMPT_DAYS = 30
YOUNG_DAYS = 365
BROAD_CUSTOMERS, BROAD_CLASSES, LONG_DAYS = 8, 2, 540


class Direct(RouteFactor):
    """The exporter's own shipment names the end: no hand-over is inferred."""

    id = "direct"
    title = "Direct delivery"
    source = "15 CFR 748.5(c)-(f), 744.16: a listed party to the transaction itself"
    highest = 70
    on = "direct"

    def points(self, facts: Facts, key: RouteKey) -> int:
        """Given where there is no holder."""
        del facts
        return 0 if key.holders else self.highest

    def text(self, story: Story) -> str:
        """Who names whom."""
        exporter, end = story.name(story.key.exporter), story.name(story.key.end)
        return f"A shipment of {exporter} itself names {end}: no hand-over is inferred."


class ThirdCountry(RouteFactor):
    """A holder is neither in the U.S. nor in the end's country. HK and MO are apart from CN."""

    id = "third-country"
    title = "Third-country holder"
    source = "BIS Best Practices for transshipment, 31 August 2011; FIN-2022-RUSSIABIS"
    highest = 20
    on = "held"

    def points(self, facts: Facts, key: RouteKey) -> int:
        """Given once, however many there are."""
        return self.highest if _third(facts, key) else 0

    def text(self, story: Story) -> str:
        """Who."""
        return f"In a third country: {story.names(_third(story.facts, story.key))}."


class TransshipmentPoint(RouteFactor):
    """A third-country holder is in a common transshipment point, in Hong Kong or in Macau."""

    id = "transshipment-point"
    title = "Common transshipment point"
    source = "FIN-2022-RUSSIABIS (18 points); Hong Kong and Macau are routed through alike"
    highest = 25
    on = "held"

    def points(self, facts: Facts, key: RouteKey) -> int:
        """Given once."""
        return self.highest if _points_of_transshipment(facts, key) else 0

    def text(self, story: Story) -> str:
        """Which."""
        holders = _points_of_transshipment(story.facts, story.key)
        codes = sorted({story.facts.countries[holder] for holder in holders})
        return f"Known for transshipment: {listed_words([countries.describe(c) for c in codes])}."


class _LeastShare(RouteFactor):
    """Points in proportion to a share of each holder's legs; the holder with the least counts."""

    on = "held"

    @abc.abstractmethod
    def shares(self, facts: Facts, key: RouteKey) -> list[tuple[int, int, int]]:
        """(holder, legs that count, legs) of each holder."""

    def points(self, facts: Facts, key: RouteKey) -> int:
        """In proportion to the least share; nothing where a hand-over is on no record."""
        if key.passes:
            return 0
        parts = (share_of(self.highest, *part[1:]) for part in self.shares(facts, key))
        return min(parts, default=0)


class PassThrough(_LeastShare):
    """The share of what a holder sends on in this class that goes to the next party of the route.

    A shell sends all of it there, a distributor a little. The holder with the least counts.
    """

    id = "pass-through"
    title = "Pass-through"
    source = "FIN-2023-GLOBALEXPORT; BIS guidance of 13 May 2025; SDNY indictment of 19 March 2026"
    highest = 50

    def shares(self, facts: Facts, key: RouteKey) -> list[tuple[int, int, int]]:
        """Legs to the next party, of all of this class."""
        lanes = facts.lanes
        return [
            (holder, lanes.size(lane), lanes.sent(lane))
            for holder, lane in zip(key.senders, key.lanes[1:], strict=True)
        ]

    def text(self, story: Story) -> str:
        """The share of each holder."""
        told = [
            f"{story.name(holder)} sends {some(part, whole, 'leg')} of this class on this way"
            for holder, part, whole in self.shares(story.facts, story.key)
        ]
        return f"{listed_words(told)}."


class PromptHandOver(_LeastShare):
    """The share of a holder's legs to the next party that leave within 30 days of an arrival.

    The longest wait that the dates allow counts. The holder with the least counts.
    """

    id = "prompt-hand-over"
    title = "Prompt hand-over"
    source = "Hub case charged in Singapore, February 2025 (allegations): re-export within days"
    highest = 40

    def shares(self, facts: Facts, key: RouteKey) -> list[tuple[int, int, int]]:
        """Prompt legs to the next party, of all to it."""
        lanes = facts.lanes
        return [
            (holder, lanes.prompt(into, onto, PROMPT_DAYS), lanes.size(onto))
            for holder, into, onto in zip(key.senders, key.lanes[:-1], key.lanes[1:], strict=True)
        ]

    def text(self, story: Story) -> str:
        """The share of each holder."""
        told = [
            f"{some(part, whole, 'leg')} on from {story.name(holder)}"
            for holder, part, whole in self.shares(story.facts, story.key)
        ]
        return f"Within {PROMPT_DAYS} days of an arrival: {listed_words(told)}."


class YoungHolder(RouteFactor):
    """A holder was founded less than 12 months before its first leg to the next party."""

    id = "young-holder"
    title = "Young holder"
    source = (
        "FinCEN and BIS alerts: shells and customers founded after a rule; DOJ case of August 2025"
    )
    highest = 40
    on = "held"

    def points(self, facts: Facts, key: RouteKey) -> int:
        """Given once."""
        return self.highest if self._young(facts, key) else 0

    def text(self, story: Story) -> str:
        """Since when."""
        told = [
            f"{story.name(holder)} was founded on {from_day_number(born)}, "
            f"its first leg on this way is of {from_day_number(first)}"
            for holder, born, first in self._young(story.facts, story.key)
        ]
        return f"{listed_words(told)}."

    def _young(self, facts: Facts, key: RouteKey) -> list[tuple[int, int, int]]:
        found = []
        for holder, lane in zip(key.senders, key.lanes[1:], strict=True):
            born = int(facts.incorporated[holder])
            if lane is not None and born != NO_DAY:
                first = int(facts.lanes.first_day[lane])
                if first - born < YOUNG_DAYS:
                    found.append((holder, born, first))
        return found


class BroadDistributor(RouteFactor):
    """A holder has long sold several classes to many customers, as distributors do."""

    id = "broad-distributor"
    title = "Long-standing broad distributor"
    source = "Benign look-alikes: distributors in hubs with a long history and many customers"
    lowest = -50
    on = "held"

    def points(self, facts: Facts, key: RouteKey) -> int:
        """Taken away once."""
        return self.lowest if self._broad(facts, key) else 0

    def text(self, story: Story) -> str:
        """How broad."""
        told = [
            f"{story.name(holder)} sells {story.facts.classes_sent[holder]} classes to "
            f"{story.facts.customers[holder]} customers over {_span(story.facts, holder):,} days"
            for holder in self._broad(story.facts, story.key)
        ]
        return f"{listed_words(told)}."

    def _broad(self, facts: Facts, key: RouteKey) -> list[int]:
        return [
            holder
            for holder in key.holders
            if facts.customers[holder] >= BROAD_CUSTOMERS
            and facts.classes_sent[holder] >= BROAD_CLASSES
            and _span(facts, holder) >= LONG_DAYS
        ]


def _third(facts: Facts, key: RouteKey) -> list[int]:
    home = {*UNITED_STATES, "", facts.countries[key.end]}
    return [holder for holder in key.holders if facts.countries[holder] not in home]


def _points_of_transshipment(facts: Facts, key: RouteKey) -> list[int]:
    return [
        holder
        for holder in _third(facts, key)
        if facts.countries[holder] in countries.CHINA_SARS
        or countries.is_transshipment_point(facts.countries[holder])
    ]


def _span(facts: Facts, party: int) -> int:
    return int(facts.last_day[party] - facts.first_day[party])


FACTORS = (
    Direct(),
    ThirdCountry(),
    TransshipmentPoint(),
    PassThrough(),
    PromptHandOver(),
    YoungHolder(),
    BroadDistributor(),
)
