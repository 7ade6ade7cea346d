"""Finds the Cypher files of `queries/` and reads their headers: question, parameters, columns.

The header is the only description of a query. It is written so that people can read it in a text
editor and paste the whole file into Neo4j Browser; an empty comment line ends it:

    // Question: Which journeys ...?
    // Parameters:
    //   $case STRING = "": the case as it was pushed; "" asks every case
    //   $max_legs INTEGER 1..6 = null: longest journey in legs;
    //       null: as in the settings of the push
    //   $to STRING: a parameter without a default must be given
    // Columns:
    //   exporter: name of the sender of the first leg
"""

from __future__ import annotations

import dataclasses
import json
import math
import re
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, cast

from graphscan.errors import NotFoundError, SettingsError

Value = str | int | float | bool | list[Any] | None

_PARAMETER = re.compile(
    r"\$(?P<name>\w+) (?P<kind>STRING|INTEGER|FLOAT|BOOLEAN|LIST)"
    r"(?: (?P<low>\d+)\.\.(?P<high>\d+))?"
    r"(?: = (?P<default>\"[^\"]*\"|-?\d+|null|true|false|\[\]))?: (?P<text>.+)"
)
_OF_KIND: Mapping[str, tuple[tuple[type, ...], str]] = {
    "FLOAT": ((int, float), "Give a number."),
    "BOOLEAN": ((bool,), "Give true or false."),
    "LIST": ((list,), 'Give a list as JSON: [1, 2] or ["HK"].'),
}
_COLUMN = re.compile(r"(?P<name>\w+): (?P<text>.+)")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a query.

    Attributes:
        description: What it means, with its unit.
        kind: STRING, INTEGER, FLOAT, BOOLEAN or LIST, as Cypher names its types.
        default: Used where the parameter is not given.
        required: There is no default.
        low: Smallest value allowed, None where there is no bound.
        high: Largest value allowed, None where there is no bound.
    """

    description: str
    kind: str
    default: Value
    required: bool
    low: int | None = None
    high: int | None = None

    def read(self, value: object, *, where: str) -> Value:
        """The value as the server needs it; text from a command line is read as the kind says.

        Raises:
            SettingsError: It is not of this kind, or out of bounds.

        >>> days = Parameter(description="", kind="INTEGER", default=0, required=False, low=0,
        ...                  high=9)
        >>> days.read("7", where="q")
        7
        >>> days.read("a week", where="query q: wait")
        Traceback (most recent call last):
        graphscan.errors.SettingsError: query q: wait: 'a week'. Give a whole number from 0 to 9.
        """
        if value is None:
            return None
        if self.kind == "STRING":
            return str(value)
        if self.kind != "INTEGER":
            return self._read_json(value, where=where)
        bounds = "" if self.low is None else f" from {self.low} to {self.high}"
        try:
            number = int(str(value))
        except ValueError as err:
            cure = f"Give a whole number{bounds}."
            raise SettingsError(repr(value), where=where, cure=cure) from err
        if self.low is not None and self.high is not None and not self.low <= number <= self.high:
            raise SettingsError(str(number), where=where, cure=f"Give a whole number{bounds}.")
        return number

    def _read_json(self, value: object, *, where: str) -> Value:
        """A FLOAT, BOOLEAN or LIST, or a text that is one as JSON."""
        types, cure = _OF_KIND[self.kind]
        try:
            read: Any = json.loads(value) if isinstance(value, str) else value
        except (ValueError, RecursionError) as err:  # digits without end, brackets without end
            raise SettingsError(repr(value)[:100], where=where, cure=cure) from err
        fits = isinstance(read, types) and isinstance(read, bool) == (self.kind == "BOOLEAN")
        if not fits or (isinstance(read, float) and not math.isfinite(read)):
            raise SettingsError(repr(value)[:100], where=where, cure=cure)
        return cast("Value", read)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One Cypher file.

    Attributes:
        name: The file's name without its ending.
        question: What it answers, one sentence.
        parameters: By name, in the order of the header.
        columns: What each column of the answer means, by name, in order.
        text: The file as it is; one statement.
    """

    name: str
    question: str
    parameters: Mapping[str, Parameter]
    columns: Mapping[str, str]
    text: str

    def read_parameters(self, given: Mapping[str, object]) -> dict[str, Value]:
        r"""What is given, checked, and the defaults of what is not.

        Raises:
            SettingsError: A parameter is unknown or missing, or has a value that it cannot take.

        >>> query = read_query("q", "// Question: Who?\n// Parameters:\n//   $to STRING: the end")
        >>> query.read_parameters({"too": "HiSilicon"})
        Traceback (most recent call last):
        graphscan.errors.SettingsError: query q: no parameter 'too'. It takes to.
        """
        where = f"query {self.name}"
        for name in given:
            if name not in self.parameters:
                what = f"no parameter {name!r}"
                takes = ", ".join(self.parameters) or "none"
                raise SettingsError(what, where=where, cure=f"It takes {takes}.")
        values: dict[str, Value] = {}
        for name, parameter in self.parameters.items():
            if name in given:
                values[name] = parameter.read(given[name], where=f"{where}: {name}")
            elif parameter.required:
                what = f"parameter {name!r} is missing"
                cure = f"Give --param {name}=... ({parameter.description})."
                raise SettingsError(what, where=where, cure=cure)
            else:
                values[name] = parameter.default
        return values


