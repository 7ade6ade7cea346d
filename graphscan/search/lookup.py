"""From an investigator's words to parties and places: names, identifiers, lists, countries, ports.

The readings of a text, their order and what each is called are said here once. Who bears what is
asked of a case (`CaseParties`), or of anything else that holds the same parties.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Protocol

from graphscan.casefile import Case
from graphscan.codes import countries, lists, locode, ports
from graphscan.errors import NotFoundError


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one text stands for.

    Attributes:
        text: As asked.
        meaning: How it was taken, in words.
        parties: Party ids, ascending.
        country: ISO code where a country was meant, else "".
        place: UN/LOCODE where a port was meant, else "".
    """

    text: str
    meaning: str
    parties: tuple[int, ...]
    country: str = ""
    place: str = ""


class Parties(Protocol):
    """Whoever can say which parties bear a list, an entry, an identifier, a name or a country."""

    def bearing(self, reading: str, value: str) -> tuple[int, ...]:
        """Party ids, ascending; `reading` is a key of `READINGS`."""
        ...

    def touched(self, place: str) -> bool:
        """Whether some leg touches the port of this UN/LOCODE."""
        ...


_LISTED = "SELECT DISTINCT party_id FROM party_matches JOIN entries USING (entry_id) WHERE "

READINGS = {
    "list": f"{_LISTED} list_code = ?",
    "entry": f"{_LISTED} entry_id = ?",
    "identifier": "SELECT party_id FROM parties WHERE identifier = ?",
    "name": "SELECT party_id FROM parties WHERE lower(name) = lower(?)",
    "listed name": f"{_LISTED} lower(list_name) = lower(?)",
    "country": "SELECT party_id FROM parties WHERE country = ?",
    "words": """
        SELECT DISTINCT p.party_id FROM parties p LEFT JOIN party_matches m USING (party_id)
        WHERE list_bool_and([contains(lower(p.name || ' ' || coalesce(m.list_name, '')), word)
                             FOR word IN string_split(lower(?), ' ')])
    """,
}
"""By reading, how a case finds the parties."""


class CaseParties:
    """The parties of a case after resolution."""

    def __init__(self, case: Case) -> None:
        """Of this case."""
        self._case = case

    def bearing(self, reading: str, value: str) -> tuple[int, ...]:
        """Party ids, ascending."""
        rows = self._case.rows(f"{READINGS[reading]} ORDER BY party_id", [value])
        return tuple(row[0] for row in rows)

    def touched(self, place: str) -> bool:
        """Whether some leg touches the port."""
        return bool(self._case.value("SELECT count(*) FROM leg_places WHERE code = ?", [place]))


def find(case: Case, text: str, *, option: str) -> Found:
    """All parties of a case that a text may mean, as `find_among`."""
    return find_among(CaseParties(case), text, option=option)


def find_among(parties: Parties, text: str, *, option: str, places: bool = False) -> Found:
    """All parties that a text may mean.

    A list code, an entry id, a country, an identifier or a name is tried in this order; a name that
    no party bears in full is taken as words that a party's or a matched entry's name contains.

    Args:
        parties: Who is there.
        text: What was asked.
        option: The option it came from, for the error.
        places: Read it as a port as well: a UN/LOCODE, or a name that only one port has. Parties
            whose names contain that name are meant beside it.

    Raises:
        NotFoundError: Nothing bears that name.
    """
    asked = text.strip()
    for meaning, reading, value in _readings(asked):
        if found := parties.bearing(reading, value):
            return Found(text=asked, meaning=meaning, parties=found)
    country = countries.normalize(asked)
    if country:
        return Found(
            text=asked,
            meaning=f"parties in {countries.describe(country)}",
            parties=parties.bearing("country", country),
            country=country,
        )
    place = _port(parties, asked) if places else ""
    coded = bool(place) and locode.normalize(asked) == place
    found = parties.bearing("words", " ".join(asked.split())) if asked and not coded else ()
    if place:
        meaning = f"the port of {_called(place)}"
        also = f", and {_containing(len(found))}" if found else ""
        return Found(text=asked, meaning=meaning + also, parties=found, place=place)
    if not found:
        raise NotFoundError(
            f"nothing in the case is called {asked!r}",
            where=option,
            cure="Try fewer words, an identifier, a list code such as EL, or a country.",
        )
    return Found(text=asked, meaning=_containing(len(found)), parties=found)


def _port(parties: Parties, asked: str) -> str:
    """The port that a text names, where some leg touches it."""
    code = locode.normalize(asked) or ports.by_name(asked) or ""
    return code if code and parties.touched(code) else ""


def _called(place: str) -> str:
    known = ports.describe(place)
    return f"{known.name} ({place})" if known else place


def _containing(parties: int) -> str:
    return (
        "the party whose name contains it"
        if parties == 1
        else f"{parties} parties whose names contain it"
    )


def _readings(asked: str) -> Iterator[tuple[str, str, str]]:
    """(meaning, reading, value) of what a text may be in full, most telling first."""
    code = asked.upper()
    if lists.is_valid(code):
        yield f"parties on the {lists.describe(code)}", "list", code
    yield "the listed entry", "entry", asked
    if not (len(asked) == 2 and countries.is_valid(code)):
        yield "the party of that identifier", "identifier", asked
        yield "the party of that name", "name", asked
        yield "the listed name", "listed name", asked
