"""Parties at the premises of listed ones."""

from __future__ import annotations

from graphscan.casefile import open_case
from tests.resolve.worlds import entry, matches, resolved, shipments

AT = "Room 1104, North Tower, No. 445 Dong Feng Zhong Rd., Guangzhou, CN"


def test_another_name_at_a_listed_address_matches_by_address() -> None:
    with open_case() as case:
        entry(case, 1, "Mirel Telecom", addresses=[AT])
        shipments(
            case,
            {
                "consignee_name": "Oru Trading",
                "consignee_address": "445 Dongfeng Zhong Road, Rm 1104, North Tower, Guangzhou",
            },
            {"consignee_name": "Next Door", "consignee_address": AT.replace("1104", "1105")},
        )
        assert [row[:3] for row in matches(resolved(case))] == [
            ("Oru Trading", "EL:001", "address")
        ]


def test_a_town_is_no_premises() -> None:
    with open_case() as case:
        entry(case, 1, "Mirel Telecom", addresses=["Guangzhou, CN", "CN"])
        shipments(case, {"consignee_name": "Oru Trading", "consignee_address": "Guangzhou, CN"})
        assert matches(resolved(case)) == []


def test_a_forwarder_at_a_listed_address_is_no_match() -> None:
    with open_case() as case:
        entry(case, 1, "Mirel Telecom", addresses=[AT])
        shipments(case, {"consignee_name": "Pelican Freight LLC", "consignee_address": AT})
        assert matches(resolved(case)) == []
