"""Factors of the trade on a route: how its lanes are paid, declared, valued and licensed."""

from __future__ import annotations

from graphscan.findings.factor import RouteFactor, Story
from graphscan.findings.facts import NEAR_THRESHOLD_USD, Facts
from graphscan.findings.lanes import RouteKey
from graphscan.findings.wording import listed_words, sentence, share_of, some

STRUCTURED_LEGS = 3


class _LaneShare(RouteFactor):
    """A factor in proportion to the share of marked legs, on the lane with the most."""

    mark: str
    says: str

    def points(self, facts: Facts, key: RouteKey) -> int:
        """In proportion to the greatest share."""
        size = self.highest or -self.lowest
        most = max((share_of(size, *part) for _, part in self._parts(facts, key)), default=0)
        return most if self.highest else -most

    def text(self, story: Story) -> str:
        """Lane by lane."""
        told = []
        for (sender, receiver), (part, whole) in self._parts(story.facts, story.key):
            if part:
                way = f"from {story.name(sender)} to {story.name(receiver)}"
                told.append(f"{some(part, whole, 'leg')} {way}")
        return sentence(f"{self.says}: {listed_words(told)}")

    def _parts(self, facts: Facts, key: RouteKey) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """((sender, receiver), (marked legs, legs)) of every lane."""
        pairs = zip(key.ways, key.lanes, strict=True)
        return [
            (pair, (facts.lanes.marked(lane, self.mark), facts.lanes.size(lane)))
            for pair, lane in pairs
            if lane is not None
        ]


class _ExportShare(_LaneShare):
    """The same for the exporter's lane alone."""

    def _parts(self, facts: Facts, key: RouteKey) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        first = RouteKey(parties=key.parties[:2], klass=key.klass, lanes=key.lanes[:1])
        return super()._parts(facts, first)


class ThirdCountryPayer(_LaneShare):
    """Somebody pays from a country that is neither the sender's nor the receiver's."""

    id = "third-country-payer"
    title = "Payment from a third country"
    source = "FIN-2022-RUSSIABIS; Tri-Seal Compliance Note, March 2023"
    highest = 30
    mark = "third_payer"
    says = "paid from a country that is neither the sender's nor the receiver's"


class DeclaredElsewhere(_LaneShare):
    """The record declares another country of destination than the receiver's."""

    id = "declared-elsewhere"
    title = "Declared destination differs"
    source = "Supplement No. 3 to 15 CFR Part 732, red flags 9 and 11; 15 CFR 30.6"
    highest = 20
    mark = "elsewhere"
    says = "declared for another country of destination than the receiver's"


class Reseller(_LaneShare):
    """The ultimate consignee is declared a reseller: the end user is not known."""

    id = "reseller"
    title = "Consignee declared a reseller"
    source = "15 CFR 30.6, ultimate consignee type; BIS guidance of 13 May 2025"
    highest = 15
    mark = "reseller"
    says = "the ultimate consignee is declared a reseller"


class LicensedExport(_ExportShare):
    """The exporter's legs with a licence number: somebody has looked at this trade."""

    id = "licensed-export"
    title = "Licence on the export"
    source = "15 CFR 30.6(b), 758.1: the licence number is declared"
    lowest = -50
    mark = "licensed"
    says = "with a licence number"


class Structured(_ExportShare):
    """Several exports are valued just under 2,500 USD, above which a filing is due.

    At least three legs and half of the lane. Some destinations need a filing at any value.
    """

    id = "structured"
    title = "Values just under the filing threshold"
    source = "15 CFR 30.37(a), 758.1(b): electronic export information above 2,500 USD a line"
    highest = 15
    mark = "near_threshold"
    says = f"valued {NEAR_THRESHOLD_USD[0]:,.0f} to {NEAR_THRESHOLD_USD[1]:,.0f} USD"

    def points(self, facts: Facts, key: RouteKey) -> int:
        """Given once."""
        parts = [part for _, part in self._parts(facts, key)]
        enough = any(part >= STRUCTURED_LEGS and 2 * part >= whole for part, whole in parts)
        return self.highest if enough else 0


FACTORS = (ThirdCountryPayer(), DeclaredElsewhere(), Reseller(), LicensedExport(), Structured())
