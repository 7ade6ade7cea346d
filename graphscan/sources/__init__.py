"""Files in, rows of the case out: nothing is lost, nothing is guessed."""

from graphscan.sources.load import FileReport, LoadReport, Look, load_inputs, look_at

__all__ = ["FileReport", "LoadReport", "Look", "load_inputs", "look_at"]
