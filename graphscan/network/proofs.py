"""The smallest set of interests that proves a verdict, as a certificate that a person can check."""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from graphscan.network.ledger import Ledger, Stake
from graphscan.network.spans import Spans
from graphscan.network.stakes import FIRST_DAY, LAST_DAY

EXHAUSTIVE = 12
"""Up to so many interests every subset is tried; beyond, none of the set can be left out."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """By what a verdict is proved.

    Attributes:
        counting: When parties are captured (or, with `most`, not to be excluded) by their owners.
        listed: When parties are listed.
        most: Greatest shares count (cannot exclude), else least ones (captured).
        threshold: In millionths of a percent.
    """

    counting: Spans
    listed: Spans
    most: bool
    threshold: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Claim:
    """What is to be proved.

    Attributes:
        party: Party id.
        stakes: Stakes of owners that count, in it and in those owners.
        listed: Owners that are listed on the day, ascending.
        most: As in `Reading`.
        threshold: As in `Reading`.
        days: First and last day on which all of it is the same.
    """

    party: int
    stakes: tuple[Stake, ...]
    listed: tuple[int, ...]
    most: bool
    threshold: int
    days: tuple[int, int] = (FIRST_DAY, LAST_DAY)


def behind(ledger: Ledger, reading: Reading, party: int, day: int) -> Claim:
    """Everything that stands behind a verdict: owners that count, and theirs, up to listed ones."""
    seen, queue, stakes, listed = {party}, [party], [], set()
    days = [FIRST_DAY, LAST_DAY]

    def narrow(first: int, last: int) -> None:
        days[0], days[1] = max(days[0], first), min(days[1], last)

    while queue:
        at = queue.pop()
        narrow(*ledger.steady_above(at, day))
        for stake in ledger.above(at, day):
            if not _weight(stake, most=reading.most, threshold=reading.threshold)[0]:
                continue
            owner = stake.owner
            narrow(*reading.listed.steady(owner, day))
            narrow(*reading.counting.steady(owner, day))
            if reading.listed.on(owner, day):
                listed.add(owner)
            elif not reading.counting.on(owner, day):
                continue
            stakes.append(stake)
            if owner not in seen:
                seen.add(owner)
                queue.append(owner)
    stakes.sort(key=_place)
    return Claim(
        party=party,
        stakes=tuple(stakes),
        listed=tuple(sorted(listed - {party})),
        most=reading.most,
        threshold=reading.threshold,
        days=(days[0], days[1]),
    )


def _place(stake: Stake) -> tuple[int, int, bool]:
    return stake.owned, stake.owner, stake.indirect


def smallest(claim: Claim, listed: Collection[int] | None = None) -> tuple[Stake, ...] | None:
    """The fewest stakes that prove the verdict, the first set in order where several are as small.

    Args:
        claim: What is to be proved.
        listed: Listed parties that may be used; None is all. None comes back where they do not do.

    Notes:
        Smallest where at most `EXHAUSTIVE` stakes are in question; the problem is NP-hard (set
        cover), so beyond that it is a set of which no stake can be left out.
    """
    seeds = frozenset(claim.listed if listed is None else listed)
    ranks = _derived(claim, claim.stakes, seeds)
    if claim.party not in ranks:
        return None
    if len(claim.stakes) <= EXHAUSTIVE:
        return next(
            chosen
            for size in range(1, len(claim.stakes) + 1)
            for chosen in itertools.combinations(claim.stakes, size)
            if claim.party in _derived(claim, chosen, seeds)
        )
    chosen = list(_well_founded(claim, ranks, seeds))
    for stake in sorted(chosen, key=lambda stake: _order(claim, stake), reverse=True):
        without = [other for other in chosen if other is not stake]
        if claim.party in _derived(claim, without, seeds):
            chosen = without
    return tuple(chosen)


def through(claim: Claim, owner: int) -> tuple[Stake, ...]:
    """The smallest proof in which one listed owner stands.

    It is the owner's own proof where the owner alone does, else the smallest of all with the
    shortest way down from the owner.
    """
    alone = smallest(claim, (owner,))
    if alone is not None:
        return alone
    best = smallest(claim) or ()
    if any(stake.owner == owner for stake in best):
        return best
    way = _way(claim, owner)
    return tuple(sorted({*best, *way}, key=_place))


def _weight(stake: Stake, *, most: bool, threshold: int) -> tuple[int, bool]:
    """What a stake adds, and whether that is not reached itself; an indirect one adds or is all."""
    share, is_open = (stake.high, stake.high_open) if most else (stake.low, False)
    if stake.indirect:
        alone = most and (share > threshold or (share == threshold and not is_open))
        return (threshold, False) if alone else (0, False)
    return share, is_open


def _derived(claim: Claim, stakes: Iterable[Stake], seeds: Collection[int]) -> dict[int, int]:
    """Parties that the stakes capture, with the step in which they are."""
    below: dict[int, list[Stake]] = defaultdict(list)
    for stake in stakes:
        below[stake.owner].append(stake)
    total: dict[int, int] = defaultdict(int)
    opens: dict[int, int] = defaultdict(int)
    ranks: dict[int, int] = {}
    counted = set(seeds)
    frontier, step = sorted(counted), 0
    while frontier:
        step += 1
        reached = set()
        for owner in frontier:
            for stake in below.get(owner, ()):
                share, is_open = _weight(stake, most=claim.most, threshold=claim.threshold)
                at = stake.owned
                if stake.indirect:
                    reached.add(at)
                    continue
                total[at] += share
                opens[at] += is_open
                if total[at] > claim.threshold or (total[at] == claim.threshold and not opens[at]):
                    reached.add(at)
        for party in reached:
            ranks.setdefault(party, step)
        frontier = sorted(reached - counted)
        counted |= reached
    return ranks


def _order(claim: Claim, stake: Stake) -> tuple[int, int, int]:
    """Greatest shares first."""
    return (
        -_weight(stake, most=claim.most, threshold=claim.threshold)[0],
        stake.owned,
        stake.owner,
    )


def _well_founded(
    claim: Claim, ranks: Mapping[int, int], seeds: Collection[int]
) -> Iterable[Stake]:
    """The greatest stakes that suffice for each party on the way, of owners captured before it."""
    into: dict[int, list[Stake]] = defaultdict(list)
    for stake in claim.stakes:
        into[stake.owned].append(stake)
    seen, queue = {claim.party}, [claim.party]
    while queue:
        at = queue.pop()
        taken: list[Stake] = []
        for stake in sorted(into[at], key=lambda stake: _order(claim, stake)):
            if stake.owner in seeds or ranks.get(stake.owner, ranks[at]) < ranks[at]:
                taken.append(stake)
                owners = {one.owner for one in taken}
                if at in _derived(claim, taken, owners):
                    break
        yield from taken
        for stake in taken:
            if stake.owner not in seeds and stake.owner not in seen:
                seen.add(stake.owner)
                queue.append(stake.owner)


def _way(claim: Claim, owner: int) -> list[Stake]:
    """The shortest way down from an owner to the party."""
    came: dict[int, Stake] = {}
    frontier = [claim.party]
    into: dict[int, list[Stake]] = defaultdict(list)
    for stake in claim.stakes:
        into[stake.owned].append(stake)
    while frontier and owner not in came:
        found = []
        for at in frontier:
            for stake in into.get(at, ()):
                if stake.owner not in came and stake.owner != claim.party:
                    came[stake.owner] = stake
                    found.append(stake.owner)
        frontier = found
    way: list[Stake] = []
    at = owner
    while at in came:
        way.append(came[at])
        at = came[at].owned
    return way
