"""Stages, timed and told as they go."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import Callable, Iterator


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage of a run, as it is told to whoever watches.

    Attributes:
        name: What is being done.
        done: Units done.
        total: Units in all; 0 where that is not known.
        note: What came of it, once finished.
        finished: Whether it is over.
        seconds: How long it took, once finished.
    """

    name: str
    done: int = 0
    total: int = 0
    note: str = ""
    finished: bool = False
    seconds: float = 0.0


OnStage = Callable[[Stage], None]


class Told:
    """What a stage says of itself while it runs.

    Attributes:
        note: What came of it, for its end.
    """

    def __init__(self, name: str, on_stage: OnStage | None) -> None:
        """Speak for a stage."""
        self._name = name
        self._on_stage = on_stage
        self.note = ""

    def progress(self, note: str, done: int, total: int) -> None:
        """Pass on how far the stage is."""
        if self._on_stage:
            self._on_stage(Stage(name=self._name, done=done, total=total, note=note))


class Watch:
    """Times the stages and tells of them.

    Attributes:
        finished: Every finished stage, in order.
    """

    def __init__(self, on_stage: OnStage | None) -> None:
        """Watch stages; None tells nobody."""
        self._on_stage = on_stage
        self.finished: list[Stage] = []

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[Told]:
        """Run one stage."""
        told = Told(name, self._on_stage)
        told.progress("", 0, 0)
        began = time.perf_counter()
        yield told
        ended = Stage(name=name, note=told.note, finished=True, seconds=time.perf_counter() - began)
        self.finished.append(ended)
        if self._on_stage:
            self._on_stage(ended)
