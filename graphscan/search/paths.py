"""An investigator's query as a question over the legs of a case."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.casefile import Case
from graphscan.codes import hs
from graphscan.codes.commodity import commodity_class
from graphscan.dates import day_number
from graphscan.errors import NotFoundError, SettingsError
from graphscan.network import Legs
from graphscan.search.case_question import recorded_question, through_control
from graphscan.search.chains import count_chains
from graphscan.search.lookup import CaseParties, Found, Parties, find_among
from graphscan.search.onward import Onward
from graphscan.search.pruning import prune_in_steps
from graphscan.search.query import SEPARATOR, PathQuery
from graphscan.search.question import Question
from graphscan.search.wanted import Through
from graphscan.settings import Settings

Flags = npt.NDArray[np.bool_]
Ids = npt.NDArray[np.int64]


_OF_CODE = """
leg_id IN (SELECT leg_id FROM leg_rows JOIN shipments USING (file_id, row)
           WHERE starts_with(hs_code, ?))
"""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Meant:
    """The words of a query as parties of the case.

    Attributes:
        senders: Where paths begin; None where that is not asked.
        receivers: Where paths end; None where that is not asked.
        via: What each text to go through stands for.
        avoid: What each text to stay clear of stands for.
        texts: How each text was taken, in the order asked.
    """

    senders: Ids | None
    receivers: Ids | None
    via: tuple[tuple[Found, ...], ...]
    avoid: tuple[tuple[Found, ...], ...]
    texts: tuple[Found, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """A query made ready.

    Attributes:
        question: For the search.
        meanings: How each text of the query was taken.
        through: What each `via` stands for.
    """

    question: Question
    meanings: tuple[Found, ...]
    through: tuple[Through, ...]


def understand(case: Case, query: PathQuery) -> Meant:
    """Look the words of a query up in a case.

    Raises:
        NotFoundError: A text of the query fits nothing in the case.
        SettingsError: A text names nobody.
    """

    def is_there(klass: str) -> bool:
        return bool(case.value("SELECT count(*) FROM legs WHERE class = ?", [klass]))

    refuse_unknown_class(query, is_there)
    return take_words(CaseParties(case), query)


def take_words(among: Parties, query: PathQuery) -> Meant:
    """What the words of a query stand for among some parties.

    Raises:
        NotFoundError: A text fits none of them.
        SettingsError: A text names nobody.
    """
    texts: list[Found] = []

    def read(text: str, option: str) -> tuple[Found, ...]:
        parts = [part for part in (part.strip() for part in text.split(SEPARATOR)) if part]
        if not parts:
            raise SettingsError(
                f"{option} {text!r} names nobody", cure="Give a name, a list or a country."
            )
        ways = option in {"--via", "--avoid"}
        found = tuple(find_among(among, part, option=option, places=ways) for part in parts)
        texts.extend(found)
        return found

    senders = _ids(read(query.sender, "--from")) if query.sender else None
    receivers = _ids(read(query.receiver, "--to")) if query.receiver else None
    avoid = tuple(read(text, "--avoid") for text in query.avoid)
    via = tuple(read(text, "--via") for text in query.via)
    return Meant(senders=senders, receivers=receivers, via=via, avoid=avoid, texts=tuple(texts))


def refuse_unknown_class(query: PathQuery, is_there: Callable[[str], bool]) -> None:
    """A heading that is in neither the Harmonized System nor the case is a slip of the pen.

    Args:
        query: The query.
        is_there: Whether goods of a class are there.

    Raises:
        NotFoundError: It is such a heading.
    """
    klass = query.klass
    if not klass.isdigit() or hs.is_valid(klass[:4]) or is_there(commodity_class(klass)):
        return
    raise NotFoundError(
        f"no heading {klass[:4]} in the Harmonized System, nor in the case",
        where="--class",
        cure="Give a heading such as 8542.",
    )


def class_of(query: PathQuery) -> str:
    """The commodity class that a query asks for; "" where it asks for none.

    >>> class_of(PathQuery(klass="854231"))  # processors are apart from the rest of 8542
    'advanced-computing'
    """
    return commodity_class(query.klass) if query.klass.isdigit() else query.klass


def ask(
    case: Case, legs: Legs, query: PathQuery, settings: Settings, meant: Meant | None = None
) -> Asked:
    """Where chains may begin and end, and which legs may be used.

    A path to parties that are not listed ends at each of them and goes on as well: they may hold.

    Raises:
        NotFoundError: A text of the query fits nothing in the case.
    """
    meant = meant or understand(case, query)
    question = recorded_question(
        case, legs, settings, senders=meant.senders, receivers=meant.receivers
    )
    usable = _goods_and_dates(case, legs, query)
    spared: list[Ids] = []
    no_further = np.zeros(len(legs), dtype=np.bool_)
    for found in meant.avoid:
        avoided = _ids(found)
        touched = np.isin(legs.receiver, avoided) & ~question.ends
        touched |= np.isin(legs.consignor, avoided) & ~_any_start(question)
        usable &= ~(touched | _named_on(case, legs, found))
        spared.append(avoided)
        no_further |= np.isin(legs.receiver, avoided)
    through = []
    for found in meant.via:
        stops, named = _ids(found), _named_on(case, legs, found)
        held = np.isin(legs.receiver, stops)
        through.append(Through(stops=frozenset(stops.tolist()), held=held, named=named))
    may_begin = usable & _has_eccn(case, legs, query.eccn)
    may_end = usable & legs.end_certain if query.certain else usable
    limited = question.limited_starts
    asked = dataclasses.replace(
        question,
        starts=question.starts & may_begin,
        limited_starts=None if limited is None else limited & may_begin,
        ends=question.ends & may_end,
        limited_ends=None if question.limited_ends is None else question.limited_ends & may_end,
        final=question.final | ~usable | no_further,
        certain_only=query.certain,
    )
    return Asked(
        question=through_control(case, asked, settings, avoid=spared),
        meanings=meant.texts,
        through=tuple(through),
    )


def _ids(found: Iterable[Found]) -> Ids:
    return np.unique(np.array([party for one in found for party in one.parties], dtype=np.int64))


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
    through = [one.take(kept) for one in asked.through]
    counted = [0] * question.max_legs
    for absent in itertools.product((False, True), repeat=len(through)):
        gone = np.zeros(len(kept), dtype=np.bool_)
        blocked = gone.copy()
        left = onward
        for is_absent, one in zip(absent, through, strict=True):
            if is_absent:
                gone |= one.named
                blocked |= one.held | one.named
                left = left.handed_to_none_of(np.array(sorted(one.stops)))
        sign = -1 if sum(absent) % 2 else 1
        found = count_chains(left, certain=certain, gone=gone, blocked=blocked)
        counted = [one + sign * other for one, other in zip(counted, found, strict=True)]
    return tuple(counted)


def count_usable(case: Case, query: PathQuery) -> int:
    """Legs that the goods, dates and amounts of a query allow."""
    where, values = _conditions(query)
    return int(case.value(f"SELECT count(*) FROM legs WHERE {where}", values))  # noqa: S608 -- the program's own words


def _goods_and_dates(case: Case, legs: Legs, query: PathQuery) -> Flags:
    where, values = _conditions(query)
    usable = np.ones(len(legs), dtype=np.bool_)
    if values:
        rows = case.columns(f"SELECT leg_id FROM legs WHERE {where}", values)  # noqa: S608 -- the program's own words
        usable[:] = False
        usable[rows["leg_id"]] = True
    return usable


def _conditions(query: PathQuery) -> tuple[str, list[Any]]:
    """What goods, dates and amounts ask of a row of `legs`."""
    asked: list[tuple[str, Any]] = [
        (
            _OF_CODE,
            query.hs,
        ),
        ("class = ?", class_of(query)),
        ("coalesce(quantity >= ?, true)", query.min_quantity or None),
        ("coalesce(value_usd >= ?, true)", query.min_value or None),
        ("departs_last >= ?", query.after and day_number(query.after)),
        ("departs_first <= ?", query.before and day_number(query.before)),
    ]
    given = [(condition, value) for condition, value in asked if value not in ("", None)]
    return " AND ".join(condition for condition, _ in given) or "true", [v for _, v in given]


def _named_on(case: Case, legs: Legs, found: Iterable[Found]) -> Flags:
    """Legs that name one of the parties between, touch the port, or a place in the country.

    The port of loading may be where the sender is: it is no way through a country, but one
    through the port itself.
    """
    named = np.zeros(len(legs), dtype=np.bool_)
    for one in found:
        rows = case.rows(
            """
            SELECT leg_id FROM leg_via WHERE list_contains($1::INTEGER[], party_id)
            UNION
            SELECT leg_id FROM leg_places WHERE country = $2 AND kind <> 'loading' AND $2 <> ''
            UNION
            SELECT leg_id FROM leg_places WHERE code = $3 AND $3 <> ''
            """,
            [list(one.parties), one.country, one.place],
        )
        named[[leg for (leg,) in rows]] = True
    return named
