"""How much of each source lies outside any possible chain: what a run looked at and set aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graphscan.casefile import Case

_BY_FILE = """
    WITH inside AS (SELECT DISTINCT file_id, row FROM leg_rows JOIN on_chains USING (leg_id)),
    valued AS (
      SELECT file_id, TRY_CAST(value_usd AS DECIMAL(24, 2)) AS value, i.row IS NULL AS outside
      FROM shipments s LEFT JOIN inside i USING (file_id, row))
    SELECT path, count(*) AS rows, count(*) FILTER (WHERE outside) AS rows_outside,
      sum(value)::DOUBLE AS value, sum(value) FILTER (WHERE outside)::DOUBLE AS outside
    FROM valued JOIN files USING (file_id) GROUP BY path ORDER BY path
"""
# Cents add up exactly, in whatever order they come: doubles would differ from run to run.


def outside_chains(case: Case, on_chains: npt.NDArray[np.int64]) -> dict[str, dict[str, Any]]:
    """Per file of shipments what it states, and the share that no possible chain uses.

    Args:
        case: The case, with its legs.
        on_chains: Ids of the legs that are on a possible chain from a start to an end.

    Returns:
        `value_usd`: file to the sum of its values in US dollars; `value_outside_chains` and
        `rows_outside_chains`: file to a share of 0 to 1, null where the file states no value. A row
        that gave no leg is outside. A record counts in its own file, mirrors included.
    """
    legs = pa.table({"leg_id": pa.array(on_chains, pa.int32())})
    found = case.select_from("on_chains", legs, _BY_FILE).to_pylist()
    return {
        "value_usd": {each["path"]: each["value"] or 0.0 for each in found},
        "value_outside_chains": {
            each["path"]: round((each["outside"] or 0.0) / each["value"], 4)
            if each["value"]
            else None
            for each in found
        },
        "rows_outside_chains": {
            each["path"]: round(each["rows_outside"] / each["rows"], 4) for each in found
        },
    }


def share_outside(counts: Mapping[str, Any]) -> float | None:
    """The share of all value that lies outside any possible chain, None where no value is stated.

    >>> values = {"a.csv": 300.0, "b.csv": 100.0, "c.csv": 0.0}
    >>> shares = {"a.csv": 1.0, "b.csv": 0.0, "c.csv": None}
    >>> share_outside({"value_usd": values, "value_outside_chains": shares})
    0.75
    >>> share_outside({})
    """
    values, shares = counts.get("value_usd", {}), counts.get("value_outside_chains", {})
    whole: float = sum(values.values())
    if not whole:
        return None
    outside: float = sum(value * (shares[path] or 0.0) for path, value in values.items())
    return outside / whole
