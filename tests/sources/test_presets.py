"""Every mapping that ships reads a small invented file as its golden result says.

python -m tests.sources.test_presets     writes the golden results anew, to be read before use
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graphscan.casefile import Case, open_case
from graphscan.sources import load_inputs
from graphscan.sources.mapping import read_mapping
from graphscan.sources.mapping.library import preset_texts, presets

FOLDER = Path(__file__).parent / "presets"
FILES = {path.stem: path for path in sorted(FOLDER.iterdir()) if path.suffix != ".json"}
NAMES = sorted(FILES)


def result(case: Case, path: Path) -> dict[str, Any]:
    """What a file gives: counts, the filled cells of every row, and what is said of the others."""
    report = load_inputs(case, [path]).files[0]
    rows = case.arrow("SELECT * EXCLUDE (file_id) FROM shipments ORDER BY row").to_pylist()
    return {
        "mapping": report.mapping,
        "rows": [report.rows, report.loaded, report.quarantined, report.excluded],
        "shipments": [
            {
                name: str(cell)
                for name, cell in row.items()
                if cell is not None and not name.endswith(("_first", "_last"))
            }
            for row in rows
        ],
        "quarantine": [
            list(each)
            for each in case.rows("SELECT row, field, value, reason FROM quarantine ORDER BY ALL")
        ],
        "warnings": [
            list(each)
            for each in case.rows(
                "SELECT row, field, value, reason FROM warnings WHERE row > 1 ORDER BY ALL"
            )
        ],
    }


def test_every_preset_has_a_fixture() -> None:
    assert [name.removesuffix(".toml") for name in preset_texts()] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_reads_its_fixture_as_its_golden_result_says(case: Case, name: str) -> None:
    golden = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert result(case, FILES[name]) == golden


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_is_found_by_its_header_and_by_no_other(case: Case, name: str) -> None:
    wanted = read_mapping(preset_texts()[f"{name}.toml"], name).name
    assert load_inputs(case, [FILES[name]]).files[0].mapping == wanted


def test_the_names_of_presets_differ() -> None:
    names = [mapping.name for mapping in presets()]
    assert len(set(names)) == len(names)


def test_a_preset_that_is_read_says_what_it_cannot_see() -> None:
    assert all(mapping.cannot_see for mapping in presets() if not mapping.refused)


if __name__ == "__main__":
    for each in NAMES:
        with open_case() as opened:
            made = json.dumps(result(opened, FILES[each]), indent=1, ensure_ascii=False)
        (FOLDER / f"{each}.json").write_text(f"{made}\n", encoding="utf-8", newline="\n")
