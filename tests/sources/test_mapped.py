"""Lines that a mapped file holds twice, against a set of what came before."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from graphscan.sources.mapped import Seen

HALF = st.sampled_from([b"\x00" * 8, b"\x01" * 8, b"\xff" * 8])
"""So few that hashes which differ share a half, as real ones do by chance only."""


@given(st.lists(st.lists(st.tuples(HALF, HALF).map(b"".join), max_size=8), max_size=6))
def test_a_hash_is_seen_again_exactly_where_all_of_it_came_before(
    batches: list[list[bytes]],
) -> None:
    seen, before = Seen(), set[bytes]()
    for batch in batches:
        expected = []
        for one in batch:
            expected.append(one in before)
            before.add(one)
        assert seen.again(pa.array(batch, pa.binary())).tolist() == expected
