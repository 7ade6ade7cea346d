"""Which published format a file is, told by its first bytes, before any of it is read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from graphscan.sources import lists, ownership
from graphscan.sources.canonical import Loaded
from graphscan.sources.foreign import Foreign, OnBytes
from graphscan.sources.header import Header
from graphscan.sources.inputs import PAGES, Input
from graphscan.sources.lists.ftm_targets import with_targets
from graphscan.sources.problems import UnreadableFileError
from graphscan.sources.table_rows import Sheet, header_names
from graphscan.sources.text import text_blocks

LOOKED_AT = 1 << 16
"""Bytes that tell a format."""

_TEXT = (".csv", ".tsv", ".txt", ".gz")


def foreign_format(given: Input, ending: str) -> Foreign | None:
    """The published format of a file; None leaves it to canonical tables and mappings.

    Args:
        given: The file.
        ending: What its name says it is.

    Raises:
        UnreadableFileError: It is XML in a layout that is not known, or cannot be unpacked.
    """
    if given.size and ending in PAGES:
        return lists.recognise_page(given.location)
    if not given.size or ending not in {*_TEXT, ".json", ".jsonl", ".xml"}:
        return None
    start = b""
    for block in text_blocks(given.location):
        start += block
        if len(start) >= LOOKED_AT:
            break
    begins = start.lstrip()[:1]
    if begins in {b"{", b"["}:
        found = lists.recognise_json(start[:LOOKED_AT]) or ownership.recognise_json(
            start[:LOOKED_AT], given.location
        )
    elif begins == b"<":
        found = lists.recognise_xml(start[:LOOKED_AT]) or ownership.recognise_xml(start[:LOOKED_AT])
    else:
        if ending in _TEXT:
            names = header_names(start)
            return lists.recognise_header(names, start, given.path) or ownership.recognise_header(
                names
            )
        found = None
    if found is None and ending == ".xml":
        raise unknown_layout("XML", start.decode(errors="replace"))
    return found and with_targets(found)


def is_published(names: tuple[str, ...]) -> bool:
    """Whether a sheet with these columns is a table that others publish."""
    return ownership.recognise_header(names) is not None


def sheet_format(given: Input, header: Header) -> Foreign | None:
    """The published format of a sheet; None leaves it to the canonical tables and mappings."""
    found = ownership.recognise_header(header.names) if given.sheet else None
    if found is None:
        return None
    sheet = Sheet(location=given.location, name=given.sheet, header=header)

    def read(_: Path, on_bytes: OnBytes | None = None, after: int = 0) -> Iterator[Loaded]:
        return found.read(sheet, on_bytes, after)

    return dataclasses.replace(found, read=read)


def unknown_layout(kind: str, start: str) -> UnreadableFileError:
    """What is said of a structured file that nothing reads."""
    return UnreadableFileError(
        reason=f"{kind} in a layout that is not known",
        cure="Export it as CSV with canonical columns, or map it: graphscan mapping suggest FILE.",
        value=start[:100],
    )
