# ruff: noqa: E501, S608 -- rows of files as they are
from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from graphscan.casefile import Case, open_case
from graphscan.casefile.export import export_entries, export_interests
from graphscan.sources import LoadReport, load_inputs
from tests.sources.ownership.registers import shared

EL = "Entity List (EL) - Bureau of Industry and Security"
SDN = "Specially Designated Nationals (SDN) - Treasury Department"
ROWS = (
    "name, list_code, entity_type, alt_names, addresses, countries, programs, start_text, end_text"
)


def load(case: Case, folder: Path, files: Mapping[str, str | bytes]) -> LoadReport:
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    report = load_inputs(case, [folder])
    for each in report.files:
        assert each.rows == each.loaded + each.quarantined + each.excluded
    return report


def rows(case: Case, columns: str = ROWS) -> list[tuple[Any, ...]]:
    return case.rows(f"SELECT {columns} FROM list_rows ORDER BY file_id, row")


def test_the_json_and_the_csv_of_the_screening_list_give_the_same_entries(
    case: Case, tmp_path: Path
) -> None:
    cells = {
        "_id": "7",
        "source": EL,
        "name": " Harbour Light Trading Ltd",
        "addresses": "1 Example Street, Tower 2, Hong Kong, HK; Shenzhen, CN",
        "federal_register_notice": "90 FR 14046",
        "start_date": "2025-03-25",
        "license_requirement": "For all items (see §§ 734.9(e)(2), and 744.11)4",
        "license_policy": "Policy of denial",
        "alt_names": "HLT; Harbour",
    }
    header = [
        "_id",
        "source",
        "entity_number",
        "type",
        "programs",
        "name",
        "title",
        "addresses",
        "federal_register_notice",
        "start_date",
        "end_date",
        "license_requirement",
        "license_policy",
        "remarks",
        "alt_names",
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="")
    writer.writeheader()
    writer.writerow(cells)
    load(case, tmp_path, {"list.csv": text.getvalue()})
    told = rows(case, "entry_id, source_id, footnotes, license_policy, " + ROWS)
    (tmp_path / "list.csv").unlink()
    first = {
        "address": "1 Example Street",
        "city": "Tower 2",
        "state": "Hong Kong",
        "country": "HK",
    }
    content = cells | {
        "id": "7",
        "addresses": [first, {"address": None, "city": "Shenzhen", "country": "CN"}],
        "alt_names": ["HLT", "Harbour"],
        "programs": [],
    }
    del content["_id"]
    load(
        case,
        tmp_path,
        {"list.json": json.dumps({"search_performed_at": "x", "results": [content]})},
    )
    assert rows(case, "entry_id, source_id, footnotes, license_policy, " + ROWS) == told
    assert told[0][2] == ["4"]


SDN_CSV = (
    '36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    '4,"ALDER SHIPPING",-0- ,"NPWMD] [IFSR] [IRAN-CON-ARMS-EO",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    "\"a.k.a. 'ALS'; Linked To: SOME\"\r\n"
    '5,"FOREST","vessel","SYRIA",-0- ,"ABC1","Cargo",-0- ,-0- ,"Syria",-0- ,-0- \r\n\x1a'
)
ALT_CSV = '36,12,"aka","AERO-CARIBBEAN",-0- \r\n4,13,"fka","ALDER LINES","weak alias"\r\n\x1a'
ADD_CSV = '36,25,-0- ,"Havana","Cuba",-0- \r\n4,26,"1 Example Street","Tehran","Iran",-0- \r\n4,27,-0- ,-0- ,-0- ,-0- \r\n\x1a'
COMMENTS_CSV = '4,"BODY; Registration ID 12345 (Iran)."\r\n\x1a'
OFAC = {
    "sdn.csv": SDN_CSV,
    "alt.csv": ALT_CSV,
    "add.csv": ADD_CSV,
    "sdn_comments.csv": COMMENTS_CSV,
}


