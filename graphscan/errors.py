"""Every deliberate exception of graphscan. One screen tells a caller what to catch.

* GraphscanError                    anything graphscan raises on purpose
  - SettingsError                   a value in graphscan.toml or on the command line is not usable
  - InputError                      an input as a whole cannot be used
    . UnknownTableError             a readable table that no mapping fits
    . MappingError                  a declared mapping that says something wrong
  - CaseError                       the case file cannot be opened or written
    . CaseBusyError                 another process holds it
    . CaseVersionError              it was written by a newer graphscan
  - OutputError                     a folder of results cannot be written
  - NotFoundError                   what was asked for by name does not exist
  - VerificationError               what a run says is not what its source rows say
  - StoreError                      a server (Neo4j, Spark) refused or could not be reached

Rows that cannot be read raise nothing: they are quarantined with file, row, field, value, reason
and cure (see `graphscan.casefile`).
"""

from __future__ import annotations

from collections.abc import Sequence


class GraphscanError(Exception):
    """What went wrong, where, and how to mend it: `where: what. cure`.

    >>> print(GraphscanError("no such party", where="paths --to", cure="Try `graphscan screen`."))
    paths --to: no such party. Try `graphscan screen`.
    """

    def __init__(self, what: str, *, where: str = "", cure: str = "") -> None:
        """Keep the three parts as attributes and join them for people."""
        self.what = what
        self.where = where
        self.cure = cure
        head = f"{where}: {what}" if where else what
        super().__init__(f"{head.rstrip('.')}. {cure}" if cure else head)


class SettingsError(GraphscanError):
    """A setting has a value that graphscan cannot use."""


class InputError(GraphscanError):
    """An input cannot be used as a whole."""


class UnknownTableError(InputError):
    """A readable table whose columns fit no mapping; nothing has been written."""

    def __init__(self, path: str, nearest: str, missing: Sequence[str]) -> None:
        """Name the nearest mapping and the columns it misses."""
        self.path = path
        self.nearest = nearest
        self.missing = tuple(missing)
        super().__init__(
            f"no mapping fits this table; the nearest, '{nearest}', misses {', '.join(missing)}",
            where=path,
            cure="Rename the columns as the mapping wants them, or move the file away.",
        )


class MappingError(InputError):
    """A declared mapping cannot be used; the message names the key."""


class CaseError(GraphscanError):
    """The case file cannot be opened or written."""


class CaseBusyError(CaseError):
    """Another process holds the case."""


class CaseVersionError(CaseError):
    """The case was written by a newer graphscan."""


class OutputError(GraphscanError):
    """A folder of results cannot be written."""


class NotFoundError(GraphscanError):
    """Something that was asked for by name does not exist."""


class VerificationError(GraphscanError):
    """What a run says is not what its source rows say."""


class StoreError(GraphscanError):
    """A server refused, or could not be reached."""
