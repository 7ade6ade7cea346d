"""Whether a table holds exports or imports: only then do DATE, COUNTRY or IEC say what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

EXPORT, IMPORT, OPEN = "export", "import", ""

_DIRECTIONS = frozenset(
    {"direction", "flow", "trade type", "trade flow", "import export", "regime", "type of trade"}
    | {"direction of transportation", "direction of trade"}
)
"""Headers of a column that says it row by row."""

_WORDS = dict.fromkeys(("export", "exports", "exp", "ex", "ek", "эк", "экспорт"), EXPORT) | (
    dict.fromkeys(("import", "imports", "imp", "im", "им", "импорт"), IMPORT)
)

_TOLD = {
    EXPORT: frozenset({"shipping bill no", "shipping bill date", "sb no", "sb date"}),
    IMPORT: frozenset(
        {"be no", "be date", "bill of entry no", "arrival date", "actual arrival date"}
        | {"cth", "assessable value usd", "fecha de entrada"}
    ),
}
"""Headers of one direction's documents; those with the word itself aside."""

_NOT_TOLD = frozenset({"country", "port", "license", "licence", "control", "code", "foreign"})
"""Words beside `export` that make a header say something else: export country, port of export."""

_DEPARTS = frozenset({"departure date", "shipment date", "date of departure"})
"""With one of these, a date of arrival tells no direction: a bill of lading has both."""


def flow(
    headers: Sequence[str], cells: Mapping[str, Sequence[str]] | None = None, table: str = ""
) -> str:
    """`export`, `import`, or '' where the table holds both or does not tell.

    Args:
        headers: As `key` spells them.
        cells: Some cells by header.
        table: The name of the file: it speaks where the headers do not, never against them.

    >>> flow(["exporter name", "buyer name", "date"]), flow(["supplier", "importer", "date"])
    ('export', 'import')
    >>> flow(["importer name", "exporter name", "date"])  # vendors call the sender so on both sides
    ''
    >>> flow(["importer name", "exporter name"], table="vn_import_2024.xlsx")
    'import'
    """
    known = frozenset(headers)
    named = _of_name(table)
    for header in sorted(known & _DIRECTIONS):
        said = {_WORDS.get(cell.strip().lower(), OPEN) for cell in (cells or {}).get(header, ())}
        return said.pop() if len(said) == 1 else OPEN if said else named
    told = _of_headers(known) or _of_parties(known)
    return (told if named in {OPEN, told} else OPEN) if told else named


def _of_headers(known: frozenset[str]) -> str:
    hints = {direction for direction in (EXPORT, IMPORT) if _hints(known, direction)}
    return hints.pop() if len(hints) == 1 else OPEN


def _hints(known: frozenset[str], direction: str) -> bool:
    told = known & _TOLD[direction]
    if known & _DEPARTS:
        told -= {"arrival date", "actual arrival date"}
    short = direction[:3]
    return bool(told) or any(
        words & {direction, short} and not words & _NOT_TOLD
        for words in map(set, map(str.split, known))
    )


def _of_parties(known: frozenset[str]) -> str:
    first = {name.split()[0] for name in known if name}
    receives = {"buyer", "consignee"}
    if "exporter" in first and first & receives and not first & {"supplier", "importer", "shipper"}:
        return EXPORT
    if {"supplier", "importer"} <= first and not first & {"exporter", "buyer"}:
        return IMPORT
    return OPEN


def _of_name(table: str) -> str:
    words = set(re.split(r"[\W_\d]+", table.lower()))
    said = {_WORDS[word] for word in words & {"export", "exports", "exp", "import", "imports"}}
    return said.pop() if len(said) == 1 else OPEN
