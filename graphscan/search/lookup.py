"""From an investigator's words to parties: names, identifiers, lists, entries, countries."""

from __future__ import annotations

import dataclasses
from typing import Any

from graphscan.casefile import Case
from graphscan.codes import countries, lists
from graphscan.errors import NotFoundError


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one text stands for.

    Attributes:
        text: As asked.
        meaning: How it was taken, in words.
        parties: Party ids, ascending.
        country: ISO code where a country was meant, else "".
    """

    text: str
    meaning: str
    parties: tuple[int, ...]
    country: str = ""


def find(case: Case, text: str, *, option: str) -> Found:
    """All parties that a text may mean.

    A list code, an entry id, a country, an identifier or a name is tried in this order; a name that
    no party bears in full is taken as words that a party's or a matched entry's name contains.

    Args:
        case: A case after resolution.
        text: What was asked.
        option: The option it came from, for the error.

    Raises:
        NotFoundError: Nothing bears that name.
    """
    asked = text.strip()
    for meaning, sql, values in _readings(asked):
        rows = case.rows(sql, values)
        if rows:
            return Found(text=asked, meaning=meaning, parties=tuple(row[0] for row in rows))
    country = countries.normalize(asked)
    if country:
        return Found(
            text=asked,
            meaning=f"parties in {countries.describe(country)}",
            parties=_parties_in(case, country),
            country=country,
        )
    rows = case.rows(
        """
        SELECT DISTINCT p.party_id FROM parties p LEFT JOIN party_matches m USING (party_id)
        WHERE list_bool_and([contains(lower(p.name || ' ' || coalesce(m.list_name, '')), word)
                             FOR word IN string_split(lower(?), ' ')])
        ORDER BY p.party_id
        """,
        [" ".join(asked.split())],
    )
    if not asked or not rows:
        raise NotFoundError(
            f"nothing in the case is called {asked!r}",
            where=option,
            cure="Try fewer words, an identifier, a list code such as EL, or a country.",
        )
    parties = tuple(row[0] for row in rows)
    return Found(text=asked, meaning=_containing(len(parties)), parties=parties)


def _containing(parties: int) -> str:
    return (
        "the party whose name contains it"
        if parties == 1
        else f"{parties} parties whose names contain it"
    )


def _readings(asked: str) -> list[tuple[str, str, list[Any]]]:
    listed = "SELECT DISTINCT party_id FROM party_matches JOIN entries USING (entry_id) WHERE "
    readings = []
    code = asked.upper()
    if lists.is_valid(code):
        sql = listed + "list_code = ? ORDER BY party_id"
        readings.append((f"parties on the {lists.describe(code)}", sql, [code]))
    readings.append(("the listed entry", listed + "entry_id = ? ORDER BY party_id", [asked]))
    named = "SELECT party_id FROM parties WHERE {} ORDER BY party_id"
    if not (len(asked) == 2 and countries.is_valid(code)):
        readings.append(("the party of that identifier", named.format("identifier = ?"), [asked]))
        readings.append(("the party of that name", named.format("lower(name) = lower(?)"), [asked]))
        readings.append(
            ("the listed name", listed + "lower(list_name) = lower(?) ORDER BY party_id", [asked])
        )
    return readings


def _parties_in(case: Case, country: str) -> tuple[int, ...]:
    rows = case.rows("SELECT party_id FROM parties WHERE country = ? ORDER BY party_id", [country])
    return tuple(row[0] for row in rows)
