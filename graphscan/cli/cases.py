"""Which case a command speaks of, and the findings of its last run."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from graphscan.casefile import Case, open_case
from graphscan.errors import CaseError, NotFoundError

DEFAULT_CASE = Path("graphscan-out") / "case.duckdb"


def find_case(option: Path | None) -> Path:
    """The case of `--case`, else of GRAPHSCAN_CASE, else `graphscan-out/case.duckdb`.

    Raises:
        CaseError: There is no such file.
    """
    named = os.environ.get("GRAPHSCAN_CASE") or None
    path = option or (Path(named) if named else DEFAULT_CASE)
    if not path.is_file():
        cure = "Make one with `graphscan scan FOLDER`, or name one with --case."
        msg = "no such case"
        raise CaseError(msg, where=str(path), cure=cure)
    return path


def open_found(option: Path | None) -> Case:
    """The case of `find_case`, opened for reading."""
    return open_case(find_case(option), read_only=True)


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
