"""What becomes of ownership, party and alias rows."""

from __future__ import annotations

import decimal
from pathlib import Path

import pytest

from graphscan.casefile import Case
from tests.sources.worlds import load, table

INTEREST = {"owner_name": "Parent", "owned_name": "Child", "share_min": "50", "share_max": "75"}


def test_an_interest_keeps_its_band_and_gets_the_words_of_the_contract(
    case: Case, tmp_path: Path
) -> None:
    row = INTEREST | {"share_min_open": "Y", "kind": "Shares", "valid_from": "2024", "valid_to": ""}
    load(case, tmp_path, {"o.csv": table([row])})
    assert case.rows(
        "SELECT share_min, share_max, share_min_open, share_max_open, kind, reach, owner_kind,"
        " valid_from_text, valid_to_first FROM ownership"
    ) == [
        (
            decimal.Decimal(50),
            decimal.Decimal(75),
            True,
            False,
            "shares",
            "direct",
            "unknown",
            "2024",
            None,
        )
    ]


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"owner_name": "N/A"}, "owner_name", "missing"),
        ({"owned_name": ""}, "owned_name", "missing"),
        ({"share_min": "101"}, "share_min", "not a percentage from 0 to 100"),
        ({"share_max": "most"}, "share_max", "not a percentage from 0 to 100"),
        ({"share_min": "80"}, "share_min", "share_min is larger than share_max"),
        ({"share_min_open": "perhaps"}, "share_min_open", "neither Y nor N"),
        ({"valid_to": "2023-12-31"}, "valid_to", "ends wholly before it begins"),
    ],
)
def test_a_bad_interest_is_quarantined(
    case: Case, tmp_path: Path, change: dict[str, str], field: str, reason: str
) -> None:
    row = INTEREST | {"share_min_open": "", "valid_from": "2024-01-01", "valid_to": ""} | change
    world = load(case, tmp_path, {"o.csv": table([row])})
    assert [(name, why) for _, name, _, why in world.quarantine] == [(field, reason)]


def test_a_share_just_under_the_threshold_is_not_rounded_up_to_it(
    case: Case, tmp_path: Path
) -> None:
    # at 50 percent an owner captures: 49.99999999 must stay below, and its upper bound above
    row = INTEREST | {"share_min": "49.99999999", "share_max": "49.99999999"}
    load(case, tmp_path, {"o.csv": table([row])})
    assert case.rows("SELECT share_min, share_max FROM ownership") == [
        (decimal.Decimal("49.999999"), decimal.Decimal(50))
    ]


@pytest.mark.parametrize(
    ("least", "most", "band"),
    [
        ("25", "", (25, 100)),
        ("", "25", (0, 25)),
        ("", "", (None, None)),
        ("NULL", "-", (None, None)),
    ],
)
def test_a_bound_that_stands_alone_gets_the_other_end(
    case: Case, tmp_path: Path, least: str, most: str, band: tuple[int | None, int | None]
) -> None:
    load(case, tmp_path, {"o.csv": table([INTEREST | {"share_min": least, "share_max": most}])})
    assert case.rows("SELECT share_min, share_max FROM ownership") == [band]


def test_an_end_in_the_year_9999_means_that_it_has_none(case: Case, tmp_path: Path) -> None:
    load(case, tmp_path, {"o.csv": table([INTEREST | {"valid_to": "9999-12-31"}])})
    assert case.rows("SELECT valid_to_first, valid_to_text FROM ownership") == [(None, None)]


def test_an_unknown_kind_of_interest_is_unknown_and_reported(case: Case, tmp_path: Path) -> None:
    world = load(case, tmp_path, {"o.csv": table([INTEREST | {"kind": "golden share"}])})
    assert world.column("kind", "ownership") == ["unknown"]
    assert world.warnings == [(2, "kind", "golden share", "unknown kind")]


def test_shares_that_look_like_fractions_are_warned_of(case: Case, tmp_path: Path) -> None:
    rows = [
        INTEREST | {"share_min": "0.51", "share_max": "0.51"},
        INTEREST | {"share_min": "1", "share_max": "1"},
    ]
    world = load(case, tmp_path, {"o.csv": table(rows)})
    assert world.warnings == [
        (1, "share_max", "1.000000", "no share above 1 percent: write 51 for 51 percent, not 0.51")
    ]


def test_parties_keep_dates_of_any_precision(case: Case, tmp_path: Path) -> None:
    row = {
        "name": "Harbour Light",
        "country": "Hong Kong",
        "incorporated_on": "2022-03",
        "phone": "+852 1",
    }
    load(case, tmp_path, {"p.csv": table([row])})
    assert case.rows(
        "SELECT name, country, incorporated_text, dissolved_text, phone FROM given_parties"
    ) == [("Harbour Light", "HK", "2022-03", None, "+852 1")]


def test_an_alias_needs_to_say_whose_it_is(case: Case, tmp_path: Path) -> None:
    rows = [
        {"name": "HiSilicon", "entry_id": "", "alias": "海思", "language": "zh"},
        {"name": "", "entry_id": "EL:0123456789ab", "alias": "Haisi", "language": ""},
        {"name": "", "entry_id": "", "alias": "Nobody", "language": ""},
    ]
    world = load(case, tmp_path, {"a.csv": table(rows)})
    assert world.column("alias", "given_aliases") == ["海思", "Haisi"]
    assert world.quarantine == [(4, "name", "", "neither name nor entry_id")]