def test_the_four_files_of_ofac_are_one_list(case: Case, tmp_path: Path) -> None:
    report = load(case, tmp_path, OFAC)
    assert rows(case) == [
        (
            "AEROCARIBBEAN AIRLINES",
            "SDN",
            "Entity",
            ["AERO-CARIBBEAN"],
            ["Havana, CU"],
            ["CU"],
            ["CUBA"],
            None,
            None,
        ),
        (
            "ALDER SHIPPING",
            "SDN",
            "Entity",
            ["ALS", "ALDER LINES"],
            ["1 Example Street, Tehran, IR"],
            ["IR"],
            ["NPWMD", "IFSR", "IRAN-CON-ARMS-EO"],
            None,
            None,
        ),
        ("FOREST", "SDN", "Vessel", [], [], [], ["SYRIA"], None, None),
    ]
    assert case.value("SELECT remarks FROM list_rows WHERE row = 2").endswith(
        "SOMEBODY; Registration ID 12345 (Iran)."
    )
    assert case.rows("SELECT weak_names FROM list_rows WHERE row = 2") == [
        (["ALS", "ALDER LINES"],)
    ]
    assert [file.excluded for file in report.files] == [1, 0, 0, 0]
    assert sum(file.quarantined for file in report.files) == 0


def test_an_entry_of_ofacs_csv_has_the_id_that_it_has_in_the_screening_list(
    case: Case, tmp_path: Path
) -> None:
    load(case, tmp_path, OFAC)
    header = "source,entity_number,name,addresses,federal_register_notice,start_date,alt_names\n"
    mine = set(case.rows("SELECT entry_id FROM list_rows"))
    for name in OFAC:
        (tmp_path / name).unlink()
    text = (
        header
        + f'{SDN},36,AEROCARIBBEAN AIRLINES,"Havana, CU",,,\n{SDN},4,ALDER SHIPPING,"Tehran, IR",,,\n{SDN},5,FOREST,,,,\n'
    )
    load(case, tmp_path, {"csl.csv": text})
    assert set(case.rows("SELECT entry_id FROM list_rows")) == mine


def test_a_file_that_completes_a_list_may_come_and_go(case: Case, tmp_path: Path) -> None:
    load(case, tmp_path, {"sdn.csv": SDN_CSV})
    alone = rows(case)
    assert alone[0][3] == []
    load(case, tmp_path, {"alt.csv": ALT_CSV})
    assert rows(case)[0][3] == ["AERO-CARIBBEAN"]
    (tmp_path / "alt.csv").unlink()
    load(case, tmp_path, {})
    assert rows(case) == alone


def test_denied_persons_have_a_beginning_and_an_end(case: Case, tmp_path: Path) -> None:
    header = '"Name"\t"Street_Address"\t"City"\t"State"\t"Country"\t"Postal_Code"\t"Effective_Date"\t"Expiration_Date"\t"Standard_Order"\t"Last_Update"\t"Action"\t"FR_Citation"\n'
    text = (
        header
        + '" OLD NAME"\t"1 EXAMPLE"\t"EL PASO"\t"TX"\t""\t"79905"\t"08/24/2022"\t"01/14/2026"\t"Y"\t"2022-08-29"\t"NEW"\t"87 F.R. 52741 8/29/2022"\n'
    )
    text += '"TYPO"\t""\t"TEHRAN"\t""\t"IR"\t""\t"02/30/2020"\t"01/01/3035"\t"Y"\t""\t"NEW"\t"85 F.R. 1"\n'
    load(case, tmp_path, {"dpl.txt": text})
    assert [(row[0], row[5], row[7], row[8]) for row in rows(case)] == [
        ("OLD NAME", ["US"], "2022-08-24", "2026-01-14"),
        ("TYPO", ["IR"], "2020", None),
    ]
    assert case.value("SELECT count(*) FROM warnings") == 2


