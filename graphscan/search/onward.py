"""Which legs may follow which: range sums for equal and related classes, pairs for the rest."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.search.links import class_rules
from graphscan.search.question import Pairs, Question
from graphscan.search.ranges import PairLinks, RangeLinks, surely_follows

Array = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]


class Onward:
    """Sums over the legs that may follow a leg, or that it may follow."""

    def __init__(self, question: Question, ranges: Sequence[RangeLinks] | None = None) -> None:
        """Sort the legs once for each direction and each rule of classes that occurs.

        Args:
            question: The legs and what links them.
            ranges: Those of the same legs, where they are sorted already.
        """
        self.question = question
        if ranges is None:
            ranges = [RangeLinks(question, rule) for rule in class_rules(question.legs)]
        parts: list[RangeLinks | PairLinks] = [*ranges]
        if len(question.pairs):
            parts.append(PairLinks(question))
        self._parts: Sequence[RangeLinks | PairLinks] = tuple(parts)

    def with_pairs(self, pairs: Pairs) -> Onward:
        """The same index with other pairs; the ranges are sorted once."""
        ranges = [part for part in self._parts if isinstance(part, RangeLinks)]
        return Onward(dataclasses.replace(self.question, pairs=pairs), ranges)

    def handed_on(self) -> Pairs:
        """Pairs, of those that time allows, in which linked parties hand on without a record."""
        legs = self.question.legs
        for part in self._parts:
            if isinstance(part, PairLinks):
                return part.pairs.where(
                    legs.receiver[part.pairs.before] != legs.consignor[part.pairs.after]
                )
        return Pairs()

    def by_records(self) -> Onward:
        """Without the goods that linked parties hand on without a record."""
        handed = self.question.handed_on()
        return self.with_pairs(self.question.pairs.where(~handed)) if handed.any() else self

    def handed_to_none_of(self, parties: Array) -> Onward:
        """Without those that are handed on to one of some parties."""
        question = self.question
        to = np.isin(question.legs.consignor[question.pairs.after], parties)
        gone = question.handed_on() & to
        return self.with_pairs(question.pairs.where(~gone)) if gone.any() else self

    def sum_after(self, values: Array) -> Array:
        """Per leg, the sum of `values` over the legs that possibly follow it."""
        return self._total(lambda part: part.sum_after(values))

    def sum_before(self, values: Array) -> Array:
        """Per leg, the sum of `values` over the legs that it possibly follows."""
        return self._total(lambda part: part.sum_before(values))

    def sum_certainly_after(self, values: Array) -> Array:
        """Per leg, the sum of `values` over the legs that follow it on every day allowed."""
        return self._total(lambda part: part.sum_certainly_after(values))

    def max_after(self, values: Array, nothing: int) -> Array:
        """Per leg, no less than the greatest of `values` over the legs that possibly follow it.

        Args:
            values: int64, each `nothing` or more.
            nothing: What stands for "no leg follows".
        """
        first, *others = self._parts
        found = first.max_after(values, nothing)
        for part in others:
            found = np.maximum(found, part.max_after(values, nothing))
        return found

    def pairs_at_most(self) -> Positions:
        """Per leg, no fewer than the pairs from it on that `pairs_after` looks at."""
        return self._total(lambda part: part.pairs_at_most())

    def pairs_after(self, which: Array) -> tuple[Positions, Positions, Flags]:
        """Every (leg, following leg, certain) for the legs at `which`, written out."""
        found = [part.pairs_after(which) for part in self._parts]
        before = np.concatenate([pair[0] for pair in found])
        after = np.concatenate([pair[1] for pair in found])
        return before, after, surely_follows(self.question, before, after)

    def _total(self, of: Callable[[RangeLinks | PairLinks], Array]) -> Array:
        first, *others = self._parts
        total = of(first)
        for part in others:
            total = total + of(part)
        return total
