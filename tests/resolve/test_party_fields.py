"""Party fields taken apart: who is meant, what is left out, and what must stay as it is."""

from __future__ import annotations

import pytest

from graphscan.casefile import open_case
from graphscan.resolve.party_fields import split_field
from tests.resolve.worlds import consignees, entry, matches, resolved, shipments


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("PELICAN FREIGHT LLC ON BEHALF OF MIREL TRADING FZE", "MIREL TRADING FZE"),
        ("PELICAN FREIGHT LLC O/B MIREL TRADING FZE", "MIREL TRADING FZE"),
        ("PELICAN FREIGHT AS AGENT FOR MIREL TRADING FZE", "MIREL TRADING FZE"),
        ("FOR ACCOUNT OF MIREL TRADING FZE", "MIREL TRADING FZE"),
        ("MIREL TRADING FZE C/O ORU HANDLING", "MIREL TRADING FZE"),
        ("PELICAN FREIGHT LLC C/O MIREL TRADING FZE", "MIREL TRADING FZE"),
        ("MIREL TRADING FZE ATTN: MR WANG", "MIREL TRADING FZE"),
        ("MIREL TRADING FZE TEL +971 4 555 0100", "MIREL TRADING FZE"),
        ("MIREL TRADING FZE, VAT NO. 7707083893", "MIREL TRADING FZE"),
        ("MIREL TRADING FZE, P.O. BOX 1183, DUBAI", "MIREL TRADING FZE"),
        ("MIREL CO., LTD. ROOM 1104, NO 445 DONG FENG ROAD", "MIREL CO., LTD."),
        ("MIREL TRADING FZE sales@mirel.example", "MIREL TRADING FZE"),
    ],
)
def test_what_stands_beside_a_party_is_taken_off(field: str, name: str) -> None:
    assert split_field(field).name == name


@pytest.mark.parametrize(
    "field",
    [
        "Tel Aviv Electronics Ltd",
        "Attention Robotics Inc",
        "Pan Asia Trading Ltd",
        "Account Systems GmbH",
        "C/O",
        "ON BEHALF OF",
        "'; DROP TABLE parties; --",
        "Mirel 2000 Ltd",
    ],
)
def test_a_name_that_only_looks_like_a_note_stays(field: str) -> None:
    assert split_field(field).name == field


def test_long_fields_are_left_alone() -> None:
    field = "C/O " * 30_000
    assert split_field(field).name == field


def test_one_party_behind_different_agents_is_one_party() -> None:
    with open_case() as case:
        shipments(
            case,
            {"consignee_name": "MIREL TRADING FZE C/O ORU HANDLING"},
            {"consignee_name": "PELICAN FREIGHT LLC O/B MIREL TRADING FZE"},
            {"consignee_name": "Mirel Trading FZE, Attn Mr Wang"},
        )
        assert len({key for key, _ in consignees(resolved(case))}) == 1


def test_a_former_name_is_a_name_of_the_party() -> None:
    with open_case() as case:
        entry(case, 1, "Mirel Telecom")
        shipments(case, {"consignee_name": "Oru Systems LLP formerly Mirel Telecom"})
        assert [row[:3] for row in matches(resolved(case))] == [
            ("Oru Systems LLP", "EL:001", "exact")
        ]


def test_two_firms_in_one_field_are_told_apart_by_their_forms() -> None:
    assert split_field("MIREL CO LTD / ORU SYSTEMS LLC").beside == ("ORU SYSTEMS LLC",)
    assert split_field("MIREL CO LTD; ORU SYSTEMS LLC").name == "MIREL CO LTD"
    for whole in ("Mirel / Oru Trading LLC", "MIREL + ORU LTD", "A/S Mirel", "Mirel; Oru"):
        assert split_field(whole).beside == ()


def test_a_listed_party_that_is_second_in_a_field_is_met() -> None:
    with open_case() as case:
        listed = entry(case, 1, "Sunway Chips Ltd")
        shipments(case, {"consignee_name": "MIREL CO LTD / SUNWAY CHIPS LTD"})
        assert [(name, code) for name, code, *_ in matches(resolved(case))] == [
            ("MIREL CO LTD", listed)
        ]


def test_a_turkish_as_is_no_trading_name() -> None:
    # "NEVPOLLEK TRADING AS" was read as Nevpollek, trading as nobody.
    assert split_field("NEVPOLLEK TRADING AS").name == "NEVPOLLEK TRADING AS"
