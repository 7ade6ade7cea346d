"""The stages in order: the only place that joins them. Read this module second."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from graphscan import network, resolve, sources
from graphscan.casefile import Case, open_case
from graphscan.casefile.manifest import build_manifest
from graphscan.casefile.source_rows import read_records
from graphscan.errors import NotFoundError
from graphscan.findings.document import build_document
from graphscan.findings.frames import findings_frame, journeys_frame
from graphscan.findings.scoring import points
from graphscan.network import Legs
from graphscan.records import Record
from graphscan.reports.html import render_report
from graphscan.reports.tables import write_tables
from graphscan.search import SearchResult
from graphscan.search.case_question import exporters_to_listed, read_touching
from graphscan.search.engine import Limits, run_search
from graphscan.search.lookup import Found
from graphscan.search.paths import ask
from graphscan.search.query import PathQuery
from graphscan.settings import Settings

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage of a run, as it is told to whoever watches.

    Attributes:
        name: What is being done.
        done: Units done.
        total: Units in all; 0 where that is not known.
        note: What came of it, once finished.
        finished: Whether it is over.
        seconds: How long it took, once finished.
    """

    name: str
    done: int = 0
    total: int = 0
    note: str = ""
    finished: bool = False
    seconds: float = 0.0


OnStage = Callable[[Stage], None]
Inputs = str | Path | Sequence[str | Path]


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
    load: sources.LoadReport | None
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
            NotFoundError: The run has no such finding.
        """
        for finding in self.document["findings"]:
            if finding["id"] == finding_id:
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


def scan(
    inputs: Inputs,
    *,
    case: str | Path | Case | None = None,
    settings: Settings | None = None,
    on_stage: OnStage | None = None,
) -> Run:
    """Files to findings.

    Args:
        inputs: A folder or file, or several. What the case holds of other files is dropped.
        case: A case file or an open case; None keeps it in memory.
        settings: None takes the defaults.
        on_stage: Told of every stage as it goes.

    Raises:
        UnknownTableError: A readable table fits no mapping; nothing has been written.
        GraphscanError: Anything else that stops a run, with its cure.
    """
    chosen = settings or Settings()
    opened = case if isinstance(case, Case) else open_case(case)
    watch = _Watch(on_stage)
    try:
        load = load_case(opened, inputs, chosen, watch)
        document, result = _find(opened, chosen, watch)
    except BaseException:
        if not isinstance(case, Case):
            opened.close()
        raise
    return Run(
        case=opened, document=document, result=result, load=load, stages=tuple(watch.finished)
    )


def load_case(
    case: Case, inputs: Inputs, settings: Settings, on_stage: OnStage | _Watch | None = None
) -> sources.LoadReport:
    """Read the inputs into a case, recognise parties, and build the network."""
    watch = on_stage if isinstance(on_stage, _Watch) else _Watch(on_stage)
    given = [Path(inputs)] if isinstance(inputs, str | Path) else [Path(path) for path in inputs]
    with watch.stage("read files") as told:
        load = sources.load_inputs(case, given, told.progress)
        told.note = _load_note(load)
    with watch.stage("recognise parties") as told:
        resolve.resolve(case, settings)
        told.note = _party_note(case)
    with watch.stage("build legs") as told:
        with case.transaction():
            network.build_network(case, settings)
        legs = case.value("SELECT count(*) FROM legs")
        told.note = f"{legs:,} legs"
    return load


def paths(
    case: Case, query: PathQuery, settings: Settings | None = None
) -> tuple[dict[str, Any], tuple[Found, ...]]:
    """Paths that an investigator asks for, in a loaded case.

    Returns:
        A document like that of findings.json, and how each text of the query was taken.

    Raises:
        NotFoundError: A text of the query fits nothing in the case.
    """
    chosen = dataclasses.replace(settings or Settings(), top=query.top)
    legs = network.read_legs(case)
    asked = ask(case, legs, query, chosen)
    result = run_search(
        asked.question, points(case, legs, chosen), _limits(chosen), accept=asked.accept
    )
    manifest = build_manifest(case, chosen, network.latest_day(case), _search_counts(result))
    return build_document(case, legs, result, chosen, manifest), asked.meanings


def _find(case: Case, settings: Settings, watch: _Watch) -> tuple[dict[str, Any], SearchResult]:
    with watch.stage("search chains") as told:
        legs = network.read_legs(case)
        result = run_search(
            exporters_to_listed(legs, settings),
            points(case, legs, settings),
            _limits(settings),
            touching=read_touching(case),
        )
        told.note = (
            f"{result.chains:,} chains ({result.chains_certain:,} certain), "
            f"{len(result.routes):,} routes listed"
        )
    with watch.stage("weigh findings") as told:
        as_of = settings.as_of or network.latest_day(case)
        manifest = build_manifest(case, settings, as_of, _counts(case, legs, result))
        document = build_document(case, legs, result, settings, manifest)
        told.note = f"{len(document['findings']):,} findings"
    return document, result


def _limits(settings: Settings) -> Limits:
    return Limits(
        top=settings.top, journeys=settings.journeys, max_expansions=settings.max_expansions
    )


def _search_counts(result: SearchResult) -> dict[str, Any]:
    return {
        "chains": result.chains,
        "chains_certain": result.chains_certain,
        "chains_by_length": [list(row) for row in result.chains_by_length],
        "chains_by_basis": result.chains_by_basis,
        "legs_left": dict(result.steps),
        "routes_listed": len(result.routes),
        "truncated": result.truncated,
        "best_score_left": None
        if result.best_points_left is None
        else result.best_points_left / 10,
    }


def _counts(case: Case, legs: Legs, result: SearchResult) -> dict[str, Any]:
    matched = case.rows(
        "SELECT match, count(DISTINCT party_id) FROM party_matches GROUP BY match ORDER BY match"
    )
    return {
        "shipment_rows": case.value("SELECT count(*) FROM shipments"),
        "ownership_rows": case.value("SELECT count(*) FROM ownership"),
        "list_entries": case.value("SELECT count(*) FROM entries"),
        "parties": case.value("SELECT count(*) FROM parties"),
        "parties_matched": case.value("SELECT count(DISTINCT party_id) FROM party_matches"),
        "parties_matched_by": dict(matched),
        "logistics_parties": case.value("SELECT count(logistics) FROM parties"),
        "mentions_apart": case.value("SELECT count(DISTINCT party_id) FROM mentions_apart"),
        "legs": len(legs),
        "legs_leaving_us": int(legs.leaves_us.sum()),
        "legs_ending_listed": int((legs.basis >= 0).sum()),
        "not_legs": dict(case.rows("SELECT reason, count FROM exclusions ORDER BY reason")),
        **_search_counts(result),
    }


def _load_note(load: sources.LoadReport) -> str:
    rows = sum(file.rows for file in load.files)
    quarantined = sum(file.quarantined for file in load.files)
    return f"{len(load.files)} files, {rows:,} rows, {quarantined:,} quarantined"


def _party_note(case: Case) -> str:
    parties = case.value("SELECT count(*) FROM parties")
    matched = case.value("SELECT count(DISTINCT party_id) FROM party_matches")
    return f"{parties:,} parties, {matched:,} on a list"


def write_run(run: Run, folder: Path) -> list[Path]:
    """Write every file of a run beside its place first, then move all into place, run.json last."""
    from graphscan.views.explorer import render  # noqa: PLC0415 -- views load pyvis
    from graphscan.views.graphml import write_graphml  # noqa: PLC0415
    from graphscan.views.payload import build_payload  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as name:
        staged = Path(name)
        write_tables(staged, run.case, run.document, run.result)
        (staged / "report.html").write_text(
            render_report(run.case, run.document), encoding="utf-8", newline="\n"
        )
        payload = build_payload(run.case, run.document)
        (staged / "graph.html").write_text(render(payload), encoding="utf-8", newline="\n")
        write_graphml(run.to_networkx(), staged / "graph.graphml")
        timings = {stage.name: round(stage.seconds, 3) for stage in run.stages}
        (staged / "timings.json").write_text(json.dumps(timings, indent=1) + "\n", encoding="utf-8")
        written = sorted(staged.iterdir(), key=lambda path: (path.name == "run.json", path.name))
        (folder / "run.json").unlink(missing_ok=True)
        for path in written:
            path.replace(folder / path.name)
    return [folder / path.name for path in written]


class _Told:
    """What a stage says of itself while it runs."""

    def __init__(self, name: str, on_stage: OnStage | None) -> None:
        self._name = name
        self._on_stage = on_stage
        self.note = ""

    def progress(self, note: str, done: int, total: int) -> None:
        """Pass on how far the stage is."""
        if self._on_stage:
            self._on_stage(Stage(name=self._name, done=done, total=total, note=note))


class _Watch:
    """Times the stages and tells of them."""

    def __init__(self, on_stage: OnStage | None) -> None:
        self._on_stage = on_stage
        self.finished: list[Stage] = []

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[_Told]:
        """Run one stage."""
        told = _Told(name, self._on_stage)
        told.progress("", 0, 0)
        began = time.perf_counter()
        yield told
        ended = Stage(name=name, note=told.note, finished=True, seconds=time.perf_counter() - began)
        self.finished.append(ended)
        if self._on_stage:
            self._on_stage(ended)
