"""What the factors look at: legs, lanes, parties and ends of a case, read once, as columns."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from graphscan.casefile import Case
from graphscan.codes.commodity import chpl_tiers
from graphscan.findings.ends import End, best_ends
from graphscan.findings.lanes import Lanes
from graphscan.findings.standing import Standing, read_standing
from graphscan.network.build import UNITED_STATES
from graphscan.network.ledger import Stake
from graphscan.network.legs import Legs
from graphscan.network.linked import Linked, parties_of, read_linked
from graphscan.search.ranges import surely_linked
from graphscan.settings import Settings

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NO_DAY = np.iinfo(np.int32).min
"""Stands for a day that is not known."""

NEAR_THRESHOLD_USD = (2250.0, 2500.0)
"""Just under the value above which a line needs an electronic export filing (15 CFR 30.37(a))."""

_LEG_FACTS = """
SELECT coalesce(l.license_number, '') <> '' AS licensed,
       coalesce(l.payer_country NOT IN (coalesce(r.country, l.to_country),
         coalesce(l.to_country, ''), coalesce(s.country, ''), coalesce(l.from_country, '')), false)
         AS third_payer,
       coalesce(l.destination_country <> r.country, false) AS elsewhere,
       coalesce(lower(l.ultimate_consignee_type) IN ('r', 'reseller'), false) AS reseller,
       coalesce(l.value_usd BETWEEN ? AND ?, false) AS near_threshold,
       coalesce(l.quantity, 'nan'::DOUBLE) AS quantity,
       coalesce(dense_rank() OVER (ORDER BY l.quantity_unit), 0)
         * (l.quantity_unit IS NOT NULL)::BIGINT AS unit,
       coalesce(l.gross_weight_kg, 'nan'::DOUBLE) AS weight,
       coalesce(list_contains(?, l.origin_country), false) AS us_origin
FROM legs l JOIN parties s ON s.party_id = l.consignor JOIN parties r ON r.party_id = l.receiver
ORDER BY l.leg_id
"""

_PARTY_FACTS = """
SELECT name, coalesce(country, '') AS country,
       coalesce(date_diff('day', DATE '1970-01-01', incorporated), ?)::INTEGER AS incorporated
FROM parties LEFT JOIN (
  SELECT party_id, min(incorporated_first) AS incorporated FROM party_facts GROUP BY party_id
) USING (party_id)
ORDER BY party_id
"""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """Columns by leg id and by party id, and what was made of them.

    Attributes:
        legs: The legs of the case.
        settings: The run's; the waits decide what is certain.
        lanes: Legs by (consignor, receiver, class).
        ends: Per leg id how its receiver is listed; absent where it is not.
        names: Party names, by party id.
        countries: Party countries (ISO alpha-2), "" where not known.
        incorporated: First possible day of incorporation, `NO_DAY` where not known.
        licensed: The leg names a licence number.
        quantity: Quantity of the leg in its unit; NaN where not known.
        unit: Number of the leg's unit of measure; 0 where not known.
        us_origin: The record gives the U.S. as country of origin.
        weight: Gross weight in kg; NaN where not known.
        tier: CHPL tier of the leg's goods (1 to 4, the highest priority); 0 where not on the list.
        hs6: All HS6 codes, sorted.
        hs6_keys: Sorted `leg id * len(hs6) + position in hs6`, one for each code of a leg.
        customers: Per party, to how many different parties it sends.
        classes_sent: Per party, how many commodity classes it sends.
        first_day: Per party, first possible day of its first departure as sender.
        last_day: Per party, last possible day of its last departure as sender.
        standing: What is known of parties beside ends: entries of their own, and ties.
        linked: Between whom goods may pass without a record; None where that is not asked.
    """

    legs: Legs
    settings: Settings
    lanes: Lanes
    ends: dict[int, End]
    names: list[str]
    countries: list[str]
    incorporated: Ints
    licensed: Flags
    quantity: Floats
    unit: Ints
    weight: Floats
    us_origin: Flags
    tier: Ints
    hs6: list[str]
    hs6_keys: Ints
    customers: Ints
    classes_sent: Ints
    first_day: Ints
    last_day: Ints
    standing: Standing
    linked: Linked | None = None

    def name(self, party: int) -> str:
        """A party's name and country, as sentences write it."""
        country = self.countries[party]
        return f"{self.names[party]} ({country})" if country else self.names[party]

    def waits(self, before: Ints, after: Ints) -> tuple[Ints, Ints]:
        """Fewest and most days from arrival to next departure that the dates of each pair allow."""
        legs = self.legs
        least = legs.departs_first[after].astype(np.int64) - legs.arrives_last[before]
        most = legs.departs_last[after].astype(np.int64) - legs.arrives_first[before]
        return least, most

    def certain(self, before: Ints, after: Ints) -> Flags:
        """Whether each pair follows on every day allowed.

        Never on an assumed date, nor where a logistics party held a single consignment.
        """
        least, most = self.waits(before, after)
        assumed = self.legs.arrives_assumed[before] | self.legs.departs_assumed[after]
        inside = (least >= self.settings.min_wait) & (most <= self.settings.max_wait)
        certain: Flags = inside & ~assumed & ~self.legs.consignment[before]
        at = self.handed_on(before, after)
        if self.linked is not None and len(at):
            certain[at] &= surely_linked(self.linked, self.legs, before[at], after[at])
        return certain

    def handed_on(self, before: Ints, after: Ints) -> Ints:
        """Positions of the pairs in which linked parties hand goods on without a record."""
        return np.flatnonzero(self.legs.receiver[before] != self.legs.consignor[after])

    def linking(self, before: int, after: int) -> list[Stake]:
        """The stakes by which goods of a leg may pass, without a record, to who sends another."""
        legs = self.legs
        if self.linked is None:
            return []
        return self.linked.proof(
            int(legs.receiver[before]),
            int(legs.consignor[after]),
            int(legs.arrives_first[before]),
            int(legs.departs_last[after]),
        )

    def records(self, stakes: Iterable[Stake]) -> list[tuple[int, int]]:
        """(file id, row) of the statements of some stakes, sorted."""
        return [] if self.linked is None else self.linked.records(stakes)

    def shares_hs6(self, before: Ints, after: Ints) -> Flags:
        """Whether the two legs of each pair name a same HS6."""
        if not len(self.hs6_keys) or not len(before):
            return np.zeros(len(before), dtype=np.bool_)
        size = len(self.hs6)
        start = np.searchsorted(self.hs6_keys, before * size)
        count = np.searchsorted(self.hs6_keys, (before + 1) * size) - start
        pair = np.repeat(np.arange(len(before)), count)
        offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        code = self.hs6_keys[np.repeat(start, count) + offset] % size
        wanted = after[pair] * size + code
        at = np.minimum(np.searchsorted(self.hs6_keys, wanted), len(self.hs6_keys) - 1)
        shared = np.zeros(len(before), dtype=np.bool_)
        shared[pair[self.hs6_keys[at] == wanted]] = True
        return shared

    def hs6_of(self, leg: int) -> list[str]:
        """The HS6 codes of a leg, sorted."""
        size = len(self.hs6)
        start, stop = np.searchsorted(self.hs6_keys, [leg * size, (leg + 1) * size])
        return [self.hs6[key % size] for key in self.hs6_keys[start:stop].tolist()]


