"""The consolidated list of the United Nations Security Council, as XML.

Source: the layout of scsanctions.un.org's consolidated.xml. Aliases of low quality are weak names;
`f.k.a.` and `a.k.a.` are not.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

from graphscan.codes import countries
from graphscan.sources.canonical import Loaded
from graphscan.sources.foreign import OnBytes, day, tidy
from graphscan.sources.lists.entry import ListEntry, ListPart, ListReader
from graphscan.sources.text import text_blocks
from graphscan.sources.xml_records import Node, xml_records

_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_PLACE = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE")


def read_un(location: Path, on_bytes: OnBytes | None = None) -> Iterator[Loaded]:
    """The portions of the list; see `graphscan.sources.foreign`."""
    reader = ListReader()
    nodes = xml_records(text_blocks(location, on_bytes), {"INDIVIDUAL", "ENTITY"})
    for number, node in enumerate(nodes, start=1):
        dates = {name: node.value(name) for name in ("LISTED_ON", "DELISTED_ON")}
        reader.doubt(number, dates, dates)
        reader.record(number, functools.partial(entry, node))
        if reader.portions.full:
            yield from reader.take()
    yield from reader.take()


def entry(node: Node) -> list[ListEntry | ListPart]:
    """What one element says."""
    aliases = [
        (tidy(each.value("ALIAS_NAME")), each.value("QUALITY").lower())
        for each in node.all(f"{node.tag}_ALIAS")
    ]
    aliases += [(tidy(node.value("NAME_ORIGINAL_SCRIPT")), "")]
    named = [(name, quality) for name, quality in aliases if name]
    addresses, codes = [], []
    for each in node.all(f"{node.tag}_ADDRESS"):
        place = countries.normalize(tidy(each.value("COUNTRY"))) or ""
        parts = (tidy(each.value(name)) for name in _PLACE)
        shown = ", ".join(filter(None, (*parts, place or tidy(each.value("COUNTRY")))))
        addresses += [shown] if shown else []
        codes += [place] if place else []
    codes += [code for code in map(countries.normalize, node.values("NATIONALITY/VALUE")) if code]
    return [
        ListEntry(
            code="UN",
            source_id=node.value("DATAID"),
            number=tidy(node.value("REFERENCE_NUMBER")),
            kind="Individual" if node.tag == "INDIVIDUAL" else "Entity",
            name=" ".join(filter(None, (tidy(node.value(name)) for name in _NAMES))),
            alt_names=list(dict.fromkeys(name for name, _ in named)),
            weak_names=list(dict.fromkeys(name for name, quality in named if quality == "low")),
            addresses=list(dict.fromkeys(addresses)),
            countries=list(dict.fromkeys(codes)),
            programs=[tidy(node.value("UN_LIST_TYPE"))],
            start=day(node.value("LISTED_ON")),
            end=day(node.value("DELISTED_ON")),
            remarks=tidy(node.value("COMMENTS1")),
        )
    ]
