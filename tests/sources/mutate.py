"""Mutated input files: none crashes or hangs the load, none loses a row in silence.

    python -m tests.sources.mutate [--files 10000] [--seed 1]

Every file is a good one that was changed: bytes flipped, cut, doubled or moved, huge cells, ten
thousand columns, encodings mixed, NULs. Each must be refused with a reason, or have every row that
was met loaded, quarantined or excluded, and counted in the case as in the report.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from graphscan.casefile import open_case
from graphscan.errors import GraphscanError
from graphscan.sources import load_inputs
from tests.sources.worlds import SHIPMENT, shipments

SLOW = 20.0
"""Seconds after which a file counts as hung."""

TURKEY = (
    "REGISTRATION_NO,REGISTRATION_DATE,SUPPLIER_NAME,IMPORTER_NAME,IMPORTER_CODE,DISPATCH_COUNTRY,"
    "HS_CODE,QUANTITY\n"
    + "".join(
        f"T{n},2024-09-{n % 28 + 1:02d},KÖLN AG,ÇAM LTD,{n},GERMANY,847330,5\n" for n in range(40)
    )
)


def originals() -> dict[str, bytes]:
    """Good files of every format."""
    rows = [{"shipment_id": f"S{n}", "consignee_name": f'Łódź "{n}", Ltd'} for n in range(40)]
    text = shipments(*rows)
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({name: [value] * 40 for name, value in SHIPMENT.items()}), sink)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    sheet.append(["DATA"])
    for record in csv.reader(io.StringIO(TURKEY)):
        sheet.append(record)
    packed = io.BytesIO()
    book.save(packed)
    return {
        "a.csv": text.encode(),
        "b.tsv": text.replace(",", "\t").encode(),
        "c.csv": TURKEY.encode(),
        "d.csv": text.encode("utf-16"),
        "e.csv.gz": gzip.compress(text.encode(), mtime=0),
        "f.parquet": bytes(sink.getvalue()),
        "g.xlsx": packed.getvalue(),
        "h.txt": text.replace(",", ";").encode("cp1252", errors="replace"),
    }


def mutate(data: bytes, dice: random.Random) -> bytes:  # noqa: PLR0912 -- one branch a change
    """The file after one to four changes."""
    changed = bytearray(data)
    for _ in range(dice.randrange(1, 5)):
        at = dice.randrange(len(changed) + 1)
        match dice.randrange(10):
            case 0:
                for _ in range(dice.randrange(1, 20)):
                    if changed:
                        changed[dice.randrange(len(changed))] = dice.randrange(256)
            case 1:
                del changed[at:]
            case 2:
                del changed[at : at + dice.randrange(1, 200)]
            case 3:
                changed[at:at] = changed[max(0, at - 300) : at]
            case 4:
                changed[at:at] = bytes([dice.choice(b'"\x00\r\n,;\t|\x1a\xff')]) * dice.randrange(
                    1, 4
                )
            case 5:
                changed[at:at] = b"x" * dice.choice((40_000, 200_000))
            case 6:
                changed[at:at] = b",".join(b"c%d" % n for n in range(10_000))
            case 7:
                changed[at:at] = "Ünïcödé Ж".encode(
                    dice.choice(("utf-16", "latin-1", "utf-8", "cp1251")), errors="ignore"
                )
            case 8:
                changed = changed[at:] + changed[:at]
            case _:
                changed[at:at] = b"\x00" * dice.randrange(1, 50)
    return bytes(changed)


def account_for(name: str, content: bytes, folder: Path) -> str:
    """Load one file and say what became of it.

    Raises:
        AssertionError: A row is lost.
    """
    path = folder / name
    path.write_bytes(content)
    try:
        with open_case() as case:
            report = load_inputs(case, [path])
            for number, each in enumerate(report.files, start=1):
                assert each.rows == each.loaded + each.quarantined + each.excluded, each
                held = case.value("SELECT count(*) FROM shipments WHERE file_id = ?", [number])
                if each.kind not in {"shipments", "unreadable"}:
                    held = each.loaded  # another table, which a header was mutated into
                kept = case.value("SELECT count(*) FROM quarantine WHERE file_id = ?", [number])
                assert (held, kept) == (each.loaded, each.quarantined), (each, held, kept)
                if each.kind == "unreadable":
                    assert case.value("SELECT min(length(reason)) FROM quarantine") > 0
                    return "refused"
            whole = sum(each.quarantined for each in report.files) == 0
            return "loaded" if whole else "loaded in part"
    except GraphscanError as err:
        return "told of" if str(err) else "told of without a word"
    finally:
        path.unlink()


def run(files: int, seed: int, *, first: int = 0) -> Counter[str]:
    """Mutate so many files and load them from the `first` on; what became of them."""
    dice = random.Random(seed)
    good = originals()
    became: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as name:
        for number in range(files):
            which = sorted(good)[number % len(good)]
            content = mutate(good[which], dice)
            if number < first:
                continue
            began = time.perf_counter()
            try:
                became[account_for(which, content, Path(name))] += 1
            except BaseException:
                print(f"file {number} of seed {seed}: {which}")  # noqa: T201
                raise
            slowest = max(slowest, time.perf_counter() - began)
    print(f"{files - first:,} files, seed {seed}: {dict(became)}; slowest {slowest:.2f} s")  # noqa: T201
    assert slowest < SLOW
    return became


def main() -> None:
    """Mutate from the command line."""
    parser = argparse.ArgumentParser(description="Load mutated files.")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="go on where a run has stopped")
    given = parser.parse_args()
    run(given.files, given.seed, first=given.first)


if __name__ == "__main__":
    main()
