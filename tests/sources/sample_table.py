"""What becomes of every real shipment file, and what is proposed for its headers.

python -m tests.sources.sample_table     prints both; the files are not part of the project
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from graphscan.casefile import open_case
from graphscan.network import build_network
from graphscan.resolve import resolve
from graphscan.settings import Settings
from graphscan.sources import load_inputs
from graphscan.sources.inspect import propose
from graphscan.sources.mapping import Library, key

SHEETS = "samples/shipments/vendor_customs"
TABLES = "samples/shipments/cbp_ams"

OTHERWISE = {
    "brand en": {"brand"},
    "weight in kg": {"gross_weight_kg"},
}
"""Columns that say what they are although no mapping that ships reads them."""

ONE_SIDED = {
    "brand": {"brand"},
    "hs code": {"hs_code"},
    "importer name": {"consignee_name"},
    "importer name en": {"consignee_name"},
    "importer id": {"consignee_id"},
    "import id": {"shipment_id"},
    "imp date": {"arrival_date"},
    "landing port": {"discharge_port"},
    "origin country": {"origin_country"},
    "origin port": {"loading_port"},
    "product description": {"description"},
    "purchase country": {"trading_country"},
    "quantity": {"quantity"},
    "transport company": {"carrier"},
    "transport document number": {"bill_number"},
    "transport type": {"mode"},
    "unit": {"quantity_unit"},
    "usd fob": {"value_usd"},
    "record id": {"shipment_id"},
    "usd cif": {"value_usd"},
}
"""The columns of a sheet that is refused, since it names no supplier: no mapping reads them."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One file: its rows, the parties that they name and how precise their dates are."""

    file: str
    mapping: str
    rows: int
    loaded: int
    quarantined: int
    excluded: int
    parties: int
    dates: str
    refused: str


def lines(shared: Path) -> Iterator[Line]:
    """Every file, workbooks each alone and the tables of the dump together."""
    for sheet in sorted((shared / SHEETS).glob("*.xlsx")):
        yield from _lines([sheet])
    yield from _lines([shared / TABLES])


def _lines(inputs: list[Path]) -> Iterator[Line]:
    with open_case() as case:
        report = load_inputs(case, inputs)
        resolve(case, Settings())
        build_network(case, Settings())
        for number, file in enumerate(report.files, 1):
            parties = case.value(
                "SELECT count(DISTINCT party) FROM (UNPIVOT (SELECT * EXCLUDE (row) FROM"
                " shipment_parties WHERE file_id = ?) ON * EXCLUDE (file_id)"
                " INTO NAME role VALUE party)",
                [number],
            )
            dates = case.rows(
                "SELECT CASE WHEN a = b THEN 'day' WHEN b - a < 31 THEN 'month' ELSE 'year' END,"
                " count(*) FROM (SELECT coalesce(departure_first, arrival_first) AS a,"
                " coalesce(departure_last, arrival_last) AS b FROM shipments WHERE file_id = ?)"
                " GROUP BY ALL ORDER BY ALL",
                [number],
            )
            refused = case.rows(
                "SELECT reason FROM quarantine WHERE file_id = ? AND row = 0", [number]
            )
            yield Line(
                file=file.path,
                mapping=file.mapping,
                rows=file.rows,
                loaded=file.loaded,
                quarantined=file.quarantined,
                excluded=file.excluded,
                parties=parties,
                dates=", ".join(f"{count} {precision}" for precision, count in dates),
                refused="; ".join(reason for (reason,) in refused),
            )


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is proposed for a sheet: columns, those that say what they are, right and wrong ones."""

    file: str
    columns: int
    known: int
    right: int
    wrong: tuple[tuple[str, str], ...]


def judged(sheet: Path) -> Judged:
    """The proposal for a sheet beside what the mapping that ships makes of its columns."""
    (proposal,) = propose(sheet)
    picks = proposal.suggestion.picks
    headers = [key(pick.header) for pick in picks]
    mapping = Library().fitting(frozenset(headers))
    assert mapping is not None
    wanted = {name: set(fields) for name, fields in OTHERWISE.items()}
    for field, rule in mapping.rules.items():
        for column in rule.reads:
            wanted.setdefault(column, set()).add(field)
    if mapping.refused:
        wanted |= ONE_SIDED
    pairs = [(pick.field, wanted.get(key(pick.header), set()), pick.header) for pick in picks]
    return Judged(
        file=sheet.name,
        columns=len(picks),
        known=sum(header in wanted for header in headers),
        right=sum(field in right for field, right, _ in pairs),
        wrong=tuple((name, field) for field, right, name in pairs if field and field not in right),
    )


def _print(shared: Path) -> None:
    print("| file | read as | rows | loaded | quarantined | excluded | parties | dates |")  # noqa: T201
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")  # noqa: T201
    for each in lines(shared):
        assert each.rows == each.loaded + each.quarantined + each.excluded
        values = dataclasses.astuple(each)[:-1]
        said = f" {each.refused}" if each.refused else ""
        print(f"| {' | '.join(map(str, values))}{said} |")  # noqa: T201
    found = [judged(sheet) for sheet in sorted((shared / SHEETS).glob("*.xlsx"))]
    for one in found:
        print(f"{one.file}: {one.right} of {one.known} right, {len(one.wrong)} wrong")  # noqa: T201
    right, known, columns = (
        sum(getattr(one, name) for one in found) for name in ("right", "known", "columns")
    )
    print(f"in all {right} of {known} right ({right / known:.0%}), of {columns} columns")  # noqa: T201


if __name__ == "__main__":
    _print(Path(__file__).resolve().parents[3] / "shared")
