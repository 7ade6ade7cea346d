"""What a record says: the canonical tables, column by column."""

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
    "Kind",
    "Table",
]
