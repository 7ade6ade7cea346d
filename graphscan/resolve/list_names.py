"""The names of a listed party, split out of what an official list writes in its name fields.

The list writes several names into one field, and things that are no name: `HiSilicon Technologies
Co., Ltd (HiSilicon)`, `Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: X`, `X; and any
successor, sub-unit, or subsidiary thereof`, `X, a.k.a. Y (Z)`, `LAST, First`. The verbatim text
always stays one of the names. Patterns were read from the Consolidated Screening List of
2026-07-31; words are in `list_names.toml`.
"""

from __future__ import annotations

import functools
import re
from typing import Literal, NamedTuple

from graphscan.codes import countries
from graphscan.resolve.distinctive import is_bare_form, is_generic, is_place, word_lists
from graphscan.resolve.names import parse_name, words

Kind = Literal["name", "alias"]

_SUCCESSORS = re.compile(
    r"[\s;,]*\band (?:any|its|all) (?:successors?|sub-?units?|subsidiar\w+)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_INCLUDING = re.compile(r"(?<=\w), including (?:the )?.*", re.IGNORECASE | re.DOTALL)
_UNIT = re.compile(
    r"[\s.,;)]*\b(?:affiliated entity\s*:|subordinate institution\s*[-–—:]"
    r"|and subordinate entity\b)\s*",
    re.IGNORECASE,
)
_AKA = re.compile(
    r"[\s,;(\[–—-]*(?:\b[afn]\s?[./]\s?k\s?[./]\s?a\b\.?s?|\bd/b/a\b"
    r"|(?<=[(\[,;–—-])\s?\b(?:[afn]kas?|dba)\b)[\s.,:–—-]*",
    re.IGNORECASE,
)
_AKAS = re.compile(r"akas", re.IGNORECASE)
_REMARK = re.compile(
    r"\s*\(\s*(?:parent organization|a subsidiary of|an? subordinate)\b"
    r"[^()]*(?:\([^()]*\)[^()]*)?\)",
    re.IGNORECASE,
)
_COMPANY_OF_GROUP = re.compile(
    r"^[^,]+, ((?:(?:public|open|closed) )?joint[- ]stock company [^,]{3,}"
    r"|(?:[po]?jsc|ooo|ao) [^,]{3,})$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_TRIM = " \t\r\n\xa0,;:-–—"
_SEVERAL = re.compile(
    r"[(\[,;:/-]|^\s|\s$|\.a|\band\b|\bsubordinate\b|\baka", re.IGNORECASE
)  # else it is one name
_LONGEST = 2_000  # characters; an official name has at most a few hundred


class ListName(NamedTuple):
    """One name of an entry.

    Attributes:
        name: As the list writes it, or the part of it that is a name.
        kind: `name` or `alias`.
        verbatim: It is the whole text of the field.
    """

    name: str
    kind: Kind
    verbatim: bool = False


def split_names(
    text: str, kind: Kind = "name", *, individual: bool | None = False
) -> list[ListName]:
    """Every name in one name field: the verbatim text first, then the names within it, once each.

    Args:
        text: The field as given.
        kind: What the field holds: the entry's `name`, or an `alias`.
        individual: A natural person, so `LAST, First` is also `First LAST`; None where the list
            does not say (BIS and State give no type): then only what cannot be a firm is read so.

    >>> def names(text): return [one.name for one in split_names(text)][1:]
    >>> names("HiSilicon Technologies Co., Ltd (HiSilicon)")
    ['HiSilicon Technologies Co., Ltd', 'HiSilicon']
    >>> names("Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: Huawei Mobile Ltd.")
    ['Huawei Mobile Ltd.']
    >>> names("ACM Research (Shanghai)")  # ACM Research alone is its U.S. parent
    []
    """
    found = [ListName(text, kind, verbatim=True)]
    if len(text) <= _LONGEST and _SEVERAL.search(text):
        found += _parts(text, kind, individual=individual)
    named: dict[str, ListName] = {}
    for one in found:
        named.setdefault(one.name, one)
    return list(named.values())


def _parts(text: str, kind: Kind, *, individual: bool | None) -> list[ListName]:
    body = _SUCCESSORS.sub("", text, count=1)
    body = _INCLUDING.sub("", body, count=1)
    body = _REMARK.sub(" ", body, count=1)
    units = _UNIT.split(body)
    found: list[ListName] = []
    if len(units) > 1:
        body = units[-1]
        found.append(ListName(body.strip(_TRIM), kind))
    pieces = _pieces(body)
    for at, piece in enumerate(pieces):
        piece_kind: Kind = kind if at == 0 else "alias"
        found.extend(_one_name(piece, piece_kind, individual=individual))
    return [one for one in found if one.name and parse_name(one.name).key]


def _pieces(body: str) -> list[str]:
    """Names joined by a.k.a. or by a semicolon."""
    marker = _AKA.search(body)
    if not marker:
        return [piece for piece in body.split(";") if piece.strip(_TRIM)]
    ahead, behind = body[: marker.start()], body[marker.end() :]
    pieces = [ahead]
    if marker[0].lstrip()[:1] in {"(", "["}:
        # A bracket may close in the middle of a name: `Cory (a.k.a Jason Cory Wilson) Wilson`.
        closing = re.search(r"[)\]]", behind)
        inside = behind[: closing.start()] if closing else behind
        after = behind[closing.end() :] if closing else ""
        after = _BRACKET.sub(" ", after).strip(_TRIM)
        pieces = [f"{ahead} {after}".strip()]
        behind = inside
    for name in _AKA.split(behind):
        pieces.extend(re.split(r"[,;]", name) if _AKAS.search(marker[0]) else name.split(";"))
    return [piece for piece in pieces if piece.strip(_TRIM)]


def _one_name(piece: str, kind: Kind, *, individual: bool | None) -> list[ListName]:
    name = piece.strip(_TRIM)
    found = [ListName(name, kind)]
    if company := _COMPANY_OF_GROUP.search(name):
        found.append(ListName(company[1], "alias"))
    brackets = list(_BRACKET.finditer(name))
    if brackets:
        found.extend(_bracket_names(name, brackets[-1], kind, individual=individual))
    if individual or (individual is None and _may_be_person(name)):
        found.extend(
            ListName(turned, one.kind)
            for one in list(found)
            if (turned := _first_name_first(one.name))
        )
    return found


def _bracket_names(
    name: str, bracket: re.Match[str], kind: Kind, *, individual: bool | None
) -> list[ListName]:
    """What the last bracket of a name adds: the name without it, and the short name within it."""
    inside = bracket[1].strip(_TRIM)
    before, after = name[: bracket.start()].strip(_TRIM), name[bracket.end() :].strip(_TRIM)
    if _is_remark(inside):
        return _one_name(f"{before} {after}".strip(), kind, individual=individual)
    if _is_qualifier(inside):
        # "Enerquip Ltd. (UAE)": the name ended at its form; "ACM Research (Shanghai)" did not.
        parsed = parse_name(before)
        return [ListName(before, "alias")] if not after and parsed.core != parsed.key else []
    if after:
        short = _is_short_of(inside, before)
        return [ListName(f"{before} {after}", kind)] if short or individual else []
    if not before:
        return [ListName(inside, kind)]
    company = parse_name(before).core != parse_name(before).key
    surname = (
        inside[1:].islower()
        and " " not in inside
        and not company
        and not _is_short_of(inside, before)
    )
    return [ListName(before, kind)] + ([] if surname else [ListName(inside, "alias")])


def _is_short_of(short: str, name: str) -> bool:
    """Whether letters of `short` occur in this order in `name`, from the start of a word on."""
    letters = "".join(words(short))
    if not 2 <= len(letters) <= 12 or " " in short.strip():
        return False
    tokens = words(name)
    for start, token in enumerate(tokens):
        if token[0] == letters[0]:
            rest = iter("".join(tokens[start:]))
            if all(letter in rest for letter in letters):
                return True
    return False


def _is_remark(inside: str) -> bool:
    text = " ".join(words(inside))
    return bool(_remarks().search(text))


def _is_qualifier(inside: str) -> bool:
    text = " ".join(words(inside))
    # "UAE" and "U.S.A." are codes here, where three letters alone could be anybody's initials.
    return is_place(text) or is_bare_form(text) or countries.normalize(inside) is not None


def _may_be_person(name: str) -> bool:
    last, comma, first = name.partition(",")
    parsed = parse_name(name)
    return (
        bool(comma)
        and parsed.core == parsed.key
        and 0 < len(last.split()) <= 2
        and 0 < len(first.split()) <= 3
        and not any(map(is_generic, words(name)))
        and not any(char.isdigit() for char in name)
    )


def _first_name_first(name: str) -> str:
    last, comma, first = name.partition(",")
    rest = words(first)
    if not comma or "," in first or not rest or not last.strip() or rest[0] in {"jr", "sr"}:
        return ""
    return f"{first.strip()} {last.strip()}"


@functools.cache
def _remarks() -> re.Pattern[str]:
    phrases = sorted(word_lists()["remarks"])
    return re.compile("|".join(rf"\b{re.escape(phrase)}\b" for phrase in phrases))
