"""Frozen records to JSON values and back, by their types: how results are kept in a case."""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


def to_json(value: Any) -> Any:
    """A record as JSON values: dataclasses as objects, tuples as arrays.

    >>> @dataclasses.dataclass(frozen=True)
    ... class Stop:
    ...     key: int | tuple[str, str]
    >>> to_json((Stop(key=("HK", "Hong Kong")), Stop(key=7)))
    [{'key': ['HK', 'Hong Kong']}, {'key': 7}]
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        return {name: to_json(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): to_json(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(held) for held in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if hasattr(value, "item"):  # a NumPy number
        return value.item()
    message = f"{type(value).__name__} is no JSON value"
    raise TypeError(message)


def from_json(kind: type[T], value: Any) -> T:
    """A record of a type out of the JSON values that `to_json` made of it.

    >>> @dataclasses.dataclass(frozen=True)
    ... class Stop:
    ...     key: int | None
    ...     days: tuple[int, ...] = ()
    >>> from_json(Stop, {"key": None, "days": [1, 2]})
    Stop(key=None, days=(1, 2))
    """
    return typing.cast("T", _read(kind, value))


def _read(kind: Any, value: Any) -> Any:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    read = value
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        read = kind(**{name: _read(hints[name], held) for name, held in value.items()})
    elif origin in {typing.Union, types.UnionType}:
        read = _read(_fitting(inner, value), value)
    elif origin is tuple and inner[-1] is Ellipsis:
        read = tuple(_read(inner[0], held) for held in value)
    elif origin is tuple:
        read = tuple(_read(one, held) for one, held in zip(inner, value, strict=True))
    elif isinstance(origin, type) and issubclass(origin, Mapping):
        read = {_key(inner[0], key): _read(inner[1], held) for key, held in value.items()}
    elif isinstance(origin, type) and issubclass(origin, Sequence):
        read = [_read(inner[0], held) for held in value]
    return read


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _key(kind: Any, text: str) -> Any:
    return int(text) if kind is int else text


def _fitting(kinds: Sequence[Any], value: Any) -> Any:
    """The member of a union that a JSON value is of."""
    for kind in kinds:
        origin = typing.get_origin(kind) or kind
        if isinstance(value, list) and origin in {tuple, list}:
            return kind
        if isinstance(value, dict) and (dataclasses.is_dataclass(kind) or origin is dict):
            return kind
        if isinstance(origin, type) and isinstance(value, origin):
            return kind
    return type(value)
