"""Which case a command speaks of, and the findings of its last run."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graphscan import pipeline
from graphscan.casefile import Case
from graphscan.casefile.runs import SHORTEST_ID, RunRecord
from graphscan.cli.text import count
from graphscan.errors import CaseError, NotFoundError

DEFAULT_CASE = Path("graphscan-out") / "case.duckdb"


def named_case(option: Path | None) -> Path:
    """The case of `--case`, else of GRAPHSCAN_CASE, else the default, whether it exists or not."""
    named = os.environ.get("GRAPHSCAN_CASE") or None
    return option or (Path(named) if named else DEFAULT_CASE)


def find_case(option: Path | None) -> Path:
    """The case of `--case`, else of GRAPHSCAN_CASE, else `graphscan-out/case.duckdb`.

    Raises:
        CaseError: There is no such file.
    """
    path = named_case(option)
    if not path.is_file():
        cure = "Make one with `graphscan scan FOLDER`, or name one with --case."
        msg = "no such case"
        raise CaseError(msg, where=str(path), cure=cure)
    return path


def open_found(option: Path | None) -> Case:
    """The case of `find_case`, opened for reading, whole."""
    return pipeline.open_to_ask(find_case(option))


def pick_run(kept: Sequence[RunRecord], text: str) -> RunRecord:
    """The run of an id, or of the first digits of one.

    Raises:
        NotFoundError: None begins so, several do, or the text is too short to mean one.
    """
    wanted = text.strip().lower()
    fitting = [run for run in kept if run.run_id.startswith(wanted)]
    if len(wanted) < SHORTEST_ID or len(fitting) != 1:
        several = ", ".join(run.run_id for run in fitting[:10])
        msg = f"{count(len(fitting), 'run')} begin with {text!r}" if fitting else f"no run {text!r}"
        cure = several if len(fitting) > 1 else "`graphscan runs` lists them."
        raise NotFoundError(msg, where="run", cure=cure)
    return fitting[0]


def read_document(folder: Path) -> dict[str, Any]:
    """The findings of the last run that was written into a folder.

    Raises:
        NotFoundError: No whole run is there.
    """
    file = folder / "findings.json"
    try:
        document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as err:
        cure = "Run `graphscan scan` first, or name its folder with --out."
        msg = "no findings here"
        raise NotFoundError(msg, where=str(folder), cure=cure) from err
    except ValueError as err:
        msg = "not the findings of a run"
        raise NotFoundError(msg, where=str(file), cure=str(err)) from err
    if document.get("schema") != 1:
        cure = "Run `graphscan scan` again with this version."
        msg = "findings of another version"
        raise NotFoundError(msg, where=str(file), cure=cure)
    return document
