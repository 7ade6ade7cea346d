"""Shipments: one row is one line of one shipment record."""

from __future__ import annotations

from graphscan.records.tables.column import Column, Kind, Table

ROLES = (
    ("consignor", "who sends the goods under a contract with a carrier"),
    ("consignee", "to whom the goods are consigned"),
    ("intermediate_consignee", "who delivers to the ultimate consignee (15 CFR 748.5(d))"),
    ("ultimate_consignee", "the final recipient as declared (15 CFR 748.5(e))"),
    ("purchaser", "who bought the goods (15 CFR 748.5(c))"),
    ("end_user", "who uses the goods (15 CFR 748.5(f))"),
    ("notify", "who is told of the arrival: weak evidence, never a receiver"),
)
"""The party roles of a shipment and what they mean."""

MODES = ("sea", "air", "road", "rail", "post", "fixed", "inland")
"""Modes of transport, as UN/CEFACT Recommendation 19 names them."""

# A table of units reads best as a table.
# fmt: off
UNITS = (
    "KG", "KGM", "KGS", "G", "GRM", "T", "TNE", "LB", "LBR", "LBS", "TON", "MTS", "NO", "NMB",
    "PCS", "PCE", "PC", "NOS", "UNV", "C62", "EA", "UNIT", "UNITS", "SET", "SETS", "PR", "PRS",
    "DOZ", "DZN", "M", "MTR", "M2", "MTK", "M3", "MTQ", "L", "LTR", "CT", "CTN", "CTNS", "PK",
    "PKG", "PKGS", "BX", "BOX", "BOXES", "BAG", "DRM", "ROL", "THD", "GMS", "SQM", "SQF", "FTK",
    "CBM", "RO", "X", "GR", "KWH", "CAR", "CTM",
)
# fmt: on
"""Units of quantity that are known: UN/CEFACT Recommendation 20, and customs short forms."""


def _role_columns(role: str, meaning: str) -> tuple[Column, ...]:
    named = role in {"consignor", "consignee"}
    return (
        Column(
            name=f"{role}_name",
            meaning=meaning,
            kind=Kind.NAME if named else Kind.TEXT,
            required=named,
        ),
        Column(name=f"{role}_address", meaning=f"address of the {role}"),
        Column(name=f"{role}_country", meaning=f"country of the {role}", kind=Kind.COUNTRY),
        Column(name=f"{role}_id", meaning=f"identifier of the {role} in the user's own system"),
    )


SHIPMENTS = Table(
    kind="shipments",
    mapping="canonical shipments",
    needs=(
        ("shipment_id",),
        ("consignor_name",),
        ("consignee_name",),
        ("departure_date", "arrival_date"),
    ),
    columns=(
        Column(name="shipment_id", meaning="the record that the line belongs to", required=True),
        Column(name="line_no", meaning="the line within the record"),
        Column(name="departure_date", meaning="when the goods left", kind=Kind.DATE),
        Column(name="arrival_date", meaning="when the goods arrived", kind=Kind.DATE),
        *(column for role in ROLES for column in _role_columns(*role)),
        Column(name="payer_name", meaning="who paid"),
        Column(name="payer_country", meaning="from where it was paid", kind=Kind.COUNTRY),
        Column(name="forwarder_name", meaning="the freight forwarder"),
        Column(name="carrier", meaning="the carrier"),
        Column(name="ultimate_consignee_type", meaning="15 CFR 30.6(a)(28), as given"),
        Column(name="origin_country", meaning="where the goods were made", kind=Kind.COUNTRY),
        Column(name="dispatch_country", meaning="whence they were sent", kind=Kind.COUNTRY),
        Column(name="trading_country", meaning="where the seller sits", kind=Kind.COUNTRY),
        Column(name="destination_country", meaning="where they are bound for", kind=Kind.COUNTRY),
        Column(name="loading_port", meaning="UN/LOCODE", kind=Kind.PORTS),
        Column(name="transshipment_ports", meaning="UN/LOCODEs, `;` between", kind=Kind.PORTS),
        Column(name="discharge_port", meaning="UN/LOCODE", kind=Kind.PORTS),
        Column(name="hs_code", meaning="Harmonized System code of 2 to 12 digits", kind=Kind.HS),
        Column(name="eccn", meaning="export control classification", kind=Kind.ECCN),
        Column(name="description", meaning="the goods, in words"),
        Column(name="brand", meaning="the brand of the goods"),
        Column(name="quantity", meaning="in quantity_unit", kind=Kind.NUMBER),
        Column(
            name="quantity_unit", meaning="unit of the quantity", kind=Kind.CHOICE, values=UNITS
        ),
        Column(name="gross_weight_kg", meaning="kilograms", kind=Kind.NUMBER),
        Column(name="value_usd", meaning="U.S. dollars", kind=Kind.NUMBER),
        Column(name="mode", meaning="mode of transport", kind=Kind.CHOICE, values=MODES),
        Column(name="vessel_imo", meaning="IMO number of the vessel"),
        Column(name="container_numbers", meaning="containers, `;` between"),
        Column(name="bill_number", meaning="master bill of lading or air waybill"),
        Column(name="house_bill_number", meaning="house bill under the master"),
        Column(name="license_number", meaning="export licence"),
        Column(name="ftz_id", meaning="foreign trade zone"),
        Column(name="in_bond_code", meaning="in-bond code (15 CFR 30.6(a)(22))"),
        Column(
            name="regime",
            meaning="customs regime",
            kind=Kind.CHOICE,
            values=("export", "import", "transit", "re-export"),
        ),
        Column(name="related_party", meaning="sender and receiver are related", kind=Kind.FLAG),
        Column(name="routed", meaning="routed export transaction (15 CFR 30.3)", kind=Kind.FLAG),
        Column(
            name="status",
            meaning="state of the record; deleted ones are excluded",
            kind=Kind.CHOICE,
            values=("new", "amended", "deleted"),
            default="new",
        ),
    ),
)
