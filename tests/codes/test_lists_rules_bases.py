import csv
import datetime as dt
import gzip
from pathlib import Path

import pytest

from graphscan.codes import bases, lists, roles, rules
from graphscan.settings import AFFILIATES_RULE_STATES

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
BIS = rules.get(rules.BIS_AFFILIATES)
OFAC = rules.get(rules.OFAC_50)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2025-09-28", "before-rule"),
        ("2025-09-29", "in-force"),
        ("2025-11-09", "in-force"),
        ("2025-11-10", "suspended"),
        ("2026-11-09", "suspended"),
        ("2026-11-10", "reimposed-unverified"),
        ("2031-01-01", "reimposed-unverified"),
    ],
)
def test_the_affiliates_rule_on_the_days_where_it_changes(day: str, state: str) -> None:
    assert rules.state_on(BIS, dt.date.fromisoformat(day), "reimposed-unverified") == state


@pytest.mark.parametrize("setting", AFFILIATES_RULE_STATES)
def test_the_setting_speaks_only_where_no_source_does(setting: str) -> None:
    assert rules.state_on(BIS, dt.date(2026, 11, 10), setting) == setting
    assert rules.state_on(BIS, dt.date(2026, 11, 9), setting) == "suspended"
    assert rules.state_on(OFAC, dt.date(2026, 11, 10), setting) == "in-force"


def test_the_50_percent_rule_begins_with_its_guidance() -> None:
    assert rules.state_on(OFAC, dt.date(2014, 8, 12), "repealed") == "before-rule"
    assert rules.state_on(OFAC, dt.date(2014, 8, 13), "repealed") == "in-force"


def test_periods_follow_each_other_without_a_gap() -> None:
    for rule in rules.all_rules():
        for before, after in zip(rule.periods, rule.periods[1:], strict=False):
            assert before.last is not None
            assert before.last + dt.timedelta(days=1) == after.first
        assert rule.periods[-1].last is None
        assert set(rule.seeds) <= set(lists.codes())
        assert rule.citation


def test_the_bis_rule_covers_foreign_affiliates_and_does_not_count_the_unverified_list() -> None:
    assert BIS.foreign_only
    assert not OFAC.foreign_only
    assert "UVL" not in BIS.seeds
    assert "TCO" in BIS.seed_programs
    assert rules.to_dict()["ofac-50"]["periods"] == [
        {"first": "2014-08-13", "last": None, "state": "in-force"}
    ]


@pytest.mark.skipif(not SHARED.exists(), reason="the reference data ../shared is not here")
def test_every_source_of_the_real_list_has_a_code() -> None:
    with gzip.open(
        SHARED / "data/csl/consolidated_2026-07-31.csv.gz", "rt", encoding="utf-8"
    ) as rows:
        sources = {row["source"] for row in csv.DictReader(rows)}
    assert {lists.from_source(source) for source in sources} == set(lists.codes()) - {
        *("FSE", lists.ASSUMED)
    }
    assert all(lists.get(lists.from_source(source) or "").source == source for source in sources)


def test_every_list_says_what_it_does_and_where_that_is_laid_down() -> None:
    for code in lists.codes():
        entry = lists.get(code)
        assert entry.effect
        assert entry.citation
        assert lists.from_source(entry.source) == code
        assert lists.normalize(entry.title.upper()) == code


def test_a_list_nobody_knows_is_none() -> None:
    assert lists.from_source("Denied Persons of Ruritania") is None
    assert lists.from_source("Some List (XX) - Somewhere") is None
    assert not lists.is_valid("XX")


def test_ranks_are_those_of_the_contract() -> None:
    assert sorted(("CMIC", "MEU", "DPL", "SDN", "EL"), key=lists.rank) == [
        "EL",
        "SDN",
        "DPL",
        "MEU",
        "CMIC",
    ]
    assert lists.rank("UVL") == lists.rank("FSE")


def test_bases_are_in_the_order_of_the_contract() -> None:
    assert bases.BASES == (
        "listed",
        "listed-date-unknown",
        "listed-address",
        "affiliate-in-force",
        "affiliate-suspended",
        "affiliate-before-rule",
        "us-affiliate",
        "headquarters",
        "cannot-exclude",
        "in-transit-at-listing",
        "listed-later",
        "delisted",
    )
    assert bases.BASES[:4] == bases.FINAL
    assert bases.MATCHES == ("exact", "alias", "id", "address", "fuzzy")
    assert [bases.basis_rank(basis) for basis in bases.BASES] == list(range(12))
    assert [bases.match_rank(match) for match in bases.MATCHES] == list(range(5))


def test_every_basis_and_match_is_explained_without_judging() -> None:
    for name in (*bases.BASES, *bases.MATCHES):
        text = bases.describe(name)
        assert text
        assert not any(word in text.lower() for word in ("violation", "illegal", "guilty"))


def test_roles_of_messages_are_mapped_and_cn_is_no_country_here() -> None:
    assert roles.normalize("CN") is roles.PartyRole.CONSIGNEE
    assert roles.normalize("EN") is None  # a tenderer, not the end user
    assert roles.normalize("end-user") is roles.PartyRole.END_USER
    assert roles.normalize("") is roles.normalize(None) is None
    assert set(roles.EDIFACT_3035.values()) <= set(roles.PartyRole)


def test_a_notify_party_and_a_forwarder_receive_nothing() -> None:
    assert roles.PartyRole.NOTIFY not in roles.RECEIVING
    assert roles.PartyRole.FORWARDER not in roles.RECEIVING
    assert [roles.describe(role) for role in roles.RECEIVING][-1] == "end user"
    assert roles.describe("notify") == "notify party"
