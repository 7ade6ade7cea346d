"""Who is captured by listed owners, and when: the least fixpoint over direct equity.

A party is captured on a day where the minimum shares that captured owners hold in it reach the
threshold (50 percent); listed parties are captured to begin with. Shares are added across owners
and never multiplied along a chain: an owner that is captured passes on the whole of what it holds.
Sources: 31 CFR 587.406 and OFAC FAQ 398 to 402; Supplement No. 8 to 15 CFR Part 744 (90 FR 47201).

Interests and listings have dates, often imprecise ones. On each day a fixpoint is taken twice: with
what certainly held (`sure`) and with what possibly held. The verdict changes only on days on which
an interest or a listing begins or ends, so one fixpoint per stretch between such days is enough.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

FIRST_DAY, LAST_DAY = -(2**30), 2**30
"""Stand for "always was" and "still is" (days since 1970-01-01)."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """From when to when something held, as a pair of imprecise days.

    Attributes:
        possible: First and last day on which it possibly held.
        certain: First and last day on which it certainly held; empty where the first is later.
    """

    possible: tuple[int, int] = (FIRST_DAY, LAST_DAY)
    certain: tuple[int, int] = (FIRST_DAY, LAST_DAY)

    def on(self, day: int, *, sure: bool) -> bool:
        """Whether it held on a day."""
        first, last = self.certain if sure else self.possible
        return first <= day <= last

    def changes(self) -> Iterable[int]:
        """Days on which the answer of `on` may differ from the day before."""
        for first, last in (self.possible, self.certain):
            if first <= last:
                yield from (first, last + 1)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """A direct equity interest.

    Attributes:
        owner: Party id.
        owned: Party id.
        share: Minimum share in millionths of a percent, so that sums are exact.
        held: When.
        row: (file id, row) of the record that states it.
    """

    owner: int
    owned: int
    share: int
    held: Held
    row: tuple[int, int]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A party is captured on every day from `first` to `last`, by the same owners.

    Attributes:
        party: Party id; never a seed of its own.
        first: First day.
        last: Last day.
        sure: Whether what certainly held suffices.
        seeds: Listed parties that stand behind it, sorted.
        proof: (file id, row) of the interests from them down to it, sorted.
    """

    party: int
    first: int
    last: int
    sure: bool
    seeds: tuple[int, ...]
    proof: tuple[tuple[int, int], ...]


def captures(
    stakes: Sequence[Stake], seeds: Mapping[int, Sequence[Held]], threshold: int
) -> list[Capture]:
    """When each party is captured, and by whom.

    Args:
        stakes: Direct equity; several statements of one stake count once, with the greatest share.
        seeds: Listed parties and when they were listed.
        threshold: In millionths of a percent.

    >>> fifty = 50_000_000
    >>> def stake(owner: int, owned: int, percent: int) -> Stake:
    ...     share = percent * 1_000_000
    ...     return Stake(owner=owner, owned=owned, share=share, held=Held(), row=(0, owned))
    >>> cascade = [stake(1, 2, 50), stake(2, 3, 50)]  # OFAC FAQ 401, example 1: not 25 %
    >>> [found.party for found in captures(cascade, {1: [Held()]}, fifty)]
    [2, 3]
    >>> apart = [stake(1, 2, 25), stake(1, 3, 25), stake(2, 4, 50), stake(3, 4, 50)]  # example 5
    >>> captures(apart, {1: [Held()]}, fifty)
    []
    """
    found: list[Capture] = []
    for group in _groups(stakes, seeds):
        days = {FIRST_DAY}
        for stake in group:
            days.update(stake.held.changes())
        involved = {stake.owner for stake in group} | {stake.owned for stake in group}
        for seed in sorted(involved & set(seeds)):
            for held in seeds[seed]:
                days.update(held.changes())
        starts = sorted(day for day in days if FIRST_DAY <= day <= LAST_DAY)
        for first, after in zip(starts, [*starts[1:], LAST_DAY + 1], strict=True):
            found += _stretch(group, seeds, threshold, first, after - 1)
    return _joined(found)


