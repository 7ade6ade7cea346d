"""The stages in order: the only place that joins them. Read this module second."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graphscan import network, resolve, sources
from graphscan.casefile import Case, open_case, runs
from graphscan.casefile.fingerprints import note_fingerprints
from graphscan.casefile.manifest import build_manifest
from graphscan.casefile.snapshots import use_snapshots
from graphscan.casefile.stages import (
    StageKey,
    forget,
    inputs_hash,
    is_done,
    last_key,
    note_done,
    stage_key,
)
from graphscan.casefile.values import from_json, to_json
from graphscan.casefile.watch import OnStage, Stage, Watch
from graphscan.findings.asked import AskedPaths, search_limits
from graphscan.findings.counts import run_counts
from graphscan.findings.document import build_document
from graphscan.findings.scoring import points
from graphscan.run import Run, write_run
from graphscan.search import SearchResult
from graphscan.search.case_question import case_question, read_touching
from graphscan.search.engine import Prepared, run_search
from graphscan.search.lookup import Found
from graphscan.search.quantities import read_quantities
from graphscan.search.query import PathQuery
from graphscan.search.reach import keep_reach
from graphscan.settings import Settings, settings_from

__all__ = [
    "OnStage",
    "Run",
    "Stage",
    "is_whole",
    "load",
    "load_case",
    "open_to_ask",
    "paths",
    "scan",
    "write_run",
]

UNREAD_BY_NETWORK = frozenset(
    {
        *("max_legs", "min_wait", "max_wait", "top", "journeys", "max_expansions"),
        *("foreign_direct_product", "through_affiliates", "touching_case"),
    }
)
"""Settings of the search: changing one of them rebuilds no network."""

UNREAD_BY_RESOLVE = UNREAD_BY_NETWORK | {"as_of", "affiliates_rule", "transit_days"}
"""Settings on which it does not depend who is who."""

SEARCHED = 120
"""Bytes a leg that the search holds at most: 44 of columns, and what pruning makes of them."""

Inputs = str | Path | Sequence[str | Path]


def scan(
    inputs: Inputs,
    *,
    case: str | Path | Case | None = None,
    settings: Settings | None = None,
    on_stage: OnStage | None = None,
) -> Run:
    """Files to findings. What the case holds already, of equal inputs and settings, is used again.

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
    watch = Watch(on_stage)
    look = _look(inputs, case)
    opened = case if isinstance(case, Case) else open_case(case)
    try:
        load = load_case(opened, look, chosen, watch)
        document, result = _find(opened, chosen, watch)
    except BaseException:
        if not isinstance(case, Case):
            opened.close()
        raise
    return Run(
        case=opened, document=document, result=result, load=load, stages=tuple(watch.finished)
    )


def load_case(
    case: Case,
    inputs: Inputs | sources.Look,
    settings: Settings,
    on_stage: OnStage | Watch | None = None,
    *,
    add: bool = False,
) -> sources.LoadReport:
    """Read the inputs into a case, recognise parties, and build the network.

    Args:
        case: An open case.
        inputs: Files and folders, or what was found in them.
        settings: The settings of the run.
        on_stage: Told of every stage as it goes.
        add: Keep what the case holds of other paths.
    """
    watch = on_stage if isinstance(on_stage, Watch) else Watch(on_stage)
    look = inputs if isinstance(inputs, sources.Look) else _look(inputs, case)
    case.limit_memory(settings.memory_gb)
    with watch.stage("read files") as told:
        touching = resolve.normalise_name if settings.touching_case else None
        load = sources.load_inputs(case, look, told.progress, add=add, touching=touching)
        use_snapshots(case, settings.lists_as_of)
        told.note = _load_note(load)
    _prepare(case, settings, watch)
    return load


def load(
    inputs: Inputs,
    case: str | Path,
    settings: Settings | None = None,
    on_stage: OnStage | None = None,
) -> sources.LoadReport:
    """Add files to a case, each in place of what the case holds of its path.

    Raises:
        UnknownTableError: A readable table fits no mapping; nothing has been written.
    """
    look = _look(inputs, case)
    with open_case(case) as opened:
        return load_case(opened, look, settings or Settings(), on_stage, add=True)


def open_to_ask(path: Path) -> Case:
    """A case opened for reading, whole: what an interrupted run left undone is done first."""
    case = open_case(path, read_only=True)
    if is_whole(case):
        return case
    case.close()
    with open_case(path) as writing:
        last = last_key(writing, "network") or last_key(writing, "resolve")
        _prepare(writing, settings_from(last.settings) if last else Settings(), Watch(None))
    return open_case(path, read_only=True)


def _look(inputs: Inputs, case: str | Path | Case | None) -> sources.Look:
    """What there is to read. For a case that is yet to be made the headers are looked at first."""
    given = [Path(inputs)] if isinstance(inputs, str | Path) else [Path(path) for path in inputs]
    is_new = isinstance(case, str | Path) and not Path(case).exists()
    return sources.look_at(given, headers=is_new)


def _prepare(case: Case, settings: Settings, watch: Watch) -> StageKey:
    """Recognise parties and build the network, where the case does not hold that already."""
    values = settings.to_dict()
    recognised = stage_key("resolve", inputs_hash(case), values, UNREAD_BY_RESOLVE)
    with watch.stage("recognise parties") as told:
        if not is_done(case, recognised):
            forget(case, "resolve")
            resolve.resolve(case, settings)
            note_done(case, recognised)
        told.note = _party_note(case)
    built = stage_key("network", recognised.digest, values, UNREAD_BY_NETWORK)
    with watch.stage("build legs") as told:
        if not is_done(case, built):
            with case.transaction():
                network.build_network(case, settings)
                forget(case, "network")
                note_done(case, built)
        legs = case.value("SELECT count(*) FROM legs")
        told.note = f"{legs:,} legs"
    return built


def is_whole(case: Case) -> bool:
    """Whether parties and legs are those of the files that the case holds."""
    recognised, built = last_key(case, "resolve"), last_key(case, "network")
    if not recognised or not built:
        return not case.value("SELECT count(*) FROM files")
    return recognised.input_hash == inputs_hash(case) and built.input_hash == recognised.digest


def paths(
    case: Case, query: PathQuery, settings: Settings | None = None
) -> tuple[dict[str, Any], tuple[Found, ...]]:
    """Paths that an investigator asks for, in a loaded case.

    Returns:
        A document like that of findings.json, and how each text of the query was taken.

    Raises:
        NotFoundError: A text of the query fits nothing in the case.
    """
    chosen = settings or Settings()
    case.limit_memory(chosen.memory_gb)
    asked = AskedPaths(case, query, chosen)
    return asked.document(), asked.meanings


def _find(case: Case, settings: Settings, watch: Watch) -> tuple[dict[str, Any], SearchResult]:
    built = last_key(case, "network")
    assert built is not None  # noqa: S101 -- the stage before has run
    key = stage_key("run", built.digest, settings.to_dict())
    kept = runs.find_run(case, key.digest)
    if kept:
        return _read_run(case, *kept, watch)
    arrays = SEARCHED * case.value("SELECT count(*) FROM legs")
    with watch.stage("search chains") as told, case.beside(arrays):
        legs = network.read_legs(case)
        scores = points(case, legs, settings)
        asked = Prepared(case_question(case, legs, settings))
        result = run_search(
            asked,
            scores,
            search_limits(settings),
            touching=read_touching(case),
            amounts=read_quantities(case),
        )
        told.note = _search_note(result)
    with watch.stage("weigh findings") as told:
        as_of = settings.as_of or network.latest_day(case)
        counts = run_counts(case, legs, result, asked.kept)
        manifest = build_manifest(case, settings, as_of, counts)
        document = build_document(case, legs, result, settings, manifest, scores, typologies=True)
        runs.save_run(case, key.digest, document, to_json(result))
        note_fingerprints(case, document["run"]["id"])
        keep_reach(case, settings)
        told.note = f"{len(document['findings']):,} findings"
    return document, result


def _read_run(
    case: Case, run_id: str, result: Any, watch: Watch
) -> tuple[dict[str, Any], SearchResult]:
    """A run that the case keeps: the latest again."""
    with watch.stage("search chains") as told:
        found = from_json(SearchResult, result)
        told.note = _search_note(found)
    with watch.stage("weigh findings") as told:
        runs.make_latest(case, run_id)
        document = runs.read_run(case, run_id)
        told.note = f"{len(document['findings']):,} findings, as before"
    return document, found


def _search_note(result: SearchResult) -> str:
    return (
        f"{result.chains:,} chains ({result.chains_certain:,} certain), "
        f"{len(result.routes):,} routes listed"
    )


def _load_note(load: sources.LoadReport) -> str:
    rows = sum(file.rows for file in load.files)
    quarantined = sum(file.quarantined for file in load.files)
    return f"{len(load.files)} files, {rows:,} rows, {quarantined:,} quarantined"


def _party_note(case: Case) -> str:
    parties = case.value("SELECT count(*) FROM parties")
    matched = case.value("SELECT count(DISTINCT party_id) FROM party_matches")
    return f"{parties:,} parties, {matched:,} on a list"
