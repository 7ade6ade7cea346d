"""A mapping compiled to one SQL statement: a batch of a file in, canonical columns out.

All constants of a mapping (a preset, or a file that the user wrote) go in as quoted literals, all
headers as quoted names; nothing of the data becomes part of the statement.
"""

from __future__ import annotations

from collections.abc import Iterable

from graphscan.records import Column, Kind
from graphscan.sources.cells import IN_ADDRESS, OF_SCHEDULE
from graphscan.sources.mapping.model import Mapping, Rule

SOURCE = "source_rows"
"""The name under which the statement finds the batch; its record numbers are in `ROW`."""

ROW = "#row"
EXCLUDED = "#excluded"
SAME = "#same"

_ENTITIES = (("&amp;", "&"), ("&quot;", '"'), ("&#39;", "'"), ("&apos;", "'"), ("&lt;", "<"))
_YEAR = "'^[1-9][0-9]{3}.*$'"
_NUMBERS = (Kind.NUMBER, Kind.SHARE)


def compile_mapping(mapping: Mapping, headers: Iterable[str]) -> str:
    r"""The statement for files with these headers (as `key` spells them).

    Its columns: `ROW`, every canonical column of the mapping, `EXCLUDED` (the reason, or NULL) and,
    for mappings that leave doubles out, `SAME` (a hash of all that the row says).

    >>> from graphscan.sources.mapping.parse import read_mapping
    >>> mapping = read_mapping(
    ...     'name = "x"\nneeds = ["no"]\n[columns]\nshipment_id = "No"\nconsignor_name = "A"\n'
    ...     'consignee_name = "B"\narrival_date = "D"', "x.toml")
    >>> compile_mapping(mapping, ["no", "a", "b"]).count("SELECT")
    3
    """
    present = frozenset(headers)
    read = [_name(name) for name in mapping.reads if name in present]
    trimmed = ", ".join([_name(ROW), *(f"{_trimmed(each, mapping)} AS {each}" for each in read)])
    cleaned = ", ".join([_name(ROW), *(f"{_cleaned(each, mapping)} AS {each}" for each in read)])
    columns = {column.name: column for column in mapping.table.columns}
    made = {
        name: expression
        for name, rule in mapping.rules.items()
        if (expression := _expression(rule, columns[name], present)) is not None
    }
    outputs = [f"{expression} AS {_name(name)}" for name, expression in made.items()]
    outputs.append(f"{_excluded(mapping, present)} AS {_name(EXCLUDED)}")
    inner = f"SELECT {cleaned} FROM (SELECT {trimmed} FROM {SOURCE})"  # noqa: S608 -- quoted, see above
    statement = f"SELECT {', '.join([_name(ROW), *outputs])} FROM ({inner})"  # noqa: S608 -- our own names
    if mapping.distinct:
        parts = ", ".join(f"coalesce({_name(name)}, '')" for name in made)
        same = f"unhex(md5(concat_ws(chr(31), {parts})))"
        statement = f"SELECT *, {same} AS {_name(SAME)} FROM ({statement})"  # noqa: S608 -- our own names
    return statement


def _trimmed(column: str, mapping: Mapping) -> str:
    """A column without blank space at its ends, and with its entities spelled out."""
    text = f"trim({column})"
    if not mapping.entities:
        return text
    plain = text
    for entity, char in _ENTITIES:
        plain = f"regexp_replace({plain}, {_text(entity)}, {_text(char)}, 'gi')"
    return f"if(contains({column}, '&'), {plain}, {text})"


def _cleaned(column: str, mapping: Mapping) -> str:
    """A trimmed column without its null tokens: a step of its own, or each is trimmed thrice."""
    tokens = ", ".join(_text(token.upper()) for token in ("", *mapping.nulls))
    longest = max(
        (len(token.encode()) for token in mapping.nulls), default=0
    )  # most cells are longer: no need to compare
    absent = f"strlen({column}) <= {longest:d} AND upper({column}) IN ({tokens})"
    return f"CASE WHEN {absent} THEN NULL ELSE {column} END"


