"""The Beneficial Ownership Data Standard, versions 0.2, 0.3 and 0.4, as an array or as JSON lines.

Sources: the standard's reference and code lists (standard.openownership.org). In 0.4 a record is
told by `recordId` and its later statement speaks; before that a statement names those it replaces.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphscan.dates import DayInterval
from graphscan.sources.canonical import Loaded
from graphscan.sources.foreign import OnBytes, UnusableRecordError, day, share, tidy
from graphscan.sources.json_records import json_records
from graphscan.sources.ownership.bods_parties import fold, party
from graphscan.sources.ownership.model import (
    NO_PARTY,
    Fact,
    Interest,
    Register,
    Said,
)
from graphscan.sources.problems import Refusal
from graphscan.sources.text import text_blocks

REGISTER = "BODS"

NO_STATEMENT = Refusal(
    reason="no BODS statement: neither entity, person nor relationship",
    cure="Look at recordType or statementType.",
)
BAD_SHARE = Refusal(reason="not a percentage from 0 to 100", cure="Ask the publisher.")
BAD_DATE = Refusal(reason="not a date", cure="BODS dates are YYYY-MM-DD, YYYY-MM or YYYY.")

_TYPES = {
    "entity": "entity",
    "entitystatement": "entity",
    "person": "person",
    "personstatement": "person",
    "relationship": "relationship",
    "ownershiporcontrolstatement": "relationship",
}
_KINDS = {
    "shareholding": "shares",
    "votingrights": "votes",
    "otherinfluenceorcontrol": "votes",
    "otherinfluenceorcontroloftrust": "votes",
    "controlviacompanyrulesorarticles": "votes",
    "controlbylegalframework": "votes",
    "rightsgrantedbycontract": "votes",
    "conditionalrightsgrantedbycontract": "votes",
    "appointmentofboard": "board",
    "boardmember": "board",
    "boardchair": "board",
    "seniormanagingofficial": "board",
    "nominee": "nominee",
    "nominator": "nominee",
    "trustee": "nominee",
    "trusteeoftrust": "nominee",
    "settlor": "nominee",
    "settloroftrust": "nominee",
    "protector": "nominee",
    "protectoroftrust": "nominee",
}
"""Interest types by what they give. Rights to income or assets and types not told stay unknown."""
_ECONOMIC = frozenset(
    {
        "rightstosurplusassetsondissolution",
        "rightstoprofitorincome",
        "righttoprofitorincomefromassets",
        "enjoymentanduseofassets",
        "beneficiaryoflegalarrangement",
        "beneficiaryoftrust",
    }
)
"""A share of income or of assets is no share in the company."""


def read_bods(location: Path, on_bytes: OnBytes | None = None, after: int = 0) -> Iterator[Loaded]:
    """The portions of a BODS file; see `graphscan.sources.foreign`."""
    register = Register(REGISTER)
    for record in json_records(text_blocks(location, on_bytes), after):
        if record.problem:
            register.portions.refuse(
                record.number, UnusableRecordError("", record.text, record.problem)
            )
        else:
            register.record(
                record.number, functools.partial(statement, record.content, register, record.number)
            )
        if register.portions.full:
            yield from register.take()
    yield from register.take()


def statement(content: dict[str, Any], register: Register, row: int) -> list[Said]:
    """What one statement says.

    Raises:
        UnusableRecordError: It goes to quarantine.
    """
    kind = _TYPES.get(fold(content.get("recordType") or content.get("statementType")))
    details = content.get("recordDetails")
    if kind is None or not isinstance(details, dict | None):
        raise UnusableRecordError(
            "recordType",
            tidy(content.get("recordType") or content.get("statementType")),
            NO_STATEMENT,
        )
    details = content if details is None else details
    stated = tidy(content.get("statementId") or content.get("statementID"))
    said: list[Said] = []
    if kind == "relationship":
        said += _relationship(
            content, details, stated, functools.partial(register.portions.warn, row)
        )
    else:
        said += party(content, details, stated, is_person=kind == "person")
    replaced = content.get("replacesStatements")
    if isinstance(replaced, list):
        said += [Fact("replaced", ref, stated) for ref in map(tidy, replaced) if ref]
    return said


def _relationship(
    content: dict[str, Any], details: dict[str, Any], stated: str, warn: Any
) -> list[Said]:
    record = tidy(content.get("recordId")) or stated
    stated_on = day(tidy(content.get("statementDate")))
    owned, owned_why = _ref(details.get("subject"))
    owner, owner_why = _ref(details.get("interestedParty"))
    closed = fold(content.get("recordStatus")) == "closed"
    facts: list[Said] = []
    if closed and stated_on:
        facts.append(Fact("closed", record, "", "", str(stated_on)))
    if not owned:
        why = owned_why or owner_why
        if why:
            return [Fact("undisclosed", owner or record, record, f"subject: {why}"), *facts]
        raise UnusableRecordError("subject", "", NO_PARTY)
    if not owner:
        if owner_why or "interestedParty" in details:
            why = owner_why or "not given"
            return [Fact("undisclosed", owned, record, why, str(stated_on or "")), *facts]
        raise UnusableRecordError("interestedParty", "", NO_PARTY)
    given = details.get("interests")
    interests = (
        [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    )
    built: dict[tuple[str, str, str, str], Interest] = {}
    for each in interests or ([] if closed else [{}]):
        interest = _interest(each, warn, has_components=_components(details))
        if closed and interest.valid_to is None:
            interest.valid_to = stated_on
        interest.owner_ref, interest.owned_ref = owner, owned
        interest.record, interest.recorded_on = record, stated_on
        key = (
            interest.kind,
            interest.reach,
            str(interest.valid_from or ""),
            str(interest.valid_to or ""),
        )
        built[key] = _larger(built[key], interest) if key in built else interest
    return [*built.values(), *facts]


def _interest(given: dict[str, Any], warn: Any, *, has_components: bool) -> Interest:
    told = fold(given.get("type"))
    interest = Interest(kind=_KINDS.get(told, "unknown"))
    level = fold(given.get("directOrIndirect") or given.get("interestLevel"))
    interest.reach = (
        "indirect" if level == "indirect" or (level != "direct" and has_components) else "direct"
    )
    interest.valid_from = _date(given, "startDate")
    interest.valid_to = _date(given, "endDate")
    amount = given.get("share")
    if isinstance(amount, dict) and amount:
        if told in _ECONOMIC:
            warn(
                "share",
                str(amount),
                f"a share of {given.get('type')} is no share in the company: left out",
            )
        else:
            _put_share(interest, amount)
    return interest


def _put_share(interest: Interest, amount: dict[str, Any]) -> None:
    exact = amount.get("exact")
    if exact is not None:
        interest.share_min, interest.share_max = _share(exact, up=False), _share(exact, up=True)
        return
    least, least_open = _bound(amount, "minimum", "exclusiveMinimum")
    most, most_open = _bound(amount, "maximum", "exclusiveMaximum")
    if least is None and most is None:
        return
    interest.share_min = _share(0 if least is None else least, up=False)
    interest.share_max = _share(100 if most is None else most, up=True)
    interest.share_min_open, interest.share_max_open = least_open, most_open
    if interest.share_min > interest.share_max:
        raise UnusableRecordError("share", str(amount), BAD_SHARE)


def _bound(amount: dict[str, Any], closed: str, opened: str) -> tuple[Any, bool]:
    """A bound and whether it is open: 0.4 writes `exclusiveMinimum: 25`, earlier `true`."""
    exclusive = amount.get(opened)
    if exclusive is not None and not isinstance(exclusive, bool):
        return exclusive, True
    return amount.get(closed), bool(exclusive) and amount.get(closed) is not None


def _share(value: Any, *, up: bool) -> Any:
    text = (
        format(value, "f") if isinstance(value, float) and abs(value) < 1e-4 else tidy(str(value))
    )
    found = share(text, up=up)
    if found is None:
        raise UnusableRecordError("share", str(value), BAD_SHARE)
    return found


def _larger(one: Interest, other: Interest) -> Interest:
    """Two interests of one kind in one statement are one hop: the larger bounds, never the sum."""
    for name, opened in (("share_min", "share_min_open"), ("share_max", "share_max_open")):
        left, right = getattr(one, name), getattr(other, name)
        if right is not None and (left is None or right > left):
            setattr(one, name, right)
            setattr(one, opened, getattr(other, opened))
    return one


def _date(given: dict[str, Any], name: str) -> DayInterval | None:
    text = tidy(given.get(name))
    found = day(text)
    if text and found is None and not text.startswith("9999"):
        raise UnusableRecordError(name, text, BAD_DATE)
    return found


def _ref(given: Any) -> tuple[str, str]:
    """The party meant, or why none is given, in the register's words."""
    if isinstance(given, dict):
        for name in ("describedByEntityStatement", "describedByPersonStatement"):
            if tidy(given.get(name)):
                return tidy(given[name]), ""
        inside = given.get("unspecified")
        told = inside if isinstance(inside, dict) else given
        return "", " ".join(filter(None, (tidy(told.get("reason")), tidy(told.get("description")))))
    return tidy(given), ""


def _components(details: dict[str, Any]) -> bool:
    return bool(details.get("componentRecords") or details.get("componentStatementIDs"))
