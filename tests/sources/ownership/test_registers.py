# ruff: noqa: E501, PLR0917 -- rows of files as they are
from __future__ import annotations

import functools
import gzip
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl

from graphscan.casefile import Case
from tests.sources.ownership.registers import interests, lines, load

PARENT, CHILD, FUND = "5493001Z012YSB2A0K51", "001GPB6A9XPE8XJICC14", "0J5MDZ6HZN7ZP2HLOQ20"

L1_CSV = f'''"LEI","Entity.LegalName","Entity.LegalAddress.FirstAddressLine","Entity.LegalAddress.City","Entity.LegalAddress.Country","Entity.HeadquartersAddress.Country","Entity.LegalJurisdiction","Entity.EntityCategory","Entity.EntityStatus","Entity.EntityCreationDate"
"{PARENT}","Larch & Sons Holding","1 Example Street","Zug","CH","US","CH","GENERAL","ACTIVE","2001-02-03T00:00:00Z"
"{CHILD}","Alder Ltd","2 Example Street","London","GB","GB","GB","GENERAL","ACTIVE",""
"{FUND}","Birch Fund","","","LU","LU","LU","FUND","ACTIVE",""
'''
RR_CSV = f'''"Relationship.StartNode.NodeID","Relationship.StartNode.NodeIDType","Relationship.EndNode.NodeID","Relationship.EndNode.NodeIDType","Relationship.RelationshipType","Relationship.RelationshipStatus","Relationship.Period.1.startDate","Relationship.Period.1.endDate","Relationship.Period.1.periodType","Relationship.Period.2.startDate","Relationship.Period.2.endDate","Relationship.Period.2.periodType","Registration.RegistrationStatus"
"{CHILD}","LEI","{PARENT}","LEI","IS_DIRECTLY_CONSOLIDATED_BY","ACTIVE","2020-01-01T00:00:00Z","2020-12-31T00:00:00Z","ACCOUNTING_PERIOD","2012-11-29T00:00:00Z","","RELATIONSHIP_PERIOD","PUBLISHED"
"{CHILD}","LEI","{PARENT}","LEI","IS_ULTIMATELY_CONSOLIDATED_BY","ACTIVE","2012-11-29T00:00:00Z","","RELATIONSHIP_PERIOD","","","","PUBLISHED"
"{FUND}","LEI","{PARENT}","LEI","IS_FUND-MANAGED_BY","ACTIVE","","","","","","","PUBLISHED"
"short","LEI","{PARENT}","LEI","IS_DIRECTLY_CONSOLIDATED_BY","ACTIVE","","","","","","","PUBLISHED"
'''
REPEX_CSV = f'''"LEI","Exception.Category","Exception.Reason.1"
"{PARENT}","ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT","NO_KNOWN_PERSON"
'''


def _entity(lei: str, name: str, line: str, city: str, country: str, hq: str, more: str) -> str:
    return (
        f"<lei:LEIRecord><lei:LEI>{lei}</lei:LEI><lei:Entity><lei:LegalName xml:lang='en'>{name}"
        f"</lei:LegalName><lei:LegalAddress><lei:FirstAddressLine>{line}</lei:FirstAddressLine>"
        f"<lei:City>{city}</lei:City><lei:Country>{country}</lei:Country></lei:LegalAddress>"
        f"<lei:HeadquartersAddress><lei:Country>{hq}</lei:Country></lei:HeadquartersAddress>"
        f"<lei:LegalJurisdiction>{country}</lei:LegalJurisdiction>{more}"
        "<lei:EntityStatus>ACTIVE</lei:EntityStatus></lei:Entity></lei:LEIRecord>"
    )


GENERAL = "<lei:EntityCategory>GENERAL</lei:EntityCategory>"
L1_XML = (
    '<?xml version="1.0" encoding="UTF-8"?><lei:LEIData '
    'xmlns:lei="http://www.gleif.org/data/schema/leidata/2016"><lei:LEIRecords>'
    + _entity(
        PARENT,
        "Larch &amp; Sons Holding",
        "1 Example Street",
        "Zug",
        "CH",
        "US",
        GENERAL + "<lei:EntityCreationDate>2001-02-03T00:00:00Z</lei:EntityCreationDate>",
    )
    + _entity(CHILD, "Alder Ltd", "2 Example Street", "London", "GB", "GB", GENERAL)
    + _entity(
        FUND, "Birch Fund", "", "", "LU", "LU", "<lei:EntityCategory>FUND</lei:EntityCategory>"
    )
    + "</lei:LEIRecords></lei:LEIData>"
)


