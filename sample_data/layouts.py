"""The columns of the shipment files: each office publishes its own part of the canonical ones."""

from __future__ import annotations

# fmt: off
ROLE_FIELDS = ("name", "country")
HEAD = ("shipment_id", "line_no", "departure_date", "arrival_date")
SENDER = ("consignor_name", "consignor_address", "consignor_country")
RECEIVER = ("consignee_name", "consignee_address", "consignee_country")
GOODS = ("hs_code", "description", "quantity", "quantity_unit", "gross_weight_kg", "value_usd")


def _roles(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{field}" for name in names for field in ROLE_FIELDS)


US = (
    *HEAD, *SENDER, "consignor_id", *RECEIVER, *_roles("intermediate_consignee",
    "ultimate_consignee", "purchaser", "end_user"), "ultimate_consignee_address",
    "ultimate_consignee_type", "payer_name", "payer_country", "notify_name", "forwarder_name",
    "carrier", "origin_country", "destination_country", "loading_port", "discharge_port",
    *GOODS, "eccn", "mode", "license_number", "ftz_id", "in_bond_code", "regime",
    "related_party", "routed", "status", "house_bill_number", "container_numbers",
)
HONG_KONG = (
    *HEAD, *SENDER, *RECEIVER, *_roles("end_user", "notify"), "notify_address",
    "end_user_address", "origin_country", "trading_country", "destination_country",
    "loading_port", "transshipment_ports", "discharge_port", *GOODS, "brand", "mode",
    "vessel_imo", "container_numbers", "bill_number", "house_bill_number", "license_number",
    "carrier", "regime", "status",
)
ASIA = (
    *HEAD, *SENDER, *RECEIVER, *_roles("notify", "purchaser", "intermediate_consignee"),
    "purchaser_address", "forwarder_name", "carrier", "origin_country", "dispatch_country",
    "loading_port", "transshipment_ports", "discharge_port", *GOODS, "mode", "vessel_imo",
    "container_numbers", "bill_number", "house_bill_number", "regime", "related_party",
    "status",
)
MONTHS = (
    "shipment_id", "departure_date", "arrival_date", "consignor_name", "consignor_country",
    "consignee_name", "consignee_country", "origin_country", "destination_country", *GOODS,
    "mode", "regime",
)
EURASIA = (
    *HEAD, *SENDER, *RECEIVER, "origin_country", "trading_country", "destination_country",
    *GOODS, "mode", "regime", "license_number", "related_party", "status",
)
EUROPE = (
    *HEAD, *SENDER, "consignor_id", *RECEIVER, "consignee_id", "dispatch_country",
    "destination_country", *GOODS, "eccn", "mode", "license_number", "regime", "related_party",
    "status",
)
MIRROR = (
    *HEAD, *SENDER, *RECEIVER, "origin_country", "dispatch_country", "discharge_port", *GOODS,
    "mode", "container_numbers", "bill_number", "regime", "status",
)
FILES: dict[str, tuple[str, tuple[str, ...]]] = {
    "us_exports_2023.csv": ("U3", US),
    "us_exports_2024_2025.csv": ("U5", US),
    "hk_reexports.csv.gz": ("HK", HONG_KONG),
    "asia_shipments.csv": ("AS", ASIA),
    "sea_customs_months.csv": ("SM", MONTHS),
    "eurasia_declarations.tsv": ("EA", EURASIA),
    "europe_declarations.csv": ("EU", EUROPE),
    "cn_imports_mirror.csv": ("CM", MIRROR),
}
"""Shipment files: prefix of their shipment numbers, columns."""
