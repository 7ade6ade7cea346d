"""Factors of the last leg: how sure the end is, how it is listed, and what the goods are."""

from __future__ import annotations

import numpy as np

from graphscan.codes import bases, countries, lists
from graphscan.codes.commodity import ADVANCED_COMPUTING, advanced_computing_goods
from graphscan.findings.ends import End
from graphscan.findings.entry_factors import DirectProduct, LicensePolicy
from graphscan.findings.factor import EndFactor, Ints, OfEnd, Story, tenths
from graphscan.findings.facts import Facts
from graphscan.findings.wording import listed_words, share_of

BASIS_POINTS = {
    "listed": 140,
    "listed-date-unknown": 125,
    "listed-address": 115,
    "affiliate-in-force": 110,
    "affiliate-suspended": 80,
    "affiliate-before-rule": 60,
    "us-affiliate": 55,
    "headquarters": 50,
    "cannot-exclude": 40,
    "in-transit-at-listing": 30,
    "listed-later": 20,
    "delisted": 0,
}
MATCH_POINTS = {"exact": 30, "alias": 25, "id": 25, "address": 10, "fuzzy": 0}
TIER_POINTS = {0: 0, 1: 35, 2: 30, 3: 20, 4: 15}


class Chain(EndFactor):
    """The legs follow each other in an order that time allows, from an exporter to the end.

    Every journey has it. It is where a score begins; each link takes some of it away (`length`).
    """

    id = "chain"
    title = "Legs in an order that time allows"
    source = "15 CFR 736.2(b)(5), 744.16: exports, reexports and transfers alike"
    lowest = highest = 460

    def points(self, facts: Facts) -> Ints:
        """The same for every leg."""
        return np.full(len(facts.legs), self.highest, dtype=np.int32)

    def text(self, story: Story) -> str:
        """How far, and in how many ways."""
        key, legs = story.key, len(story.legs)
        way = "directly" if legs == 1 else f"in {legs} legs"
        chains = f"{story.chains:,} chain{'' if story.chains == 1 else 's'}"
        return (
            f"Goods of one class could have gone {way} from {story.name(key.exporter)} to "
            f"{story.name(key.end)}: {chains} on this route, {story.chains_certain:,} certain."
        )


class Basis(OfEnd):
    """How the end is listed on the day of the last leg; named on the list that day counts most."""

    id = "basis"
    title = "How the end is listed"
    source = "15 CFR 736.2(b)(4), 742.6(a)(6), 744.16, 744.21; 31 CFR 587.406; 90 FR 47201"
    highest = 140

    def of(self, end: End) -> int:
        """By the order of the bases."""
        return BASIS_POINTS[end.basis]

    def text(self, story: Story) -> str:
        """The entry, the list, the day."""
        end = story.end
        if not end.entry_id:
            return (
                f"{story.name(story.key.end)} is {end.basis}: {bases.describe(end.basis)} "
                f"({story.name(story.recognised)})."
            )
        since = f", since {end.listed_on}" if end.listed_on else ""
        owner = "" if end.owner is None else f", through its owner {story.name(end.owner)}"
        return (
            f"{story.name(story.key.end)} is {end.basis}: {bases.describe(end.basis)} "
            f"({lists.describe(end.list_code)}: {end.entry_name}{since}{owner})."
        )


class OtherOutcomes(OfEnd):
    """The days of leg and listing, of rule or interest, allow other readings."""

    id = "other-outcomes"
    title = "Other readings are possible"
    source = "15 CFR 744.16: whether a party is listed is judged on the day of the export"
    lowest = -20

    def of(self, end: End) -> int:
        """Taken away where there is another reading."""
        return self.lowest if end.also_possible else 0

    def text(self, story: Story) -> str:
        """Names the other bases."""
        also = [_reading(reading) for reading in story.end.also_possible]
        return f"The dates also allow that the end is {listed_words(also)}."


class NameMatch(OfEnd):
    """How the end's name was recognised as the listed one."""

    id = "match"
    title = "How the name was recognised"
    source = "Supplement No. 3 to 15 CFR Part 732, red flag 1: similar to a listed name"
    highest = 30

    def of(self, end: End) -> int:
        """By the order of the matches; by address the less, the more parties are there."""
        points = MATCH_POINTS.get(end.match, 0)
        return share_of(points, 1, max(end.at_premises, 1)) if end.match == "address" else points

    def text(self, story: Story) -> str:
        """Both names."""
        end = story.end
        verb = "shares" if end.match in {"id", "address"} else "bears"
        many = end.match == "address" and end.at_premises > 1
        others = f", as {end.at_premises} parties of these data do" if many else ""
        party, what = story.name(story.recognised), bases.describe(end.match)
        return f"{party} {verb} {what}: “{end.list_name}”{others}."


