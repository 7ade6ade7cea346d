"""What every register says, in one shape: parties, interests, and facts beside them.

A register names parties by numbers of its own, and often says their names in another record or
another file. An interest so keeps the register's numbers; `graphscan.sources.ownership.join` puts
names to them once all files are read.
"""

from __future__ import annotations

import dataclasses
import decimal
import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from graphscan.dates import DayInterval
from graphscan.sources.canonical import Loaded
from graphscan.sources.convert import SHARE_TYPE
from graphscan.sources.foreign import Portions, UnusableRecordError, days_columns, tidy
from graphscan.sources.problems import Refusal

NO_NAME = Refusal(reason="a party without a name", cure="A register names its parties.")
NO_PARTY = Refusal(reason="an interest without both parties", cure="Fetch the file again.")


@dataclasses.dataclass(slots=True, kw_only=True)
class Party:
    """A party of a register.

    Attributes:
        ref: What the register calls it.
        name: Its name.
        country: ISO alpha-2, where it is incorporated, else where it sits.
        identifier: What it is called beyond the register: an LEI, else country and number.
        kind: company, person, fund, state or unknown.
    """

    ref: str
    name: str
    country: str | None = None
    identifier: str | None = None
    kind: str = "unknown"
    address: str | None = None
    incorporated: DayInterval | None = None
    dissolved: DayInterval | None = None
    industry: str | None = None
    headquarters_country: str | None = None
    officers: str | None = None


@dataclasses.dataclass(slots=True, kw_only=True)
class Interest:
    """Somebody's interest in a party.

    Attributes:
        owner_ref: What the register calls the owner; '' where only the name is given.
        owned_ref: The same of the party that is owned.
        record: What the register calls the record; a later one of that name replaces it.
        recorded_on: The day of the statement.
        kind: shares, votes, board, nominee, consolidation or unknown.
        reach: direct, indirect or ultimate.
    """

    owner_ref: str = ""
    owned_ref: str = ""
    owner_name: str = ""
    owner_country: str | None = None
    owner_id: str | None = None
    owner_kind: str = "unknown"
    owned_name: str = ""
    owned_country: str | None = None
    owned_id: str | None = None
    record: str | None = None
    recorded_on: DayInterval | None = None
    share_min: decimal.Decimal | None = None
    share_max: decimal.Decimal | None = None
    share_min_open: bool = False
    share_max_open: bool = False
    kind: str = "unknown"
    reach: str = "direct"
    valid_from: DayInterval | None = None
    valid_to: DayInterval | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """Something else that a register says of a party or a record.

    Attributes:
        what: identifier, referent, officer, succession, undisclosed, replaced or closed.
        ref: Whom it is said of.
        other: The other party, number or record.
        detail: In the register's words.
        on: Its date, as given.
    """

    what: str
    ref: str
    other: str = ""
    detail: str = ""
    on: str = ""


Said = Party | Interest | Fact
Made = tuple[str, Callable[[str, list[tuple[int, Any]]], pa.Table]]
"""The table of the case that something is a row of, and how rows of it are made."""
_PARTY_FIELDS = {
    **{name: name for name in ("name", "country", "address", "identifier", "industry")},
    **{name: name for name in ("headquarters_country", "officers")},
    "incorporated_on": "incorporated",
    "dissolved_on": "dissolved",
}
"""Canonical columns of parties, by what they are called here."""


class Register:
    """Collects what the records of one file say.

    Attributes:
        portions: Counts and problems.
    """

    def __init__(self, name: str, beside: Mapping[type, Made] | None = None) -> None:
        """Begin for a register of that name, within which its numbers are unique.

        Args:
            name: The register.
            beside: What else its records may say: for which table, and how that is made.
        """
        self._name = name
        self._made: dict[type, Made] = {**_MADE, **(beside or {})}
        self._tables = dict(self._made.values())
        self.portions = Portions(tuple(self._tables))

    def record(self, row: int, read: Callable[[], list[Any]]) -> None:
        """Read a record: what it says is kept, a problem sends it to quarantine."""
        try:
            said = read()
            for each in said:
                _check(each)
        except UnusableRecordError as error:
            self.portions.refuse(row, error)
            return
        if not said:
            self.portions.exclude()
            return
        self.portions.loaded()
        for each in said:
            self.portions.add(self._made[type(each)][0], (row, each))
            if isinstance(each, Interest):
                self._filled(each)
            elif isinstance(each, Party):
                for name, told in _PARTY_FIELDS.items():
                    if getattr(each, told) is not None:
                        self.portions.fill(name)

    def _filled(self, interest: Interest) -> None:
        for name in ("owner_country", "owner_id", "owned_country", "owned_id"):
            if getattr(interest, name):
                self.portions.fill(name)
        for name in ("share_min", "share_max", "valid_from", "valid_to"):
            if getattr(interest, name) is not None:
                self.portions.fill(name)
        for name in ("owner_name", "owned_name", "kind", "reach", "owner_kind"):
            self.portions.fill(name)

    def take(self) -> Iterator[Loaded]:
        """Hand on what has been collected."""
        yield from self.portions.take(self._table)

    def _table(self, target: str, rows: list[tuple[int, Any]]) -> pa.Table:
        return self._tables[target](self._name, rows)


