"""The canonical input tables: one source of truth for recognition, conversion, coverage and docs.

A column has a name, a kind (how its text is read), a meaning and whether a row needs it. The order
of columns is the order in which problems of a row are looked for.

Source: the column names are the project's contract; the roles are those of 15 CFR 748.5, the dates,
countries and modes those of 15 CFR 30.6 (Electronic Export Information).
"""

from __future__ import annotations

from graphscan.records.tables.column import Column, Kind, Table
from graphscan.records.tables.ownership import OWNERSHIP
from graphscan.records.tables.parties import ALIASES, PARTIES
from graphscan.records.tables.screening_list import SCREENING_LIST
from graphscan.records.tables.shipments import SHIPMENTS

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

TABLES = (SCREENING_LIST, SHIPMENTS, OWNERSHIP, ALIASES, PARTIES)
"""In the order in which a header is tried: tables that need more come first."""
