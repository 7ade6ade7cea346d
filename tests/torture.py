"""Kills commands and fills disks at random moments: `make torture`.

After each, the case must open, its counts must add up, and the next scan must write the same bytes
as an undisturbed one. Prints one line a fault that mattered and a summary; exits with 1 on a
failure.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import dataclasses
import hashlib
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from graphscan import pipeline
from graphscan.casefile import open_case

ROOT = Path(__file__).resolve().parents[1]
OWN = ("case.duckdb", "timings.json")
TABLES = ("shipments", "ownership", "given_parties", "given_aliases", "list_rows")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Undisturbed:
    """What a scan and a load do when they are let alone.

    Attributes:
        outputs: Name to SHA-256 of what the scan wrote.
        seconds: How long each command took.
        size: Bytes of the folder after the scan.
        largest: Bytes of its largest file.
    """

    outputs: dict[str, str]
    seconds: dict[str, float]
    size: int
    largest: int


def command(kind: str, inputs: Path, out: Path) -> list[str]:
    """The command line of a scan or a load into a folder."""
    start = [sys.executable, "-m", "graphscan", kind, str(inputs), "--quiet"]
    return [
        *start,
        *(["--out", str(out)] if kind == "scan" else ["--case", str(out / "case.duckdb")]),
    ]


def run(kind: str, inputs: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Let a command run to its end."""
    return subprocess.run(
        command(kind, inputs, out), cwd=ROOT, capture_output=True, text=True, check=False
    )


