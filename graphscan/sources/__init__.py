"""Files in, rows of the case out: nothing is lost, nothing is guessed."""

from graphscan.sources.changes import Look, look_at
from graphscan.sources.load import LoadReport, load_inputs
from graphscan.sources.load_file import FileReport

__all__ = ["FileReport", "LoadReport", "Look", "load_inputs", "look_at"]
