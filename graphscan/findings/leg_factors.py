"""Factors of legs and links: what the records say of the order, the wait and the goods."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graphscan.findings.factor import Flags, Ints, LegFactor, LinkFactor, Links, Story, tenths
from graphscan.findings.facts import Facts
from graphscan.findings.wording import days, listed_words, sentence, some

SHORT_DAYS, MEDIUM_DAYS, LONG_DAYS = 14, 45, 90
CONSERVED = 0.9
"""Goods that go on weigh or count at least this share of what came, and the other way round."""


class AssumedDate(LegFactor):
    """A record names one of its two dates only; the other rests on usual transit times."""

    id = "assumed-date"
    title = "Assumed date"
    source = "Data quality: the transit bounds of the settings are graphscan's own"
    lowest = -2

    def points(self, facts: Facts) -> Ints:
        """By leg."""
        return tenths(np.where(_assumed(facts), self.lowest, 0))

    def text(self, story: Story) -> str:
        """How many legs."""
        count = int(_assumed(story.facts)[story.legs].sum())
        legs = some(count, len(story.legs), "leg")
        return sentence(f"one of the two dates is assumed for {legs}")


class Length(LinkFactor):
    """Each further hand-over makes it less likely that the same goods went the whole way."""

    id = "length"
    title = "Further legs"
    source = "Search: one hand-over is one more inference; nothing else is claimed"
    lowest = highest = -18

    def points(self, links: Links) -> Ints:
        """The same for every link."""
        return np.full(len(links), self.lowest, dtype=np.int32)

    def text(self, story: Story) -> str:
        """How many hand-overs."""
        links = len(story.legs) - 1
        return f"{links} hand-over{'' if links == 1 else 's'} between exporter and end."


class Wait(LinkFactor):
    """Goods that leave a holder soon after they came were hardly unpacked there.

    A wait is short where the longest wait that the dates allow is, and long where the shortest is.
    """

    id = "wait"
    title = "Wait at the holders"
    source = "Hub case charged in Singapore, February 2025 (allegations): re-export within days"
    lowest, highest = -3, 8

    def points(self, links: Links) -> Ints:
        """By the longest wait, or the shortest."""
        least, most = links.facts.waits(links.before, links.after)
        steps = [most <= SHORT_DAYS, most <= MEDIUM_DAYS, least > LONG_DAYS]
        given = np.select(steps, [self.highest, 4, self.lowest], 0)
        return tenths(np.where(_handed_on(links), np.minimum(given, 0), given))

    def text(self, story: Story) -> str:
        """The wait at each holder; at two, where the one hands the goods on to the other."""
        least, most = story.facts.waits(story.links.before, story.links.after)
        told = [
            f"{days(max(int(low), 0), int(high))} at {' and '.join(map(story.name, holders))}"
            for holders, low, high in zip(_held(story), least, most, strict=True)
        ]
        return f"The goods waited {listed_words(told)}."


class PossibleLink(LinkFactor):
    """A link is possible only: on some of the days that the dates allow, not on all."""

    id = "possible-link"
    title = "Links that the dates do not settle"
    source = "Data quality: dates of a month or a year, or assumed ones"
    lowest = -3

    def points(self, links: Links) -> Ints:
        """Taken away per link that is not certain."""
        return tenths(np.where(links.certain, 0, self.lowest))

    def text(self, story: Story) -> str:
        """How many links."""
        links = some(int((~story.links.certain).sum()), len(story.links), "hand-over")
        return sentence(f"possible on some days only: {links}")


class SameGoods(LinkFactor):
    """The leg in and the leg out name the same six-digit code, not only the same class."""

    id = "same-goods"
    title = "Same goods in and out"
    source = "FIN-2023-GLOBALEXPORT and Common High Priority List: codes are compared at six digits"
    highest = 4

    def points(self, links: Links) -> Ints:
        """Given per link whose legs share a code."""
        return tenths(np.where(_shared(links), self.highest, 0))

    def text(self, story: Story) -> str:
        """How many links."""
        links = some(int(_shared(story.links).sum()), len(story.links), "hand-over")
        return sentence(f"the same six-digit code before and after {links}")


class Conserved(LinkFactor):
    """What goes on is as much as what came, within 10 percent: nothing was used or sold off."""

    id = "conserved"
    title = "Quantity conserved"
    source = "Pass-through cases (SDNY indictment of 19 March 2026: allegations)"
    highest = 6

    def points(self, links: Links) -> Ints:
        """Given per link whose quantities in one unit, else weights, agree."""
        return tenths(np.where(_conserved(links), self.highest, 0))

    def text(self, story: Story) -> str:
        """How many links."""
        links = some(int(_conserved(story.links).sum()), len(story.links), "hand-over")
        return sentence(f"as much before as after {links}, within 10 percent")


def _assumed(facts: Facts) -> Flags:
    return facts.legs.departs_assumed | facts.legs.arrives_assumed


def _handed_on(links: Links) -> Flags:
    """Where linked parties hand goods on without a record, which earns nothing."""
    legs = links.facts.legs
    handed: Flags = legs.receiver[links.before] != legs.consignor[links.after]
    return handed


def _held(story: Story) -> list[list[int]]:
    """Who has the goods between two legs."""
    legs, links = story.facts.legs, story.links
    held = zip(
        legs.receiver[links.before].tolist(), legs.consignor[links.after].tolist(), strict=True
    )
    return [[holder, sender] if holder != sender else [holder] for holder, sender in held]


def _shared(links: Links) -> Flags:
    return links.facts.shares_hs6(links.before, links.after) & ~_handed_on(links)


def _conserved(links: Links) -> Flags:
    facts, before, after = links.facts, links.before, links.after
    unit = facts.unit
    comparable = (unit[before] > 0) & (unit[before] == unit[after])
    comparable &= ~np.isnan(facts.quantity[before]) & ~np.isnan(facts.quantity[after])
    by_quantity = _alike(facts.quantity[before], facts.quantity[after])
    by_weight = _alike(facts.weight[before], facts.weight[after])
    kept: Flags = np.where(comparable, by_quantity, by_weight) & ~_handed_on(links)
    return kept


def _alike(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> Flags:
    """Whether the smaller is at least `CONSERVED` of the larger; nothing is never like nothing."""
    small, large = np.minimum(one, other), np.maximum(one, other)
    alike: Flags = (small > 0) & (small >= CONSERVED * large)
    return alike


LEG_FACTORS = (AssumedDate(),)
LINK_FACTORS = (Length(), Wait(), PossibleLink(), SameGoods(), Conserved())