def list_queries() -> list[Query]:
    """Every query of `queries/`, by name.

    >>> [query.name for query in list_queries()][:3]
    ['asked_paths', 'between_parties', 'chains_by_length']
    """
    files = [file for file in _folder().iterdir() if file.name.endswith(".cypher")]
    return [
        read_query(file.name.removesuffix(".cypher"), file.read_text(encoding="utf-8"))
        for file in sorted(files, key=lambda file: file.name)
    ]


def find_query(name: str) -> Query:
    """The query of that name.

    Raises:
        NotFoundError: There is none.

    >>> find_query("everything")
    Traceback (most recent call last):
    graphscan.errors.NotFoundError: no query 'everything'. Known: asked_paths, ...
    """
    queries = {query.name: query for query in list_queries()}
    if name not in queries:
        what = f"no query {name!r}"
        raise NotFoundError(what, cure=f"Known: {', '.join(queries)}")
    return queries[name]


def read_query(name: str, text: str) -> Query:
    """A query from the text of its file.

    Raises:
        ValueError: The header asks no question, or has a line that is no parameter or column.
    """
    question, parameters, columns = "", {}, {}
    section = ""
    for line in _header(text):
        if line.startswith("Question: "):
            question = line.removeprefix("Question: ")
        elif line in {"Parameters:", "Columns:"}:
            section = line
        elif section == "Parameters:" and (found := _PARAMETER.fullmatch(line)):
            parameters[found["name"]] = Parameter(
                description=found["text"],
                kind=found["kind"],
                default=json.loads(found["default"] or "null"),
                required=found["default"] is None,
                low=int(found["low"]) if found["low"] else None,
                high=int(found["high"]) if found["high"] else None,
            )
        elif section == "Columns:" and (found := _COLUMN.fullmatch(line)):
            columns[found["name"]] = found["text"]
        else:
            message = f"{name}.cypher: cannot read the header line {line!r}"
            raise ValueError(message)
    if not question:
        message = f"{name}.cypher: the header asks no question"
        raise ValueError(message)
    return Query(name=name, question=question, parameters=parameters, columns=columns, text=text)


def _header(text: str) -> list[str]:
    """The comment lines up to an empty one; a line indented by four goes on with the one before."""
    lines: list[str] = []
    for line in text.splitlines():
        body = line.removeprefix("//").rstrip()
        if not line.startswith("//") or not body:
            break
        if body.startswith("    ") and lines:
            lines[-1] += " " + body.strip()
        else:
            lines.append(body.strip())
    return lines


def _folder() -> Traversable | Path:
    """`queries/` inside an installed package, else beside the package in a checkout."""
    installed = resources.files("graphscan") / "queries"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "queries"
