"""The screening list of the sample: `listed.md` as rows of the official 29-column layout."""

from __future__ import annotations

import csv
import io
from pathlib import Path

COLUMNS = (
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
)
"""The official header (the consolidated CSV of the International Trade Administration, 2025)."""


def _tables() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    heading = ""
    for line in (Path(__file__).parent / "listed.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif line.startswith("| ") and not line.startswith("| ---"):
            cells = [cell.removeprefix(" ") for cell in line.removesuffix(" |")[1:].split(" |")]
            found.setdefault(heading, []).append(cells)
    return {name: rows[1:] for name, rows in found.items()}


def read_rows() -> list[dict[str, str]]:
    """The rows of the list, in the order of `listed.md`.

    Returns:
        Official column to text, as the consolidated file writes it.
    """
    tables = _tables()
    requirements = dict(_pairs(tables["Licence requirements"]))
    policies = dict(_pairs(tables["Licence policies"]))
    sources = {code: (source, url) for code, source, url in tables["Lists"]}
    found: list[dict[str, str]] = []
    for number, cells in enumerate(tables["Rows"], start=1):
        code, entity, kind, programs, name, aliases, addresses, notice, start, end, need, policy = (
            cells
        )
        found.append(
            {
                "_id": f"{number:06d}",
                "source": sources[code][0],
                "entity_number": entity,
                "type": kind,
                "programs": programs,
                "name": name,
                "addresses": addresses,
                "federal_register_notice": notice,
                "start_date": start,
                "end_date": end,
                "standard_order": "Y" if code == "DPL" else "",
                "license_requirement": requirements.get(need, ""),
                "license_policy": policies.get(policy, ""),
                "source_list_url": sources[code][1],
                "alt_names": aliases,
            }
        )
    return found


def _pairs(rows: list[list[str]]) -> list[tuple[str, str]]:
    return [(code, text) for code, text in rows]


def write_list() -> bytes:
    """The list as the bytes of its CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(read_rows())
    return text.getvalue().encode("utf-8")
