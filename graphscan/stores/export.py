"""Writes a case as CSV files for `neo4j-admin database import full`.

An import is several times as quick as a push, for first loads of a million rows and more; it
replaces the whole database. The files hold one case. `import.args` names them for neo4j-admin; the
indexes and what only the server can work out are made by the push that follows.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from graphscan.casefile import Case
from graphscan.errors import StoreError
from graphscan.settings import Settings
from graphscan.stores import model
from graphscan.stores.load import case_name, limits
from graphscan.stores.rows import GraphRows

_TYPES = {
    "VARCHAR": "string",
    "VARCHAR[]": "string[]",
    "BIGINT[]": "long[]",
    "DOUBLE": "double",
    "BOOLEAN": "boolean",
    "INTEGER": "long",
    "BIGINT": "long",
    "HUGEINT": "long",
    "UBIGINT": "long",
    "DECIMAL": "double",
}
_BETWEEN = "\x1f"
"""Between the items of a list: no name that was read holds a control character that counts."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What was written.

    Attributes:
        case: The name that the case will have on the server.
        folder: Where the files are.
        files: Their names, in order.
        rows: Number of rows of each kind.
    """

    case: str
    folder: str
    files: tuple[str, ...]
    rows: Mapping[str, int]


def export(
    case: Case, folder: str | Path, *, settings: Settings, name: str | None = None
) -> ExportReport:
    """Write a case as CSV files, and `import.args` for neo4j-admin.

    Args:
        case: A case that has been scanned.
        folder: A new or empty folder.
        settings: As for a push.
        name: As for a push.

    Raises:
        StoreError: The folder holds something, or cannot be written.
    """
    label, place = case_name(case, name), Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        filled = any(place.iterdir())
    except OSError as err:
        raise StoreError(err.strerror or str(err), where=str(place)) from err
    if filled:
        raise StoreError("the folder is not empty", where=str(place), cure="Give a new one.")
    rows = GraphRows(case, settings)
    writer = _Writer(case, place, label)
    writer.write_case(rows.fingerprint(), limits(settings, rows))
    for kind, shape in model.KINDS.items():
        writer.write(kind, shape)
    arguments = [
        "--overwrite-destination",
        "--multiline-fields=true",
        "--id-type=string",
        "--array-delimiter=U+001F",
        *writer.arguments,
    ]
    (place / "import.args").write_text("\n".join(arguments) + "\n", encoding="utf-8")
    files = tuple(sorted(path.name for path in place.iterdir()))
    return ExportReport(case=label, folder=str(place), files=files, rows=rows.counts())


class _Writer:
    """Writes one file after another and keeps the arguments that name them."""

    def __init__(self, case: Case, place: Path, label: str) -> None:
        self._case, self._place, self._label = case, place, label
        self.arguments: list[str] = []

    def write_case(self, fingerprint: str, properties: Mapping[str, int | list[str]]) -> None:
        """The node of the case: not complete, so that nothing is asked before the push."""
        values = {
            "name": (self._label, "string"),
            "fingerprint": (fingerprint, "string"),
            "complete": ("false", "boolean"),
            "imported": ("true", "boolean"),
            **{name: _as_property(value) for name, value in properties.items()},
        }
        columns = [
            f"{_text(value)} AS {_quoted(f'{name}:{kind}')}"
            for name, (value, kind) in values.items()
        ]
        self._copy("case.csv", f"SELECT {', '.join(columns)}")
        self.arguments.append("--nodes=Case=case.csv")

    def write(self, kind: str, shape: model.Node | model.Relation) -> None:
        """The rows of one kind."""
        if isinstance(shape, model.Relation):
            self._write_relation(kind, shape)
        else:
            self._write_node(kind, shape)

    def _write_node(self, kind: str, node: model.Node) -> None:
        single = [
            f"{_text(self._label + '|')} || {name} AS {_quoted(f'{name}:string')}"
            for name in ("inlane", "weighed", "consigned")
        ]
        lanes = (
            "array_to_string(list_transform(outlanes, lambda lane: "
            f"{_text(self._label + '|')} || lane), chr(31)) AS {_quoted('outlanes:string[]')}"
        )
        key = "long" if node.key == "leg_id" else "string"
        columns = [
            f"key AS {_quoted(f':ID({node.label})')}",
            f"{_text(self._label)} AS {_quoted('case:string')}",
            f"key AS {_quoted(f'{node.key}:{key}')}",
            *([*single, lanes] if node.lanes else []),
            *(
                [f"CASE WHEN flag THEN {_text(node.flag)} END AS {_quoted(':LABEL')}"]
                if node.flag
                else []
            ),
            *self._properties(kind),
        ]
        self._copy(f"{kind}.csv", f"SELECT {', '.join(columns)} FROM graph_{kind}")  # noqa: S608 -- our own names
        self.arguments.append(f"--nodes={node.label}={kind}.csv")
        for link in node.links:
            ends = (link.column, "key") if link.incoming else ("key", link.column)
            labels = (link.label, node.label) if link.incoming else (node.label, link.label)
            file = f"{kind}_{link.type.lower()}.csv"
            self._copy(
                file,
                f"SELECT {ends[0]} AS {_quoted(f':START_ID({labels[0]})')}, "  # noqa: S608 -- our own names
                f"{ends[1]} AS {_quoted(f':END_ID({labels[1]})')} FROM graph_{kind}",
            )
            self.arguments.append(f"--relationships={link.type}={file}")

    def _write_relation(self, kind: str, relation: model.Relation) -> None:
        types = dict(self._described(f"SELECT * FROM graph_{kind}"))  # noqa: S608 -- our own names
        columns = [
            f"start AS {_quoted(f':START_ID({relation.start})')}",
            f'"end" AS {_quoted(f":END_ID({relation.end})")}',
            *(
                f"{name} AS {_quoted(f'{name}:{_TYPES[types[name]]}')}"
                for name in relation.identity
            ),
            *(self._properties(kind) if "properties" in types else []),
        ]
        self._copy(f"{kind}.csv", f"SELECT {', '.join(columns)} FROM graph_{kind}")  # noqa: S608 -- our own names
        self.arguments.append(f"--relationships={relation.type}={kind}.csv")

    def _properties(self, kind: str) -> list[str]:
        found = self._described(f"SELECT unnest(properties) FROM graph_{kind}")  # noqa: S608 -- our own names
        return [
            (
                f"CASE WHEN len(properties.{_quoted(name)}) > 0 THEN "
                f"array_to_string(properties.{_quoted(name)}, chr(31)) END"
                if type_.endswith("[]")
                else f"properties.{_quoted(name)}"
            )
            + f" AS {_quoted(f'{name}:{_TYPES[type_]}')}"
            for name, type_ in found
        ]

    def _described(self, sql: str) -> list[tuple[str, str]]:
        rows = self._case.rows(f"DESCRIBE {sql}")
        return [(row[0], "DECIMAL" if row[1].startswith("DECIMAL") else row[1]) for row in rows]

    def _copy(self, file: str, sql: str) -> None:
        path = _text(str(self._place / file))
        self._case.execute(f"COPY ({sql}) TO {path} (FORMAT csv, HEADER true)")


def _as_property(value: int | list[str]) -> tuple[str, str]:
    """Text and type of a property of a case."""
    if isinstance(value, int):
        return str(value), "long"
    return _BETWEEN.join(value), "string[]"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
