"""The rows that no reader should accept, each with the field and the words of the reason that it must give."""
# ruff: noqa: E501 -- tables of facts: a line is a row
# fmt: off

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

RAGGED_SHORT = "short"
RAGGED_LONG = "long"


@dataclasses.dataclass(frozen=True, slots=True)
class Bad:
    """One bad row.

    Attributes:
        file: The file that holds it.
        field: The column that the quarantine must name; "" for the row as a whole.
        value: What stands there.
        why: The defect in words.
        reason: Words that the quarantine's reason must hold.
        changes: Columns that are set, beside field.
        ragged: "short" or "long" where the number of cells is wrong.
    """

    file: str
    field: str
    value: str
    why: str
    reason: str
    changes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    ragged: str = ""


BAD = (
    Bad("us_exports_2023.csv", "departure_date", "2024-13-01", "there is no thirteenth month", "not a date"),
    Bad("us_exports_2023.csv", "consignee_country", "Atlantis", "no such country", "unknown country"),
    Bad("us_exports_2023.csv", "quantity", "twelve", "a word for a number", "not a number"),
    Bad("us_exports_2024_2025.csv", "consignor_name", "", "no consignor", "missing"),
    Bad("us_exports_2024_2025.csv", "value_usd", "USD 12k", "text in a number", "not a number"),
    Bad(
        "us_exports_2024_2025.csv", "arrival_date", "2023-12-30", "arrives before it departs", "arrives wholly before it departs",
        {"departure_date": "2024-02-01"},
    ),
    Bad("asia_shipments.csv", "departure_date", "31/02/2024", "a format that could be read two ways", "not a date"),
    Bad("asia_shipments.csv", "departure_date", "", "neither departure nor arrival", "neither departure_date nor arrival_date", {"arrival_date": ""}),
    Bad("asia_shipments.csv", "", "", "cells are missing at the end", "34 cells where the header has 38", ragged=RAGGED_SHORT),
    Bad("asia_shipments.csv", "", "", "more cells than columns", "40 cells where the header has 38", ragged=RAGGED_LONG),
    Bad("asia_shipments.csv", "consignee_name", "Ring\x07Bell Traders", "a control character", "a control character"),
    Bad("hk_reexports.csv.gz", "description", "Boards\x00hidden", "a NUL byte", "a control character"),
    Bad("hk_reexports.csv.gz", "shipment_id", "", "no shipment number", "missing"),
    Bad("hk_reexports.csv.gz", "quantity", "-40", "a negative quantity", "negative"),
    Bad("sea_customs_months.csv", "departure_date", "2024-00", "there is no month zero", "not a date", {"arrival_date": ""}),
    Bad("eurasia_declarations.tsv", "gross_weight_kg", "1 t", "a unit in a number", "not a number"),
    Bad("eurasia_declarations.tsv", "consignor_country", "QQ", "no such country", "unknown country"),
    Bad("europe_declarations.csv", "arrival_date", "2025-02-29", "2025 is no leap year", "not a date"),
    Bad("ownership.csv", "share_max", "140", "more than the whole", "not a percentage", {"share_min": "20"}),
    Bad("ownership.csv", "share_min", "60", "the least is more than the most", "share_min is larger than share_max", {"share_max": "40"}),
    Bad("ownership.csv", "owned_name", "", "owns nothing", "missing"),
    Bad("parties.csv", "incorporated_on", "spring 2019", "no date", "not a date"),
)
"""Twenty-two rows, one defect each."""
