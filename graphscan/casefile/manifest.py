"""The manifest of a run: what went in, by hash, and under which settings and rules.

Equal manifests give equal outputs, byte for byte, so nothing in it depends on a clock or a folder.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from typing import Any

from graphscan.casefile.case import Case
from graphscan.codes import rules
from graphscan.settings import Settings


def version() -> str:
    """The installed version of graphscan."""
    return metadata.version("graphscan")


@functools.cache
def code_version() -> str:
    """The version with a hash of the package's own files, as `0.1.0+0123456789abcdef`.

    What a case holds of an earlier run is used again only by the code that made it. The number
    alone would not tell an edited checkout from the release.
    """
    root = resources.files("graphscan")
    digest = hashlib.sha256()
    for name, content in sorted(_files(root, "")):
        digest.update(f"{name}:{len(content)}:".encode())
        digest.update(content)
    return f"{version()}+{digest.hexdigest()[:16]}"


def _files(folder: Traversable, above: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f"{above}{entry.name}"
        if entry.is_dir():
            if entry.name not in {"__pycache__", "sample_data"}:
                yield from _files(entry, f"{name}/")
        elif entry.name.endswith((".py", ".sql", ".toml", ".csv", ".gz", ".j2", ".css", ".js")):
            yield name, entry.read_bytes()


def build_manifest(
    case: Case, settings: Settings, as_of: dt.date | None, counts: Mapping[str, Any]
) -> dict[str, Any]:
    """The object "run" of findings.json; `id` is a hash over all the rest.

    Args:
        case: The case, loaded.
        settings: The settings of the run.
        as_of: The last day of the data, given or derived.
        counts: What the stages counted.
    """
    manifest: dict[str, Any] = {
        "version": version(),
        "as_of": as_of.isoformat() if as_of else None,
        "settings": settings.to_dict(),
        "rules": {
            **rules.to_dict(settings.target_lists),
            "affiliates_rule_from_2026_11_10": settings.affiliates_rule,
        },
        "inputs": _inputs(case, settings),
        "lists": _lists(case),
        "counts": dict(counts),
        **_judgements(case),
    }
    text = json.dumps(manifest, sort_keys=True, ensure_ascii=False)
    return {"id": hashlib.sha256(text.encode()).hexdigest()[:16], **manifest}


def _judgements(case: Case) -> dict[str, Any]:
    """What people decided, where anybody did: it changes who is who."""
    rows = case.rows("SELECT * REPLACE (judged_on::TEXT AS judged_on) FROM judgements ORDER BY seq")
    if not rows:
        return {}
    text = json.dumps([list(row) for row in rows], ensure_ascii=False)
    return {"judgements": {"count": len(rows), "sha256": hashlib.sha256(text.encode()).hexdigest()}}


def _inputs(case: Case, settings: Settings) -> list[dict[str, Any]]:
    """Per file, rows = loaded + quarantined + excluded; after `as_of` counts as excluded."""
    rows = case.rows(
        """
        SELECT path, sha256, kind, rows, loaded - coalesce(later, 0), quarantined,
               excluded + coalesce(later, 0)
        FROM files LEFT JOIN (
          SELECT file_id, count(*) AS later FROM shipments
          WHERE coalesce(departure_first, arrival_first) > ?::DATE GROUP BY file_id) USING (file_id)
        ORDER BY path
        """,
        [settings.as_of],
    )
    names = ("path", "sha256", "kind", "rows", "loaded", "quarantined", "excluded")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _lists(case: Case) -> list[dict[str, Any]]:
    """Per list and file: how many entries, and the last day on which one of them starts."""
    rows = case.rows(
        """
        SELECT list_code, path, sha256, max(start_last)::TEXT, count(DISTINCT entry_id), count(*)
        FROM list_rows JOIN files USING (file_id)
        GROUP BY list_code, path, sha256 ORDER BY list_code, path
        """
    )
    names = ("name", "path", "sha256", "date", "entries", "rows")
    return [dict(zip(names, row, strict=True)) for row in rows]
