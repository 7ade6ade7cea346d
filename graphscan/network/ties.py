"""Parties that share premises, an officer or a telephone with a listed one: weaker evidence.

None of it captures anybody (15 CFR Part 744, Supplement No. 8: ownership does, a common director is
a red flag), so it stands beside ownership and the lists: it makes no party an end of a route. How
many parties share a mark says how little it tells: a tower of agents, or a name that many bear,
ties nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.network.statements import statement
from graphscan.resolve.addresses import Premises, premises, same_premises

MOST_SHARING = 10
"""Parties that may share a mark; where more do, it belongs to a building, an agent, a common name.

graphscan's own bound: points fall with the number of those who share long before it is reached."""


class _Mark(NamedTuple):
    """That a party bears a mark: at these premises, this officer, this telephone."""

    party: int
    value: str
    file_id: int
    row: int


class _Tie(NamedTuple):
    """A row of `party_ties`."""

    party_id: int
    listed: int
    kind: str
    value: str
    sharing: int
    file_id: int
    row: int
    listed_file_id: int
    listed_row: int


def note_ties(case: Case) -> None:
    """Write `party_ties`; reads the temporary table `targets`.

    Of each party and kind the mark that the fewest share is kept, for each listed party.
    """
    listed = {party for (party,) in case.rows("SELECT DISTINCT party_id FROM targets")}
    best: dict[tuple[int, int, str], _Tie] = {}
    groups = (*_addresses(case), *_marks(case)) if listed else ()
    for kind, marks in groups:
        for tie in _ties(kind, marks, listed):
            key = (tie.party_id, tie.listed, tie.kind)
            if key not in best or tie[3:] < best[key][3:]:
                best[key] = tie
    rows = [best[key] for key in sorted(best)]
    columns = {name: [tie[at] for tie in rows] for at, name in enumerate(_Tie._fields)}
    texts = {"kind", "value"}
    case.replace(
        "party_ties",
        pa.table(
            {
                name: pa.array(values, pa.string() if name in texts else pa.int64())
                for name, values in columns.items()
            }
        ),
    )


def _ties(kind: str, marks: list[_Mark], listed: set[int]) -> Iterable[_Tie]:
    """Ties of one mark; nobody is tied who is listed himself."""
    parties = {mark.party for mark in marks}
    if len(parties) > MOST_SHARING:
        return
    first = {mark.party: mark for mark in sorted(marks, reverse=True)}
    for other in sorted(parties & listed):
        for party in sorted(parties - listed):
            one, two = first[party], first[other]
            yield _Tie(
                party_id=party,
                listed=other,
                kind=kind,
                value=one.value,
                sharing=len(parties),
                file_id=one.file_id,
                row=one.row,
                listed_file_id=two.file_id,
                listed_row=two.row,
            )


def _marks(case: Case) -> Iterable[tuple[str, list[_Mark]]]:
    """Officers and telephones that a listed party shares, mark by mark."""
    case.execute(statement("tie_marks"))
    found: dict[tuple[str, str], list[_Mark]] = defaultdict(list)
    for kind, mark, *row in case.rows(
        """
        SELECT kind, mark, party_id, value, source FROM tie_marks
        WHERE (kind, mark) IN (
          SELECT (kind, mark) FROM tie_marks WHERE party_id IN (SELECT party_id FROM targets))
        ORDER BY kind, mark, party_id
        """
    ):
        found[kind, mark].append(_mark(*row))
    for (kind, _), marks in found.items():
        yield kind, marks


def _addresses(case: Case) -> Iterable[tuple[str, list[_Mark]]]:
    """Premises of listed parties and all who are there, premises by premises."""
    sql = statement("tie_addresses")
    of_listed: dict[tuple[str, ...], list[tuple[Premises, list[_Mark]]]] = defaultdict(list)
    nobody: dict[str, Any] = {"keys": [], "numbers": [], "glued": _GLUED}
    for row in case.rows(sql, {**nobody, "listed": True}):
        if there := premises(row[1]):
            known = of_listed[there.numbers]
            if not any(same_premises(there, other) for other, _ in known):
                known.append((there, []))
    if not of_listed:
        return
    digits = [_digits(numbers) for numbers in of_listed]
    near = {
        "listed": False,
        "keys": sorted({" ".join(sorted(set(each))) for each in digits}),
        "numbers": sorted({max(each, key=len) for each in digits}),
        "glued": _GLUED,
    }
    for row in case.rows(sql, near):
        if there := premises(row[1]):
            for other, marks in of_listed.get(there.numbers, ()):
                if same_premises(there, other):
                    marks.append(_mark(*row))
    for known in of_listed.values():
        for _, marks in known:
            yield "address", marks


def _digits(numbers: Iterable[str]) -> list[str]:
    """Numbers of premises without their letters, as the statement takes them from the text."""
    return ["".join(filter(str.isdigit, number)).lstrip("0") or "0" for number in numbers]


_GLUED = r"\pL\pL[0-9]|[0-9]\pL\pL|[0-9]\pL[0-9]|[^\x00-\x7F][0-9]|[0-9][^\x00-\x7F]"
"""Where letters touch a number, whether it is one depends on them: "12th" is, "Rm1204" is not."""


def _mark(party: int, value: str, source: dict[str, Any]) -> _Mark:
    return _Mark(party, value, source["file_id"], source["row"])


def ties_of(case: Case, party: int) -> list[dict[str, Any]]:
    """What a party shares with listed ones, or a listed party with others, as JSON values."""
    rows = case.rows(
        """
        SELECT p.name, coalesce(p.country, ''), t.listed <> $party, t.kind, value, sharing,
               one.path, t.row, two.path, listed_row
        FROM party_ties t
        JOIN parties p ON p.party_id = if(t.listed = $party, t.party_id, t.listed)
        JOIN files one ON one.file_id = t.file_id
        JOIN files two ON two.file_id = t.listed_file_id
        WHERE $party IN (t.party_id, t.listed)
        ORDER BY sharing, t.kind, p.name, p.party_id
        """,
        {"party": party},
    )
    return [
        {
            "name": name,
            "country": country,
            "listed": listed,
            "kind": kind,
            "value": value,
            "sharing": sharing,
            "rows": [{"file": one, "row": row}, {"file": two, "row": listed_row}],
        }
        for name, country, listed, kind, value, sharing, one, row, two, listed_row in rows
    ]
