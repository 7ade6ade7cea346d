"""An investigator's query over a case: counted, explained, and listed in order of score."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from graphscan.casefile import Case
from graphscan.findings.finding import write_finding
from graphscan.findings.material import read_material
from graphscan.findings.scoring import points
from graphscan.network import read_legs
from graphscan.search.case_question import read_touching
from graphscan.search.cuts import Cut, choke_points
from graphscan.search.engine import Limits, Prepared
from graphscan.search.paths import ask, count_through
from graphscan.search.quantities import read_quantities
from graphscan.search.query import PathQuery
from graphscan.search.routes import RouteSearch
from graphscan.settings import Settings


class AskedPaths:
    """An investigator's query over a loaded case: counted, explained, listed as they are found.

    Attributes:
        meanings: How each text of the query was taken.
        steps: (name, legs left) after each step of pruning.
    """

    def __init__(self, case: Case, query: PathQuery, settings: Settings | None = None) -> None:
        """Take the query's words, prune, and build the index.

        Raises:
            NotFoundError: A text of the query fits nothing in the case.
        """
        self._case, self._query = case, query
        self._settings = dataclasses.replace(settings or Settings(), top=query.top)
        self._legs = read_legs(case)
        self._asked = ask(case, self._legs, query, self._settings)
        self._ready = Prepared(self._asked.question)
        self._search: RouteSearch | None = None
        self.meanings = self._asked.meanings
        first, *others = self._ready.steps
        asked = ("of the goods, dates and amounts asked for", self._asked.asked_legs)
        self.steps = (first, asked, *others)

    def chains(self) -> tuple[tuple[int, int, int], ...]:
        """(legs, possible chains, certain chains) of all that is asked for; nothing is listed."""
        possible = count_through(self._asked)
        certain = count_through(self._asked, certain=True)
        lengths = range(1, len(possible) + 1)
        return tuple(zip(lengths, possible, certain, strict=True))

    def choke_points(self) -> tuple[Cut, list[dict[str, str]]]:
        """The fewest intermediaries whose removal leaves no chain, and their names."""
        touching = read_touching(self._case)
        kept = self._ready.kept
        via = {party: np.flatnonzero(np.isin(kept, legs)) for party, legs in touching.via.items()}
        cut = choke_points(self._ready.pruned, via={p: at for p, at in via.items() if len(at)})
        rows = self._case.rows(
            "SELECT name, coalesce(country, '') FROM parties"
            " WHERE list_contains(?::INTEGER[], party_id) ORDER BY party_id",
            [list(cut.chosen)],
        )
        return cut, [{"name": name, "country": country} for name, country in rows]

    def findings(self) -> Iterator[dict[str, Any]]:
        """Objects of findings.json, each as soon as none that is missing can score more."""
        scores = points(self._case, self._legs, self._settings)
        limits = search_limits(self._settings)
        self._search = self._ready.search(scores, limits, self._asked.accept)
        amounts = read_quantities(self._case)
        routes = self._ready.routes(self._search, limits.top, amounts)
        told = 0
        for _, equal in itertools.groupby(routes, key=lambda route: route.points):
            tied = list(equal)
            material = read_material(self._case, tied)
            found = [write_finding(scores, material, route) for route in tied]
            for finding in sorted(found, key=lambda finding: str(finding["id"])):
                if limits.top and told == limits.top:
                    return
                told += 1
                yield finding

    @property
    def certain_only(self) -> bool:
        """Whether the query asks for certain paths only."""
        return self._query.certain

    @property
    def truncated(self) -> bool:
        """Whether the listing stopped at its ceiling."""
        return self._search is not None and self._search.truncated


def search_limits(settings: Settings) -> Limits:
    """How much a search lists."""
    return Limits(
        top=settings.top, journeys=settings.journeys, max_expansions=settings.max_expansions
    )
