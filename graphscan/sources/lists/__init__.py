"""Screening lists in every official format: each is told by its start, and read into one shape."""

from __future__ import annotations

import dataclasses
import functools
import re
from pathlib import Path

from graphscan.records import SCREENING_LIST
from graphscan.sources.foreign import Foreign
from graphscan.sources.inputs import is_list
from graphscan.sources.lists import csl_json, ofac_csv, ofac_xml, others, uflpa_html, un

_HEADERS = (
    (
        frozenset({"name", "effective_date", "expiration_date", "fr_citation"}),
        "BIS Denied Persons List",
        others.denied_person,
        others.DPL_COLUMNS,
    ),
    (
        frozenset({"id", "schema", "name", "aliases", "countries", "dataset"}),
        "OpenSanctions simple",
        others.opensanctions,
        others.OPENSANCTIONS_COLUMNS,
    ),
    (
        frozenset({"annex", "name", "alias", "registrationnumber"}),
        "EU 833/2014 Annex IV",
        others.annex_iv,
        others.ANNEX_COLUMNS,
    ),
    (
        frozenset({"name of entity", "effective date"}),
        "UFLPA Entity List",
        others.uflpa,
        others.UFLPA_COLUMNS,
    ),
    (
        frozenset({"entry_id", "list", "source", "aliases", "weak_aliases"}),
        "exported entries",
        others.exported,
        others.EXPORTED_COLUMNS,
    ),
    (frozenset({"name", "list"}), "own list", others.own, others.OWN_COLUMNS),
)


def recognise_json(start: bytes) -> Foreign | None:
    """The list that a JSON file is, from its first bytes; None where it is none."""
    if b'"alt_names"' in start and b'"federal_register_notice"' in start:
        return _foreign("consolidated screening list JSON", csl_json.read_csl_json)
    return None


def recognise_xml(start: bytes) -> Foreign | None:
    """The list that an XML file is, from its first bytes; None where it is none."""
    if b"<CONSOLIDATED_LIST" in start:
        return _foreign("UN Security Council list", un.read_un)
    if re.search(rb"<sdnList[\s>]", start):
        return _foreign("OFAC XML", ofac_xml.read_legacy)
    if re.search(rb"<(\w+:)?Sanctions[\s>]", start):
        return _foreign("OFAC advanced XML", ofac_xml.read_advanced)
    return None


def recognise_page(location: Path) -> Foreign | None:
    """The list that a web page is; None where it is none."""
    if is_list(location):
        return _foreign("UFLPA Entity List", uflpa_html.read_uflpa)
    return None


def recognise_header(names: tuple[str, ...], start: bytes, path: str) -> Foreign | None:
    """The list that a delimited file is; None where it is none.

    Args:
        names: Its column names.
        start: Its first bytes, for files without a header.
        path: Its name, which tells OFAC's SDN files from its consolidated ones.
    """
    held = frozenset(names)
    for needed, name, read, columns in _HEADERS:
        if needed <= held:
            return _foreign(name, functools.partial(others.read_rows, read, columns))
    found = ofac_csv.layout_of(start, path)
    if found is None:
        return None
    layout, family = found
    return _foreign(
        f"{family} {layout}",
        functools.partial(ofac_csv.read_ofac, layout, family),
        companions=family,
    )


def _foreign(name: str, read: object, companions: str = "") -> Foreign:
    table = dataclasses.replace(SCREENING_LIST, mapping=name)
    return Foreign(table=table, read=read, companions=companions)  # type: ignore[arg-type]
