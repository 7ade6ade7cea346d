"""Logistics firms and banks by name: precision before recall."""

from __future__ import annotations

import pytest

from graphscan.casefile import Case, open_case
from graphscan.resolve.logistics import industry_kind, logistics_kind
from tests.resolve.worlds import insert, resolved, shipments


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("DHL Express (HK) Ltd", "carrier"),
        ("UPS", "carrier"),
        ("Kuehne + Nagel Ltd", "forwarder"),
        ("Mirel Freight Forwarding LLC", "forwarder"),
        ("Mirel Logistics (HK) Limited", "forwarder"),
        ("MIREL INTERNATIONAL FORWARDING CO LTD", "forwarder"),
        ("Mirel Lojistik A.S.", "forwarder"),
        ("Mirel Shipping Lines", "carrier"),
        ("深圳市国际货运代理有限公司", "forwarder"),
        ("ООО Мирель Логистика", "forwarder"),
        ("First Harbour Bank", "bank"),
        ("Banque du Port", "bank"),
        ("Mirel Bankasi A.S.", "bank"),
        ("中国工商银行", "bank"),
    ],
)
def test_logistics_firms_are_recognised(name: str, kind: str) -> None:
    assert logistics_kind(name) == kind


@pytest.mark.parametrize(
    "name",
    [
        "Express Micro Electronics",
        "Air Products Inc",
        "Mirel Trading Logistics",
        "Mirel Supply Chain Management (Shenzhen) Co., Ltd.",
        "UPS Electronics",
        "ABC Power Bank Co",
        "Burbank Tools Inc",
        "West Bank Ltd",
        "Mirel Freight Equipment Import Export",
        "Logistics Directorate of the Ministry of Defence",
        "Mirel Express Ltd",
        "",
    ],
)
def test_traders_and_makers_are_not(name: str) -> None:
    assert logistics_kind(name) is None


def test_industry_tells_too() -> None:
    assert industry_kind("Sea freight") == "forwarder"
    assert industry_kind("Commercial banking") == "bank"
    assert industry_kind("Wholesale trade and logistics") is None


def marked(case: Case) -> dict[str, str | None]:
    rows = case.rows("SELECT name, logistics FROM parties WHERE name <> 'Sender Inc' ORDER BY name")
    return dict(rows)


def test_a_firm_that_moves_the_goods_of_others_is_logistics() -> None:
    with open_case() as case:
        moved = {"consignee_name": "Mirel FZE", "ultimate_consignee_name": "Oru LLP"}
        shipments(case, moved | {"forwarder_name": "MIREL F.Z.E."}, {"consignee_name": "Oru LLP"})
        assert marked(resolved(case)) == {"Mirel FZE": "forwarder", "Oru LLP": None}


def test_a_trader_that_once_arranged_a_transport_stays_a_trader() -> None:
    with open_case() as case:
        shipments(
            case,
            {"consignee_name": "Mirel FZE"},
            {"consignor_name": "Mirel FZE", "consignee_name": "Oru LLP"},
            {"consignee_name": "Oru LLP", "carrier": "Mirel FZE"},
        )
        assert marked(resolved(case)) == {"Mirel FZE": None, "Oru LLP": None}


def test_a_receiver_that_fetches_its_own_goods_is_no_carrier() -> None:
    with open_case() as case:
        shipments(case, {"consignee_name": "Mirel FZE", "carrier": "Mirel FZE"})
        assert marked(resolved(case)) == {"Mirel FZE": None}


def test_industry_of_the_parties_table_marks_a_party() -> None:
    with open_case() as case:
        insert(
            case, "given_parties", [{"file_id": 3, "row": 2, "name": "Oru", "industry": "Freight"}]
        )
        assert marked(resolved(case)) == {"Oru": "forwarder"}
