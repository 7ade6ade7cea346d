"""Legs from shipment records: one timed movement of one commodity class to one receiving party.

A record gives one leg per (commodity class, distinct receiving party); its lines of one class are
summed. Every role of 15 CFR 748.5(c) to (f) receives, so a listed party in any of them is the end of a
leg. Logistics firms and banks hold no title (748.5(e), (f)): they are waypoints, unless they are
targets themselves.
"""

from __future__ import annotations

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.codes import locode
from graphscan.codes.commodity import commodity_class
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

    Reads `shipments`, `shipment_parties`, `parties` and the temporary table `end_parties` (party_id):
    parties that are an end on some day. Shipments that depart wholly after a given `as_of` are
    excluded and counted, so are legs from a party to itself and lines without sender or receiver.
    """
    _lines(case, settings)
    _receivers(case)
    _number(case)
    _write_legs(case)
    _write_rows_and_via(case)
    _write_places(case)
    _write_exclusions(case, settings)


def _lines(case: Case, settings: Settings) -> None:
    """The temporary table `lines`: shipment lines with parties, class and both date intervals."""
    codes = [
        code for (code,) in case.rows("SELECT DISTINCT hs_code FROM shipments ORDER BY hs_code")
    ]
    classes = pa.table(
        {"hs_code": pa.array(codes, pa.string()), "class": [commodity_class(code) for code in codes]}
    )
    case.execute("CREATE OR REPLACE TEMP TABLE hs_classes (hs_code TEXT, class TEXT)")
    case.append("hs_classes", classes)
    modes = sorted(settings.transit_days.items())
    transit = pa.table(
        {
            "transit_mode": [mode for mode, _ in modes],
            "shortest": pa.array([days[0] for _, days in modes], pa.int32()),
            "longest": pa.array([days[1] for _, days in modes], pa.int32()),
        }
    )
    case.execute(
        "CREATE OR REPLACE TEMP TABLE transit (transit_mode TEXT, shortest INTEGER, longest INTEGER)"
    )
    case.append("transit", transit)
    case.execute(
        """
        CREATE OR REPLACE TEMP TABLE lines AS
        SELECT s.*, p.consignor, p.consignee, p.intermediate_consignee, p.ultimate_consignee,
               p.purchaser, p.end_user, class,
               coalesce(s.departure_first, s.arrival_first - longest) AS departs_first,
               coalesce(s.departure_last, s.arrival_last - shortest) AS departs_last,
               coalesce(s.arrival_first, s.departure_first + shortest) AS arrives_first,
               coalesce(s.arrival_last, s.departure_last + longest) AS arrives_last
        FROM shipments s
        JOIN shipment_parties p USING (file_id, row)
        JOIN hs_classes h ON h.hs_code IS NOT DISTINCT FROM s.hs_code
        JOIN transit t ON t.transit_mode = coalesce(s.mode, '')
        WHERE ?::DATE IS NULL
           OR coalesce(s.departure_first, s.arrival_first - longest) <= ?::DATE
        """,
        [settings.as_of, settings.as_of],
    )


def _receivers(case: Case) -> None:
    """The temporary table `received`: one row per line and receiving party, in its first role."""
    case.execute(
        """
        CREATE OR REPLACE TEMP TABLE received AS
        SELECT file_id, row, receiver, min(role_order) AS role_order,
               arg_min(role, role_order) AS role, arg_min(role_country, role_order) AS role_country
        FROM (
          SELECT file_id, row, consignee AS receiver, 0 AS role_order, 'consignee' AS role,
                 consignee_country AS role_country FROM lines
          UNION ALL SELECT file_id, row, intermediate_consignee, 1, 'intermediate_consignee',
                 intermediate_consignee_country FROM lines
          UNION ALL SELECT file_id, row, ultimate_consignee, 2, 'ultimate_consignee',
                 ultimate_consignee_country FROM lines
          UNION ALL SELECT file_id, row, purchaser, 3, 'purchaser', purchaser_country FROM lines
          UNION ALL SELECT file_id, row, end_user, 4, 'end_user', end_user_country FROM lines)
        JOIN parties ON party_id = receiver
        WHERE logistics IS NULL OR receiver IN (SELECT party_id FROM end_parties)
        GROUP BY file_id, row, receiver
        """
    )


def _number(case: Case) -> None:
    """The temporary table `leg_lines`: every line of every leg, with the number of its leg."""
    case.execute(
        """
        CREATE OR REPLACE TEMP TABLE leg_lines AS
        WITH keyed AS (
          SELECT path, file_id, row, shipment_id, consignor, receiver, class, role_order, role, role_country,
                 min(role_order) OVER (
                   PARTITION BY file_id, shipment_id, consignor, receiver, class) AS leg_role_order
          FROM received JOIN lines USING (file_id, row) JOIN files USING (file_id)
          WHERE consignor IS NOT NULL AND consignor <> receiver)
        SELECT (dense_rank() OVER (
                  ORDER BY path, shipment_id, leg_role_order, class, consignor, receiver) - 1)::INTEGER AS leg_id,
               file_id, row, receiver, role, role_order, role_country
        FROM keyed
        """
    )


def _write_legs(case: Case) -> None:
    ports = [code for (code,) in case.rows("SELECT DISTINCT loading_port FROM lines ORDER BY 1") if code]
    case.execute("CREATE OR REPLACE TEMP TABLE port_countries (loading_port TEXT, port_country TEXT)")
    case.append(
        "port_countries",
        pa.table(
            {
                "loading_port": pa.array(ports, pa.string()),
                "port_country": pa.array([locode.country(code) for code in ports], pa.string()),
            }
        ),
    )
    case.execute("DELETE FROM legs")
    case.execute(
        """
        INSERT INTO legs BY NAME
        WITH gathered AS (
          SELECT leg_id, any_value(l.file_id) AS file_id, any_value(l.shipment_id) AS shipment_id,
                 any_value(l.consignor) AS consignor, any_value(g.receiver) AS receiver,
                 arg_min(g.role, (g.role_order, l.row)) AS role, any_value(l.class) AS class,
                 coalesce(list_sort(list(DISTINCT left(l.hs_code, 6))
                   FILTER (length(l.hs_code) >= 6)), []) AS hs6,
                 arg_min(l.eccn, l.row) AS eccn, arg_min(l.description, l.row) AS description,
                 arg_min(l.brand, l.row) AS brand,
                 min(l.departs_first) AS departs_first, max(l.departs_last) AS departs_last,
                 min(l.arrives_first) AS arrives_first, max(l.arrives_last) AS arrives_last,
                 bool_or(l.departure_first IS NULL) AS departs_assumed,
                 bool_or(l.arrival_first IS NULL) AS arrives_assumed,
                 count(DISTINCT l.departure_text) AS departure_texts,
                 count(DISTINCT l.arrival_text) AS arrival_texts,
                 any_value(l.departure_text) AS departure_text, any_value(l.arrival_text) AS arrival_text,
                 arg_min(coalesce(l.dispatch_country, port_country, l.consignor_country), l.row) AS dispatched,
                 arg_min(g.role_country, (g.role_order, l.row)) AS role_country,
                 arg_min(l.origin_country, l.row) AS origin_country,
                 arg_min(l.destination_country, l.row) AS destination_country,
                 arg_min(l.trading_country, l.row) AS trading_country,
                 arg_min(l.payer_country, l.row) AS payer_country,
                 arg_min(l.ultimate_consignee_type, l.row) AS ultimate_consignee_type,
                 CASE WHEN count(DISTINCT coalesce(l.quantity_unit, '')) = 1 THEN sum(l.quantity) END AS quantity,
                 CASE WHEN count(DISTINCT coalesce(l.quantity_unit, '')) = 1 THEN any_value(l.quantity_unit) END
                   AS quantity_unit,
                 sum(l.gross_weight_kg) AS gross_weight_kg, sum(l.value_usd) AS value_usd,
                 arg_min(l.mode, l.row) AS mode, arg_min(l.license_number, l.row) AS license_number,
                 arg_min(l.related_party, l.row) AS related_party
          FROM leg_lines g JOIN lines l USING (file_id, row) LEFT JOIN port_countries USING (loading_port)
          GROUP BY leg_id),
        placed AS (
          SELECT g.* EXCLUDE (dispatched, role_country), coalesce(dispatched, c.country) AS from_country,
                 coalesce(role_country, r.country, destination_country) AS to_country
          FROM gathered g JOIN parties c ON c.party_id = consignor JOIN parties r ON r.party_id = receiver)
        SELECT * EXCLUDE (departure_texts, arrival_texts, departure_text, arrival_text,
                          departs_first, departs_last, arrives_first, arrives_last),
               day_number(departs_first) AS departs_first, day_number(departs_last) AS departs_last,
               day_number(arrives_first) AS arrives_first, day_number(arrives_last) AS arrives_last,
               CASE WHEN departs_assumed THEN '' WHEN departure_texts = 1 THEN departure_text
                    ELSE departs_first::TEXT || '..' || departs_last::TEXT END AS departs_text,
               CASE WHEN arrives_assumed THEN '' WHEN arrival_texts = 1 THEN arrival_text
                    ELSE arrives_first::TEXT || '..' || arrives_last::TEXT END AS arrives_text,
               coalesce(list_contains(?, from_country), false)
                 AND (NOT coalesce(list_contains(?, to_country), false)
                      OR receiver IN (SELECT party_id FROM end_parties)) AS leaves_us
        FROM placed
        ORDER BY leg_id
        """,
        [list(UNITED_STATES), list(UNITED_STATES)],
    )


def _write_rows_and_via(case: Case) -> None:
    case.execute("DELETE FROM leg_rows")
    case.execute(
        "INSERT INTO leg_rows BY NAME SELECT DISTINCT leg_id, file_id, row FROM leg_lines ORDER BY ALL"
    )
    between = [
        (role, order, via)
        for role, roles in VIA_ROLES.items()
        for order, via in enumerate(roles)
    ]
    case.execute(
        "CREATE OR REPLACE TEMP TABLE via_roles (role TEXT, via_order INTEGER, via_role TEXT)"
    )
    case.append(
        "via_roles",
        pa.table(
            {
                "role": [role for role, _, _ in between],
                "via_order": pa.array([order for _, order, _ in between], pa.int32()),
                "via_role": [via for _, _, via in between],
            }
        ),
    )
    case.execute("DELETE FROM leg_via")
    case.execute(
        """
        INSERT INTO leg_via BY NAME
        WITH named AS (
          SELECT file_id, row, via_role, via_party FROM (
            SELECT file_id, row, purchaser, intermediate_consignee, consignee, ultimate_consignee FROM lines)
          UNPIVOT (via_party FOR via_role IN
            (purchaser, intermediate_consignee, consignee, ultimate_consignee)))
        SELECT leg_id, (row_number() OVER (PARTITION BY leg_id ORDER BY via_order, via_party) - 1)::INTEGER AS seq,
               via_party AS party_id, via_role AS role
        FROM (
          SELECT leg_id, via_party, min(via_order) AS via_order, arg_min(via_role, via_order) AS via_role
          FROM leg_lines g
          JOIN legs USING (leg_id)
          JOIN via_roles v ON v.role = g.role
          JOIN named n ON n.file_id = g.file_id AND n.row = g.row AND n.via_role = v.via_role
          JOIN parties p ON p.party_id = via_party
          WHERE via_party NOT IN (legs.consignor, legs.receiver) AND p.logistics IS NULL
          GROUP BY leg_id, via_party)
        """
    )


def _write_places(case: Case) -> None:
    """Ports in order of travel, then the logistics parties that the record names as receiving."""
    case.execute("DELETE FROM leg_places")
    case.execute(
        """
        CREATE OR REPLACE TEMP TABLE ports AS
        SELECT DISTINCT leg_id, seq, code, kind FROM (
          SELECT leg_id, 0 AS seq, loading_port AS code, 'loading' AS kind
          FROM leg_lines JOIN lines USING (file_id, row)
          UNION ALL
          SELECT leg_id, generate_subscripts(codes, 1), unnest(codes), 'transshipment' FROM (
            SELECT leg_id, list_filter(list_transform(string_split(transshipment_ports, ';'), x -> trim(x)),
                                       x -> x <> '') AS codes
            FROM leg_lines JOIN lines USING (file_id, row) WHERE transshipment_ports IS NOT NULL)
          UNION ALL
          SELECT leg_id, 1000, discharge_port, 'discharge' FROM leg_lines JOIN lines USING (file_id, row))
        WHERE code IS NOT NULL
        """
    )
    codes = [code for (code,) in case.rows("SELECT DISTINCT code FROM ports ORDER BY code")]
    case.execute("CREATE OR REPLACE TEMP TABLE port_names (code TEXT, name TEXT, country TEXT)")
    case.append(
        "port_names",
        pa.table(
            {
                "code": pa.array(codes, pa.string()),
                "name": pa.array([_port_name(code) for code in codes], pa.string()),
                "country": pa.array([locode.country(code) for code in codes], pa.string()),
            }
        ),
    )
    case.execute(
        """
        INSERT INTO leg_places BY NAME
        WITH firms AS (
          SELECT DISTINCT leg_id, party_id, name, country
          FROM leg_lines g
          JOIN (SELECT file_id, row, firm FROM (SELECT file_id, row, consignee, intermediate_consignee,
                  ultimate_consignee, purchaser, end_user FROM lines)
                UNPIVOT (firm FOR r IN (consignee, intermediate_consignee, ultimate_consignee, purchaser, end_user)))
            USING (file_id, row)
          JOIN parties ON party_id = firm
          WHERE logistics IS NOT NULL AND firm <> g.receiver)
        SELECT leg_id, (row_number() OVER (PARTITION BY leg_id ORDER BY seq, code, name) - 1)::INTEGER AS seq,
               code, name, country, kind
        FROM (
          SELECT leg_id, seq, code, name, country, kind FROM ports JOIN port_names USING (code)
          UNION ALL
          SELECT leg_id, 999, '', name, country, 'logistics' FROM firms)
        """
    )


def _write_exclusions(case: Case, settings: Settings) -> None:
    case.execute("DELETE FROM exclusions")
    case.execute(
        """
        INSERT INTO exclusions
        SELECT 'self_leg', count(*) FROM received JOIN lines USING (file_id, row) WHERE consignor = receiver
        UNION ALL
        SELECT 'no_receiver', count(*) FROM lines ANTI JOIN received USING (file_id, row)
        UNION ALL
        SELECT 'no_consignor', count(*) FROM lines WHERE consignor IS NULL
        UNION ALL
        SELECT 'after_as_of', (SELECT count(*) FROM shipments) - (SELECT count(*) FROM lines)
        """
    )
    del settings


def _port_name(code: str) -> str:
    place = locode.describe(code)
    return place.name if place else code
