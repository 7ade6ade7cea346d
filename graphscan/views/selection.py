"""Which parties and findings a picture of limited size shows, and as what.

About 300 cards stay smooth and readable; above that the picture says what it cut. Findings come in
their order, so what is cut is always the lowest ranked.
"""

from __future__ import annotations

import collections
import dataclasses
import enum
from collections.abc import Mapping, Sequence
from typing import Any

from graphscan.casefile import Case
from graphscan.findings.listing import has_entry
from graphscan.views.trace import TracedFinding, trace

ROUTE_SHARE = 0.7
"""Part of the cards that parties of routes may take; owners and trade partners share the rest."""
OWNER_LEVELS = 3


class Role(enum.StrEnum):
    """What a party is in the picture; a party of several roles has the first that fits."""

    LISTED = "listed"
    """Recognised as an entry of a list, and met as such."""
    AFFILIATE = "affiliate"
    """The end of a route that is owned by a listed party, not listed itself."""
    EXPORTER = "exporter"
    """Sends the first leg of a route."""
    INTERMEDIARY = "intermediary"
    """Held the goods, or was named between, on a route."""
    OWNER = "owner"
    """On no route; owns or is owned by a party that is."""
    PARTNER = "partner"
    """On no route; trades with an intermediary. Hidden until asked for."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The parties and findings of a picture.

    Attributes:
        findings: The findings shown, a prefix of the document's order.
        traced: The legs of each, at the same position.
        roles: Role of each party shown, by party id, in id order.
        stages: Column of each party but owners: 0 for exporters, then holders, then ends.
        last_stage: Column of the ends.
        scores: Best score of the findings that an intermediary is on, by party id.
        route_parties: Number of parties on any finding of the document, shown or not.
        owners_cut: Owners left out for lack of room.
        partners_cut: Trade partners left out for lack of room.
    """

    findings: tuple[Mapping[str, Any], ...]
    traced: tuple[TracedFinding, ...]
    roles: Mapping[int, Role]
    stages: Mapping[int, int]
    last_stage: int
    scores: Mapping[int, float]
    route_parties: int
    owners_cut: int
    partners_cut: int


def select(case: Case, findings: Sequence[Mapping[str, Any]], *, limit: int) -> Selection:
    """Choose what to show within `limit` cards.

    Args:
        case: The case of the findings.
        findings: The document's findings, best first.
        limit: Most cards, partners that start hidden included; 10 or more.
    """
    traced = trace(case, findings)
    shown = _findings_that_fit(traced, int(limit * ROUTE_SHARE))
    stages, last_stage = columns_of(traced[:shown])
    on_route = parties_of(traced[:shown])
    roles = route_roles(case, findings[:shown], traced[:shown])
    owners = related_owners(case, on_route)
    room = min(len(owners), max(0, limit - len(on_route)))
    roles |= dict.fromkeys(owners[:room], Role.OWNER)
    holders = sorted(party for party, role in roles.items() if role is Role.INTERMEDIARY)
    partners = _partners(case, holders, known=sorted(roles))
    room_left = max(0, limit - len(roles))
    for party, sends in partners[:room_left]:
        roles[party] = Role.PARTNER
        stages[party] = 0 if sends else last_stage
    return Selection(
        findings=tuple(findings[:shown]),
        traced=traced[:shown],
        roles=dict(sorted(roles.items())),
        stages=stages,
        last_stage=last_stage,
        scores=best_scores(findings[:shown], traced[:shown]),
        route_parties=len(parties_of(traced)),
        owners_cut=len(owners) - room,
        partners_cut=max(0, len(partners) - room_left),
    )


def parties_of(traced: Sequence[TracedFinding]) -> list[int]:
    """Every party on the findings' routes, or named between, by id."""
    return sorted({party for one in traced for party in (*one.route, *(via for via, _ in one.via))})


def _findings_that_fit(traced: Sequence[TracedFinding], limit: int) -> int:
    seen: set[int] = set()
    for count, one in enumerate(traced):
        more = seen | set(parties_of([one]))
        if len(more) > limit and count:
            return count
        seen = more
    return len(traced)


