"""A load of a bulk register that was killed goes on where it was, and ends with the same case."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphscan.casefile import Case, open_case
from graphscan.sources import foreign, load_inputs, staged
from graphscan.sources.ownership.model import Register
from tests.sources.ownership.registers import entity, holding, shares
from tests.sources.ownership.test_registers import GENERAL, L1_CSV, _entity

RECORDS = 2_000
TABLES = (
    "files",
    "ownership",
    "given_parties",
    "register_facts",
    "quarantine",
    "warnings",
    "fill_rates",
)


class Killed(BaseException):
    """As a signal ends a program: nothing cleans up."""


def bods_records() -> list[str]:
    dice = random.Random(3)
    found = []
    for at in range(RECORDS // 2):
        found.append(json.dumps(entity(f"e{at}")))
        odd = {"share": {"exact": 150}} if at % 17 == 0 else {}
        owner: Any = {"reason": "unknown"} if at % 13 == 0 else f"e{dice.randrange(RECORDS // 2)}"
        found.append(
            json.dumps(
                holding(
                    f"r{at % 900}",
                    owner,
                    f"e{at}",
                    shares(at % 101) | odd,
                    statementDate=f"20{10 + at % 9}-01-01",
                )
            )
        )
    return found


def gleif_csv() -> str:
    header, first, *_ = L1_CSV.splitlines()
    lines = [header]
    for at in range(RECORDS):
        lei = f"{at:018d}00"
        lines.append(first.replace("5493001Z012YSB2A0K51", lei if at % 50 else "short"))
        if at % 70 == 0:
            lines.append('"too","few"')
    return "\n".join(lines) + "\n"


def gleif_xml() -> str:
    body = "".join(
        _entity(f"{at:018d}00" if at % 50 else "short", f"N{at}", "", "", "CH", "US", GENERAL)
        for at in range(RECORDS)
    )
    return f"<lei:LEIData><lei:LEIRecords>{body}</lei:LEIRecords></lei:LEIData>"


FILES: dict[str, Callable[[], bytes]] = {
    "lines.jsonl": lambda: "\n\n".join(bods_records()).encode(),
    "damaged.jsonl": lambda: "\n{broken\n".join(bods_records()).encode(),
    "array.json": lambda: json.dumps([json.loads(each) for each in bods_records()]).encode(),
    "packed.jsonl.gz": lambda: gzip.compress("\n".join(bods_records()).encode(), mtime=0),
    "level1.csv": lambda: gleif_csv().encode(),
    "level1.xml": lambda: gleif_xml().encode(),
}


def told(case: Case) -> list[list[tuple[Any, ...]]]:
    return [case.rows(f"SELECT * FROM {table} ORDER BY ALL") for table in TABLES]  # noqa: S608 -- our own names


def kill(monkeypatch: pytest.MonkeyPatch, after: int) -> list[int]:
    """Let the reader die behind so many records; a list of the rows that it has read since."""
    read: list[int] = []
    whole = Register.record

    def counted(self: Register, row: int, say: Any) -> None:
        read.append(row)
        if len(read) > after:
            raise Killed
        whole(self, row, say)

    monkeypatch.setattr(Register, "record", counted)
    return read


@pytest.mark.parametrize("name", FILES)
def test_a_killed_load_goes_on_and_ends_with_the_same_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(staged, "STAGED_FROM", 1000)
    monkeypatch.setattr(foreign, "PORTION", 100)
    file, path = tmp_path / name, tmp_path / "case.duckdb"
    file.write_bytes(FILES[name]())
    with open_case() as case:
        load_inputs(case, [file])
        expected = told(case)
    with monkeypatch.context() as patch:
        read = kill(patch, RECORDS * 2 // 3)
        with pytest.raises(Killed), open_case(path) as case:
            load_inputs(case, [file])
    kept = sorted((tmp_path / "case.duckdb.staged").glob("*/*.arrow"))
    assert len(kept) >= RECORDS * 2 // 3 // 100 - 3
    with open_case(path) as case:
        assert case.value("SELECT count(*) FROM files") == 0
    kept[-1].write_bytes(kept[-1].read_bytes()[:-40])  # as a power failure may leave it
    with monkeypatch.context() as patch:
        read = kill(patch, RECORDS * 10)
        with open_case(path) as case:
            load_inputs(case, [file])
            assert told(case) == expected
    assert len(read) < RECORDS // 2
    assert not (tmp_path / "case.duckdb.staged").exists()


def test_another_file_takes_nothing_of_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staged, "STAGED_FROM", 1000)
    monkeypatch.setattr(foreign, "PORTION", 100)
    file, path = tmp_path / "r.jsonl", tmp_path / "case.duckdb"
    file.write_bytes(FILES["lines.jsonl"]())
    with monkeypatch.context() as patch:
        kill(patch, 1500)
        with pytest.raises(Killed), open_case(path) as case:
            load_inputs(case, [file])
    file.write_text(json.dumps(entity("x")) + "\n", encoding="utf-8")
    with open_case(path) as case:
        load_inputs(case, [file])
        assert case.rows("SELECT name FROM given_parties") == [("x",)]
    assert not (tmp_path / "case.duckdb.staged").exists()


def test_of_a_file_that_is_cut_short_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staged, "STAGED_FROM", 1000)
    monkeypatch.setattr(foreign, "PORTION", 100)
    (tmp_path / "r.json").write_bytes(FILES["array.json"]()[:-300])
    with open_case(tmp_path / "case.duckdb") as case:
        report = load_inputs(case, [tmp_path / "r.json"])
        assert report.files[0].quarantined == 1
        assert case.value("SELECT count(*) FROM given_parties") == 0
    assert not (tmp_path / "case.duckdb.staged").exists()
