"""Names that are like listed ones, through a case: remembered by content, equal to a fresh look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from graphscan.casefile import Case, open_case
from graphscan.resolve import alike
from graphscan.resolve.cut_columns import cut_lengths
from graphscan.resolve.fuzzy.matcher import Matcher
from tests.resolve.worlds import entry, matches, resolved, shipments

LISTED = ("Tianjin Phytium Information Technology", "Zelenograd Mikron Works", "Sunway Chips")
NAMES = ("Tianjin Phytuim Infomation Technology", "Zelenograd Micron Works", "Harbour Trading FZE")


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names for which candidates were looked up."""
    seen: list[str] = []
    near = Matcher.near

    def noted(self: Matcher, names: Sequence[str]) -> list[tuple[int, int]]:
        seen.extend(names)
        return near(self, names)

    monkeypatch.setattr(Matcher, "near", noted)
    return seen


def with_lists(case: Case, names: Sequence[str]) -> None:
    for row, name in enumerate(names):
        entry(case, row, name)


def fresh(names: Sequence[str], listed: Sequence[str] = LISTED) -> list[tuple[Any, ...]]:
    with open_case() as case:
        with_lists(case, listed)
        shipments(case, *({"consignee_name": name} for name in names))
        return matches(resolved(case))


def test_new_data_looks_up_only_what_is_new(looked_up: list[str]) -> None:
    with open_case() as case:
        with_lists(case, LISTED)
        shipments(case, *({"consignee_name": name} for name in NAMES[:2]))
        resolved(case)
        assert sorted(looked_up) == sorted({"Sender Inc", *NAMES[:2]})
        looked_up.clear()
        shipments(case, {"consignee_name": NAMES[2]}, {"consignee_name": "Sunway Chps"})
        found = matches(resolved(case))
        assert sorted(looked_up) == sorted([NAMES[2], "Sunway Chps"])
    assert found == fresh([*NAMES[:2], NAMES[2], "Sunway Chps"])
    assert len(found) == 3


def test_a_changed_list_looks_up_everything_again(looked_up: list[str]) -> None:
    with open_case() as case:
        with_lists(case, LISTED[:1])
        shipments(case, *({"consignee_name": name} for name in NAMES))
        resolved(case)
        looked_up.clear()
        entry(case, 7, LISTED[1])
        resolved(case)
        assert sorted(looked_up) == sorted({"Sender Inc", *NAMES})
        assert case.value("SELECT count(DISTINCT index_hash) FROM names_asked") == 1


def test_names_that_are_gone_are_forgotten() -> None:
    with open_case() as case:
        with_lists(case, LISTED)
        shipments(case, *({"consignee_name": name} for name in NAMES))
        resolved(case)
        case.execute("DELETE FROM shipment_lines WHERE consignee_name = ?", [NAMES[0]])
        resolved(case)
        assert case.rows("SELECT name FROM names_asked WHERE name = ?", [NAMES[0]]) == []
        assert case.rows("SELECT name FROM names_near WHERE name = ?", [NAMES[0]]) == []


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fresh(NAMES)
    monkeypatch.setattr(alike, "CHUNK", 2)
    assert fresh(NAMES) == whole


LONG = [
    "Inspur (Beijing) Electronic Information Industry Co., Ltd.",
    "Zelenograd Microelectronic Research Works of the Academy",
    "Harbour Trading and Industrial Supply Company of Penang Ltd",
    "Short Name Ltd",
]


def test_a_column_that_cuts_names_is_recognised_by_its_longest_names() -> None:
    with open_case() as case:
        shipments(case, *({"consignee_name": name[:30]} for name in LONG))
        assert cut_lengths(case) == [30]
    with open_case() as case:
        shipments(case, *({"consignee_name": name} for name in LONG))
        assert cut_lengths(case) == []


def test_a_name_cut_by_its_column_is_surer_than_one_that_only_begins_so() -> None:
    with_lists_of = LONG[:1]
    cut = fresh([name[:30] for name in LONG], with_lists_of)
    alone = fresh([LONG[0][:30], *(name[:25] for name in LONG[1:]), *LONG[1:]], with_lists_of)
    (sure,) = [row[-1] for row in cut if row[2] == "fuzzy"]
    other = [row[-1] for row in alone if row[2] == "fuzzy"]
    assert sure >= max(other, default=0.0)
