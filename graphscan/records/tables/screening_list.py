"""The Consolidated Screening List as the agency publishes it, column by column."""

from __future__ import annotations

from graphscan.records.tables.column import Column, Kind, Table

SCREENING_LIST = Table(
    kind="list",
    mapping="consolidated screening list",
    needs=(
        ("source",),
        ("name",),
        ("addresses",),
        ("federal_register_notice",),
        ("start_date",),
        ("alt_names",),
    ),
    columns=(
        Column(name="_id", meaning="id of the row; lists before about 2020 have none"),
        Column(name="source", meaning="the list, verbatim", required=True),
        Column(name="entity_number", meaning="OFAC number, not unique across lists"),
        Column(name="type", meaning="Entity, Individual, Vessel or Aircraft; Treasury lists only"),
        Column(name="programs", meaning="sanctions programmes, `; ` between"),
        Column(name="name", meaning="the listed name, verbatim", required=True),
        Column(name="title", meaning="title of a person"),
        Column(name="addresses", meaning="`; ` between, `, ` inside, the country last"),
        Column(name="federal_register_notice", meaning="citations, first listing first"),
        Column(name="start_date", meaning="effective date", kind=Kind.DATE),
        Column(name="end_date", meaning="the first day it is no longer listed", kind=Kind.DATE),
        Column(name="standard_order", meaning="Y for the usual denial order"),
        Column(name="license_requirement", meaning="what needs a licence, with its footnote"),
        Column(name="license_policy", meaning="how licences are reviewed"),
        Column(name="call_sign", meaning="of a vessel"),
        Column(name="vessel_type", meaning="of a vessel"),
        Column(name="gross_tonnage", meaning="of a vessel"),
        Column(name="gross_registered_tonnage", meaning="of a vessel"),
        Column(name="vessel_flag", meaning="of a vessel"),
        Column(name="vessel_owner", meaning="of a vessel"),
        Column(name="remarks", meaning="free text"),
        Column(name="source_list_url", meaning="where the agency publishes it"),
        Column(name="alt_names", meaning="other names, `; ` between"),
        Column(name="citizenships", meaning="of a person"),
        Column(name="dates_of_birth", meaning="of a person"),
        Column(name="nationalities", meaning="of a person"),
        Column(name="places_of_birth", meaning="of a person"),
        Column(name="source_information_url", meaning="where the agency explains it"),
        Column(name="ids", meaning="identifiers among other remarks: not clean"),
    ),
)
