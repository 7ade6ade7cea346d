"""An investigator's query as a question over the legs of a case."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.casefile import Case
from graphscan.dates import day_number
from graphscan.network import Legs
from graphscan.search.case_question import case_question
from graphscan.search.lookup import Found, find
from graphscan.search.query import PathQuery
from graphscan.search.question import Question
from graphscan.search.routes import Accept
from graphscan.settings import Settings

Flags = npt.NDArray[np.bool_]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """A query made ready.

    Attributes:
        question: For the search.
        accept: Whether a route goes through what was asked for.
        meanings: How each text of the query was taken.
    """

    question: Question
    accept: Accept | None
    meanings: tuple[Found, ...]


def ask(case: Case, legs: Legs, query: PathQuery, settings: Settings) -> Asked:
    """Where chains may begin and end, and which legs may be used.

    A path to parties that are not listed ends at each of them and goes on as well: they may hold.

    Raises:
        NotFoundError: A text of the query fits nothing in the case.
    """
    question = case_question(case, legs, settings)
    meanings: list[Found] = []

    def parties(text: str, option: str) -> Any:
        found = find(case, text, option=option)
        meanings.append(found)
        return np.array(found.parties, dtype=np.int64)

    usable = _goods_and_dates(case, legs, query)
    starts, ends, final = question.starts, question.ends, question.final
    if query.sender:
        starts = np.isin(legs.consignor, parties(query.sender, "--from"))
    if query.receiver:
        ends = np.isin(legs.receiver, parties(query.receiver, "--to"))
        final = final & ends
    for text in query.avoid:
        avoided = parties(text, "--avoid")
        touched = np.isin(legs.receiver, avoided) & ~ends
        touched |= np.isin(legs.consignor, avoided) & ~starts
        usable &= ~(touched | _named_on(case, legs, meanings[-1]))
    wanted = []
    for text in query.via:
        through = parties(text, "--via")
        wanted.append((set(through.tolist()), _lanes(legs, _named_on(case, legs, meanings[-1]))))
    return Asked(
        question=dataclasses.replace(
            question, starts=starts & usable, ends=ends & usable, final=final | ~usable
        ),
        accept=_through(wanted) if wanted else None,
        meanings=tuple(meanings),
    )


def _goods_and_dates(case: Case, legs: Legs, query: PathQuery) -> Flags:
    usable = np.ones(len(legs), dtype=np.bool_)
    if query.hs:
        rows = case.rows(
            "SELECT DISTINCT leg_id FROM leg_rows JOIN shipments USING (file_id, row) "
            "WHERE starts_with(hs_code, ?) ORDER BY leg_id",
            [query.hs],
        )
        usable[:] = False
        usable[[leg for (leg,) in rows]] = True
    if query.after:
        usable &= legs.departs_last >= day_number(query.after)
    if query.before:
        usable &= legs.departs_first <= day_number(query.before)
    return usable


def _named_on(case: Case, legs: Legs, found: Found) -> Flags:
    """Legs that name one of the parties between, or a place in the country."""
    rows = case.rows(
        """
        SELECT leg_id FROM leg_via WHERE list_contains(?::INTEGER[], party_id)
        UNION
        SELECT leg_id FROM leg_places WHERE country = ? AND kind <> 'loading' AND ? <> ''
        """,
        [list(found.parties), found.country, found.country],
    )
    named = np.zeros(len(legs), dtype=np.bool_)
    named[[leg for (leg,) in rows]] = True
    return named


def _lanes(legs: Legs, which: Flags) -> set[tuple[int, int]]:
    pairs = zip(legs.consignor[which].tolist(), legs.receiver[which].tolist(), strict=True)
    return set(pairs)


def _through(wanted: list[tuple[set[int], set[tuple[int, int]]]]) -> Callable[..., bool]:
    """Whether a route holds at, or has a leg that names, something of everything wanted."""

    def accept(exporter: int, holders: tuple[int, ...], end: int) -> bool:
        stops = (exporter, *holders, end)
        lanes = set(itertools.pairwise(stops))
        return all(
            not parties.isdisjoint(holders) or not named.isdisjoint(lanes)
            for parties, named in wanted
        )

    return accept
