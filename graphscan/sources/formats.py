"""Which published format a file is, told by its first bytes, before any of it is read."""

from __future__ import annotations

from graphscan.sources import lists, ownership
from graphscan.sources.foreign import Foreign
from graphscan.sources.inputs import PAGES, Input
from graphscan.sources.lists.ftm_targets import with_targets
from graphscan.sources.problems import UnreadableFileError
from graphscan.sources.table_rows import header_names
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


def unknown_layout(kind: str, start: str) -> UnreadableFileError:
    """What is said of a structured file that nothing reads."""
    return UnreadableFileError(
        reason=f"{kind} in a layout that is not known",
        cure="Export it as CSV with canonical columns, or map it: graphscan mapping suggest FILE.",
        value=start[:100],
    )
