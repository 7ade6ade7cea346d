"""The canonical tables: a batch of text becomes rows of the case."""

from __future__ import annotations

import dataclasses
import decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphscan.records import ALIASES, OWNERSHIP, PARTIES, SHIPMENTS, Table
from graphscan.sources.batch import Batch
from graphscan.sources.convert import SHARE_TYPE, convert
from graphscan.sources.problems import Doubt, Refusal
from graphscan.sources.rows import Flags, Rows

NO_DATE = Refusal(
    reason="neither departure_date nor arrival_date", cure="A record needs one of the two."
)
ARRIVES_FIRST = Refusal(
    reason="arrives wholly before it departs", cure="Check which of the two dates is wrong."
)
ENDS_FIRST = Refusal(
    reason="ends wholly before it begins", cure="Check which of the two dates is wrong."
)
SHARE_ORDER = Refusal(
    reason="share_min is larger than share_max", cure="Write the smaller bound as share_min."
)
DELETED = "deleted by the source"
DELETES = ["row", "shipment_id", "line_no"]
WRONG_WAY = Doubt(
    reason="an export bound for where the goods are from: sender and receiver the wrong way round?"
)
NO_NAME = Refusal(reason="neither name nor entry_id", cure="Say whose alias it is.")

TARGETS = {
    SHIPMENTS.kind: "shipments",
    OWNERSHIP.kind: "ownership",
    PARTIES.kind: "given_parties",
    ALIASES.kind: "given_aliases",
}
"""The table of the case that holds the rows of a kind of file."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What became of a batch.

    Attributes:
        data: Rows for the case, without the file's number.
        filled: Canonical column to how many loaded rows have a value.
        quarantine: Columns row, field, value, reason, cure.
        warnings: The same without the cure.
        excluded: Rows that are no shipment of their own.
        reasons: The same by reason, where the reader tells.
        target: The table that the rows are for; None is that of the file's kind.
        loaded: Records behind the rows, where one may give several; None: as many as rows.
        deletes: Columns row, shipment_id, line_no of rows that delete what came before them.
    """

    data: pa.Table
    filled: dict[str, int]
    quarantine: pa.Table
    warnings: pa.Table
    excluded: int
    reasons: dict[str, int] = dataclasses.field(default_factory=dict)
    target: str | None = None
    loaded: int | None = None
    deletes: pa.Table | None = None


def read_canonical(batch: Batch, table: Table) -> Loaded:
    """The rows of a batch that can be used, and what is wrong with the others.

    >>> batch = Batch(
    ...     rows=np.array([2]),
    ...     columns={"alias": pa.array(["Haisi"]), "entry_id": pa.array(["EL:0123456789ab"])},
    ... )
    >>> read_canonical(batch, ALIASES).data.to_pylist()[0]["alias"]
    'Haisi'
    """
    rows = Rows(batch)
    deleting = _deleted(batch) if table is SHIPMENTS else np.zeros(len(rows), dtype=np.bool_)
    rows.exclude(deleting, DELETED)
    columns: dict[str, pa.Array] = {}
    given: dict[str, pa.Array] = {}
    for column in table.columns:
        converted = convert(rows, column, batch.columns.get(column.name))
        columns |= converted
        given[column.name] = next(iter(converted.values()))
    if table is SHIPMENTS:
        _check_shipments(rows, columns, batch)
    elif table is OWNERSHIP:
        columns = _check_ownership(rows, columns, batch)
    elif table is ALIASES:
        unnamed = pc.and_(pc.is_null(columns["name"]), pc.is_null(columns["entry_id"]))
        rows.refuse(_flags(unnamed), "name", _given(batch, "name"), NO_NAME)
    data = pa.table({"row": rows.numbers(), **columns})
    deletes = data.select(DELETES).filter(pa.array(deleting)) if deleting.any() else None
    if not rows.kept.all():
        keep = pa.array(rows.kept)
        data = data.filter(keep)
        given = {name: cells.filter(keep) for name, cells in given.items()}
    return Loaded(
        data=data,
        filled={name: len(cells) - cells.null_count for name, cells in given.items()},
        quarantine=rows.quarantine(),
        warnings=rows.warnings(),
        excluded=rows.excluded,
        reasons=rows.reasons,
        deletes=deletes,
    )


def _deleted(batch: Batch) -> Flags:
    status = batch.columns.get("status")
    if status is None:
        return np.zeros(len(batch.rows), dtype=np.bool_)
    word = pc.utf8_lower(pc.utf8_trim_whitespace(status))
    return _flags(pc.equal(word, "deleted"))


def _check_shipments(rows: Rows, columns: dict[str, pa.Array], batch: Batch) -> None:
    undated = pc.and_(pc.is_null(columns["departure_first"]), pc.is_null(columns["arrival_first"]))
    rows.refuse(_flags(undated), "departure_date", _given(batch, "departure_date"), NO_DATE)
    backwards = pc.less(columns["arrival_last"], columns["departure_first"])
    rows.refuse(_flags(backwards), "arrival_date", _given(batch, "arrival_date"), ARRIVES_FIRST)
    columns["status"] = columns["status"].fill_null("new")
    bound_home = pc.and_(
        pc.equal(columns["regime"], "export"),
        pc.equal(columns["origin_country"], columns["destination_country"]),
    )
    rows.doubt(_flags(bound_home), "origin_country", _given(batch, "origin_country"), WRONG_WAY)


def _check_ownership(rows: Rows, columns: dict[str, pa.Array], batch: Batch) -> dict[str, pa.Array]:
    """Order of bounds and dates; a bound that stands alone gets the other end of 0 to 100."""
    least, most = columns["share_min"], columns["share_max"]
    rows.refuse(
        _flags(pc.greater(least, most)), "share_min", _given(batch, "share_min"), SHARE_ORDER
    )
    backwards = pc.less(columns["valid_to_last"], columns["valid_from_first"])
    rows.refuse(_flags(backwards), "valid_to", _given(batch, "valid_to"), ENDS_FIRST)
    full = pa.scalar(decimal.Decimal(100), SHARE_TYPE)
    none = pa.scalar(decimal.Decimal(0), SHARE_TYPE)
    columns["share_min"] = pc.if_else(pc.and_(pc.is_null(least), pc.is_valid(most)), none, least)
    columns["share_max"] = pc.if_else(pc.and_(pc.is_null(most), pc.is_valid(least)), full, most)
    for column in OWNERSHIP.columns:
        if column.default is not None:
            columns[column.name] = columns[column.name].fill_null(column.default)
    for name in ("share_min_open", "share_max_open"):
        columns[name] = columns[name].fill_null(fill_value=False)
    return columns


def _given(batch: Batch, name: str) -> pa.Array:
    return batch.columns.get(name, pa.nulls(len(batch.rows), pa.string()))


def _flags(condition: pa.Array) -> Flags:
    return np.array(condition.fill_null(fill_value=False).to_numpy(zero_copy_only=False))
