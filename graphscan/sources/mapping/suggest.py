"""A mapping proposed for a table that none fits: a reason and a confidence for every column.

A proposal is never used unseen: it is printed, the user saves it among the inputs. So a column is
proposed only where its header says what it is; where two would do, or the cells say otherwise, it
stays out, with the reason.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import tomllib
from collections.abc import Sequence
from importlib import resources

from graphscan.codes import countries, hs
from graphscan.records import SHIPMENTS, Column, Kind
from graphscan.sources.mapping.model import NULLS, key

DATE_FORMATS = (
    *("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%gZ", "%Y%m%d"),
    *("%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%b %Y", "%B %Y", "%Y-%m"),
)
"""Formats that a proposal may name; those that leave day and month open are asked of the user."""

_OPEN_DATES = (("%d/%m/%Y", "%m/%d/%Y"), ("%d.%m.%Y", "%m.%d.%Y"), ("%d-%m-%Y", "%m-%d-%Y"))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """What is proposed for one column of a file.

    Attributes:
        header: As the file has it.
        field: The canonical column, '' for none.
        confidence: 0 to 1.
        reason: Why, in a phrase.
        rank: Which of several headers for one field speaks first, 0 the first.
    """

    header: str
    field: str
    confidence: float
    reason: str
    rank: int = 0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A proposal.

    Attributes:
        picks: One for every column, in order of the file.
        missing: What shipments need and nobody names.
        dates: Formats that fit the dates of each field.
        questions: What the user must say, one sentence each.
    """

    picks: tuple[Pick, ...]
    missing: tuple[str, ...]
    dates: dict[str, tuple[str, ...]]
    questions: tuple[str, ...]

    def toml(self, name: str) -> str:
        """The proposal as a mapping to save."""
        fields: dict[str, list[Pick]] = {}
        for pick in self.picks:
            if pick.field:
                fields.setdefault(pick.field, []).append(pick)
        lines = [f"name = {_quoted(name)}", 'about = "proposed by graphscan mapping suggest"']
        needed = [fields[each][0].header for each in _NEEDED if each in fields]
        lines += [f"needs = [{', '.join(map(_quoted, needed))}]"]
        unseen = [each for each in ("consignor_name", "consignee_name") if each not in fields]
        if unseen:
            lines += [f"cannot_see = [{', '.join(_quoted(each) for each in unseen)}]"]
        lines += ["", "[columns]"]
        if "shipment_id" not in fields:
            lines += ["shipment_id = { row = true }"]
        lines += [
            f"# {each}: say which column it is, or what the source cannot see"
            for each in self.missing
        ]
        for column in SHIPMENTS.columns:
            if column.name in fields:
                lines += [f"{column.name} = {self._rule(column, fields[column.name])}"]
        return "\n".join(lines) + "\n"

    def _rule(self, column: Column, picks: list[Pick]) -> str:
        headers = [_quoted(pick.header) for pick in sorted(picks, key=lambda pick: pick.rank)]
        named = headers[0] if len(headers) == 1 else f"[{', '.join(headers)}]"
        dates = self.dates.get(column.name)
        if dates:
            return f"{{ from = {named}, dates = [{', '.join(map(_quoted, dates))}] }}"
        return named


_NEEDED = ("shipment_id", "consignor_name", "consignee_name", "departure_date", "arrival_date")


