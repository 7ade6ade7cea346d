"""The machine-readable files of a run: findings.json, run.json and the CSV tables.

CSV is UTF-8 with line feeds. Names in shipment data are attacker-controlled: a text cell that a
spreadsheet would take for a formula gets a `'` before it, control characters are replaced.
findings.json keeps names as they are.
"""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from graphscan.casefile import Case
from graphscan.dates import from_day_number
from graphscan.findings.frames import findings_frame, journeys_frame
from graphscan.network.build import UNITED_STATES
from graphscan.search.results import SearchResult, Throughput

FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r")
"""What a spreadsheet may take for the beginning of a formula, full-width forms included."""

OUTSIDE = ("value_usd", "value_outside_chains", "rows_outside_chains")
"""Counts of a run by file, and the last columns of coverage.csv."""

TURNING_MARKS = "\u202a\u202b\u202d\u202e"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

THROUGHPUT = (
    "third_country",
    "chains",
    "chains_share",
    "passages",
    "routes",
    "listed_reached",
    "entry_ids",
    "first_day",
    "last_day",
)
"""Columns of intermediaries.csv and waypoints.csv after those that name the party or place."""


def write_tables(
    folder: Path, case: Case, document: Mapping[str, Any], result: SearchResult
) -> list[Path]:
    """Write every table of a run into a folder that exists.

    Args:
        folder: Where to; files of the same names are replaced.
        case: The case that was searched.
        document: The object of findings.json.
        result: What the search found.

    Returns:
        The files written, run.json last.
    """
    tables: dict[str, tuple[Sequence[str], Iterable[Sequence[Any]]]] = {
        "findings.csv": _of_frame(findings_frame(document)),
        "journeys.csv": _of_frame(journeys_frame(document)),
        "intermediaries.csv": intermediaries(case, result),
        "waypoints.csv": waypoints(case, result),
        "passages.csv": passages(result),
        "quarantine.csv": quarantine(case),
        "coverage.csv": coverage(case, document["run"]),
    }
    written = [_write_json(folder / "findings.json", document)]
    for name, (header, rows) in tables.items():
        written.append(write_csv(folder / name, header, rows))
    written.append(_write_json(folder / "run.json", document["run"]))
    return written


def inert(value: Any) -> Any:
    """A CSV cell that no spreadsheet runs; numbers stay numbers, None and NaN are empty.

    >>> inert("=cmd|' /C calc'!A0"), inert(" -1+1"), inert(-1.5), inert(None)
    ("'=cmd|' /C calc'!A0", "' -1+1", -1.5, '')
    """
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 -- NaN
        return ""
    if not isinstance(value, str):
        return value
    clean = "".join(REPLACEMENT if _is_control(char) else char for char in value)
    is_formula = value.startswith(FORMULA_STARTS) or value.lstrip().startswith(FORMULA_STARTS)
    return f"'{clean}" if is_formula else clean


