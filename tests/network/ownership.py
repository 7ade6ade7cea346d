"""The slow obvious version of ownership, and small worlds of stakes as columns.

Nothing here shares code with the fast engine: sets of days are written out, shares are fractions.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

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


_TINY = Fraction(1, 10**9)
"""Stands for the smallest step by which an open end stays away from its value."""


def verdicts(
    said: Sequence[Said], listed: Collection[int], threshold: int = 50
) -> tuple[set[int], set[int]]:
    """Captured parties, and those captured or not to be excluded; all statements hold."""
    direct: dict[tuple[int, int], tuple[Fraction, Fraction]] = {}
    beyond: dict[tuple[int, int], tuple[Fraction, Fraction]] = {}
    for indirect, found in ((False, direct), (True, beyond)):
        by_pair: dict[tuple[int, int], list[tuple[Fraction, Fraction]]] = {}
        for one in said:
            if one.indirect == indirect and one.owner != one.owned:
                low = Fraction(one.low).limit_denominator(10**6) + one.low_open * _TINY
                high = Fraction(one.high).limit_denominator(10**6) - one.high_open * _TINY
                by_pair.setdefault((one.owner, one.owned), []).append((low, high))
        for pair, ranges in by_pair.items():
            lows, highs = zip(*ranges, strict=True)
            agree = max(lows) <= min(highs)
            found[pair] = (max(lows), min(highs)) if agree else (min(lows), max(highs))
    parties = {party for one in said for party in (one.owner, one.owned)}
    return (
        _least(parties, lambda inside, party: _captured(direct, inside, party, threshold), listed),
        _least(
            parties,
            lambda inside, party: _doubtful(direct, beyond, inside, party, threshold),
            listed,
        ),
    )


def _least(parties: Collection[int], judge: object, listed: Collection[int]) -> set[int]:
    derived: set[int] = set()
    while True:
        inside = derived | set(listed)
        more = {party for party in parties if judge(inside, party)}  # type: ignore[operator]
        if more == derived:
            return derived
        derived = more


Ranges = Mapping[tuple[int, int], tuple[Fraction, Fraction]]


def _captured(direct: Ranges, inside: Collection[int], party: int, threshold: int) -> bool:
    return threshold <= sum(
        low for (owner, owned), (low, _) in direct.items() if owned == party and owner in inside
    )


def _doubtful(
    direct: Ranges, beyond: Ranges, inside: Collection[int], party: int, threshold: int
) -> bool:
    if any(
        owned == party and owner in inside and high >= threshold
        for (owner, owned), (_, high) in beyond.items()
    ):
        return True
    holders = {owner: share for (owner, owned), share in direct.items() if owned == party}
    most = sum((high for owner, (_, high) in holders.items() if owner in inside), Fraction(0))
    others = sum((low for owner, (low, _) in holders.items() if owner not in inside), Fraction(0))
    contradictory = sum(low for low, _ in holders.values()) > 100
    return most >= threshold and (contradictory or 100 - others >= threshold)
