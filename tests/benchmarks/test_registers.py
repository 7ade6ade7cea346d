"""How fast bulk registers load, and in how much memory: generated BODS lines and GLEIF XML.

Each is loaded by a process of its own, whose peak is its own. Memory is held to a bound that does
not grow with the file; times are printed.

    GRAPHSCAN_BENCH_MB=1000 pytest -m benchmark -s tests/benchmarks/test_registers.py
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

MEGABYTES = int(os.environ.get("GRAPHSCAN_BENCH_MB", "50"))
BOUND = 1_000
"""MB that a load may take, whatever the size of the file."""

_LOAD = """
import resource, sys, time
from pathlib import Path
from graphscan.casefile import open_case
from graphscan.sources import load_inputs
file, case = map(Path, sys.argv[1:])
began = time.perf_counter()
with open_case(case) as opened:
    report = load_inputs(opened, [file]).files[0]
    counts = [opened.value(f"SELECT count(*) FROM {name}") for name in
              ("ownership", "given_parties", "register_facts")]
seconds = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(report.rows, report.loaded, report.quarantined, *counts, round(seconds, 1), peak)
"""


def bods_lines() -> Iterator[str]:
    """Entities, persons and holdings without end, each holding between the two before it."""
    number = 0
    while True:
        number += 1
        dated = {"statementDate": f"20{10 + number % 14}-0{1 + number % 9}-1{number % 10}"}
        for kind, details in (
            (
                "entity",
                {
                    "entityType": {"type": "registeredEntity"},
                    "name": f"Alder Trading {number} Company Limited",
                    "jurisdiction": {"name": "United Kingdom", "code": "GB"},
                    "identifiers": [{"id": f"{number:08d}", "scheme": "GB-COH"}],
                    "addresses": [{"type": "registered", "address": f"{number} Example Street"}],
                },
            ),
            (
                "person",
                {
                    "personType": "knownPerson",
                    "names": [{"type": "legal", "fullName": f"Pat Birch {number}"}],
                    "nationalities": [{"code": "FR", "name": "France"}],
                },
            ),
            (
                "relationship",
                {
                    "subject": f"entity-{number}",
                    "interestedParty": f"person-{number}"
                    if number % 2
                    else f"entity-{max(1, number // 3)}",
                    "interests": [
                        {
                            "type": "shareholding",
                            "directOrIndirect": "direct",
                            "share": {"exact": 10 + number % 90},
                            "startDate": f"20{number % 20:02d}-01-01",
                        }
                    ],
                },
            ),
        ):
            yield (
                json.dumps(
                    {
                        "statementId": f"statement-{kind}-{number}",
                        "recordId": f"{kind}-{number}",
                        "recordType": kind,
                        "recordStatus": "new",
                        "recordDetails": details,
                        **dated,
                    }
                )
                + "\n"
            )


def gleif_records() -> Iterator[str]:
    """Level 1 records without end."""
    number = 0
    while True:
        number += 1
        yield (
            f"<lei:LEIRecord><lei:LEI>{number:018d}00</lei:LEI><lei:Entity>"
            f'<lei:LegalName xml:lang="en">Larch &amp; Sons Holding {number}</lei:LegalName>'
            "<lei:LegalAddress><lei:FirstAddressLine>1 Example Street</lei:FirstAddressLine>"
            "<lei:City>Zug</lei:City><lei:Region>CH-ZG</lei:Region><lei:Country>CH</lei:Country>"
            "<lei:PostalCode>6300</lei:PostalCode></lei:LegalAddress><lei:HeadquartersAddress>"
            "<lei:FirstAddressLine>1 Example Street</lei:FirstAddressLine><lei:City>Zug</lei:City>"
            "<lei:Country>US</lei:Country></lei:HeadquartersAddress><lei:RegistrationAuthority>"
            "<lei:RegistrationAuthorityID>RA000548</lei:RegistrationAuthorityID>"
            f"<lei:RegistrationAuthorityEntityID>CHE-{number}</lei:RegistrationAuthorityEntityID>"
            "</lei:RegistrationAuthority><lei:LegalJurisdiction>CH</lei:LegalJurisdiction>"
            "<lei:EntityCategory>GENERAL</lei:EntityCategory><lei:LegalForm>"
            "<lei:EntityLegalFormCode>MVII</lei:EntityLegalFormCode></lei:LegalForm>"
            "<lei:EntityStatus>ACTIVE</lei:EntityStatus>"
            "<lei:EntityCreationDate>2001-02-03T00:00:00Z</lei:EntityCreationDate></lei:Entity>"
            "<lei:Registration><lei:InitialRegistrationDate>2012-06-06T15:53:00Z"
            "</lei:InitialRegistrationDate><lei:RegistrationStatus>ISSUED</lei:RegistrationStatus>"
            "</lei:Registration></lei:LEIRecord>\n"
        )


def write(path: Path, head: str, records: Callable[[], Iterator[str]], tail: str) -> int:
    """A file of `MEGABYTES`; how many records it holds."""
    limit, size, count = MEGABYTES * 1_000_000, len(head), 0
    with path.open("w", encoding="utf-8", newline="\n") as lines:
        lines.write(head)
        for record in records():
            lines.write(record)
            size, count = size + len(record), count + 1
            if size >= limit:
                break
        lines.write(tail)
    return count


@pytest.mark.benchmark
@pytest.mark.parametrize(
    ("name", "head", "records", "tail"),
    [
        ("bods.jsonl", "", bods_lines, ""),
        (
            "gleif.xml",
            (
                '<?xml version="1.0" encoding="UTF-8"?>\n<lei:LEIData '
                'xmlns:lei="http://www.gleif.org/data/schema/leidata/2016"><lei:LEIRecords>\n'
            ),
            gleif_records,
            "</lei:LEIRecords></lei:LEIData>\n",
        ),
    ],
)
def test_a_bulk_register_loads_in_bounded_memory(
    name: str,
    head: str,
    records: Callable[[], Iterator[str]],
    tail: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    count = write(tmp_path / name, head, records, tail)
    done = subprocess.run(
        [sys.executable, "-c", _LOAD, str(tmp_path / name), str(tmp_path / "case.duckdb")],
        capture_output=True,
        text=True,
        check=True,
    )
    told = [float(word) for word in done.stdout.split()]
    rows, loaded, quarantined, interests, parties, facts, seconds, peak = told
    (tmp_path / name).unlink()
    with capsys.disabled():
        print(
            f"\n{name}: {MEGABYTES:,} MB, {count:,} records in {seconds:,.0f} s "
            f"({MEGABYTES / seconds:.1f} MB/s), peak {peak:,.0f} MB; {interests:,.0f} interests, "
            f"{parties:,.0f} parties, {facts:,.0f} facts, {quarantined:,.0f} quarantined"
        )
    assert (rows, loaded) == (count, count)
    assert peak < BOUND
