"""Tables that live as long as the connection: what one step of resolve leaves for the next."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from graphscan.casefile import Case

_KINDS = {"string": "TEXT", "large_string": "TEXT", "int32": "INTEGER", "int64": "BIGINT"}


def keep(case: Case, table: str, data: pa.Table | pd.DataFrame) -> None:
    """Make or replace a temporary table.

    Args:
        case: The case.
        table: Its name, the program's own.
        data: Columns of text or whole numbers.

    >>> from graphscan.casefile import open_case
    >>> with open_case() as case:
    ...     keep(case, "ports", pd.DataFrame({"code": ["SGSIN"]}))
    ...     case.value("SELECT code FROM ports")
    'SGSIN'
    """
    if isinstance(data, pd.DataFrame):
        data = arrow(data)
    columns = ", ".join(f'"{field.name}" {_KINDS[str(field.type)]}' for field in data.schema)
    case.execute(f'CREATE OR REPLACE TEMP TABLE "{table}" ({columns})')
    case.append(table, data)


def drop(case: Case, *tables: str) -> None:
    """Drop temporary tables."""
    for table in tables:
        case.execute(f'DROP TABLE "{table}"')


def arrow(frame: pd.DataFrame) -> pa.Table:
    """A pandas table as an Arrow table, without its index."""
    return pa.Table.from_pandas(frame, preserve_index=False)
