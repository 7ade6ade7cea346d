"""The UFLPA Entity List as its publisher has it: tables of a web page, one a section.

Source: the page of the Department of Homeland Security. A table of the list has the columns `Name
of Entity` and `Effective Date`; what else the page holds is passed over, and nothing of it is run.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from graphscan.sources.canonical import Loaded
from graphscan.sources.foreign import OnBytes
from graphscan.sources.lists.entry import ListReader
from graphscan.sources.lists.others import UFLPA_COLUMNS, uflpa
from graphscan.sources.problems import UnreadableFileError
from graphscan.sources.text import text_blocks

PAGE_LIMIT = 1 << 24
"""Bytes of a page; the real one has a hundredth of that."""


def read_uflpa(location: Path, on_bytes: OnBytes | None = None) -> Iterator[Loaded]:
    """The portions of the page; rows are numbered through all tables, the first header being 1."""
    page = b""
    for block in text_blocks(location, on_bytes):
        page += block
        if len(page) > PAGE_LIMIT:
            raise UnreadableFileError(
                reason=f"a page of more than {PAGE_LIMIT} bytes", cure="Save the list's page alone."
            )
    reader = ListReader()
    for number, cells in enumerate(_rows(page.decode(errors="replace")), start=2):
        reader.record(number, functools.partial(uflpa, cells))
    yield from reader.take()


def _rows(page: str) -> Iterator[dict[str, str]]:
    parser = _Tables()
    parser.feed(page)
    parser.close()
    for table in parser.tables:
        names: list[str] = []
        for cells in table:
            told = [" ".join(cell.split()) for cell in cells]
            folded = [cell.lower() for cell in told]
            if set(UFLPA_COLUMNS) <= set(folded):
                names = folded
            elif names and any(told):
                yield dict(zip(names, told, strict=False))


class _Tables(HTMLParser):
    """The tables of a page: rows of texts of cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs  # nothing that a page says of its looks matters
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in {"td", "th"} and self.tables and self.tables[-1]:
            self.tables[-1][-1].append("")
        self._in_cell = tag in {"td", "th"} or (self._in_cell and tag not in {"tr", "table"})
        if tag in {"br", "p", "li"}:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag not in {"td", "th", "tr", "table"}

    def handle_data(self, data: str) -> None:
        if self._in_cell and self.tables and self.tables[-1] and self.tables[-1][-1]:
            self.tables[-1][-1][-1] += data
