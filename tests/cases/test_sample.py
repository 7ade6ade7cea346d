"""The sample itself: made anew it is equal, its size is as claimed, its plants are real chains."""

from __future__ import annotations

import csv
import doctest
import gzip
import io
from pathlib import Path
from types import ModuleType

import pytest

from graphscan.records import SHIPMENTS
from sample_data import make_sample, planted, records
from sample_data.bad_rows import BAD
from sample_data.layouts import FILES
from sample_data.listed import read_rows
from sample_data.make_sample import PARTIES, ROUTES, Sample, build, main
from sample_data.parties_planted import LISTED
from sample_data.planted import Route
from sample_data.routes_found import FOUND
from sample_data.routes_later import LATER, MIRRORED
from sample_data.routes_twins import TWINS
from tests.cases.by_hand import SAMPLE, Way, folded, movements, routes, way

REAL_LIST = SAMPLE.parents[1] / "shared/data/csl/consolidated_2026-07-31.csv.gz"
NOT_CHAINS = {"X01", "X07", "X08", "X09", "X11"}
"""Planted, but no plain chain from the U.S.: another class, a foreign start, no record between."""


@pytest.fixture(scope="module")
def sample() -> Sample:
    return build()


@pytest.fixture(scope="module")
def by_hand() -> dict[Way, str]:
    ends = {PARTIES[route.end].name for route in ROUTES if not route.copies or route.basis}
    ends |= {party.name for party in LISTED.values()}
    return routes(movements(SAMPLE), {folded(name) for name in ends})


def unpacked(name: str, data: bytes) -> str:
    return (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")


def read(name: str, data: bytes) -> list[list[str]]:
    delimiter = "\t" if name.endswith(".tsv") else ","
    return list(csv.reader(io.StringIO(unpacked(name, data)), delimiter=delimiter))


def test_the_committed_files_are_what_the_script_writes(tmp_path: Path) -> None:
    main(tmp_path)
    for path in sorted(tmp_path.iterdir()):
        committed = (SAMPLE / path.name).read_bytes()
        # gzip may pack the same text differently in another zlib, so the text is compared
        assert unpacked(path.name, path.read_bytes()) == unpacked(path.name, committed), path.name
    assert {path.name for path in SAMPLE.iterdir() if path.suffix in {".csv", ".gz", ".tsv"}} == {
        path.name for path in tmp_path.iterdir() if path.suffix != ".md"
    }


@pytest.mark.parametrize("module", [make_sample, planted, records], ids=lambda each: each.__name__)
def test_examples_in_the_generator_hold(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


def test_the_sample_has_the_size_it_claims(sample: Sample) -> None:
    shipped = sum(sample.rows[name] for name in FILES)
    assert 5_950 <= shipped <= 6_050
    assert sum(len(data) for data in sample.files.values()) < 3_000_000
    assert len(read("ownership.csv", sample.files["ownership.csv"])) - 1 - 3 == 200
    assert 60 <= len(read_rows()) <= 70
    names = {party.name for party in PARTIES.values() if not party.listed}
    senders: dict[str, int] = {}
    for name in FILES:
        header, *rows = read(name, sample.files[name])
        where, who = header.index("consignor_country"), header.index("consignor_name")
        for row in rows:
            senders[row[where]] = senders.get(row[where], 0) + 1
            names.add(row[who])
    assert len(names) > 450
    assert 0.06 < senders["US"] / shipped < 0.10


def test_every_canonical_column_is_used_somewhere(sample: Sample) -> None:
    filled: set[str] = set()
    for name in FILES:
        header, *rows = read(name, sample.files[name])
        for row in rows:
            filled |= {column for column, cell in zip(header, row, strict=False) if cell}
    known = {column.name for column in SHIPMENTS.columns}
    assert filled <= known
    role_details = {name for name in known if name.endswith(("_id", "_address"))} - {"shipment_id"}
    assert known - filled <= role_details


@pytest.mark.parametrize("route", [*FOUND, MIRRORED], ids=lambda route: route.id)
def test_a_planted_route_is_a_chain_that_time_allows(route: Route, by_hand: dict[Way, str]) -> None:
    assert by_hand.get(way(route)) == route.certainty


@pytest.mark.parametrize("route", LATER, ids=lambda route: route.id)
def test_a_later_route_is_a_plain_chain_only_where_names_are_the_obstacle(
    route: Route, by_hand: dict[Way, str]
) -> None:
    assert (way(route) in by_hand) == (route.id not in NOT_CHAINS)


@pytest.mark.parametrize("route", TWINS, ids=lambda route: route.id)
def test_a_twin_reaches_a_listed_party_only_where_it_says_so(
    route: Route, by_hand: dict[Way, str]
) -> None:
    assert (way(route) in by_hand) == bool(route.basis)


def test_the_background_adds_few_routes(by_hand: dict[Way, str]) -> None:
    accidental = set(by_hand) - {way(route) for route in ROUTES}
    assert 0 < len(accidental) < 15, sorted(accidental)


def test_each_twin_copies_a_planted_route_of_the_same_length() -> None:
    planted = {route.id: route for route in ROUTES if not route.copies}
    assert len({route.typology.split()[0] for route in planted.values()}) >= 10
    for twin in TWINS:
        assert twin.copies in planted
        assert twin.why


def test_bad_rows_stand_where_the_readme_says(sample: Sample) -> None:
    assert len(sample.bad) == len(BAD)
    readme = sample.files["README.md"].decode()
    for name, number, bad in sample.bad:
        header, *rows = read(name, sample.files[name])
        row = rows[number - 2]
        assert f"| {name} | {number} |" in readme
        if bad.ragged:
            assert len(row) != len(header)
        else:
            assert row[header.index(bad.field)] == bad.value


def test_listed_names_on_shipments_are_names_of_the_list(sample: Sample) -> None:
    entries = {row["name"] for row in read_rows()}
    for route in ROUTES:
        for name in route.listed.split("|"):
            assert not name or name in entries


@pytest.mark.skipif(not REAL_LIST.exists(), reason="the real list is not beside the repository")
def test_no_invented_name_is_on_the_real_list_and_every_listed_row_is(sample: Sample) -> None:
    with gzip.open(REAL_LIST, "rt", encoding="utf-8") as file:
        real = list(csv.DictReader(file))
    names = {folded(row["name"]) for row in real}
    names |= {folded(alias) for row in real for alias in row["alt_names"].split("; ")}
    invented = {party.name for party in PARTIES.values() if not party.listed}
    header, *rows = read("parties.csv", sample.files["parties.csv"])
    invented |= {row[header.index("name")] for row in rows}
    assert not {name for name in invented if folded(name) in names}
    official = {
        (row["source"], row["name"], row["federal_register_notice"], row["license_requirement"])
        for row in real
    }
    for row in read_rows():
        key = (row["source"], row["name"])
        assert (*key, row["federal_register_notice"], row["license_requirement"]) in official
