"""What a load left aside, said in the terminal: ignored files, and columns that are not read."""

from __future__ import annotations

from graphscan.cli.output import Output
from graphscan.cli.text import clean, count
from graphscan.sources import LoadReport

FILES_SHOWN = 10
IGNORED_SHOWN = 4
COLUMNS_SHOWN = 6


def print_aside(output: Output, report: LoadReport) -> None:
    """Print ignored files on one line, then a line for each file with columns that are not read."""
    if report.ignored:
        told = sorted(report.ignored, key=lambda name: "(" not in name)  # those with a reason first
        named = ", ".join(map(clean, told[:IGNORED_SHOWN]))
        left = len(report.ignored) - IGNORED_SHOWN
        others = f" and {left:,} more" if left > 0 else ""
        output.status(f"ignored: {named}{others}", style="dim")
    for path, names in report.unread[:FILES_SHOWN]:
        shown = ", ".join(clean(name) for name in names[:COLUMNS_SHOWN])
        rest = ", ..." if len(names) > COLUMNS_SHOWN else ""
        columns = count(len(names), "column")
        output.status(f"{clean(path)}: {columns} not read: {shown}{rest}", style="dim")
    more = len(report.unread) - FILES_SHOWN
    if more > 0:
        output.status(f"{count(more, 'more file')} with columns that are not read", style="dim")
