"""GLEIF: level 1 (who is who), relationships and reporting exceptions, as CSV and as XML.

Sources: the LEI Common Data File formats of the Global Legal Entity Identifier Foundation. The
start of a relationship is the child, its end the parent. Consolidation says nothing of shares. A
relationship to the ultimate parent repeats a chain of direct ones and is marked so. Funds own
nothing through their managers, umbrellas and feeders: such relationships are excluded and counted.
"""

from __future__ import annotations

import decimal
import functools
from collections.abc import Callable, Iterator
from pathlib import Path

from graphscan.dates import DayInterval
from graphscan.sources.canonical import Loaded
from graphscan.sources.foreign import OnBytes, UnusableRecordError, country, day, tidy
from graphscan.sources.ownership.model import NO_PARTY, Fact, Interest, Party, Register, Said
from graphscan.sources.problems import Refusal
from graphscan.sources.table_rows import table_rows
from graphscan.sources.text import text_blocks
from graphscan.sources.xml_records import Node, xml_records

REGISTER = "GLEIF"

NO_LEI = Refusal(reason="not an LEI", cure="An LEI has 20 letters and digits.")
OTHER_TYPE = Refusal(
    reason="a relationship of a kind that is not known", cure="See the GLEIF relationship formats."
)

_CHILD = "relationship.startnode.nodeid"
_PARENT = "relationship.endnode.nodeid"
_TYPE = "relationship.relationshiptype"
_STATUS = "relationship.relationshipstatus"
_WHOLE = decimal.Decimal(100)
_FUND_TYPES = frozenset({"IS_FUND-MANAGED_BY", "IS_SUBFUND_OF", "IS_FEEDER_TO"})
_REACHES = {"IS_DIRECTLY_CONSOLIDATED_BY": "direct", "IS_ULTIMATELY_CONSOLIDATED_BY": "ultimate"}
_BRANCH = "IS_INTERNATIONAL_BRANCH_OF"
_WITHDRAWN = frozenset({"DUPLICATE", "ANNULLED", "CANCELLED"})
_KINDS = {
    "GENERAL": "company",
    "BRANCH": "company",
    "FUND": "fund",
    "SOLE_PROPRIETOR": "person",
} | {
    "RESIDENT_GOVERNMENT_ENTITY": "state",
    "INTERNATIONAL_ORGANIZATION": "state",
}

PARTY_COLUMNS = (
    "lei",
    "entity.legalname",
    "entity.legaladdress.country",
    "entity.legaladdress.firstaddressline",
    "entity.legaladdress.city",
    "entity.legaladdress.postalcode",
    "entity.headquartersaddress.country",
    "entity.legaljurisdiction",
    "entity.registrationauthority.registrationauthorityentityid",
    "entity.entitycategory",
    "entity.entitycreationdate",
    "entity.entitystatus",
    "entity.entityexpirationdate",
    "entity.legalentityevents",
    "entity.successorentity.1.successorlei",
    "registration.registrationstatus",
)
LINK_COLUMNS = (
    _CHILD,
    _PARENT,
    _TYPE,
    _STATUS,
    "registration.registrationstatus",
    *(
        f"relationship.period.{number}.{name}"
        for number in range(1, 6)
        for name in ("startdate", "enddate", "periodtype")
    ),
)
EXCEPTION_COLUMNS = (
    "lei",
    "exception.category",
    *(f"exception.reason.{number}" for number in range(1, 6)),
    *(f"exception.reference.{number}" for number in range(1, 6)),
)

Cells = dict[str, str]
Reader = Callable[[Cells], list[Said]]


def party(cells: Cells) -> list[Said]:
    """What a level 1 record says.

    Raises:
        UnusableRecordError: It goes to quarantine.
    """
    lei = _lei(cells, "lei")
    if cells.get("registration.registrationstatus") in _WITHDRAWN:
        return []
    place = cells.get("entity.legaljurisdiction") or cells.get("entity.legaladdress.country", "")
    parts = [
        cells.get(f"entity.legaladdress.{name}", "")
        for name in ("firstaddressline", "city", "postalcode")
    ]
    inactive = cells.get("entity.entitystatus") == "INACTIVE"
    said: list[Said] = [
        Party(
            ref=lei,
            name=tidy(cells.get("entity.legalname")),
            country=country(place),
            identifier=lei,
            kind=_KINDS.get(cells.get("entity.entitycategory", ""), "company"),
            address=", ".join(filter(None, map(tidy, parts))) or None,
            incorporated=day(cells.get("entity.entitycreationdate", "")),
            dissolved=day(cells.get("entity.entityexpirationdate", "")) if inactive else None,
            headquarters_country=country(cells.get("entity.headquartersaddress.country", "")),
        )
    ]
    successor = tidy(cells.get("entity.successorentity.1.successorlei"))
    if successor:
        said.append(Fact("succession", lei, successor))
    number = tidy(cells.get("entity.registrationauthority.registrationauthorityentityid"))
    if number:
        said.append(Fact("identifier", lei, f"{country(place) or ''}:{number}"))
    return said


