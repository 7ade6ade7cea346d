"""How well names are told apart on pairs that somebody has judged: for a user's own data."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.resolve.fuzzy.profile import profile
from graphscan.resolve.fuzzy.score import compare, with_country
from graphscan.resolve.fuzzy.weights import Weights
from graphscan.resolve.mentions import read_mention

ALERTS = (5, 10, 20, 50)
"""Alerts per 1,000 pairs that are not the same party, at which recall is told."""

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two names that somebody has judged.

    Attributes:
        left: A name as written.
        right: Another.
        same: Whether they are one party.
        left_country: Alpha-2, None where not known.
        right_country: The same of the other.
    """

    left: str
    right: str
    same: bool
    left_country: str | None = None
    right_country: str | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How well scores tell the same from different.

    Attributes:
        pairs: Pairs judged.
        same: Of them the same party.
        best_f1: The best balance of precision and recall at any threshold.
        threshold: Where it is reached.
        average_precision: Over all thresholds; equal scores are one step.
        recall_at_alerts: (alerts per 1,000 different pairs, recall, threshold).
    """

    pairs: int
    same: int
    best_f1: float
    threshold: float
    average_precision: float
    recall_at_alerts: tuple[tuple[int, float, float], ...]


def score_pairs(pairs: Sequence[Pair]) -> list[float]:
    """The score of each pair, with words weighed by how many of these names have them.

    >>> pair = Pair(left="Mirel Trading Ltd", right="MIREL TRADNG LIMITED", same=True)
    >>> score_pairs([pair])[0] > 0.9
    True
    """
    read = [(read_mention(pair.left).name, read_mention(pair.right).name) for pair in pairs]
    names = sorted(set(itertools.chain.from_iterable(read)))
    weights = Weights.of(profile(name).tokens for name in names)
    return [
        with_country(compare(left, right, weights).score, agrees=_agrees(pair))
        for pair, (left, right) in zip(pairs, read, strict=True)
    ]


def quality(same: Sequence[bool], scores: Sequence[float]) -> Quality:
    """Measure scores against judgements.

    Raises:
        ValueError: No pair is the same party, or none is different.

    >>> measured = quality([True, True, False, False], [0.9, 0.4, 0.5, 0.1])
    >>> round(measured.average_precision, 4), round(measured.best_f1, 2)
    (0.8333, 0.8)
    """
    truth, given = np.array(same, bool), np.array(scores, np.float64)
    if truth.all() or not truth.any():
        raise ValueError("pairs of both kinds are needed, the same and different")
    order = np.argsort(-given, kind="stable")
    truth, given = truth[order], given[order]
    hits = np.cumsum(truth)
    last = np.append(given[1:] != given[:-1], True)  # equal scores fall together
    precision = (hits / np.arange(1, len(truth) + 1))[last]
    recall = (hits / hits[-1])[last]
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    best = int(np.argmax(f1))
    return Quality(
        pairs=len(truth),
        same=int(hits[-1]),
        best_f1=float(f1[best]),
        threshold=float(given[last][best]),
        average_precision=float((np.diff(recall, prepend=0.0) * precision).sum()),
        recall_at_alerts=tuple(_at_alerts(truth, given, alerts) for alerts in ALERTS),
    )


def _at_alerts(truth: Bools, given: Floats, alerts: int) -> tuple[int, float, float]:
    """Recall where at most so many of 1,000 different pairs score as high."""
    different = given[~truth]
    allowed = int(len(different) * alerts / 1000)
    bound = different[allowed] if allowed < len(different) else -1.0
    return alerts, float((given[truth] > bound).mean()), float(bound)


def _agrees(pair: Pair) -> bool | None:
    if not pair.left_country or not pair.right_country:
        return None
    return pair.left_country == pair.right_country


def is_same(label: Any) -> bool | None:
    """A label as people write them; None where it is none.

    >>> [is_same(label) for label in ("1", "same", "No", "maybe")]
    [True, True, False, None]
    """
    text = str(label).strip().casefold()
    if text in {"1", "y", "yes", "true", "t", "same", "match"}:
        return True
    return False if text in {"0", "n", "no", "false", "f", "different", "nonmatch"} else None
