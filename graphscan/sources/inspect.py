"""A table looked at before it is loaded: what stands in it, and how a mapping reads it."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path
from typing import Any

from graphscan.casefile import Case, open_case
from graphscan.errors import InputError
from graphscan.sources.changes import Look, look_at
from graphscan.sources.inputs import Input, find_inputs
from graphscan.sources.load import load_inputs
from graphscan.sources.load_file import FileReport
from graphscan.sources.mapping import Library, key, read_mapping
from graphscan.sources.mapping.suggest import Suggestion, suggest
from graphscan.sources.problems import UnreadableFileError
from graphscan.sources.reading import find_header, table_batches
from graphscan.sources.sheets import in_sheets

LOOKED_AT = 1000
"""Rows that a proposal looks at."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A mapping proposed for one table.

    Attributes:
        path: The table: a file, or `file#sheet`.
        header_row: Where its header stands.
        suggestion: The proposal.
        fits: The mapping that reads it already, '' where none does.
    """

    path: str
    header_row: int
    suggestion: Suggestion
    fits: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How a file is read.

    Attributes:
        report: What became of its rows.
        fields: Canonical column, rows filled, rows with a warning.
        quarantine: Field, reason and rows.
        excluded: Reason and rows.
        cannot_see: What such a source never tells.
        suspicious: Picks that look wrong, one sentence each.
        rows: Ten rows as they load.
    """

    report: FileReport
    fields: tuple[tuple[str, int, int], ...]
    quarantine: tuple[tuple[str, str, int], ...]
    excluded: tuple[tuple[str, int], ...]
    cannot_see: tuple[str, ...]
    suspicious: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]


def propose(file: Path) -> tuple[Proposal, ...]:
    """A mapping for every table of a file.

    Raises:
        InputError: The file does not exist, or holds no table.
    """
    library = Library()
    files, _ = find_inputs([file])
    tables, _ = in_sheets(files, library)
    return tuple(_propose(table, library) for table in tables)


def _propose(table: Input, library: Library) -> Proposal:
    try:
        header = find_header(table, library)
        names = tuple(dict.fromkeys(name for name in header.names if name))
        rows: list[list[str]] = []
        for batch in itertools.islice(table_batches(table, header, names), 1):
            columns = [batch.columns[name].slice(0, LOOKED_AT).to_pylist() for name in names]
            rows = [[cell or "" for cell in row] for row in zip(*columns, strict=True)]
    except UnreadableFileError as err:
        raise InputError(what=err.refusal.reason, where=table.path, cure=err.refusal.cure) from err
    fits = next((each.name for each in [library.fitting(frozenset(_keys(names)))] if each), "")
    return Proposal(
        path=table.path,
        header_row=header.row,
        suggestion=suggest(names, rows, table.path),
        fits=fits,
    )


def _keys(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(key, names))


def check(file: Path, mapping: Path | None = None, text: str | None = None) -> tuple[Checked, ...]:
    """How a file is read by the mapping that fits it, or by the one given.

    Args:
        file: The file.
        mapping: A mapping to use; None takes those beside the file and those that ship.
        text: A mapping that is not saved yet.

    Raises:
        InputError: The file or the mapping cannot be used.
        UnknownTableError: No mapping fits.
    """
    look = look_at([file, *([mapping] if mapping else [])], headers=False)
    if text is not None:
        library = Library([read_mapping(text, "the proposal")])
        files, _ = find_inputs([file])
        found, _ = in_sheets(files, library)
        look = Look(found=found, ignored=(), library=library)
    with open_case() as case:
        report = load_inputs(case, look)
        return tuple(_checked(case, number, each) for number, each in enumerate(report.files, 1))


def _checked(case: Case, number: int, report: FileReport) -> Checked:
    given = [number]
    fields = case.rows(
        "SELECT f.field, f.filled, (SELECT count(*) FROM warnings w WHERE w.file_id = f.file_id"
        " AND w.field = f.field) FROM fill_rates f WHERE f.file_id = ? ORDER BY f.rowid",
        given,
    )
    table = "shipments" if report.kind == "shipments" else ""
    rows = []
    if table:
        shown = [field for field, filled, _ in fields if filled and not field.endswith("_date")]
        dates = "coalesce(departure_text, '') AS departure, coalesce(arrival_text, '') AS arrival"
        names = ", ".join(["row", dates, *shown])
        frame = case.arrow(
            f"SELECT {names} FROM shipments WHERE file_id = ? ORDER BY row LIMIT 10",  # noqa: S608 -- our own names
            given,
        )
        rows = frame.to_pylist()
    return Checked(
        report=report,
        fields=tuple(fields),
        quarantine=tuple(
            case.rows(
                "SELECT field, reason, count(*) FROM quarantine WHERE file_id = ? GROUP BY ALL"
                " ORDER BY count(*) DESC, field, reason",
                given,
            )
        ),
        excluded=tuple(
            case.rows("SELECT reason, rows FROM not_loaded WHERE file_id = ? ORDER BY ALL", given)
        ),
        cannot_see=tuple(
            text
            for (text,) in case.rows(
                "SELECT text FROM cannot_see WHERE file_id = ? ORDER BY seq", given
            )
        ),
        suspicious=_suspicious(case, number) if table else (),
        rows=tuple(rows),
    )


_SUSPICIOUS = {
    "consignor_name holds codes rather than names": "consignor_name IS NOT NULL AND "
    "length(regexp_replace(consignor_name, '[^0-9]', '', 'g')) * 2 > length(consignor_name)",
    "consignee_name holds codes rather than names": "consignee_name IS NOT NULL AND "
    "length(regexp_replace(consignee_name, '[^0-9]', '', 'g')) * 2 > length(consignee_name)",
    "consignor and consignee are the same": "consignor_name = consignee_name",
    "value_usd is 0": "value_usd = 0",
    "gross_weight_kg is 0": "gross_weight_kg = 0",
    "shipment_id has fewer than 3 characters": "length(shipment_id) < 3",
    "the goods arrive before 1990 or after 2100": "arrival_first < DATE '1990-01-01'",
    "an export of goods whose origin is the destination": "regime = 'export' AND"
    " origin_country = destination_country",
}


def _suspicious(case: Case, number: int) -> tuple[str, ...]:
    """Sentences on what holds of at least half of the rows."""
    counts = ", ".join(f"count(*) FILTER (WHERE {test})" for test in _SUSPICIOUS.values())
    found = case.rows(
        f"SELECT count(*), count(DISTINCT value_usd), {counts} FROM shipments WHERE file_id = ?",  # noqa: S608 -- our own names
        [number],
    )[0]
    whole, values, told = found[0], found[1], found[2:]
    sentences = [
        f"{sentence} in {count:,} of {whole:,} rows"
        for sentence, count in zip(_SUSPICIOUS, told, strict=True)
        if whole and count * 2 >= whole
    ]
    if whole >= 20 and values == 1:
        sentences.append(f"value_usd is the same in all {whole:,} rows")
    return tuple(sentences)
