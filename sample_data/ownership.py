"""The interests of the sample: groups of invented firms, and the planted shares of listed parties in invented firms."""
# ruff: noqa: E501 -- tables of facts: a line is a row
# fmt: off

from __future__ import annotations

from random import Random

from sample_data.parties_planted import HOLDERS, LATER
from sample_data.parties_twins import TWINS
from sample_data.planted import Party
from sample_data.world import Company

COLUMNS = (
    "owner_name", "owner_country", "owner_id", "owned_name", "owned_country", "owned_id", "share_min", "share_max",
    "share_min_open", "share_max_open", "kind", "reach", "owner_kind", "valid_from", "valid_to",
)
INSPUR = ("Inspur Group Co., Ltd.", "CN")
SOPHGO = ("Sophgo Technologies Ltd.", "CN")
NETTRIX = ("Nettrix Information Industry Co., Ltd.", "CN")


def _row(owner: tuple[str, str], owned: Party, low: str, high: str, **more: str) -> dict[str, str]:
    base = {
        "owner_name": owner[0], "owner_country": owner[1], "owned_name": owned.name, "owned_country": owned.country,
        "share_min": low, "share_max": high, "share_min_open": "N", "share_max_open": "N", "kind": "shares",
        "reach": "direct", "owner_kind": "company", "valid_from": "2022-01-01",
    }
    return base | more


def planted() -> list[dict[str, str]]:
    """The interests that the planted routes and twins rest on; every one is invented."""
    hold = HOLDERS["p06_hold"]
    group = LATER["x09_sg"]
    return [
        _row(INSPUR, HOLDERS["p05_my"], "60", "60", valid_from="2024-05-01"),
        _row(
            ("Ravenquay Partners Limited", "HK"),
            HOLDERS["p05_my"],
            "40",
            "40",
            valid_from="2024-05-01",
        ),
        _row(NETTRIX, hold, "50", "50"),
        _row((hold.name, hold.country), HOLDERS["p06_vn"], "30", "30", valid_from="2023-09-01"),
        _row(SOPHGO, HOLDERS["p06_vn"], "20", "20", valid_from="2024-02"),
        _row(
            ("Hoabinquor Invest JSC", "VN"), HOLDERS["p06_vn"], "50", "50", valid_from="2023-09-01"
        ),
        _row(INSPUR, TWINS["b05_my"], "49.99", "49.99"),
        _row(
            ("Perlisonde Family Trust", "MY"), TWINS["b05_my"], "50.01", "50.01", owner_kind="fund"
        ),
        _row(INSPUR, TWINS["b06_my"], "60", "60"),
        _row(NETTRIX, TWINS["b07_vn"], "80", "80", valid_to="2025-06-30"),
        _row(("Hoabinquor Invest JSC", "VN"), TWINS["b07_vn"], "80", "80", valid_from="2025-06-30"),
        _row((group.name, group.country), LATER["x09_my"], "100", "100", valid_from="2023-10-02"),
        _row((group.name, group.country), LATER["x09_my2"], "100", "100", valid_from="2023-10-02"),
        _row(INSPUR, LATER["x10_vn"], "25", "50", share_min_open="Y"),
        _row(SOPHGO, LATER["x10_vn"], "10", "25", share_min_open="Y"),
        _row(
            ("Xinghelor Interactive Co., Ltd.", "CN"),
            LATER["x14_my"],
            "100",
            "100",
            valid_from="2023-06-30",
        ),
        _row(("Zhubeilane Foundry America Inc.", "US"), LATER["x07_tw"], "75", "100"),
        _row(("Platterfall Storage Inc.", "US"), LATER["x08_sg"], "100", "100"),
        _row(
            ("Karoovane Aviation (Pty) Ltd", "ZA"),
            TWINS["b19_ae"],
            "100",
            "100",
            valid_from="2025-02-20",
        ),
        _row(("Calder Ridge Micro Corp.", "US"), HOLDERS["p26_cn"], "100", "100"),
        _row(("Marlstone Process Tools Inc.", "US"), HOLDERS["p20_kr"], "100", "100"),
        _row(("Fosterlane Memory Corp.", "US"), TWINS["b21_cn"], "100", "100"),
        _row(
            ("Quennell, R.", "HK"), HOLDERS["p08_hk"], "", "", kind="nominee", owner_kind="person"
        ),
        _row(
            ("Quennell, R.", "HK"), HOLDERS["p09_hk"], "", "", kind="nominee", owner_kind="person"
        ),
    ]


def background(dice: Random, people: list[Company], count: int) -> list[dict[str, str]]:
    """Groups, bands, votes and cycles among invented firms; no listed party owns any of them."""
    found: list[dict[str, str]] = []
    while len(found) < count:
        owner, owned = dice.sample(people, 2)
        more = {
            "kind": dice.choices(
                ("shares", "votes", "board", "consolidation", "unknown"), (80, 8, 4, 4, 4)
            )[0],
            "reach": dice.choices(("direct", "indirect", "ultimate"), (85, 9, 6))[0],
            "owner_kind": dice.choices(("company", "fund", "state", "unknown"), (88, 6, 3, 3))[0],
            "valid_from": dice.choice(("2015-04-01", "2019", "2021-07", "")),
            "valid_to": dice.choice(("", "", "", "", "2024-09-30")),
        }
        low, high = dice.choice(
            (
                ("100", "100"),
                ("51", "51"),
                ("25", "50"),
                ("50", "75"),
                ("10", "10"),
                ("33.4", "33.4"),
                ("", ""),
            )
        )
        if (low, high) in {("25", "50"), ("50", "75")}:
            more |= {"share_min_open": "Y", "share_max_open": "N"}
        row = _row(
            (owner.name, owner.country),
            Party(owned.name, owned.country),
            low,
            high,
            owner_id=owner.identifier,
            **more,
        )
        found.append(row | {"owned_id": owned.identifier})
    return found
