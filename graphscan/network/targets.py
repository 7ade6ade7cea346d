"""Which recognised parties are ends of routes: the lists and kinds of entry that a run targets."""

from __future__ import annotations

import datetime as dt

from graphscan.casefile import Case
from graphscan.network.statements import statement
from graphscan.settings import Settings


def choose_targets(case: Case, settings: Settings) -> None:
    """Write the temporary table `targets`: parties of targeted entries, with their dates.

    SDN individuals, vessels and aircraft are no ends: a vessel is met by its IMO number only (one
    is called FOREST). Entries that start wholly after a given `as_of` are not known on that day.
    """
    case.execute(
        statement("targets"), [list(settings.target_lists), settings.as_of, settings.as_of]
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