class MatchCountry(OfEnd):
    """Whether party and entry share a country: ranks a match, never decides it."""

    id = "match-country"
    title = "Country of party and entry"
    source = "Supplement No. 4 to 15 CFR Part 744 lists by country; namesakes abroad are common"
    lowest, highest = -20, 20

    def of(self, end: End) -> int:
        """Nothing where one of the countries is not known."""
        if end.country_agrees is None:
            return 0
        return self.highest if end.country_agrees else self.lowest

    def text(self, story: Story) -> str:
        """Whether they agree."""
        end = story.end
        verb = "shares a" if end.country_agrees else "is in no"
        return f"{story.name(story.recognised)} {verb} country with the entry “{end.entry_name}”."


class Commodity(EndFactor):
    """Advanced computing items, or goods of the Common High Priority List by tier."""

    id = "commodity"
    title = "What the goods are"
    source = "15 CFR 742.6(a)(6) and 744.23; Common High Priority List, 23 February 2024"
    highest = 40

    def points(self, facts: Facts) -> Ints:
        """By class, else by the best tier among the leg's codes."""
        classes = facts.legs.classes
        if not classes:
            return np.zeros(len(facts.legs), dtype=np.int32)
        advanced = np.array([name == ADVANCED_COMPUTING for name in classes])[facts.legs.klass]
        tiers = np.array([TIER_POINTS[tier] for tier in range(5)])[facts.tier]
        return tenths(np.where(advanced, self.highest, tiers))

    def text(self, story: Story) -> str:
        """The codes of the last leg."""
        codes = story.facts.hs6_of(story.last)
        if story.facts.legs.classes[story.key.klass] != ADVANCED_COMPUTING:
            return (
                f"HS {listed_words(codes)} is on the Common High Priority List, "
                f"tier {story.facts.tier[story.last]}."
            )
        goods = [goods for goods in map(advanced_computing_goods, codes) if goods]
        detail = f" ({'; '.join(goods)})" if goods else ""
        return f"The goods move under a code of advanced computing items{detail}."


class CountryGroup(EndFactor):
    """The end is in Country Group D:5, E:1 or E:2, or in Macau."""

    id = "country-group"
    title = "Country of the end"
    source = "15 CFR Part 740, Supplement No. 1; 15 CFR 742.6(a)(6), 744.23 (Macau or D:5)"
    highest = 15

    def points(self, facts: Facts) -> Ints:
        """By the receiver's country."""
        restricted = {code for code in set(facts.countries) if _restricted(code)}
        marked = np.array([code in restricted for code in facts.countries], dtype=np.bool_)
        return tenths(np.where(marked[facts.legs.receiver], self.highest, 0))

    def text(self, story: Story) -> str:
        """The country."""
        code = story.facts.countries[story.key.end]
        return f"The end is in {countries.describe(code)}: Country Group D:5 or E, or Macau."


class LicensedDelivery(EndFactor):
    """The last leg names a licence number: licensed deliveries to listed parties exist."""

    id = "licensed-delivery"
    title = "Licence on the last leg"
    source = "15 CFR 30.6(b), 758.1: the licence number is declared"
    lowest = -30

    def points(self, facts: Facts) -> Ints:
        """By leg."""
        return tenths(np.where(facts.licensed, self.lowest, 0))

    def text(self, story: Story) -> str:
        """Who receives under it."""
        name = story.name(story.key.end)
        return f"The last leg names a licence number: check that it covers {name}."


def _reading(reading: str) -> str:
    if reading not in bases.BASES:
        return reading
    return f"{reading} ({bases.describe(reading)})"


def _restricted(code: str) -> bool:
    return countries.is_d5_or_macau(code) or any(
        countries.in_group(code, group) for group in ("E:1", "E:2")
    )


FACTORS = (
    Chain(),
    Basis(),
    OtherOutcomes(),
    NameMatch(),
    MatchCountry(),
    Commodity(),
    LicensePolicy(),
    DirectProduct(),
    CountryGroup(),
    LicensedDelivery(),
)
