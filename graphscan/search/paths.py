"""An investigator's query as a question over the legs of a case."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.casefile import Case
from graphscan.codes.commodity import commodity_class
from graphscan.dates import day_number
from graphscan.network import Legs
from graphscan.search.case_question import recorded_question, through_control
from graphscan.search.chains import count_chains
from graphscan.search.lookup import Found, find
from graphscan.search.onward import Onward
from graphscan.search.pruning import prune_in_steps
from graphscan.search.query import SEPARATOR, PathQuery
from graphscan.search.question import Question
from graphscan.search.results import lanes_of
from graphscan.search.routes import Accept
from graphscan.settings import Settings

Flags = npt.NDArray[np.bool_]
Parties = npt.NDArray[np.int64]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """A query made ready.

    Attributes:
        question: For the search.
        accept: Whether a route goes through what was asked for.
        meanings: How each text of the query was taken.
        asked_legs: Legs that the goods, dates and amounts of the query allow.
        through: For each `via`, the legs whose receiver holds there, those that name it, and the
            parties that hold there.
    """

    question: Question
    accept: Accept | None
    meanings: tuple[Found, ...]
    asked_legs: int
    through: tuple[tuple[Flags, Flags, Parties], ...]


def ask(case: Case, legs: Legs, query: PathQuery, settings: Settings) -> Asked:
    """Where chains may begin and end, and which legs may be used.

    A path to parties that are not listed ends at each of them and goes on as well: they may hold.

    Raises:
        NotFoundError: A text of the query fits nothing in the case.
    """
    question = recorded_question(case, legs, settings)
    meanings: list[Found] = []

    def parties(text: str, option: str) -> tuple[Any, Flags]:
        ids: set[int] = set()
        named = np.zeros(len(legs), dtype=np.bool_)
        for part in filter(None, (part.strip() for part in text.split(SEPARATOR))):
            found = find(case, part, option=option)
            meanings.append(found)
            ids.update(found.parties)
            named |= _named_on(case, legs, found)
        return np.array(sorted(ids), dtype=np.int64), named

    usable = _goods_and_dates(case, legs, query)
    asked_legs = int(usable.sum())
    if query.sender:
        starts = np.isin(legs.consignor, parties(query.sender, "--from")[0])
        question = dataclasses.replace(
            question, starts=starts, limited_starts=None, limited_ends=None
        )
    if query.receiver:
        question = _ending_at(question, parties(query.receiver, "--to")[0])
    spared: list[Parties] = []
    for text in query.avoid:
        avoided, named = parties(text, "--avoid")
        touched = np.isin(legs.receiver, avoided) & ~question.ends
        touched |= np.isin(legs.consignor, avoided) & ~_any_start(question)
        usable &= ~(touched | named)
        spared.append(avoided)
    wanted, through = [], []
    for text in query.via:
        stops, named = parties(text, "--via")
        wanted.append((set(stops.tolist()), _lanes(legs, named)))
        through.append((np.isin(legs.receiver, stops), named, stops))
    may_begin = usable & _has_eccn(case, legs, query.eccn)
    may_end = usable & legs.end_certain if query.certain else usable
    limited = question.limited_starts
    asked = dataclasses.replace(
        question,
        starts=question.starts & may_begin,
        limited_starts=None if limited is None else limited & may_begin,
        ends=question.ends & may_end,
        limited_ends=None if question.limited_ends is None else question.limited_ends & may_end,
        final=question.final | ~usable,
        certain_only=query.certain,
    )
    return Asked(
        question=through_control(case, asked, settings, avoid=spared),
        accept=_through(wanted) if wanted else None,
        meanings=tuple(meanings),
        asked_legs=asked_legs,
        through=tuple(through),
    )


def _ending_at(question: Question, parties: npt.NDArray[np.int64]) -> Question:
    """The question of paths to these parties, listed or not.

    A start under a foreign direct product rule still needs an end that the rule names.
    """
    ends = np.isin(question.legs.receiver, parties)
    limited = question.limited_ends
    return dataclasses.replace(
        question,
        ends=ends,
        final=question.final & ends,
        limited_ends=None if limited is None else limited & ends,
    )


def _any_start(question: Question) -> Flags:
    starts, limited = question.starts, question.limited_starts
    return starts if limited is None else starts | limited


def _has_eccn(case: Case, legs: Legs, eccn: str) -> Flags:
    """Legs whose ECCN begins so; all, where none is asked for."""
    found = np.ones(len(legs), dtype=np.bool_)
    if eccn:
        rows = case.rows(
            "SELECT leg_id FROM legs WHERE starts_with(upper(eccn), upper(?))", [eccn.strip()]
        )
        found[:] = False
        found[[leg for (leg,) in rows]] = True
    return found


def count_through(asked: Asked, *, certain: bool = False) -> tuple[int, ...]:
    """Chains of 1, 2, ... legs that go through everything asked for, exactly, without listing any.

    Chains through all of several parties or places are had by inclusion and exclusion: one recount
    for each choice of those that are gone.
    """
    kept = prune_in_steps(asked.question).kept
    question = asked.question.take(kept)
    onward = Onward(question)
    through = [(held[kept], named[kept], stops) for held, named, stops in asked.through]
    counted = [0] * question.max_legs
    for absent in itertools.product((False, True), repeat=len(through)):
        gone = np.zeros(len(kept), dtype=np.bool_)
        blocked = gone.copy()
        left = onward
        for is_absent, (held, named, stops) in zip(absent, through, strict=True):
            if is_absent:
                gone |= named
                blocked |= held | named
                left = left.handed_to_none_of(stops)
        sign = -1 if sum(absent) % 2 else 1
        found = count_chains(left, certain=certain, gone=gone, blocked=blocked)
        counted = [one + sign * other for one, other in zip(counted, found, strict=True)]
    return tuple(counted)


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
    if query.klass:
        wanted = commodity_class(query.klass) if query.klass.isdigit() else query.klass
        usable &= legs.klass == (
            legs.classes.index(wanted) if wanted in legs.classes else len(legs.classes)
        )
    for column, least in (("quantity", query.min_quantity), ("value_usd", query.min_value)):
        if least:
            rows = case.rows(f"SELECT leg_id FROM legs WHERE {column} < ?", [least])  # noqa: S608 -- the program's own names
            usable[[leg for (leg,) in rows]] = False
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

    def accept(exporter: int, holders: tuple[int, ...], end: int, passes: tuple[int, ...]) -> bool:
        lanes = set(lanes_of((exporter, *holders, end), passes))
        return all(
            not parties.isdisjoint(holders) or not named.isdisjoint(lanes)
            for parties, named in wanted
        )

    return accept
