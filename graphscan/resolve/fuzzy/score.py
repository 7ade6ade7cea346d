"""The score of a pair of names: rarity-weighted alignment of their words, and what contradicts it.

Hand-set and untrained, so that every figure can be shown: which word met which, what was left over
on either side, and the factors. Weights are in one place below.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator

from rapidfuzz.distance import OSA, Indel, Levenshtein

from graphscan.resolve.fuzzy import words
from graphscan.resolve.fuzzy.profile import QUALIFIED, Profile, variants
from graphscan.resolve.fuzzy.similar import similarity
from graphscan.resolve.fuzzy.weights import Weights
from graphscan.resolve.legal_forms import compatible_forms

NUMBERS, FORMS, PLACES = 0.75, 0.92, 0.86
"""Factors where numbers, legal forms or places contradict each other."""
OTHER_FORM = 0.84
"""At most this where legal forms differ: "X GmbH" is at best an affiliate of X Ltd."""
SHARPNESS = 1.4
"""A word that is .8 alike counts .8 ** 1.4: doubt in one word weighs more than its share."""
EVIDENCE, EVIDENCE_UNIT = 0.20, 6.0
"""At most this much is taken off where the words in common say little."""
WHOLE_FROM, LEFT_OVER = 0.70, 0.30
"""The names as one string count from here on; less where rare words are left over on both sides."""
ACRONYM, CUT, CUT_COLUMN, CUT_AT = 0.62, 0.74, 0.08, (24, 40)
"""Floors for initials, and for a name that the other begins with; more where it is as long as a
column of the data that cuts names off, or where that is not known, of a usual length of columns."""
SAME_COUNTRY, OTHER_COUNTRY = 0.03, -0.12
SHORTEST_READING = 4


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A score and where it comes from.

    Attributes:
        score: 0 to 1.
        left: Words of the one name as compared.
        right: Words of the other.
        pairs: Words that met, with how alike they are.
        left_over: Words without a counterpart: of the one, of the other.
        reasons: What took the score up or down, in words.
    """

    score: float
    left: tuple[str, ...]
    right: tuple[str, ...]
    pairs: tuple[tuple[str, str, float], ...]
    left_over: tuple[tuple[str, ...], tuple[str, ...]]
    reasons: tuple[str, ...]


def compare(one: str, other: str, weights: Weights) -> Comparison:
    """Compare two names as written, in their best reading (brackets).

    Args:
        one: A name.
        other: Another; what stands in its brackets counts alone from four letters on.
        weights: Of words.

    >>> weights = Weights.of([])
    >>> compare("Tianjin Phytuim Infomation Technology", "Tianjin Phytium Information Technology",
    ...         weights).score > 0.85
    True
    >>> compare("HiSilica Technologies Co., Ltd.", "HiSilicon Technologies Co., Ltd",
    ...         weights).score < 0.72
    True
    """
    best: Comparison | None = None
    for left, left_factor in variants(one):
        for right, right_factor in readings(other):
            if max(left_factor, right_factor) <= QUALIFIED:
                continue  # "Mirel (Spain)" and "Mirel (Kenya)" are sisters
            found = compare_profiles(left, right, weights, left_factor * right_factor)
            if best is None or found.score > best.score:
                best = found
    if best is None:
        return _nothing(("nothing to compare",))
    return best


def readings(name: str) -> Iterator[tuple[Profile, float]]:
    """Readings of a name by which it may be found: three letters in brackets are many firms'.

    >>> [read.text for read, _ in readings("Innovative Technology Systems (ITS)")]
    ['innovative technology system its', 'innovative technology system']
    """
    for read, factor in variants(name):
        if read.tokens and (factor == 1.0 or len(read.joined) >= SHORTEST_READING):
            yield read, factor


def compare_profiles(
    left: Profile, right: Profile, weights: Weights, factor: float = 1.0
) -> Comparison:
    """Compare two readings; `factor` is the worth of the readings."""
    if not left.tokens or not right.tokens:
        return _nothing(("nothing to compare",))
    aligned = _Alignment(left, right, weights)
    contradiction, reasons = _contradictions(left, right, aligned)
    value = factor * aligned.dice * contradiction * aligned.evidence
    whole = Indel.normalized_similarity(left.joined, right.joined)
    as_whole = (factor * whole - WHOLE_FROM) / (1 - WHOLE_FROM)
    as_whole *= contradiction * aligned.evidence_of_all * (1 - LEFT_OVER * aligned.residual)
    if as_whole > value:
        value = as_whole
        reasons.append(f"nearly the same letters ({whole:.2f})")
    if value < ACRONYM and (_is_initials(left, right) or _is_initials(right, left)):
        value = ACRONYM
        reasons.append("initials of the other")
    cut = _cut(left, right, aligned, weights.cut_at) * contradiction * factor
    if cut > value:
        value = cut
        reasons.append("cut off: the other begins so")
    if forms_differ(left, right):
        value = min(value, OTHER_FORM)
    return Comparison(
        score=round(min(1.0, value), 4),
        left=left.tokens,
        right=right.tokens,
        pairs=tuple(
            (left.tokens[i], right.tokens[j], round(s, 3))
            for s, i, j in sorted(aligned.pairs, key=lambda p: p[1])
        ),
        left_over=(aligned.left_rest, aligned.right_rest),
        reasons=tuple(reasons),
    )


