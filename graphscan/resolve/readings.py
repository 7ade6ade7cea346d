"""Every distinct text of a party field, read once: temporary tables, filled chunk by chunk.

Millions of names never stand in memory as Python objects all at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from graphscan.casefile import Case
from graphscan.resolve.entities import normalise_identifier
from graphscan.resolve.logistics import kind_of_key
from graphscan.resolve.mentions import read_mention
from graphscan.resolve.names import parse_name
from graphscan.resolve.scratch import drop

CHUNK = 50_000
_TEXT = pa.string()
_READ = pa.schema(
    [
        ("written", _TEXT),
        ("shown", _TEXT),
        ("same_as", _TEXT),
        ("silent", pa.bool_()),
        ("name", _TEXT),
        ("core", _TEXT),
        ("form", _TEXT),
        ("logistics", _TEXT),
    ]
)
_ALSO = pa.schema([("written", _TEXT), ("name", _TEXT), ("core", _TEXT), ("form", _TEXT)])
_NUMBERS = pa.schema([("number", _TEXT), ("identifier", _TEXT)])


def note_readings(case: Case) -> None:
    """Read the texts and numbers of `mentions_given` (written, home, number).

    Leaves `readings` (what each text says: `shown` as written, `name`, `core`, `form` as compared),
    `also_named` (other names in the same field) and `numbers_read` (number, identifier).
    """
    for table, schema in (("readings", _READ), ("also_named", _ALSO), ("numbers_read", _NUMBERS)):
        case.temporary(table, schema.empty_table())
    for texts in _chunks(case, "written"):
        read, also = _read(texts)
        case.append("readings", read)
        case.append("also_named", also)
    for numbers in _chunks(case, "number"):
        columns = {"number": numbers, "identifier": list(map(normalise_identifier, numbers))}
        case.append("numbers_read", pa.table(columns, schema=_NUMBERS))


def _chunks(case: Case, column: str) -> Iterator[list[str]]:
    case.execute(
        "CREATE OR REPLACE TEMP TABLE texts_given AS SELECT text, "  # noqa: S608 -- our own names
        "(row_number() OVER (ORDER BY text) - 1)::BIGINT AS place "
        f"FROM (SELECT DISTINCT {column} AS text FROM mentions_given)"
    )
    count = case.value("SELECT count(*) FROM texts_given")
    for start in range(0, count, CHUNK):
        rows = case.rows(
            "SELECT text FROM texts_given WHERE place >= ? AND place < ? ORDER BY place",
            [start, start + CHUNK],
        )
        yield [text for (text,) in rows]
    drop(case, "texts_given")


def _read(texts: Sequence[str]) -> tuple[pa.Table, pa.Table]:
    rows, also = [], []
    for text in texts:
        mention = read_mention(text)
        name = parse_name(mention.name)
        kind = kind_of_key(name.key)
        rows.append((text, mention.name.strip(), mention.same_as, mention.silent, *name, kind))
        also += [(text, *parse_name(other)) for other in mention.also]
    return _table(rows, _READ), _table(also, _ALSO)


def _table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )
