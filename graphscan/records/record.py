"""Source rows as frozen records: what one row says, and where it stands.

The columns of a case are what stages work on; a record is one row of them, for people and checks.
"""

from __future__ import annotations

import dataclasses
from decimal import Decimal

from graphscan.dates import DayInterval


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a record came from.

    Attributes:
        file: Path relative to the folder that was given.
        row: Record number, the header being 1, as a spreadsheet shows it.
        sha256: Hash of the file's bytes.
    """

    file: str
    row: int
    sha256: str

    def __str__(self) -> str:
        """`file:row`, as an editor takes it."""
        return f"{self.file}:{self.row}"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PartyMention:
    """A party as one record writes it.

    Attributes:
        role: Role in the record: a member of `codes.roles`, owner or owned.
        name: Verbatim; "" where the record names nobody.
        country: ISO 3166-1 alpha-2; None where it is not known.
        address: Verbatim; None where absent.
        identifier: Verbatim; None where absent.
    """

    role: str
    name: str
    country: str | None = None
    address: str | None = None
    identifier: str | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentRecord:
    """One line of one shipment record.

    Attributes:
        provenance: Where it stands.
        shipment_id: Number of the record.
        departs: Departure; None where the record has none.
        arrives: Arrival; None where the record has none.
        parties: The parties that it names, in the order of the columns.
        hs_code: Digits as given; None where absent.
        description: The goods in words; None where absent.
        quantity: In `quantity_unit`; None where absent.
        quantity_unit: None where absent.
        gross_weight_kg: Kilograms; None where absent.
        value_usd: U.S. dollars; None where absent.
    """

    provenance: Provenance
    shipment_id: str
    departs: DayInterval | None
    arrives: DayInterval | None
    parties: tuple[PartyMention, ...]
    hs_code: str | None
    description: str | None
    quantity: float | None
    quantity_unit: str | None
    gross_weight_kg: float | None
    value_usd: float | None

    def party(self, role: str) -> PartyMention | None:
        """The party in a role, None where the record names nobody there."""
        return next((party for party in self.parties if party.role == role), None)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class InterestRecord:
    """One statement of an ownership interest.

    Attributes:
        provenance: Where it stands.
        owner: Who holds.
        owned: In whom.
        share: Least and greatest share in percent; None where unknown. The ends of a band may be
            open: `share_min_open` says that the share is more than the least.
        share_min_open: The least share itself is excluded.
        share_max_open: The greatest share itself is excluded.
        kind: shares, votes, board, nominee, consolidation or unknown.
        reach: direct, indirect or ultimate.
        held_from: First day; None where always.
        held_to: First day it no longer holds; None where it still does.
    """

    provenance: Provenance
    owner: PartyMention
    owned: PartyMention
    share: tuple[Decimal | None, Decimal | None]
    share_min_open: bool
    share_max_open: bool
    kind: str
    reach: str
    held_from: DayInterval | None
    held_to: DayInterval | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """One row of an official list.

    Attributes:
        provenance: Where it stands.
        entry_id: CONTRACT section 2.
        list_code: EL, SDN, ...
        name: Verbatim.
        alt_names: Aliases as the list gives them.
        countries: As given.
        citation: Federal Register notice; "" where absent.
        listed_from: Start, from its date or its Federal Register volume; None where unknown.
        listed_to: First day it is no longer listed; None where it still is.
    """

    provenance: Provenance
    entry_id: str
    list_code: str
    name: str
    alt_names: tuple[str, ...]
    countries: tuple[str, ...]
    citation: str
    listed_from: DayInterval | None
    listed_to: DayInterval | None


Record = ShipmentRecord | InterestRecord | ListEntry