def _relationship(child: str, kind: str, periods: str) -> str:
    return (
        "<rr:RelationshipRecord><rr:Relationship><rr:StartNode><rr:NodeID>"
        f"{child}</rr:NodeID></rr:StartNode><rr:EndNode><rr:NodeID>{PARENT}</rr:NodeID></rr:EndNode>"
        f"<rr:RelationshipType>{kind}</rr:RelationshipType>"
        f"<rr:RelationshipPeriods>{periods}</rr:RelationshipPeriods></rr:Relationship>"
        "<rr:Registration><rr:RegistrationStatus>PUBLISHED</rr:RegistrationStatus>"
        "</rr:Registration></rr:RelationshipRecord>"
    )


def _period(start: str, end: str, kind: str) -> str:
    last = f"<rr:EndDate>{end}T00:00:00Z</rr:EndDate>" if end else ""
    return (
        f"<rr:RelationshipPeriod><rr:StartDate>{start}T00:00:00Z</rr:StartDate>{last}"
        f"<rr:PeriodType>{kind}</rr:PeriodType></rr:RelationshipPeriod>"
    )


HELD = _period("2012-11-29", "", "RELATIONSHIP_PERIOD")
RR_XML = (
    '<rr:RelationshipData xmlns:rr="http://www.gleif.org/data/schema/rr/2016">'
    "<rr:RelationshipRecords>"
    + _relationship(
        CHILD,
        "IS_DIRECTLY_CONSOLIDATED_BY",
        _period("2020-01-01", "2020-12-31", "ACCOUNTING_PERIOD") + HELD,
    )
    + _relationship(CHILD, "IS_ULTIMATELY_CONSOLIDATED_BY", HELD)
    + _relationship(FUND, "IS_FUND-MANAGED_BY", "")
    + _relationship("short", "IS_DIRECTLY_CONSOLIDATED_BY", "")
    + "</rr:RelationshipRecords></rr:RelationshipData>"
)
REPEX_XML = (
    '<repex:ReportingExceptionData xmlns:repex="http://www.gleif.org/data/schema/repex/2016">'
    f"<repex:ReportingExceptions><repex:Exception><repex:LEI>{PARENT}</repex:LEI>"
    "<repex:ExceptionCategory>ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT</repex:ExceptionCategory>"
    "<repex:ExceptionReason>NO_KNOWN_PERSON</repex:ExceptionReason></repex:Exception>"
    "</repex:ReportingExceptions></repex:ReportingExceptionData>"
)
PARTIES = (
    "SELECT name, country, identifier, kind, address, incorporated_text, headquarters_country"
    " FROM given_parties ORDER BY ALL"
)


def test_gleif_as_csv_and_as_xml_says_the_same(case: Case, tmp_path: Path) -> None:
    load(case, tmp_path, {"l1.csv": L1_CSV, "rr.csv": RR_CSV, "repex.csv": REPEX_CSV})
    facts = "SELECT what, ref, detail FROM register_facts ORDER BY ALL"
    told = interests(case), case.rows(PARTIES), case.rows(facts)
    for file in tmp_path.iterdir():
        file.unlink()
    load(case, tmp_path, {"l1.xml": L1_XML, "rr.xml": RR_XML, "repex.xml": REPEX_XML})
    assert (interests(case), case.rows(PARTIES), case.rows(facts)) == told
    assert told[0][0][:12] == (
        *("Larch & Sons Holding", "CH", PARENT, "Alder Ltd", "GB", CHILD),
        *(None, None, False, False, "consolidation", "direct"),
    )
    assert [(row[11], row[13]) for row in told[0]] == [
        ("direct", "2012-11-29"),
        ("ultimate", "2012-11-29"),
    ]


def test_funds_own_nothing_and_a_bad_number_is_quarantined(case: Case, tmp_path: Path) -> None:
    report = load(case, tmp_path, {"rr.csv": RR_CSV})
    (file,) = report.files
    assert (file.loaded, file.excluded, file.quarantined) == (2, 1, 1)
    assert case.value("SELECT reason FROM quarantine") == "not an LEI"


