"""Ownership: who holds what interest in whom, and when."""

from __future__ import annotations

from graphscan.records.tables.column import Column, Kind, Table

OWNERSHIP = Table(
    kind="ownership",
    mapping="canonical ownership",
    needs=(("owner_name",), ("owned_name",)),
    columns=(
        Column(name="owner_name", meaning="who holds the interest", required=True),
        Column(name="owner_country", meaning="country of the owner", kind=Kind.COUNTRY),
        Column(name="owner_id", meaning="identifier of the owner"),
        Column(name="owned_name", meaning="in whom it is held", required=True),
        Column(name="owned_country", meaning="country of the owned", kind=Kind.COUNTRY),
        Column(name="owned_id", meaning="identifier of the owned"),
        Column(name="share_min", meaning="least share, percent", kind=Kind.SHARE),
        Column(name="share_max", meaning="largest share, percent", kind=Kind.SHARE),
        Column(name="share_min_open", meaning="more than share_min, not equal", kind=Kind.FLAG),
        Column(name="share_max_open", meaning="less than share_max, not equal", kind=Kind.FLAG),
        Column(
            name="kind",
            meaning="what the share is of",
            kind=Kind.CHOICE,
            values=("shares", "votes", "board", "nominee", "consolidation", "unknown"),
            default="unknown",
        ),
        Column(
            name="reach",
            meaning="how the interest is held",
            kind=Kind.CHOICE,
            values=("direct", "indirect", "ultimate"),
            default="direct",
        ),
        Column(
            name="owner_kind",
            meaning="what the owner is",
            kind=Kind.CHOICE,
            values=("company", "person", "fund", "state", "unknown"),
            default="unknown",
        ),
        Column(name="valid_from", meaning="the first day it holds", kind=Kind.DATE),
        Column(name="valid_to", meaning="the first day it no longer holds", kind=Kind.DATE),
    ),
)
