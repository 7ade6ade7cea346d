"""Records that tell of one movement: two customs, one bill, an amendment. One leg, more sources.

A pair is merged where consignor, receiver and commodity are equal, the amounts agree, the dates
allow it, and the two share a bill or are an export and an import record; what has been amended
since counts as it was, too. Beside equal quantities a weight may be rounded to kilograms. Where two
records are equally near and no bill decides, nothing is merged: a chain too many is seen, one too
few is not. Nothing is deleted: the table `mirrors` names every pair with its rule, and a run with
`merge_mirrors = false` leaves it empty.
"""

from __future__ import annotations

from importlib import resources

from graphscan.casefile import Case

AMOUNT = 0.01
"""Share by which quantity and weight of a pair may differ: customs round, and tare varies."""

GAP_DAYS = 3
"""Days by which the same date of a pair may differ: filing dates are not sailing dates."""

CARRIED_DAYS = 60
"""Longest carriage between a departure of one record and an arrival of the other, by sea."""


def write_mirrors(case: Case, *, merge: bool) -> None:
    """Rewrite `mirrors` from `shipments` and `shipment_parties`.

    Args:
        case: A case whose parties are resolved.
        merge: Whether to look for pairs; without, every record is a movement of its own.
    """
    case.execute("DELETE FROM mirrors")
    if merge:
        text = resources.files("graphscan.resolve").joinpath("mirrors.sql").read_text("utf-8")
        for name, value in (("amount", AMOUNT), ("gap", GAP_DAYS), ("carried", CARRIED_DAYS)):
            text = text.replace(f"${name}", repr(value))
        case.execute(text)
