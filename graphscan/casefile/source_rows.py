"""The source rows behind a finding, read back as records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from graphscan.casefile.case import Case
from graphscan.dates import DayInterval, Precision, parse_date
from graphscan.records import (
    InterestRecord,
    ListEntry,
    PartyMention,
    Provenance,
    Record,
    ShipmentRecord,
)

ROLES = (
    "consignor",
    "consignee",
    "intermediate_consignee",
    "ultimate_consignee",
    "purchaser",
    "end_user",
    "notify",
)
_TABLES = {"shipment": "shipments", "interest": "ownership", "list": "list_rows"}


def read_records(case: Case, evidence: Iterable[Mapping[str, Any]]) -> list[Record]:
    """The records of evidence rows, in their order.

    Args:
        case: The case that holds them.
        evidence: Rows with `kind` (shipment, interest or list), `file` and `row`, as in
            findings.json.

    Raises:
        KeyError: The case holds no such row.
    """
    files = {
        path: (file_id, sha256)
        for path, file_id, sha256 in case.rows("SELECT path, file_id, sha256 FROM files")
    }
    records: list[Record] = []
    for item in evidence:
        file_id, sha256 = files[item["file"]]
        sql = f"SELECT * FROM {_TABLES[item['kind']]} WHERE file_id = ? AND row = ?"  # noqa: S608 -- names of this module
        found = case.arrow(sql, [file_id, item["row"]]).to_pylist()
        if not found:
            raise KeyError(f"{item['file']}:{item['row']}")
        cells: dict[str, Any] = found[0]
        at = Provenance(file=item["file"], row=int(item["row"]), sha256=sha256)
        records.append(_READERS[item["kind"]](cells, at))
    return records


def _shipment(cells: Mapping[str, Any], at: Provenance) -> ShipmentRecord:
    parties = tuple(
        _party(cells, role) for role in ROLES if cells[f"{role}_name"] or cells[f"{role}_id"]
    )
    return ShipmentRecord(
        provenance=at,
        shipment_id=cells["shipment_id"],
        departs=_interval(cells, "departure"),
        arrives=_interval(cells, "arrival"),
        parties=parties,
        hs_code=cells["hs_code"],
        description=cells["description"],
        quantity=cells["quantity"],
        quantity_unit=cells["quantity_unit"],
        gross_weight_kg=cells["gross_weight_kg"],
        value_usd=cells["value_usd"],
    )


def _interest(cells: Mapping[str, Any], at: Provenance) -> InterestRecord:
    return InterestRecord(
        provenance=at,
        owner=_party(cells, "owner"),
        owned=_party(cells, "owned"),
        share=(cells["share_min"], cells["share_max"]),
        share_min_open=bool(cells["share_min_open"]),
        share_max_open=bool(cells["share_max_open"]),
        kind=cells["kind"],
        reach=cells["reach"],
        held_from=_interval(cells, "valid_from"),
        held_to=_interval(cells, "valid_to"),
    )


def _list_entry(cells: Mapping[str, Any], at: Provenance) -> ListEntry:
    return ListEntry(
        provenance=at,
        entry_id=cells["entry_id"],
        list_code=cells["list_code"],
        name=cells["name"],
        alt_names=tuple(cells["alt_names"]),
        countries=tuple(cells["countries"]),
        citation=cells["citation"],
        listed_from=_interval(cells, "start"),
        listed_to=_interval(cells, "end"),
    )


_READERS: Mapping[str, Callable[[Mapping[str, Any], Provenance], Record]] = {
    "shipment": _shipment,
    "interest": _interest,
    "list": _list_entry,
}


def _party(cells: Mapping[str, Any], role: str) -> PartyMention:
    return PartyMention(
        role=role,
        name=cells[f"{role}_name"] or "",
        country=cells[f"{role}_country"],
        address=cells.get(f"{role}_address"),
        identifier=cells[f"{role}_id"],
    )


def _interval(cells: Mapping[str, Any], name: str) -> DayInterval | None:
    """The interval of a date's columns, at the precision of its text."""
    if cells[f"{name}_first"] is None:
        return None
    first, last = cells[f"{name}_first"], cells[f"{name}_last"]
    try:
        precision = parse_date(cells[f"{name}_text"] or "").precision
    except ValueError:
        precision = Precision.SPAN
    return DayInterval(first=first, end=last + dt.timedelta(days=1), precision=precision)
