"""The fourteen quirks of real customs files, each met by a file of one or two rows."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from graphscan.casefile import Case
from tests.sources.worlds import World, load, shipments

TURKEY = {
    "REGISTRATION_NO": "24220400IM00000001",
    "REGISTRATION_DATE": "2024-09-27",
    "SUPPLIER_NAME": "CERAMICHE NORD S P A",
    "IMPORTER_NAME": "KUZEY GRANIT LTD",
    "IMPORTER_CODE": "0012345678",
    "DISPATCH_COUNTRY": "NULL",
    "ORIGIN_COUNTRY": "ITALY",
    "HS_CODE": "6907210000",
    "QUANTITY": "10",
    "UNIT": "PCS",
    "STATISTICAL_VALUE_USD": "100",
    "RECORD_ID": "r1",
}
INDIA_MONTHLY = {
    "EXPORTER_NAME": "THREE D PLUS INC",
    "BUYER_NAME": "TO THE ORDER",
    "HS_CODE": "69072100",
    "IEC": "AACFZ0000B",
    "INDIAN_PORT": "MUNDRA SEA",
    "FOREIGN_PORT": "CARTAGENA",
    "COUNTRY": "COLOMBIA",
    "EXP_DATE": "2025-03-28T18:30:00.000Z",
    "TOTAL_VALUE_USD": "5",
    "TOTAL_QUANTITY": "1",
    "MONTHYEAR": "Mar 2025",
}
US = {
    "ACTUAL_ARRIVAL_DATE": "2025-08-03",
    "BILL_OF_LADING": "ABCD1",
    "SHIPPER_NAME": "BLUE TILE LTD",
    "RAW_SHIPPER_NAME": "BLUE TILE LTD",
    "CONSIGNEE_NAME": "RED STONE INC",
    "RAW_CONSIGNEE_NAME": "RED STONE INC",
    "RAW_CONSIGNEE_ADDRESS": "1 MAIN ST SAVANNAH GA 31407 US",
    "UNLOADING_PORT": "1703, SAVANNAH, GA",
    "LOADING_PORT": "53306, MUNDRA",
    "COUNTRY": "IN, INDIA",
    "HS_CODE": "690721",
    "WEIGHT": "1000",
    "WEIGHT_UNIT": "KG",
    "CIF": "0",
    "CONTAINER_ID": "ABCU1,ABCU2",
    "CARRIER_SASC_CODE": "ABCD, ABCD LINES, INC",
    "INBOND_TYPE": "NULL",
    "PRODUCT_DESCRIPTION": "TILES",
}
GHANA = {
    "BOE_NO": "1",
    "EXPORTER_NAME": "ACCRA TILE LTD",
    "CONSIGNEE_NAME": "ACCRA TILE LTD",
    "BUYER_NAME": "BAMAKO ET FILS",
    "DECLARANT_NAME": "X",
    "EXP_DATE": "2025-09-30",
    "DESTINATION_COUNTRY": "MALI",
    "HS_CODE": "6907210000",
}


def read(case: Case, folder: Path, rows: list[dict[str, str]], *, encoding: str = "utf-8") -> World:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return load(case, folder, {"a.csv": text.getvalue().encode(encoding)})


def test_q1_identifiers_are_text_and_keep_their_zeros(case: Case, tmp_path: Path) -> None:
    rows = [TURKEY, TURKEY | {"REGISTRATION_NO": "2", "HS_CODE": "101210000"}]
    world = read(case, tmp_path, rows)
    assert world.column("consignee_id") == ["0012345678", "0012345678"]
    assert world.column("hs_code") == ["6907210000", "0101210000"]


def test_q2_codes_of_several_countries_compare_at_six_digits(case: Case, tmp_path: Path) -> None:
    codes = ("6907219009", "6907210000", "69072190090", "690721")
    rows = [TURKEY | {"REGISTRATION_NO": code, "HS_CODE": code} for code in codes]
    world = read(case, tmp_path, rows)
    assert world.column("hs_code") == list(codes)
    assert set(world.column("left(hs_code, 6)")) == {"690721"}


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2024-09-27", "2024-09-27"),
        ("27/09/2024", "2024-09-27"),
        ("27-Sep-24", "2024-09-27"),
        ("Sep 2024", "2024-09"),
    ],
)
def test_q3_dates_keep_their_precision(case: Case, tmp_path: Path, given: str, day: str) -> None:
    world = read(case, tmp_path, [TURKEY | {"REGISTRATION_DATE": given}])
    assert world.column("arrival_text") == [day]


def test_q3_an_instant_of_utc_is_the_day_where_it_was_written(case: Case, tmp_path: Path) -> None:
    assert read(case, tmp_path, [INDIA_MONTHLY]).column("departure_text") == ["2025-03-29"]


def test_q3_a_number_that_lost_its_zero_is_a_date_where_the_mapping_says_so(
    case: Case, tmp_path: Path
) -> None:
    mapping = """
        name = "numbers"
        needs = ["no", "when"]
        [columns]
        shipment_id = "no"
        consignor_name = "a"
        consignee_name = "b"
        arrival_date = { from = "when", dates = ["%d%m%Y"] }
    """
    files: dict[str, str | bytes] = {
        "m.mapping.toml": mapping,
        "a.csv": "no,a,b,when\n1,A Ltd,B Ltd,4082025\n2,A Ltd,B Ltd,14082025\n",
    }
    assert load(case, tmp_path, files).column("arrival_text") == ["2025-08-04", "2025-08-14"]


@pytest.mark.parametrize("given", ["00:00.0", "27/09/24"])
def test_q3_what_a_spreadsheet_mangled_is_quarantined(
    case: Case, tmp_path: Path, given: str
) -> None:
    world = read(case, tmp_path, [TURKEY | {"REGISTRATION_DATE": given}])  # 24 is no year 24 AD
    assert world.quarantine == [(2, "arrival_date", given, "not a date")]


@pytest.mark.parametrize("token", ["", "NULL", "null", "N/A", "NA", "-", "-0- ", "None", "n.a."])
def test_q4_null_tokens_are_nothing(case: Case, tmp_path: Path, token: str) -> None:
    world = read(case, tmp_path, [TURKEY | {"UNIT": token, "IMPORTER_NAME": token}])
    assert world.column("quantity_unit") == [None]
    assert world.column("consignee_name") == [None]


def test_q4_nought_is_nothing_where_it_stands_for_nothing(case: Case, tmp_path: Path) -> None:
    zeros = {"IMPORTER_CODE": "0", "QUANTITY": "0", "STATISTICAL_VALUE_USD": "0"}
    world = read(case, tmp_path, [TURKEY | zeros])
    for name in ("consignee_id", "quantity", "value_usd"):
        assert world.column(name) == [None]


def test_q5_names_in_two_scripts_stay_as_they_are(case: Case, tmp_path: Path) -> None:
    name = "ФИРМА NORDIC PARTNERS S L"
    assert read(case, tmp_path, [TURKEY | {"SUPPLIER_NAME": name}]).column("consignor_name") == [
        name
    ]


def test_q6_a_translated_twin_speaks_only_where_the_name_is_absent(
    case: Case, tmp_path: Path
) -> None:
    twin = {"IMPORTER_NAME_EN": "NORTH GRANITE LIMITED"}
    rows = [TURKEY | twin, TURKEY | twin | {"REGISTRATION_NO": "2", "IMPORTER_NAME": "NULL"}]
    world = read(case, tmp_path, rows)
    assert world.column("consignee_name") == ["KUZEY GRANIT LTD", "NORTH GRANITE LIMITED"]


def test_q7_a_buyer_to_order_or_absent_is_loaded_and_told(case: Case, tmp_path: Path) -> None:
    rows = [INDIA_MONTHLY, INDIA_MONTHLY | {"BUYER_NAME": "NULL", "EXPORTER_NAME": "B"}]
    world = read(case, tmp_path, rows)
    assert world.column("consignee_name") == ["TO THE ORDER", None]
    assert (3, "consignee_name", "", "nobody is named") in world.warnings


def test_q8_where_the_consignee_repeats_the_exporter_the_buyer_is_read(
    case: Case, tmp_path: Path
) -> None:
    assert read(case, tmp_path, [GHANA]).column("consignee_name") == ["BAMAKO ET FILS"]


def test_q8_an_export_bound_for_where_the_goods_are_from_is_told(
    case: Case, tmp_path: Path
) -> None:
    # A ministry that exports tiles from Spain to a Spanish tile maker: an import, declared so.
    inverted = GHANA | {"DESTINATION_COUNTRY": "SPAIN", "COUNTRY_OF_ORIGIN": "SPAIN"}
    world = read(case, tmp_path, [GHANA | {"COUNTRY_OF_ORIGIN": "GHANA"}, inverted])
    told = [(row, value) for row, field, value, _ in world.warnings if field == "origin_country"]
    assert told == [(3, "SPAIN")]
    assert world.counts == {"a.csv": (2, 2, 0, 0)}


def test_q9_the_same_line_of_the_same_record_counts_once(case: Case, tmp_path: Path) -> None:
    other = TURKEY | {"QUANTITY": "11"}
    world = read(case, tmp_path, [TURKEY, TURKEY, other])
    assert world.counts == {"a.csv": (3, 2, 0, 1)}
    assert case.rows("SELECT reason, rows FROM not_loaded") == [
        ("the same line of the same record again", 1)
    ]


def test_q9_a_master_bill_beside_its_house_bills_counts_no_goods_twice(
    case: Case, tmp_path: Path
) -> None:
    forwarder = {"SHIPPER_NAME": "BIG FORWARDER LTD", "RAW_SHIPPER_NAME": "BIG FORWARDER LTD"}
    rows = [
        US | forwarder | {"BILL_OF_LADING": "M1", "MASTER_BILL_OF_LADING": "NULL"},
        US | {"BILL_OF_LADING": "H1", "MASTER_BILL_OF_LADING": "M1"},
        US | {"BILL_OF_LADING": "H2", "MASTER_BILL_OF_LADING": "M1", "WEIGHT": "7"},
        US | {"BILL_OF_LADING": "M2", "MASTER_BILL_OF_LADING": "NULL"},
    ]
    world = read(case, tmp_path, rows)
    assert world.counts == {"a.csv": (4, 3, 0, 1)}
    assert world.column("house_bill_number") == ["H1", "H2", "M2"]
    assert case.rows("SELECT reason, rows FROM not_loaded") == [
        ("a master bill whose house bills are here", 1)
    ]


def test_q10_pounds_become_kilograms_and_an_unknown_unit_is_told(
    case: Case, tmp_path: Path
) -> None:
    units = ("KG", "LB", "STONE")
    rows = [US | {"BILL_OF_LADING": unit, "WEIGHT_UNIT": unit} for unit in units]
    world = read(case, tmp_path, rows)
    assert world.column("gross_weight_kg") == [1000.0, 453.59237, None]
    assert (4, "gross_weight_kg", "1000 stone", "not a number") in world.warnings


def test_q10_the_value_is_the_one_in_dollars(case: Case, tmp_path: Path) -> None:
    world = read(case, tmp_path, [TURKEY | {"INVOICE_AMOUNT": "999999", "CURRENCY": "TRY"}])
    assert world.column("value_usd") == [100.0]


def test_q11_cells_of_several_values_entities_and_byte_order_marks(
    case: Case, tmp_path: Path
) -> None:
    row = US | {"PRODUCT_DESCRIPTION": "SP62#&AMP;TILE \ufffd"}
    world = read(case, tmp_path, [row], encoding="utf-8-sig")
    assert world.column("container_numbers") == ["ABCU1;ABCU2"]
    assert world.column("description") == ["SP62#&TILE \ufffd"]


@pytest.mark.parametrize(
    ("given", "code"),
    [("8473.30; 8473.50", "8473"), ("8473.30 Parts, 8542.31 Circuits", None)],
)
def test_q11_several_codes_in_a_cell_are_what_they_share(
    case: Case, tmp_path: Path, given: str, code: str | None
) -> None:
    world = load(case, tmp_path, {"a.csv": shipments({"hs_code": given})})
    assert world.column("hs_code") == [code]
    assert [each[3] for each in world.warnings] == ["several HS codes: read as what they share"]


def test_q12_codes_glued_to_names_come_apart(case: Case, tmp_path: Path) -> None:
    world = read(case, tmp_path, [US])
    assert world.column("dispatch_country") == ["IN"]
    assert world.column("loading_port") == ["INMUN"]
    assert world.column("discharge_port") == ["USSAV"]
    assert world.column("carrier") == ["ABCD LINES, INC"]


@pytest.mark.parametrize(
    ("given", "kept", "told"),
    [
        ("4601, NEWARK, NJ", "USEWR", []),  # missing from one Schedule D: the name is known
        ("0101", "USPWM", []),
        ("101", "USPWM", []),
        ("2811.0, OAKLAND, CA", "USOAK", []),
        ("9998, NOWHERE, GA", "NOWHERE, GA", ["9998, NOWHERE, GA"]),
    ],
)
def test_q12_code_tables_drift(
    case: Case, tmp_path: Path, given: str, kept: str, told: list[str]
) -> None:
    world = read(case, tmp_path, [US | {"UNLOADING_PORT": given}])
    assert world.column("discharge_port") == [kept]
    assert [value for _, field, value, _ in world.warnings if field == "discharge_port"] == told


def test_q12_a_bare_number_is_no_port_of_the_united_states(case: Case, tmp_path: Path) -> None:
    # 5301 is Houston in Schedule D, and Shenzhen in the table of China's customs.
    world = load(case, tmp_path, {"a.csv": shipments({"loading_port": "5301"})})
    assert world.column("loading_port") == ["5301"]
    assert [each[3] for each in world.warnings] == ["no UN/LOCODE"]


@pytest.mark.parametrize(
    ("given", "country"),
    [
        ("China (Taiwan)", "TW"),
        ("China (Mainland)", "CN"),
        ("TÜRKİYE", "TR"),
        ("KOREA, REPUBLIC OF", "KR"),
        ("BRAZIL (BR)", "BR"),
        ("ZZ", None),
        ("OTHER COUNTRY", None),
    ],
)
def test_q13_countries_that_are_not_written_as_iso_has_them(
    case: Case, tmp_path: Path, given: str, country: str | None
) -> None:
    world = read(case, tmp_path, [TURKEY | {"ORIGIN_COUNTRY": given}])
    assert world.column("origin_country") == [country]
    assert world.counts == {"a.csv": (1, 1, 0, 0)}


def test_q13_a_country_that_nobody_knows_is_told_and_costs_no_row(
    case: Case, tmp_path: Path
) -> None:
    world = read(case, tmp_path, [TURKEY | {"ORIGIN_COUNTRY": "ATLANTIS"}])
    assert world.column("origin_country") == [None]
    assert (2, "origin_country", "ATLANTIS", "unknown country") in world.warnings


def test_q14_goods_that_only_pass_a_us_port_are_bound_for_where_their_consignee_is(
    case: Case, tmp_path: Path
) -> None:
    abroad = US | {
        "RAW_CONSIGNEE_ADDRESS": "KM 13 SANTO DOMINGO NA 11100 DO SALES@STONE.EXAMPLE",
        "INBOND_TYPE": "63",
    }
    world = read(case, tmp_path, [abroad])
    assert world.column("consignee_country") == ["DO"]
    assert world.column("destination_country") == [None]
    assert world.column("regime") == ["transit"]