UN = """<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL>
<DATAID>1</DATAID><FIRST_NAME>ANNA</FIRST_NAME><SECOND_NAME>ALDER</SECOND_NAME><UN_LIST_TYPE>DRC</UN_LIST_TYPE>
<REFERENCE_NUMBER>CDi.001</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>AA</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ADDRESS><COUNTRY>Rwanda</COUNTRY></INDIVIDUAL_ADDRESS></INDIVIDUAL></INDIVIDUALS>
<ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>ALDER &amp; SONS</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
<REFERENCE_NUMBER>KPe.001</REFERENCE_NUMBER><LISTED_ON>2016-03-02</LISTED_ON></ENTITY>
<ENTITY><DATAID>3</DATAID></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""


def test_the_list_of_the_security_council(case: Case, tmp_path: Path) -> None:
    report = load(case, tmp_path, {"un.xml": UN})
    assert rows(case) == [
        ("ANNA ALDER", "UN", "Individual", ["AA"], ["RW"], ["RW"], ["DRC"], "2012-12-31", None),
        ("ALDER & SONS", "UN", "Entity", [], [], [], ["DPRK"], "2016-03-02", None),
    ]
    assert rows(case, "weak_names") == [(["AA"],), ([],)]
    assert report.files[0].quarantined == 1


LEGACY = """<sdnList xmlns="http://tempuri.org/sdnList.xsd"><sdnEntry><uid>36</uid><lastName>ALDER</lastName>
<firstName>Anna</firstName><sdnType>Individual</sdnType><programList><program>CUBA</program></programList>
<akaList><aka><uid>1</uid><category>weak</category><lastName>AA</lastName></aka>
<aka><uid>2</uid><category>strong</category><lastName>ALDERNEY</lastName></aka></akaList>
<addressList><address><city>Havana</city><country>Cuba</country></address></addressList></sdnEntry></sdnList>"""
ADVANCED = """<Sanctions xmlns="http://www.un.org/sanctions/1.0"><ReferenceValueSets>
<PartySubTypeValues><PartySubType ID="4">Individual</PartySubType></PartySubTypeValues>
<CountryValues><Country ID="9">Cuba</Country></CountryValues>
<ListValues><List ID="1">SDN List</List></ListValues></ReferenceValueSets>
<Locations><Location ID="77"><LocationCountry CountryID="9"/><LocationPart><LocationPartValue><Value>Havana</Value>
</LocationPartValue></LocationPart></Location></Locations>
<DistinctParties><DistinctParty FixedRef="36"><Profile ID="36" PartySubTypeID="4"><Identity>
<Alias Primary="false" LowQuality="true"><DocumentedName><DocumentedNamePart><NamePartValue>AA</NamePartValue>
</DocumentedNamePart></DocumentedName></Alias><Alias Primary="true" LowQuality="false"><DocumentedName>
<DocumentedNamePart><NamePartValue>ALDER, Anna</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity>
<Feature><FeatureVersion><VersionLocation LocationID="77"/></FeatureVersion></Feature></Profile></DistinctParty>
</DistinctParties><SanctionsEntries><SanctionsEntry ProfileID="36" ListID="1"><EntryEvent><Date><Year>2014</Year>
<Month>7</Month><Day>16</Day></Date></EntryEvent><SanctionsMeasure><Comment>CUBA</Comment></SanctionsMeasure>
</SanctionsEntry></SanctionsEntries></Sanctions>"""


@pytest.mark.parametrize(("text", "start"), [(LEGACY, None), (ADVANCED, "2014-07-16")])
def test_the_two_xml_layouts_of_ofac(case: Case, tmp_path: Path, text: str, start: str) -> None:
    load(case, tmp_path, {"sdn.xml": text})
    ((name, code, kind, aliases, addresses, places, programs, begins, _),) = rows(case)
    assert (name, code, kind, places) == ("ALDER, Anna", "SDN", "Individual", ["CU"])
    assert (aliases[0], addresses, programs, begins) == ("AA", ["Havana, CU"], ["CUBA"], start)
    assert rows(case, "weak_names, entity_number") == [(["AA"], "36")]


def test_lists_with_a_header_of_their_own(case: Case, tmp_path: Path) -> None:
    load(
        case,
        tmp_path,
        {
            "a_annex.csv": "annex,name,alias,registrationNumber,country\nIV,Alder OOO,Alder; Aldr,123,\n",
            "b_own.csv": 'name,list,aliases,country,start_date,reason\nBirch Ltd,Watch,"B; ""C; D""",Hong Kong,2024-02,late\n',
            "c_simple.csv": 'id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset\nNK-1,Company,Cedar,"Ceda;""Cedar; Sons""",,hk;cn,,,,,,EU\n',
            "d_uflpa.csv": 'Name of Entity,Effective Date\nAlder (including two aliases: A One; and A Two),"June 21, 2022"\n',
        },
    )
    assert [(row[0], row[1], row[3], row[5], row[7]) for row in rows(case)] == [
        ("Alder OOO", "EU4", ["Alder", "Aldr"], [], None),
        ("Birch Ltd", "WATCH", ["B", "C; D"], ["HK"], "2024-02"),
        ("Cedar", "OS", ["Ceda", "Cedar; Sons"], ["HK", "CN"], None),
        ("Alder", "UFLPA", ["A One", "A Two"], ["CN"], "2022-06-21"),
    ]


