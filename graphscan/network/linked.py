"""Between whom goods may pass without a record, and when: owner and owned, sisters of one owner.

DESIGN section 6, control links. Two parties are linked on a day where one holds at least half of
the other's direct equity on it, or one owner holds at least half of both. They are pairs with days,
not groups: the two owners of a joint venture are each linked with it, and not with each other.
Bands, votes and unknown shares count by their least share, so a link is never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.casefile import Case
from graphscan.network.control import read_statements
from graphscan.network.ledger import Ledger, Stake
from graphscan.network.legs import Legs
from graphscan.network.spans import expanded, make_spans
from graphscan.network.stakes import PERCENT, Stakes, Statements, read_picture

Ints = npt.NDArray[np.int64]
Column = npt.NDArray[Any]
Days = list[tuple[int, int]]

HALF = 50 * PERCENT
"""Share of direct equity that links an owner with what it owns."""


class Linked:
    """Pairs of linked parties with the days on which they are.

    Days are looked up pair by pair and kept, for an owner of thousands has millions of pairs.
    """

    def __init__(self, statements: Statements) -> None:
        """Keep the stakes of at least half; the memory is that of the statements."""
        self._low = statements.low
        self._ledger = Ledger(statements)
        picture = read_picture(statements)
        self._possible = _halves(picture.low_possible)
        self._sure = _halves(picture.low_sure)
        self._found: dict[tuple[int, int], tuple[Days, Days]] = {}

    def __len__(self) -> int:
        """Number of stakes that link anyone."""
        return len(self._possible)

    def stakes(self, *, sure: bool) -> Stakes:
        """The stakes that link their owner with what it owns, and the days on which they do."""
        return self._sure if sure else self._possible

    def groups(self, parties: int) -> Ints:
        """A number per party id, the same wherever goods could pass on, whatever the days.

        Only for leaving out what cannot matter: a joint venture joins its owners here.
        """
        owner, owned = self._possible.owner, self._possible.owned
        group = np.arange(max(parties, int(max(owner.max(initial=0), owned.max(initial=0))) + 1))
        while True:
            least = group.copy()
            np.minimum.at(least, owner, group[owned])
            np.minimum.at(least, owned, group[owner])
            least = least[least]
            if (least == group).all():
                return group[:parties]
            group = least

    def pairs(self, holders: Column, senders: Column) -> tuple[Ints, Ints]:
        """Every pair of linked parties with the first in `holders` and the second in `senders`."""
        stakes = self._possible
        owners = np.unique(stakes.owner)
        # An owner belongs to its own family, as do all that it holds half of.
        family = np.concatenate([stakes.owner, owners])
        member = np.concatenate([stakes.owned, owners])
        key = np.unique(np.stack([family, member], axis=1), axis=0)
        one = key[np.isin(key[:, 1], holders)]
        other = key[np.isin(key[:, 1], senders)]
        low = np.searchsorted(other[:, 0], one[:, 0])
        count = np.searchsorted(other[:, 0], one[:, 0], side="right") - low
        which, at = expanded(low, count)
        found = np.stack([one[which, 1], other[at, 1]], axis=1)
        found = np.unique(found[found[:, 0] != found[:, 1]], axis=0)
        return found[:, 0], found[:, 1]

    def on(self, one: int, other: int, *, sure: bool) -> Days:
        """Stretches of days, disjoint and in order, on which two parties are linked."""
        key = (one, other) if one < other else (other, one)
        if key not in self._found:
            self._found[key] = (_together(self._possible, *key), _together(self._sure, *key))
        return self._found[key][sure]

    def days(self, holder: Column, sender: Column, *, sure: bool) -> tuple[Ints, Ints, Ints]:
        """The same for many pairs: position of the pair, first and last day of each stretch."""
        keys, which = np.unique(np.stack([holder, sender]), axis=1, return_inverse=True)
        found = [self.on(one, other, sure=sure) for one, other in keys.T.tolist()]
        count = np.array([len(each) for each in found], dtype=np.int64)
        table = np.array([day for each in found for day in each], dtype=np.int64).reshape(-1, 2)
        pair, at = expanded((np.cumsum(count) - count)[which], count[which])
        return pair, table[at, 0], table[at, 1]

    def proof(self, one: int, other: int, first: int, last: int) -> list[Stake]:
        """The stakes that link two parties on a day from first to last, surely where any do."""
        for sure in (True, False):
            for begins, ends in self.on(one, other, sure=sure):
                if begins <= last and ends >= first:
                    return self._stakes(one, other, max(begins, first))
        return []

    def _stakes(self, one: int, other: int, day: int) -> list[Stake]:
        held = {
            party: {
                stake.owner: stake for stake in self._ledger.above(party, day) if self._is(stake)
            }
            for party in (one, other)
        }
        if one in held[other]:
            return [held[other][one]]
        if other in held[one]:
            return [held[one][other]]
        owner = min(held[one].keys() & held[other].keys())
        return [held[one][owner], held[other][owner]]

    def _is(self, stake: Stake) -> bool:
        """Whether some record of a stake gives at least half."""
        return not stake.indirect and any(self._low[at] >= HALF for at in stake.records)

    def records(self, stakes: Iterable[Stake]) -> list[tuple[int, int]]:
        """(file id, row) of the statements of some stakes, sorted."""
        said = self._ledger.statements
        return sorted(
            {(int(said.file_id[at]), int(said.row[at])) for stake in stakes for at in stake.records}
        )


def parties_of(legs: Legs) -> Ints:
    """Every party that sends or receives a leg, ascending."""
    found: Ints = np.unique(np.concatenate([legs.consignor, legs.receiver])).astype(np.int64)
    return found


def read_linked(case: Case, parties: Ints) -> Linked:
    """The links between some parties of a case.

    Args:
        case: A case after resolution.
        parties: Party ids; of interests in others nothing is kept.
    """
    statements = read_statements(case)
    return Linked(statements.take(np.isin(statements.owned, parties)))


def _halves(stakes: Stakes) -> Stakes:
    return stakes.take((stakes.share >= HALF) & ~stakes.indirect)


def _together(stakes: Stakes, one: int, other: int) -> Days:
    """When two parties are linked by these stakes."""
    above_one, above_other = _above(stakes, one), _above(stakes, other)
    days = [(0, *held[1:]) for held in above_one if held[0] == other]
    days += [(0, *held[1:]) for held in above_other if held[0] == one]
    days += [
        (0, max(mine[1], theirs[1]), min(mine[2], theirs[2]))
        for mine in above_one
        for theirs in above_other
        if mine[0] == theirs[0]
    ]
    return make_spans(days).of(0)


def _above(stakes: Stakes, party: int) -> list[tuple[int, int, int]]:
    """(owner, first day, last day) of the stakes in a party."""
    low, high = np.searchsorted(stakes.owned, [party, party + 1])
    columns = (stakes.owner, stakes.first, stakes.last)
    return list(zip(*(column[low:high].tolist() for column in columns), strict=True))
