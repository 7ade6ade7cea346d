"""How a file is read: told by its ending and its header before anything is written."""

from __future__ import annotations

import codecs
import dataclasses
import itertools
from collections.abc import Callable, Iterator

from graphscan.casefile import Case
from graphscan.records import SCREENING_LIST, SHIPMENTS, Table
from graphscan.sources.ams import FAMILY, part_of
from graphscan.sources.batch import Batch
from graphscan.sources.canonical import Loaded, read_canonical
from graphscan.sources.delimited import BLOCK, read_delimited
from graphscan.sources.foreign import Foreign
from graphscan.sources.formats import foreign_format, sheet_format, unknown_layout
from graphscan.sources.header import HEADER_LIMIT, Fits, Header, named_twice, read_header
from graphscan.sources.inputs import Input
from graphscan.sources.json_records import json_records
from graphscan.sources.json_table import json_names, read_json
from graphscan.sources.listed import read_screening_list
from graphscan.sources.mapped import map_batches
from graphscan.sources.mapping import Library, Mapping, key
from graphscan.sources.packed import refusal
from graphscan.sources.parquet import parquet_names, read_parquet
from graphscan.sources.problems import UnreadableFileError
from graphscan.sources.recognise import Recognised, fitting, recognise, unmapped
from graphscan.sources.sheets import read_sheet, read_sheet_header
from graphscan.sources.text import text_blocks
from graphscan.sources.workbook import sheet_names

_TEXT = (".csv", ".tsv", ".txt", ".gz")
_JSON = (".json", ".jsonl")
_CURE_FORMAT = {
    ".xml": "Export it as CSV with canonical columns.",
}

MAPPED = 4 * BLOCK
"""Bytes of a mapped file that are read at a time: the database maps large batches on all cores."""