def test_entries_go_out_and_come_in_again_equal(case: Case, tmp_path: Path) -> None:
    odd = (
        "name,list,aliases,country,address,start_date,end_date,reason\n"
        '=1+1,EL,"@x;""a; b"";-y",CN,"1, Street",2019,2020-05,"\'quoted"\n'
    )
    load(case, tmp_path, {**OFAC, "own.csv": odd, "un.xml": UN})
    first = export_entries(case)
    for line in first.to_csv().splitlines()[1:]:
        assert not line.startswith(("=", "+", "-", "@"))
    with open_case() as again:
        (tmp_path / "again").mkdir()
        load(again, tmp_path / "again", {"entries.csv": first.to_csv()})
        assert export_entries(again) == first
        assert again.rows(
            "SELECT start_first, end_last, footnotes FROM list_rows ORDER BY ALL"
        ) == case.rows("SELECT start_first, end_last, footnotes FROM list_rows ORDER BY ALL")


def test_interests_go_out_and_come_in_again_equal(case: Case, tmp_path: Path) -> None:
    text = "owner_name,owner_country,owned_name,owned_id,share_min,share_max,share_min_open,kind,reach,valid_from,valid_to\n"
    text += '"Alder, ""A"" Ltd",HK,Birch,B-1,25,50,Y,shares,direct,2019,2021-03\n=Cedar,,Birch,B-1,,,,votes,ultimate,,\n'
    load(case, tmp_path, {"ownership.csv": text})
    first = export_interests(case)
    with open_case() as again:
        (tmp_path / "again").mkdir()
        load(again, tmp_path / "again", {"interests.csv": first.to_csv()})
        assert export_interests(again) == first
    assert first.rows[0][0] == "=Cedar"


@pytest.mark.parametrize(
    ("path", "loaded", "entries"),
    [
        ("samples/lists/bis/dpl.txt", 546, 460),
        ("data/csl/bis_dpl_2022-09.tsv", 581, 501),
        ("samples/lists/un/UN_consolidated.xml", 1003, 1003),
        ("samples/lists/ofac", 442 + 522 + 1073 + 10, 442),
        ("samples/lists/csl/consolidated_2025_with_id.csv", 13, 13),
        ("data/csl/csl_sample_with_addresses_2019.csv", 115, 112),
    ],
)
def test_real_lists_load_whole(case: Case, path: str, loaded: int, entries: int) -> None:
    report = load_inputs(case, [shared(path)])
    assert sum(file.loaded for file in report.files) == loaded
    assert sum(file.quarantined for file in report.files) == 0
    assert case.value("SELECT count(DISTINCT entry_id) FROM list_rows") == entries


