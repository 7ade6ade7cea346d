"""Which recognised parties are ends of routes: the lists and kinds of entry that a run targets."""

from __future__ import annotations

import datetime as dt

from graphscan.casefile import Case
from graphscan.settings import Settings


def choose_targets(case: Case, settings: Settings) -> None:
    """Write the temporary table `targets`: recognised parties of targeted entries, with their dates.

    SDN individuals, vessels and aircraft are no ends: a vessel is met by its IMO number only (one is
    called FOREST). Entries that start wholly after a given `as_of` are not known on that day.
    """
    case.execute(
        """
        CREATE OR REPLACE TEMP TABLE targets AS
        SELECT party_id, entry_id, match, list_name, country_agrees, list_code, programs,
               day_number(start_first) AS start_first, day_number(start_last) AS start_last,
               day_number(end_first) AS end_first, day_number(end_last) AS end_last
        FROM party_matches JOIN entries USING (entry_id)
        WHERE list_contains(?, list_code)
          AND NOT (list_code = 'SDN'
                   AND lower(coalesce(entity_type, '')) IN ('individual', 'vessel', 'aircraft'))
          AND (start_first IS NULL OR ?::DATE IS NULL OR start_first <= ?::DATE)
        """,
        [list(settings.target_lists), settings.as_of, settings.as_of],
    )


def latest_day(case: Case) -> dt.date | None:
    """The last day of the latest shipment date or listing start; ends of listings do not count."""
    found: dt.date | None = case.value(
        """
        SELECT greatest((SELECT max(greatest(departure_last, arrival_last)) FROM shipments),
                        (SELECT max(start_last) FROM list_rows))
        """
    )
    return found
