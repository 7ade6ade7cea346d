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
import unicodedata
from collections.abc import Sequence
from importlib import resources

from graphscan.records import SHIPMENTS, Column
from graphscan.sources.mapping.cell_checks import check_of
from graphscan.sources.mapping.date_shapes import formats
from graphscan.sources.mapping.flow import flow
from graphscan.sources.mapping.model import NULLS, key


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


def suggest(headers: Sequence[str], rows: Sequence[Sequence[str]], table: str = "") -> Suggestion:
    """A proposal for a table of shipments.

    Args:
        headers: As the file has them.
        rows: Some rows of it; none are needed, but they catch a code taken for a name.
        table: The name of the file, which may say whether it holds exports or imports.

    >>> proposal = suggest(["SUPPLIER_NAME", "IMPORTER_CODE", "CURRENCY", "IMP_DATE"], [])
    >>> [(pick.header, pick.field) for pick in proposal.picks]
    [('SUPPLIER_NAME', 'consignor_name'), ('IMPORTER_CODE', 'consignee_id'), ('CURRENCY', ''),
     ('IMP_DATE', 'arrival_date')]
    """
    names = [key(header) for header in headers]
    cells = [[row[place] for row in rows if place < len(row)] for place in range(len(headers))]
    said = [_said(column) for column in cells]
    direction = flow(names, dict(zip(names, said, strict=True)), table)
    picks = [_pick(header, direction, frozenset(names)) for header in headers]
    picks = [_doubted(pick, column) for pick, column in zip(picks, said, strict=True)]
    picks = _measured(_contested(_repeated(picks, cells)))
    dates: dict[str, tuple[str, ...]] = {}
    questions: list[str] = []
    for field in ("departure_date", "arrival_date"):
        values = [
            cell
            for pick, column in zip(picks, cells, strict=True)
            if pick.field == field
            for cell in _said(column)
        ]
        shapes, open_ones = formats(values)
        dates[field] = shapes
        if open_ones:
            questions.append(
                f"{field}: is it {' or '.join(open_ones)}? Write one of them into `dates`."
            )
        if any(shape.endswith("Z") for shape in shapes):
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
        dates={field: shapes for field, shapes in dates.items() if shapes},
        questions=tuple(questions),
    )


@functools.cache
def _words() -> dict[str, dict[str, tuple[str, float, int]]]:
    """Header (as `key` spells it) to field, confidence and rank, by flow of the goods."""
    text = resources.files("graphscan.sources.mapping").joinpath("headers.toml").read_text("utf-8")
    words: dict[str, dict[str, tuple[str, float, int]]] = {}
    for direction, fields in tomllib.loads(text).items():
        known = words.setdefault(direction, {})
        for field, headers in fields.items():
            for rank, header in enumerate(headers):
                known[_plain(header)] = (field, 0.95 if direction == "any" else 0.85, rank)
    return words


def _plain(header: str) -> str:
    """A header without accents, which people leave out.

    >>> _plain("Fracción_Arancelaria")
    'fraccion arancelaria'
    """
    parts = unicodedata.normalize("NFKD", key(header))
    return "".join(char for char in parts if not unicodedata.combining(char))


def _pick(header: str, direction: str, beside: frozenset[str]) -> Pick:
    name = _plain(header)
    plain = _TWIN.sub("", name)
    if _BESIDE.get(plain, plain) not in beside | {plain}:
        return Pick(header=header, field="", confidence=0.0, reason="does not tell of what")
    later = 0 if plain == name else 20
    for known in ("any", direction):
        if known and plain in _words()[known]:
            field, confidence, rank = _words()[known][plain]
            reason = "a header that customs data and vendors use for it"
            if later:
                reason += ", in translation or as first written"
            return Pick(
                header=header, field=field, confidence=confidence, reason=reason, rank=rank + later
            )
    return Pick(header=header, field="", confidence=0.0, reason="no known header")


_BESIDE = {"port code": "indian port"}
"""Headers that say something only where another stands beside them."""

_TWIN = re.compile(r"^raw | (en|eng|english|vn|ru|local|original format)$")
"""What marks a column as the same in another language or spelling."""


def _said(cells: Sequence[str]) -> list[str]:
    tokens = frozenset(NULLS)
    return [cell.strip() for cell in cells if cell.strip() and cell.strip().upper() not in tokens]


def _doubted(pick: Pick, cells: list[str]) -> Pick:
    """The pick, or none where most of the cells speak against it."""
    if not pick.field or (not cells and key(pick.header) not in _OF_EVERY_FILE):
        return pick
    kind = next(column.kind for column in SHIPMENTS.columns if column.name == pick.field)
    fits, what = check_of(pick.field, kind)
    if fits is None:
        return pick
    share = sum(map(fits, cells)) / len(cells) if cells else 0.0
    if share < 0.5:
        return Pick(
            header=pick.header,
            field="",
            confidence=0.0,
            reason=f"headed like {pick.field}, but its cells are {what}",
        )
    return dataclasses.replace(pick, confidence=round(pick.confidence * (0.5 + share / 2), 2))


_OF_EVERY_FILE = frozenset({"status"})
"""Headers that any table may have: their cells must say that they are meant."""


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


_ONE = frozenset(
    {"value_usd", "gross_weight_kg", "quantity", "quantity_unit", "shipment_id", "line_no"}
)


def _measured(picks: list[Pick]) -> list[Pick]:
    """Without a unit where no quantity is known: it may be that of a weight or of a price."""
    if any(pick.field == "quantity" for pick in picks):
        return picks
    reason = "a unit, but no quantity is known"
    return [
        Pick(header=pick.header, field="", confidence=0.0, reason=reason)
        if pick.field == "quantity_unit"
        else pick
        for pick in picks
    ]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
