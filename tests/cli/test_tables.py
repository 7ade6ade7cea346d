"""Findings that a small world does not have: many ends, no list, suppliers, a ceiling."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from graphscan.cli import tables
from graphscan.cli.app import run


@pytest.fixture
def document(scanned: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((scanned / "out/findings.json").read_text(encoding="utf-8"))
    return copy.deepcopy(loaded)


def _show(document: dict[str, Any], folder: Path) -> int:
    (folder / "findings.json").write_text(json.dumps(document), encoding="utf-8")
    return run(["show", document["findings"][0]["id"], "--out", str(folder)])


def test_show_names_suppliers_other_entries_and_the_ceiling(
    document: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    finding = document["findings"][0]
    finding["truncated"] = True
    finding["domestic_suppliers"] = ["Ash & Elm Parts LLC", {"name": "Oak Inc", "country": "US"}]
    finding["listed"]["also"] = [{"name": "Other\x1b[2J", "list": "SDN", "entry_id": "SDN:1"}]
    finding["listed"]["listed_on"] = None
    finding["listed"]["citation"] = ""
    assert _show(document, tmp_path) == 0
    printed = capsys.readouterr().out
    assert "Suppliers:  Ash & Elm Parts LLC, Oak Inc (US)" in printed
    assert "also  Other\ufffd[2J (SDN:1)" in printed
    assert "since an unknown day" in printed
    assert "stopped at its ceiling" in printed


def test_a_path_to_a_party_that_is_not_listed_has_no_list_in_it(
    document: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    finding = document["findings"][0]
    finding |= {"listed": None, "basis": "", "match": ""}
    assert _show(document, tmp_path) == 0
    assert "Basis:" not in capsys.readouterr().out
    assert tables.findings_table([finding], "->").row_count > 0


def test_via_parties_say_their_role_and_have_no_leg_of_their_own(
    document: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    finding = document["findings"][0]
    via = {"name": "Between Ltd", "country": "SG", "role": "intermediate_consignee"}
    finding["intermediaries"].append(via)
    assert _show(document, tmp_path) == 0
    printed = capsys.readouterr().out
    assert "Between Ltd (SG), intermediate consignee" in printed
    assert printed.count("Between Ltd") == 1


def test_an_intermediary_is_counted_once_a_route_and_names_three_ends(
    document: dict[str, Any],
) -> None:
    finding = document["findings"][0]
    finding["intermediaries"] = [{"name": "Hub", "country": "AE", "role": "holder"}] * 2
    many = []
    for end in "DCBA":
        other = copy.deepcopy(finding)
        other["end"]["name"] = end
        other["score"] = 50 + ord(end)
        many.append(other)
    (hub,) = tables.flagged_intermediaries(many)
    assert (hub.routes, hub.score, hub.ends) == (4, 118, ("A", "B", "C", "D"))
    assert tables.is_marked(hub)
    cells = tables.intermediaries_table([hub]).columns
    assert [str(cell) for column in cells for cell in column.cells] == [
        "Hub",
        "AE *",
        "118.0",
        "4",
        "A, B, C and 1 more",
    ]


def test_an_unknown_basis_is_shown_as_it_is() -> None:
    assert tables.basis_words("of a later version") == "of a later version"
