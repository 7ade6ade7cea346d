"""Shows the stages of a run: bars where people watch, one line a stage everywhere else."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Protocol

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from graphscan.cli.output import Output
from graphscan.cli.text import clean


class StageLike(Protocol):
    """What a run says of a stage that goes on or has ended."""

    @property
    def name(self) -> str:
        """What is done."""

    @property
    def done(self) -> int:
        """How much of it is done."""

    @property
    def total(self) -> int:
        """How much there is; 0 where that is not known."""

    @property
    def note(self) -> str:
        """What came out, in a few words."""

    @property
    def finished(self) -> bool:
        """Whether it has ended."""

    @property
    def seconds(self) -> float:
        """How long it took, once it has ended."""


@contextlib.contextmanager
def stages(output: Output) -> Iterator[Callable[[StageLike], None]]:
    """A function to hand to a run as `on_stage`."""
    if not output.interactive:
        yield lambda stage: _line(output, stage)
        return
    columns = (
        TextColumn("{task.fields[sign]}", style="green"),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        TextColumn("{task.fields[counts]}", justify="right", markup=False),
        TextColumn("{task.fields[note]}", style="dim", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=output.status_console) as progress:
        yield _Bars(progress, output.tick)


class _Bars:
    """One bar a stage, made when the stage is first heard of."""

    def __init__(self, progress: Progress, tick: str) -> None:
        self._progress = progress
        self._tick = tick
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: StageLike) -> None:
        total = stage.total or None
        if stage.name not in self._tasks:
            name = clean(stage.name)
            self._tasks[stage.name] = self._progress.add_task(
                name, total=total, sign=" ", counts="", note=""
            )
        done = (stage.total or stage.done or 1) if stage.finished else stage.done
        self._progress.update(
            self._tasks[stage.name],
            completed=done,
            total=(total or done) if stage.finished else total,
            sign=self._tick if stage.finished else " ",
            counts=_counts(stage),
            note=clean(stage.note),
        )
        if stage.finished:
            self._progress.stop_task(self._tasks[stage.name])


def _line(output: Output, stage: StageLike) -> None:
    if not stage.finished:
        return
    parts = [text for text in (_counts(stage), clean(stage.note)) if text]
    took = f" ({stage.seconds:.1f} s)" if stage.seconds >= 0.05 else ""
    output.status(f"{output.tick} {clean(stage.name)}: {', '.join(parts) or 'done'}{took}")


def _counts(stage: StageLike) -> str:
    if stage.total and stage.done != stage.total:
        return f"{stage.done:,} of {stage.total:,}"
    return f"{stage.done:,}" if stage.done else ""