def _expression(rule: Rule, column: Column, present: frozenset[str]) -> str | None:
    """The column's text, None where the file has nothing to make it of."""
    if rule.constant is not None:
        return _text(rule.constant)
    if rule.row:
        return f"CAST({_name(ROW)} AS VARCHAR)"
    columns = [_name(each) for each in rule.columns if each in present]
    if not columns:
        return None
    if rule.nulls:
        tokens = ", ".join(_text(token.upper()) for token in rule.nulls)
        longest = max(len(token.encode()) for token in rule.nulls)
        columns = [
            f"CASE WHEN strlen({each}) <= {longest:d} AND upper({each}) IN ({tokens})"
            f" THEN NULL ELSE {each} END"
            for each in columns
        ]
    if rule.between is not None:
        text = f"nullif(concat_ws({_text(rule.between)}, {', '.join(columns)}), '')"
    else:
        text = f"coalesce({', '.join(columns)})" if len(columns) > 1 else columns[0]
    for pattern, new in rule.replace:
        text = f"nullif(trim(regexp_replace({text}, {_text(pattern)}, {_text(new)}, 'g')), '')"
    if rule.at:
        text = _parts(text, rule)
    if rule.words:
        cases = " ".join(
            f"WHEN {_text(word)} THEN {_text(new)}" for word, new in rule.words.items()
        )
        text = f"CASE lower({text}) {cases} ELSE {text} END"
    if rule.dates:
        text = _date(text, rule)
    text = _marked(text, rule)
    if column.kind in _NUMBERS:
        text = _number(text, rule, present)
    return text


def _marked(text: str, rule: Rule) -> str:
    """The text with what tells the reader of cells how it is meant."""
    if rule.schedule:
        return f"{_text(f'{OF_SCHEDULE}{rule.schedule}: ')} || {text}"
    return f"{_text(IN_ADDRESS)} || {text}" if rule.address else text


def _parts(text: str, rule: Rule) -> str:
    parts = f"list_transform(string_split({text}, {_text(rule.at)}), lambda part: trim(part))"
    if rule.take:
        return f"nullif({parts}[{rule.take:d}], '')"
    return f"array_to_string(list_filter({parts}, lambda part: part <> ''), ';')"


def _date(text: str, rule: Rule) -> str:
    """ISO text at the precision of the format that fits, or the text as it stands."""
    tried = []
    for each in rule.dates:
        if each == "%Y-%m-%d":  # as it should be: nothing to rewrite
            iso = f"strlen({text}) = 10 AND substr({text}, 5, 1) = '-'"
            tried.append(
                f"CASE WHEN {iso} AND TRY_CAST({text} AS DATE) IS NOT NULL THEN {text} END"
            )
            continue
        given = text
        if each in {"%d%m%Y", "%m%d%Y"}:  # a number has lost the zero of the first nine days
            given = f"if(length({text}) = 7, '0' || {text}, {text})"
        instant = f"try_strptime({given}, {_text(each)})"
        if rule.zone and "%H" in each:
            instant = f"timezone({_text(rule.zone)}, timezone('UTC', {instant}))"
        day = "%Y-%m-%d" if "%d" in each or "%j" in each else "%Y-%m"
        made = day if set("mbBdj") & set(each.replace("%", "")) else "%Y"
        # %Y takes 24 for 24 AD. What is written once only is read only where all before it fail.
        tried.append(f"regexp_extract_all(strftime({instant}, {_text(made)}), {_YEAR})[1]")
    return f"coalesce({', '.join([*tried, text])})"


def _number(text: str, rule: Rule, present: frozenset[str]) -> str:
    if rule.thousands:
        text = f"replace({text}, {_text(rule.thousands)}, '')"
    if rule.decimal != ".":
        text = f"replace({text}, {_text(rule.decimal)}, '.')"
    if rule.units:
        unit = f"lower(coalesce({_name(rule.unit)}, ''))" if rule.unit in present else "''"
        cases = " ".join(
            f"WHEN {_text(each)} THEN {factor!r}::DOUBLE" for each, factor in rule.units.items()
        )
        made = f"TRY_CAST({text} AS DOUBLE) * CASE {unit} {cases} END"
        return f"coalesce(CAST(round({made}, 6) AS VARCHAR), {text} || ' ' || {unit})"
    if rule.factor != 1.0:
        made = f"TRY_CAST({text} AS DOUBLE) * {rule.factor!r}::DOUBLE"
        return f"coalesce(CAST(round({made}, 6) AS VARCHAR), {text})"
    return text


def _excluded(mapping: Mapping, present: frozenset[str]) -> str:
    cases = "".join(
        f" WHEN upper({_name(each.column)}) IN"
        f" ({', '.join(_text(value.upper()) for value in each.values)}) THEN {_text(each.reason)}"
        for each in mapping.exclusions
        if each.column in present
    )
    return f"CASE{cases} END" if cases else "CAST(NULL AS VARCHAR)"


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
