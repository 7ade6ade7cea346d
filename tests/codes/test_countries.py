import csv
from pathlib import Path

import pytest

from graphscan.codes import countries

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("China (Taiwan)", "TW"),
        ("China (Mainland)", "CN"),
        ("TÜRKİYE", "TR"),
        ("Turkey", "TR"),
        ("KOREA, REPUBLIC OF", "KR"),
        ("KOREA, DEMOCRATIC PEOPLE'S REPUBLIC OF", "KP"),
        ("IN, INDIA", "IN"),
        ("BRAZIL (BR)", "BR"),
        ("US - United States", "US"),
        ("Hong Kong SAR China", "HK"),
        ("China, Macao SAR", "MO"),
        ("TAIWAN, PROVINCE OF CHINA", "TW"),
        ("CONGO, THE DEMOCRATIC REPUBLIC OF THE", "CD"),
        ("Côte D’Ivoire", "CI"),
        ("St. Kitts & Nevis", "KN"),
        ("the Islamic Republic of Pakistan", "PK"),
        ("Viet Nam", "VN"),
        ("CRIMEA (OCCUPIED)", "UA"),
        ("Российская Федерация", "RU"),
        ("Հայաստան", "AM"),
        ("Қазақстан", "KZ"),
        ("中国", "CN"),
        ("香港", "HK"),
        ("टोगो", "TG"),
        ("MYS", "MY"),
        (" my ", "MY"),
        ("UK", "GB"),
    ],
)
def test_spellings_met_in_customs_data(text: str, code: str) -> None:
    assert countries.normalize(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "ZZ",
        "OC",
        "NM",
        "OTHER COUNTRY",
        "N/A",
        "?",
        "(),;",
        "<script>",
        "=CN()",
        "\x00",
        "400",
        "156",
    ],
)
def test_what_is_no_country_is_none_never_a_guess(text: str) -> None:
    assert countries.normalize(text) is None


def test_korea_alone_could_be_either() -> None:
    assert countries.normalize("KOREA") is None


def test_code_and_name_that_disagree_are_refused() -> None:
    assert countries.normalize("CN, TAIWAN") is None
    assert countries.normalize("CA - United States") is None


def test_a_city_before_a_country_is_not_read_as_a_country() -> None:
    # A port column of the U.S. manifest: `Kaohsiung,China (Taiwan)` must not come out as CN.
    assert countries.normalize("Kaohsiung,China (Taiwan)") is None


def test_capitals_decide_between_a_code_and_a_vietnamese_name() -> None:
    assert countries.normalize("NGA") == "NG"
    assert countries.normalize("Nga") == "RU"


def test_turkish_capitals_lose_the_dot_that_tells_i_from_dotless_i() -> None:
    assert countries.normalize("MISIR") == countries.normalize("Mısır") == "EG"


def test_a_name_of_two_countries_in_two_languages_is_refused() -> None:
    # Polish for CG, Norwegian for CD.
    assert countries.normalize("Kongo") is None


def test_every_own_name_code_and_spelling_comes_back() -> None:
    for code in countries.codes():
        assert countries.normalize(code) == code
        assert countries.normalize(countries.describe(code)) == code


def test_own_spellings_point_to_existing_countries_and_are_written_once() -> None:
    table = Path(countries.__file__).with_name("country_spellings.csv")
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        assert countries.is_valid(row["alpha2"]), row
        assert countries.normalize(row["spelling"]) == row["alpha2"], row
    assert len({row["spelling"] for row in rows}) == len(rows)


def test_hong_kong_is_china_to_the_ear_and_macau_is_beside_d5() -> None:
    assert countries.in_group("HK", "D:5")
    assert not countries.in_group("MO", "D:5")
    assert countries.is_d5_or_macau("MO")
    assert {"HK", "MO"} == countries.CHINA_SARS


def test_country_groups_have_the_sizes_of_the_supplement() -> None:
    sizes = {
        group: sum(countries.in_group(code, group) for code in countries.codes())
        for group in ("A:5", "A:6", "D:5", "E:1", "E:2")
    }
    # D:5 has 22 destinations; Hong Kong comes with China.
    assert sizes == {"A:5": 38, "A:6": 8, "D:5": 23, "E:1": 3, "E:2": 1}


def test_unknown_group_is_an_error_that_names_the_known() -> None:
    with pytest.raises(ValueError, match=r"'D:9'.*D:5"):
        countries.in_group("CN", "D:9")


def test_the_joint_alert_of_2022_names_18_points() -> None:
    points = {code for code in countries.codes() if countries.is_transshipment_point(code)}
    assert points == set(
        "AM BR CN GE IN IL KZ KG MX NI RS SG ZA TW TJ TR AE UZ".split()  # noqa: SIM905 -- one line
    )


@pytest.mark.skipif(not SHARED.exists(), reason="the reference data ../shared is not here")
def test_names_of_the_public_iso_table_are_understood() -> None:
    columns = (
        "official_name_en",
        "UNTERM English Short",
        "UNTERM English Formal",
        "CLDR display name",
    )
    wrong = []
    total = 0
    with (SHARED / "data/geo/country-codes.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for name in {row[column].strip() for column in columns} - {""}:
                found = countries.normalize(name)
                total += 1
                if found != row["ISO3166-1-Alpha-2"]:
                    wrong.append((name, found))
    assert all(found is None for _, found in wrong), wrong
    assert len(wrong) < total * 0.05, wrong
