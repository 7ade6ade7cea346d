"""The canonical input tables: one source of truth for recognition, conversion, coverage and docs.

A column has a name, a kind (how its text is read), a meaning and whether a row needs it. The order
of columns is the order in which problems of a row are looked for.

Source: the column names are the project's contract; the roles are those of 15 CFR 748.5, the dates,
countries and modes those of 15 CFR 30.6 (Electronic Export Information).
"""

from __future__ import annotations

import dataclasses
import enum


class Kind(enum.StrEnum):
    """How the text of a cell is read. What does not fit is quarantined, unless warned of."""

    TEXT = "text"
    """As it stands, trimmed; null tokens are absent."""
    NAME = "name"
    """Text that a record must hold, where a null token says that nobody is named."""
    DATE = "date"
    """`YYYY-MM-DD`, `YYYY-MM` or `YYYY`: every day it could be."""
    COUNTRY = "country"
    """ISO 3166 alpha-2; other spellings are normalised. `NA` is Namibia, not absent."""
    NUMBER = "number"
    """A plain number of zero or more."""
    SHARE = "share"
    """A percentage from 0 to 100."""
    FLAG = "flag"
    """Y or N (also yes, no, true, false, 1, 0)."""
    CHOICE = "choice"
    """One of the column's values; others are warned of."""
    HS = "hs"
    """A Harmonized System code, digits only; others are warned of."""
    ECCN = "eccn"
    """An export control classification number or EAR99; others are kept and warned of."""
    PORTS = "ports"
    """UN/LOCODEs with `;` between; others are kept and warned of."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a canonical table.

    Attributes:
        name: The header, in small letters.
        kind: How a cell is read.
        meaning: What it says, in a phrase.
        required: A row without it is quarantined.
        values: The words a CHOICE knows, most usual first.
        default: What an absent CHOICE means; None stays absent.
    """

    name: str
    meaning: str
    kind: Kind = Kind.TEXT
    required: bool = False
    values: tuple[str, ...] = ()
    default: str | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One canonical table.

    Attributes:
        kind: The word that the case file uses for files of this table.
        mapping: How reports name the way it was read.
        columns: In order.
        needs: The headers that tell the table: of each group at least one.
    """

    kind: str
    mapping: str
    columns: tuple[Column, ...]
    needs: tuple[tuple[str, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    def missing(self, headers: frozenset[str]) -> tuple[str, ...]:
        """The groups of `needs` of which `headers` holds none, as people read them.

        >>> SHIPMENTS.missing(frozenset({"shipment_id", "consignor_name", "consignee_name"}))
        ('departure_date or arrival_date',)
        """
        return tuple(" or ".join(group) for group in self.needs if not headers.intersection(group))


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

# fmt: off -- a table of units reads best as a table
UNITS = (
    "KG",
    "KGM",
    "KGS",
    "G",
    "GRM",
    "T",
    "TNE",
    "LB",
    "LBR",
    "LBS",
    "TON",
    "MTS",
    "NO",
    "NMB",
    "PCS",
    "PCE",
    "PC",
    "NOS",
    "UNV",
    "C62",
    "EA",
    "UNIT",
    "UNITS",
    "SET",
    "SETS",
    "PR",
    "PRS",
    "DOZ",
    "DZN",
    "M",
    "MTR",
    "M2",
    "MTK",
    "M3",
    "MTQ",
    "L",
    "LTR",
    "CT",
    "CTN",
    "CTNS",
    "PK",
    "PKG",
    "PKGS",
    "BX",
    "BOX",
    "BOXES",
    "BAG",
    "DRM",
    "ROL",
    "THD",
    "GMS",
    "SQM",
    "SQF",
    "FTK",
    "CBM",
    "RO",
    "X",
    "GR",
    "KWH",
    "CAR",
    "CTM",
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

OWNERSHIP = Table(
    kind="ownership",
    mapping="canonical ownership",
    needs=(("owner_name",), ("owned_name",)),
    columns=(
        Column(name="owner_name", meaning="who holds the interest", required=True),
        Column(name="owner_country", meaning="country of the owner", kind=Kind.COUNTRY),
        Column(name="owner_id", meaning="identifier of the owner"),
        Column(name="owned_name", meaning="in whom it is held", required=True),
        Column(name="owned_country", meaning="country of the owned", kind=Kind.COUNTRY),
        Column(name="owned_id", meaning="identifier of the owned"),
        Column(name="share_min", meaning="least share, percent", kind=Kind.SHARE),
        Column(name="share_max", meaning="largest share, percent", kind=Kind.SHARE),
        Column(name="share_min_open", meaning="more than share_min, not equal", kind=Kind.FLAG),
        Column(name="share_max_open", meaning="less than share_max, not equal", kind=Kind.FLAG),
        Column(
            name="kind",
            meaning="what the share is of",
            kind=Kind.CHOICE,
            values=("shares", "votes", "board", "nominee", "consolidation", "unknown"),
            default="unknown",
        ),
        Column(
            name="reach",
            meaning="how the interest is held",
            kind=Kind.CHOICE,
            values=("direct", "indirect", "ultimate"),
            default="direct",
        ),
        Column(
            name="owner_kind",
            meaning="what the owner is",
            kind=Kind.CHOICE,
            values=("company", "person", "fund", "state", "unknown"),
            default="unknown",
        ),
        Column(name="valid_from", meaning="the first day it holds", kind=Kind.DATE),
        Column(name="valid_to", meaning="the first day it no longer holds", kind=Kind.DATE),
    ),
)

PARTIES = Table(
    kind="parties",
    mapping="canonical parties",
    needs=(
        ("name",),
        (
            "country",
            "address",
            "identifier",
            "incorporated_on",
            "dissolved_on",
            "industry",
            "parent_name",
            "headquarters_country",
            "officers",
            "phone",
        ),
    ),
    columns=(
        Column(name="name", meaning="the party's name", required=True),
        Column(name="country", meaning="where it sits", kind=Kind.COUNTRY),
        Column(name="address", meaning="its address"),
        Column(name="identifier", meaning="its identifier, as in the shipments"),
        Column(name="incorporated_on", meaning="when it was founded", kind=Kind.DATE),
        Column(name="dissolved_on", meaning="when it ended", kind=Kind.DATE),
        Column(name="industry", meaning="its trade, in words"),
        Column(name="parent_name", meaning="its parent"),
        Column(name="headquarters_country", meaning="where its group sits", kind=Kind.COUNTRY),
        Column(name="officers", meaning="its officers, `;` between"),
        Column(name="phone", meaning="its telephone number"),
    ),
)

ALIASES = Table(
    kind="aliases",
    mapping="canonical aliases",
    needs=(("alias",), ("name", "entry_id")),
    columns=(
        Column(name="name", meaning="the name as listed"),
        Column(name="entry_id", meaning="the entry, where the name is not enough"),
        Column(name="alias", meaning="another name of it", required=True),
        Column(name="language", meaning="the language of the alias"),
    ),
)

SCREENING_LIST = Table(
    kind="list",
    mapping="consolidated screening list",
    needs=(
        ("source",),
        ("name",),
        ("addresses",),
        ("federal_register_notice",),
        ("start_date",),
        ("alt_names",),
    ),
    columns=(
        Column(name="_id", meaning="id of the row; lists before about 2020 have none"),
        Column(name="source", meaning="the list, verbatim", required=True),
        Column(name="entity_number", meaning="OFAC number, not unique across lists"),
        Column(name="type", meaning="Entity, Individual, Vessel or Aircraft; Treasury lists only"),
        Column(name="programs", meaning="sanctions programmes, `; ` between"),
        Column(name="name", meaning="the listed name, verbatim", required=True),
        Column(name="title", meaning="title of a person"),
        Column(name="addresses", meaning="`; ` between, `, ` inside, the country last"),
        Column(name="federal_register_notice", meaning="citations, first listing first"),
        Column(name="start_date", meaning="effective date", kind=Kind.DATE),
        Column(name="end_date", meaning="the first day it is no longer listed", kind=Kind.DATE),
        Column(name="standard_order", meaning="Y for the usual denial order"),
        Column(name="license_requirement", meaning="what needs a licence, with its footnote"),
        Column(name="license_policy", meaning="how licences are reviewed"),
        Column(name="call_sign", meaning="of a vessel"),
        Column(name="vessel_type", meaning="of a vessel"),
        Column(name="gross_tonnage", meaning="of a vessel"),
        Column(name="gross_registered_tonnage", meaning="of a vessel"),
        Column(name="vessel_flag", meaning="of a vessel"),
        Column(name="vessel_owner", meaning="of a vessel"),
        Column(name="remarks", meaning="free text"),
        Column(name="source_list_url", meaning="where the agency publishes it"),
        Column(name="alt_names", meaning="other names, `; ` between"),
        Column(name="citizenships", meaning="of a person"),
        Column(name="dates_of_birth", meaning="of a person"),
        Column(name="nationalities", meaning="of a person"),
        Column(name="places_of_birth", meaning="of a person"),
        Column(name="source_information_url", meaning="where the agency explains it"),
        Column(name="ids", meaning="identifiers among other remarks: not clean"),
    ),
)

TABLES = (SCREENING_LIST, SHIPMENTS, OWNERSHIP, ALIASES, PARTIES)
"""In the order in which a header is tried: tables that need more come first."""
