"""From the parties of a case to those that are one: by judgements, and by scores where set so."""

from __future__ import annotations

from graphscan.casefile import Case
from graphscan.resolve.clusters import Link, Pair, groups, merge, pair
from graphscan.resolve.judgements import Judgement, is_of_parties, read_judgements, standing
from graphscan.resolve.known import read_known
from graphscan.resolve.likeness import Known
from graphscan.resolve.pairing import Pairing

NEVER = 1.0
"""Of the setting `merge_from`: parties are merged by judgements alone."""


def find_merges(case: Case, merge_from: float = NEVER) -> list[Link]:
    """The links that make several parties of a case one.

    Args:
        case: A case whose parties are as the contract has them, none merged.
        merge_from: Score from which two parties are one without a judgement.
    """
    judged = current(case)
    same = {two: j for two, j in judged.items() if j.verdict == "same"}
    links = [Link(*two, 1.0, _told(judgement)) for two, judgement in sorted(same.items())]
    if merge_from >= NEVER:
        return links
    unit = {key: members[0] for members in groups(same) for key in members}
    known: dict[str, Known] = {}
    for key, said in read_known(case, traders=True).items():
        place = unit.get(key, key)
        known[place] = known[place].joined(said) if place in known else said
    apart = {
        pair(unit.get(one, one), unit.get(other, other))
        for (one, other), judgement in judged.items()
        if judgement.verdict != "same"
    }
    pairing = Pairing(known)
    return links + merge(pairing.links(merge_from), pairing.alike, merge_from, apart)


def propose(case: Case, least: float) -> tuple[list[Link], dict[str, Known]]:
    """Pairs of parties that may be one and that nobody has judged, best first.

    Args:
        case: A resolved case.
        least: Score from which a pair is worth a look.

    Returns:
        The pairs, by the keys of the parties as they are now, and what is known of each party.
    """
    known = read_known(case, traders=True)
    now = _now(case)
    judged = {pair(*(now.get(key, key) for key in two)) for two in current(case)}
    links = Pairing(known).links(least)
    return [link for link in links if (link.one, link.other) not in judged], known


def current(case: Case) -> dict[Pair, Judgement]:
    """The judgements about two parties that count."""
    return {
        two: judgement
        for two, judgement in standing(read_judgements(case)).items()
        if is_of_parties(judgement)
    }


def _now(case: Case) -> dict[str, str]:
    """The key that each merged party bears now."""
    rows = case.rows(
        "SELECT unnest([m.one, m.other]), p.key FROM party_merges AS m JOIN parties AS p "
        "USING (party_id)"
    )
    return dict(rows)


def _told(judgement: Judgement) -> str:
    note = f": {judgement.note}" if judgement.note else ""
    return f"judged the same by {judgement.judged_by}, {judgement.judged_on}{note}"