def relationship(cells: Cells) -> list[Said]:
    """What a relationship record says.

    Raises:
        UnusableRecordError: It goes to quarantine.
    """
    child, parent = _lei(cells, _CHILD), _lei(cells, _PARENT)
    told = cells.get(_TYPE, "")
    if told in _FUND_TYPES or cells.get("registration.registrationstatus") in _WITHDRAWN:
        return []
    if told not in _REACHES and told != _BRANCH:
        raise UnusableRecordError(_TYPE, told, OTHER_TYPE)
    begins, ends = _period(cells)
    interest = Interest(
        owner_ref=parent,
        owned_ref=child,
        record=f"{child} {told} {parent}",
        kind="consolidation",
        reach=_REACHES.get(told, "direct"),
        owner_kind="company",
        valid_from=begins,
        valid_to=ends,
    )
    if told == _BRANCH:  # a branch is the same legal person as its head office
        interest.kind, interest.share_min, interest.share_max = "shares", _WHOLE, _WHOLE
    return [interest]


def exception(cells: Cells) -> list[Said]:
    """What a reporting exception says: why a party names no parent.

    Raises:
        UnusableRecordError: It goes to quarantine.
    """
    lei = _lei(cells, "lei")
    category = cells.get("exception.category", "")
    reasons = [cells.get(f"exception.reason.{number}", "") for number in range(1, 6)]
    references = [cells.get(f"exception.reference.{number}", "") for number in range(1, 6)]
    words = " ".join(filter(None, map(tidy, (category, *reasons, *references))))
    return [Fact("undisclosed", lei, "", words)]


def read_csv(
    reader: Reader,
    columns: tuple[str, ...],
    location: Path,
    on_bytes: OnBytes | None = None,
    after: int = 0,
) -> Iterator[Loaded]:
    """The portions of a GLEIF CSV; see `graphscan.sources.foreign`."""
    register = Register(REGISTER)
    for row in table_rows(location, columns, on_bytes, after=after):
        if row.damage:
            error = UnusableRecordError(row.damage.field, row.damage.value, row.damage.refusal)
            register.portions.refuse(row.number, error)
        else:
            register.record(row.number, functools.partial(reader, row.cells))
        if register.portions.full:
            yield from register.take()
    yield from register.take()


def read_xml(
    reader: Reader,
    tag: str,
    location: Path,
    on_bytes: OnBytes | None = None,
    after: int = 0,
) -> Iterator[Loaded]:
    """The portions of a GLEIF XML file; see `graphscan.sources.foreign`."""
    register = Register(REGISTER)
    for number, node in enumerate(
        xml_records(text_blocks(location, on_bytes), {tag}, after), start=1 + after
    ):
        register.record(number, functools.partial(_read_node, reader, node))
        if register.portions.full:
            yield from register.take()
    yield from register.take()


def _read_node(reader: Reader, node: Node) -> list[Said]:
    return reader(flattened(node))


def flattened(node: Node) -> Cells:
    """An XML record under the column names of the CSV: the names on the way with `.` between.

    Names of collections are left out, and what may repeat is numbered, as the CSV has it.
    """
    cells: Cells = {}
    _flatten(node, "", cells)
    return cells


_NUMBERED = {
    "RelationshipPeriod": "period",
    "SuccessorEntity": "successorentity",
    "ExceptionReason": "reason",
    "ExceptionReference": "reference",
}
_COLLECTIONS = frozenset({"RelationshipPeriods", "SuccessorEntities"})
_RENAMED = {"ExceptionCategory": "exception.category"}


def _flatten(node: Node, above: str, cells: Cells) -> None:
    counts: dict[str, int] = {}
    for child in node.children:
        tag = child.tag
        if tag in _COLLECTIONS:
            _flatten(child, above, cells)
            continue
        if tag in _NUMBERED:
            counts[tag] = counts.get(tag, 0) + 1
            prefix = "exception." if tag.startswith("Exception") else above
            path = f"{prefix}{_NUMBERED[tag]}.{counts[tag]}"
        else:
            path = _RENAMED.get(tag) or _path(above, tag)
        if child.children:
            _flatten(child, f"{path}.", cells)
        elif path not in cells:
            cells[path] = child.text.strip()


@functools.lru_cache(maxsize=4096)
def _path(above: str, tag: str) -> str:
    return f"{above}{tag.lower()}"


def _lei(cells: Cells, name: str) -> str:
    lei = tidy(cells.get(name)).upper()
    if not lei:
        raise UnusableRecordError(name, "", NO_PARTY)
    if len(lei) != 20 or not lei.isalnum():
        raise UnusableRecordError(name, lei, NO_LEI)
    return lei


def _period(cells: Cells) -> tuple[DayInterval | None, DayInterval | None]:
    """The days of the relationship itself; periods of accounts and documents say something else."""
    for number in range(1, 6):
        told = cells.get(f"relationship.period.{number}.periodtype", "RELATIONSHIP_PERIOD")
        begins = day(cells.get(f"relationship.period.{number}.startdate", ""))
        ends = day(cells.get(f"relationship.period.{number}.enddate", ""))
        if told in {"RELATIONSHIP_PERIOD", ""} and (begins or ends):
            return begins, ends
    return None, None
