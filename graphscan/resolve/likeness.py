"""Whether two parties are one: numbers first, then names with country and address, with a reason.

Scores are those of `fuzzy.score`, shifted by what else is known. None of it decides alone: parties
are merged by judgements, and by scores only where a setting says so.
"""

from __future__ import annotations

import dataclasses
import functools

from graphscan.resolve.addresses import Premises, same_premises
from graphscan.resolve.fuzzy.profile import profile
from graphscan.resolve.fuzzy.score import OTHER_COUNTRY, SAME_COUNTRY, compare
from graphscan.resolve.fuzzy.weights import Weights
from graphscan.resolve.identifiers import register_of
from graphscan.resolve.legal_forms import compatible_forms

SAME_NUMBER, NUMBER_ELSEWHERE = 0.99, 0.6
"""Score of an equal number, and of one where neither name nor country agrees: registers of two
countries use the same numbers."""
ELSEWHERE = 0.80
"""At most this where the countries differ: firms of one name stand in many."""
MOST = 0.98
"""At most this without an equal number."""
SAME_PREMISES, PREMISES_FROM = 0.6, 0.45
"""Share of the doubt that equal premises take away, where the names are at least so alike."""
OTHER_FORM, OTHER_PREMISES = 0.5, 0.80
"""At most this where every legal form of the one contradicts the other's, and where both have
addresses and none is the same."""
SURE = 0.95
"""Names from which another address does not contradict that two are one: firms move."""
SHORTEST_NUMBER = 5
MOST_NAMES = 6
"""Spellings of one party that are compared, in order."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a party.

    Attributes:
        names: Its spellings.
        countries: Alpha-2.
        numbers: Normalised identifiers.
        premises: Where it is.
    """

    names: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    premises: tuple[Premises, ...] = ()

    def joined(self, other: Known) -> Known:
        """What is known of one party that is two here."""
        return Known(
            names=tuple(sorted({*self.names, *other.names})),
            countries=self.countries | other.countries,
            numbers=self.numbers | other.numbers,
            premises=tuple(dict.fromkeys((*self.premises, *other.premises))),
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Likeness:
    """How sure it is that two parties are one, and why.

    Attributes:
        score: 0 to 1.
        reason: In words.
        agrees: Nothing contradicts it: neither country, legal form, number nor address.
    """

    score: float
    reason: str
    agrees: bool = True


def weigh(one: Known, other: Known, weights: Weights) -> Likeness:
    """How sure it is that two parties are one.

    >>> weights = Weights.of([])
    >>> mirel = Known(names=("Mirel Trading Ltd",), countries=frozenset({"AE"}))
    >>> weigh(mirel, Known(names=("MIREL TRADNG LIMITED",)), weights).score > 0.9
    True
    >>> turkish = Known(names=("Mirel Trading Ltd",), countries=frozenset({"TR"}))
    >>> weigh(mirel, turkish, weights).score
    0.8
    >>> numbered = [Known(names=("Mirel Ltd",), numbers=frozenset({n})) for n in ("77123", "77124")]
    >>> weigh(*numbered, weights)
    Likeness(score=0.0, reason='other numbers of one register: 77123, 77124', agrees=False)
    """
    names = _names(one, other, weights)
    apart = bool(one.countries and other.countries and not one.countries & other.countries)
    shared = sorted(n for n in one.numbers & other.numbers if len(n) >= SHORTEST_NUMBER)
    if shared:
        if apart and names < PREMISES_FROM:
            return Likeness(
                NUMBER_ELSEWHERE, f"equal number {shared[0]}, in two countries", agrees=False
            )
        return Likeness(SAME_NUMBER, f"equal number {shared[0]}")
    if numbers := _other_numbers(one, other, apart=apart):
        return Likeness(0.0, f"other numbers of one register: {', '.join(numbers)}", agrees=False)
    score, reasons = names, [f"names {names:.2f}"]
    forms = _forms_differ(one, other)
    elsewhere = bool(one.premises and other.premises) and not any(
        same_premises(here, there) for here in one.premises for there in other.premises
    )
    if forms:
        score = min(score, OTHER_FORM)
        reasons.append("legal forms differ")
    elif one.premises and other.premises and not elsewhere:
        reasons.append("same premises")
        if names >= PREMISES_FROM:
            score += (1 - score) * SAME_PREMISES
    elif elsewhere:
        score = min(score, OTHER_PREMISES)
        reasons.append("other premises")
    if apart:
        score = min(score + OTHER_COUNTRY, ELSEWHERE)
        reasons.append("countries differ")
    elif one.countries and other.countries:
        score += SAME_COUNTRY
        reasons.append("same country")
    score = round(max(0.0, min(score, MOST)), 4)
    return Likeness(
        score, ", ".join(reasons), agrees=not (forms or apart or (elsewhere and names < SURE))
    )


def _names(one: Known, other: Known, weights: Weights) -> float:
    return max(
        (
            compare(left, right, weights).score
            for left in one.names[:MOST_NAMES]
            for right in other.names[:MOST_NAMES]
        ),
        default=0.0,
    )


def _forms_differ(one: Known, other: Known) -> bool:
    """Whether both say their legal form, and none of the one's is among the other's."""
    ours = {form for name in one.names if (form := profile(name).form)}
    theirs = {form for name in other.names if (form := profile(name).form)}
    return bool(ours and theirs) and not any(
        left == right or (left, right) in compatible_forms() for left in ours for right in theirs
    )


def _other_numbers(one: Known, other: Known, *, apart: bool) -> tuple[str, ...]:
    """Two numbers of one register; of a national one only where the countries can be the same."""
    for left in sorted(one.numbers - other.numbers):
        for right in sorted(other.numbers - one.numbers):
            register = _register(left)
            if register == _register(right) and (register == "lei" or not apart):
                return left, right
    return ()


_register = functools.lru_cache(maxsize=2**14)(register_of)
