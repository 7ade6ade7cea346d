"""One DuckDB file per case: what was loaded, what was quarantined, what each stage made of it."""

from graphscan.casefile.case import Case
from graphscan.casefile.opening import open_case

__all__ = ["Case", "open_case"]
