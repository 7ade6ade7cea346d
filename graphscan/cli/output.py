"""Where output goes: data on stdout, status on stderr, colour only for people.

Progress bars are drawn only where both streams are terminals; NO_COLOR and FORCE_COLOR are honoured
(https://no-color.org), `--color` goes before them.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable, Mapping
from typing import IO, Any

import click
from rich.console import Console, RenderableType
from rich.text import Text

PIPED_WIDTH = 160
"""Columns of tables in a file or a pipe, where COLUMNS does not say."""


class Output:
    """The two streams of a command.

    Attributes:
        as_json: One JSON object a line on stdout, nothing else there.
        quiet: No status on stderr, errors apart.
        interactive: Progress may be drawn: both streams are terminals.
    """

    def __init__(self, *, as_json: bool, quiet: bool, color: str) -> None:
        """Look at the streams as they are now."""
        self.as_json = as_json
        self.quiet = quiet
        self.interactive = sys.stderr.isatty() and sys.stdout.isatty() and not quiet
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a name that cannot be printed is escaped
                stream.reconfigure(errors="backslashreplace")
        self._data = _console(sys.stdout, color)
        self.status_console = _console(sys.stderr, color)
        utf8 = _is_utf8(sys.stdout) and _is_utf8(sys.stderr)
        self.arrow, self.tick, self.mark = ("→", "✓", "!") if utf8 else ("->", "ok", "!")

    def table(self, renderable: RenderableType) -> None:
        """Print something for people on stdout; nothing under `--json`."""
        if not self.as_json:
            self._write(renderable)

    def line(self, text: str = "", style: str = "") -> None:
        """Print a line for people on stdout; nothing under `--json`. Text is never markup."""
        self.table(Text(text, style=style))

    def text(self, text: str) -> None:
        """Print text on stdout as it is, neither folded nor styled."""
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError as err:
            raise _reader_gone() from err

    def objects(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Print one JSON object a line on stdout."""
        plain = not _is_utf8(sys.stdout)
        for row in rows:
            self.text(json.dumps(row, ensure_ascii=plain, default=str) + "\n")

    def status(self, text: str, style: str = "") -> None:
        """Say on stderr how things go, unless `--quiet`."""
        if not self.quiet:
            self.status_console.print(Text(text, style=style), soft_wrap=True)

    def _write(self, renderable: RenderableType) -> None:
        try:
            soft = isinstance(renderable, Text)
            self._data.print(renderable, soft_wrap=soft)
            sys.stdout.flush()
        except BrokenPipeError as err:
            raise _reader_gone() from err


def _reader_gone() -> click.exceptions.Exit:
    """End well where the reader of stdout has closed it, as `| head` does.

    stdout is pointed at nothing, or Python's last flush would complain of the closed pipe.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return click.exceptions.Exit(0)


def _console(stream: IO[str], color: str) -> Console:
    forced = {"always": True, "never": False}.get(color)
    columns = os.environ.get("COLUMNS", "")
    width = None if stream.isatty() or columns.isdigit() else PIPED_WIDTH
    return Console(
        file=stream,
        force_terminal=forced,
        no_color=True if color == "never" else (False if color == "always" else None),
        width=width,
        highlight=False,
        markup=False,
        emoji=False,
    )


def _is_utf8(stream: IO[str]) -> bool:
    return (getattr(stream, "encoding", "") or "").lower().replace("-", "") in {"utf8", "utf8sig"}
