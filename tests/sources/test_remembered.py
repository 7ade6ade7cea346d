"""What a cell was read as is remembered; a long one is not, or a file could fill the memory."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from graphscan.records import SHIPMENTS
from graphscan.sources import cells
from graphscan.sources.convert import REMEMBERED_LENGTH, _reader, _typed


def test_long_cells_are_read_again_and_not_kept() -> None:
    asked: list[str] = []

    def read(text: str) -> tuple[Any, cells.Problem]:
        asked.append(text)
        return text.upper(), None

    reader, column = _reader(read, _typed(pa.string())), SHIPMENTS.columns[0]
    short, long = "a" * REMEMBERED_LENGTH, "b" * (REMEMBERED_LENGTH + 1)
    for _ in range(2):
        outputs, _problems = reader(pa.array([short, long, None]), column)
        assert outputs[column.name].to_pylist() == [short.upper(), long.upper(), None]
    assert asked == [short, long, long]
