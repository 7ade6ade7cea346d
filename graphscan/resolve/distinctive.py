"""Whether a name says enough to recognise a listed party by it. Words are in `list_names.toml`."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

from graphscan.codes import countries
from graphscan.resolve.legal_forms import split_forms
from graphscan.resolve.names import parse_name


def never_alone(name: str) -> bool:
    """Whether an alias says too little to recognise a party by.

    So do two letters, a number, a place, a legal form, a word like "Trading Company".

    >>> [never_alone(name) for name in ("GI", "42", "Co., Ltd", "Hong Kong", "Trading Company")]
    [True, True, True, True, True]
    >>> never_alone("SMIC"), never_alone("Beijing Institute of Technology")
    (False, False)
    """
    parsed = parse_name(name)
    letters = parsed.key.replace(" ", "")
    short = len(letters) <= (1 if letters >= "\u3400" else 2)
    return (
        short
        or letters.isdigit()
        or is_generic(parsed.core)
        or is_bare_form(parsed.key)
        or is_place(parsed.key)
    )


def is_bare_form(key: str) -> bool:
    """Whether a folded name is nothing but legal forms.

    >>> is_bare_form("co ltd"), is_bare_form("ltd brands inc")
    (True, False)
    """
    names, forms = split_forms(["", *key.split()])
    return names == [""] and bool(forms)


def core_matches_alone(core: str) -> bool:
    """Whether a name may be recognised without its legal form.

    Two words that are not all generic, or one of six letters (three Han): "ITS Ltd" is not ITS.

    Args:
        core: A folded name without its legal form (`names.Name.core`).

    >>> [core_matches_alone(core) for core in ("hisilicon", "its", "general technology")]
    [True, False, False]
    """
    if is_place(core) or all(is_generic(word) or is_place(word) for word in core.split()):
        return False
    if core >= "\u3400":
        return len(core) >= 3
    return " " in core or len(core) >= 6


def is_generic(word: str) -> bool:
    """Whether a folded word is one that many firms bear.

    >>> is_generic("trading"), is_generic("hisilicon")
    (True, False)
    """
    return word in word_lists()["generic"]


def is_place(text: str) -> bool:
    """Whether a folded text is a place, or a word in brackets that is used like one ("Pvt").

    Three letters are more often initials than a country code: DJI is a maker of drones.

    >>> is_place("hong kong"), is_place("lianyungang"), is_place("jamaica"), is_place("dji")
    (True, True, True, False)
    """
    if text in word_lists()["qualifiers"]:
        return True
    return len(text) > 3 and text.count(" ") <= 2 and countries.normalize(text) is not None


@functools.cache
def word_lists() -> dict[str, frozenset[str]]:
    """The word lists of `list_names.toml` by name."""
    text = resources.files("graphscan.resolve").joinpath("list_names.toml").read_text("utf-8")
    return {key: frozenset(values) for key, values in tomllib.loads(text).items()}
