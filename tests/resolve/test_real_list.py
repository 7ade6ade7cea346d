"""Names of the whole real list, as consignees: the Done-when of the first version."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from graphscan.casefile import Case, open_case
from graphscan.resolve import resolve, screen
from graphscan.settings import Settings
from tests.resolve.worlds import REAL_LIST, real_list

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not REAL_LIST.exists(), reason="the real screening list is not beside the repository"
    ),
]
FIXED = {"file_id": 9, "list_code": "EL", "source": "", "source_id": "", "citation": ""}
NAMES, ALIASES = 1_000, 500


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return list(real_list())


@pytest.fixture(scope="module")
def asked(rows: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """The names and aliases that are sent goods: a seeded sample over all sources."""
    dice = random.Random(20260731)
    names = sorted({row["name"] for row in rows if not row["address_only"]})
    aliases = sorted({alias for row in rows for alias in row["alt_names"]})
    return dice.sample(names, NAMES), dice.sample(aliases, ALIASES)


@pytest.fixture(scope="module")
def case(rows: list[dict[str, Any]], asked: tuple[list[str], list[str]]) -> Iterator[Case]:
    with open_case() as case:
        empty: dict[str, Any] = {name: [] for name in ("addresses", "programs", "footnotes")}
        table = pa.Table.from_pylist(
            [row | FIXED | empty | {"extends_to_subsidiaries": False} for row in rows]
        )
        case.append("list_rows", table)
        consignees = [*asked[0], *asked[1]]
        case.append(
            "shipments",
            pa.table(
                {
                    "file_id": [1] * len(consignees),
                    "row": list(range(2, len(consignees) + 2)),
                    "shipment_id": [f"S{at}" for at in range(len(consignees))],
                    "consignor_name": ["Sender Inc"] * len(consignees),
                    "consignee_name": consignees,
                }
            ),
        )
        resolve(case, Settings())
        yield case


def reached(case: Case, first: int, count: int) -> int:
    """Rows whose consignee is recognised as an entry that bears the name verbatim."""
    return int(
        case.value(
            """
            SELECT count(DISTINCT s.row) FROM shipments AS s JOIN shipment_parties AS sp USING
            (file_id, row) JOIN party_matches AS m ON m.party_id = sp.consignee JOIN list_rows AS l
            ON l.entry_id = m.entry_id WHERE s.row BETWEEN ? AND ? AND (l.name = s.consignee_name OR
            list_contains(l.alt_names, s.consignee_name)) """,
            [first, first + count - 1],
        )
    )


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
