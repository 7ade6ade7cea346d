"""The Consolidated Screening List: rules on small texts, then the real files."""

from __future__ import annotations

import csv
import gzip
import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

from graphscan.casefile import Case
from graphscan.sources import load_inputs
from graphscan.sources.screening_list import countries_of, footnotes, listing_year
from tests.sources.worlds import World, load, shared, table

EL = "Entity List (EL) - Bureau of Industry and Security"
ROW = {
    "_id": "000001",
    "source": EL,
    "entity_number": "",
    "type": "",
    "programs": "",
    "name": " HiSilicon Technologies Co., Ltd (HiSilicon)",
    "addresses": "Huawei Base, Bantian, Shenzhen, CN; Second Road, Hong Kong, HK; Bantian, CN",
    "federal_register_notice": "84 FR 22961; 85 FR 51603",
    "start_date": "2019-05-16",
    "end_date": "",
    "license_requirement": "For all items subject to the EAR (see §§ 734.9(e) (1) and 744.11)1",
    "alt_names": "Haisi; Shenzhen HiSilicon, Co., Ltd",
}


def test_an_entry_keeps_its_name_verbatim_and_its_parts_apart(case: Case, tmp_path: Path) -> None:
    load(case, tmp_path, {"l.csv": table([ROW])})
    assert case.rows(
        "SELECT name, list_code, source_id, alt_names, countries, citation, start_text,"
        " entity_type, footnotes, address_only, extends_to_subsidiaries FROM list_rows"
    ) == [
        (
            "HiSilicon Technologies Co., Ltd (HiSilicon)",
            "EL",
            "000001",
            ["Haisi", "Shenzhen HiSilicon, Co., Ltd"],
            ["CN", "HK"],
            "84 FR 22961; 85 FR 51603",
            "2019-05-16",
            None,
            ["1"],
            False,
            False,
        )
    ]


def test_entry_ids_are_those_of_the_contract(case: Case, tmp_path: Path) -> None:
    load(case, tmp_path, {"l.csv": table([ROW])})
    identity = f"{EL}||hisilicon technologies co., ltd (hisilicon)|CN,HK|84 FR 22961"
    expected = "EL:" + hashlib.sha256(identity.encode()).hexdigest()[:12]
    assert case.value("SELECT entry_id FROM list_rows") == expected


def test_the_same_entry_in_two_rows_is_one_and_the_first_speaks_for_it(
    case: Case, tmp_path: Path
) -> None:
    load(case, tmp_path, {"l.csv": table([ROW, ROW | {"_id": "000002"}])})
    assert case.rows("SELECT source_id FROM entries") == [("000001",)]


def test_lists_before_2020_have_no_id_column(case: Case, tmp_path: Path) -> None:
    load(case, tmp_path, {"l.csv": table([{name: ROW[name] for name in ROW if name != "_id"}])})
    assert case.rows("SELECT source_id FROM list_rows") == [("",)]


def test_without_a_start_date_the_first_volume_gives_the_year(case: Case, tmp_path: Path) -> None:
    load(case, tmp_path, {"l.csv": table([ROW | {"start_date": ""}])})
    assert case.rows("SELECT start_first::text, start_last::text, start_text FROM list_rows") == [
        ("2019-01-01", "2019-12-31", "2019")
    ]


@pytest.mark.parametrize(
    ("notice", "year"),
    [
        ("82 F.R. 48792 10/20/2017", "2017"),
        ("90FR 14032", "2025"),
        ("90 FR14032", None),
        ("9 FR 14032", "1944"),
        ("Vol. 88, No. 151, 08/08/2023", None),
        ("850 FR 1", None),
        ("", None),
    ],
)
def test_volumes_become_years_only_where_a_citation_is_written(
    notice: str, year: str | None
) -> None:
    found = listing_year(notice)
    assert (str(found) if found else None) == year


def test_an_odd_date_is_warned_of_and_the_party_stays_listed(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"l.csv": table([ROW | {"start_date": "16/05/2019"}])})
    assert world.counts == {"l.csv": (1, 1, 0, 0)}
    assert world.warnings == [(2, "start_date", "16/05/2019", "not a date: read as unknown")]
    assert world.column("start_text", "list_rows") == ["2019"]


def test_a_row_without_name_or_list_is_quarantined(case: Case, tmp_path: Path) -> None:
    rows = [ROW | {"name": ""}, ROW | {"source": "Some list"}, ROW | {"source": ""}, ROW]
    world = load(case, tmp_path, {"l.csv": table(rows)})
    assert world.counts == {"l.csv": (4, 1, 3, 0)}
    assert [(row, field, why) for row, field, _, why in world.quarantine] == [
        (2, "name", "missing"),
        (3, "source", "no list in it"),
        (4, "source", "no list in it"),
    ]


