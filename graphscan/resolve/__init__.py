"""Names to parties, and parties to listed entries.

`resolve` rewrites the tables of `schema.sql` under "resolve"; `screen` asks the lists for one name.
"""

from __future__ import annotations

from graphscan.casefile import Case
from graphscan.resolve.listed import write_list_names
from graphscan.resolve.mirrors import write_mirrors
from graphscan.resolve.names import normalise_name
from graphscan.resolve.parties import write_parties
from graphscan.resolve.scratch import drop
from graphscan.resolve.screening import Hit, screen, write_matches
from graphscan.settings import Settings

__all__ = ["Hit", "normalise_name", "resolve", "screen"]


def resolve(case: Case, settings: Settings) -> None:
    """Rewrite parties, what they are in each row, and which are listed: all of it or nothing.

    Reads `shipments`, `ownership`, `given_parties`, `given_aliases` and `list_rows`. The result
    depends on what the rows say, and not on their order.

    Args:
        case: A case with its sources loaded.
        settings: The settings of the run.
    """
    with case.transaction():
        write_parties(case, settings.merge_from)
        write_mirrors(case, merge=settings.merge_mirrors)
        write_list_names(case)
        write_matches(case, settings.match_review)
        drop(case, "mention_parties", "party_names", "party_spellings", "party_keys")
