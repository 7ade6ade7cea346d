"""The party roles of a shipment row."""

from __future__ import annotations

ROLES = (
    "consignor",
    "consignee",
    "intermediate_consignee",
    "ultimate_consignee",
    "purchaser",
    "end_user",
    "notify",
)
"""The party roles of a shipment row, in the order of the contract."""
