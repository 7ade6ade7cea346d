"""The rows behind a finding come back as they were written, with file and row."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from graphscan.casefile.source_rows import read_records
from graphscan.dates import Precision
from graphscan.records import InterestRecord, ListEntry, ShipmentRecord
from tests.network.small import interest, listed, network_of, shipment


def test_records_say_what_the_row_says_and_where_it_stands(tmp_path: Path) -> None:
    case = network_of(
        tmp_path,
        [
            shipment("S1", "Acme/US", "NULL/", "2024-05", quantity=3, quantity_unit="PCS"),
            shipment("S2", "Acme/US", "Bolt/HK", "2024-05-03", end_user_name="Coil"),
        ],
        lists=[listed("Bolt", federal_register_notice="84 FR 22961", alt_names="B; BT")],
        interests=[interest("Bolt/CN", "Coil/MY", "49.99", valid_to="2024")],
    )
    rows = [
        {"kind": "shipment", "file": "shipments.csv", "row": 2},
        {"kind": "shipment", "file": "shipments.csv", "row": 3},
        {"kind": "interest", "file": "ownership.csv", "row": 2},
        {"kind": "list", "file": "list.csv", "row": 2},
    ]
    first, second, held, entry = read_records(case, rows)
    assert isinstance(first, ShipmentRecord)
    assert str(first.provenance) == "shipments.csv:2"
    assert (str(first.departs), first.arrives) == ("2024-05", None)
    assert first.party("consignee") is None
    assert first.quantity == 3.0
    assert isinstance(second, ShipmentRecord)
    end_user = second.party("end_user")
    assert end_user is not None
    assert (end_user.name, end_user.country) == ("Coil", None)
    assert isinstance(held, InterestRecord)
    assert held.share == (Decimal("49.99"), Decimal("49.99"))
    assert held.held_to is not None
    assert held.held_to.precision is Precision.YEAR
    assert isinstance(entry, ListEntry)
    assert (entry.list_code, entry.alt_names, str(entry.listed_from)) == ("EL", ("B", "BT"), "2019")


def test_a_row_that_the_case_does_not_hold(tmp_path: Path) -> None:
    case = network_of(tmp_path, [shipment("S1", "Acme/US", "Bolt/HK", "2024-05")])
    with pytest.raises(KeyError, match=r"shipments\.csv:99"):
        read_records(case, [{"kind": "shipment", "file": "shipments.csv", "row": 99}])
