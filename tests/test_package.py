"""Promises of the package as a whole: public names, and what importing it does not load."""

from __future__ import annotations

import subprocess
import sys

import graphscan

ENGINES = ("duckdb", "neo4j", "pandas", "pyvis", "pyspark", "networkx", "click")


def test_every_public_name_is_there() -> None:
    for name in graphscan.__all__:
        assert getattr(graphscan, name) is not None


def loaded_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], check=True, capture_output=True, text=True
    )
    return set(done.stdout.split())


def test_importing_loads_no_engine() -> None:
    assert loaded_by("import graphscan").isdisjoint(ENGINES)


def test_the_pipeline_loads_no_server_driver_and_no_view() -> None:
    assert loaded_by("import graphscan.pipeline").isdisjoint(("neo4j", "pyspark", "pyvis", "click"))


def test_help_loads_no_engine() -> None:
    assert loaded_by("import graphscan.cli").isdisjoint(("duckdb", "neo4j", "pandas", "pyvis"))
