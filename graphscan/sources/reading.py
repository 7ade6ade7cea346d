"""How a file is read: told by its ending and its header before anything is written."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

from graphscan.records import SCREENING_LIST, Table
from graphscan.sources.batch import Batch
from graphscan.sources.canonical import Loaded, read_canonical
from graphscan.sources.delimited import read_delimited
from graphscan.sources.header import HEADER_LIMIT, Header, read_header
from graphscan.sources.inputs import Input
from graphscan.sources.listed import read_screening_list
from graphscan.sources.parquet import parquet_names, read_parquet
from graphscan.sources.problems import UnreadableFileError
from graphscan.sources.recognise import recognise, unmapped
from graphscan.sources.text import text_blocks

_TEXT = (".csv", ".tsv", ".txt", ".gz")
_CURE_FORMAT = {
    ".xlsx": "Save the sheet as CSV in UTF-8.",
    ".json": "Export it as CSV with canonical columns.",
    ".jsonl": "Export it as CSV with canonical columns.",
    ".xml": "Export it as CSV with canonical columns.",
    ".zip": "Unpack it and give the folder.",
}

OnBytes = Callable[[int], None]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to do with an input.

    Attributes:
        input: The file.
        table: What it is, None where it cannot be read.
        header: The header of delimited text, None for Parquet.
        unmapped: Columns that are not read.
        problem: Why it cannot be read.
    """

    input: Input
    table: Table | None = None
    header: Header | None = None
    unmapped: tuple[str, ...] = ()
    problem: UnreadableFileError | None = None


def plan(given: Input) -> Plan:
    """How an input will be read, from its header alone.

    Raises:
        UnknownTableError: It is a table, and no mapping fits.
    """
    try:
        header, names = _header(given)
    except UnreadableFileError as problem:
        return Plan(input=given, problem=problem)
    table = recognise(given.path, names)
    return Plan(input=given, table=table, header=header, unmapped=unmapped(table, names))


def _header(given: Input) -> tuple[Header | None, tuple[str, ...]]:
    ending = _ending(given.path)
    if ending in _CURE_FORMAT:
        raise UnreadableFileError(
            reason=f"{ending} is not read by this version", cure=_CURE_FORMAT[ending]
        )
    if given.size and ending == ".parquet":
        return None, parquet_names(given.location)
    header = read_header(_start(given))
    return header, header.names


def read(how: Plan, on_bytes: OnBytes | None = None) -> Iterator[Loaded]:
    """The rows of a planned input, batch by batch.

    Raises:
        UnreadableFileError: It turns out damaged further down; nothing of it should be kept.
    """
    if how.problem is not None or how.table is None:
        raise how.problem or UnreadableFileError(reason="no table", cure="")
    table = how.table
    for batch in _batches(how, table, on_bytes):
        yield (
            read_screening_list(batch) if table is SCREENING_LIST else read_canonical(batch, table)
        )


def _batches(how: Plan, table: Table, on_bytes: OnBytes | None) -> Iterator[Batch]:
    if how.header is None:
        yield from read_parquet(how.input.location, table.names)
        return
    blocks = text_blocks(how.input.location, on_bytes)
    yield from read_delimited(_behind(blocks, how.header.length), how.header, table.names)


def _behind(blocks: Iterator[bytes], length: int) -> Iterator[bytes]:
    """Blocks without the first `length` bytes."""
    for block in blocks:
        if length:
            rest, length = block[length:], max(0, length - len(block))
            yield rest
        else:
            yield block


def _start(given: Input) -> bytes:
    """As many bytes as a header may have."""
    start = b""
    for block in text_blocks(given.location):
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
    known = (*_TEXT, ".parquet", *_CURE_FORMAT)
    return next((ending for ending in known if name.endswith(ending)), ".gz")