def test_a_party_called_na_is_somebody(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"l.csv": table([ROW | {"name": "NA"}])})
    assert world.column("name", "list_rows") == ["NA"]


def test_a_tab_in_a_real_name_becomes_a_space(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"l.csv": table([ROW | {"name": "Eric Fru\ta/k/a Ngi"}])})
    assert world.column("name", "list_rows") == ["Eric Fru a/k/a Ngi"]
    assert [field for _, field, _, _ in world.warnings] == ["name"]


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        ("For all items subject to the EAR. (See §§ 734.9(e) and 744.11 of the EAR)4", ["4"]),
        ("For all items subject to the EAR (see §§ 734.9(e)(3), 744.11)5", ["5"]),
        ("See § 734.9(e)1 of the EAR2", ["1"]),
        ("(see §§ 734.9(g)3, 746.8(a)(3), and 744.21(b) of the EAR)", ["3"]),
        ("For all items subject to the EAR. (See §744.11 of the EAR)4", []),
        ("", []),
    ],
)
def test_footnotes_come_from_the_cited_paragraph(requirement: str, expected: list[str]) -> None:
    assert footnotes(requirement) == expected


def test_the_country_is_the_end_of_an_address() -> None:
    assert countries_of(["PHONEIX, AZ, 85043", "Simferopol, CRIMEA (OCCUPIED)", "X, XX"]) == [
        "CRIMEA (OCCUPIED)"
    ]


def test_only_entries_of_the_entity_list_can_be_addresses(case: Case, tmp_path: Path) -> None:
    rows = [ROW | {"name": name} for name in ("Address 01", "Address 18", "Addressograph Ltd")]
    world = load(case, tmp_path, {"l.csv": table(rows)})
    assert world.column("address_only", "list_rows") == [True, True, False]


def real(case: Case, *names: str) -> World:
    return World(case, load_inputs(case, [shared(name) for name in names]))


def test_the_whole_real_list_loads_and_its_counts_are_known(case: Case) -> None:
    world = real(case, "data/csl/consolidated_2026-07-31.csv.gz")
    assert list(world.counts.values()) == [(25_921, 25_921, 0, 0)]
    counts = dict(case.rows("SELECT list_code, count(*) FROM list_rows GROUP BY 1"))
    assert counts == {
        "SDN": 19_181, "EL": 3_420, "DPL": 1_596, "DTC": 787, "SSI": 286, "UVL": 222, "ISN": 161,
        "PLC": 78, "MEU": 70, "CMIC": 68, "MBS": 51, "CAP": 1,
    }  # fmt: skip
    marks = Counter(
        number for (cell,) in case.rows("SELECT footnotes FROM list_rows") for number in cell
    )
    assert marks == {"1": 156, "3": 771, "4": 96, "5": 16}
    assert case.value("SELECT count(*) FROM list_rows WHERE address_only") == 19
    assert case.value("SELECT count(*) FROM list_rows WHERE start_first IS NULL") == 20_137


def test_every_real_name_is_kept_and_every_id_can_be_recomputed(case: Case) -> None:
    real(case, "data/csl/consolidated_2026-07-31.csv.gz")
    path = shared("data/csl/consolidated_2026-07-31.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        given = list(csv.DictReader(stream))
    loaded = case.rows("SELECT row, name, entry_id, countries FROM list_rows ORDER BY row")
    cite = re.compile(r"\d+\s*F\.?\s?R\.?\s+\d+")
    assert len(given) == len(loaded)
    for number, (row, (at, name, entry_id, countries)) in enumerate(
        zip(given, loaded, strict=True), start=2
    ):
        assert at == number
        assert name == re.sub(r"\t", " ", row["name"].strip())
        notice = cite.search(row["federal_register_notice"])
        parts = [
            row["source"],
            row["entity_number"],
            row["name"].strip().casefold(),
            ",".join(sorted(countries)),
            notice[0] if notice else "",
        ]
        assert entry_id.split(":")[1] == hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("data/csl/csl_sample_with_addresses_2019.csv", 115),
        ("data/csl/csl_sample_with_addresses_2025.csv", 13),
        ("samples/lists/csl/consolidated_2025_with_id.csv", 13),
    ],
)
def test_official_files_with_addresses_load_whole(case: Case, name: str, rows: int) -> None:
    world = real(case, name)
    assert list(world.counts.values()) == [(rows, rows, 0, 0)]
    assert case.value("SELECT count(*) FROM list_rows WHERE len(countries) > 0") > 0