def test_names_come_and_go_with_the_file_of_parties(case: Case, tmp_path: Path) -> None:
    load(case, tmp_path, {"rr.csv": RR_CSV})
    assert {row[0] for row in interests(case)} == {PARENT}
    assert "load the register's file of parties" in case.value("SELECT reason FROM warnings")
    load(case, tmp_path, {"l1.csv": L1_CSV})
    assert {row[0] for row in interests(case)} == {"Larch & Sons Holding"}
    assert case.rows("SELECT reason FROM warnings WHERE field = 'owner_name'") == []
    (tmp_path / "l1.csv").unlink()
    load(case, tmp_path, {})
    assert {row[0] for row in interests(case)} == {PARENT}


def test_ftm_finds_an_entity_by_what_it_was_called_before(case: Case, tmp_path: Path) -> None:
    def thing(
        ref: str, schema: str, properties: dict[str, list[str]], **more: object
    ) -> dict[str, object]:
        return {"id": ref, "schema": schema, "caption": properties.get("name", [""])[0]} | {
            "properties": properties,
            **more,
        }

    held = {"owner": ["old-a"], "asset": ["NK-b"], "percentage": ["25-50"], "startDate": ["2019"]}
    text = lines(
        thing("NK-a", "Company", {"name": ["Alder"], "jurisdiction": ["hk"]}, referents=["old-a"]),
        thing("NK-b", "Company", {"name": ["Birch"], "country": ["my"]}),
        thing("o", "Ownership", held),
        thing("u", "UnknownLink", {"subject": ["NK-a"], "object": ["NK-b"]}),
        thing("s", "Succession", {"predecessor": ["NK-a"], "successor": ["NK-b"]}),
        thing("i", "Identification", {"holder": ["NK-b"], "number": ["12 34"], "country": ["my"]}),
        thing("v", "Address", {"full": ["1 Example Street"]}),
    )
    report = load(case, tmp_path, {"entities.ftm.json": text})
    assert (report.files[0].loaded, report.files[0].excluded) == (6, 1)
    columns = "owner_name, owner_country, owned_name, share_min, share_max, kind, valid_from_text"
    assert interests(case, columns) == [
        ("Alder", "HK", "Birch", 25, 50, "shares", "2019"),
        ("Alder", "HK", "Birch", None, None, "unknown", None),
    ]
    facts = case.rows("SELECT what, ref, other FROM register_facts ORDER BY ALL")
    assert ("succession", "NK-a", "NK-b") in facts
    assert ("identifier", "NK-b", "MY:1234") in facts


def test_bands_of_control_are_open_where_the_law_says_more_than(case: Case, tmp_path: Path) -> None:
    def control(number: str, *natures: str, **more: object) -> dict[str, object]:
        data = {
            "kind": "corporate-entity-person-with-significant-control",
            "name": "Alder Ltd",
            "identification": {
                "country_registered": "England & Wales",
                "registration_number": "686734",
            },
            "natures_of_control": list(natures),
            "notified_on": "2016-04-06",
        } | more
        return {"company_number": number, "data": data}

    secret = {"kind": "super-secure-person-with-significant-control", "description": "secret"}
    statement = {"kind": "persons-with-significant-control-statement", "statement": "no-individual"}
    text = lines(
        control("1", "ownership-of-shares-25-to-50-percent", "voting-rights-75-to-100-percent"),
        control("2", "ownership-of-shares-50-to-75-percent-as-firm", ceased_on="2020-02-03"),
        {"company_number": "3", "data": secret},
        {"company_number": "4", "data": statement},
        {"data": {"kind": "totals#persons-of-significant-control-snapshot"}},
        control("", "voting-rights-25-to-50-percent"),
    )
    report = load(case, tmp_path, {"psc.txt": text})
    assert (report.files[0].loaded, report.files[0].excluded, report.files[0].quarantined) == (
        4,
        1,
        1,
    )
    columns = "owner_id, owned_id, kind, share_min, share_max, share_min_open, valid_to_text"
    assert interests(case, columns) == [
        ("GB:00686734", "GB:00000001", "shares", 25, 50, True, None),
        ("GB:00686734", "GB:00000001", "votes", 75, 100, False, None),
        ("GB:00686734", "GB:00000002", "nominee", 50, 75, True, "2020-02-03"),
    ]
    assert case.rows("SELECT ref, detail FROM register_facts ORDER BY 1") == [
        ("GB:00000003", "secret"),
        ("GB:00000004", "no-individual"),
    ]


