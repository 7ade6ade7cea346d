"""Files of text as blocks of UTF-8 bytes, whatever they were packed in."""

from __future__ import annotations

import codecs
import gzip
import io
import itertools
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from graphscan.sources.packed import is_member, opened, size_of
from graphscan.sources.problems import UnreadableFileError

READ = 1 << 22
"""Bytes that are read at a time."""

RATIO_LIMIT = 250
"""How many times its size a gzip file may grow; text of tables grows 3 to 50 times."""

RATIO_FREE = 1 << 27
"""Bytes that any gzip file may grow to."""

_MARKS = (
    (codecs.BOM_UTF8, ""),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks and the encoding that they announce, longest first where one begins another."""


def text_blocks(
    location: Path, on_bytes: Callable[[int], None] | None = None, encoding: str = ""
) -> Iterator[bytes]:
    """Blocks of a text file: unpacked, without byte order mark, UTF-16 and UTF-32 made UTF-8.

    Blocks end anywhere. Bytes that are no UTF-8 come through as they are: their row is quarantined
    later, not the file.

    Args:
        location: The file; one that ends in `.gz` is unpacked.
        on_bytes: Told how many bytes of the file have been read so far.
        encoding: What the text is in, where no byte order mark says otherwise; '' is UTF-8. A byte
            that this encoding does not know becomes U+FFFD.

    Raises:
        UnreadableFileError: It is no gzip file, a broken one, or one that grows without bound; or
            it is damaged UTF-16 or UTF-32.
    """
    blocks = _unpacked(location, on_bytes)
    first = next(blocks, b"")
    mark, announced = next(
        ((mark, encoding) for mark, encoding in _MARKS if first.startswith(mark)), (b"", None)
    )
    first = first[len(mark) :]
    if announced is None and encoding:
        yield from _decoded(itertools.chain((first,), blocks), encoding)
        return
    if not announced:
        yield first
        yield from blocks
        return
    decoder = codecs.getincrementaldecoder(announced)()
    try:
        yield decoder.decode(first).encode()
        for block in blocks:
            yield decoder.decode(block).encode()
        decoder.decode(b"", final=True)
    except UnicodeError as err:
        raise UnreadableFileError(
            reason=f"the file announces {announced} and is not", cure="Save it as CSV in UTF-8."
        ) from err


def _decoded(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for block in blocks:
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", final=True).encode()


def _unpacked(location: Path, on_bytes: Callable[[int], None] | None) -> Iterator[bytes]:
    with opened(location) as raw:
        packed = location.suffix.lower() == ".gz"
        stream: io.BufferedIOBase | IO[bytes] = gzip.GzipFile(fileobj=raw) if packed else raw
        size = size_of(location)  # of a member its size in the archive: both packings are bounded
        grown = 0
        while True:
            try:
                block = stream.read(READ)
            except (OSError, EOFError, zlib.error) as err:
                kind = "gzip file" if packed else "zip archive" if is_member(location) else "file"
                raise UnreadableFileError(
                    reason=f"the {kind} is damaged or cut short", cure="Fetch or pack it again."
                ) from err
            if not block:
                return
            grown += len(block)
            if packed and grown > max(RATIO_FREE, RATIO_LIMIT * size):
                raise UnreadableFileError(
                    reason=f"the gzip file grows to more than {RATIO_LIMIT} times its size",
                    cure="Unpack it, look at it, and give the unpacked file.",
                )
            if on_bytes:
                on_bytes(raw.tell())
            yield block
