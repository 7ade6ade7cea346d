"""What a record says: the canonical tables, column by column, and single rows as frozen records."""

from graphscan.records.record import (
    InterestRecord,
    ListEntry,
    PartyMention,
    Provenance,
    Record,
    ShipmentRecord,
)
from graphscan.records.tables import (
    ALIASES,
    OWNERSHIP,
    PARTIES,
    SCREENING_LIST,
    SHIPMENTS,
    TABLES,
    Column,
    Kind,
    Table,
)

__all__ = [
    "ALIASES",
    "OWNERSHIP",
    "PARTIES",
    "SCREENING_LIST",
    "SHIPMENTS",
    "TABLES",
    "Column",
    "InterestRecord",
    "Kind",
    "ListEntry",
    "PartyMention",
    "Provenance",
    "Record",
    "ShipmentRecord",
    "Table",
]