OnBytes = Callable[[int], None]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to do with an input.

    Attributes:
        input: The file, or one sheet of it.
        table: What it is, None where it cannot be read.
        mapping: How its columns become canonical, None where they are.
        header: Its header.
        unmapped: Columns that are not read.
        problem: Why it cannot be read.
        part: Which table of a dump it is that is joined with others, '' where it stands alone.
        foreign: How it is read, where it is in a format that others publish.
    """

    input: Input
    table: Table | None = None
    mapping: Mapping | None = None
    header: Header | None = None
    unmapped: tuple[str, ...] = ()
    problem: UnreadableFileError | None = None
    part: str = ""
    foreign: Foreign | None = None

    @property
    def name(self) -> str:
        """How reports call the way it is read."""
        if self.part:
            return f"{FAMILY}, {self.part}"
        if self.mapping is not None:
            return self.mapping.name
        return self.table.mapping if self.table is not None else "not read"


def plan(given: Input, library: Library | None = None) -> Plan:
    """How an input will be read, from its header alone.

    Raises:
        UnknownTableError: It is a table, and no mapping fits.
    """
    known = library or Library()
    try:
        foreign = foreign_format(given, _ending(given.path))
        if foreign is not None:
            return Plan(input=given, table=foreign.table, foreign=foreign)
        header = find_header(given, known)
        if _ending(given.path) in _JSON and not _is_table(given, header, known):
            raise unknown_layout("JSON", ", ".join(header.names))
        foreign = sheet_format(given, header)
        if foreign is not None:
            return Plan(input=given, table=foreign.table, foreign=foreign)
        part = part_of(header.names)
        if part is not None:
            return Plan(input=given, table=SHIPMENTS, header=header, part=part)
        twice = _read_twice(header, fitting(header.names, known))
        if twice:
            raise named_twice(twice)
    except UnreadableFileError as problem:
        return Plan(input=given, problem=problem)
    found = recognise(given.path, header.names, known)
    if found.mapping is not None and found.mapping.refused:
        refusal = UnreadableFileError(
            reason=found.mapping.refused, cure="Give a source that names both parties."
        )
        return Plan(input=given, mapping=found.mapping, problem=refusal)
    return Plan(
        input=given,
        table=found.table,
        mapping=found.mapping,
        header=header,
        unmapped=unmapped(found, header.names),
    )


def _is_table(given: Input, header: Header, library: Library) -> bool:
    """Whether JSON is a table: a mapping fits it, or it is a list of several flat records."""
    if fitting(header.names, library) is not None:
        return True
    records = json_records(text_blocks(given.location))
    first = [record for record in itertools.islice(records, 2) if not record.problem]
    nested = (isinstance(cell, dict | list) for record in first for cell in record.content.values())
    return len(first) == 2 and not any(nested)


def find_header(given: Input, library: Library) -> Header:
    """The header of an input, wherever it stands among the first rows.

    Raises:
        UnreadableFileError: It has none that can be trusted, or its format is not read.
    """
    ending = _ending(given.path if not given.sheet else given.location.name)
    if ending == ".zip":
        raise refusal(given.location)
    if ending in _CURE_FORMAT:
        raise UnreadableFileError(
            reason=f"{ending} is not read by this version", cure=_CURE_FORMAT[ending]
        )
    fits: Fits = lambda names: part_of(names) is not None or fitting(names, library) is not None  # noqa: E731 -- shorter so
    if given.size and ending in _JSON:
        return Header(delimiter="", names=json_names(given.location), length=0)
    if given.size and ending == ".parquet":
        return Header(delimiter="", names=parquet_names(given.location), length=0)
    if given.size and ending == ".xlsx":
        if not given.sheet:
            sheet_names(given.location)  # which says what is wrong with it
        return read_sheet_header(given.location, given.sheet, fits)
    return _text_header(given, library, fits)


def _text_header(given: Input, library: Library, fits: Fits) -> Header:
    """The header of delimited text, read in the encoding that the mapping which fits it names."""
    header: Header | UnreadableFileError
    try:
        header = read_header(_start(given), fits)
    except UnreadableFileError as problem:
        header = problem
    else:
        found = fitting(header.names, library)
        named = found.mapping.encoding if found is not None and found.mapping else ""
        if found is not None and (not named or _is_utf8(_start(given))):
            return header
    for encoding in library.encodings:
        try:
            decoded = read_header(_start(given, encoding), fits)
        except UnreadableFileError:
            continue
        found = fitting(decoded.names, library)
        if found is not None and found.mapping is not None and found.mapping.encoding == encoding:
            return dataclasses.replace(decoded, encoding=encoding)
    if isinstance(header, UnreadableFileError):
        raise header
    return header


def _read_twice(header: Header, found: Recognised | None) -> str:
    """A name that stands over two columns and is read; any such name where nothing fits."""
    keys = [key(name) for name in header.names if name]
    if found is None:
        return header.twice[0] if header.twice else ""
    if found.mapping is None:
        return header.twice[0] if header.twice else ""
    return next((name for name in found.mapping.reads if keys.count(name) > 1), "")


def read(how: Plan, case: Case, on_bytes: OnBytes | None = None) -> Iterator[Loaded]:
    """The rows of a planned input, batch by batch.

    Raises:
        UnreadableFileError: It turns out damaged further down; nothing of it should be kept.
    """
    if how.problem is not None or how.table is None:
        raise how.problem or UnreadableFileError(reason="no table", cure="")
    table = how.table
    if how.foreign:
        yield from how.foreign.read(how.input.location, on_bytes)
        return
    for batch in _batches(how, case, on_bytes):
        yield (
            read_screening_list(batch) if table is SCREENING_LIST else read_canonical(batch, table)
        )


def _batches(how: Plan, case: Case, on_bytes: OnBytes | None) -> Iterator[Batch]:
    assert how.header is not None  # noqa: S101 -- what can be read has a header
    assert how.table is not None  # noqa: S101 -- and a table
    if how.mapping is None:
        yield from table_batches(how.input, how.header, how.table.names, on_bytes)
        return
    if _ending(how.input.path) in _JSON:  # whose later records may have what the first ones lack
        reads = how.mapping.reads
        batches = read_json(how.input.location, reads, on_bytes)
        yield from map_batches(batches, how.mapping, reads, case)
        return
    known = frozenset(how.mapping.reads)
    names = {name: key(name) for name in how.header.names if key(name) in known}
    batches = (
        dataclasses.replace(
            batch, columns={names[name]: cells for name, cells in batch.columns.items()}
        )
        for batch in table_batches(how.input, how.header, tuple(names), on_bytes, MAPPED)
    )
    yield from map_batches(batches, how.mapping, tuple(map(key, how.header.names)), case)


def table_batches(
    given: Input,
    header: Header,
    wanted: tuple[str, ...],
    on_bytes: OnBytes | None = None,
    size: int | None = None,
) -> Iterator[Batch]:
    """The wanted columns of a table as they stand.

    Raises:
        UnreadableFileError: It turns out damaged.
    """
    if given.sheet:
        yield from read_sheet(given.location, given.sheet, header, wanted)
    elif _ending(given.path) in _JSON:
        named = {key(name): name for name in wanted}
        for batch in read_json(given.location, tuple(named), on_bytes):
            columns = {named[name]: cells for name, cells in batch.columns.items()}
            yield dataclasses.replace(batch, columns=columns)
    elif not header.delimiter:
        yield from read_parquet(given.location, wanted)
    else:
        blocks = text_blocks(given.location, on_bytes, header.encoding)
        yield from read_delimited(_behind(blocks, header.length), header, wanted, size)


def _behind(blocks: Iterator[bytes], length: int) -> Iterator[bytes]:
    """Blocks without the first `length` bytes."""
    for block in blocks:
        if length:
            rest, length = block[length:], max(0, length - len(block))
            yield rest
        else:
            yield block


def _is_utf8(start: bytes) -> bool:
    """Whether text has letters beyond ASCII and they are UTF-8: by chance they never are.

    >>> _is_utf8("Peñarol".encode()), _is_utf8("Peñarol".encode("latin-1")), _is_utf8(b"Callao")
    (True, False, False)
    """
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)  # the last letter may be cut
    except UnicodeDecodeError:
        return False
    return not start.isascii()


def _start(given: Input, encoding: str = "") -> bytes:
    """As many bytes as a header may have."""
    start = b""
    for block in text_blocks(given.location, encoding=encoding):
        start += block
        if len(start) > HEADER_LIMIT:
            break
    if not start:
        raise UnreadableFileError(reason="the file is empty", cure="Fetch it again, or remove it.")
    return start


def _ending(path: str) -> str:
    """What a file is by its name; a packed one by the name inside, else text.

    >>> _ending("a/b.CSV"), _ending("list.json.gz"), _ending("list.gz")
    ('.csv', '.json', '.gz')
    """
    name = path.lower().removesuffix(".gz")
    known = (*_TEXT, *_JSON, ".parquet", ".xlsx", ".zip", ".html", ".htm", *_CURE_FORMAT)
    return next((ending for ending in known if name.endswith(ending)), ".gz")
