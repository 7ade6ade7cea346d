"""Listed parties whose names are like those in the records: the way from a case to the matcher."""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.resolve.distinctive import is_generic
from graphscan.resolve.fuzzy.matcher import Found, Matcher
from graphscan.resolve.names import parse_name

NEAR_BEST = 0.03
"""Of a party's entries, those within this of the best stay: a cut name may be that of several."""
SHORTEST = 5
"""Letters of a listed name below which nothing is like it."""
MARGIN = 0.04
"""Names are kept this far below the threshold, until the country has spoken."""

_LISTED = f"""
    SELECT entry_id, l.name, l.core FROM list_names AS l JOIN entries AS e USING (entry_id)
    WHERE l.normalised <> '' AND coalesce(e.entity_type, 'Entity') IN ('Entity', '')
      AND length(replace(l.normalised, ' ', '')) >=
        CASE WHEN l.normalised >= '\u3400' THEN 2 ELSE {SHORTEST} END
    ORDER BY ALL
"""  # noqa: S608 -- a number of this module
_UNKNOWN = """
    SELECT DISTINCT s.party_id, s.name FROM party_spellings AS s
    WHERE NOT EXISTS (FROM match_candidates AS c WHERE c.party_id = s.party_id)
    ORDER BY s.name, s.party_id
"""


class ListedNames:
    """The names of a case's lists, ready to be asked; persons and vessels are left out.

    Attributes:
        matcher: Asks them.
        names: The listed names, by their place in the matcher.
        entries: The entries of each.
    """

    def __init__(self, case: Case, background: list[str] | None = None) -> None:
        """Read and index them.

        Args:
            case: A case with lists that were resolved.
            background: Names of the data at hand; None takes the parties of the case.
        """
        by_name: dict[str, list[str]] = defaultdict(list)
        for entry, name, core in case.rows(_LISTED):
            if core or not all(map(is_generic, parse_name(name).core.split())):
                by_name[name].append(entry)
        if background is None:
            background = [
                name for (name,) in case.rows("SELECT DISTINCT name FROM parties ORDER BY name")
            ]
        self.names = list(by_name)
        self.entries = list(by_name.values())
        self.matcher = Matcher(self.names, background)

    def ask(self, names: list[str], least: float) -> list[tuple[int, str, str, float]]:
        """Place of the name, entry, listed name, score: of each name and entry the best."""
        best: dict[tuple[int, str], Found] = {}
        for found in self.matcher.match(names, least):
            for entry in self.entries[found.listed]:
                best.setdefault((found.name, entry), found)
        return [
            (at, entry, self.names[found.listed], found.score)
            for (at, entry), found in best.items()
        ]


def alike_candidates(case: Case, least: float) -> pa.Table:
    """Entries that parties without any other match are like: columns of `match_candidates`."""
    unknown = case.rows(_UNKNOWN)
    names = list(dict.fromkeys(name for _, name in unknown))
    parties: dict[str, list[int]] = defaultdict(list)
    for party, name in unknown:
        parties[name].append(party)
    listed = ListedNames(case, names) if names else None
    best: dict[tuple[int, str], tuple[float, str]] = {}
    for at, entry, list_name, score in listed.ask(names, least - MARGIN) if listed else ():
        for party in parties[names[at]]:
            known = best.get((party, entry))
            if known is None or score > known[0]:
                best[party, entry] = (score, list_name)
    top: dict[int, float] = defaultdict(float)
    for (party, _), (score, _) in best.items():
        top[party] = max(top[party], score)
    rows = [
        (party, entry, list_name, score)
        for (party, entry), (score, list_name) in sorted(best.items())
        if score >= top[party] - NEAR_BEST
    ]
    return pa.table(
        {
            "party_id": pa.array([row[0] for row in rows], pa.int32()),
            "entry_id": pa.array([row[1] for row in rows], pa.string()),
            "kind": pa.array(["fuzzy"] * len(rows), pa.string()),
            "list_name": pa.array([row[2] for row in rows], pa.string()),
            "base": pa.array([row[3] for row in rows], pa.float64()),
            "whole": pa.array([False] * len(rows), pa.bool_()),
        }
    )
