"""U.S. inbound vessel manifests in eleven tables, joined into shipments.

The dump of the CBP Automated Manifest System (19 CFR 103.31) has one table a subject: headers,
bill numbers, shippers, consignees, tariff lines and so on, joined by `identifier` (text of 9 to 13
digits, unique within a dump). All tables of one folder are joined; every row of every table is
accounted for: one without a header is quarantined, not dropped.
"""

from __future__ import annotations

import dataclasses
import posixpath
from collections.abc import Iterator, Sequence
from importlib import resources

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphscan.casefile import Case
from graphscan.records import SHIPMENTS
from graphscan.sources.batch import Batch
from graphscan.sources.canonical import Loaded, read_canonical
from graphscan.sources.cells import IN_ADDRESS
from graphscan.sources.problems import Refusal, shown

FAMILY = "AMS manifests"
"""Files of this family are read together."""

CANNOT_SEE = (
    "goods that arrive by air, road or rail: the manifests of vessels only",
    "the country of origin: the country is that of lading",
    "who stands behind a bill made out to order",
    "parties that asked customs to withhold their name (19 CFR 103.31(d))",
    "names and address lines beyond their 35th character",
)

_ADDRESS = ("city", "state_province", "zip_code", "country_code")


def _party(stem: str, name: str) -> tuple[str, ...]:
    return (name, *(f"{stem}_address_{line}" for line in range(1, 5)), *_ADDRESS)


PARTS = {
    "header": (
        *("carrier_code", "port_of_unlading", "estimated_arrival_date", "foreign_port_of_lading"),
        *("manifest_quantity", "manifest_unit", "weight", "weight_unit", "record_status_indicator"),
        *("foreign_port_of_destination", "conveyance_id_qualifier", "conveyance_id"),
        *("in_bond_entry_type", "mode_of_transportation", "actual_arrival_date"),
    ),
    "billgen": ("master_bol_number", "house_bol_number", "bill_type_code"),
    "shipper": _party("shipper_party", "shipper_party_name"),
    "consignee": _party("consignee", "consignee_name"),
    "notifyparty": _party("notify_party", "notify_party_name"),
    "cargodesc": ("container_number", "description_sequence_number", "description_text"),
    "tariff": (
        *("container_number", "description_sequence_number", "harmonized_number"),
        *("harmonized_value", "harmonized_weight", "harmonized_weight_unit"),
    ),
    "container": ("container_number", "container_type", "load_status"),
    "marksnumbers": ("container_number", "marks_and_numbers_1"),
    "hazmat": ("container_number", "hazmat_code"),
    "hazmatclass": ("container_number", "hazmat_classification"),
}
"""Table to the columns that are read of it; all of them tell the table."""

_SILENT = ("container", "marksnumbers", "hazmat", "hazmatclass")
_SAYS_NOTHING = "a table that says nothing of parties, routes or goods"
_ORPHAN = Refusal(
    reason="no header row has this identifier", cure="Give the header table of the same dump."
)
_NO_IDENTIFIER = Refusal(reason="no identifier", cure="Fetch the dump again.")
_PAGE = 50_000


_BESIDE = {"billgen": ("trade_update_date", "run_date")}
"""Columns that are read where a table has them."""


