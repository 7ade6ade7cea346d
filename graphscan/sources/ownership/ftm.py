"""FollowTheMoney entities as JSON lines, as OpenSanctions publishes them.

Sources: the FollowTheMoney schema (followthemoney.tech). An interest is an entity of its own. Ids
change when entities are merged: what an entity was called before is among its `referents`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from graphscan.dates import DayInterval
from graphscan.sources.canonical import Loaded
from graphscan.sources.foreign import OnBytes, UnusableRecordError, country, day, share, tidy
from graphscan.sources.json_records import json_records
from graphscan.sources.ownership.model import (
    NO_PARTY,
    Fact,
    Interest,
    Party,
    Register,
    Said,
    number_of,
    private,
)
from graphscan.sources.problems import Refusal
from graphscan.sources.text import text_blocks

REGISTER = "FtM"

NO_ENTITY = Refusal(reason="no FollowTheMoney entity", cure="It needs id, schema and properties.")
BAD_SHARE = Refusal(reason="not a percentage from 0 to 100", cure="Ask the publisher.")

PARTIES = {
    "Company": "company",
    "LegalEntity": "unknown",
    "Organization": "company",
    "PublicBody": "state",
    "Person": "person",
    "Asset": "unknown",
}
_LINKS = {
    "Ownership": ("owner", "asset", "shares"),
    "Directorship": ("director", "organization", "board"),
    "UnknownLink": ("subject", "object", "unknown"),
}
_PERCENT = re.compile(
    r"(?P<sign>>=?|<=?|over |more than )?\s*(?P<a>[\d.]+)\s*%?(\s*-\s*(?P<b>[\d.]+)\s*%?)?"
)
_REGISTERED = ("registrationNumber", "ogrnCode", "innCode", "taxNumber", "idNumber")
_REACH = {"indirect": "indirect", "ultimate": "ultimate"}


def read_ftm(
    location: Path,
    on_bytes: OnBytes | None = None,
    after: int = 0,
    *,
    aside: frozenset[str] = frozenset(),
    register: Register | None = None,
    also: Callable[[dict[str, Any]], Sequence[Any]] | None = None,
) -> Iterator[Loaded]:
    """The portions of an FtM file; see `graphscan.sources.foreign`.

    Args:
        location: The file.
        on_bytes: Told how many bytes have been read.
        after: Records to leave out at its start.
        aside: Schemata whose entities somebody else reads and counts.
        register: What collects them; None takes one that knows parties, interests and facts.
        also: What else an entity says, for that register.
    """
    register = register or Register(REGISTER)
    for record in json_records(text_blocks(location, on_bytes), after):
        if record.problem:
            register.portions.refuse(
                record.number, UnusableRecordError("", record.text, record.problem)
            )
        elif record.content.get("schema") not in aside:
            register.record(record.number, functools.partial(_said, record.content, also))
        if register.portions.full:
            yield from register.take()
    yield from register.take()


def _said(
    content: dict[str, Any], also: Callable[[dict[str, Any]], Sequence[Any]] | None
) -> list[Any]:
    return [*entity(content), *(also(content) if also else ())]


def entity(content: dict[str, Any]) -> list[Said]:
    """What one entity says; nothing where the case has no place for its kind.

    Raises:
        UnusableRecordError: It goes to quarantine.
    """
    ref, schema = tidy(content.get("id")), tidy(content.get("schema"))
    given = content.get("properties")
    if not ref or not schema or not isinstance(given, dict):
        raise UnusableRecordError("id", ref, NO_ENTITY)
    values = {
        name: [text for text in map(tidy, each) if text]
        for name, each in given.items()
        if isinstance(each, list)
    }
    said: list[Said] = []
    if schema in PARTIES:
        said = _party(ref, schema, tidy(content.get("caption")), values)
    elif schema in _LINKS:
        said = _links(ref, schema, values)
    elif schema == "Succession":
        pairs = _pairs(values, "predecessor", "successor")
        said = [Fact("succession", old, new, "", _first(values, "startDate")) for old, new in pairs]
    elif schema in {"Identification", "Passport"} and schema == "Identification":
        numbers = [
            number_of(country(_first(values, "country")), n) for n in values.get("number", [])
        ]
        said = [
            Fact("identifier", holder, number, _first(values, "type"))
            for holder in values.get("holder", [])
            for number in numbers
            if number
        ]
    if said:
        older = content.get("referents")
        said += [
            Fact("referent", ref, old)
            for old in map(tidy, older if isinstance(older, list) else [])
            if old and old != ref
        ]
    return said


def _party(ref: str, schema: str, caption: str, values: dict[str, list[str]]) -> list[Said]:
    kind = PARTIES[schema]
    is_person = kind == "person"
    numbers = identifiers(values, is_person=is_person)
    party = Party(
        ref=ref,
        name=caption or _first(values, "name"),
        country=home(values, is_person=is_person),
        identifier=numbers[0] if numbers else None,
        kind=kind,
        address=None if is_person else _first(values, "address") or None,
        incorporated=None if is_person else day(_first(values, "incorporationDate")),
        dissolved=None if is_person else day(_first(values, "dissolutionDate")),
        industry=_first(values, "sector") or None,
    )
    facts: list[Said] = [Fact("identifier", ref, number) for number in numbers]
    return [party, *facts]


def home(values: dict[str, list[str]], *, is_person: bool) -> str | None:
    """The country of a party: where it is incorporated, or its nationality, else where it sits."""
    names = ("nationality", "citizenship") if is_person else ("jurisdiction", "mainCountry")
    for name in (*names, "country"):
        for text in values.get(name, []):
            if country(text):
                return country(text)
    return None


def identifiers(values: dict[str, list[str]], *, is_person: bool) -> list[str]:
    """The numbers of a party, the one that names it best first; a person's are unreadable."""
    place = country(
        _first(values, "jurisdiction") or _first(values, "country") or _first(values, "nationality")
    )
    found = [text.upper() for text in values.get("leiCode", [])]
    found += [
        number
        for name in _REGISTERED
        for text in values.get(name, [])
        if (number := number_of(place, text))
    ]
    return list(dict.fromkeys(private(number) if is_person else number for number in found))


