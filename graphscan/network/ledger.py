"""What is known of the owners of one party, and of what it owns, on one day."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

import numpy as np

from graphscan.network.stakes import FIRST_DAY, LAST_DAY, Statements


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What all statements say together of one stake on one day.

    Attributes:
        owner: Party id.
        owned: Party id.
        low: Least direct equity, in millionths of a percent.
        high: Greatest.
        low_open: It is more than `low`.
        high_open: It is less than `high`.
        indirect: Held through others: never added to anything.
        contradictory: Statements of it contradict each other; the range spans all of them.
        records: Positions of the statements.
    """

    owner: int
    owned: int
    low: int
    high: int
    low_open: bool
    high_open: bool
    indirect: bool
    contradictory: bool
    records: tuple[int, ...]


class Ledger:
    """Statements by owner and by owned."""

    def __init__(self, statements: Statements) -> None:
        """Sort them once for each direction."""
        self.statements = statements
        self._by_owned = np.lexsort((statements.indirect, statements.owner, statements.owned))
        self._by_owner = np.lexsort((statements.indirect, statements.owned, statements.owner))
        self._owned = statements.owned[self._by_owned]
        self._owner = statements.owner[self._by_owner]

    def above(self, party: int, day: int) -> list[Stake]:
        """Stakes in a party that possibly are held on a day, by owner."""
        low, high = np.searchsorted(self._owned, [party, party + 1])
        return self._on(self._by_owned[low:high].tolist(), day)

    def steady_above(self, party: int, day: int) -> tuple[int, int]:
        """First and last day about a day on which the statements of stakes in a party stay."""
        low, high = np.searchsorted(self._owned, [party, party + 1])
        at = self._by_owned[low:high]
        begins = np.concatenate(
            [self.statements.possible_first[at], self.statements.possible_last[at] + 1]
        )
        before, after = begins[begins <= day], begins[begins > day]
        return (
            int(before.max()) if len(before) else FIRST_DAY,
            int(after.min()) - 1 if len(after) else LAST_DAY,
        )

    def below(self, party: int, day: int) -> list[Stake]:
        """Stakes that a party possibly holds on a day, by owned."""
        low, high = np.searchsorted(self._owner, [party, party + 1])
        return self._on(self._by_owner[low:high].tolist(), day)

    def _on(self, positions: Sequence[int], day: int) -> list[Stake]:
        said = self.statements
        there = [
            at
            for at in positions
            if said.possible_first[at] <= day <= said.possible_last[at]
            and said.owner[at] != said.owned[at]
        ]
        return [
            self._stake(list(group))
            for _, group in itertools.groupby(
                there,
                key=lambda at: (said.owner[at], said.owned[at], said.indirect[at]),
            )
        ]

    def _stake(self, records: list[int]) -> Stake:
        said = self.statements
        lows = [2 * int(said.low[at]) + int(said.low_open[at]) for at in records]
        highs = [2 * int(said.high[at]) - int(said.high_open[at]) for at in records]
        agree = max(lows) <= min(highs)
        low, high = (max(lows), min(highs)) if agree else (min(lows), max(highs))
        return Stake(
            owner=int(said.owner[records[0]]),
            owned=int(said.owned[records[0]]),
            low=low // 2,
            high=(high + 1) // 2,
            low_open=bool(low % 2),
            high_open=bool(high % 2),
            indirect=bool(said.indirect[records[0]]),
            contradictory=not agree,
            records=tuple(records),
        )
