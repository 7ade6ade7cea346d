"""Legs about a few parties, read hop by hop: where a question names its ends, few legs are near.

Only who sends and who receives is looked at, so a hop reads two columns of the legs. What comes is
more than stands on a chain, and the search prunes it exactly; where it would be much more than that
`graphscan.search.reach` looks at classes, too.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graphscan.casefile import Case
from graphscan.search.lookup import Found
from graphscan.search.reach import kept_reach
from graphscan.settings import Settings

Ids = npt.NDArray[np.int64]

SHARE = 50
"""At most one leg of so many is read here."""

_HOP = """
SELECT leg_id, {there} AS party FROM legs WHERE {here} IN (SELECT party FROM around_parties)
ORDER BY leg_id LIMIT ?
"""

_NAMED = """
SELECT leg_id, consignor, receiver FROM legs SEMI JOIN (
  SELECT leg_id FROM leg_via WHERE list_contains(?::INTEGER[], party_id)) USING (leg_id)
"""


def legs_between(
    case: Case, settings: Settings, senders: Ids | None, receivers: Ids | None
) -> Ids | None:
    """Legs that could stand on a chain from these senders, or else to these receivers; ascending.

    What may begin a chain only where nothing leads to it comes with all legs to its sender.

    Args:
        case: A case.
        settings: The limits of a chain.
        senders: Parties at which chains begin; None takes any.
        receivers: Parties at which they end; None takes any.

    Returns:
        Leg ids; None where there are many, or goods may be handed on without a record.
    """
    if settings.through_affiliates:
        return None
    if senders is not None:
        return _walked(case, senders, settings.max_legs, onward=True)
    if receivers is not None:
        return _walked(case, receivers, settings.max_legs + 1, onward=False)
    return None


def legs_through(case: Case, settings: Settings, stops: Iterable[Found]) -> Ids | None:
    """Legs that could stand on a chain from any exporter to any listed party through some parties.

    Args:
        case: A case.
        settings: The limits of a chain.
        stops: Who holds the goods, or is named on a leg.

    Returns:
        As `legs_between`; None, too, where a country is asked for.
    """
    found = list(stops)
    if settings.through_affiliates or any(stop.country for stop in found):
        return None
    parties = sorted({party for stop in found for party in stop.parties})
    named = case.columns(_NAMED, [parties])
    before = np.concatenate([parties, named["consignor"]]).astype(np.int64)
    back = _walked(case, before, settings.max_legs, onward=False)
    if back is None:
        return None
    after = np.concatenate([parties, named["receiver"]]).astype(np.int64)
    onward = _walked(case, after, settings.max_legs - 1, onward=True)
    if onward is None:
        return None
    near = np.unique(np.concatenate([back, onward, named["leg_id"].astype(np.int64)]))
    kept = kept_reach(case, settings)
    return near if kept is None else np.intersect1d(near, kept)


def _walked(case: Case, parties: Ids, hops: int, *, onward: bool) -> Ids | None:
    """Legs of all walks of so many legs from, or to, some parties."""
    here, there = ("consignor", "receiver") if onward else ("receiver", "consignor")
    most = int(case.value("SELECT count(*) FROM legs")) // SHARE
    met = fresh = np.unique(parties)
    legs: list[Ids] = [np.array([], dtype=np.int64)]
    for _ in range(hops):
        if not len(fresh):
            break
        case.temporary("around_parties", pa.table({"party": pa.array(fresh, pa.int32())}))
        found = case.columns(_HOP.format(here=here, there=there), [most + 1])
        legs.append(found["leg_id"].astype(np.int64))
        if sum(len(each) for each in legs) > most:
            return None
        fresh = np.setdiff1d(found["party"].astype(np.int64), met)
        met = np.union1d(met, fresh)
    return np.sort(np.concatenate(legs))