def with_country(score: float, *, agrees: bool | None) -> float:
    """A score with the evidence of the countries: it ranks, and alone decides nothing."""
    shift = {True: SAME_COUNTRY, False: OTHER_COUNTRY, None: 0.0}[agrees]
    return round(max(0.0, min(1.0, score + shift * (score > 0))), 4)


class _Alignment:
    """Words of two names matched to each other, best first."""

    def __init__(self, left: Profile, right: Profile, weights: Weights) -> None:
        a, b = left.tokens, right.tokens
        wa, wb = _weighed(a, b, weights, 0.4), _weighed(b, a, weights, 0.6)
        candidates = sorted(
            (
                (s * min(wa[i], wb[j]) + (1e-6 if i == j else 0.0), s, i, j)
                for i, x in enumerate(a)
                for j, y in enumerate(b)
                if (s := similarity(x, y))
            ),
            key=lambda found: (-found[0], found[2], found[3]),
        )
        used_a: set[int] = set()
        used_b: set[int] = set()
        met_a = met_b = 0.0
        self.pairs: list[tuple[float, int, int]] = []
        for _, s, i, j in candidates:
            if i not in used_a and j not in used_b:
                used_a.add(i)
                used_b.add(j)
                met_a += s**SHARPNESS * wa[i]
                met_b += s**SHARPNESS * wb[j]
                self.pairs.append((s, i, j))
        rest_a = [i for i in range(len(a)) if i not in used_a]
        rest_b = [j for j in range(len(b)) if j not in used_b]
        x, y = "".join(a[i] for i in rest_a), "".join(b[j] for j in rest_b)
        if min(len(x), len(y)) >= 5 and len(rest_a) + len(rest_b) > 2:
            s = Levenshtein.normalized_similarity(x, y)  # "TECHNO LOGY", "MICROELECTRONICS"
            if s >= 0.8:
                met_a += s * s * sum(wa[i] for i in rest_a)
                met_b += s * s * sum(wb[j] for j in rest_b)
                rest_a, rest_b = [], []
        self.left_rest = tuple(a[i] for i in rest_a)
        self.right_rest = tuple(b[j] for j in rest_b)
        all_a, all_b = sum(wa), sum(wb)
        self.dice = (met_a + met_b) / (all_a + all_b)
        self.cover = min(met_a / all_a, 1.0), min(met_b / all_b, 1.0)
        heaviest = min(
            max((wa[i] for i in rest_a), default=0.0), max((wb[j] for j in rest_b), default=0.0)
        )
        # A pair that is only alike leaves what it differs in.
        alike = max(
            ((1 - s) * 2 * min(wa[i], wb[j]) for s, i, j in self.pairs if s < 0.75), default=0.0
        )
        self.residual = min(1.0, max(heaviest, alike) / weights.highest / 0.6)
        self.evidence = 1 - EVIDENCE * math.exp(-met_a / EVIDENCE_UNIT)
        self.evidence_of_all = 1 - EVIDENCE * math.exp(-all_a / EVIDENCE_UNIT)


def _weighed(
    own: tuple[str, ...], others: tuple[str, ...], weights: Weights, place: float
) -> list[float]:
    """Weights of the words; a place that only one side names is weak."""
    places = words.places() if len(own) > 1 else frozenset[str]()
    return [
        weights[word] * (place if word in places and word not in others else 1.0) for word in own
    ]


def _contradictions(left: Profile, right: Profile, aligned: _Alignment) -> tuple[float, list[str]]:
    factor = 1.0
    reasons: list[str] = []
    if left.numbers != right.numbers:
        factor *= NUMBERS
        reasons.append("numbers differ")
    if forms_differ(left, right):
        factor *= FORMS
        reasons.append(f"legal forms differ ({left.form}, {right.form})")
    places = words.places()
    ours, theirs = places.intersection(aligned.left_rest), places.intersection(aligned.right_rest)
    if ours and theirs:
        factor *= PLACES
        reasons.append(f"places differ ({', '.join(sorted(ours))}; {', '.join(sorted(theirs))})")
    return factor, reasons


def forms_differ(left: Profile, right: Profile) -> bool:
    """Whether two names bear legal forms that one company cannot bear."""
    forms = (left.form, right.form)
    return all(forms) and forms[0] != forms[1] and forms not in compatible_forms()


def _is_initials(short: Profile, long: Profile) -> bool:
    if len(short.tokens) != 1 or not 2 < len(short.joined) <= 6 or len(long.tokens) < 2:
        return False
    return short.joined in {"".join(word[0] for word in long.tokens), long.initials}


def _cut(left: Profile, right: Profile, aligned: _Alignment, cut_at: frozenset[int]) -> float:
    """Floor where one name is the beginning of the other; 0 where it is not."""
    short, long = sorted((left, right), key=lambda name: len(name.joined))
    size = len(short.joined)
    if size < 18 or size == len(long.joined) or len(short.tokens) < 2:
        return 0.0
    if OSA.distance(short.joined, long.joined[:size], score_cutoff=1) > 1:
        return 0.0
    low, high = CUT_AT
    usual = short.length in cut_at if cut_at else low <= short.length <= high
    typical = CUT_COLUMN if usual and short.length < long.length else 0.0
    return CUT + typical + 0.14 * aligned.cover[0] * aligned.cover[1]


def _nothing(reasons: tuple[str, ...]) -> Comparison:
    return Comparison(score=0.0, left=(), right=(), pairs=(), left_over=((), ()), reasons=reasons)
