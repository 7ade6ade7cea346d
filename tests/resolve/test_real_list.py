"""Names of the whole real list, as consignees: the Done-when of the first version."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pyarrow as pa
import pytest

from graphscan.casefile import Case, open_case
from graphscan.resolve import resolve, screen
from graphscan.settings import Settings
from graphscan.sources import load_inputs
from tests.resolve.worlds import REAL_LIST

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not REAL_LIST.exists(), reason="the real screening list is not beside the repository"
    ),
]
NAMES, ALIASES = 1_000, 500


@pytest.fixture(scope="module")
def case() -> Iterator[Case]:
    """The list as graphscan reads it, and a seeded sample of its names as consignees."""
    dice = random.Random(20260731)
    with open_case() as case:
        load_inputs(case, [REAL_LIST])
        names = case.rows(
            "SELECT DISTINCT name FROM list_rows WHERE NOT address_only ORDER BY name"
        )
        aliases = case.rows(
            "SELECT DISTINCT unnest(alt_names) AS alias FROM list_rows ORDER BY alias"
        )
        sample = [*dice.sample(names, NAMES), *dice.sample(aliases, ALIASES)]
        rows = [
            {"file_id": 77, "row": at, "shipment_id": f"S{at}", "consignee_name": name}
            for at, (name,) in enumerate(sample, start=2)
        ]
        sender = {"consignor_name": "Sender Inc", "consignor_country": "US"}
        case.append("shipments", pa.Table.from_pylist([row | sender for row in rows]))
        resolve(case, Settings())
        yield case


REACHED = """
    SELECT count(DISTINCT s.row) FROM shipments AS s
    JOIN shipment_parties AS p USING (file_id, row)
    JOIN party_matches AS m ON m.party_id = p.consignee
    JOIN list_rows AS l ON l.entry_id = m.entry_id
    WHERE s.row BETWEEN ? AND ?
      AND (l.name = s.consignee_name OR list_contains(l.alt_names, s.consignee_name))
"""


def reached(case: Case, first: int, count: int) -> int:
    """Rows whose consignee is recognised as an entry that bears the name verbatim."""
    return int(case.value(REACHED, [first, first + count - 1]))


def test_99_percent_of_verbatim_names_end_at_an_entry_of_that_name(case: Case) -> None:
    assert reached(case, 2, NAMES) >= 0.99 * NAMES


def test_97_percent_of_aliases_end_at_an_entry_of_that_alias(case: Case) -> None:
    assert reached(case, 2 + NAMES, ALIASES) >= 0.97 * ALIASES


def test_names_split_out_of_the_field_are_found(case: Case) -> None:
    assert screen(case, "HISILICON TECHNOLOGIES CO LTD", "CN")[0].score == 1.0
    assert "Affiliated Entity" in screen(case, "Huawei Tech Investment Company")[0].listed_name
    assert not any(
        "Affiliated" in hit.listed_name for hit in screen(case, "Huawei Technologies Co., Ltd.")
    )


def test_all_entries_of_one_name_are_hits(case: Case) -> None:
    hits = screen(case, "Huawei Technologies Co., Ltd.")
    assert {hit.entry_id.partition(":")[0] for hit in hits} >= {"EL", "CMIC"}
    assert len(hits) == len({hit.entry_id for hit in hits})


def test_addresses_are_no_names(case: Case) -> None:
    assert screen(case, "Address 01") == []