def test_files_of_one_list_may_be_added_one_after_the_other(case: Case, tmp_path: Path) -> None:
    # `load sdn.csv`, then `load alt.csv`: the second met a file of its family that is not given
    together = load(case, tmp_path, OFAC)
    expected = rows(case, f"{ROWS}, entry_id, weak_names, remarks")
    for order in (sorted(OFAC), sorted(OFAC, reverse=True)):
        with open_case() as again:
            for name in order:
                load_inputs(again, [tmp_path / name], add=True)
            assert rows(again, f"{ROWS}, entry_id, weak_names, remarks") == expected
            assert [each.path for each in together.files] == [
                path for (path,) in again.rows("SELECT path FROM files ORDER BY file_id")
            ]


FTM: list[dict[str, Any]] = [
    {"id": "s1", "schema": "Sanction", "properties": {"entity": ["a"], "program": ["X"], "startDate": ["2020-05"], "endDate": ["2021"]}},
    {"id": "a", "schema": "Company", "caption": "Alder", "properties": {"name": ["Alder", "Aldr"], "weakAlias": ["AA"], "jurisdiction": ["ru"], "topics": ["sanction"]}},
    {"id": "v", "schema": "Vessel", "caption": "FOREST", "properties": {"name": ["FOREST"], "topics": ["sanction"]}},
    {"id": "b", "schema": "Company", "caption": "Birch", "properties": {"name": ["Birch"], "topics": ["sanction.linked"]}},
    {"id": "o", "schema": "Ownership", "properties": {"owner": ["a"], "asset": ["b"], "percentage": ["60"]}},
    {"id": "s2", "schema": "Sanction", "properties": {"entity": ["v"], "programId": ["Y"], "listingDate": ["2019-03-04"]}},
    {"id": "s3", "schema": "Sanction", "properties": {"entity": ["v"], "startDate": ["2018"], "endDate": ["2020-01-01"]}},
]  # fmt: skip


def test_sanctioned_entities_of_followthemoney_are_listed_with_their_days(
    case: Case, tmp_path: Path
) -> None:
    report = load(case, tmp_path, {"e.jsonl": "".join(json.dumps(each) + "\n" for each in FTM)})
    assert rows(case) == [
        ("Alder", "OS", "Entity", ["Aldr", "AA"], [], ["RU"], ["X"], "2020-05", "2021"),
        ("FOREST", "OS", "Vessel", [], [], [], ["Y"], "2018", None),
    ]
    days = "start_first::TEXT, start_last::TEXT, end_first::TEXT, end_last::TEXT, weak_names"
    assert rows(case, days) == [
        ("2020-05-01", "2020-05-31", "2021-01-01", "2021-12-31", ["AA"]),
        ("2018-01-01", "2018-12-31", None, None, []),
    ]
    assert case.rows("SELECT owner_name, owned_name, share_min FROM ownership") == [
        ("Alder", "Birch", 60)
    ]
    assert (report.files[0].loaded, report.files[0].quarantined) == (7, 0)


def test_the_ids_of_opensanctions_are_the_same_in_both_its_formats(
    case: Case, tmp_path: Path
) -> None:
    load(case, tmp_path, {"e.jsonl": json.dumps(FTM[1]) + "\n"})
    told = rows(case, "entry_id, name, countries")
    (tmp_path / "e.jsonl").unlink()
    simple = "id,schema,name,aliases,countries,dataset\na,Company,Alder,Aldr,ru,x\n"
    load(case, tmp_path, {"targets.simple.csv": simple})
    assert rows(case, "entry_id, name, countries") == told


OWNED = ADVANCED.replace(
    "<ListValues>",
    "<RelationTypeValues><RelationType ID='15003'>Owned or Controlled By</RelationType>"
    "<RelationType ID='15004'>Family member of</RelationType></RelationTypeValues><ListValues>",
).replace(
    "</DistinctParties>",
    """<DistinctParty FixedRef="37"><Profile ID="37"><Identity><Alias Primary="true"><DocumentedName>
<DocumentedNamePart><NamePartValue>BIRCH LTD</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity>
</Profile></DistinctParty></DistinctParties><ProfileRelationships>
<ProfileRelationship ID="1" From-ProfileID="37" To-ProfileID="36" RelationTypeID="15003" Former="false"/>
<ProfileRelationship ID="2" From-ProfileID="36" To-ProfileID="37" RelationTypeID="15004" Former="false"/>
<ProfileRelationship ID="3" From-ProfileID="36" To-ProfileID="37" RelationTypeID="15003" Former="true"/>
<ProfileRelationship ID="4" From-ProfileID="99" To-ProfileID="36" RelationTypeID="15003" Former="false"/>
</ProfileRelationships>""",
)


