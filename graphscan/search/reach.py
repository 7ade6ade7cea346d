"""Pruning before legs come into memory: hop levels by semi-joins in the database, out of core.

Backwards from the ends, then forwards from the starts among what is left, holder and class by
holder and class. A pass reads four columns of the legs and holds the lanes just reached; whatever
does not fit goes to the disk. It is a relaxation, time left out: nothing true is lost, and the
search prunes again, exactly, what comes of it.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graphscan.casefile import Case
from graphscan.casefile.stages import last_key
from graphscan.codes import transforms
from graphscan.codes.commodity import ADVANCED_COMPUTING, UNKNOWN
from graphscan.network.linked import read_linked
from graphscan.search.case_links import CONSERVED
from graphscan.search.foreign import abroad_rows
from graphscan.settings import Settings

Ids = npt.NDArray[np.int64]

_ENDS = "SELECT leg_id, bool_or(final) AS final FROM leg_ends GROUP BY leg_id"

_ENDS_AT = """
SELECT leg_id, coalesce(bool_or(final), false) AS final FROM legs LEFT JOIN leg_ends USING (leg_id)
WHERE receiver IN (SELECT party FROM reach_parties) GROUP BY leg_id
"""

_COLUMNS = """
leg_id, consignor, receiver, class, departs_first, departs_last, arrives_first, arrives_last,
CASE WHEN NOT consignment THEN gross_weight_kg END AS weight, quantity, quantity_unit
"""

_WHOLE = f"(SELECT {_COLUMNS} FROM legs)"  # noqa: S608 -- the program's own names

_STEP = """
INSERT INTO {into}
SELECT {columns}, coalesce(e.final, false) AS final, $level AS level
FROM {source} l LEFT JOIN reach_ends e USING (leg_id)
WHERE (({here}, class) IN (SELECT (party, class) FROM reach_lanes WHERE class IS NOT NULL)
       OR {here} IN (SELECT party FROM reach_lanes WHERE class IS NULL)
       OR leg_id IN (SELECT leg_id FROM reach_alike))
  AND {goes_on} AND leg_id NOT IN (SELECT leg_id FROM {into})
"""

_LANES = """
CREATE OR REPLACE TEMP TABLE reach_lanes AS
WITH fresh AS (
  SELECT DISTINCT {there} AS party, class FROM {into} WHERE level = $level AND {goes_on}),
grouped AS (
  SELECT party, class FROM fresh
  UNION
  SELECT o.party, class FROM fresh JOIN reach_groups g USING (party)
  JOIN reach_groups o ON o.number = g.number)
SELECT party, class FROM grouped
UNION
SELECT party, c.{become} FROM grouped JOIN reach_carries c ON c.{own} = class
UNION
SELECT party, NULL FROM grouped WHERE class = $unknown
UNION
SELECT party, $unknown FROM grouped
"""

_ALIKE = """
CREATE OR REPLACE TEMP TABLE reach_alike AS
WITH near AS (
  SELECT *, unnest([bucket - 1, bucket, bucket + 1]) AS beside FROM (
    SELECT *, floor(ln(weight) / (-1.001 * ln(1 - $share)))::BIGINT AS bucket FROM {into}
    WHERE level = $level AND {goes_on} AND weight > 0 AND quantity > 0
      AND quantity_unit IS NOT NULL)),
loaded AS (
  SELECT *, floor(ln(weight) / (-1.001 * ln(1 - $share)))::BIGINT AS bucket FROM {all}
  WHERE weight > 0 AND quantity > 0 AND quantity_unit IS NOT NULL
    AND {here} IN (SELECT {there} FROM near))
SELECT DISTINCT l.leg_id FROM loaded l JOIN near n
  ON l.{here} = n.{there} AND l.bucket = n.beside AND l.quantity_unit = n.quantity_unit
