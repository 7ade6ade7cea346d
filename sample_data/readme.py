"""The README of the sample, with the planted routes, the twins and the bad rows as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sample_data.bad_rows import Bad
from sample_data.planted import Party, Route

HEAD = """\
# The sample: a small invented world around real listed parties

**The shipments in this folder never happened.** Every company that is not on a list, every
shipment, every share and every price is invented. The listed parties are real
(`screening_list.csv`, facts and sources in [listed.md](listed.md)): that they receive goods here
is fiction, made to show what the tool finds. Nothing in this folder says anything about what any
real party did. No real unlisted firm and no share between real parties occurs; the native-script
names in `aliases.csv` are public.

Try it: `graphscan scan sample_data --out out`. Make it anew: `python sample_data/make_sample.py`
(standard library only, seeded; the files come out equal byte for byte, this one included).

## Files

{files}

Three years, 2023 to 2025; invented firms in 25 countries, and a few in Pakistan. The files hold
what real ones hold: months without days (`sea_customs_months.csv`), missing arrivals, consignees
"TO ORDER" in several spellings, `SAME AS CONSIGNEE`, null tokens, names in capitals, cut at 35
characters or mistyped, countries in many spellings, registry numbers in some files only,
withdrawn and amended records, two customs' records of one movement (`cn_imports_mirror.csv`),
commodity codes of four to ten digits, with and without dots, or none, values that no code table
knows (a warning each), names that are markup or a formula. The firms of the background trade with
each other; hubs among them sell to listed parties what they never imported, and two of them sold
once, months later, what they had: those few routes are neither planted nor twins.

## Planted routes

The number of the shipment in each file is the record of each leg, lot by lot. *Found by*: **now**
is the first version of graphscan; **issue N** is the number of the work that brings the
capability, and until then a strict expected failure of `tests/cases/test_planted.py`. Columns
*basis*, *match* and *certainty* are those of `findings.json`.

{planted}

## Benign twins

Each has the shape of the route that it copies and must rank below it, or yield no finding.

{twins}

## Rows that must be quarantined

*Row* is the record number, the header being 1, as a spreadsheet shows it. Everything else in
these files is loaded, but for records with status `deleted`, which are excluded and counted.

{bad}
"""

FILES = {
    "us_exports_2023.csv": "U.S. export declarations, all roles",
    "us_exports_2024_2025.csv": "U.S. export declarations, all roles",
    "hk_reexports.csv.gz": "Hong Kong re-export declarations, compressed",
    "asia_shipments.csv": "bills of lading of eastern and southern Asia",
    "sea_customs_months.csv": "customs data of south-east Asia, months only",
    "eurasia_declarations.tsv": "declarations between the Gulf and Central Asia, tab-separated",
    "europe_declarations.csv": "European declarations",
    "cn_imports_mirror.csv": "Chinese import records; some movements stand in an export file too",
    "ownership.csv": "interests in invented firms",
    "parties.csv": "what a register says of the firms",
    "aliases.csv": "names of listed parties in their own script",
    "screening_list.csv": "real listed parties, official 29-column layout",
}


def _inert(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _way(route: Route, parties: Mapping[str, Party]) -> str:
    keys = (route.exporter, *route.holders, *(f"({key})" for key in route.via), route.end)
    shown: list[str] = []
    for key in keys:
        party = parties[key.strip("()")]
        label = f"{_inert(party.name)} ({party.country})"
        shown.append(f"via {label}" if key.startswith("(") else label)
    return " → ".join(shown)


def text(
    numbers: Mapping[str, list[str]],
    bad: list[tuple[str, int, Bad]],
    rows: Mapping[str, int],
    routes: tuple[Route, ...],
    parties: Mapping[str, Party],
) -> str:
    """The whole README."""
    planted = [
        (
            route.id,
            route.typology,
            _way(route, parties),
            _inert(route.listed.replace("|", " or ")),
            route.basis,
            route.match.replace("|", " or "),
            route.certainty,
            ", ".join(numbers[route.id]),
            f"issue {route.issue}" if route.issue else "now",
            route.why,
        )
        for route in sorted(routes, key=lambda each: each.id)
        if not route.copies
    ]
    twins = [
        (
            route.id,
            route.copies,
            route.typology,
            _way(route, parties),
            route.basis or "no finding",
            ", ".join(numbers[route.id]),
            route.why,
        )
        for route in routes
        if route.copies
    ]
    spoiled = [
        (
            name,
            str(row),
            each.field or "(the row)",
            f"`{_visible(each.value)}`" if each.value else "",
            each.why,
            each.reason,
        )
        for name, row, each in bad
    ]
    return HEAD.format(
        files=_table(
            ("file", "rows", "what"),
            [(f"`{name}`", f"{rows[name]:,}", what) for name, what in FILES.items()],
        ),
        planted=_table(
            (
                "id",
                "typology",
                "way",
                "listed as",
                "basis",
                "match",
                "certainty",
                "shipments",
                "found by",
                "what it shows",
            ),
            planted,
        ),
        twins=_table(("id", "copies", "what", "way", "finding", "shipments", "why benign"), twins),
        bad=_table(("file", "row", "field", "value", "defect", "reason given"), spoiled),
    )


def _visible(value: str) -> str:
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in value)
