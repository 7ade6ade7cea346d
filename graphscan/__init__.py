"""graphscan: third-country intermediaries between U.S. exporters and listed parties.

    run = graphscan.scan("folder")            # records and lists in, indicators for review out
    run.findings                              # pandas, one row a finding
    run.write("out")                          # findings.json, graph.html, report.html, tables
    graphscan.paths(run.case, graphscan.PathQuery(sender="US", receiver="HiSilicon"))

Importing the package loads no engine; what is used is loaded when it is asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from graphscan.settings import Settings, read_settings

if TYPE_CHECKING:
    from graphscan.casefile import Case, open_case
    from graphscan.pipeline import Run, paths, scan
    from graphscan.resolve import screen
    from graphscan.search.query import PathQuery

__all__ = [
    "Case",
    "PathQuery",
    "Run",
    "Settings",
    "open_case",
    "paths",
    "read_settings",
    "scan",
    "screen",
]

_HOMES = {
    "Case": "graphscan.casefile",
    "PathQuery": "graphscan.search.query",
    "Run": "graphscan.pipeline",
    "open_case": "graphscan.casefile",
    "paths": "graphscan.pipeline",
    "scan": "graphscan.pipeline",
    "screen": "graphscan.resolve",
}


def __getattr__(name: str) -> Any:
    """A public name, loaded with its module on first use."""
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    message = f"module 'graphscan' has no attribute {name!r}"
    raise AttributeError(message)
