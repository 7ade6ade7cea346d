"""What a record becomes: legs, roles, parties between, dates, and which legs leave the U.S."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from graphscan.dates import day_number
from graphscan.network import latest_day, read_legs
from graphscan.settings import Settings
from tests.network.small import LEG_VIEW, listed, network_of, shipment


def day(text: str) -> int:
    return day_number(dt.date.fromisoformat(text))


def test_lines_of_one_class_are_summed_and_classes_stay_apart(tmp_path: Path) -> None:
    lines = [
        shipment("S1", "Acme/US", "Bolt/HK", "2024-05-01", quantity=2, value_usd=10, line_no=1),
        shipment("S1", "Acme/US", "Bolt/HK", "2024-05-01", quantity=3, value_usd=5, line_no=2),
        shipment("S1", "Acme/US", "Bolt/HK", "2024-05-01", hs_code="620342", quantity=7),
    ]
    legs = network_of(tmp_path, lines).frame(LEG_VIEW)
    assert list(zip(legs["class"], legs["quantity"], strict=True)) == [
        ("6203", 7.0),
        ("advanced-computing", 5.0),
    ]
    assert legs["value_usd"].iloc[1] == 15.0


def test_quantities_in_different_units_are_not_added(tmp_path: Path) -> None:
    lines = [
        shipment("S1", "Acme/US", "Bolt/HK", "2024-05-01", quantity=2, quantity_unit="PCS"),
        shipment("S1", "Acme/US", "Bolt/HK", "2024-05-01", quantity=3, quantity_unit="KG"),
    ]
    assert network_of(tmp_path, lines).frame(LEG_VIEW)["quantity"].isna().all()


def test_every_role_of_748_5_receives_and_parties_before_it_are_between(tmp_path: Path) -> None:
    record = shipment(
        "S1", "Acme/US", "Bolt/MY", "2024-05-01",
        purchaser_name="Coil", purchaser_country="HK",
        intermediate_consignee_name="Dyne", intermediate_consignee_country="SG",
        ultimate_consignee_name="Ergo", ultimate_consignee_country="CN",
        end_user_name="Flux", end_user_country="CN",
    )  # fmt: skip
    case = network_of(tmp_path, [record])
    legs = case.frame(LEG_VIEW)
    assert dict(zip(legs["receiver"], legs["role"], strict=True)) == {
        "Bolt": "consignee",
        "Dyne": "intermediate_consignee",
        "Ergo": "ultimate_consignee",
        "Coil": "purchaser",
        "Flux": "end_user",
    }
    between = case.rows(
        "SELECT r.name, list(v.name ORDER BY seq) FROM leg_via JOIN legs USING (leg_id) "
        "JOIN parties r ON r.party_id = receiver JOIN parties v ON v.party_id = leg_via.party_id "
        "GROUP BY r.name ORDER BY r.name"
    )
    assert between == [
        ("Bolt", ["Coil", "Dyne"]),
        ("Ergo", ["Coil", "Dyne", "Bolt"]),
        ("Flux", ["Coil", "Dyne", "Bolt", "Ergo"]),
    ]


def test_a_party_in_two_roles_receives_once(tmp_path: Path) -> None:
    record = shipment(
        "S1", "Acme/US", "Bolt/HK", "2024-05-01", end_user_name="Bolt", end_user_country="HK"
    )
    legs = network_of(tmp_path, [record]).frame(LEG_VIEW)
    assert legs["role"].tolist() == ["consignee"]


def test_a_leg_from_a_party_to_itself_is_excluded_and_counted(tmp_path: Path) -> None:
    case = network_of(tmp_path, [shipment("S1", "Acme/US", "Acme/US", "2024-05-01")])
    assert case.value("SELECT count(*) FROM legs") == 0
    assert case.value("SELECT count FROM exclusions WHERE reason = 'self_leg'") == 1


def test_a_forwarder_holds_no_title_and_is_a_waypoint(tmp_path: Path) -> None:
    record = shipment(
        "S1", "Acme/US", "Swift Freight Forwarding Ltd/SG", "2024-05-01",
        ultimate_consignee_name="Bolt", ultimate_consignee_country="MY", loading_port="USLAX",
        transshipment_ports="SGSIN; KRPUS", discharge_port="MYPKG",
    )  # fmt: skip
    case = network_of(tmp_path, [record])
    assert case.frame(LEG_VIEW)["receiver"].tolist() == ["Bolt"]
    assert case.value("SELECT count(*) FROM leg_via") == 0
    places = case.rows("SELECT code, country, kind FROM leg_places ORDER BY seq")
    assert places == [
        ("USLAX", "US", "loading"),
        ("SGSIN", "SG", "transshipment"),
        ("KRPUS", "KR", "transshipment"),
        ("", "SG", "logistics"),
        ("MYPKG", "MY", "discharge"),
    ]


def test_a_listed_forwarder_receives(tmp_path: Path) -> None:
    record = shipment("S1", "Acme/US", "Swift Freight Forwarding Ltd/SG", "2024-05-01")
    rows = [listed("Swift Freight Forwarding Ltd", "2020-01-01")]
    assert network_of(tmp_path, [record], lists=rows).value("SELECT count(*) FROM legs") == 1
    alone = network_of(tmp_path, [record])
    assert alone.rows("SELECT consignment FROM legs") == [(True,)]


def test_to_order_is_no_party(tmp_path: Path) -> None:
    rows = [shipment(f"S{n}", "Acme/US", "TO THE ORDER OF SHIPPER/", "2024-05-01") for n in (1, 2)]
    case = network_of(tmp_path, rows)
    assert case.value("SELECT count(*) FROM legs") == 0
    assert case.value("SELECT count(*) FROM parties") == 1


@pytest.mark.parametrize(
    ("departs", "arrives", "mode", "expected"),
    [
        ("2024-02", "2024-03-05", "", ("2024-02-01", "2024-02-29", "2024-03-05", "2024-03-05")),
        ("2024-05-10", "", "", ("2024-05-10", "2024-05-10", "2024-05-10", "2024-07-09")),
        ("2024-05-10", "", "air", ("2024-05-10", "2024-05-10", "2024-05-10", "2024-05-20")),
        ("", "2024-05", "air", ("2024-04-21", "2024-05-31", "2024-05-01", "2024-05-31")),
        ("2024", "", "air", ("2024-01-01", "2024-12-31", "2024-01-01", "2025-01-10")),
    ],
)
def test_dates_are_intervals_and_a_missing_end_is_assumed(
    tmp_path: Path, departs: str, arrives: str, mode: str, expected: tuple[str, ...]
) -> None:
    record = shipment("S1", "Acme/US", "Bolt/HK", departs, arrival_date=arrives, mode=mode)
    leg = network_of(tmp_path, [record]).frame(LEG_VIEW).iloc[0]
    names = ("departs_first", "departs_last", "arrives_first", "arrives_last")
    assert tuple(int(leg[name]) for name in names) == tuple(day(text) for text in expected)
    assert (leg["departs_text"], leg["arrives_text"]) == (departs, arrives)
    assert (bool(leg["departs_assumed"]), bool(leg["arrives_assumed"])) == (
        not departs,
        not arrives,
    )


@pytest.mark.parametrize(
    ("sender", "receiver", "more", "leaves"),
    [
        ("Acme/US", "Bolt/HK", {}, True),
        ("Acme/US", "Bolt/US", {}, False),
        ("Acme/PR", "Bolt/US", {}, False),  # Puerto Rico is in the United States (15 CFR 772.1)
        ("Acme/US", "Bolt/", {"destination_country": "MY"}, True),
        ("Acme/US", "Bolt/HK", {"dispatch_country": "MY"}, False),
        ("Acme/", "Bolt/HK", {"loading_port": "USLAX"}, True),
        ("Acme/DE", "Bolt/HK", {"dispatch_country": "US"}, True),
    ],
)
def test_an_exporter_is_the_sender_of_a_leg_that_leaves_the_us(
    tmp_path: Path, sender: str, receiver: str, more: dict[str, str], leaves: bool
) -> None:
    case = network_of(tmp_path, [shipment("S1", sender, receiver, "2024-05-01", **more)])
    assert case.frame(LEG_VIEW)["leaves_us"].tolist() == [leaves]


def test_a_domestic_leg_to_a_target_leaves_too(tmp_path: Path) -> None:
    record = shipment("S1", "Acme/US", "Bolt/US", "2024-05-01")
    case = network_of(tmp_path, [record], lists=[listed("Bolt", "2020-01-01")])
    assert case.frame(LEG_VIEW)["leaves_us"].tolist() == [True]


def test_as_of_excludes_what_departs_wholly_after_it(tmp_path: Path) -> None:
    rows = [
        shipment("S1", "Acme/US", "Bolt/HK", "2024-05-01"),
        shipment("S2", "Acme/US", "Bolt/HK", "2024-05"),
        shipment("S3", "Acme/US", "Bolt/HK", "2024-06-01"),
    ]
    settings = Settings(as_of=dt.date(2024, 5, 15))
    case = network_of(tmp_path, rows, settings=settings)
    assert case.value("SELECT count(*) FROM legs") == 2
    assert case.value("SELECT count FROM exclusions WHERE reason = 'after_as_of'") == 1


def test_the_last_day_counts_shipments_and_starts_of_listings_but_no_ends(tmp_path: Path) -> None:
    rows = [shipment("S1", "Acme/US", "Bolt/HK", "2024-05", arrival_date="2024-06")]
    lists = [listed("Coil", "2023-01-01", end_date="2031-01-01")]
    assert latest_day(network_of(tmp_path, rows, lists=lists)) == dt.date(2024, 6, 30)
    later = [listed("Coil", "2025-03-25")]
    assert latest_day(network_of(tmp_path, rows, lists=later)) == dt.date(2025, 3, 25)


def test_columns_say_the_strongest_end_of_each_leg(tmp_path: Path) -> None:
    rows = [
        shipment("S1", "Acme/US", "Bolt/CN", "2024-05-01"),
        shipment("S2", "Acme/US", "Coil/CN", "2024-05-01"),
    ]
    lists = [listed("Bolt", "2020-01-01"), listed("Bolt", "2025-01-01", addresses="HK")]
    legs = read_legs(network_of(tmp_path, rows, lists=lists))
    assert legs.basis.tolist() == [0, -1]
    assert legs.final.tolist() == [True, False]
    assert legs.end_certain.tolist() == [True, True]


def test_a_quantity_of_hundreds_of_digits_is_quarantined(tmp_path: Path) -> None:
    rows = [
        shipment("S1", "Acme/US", "Bolt/HK", "2024-05-01", quantity="9" * 400),
        shipment("S2", "Acme/US", "Bolt/HK", "2024-05-01", quantity="9" * 300),
    ]
    case = network_of(tmp_path, rows)
    assert case.rows("SELECT row, field FROM quarantine") == [(2, "quantity")]
    assert case.value("SELECT count(*) FROM legs") == 1