def test_names_that_are_the_same_are_no_identity_to_the_offshore_leaks(
    case: Case, tmp_path: Path
) -> None:
    nodes = "node_id,name,jurisdiction,incorporation_date,country_codes,sourceID\n10,ALDER LTD,BVI,23-MAR-2006,HKG;CHN,x\n"
    officers = "node_id,name,countries,country_codes,sourceID\n20,Birch Nominees,Hong Kong,HKG,x\n"
    links = (
        "node_id_start,node_id_end,rel_type,link,status,start_date,end_date,sourceID\n"
        "20,10,officer_of,shareholder of,,23-MAR-2006,01-FEB-12,x\n"
        "20,10,officer_of,nominee shareholder of,,,,x\n"
        "20,10,same_name_as,same name as,,,,x\n"
    )
    report = load(
        case,
        tmp_path,
        {"nodes-entities.csv": nodes, "nodes-officers.csv": officers, "relationships.csv": links},
    )
    assert report.files[-1].excluded == 1
    columns = "owner_name, owned_name, owned_country, kind, valid_from_text, valid_to_text"
    assert interests(case, columns) == [
        ("Birch Nominees", "ALDER LTD", "VG", "nominee", None, None),
        ("Birch Nominees", "ALDER LTD", "VG", "shares", "2006-03-23", "2012-02-01"),
    ]


def test_opencorporates_ranges_of_shares_and_of_votes_are_two_interests(
    case: Case, tmp_path: Path
) -> None:
    header = (
        "relationship_type,subject_company_number,subject_jurisdiction_code,subject_name,"
        "object_company_number,object_jurisdiction_code,object_name,percentage_min_share_ownership,"
        "percentage_max_share_ownership,percentage_min_voting_rights,percentage_max_voting_rights,"
        "start_date,end_date\n"
    )
    row = "subsidiary,5012,us_de,Alder Inc,77,hk,Birch Ltd,50,75,75,100,2019-01-01,\n"
    load(case, tmp_path, {"relationships.csv": header + row})
    columns = "owner_id, owner_country, owned_id, kind, share_min, share_max"
    assert interests(case, columns) == [
        ("US-DE:5012", "US", "HK:77", "shares", 50, 75),
        ("US-DE:5012", "US", "HK:77", "votes", 75, 100),
    ]


def test_orbis_puts_all_shareholders_into_one_cell(case: Case, tmp_path: Path) -> None:
    header = "\tCompany name Latin alphabet\tCountry ISO code\tBvD ID number\tSH - Name\tSH - Type\tSH - Direct %\tGUO - Name\tGUO - Direct %\n"
    row = '1\tBirch Ltd\tHK\tHK77\t"Alder Inc\nLarch AG\nOak"\t"Company\nCompany\nIndividual"\t"WO\n>25\nn.a."\tElm SE\tn.a.\n'
    load(case, tmp_path, {"orbis.txt": header + row})
    columns = "owner_name, owner_kind, reach, share_min, share_max, share_min_open, interest"
    assert interests(case, columns) == [
        ("Alder Inc", "company", "direct", 100, 100, False, 0),
        ("Elm SE", "unknown", "ultimate", None, None, False, 3),
        ("Larch AG", "company", "direct", 25, 100, True, 1),
        ("Oak", "person", "direct", None, None, False, 2),
    ]


