"""The slow obvious version of ownership, and small worlds of stakes as columns.

Nothing here shares code with the fast engine: one day at a time, every party looked at again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np

from graphscan.network.stakes import FIRST_DAY, LAST_DAY, PERCENT, Statements

ALWAYS = (FIRST_DAY, LAST_DAY)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One statement; shares in percent, `low_open` means more, `high_open` means less."""

    owner: int
    owned: int
    low: float = 0
    high: float = 100
    low_open: bool = False
    high_open: bool = False
    indirect: bool = False
    possible: tuple[int, int] = ALWAYS
    certain: tuple[int, int] | None = None

    def on(self, day: int) -> bool:
        return self.possible[0] <= day <= self.possible[1]


def exactly(owner: int, owned: int, share: float, **more: object) -> Said:
    return Said(owner=owner, owned=owned, low=share, high=share, **more)  # type: ignore[arg-type]


def columns(said: Sequence[Said]) -> Statements:
    def ints(values: Sequence[float]) -> np.ndarray:
        return np.array([round(value) for value in values], dtype=np.int64)

    def flags(values: Sequence[bool]) -> np.ndarray:
        return np.array(values, dtype=np.bool_)

    certain = [one.certain or one.possible for one in said]
    return Statements(
        owner=ints([one.owner for one in said]),
        owned=ints([one.owned for one in said]),
        low=ints([one.low * PERCENT for one in said]),
        low_open=flags([one.low_open for one in said]),
        high=ints([one.high * PERCENT for one in said]),
        high_open=flags([one.high_open for one in said]),
        indirect=flags([one.indirect for one in said]),
        possible_first=ints([one.possible[0] for one in said]),
        possible_last=ints([one.possible[1] for one in said]),
        certain_first=ints([first for first, _ in certain]),
        certain_last=ints([last for _, last in certain]),
        file_id=ints([0 for _ in said]),
        row=ints([number for number, _ in enumerate(said)]),
    )


_STEP = 1000
"""A share is in thousandths of a millionth, so that an open end stays one away from its value."""

Ranges = Mapping[tuple[int, int], tuple[int, int]]


def _share(percent: float) -> int:
    return round(percent * PERCENT) * _STEP


def verdicts(
    said: Sequence[Said], listed: Collection[int], threshold: float = 50
) -> tuple[set[int], set[int]]:
    """Captured parties, and those captured or not to be excluded; all statements hold."""
    direct, beyond = _ranges(said, indirect=False), _ranges(said, indirect=True)
    parties = {one.owned for one in said}
    enough = _share(threshold)
    captured = _least(
        listed, lambda inside: {p for p in parties if _captured(direct, inside, p, enough)}
    )
    doubtful = _least(
        listed,
        lambda inside: {
            p
            for p in parties
            if any(
                owned == p and owner in inside and high >= enough
                for (owner, owned), (_, high) in beyond.items()
            )
            or _doubtful(direct, inside, p, enough)
        },
    )
    return captured, doubtful


def _ranges(said: Sequence[Said], *, indirect: bool) -> Ranges:
    by_pair: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for one in said:
        if one.indirect == indirect and one.owner != one.owned:
            low = _share(one.low) + one.low_open
            high = _share(one.high) - one.high_open
            by_pair.setdefault((one.owner, one.owned), []).append((low, high))
    found = {}
    for pair, ranges in by_pair.items():
        lows, highs = [low for low, _ in ranges], [high for _, high in ranges]
        agree = max(lows) <= min(highs)
        found[pair] = (max(lows), min(highs)) if agree else (min(lows), max(highs))
    return found


def _least(listed: Collection[int], step: Callable[[Collection[int]], set[int]]) -> set[int]:
    derived: set[int] = set()
    while True:
        more = step(derived | set(listed))
        if more == derived:
            return derived
        derived = more


def _captured(direct: Ranges, inside: Collection[int], party: int, enough: int) -> bool:
    return enough <= sum(
        low for (owner, owned), (low, _) in direct.items() if owned == party and owner in inside
    )


def _doubtful(direct: Ranges, inside: Collection[int], party: int, enough: int) -> bool:
    holders = {owner: share for (owner, owned), share in direct.items() if owned == party}
    most = sum(high for owner, (_, high) in holders.items() if owner in inside)
    others = sum(low for owner, (low, _) in holders.items() if owner not in inside)
    contradictory = sum(low for low, _ in holders.values()) > _share(100)
    return most >= enough and (contradictory or _share(100) - others >= enough)


def shifted(said: Sequence[Said], by: int) -> list[Said]:
    return [dataclasses.replace(one, owner=one.owner + by, owned=one.owned + by) for one in said]
