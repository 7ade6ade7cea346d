"""The question of a case: its legs as columns, what links them, and what stands on them."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.casefile import Case
from graphscan.network import Legs
from graphscan.network.linked import parties_of, read_linked
from graphscan.search.case_links import control_pairs, read_pairs, relabelled_before
from graphscan.search.foreign import foreign_starts, read_abroad
from graphscan.search.question import Question
from graphscan.search.touching import Touching
from graphscan.settings import Settings

Parties = npt.NDArray[np.int64]


def exporters_to_listed(legs: Legs, settings: Settings) -> Question:
    """Chains from U.S. exporters to listed parties, within the limits of the settings.

    Starts abroad, relabelled goods and single consignments need the case: see `case_question`.
    """
    return Question(
        legs=legs,
        starts=legs.leaves_us,
        ends=legs.basis >= 0,
        final=legs.final,
        max_legs=settings.max_legs,
        min_wait=settings.min_wait,
        max_wait=settings.max_wait,
    )


def case_question(case: Case, legs: Legs, settings: Settings) -> Question:
    """Everything that DESIGN sections 3 and 6 let a chain be, from any start to listed parties."""
    return through_control(case, recorded_question(case, legs, settings), settings)


def recorded_question(
    case: Case,
    legs: Legs,
    settings: Settings,
    *,
    senders: Parties | None = None,
    receivers: Parties | None = None,
) -> Question:
    """The same, but that a record lies behind every step.

    Where goods may pass between linked parties, relabelled links of such chains are there already.

    Args:
        case: The case.
        legs: Its legs.
        settings: The limits of a chain.
        senders: Parties at which chains begin; None takes U.S. exporters and starts abroad.
        receivers: Parties at which chains end, listed or not; None takes listed ones.
    """
    asked = exporters_to_listed(legs, settings)
    if settings.through_affiliates:
        asked = dataclasses.replace(asked, linked=read_linked(case, parties_of(legs)))
    if receivers is not None:
        ends = np.isin(legs.receiver, receivers)
        asked = dataclasses.replace(asked, ends=ends, final=asked.final & ends)
    if senders is not None:
        asked = dataclasses.replace(asked, starts=np.isin(legs.consignor, senders))
        return dataclasses.replace(asked, pairs=read_pairs(case, asked))
    abroad = read_abroad(case, legs)
    any_start = legs.leaves_us | abroad.origin | abroad.direct_product
    pairs = read_pairs(case, dataclasses.replace(asked, starts=any_start))
    led_to = pairs.joined(relabelled_before(case, asked, abroad.origin))
    asked = dataclasses.replace(asked, pairs=pairs)
    return foreign_starts(asked, abroad, settings, led_to)


def through_control(
    case: Case,
    question: Question,
    settings: Settings,
    avoid: Sequence[npt.NDArray[np.int64]] = (),
) -> Question:
    """A question with the links between parties that may hand goods on without a record.

    Args:
        case: The case.
        question: Made by `recorded_question`, its starts and ends as they are asked for.
        settings: Without `through_affiliates` the question stays as it is.
        avoid: Parties that goods are not handed on to.
    """
    if not settings.through_affiliates:
        return question
    pairs = control_pairs(case, question)
    for parties in avoid:
        pairs = pairs.where(~np.isin(question.legs.consignor[pairs.after], parties))
    return dataclasses.replace(question, pairs=question.pairs.joined(pairs))


def read_touching(case: Case) -> Touching:
    """Parties between, places and entries of every leg of a case."""
    via = case.columns("SELECT party_id, leg_id FROM leg_via ORDER BY party_id, leg_id")
    places: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for code, name, country, leg_id in case.rows(
        "SELECT code, name, coalesce(country, ''), leg_id FROM leg_places GROUP BY ALL ORDER BY ALL"
    ):
        places[code, name, country].append(leg_id)
    entries: dict[int, set[str]] = defaultdict(set)
    for leg_id, entry_id in case.rows("SELECT leg_id, entry_id FROM leg_ends WHERE entry_id <> ''"):
        entries[leg_id].add(entry_id)
    home = case.columns(
        "SELECT country, party_id FROM parties WHERE country IS NOT NULL ORDER BY country, party_id"
    )
    names, first = np.unique(home["country"].astype(str), return_index=True)
    parties = np.split(home["party_id"].astype(np.int64), first[1:])
    return Touching(
        countries=dict(zip(names.tolist(), parties, strict=False)),
        via=_by_key(via["party_id"], via["leg_id"]),
        places={place: np.array(legs, dtype=np.int64) for place, legs in places.items()},
        entries={leg: frozenset(found) for leg, found in entries.items()},
    )


def _by_key(keys: npt.NDArray[Any], values: npt.NDArray[Any]) -> dict[int, npt.NDArray[Any]]:
    """Values of each key, keys ascending."""
    found, starts = np.unique(keys, return_index=True)
    parts = np.split(values.astype(np.int64), starts[1:]) if len(found) else []
    return {int(key): np.unique(part) for key, part in zip(found, parts, strict=True)}
