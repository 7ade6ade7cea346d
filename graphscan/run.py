"""A finished run: what it found, as tables and graphs, and the files that it writes."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from graphscan.casefile import Case, runs
from graphscan.casefile.source_rows import read_records
from graphscan.casefile.watch import Stage
from graphscan.errors import NotFoundError
from graphscan.findings.frames import findings_frame, journeys_frame
from graphscan.records import Record
from graphscan.reports.folder import hash_of, holds, written_whole
from graphscan.reports.html import render_report
from graphscan.reports.tables import write_tables
from graphscan.search import SearchResult
from graphscan.sources import LoadReport

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """A finished run.

    Attributes:
        case: The open case; close it, or use the run as a context manager.
        document: The object of findings.json (CONTRACT section 2).
        result: What the search found, by ids.
        load: What each file gave.
        stages: Every finished stage.
    """

    case: Case
    document: dict[str, Any]
    result: SearchResult
    load: LoadReport | None
    stages: tuple[Stage, ...]

    @property
    def findings(self) -> pd.DataFrame:
        """One row a finding, best first."""
        return findings_frame(self.document)

    def journeys(self) -> pd.DataFrame:
        """One row a leg of a shown journey."""
        return journeys_frame(self.document)

    def records(self, finding_id: str) -> list[Record]:
        """The source rows of a finding as frozen records, each with its file and row.

        Raises:
            NotFoundError: The run has no such finding, nor one that had the id before a merge.
        """
        for finding in self.document["findings"]:
            if finding_id in {finding["id"], *finding.get("former_ids", ())}:
                return read_records(self.case, finding["evidence"])
        raise NotFoundError(f"no finding {finding_id!r} in this run", cure="See `run.findings`.")

    def to_networkx(self) -> nx.MultiDiGraph:
        """Parties, legs of shown journeys and interests as a graph."""
        from graphscan.views.graphml import to_networkx  # noqa: PLC0415 -- views load pyvis

        return to_networkx(self.case, self.document)

    def to_pyvis(self) -> Network:
        """The same graph as a plain pyvis network."""
        from graphscan.views.graphml import to_pyvis  # noqa: PLC0415 -- views load pyvis

        return to_pyvis(self.to_networkx())

    def write(self, folder: str | Path) -> list[Path]:
        """All files of CONTRACT sections 2 and 3; a folder with run.json, the last, is whole."""
        return write_run(self, Path(folder))

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        self.case.close()


def write_run(run: Run, folder: Path) -> list[Path]:
    """Write every file of a run beside its place first, then move all into place, run.json last.

    A folder that holds them all already, byte for byte, is left as it is.
    """
    run_id = run.document["run"]["id"]
    before = runs.files_of(run.case, run_id)
    if holds(folder, before):
        return [folder / name for name in _in_order([*before, "timings.json"])]
    from graphscan.views.explorer import render  # noqa: PLC0415 -- views load pyvis
    from graphscan.views.graphml import write_graphml  # noqa: PLC0415 -- views load pyvis
    from graphscan.views.payload import build_payload  # noqa: PLC0415 -- views load pyvis

    with written_whole(folder, last="run.json") as staged:
        write_tables(staged, run.case, run.document, run.result)
        (staged / "report.html").write_text(
            render_report(run.case, run.document), encoding="utf-8", newline="\n"
        )
        payload = build_payload(run.case, run.document)
        (staged / "graph.html").write_text(render(payload), encoding="utf-8", newline="\n")
        write_graphml(run.to_networkx(), staged / "graph.graphml")
        written = {path.name: hash_of(path) for path in staged.iterdir()}
        timings = {stage.name: round(stage.seconds, 3) for stage in run.stages}
        (staged / "timings.json").write_text(json.dumps(timings, indent=1) + "\n", encoding="utf-8")
    runs.note_files(run.case, run_id, written)
    return [folder / name for name in _in_order([*written, "timings.json"])]


def _in_order(names: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda name: (name == "run.json", name))
