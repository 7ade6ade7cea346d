"""Ownership registers: each format is told by its start, and read into one shape."""

from __future__ import annotations

import dataclasses
import functools
import re
from pathlib import Path

from graphscan.records import OWNERSHIP, PARTIES, SHIPMENTS
from graphscan.sources.foreign import Foreign
from graphscan.sources.ownership import (
    bods,
    declarations,
    ftm,
    gleif,
    icij,
    opencorporates,
    orbis,
    psc,
)
from graphscan.sources.ownership.join import settle_file

_FTM = re.compile(rb'"schema"\s*:\s*"[A-Z][A-Za-z]+"')
_BODS = re.compile(rb'"statement(Id|ID|Type)"\s*:')
_PSC = re.compile(rb'"company_number"\s*:.{0,40}"data"\s*:|"kind"\s*:\s*"totals#', re.DOTALL)
_BASIC = re.compile(rb'"CompanyNumber"\s*:')
_XML = {
    b"LEIRecord": ("GLEIF level 1", "parties", gleif.party),
    b"RelationshipRecord": ("GLEIF relationships", "ownership", gleif.relationship),
    b"Exception": ("GLEIF reporting exceptions", "ownership", gleif.exception),
}


def recognise_json(start: bytes, location: Path) -> Foreign | None:
    """The register that a JSON file is, from its first bytes; None where it is none.

    Whether a FollowTheMoney file holds declarations too, only the whole of it tells.
    """
    if _PSC.search(start):
        return _foreign("Companies House control", "ownership", psc.read_psc)
    if _BASIC.search(start):
        return _foreign("Companies House companies", "parties", psc.read_psc)
    if _BODS.search(start):
        return _foreign("BODS", "ownership", bods.read_bods)
    if _FTM.search(start) and b'"properties"' in start:
        if declarations.holds_declarations(location):
            return _declared()
        return _foreign("FollowTheMoney", "ownership", ftm.read_ftm)
    return None


def recognise_xml(start: bytes) -> Foreign | None:
    """The register that an XML file is, from its first bytes; None where it is none."""
    for tag, (name, kind, reader) in _XML.items():
        if re.search(rb"<([a-z]+:)?" + tag + rb"[\s>]", start):
            return _foreign(name, kind, functools.partial(gleif.read_xml, reader, tag.decode()))
    return None


def recognise_header(names: tuple[str, ...]) -> Foreign | None:
    """The register that a delimited file is, from its column names; None where it is none."""
    held = frozenset(names)
    for needed, name, kind, reader in _TABLES:
        if needed <= held:
            return _foreign(name, kind, reader)
    return None


def _gleif(reader: gleif.Reader, columns: tuple[str, ...]) -> object:
    return functools.partial(gleif.read_csv, reader, columns)


_TABLES = (
    (
        frozenset({"relationship.startnode.nodeid", "relationship.endnode.nodeid"}),
        "GLEIF relationships",
        "ownership",
        _gleif(gleif.relationship, gleif.LINK_COLUMNS),
    ),
    (
        frozenset({"lei", "exception.category"}),
        "GLEIF reporting exceptions",
        "ownership",
        _gleif(gleif.exception, gleif.EXCEPTION_COLUMNS),
    ),
    (
        frozenset({"lei", "entity.legalname"}),
        "GLEIF level 1",
        "parties",
        _gleif(gleif.party, gleif.PARTY_COLUMNS),
    ),
    (
        frozenset({"companyname", "companynumber"}),
        "Companies House companies",
        "parties",
        psc.read_basic,
    ),
    (
        frozenset({"subject_company_number", "object_company_number", "relationship_type"}),
        "OpenCorporates relationships",
        "ownership",
        opencorporates.read_relationships,
    ),
    (
        frozenset({"company_number", "jurisdiction_code", "position"}),
        "OpenCorporates officers",
        "parties",
        opencorporates.read_officers,
    ),
    (
        frozenset({"company_number", "jurisdiction_code", "name", "incorporation_date"}),
        "OpenCorporates companies",
        "parties",
        opencorporates.read_companies,
    ),
    (
        frozenset({"node_id_start", "node_id_end", "rel_type"}),
        "ICIJ relationships",
        "ownership",
        icij.read_relationships,
    ),
    (frozenset({"node_id", "name", "sourceid"}), "ICIJ nodes", "parties", icij.read_nodes),
    (frozenset({"node_id", "address", "sourceid"}), "ICIJ nodes", "parties", icij.read_nodes),
    (frozenset({"bvd id number", "csh - name"}), "Orbis", "ownership", orbis.read_orbis),
    (frozenset({"bvd id number", "guo - name"}), "Orbis", "ownership", orbis.read_orbis),
    (frozenset({"bvd id number", "sh - name"}), "Orbis", "ownership", orbis.read_orbis),
)


def _declared() -> Foreign:
    mapping = declarations.mapping()
    return Foreign(
        table=dataclasses.replace(SHIPMENTS, mapping=mapping.name),
        read=declarations.read_declarations,
        finish=settle_file,
        cannot_see=mapping.cannot_see,
    )


def _foreign(name: str, kind: str, read: object) -> Foreign:
    table = OWNERSHIP if kind == "ownership" else PARTIES
    return Foreign(
        table=dataclasses.replace(table, mapping=name),
        read=read,  # type: ignore[arg-type]
        finish=settle_file,
        resumable=True,
    )
