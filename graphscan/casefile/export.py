"""Interests and list entries of a case as canonical tables that graphscan reads again.

A cell that a spreadsheet would take for a formula gets a `'` before it, as in every table that
graphscan writes; reading takes it off.
"""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Sequence
from typing import Any

from graphscan.casefile.case import Case

FORMULA_STARTS = ("=", "+", "-", "@")

INTERESTS = (
    *("owner_name", "owner_country", "owner_id", "owned_name", "owned_country", "owned_id"),
    *("share_min", "share_max", "share_min_open", "share_max_open", "kind", "reach", "owner_kind"),
    *("valid_from", "valid_to"),
)
ENTRIES = (
    *("entry_id", "list", "source", "source_id", "entity_number", "type", "name", "aliases"),
    *("weak_aliases", "addresses", "countries", "programs", "citation", "start_date", "end_date"),
    *("license_requirement", "license_policy", "remarks"),
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A table of text.

    Attributes:
        columns: Its header.
        rows: Its rows, in order.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def to_csv(self) -> str:
        """The table as CSV, every cell of it inert in a spreadsheet."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([inert(cell) for cell in row] for row in self.rows)
        return text.getvalue()


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> inert("=cmd|' /C calc'!A0"), inert("3M")
    ("'=cmd|' /C calc'!A0", '3M')
    """
    return f"'{cell}" if cell.startswith((*FORMULA_STARTS, "'")) else cell


def export_interests(case: Case) -> Export:
    """Every interest, as the canonical ownership table, sorted; equal ones once a row."""
    rows = case.rows(
        """
        SELECT owner_name, coalesce(owner_country, ''), coalesce(owner_id, ''), owned_name,
          coalesce(owned_country, ''), coalesce(owned_id, ''),
          coalesce(share_min::TEXT, ''), coalesce(share_max::TEXT, ''),
          CASE WHEN share_min_open THEN 'Y' ELSE 'N' END,
          CASE WHEN share_max_open THEN 'Y' ELSE 'N' END,
          kind, reach, owner_kind, coalesce(valid_from_text, ''), coalesce(valid_to_text, '')
        FROM ownership ORDER BY ALL
        """
    )
    return Export(columns=INTERESTS, rows=tuple(rows))


def export_entries(case: Case) -> Export:
    """Every row of the lists in use, sorted; several values of a cell have `;` between."""
    rows = case.rows(
        """
        SELECT entry_id, list_code, source, source_id, coalesce(entity_number, ''),
          coalesce(entity_type, ''), name, alt_names, coalesce(weak_names, []), addresses,
          countries, programs, citation, coalesce(start_text, ''), coalesce(end_text, ''),
          coalesce(license_requirement, ''), coalesce(license_policy, ''), coalesce(remarks, '')
        FROM list_rows ORDER BY ALL
        """
    )
    return Export(columns=ENTRIES, rows=tuple(tuple(map(_cell, row)) for row in rows))


def _cell(value: Any) -> str:
    return several(value) if isinstance(value, list) else str(value)


def several(values: Sequence[str]) -> str:
    """Several values in a cell, `;` between, quoted like a CSV where one holds a `;`.

    >>> several(["Acme", "Smith; Sons"])
    'Acme;"Smith; Sons"'
    """
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="").writerow(values)
    return text.getvalue()
