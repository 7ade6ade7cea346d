"""Parties, and other names of listed ones: what a user adds to the shipments."""

from __future__ import annotations

from graphscan.records.tables.column import Column, Kind, Table

PARTIES = Table(
    kind="parties",
    mapping="canonical parties",
    needs=(
        ("name",),
        (
            "country",
            "address",
            "identifier",
            "incorporated_on",
            "dissolved_on",
            "industry",
            "parent_name",
            "headquarters_country",
            "officers",
            "phone",
        ),
    ),
    columns=(
        Column(name="name", meaning="the party's name", required=True),
        Column(name="country", meaning="where it sits", kind=Kind.COUNTRY),
        Column(name="address", meaning="its address"),
        Column(name="identifier", meaning="its identifier, as in the shipments"),
        Column(name="incorporated_on", meaning="when it was founded", kind=Kind.DATE),
        Column(name="dissolved_on", meaning="when it ended", kind=Kind.DATE),
        Column(name="industry", meaning="its trade, in words"),
        Column(name="parent_name", meaning="its parent"),
        Column(name="headquarters_country", meaning="where its group sits", kind=Kind.COUNTRY),
        Column(name="officers", meaning="its officers, `;` between"),
        Column(name="phone", meaning="its telephone number"),
    ),
)

ALIASES = Table(
    kind="aliases",
    mapping="canonical aliases",
    needs=(("alias",), ("name", "entry_id")),
    columns=(
        Column(name="name", meaning="the name as listed"),
        Column(name="entry_id", meaning="the entry, where the name is not enough"),
        Column(name="alias", meaning="another name of it", required=True),
        Column(name="language", meaning="the language of the alias"),
    ),
)
