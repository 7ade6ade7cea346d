"""Small cases for these tests: rows put straight into the tables that resolve reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from graphscan.casefile import Case, open_case
from graphscan.resolve import resolve
from graphscan.settings import Settings

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
REAL_LIST = SHARED / "data" / "csl" / "consolidated_2026-07-31.csv.gz"


def insert(case: Case, table: str, rows: Iterable[Mapping[str, object]]) -> None:
    for row in rows:
        columns = ", ".join(row)
        marks = ", ".join("?" for _ in row)
        case.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))  # noqa: S608 -- our own names


def shipments(case: Case, *rows: Mapping[str, object]) -> None:
    """Rows of one file in the order given; the consignor is "Sender Inc" of the US unless the row
    says."""
    start = case.value("SELECT count(*) FROM shipments") + 2
    for at, row in enumerate(rows, start=start):
        sent = {"consignor_name": "Sender Inc", "consignor_country": "US"}
        full = {"file_id": 1, "row": at, "shipment_id": f"S{at}"} | sent | dict(row)
        case.append("shipments", pa.Table.from_pylist([full]))


def interest(case: Case, row: int, owner: str, owned: str, **given: object) -> None:
    fixed = {"share_min_open": False, "share_max_open": False, "kind": "shares", "reach": "direct"}
    names = {"owner_name": owner, "owned_name": owned, "owner_kind": "company"}
    insert(case, "ownership", [{"file_id": 2, "row": row} | names | fixed | given])


def entry(case: Case, row: int, name: str, **given: Any) -> str:
    """One list row; its entry id is `EL:<row>` unless given."""
    fixed: dict[str, object] = {
        "file_id": 9,
        "row": row,
        "entry_id": f"EL:{row:03}",
        "list_code": "EL",
        "source": "Entity List (EL) - Bureau of Industry and Security",
        "source_id": str(row),
        "name": name,
        "alt_names": [],
        "addresses": [],
        "countries": ["CN"],
        "programs": [],
        "citation": "84 FR 22961",
        "footnotes": [],
        "address_only": False,
        "extends_to_subsidiaries": False,
    }
    insert(case, "list_rows", [fixed | given])
    return str((fixed | given)["entry_id"])


def resolved(case: Case) -> Case:
    resolve(case, Settings())
    return case


def consignees(case: Case) -> list[tuple[str | None, str | None]]:
    """Key and shown name of the consignee of each row, in order of rows."""
    return case.rows(
        "SELECT p.key, p.name FROM shipment_parties AS s "
        "LEFT JOIN parties AS p ON p.party_id = s.consignee ORDER BY s.file_id, s.row"
    )


def matches(case: Case) -> list[tuple[Any, ...]]:
    """Name of the party, entry, match, name that matched, agreement and score."""
    return case.rows(
        "SELECT p.name, m.entry_id, m.match, m.list_name, m.country_agrees, m.score "
        "FROM party_matches AS m JOIN parties AS p USING (party_id) ORDER BY ALL"
    )


def screened(listed: str, party: str, **given: Any) -> list[tuple[str, float]]:
    """Match and score of one party against one entry."""
    with open_case() as case:
        entry(case, 1, listed, **given)
        shipments(case, {"consignee_name": party})
        return [(match, score) for _, _, match, _, _, score in matches(resolved(case))]
