"""What a report counts and gathers beyond the findings themselves. Plain values, sorted."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphscan.casefile import Case
from graphscan.codes import bases, commodity, countries, lists, rules
from graphscan.findings.typologies import supplier_of_listed

QUARANTINE_ROWS = 200


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A party or place on routes, with what passes it.

    Attributes:
        name: The party's name, or the place's.
        code: UN/LOCODE of a place; '' for parties.
        country: ISO alpha-2 code, '' where not known.
        routes: Number of findings.
        ends: Number of different listed parties at their ends.
        score: Best score of the findings.
        first: First departure of these findings.
        last: Last departure of these findings.
    """

    name: str
    code: str
    country: str
    routes: int
    ends: int
    score: float
    first: str
    last: str


def intermediaries(findings: Sequence[Mapping[str, Any]]) -> list[Reached]:
    """Parties held or named between, those on the best routes first."""
    return _reached(
        (("", party["name"], party["country"]), finding)
        for finding in findings
        for party in finding["intermediaries"]
    )


def waypoints(findings: Sequence[Mapping[str, Any]]) -> list[Reached]:
    """Places that routes touch, those on the best routes first."""
    return _reached(
        ((place["code"], place["name"], place["country"]), finding)
        for finding in findings
        for place in finding["waypoints"]
    )


def _reached(pairs: Iterable[tuple[tuple[str, str, str], Mapping[str, Any]]]) -> list[Reached]:
    on: dict[tuple[str, str, str], dict[str, Mapping[str, Any]]] = {}
    for (code, name, country), finding in pairs:
        on.setdefault((code, name or "", country or ""), {})[finding["id"]] = finding
    found = [
        Reached(
            name=name,
            code=code,
            country=country,
            routes=len(routes),
            ends=len({_end(finding) for finding in routes.values()}),
            score=max(finding["score"] for finding in routes.values()),
            first=min(finding["first_departure"] or "" for finding in routes.values()),
            last=max(finding["last_departure"] or "" for finding in routes.values()),
        )
        for (code, name, country), routes in on.items()
    ]
    return sorted(found, key=lambda one: (-one.score, -one.routes, one.name, one.country, one.code))


def _end(finding: Mapping[str, Any]) -> tuple[str, str]:
    return finding["end"]["name"], finding["end"]["country"]


