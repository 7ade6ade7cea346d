"""Files in, rows of the case out: nothing is lost, nothing is guessed."""

from graphscan.sources.load import FileReport, LoadReport, load_inputs

__all__ = ["FileReport", "LoadReport", "load_inputs"]
