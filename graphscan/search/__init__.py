"""The search: exact numbers of chains, then routes and journeys in the order of their score."""

from graphscan.search.engine import run_search
from graphscan.search.points import NoPoints, Points
from graphscan.search.query import PathQuery
from graphscan.search.results import Journey, Route, SearchResult, Throughput

__all__ = [
    "Journey",
    "NoPoints",
    "PathQuery",
    "Points",
    "Route",
    "SearchResult",
    "Throughput",
    "run_search",
]
