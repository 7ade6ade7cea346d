"""Ports by name and by the numbers of U.S. schedules."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from graphscan.codes import locode, ports

ROWS = list(
    csv.DictReader(
        resources.files("graphscan.codes").joinpath("us_schedules.csv").read_text().splitlines()
    )
)


def test_every_code_is_described_and_stays_in_its_country() -> None:
    assert len({row["code"] for row in ROWS}) > 2200
    for code in sorted({row["code"] for row in ROWS}):
        place = ports.describe(code)
        assert place is not None
        assert place.lat is None or (-90 <= place.lat <= 90 and -180 <= (place.lon or 0) <= 180)
        found = ports.of_schedule(code[0], code[1:])
        assert found is not None
        assert ports.country(found) == (place.country or None), code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SHANGHAI", "CNSHA"),
        ("Busan", "KRPUS"),
        ("Pusan", "KRPUS"),
        ("hong kong", "HKHKG"),
        ("Long Beach, CA", "USLGB"),
        ("Los Angeles, California", "USLAX"),
        ("Valencia, Spain", "ESVLC"),
        ("Rotterdam, Netherlands", "NLRTM"),
        ("Rotterdam", None),  # one is in New York
        ("Georgetown", None),
        ("Hamilton", None),
        ("Atlantis, ZZ", None),
        ("", None),
        (",", None),
        ("GA", None),
    ],
)
def test_a_name_is_read_where_only_one_port_has_it(name: str, code: str | None) -> None:
    assert ports.by_name(name) == code


def test_no_name_of_the_table_leads_to_another_country() -> None:
    for place in locode.places():
        found = ports.by_name(place.name)
        assert found is None or ports.country(found) == place.country, place


def test_a_code_of_a_schedule_is_no_locode_and_the_other_way_round() -> None:
    assert not any(locode.is_valid(row["code"]) for row in ROWS)
