"""The slow obvious version of the search, which the fast one is compared with.

Every walk is written out, every day is tried. Nothing here shares code with the fast engine, and
nothing here is meant to be quick: it grows exponentially with the number of legs.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One leg; days are numbers, both ends of an interval are possible days."""

    consignor: int
    receiver: int
    klass: int
    departs: tuple[int, int]
    arrives: tuple[int, int]
    assumed: tuple[bool, bool] = (False, False)
    start: bool = False
    basis: str = ""
    final: bool = False
    end_certain: bool = True
    via: tuple[int, ...] = ()
    short_code: bool = False
    consignment: bool = False
    limited_start: bool = False
    limited_end: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Legs and the limits of a search.

    Attributes:
        legs: The legs.
        max_legs: Longest chain.
        min_wait: Shortest wait at a holder, in days.
        max_wait: Longest wait.
        becomes: Which class may become which other one.
        unknown: The class of goods without a code.
        advanced: The class that a short code may belong to beside its own.
        pairs: Positions of legs that are linked whatever the rules of classes say.
        linked: Per (who received, who sends on), between whom goods may pass without a record, the
            days on which they possibly are linked, and those on which they surely are.
    """

    legs: Sequence[Leg]
    max_legs: int = 4
    min_wait: int = 0
    max_wait: int = 180
    becomes: frozenset[tuple[int, int]] = frozenset()
    unknown: int = -1
    advanced: int = -1
    pairs: frozenset[tuple[int, int]] = frozenset()
    linked: Mapping[tuple[int, int], tuple[frozenset[int], frozenset[int]]] = dataclasses.field(
        default_factory=dict
    )

    def class_allows(self, before: Leg, after: Leg) -> bool:
        """Whether goods of the one leg may be the goods of the other."""
        if before.klass == after.klass or self.unknown in {before.klass, after.klass}:
            return True
        if before.short_code and after.klass == self.advanced:
            return True
        if after.short_code and before.klass == self.advanced:
            return True
        return (before.klass, after.klass) in self.becomes

    def follows(self, one: int, other: int) -> bool:
        """Whether the leg at `other` may carry on what the one at `one` brought."""
        before, after = self.legs[one], self.legs[other]
        if (one, other) not in self.pairs and (
            before.consignment or not self.class_allows(before, after)
        ):
            return False
        if before.receiver == after.consignor or (one, other) in self.pairs:
            return _waits(before.arrives, after.departs, self.min_wait, self.max_wait)[0]
        if (before.receiver, after.consignor) not in self.linked:
            return False
        return any(
            self.hands_on(one, other, came, goes)
            for came, goes in itertools.product(_days(before.arrives), _days(after.departs))
        )

    def hands_on(self, one: int, other: int, came: int, goes: int) -> bool:
        """Whether days of arrival and departure fit: the wait, and who may have the goods."""
        holder, sender = self.legs[one].receiver, self.legs[other].consignor
        if not self.min_wait <= goes - came <= self.max_wait:
            return False
        if holder == sender or (one, other) in self.pairs:
            return True
        possible, _ = self.linked.get((holder, sender), _NEVER)
        return any(day in possible for day in range(came, goes + 1))

    def surely_follows(self, one: int, other: int) -> bool:
        """Whether it may on every day the two intervals allow; a single consignment never does."""
        before, after = self.legs[one], self.legs[other]
        doubtful = before.assumed[1] or after.assumed[0] or before.consignment
        _, surely = _waits(before.arrives, after.departs, self.min_wait, self.max_wait)
        return self.follows(one, other) and not doubtful and surely and self._sure(one, other)

    def _sure(self, one: int, other: int) -> bool:
        """Whether who received the goods surely is, or is linked with, who sends them on."""
        before, after = self.legs[one], self.legs[other]
        if before.receiver == after.consignor or (one, other) in self.pairs:
            return True
        _, sure = self.linked.get((before.receiver, after.consignor), _NEVER)
        return all(day in sure for day in range(before.arrives[0], after.departs[1] + 1))


_NEVER: tuple[frozenset[int], frozenset[int]] = frozenset(), frozenset()

RouteKey = tuple[int, tuple[int, ...], int, int, bool, tuple[int, ...]]


@dataclasses.dataclass(slots=True, kw_only=True)
class Found:
    """What the reference found.

    Attributes:
        chains: Possible chains by number of legs.
        chains_certain: Certain chains by number of legs.
        by_basis: Possible chains by the basis of the last leg.
        through_control: Possible chains on which goods are handed on without a record.
        routes: (exporter, holders, end, class of the first leg, begins under a foreign direct
            product rule, positions of those that goods are handed to without a record) -> its
            jointly possible journeys and its chains.
        passages: Per leg position, in how many chains it stands (once per time it stands there).
        through: Per holder and party between, the number of chains that pass through it.
    """

    chains: Counter[int]
    chains_certain: Counter[int]
    by_basis: Counter[str]
    routes: dict[RouteKey, RouteFound]
    passages: Counter[int]
    through: Counter[int]
    through_control: int = 0


@dataclasses.dataclass(slots=True)
class RouteFound:
    """Chains and journeys of one route; a journey is a tuple of leg positions."""

    chains: int = 0
    chains_certain: int = 0
    by_basis: Counter[str] = dataclasses.field(default_factory=Counter)
    journeys: dict[tuple[int, ...], bool] = dataclasses.field(default_factory=dict)


def search(world: World) -> Found:
    """Every chain of at most `max_legs` legs, written out.

    >>> legs = [
    ...     Leg(consignor=0, receiver=1, klass=0, departs=(5, 5), arrives=(9, 9), start=True),
    ...     Leg(consignor=1, receiver=2, klass=0, departs=(8, 8), arrives=(8, 8), basis="listed"),
    ... ]
    >>> search(World(legs=legs)).chains  # the onward leg left before the goods reached the hub
    Counter()
    """
    found = Found(
        chains=Counter(),
        chains_certain=Counter(),
        by_basis=Counter(),
        routes={},
        passages=Counter(),
        through=Counter(),
    )
    for chain in written_out(world):
        legs = [world.legs[position] for position in chain]
        certain = legs[-1].end_certain and all(
            world.surely_follows(a, b) for a, b in itertools.pairwise(chain)
        )
        found.chains[len(chain)] += 1
        found.chains_certain.update([len(chain)] if certain else [])
        found.by_basis[legs[-1].basis] += 1
        found.passages.update(chain)
        found.through_control += any(
            before.receiver != after.consignor for before, after in itertools.pairwise(legs)
        )
        found.through.update(
            {leg.receiver for leg in legs[:-1]}
            | {leg.consignor for leg in legs[1:]}
            | {party for leg in legs for party in leg.via}
        )
        _note_route(world, found, chain, certain=certain)
    for key in [key for key, route in found.routes.items() if not route.journeys]:
        del found.routes[key]
    everything = dict(found.routes)
    for key in everything:
        if key[4] and any(
            _is_tail(world, key, longer, route) for longer, route in everything.items()
        ):
            del found.routes[key]
    return found


def _is_tail(world: World, key: RouteKey, longer: RouteKey, route: RouteFound) -> bool:
    """Whether journeys of a longer route end with legs of this one.

    Records lead to where this one begins, and the goods are of its class from there on.
    """
    parties, others = (key[0], *key[1], key[2]), (longer[0], *longer[1], longer[2])
    more = len(others) - len(parties)
    return (
        more > 0
        and others[more:] == parties
        and longer[5] == tuple(position + more for position in key[5])
        and any(world.legs[chain[more]].klass == key[3] for chain in route.journeys)
    )


def _note_route(world: World, found: Found, chain: tuple[int, ...], *, certain: bool) -> None:
    legs = [world.legs[position] for position in chain]
    parties, passes = [legs[0].consignor, legs[0].receiver], []
    for leg in legs[1:]:
        if leg.consignor != parties[-1]:
            passes.append(len(parties))
            parties.append(leg.consignor)
        parties.append(leg.receiver)
    if len(set(parties)) < len(parties):
        return
    limited = not legs[0].start
    holders = tuple(parties[1:-1])
    key = (parties[0], holders, parties[-1], legs[0].klass, limited, tuple(passes))
    route = found.routes.setdefault(key, RouteFound())
    route.chains += 1
    route.chains_certain += certain
    route.by_basis[legs[-1].basis] += 1
    if jointly_possible(world, chain):
        route.journeys[chain] = certain


def jointly_possible(world: World, chain: Sequence[int]) -> bool:
    """Whether one choice of days fits all legs and waits at once.

    >>> first = Leg(consignor=0, receiver=1, klass=0, departs=(10, 10), arrives=(1, 20))
    >>> second = Leg(consignor=1, receiver=2, klass=0, departs=(1, 9), arrives=(1, 20))
    >>> world = World(legs=[first, second])
    >>> world.follows(0, 1)  # an arrival on day 1 would do, but the goods left on day 10
    True
    >>> jointly_possible(world, (0, 1))
    False
    """
    arrivals: set[int] = set()
    before: int | None = None
    for position in chain:
        leg = world.legs[position]
        departures = {
            day
            for day in _days(leg.departs)
            if before is None
            or any(world.hands_on(before, position, arrival, day) for arrival in arrivals)
        }
        arrivals = {day for day in _days(leg.arrives) if any(gone <= day for gone in departures)}
        before = position
    return bool(arrivals)


def written_out(world: World) -> Iterator[tuple[int, ...]]:
    """Every possible chain, as positions of legs."""
    stack: list[tuple[int, ...]] = [
        (position,) for position, leg in enumerate(world.legs) if leg.start or leg.limited_start
    ]
    while stack:
        chain = stack.pop()
        first, last = world.legs[chain[0]], world.legs[chain[-1]]
        if last.basis and (first.start or last.limited_end):
            yield chain
        if last.final or len(chain) == world.max_legs:
            continue
        stack.extend(
            (*chain, position)
            for position in range(len(world.legs))
            if world.follows(chain[-1], position)
        )


@functools.lru_cache(maxsize=1 << 16)
def _waits(
    arrives: tuple[int, int], departs: tuple[int, int], shortest: int, longest: int
) -> tuple[bool, bool]:
    """Whether the wait is allowed between some days of the two, and between any.

    Each wait from the least to the greatest is that of some pair of days, so each is tried once.

    >>> _waits((1, 3), (3, 4), 0, 3), _waits((1, 3), (3, 4), 0, 2), _waits((1, 3), (3, 4), 4, 9)
    ((True, True), (True, False), (False, False))
    """
    least, greatest = departs[0] - arrives[1], departs[1] - arrives[0]
    allowed = {shortest <= wait <= longest for wait in _days((least, greatest))}
    return True in allowed, False not in allowed


def _days(interval: tuple[int, int]) -> range:
    return range(interval[0], interval[1] + 1)