def read_facts(case: Case, legs: Legs, settings: Settings) -> Facts:
    """Read what the factors look at. Memory: about 150 bytes a leg, 100 a party."""
    by_leg = case.columns(_LEG_FACTS, [*NEAR_THRESHOLD_USD, list(UNITED_STATES)])
    by_party = case.columns(_PARTY_FACTS, [NO_DAY])
    marks = ("licensed", "third_payer", "elsewhere", "reseller", "near_threshold")
    ends = best_ends(case)
    met = np.zeros(len(legs), dtype=np.bool_)
    met[list(ends)] = True
    lanes = Lanes(legs, {"met": met} | {mark: by_leg[mark] for mark in marks})
    parties = len(by_party["name"])
    customers, classes_sent = lanes.customers(parties)
    codes, keys, tier = _goods(case, len(legs))
    first_day = np.full(parties, np.iinfo(np.int64).max)
    last_day = np.full(parties, np.iinfo(np.int64).min)
    np.minimum.at(first_day, legs.consignor, legs.departs_first)
    np.maximum.at(last_day, legs.consignor, legs.departs_last)
    return Facts(
        legs=legs,
        settings=settings,
        lanes=lanes,
        ends=ends,
        names=by_party["name"].tolist(),
        countries=by_party["country"].tolist(),
        incorporated=by_party["incorporated"].astype(np.int64),
        licensed=by_leg["licensed"],
        quantity=by_leg["quantity"],
        unit=by_leg["unit"].astype(np.int64),
        weight=by_leg["weight"],
        us_origin=by_leg["us_origin"],
        tier=tier,
        hs6=codes,
        hs6_keys=keys,
        customers=customers,
        classes_sent=classes_sent,
        first_day=first_day,
        last_day=last_day,
        standing=read_standing(case, settings.target_lists),
        linked=read_linked(case, parties_of(legs)) if settings.through_affiliates else None,
    )


def _goods(case: Case, size: int) -> tuple[list[str], Ints, Ints]:
    """All HS6 codes, the (leg, HS6) keys, and the best CHPL tier of each leg."""
    goods = case.columns(
        "SELECT leg_id, dense_rank() OVER (ORDER BY hs6) - 1 AS code"
        " FROM (SELECT DISTINCT leg_id, unnest(hs6) AS hs6 FROM legs) ORDER BY leg_id, code"
    )
    codes = [
        row[0] for row in case.rows("SELECT DISTINCT unnest(hs6) AS hs6 FROM legs ORDER BY hs6")
    ]
    leg, code = goods["leg_id"].astype(np.int64), goods["code"].astype(np.int64)
    tiers = chpl_tiers()
    of_code = np.array([int(tiers[hs6][0]) if hs6 in tiers else 9 for hs6 in codes], dtype=np.int64)
    best = np.full(size, 9, dtype=np.int64)
    np.minimum.at(best, leg, of_code[code])
    return codes, leg * len(codes) + code, np.where(best == 9, 0, best)