def key_figures(
    findings: Sequence[Mapping[str, Any]], run: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """(number, what, remark) of the first page."""
    routes = [finding for finding in findings if not direct(finding)]
    certain = sum(finding["certainty"] == "certain" for finding in routes)
    supplies = [finding for finding in findings if direct(finding)]
    suppliers = len({_supplier(finding) for finding in supplies})
    ends = len({_end(finding) for finding in findings})
    between = {
        (party["name"], party["country"])
        for finding in findings
        for party in finding["intermediaries"]
    }
    abroad = {country for _, country in between if country}
    rows = sum(file["rows"] for file in run["inputs"])
    held_back = sum(file["quarantined"] for file in run["inputs"])
    chains = run["counts"].get("chains")
    return [
        (f"{len(routes):,}", "routes", f"{certain:,} with certain timing"),
        (f"{suppliers:,}", "direct suppliers", f"of listed parties: {len(supplies):,} findings"),
        (f"{ends:,}", "listed or owned ends", "of routes and direct supplies"),
        (f"{len(between):,}", "intermediaries", f"in {len(abroad):,} countries"),
        *(
            [(f"{chains:,}", "chains", "counted exactly, link by link")]
            if chains is not None
            else []
        ),
        (f"{rows:,}", "rows read", f"{held_back:,} in quarantine"),
    ]


def direct(finding: Mapping[str, Any]) -> bool:
    """Whether a finding is about who supplies a listed party directly, and no route.

    >>> direct({"kind": "supplier-of-listed"}), direct({"kind": "route"})
    (True, False)
    """
    return bool(finding["kind"] == supplier_of_listed.KIND)


def _supplier(finding: Mapping[str, Any]) -> tuple[str, str]:
    return finding["exporter"]["name"], finding["exporter"]["country"] or ""


def by_country(findings: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Number of routes through each country of an intermediary, the most first."""
    counts: dict[str, int] = {}
    for finding in findings:
        for code in sorted({party["country"] or "" for party in finding["intermediaries"]}):
            name = f"{countries.describe(code)} ({code})" if code else "country not known"
            counts[name] = counts.get(name, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def by_end(findings: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Number of findings that lead to each end, the most first."""
    counts: dict[str, int] = {}
    for finding in findings:
        listed = finding["listed"]
        name = finding["end"]["name"] + (
            f" ({listed['list']})" if listed and listed["list"] else ""
        )
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def source_rows(
    case: Case, findings: Sequence[Mapping[str, Any]]
) -> dict[tuple[str, int], dict[str, Any]]:
    """What the shipment rows named as evidence say, by (file, row)."""
    wanted = sorted(
        {
            (row["file"], row["row"])
            for finding in findings
            for row in finding["evidence"]
            if row["kind"] == "shipment"
        }
    )
    names = (
        "departs", "arrives", "hs_code", "description", "quantity", "quantity_unit",
        "gross_weight_kg", "value_usd",
    )  # fmt: skip
    rows = case.rows(
        """
        WITH wanted AS (SELECT unnest(?::TEXT[]) AS path, unnest(?::BIGINT[]) AS row)
        SELECT w.path, w.row, s.departure_text, s.arrival_text, s.hs_code, s.description,
          s.quantity, s.quantity_unit, s.gross_weight_kg, s.value_usd
        FROM wanted w JOIN files f USING (path)
        JOIN shipments s ON s.file_id = f.file_id AND s.row = w.row
        ORDER BY w.path, w.row
        """,
        [[path for path, _ in wanted], [row for _, row in wanted]],
    )
    return {(row[0], row[1]): dict(zip(names, row[2:], strict=True)) for row in rows}


def quarantine(case: Case) -> tuple[list[tuple[Any, ...]], int, list[tuple[str, int]]]:
    """The first rows in quarantine, how many entries there are, and how many by reason."""
    rows = case.rows(
        "SELECT f.path, q.row, q.field, q.value, q.reason, q.cure"
        " FROM quarantine q JOIN files f USING (file_id)"
        " ORDER BY f.path, q.row, q.field, q.reason, q.value LIMIT ?",
        [QUARANTINE_ROWS],
    )
    reasons = case.rows(
        "SELECT reason, count(*) AS n FROM quarantine GROUP BY reason ORDER BY n DESC, reason"
    )
    return rows, sum(count for _, count in reasons), reasons


def coverage(case: Case) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Fields by the percent of loaded rows that fill them, by file, without those none fills."""
    found: dict[str, dict[str, list[str]]] = {}
    for path, field, filled, loaded in case.rows(
        "SELECT f.path, r.field, r.filled, f.loaded FROM fill_rates r JOIN files f USING (file_id)"
        " WHERE r.filled > 0 AND f.loaded > 0 ORDER BY f.path, r.filled DESC, r.field"
    ):
        by_share = found.setdefault(path, {})
        by_share.setdefault(_percent(filled, loaded), []).append(field)
    return [(path, list(by_share.items())) for path, by_share in found.items()]


def _percent(part: int, whole: int) -> str:
    """A share in whole percent, 100 only where nothing is missing.

    >>> _percent(999, 1000), _percent(1, 1000), _percent(1000, 1000)
    ('99 %', 'under 1 %', '100 %')
    """
    if part == whole:
        return "100 %"
    return f"{min(99, round(100 * part / whole))} %" if 100 * part >= whole else "under 1 %"


def unseen(case: Case) -> list[tuple[str, str]]:
    """What each source never tells, by file, where its mapping says so."""
    return case.rows(
        "SELECT path, string_agg(text, '; ' ORDER BY seq) FROM cannot_see"
        " JOIN files USING (file_id) GROUP BY path ORDER BY path"
    )


def outside(run: Mapping[str, Any]) -> list[tuple[str, float, float | None, float]]:
    """File, its value in dollars, the percent of it and of its rows outside any possible chain."""
    counts = run.get("counts", {})
    values, rows = counts.get("value_usd", {}), counts.get("rows_outside_chains", {})
    shares = counts.get("value_outside_chains", {})
    return [
        (path, value, None if shares[path] is None else 100 * shares[path], 100 * rows[path])
        for path, value in sorted(values.items())
    ]


def exclusions(case: Case) -> list[tuple[str, int]]:
    """Shipment rows that gave no leg, by reason."""
    return case.rows(
        "SELECT reason, count FROM exclusions WHERE count > 0 ORDER BY count DESC, reason"
    )


def affiliates_readings(
    findings: Sequence[Mapping[str, Any]], setting: str
) -> tuple[list[tuple[str, str]], int]:
    """The states of the BIS Affiliates Rule by time, and how many findings rest on the open one.

    Args:
        findings: Of the document.
        setting: `Settings.affiliates_rule`, the reading that this run took.
    """
    rule = rules.get(rules.BIS_AFFILIATES)
    periods = []
    open_from: dt.date | None = None
    for period in rule.periods:
        days = f"{period.first} to {period.last}" if period.last else f"from {period.first}"
        if period.state == rules.BY_SETTING:
            open_from = period.first
            periods.append((days, f"not settled by any source; this run reads it as {setting}"))
        else:
            periods.append((days, period.state.replace("-", " ")))
    resting = sum(
        finding["basis"].startswith("affiliate")
        and open_from is not None
        and (finding["last_departure"] or "") >= open_from.isoformat()
        for finding in findings
    )
    return periods, resting


def in_words(code: str) -> str:
    """A basis or match in words; the code itself where it is none.

    >>> in_words("listed-later"), in_words("other")
    ('listed after the last leg departed', 'other')
    """
    return bases.describe(code) if code in {*bases.BASES, *bases.MATCHES} else code


def goods(klass: str) -> str:
    """A commodity class for a reader.

    >>> goods("8542"), goods("advanced-computing")
    ('HS 8542', 'advanced computing')
    """
    if klass == commodity.ADVANCED_COMPUTING:
        return "advanced computing"
    return "goods without a code" if klass == commodity.UNKNOWN else f"HS {klass}"


def list_title(code: str) -> str:
    """A list's title; the code where it is not known."""
    return lists.describe(code)
