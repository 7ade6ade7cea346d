"""Zip archives: each file in one is read as one of its own, and none can do harm."""

from __future__ import annotations

import gzip
import io
import struct
import tracemalloc
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graphscan.casefile import Case
from graphscan.sources import load_inputs, packed, text
from graphscan.sources.inputs import find_inputs
from tests.sources.worlds import shipments

ROWS = shipments({})
INTERESTS = "owner_name,owned_name\nAlder Ltd,Birch Ltd\n"


def archive(files: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as writer:
        for name, content in files.items():
            writer.writestr(name, content)
    return whole.getvalue()


def outcome(case: Case, folder: Path, content: bytes) -> tuple[dict[str, int], dict[str, str]]:
    """Rows loaded, and reasons of quarantine, by path."""
    (folder / "all.zip").write_bytes(content)
    report = load_inputs(case, [folder])
    said = case.rows("SELECT path, reason FROM quarantine JOIN files USING (file_id)")
    return {each.path: each.loaded for each in report.files}, dict(said)


def test_each_file_of_an_archive_is_a_source_of_its_own(case: Case, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "2024/shipments.csv": ROWS,
        "owners.csv.gz": gzip.compress(INTERESTS.encode()),
        "read me.md": "hello",
        "__MACOSX/2024/._shipments.csv": b"\x00",
        "folder/": "",
    }
    loaded, said = outcome(case, tmp_path, archive(files))
    assert loaded == {"all.zip/2024/shipments.csv": 1, "all.zip/owners.csv.gz": 1}
    assert said == {}
    assert find_inputs([tmp_path])[1] == ("all.zip/read me.md",)


def test_a_file_is_the_same_packed_and_unpacked(tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(archive({"shipments.csv": ROWS}))
    (tmp_path / "shipments.csv").write_text(ROWS, encoding="utf-8")
    found, ignored = find_inputs([tmp_path])
    assert [each.path for each in found] == ["all.zip/shipments.csv"]
    assert ignored == ("shipments.csv (the same content as all.zip/shipments.csv)",)


def test_workbooks_and_parquet_files_are_read_out_of_an_archive(case: Case, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in INTERESTS.splitlines():
        book.active.append(line.split(","))
    sheet, columns = io.BytesIO(), io.BytesIO()
    book.save(sheet)
    pq.write_table(pa.table({"owner_name": ["Cedar Ltd"], "owned_name": ["Elm Ltd"]}), columns)
    content = archive({"a.xlsx": sheet.getvalue(), "b.parquet": columns.getvalue()})
    loaded, said = outcome(case, tmp_path, content)
    assert (loaded, said) == ({"all.zip/a.xlsx": 1, "all.zip/b.parquet": 1}, {})


def test_no_name_in_an_archive_leads_out_of_it(case: Case, tmp_path: Path) -> None:
    outside = tmp_path / "secret.csv"
    outside.write_text(INTERESTS, encoding="utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    names = [str(outside), "../secret.csv", "..\\secret.csv", "C:\\x.csv", "a\u202egnp.csv"]
    content = archive({name: INTERESTS.replace("Alder", f"A{at}") for at, name in enumerate(names)})
    loaded, said = outcome(case, folder, content)
    assert said == {}
    assert sorted(loaded.values()) == [1] * len(names)
    owners = [name for (name,) in case.rows("SELECT owner_name FROM ownership ORDER BY 1")]
    assert owners == [f"A{at} Ltd" for at in range(len(names))]
    assert not any(path.startswith("/") or "\u202e" in path for path in loaded)


def test_two_files_of_one_name_are_both_read(case: Case, tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as writer:
        writer.writestr("a.csv", INTERESTS)
        with pytest.warns(UserWarning, match="Duplicate"):
            writer.writestr("a.csv", INTERESTS.replace("Alder", "Cedar"))
    loaded, _ = outcome(case, tmp_path, whole.getvalue())
    assert loaded == {"all.zip/a.csv": 1, "all.zip/a.csv (1.csv)": 1}


LINES = b"owner_name,owned_name\n" + b"Alder Ltd,Birch Ltd\n" * (8 << 15)


def bomb(megabytes: int) -> bytes:
    return archive({"bomb.csv": b"0" * (megabytes << 20)})


def overlapping(count: int) -> bytes:
    """An archive whose members are all the same few bytes: 45 KB that declare 4 GB."""
    content = bytearray(archive({f"{at}.csv": b"" for at in range(count)}, zipfile.ZIP_STORED))
    at = content.index(b"PK\x01\x02")
    for _ in range(count):
        content[at + 24 : at + 28] = struct.pack("<I", 1 << 22)
        name, extra, comment = struct.unpack("<HHH", content[at + 28 : at + 34])
        at += 46 + name + extra + comment
    return bytes(content)


def encrypted() -> bytes:
    content = bytearray(archive({"a.csv": ROWS}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


BROKEN = bytearray(archive({"a.csv": ROWS}, zipfile.ZIP_STORED))
BROKEN[60] ^= 0xFF


@pytest.mark.parametrize(
    ("content", "path", "reason"),
    [
        (bomb(8), "all.zip", "grows to more than 250 times its size"),
        (overlapping(1000), "all.zip", "grows to more than 250 times its size"),
        (archive({"a.zip": bomb(1)}), "all.zip/a.zip", "inside another"),
        (
            archive({"a.csv.gz": gzip.compress(LINES)}),
            "all.zip/a.csv.gz",
            "grows to more than 250 times its size",
        ),
        (archive({"a.csv": ROWS}, zipfile.ZIP_LZMA), "all.zip/a.csv", "a way that is not read"),
        (encrypted(), "all.zip/a.csv", "encrypted"),
        (bytes(BROKEN), "all.zip/a.csv", "damaged"),
        (archive({"a.csv": ROWS})[:-30], "all.zip", "damaged"),
        (b"no archive", "all.zip", "damaged"),
        (archive({}), "all.zip", "nothing to read"),
        (archive({"a.md": "x"}), "all.zip", "nothing to read"),
        (archive({f"{at}.md": "x" for at in range(10_001)}), "all.zip", "more than 10,000 files"),
    ],
    ids=[
        *("bomb", "overlapping", "nested", "gzip bomb", "lzma", "encrypted", "broken", "cut"),
        *("no archive", "empty", "nothing", "many"),
    ],
)
def test_a_hostile_archive_is_quarantined_and_the_rest_is_read(
    case: Case,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    path: str,
    reason: str,
) -> None:
    monkeypatch.setattr(packed, "RATIO_FREE", 1 << 20)
    monkeypatch.setattr(text, "RATIO_FREE", 1 << 20)
    (tmp_path / "owners.csv").write_text(INTERESTS, encoding="utf-8")
    tracemalloc.start()
    loaded, said = outcome(case, tmp_path, content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert loaded == {path: 0, "owners.csv": 1}
    assert reason in said[path]
    assert peak < 40 << 20