def outputs(folder: Path) -> dict[str, str]:
    """Name to hash of the files that must be the same."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name not in OWN
    }


def undisturbed(inputs: Path, folder: Path) -> Undisturbed:
    """Run both commands in peace."""
    seconds = {}
    for kind in ("load", "scan"):
        out = folder / kind
        began = time.perf_counter()
        done = run(kind, inputs, out)
        seconds[kind] = time.perf_counter() - began
        if done.returncode:
            sys.exit(f"{kind} fails by itself: {done.stderr}")
    sizes = [path.stat().st_size for path in (folder / "scan").iterdir()]
    return Undisturbed(
        outputs=outputs(folder / "scan"), seconds=seconds, size=sum(sizes), largest=max(sizes)
    )


def broken_counts(out: Path) -> str:
    """What does not add up in a case; "" where all does, or no case was made yet."""
    path = out / "case.duckdb"
    if not path.exists():
        return ""
    with open_case(path) as case:
        union = " UNION ALL ".join(f"SELECT file_id FROM {table}" for table in TABLES)  # noqa: S608 -- our own names
        wrong = case.rows(
            f"""
            SELECT path FROM files
            LEFT JOIN (SELECT file_id, count(*) AS held FROM ({union}) GROUP BY 1) USING (file_id)
            LEFT JOIN (SELECT file_id, count(DISTINCT row) AS bad FROM quarantine GROUP BY 1)
              USING (file_id)
            WHERE rows <> loaded + quarantined + excluded OR loaded <> coalesce(held, 0)
               OR quarantined <> coalesce(bad, 0)
            """  # noqa: S608 -- names of this module
        )
        stray = case.value(
            f"SELECT count(*) FROM ({union}) WHERE file_id NOT IN (SELECT file_id FROM files)"  # noqa: S608 -- our own names
        )
        runs = case.rows(
            """
            SELECT run_id FROM runs LEFT JOIN (
              SELECT run_id, count(*) FILTER (body->>'$.kind' = 'route') AS routes
              FROM run_findings JOIN finding_bodies USING (sha256) GROUP BY 1) USING (run_id)
            WHERE (manifest->>'$.counts.routes_listed')::INTEGER < coalesce(routes, 0)
            UNION ALL
            SELECT run_id FROM run_findings
            WHERE sha256 NOT IN (SELECT sha256 FROM finding_bodies)
            """
        )
    return f"files {wrong}, {stray} stray rows, runs {runs}" if wrong or stray or runs else ""


def recovery_fault(inputs: Path, out: Path, peace: Undisturbed) -> str:
    """What is wrong after a fault; "" where the next scan mends everything."""
    try:
        broken = broken_counts(out)
    except Exception as err:  # noqa: BLE001 -- whatever it is, the case did not open
        return f"the case does not open: {err}"
    if broken:
        return f"counts do not add up: {broken}"
    try:
        with pipeline.scan(inputs, case=out / "case.duckdb") as again:
            again.write(out)
    except Exception as err:  # noqa: BLE001
        return f"the next scan fails: {err}"
    after = outputs(out)
    if after != peace.outputs:
        names = {name for name, _ in set(after.items()) ^ set(peace.outputs.items())}
        return f"other bytes in {sorted(names)}"
    left = [
        path.name for path in out.iterdir() if path.name.startswith(("case.duckdb.", ".writing"))
    ]
    return f"left behind: {left}" if left else ""


def kill(kind: str, inputs: Path, out: Path, after: float) -> str:
    """Start a command and kill its whole group after some seconds; what became of it."""
    with subprocess.Popen(
        command(kind, inputs, out),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        return "killed" if process.wait() == -signal.SIGKILL else "had ended"


def limited(kind: str, inputs: Path, out: Path, size: int) -> str:
    """Run a command that may write no file beyond a size; what it said."""
    done = subprocess.run(
        command(kind, inputs, out),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    return told(done)


def told(done: subprocess.CompletedProcess[str]) -> str:
    """How a command ended on a full disk: it fits, or says what is full; else the fault."""
    if done.returncode == 0:
        return "fits"
    if (
        done.returncode == 2
        and "no room to write" in done.stderr
        and "Traceback" not in done.stderr
    ):
        return "told"
    return f"FAULT: exit {done.returncode}: {done.stderr.strip()[-300:]}"


@contextlib.contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Callable[[int], None]]:
    """A disk of so many bytes at a folder, and a function that changes its size.

    Raises:
        PermissionError: This system lets nobody mount one.
    """
    folder.mkdir(parents=True, exist_ok=True)

    def mount(*options: str) -> None:
        done = subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False)
        if done.returncode:
            raise PermissionError(done.stderr.decode().strip())

    mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs")
    try:
        yield lambda wider: mount("-o", f"remount,size={wider}")
    finally:
        subprocess.run(["umount", str(folder)], check=False)


class Torture:
    """The faults of one go, and how many of each kind ended how."""

    def __init__(self, inputs: Path, folder: Path, seed: int) -> None:
        """Run the commands undisturbed first."""
        self.inputs = inputs
        self.folder = folder
        self.random = random.Random(seed)
        self.peace = undisturbed(inputs, folder / "peace")
        self.ended: collections.Counter[str] = collections.Counter()
        self.faults: list[str] = []

    def earlier(self, out: Path) -> None:
        """Half of the cases held something else before: the folder without one of its files."""
        if self.random.random() < 0.5:
            less = self.folder / "less"
            if not less.exists():
                ignored = shutil.ignore_patterns("us_exports_2023.csv", "*.py", "__pycache__")
                shutil.copytree(self.inputs, less, ignore=ignored)
                run("scan", less, self.folder / "earlier")
            if (self.folder / "earlier").exists():
                shutil.copytree(self.folder / "earlier", out, dirs_exist_ok=True)

    def note(self, what: str, ended: str, out: Path) -> None:
        """Check what a fault left, and count it."""
        fault = ended if ended.startswith("FAULT") else recovery_fault(self.inputs, out, self.peace)
        self.ended[f"{re.sub(' (after|in) .*', '', what)}: {ended.split(':', maxsplit=1)[0]}"] += 1
        if fault:
            self.faults.append(f"{what} ({ended}): {fault}")
            print(self.faults[-1], flush=True)

    def kills(self, number: int) -> None:
        """Kill -9 at random moments."""
        for turn in range(number):
            kind = ("scan", "load")[turn % 2]
            out = self.folder / f"kill{turn}"
            self.earlier(out)
            after = self.random.uniform(0.15, 1.05) * self.peace.seconds[kind]
            self.note(f"kill {kind} after {after:.2f} s", kill(kind, self.inputs, out, after), out)
            shutil.rmtree(out, ignore_errors=True)

    def limits(self, number: int) -> None:
        """A limit on the size of files at random sizes."""
        for turn in range(number):
            out = self.folder / f"limit{turn}"
            size = self.random.randrange(1_000, int(self.peace.largest * 1.05))
            self.earlier(out)
            self.note(f"limit in {size:,} bytes", limited("scan", self.inputs, out, size), out)
            shutil.rmtree(out, ignore_errors=True)

    def disks(self, number: int) -> None:
        """A small disk of random size; a limit on files is tried where none can be mounted."""
        for turn in range(number):
            out = self.folder / f"disk{turn}" / "out"
            size = self.random.randrange(100_000, int(self.peace.size * 1.3))
            try:
                with small_disk(out.parent, size) as resize:
                    ended = told(run("scan", self.inputs, out))
                    resize(self.peace.size * 10)
                    out.mkdir(exist_ok=True)
                    self.note(f"disk in {size:,} bytes", ended, out)
            except PermissionError as err:
                print(f"no small disk here ({err}): limits on the size of files instead")
                self.limits(number - turn)
                return


def main() -> None:
    """Torture the commands; see the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=Path, default=ROOT / "sample_data")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--limits", type=int, default=10)
    parser.add_argument("--disks", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="torture-") as name:
        torture = Torture(asked.inputs.resolve(), Path(name), asked.seed)
        took = ", ".join(f"{kind} {took:.1f} s" for kind, took in torture.peace.seconds.items())
        print(f"undisturbed: {took}, {torture.peace.size:,} bytes", flush=True)
        torture.kills(asked.kills)
        torture.limits(asked.limits)
        torture.disks(asked.disks)
    for what, count in sorted(torture.ended.items()):
        print(f"{count:4} {what}")
    total = asked.kills + asked.limits + asked.disks
    print(
        f"{total} faults, {len(torture.faults)} not recovered from, seed {asked.seed}, "
        f"{time.perf_counter() - began:.0f} s"
    )
    sys.exit(1 if torture.faults else 0)


if __name__ == "__main__":
    main()
