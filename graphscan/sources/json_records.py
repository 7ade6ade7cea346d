"""Records of a JSON file, one at a time: JSON lines, an array, or an array inside an object.

Nothing is read ahead further than one record, so memory does not grow with the file. A line that
is no JSON is one damaged record; an array that breaks off is a damaged file, since nobody can say
where its next record begins.
"""

from __future__ import annotations

import codecs
import dataclasses
import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

from graphscan.sources.problems import Refusal, UnreadableFileError

RECORD_LIMIT = 1 << 25
"""Characters of the longest record that is read."""

LIST_KEYS = ("results", "records", "statements", "relations", "exceptions", "data", "entities")
"""Keys under which publishers put the array of their records."""

_SPACE = re.compile(r"[\s\ufeff]*")
_BETWEEN = re.compile(r"[\s\ufeff]*,?[\s\ufeff]*")
_DECODER = json.JSONDecoder(parse_constant=lambda _: None)

_NO_JSON = Refusal(reason="not a JSON record", cure="Fetch the file again.")
_NO_OBJECT = Refusal(reason="not a JSON object", cure="Each record is an object in braces.")
_DEEP = Refusal(reason="nested too deeply to be read", cure="Remove the record: it is no data.")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record.

    Attributes:
        number: The first is 1, blank lines count.
        content: The object; empty where it cannot be read.
        problem: Why it cannot be read.
        text: The start of a record that cannot be read.
    """

    number: int
    content: dict[str, Any]
    problem: Refusal | None = None
    text: str = ""


def json_records(blocks: Iterator[bytes], after: int = 0) -> Iterator[Record]:
    r"""The records of a JSON file.

    Args:
        blocks: The text of the file as UTF-8.
        after: Records to leave out at its start, lines without a look at what is in them.

    Raises:
        UnreadableFileError: It is no JSON, or an array of it is damaged or cut short.

    >>> [record.content for record in json_records(iter([b'{"results": [{"a": 1}, {"a": 2}]}']))]
    [{'a': 1}, {'a': 2}]
    >>> [record.problem is None for record in json_records(iter([b'{"a": 1}\n{"a": \n{"a": 3}\n']))]
    [True, False, True]
    """
    text = _Text(blocks)
    text.skip(_SPACE)
    start = text.peek(1)
    if start == "[":
        text.drop(1)
        return itertools.islice(_elements(text), after, None)
    if start != "{":
        raise UnreadableFileError(
            reason="not JSON: it begins with neither { nor [",
            cure="Fetch the file again.",
            value=text.peek(100),
        )
    return _lines(text, after) if _is_lines(text) else itertools.islice(_inside(text), after, None)


def _is_lines(text: _Text) -> bool:
    """Whether the first line is a whole object, or the lines behind it begin objects as well."""
    line = text.peek_line()
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        behind = text.peek(len(line) + 200)[len(line) :].lstrip()
        return behind.startswith("{")
    return not text.is_only(line)


def _lines(text: _Text, after: int) -> Iterator[Record]:
    number = met = 0
    while (line := text.line()) is not None:
        number += 1
        if not line.strip():
            continue
        met += 1
        if met > after:
            yield _record(number, line)


def _record(number: int, line: str) -> Record:
    try:
        content = json.loads(line)
    except RecursionError:
        return Record(number=number, content={}, problem=_DEEP, text=line[:200])
    except ValueError:
        return Record(number=number, content={}, problem=_NO_JSON, text=line[:200])
    return _checked(number, content, line)


def _checked(number: int, content: object, line: str) -> Record:
    if not isinstance(content, dict):
        return Record(number=number, content={}, problem=_NO_OBJECT, text=line[:200])
    return Record(number=number, content=content)


def _elements(text: _Text) -> Iterator[Record]:
    """Elements of an array whose bracket has been read."""
    number = 0
    text.skip(_SPACE)
    while text.peek(1) != "]":
        number += 1
        content = text.value(number)
        yield _checked(number, content, str(content)[:200])
        before = text.peek(1)
        text.skip(_BETWEEN)
        after = text.peek(1)
        if not after or (before != "," and after not in {"]", ","} and not before.isspace()):
            raise _cut_short(number)


def _inside(text: _Text) -> Iterator[Record]:
    """Records of the array under a known key, or the one object that the file is."""
    start = text.peek(1 << 16)
    keys = "|".join(LIST_KEYS)
    found = re.search(rf'"(?:{keys})"\s*:\s*\[', start)
    if found:
        text.drop(found.end())
        yield from _elements(text)
        return
    content = text.value(1)
    yield _checked(1, content, "")


def _cut_short(number: int) -> UnreadableFileError:
    return UnreadableFileError(
        reason=f"damaged or cut short behind record {number}",
        cure="Fetch the file again; nothing of it was loaded.",
    )


class _Text:
    """Text that comes in blocks, with a place in it."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
        self._held = ""
        self._at = 0
        self._ended = False

    def _more(self) -> bool:
        block = next(self._blocks, None)
        if block is None:
            self._ended = True
            return False
        self._held = self._held[self._at :] + self._decode(block)
        self._at = 0
        return True

    def peek(self, count: int) -> str:
        while len(self._held) - self._at < count and self._more():
            pass
        return self._held[self._at : self._at + count]

    def drop(self, count: int) -> None:
        self._at += count

    def skip(self, pattern: re.Pattern[str]) -> None:
        while True:
            found = pattern.match(self._held, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._held) or not self._more():
                return

    def is_only(self, line: str) -> bool:
        """Whether nothing stands behind a line that begins here."""
        return not self.peek(len(line) + 1000)[len(line) :].strip()

    def peek_line(self) -> str:
        """The line that begins here, as far as a record may reach."""
        end = self._line_end()
        return self._held[self._at : end]

    def _line_end(self) -> int:
        seen = self._at
        while True:
            end = self._held.find("\n", seen)
            if end >= 0:
                return end + 1
            if len(self._held) - self._at > RECORD_LIMIT:
                return len(self._held)
            seen = len(self._held) - self._at
            if not self._more():
                return len(self._held)

    def line(self) -> str | None:
        """The next line, None at the end; one that is too long is refused with the whole file."""
        end = self._line_end()
        line = self._held[self._at : end]
        if len(line) > RECORD_LIMIT:
            raise UnreadableFileError(
                reason=f"a line is longer than {RECORD_LIMIT} characters",
                cure="Look at the file: a record is not that long.",
            )
        self._at = end
        return line or None

    def value(self, number: int) -> object:
        """The JSON value that begins here."""
        while True:
            try:
                value, self._at = _DECODER.raw_decode(self._held, self._at)
            except RecursionError as err:
                raise UnreadableFileError(
                    reason=f"record {number} is nested too deeply to be read",
                    cure="Look at the file: it is no register.",
                ) from err
            except ValueError as err:
                if len(self._held) - self._at > RECORD_LIMIT or not self._more():
                    raise _cut_short(number - 1) from err
            else:
                return value