def _is_control(char: str) -> bool:
    """Control characters, and the marks that turn the direction of the text around them."""
    return unicodedata.category(char) in {"Cc", "Zl", "Zp"} or char in "\u202a\u202b\u202d\u202e"


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """Write a table whose cells are inert."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([inert(name) for name in header])
        writer.writerows([inert(cell) for cell in row] for row in rows)
    return path


def _write_json(path: Path, value: Any) -> Path:
    text = json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def _of_frame(frame: pd.DataFrame) -> tuple[list[str], Iterable[tuple[Any, ...]]]:
    return list(frame.columns), frame.itertuples(index=False, name=None)


def intermediaries(
    case: Case, result: SearchResult
) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    """Header and rows of intermediaries.csv, most passages first."""
    parties: dict[Any, tuple[str, str]] = dict(
        _parties(case, [item.key for item in result.intermediaries])
    )
    entries = _entries(case, result.intermediaries)
    rows = [
        (*parties[item.key], *_throughput(item, parties[item.key][1], entries, result))
        for item in result.intermediaries
    ]
    return ("name", "country", *THROUGHPUT), rows


def waypoints(case: Case, result: SearchResult) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    """Header and rows of waypoints.csv, most passages first."""
    entries = _entries(case, result.waypoints)
    rows = []
    for item in result.waypoints:
        assert isinstance(item.key, tuple)  # noqa: S101 -- the key of a waypoint
        rows.append((*item.key, *_throughput(item, item.key[2], entries, result)))
    return ("code", "name", "country", *THROUGHPUT), rows


def passages(result: SearchResult) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    """Header and rows of passages.csv: countries between, classes, months, most passages first."""
    rows = []
    for item in result.spread:
        assert isinstance(item.key, tuple)  # noqa: S101 -- kind and name
        share = item.chains / result.chains if result.chains else 0.0
        days = (from_day_number(day).isoformat() for day in (item.first_day, item.last_day))
        counts = (item.chains, round(share, 4), item.passages, item.routes)
        rows.append((*item.key[:2], *counts, *days))
    columns = ("kind", "name", "chains", "chains_share", "passages", "routes")
    return (*columns, "first_day", "last_day"), rows


def quarantine(case: Case) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    """Header and rows of quarantine.csv, in the order of the files."""
    rows = case.rows(
        "SELECT path, row, field, value, reason, cure FROM quarantine JOIN files USING (file_id)"
        " ORDER BY ALL"
    )
    return ("file", "row", "field", "value", "reason", "cure"), rows


def coverage(case: Case, run: Mapping[str, Any]) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    """Header and rows of coverage.csv: per file its rows, and how full each canonical field is.

    A fill rate is the share of loaded rows with a value, empty where the kind lacks the field.

    Args:
        case: The case.
        run: The object "run" of the document: its inputs count rows after `as_of` as excluded, its
            counts tell what lies outside any possible chain.
    """
    counts = run.get("counts", {})
    rates: dict[str, dict[str, float]] = {}
    for path, field, filled, loaded in case.rows(
        "SELECT path, field, filled, loaded FROM fill_rates JOIN files USING (file_id)"
    ):
        rates.setdefault(path, {})[field] = round(filled / loaded, 4) if loaded else 0.0
    fields = sorted({field for found in rates.values() for field in found})
    counted = ("path", "kind", "rows", "loaded", "quarantined", "excluded")
    rows = [
        (
            *(given[name] for name in counted),
            *(rates.get(given["path"], {}).get(field) for field in fields),
        )
        for given in run["inputs"]
    ]
    said = source_notes(case)
    names = ("mapping", "imprecise_dates", "mirrors", "excluded_by", "quarantined_by", "cannot_see")
    told = [
        (
            *row,
            *(said.get(row[0], {}).get(name) for name in names),
            *(counts.get(name, {}).get(row[0]) for name in OUTSIDE),
        )
        for row in rows
    ]
    return ("file", *counted[1:], *(f"fill_{field}" for field in fields), *names, *OUTSIDE), told


def source_notes(case: Case) -> dict[str, dict[str, Any]]:
    """By path: mapping, share of rows dated by month or year, mirrors, reasons, what it lacks."""
    return {
        path: {
            "mapping": mapping,
            "imprecise_dates": None if share is None else round(share, 4),
            "mirrors": mirrors,
            "excluded_by": excluded or "",
            "quarantined_by": quarantined or "",
            "cannot_see": unseen or "",
        }
        for path, mapping, share, mirrors, excluded, quarantined, unseen in case.rows(_NOTES)
    }


_NOTES = """
    SELECT path, mapping,
      (SELECT avg((coalesce(departure_last > departure_first, false)
                   OR coalesce(arrival_last > arrival_first, false))::INTEGER)
       FROM shipments s WHERE s.file_id = f.file_id),
      (SELECT count(*) FROM mirrors m WHERE m.file_id = f.file_id),
      (SELECT string_agg(reason || ': ' || rows, '; ' ORDER BY reason)
       FROM not_loaded n WHERE n.file_id = f.file_id),
      (SELECT string_agg(reason || ': ' || n, '; ' ORDER BY reason) FROM (
         SELECT reason, count(*) AS n FROM quarantine q WHERE q.file_id = f.file_id GROUP BY ALL)),
      (SELECT string_agg(text, '; ' ORDER BY seq) FROM cannot_see c WHERE c.file_id = f.file_id)
    FROM files f ORDER BY path
"""


def _parties(case: Case, ids: Iterable[Any]) -> Iterable[tuple[int, tuple[str, str]]]:
    for party, name, country in case.rows(
        "SELECT party_id, name, coalesce(country, '') FROM parties"
        " WHERE party_id IN (SELECT unnest(?::INTEGER[]))",
        [sorted(ids)],
    ):
        yield party, (name, country)


def _entries(case: Case, items: Iterable[Throughput]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Name and countries of the entries that are reached."""
    wanted = sorted({entry for item in items for entry in item.entries})
    return {
        entry_id: (name, tuple(countries))
        for entry_id, name, countries in case.rows(
            "SELECT entry_id, name, countries FROM entries"
            " WHERE entry_id IN (SELECT unnest(?::TEXT[]))",
            [wanted],
        )
    }


def _third_country(country: str, ends: Sequence[tuple[str, ...]]) -> str:
    """Y where the country is neither the U.S. nor that of every listed party reached, else N."""
    if not country or country in UNITED_STATES:
        return "N"
    return "N" if ends and all(country in countries for countries in ends) else "Y"


def _throughput(
    item: Throughput,
    country: str,
    entries: Mapping[str, tuple[str, tuple[str, ...]]],
    result: SearchResult,
) -> tuple[Any, ...]:
    """The columns of `THROUGHPUT`."""
    share = item.chains / result.chains if result.chains else 0.0
    reached = [entries[entry_id] for entry_id in item.entries]
    return (
        _third_country(country, [countries for _, countries in reached]),
        item.chains,
        round(share, 4),
        item.passages,
        item.routes,
        " | ".join(sorted({name for name, _ in reached})),
        " | ".join(item.entries),
        from_day_number(item.first_day).isoformat(),
        from_day_number(item.last_day).isoformat(),
    )
