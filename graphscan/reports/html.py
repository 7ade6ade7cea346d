"""report.html: everything a reader needs on paper, without a script and without a request."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup

from graphscan.casefile import Case
from graphscan.codes import countries, lists, rules
from graphscan.findings.steps import steps
from graphscan.reports import digest
from graphscan.reports.diff import REASONS, Comparison

POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)


def render_report(
    case: Case,
    document: Mapping[str, Any],
    *,
    comparison: Comparison | None = None,
    listed: int = 500,
    detailed: int = 100,
    bars: int = 12,
) -> str:
    """The report of a run as one self-contained HTML page; equal runs give equal bytes.

    Args:
        case: The case of the run: source rows, quarantine and coverage come from it.
        document: The object of findings.json.
        comparison: With an earlier run: what is new, changed and gone is marked.
        listed: Most findings in the table of findings.
        detailed: Most findings shown with factors, journeys and rows.
        bars: Most bars of a chart.

    Notes:
        Names are written by strangers. Jinja escapes every value, direction overrides and control
        characters are replaced, and the page's policy lets no script run.
    """
    findings = document["findings"]
    run = document["run"]
    settings = run["settings"]
    rows, quarantined, reasons = digest.quarantine(case)
    periods, resting = digest.affiliates_readings(findings, settings["affiliates_rule"])
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            policy=POLICY,
            css=_css(),
            run=run,
            settings=settings,
            findings=findings,
            comparison=comparison,
            marks=comparison.marks if comparison else {},
            reasons_of_change=REASONS,
            listed=listed,
            detailed=detailed,
            figures=digest.key_figures(findings, run),
            by_country=digest.by_country(findings)[:bars],
            by_end=digest.by_end(findings)[:bars],
            intermediaries=digest.intermediaries(findings),
            waypoints=digest.waypoints(findings),
            source_rows=digest.source_rows(case, findings[:detailed]),
            quarantine=rows,
            quarantined=quarantined,
            reasons=reasons,
            exclusions=digest.exclusions(case),
            coverage=digest.coverage(case),
            unseen=digest.unseen(case),
            outside=digest.outside(run),
            periods=periods,
            resting=resting,
            rules=rules.all_rules(settings["target_lists"]),
        )
    )


def _css() -> str:
    folder = resources.files("graphscan.reports").joinpath("templates")
    return folder.joinpath("report.css").read_text(encoding="utf-8")


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("graphscan.reports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters |= {
        "country": _country,
        "goods": digest.goods,
        "list_title": digest.list_title,
        "amount": _amount,
        "without_footnotes": lists.without_footnotes,
        "plain": lambda text: str(text).replace("_", " ").replace("-", " "),
        "words": digest.in_words,
    }
    environment.tests["direct"] = digest.direct
    environment.globals["route_of"] = _route
    environment.globals["steps_of"] = steps
    return environment


def _shown(value: Any) -> Any:
    r"""What an expression may print: no None, no character that steers the page or the eye.

    >>> _shown("Sun\u202eTarrow"), _shown(None)
    ('Sun\ufffdTarrow', '')
    """
    if value is None:
        return ""
    return (
        _UNSHOWABLE.sub("\ufffd", value)
        if isinstance(value, str) and not isinstance(value, Markup)
        else value
    )


def _country(code: str | None) -> str:
    """A country's name.

    >>> _country("HK"), _country("")
    ('Hong Kong', 'not known')
    """
    return countries.describe(code) if code else "not known"


def _amount(value: float | None) -> str:
    """A number for a reader, empty where there is none.

    >>> _amount(1234567.5), _amount(300.0), _amount(None)
    ('1,234,567.5', '300', '')
    """
    if value is None:
        return ""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _route(finding: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Exporter, holders in order, end: the parties that a route's legs join."""
    holders: Sequence[Mapping[str, Any]] = [
        party for party in finding["intermediaries"] if party["role"] == "holder"
    ]
    return [finding["exporter"], *holders, finding["end"]]
