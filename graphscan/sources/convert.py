"""Columns of text made columns of values, with what went wrong beside them.

Every column is reduced to its distinct values first; those are cleaned and read, and the result is
spread over the rows. So the cost of a rule is that of the distinct values.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphscan.records import Column, Kind
from graphscan.sources import cells
from graphscan.sources.problems import CELL_LIMIT, Doubt, Refusal
from graphscan.sources.rows import Flags, Rows

SHARE_TYPE = pa.decimal128(9, 6)

_NULL_TOKENS = ("NULL", "N/A", "NA", "N.A.", "-", "-0-", "NONE")
"""What customs data and OFAC files write where nothing is known (an empty cell aside)."""

_TOKENS = pa.array(
    sorted({form for token in _NULL_TOKENS for form in (token, token.lower(), token.title())})
)
_COUNTRY_TOKENS = _TOKENS.filter(pc.not_equal(pc.utf8_upper(_TOKENS), "NA"))
"""Without NA: Namibia."""

REMEMBERED = 1 << 14
"""Distinct cells of a kind whose reading is kept for the batches that follow."""

REMEMBERED_LENGTH = 100
"""Longest cell that is kept so, in characters: what is no date or code may be of any length."""

_CONTROL = Refusal(
    reason="a control character", cure="Remove it: text that can be seen holds none."
)
_CONTROL_SPARED = Doubt(reason="a control character: now a space")
_LONG = Refusal(
    reason=f"longer than {CELL_LIMIT} characters", cure="Shorten it, or look for a stray quote."
)
_WRONGLY_DECODED = Doubt(reason="a control character of text that was decoded wrongly: now a space")
_NOT_GIVEN = Refusal(reason="missing", cure="Fill it in: a row needs it.")
_NO_NAME = Refusal(reason="missing", cure="Name the party; where nobody is named, write N/A.")
_NOBODY = Doubt(reason="nobody is named")

_NUMBER = r"^[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?$|^\.[0-9]+$"
_MINUS = r"^-\s*[0-9.]"


def convert(rows: Rows, column: Column, given: pa.Array | None) -> dict[str, pa.Array]:
    """The columns of the case that one column of the input becomes.

    Refusals and doubts are told to `rows`. A column that the file lacks is absent in every row.

    Args:
        rows: The rows, which collect what is wrong.
        column: What the column is.
        given: Its cells, None where the file lacks it.
    """
    count = len(rows)
    if given is None or (len(given) and given.null_count == len(given)):
        given = pa.nulls(count, pa.string())
        if not column.required or (rows.lenient and column.kind is Kind.NAME):
            outputs, _ = _READERS[column.kind](pa.nulls(0, pa.string()), column)
            return {name: pa.nulls(count, output.type) for name, output in outputs.items()}
    encoded = pc.dictionary_encode(given)
    at = encoded.indices
    values, cleaned = _clean(encoded.dictionary, column, lenient=rows.lenient)
    spread = functools.partial(_spread, at=at)

    for reason, flags in cleaned:
        if isinstance(reason, Refusal):
            rows.refuse(spread(flags), column.name, given, reason)
        else:
            rows.doubt(spread(flags), column.name, given, reason)
    if column.required:
        absent = _spread(pc.is_null(values).to_numpy(zero_copy_only=False), at, absent=True)
        if column.kind is Kind.NAME and absent.any():
            named = pc.fill_null(pc.utf8_trim_whitespace(given), "")
            token = absent & pc.is_in(named, _TOKENS).to_numpy(zero_copy_only=False)
            if rows.lenient:
                token |= absent
            rows.doubt(token, column.name, given, _NOBODY)
            absent &= ~token
        refusal = _NO_NAME if column.kind is Kind.NAME else _NOT_GIVEN
        rows.refuse(absent, column.name, given, refusal)

    outputs, problems = _READERS[column.kind](values, column)
    given = _as_given(given, column, problems)
    for problem, flags in problems:
        if isinstance(problem, Refusal) and rows.lenient and column.kind in _SPARED:
            rows.doubt(spread(flags), column.name, given, Doubt(reason=problem.reason))
        elif isinstance(problem, Refusal):
            rows.refuse(spread(flags), column.name, given, problem)
        else:
            rows.doubt(spread(flags), column.name, given, problem)
    return {name: output.take(at) for name, output in outputs.items()}


def _as_given(found: pa.Array, column: Column, problems: Problems) -> pa.Array:
    """Cells without what a mapping wrote before them, as a person finds them in the file."""
    if not problems or column.kind is not Kind.PORTS:
        return found
    return pc.replace_substring_regex(found, f"^{cells.OF_SCHEDULE}[DK]: ", "")


_SPARED = (Kind.COUNTRY, Kind.NUMBER, Kind.FLAG)
"""Kinds whose unreadable values do not cost the row of a mapped file."""

Problems = list[tuple[Refusal | Doubt, Flags]]


def _spread(flags: Flags, at: pa.Array, *, absent: bool = False) -> Flags:
    """Flags of distinct values as flags of rows, and that of an absent cell."""
    if not flags.any() and not (absent and at.null_count):
        return np.zeros(len(at), dtype=np.bool_)
    places = pc.fill_null(at, len(flags)).to_numpy(zero_copy_only=False)
    spread: Flags = np.append(flags, [absent])[places]
    return spread


def _clean(values: pa.Array, column: Column, *, lenient: bool) -> tuple[pa.Array, Problems]:
    """Values without blank space and null tokens, and those that must not be read."""
    problems: Problems = []
    if _has_controls(values):
        values = pc.replace_substring_regex(values, r"[\t\r\n]+", " ")
        control = _matches(values, r"[\x00-\x1f\x7f]")
        if control.any() and lenient:
            problems.append((_CONTROL_SPARED, control))
            values = pc.replace_substring_regex(values, r"[\x00-\x1f\x7f]+", " ")
        elif control.any():
            problems.append((_CONTROL, control))
        high = _matches(values, r"[\x{80}-\x{9f}]")
        if (
            high.any()
        ):  # what is left of Windows' quotes and dashes in text that was decoded wrongly
            problems.append((_WRONGLY_DECODED, high))
            values = pc.replace_substring_regex(values, r"[\x{80}-\x{9f}]", " ")
    values = pc.utf8_trim(values, " \u00a0\u2000\u2002\u2003\u2009\u3000\ufeff\u200b")
    if pc.any(pc.starts_with(values, "'")).as_py():  # what keeps a cell from being a formula
        values = pc.replace_substring_regex(values, r"^'([=+\-@'])", r"\1")
    if len(values) and pc.max(pc.binary_length(values)).as_py() > CELL_LIMIT:
        long = pc.greater(pc.utf8_length(values), CELL_LIMIT).to_numpy(zero_copy_only=False)
        problems.append((_LONG, long))
    tokens = _COUNTRY_TOKENS if column.kind is Kind.COUNTRY else _TOKENS
    absent = pc.or_(pc.equal(values, ""), pc.is_in(values, tokens))
    return pc.if_else(absent, pa.scalar(None, pa.string()), values), problems


def _has_controls(values: pa.Array) -> bool:
    """Whether any byte could belong to a control character (C1 ones begin with C2 in UTF-8)."""
    data = values.buffers()[2]
    if data is None:
        return False
    seen = np.frombuffer(data, dtype=np.uint8)
    return bool(((seen < 0x20) | (seen == 0x7F) | (seen == 0xC2)).any())


def _matches(values: pa.Array, pattern: str) -> Flags:
    found = pc.match_substring_regex(values, pattern).fill_null(fill_value=False)
    return np.array(found.to_numpy(zero_copy_only=False))


def _read_text(values: pa.Array, column: Column) -> tuple[dict[str, pa.Array], Problems]:
    return {column.name: values}, []


def _read_number(values: pa.Array, column: Column) -> tuple[dict[str, pa.Array], Problems]:
    given = pc.is_valid(values).to_numpy(zero_copy_only=False)
    good = _matches(values, _NUMBER)
    negative = _matches(values, _MINUS)
    numbers = pc.if_else(pa.array(good), values, pa.scalar(None, pa.string())).cast(pa.float64())
    # A number with hundreds of digits reads as infinite: it is no quantity.
    finite = pc.fill_null(pc.is_finite(numbers), True)  # noqa: FBT003 -- the value that is filled in
    numbers = pc.if_else(finite, numbers, pa.scalar(None, pa.float64()))
    good &= finite.to_numpy(zero_copy_only=False)
    problems: Problems = [
        (cells.NEGATIVE, negative & ~good),
        (cells.BAD_NUMBER, given & ~good & ~negative),
    ]
    return {column.name: numbers}, problems


def _reader(
    read: Callable[[str], tuple[Any, cells.Problem]],
    outputs: Callable[[Column, list[Any], pa.Array], dict[str, pa.Array]],
) -> Callable[[pa.Array, Column], tuple[dict[str, pa.Array], Problems]]:
    """A reader of distinct values from a function of one cell; what it has said, it says again."""
    remembered = functools.lru_cache(maxsize=REMEMBERED)(read)

    def read_one(text: str) -> tuple[Any, cells.Problem]:
        return remembered(text) if len(text) <= REMEMBERED_LENGTH else read(text)

    def read_all(values: pa.Array, column: Column) -> tuple[dict[str, pa.Array], Problems]:
        return _each(values, column, read_one, outputs)

    return read_all


def _each(
    values: pa.Array,
    column: Column,
    read: Callable[[str], tuple[Any, cells.Problem]],
    outputs: Callable[[Column, list[Any], pa.Array], dict[str, pa.Array]],
) -> tuple[dict[str, pa.Array], Problems]:
    texts = values.to_pylist()
    pairs = [(None, None) if text is None else read(text) for text in texts]
    found: dict[Refusal | Doubt, Flags] = {}
    for place, (_, problem) in enumerate(pairs):
        if problem is not None:
            found.setdefault(problem, np.zeros(len(texts), dtype=np.bool_))[place] = True
    return outputs(column, [value for value, _ in pairs], values), list(found.items())


def _typed(kind: pa.DataType) -> Callable[[Column, list[Any], pa.Array], dict[str, pa.Array]]:
    return lambda column, values, _: {column.name: pa.array(values, kind)}


def _days(column: Column, values: list[Any], texts: pa.Array) -> dict[str, pa.Array]:
    stem = column.name.removesuffix("_date").removesuffix("_on")
    known = pa.array([value is not None for value in values], pa.bool_())
    return {
        f"{stem}_first": pa.array([cells.day(v, last=False) for v in values], pa.date32()),
        f"{stem}_last": pa.array([cells.day(v, last=True) for v in values], pa.date32()),
        f"{stem}_text": pc.if_else(known, texts, pa.scalar(None, pa.string())),
    }


_read_start = _reader(cells.date, _days)
_read_end = _reader(cells.end_date, _days)


def _read_date(values: pa.Array, column: Column) -> tuple[dict[str, pa.Array], Problems]:
    ends = column.name in {"valid_to", "end_date", "dissolved_on"}
    return _read_end(values, column) if ends else _read_start(values, column)


def _read_choice(values: pa.Array, column: Column) -> tuple[dict[str, pa.Array], Problems]:
    read = functools.partial(cells.choice, column=column)
    return _each(values, column, read, _typed(pa.string()))


def _read_share(values: pa.Array, column: Column) -> tuple[dict[str, pa.Array], Problems]:
    read = functools.partial(cells.share, up=column.name == "share_max")
    return _each(values, column, read, _typed(SHARE_TYPE))


_READERS: dict[Kind, Callable[[pa.Array, Column], tuple[dict[str, pa.Array], Problems]]] = {
    Kind.TEXT: _read_text,
    Kind.NAME: _read_text,
    Kind.DATE: _read_date,
    Kind.COUNTRY: _reader(cells.country, _typed(pa.string())),
    Kind.NUMBER: _read_number,
    Kind.SHARE: _read_share,
    Kind.FLAG: _reader(cells.flag, _typed(pa.bool_())),
    Kind.CHOICE: _read_choice,
    Kind.HS: _reader(cells.hs_code, _typed(pa.string())),
    Kind.ECCN: _reader(cells.eccn_code, _typed(pa.string())),
    Kind.PORTS: _reader(cells.ports, _typed(pa.string())),
}
