"""The reference itself, where it is not as obvious as it could be."""

from __future__ import annotations

import itertools

from graphscan.search.reference import _waits


def test_waits_are_those_of_every_pair_of_days() -> None:
    """A pair of years has 133,000 pairs of days and 731 waits: `verify` judges millions of legs."""
    spans = [(first, last) for first in range(5) for last in range(first, 5)]
    for arrives, departs in itertools.product(spans, spans):
        for shortest, longest in itertools.combinations_with_replacement(range(4), 2):
            allowed = [
                shortest <= goes - came <= longest
                for came in range(arrives[0], arrives[1] + 1)
                for goes in range(departs[0], departs[1] + 1)
            ]
            assert _waits(arrives, departs, shortest, longest) == (any(allowed), all(allowed))