def suggest(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Suggestion:
    """A proposal for a table of shipments.

    Args:
        headers: As the file has them.
        rows: Some rows of it; none are needed, but they catch a code taken for a name.

    >>> proposal = suggest(["SUPPLIER_NAME", "IMPORTER_CODE", "CURRENCY", "IMP_DATE"], [])
    >>> [(pick.header, pick.field) for pick in proposal.picks]
    [('SUPPLIER_NAME', 'consignor_name'), ('IMPORTER_CODE', 'consignee_id'), ('CURRENCY', ''),
     ('IMP_DATE', 'arrival_date')]
    """
    flow = _flow(headers)
    picks = [_pick(header, flow) for header in headers]
    cells = [[row[place] for row in rows if place < len(row)] for place in range(len(headers))]
    picks = [_doubted(pick, _said(column)) for pick, column in zip(picks, cells, strict=True)]
    picks = _contested(_repeated(picks, cells))
    dates: dict[str, tuple[str, ...]] = {}
    questions: list[str] = []
    for field in ("departure_date", "arrival_date"):
        values = [
            cell
            for pick, column in zip(picks, cells, strict=True)
            if pick.field == field
            for cell in _said(column)
        ]
        formats, open_ones = _formats(values)
        dates[field] = formats
        if open_ones:
            questions.append(
                f"{field}: is it {' or '.join(open_ones)}? Write one of them into `dates`."
            )
        if any(shape.endswith("Z") for shape in formats):
            questions.append(
                f"{field}: instants of UTC. Whose day counts? Add zone, as Asia/Kolkata."
            )
    named = {pick.field for pick in picks}
    if not named & {"departure_date", "arrival_date"}:
        dated = [header for header in headers if "date" in key(header).split()]
        questions.append(
            f"Which of {', '.join(dated) or 'the columns'} is departure_date or arrival_date?"
        )
    missing = tuple(
        " or ".join(group)
        for group in SHIPMENTS.needs
        if not named.intersection(group) and group != ("shipment_id",)
    )
    return Suggestion(
        picks=tuple(picks),
        missing=missing,
        dates={field: formats for field, formats in dates.items() if formats},
        questions=tuple(questions),
    )


@functools.cache
def _words() -> dict[str, dict[str, tuple[str, float, int]]]:
    """Header (as `key` spells it) to field, confidence and rank, by flow of the goods."""
    text = resources.files("graphscan.sources.mapping").joinpath("headers.toml").read_text("utf-8")
    words: dict[str, dict[str, tuple[str, float, int]]] = {}
    for flow, fields in tomllib.loads(text).items():
        known = words.setdefault(flow, {})
        for field, headers in fields.items():
            for rank, header in enumerate(headers):
                known[key(header)] = (field, 0.95, rank)
    return words


def _flow(headers: Sequence[str]) -> str:
    """Whether a table is of exports or imports; '' where it holds both or does not tell."""
    known = frozenset(map(key, headers))
    if known & {"direction", "flow", "direction of transportation"}:
        return ""
    if known & {"exp date", "shipping bill no", "shipment date", "date of export", "export date"}:
        return "export"
    if known & {"imp date", "be no", "arrival date", "actual arrival date", "import date"}:
        return "import"
    exporter = any(name.split()[0] == "exporter" for name in known if name)
    supplier = any(name.split()[0] == "supplier" for name in known if name)
    importer = any(name.split()[0] == "importer" for name in known if name)
    if exporter and not supplier:
        return "export"
    return "import" if supplier and importer else ""


def _pick(header: str, flow: str) -> Pick:
    name = key(header)
    plain = _TWIN.sub("", name)
    later = 0 if plain == name else 20
    for known in ("any", flow):
        if known and plain in _words()[known]:
            field, confidence, rank = _words()[known][plain]
            reason = "a header that customs data and vendors use for it"
            if later:
                reason += ", in translation or as first written"
            return Pick(
                header=header, field=field, confidence=confidence, reason=reason, rank=rank + later
            )
    return Pick(header=header, field="", confidence=0.0, reason="no known header")


_TWIN = re.compile(r"^raw | (en|vn|ru|original format)$")
"""What marks a column as the same in another language or spelling."""


def _said(cells: Sequence[str]) -> list[str]:
    tokens = frozenset(NULLS)
    return [cell.strip() for cell in cells if cell.strip() and cell.strip().upper() not in tokens]


def _doubted(pick: Pick, cells: list[str]) -> Pick:
    """The pick, or none where most of the cells speak against it."""
    if not pick.field or not cells:
        return pick
    kind = next(column.kind for column in SHIPMENTS.columns if column.name == pick.field)
    fits, what = _FITS.get(kind, (None, ""))
    if pick.field.endswith("_name"):
        fits, what = _is_name, "codes rather than names"
    if fits is None:
        return pick
    share = sum(map(fits, cells)) / len(cells)
    if share < 0.5:
        return Pick(
            header=pick.header,
            field="",
            confidence=0.0,
            reason=f"headed like {pick.field}, but its cells are {what}",
        )
    return dataclasses.replace(pick, confidence=round(pick.confidence * (0.5 + share / 2), 2))


def _repeated(picks: list[Pick], cells: list[list[str]]) -> list[Pick]:
    """Without a consignee that repeats the consignor row by row while a buyer stands beside it."""
    place = {pick.field: at for at, pick in reversed(list(enumerate(picks)))}
    buyers = [at for at, pick in enumerate(picks) if key(pick.header) in {"buyer name", "buyer"}]
    if not {"consignor_name", "consignee_name"} <= place.keys() or not buyers:
        return picks
    told = next(
        (
            at
            for at, pick in enumerate(picks)
            if pick.field == "consignee_name" and at not in buyers
        ),
        None,
    )
    if told is None:
        return picks
    kept = list(picks)
    pairs = list(zip(cells[place["consignor_name"]], cells[told], strict=True))
    if pairs and sum(one == other for one, other in pairs) * 2 >= len(pairs):
        reason = "headed like consignee_name, but it repeats the consignor: the buyer stands beside"
        kept[told] = Pick(header=picks[told].header, field="", confidence=0.0, reason=reason)
        ids = {key(picks[told].header).replace("name", each) for each in ("tin", "id", "code")}
        for at, pick in enumerate(picks):
            if key(pick.header) in ids:
                kept[at] = Pick(header=pick.header, field="", confidence=0.0, reason=reason)
    else:
        for at in buyers:
            kept[at] = dataclasses.replace(picks[at], field="purchaser_name")
        for at, pick in enumerate(picks):
            if key(pick.header).startswith("buyer ") and at not in buyers and pick.field:
                kept[at] = dataclasses.replace(
                    pick, field=pick.field.replace("consignee_", "purchaser_")
                )
    return kept


def _contested(picks: list[Pick]) -> list[Pick]:
    """Of amounts in several currencies or units the best ranked; names may replace each other."""
    best: dict[str, int] = {}
    for pick in picks:
        if pick.field in _ONE:
            best[pick.field] = min(best.get(pick.field, 99), pick.rank)
    kept: list[Pick] = []
    for pick in picks:
        if pick.field in _ONE and pick.rank > best[pick.field]:
            reason = f"another column says {pick.field} better"
            kept.append(Pick(header=pick.header, field="", confidence=0.0, reason=reason))
        else:
            kept.append(pick)
    return kept


_ONE = frozenset({"value_usd", "gross_weight_kg", "quantity", "shipment_id", "line_no"})


def _formats(values: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Formats that fit some of the values, and pairs between which only the user can choose."""
    shapes = [each for each in DATE_FORMATS if any(_shaped(value, each) for value in values)]
    for day_first, month_first in _OPEN_DATES:
        pattern = re.compile(
            r"(\d{1,2})" + re.escape(day_first[2]) + r"(\d{1,2})" + re.escape(day_first[2])
        )
        found = [match for value in values if (match := pattern.match(value))]
        if any(int(match[1]) > 12 for match in found):
            shapes.append(day_first)
        elif any(int(match[2]) > 12 for match in found):
            shapes.append(month_first)
        elif found:
            return tuple(shapes), (day_first, month_first)
    return tuple(shapes), ()


def _shaped(value: str, format: str) -> bool:  # noqa: A002 -- the word of strptime
    return re.fullmatch(_date_pattern(format), value) is not None


@functools.cache
def _date_pattern(format: str) -> str:  # noqa: A002
    parts = {
        "%Y": r"\d{4}",
        "%m": r"\d{2}",
        "%d": r"\d{1,2}",
        "%b": r"[A-Za-z]{3}",
        "%B": r"[A-Za-z]{4,}",
        "%y": r"\d{2}",
        "%H": r"\d{2}",
        "%M": r"\d{2}",
        "%S": r"\d{2}",
        "%g": r"\d{3}",
    }
    tokens = re.findall(r"%.|.", format)
    return "".join(parts.get(token, re.escape(token)) for token in tokens)


def _is_name(cell: str) -> bool:
    letters = sum(char.isalpha() for char in cell)
    return letters >= 2 and letters >= sum(char.isdigit() for char in cell)


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?[\d.,\s]+([eE][+-]?\d+)?", cell) is not None


def _is_country(cell: str) -> bool:
    return countries.normalize(cell) is not None


def _is_hs(cell: str) -> bool:
    return hs.normalize(re.split(r"[;,| ]", cell)[0]) is not None


def _is_date(cell: str) -> bool:
    return any(char.isdigit() for char in cell) and re.search(r"\d{4}|\d\d$", cell) is not None


_FITS = {
    Kind.NUMBER: (_is_number, "no numbers"),
    Kind.COUNTRY: (_is_country, "no countries"),
    Kind.HS: (_is_hs, "no commodity codes"),
    Kind.DATE: (_is_date, "no dates"),
}


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
