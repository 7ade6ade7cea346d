"""Shared stores: a case on a Neo4j server, and the Cypher files of `queries/`.

A store is for asking and browsing together; the search itself runs in the case. The driver is
loaded by the first call that talks to a server, not by importing this package.
"""

from graphscan.stores.ask import TIME_LIMIT, run_query
from graphscan.stores.asked import PathsAnswer, ask_paths
from graphscan.stores.check import Compared, verify
from graphscan.stores.cypher import Parameter, Query, list_queries
from graphscan.stores.export import ExportReport, export
from graphscan.stores.load import Progress, PushReport, push

__all__ = [
    "TIME_LIMIT",
    "Compared",
    "ExportReport",
    "Parameter",
    "PathsAnswer",
    "Progress",
    "PushReport",
    "Query",
    "ask_paths",
    "export",
    "list_queries",
    "push",
    "run_query",
    "verify",
]
