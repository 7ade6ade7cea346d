"""Whatever is done to a file, it is read, quarantined or refused; it never breaks the load."""

from __future__ import annotations

import contextlib
import gzip
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphscan.casefile import open_case
from graphscan.errors import UnknownTableError
from tests.sources.mutate import run
from tests.sources.worlds import SHIPMENT, load, shipments

TEXT = shipments({}, {"consignee_name": 'Harbour "Light", Ltd'}, {"status": "deleted"}, {}).encode()


def parquet() -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({name: [value] * 5 for name, value in SHIPMENT.items()}), sink)
    return bytes(sink.getvalue())


FILES = {"a.csv": TEXT, "a.csv.gz": gzip.compress(TEXT, mtime=0), "a.parquet": parquet()}

CHANGES = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True), st.integers(0, 2), st.binary(min_size=1, max_size=3)
    ),
    max_size=4,
)


def account_for(name: str, content: bytes) -> None:
    """Load the file; `load` itself checks that the counts add up."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_case() as case,
        contextlib.suppress(UnknownTableError),
    ):
        load(case, Path(folder), {name: content})


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60)
@given(changes=CHANGES, keep=st.floats(0.2, 1))
def test_a_mangled_file_is_accounted_for(
    name: str, changes: list[tuple[float, int, bytes]], keep: float
) -> None:
    data = bytearray(FILES[name])
    for place, cut, new in changes:
        at = int(place * len(data))
        data[at : at + cut] = new
    content = bytes(data[: int(keep * len(data))])
    account_for(name, content)


@given(content=st.binary(max_size=200))
@settings(max_examples=60)
def test_any_bytes_are_accounted_for(content: bytes) -> None:
    account_for("a.txt", content)


@pytest.mark.slow
def test_mutated_files_of_every_format_are_accounted_for() -> None:
    became = run(48, seed=3)
    assert sum(became.values()) == 48
    assert became["refused"]
    assert became["loaded"] + became["loaded in part"]
