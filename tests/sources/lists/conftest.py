"""A case in memory for every test of the lists."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graphscan.casefile import Case, open_case


@pytest.fixture
def case() -> Iterator[Case]:
    with open_case() as opened:
        yield opened
