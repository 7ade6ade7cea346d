"""How far a load has come, in bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graphscan.sources.inputs import Input
from graphscan.sources.reading import Plan

OnProgress = Callable[[str, int, int], None]
"""Told the path in work, the bytes done and the bytes in all."""


class Progress:
    """Bytes done of the bytes in all."""

    def __init__(self, plans: Sequence[Plan], tell: OnProgress | None) -> None:
        """Count the bytes of the planned files."""
        self._total = sum(how.input.size for how in plans)
        self._done = 0
        self._path = ""
        self._tell = tell

    def start(self, given: Input) -> None:
        """A file begins."""
        self._path = given.path
        self.on_bytes(0)

    def on_bytes(self, done: int) -> None:
        """So many bytes of it are read."""
        if self._tell:
            self._tell(self._path, self._done + done, self._total)

    def finish(self, given: Input) -> None:
        """It is read."""
        self._done += given.size
        self.on_bytes(0)
