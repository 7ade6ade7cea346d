"""An investigator's query over a case: counted, explained, and listed in order of score."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from graphscan.casefile import Case
from graphscan.casefile.manifest import build_manifest
from graphscan.casefile.narrow import narrowed
from graphscan.findings.counts import search_counts
from graphscan.findings.document import build_document, route_finding
from graphscan.findings.material import read_material
from graphscan.findings.scoring import points
from graphscan.network.legs import read_classes, read_legs
from graphscan.network.targets import latest_day
from graphscan.search.around import Ids, legs_between
from graphscan.search.case_question import read_touching
from graphscan.search.cuts import Cut, choke_points
from graphscan.search.engine import Limits, Prepared, run_search
from graphscan.search.paths import Meant, ask, count_through, count_usable, understand
from graphscan.search.quantities import read_quantities
from graphscan.search.query import PathQuery
from graphscan.search.question import Question
from graphscan.search.reach import kept_reach, legs_in_reach
from graphscan.search.results import Route
from graphscan.search.routes import RouteSearch
from graphscan.settings import Settings

_BESIDE = """
SELECT leg_id FROM legs
WHERE consignor IN (SELECT party FROM beside_senders)
  OR receiver IN (SELECT party FROM beside_receivers)
  OR leg_id IN (SELECT leg_id FROM beside_legs)
ORDER BY leg_id
"""


class AskedPaths:
    """An investigator's query over a loaded case: counted, explained, listed as they are found.

    Attributes:
        meanings: How each text of the query was taken.
        steps: (name, legs left) after each step of pruning.
    """

    def __init__(
        self,
        case: Case,
        query: PathQuery,
        settings: Settings | None = None,
        *,
        near: Ids | None = None,
    ) -> None:
        """Take the query's words, prune, and build the index.

        Args:
            case: A loaded case.
            query: What is asked for.
            settings: The limits of a chain, and how much is listed.
            near: Ids of the legs that could stand on a path, where they are known; ascending.

        Raises:
            NotFoundError: A text of the query fits nothing in the case.
        """
        self._case, self._query = case, query
        self._settings = dataclasses.replace(settings or Settings(), top=query.top)
        meant = understand(case, query)
        total, usable = case.value("SELECT count(*) FROM legs"), count_usable(case, query)
        near = _near(case, self._settings, meant) if near is None else near
        self._classes = read_classes(case)
        with narrowed(case, near):
            self._asked = ask(case, read_legs(case, self._classes), query, self._settings, meant)
        self._ready = Prepared(self._asked.question)
        self._through = [one.take(self._ready.kept) for one in self._asked.through]
        self._beside = _beside(case, self._ready.pruned, near[self._ready.kept])
        self._ready.kept = np.searchsorted(self._beside, near[self._ready.kept])
        self._search: RouteSearch | None = None
        self.meanings = self._asked.meanings
        (name, _), *others = self._ready.steps
        asked = ("of the goods, dates and amounts asked for", usable)
        self.steps = ((name, total), asked, *others)

    def chains(self) -> tuple[tuple[int, int, int], ...]:
        """(legs, possible chains, certain chains) of all that is asked for; nothing is listed."""
        possible = count_through(self._asked)
        certain = count_through(self._asked, certain=True)
        lengths = range(1, len(possible) + 1)
        return tuple(zip(lengths, possible, certain, strict=True))

    def choke_points(self) -> tuple[Cut, list[dict[str, str]]]:
        """The fewest intermediaries whose removal leaves no chain, and their names."""
        with narrowed(self._case, self._beside):
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
        if not len(self._ready.kept):
            return
        with narrowed(self._case, self._beside):
            yield from self._findings()

    def _findings(self) -> Iterator[dict[str, Any]]:
        scores = points(self._case, read_legs(self._case, self._classes), self._settings)
        limits = search_limits(self._settings)
        self._search = self._ready.search(scores, limits, self._through)
        amounts = read_quantities(self._case)
        routes = self._ready.routes(self._search, limits.top, amounts)
        told = 0
        for some in _in_growing_parts(routes):
            material = read_material(self._case, some)
            for _, tied in itertools.groupby(some, key=lambda route: route.points):
                found = [route_finding(scores, material, route) for route in tied]
                for finding in sorted(found, key=lambda finding: str(finding["id"])):
                    if limits.top and told == limits.top:
                        return
                    told += 1
                    yield finding

    def document(self) -> dict[str, Any]:
        """All that is asked for at once: an object like that of findings.json."""
        case, settings = self._case, self._settings
        with narrowed(case, self._beside):
            legs = read_legs(case, self._classes)
            scores = points(case, legs, settings)
            through = [one.spread(self._ready.kept, len(self._beside)) for one in self._through]
            found = run_search(
                self._ready,
                scores,
                search_limits(settings),
                through=through,
                amounts=read_quantities(case),
            )
            (whole, _), *others = found.steps
            result = dataclasses.replace(found, steps=((whole, self.steps[0][1]), *others))
            manifest = build_manifest(case, settings, latest_day(case), search_counts(result))
            return build_document(case, legs, result, settings, manifest, scores)

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


def _near(case: Case, settings: Settings, meant: Meant) -> Ids:
    """Legs that could stand on a path: those that the scan kept, where the ends are its own."""
    if meant.senders is None and meant.receivers is None:
        kept = kept_reach(case, settings)
        if kept is not None:
            return kept
    near = legs_between(case, settings, meant.senders, meant.receivers)
    if near is not None:
        return near
    return legs_in_reach(case, settings, senders=meant.senders, receivers=meant.receivers)


def _in_growing_parts(routes: Iterator[Route]) -> Iterator[list[Route]]:
    """Routes in lists that grow fourfold, so that the first come soon and many are read at once.

    Routes that tie stay together.
    """
    part: list[Route] = []
    size = 4
    for _, tied in itertools.groupby(routes, key=lambda route: route.points):
        part += tied
        if len(part) >= size:
            yield part
            part, size = [], 4 * size
    if part:
        yield part


def _beside(case: Case, pruned: Question, kept: Ids) -> Ids:
    """Ids of the legs on chains, and of those that scores and findings compare them with.

    That is all that the senders on chains send, all that the parties at their ends receive, and
    all that exporters receive.
    """
    legs = pruned.legs
    begins = (
        pruned.starts if pruned.limited_starts is None else pruned.starts | pruned.limited_starts
    )
    receivers = np.concatenate([legs.receiver[pruned.ends], legs.consignor[begins]])
    for name, parties in (("beside_senders", legs.consignor), ("beside_receivers", receivers)):
        case.temporary(name, pa.table({"party": np.unique(parties)}))
    case.temporary("beside_legs", pa.table({"leg_id": pa.array(kept, pa.int32())}))
    found: Ids = case.columns(_BESIDE)["leg_id"].astype(np.int64)
    return found
