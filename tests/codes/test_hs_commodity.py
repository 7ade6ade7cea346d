import pytest

from graphscan.codes import commodity, hs


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("8542.31", "854231"),
        ("8542.31.00.01", "8542310001"),
        ("HS CODE: 8542 31", "854231"),
        ("HTS8473301180", "8473301180"),
        ("854231000", "854231000"),  # nine digits in Japan
        ("69072190090", "69072190090"),  # eleven in Armenia
        ("10121", "010121"),
        ("1012100", "01012100"),
        ("101", "0101"),
        ("8473.3", "847330"),
        ("8542.3", "85423"),  # five subheadings begin so
        ("85423100.0", "85423100"),
        ("37", "37"),
        ("1", "01"),
        ("٨٥٤٢٣١", None),
        ("8542 GPU", None),
        ("1" * 15, None),
        ("-", None),
        ("=8542", None),
    ],
)
def test_codes_as_customs_data_and_spreadsheets_write_them(text: str, digits: str | None) -> None:
    assert hs.normalize(text) == digits


def test_the_table_has_every_level_of_the_2022_nomenclature() -> None:
    assert hs.is_valid("85")
    assert hs.is_valid("8542")
    assert hs.is_valid("8542310000")
    assert not hs.is_valid("854299")
    assert not hs.is_valid("77")  # reserved
    assert not hs.is_valid("²²")
    assert not hs.is_valid("")


def test_every_tier_and_advanced_code_is_an_hs_subheading() -> None:
    listed = set(commodity.chpl_tiers()) | set(commodity.advanced_computing_codes())
    assert all(len(code) == 6 and hs.is_valid(code) for code in listed)


def test_gpu_boards_are_advanced_computing_although_the_priority_list_lacks_them() -> None:
    assert commodity.commodity_class("8473.30.1180") == commodity.ADVANCED_COMPUTING
    assert commodity.chpl_tier("847330") is None


def test_tiers_are_those_of_february_2024() -> None:
    tiers = list(commodity.chpl_tiers().values())
    assert {tier: tiers.count(tier) for tier in sorted(set(tiers))} == {
        "1": 4,
        "2": 5,
        "3.A": 16,
        "3.B": 9,
        "4.A": 11,
        "4.B": 5,
    }


def test_classes_are_a_partition_with_unknown_for_what_is_too_short() -> None:
    assert commodity.commodity_class("84733") == "8473"
    assert commodity.commodity_class("85") == commodity.UNKNOWN
    assert commodity.commodity_class("parts") == commodity.UNKNOWN
    assert commodity.describe(commodity.UNKNOWN) == "goods without a commodity code"
    assert commodity.describe("8599") == "goods of heading 8599"


def test_each_advanced_code_says_what_moves_under_it() -> None:
    assert all(commodity.advanced_computing_goods(c) for c in commodity.advanced_computing_codes())
    assert commodity.advanced_computing_goods("010121") is None
