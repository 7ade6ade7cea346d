"""The runs of a case: kept for good, each finding stored once however many runs have it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from graphscan.casefile.case import Case

SHORTEST_ID = 4
"""Fewest digits by which a run or a finding may be asked for."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """A run that the case keeps.

    Attributes:
        run_id: 16 hex digits, a hash of the manifest.
        seq: Its place in the order of runs; a run made again is the latest again.
        manifest: The object "run" of findings.json.
        findings: Number of findings.
        reported: Whether `graphscan report` has told of it.
    """

    run_id: str
    seq: int
    manifest: Mapping[str, Any]
    findings: int
    reported: bool


def save_run(case: Case, stage_key: str, document: Mapping[str, Any], result: Any) -> None:
    """Keep a run, as the latest; the same run made anew takes the place of the old one.

    Args:
        case: Where.
        stage_key: The digest of what was searched.
        document: The object of findings.json.
        result: What the search found, as JSON values.
    """
    run_id = document["run"]["id"]
    bodies = [_text(finding) for finding in document["findings"]]
    hashes = [hashlib.sha256(body.encode()).hexdigest() for body in bodies]
    findings = document["findings"]
    rows = pa.table(
        {
            "run_id": pa.array([run_id] * len(findings), pa.string()),
            "rank": pa.array(range(1, len(findings) + 1), pa.int32()),
            "finding_id": pa.array([finding["id"] for finding in findings], pa.string()),
            "score": pa.array([finding["score"] for finding in findings], pa.float64()),
            "sha256": pa.array(hashes, pa.string()),
        }
    )
    held = {sha256 for (sha256,) in case.rows("SELECT sha256 FROM finding_bodies")}
    new = dict(zip(hashes, bodies, strict=True))
    new = {sha256: body for sha256, body in new.items() if sha256 not in held}
    with case.transaction():
        seq = _next_seq(case)
        for table in ("runs", "run_findings", "run_files"):
            case.execute(f"DELETE FROM {table} WHERE run_id = ?", [run_id])  # noqa: S608 -- our own names
        case.execute(
            "INSERT INTO runs VALUES (?, ?, ?, ?, ?)",
            [run_id, seq, stage_key, _text(document["run"]), _text(result)],
        )
        case.append("run_findings", rows)
        kept = {"sha256": list(new), "body": list(new.values())}
        case.append("finding_bodies", pa.table(kept, schema=_BODIES))
        case.execute(
            "DELETE FROM finding_bodies WHERE sha256 NOT IN (SELECT sha256 FROM run_findings)"
        )


_BODIES = pa.schema([("sha256", pa.string()), ("body", pa.string())])


def find_run(case: Case, stage_key: str) -> tuple[str, Any] | None:
    """The id and the result of the run that was searched on this, None where there is none."""
    rows = case.rows("SELECT run_id, result FROM runs WHERE stage_key = ?", [stage_key])
    return (rows[0][0], json.loads(rows[0][1])) if rows else None


def make_latest(case: Case, run_id: str) -> None:
    """Say that a run is the latest."""
    case.execute(
        "UPDATE runs SET seq = ? WHERE run_id = ? AND seq < (SELECT max(seq) FROM runs)",
        [_next_seq(case), run_id],
    )


def all_runs(case: Case) -> list[RunRecord]:
    """The runs that a case keeps, the latest first."""
    rows = case.rows(
        """
        SELECT run_id, seq, manifest, coalesce(found, 0),
               run_id IN (SELECT run_id FROM reports)
        FROM runs LEFT JOIN (
          SELECT run_id, count(*) AS found FROM run_findings GROUP BY run_id) USING (run_id)
        ORDER BY seq DESC
        """
    )
    return [
        RunRecord(
            run_id=run_id, seq=seq, manifest=json.loads(manifest), findings=found, reported=told
        )
        for run_id, seq, manifest, found, told in rows
    ]


def read_run(case: Case, run_id: str) -> dict[str, Any]:
    """The object of findings.json of a run."""
    manifest = case.value("SELECT manifest FROM runs WHERE run_id = ?", [run_id])
    bodies = case.rows(
        "SELECT body FROM run_findings JOIN finding_bodies USING (sha256) WHERE run_id = ?"
        " ORDER BY rank",
        [run_id],
    )
    return {
        "schema": 1,
        "run": json.loads(manifest),
        "findings": [json.loads(body) for (body,) in bodies],
    }


def find_findings(case: Case, start: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Findings of any run whose id begins so, or did before parties were merged.

    Each is told as its latest run has it.

    Returns:
        Run id, finding id and the finding, those of the latest run first.
    """
    rows = case.rows(
        """
        SELECT run_id, finding_id, body
        FROM run_findings JOIN runs USING (run_id) JOIN finding_bodies USING (sha256)
        WHERE starts_with(finding_id, $start) OR (contains(body, '"former_ids"')
          AND len(list_filter(from_json(body::JSON->'former_ids', '["VARCHAR"]'),
            lambda former: starts_with(former, $start))) > 0)
        QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY seq DESC) = 1
        ORDER BY seq DESC, rank
        """,
        {"start": start},
    )
    return [(run_id, finding_id, json.loads(body)) for run_id, finding_id, body in rows]


def finding_hashes(case: Case, run_id: str) -> dict[str, str]:
    """Finding id to the hash of what the run says of it."""
    return dict(case.rows("SELECT finding_id, sha256 FROM run_findings WHERE run_id = ?", [run_id]))


def note_files(case: Case, run_id: str, files: Mapping[str, str]) -> None:
    """Keep the hashes of the files that a run wrote."""
    with case.transaction():
        case.execute("DELETE FROM run_files WHERE run_id = ?", [run_id])
        for name, sha256 in sorted(files.items()):
            case.execute("INSERT INTO run_files VALUES (?, ?, ?)", [run_id, name, sha256])


def files_of(case: Case, run_id: str) -> dict[str, str]:
    """Name to hash of the files that a run wrote; empty where it has not yet."""
    return dict(case.rows("SELECT name, sha256 FROM run_files WHERE run_id = ?", [run_id]))


def reported(case: Case) -> list[tuple[str, str]]:
    """The runs that were reported and since which run each, the latest report first."""
    rows: Sequence[tuple[str, str]] = case.rows(
        "SELECT run_id, since FROM reports ORDER BY seq DESC"
    )
    return list(rows)


def note_report(case: Case, run_id: str, since: str) -> None:
    """Say that a run was reported."""
    case.execute(
        "INSERT INTO reports SELECT coalesce(max(seq), 0) + 1, ?, ? FROM reports", [run_id, since]
    )


def _next_seq(case: Case) -> int:
    found: int = case.value("SELECT coalesce(max(seq), 0) + 1 FROM runs")
    return found


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
