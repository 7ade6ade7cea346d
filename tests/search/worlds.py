"""Small worlds for the search tests: reference legs, and the same legs as columns."""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from graphscan.network.legs import BASIS_ORDER, Legs
from graphscan.network.linked import Linked
from graphscan.search.question import Pairs, Question
from graphscan.search.reference import Leg, World
from tests.network.ownership import columns as statements
from tests.network.ownership import exactly

CLASSES = ("8482", "8541", "8473", "8471", "advanced-computing", "unknown")
"""Classes of the worlds by number; the first two are of no rule."""

BECOMES = frozenset({(2, 3), (2, 4), (4, 2), (4, 3)})
"""What `graphscan/codes/transforms.csv` says of them."""


Span = tuple[int, int]
Interest = tuple[int, int, int, Span, Span]
"""Owner, owned, percent, first and last day on which it possibly holds, and certainly."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OwnedWorld(World):
    """A world with interests, from which `linked` follows."""

    interests: tuple[Interest, ...] = ()


def with_interests(world: World, interests: Sequence[Interest]) -> OwnedWorld:
    """The world in which goods may pass between those whom these interests link."""
    values = {field.name: getattr(world, field.name) for field in dataclasses.fields(World)}
    values["linked"] = linked_days(interests)
    return OwnedWorld(**values, interests=tuple(interests))


def linked_days(
    interests: Sequence[Interest],
) -> dict[tuple[int, int], tuple[frozenset[int], frozenset[int]]]:
    """Day by day who is linked with whom: owner and owned at half or more, and two of one owner."""
    found: dict[tuple[int, int], tuple[set[int], set[int]]] = {}
    held_by_day: dict[tuple[frozenset[tuple[int, int]], int], list[int]] = {}
    halves = [interest for interest in interests if interest[2] >= 50]
    for day, reading in itertools.product(range(-1, 45), (0, 1) if halves else ()):
        held = frozenset(
            (owner, owned)
            for owner, owned, _, *spans in halves
            if spans[reading][0] <= day <= spans[reading][1]
        )
        held_by_day.setdefault((held, reading), []).append(day)
    for (held, reading), days in held_by_day.items():
        pairs = set(held)
        pairs |= {(a, b) for (one, a), (two, b) in itertools.permutations(held, 2) if one == two}
        for one, other in pairs | {(other, one) for one, other in pairs}:
            found.setdefault((one, other), (set(), set()))[reading].update(days)
    return {key: (frozenset(days[0]), frozenset(days[1])) for key, days in found.items()}


def columns(legs: Sequence[Leg]) -> Legs:
    def ints(values: list[int]) -> Any:
        return np.array(values, dtype=np.int32)

    def flags(values: list[bool]) -> Any:
        return np.array(values, dtype=np.bool_)

    return Legs(
        consignor=ints([leg.consignor for leg in legs]),
        receiver=ints([leg.receiver for leg in legs]),
        klass=ints([leg.klass for leg in legs]),
        departs_first=ints([leg.departs[0] for leg in legs]),
        departs_last=ints([leg.departs[1] for leg in legs]),
        arrives_first=ints([leg.arrives[0] for leg in legs]),
        arrives_last=ints([leg.arrives[1] for leg in legs]),
        departs_assumed=flags([leg.assumed[0] for leg in legs]),
        arrives_assumed=flags([leg.assumed[1] for leg in legs]),
        leaves_us=flags([leg.start for leg in legs]),
        basis=np.array(
            [BASIS_ORDER.index(leg.basis) if leg.basis else -1 for leg in legs], np.int8
        ),
        final=flags([leg.final for leg in legs]),
        end_certain=flags([leg.end_certain for leg in legs]),
        classes=CLASSES,
        short_code=flags([leg.short_code for leg in legs]),
        consignment=flags([leg.consignment for leg in legs]),
    )


def question(world: World, legs: Legs | None = None) -> Question:
    legs = columns(world.legs) if legs is None else legs
    pairs = sorted(world.pairs) + control_pairs(world)
    interests = world.interests if isinstance(world, OwnedWorld) else ()
    return Question(
        legs=legs,
        starts=legs.leaves_us,
        ends=legs.basis >= 0,
        final=legs.final,
        max_legs=world.max_legs,
        min_wait=world.min_wait,
        max_wait=world.max_wait,
        pairs=Pairs(
            before=np.array([one for one, _ in pairs], dtype=np.int64),
            after=np.array([other for _, other in pairs], dtype=np.int64),
        ),
        linked=linked_of(interests) if interests else None,
        limited_starts=_flags([leg.limited_start for leg in world.legs]),
        limited_ends=_flags([leg.limited_end for leg in world.legs]),
    )


def linked_of(interests: Sequence[Interest]) -> Linked:
    """The same interests as the engine reads them."""
    return Linked(
        statements(
            [
                exactly(owner, owned, percent, possible=possible, certain=certain)
                for owner, owned, percent, possible, certain in interests
            ]
        )
    )


def control_pairs(world: World) -> list[tuple[int, int]]:
    """Legs that linked parties receive and send, whatever the days."""
    if not world.linked:
        return []
    return [
        (one, other)
        for (one, a), (other, b) in itertools.product(enumerate(world.legs), repeat=2)
        if a.receiver != b.consignor
        and (a.receiver, b.consignor) in world.linked
        and not a.consignment
        and world.class_allows(a, b)
    ]


def _flags(values: list[bool]) -> Any:
    return np.array(values, dtype=np.bool_) if values else None


def from_the_us_only(world: World) -> World:
    """The same world without starts abroad."""
    legs = [dataclasses.replace(leg, limited_start=False) for leg in world.legs]
    return dataclasses.replace(world, legs=legs)


def disjoint(worlds: Sequence[Sequence[Leg]], parties: int) -> list[Leg]:
    """Many worlds as one table: parties of world w are numbered from w * parties."""
    return [
        dataclasses.replace(
            leg,
            consignor=leg.consignor + number * parties,
            receiver=leg.receiver + number * parties,
        )
        for number, world in enumerate(worlds)
        for leg in world
    ]


DAYS = ((5, 5), (12, 12), (1, 30))
"""Two days and the month they lie in."""


def small_legs(
    *, final: bool, parties: int = 3, dates: Sequence[tuple[int, int]] = DAYS
) -> list[Leg]:
    """Every leg on some parties, 2 classes and some dates that does not arrive before it departs.

    Party 0 is in the U.S., the last one is listed: on a final basis, or on one after which it also
    holds.
    """
    basis, end = "listed" if final else "listed-later", parties - 1
    return [
        Leg(
            consignor=consignor,
            receiver=receiver,
            klass=klass,
            departs=departs,
            arrives=arrives,
            start=consignor == 0,
            basis=basis if receiver == end else "",
            final=final and receiver == end,
        )
        for consignor, receiver in itertools.permutations(range(parties), 2)
        for klass in range(2)
        for departs, arrives in itertools.product(dates, dates)
        if arrives[1] >= departs[0]
    ]


def sampled_world(rng: random.Random, *, plain: bool = False, fewest: int = 0) -> World:
    """Up to 6 legs on up to 4 parties: days, weeks, a month, assumed dates, weak and final ends.

    Unless `plain`, with related and unknown classes, short codes, pairs that no rule gives, single
    consignments, and starts abroad that may reach some ends only.
    """
    parties = rng.randrange(2, 5)
    listed = [rng.choice(("", "", "listed", "listed-later")) for _ in range(parties)]
    classes = (0, 1) if plain else rng.choice(((0, 1), (2, 3, 4), (0, 5), (2, 4, 5), (0, 1, 2)))
    legs = []
    for _ in range(rng.randrange(max(fewest, 1), 7)):
        consignor, receiver = rng.sample(range(parties), 2)
        departs, arrives = _interval(rng), _interval(rng)
        while fewest and arrives[1] < departs[0]:
            departs, arrives = _interval(rng), _interval(rng)
        if arrives[1] < departs[0]:
            continue
        klass, start = rng.choice(classes), consignor == 0 or rng.random() < 0.2
        legs.append(
            Leg(
                consignor=consignor,
                receiver=receiver,
                klass=klass,
                departs=departs,
                arrives=arrives,
                assumed=(rng.random() < 0.1, rng.random() < 0.1),
                start=start,
                basis=listed[receiver],
                final=listed[receiver] == "listed",
                end_certain=rng.random() < 0.8,
                via=tuple(rng.sample((*range(parties), 9), 1)) if rng.random() < 0.3 else (),
                short_code=klass == 2 and not plain and rng.random() < 0.5,
                consignment=not plain and rng.random() < 0.1,
                limited_start=not start and not plain and rng.random() < 0.4,
                limited_end=bool(listed[receiver]) and not plain and rng.random() < 0.5,
            )
        )
    world = World(
        legs=legs,
        max_legs=rng.randrange(1, 6),
        min_wait=rng.choice((0, 0, 1)),
        max_wait=rng.choice((2, 3, 180)),
        becomes=BECOMES,
        unknown=5,
        advanced=4,
    )
    if plain:
        return world
    world = dataclasses.replace(world, pairs=_pairs(world, rng))
    return with_interests(world, _interests(rng, parties)) if rng.random() < 0.6 else world


def _interests(rng: random.Random, parties: int) -> list[Interest]:
    """Up to 4 stakes among the parties and two owners without legs; one record a stake."""
    found: dict[tuple[int, int], Interest] = {}
    for _ in range(rng.randrange(5)):
        owner, owned = rng.sample(range(parties + 2), 2)
        first = rng.choice((-1, -1, 0, rng.randrange(9)))
        last = rng.choice((44, 44, 44, rng.randrange(9)))
        certain = (first + rng.choice((0, 0, 0, 2)), last - rng.choice((0, 0, 0, 2)))
        percent = rng.choice((49, 50, 50, 60, 100))
        found[owner, owned] = (owner, owned, percent, (first, last), certain)
    return [each for each in found.values() if each[3][0] <= each[3][1]]


def _pairs(world: World, rng: random.Random) -> frozenset[tuple[int, int]]:
    """Some pairs of legs at one party that no rule links."""
    return frozenset(
        (one, other)
        for (one, a), (other, b) in itertools.permutations(enumerate(world.legs), 2)
        if a.receiver == b.consignor
        and (a.consignment or not world.class_allows(a, b))
        and rng.random() < 0.3
    )


def _interval(rng: random.Random) -> tuple[int, int]:
    first = rng.randrange(8)
    return rng.choice(((first, first), (first, first), (first, first + rng.randrange(5)), (0, 9)))


def every_small_world_of_sisters() -> Iterator[OwnedWorld]:
    """Every multiset of 3 legs and every dated link on 4 parties, of which 1 and 2 may be linked.

    Party 0 is in the U.S., party 3 is listed. 1 holds 2, both are held by 4, or 2 holds 1 from the
    day of the second date on; the last begins some day of the month.
    """
    dates = [(a, b) for a, b in itertools.product(DAYS, DAYS) if b[1] >= a[0]]
    legs = [
        Leg(
            consignor=consignor,
            receiver=receiver,
            klass=0,
            departs=departs,
            arrives=arrives,
            start=consignor == 0,
            basis="listed" if receiver == 3 else "",
            final=receiver == 3,
        )
        for consignor, receiver in ((0, 1), (0, 2), (1, 3), (2, 3), (2, 1))
        for departs, arrives in dates
    ]
    always, later = (-1, 44), (12, 44)
    links: tuple[tuple[Interest, ...], ...] = (
        ((1, 2, 50, always, always),),
        ((4, 1, 100, always, always), (4, 2, 60, later, later)),
        ((2, 1, 51, (5, 44), (30, 44)),),
    )
    for chosen in itertools.combinations_with_replacement(legs, 3):
        if any(leg.start for leg in chosen) and any(leg.basis for leg in chosen):
            for interests in links:
                yield with_interests(World(legs=chosen), interests)
