"""Text from records, made fit to show: nothing in it may steer the page or the reader's eye."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, direction overrides (which turn the letters after them around), and what
XML 1.0 (section 2.2) forbids."""


def showable(text: str) -> str:
    r"""The text with a replacement character where it cannot be shown.

    >>> showable("Wing\x00Marlow \u202egnidarT")
    'Wing\ufffdMarlow \ufffdgnidarT'
    """
    return _UNSHOWABLE.sub("\ufffd", text)


def showable_values(value: Any) -> Any:
    """The same for every text within JSON values.

    >>> showable_values({"name": ["a", 1, None, "b" + chr(7)]})
    {'name': ['a', 1, None, 'b\ufffd']}
    """
    if isinstance(value, str):
        return showable(value)
    if isinstance(value, Mapping):
        return {key: showable_values(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [showable_values(item) for item in value]
    return value
