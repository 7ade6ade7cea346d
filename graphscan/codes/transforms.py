"""Which commodity class may become which at a holder, and which codes say too little to tell.

`transforms.csv` is graphscan's own table, after the headings of the Harmonized System: integrated
circuits (8542) are mounted on boards (8473), boards go into computers (8471), and what does both
steps in one place does 8542 -> 8471. The class `advanced-computing` takes in codes of all three.
"""

from __future__ import annotations

import csv
import functools
from importlib import resources

from graphscan.codes import commodity, hs


@functools.cache
def becomes() -> tuple[tuple[str, str], ...]:
    """Every (class, class that it may become), sorted.

    >>> ("8542", "8473") in becomes(), ("8473", "8542") in becomes()
    (True, False)
    """
    text = resources.files("graphscan.codes").joinpath("transforms.csv").read_text("utf-8")
    return tuple(sorted((row["from"], row["to"]) for row in csv.DictReader(text.splitlines())))


def is_short(hs_code: str | None) -> bool:
    """Whether a code of four or five digits begins an advanced-computing code.

    Such a code has its heading's class, yet the goods may be of either.

    >>> [is_short(code) for code in ("8542", "85423", "854231", "8482", "85", None)]
    [True, True, False, False, False, False]
    """
    digits = hs.normalize(hs_code) or ""
    return len(digits) in {4, 5} and any(
        code.startswith(digits) for code in commodity.advanced_computing_codes()
    )