def _links(ref: str, schema: str, values: dict[str, list[str]]) -> list[Said]:
    owner_name, owned_name, kind = _LINKS[schema]
    pairs = _pairs(values, owner_name, owned_name)
    if not pairs:
        raise UnusableRecordError(owner_name, ref, NO_PARTY)
    role = " ".join(values.get("role", []) + values.get("ownershipType", [])).lower()
    if "voting" in role or "votes" in role:
        kind = "votes" if kind == "shares" else kind
    elif "nominee" in role or "trust" in role:
        kind = "nominee"
    told = " ".join(values.get("status", [])).lower()
    reach = next(
        (reach for word, reach in _REACH.items() if word in told or word in role), "direct"
    )
    least, most, opened = percentages(values.get("percentage", []))
    return [
        Interest(
            owner_ref=owner,
            owned_ref=owned,
            record=ref,
            kind=kind,
            reach=reach,
            share_min=least,
            share_max=most,
            share_min_open=opened,
            valid_from=_date(values, "startDate", last=False),
            valid_to=_date(values, "endDate", last=True),
        )
        for owner, owned in pairs
    ]


def percentages(texts: list[str]) -> tuple[Any, Any, bool]:
    """Least and largest share of all that is said of one interest, and whether the least is open.

    >>> percentages(["75"]), percentages(["25-50"]), percentages([">50 %"])
    ((Decimal('75.000000'), Decimal('75.000000'), False),
     (Decimal('25.000000'), Decimal('50.000000'), False),
     (Decimal('50.000000'), Decimal('100.000000'), True))
    """
    bounds: list[tuple[Any, Any, bool]] = []
    for text in texts:
        found = _PERCENT.fullmatch(text.replace(",", ".").lower().strip())
        if not found:
            continue
        sign = (found["sign"] or "").strip()
        low = "0" if sign.startswith("<") else found["a"]
        high = found["b"] or ("100" if sign and not sign.startswith("<") else found["a"])
        least, most = share(low, up=False), share(high, up=True)
        if least is None or most is None or least > most:
            raise UnusableRecordError("percentage", text, BAD_SHARE)
        bounds.append((least, most, sign in {">", "over", "more than"}))
    if not bounds:
        return None, None, False
    low_end = min(bounds)
    return low_end[0], max(most for _, most, _ in bounds), low_end[2]


def _pairs(values: dict[str, list[str]], one: str, other: str) -> list[tuple[str, str]]:
    return [(a, b) for a in values.get(one, []) for b in values.get(other, [])]


def _first(values: dict[str, list[str]], name: str) -> str:
    return next(iter(values.get(name, [])), "")


def _date(values: dict[str, list[str]], name: str, *, last: bool) -> DayInterval | None:
    """The widest reading of several dates: the earliest beginning, the latest end."""
    dates = sorted(filter(None, map(day, values.get(name, []))), key=lambda each: each.first)
    return dates[-1 if last else 0] if dates else None