WHERE l.class <> n.class AND abs(l.weight - n.weight) <= $share * greatest(l.weight, n.weight)
  AND abs(l.quantity - n.quantity) <= $share * greatest(l.quantity, n.quantity)
  AND {after}.departs_last >= {before}.arrives_first + $min_wait
  AND {after}.departs_first <= {before}.arrives_last + $max_wait
"""

_KEPT = """
CREATE OR REPLACE TEMP TABLE reach_kept AS
SELECT f.leg_id, f.consignor FROM reach_onward f JOIN reach_back b USING (leg_id)
WHERE f.level + b.level <= $max_legs + 1
"""

_LED_TO = """
SELECT leg_id FROM reach_kept
UNION
SELECT leg_id FROM legs WHERE receiver IN (
  SELECT consignor FROM reach_kept JOIN reach_starts USING (leg_id) WHERE origin)
ORDER BY leg_id
"""


@dataclasses.dataclass(frozen=True, slots=True)
class _Direction:
    """One way through the legs, in the names of the columns."""

    into: str
    source: str
    here: str
    there: str
    own: str
    become: str


_BACK = _Direction("reach_back", "legs", "receiver", "consignor", "after", "before")
_ONWARD = _Direction("reach_onward", "reach_back", "consignor", "receiver", "before", "after")


def legs_in_reach(
    case: Case, settings: Settings, *, senders: Any = None, receivers: Any = None
) -> Ids:
    """Ids of all legs that could stand on a chain, and a few more; ascending.

    With each that may begin a chain only where nothing leads to it come all legs to its sender.

    Args:
        case: A case; nothing of it is changed.
        settings: The limits of a chain, and what may begin one.
        senders: Party ids at which chains begin; None takes U.S. exporters and starts abroad.
        receivers: Party ids at which chains end; None takes listed parties.
    """
    _prepare(case, settings, receivers)
    case.execute(
        f"CREATE OR REPLACE TEMP TABLE reach_back AS SELECT {_COLUMNS}, final, 1 AS level"  # noqa: S608 -- the program's own names
        " FROM legs JOIN reach_ends USING (leg_id)"
    )
    _spread(case, settings, _BACK)
    _begin(case, settings, senders)
    case.execute(
        "CREATE OR REPLACE TEMP TABLE reach_onward AS"
        " SELECT b.* EXCLUDE (level), 1 AS level"
        " FROM reach_back b SEMI JOIN reach_starts USING (leg_id)"
    )
    _spread(case, settings, _ONWARD)
    case.execute(_KEPT, {"max_legs": settings.max_legs})
    found: Ids = case.columns(_LED_TO)["leg_id"].astype(np.int64)
    for name in ("back", "onward", "kept", "starts", "ends", "lanes", "alike", "parties"):
        case.execute(f"DROP TABLE IF EXISTS temp.reach_{name}")
    return found


def keep_reach(case: Case, settings: Settings) -> None:
    """Keep in the case what is in reach of U.S. exporters and listed parties: an index of it.

    One for each choice of settings lasts, until the legs are built anew.
    """
    found, key = legs_in_reach(case, settings), _key(case, settings)
    with case.transaction():
        case.execute(
            "CREATE TABLE IF NOT EXISTS reach (key TEXT NOT NULL, leg_id INTEGER NOT NULL)"
        )
        case.execute(
            "DELETE FROM reach WHERE key = ? OR NOT starts_with(key, ?)", [key, _built(case)]
        )
        case.append(
            "reach", pa.table({"key": [key] * len(found), "leg_id": pa.array(found, pa.int32())})
        )


def kept_reach(case: Case, settings: Settings) -> Ids | None:
    """What `keep_reach` kept for these settings and the legs as they are; None where it did not."""
    if not case.value("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reach'"):
        return None
    found = case.columns(
        "SELECT leg_id FROM reach WHERE key = ? ORDER BY leg_id", [_key(case, settings)]
    )
    return found["leg_id"].astype(np.int64) if len(found["leg_id"]) else None


def _key(case: Case, settings: Settings) -> str:
    read = (settings.max_legs, settings.min_wait, settings.max_wait)
    also = (settings.foreign_direct_product, settings.through_affiliates)
    return f"{_built(case)} {read} {also}"


def _built(case: Case) -> str:
    """What the legs are of."""
    built = last_key(case, "network")
    return built.digest if built else ""


def _prepare(case: Case, settings: Settings, receivers: Any) -> None:
    """Ends, what may become what, and who may hand goods on without a record."""
    _parties(case, [] if receivers is None else receivers)
    ends = _ENDS if receivers is None else _ENDS_AT
    case.execute(f"CREATE OR REPLACE TEMP TABLE reach_ends AS {ends}")
    steps = set(transforms.becomes())
    for (short,) in case.rows("SELECT DISTINCT class FROM legs WHERE short_code"):
        steps |= {(short, ADVANCED_COMPUTING), (ADVANCED_COMPUTING, short)}
    before, after = (pa.array([step[at] for step in sorted(steps)], pa.string()) for at in (0, 1))
    case.temporary("reach_carries", pa.table({"before": before, "after": after}))
    number, party = np.array([], dtype=np.int64), np.array([], dtype=np.int64)
    if settings.through_affiliates:
        size = int(case.value("SELECT coalesce(max(party_id), -1) + 1 FROM parties"))
        groups = read_linked(case, np.arange(size)).groups(size)
        party = np.flatnonzero(np.bincount(groups, minlength=1)[groups] > 1)
        number = groups[party]
    case.temporary("reach_groups", pa.table({"party": party, "number": number}))


def _begin(case: Case, settings: Settings, senders: Any) -> None:
    """Legs that may begin a chain, of those that lead to an end."""
    if senders is not None:
        _parties(case, senders)
        begin = (
            "SELECT leg_id, false AS origin FROM reach_back"
            " WHERE consignor IN (SELECT party FROM reach_parties)"
        )
        case.execute(f"CREATE OR REPLACE TEMP TABLE reach_starts AS {begin}")
        return
    rows, values = abroad_rows("(SELECT legs.* FROM legs SEMI JOIN reach_back USING (leg_id))")
    case.execute(
        f"CREATE OR REPLACE TEMP TABLE reach_starts AS WITH rows AS ({rows})"  # noqa: S608 -- the program's own names
        " SELECT leg_id, us_origin AND NOT leaves_us AS origin FROM rows"
        " WHERE leaves_us OR (abroad AND (us_origin OR (direct_product AND $limited)))",
        {**values, "limited": settings.foreign_direct_product},
    )


def _parties(case: Case, ids: Any) -> None:
    case.temporary("reach_parties", pa.table({"party": pa.array(ids, pa.int32())}))


def _spread(case: Case, settings: Settings, way: _Direction) -> None:
    """Add the legs at each level; on the way back a leg that ends every chain leads nowhere."""
    back = way is _BACK
    names = dataclasses.asdict(way)
    waits = {"min_wait": settings.min_wait, "max_wait": settings.max_wait}
    own = "true" if back else "NOT final"
    reached = "NOT coalesce(e.final, false)" if back else "true"
    columns = _COLUMNS if back else "l.* EXCLUDE (final, level)"
    pair = {"before": "l", "after": "n"} if back else {"before": "n", "after": "l"}
    for level in range(2, settings.max_legs + 1):
        last = {"level": level - 1}
        case.execute(_LANES.format(goes_on=own, **names), {**last, "unknown": UNKNOWN})
        whole = _WHOLE if back else way.source
        alike = {**names, **pair, "goes_on": own, "all": whole}
        case.execute(_ALIKE.format(**alike), {**last, **waits, "share": CONSERVED})
        step = _STEP.format(columns=columns, goes_on=reached, **names)
        case.execute(step, {"level": level})