def test_an_orbis_workbook_reads_as_its_text(case: Case, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Search summary"
    book.active.append(["Product", "Orbis"])
    sheet = book.create_sheet("Results")
    names = ("BvD ID number", "Company name Latin alphabet", "Country ISO code")
    sheet.append(["", *names, "CSH - Name", "CSH - Type", "CSH - Direct %"])
    held = ("Alder Inc\nLarch AG", "Company\nCompany", "WO\n>25")
    sheet.append([1, "HK77", "Birch Ltd", "HK", *held])
    sheet.append([2, "", "", "HK", "", "", ""])
    whole = io.BytesIO()
    book.save(whole)
    report = load(case, tmp_path, {"orbis.xlsx": whole.getvalue()})
    assert interests(case, "owner_name, owned_id, share_min, share_max, share_min_open, row") == [
        ("Alder Inc", "BVD:HK77", 100, 100, False, 2),
        ("Larch AG", "BVD:HK77", 25, 100, True, 2),
    ]
    assert [(each.path, each.loaded, each.quarantined) for each in report.files] == [
        ("orbis.xlsx#Results", 1, 1)
    ]
    assert report.ignored == ("orbis.xlsx#Search summary (no table)",)


HOSTILE = {
    "external.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    b"<CONSOLIDATED_LIST><ENTITY><FIRST_NAME>&e;</FIRST_NAME></ENTITY></CONSOLIDATED_LIST>",
    "laughs.xml": b'<!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><lei:LEIData><lei:LEIRecord><lei:LEI>&a11;</lei:LEI></lei:LEIRecord></lei:LEIData>",
    "cut.xml": L1_XML[: len(L1_XML) // 2].encode(),
    "deep.xml": b"<lei:LEIData><lei:LEIRecord>" + b"<a>" * 100_000,
    "deep.json": b'[{"statementId": ' + b"[" * 100_000,
    "cut.json": b'[{"statementId": "1", "recordType": "entity", "recordDetails": {"name": "A"}}, {"sta',
    "other.json": b'{"hello": "world"}',
    "words.json": b"hello",
}


def test_hostile_files_are_refused_each_with_a_reason(case: Case, tmp_path: Path) -> None:
    report = load(case, tmp_path, {**HOSTILE, "good.csv": L1_CSV})
    said = dict(case.rows("SELECT path, reason FROM quarantine JOIN files USING (file_id)"))
    assert said.keys() == HOSTILE.keys()
    assert "document type" in said["external.xml"]
    assert "document type" in said["laughs.xml"]
    assert "cut short" in said["cut.xml"]
    assert "inside each other" in said["deep.xml"]
    assert "nested too deeply" in said["deep.json"]
    assert "cut short" in said["cut.json"]
    assert case.value("SELECT count(*) FROM given_parties") == 3
    assert {file.path for file in report.files if file.kind == "unreadable"} == HOSTILE.keys()


def test_a_deep_line_is_one_quarantined_record(case: Case, tmp_path: Path) -> None:
    good = {
        "statementId": "1",
        "recordId": "a",
        "recordType": "entity",
        "recordDetails": {"name": "A"},
    }
    text = lines(good) + '{"statementId": ' + "[" * 100_000 + "\n" + lines(good | {"recordId": "b"})
    report = load(case, tmp_path, {"deep.jsonl": text})
    assert (report.files[0].loaded, report.files[0].quarantined) == (2, 1)


def test_a_name_may_hold_anything_and_is_kept_inert(case: Case, tmp_path: Path) -> None:
    name = "=cmd|' /C calc'!A0 <script>alert(1)</script> \u202e'; DROP TABLE files; --\x00"
    record: functools.partial[dict[str, object]] = functools.partial(
        dict, recordType="entity", statementDate="2020-01-01"
    )
    text = lines(record(statementId="1", recordId="a", recordDetails={"name": name}))
    load(case, tmp_path, {"r.jsonl": text})
    assert case.value("SELECT name FROM given_parties").startswith("=cmd|' /C calc'!A0 <script>")
    assert "\x00" not in case.value("SELECT name FROM given_parties")


_LOAD = """
import resource, sys
from pathlib import Path
from graphscan.casefile import open_case
from graphscan.sources import load_inputs
folder = Path(sys.argv[1])
with open_case() as case:
    load_inputs(case, [folder / "good.csv"], add=True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    load_inputs(case, [folder], add=True)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(case.value("SELECT count(*) FROM given_parties"),
          case.value("SELECT count(*) FROM quarantine WHERE row = 0"), (after - before) // 1024)
"""


def test_hostile_files_take_no_memory_to_speak_of_and_leave_the_case_whole(tmp_path: Path) -> None:
    member = io.BytesIO()
    with zipfile.ZipFile(member, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("bomb.jsonl", b'{"statementId": "' + b"0" * (160 << 20))
    line, whole = b'{"statementId": "1", "recordType": "entity"}\n', gzip.compress(L1_XML.encode())
    files = HOSTILE | {
        "bomb.jsonl.gz": gzip.compress(line + b'{"statementId": "' + b"0" * (160 << 20)),
        "bomb.xml.gz": gzip.compress(b"<lei:LEIData><lei:LEIRecord><a>" + b"0" * (160 << 20)),
        "bomb.csv.gz": gzip.compress(b"lei,entity.legalname\n" + b"0" * (160 << 20)),
        "bomb.zip": member.getvalue(),
        "cut.xml.gz": whole[: len(whole) // 2],
        "good.csv": L1_CSV.encode(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    told = subprocess.run(
        [sys.executable, "-c", _LOAD, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    parties, refused, megabytes = map(int, told.stdout.split())
    assert (parties, refused) == (3, len(files) - 1)
    assert megabytes < 300