def test_ofac_says_who_owns_whom_and_never_how_much(case: Case, tmp_path: Path) -> None:
    report = load(case, tmp_path, {"sdn_advanced.xml": OWNED})
    assert case.rows(
        "SELECT owner_name, owner_country, owner_kind, owned_name, share_max, kind, row"
        " FROM ownership"
    ) == [("ALDER, Anna", "CU", "person", "BIRCH LTD", None, "unknown", 2)]
    assert report.files[0].loaded == 2
    load(case, tmp_path, {"own.csv": "name,list\nX,EL\n"})  # names are put in anew, and stay
    assert case.rows("SELECT owner_name FROM ownership") == [("ALDER, Anna",)]


UFLPA_PAGE = """<html><head><script>document.write("<td>Name of Entity</td>")</script></head><body><table>
<tr><td>News</td><td>Nothing</td></tr></table><h2>Section 2(d)(2)(B)(i)</h2><table><thead><tr><th>Name of&nbsp;Entity</th>
<th>Effective <b>Date</b></th></tr></thead><tbody><tr><td><p>Alder &amp; Sons (including one alias: <i>A&#233;</i>)</p></td>
<td>June 21, 2022</td></tr><tr><td>Birch Corp. and its two Zhuhai-based subsidiaries, which include Cedar Co., Ltd.,
Elm Inc., and Fir Ltd.<td>June&nbsp;12, 2023</td></tr></tbody></table><table><tr><td>Larch</td><td>June 1, 2023</td></tr></table>"""


def test_the_uflpa_list_is_read_from_its_web_page(case: Case, tmp_path: Path) -> None:
    pages = {"report.html": "<table><tr><td>Findings</td></tr></table>"}
    report = load(case, tmp_path, {"uflpa.html": UFLPA_PAGE, **pages})
    assert [(row[0], row[1], row[3], row[7]) for row in rows(case)] == [
        ("Alder & Sons", "UFLPA", ["Aé"], "2022-06-21"),
        ("Birch Corp.", "UFLPA", [], "2023-06-12"),
        ("Cedar Co., Ltd.", "UFLPA", [], "2023-06-12"),
        ("Elm Inc.", "UFLPA", [], "2023-06-12"),
        ("Fir Ltd.", "UFLPA", [], "2023-06-12"),
    ]
    assert [(each.path, each.loaded) for each in report.files] == [("uflpa.html", 2)]
    assert report.ignored == ("report.html",)


def test_what_a_list_loses_is_warned_of(case: Case, tmp_path: Path) -> None:
    # a date before 1900 was lost in silence, and so was a control character in a name
    entry = {"source": EL, "name": "A\tB", "alt_names": [], "federal_register_notice": "", "start_date": "1066-10-14"}  # fmt: skip
    load(
        case,
        tmp_path,
        {
            "a.json": json.dumps({"results": [entry]}),
            "b.csv": 'name,list,start_date\n"C\x01D",EL,1066-10-14\n',
            "c.xml": UN.replace("2012-12-31", "1066-10-14"),
        },
    )
    date, control = "not a date: read as unknown", "a control character: now a space"
    assert case.rows(
        "SELECT path, field, value, reason FROM warnings JOIN files USING (file_id) ORDER BY ALL"
    ) == [
        ("a.json", "name", "A\\x09B", control),
        ("a.json", "start_date", "1066-10-14", date),
        ("b.csv", "name", "C\\x01D", control),
        ("b.csv", "start_date", "1066-10-14", date),
        ("c.xml", "LISTED_ON", "1066-10-14", date),
    ]
