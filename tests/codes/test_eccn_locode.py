import pytest

from graphscan.codes import countries, eccn, locode


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3A090", "3A090"),
        ("3a090.A", "3A090.a"),
        ("5A992C", "5A992.c"),
        ("3A001.a.7.b", "3A001.a.7.b"),
        ("0D501", "0D501"),
        ("EAR 99", "EAR99"),
        ("3F001", None),
        ("A3090", None),
        ("3A09", None),
        ("3A090.a;DROP", None),
        ("３A090", None),
        ("", None),
        (None, None),
    ],
)
def test_classification_numbers_as_filings_write_them(text: str | None, code: str | None) -> None:
    assert eccn.normalize(text) == code


def test_ear99_is_no_eccn_and_is_still_explained() -> None:
    assert not eccn.is_valid(eccn.EAR99)
    assert eccn.describe("EAR99")
    assert eccn.describe("nonsense") == ""
    assert eccn.describe("9E610") == "aerospace and propulsion: technology"


def test_mass_market_encryption_is_not_advanced_computing_but_its_z_paragraph_is() -> None:
    assert not eccn.is_advanced_computing("5A992.c")
    assert eccn.is_advanced_computing("5A992.z")
    assert eccn.is_advanced_computing("3A090")
    assert not eccn.is_advanced_computing("3A0901")


def test_words_of_five_letters_are_no_places_of_other_countries() -> None:
    # Port columns hold names as often as codes; TOKYO would be in Tonga, CHINA in Switzerland.
    for word in ("TOKYO", "SEOUL", "CHINA", "INDIA", "PARIS", "LAGOS", "CAIRO"):
        assert countries.is_valid(word[:2]), word
        assert locode.country(word) is None, word


def test_known_places_are_where_they_should_be() -> None:
    for code, country, lat, lon in (
        ("HKHKG", "HK", 22, 114),
        ("USLAX", "US", 34, -118),
        ("CNPVG", "CN", 31, 122),
    ):
        place = locode.describe(code)
        assert place is not None
        assert place.lat is not None
        assert place.lon is not None
        assert place.country == country == locode.country(code)
        assert abs(place.lat - lat) < 1
        assert abs(place.lon - lon) < 1


def test_an_unknown_code_still_has_its_country() -> None:
    assert locode.describe("MYXXX") is None
    assert locode.country("MYXXX") == "MY"
    assert locode.country("ZZXXX") is None


def test_every_row_of_the_table_is_a_code_of_an_existing_country_on_this_planet() -> None:
    for code, place in locode._places().items():
        assert locode.is_valid(code)
        assert countries.is_valid(place.country), code
        assert place.lat is not None, code
        assert place.lon is not None, code
        assert -90 <= place.lat <= 90, code
        assert -180 <= place.lon <= 180, code


@pytest.mark.parametrize("text", ["", None, "US100", "U5LAX", "Port Klang", "<b>LA", "MYPKG\x00"])
def test_what_is_no_code_is_none(text: str | None) -> None:
    assert locode.normalize(text) is None
