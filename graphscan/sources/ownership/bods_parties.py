"""Parties of the Beneficial Ownership Data Standard: names, homes, numbers, and who is not told."""

from __future__ import annotations

import functools
from typing import Any

from graphscan.sources.foreign import country, day, tidy
from graphscan.sources.ownership.model import Fact, Party, Said, number_of, private

_ENTITY_KINDS = {
    "registeredentity": "company",
    "legalentity": "company",
    "state": "state",
    "statebody": "state",
}


def party(
    content: dict[str, Any], details: dict[str, Any], stated: str, *, is_person: bool
) -> list[Said]:
    """What a statement of an entity or a person says; nobody where it declares him unknown."""
    ref = tidy(content.get("recordId")) or stated
    name = tidy(details.get("name")) or _full_name(details.get("names"))
    told = fold(_type_of(details.get("personType" if is_person else "entityType")))
    if not name or told.startswith(("unknown", "anonymous")):
        why = _unspecified(details)
        if name and not why[0]:
            why = (told, name)
        if told.startswith(("unknown", "anonymous")) or why[0]:
            return [Fact("undisclosed", ref, "", " ".join(part for part in why if part) or told)]
    home = _home(details, is_person=is_person)
    identifier, numbers = _identifiers(details.get("identifiers"), home, is_person=is_person)
    ended = day(tidy(details.get("dissolutionDate")))
    found = Party(
        ref=ref,
        name=name,
        country=home,
        identifier=identifier,
        kind="person" if is_person else _ENTITY_KINDS.get(told, "unknown"),
        address=_address(details.get("addresses")) if not is_person else None,
        incorporated=None if is_person else day(tidy(details.get("foundingDate"))),
        dissolved=None if is_person else ended,
    )
    facts: list[Said] = [Fact("identifier", ref, number) for number in numbers]
    return [found, *facts]


def _unspecified(details: dict[str, Any]) -> tuple[str, str]:
    for name in ("unspecifiedEntityDetails", "unspecifiedPersonDetails", "unspecified"):
        told = details.get(name)
        if isinstance(told, dict):
            return tidy(told.get("reason")), tidy(told.get("description"))
    return tidy(details.get("missingInfoReason")), ""


def _type_of(told: Any) -> Any:
    return told.get("type") if isinstance(told, dict) else told


def fold(text: Any) -> str:
    """A code in one spelling: 0.3 writes `voting-rights`, 0.4 `votingRights`.

    >>> fold("voting-rights") == fold("votingRights")
    True
    """
    return _folded(text) if isinstance(text, str) else ""


@functools.lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return tidy(text).replace("-", "").replace(" ", "").lower()


def _full_name(names: Any) -> str:
    """The legal name, else the first one."""
    given = [each for each in names if isinstance(each, dict)] if isinstance(names, list) else []
    given.sort(key=lambda each: fold(each.get("type")) not in {"legal", "individual"})
    for each in given:
        parts = (each.get("givenName"), each.get("patronymicName"), each.get("familyName"))
        name = tidy(each.get("fullName")) or " ".join(filter(None, map(tidy, parts)))
        if name:
            return name
    return ""


def _home(details: dict[str, Any], *, is_person: bool) -> str | None:
    places: list[Any] = [details.get("jurisdiction"), details.get("incorporatedInJurisdiction")]
    if is_person:
        places = list(details.get("nationalities") or [])
    addresses = details.get("addresses")
    places += [each.get("country") for each in addresses or [] if isinstance(each, dict)]
    for place in places:
        told = (place.get("code") or place.get("name")) if isinstance(place, dict) else place
        found = country(tidy(told))
        if found:
            return found
    return None


def _identifiers(given: Any, home: str | None, *, is_person: bool) -> tuple[str | None, list[str]]:
    """The one that names the party beyond its register, and all of them; a person's unreadable."""
    lei: str | None = None
    numbers: list[str] = []
    taxes: list[str] = []
    for each in given if isinstance(given, list) else []:
        if not isinstance(each, dict) or not tidy(each.get("id")):
            continue
        scheme = tidy(each.get("scheme")).upper()
        if scheme == "XI-LEI":
            lei = tidy(each["id"]).upper()
            continue
        place = country(scheme.partition("-")[0]) or home
        number = number_of(place, each["id"])
        (taxes if "TAX" in scheme or "VAT" in scheme else numbers).append(str(number))
    every = ([lei] if lei else []) + numbers + taxes
    if is_person:
        every = [private(number) for number in every]
    return (every[0] if every else None), every


def _address(given: Any) -> str | None:
    for each in given if isinstance(given, list) else []:
        if isinstance(each, dict) and tidy(each.get("address")):
            return ", ".join(filter(None, (tidy(each["address"]), tidy(each.get("postCode")))))
    return None