def columns_of(traced: Sequence[TracedFinding]) -> tuple[dict[int, int], int]:
    """Column of each party, where on its routes it stands most often; and the last column.

    An end is always in the last column, though a party listed on a weak basis may hold goods on
    another route; an exporter is in the first only where it holds goods on none.
    """
    votes: dict[int, collections.Counter[int]] = {}
    ends = set()
    for one in traced:
        ends.add(one.route[-1])
        for stage, party in enumerate(one.route[:-1]):
            votes.setdefault(party, collections.Counter())[stage] += 1
        for party, leg_number in one.via:
            votes.setdefault(party, collections.Counter())[leg_number] += 1
    stages: dict[int, int] = {}
    for party, counts in sorted(votes.items()):
        held = {stage: n for stage, n in counts.items() if stage > 0}
        most = max((held or counts).values())
        stages[party] = min(stage for stage in held or counts if counts[stage] == most)
    last_stage = max((stage for party, stage in stages.items() if party not in ends), default=0) + 1
    stages |= dict.fromkeys(sorted(ends), last_stage)
    return stages, last_stage


def route_roles(
    case: Case, findings: Sequence[Mapping[str, Any]], traced: Sequence[TracedFinding]
) -> dict[int, Role]:
    """Role of each party on the findings, by party id."""
    roles: dict[int, Role] = {}
    ends = sorted({one.route[-1] for one in traced})
    listed = {
        party
        for (party,) in case.rows(
            "SELECT DISTINCT party_id FROM party_matches"
            " WHERE party_id IN (SELECT unnest(?::INTEGER[]))",
            [ends],
        )
    }
    for finding, one in zip(findings, traced, strict=True):
        end = one.route[-1]
        own = not has_entry(finding) or end in listed
        if roles.get(end) is not Role.LISTED:
            roles[end] = Role.LISTED if own else Role.AFFILIATE
    for one in traced:
        for party in (*one.route[1:-1], *(via for via, _ in one.via)):
            roles.setdefault(party, Role.INTERMEDIARY)
    for one in traced:
        roles.setdefault(one.route[0], Role.EXPORTER)
    return roles


def best_scores(
    findings: Sequence[Mapping[str, Any]], traced: Sequence[TracedFinding]
) -> dict[int, float]:
    """Best score of the findings that an intermediary is on, by party id."""
    scores: dict[int, float] = {}
    for finding, one in zip(findings, traced, strict=True):
        for party in (*one.route[1:-1], *(via for via, _ in one.via)):
            scores[party] = max(scores.get(party, finding["score"]), finding["score"])
    return scores


def related_owners(case: Case, on_route: Sequence[int]) -> list[int]:
    """Owners up to three levels above parties of routes, and what these own in turn at one level.

    Those who own more of the route's parties come first: a shared owner is what one looks for.
    """
    rows = case.rows(
        """
        WITH RECURSIVE route AS (SELECT unnest(?::INTEGER[]) AS party),
        above AS (
          SELECT party, 0 AS level FROM route
          UNION
          SELECT o.owner, above.level + 1
          FROM above JOIN ownership_parties o ON o.owned = above.party WHERE above.level < ?
        ),
        related AS (
          SELECT party, level FROM above
          UNION ALL
          SELECT o.owned, 1 FROM ownership_parties o SEMI JOIN route ON route.party = o.owner
        )
        SELECT related.party, min(level) AS level,
          (SELECT count(DISTINCT o.owned) FROM ownership_parties o
           WHERE o.owner = related.party AND o.owned IN (SELECT party FROM route)) AS owns
        FROM related ANTI JOIN route USING (party)
        GROUP BY related.party ORDER BY level, owns DESC, related.party
        """,
        [list(on_route), OWNER_LEVELS],
    )
    return [party for party, _, _ in rows]


def _partners(
    case: Case, holders: Sequence[int], *, known: Sequence[int]
) -> list[tuple[int, bool]]:
    """Other trade partners of intermediaries, the busiest first; True where they mostly send."""
    rows = case.rows(
        """
        WITH known AS (SELECT unnest(?::INTEGER[]) AS party),
        holders AS (SELECT unnest(?::INTEGER[]) AS party),
        partners AS (
          SELECT consignor AS party, 1 AS sent FROM legs
          SEMI JOIN holders ON receiver = holders.party
          UNION ALL
          SELECT receiver, 0 FROM legs SEMI JOIN holders ON consignor = holders.party
        )
        SELECT party, sum(sent) * 2 >= count(*) FROM partners ANTI JOIN known USING (party)
        GROUP BY party ORDER BY count(*) DESC, party
        """,
        [list(known), list(holders)],
    )
    return [(party, sends) for party, sends in rows]
