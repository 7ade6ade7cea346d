"""Legs as columns: what the search works on. One element per leg; the leg id is the position."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt

from graphscan.casefile import Case
from graphscan.codes.bases import BASES

Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

BASIS_ORDER = tuple(BASES)
"""Bases, strongest first; `Legs.basis` holds positions in it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Legs:
    """The columns of the table `legs` and the strongest row of `leg_ends` per leg.

    Attributes:
        consignor: Party that sends.
        receiver: Party that receives.
        klass: Commodity class, an index into `classes`.
        departs_first: First possible day of departure (days since 1970-01-01).
        departs_last: Last possible day of departure, itself possible.
        arrives_first: First possible day of arrival.
        arrives_last: Last possible day of arrival, itself possible.
        departs_assumed: The record has no departure; the interval rests on the arrival.
        arrives_assumed: The record has no arrival; the interval rests on the departure.
        leaves_us: The leg's sender is an exporter (dispatched in the U.S., received elsewhere or by
            a target).
        basis: Strongest basis on which the receiver is an end, a position in `BASIS_ORDER`;
            -1 where it is none.
        final: The receiver is an end on every day of the leg on a basis that ends every chain.
        end_certain: No basis, or the only one that the days of leg and listing allow.
        classes: The commodity classes, sorted.
        short_code: The code has fewer than six digits and begins an advanced-computing one.
        consignment: The receiver is a logistics party with nobody named behind it: it may hold this
            one consignment.
    """

    consignor: Ints
    receiver: Ints
    klass: Ints
    departs_first: Ints
    departs_last: Ints
    arrives_first: Ints
    arrives_last: Ints
    departs_assumed: Flags
    arrives_assumed: Flags
    leaves_us: Flags
    basis: npt.NDArray[np.int8]
    final: Flags
    end_certain: Flags
    classes: tuple[str, ...]
    short_code: Flags
    consignment: Flags

    def __len__(self) -> int:
        return len(self.consignor)

    def take(self, which: npt.NDArray[Any]) -> Legs:
        """The legs at these positions (or of this mask), renumbered."""
        columns = {
            field.name: getattr(self, field.name)[which]
            for field in dataclasses.fields(self)
            if field.name != "classes"
        }
        return Legs(classes=self.classes, **columns)


def read_classes(case: Case) -> tuple[str, ...]:
    """The commodity classes of a case, sorted."""
    return tuple(row[0] for row in case.rows("SELECT DISTINCT class FROM legs ORDER BY class"))


def read_legs(case: Case, classes: tuple[str, ...] | None = None) -> Legs:
    """All legs of a case, with the strongest end of each.

    Memory: 44 bytes a leg.

    Args:
        case: A case.
        classes: Those that number the classes of the legs, where not all legs are looked at.
    """
    classes = read_classes(case) if classes is None else classes
    case.execute(
        "CREATE OR REPLACE TEMP TABLE basis_rank AS SELECT unnest(?::TEXT[]) AS basis, "
        "unnest(range(len(?::TEXT[])))::TINYINT AS rank",
        [list(BASIS_ORDER), list(BASIS_ORDER)],
    )
    case.execute(
        "CREATE OR REPLACE TEMP TABLE class_rank AS SELECT unnest(?::TEXT[]) AS class, "
        "unnest(range(len(?::TEXT[])))::INTEGER AS klass",
        [list(classes), list(classes)],
    )
    columns = case.columns(
        """
        WITH ends AS (
          SELECT leg_id, min(rank) AS basis, bool_or(final) AS final,
                 bool_or(len(also_possible) = 0 AND rank = strongest) AS end_certain
          FROM (SELECT leg_id, rank, final, also_possible,
                       min(rank) OVER (PARTITION BY leg_id) AS strongest
                FROM leg_ends JOIN basis_rank USING (basis))
          GROUP BY leg_id)
        SELECT consignor, receiver, klass, departs_first, departs_last, arrives_first, arrives_last,
               departs_assumed, arrives_assumed, leaves_us, coalesce(ends.basis, -1)::TINYINT AS
               basis, coalesce(ends.final, false) AS final, coalesce(ends.end_certain, true) AS
               end_certain, short_code, consignment
        FROM legs JOIN class_rank USING (class) LEFT JOIN ends USING (leg_id)
        ORDER BY leg_id
        """
    )
    return Legs(classes=classes, **columns)