def columns_of(name: str) -> tuple[str, ...]:
    """The columns of a table that are read, its identifier first.

    >>> columns_of("billgen")[-1]
    'run_date'
    """
    return ("identifier", *PARTS[name], *_BESIDE.get(name, ()))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A table of a dump that has been staged.

    Attributes:
        name: Which of `PARTS`.
        number: The file's number in the case.
        path: The file's name in the case.
    """

    name: str
    number: int
    path: str


def part_of(names: Sequence[str]) -> str | None:
    """Which table of the dump a header is, None where it is none.

    >>> part_of(["identifier", "container_number", "hazmat_sequence_number", "hazmat_code"])
    'hazmat'
    """
    headers = frozenset(names)
    if "identifier" not in headers:
        return None
    fits = [name for name, columns in PARTS.items() if headers.issuperset(columns)]
    return max(fits, key=lambda name: len(PARTS[name])) if fits else None


def prepare(case: Case) -> None:
    """Make the tables that rows are staged in, empty; they are gone when the case closes."""
    for name in PARTS:
        texts = ", ".join(f"{column} TEXT" for column in columns_of(name))
        case.execute(
            f"CREATE OR REPLACE TEMP TABLE ams_{name}"
            f" (file_id INTEGER, row BIGINT, folder TEXT, {texts})"
        )


def stage(case: Case, part: Part, batches: Iterator[Batch]) -> Iterator[Loaded]:
    """Keep the rows of a table for the join; gives what is wrong with rows that cannot be kept."""
    folder = posixpath.dirname(part.path)
    for batch in batches:
        count = len(batch.rows)
        columns = {
            name: pc.utf8_trim_whitespace(batch.columns.get(name, pa.nulls(count, pa.string())))
            for name in columns_of(part.name)
        }
        none = pa.scalar(None, pa.string())
        columns = {
            name: pc.if_else(pc.equal(cells, ""), none, cells) for name, cells in columns.items()
        }
        columns["identifier"] = pc.replace_substring_regex(columns["identifier"], r"\.0$", "")
        known = pc.is_valid(columns["identifier"])
        table = pa.table(
            {
                "file_id": pa.repeat(pa.scalar(part.number, pa.int32()), count),
                "row": pa.array(batch.rows),
                "folder": pa.repeat(pa.scalar(folder), count),
                **columns,
            }
        )
        case.append(f"ams_{part.name}", table.filter(known))
        yield _refused(batch, pc.invert(known))


def forget(case: Case, part: Part) -> None:
    """Take back the rows of a table that turned out damaged."""
    case.execute(f"DELETE FROM ams_{part.name} WHERE file_id = ?", [part.number])  # noqa: S608 -- our own names


def _refused(batch: Batch, flags: pa.Array) -> Loaded:
    rows = [
        (each.row, each.field, each.value, each.refusal.reason, each.refusal.cure)
        for each in batch.damaged
    ]
    rows += [
        (int(row), "identifier", "", _NO_IDENTIFIER.reason, _NO_IDENTIFIER.cure)
        for row in batch.rows[np.array(flags.to_numpy(zero_copy_only=False))]
    ]
    return _loaded(sorted(rows))


def _loaded(
    quarantine: list[tuple[int, str, str, str, str]],
    *,
    loaded: int = 0,
    reasons: dict[str, int] | None = None,
) -> Loaded:
    names = ("row", "field", "value", "reason", "cure")
    kinds = (pa.int64(), *(pa.string(),) * 4)
    columns = list(zip(*quarantine, strict=True)) or [()] * len(names)
    told = reasons or {}
    return Loaded(
        data=pa.table({}),
        filled={},
        quarantine=pa.table(
            {
                name: pa.array(cells, kind)
                for name, kind, cells in zip(names, kinds, columns, strict=True)
            }
        ),
        warnings=pa.table({}),
        excluded=sum(told.values()),
        reasons=told,
        loaded=loaded,
    )


def join(case: Case, parts: Sequence[Part]) -> Iterator[tuple[Part, Loaded]]:
    """The shipments of all staged tables, and what became of every row, by table."""
    statements = resources.files("graphscan.sources").joinpath("ams.sql").read_text("utf-8")
    mark = "'" + IN_ADDRESS.replace("'", "''") + "'"
    case.execute(statements.replace("$in_address", mark))
    for part in parts:
        if part.name in {"header", "tariff"}:
            yield from ((part, loaded) for loaded in _shipments(case, part))
        yield from ((part, loaded) for loaded in _others(case, part))
    for name in PARTS:
        case.execute(f"DELETE FROM ams_{name}")  # noqa: S608 -- our own names


def _shipments(case: Case, part: Part) -> Iterator[Loaded]:
    """Shipments whose row is one of this table."""
    names = [
        name for name in SHIPMENTS.names if name in _columns(case, "ams_lines") and name != "row"
    ]
    last = 0
    while True:
        made = case.arrow(
            f"SELECT row, reason, {', '.join(names)} FROM ams_lines"  # noqa: S608 -- our own names
            " WHERE file_id = ? AND row > ? ORDER BY row LIMIT ?",
            [part.number, last, _PAGE],
        ).combine_chunks()
        if not made.num_rows:
            return
        rows = made.column("row").to_numpy()
        last = int(rows[-1])
        reasons = made.column("reason").combine_chunks()
        withdrawn = {
            reason: np.array(
                pc.fill_null(pc.equal(reasons, reason), fill_value=False).to_numpy(
                    zero_copy_only=False
                )
            )
            for reason in sorted(set(pc.unique(reasons).to_pylist()) - {None})
        }
        batch = Batch(
            rows=np.asarray(rows, dtype=np.int64),
            columns={name: made.column(name).combine_chunks() for name in names},
            withdrawn=withdrawn,
            lenient=True,
        )
        yield read_canonical(batch, SHIPMENTS)


def _others(case: Case, part: Part) -> Iterator[Loaded]:
    """Rows that are no shipment by themselves: joined to one, without a header, or silent."""
    table = f"ams_{part.name}"
    if part.name != "header":
        orphans = case.rows(
            f"SELECT row, identifier FROM {table} t WHERE file_id = ? AND NOT EXISTS"  # noqa: S608 -- our own names
            " (FROM ams_bills b WHERE b.folder = t.folder AND b.identifier = t.identifier)"
            " ORDER BY row",
            [part.number],
        )
        quarantine = [
            (row, "identifier", shown(identifier), _ORPHAN.reason, _ORPHAN.cure)
            for row, identifier in orphans
        ]
    else:
        quarantine = []
    held = case.value(f"SELECT count(*) FROM {table} WHERE file_id = ?", [part.number])  # noqa: S608 -- our own names
    joined = held - len(quarantine)
    if part.name == "tariff":
        joined = 0  # each is a shipment of its own
    elif part.name == "header":
        joined = case.value(
            "SELECT count(*) FROM ams_bills b WHERE file_id = ? AND NOT EXISTS"
            " (FROM ams_lines l WHERE l.file_id = b.file_id AND l.row = b.row)",
            [part.number],
        )
        return_of = case.rows(
            "SELECT reason, count(*) FROM ams_withdrawn w WHERE file_id = ? AND reason IS NOT NULL"
            " AND NOT EXISTS (FROM ams_lines l WHERE l.file_id = w.file_id AND l.row = w.row)"
            " GROUP BY reason ORDER BY reason",
            [part.number],
        )
        reasons = dict(return_of)
        yield _loaded([], loaded=joined - sum(reasons.values()), reasons=reasons)
        return
    if part.name in _SILENT:
        yield _loaded(quarantine, reasons={_SAYS_NOTHING: joined} if joined else {})
    else:
        yield _loaded(quarantine, loaded=joined)


def _columns(case: Case, table: str) -> frozenset[str]:
    return frozenset(
        name
        for (name,) in case.rows(
            "SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [table]
        )
    )
