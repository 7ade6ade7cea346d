"""Declared mappings: how the columns of a file that is not canonical become canonical ones."""

from graphscan.sources.mapping.library import Library
from graphscan.sources.mapping.model import Exclusion, Mapping, Rule, key
from graphscan.sources.mapping.parse import read_mapping
from graphscan.sources.mapping.sql import compile_mapping

__all__ = ["Exclusion", "Library", "Mapping", "Rule", "compile_mapping", "key", "read_mapping"]
