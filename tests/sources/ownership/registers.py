"""Small registers to load, and what the case says of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from graphscan.casefile import Case
from graphscan.sources import LoadReport, load_inputs

SHARED = Path(__file__).resolve().parents[3].parent / "shared"

CANONICAL = (
    "owner_name, owner_country, owner_id, owned_name, owned_country, owned_id, share_min,"
    " share_max, share_min_open, share_max_open, kind, reach, owner_kind, valid_from_text,"
    " valid_to_text"
)


def shared(path: str) -> Path:
    """A real file, or the test is skipped where the project stands alone."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"the real file {path} is not here")
    return found


def load(case: Case, folder: Path, files: Mapping[str, str | bytes]) -> LoadReport:
    """Write the files, load the folder, and check that every record is accounted for."""
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    report = load_inputs(case, [folder])
    for each in report.files:
        assert each.rows == each.loaded + each.quarantined + each.excluded
        assert each.quarantined == case.value(
            "SELECT count(*) FROM quarantine JOIN files USING (file_id) WHERE path = ?", [each.path]
        )
    return report


def lines(*records: Mapping[str, Any]) -> str:
    """Records as JSON lines."""
    return "".join(json.dumps(record) + "\n" for record in records)


def interests(case: Case, columns: str = CANONICAL) -> list[tuple[Any, ...]]:
    """The interests of a case, sorted."""
    return case.rows(f"SELECT {columns} FROM ownership ORDER BY ALL")  # noqa: S608 -- our own names


def entity(ref: str, name: str = "", **more: Any) -> dict[str, Any]:
    """A BODS 0.4 statement of an entity."""
    return {
        "statementId": f"statement-{ref}",
        "recordId": ref,
        "recordType": "entity",
        "recordStatus": "new",
        "statementDate": "2020-01-01",
        "recordDetails": {"entityType": {"type": "registeredEntity"}, "name": name or ref} | more,
    }


def holding(record: str, owner: Any, owned: str, *given: Mapping[str, Any], **more: Any) -> Any:
    """A BODS 0.4 statement of a relationship."""
    return {
        "statementId": f"{record}-{more.get('statementDate', '')}",
        "recordId": record,
        "recordType": "relationship",
        "recordStatus": "new",
        "statementDate": "2020-01-01",
        "recordDetails": {"subject": owned, "interestedParty": owner, "interests": list(given)},
    } | more


def shares(percent: float | Mapping[str, Any], start: str = "", **more: Any) -> dict[str, Any]:
    """A shareholding of BODS."""
    share = dict(percent) if isinstance(percent, Mapping) else {"exact": percent}
    begins = {"startDate": start} if start else {}
    return {"type": "shareholding", "directOrIndirect": "direct", "share": share} | begins | more
