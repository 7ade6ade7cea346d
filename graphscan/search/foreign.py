"""Chains that begin abroad: goods of U.S. origin, and foreign direct products.

15 CFR 734.3(a): items of U.S. origin are subject to the EAR wherever they are. 15 CFR 734.9(e): so
are some foreign-made items where the party at the end carries footnote 1, 3, 4 or 5.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.casefile import Case
from graphscan.network import Legs
from graphscan.network.build import UNITED_STATES
from graphscan.search.onward import Onward
from graphscan.search.question import Pairs, Question
from graphscan.settings import Settings

Flags = npt.NDArray[np.bool_]

FOOTNOTES = ("1", "3", "4", "5")
"""Footnotes of the Entity List that name a foreign direct product rule."""

_ABROAD = """
WITH american AS (
  SELECT party_id FROM party_facts WHERE list_contains($us, headquarters_country)
  UNION
  SELECT owned FROM ownership o JOIN ownership_parties USING (file_id, row, interest)
  JOIN parties ON party_id = owner
  WHERE share_min >= 50 AND list_contains($us, country)
  UNION
  SELECT f.party_id FROM party_facts f JOIN parties p ON lower(p.name) = lower(f.parent_name)
  WHERE list_contains($us, p.country))
SELECT leg_id, leaves_us, coalesce(list_contains($us, origin_country), false) AS us_origin,
       consignor IN (SELECT party_id FROM american)
         OR coalesce(regexp_matches(upper(eccn), '^(3A090|4A090)'), false) AS direct_product,
       leg_id IN (SELECT leg_id FROM leg_ends JOIN entries USING (entry_id)
                  WHERE list_has_any(footnotes, $footnotes)) AS footnoted,
       coalesce(NOT list_contains($us, from_country), false) AS abroad
FROM {legs}
"""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Abroad:
    """What may begin a chain abroad, per leg.

    Attributes:
        origin: The goods are of U.S. origin and leave another country.
        direct_product: Sent from abroad by a firm whose headquarters or parent is in the U.S., or
            of ECCN 3A090 or 4A090.
        footnoted: The leg ends at an entry with a footnote of a foreign direct product rule.
    """

    origin: Flags
    direct_product: Flags
    footnoted: Flags


def abroad_rows(legs: str) -> tuple[str, dict[str, Any]]:
    """A statement that says what each of some legs may begin abroad, and its parameters.

    Args:
        legs: A table of legs, or a statement in brackets.
    """
    values = {"us": list(UNITED_STATES), "footnotes": list(FOOTNOTES)}
    return _ABROAD.format(legs=legs), values


def read_abroad(case: Case, legs: Legs) -> Abroad:
    """Which legs of a case may begin a chain abroad."""
    rows, values = abroad_rows("legs")
    found = case.columns(f"{rows} ORDER BY leg_id", values)
    abroad = found["abroad"] & ~legs.leaves_us
    return Abroad(
        origin=found["us_origin"] & abroad,
        direct_product=found["direct_product"] & abroad,
        footnoted=found["footnoted"],
    )


def foreign_starts(
    question: Question, abroad: Abroad, settings: Settings, led_to: Pairs
) -> Question:
    """The question with starts abroad.

    A foreign leg of U.S.-origin goods starts a chain only where no earlier leg leads to it. A start
    under a foreign direct product rule is limited to the ends that the rules name.

    Args:
        question: Its starts are in the U.S.
        abroad: What may begin a chain abroad.
        settings: Whether foreign direct products do.
        led_to: All pairs by which legs of U.S. origin follow others, beside the rules of classes.
    """
    origin = abroad.origin
    if origin.any():
        everything = np.ones(len(question.legs), dtype=np.int64)
        before = Onward(dataclasses.replace(question, pairs=led_to)).sum_before(everything)
        origin = origin & (before == 0)
    starts = question.starts | origin
    limited, ends = abroad.direct_product & ~starts, question.ends & abroad.footnoted
    if not (settings.foreign_direct_product and limited.any() and ends.any()):
        return dataclasses.replace(question, starts=starts)
    return dataclasses.replace(question, starts=starts, limited_starts=limited, limited_ends=ends)
