"""Ids that findings had before parties on them were merged: whoever noted one still finds it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from graphscan.findings.finding import finding_id
from graphscan.findings.material import Material

MOST = 1_000
"""Former ids of one finding at most: merged parties multiply them."""


def with_former_ids(
    finding: dict[str, Any],
    material: Material,
    parties: Sequence[int],
    further: tuple[str, ...] = (),
    passes: tuple[int, ...] = (),
) -> dict[str, Any]:
    """A finding with the ids that it had before, where parties on it are several in one.

    Args:
        finding: As it is written.
        material: Knows the former keys.
        parties: Exporter, holders in order of travel, end.
        further: What its id is made of after the keys.
        passes: As `finding_id` takes them.
    """
    if not any(party in material.former for party in parties):
        return finding
    entry = finding["listed"]["entry_id"] if finding["listed"] else ""
    klass = finding["commodity"]["class"]
    options = [material.former.get(party, (material.keys[party],)) for party in parties]
    ids = {
        finding_id((*keys, *further), entry, klass, passes)
        for keys in itertools.islice(itertools.product(*options), MOST)
    }
    return finding | {"former_ids": sorted(ids - {finding["id"]})}
