"""Legs from shipment records: one timed movement of one commodity class to one receiving party.

A record gives one leg per (commodity class, distinct receiving party); its lines of one class are
summed. Every role of 15 CFR 748.5(c) to (f) receives, so a listed party in any of them is the end
of a leg. Logistics firms and banks hold no title (748.5(e), (f)): they are waypoints, unless they
are targets themselves.
"""

from __future__ import annotations

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.codes import ports as port_tables
from graphscan.codes.commodity import commodity_class
from graphscan.codes.transforms import is_short
from graphscan.network.statements import statement
from graphscan.settings import Settings

UNITED_STATES = ("US", "PR", "GU", "VI", "AS", "MP")
"""ISO codes inside the United States for the EAR: the States, Puerto Rico and the territories
(15 CFR 772.1, "United States")."""

RECEIVING_ROLES = (
    "consignee",
    "intermediate_consignee",
    "ultimate_consignee",
    "purchaser",
    "end_user",
)
"""Roles that receive. A party in several of them receives in the first."""

VIA_ROLES = {
    "consignee": ("purchaser", "intermediate_consignee"),
    "ultimate_consignee": ("purchaser", "intermediate_consignee", "consignee"),
    "end_user": ("purchaser", "intermediate_consignee", "consignee", "ultimate_consignee"),
}
"""Per receiving role, the roles of the same record that stand between it and the consignor."""


def build_legs(case: Case, settings: Settings) -> None:
    """Write `legs`, `leg_rows`, `leg_via`, `leg_places` and `exclusions`.

    Reads `shipments`, `shipment_parties`, `parties` and the temporary table `end_parties`
    (party_id): parties that are an end on some day. Shipments that depart wholly after a given
    `as_of` are excluded and counted, so are legs from a party to itself and lines without sender or
    receiver. What mirrors a row is no leg of its own, yet whom it alone names receives too.
    """
    for table in ("legs", "leg_rows", "leg_via", "leg_places", "exclusions"):
        case.execute(f'DELETE FROM "{table}"')  # noqa: S608 -- the program's own names
    _read_lines(case, settings)
    case.execute(statement("named"))
    case.execute(statement("received"))
    case.execute(statement("leg_lines"))
    _write_legs(case)
    case.execute(
        "INSERT INTO leg_rows BY NAME "
        "SELECT DISTINCT leg_id, file_id, row FROM leg_lines"
        " UNION SELECT leg_id, m.file_id, m.row FROM leg_lines g"
        " JOIN mirrors m ON m.of_file_id = g.file_id AND m.of_row = g.row ORDER BY ALL"
    )
    _write_via(case)
    _write_places(case)
    case.execute(statement("exclusions"))


def _read_lines(case: Case, settings: Settings) -> None:
    """The temporary table `lines`: shipment lines with parties, class and both date intervals."""
    codes = _distinct(case, "SELECT DISTINCT hs_code FROM shipments ORDER BY hs_code")
    case.temporary(
        "hs_classes",
        pa.table(
            {
                "hs_code": pa.array([None, *codes], pa.string()),
                "class": pa.array([commodity_class(code) for code in (None, *codes)], pa.string()),
                "short_code": pa.array([is_short(code) for code in (None, *codes)], pa.bool_()),
            }
        ),
    )
    modes = sorted(settings.transit_days.items())
    case.temporary(
        "transit",
        pa.table(
            {
                "transit_mode": [mode for mode, _ in modes],
                "shortest": pa.array([days[0] for _, days in modes], pa.int32()),
                "longest": pa.array([days[1] for _, days in modes], pa.int32()),
            }
        ),
    )
    case.execute(statement("lines"), [settings.as_of, settings.as_of])


def _write_legs(case: Case) -> None:
    ports = _distinct(case, "SELECT DISTINCT loading_port FROM lines ORDER BY loading_port")
    countries = [port_tables.country(code) for code in ports]
    case.temporary(
        "port_countries",
        pa.table(
            {
                "loading_port": pa.array(ports, pa.string()),
                "port_country": pa.array(countries, pa.string()),
            }
        ),
    )
    case.execute(statement("legs"), [list(UNITED_STATES), list(UNITED_STATES)])


def _write_via(case: Case) -> None:
    between = [
        (role, order, via) for role, roles in VIA_ROLES.items() for order, via in enumerate(roles)
    ]
    case.temporary(
        "via_roles",
        pa.table(
            {
                "role": [role for role, _, _ in between],
                "via_order": pa.array([order for _, order, _ in between], pa.int32()),
                "via_role": [via for _, _, via in between],
            }
        ),
    )
    case.execute(statement("via"))


def _write_places(case: Case) -> None:
    """Ports in order of travel, then the logistics parties that the record names as receiving."""
    case.execute(statement("ports"))
    codes = _distinct(case, "SELECT DISTINCT code FROM ports ORDER BY code")
    places = [port_tables.describe(code) for code in codes]
    names = [place.name if place else code for place, code in zip(places, codes, strict=True)]
    case.temporary(
        "port_names",
        pa.table(
            {
                "code": pa.array(codes, pa.string()),
                "name": pa.array(names, pa.string()),
                "country": pa.array([port_tables.country(code) for code in codes], pa.string()),
            }
        ),
    )
    case.execute(statement("places"))


def _distinct(case: Case, sql: str) -> list[str]:
    return [value for (value,) in case.rows(sql) if value is not None]