def _groups(stakes: Sequence[Stake], seeds: Iterable[int]) -> Iterable[list[Stake]]:
    """The stakes that lie below a seed, in groups that share no party."""
    below: dict[int, list[Stake]] = defaultdict(list)
    for stake in stakes:
        if stake.owner != stake.owned and stake.share > 0:
            below[stake.owner].append(stake)
    root: dict[int, int] = {}

    def find(party: int) -> int:
        while root.setdefault(party, party) != party:
            root[party] = root[root[party]]
            party = root[party]
        return party

    reached, queue, kept = set(seeds), list(seeds), []
    while queue:
        for stake in below[queue.pop()]:
            kept.append(stake)
            root[find(stake.owned)] = find(stake.owner)
            if stake.owned not in reached:
                reached.add(stake.owned)
                queue.append(stake.owned)
    groups: dict[int, list[Stake]] = defaultdict(list)
    for stake in sorted(kept, key=lambda stake: (stake.owner, stake.owned, stake.row)):
        groups[find(stake.owner)].append(stake)
    return groups.values()


def _stretch(
    group: Sequence[Stake],
    seeds: Mapping[int, Sequence[Held]],
    threshold: int,
    first: int,
    last: int,
) -> list[Capture]:
    """Captures on a stretch of days on which nothing changes."""
    possibly = _fixpoint(group, seeds, threshold, first, sure=False)
    surely = _fixpoint(group, seeds, threshold, first, sure=True) if possibly else {}
    out = []
    for party in sorted(possibly):
        behind, proof = _behind(party, surely if party in surely else possibly, seeds)
        out.append(
            Capture(
                party=party, first=first, last=last, sure=party in surely, seeds=behind, proof=proof
            )
        )
    return out


def _fixpoint(
    group: Sequence[Stake],
    seeds: Mapping[int, Sequence[Held]],
    threshold: int,
    day: int,
    *,
    sure: bool,
) -> dict[int, list[Stake]]:
    """Captured parties on a day, each with the stakes of captured owners in it."""
    largest: dict[tuple[int, int], Stake] = {}
    for stake in group:
        if stake.held.on(day, sure=sure):
            pair = (stake.owner, stake.owned)
            if pair not in largest or stake.share > largest[pair].share:
                largest[pair] = stake
    below: dict[int, list[Stake]] = defaultdict(list)
    for stake in largest.values():
        below[stake.owner].append(stake)
    listed = {
        seed for seed, times in seeds.items() if any(held.on(day, sure=sure) for held in times)
    }
    captured, queue = set(listed), sorted(listed)
    total: dict[int, int] = defaultdict(int)
    through: dict[int, list[Stake]] = defaultdict(list)
    while queue:
        for stake in below[queue.pop()]:
            total[stake.owned] += stake.share
            through[stake.owned].append(stake)
            if total[stake.owned] >= threshold and stake.owned not in captured:
                captured.add(stake.owned)
                queue.append(stake.owned)
    return {party: through[party] for party in captured if total[party] >= threshold}


def _behind(
    party: int, captured: Mapping[int, Sequence[Stake]], seeds: Iterable[int]
) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    """The listed parties behind the stakes that capture a party, and the rows on the way."""
    seen, queue = {party}, [party]
    listed = set(seeds)
    owners: set[int] = set()
    rows: set[tuple[int, int]] = set()
    while queue:
        at = queue.pop()
        for stake in captured.get(at, ()):
            rows.add(stake.row)
            if stake.owner not in seen:
                seen.add(stake.owner)
                owners.add(stake.owner)
                queue.append(stake.owner)
    return tuple(sorted(owners & listed)), tuple(sorted(rows))


def _joined(found: Sequence[Capture]) -> list[Capture]:
    """Neighbouring stretches with the same verdict as one."""
    out: list[Capture] = []
    for capture in sorted(found, key=lambda capture: (capture.party, capture.first)):
        if (
            out
            and dataclasses.replace(out[-1], first=capture.first, last=capture.last) == capture
            and out[-1].last + 1 == capture.first
        ):
            out[-1] = dataclasses.replace(out[-1], last=capture.last)
        else:
            out.append(capture)
    return out
