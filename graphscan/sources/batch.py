"""Some rows of a file, as text in columns: what every reader gives and every table takes."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pyarrow as pa

from graphscan.sources.problems import DamagedRow

Flags = np.ndarray[Any, np.dtype[np.bool_]]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows of a file.

    Attributes:
        rows: Record numbers, the header being 1.
        columns: Canonical name to cells; names that the file lacks are left out. A cell is '' or
            NULL where nothing stands.
        damaged: Further rows, whose cells could not be told apart.
        withdrawn: Reason to the rows (by place in `rows`) that are left out for it.
        lenient: Whether a value that cannot be read costs its row only where the row needs it: so
            with mapped files, which were not written for graphscan.
    """

    rows: np.ndarray[Any, np.dtype[np.int64]]
    columns: dict[str, pa.Array]
    damaged: tuple[DamagedRow, ...] = ()
    withdrawn: dict[str, Flags] = dataclasses.field(default_factory=dict)
    lenient: bool = False
