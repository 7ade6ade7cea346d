"""Records of JSON as the rows of a table, for mappings: nested values under dotted names.

`{"supplier": [{"names": ["A", "B"]}, {"names": ["C"]}]}` has the columns `supplier.names` with `A`,
which stands first, and `supplier.names.all` with `A; B; C`. So what belongs to the first of several
parties never mixes with the others, and nothing that a record holds is out of a mapping's reach.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from graphscan.sources.batch import Batch
from graphscan.sources.json_records import Record, json_records
from graphscan.sources.mapping import key
from graphscan.sources.problems import DamagedRow, shown
from graphscan.sources.text import text_blocks

ROWS = 10_000
"""Records that are read at a time."""

LOOKED_AT = 200
"""Records that tell the names of a file; later ones may lack them or have more."""

DEEPEST = 8
"""Levels of nesting that are looked into."""

_key = functools.lru_cache(maxsize=1 << 12)(key)
"""Every record has the same names."""


def flat(record: dict[str, Any]) -> dict[str, str]:
    """A record's values as text, by dotted name.

    >>> flat({"id": 7, "hs": [{"code": "8542", "sure": True}, {"code": "8471", "sure": None}]})
    {'id': '7', 'hs.code': '8542', 'hs.sure': 'true', 'hs.code.all': '8542; 8471'}
    """
    first: dict[str, str] = {}
    every: dict[str, list[str]] = {}
    _walk(record, "", first, every, leading=True)
    several = {
        f"{name}.all": "; ".join(texts)
        for name, texts in every.items()
        if len(texts) > 1 or name not in first
    }
    return first | several


def _walk(
    value: Any, name: str, first: dict[str, str], every: dict[str, list[str]], *, leading: bool
) -> None:
    if isinstance(value, dict):
        if name.count(".") < DEEPEST:
            for part, inner in value.items():
                at = f"{name}.{part}" if name else str(part)
                _walk(inner, at, first, every, leading=leading)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            if not isinstance(inner, list):
                _walk(inner, name, first, every, leading=leading and place == 0)
    elif value is not None and (text := _text(value)):
        if leading:
            first[name] = text
        every.setdefault(name, []).append(text)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    # A lone surrogate is no character: JSON may escape one, a table cannot hold it.
    return str(value).encode("utf-8", "replace").decode("utf-8")


def json_names(location: Path) -> tuple[str, ...]:
    """The names that the first records of a file have, in order.

    Raises:
        UnreadableFileError: It is no JSON, or damaged among these records.
    """
    records = itertools.islice(json_records(text_blocks(location)), LOOKED_AT)
    return tuple(dict.fromkeys(name for record in records for name in flat(record.content)))


def read_json(
    location: Path, wanted: Sequence[str], on_bytes: Callable[[int], None] | None = None
) -> Iterator[Batch]:
    """The wanted columns of a file, spelled as `key` spells them; rows numbered as records are.

    A column that no record of a batch has is there all the same, empty: later records may have it.

    Raises:
        UnreadableFileError: It turns out damaged further down.
    """
    records = json_records(text_blocks(location, on_bytes))
    while portion := list(itertools.islice(records, ROWS)):
        rows = [flat(each.content) for each in portion if not each.problem]
        yield batch_of(portion, rows, wanted)


def batch_of(
    records: Sequence[Record], rows: Sequence[dict[str, str]], wanted: Sequence[str]
) -> Batch:
    """A batch of flat records; those that could not be read go with it as damaged rows.

    Args:
        records: As they were read.
        rows: The flat contents of those that could be read, in their order.
        wanted: Names as `key` spells them.
    """
    columns: dict[str, list[str]] = {name: [] for name in wanted}
    for row in rows:
        given = {_key(name): text for name, text in row.items()}
        for name, cells in columns.items():
            cells.append(given.get(name, ""))
    damaged = tuple(
        DamagedRow(row=each.number, field="", value=shown(each.text), refusal=each.problem)
        for each in records
        if each.problem
    )
    return Batch(
        rows=np.array([each.number for each in records if not each.problem], dtype=np.int64),
        columns={name: pa.array(cells, pa.string()) for name, cells in columns.items()},
        damaged=damaged,
    )
