"""One row of `leg_ends`: why the receiver of a leg is an end on the day of the leg."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LegEnd:
    """One row of `leg_ends`.

    Attributes:
        leg_id: The leg.
        entry_id: The listed entry; "" where none stands behind it (headquarters).
        basis: The strongest basis that the days allow.
        final: On every day of the leg nothing goes on from here.
        also_possible: Weaker bases, or `not-captured`, that the days allow as well.
        match: How the name was recognised.
        list_name: The name or alias that matched.
        country_agrees: None where one of the countries is not known.
        owner: The listed party that owns the receiver; None where it is listed itself.
        proof: JSON: the records that prove it, [{file_id, row}].
    """

    leg_id: int
    entry_id: str
    basis: str
    final: bool
    also_possible: tuple[str, ...]
    match: str
    list_name: str
    country_agrees: bool | None
    owner: int | None
    proof: str
