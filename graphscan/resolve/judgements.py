"""What people decided about two parties, or a party and a listed entry. It always wins.

The last judgement about a pair counts; all of them are kept, with who gave them and when. Parties
are named by their keys as they are without judgements, so that a judgement outlives its own effect.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.errors import GraphscanError
from graphscan.resolve.clusters import Pair, groups, pair

VERDICTS = ("same", "different", "unsure")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One decision.

    Attributes:
        one: Key of a party.
        other: Key of another, or the id of a listed entry.
        verdict: `same`, `different` or `unsure`.
        judged_by: Who decided.
        judged_on: When.
        note: Why, in the judge's words.
    """

    one: str
    other: str
    verdict: str
    judged_by: str
    judged_on: dt.date
    note: str = ""

    @property
    def pair(self) -> Pair:
        """The two, in order."""
        return pair(self.one, self.other)


def read_judgements(case: Case) -> list[Judgement]:
    """Every judgement of a case, in the order in which they were given."""
    rows = case.rows(
        "SELECT one, other, verdict, judged_by, judged_on, note FROM judgements ORDER BY seq"
    )
    names = [field.name for field in dataclasses.fields(Judgement)]
    return [Judgement(**dict(zip(names, row, strict=True))) for row in rows]


def standing(judgements: Iterable[Judgement]) -> dict[Pair, Judgement]:
    """The judgement that counts of each pair: the last.

    >>> day = dt.date(2026, 1, 5)
    >>> given = [
    ...     Judgement(one=one, other=other, verdict=verdict, judged_by="desk", judged_on=day)
    ...     for one, other, verdict in (("a", "b", "same"), ("b", "a", "different"))]
    >>> [judgement.verdict for judgement in standing(given).values()]
    ['different']
    """
    return {judgement.pair: judgement for judgement in judgements}


def add_judgements(case: Case, given: Iterable[Judgement]) -> int:
    """Keep judgements; the next run goes by them. One that says what stands already is left out.

    Returns:
        How many were new.

    Raises:
        GraphscanError: A verdict is unknown, a name of the judge is missing, or two parties would
            be the same by way of others and different by their own judgement. Nothing is kept then.
    """
    earlier = read_judgements(case)
    now = standing(earlier)
    new = []
    for judgement in given:
        _check(judgement)
        stands = now.get(judgement.pair)
        if stands is None or (stands.verdict, stands.note) != (judgement.verdict, judgement.note):
            new.append(judgement)
            now[judgement.pair] = judgement
    torn = contradictions(now.values())
    if torn:
        one, other = torn[0]
        raise GraphscanError(
            f"{one} and {other} are judged different, and the same by way of others",
            where="judgements",
            cure="Judge one of the pairs between them again.",
        )
    rows = pa.table(
        {
            "seq": pa.array(range(len(earlier) + 1, len(earlier) + len(new) + 1), pa.int32()),
            **{
                name: pa.array([getattr(judgement, name) for judgement in new], pa.string())
                for name in ("one", "other", "verdict", "judged_by", "note")
            },
            "judged_on": pa.array([judgement.judged_on for judgement in new], pa.date32()),
        }
    )
    case.append("judgements", rows)
    return len(new)


def contradictions(judgements: Iterable[Judgement]) -> list[Pair]:
    """Pairs judged different that judgements join all the same, in order."""
    judged = list(judgements)
    place = {
        key: at
        for at, members in enumerate(
            groups(j.pair for j in judged if j.verdict == "same" and is_of_parties(j))
        )
        for key in members
    }
    return sorted(
        judgement.pair
        for judgement in judged
        if judgement.verdict == "different"
        and place.get(judgement.one, -1) == place.get(judgement.other, -2)
    )


def is_of_parties(judgement: Judgement) -> bool:
    """Whether a judgement is about two parties, and not about a party and a listed entry."""
    return is_party(judgement.one) and is_party(judgement.other)


def is_party(key: str) -> bool:
    """Whether a key is a party's (`parties.key`); an `entry_id` begins with the code of its list.

    >>> is_party("name:mirel fze|AE"), is_party("EL:0123456789ab")
    (True, False)
    """
    return key.startswith(("id:", "name:"))


def _check(judgement: Judgement) -> None:
    if judgement.verdict not in VERDICTS:
        raise GraphscanError(
            f"verdict {judgement.verdict!r}", where="judgements", cure=f"One of {VERDICTS}."
        )
    if not judgement.judged_by.strip():
        raise GraphscanError("nobody judges", where="judgements", cure="Say by whom.")
    if judgement.one == judgement.other:
        raise GraphscanError(
            f"{judgement.one} is itself", where="judgements", cure="Give two parties."
        )
