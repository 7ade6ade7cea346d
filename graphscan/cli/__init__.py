"""The command line: one module per command family, loaded when it is asked for."""

from graphscan.cli.app import main

__all__ = ["main"]
