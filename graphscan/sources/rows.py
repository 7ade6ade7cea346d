"""The rows of a batch on their way in: which stay, which are quarantined and why."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphscan.sources.batch import Batch
from graphscan.sources.problems import SHOWN, Doubt, Refusal, shown

Flags = np.ndarray[Any, np.dtype[np.bool_]]

_PROBLEM = pa.schema(
    [
        ("row", pa.int64()),
        ("field", pa.string()),
        ("value", pa.string()),
        ("reason", pa.string()),
        ("cure", pa.string()),
    ]
)


class Rows:
    """The rows of one batch, and what was found wrong with them.

    A row is refused once, for the first problem that was told; later ones of the same row are not
    heard, so that every row counts once: read = loaded + quarantined + excluded.
    """

    def __init__(self, batch: Batch) -> None:
        """Begin with every row of the batch in good order."""
        self._batch = batch
        self._refused = np.zeros(len(batch.rows), dtype=np.bool_)
        self._excluded = np.zeros(len(batch.rows), dtype=np.bool_)
        self.reasons: dict[str, int] = {}
        for reason, flags in batch.withdrawn.items():
            self.exclude(flags, reason)
        self._quarantine: list[pa.Table] = []
        self._warnings: list[pa.Table] = []

    def __len__(self) -> int:
        return len(self._batch.rows)

    @property
    def lenient(self) -> bool:
        """Whether a value that cannot be read costs its row only where the row needs it."""
        return self._batch.lenient

    def exclude(self, flags: Flags, reason: str) -> None:
        """Leave rows out that are no shipment of their own; nothing they hold is a problem."""
        new = flags & ~self._excluded
        if new.any():
            self.reasons[reason] = self.reasons.get(reason, 0) + int(new.sum())
        self._excluded |= flags

    def refuse(self, flags: Flags, field: str, values: pa.Array, refusal: Refusal) -> None:
        """Quarantine the flagged rows that are not refused or excluded already."""
        new = flags & ~self._refused & ~self._excluded
        if new.any():
            self._quarantine.append(self._problem(new, field, values, refusal.reason, refusal.cure))
            self._refused |= new

    def doubt(self, flags: Flags, field: str, values: pa.Array, doubt: Doubt) -> None:
        """Warn of the flagged rows; of a mapped file, of the first of each value in the batch."""
        if self.lenient and flags.any():
            flags = _first_of_each(flags, values)
        if flags.any():
            self._warnings.append(self._problem(flags, field, values, doubt.reason, ""))

    def _problem(
        self, flags: Flags, field: str, values: pa.Array, reason: str, cure: str
    ) -> pa.Table:
        places = np.flatnonzero(flags)
        given = values.take(pa.array(places)).dictionary_encode()
        texts = [shown((text or "")[: SHOWN + 1]) for text in given.dictionary.to_pylist()]
        value = pa.array([*texts, ""]).take(given.indices.fill_null(len(texts)))
        constant = {"field": field, "reason": reason, "cure": cure}
        columns = {"row": pa.array(self._batch.rows[places]), "value": value}
        columns |= {
            name: pa.repeat(pa.scalar(text), len(places)) for name, text in constant.items()
        }
        return pa.table({name: columns[name] for name in _PROBLEM.names}, schema=_PROBLEM)

    @property
    def kept(self) -> Flags:
        """The rows that are loaded."""
        return ~self._refused & ~self._excluded

    @property
    def excluded(self) -> int:
        """How many rows the source itself withdrew."""
        return int(self._excluded.sum())

    def numbers(self) -> pa.Array:
        """The record number of every row."""
        return pa.array(self._batch.rows, pa.int64())

    def quarantine(self) -> pa.Table:
        """The refused rows and the damaged ones, in order, one line a row."""
        damaged = pa.Table.from_pylist(
            [
                {
                    "row": each.row,
                    "field": each.field,
                    "value": each.value,
                    "reason": each.refusal.reason,
                    "cure": each.refusal.cure,
                }
                for each in self._batch.damaged
            ],
            schema=_PROBLEM,
        )
        return pa.concat_tables([*self._quarantine, damaged]).sort_by("row")

    def warnings(self) -> pa.Table:
        """The doubts about rows that are loaded, in order of row and field."""
        table = pa.concat_tables([_PROBLEM.empty_table(), *self._warnings]).drop_columns("cure")
        if not self.kept.all():
            loaded = pa.array(self._batch.rows[self.kept])
            table = table.filter(pc.is_in(table["row"], loaded))
        return table.sort_by([("row", "ascending"), ("field", "ascending")])


def _first_of_each(flags: Flags, values: pa.Array) -> Flags:
    places = np.flatnonzero(flags)
    codes = values.take(pa.array(places)).dictionary_encode().indices
    _, first = np.unique(pc.fill_null(codes, -1).to_numpy(), return_index=True)
    few = np.zeros(len(flags), dtype=np.bool_)
    few[places[first]] = True
    return few
