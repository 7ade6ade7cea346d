"""Records of an XML file, one element at a time, with nothing in it taken as an instruction.

A document type declaration is refused: it is where entities are declared, and no official list has
one. So neither external entities nor entities that grow are ever looked at. The encoding that the
document announces is that in which `graphscan.sources.text` read it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from xml.parsers import expat

from graphscan.sources.problems import UnreadableFileError

DEPTH_LIMIT = 100
"""Elements inside each other."""

RECORD_LIMIT = 1 << 24
"""Characters of text in the longest record."""

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


_NONE: Sequence[Node] = ()


class Node:
    """An element: its name without prefix, its attributes, its text and what it holds."""

    __slots__ = ("attributes", "children", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        """An element as it begins."""
        self.tag = tag
        self.attributes = attributes
        self.children: Sequence[Node] = _NONE
        self.text = ""

    def find(self, path: str) -> Node | None:
        """The first element below, by the names on the way with `/` between."""
        node: Node | None = self
        for tag in path.split("/"):
            node = next((each for each in node.children if each.tag == tag), None) if node else None
        return node

    def all(self, path: str) -> Iterator[Node]:
        """Every element below, by the names on the way with `/` between."""
        tag, _, rest = path.partition("/")
        for child in self.children:
            if child.tag == tag:
                if rest:
                    yield from child.all(rest)
                else:
                    yield child

    def value(self, path: str) -> str:
        """The text of the first element below, trimmed; '' where there is none."""
        node = self.find(path)
        return node.text.strip() if node else ""

    def values(self, path: str) -> list[str]:
        """The texts of every element below that has one."""
        return [text for text in (node.text.strip() for node in self.all(path)) if text]


def xml_records(blocks: Iterator[bytes], tags: Collection[str], after: int = 0) -> Iterator[Node]:
    """The elements of these names, wherever they stand, in order.

    Args:
        blocks: The file as bytes, UTF-8 unless the XML declaration says otherwise.
        tags: Names without prefix; an element inside another of them belongs to that one.
        after: Records to leave out at its start.

    Raises:
        UnreadableFileError: It is no XML, cut short, too deep, or it declares a document type.

    >>> [node.value("B") for node in xml_records(iter([b"<L><A><B>x</B></A><A/></L>"]), {"A"})]
    ['x', '']
    """
    first = next(blocks, b"")
    declared = _DECLARED.match(first)
    encoding = declared[1].decode().lower() if declared else "utf-8"
    reader = _Reader(frozenset(tags), encoding, after)
    yield from reader.feed(first)
    for block in blocks:
        yield from reader.feed(block)
    yield from reader.feed(b"", final=True)


class _Reader:
    def __init__(self, tags: frozenset[str], encoding: str, after: int) -> None:
        self._tags = tags
        self._after = after
        self._passing = 0
        self._known = {"utf-16": "utf-8", "utf-32": "utf-8"}.get(encoding, encoding)
        if self._known not in {"utf-8", "us-ascii", "ascii", "iso-8859-1", "latin-1"}:
            raise UnreadableFileError(
                reason=f"XML in {encoding} is not read", cure="Save it in UTF-8."
            )
        parser = expat.ParserCreate("iso-8859-1" if "1" in self._known else "utf-8")
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.EntityDeclHandler = _refuse_doctype
        self._parser = parser
        self._names: dict[str, str] = {}
        self._open: list[Node] = []
        self._depth = 0
        self._length = 0
        self._found: list[Node] = []

    def feed(self, block: bytes, *, final: bool = False) -> list[Node]:
        """Read on; the records that are whole now."""
        self._found = []
        try:
            self._parser.Parse(block, final)
        except expat.ExpatError as err:
            raise UnreadableFileError(
                reason=f"the XML is damaged or cut short: {err}", cure="Fetch the file again."
            ) from err
        return self._found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise UnreadableFileError(
                reason=f"more than {DEPTH_LIMIT} XML elements inside each other",
                cure="Look at the file: no list is built so.",
            )
        if self._passing:
            return
        tag = self._names.get(name) or self._names.setdefault(name, name.rpartition(":")[2])
        if not self._open and tag not in self._tags:
            return
        if self._after:
            self._passing = self._depth
            return
        node = Node(tag, attributes)
        if self._open:
            above = self._open[-1]
            if isinstance(above.children, list):
                above.children.append(node)
            else:
                above.children = [node]
        else:
            self._parser.CharacterDataHandler = self._text
            self._length = 0
        self._open.append(node)

    def _end(self, _: str) -> None:
        self._depth -= 1
        if self._depth < self._passing:
            self._passing = 0
            self._after -= 1
        if not self._open:
            return
        node = self._open.pop()
        if not self._open:
            self._parser.CharacterDataHandler = None
            self._found.append(node)

    def _text(self, text: str) -> None:
        self._length += len(text)
        if self._length > RECORD_LIMIT:
            raise UnreadableFileError(
                reason=f"an XML record is longer than {RECORD_LIMIT} characters",
                cure="Look at the file: no record is that long.",
            )
        self._open[-1].text += text


def _refuse_doctype(*_: object) -> None:
    raise UnreadableFileError(
        reason="the XML declares a document type or entities: not read",
        cure="Fetch the official file: it declares none.",
    )
