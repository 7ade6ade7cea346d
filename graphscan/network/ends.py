"""Which legs end at a listed party or its affiliate, and on what basis on the day of the leg."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.codes.bases import FINAL, basis_rank
from graphscan.network.affiliates import affiliate_ends
from graphscan.network.clocks import Listing, Span, outcomes
from graphscan.network.control import Control, captured_parties
from graphscan.network.end import LegEnd
from graphscan.network.headquarters import headquarters_ends
from graphscan.settings import Settings


def note_end_parties(case: Case, control: Control) -> None:
    """Write the temporary table `end_parties`: listed and captured parties.

    Parties that merely cannot be excluded are not among them: a forwarder stays a waypoint.
    """
    captured = captured_parties(control)
    case.execute("CREATE OR REPLACE TEMP TABLE end_parties (party_id INTEGER)")
    case.append("end_parties", pa.table({"party_id": pa.array(captured, pa.int32())}))
    case.execute("INSERT INTO end_parties SELECT DISTINCT party_id FROM targets")


def judge_ends(case: Case, settings: Settings, control: Control) -> None:
    """Write `leg_ends`: every entry that makes the receiver of a leg an end, on the leg's days."""
    best: dict[tuple[int, str, int | None], LegEnd] = {}
    for end in (
        *_listed(case),
        *affiliate_ends(case, settings, control),
        *headquarters_ends(case, settings, control),
    ):
        key = (end.leg_id, end.entry_id, end.owner)
        if key not in best or basis_rank(end.basis) < basis_rank(best[key].basis):
            best[key] = end
    rows = sorted(best.values(), key=lambda end: (end.leg_id, end.entry_id, end.owner or -1))
    case.replace(
        "leg_ends",
        pa.table(
            {
                "leg_id": pa.array([end.leg_id for end in rows], pa.int32()),
                "entry_id": pa.array([end.entry_id for end in rows], pa.string()),
                "basis": pa.array([end.basis for end in rows], pa.string()),
                "final": pa.array([end.final for end in rows], pa.bool_()),
                "also_possible": pa.array(
                    [list(end.also_possible) for end in rows], pa.list_(pa.string())
                ),
                "match": pa.array([end.match for end in rows], pa.string()),
                "list_name": pa.array([end.list_name for end in rows], pa.string()),
                "country_agrees": pa.array([end.country_agrees for end in rows], pa.bool_()),
                "owner": pa.array([end.owner for end in rows], pa.int32()),
                "proof": pa.array([end.proof for end in rows], pa.string()),
            }
        ),
    )


def _listed(case: Case) -> Iterator[LegEnd]:
    rows = case.rows(
        """
        SELECT leg_id, departs_first, departs_last, arrives_first, arrives_last,
               start_first, start_last, end_first, end_last, address_only, entry_id, match,
               list_name, country_agrees
        FROM legs JOIN targets ON party_id = receiver
        """
    )
    for row in rows:
        leg_id, d1, d2, a1, a2, s1, s2, e1, e2, address, entry_id, match, list_name, agrees = row
        allowed = _outcomes((d1, d2), (a1, a2), _span(s1, s2), _span(e1, e2))
        if address:
            allowed = _at_address(allowed)
        if allowed:
            yield LegEnd(
                leg_id=leg_id,
                entry_id=entry_id,
                basis=allowed[0],
                final=all(basis in FINAL for basis in allowed),
                also_possible=tuple(allowed[1:]),
                match=match,
                list_name=list_name,
                country_agrees=agrees,
                owner=None,
                proof="[]",
            )


def _at_address(allowed: tuple[str, ...]) -> tuple[str, ...]:
    """The bases where the entry is no name but an address (89 FR 51653)."""
    named = ("listed", "listed-date-unknown")
    found = {"listed-address" if basis in named else basis for basis in allowed}
    return tuple(sorted(found, key=basis_rank))


@functools.lru_cache(maxsize=100_000)
def _outcomes(
    departs: Span, arrives: Span, start: Span | None, end: Span | None
) -> tuple[str, ...]:
    return tuple(outcomes(departs, arrives, Listing(start=start, end=end)))


def _span(first: int | None, last: int | None) -> Span | None:
    return None if first is None or last is None else (first, last)
