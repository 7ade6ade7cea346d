"""The SQL statements of the network stage, one a file in `sql/`."""

from __future__ import annotations

from importlib import resources


def statement(name: str) -> str:
    """The text of `sql/<name>.sql`."""
    return resources.files("graphscan.network").joinpath("sql", f"{name}.sql").read_text("utf-8")
