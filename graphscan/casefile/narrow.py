"""A case seen through a few of its legs: what reads legs reads those only, numbered anew."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graphscan.casefile.case import Case

OF_LEGS = ("leg_rows", "leg_via", "leg_places", "leg_ends")
"""Tables that say something of legs, by their id."""


@contextlib.contextmanager
def narrowed(case: Case, legs: npt.NDArray[Any]) -> Iterator[None]:
    """Within the block the case holds these legs only; their ids are their positions.

    Tables of the same names, for this connection only, stand before those of the file, which stay
    as they are. Parties, files and source rows are those of the whole case.

    Args:
        case: A case that is not narrowed already.
        legs: Leg ids, ascending.

    >>> from graphscan.casefile import open_case
    >>> with open_case() as case, narrowed(case, np.array([], dtype=np.int64)):
    ...     case.value("SELECT count(*) FROM legs")
    0
    """
    file = str(case.value("SELECT current_database()")).replace('"', '""')
    number = np.arange(len(legs), dtype=np.int32)
    ids = pa.table({"leg_id": pa.array(legs, pa.int32()), "number": pa.array(number)})
    case.temporary("narrow_legs", ids)
    chosen = (
        'SELECT n.number AS leg_id, t.* EXCLUDE (leg_id) FROM "{file}".main."{name}" t'
        " JOIN narrow_legs n ON n.leg_id = t.leg_id"
    )
    made: list[str] = []
    try:
        for name in ("legs", *OF_LEGS):
            case.execute(f'CREATE TEMP TABLE "{name}" AS {chosen.format(file=file, name=name)}')
            made.append(name)
        yield
    finally:
        for name in reversed(made):
            case.execute(f'DROP TABLE temp."{name}"')
