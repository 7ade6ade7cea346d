"""Files in, rows of the case out: nothing is lost, nothing is guessed."""

from graphscan.sources.load import LoadReport, Look, load_inputs, look_at
from graphscan.sources.load_file import FileReport

__all__ = ["FileReport", "LoadReport", "Look", "load_inputs", "look_at"]