def _check(said: object) -> None:
    if isinstance(said, Interest):
        for ref, name in (
            (said.owner_ref, said.owner_name),
            (said.owned_ref, said.owned_name),
        ):
            if not ref and not name:
                raise UnusableRecordError("owner_name", "", NO_PARTY)
    elif isinstance(said, Party) and not said.name:
        raise UnusableRecordError("name", said.ref, NO_NAME)


_TEXT = pa.string()


def interest_table(register: str, rows: list[tuple[int, Interest]]) -> pa.Table:
    """Rows of `ownership`."""
    found = [interest for _, interest in rows]
    texts = {
        name: pa.array([getattr(each, name) or None for each in found], _TEXT)
        for name in (
            *("owner_ref", "owned_ref", "owner_country", "owner_id", "owned_country"),
            *("owned_id", "record", "kind", "reach", "owner_kind"),
        )
    }
    return pa.table(
        {
            "row": pa.array([row for row, _ in rows], pa.int64()),
            "interest": pa.array(_places([row for row, _ in rows]), pa.int32()),
            "register": pa.array([register] * len(rows), _TEXT),
            **texts,
            "owner_name": pa.array([each.owner_name or each.owner_ref for each in found], _TEXT),
            "owned_name": pa.array([each.owned_name or each.owned_ref for each in found], _TEXT),
            "recorded_on": pa.array(
                [each.recorded_on and each.recorded_on.first for each in found], pa.date32()
            ),
            "share_min": pa.array([each.share_min for each in found], SHARE_TYPE),
            "share_max": pa.array([each.share_max for each in found], SHARE_TYPE),
            "share_min_open": pa.array([each.share_min_open for each in found], pa.bool_()),
            "share_max_open": pa.array([each.share_max_open for each in found], pa.bool_()),
            **days_columns("valid_from", [each.valid_from for each in found]),
            **days_columns("valid_to", [each.valid_to for each in found]),
        }
    )


def _places(rows: list[int]) -> list[int]:
    """Which of its row each interest is; those of one row stand together.

    >>> _places([2, 2, 3])
    [0, 1, 0]
    """
    places: list[int] = []
    for at, row in enumerate(rows):
        places.append(places[-1] + 1 if at and rows[at - 1] == row else 0)
    return places


def party_table(register: str, rows: list[tuple[int, Party]]) -> pa.Table:
    """Rows of `given_parties`."""
    found = [party for _, party in rows]
    texts = {
        name: pa.array([getattr(each, name) or None for each in found], _TEXT)
        for name in (
            *("ref", "name", "country", "identifier", "kind", "address", "industry"),
            *("headquarters_country", "officers"),
        )
    }
    return pa.table(
        {
            "row": pa.array([row for row, _ in rows], pa.int64()),
            "register": pa.array([register] * len(rows), _TEXT),
            **texts,
            **days_columns("incorporated", [each.incorporated for each in found]),
            **days_columns("dissolved", [each.dissolved for each in found]),
        }
    )


def fact_table(register: str, rows: list[tuple[int, Fact]]) -> pa.Table:
    """Rows of `register_facts`."""
    texts = {
        name: pa.array([getattr(each, name) for _, each in rows], _TEXT)
        for name in ("what", "ref", "other", "detail", "on")
    }
    return pa.table(
        {
            "row": pa.array([row for row, _ in rows], pa.int64()),
            "register": pa.array([register] * len(rows), _TEXT),
            **{("said_on" if name == "on" else name): cells for name, cells in texts.items()},
        }
    )


_MADE: dict[type, Made] = {
    Interest: ("ownership", interest_table),
    Party: ("given_parties", party_table),
    Fact: ("register_facts", fact_table),
}
"""What every register says; the first table counts the records."""


def number_of(place: str | None, number: object) -> str | None:
    """A registration number as an identifier: the country, or country and region, before it.

    >>> number_of("GB", "0123 4567"), number_of("us_de", 5012), number_of(None, "77")
    ('GB:01234567', 'US-DE:5012', '77')
    >>> number_of("GB", "") is None
    True
    """
    digits = tidy(number).replace(" ", "").upper()
    if not digits:
        return None
    return f"{place.upper().replace('_', '-')}:{digits}" if place else digits


def private(identifier: str) -> str:
    """A person's number made unreadable, so that two records of it are still seen to be one.

    >>> private("GB:AB123456C")
    'person:...'
    """
    return f"person:{hashlib.sha256(identifier.encode()).hexdigest()[:16]}"
