"""How much of all chains goes through each intermediary and each waypoint.

*Passages* rank and are had from the two passes at once. *Chains through X* are exact: the total
less a recount in which nothing goes on at X. Only parties and places that stand on a chain are
recounted, and at most `limit` of them, best passages first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.search.chains import (
    Onward,
    count_chains,
    fewest_legs_from_start,
    passages,
    ways_in,
    ways_on,
)
from graphscan.search.question import Pairs
from graphscan.search.results import Route, Throughput

Array = npt.NDArray[Any]
Key = int | tuple[str, str, str]


def intermediaries(
    onward: Onward,
    via: Mapping[int, Array],
    entries: Sequence[frozenset[str]],
    routes: Sequence[Route],
    limit: int,
) -> tuple[Throughput, ...]:
    """Holders and parties between, ranked by passages.

    Args:
        onward: The index over the legs that are left after pruning.
        via: Per party, the positions of the legs that name it between consignor and receiver.
        entries: Per leg, the entries at which it ends.
        routes: The routes listed, for the number that goes through each.
        limit: Greatest number of parties that are recounted.
    """
    question = onward.question
    through_receiver = passages_of(onward, onward_only=True)
    through_leg = passages_of(onward)
    legs = question.legs
    held: dict[int, list[int]] = defaultdict(list)
    for position in np.flatnonzero(through_receiver > 0).tolist():
        held[int(legs.receiver[position])].append(position)
    ranked: dict[int, int] = defaultdict(int)
    for party, positions in held.items():
        ranked[party] += int(through_receiver[positions].sum())
    handed = onward.handed_on()
    for party, passed in passages_handed_on(onward).items():
        ranked[party] += passed
    for party, between in via.items():
        if len(between) and (total := int(through_leg[between].sum())):
            ranked[party] += total
    on_routes: dict[Key, int] = defaultdict(int)
    for route in routes:
        for party in route.holders:
            on_routes[party] += 1
    total = sum(count_chains(onward))
    out = []
    for party in top_of(ranked, limit):
        arriving = np.array(held.get(party, []), dtype=np.int64)
        between = via.get(party, np.array([], dtype=np.int64))
        others = onward.handed_to_none_of(np.array([party]))
        without = without_these(others, held=legs.receiver == party, removed=between)
        handed_on = handed.where(legs.consignor[handed.after] == party)
        span = np.concatenate([arriving, between, handed_on.after]).astype(np.int64)
        out.append(
            Throughput(
                key=party,
                chains=total - without,
                passages=ranked[party],
                routes=on_routes[party],
                entries=_reached(onward, arriving, between, entries, handed_on),
                first_day=int(legs.departs_first[span].min()),
                last_day=int(legs.departs_last[span].max()),
            )
        )
    return tuple(out)


def waypoints(
    onward: Onward,
    places: Mapping[tuple[str, str, str], Array],
    entries: Sequence[frozenset[str]],
    routes: Sequence[Route],
    limit: int,
) -> tuple[Throughput, ...]:
    """Places on chains, ranked by passages; arguments as in `intermediaries`."""
    question = onward.question
    through_leg = passages_of(onward)
    ranked = {
        place: total
        for place, positions in places.items()
        if (total := int(through_leg[positions].sum()))
    }
    total = sum(count_chains(onward))
    on_journeys = [{leg for journey in route.journeys for leg in journey.legs} for route in routes]
    legs = question.legs
    nobody = np.zeros(len(legs), dtype=np.bool_)
    return tuple(
        Throughput(
            key=place,
            chains=total - without_these(onward, held=nobody, removed=places[place]),
            passages=ranked[place],
            routes=sum(not touched.isdisjoint(places[place].tolist()) for touched in on_journeys),
            entries=_reached(onward, np.array([], dtype=np.int64), places[place], entries),
            first_day=int(legs.departs_first[places[place]].min()),
            last_day=int(legs.departs_last[places[place]].max()),
        )
        for place in top_of(ranked, limit)
    )


def without_these(onward: Onward, *, held: Array, removed: Array) -> int:
    """All chains but those that go on after a leg of `held` or use a leg of `removed`."""
    question = onward.question
    gone = np.zeros(len(question.legs), dtype=np.bool_)
    gone[removed] = True
    return sum(count_chains(onward, gone=gone, blocked=held | gone))


def passages_handed_on(onward: Onward) -> dict[int, int]:
    """Per party that linked ones hand goods to, passages through it that way."""
    question, pairs = onward.question, onward.handed_on()
    found: dict[int, int] = defaultdict(int)
    if not len(pairs):
        return found
    open_pairs = pairs.where(~question.final[pairs.before])
    total = np.zeros(len(open_pairs), dtype=object)
    for starts, ends in question.variants():
        into, on = ways_in(onward, starts), ways_on(onward, ends)
        for i, ways_to in enumerate(into, start=1):
            for ways_from in on[: question.max_legs - i]:
                one = ways_to[open_pairs.before].astype(object)
                total = total + one * ways_from[open_pairs.after].astype(object)
    senders = question.legs.consignor[open_pairs.after]
    for party, passages_ in zip(senders.tolist(), total.tolist(), strict=True):
        if passages_:
            found[party] += passages_
    return found


def passages_of(onward: Onward, *, onward_only: bool = False) -> Array:
    """Per leg its passages, of both kinds of start; `onward_only` those that go on after it."""
    found = np.zeros(len(onward.question.legs), dtype=object)
    for starts, ends in onward.question.variants():
        into, on = ways_in(onward, starts), ways_on(onward, ends)
        found = found + passages(into, on, onward_only=onward_only)
    return found


def _reached(
    onward: Onward,
    held: Array,
    touched: Array,
    entries: Sequence[frozenset[str]],
    handed_on: Pairs | None = None,
) -> tuple[str, ...]:
    """Entries that chains through these legs end at: marked forwards, one leg at a time."""
    pairs = handed_on or Pairs()
    found: set[str] = set()
    for starts, ends in onward.question.variants():
        for position in np.flatnonzero(
            _marked(onward, held, touched, pairs, starts) & ends
        ).tolist():
            found |= entries[position]
    return tuple(sorted(found))


def _marked(onward: Onward, held: Array, touched: Array, handed_on: Pairs, starts: Array) -> Array:
    """Legs on chains that use a leg of `touched` or a pair, or go on after one of `held`."""
    question = onward.question
    level = fewest_legs_from_start(onward, starts)
    on = np.zeros(len(question.legs), dtype=np.bool_)
    going = on.copy()
    for legs in range(1, question.max_legs + 1):
        at_touched = touched[level[touched] == legs]
        on[at_touched] = going[at_touched] = True
        going[held[level[held] == legs]] = True
        if legs < question.max_legs:
            fresh = onward.sum_before((going & ~question.final).astype(np.int64)) > 0
            passed = (level[handed_on.before] == legs) & ~question.final[handed_on.before]
            fresh[handed_on.after[passed]] = True
            fresh &= ~on
            on |= fresh
            going = fresh
    return on


def top_of(ranked: Mapping[Any, int], limit: int) -> Iterable[Any]:
    """The keys of most passages, ties by key."""
    return sorted(ranked, key=lambda key: (-ranked[key], key))[:limit]
