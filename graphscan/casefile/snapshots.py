"""Lists as they once were: kept by content, dated, compared, and used again.

Lists change daily, and a feed may lose thousands of rows for a day. A snapshot keeps every row of a
list under the hash of what it says, so that a year of them takes little more room than one.
"""

from __future__ import annotations

import collections
import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Sequence

import pyarrow as pa

from graphscan.casefile.case import Case
from graphscan.casefile.list_changes import ListRow
from graphscan.errors import InputError, NotFoundError

MOST_LOST = 0.05
"""Share of a list's rows that a snapshot may lose before it is refused."""

PREFIX = "@lists/"
"""How the paths of lists begin that come from a snapshot."""

FIELDS = (
    *("entry_id", "list_code", "source", "source_id", "entity_number", "entity_type", "name"),
    *("alt_names", "weak_names", "addresses", "countries", "programs", "citation"),
    *("start_first", "start_last", "start_text", "end_first", "end_last", "end_text"),
    *("license_requirement", "license_policy", "remarks", "footnotes", "address_only"),
    "extends_to_subsidiaries",
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A list as it once was.

    Attributes:
        snapshot_id: 12 hex digits over its files.
        feed: What it follows on: the format of the list.
        name: The name of its file.
        sha256: Hash of its file, or over those of its files.
        dated: The day that it is known since.
        rows: Its rows.
        entries: Rows that differ in their ids.
    """

    snapshot_id: str
    feed: str
    name: str
    sha256: str
    dated: dt.date
    rows: int
    entries: int


def add_snapshot(case: Case, given: Snapshot, rows: pa.Table, *, force: bool = False) -> bool:
    """Keep a list as it is; one that the case holds already is kept once.

    Args:
        case: The case.
        given: What it is called, from what it was read, since when it is known.
        rows: Its rows, with the columns of `list_rows`.
        force: Keep it although it lost many rows.

    Returns:
        Whether it is new.

    Raises:
        InputError: A list of it lost more than `MOST_LOST` of its rows since the snapshot before.
    """
    if case.value("SELECT count(*) FROM list_snapshots WHERE sha256 = ?", [given.sha256]):
        return False
    if not force:
        _guard(case, given, rows)
    data = [{name: row[name] for name in FIELDS} for row in rows.to_pylist()]
    texts = [json.dumps(row, default=str, sort_keys=True, ensure_ascii=False) for row in data]
    keys = [hashlib.sha256(text.encode()).hexdigest()[:32] for text in texts]
    members = pa.table(
        {
            "snapshot_id": pa.repeat(pa.scalar(given.snapshot_id), len(keys)),
            "row": pa.array(rows["row"].to_pylist(), pa.int64()),
            "content": pa.array(keys, pa.string()),
        }
    )
    contents = dict(zip(keys, texts, strict=True))
    with case.transaction():
        case.append("list_members", members)
        case.temporary(
            "new_contents",
            pa.table(
                {
                    "content": pa.array(list(contents), pa.string()),
                    "fields": pa.array(list(contents.values()), pa.string()),
                }
            ),
        )
        case.execute(
            "INSERT INTO list_contents SELECT content, fields FROM new_contents"
            " WHERE content NOT IN (SELECT content FROM list_contents)"
        )
        case.execute("DROP TABLE new_contents")
        record = dataclasses.asdict(given)
        case.append("list_snapshots", pa.Table.from_pylist([record]))
    return True


def snapshots(case: Case) -> list[Snapshot]:
    """Every snapshot, by feed and day."""
    names = ", ".join(field.name for field in dataclasses.fields(Snapshot))
    rows = case.rows(f"SELECT {names} FROM list_snapshots ORDER BY feed, dated, snapshot_id")  # noqa: S608 -- our own names
    fields = [field.name for field in dataclasses.fields(Snapshot)]
    return [Snapshot(**dict(zip(fields, row, strict=True))) for row in rows]


def find_snapshot(case: Case, asked: str) -> Snapshot:
    """The snapshot of an id, of the beginning of one, or of a day.

    Raises:
        NotFoundError: None is meant, or several are.
    """
    every = snapshots(case)
    found = [each for each in every if each.snapshot_id.startswith(asked.lower())]
    found = found or [each for each in every if each.dated.isoformat() == asked]
    if len(found) == 1:
        return found[0]
    raise NotFoundError(
        what="no such snapshot" if not found else f"{len(found)} snapshots are meant",
        where=asked,
        cure="See `graphscan lists show` for their ids.",
    )


def snapshot_rows(case: Case, snapshot_id: str) -> list[ListRow]:
    """The rows of a snapshot, in their order."""
    rows = case.rows(
        "SELECT row, fields FROM list_members JOIN list_contents USING (content)"
        " WHERE snapshot_id = ? ORDER BY row, content",
        [snapshot_id],
    )
    return [{"row": row, **json.loads(fields)} for row, fields in rows]


def use_snapshots(case: Case, as_of: dt.date | None) -> list[Snapshot]:
    """Put the lists of snapshots into the case where they are to be used.

    Given a day, the last snapshot of each feed up to it takes the place of all lists that were
    loaded. Without one, snapshots are used where no list was loaded: the last one of each feed.

    Raises:
        NotFoundError: A day is given, and no snapshot is that old.
    """
    given = case.rows(
        "SELECT file_id, path FROM files WHERE kind = 'list' AND NOT starts_with(path, ?)"
        " ORDER BY file_id",
        [PREFIX],
    )
    if as_of is None and (given or not snapshots(case)):
        return []
    last: dict[str, Snapshot] = {}
    for each in snapshots(case):
        if as_of is None or each.dated <= as_of:
            last[each.feed] = each
    if as_of is not None and not last:
        raise NotFoundError(
            what="no list snapshot of that day or before",
            where=as_of.isoformat(),
            cure="Add one with `graphscan lists add FILE --date DATE`.",
        )
    chosen = sorted(last.values(), key=lambda each: (each.feed, each.snapshot_id))
    with case.transaction():
        _set_aside(case, given)
        for each in chosen:
            _put(case, each)
    return chosen


def _set_aside(case: Case, given: Sequence[tuple[int, str]]) -> None:
    """Leave the lists of the folder out; the next load reads them anew."""
    for number, _ in given:
        case.execute("DELETE FROM list_rows WHERE file_id = ?", [number])
        case.execute(
            "UPDATE files SET loaded = 0, excluded = rows - quarantined WHERE file_id = ?", [number]
        )
    case.replace("lists_aside", pa.table({"path": pa.array([p for _, p in given], pa.string())}))


def _put(case: Case, chosen: Snapshot) -> None:
    number = 1 + int(case.value("SELECT coalesce(max(file_id), 0) FROM files"))
    case.execute(
        "INSERT INTO files BY NAME SELECT $number AS file_id, $path AS path, $sha256 AS sha256,"
        " 'list' AS kind, $feed AS mapping, $rows AS rows, $rows AS loaded, 0 AS quarantined,"
        " 0 AS excluded",
        {
            "number": number,
            "path": f"{PREFIX}{chosen.dated}/{chosen.name}",
            "sha256": chosen.sha256,
            "feed": chosen.feed,
            "rows": chosen.rows,
        },
    )
    shape = {name: _TYPES.get(name, "VARCHAR") for name in FIELDS}
    case.execute(
        "INSERT INTO list_rows BY NAME"
        " SELECT $number AS file_id, row, unnest(from_json(fields, $shape))"
        " FROM list_members JOIN list_contents USING (content)"
        " WHERE snapshot_id = $snapshot ORDER BY row",
        {"number": number, "shape": json.dumps(shape), "snapshot": chosen.snapshot_id},
    )


_TYPES = {
    **dict.fromkeys(("start_first", "start_last", "end_first", "end_last"), "DATE"),
    **dict.fromkeys(("address_only", "extends_to_subsidiaries"), "BOOLEAN"),
    **{
        name: ["VARCHAR"]
        for name in ("alt_names", "weak_names", "addresses", "countries", "programs", "footnotes")
    },
}


def _guard(case: Case, given: Snapshot, rows: pa.Table) -> None:
    earlier = [each for each in snapshots(case) if each.feed == given.feed]
    before = [each for each in earlier if each.dated <= given.dated] or earlier[:1]
    if not before:
        return
    counts = collections.Counter(rows["list_code"].to_pylist())
    held = case.rows(
        "SELECT json_extract_string(fields, '$.list_code'), count(*) FROM list_members"
        " JOIN list_contents USING (content) WHERE snapshot_id = ? GROUP BY 1 ORDER BY 1",
        [before[-1].snapshot_id],
    )
    lost = [
        f"{code} from {count:,} to {counts[code]:,} rows"
        for code, count in held
        if counts[code] < count * (1 - MOST_LOST)
    ]
    if lost:
        raise InputError(
            what=f"lost more than {MOST_LOST:.0%} since {before[-1].dated}: {'; '.join(lost)}",
            where=given.name,
            cure="Fetch it again; if the list did shrink, add it with --force.",
        )
