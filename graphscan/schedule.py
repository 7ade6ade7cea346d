"""The report of a desk that looks daily: what is new, changed and gone since the last one."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from graphscan.casefile import Case, runs
from graphscan.casefile.stages import last_key, stage_key
from graphscan.errors import CaseError, NotFoundError
from graphscan.pipeline import is_whole
from graphscan.reports.diff import Comparison, compare
from graphscan.reports.folder import written_whole
from graphscan.reports.html import render_report


def today() -> dt.date:
    """The day by the clock of this machine."""
    return dt.date.today()  # noqa: DTZ011, TID251 -- where people decide it is their own day


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report that was written.

    Attributes:
        path: The page.
        comparison: What is new, changed and gone.
        told_before: The same run was reported already; the page is the same.
    """

    path: Path
    comparison: Comparison
    told_before: bool


def report(case: Case, folder: Path, since: str | None = None) -> Report:
    """Write report.html of the latest run with what is new, changed and gone.

    A run that was reported already gives the same page again, and counts as told before.

    Args:
        case: An open case.
        folder: Where to.
        since: Id of the run to compare with; None takes the run that was reported before.

    Raises:
        NotFoundError: There is no run.
        CaseError: Files were loaded, or graphscan changed, after the latest run.
    """
    kept = runs.all_runs(case)
    if not kept:
        raise NotFoundError("no run in this case", cure="Run `graphscan scan FOLDER` first.")
    latest = kept[0]
    if not _is_of_the_case(case, latest):
        raise CaseError(
            "the case, or graphscan, has changed since its latest run",
            where=str(case.path),
            cure="Run `graphscan scan FOLDER` first.",
        )
    told = runs.reported(case)
    told_before = since is None and bool(told) and told[0][0] == latest.run_id
    if since is None and told:
        since = told[0][1] if told_before else told[0][0]
    document = runs.read_run(case, latest.run_id)
    comparison = compare(runs.read_run(case, since) if since else None, document)
    page = render_report(case, document, comparison=comparison)
    with written_whole(folder) as staged:
        (staged / "report.html").write_text(page, encoding="utf-8", newline="\n")
    if not told_before:
        runs.note_report(case, latest.run_id, since or "")
    return Report(path=folder / "report.html", comparison=comparison, told_before=told_before)


def _is_of_the_case(case: Case, run: runs.RunRecord) -> bool:
    """Whether the case still holds what a run was made from."""
    built = last_key(case, "network")
    if built is None or not is_whole(case):
        return False
    found = runs.find_run(case, stage_key("run", built.digest, run.manifest["settings"]).digest)
    return found is not None and found[0] == run.run_id
