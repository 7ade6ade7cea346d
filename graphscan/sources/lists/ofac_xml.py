"""OFAC's XML: the legacy layout (`sdnEntry`) and the advanced one (`DistinctParty`).

Sources: OFAC's schemas sdn.xsd and sdn_advanced.xsd. An alias of category `weak` is a weak name.
The advanced layout says who owns or controls whom, never how much: interests of unknown share.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

from graphscan.codes import countries
from graphscan.codes import lists as known
from graphscan.sources.canonical import Loaded
from graphscan.sources.foreign import OnBytes, day, tidy
from graphscan.sources.lists.entry import ListEntry, ListPart, ListReader
from graphscan.sources.lists.ofac_csv import list_of
from graphscan.sources.ownership.model import Interest
from graphscan.sources.problems import UnreadableFileError
from graphscan.sources.text import text_blocks
from graphscan.sources.xml_records import Node, xml_records

_KINDS = {"individual": "Individual", "vessel": "Vessel", "aircraft": "Aircraft"}
_VALUES = (
    *("AliasType", "PartySubType", "PartyType", "AreaCode", "Country", "List", "SanctionsType"),
    *("LocPartType", "FeatureType", "RelationType"),
)


_RELATIONS = {
    "owned or controlled by": "owned",
    "owns, controls, or operates": "owner",
    "property in the interest of": "owned",
}
"""Relationships of ownership: which the first of the two parties is."""
MOST_PARTIES = 500_000
"""Parties, and relationships, that are held until the file says who is listed since when."""
_ENDLESS = UnreadableFileError(
    reason=f"more than {MOST_PARTIES:,} listed parties", cure="Look at it: no list is that long."
)


def read_legacy(location: Path, on_bytes: OnBytes | None = None) -> Iterator[Loaded]:
    """The portions of sdn.xml or consolidated.xml; see `graphscan.sources.foreign`."""
    reader = ListReader()
    nodes = xml_records(text_blocks(location, on_bytes), {"sdnEntry"})
    for number, node in enumerate(nodes, start=1):
        reader.record(number, functools.partial(legacy_entry, node))
        if reader.portions.full:
            yield from reader.take()
    yield from reader.take()


def legacy_entry(node: Node) -> list[ListEntry | ListPart]:
    """What one `sdnEntry` says."""
    programs = [tidy(text) for text in node.values("programList/program")]
    aliases = [(_name(each), each.value("category")) for each in node.all("akaList/aka")]
    addresses, codes = [], []
    for each in node.all("addressList/address"):
        place = countries.normalize(tidy(each.value("country"))) or ""
        names = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode")
        parts = (tidy(each.value(name)) for name in names)
        shown = ", ".join(filter(None, (*parts, place or tidy(each.value("country")))))
        addresses += [shown] if shown else []
        codes += [place] if place else []
    named = [(name, quality) for name, quality in aliases if name]
    return [
        ListEntry(
            code=_legacy_list(node, programs),
            number=node.value("uid"),
            kind=_KINDS.get(node.value("sdnType").lower(), "Entity"),
            name=_name(node),
            alt_names=list(dict.fromkeys(name for name, _ in named)),
            weak_names=list(dict.fromkeys(name for name, quality in named if quality == "weak")),
            addresses=list(dict.fromkeys(addresses)),
            countries=list(dict.fromkeys(codes)),
            programs=programs,
            remarks=tidy(node.value("remarks")),
        )
    ]


def _legacy_list(node: Node, programs: list[str]) -> str:
    told = [tidy(text) for text in node.values("sdnList/list")]
    if told and not any("SDN" in text for text in told):
        return list_of(programs)
    consolidated = {"NS-PLC", "561-Related"} & {*programs} or any(
        program.startswith(("CMIC-", "NS-")) for program in programs
    )
    return list_of(programs) if consolidated else "SDN"


def _name(node: Node) -> str:
    """`LAST, First` for persons, the name alone for others, as the CSV has it."""
    parts = (tidy(node.value("lastName")), tidy(node.value("firstName")))
    return ", ".join(filter(None, parts))


def read_advanced(location: Path, on_bytes: OnBytes | None = None) -> Iterator[Loaded]:
    """The portions of sdn_advanced.xml: code tables and places come first, listings last.

    What the listings say of dates, lists and programmes is joined by the party's number, see
    `graphscan.sources.lists.join`; the file is read in one pass.
    """
    reader = ListReader()
    tables = _Tables()
    tags = {"ReferenceValueSets", "Location", "DistinctParty", "SanctionsEntry"}
    tags |= {"ProfileRelationship"}
    links: list[Node] = []
    entries = 0
    held: dict[str, tuple[int, ListEntry]] = {}
    for node in xml_records(text_blocks(location, on_bytes), tags):
        if node.tag == "ReferenceValueSets":
            tables.learn(node)
        elif node.tag == "Location":
            tables.place(node)
        elif node.tag == "DistinctParty":
            entries += 1
            profile = node.find("Profile")
            held[profile.attributes.get("ID", "") if profile else ""] = (
                entries,
                tables.party(node),
            )
            if entries > MOST_PARTIES:
                raise _ENDLESS
        elif node.tag == "ProfileRelationship":
            links += [node] if tables.owns(node) and len(links) <= MOST_PARTIES else []
        else:
            _listed(node, held, tables)
    owned = _interests(links, held, tables)
    for party, (number, entry) in held.items():
        reader.record(number, functools.partial(_whole, entry, owned.get(party, [])))
        if reader.portions.full:
            yield from reader.take()
    yield from reader.take()


def _whole(entry: ListEntry, interests: list[Interest]) -> list[ListEntry | ListPart | Interest]:
    return [entry, *interests]


def _interests(
    links: list[Node], held: dict[str, tuple[int, ListEntry]], tables: _Tables
) -> dict[str, list[Interest]]:
    """The interests in each party, by its profile."""
    found: dict[str, list[Interest]] = {}
    for link in links:
        ends = [link.attributes.get(name, "") for name in ("From-ProfileID", "To-ProfileID")]
        owner, owned = ends if tables.owns(link) == "owner" else ends[::-1]
        if owner in held and owned in held:
            above, below = held[owner][1], held[owned][1]
            interest = Interest(
                owner_name=above.name,
                owner_country=next(iter(above.countries), None),
                owner_kind="person" if above.kind == "Individual" else "company",
                owned_name=below.name,
                owned_country=next(iter(below.countries), None),
                record=link.attributes.get("ID"),
            )
            found.setdefault(owned, []).append(interest)
    return found


def _listed(node: Node, held: dict[str, tuple[int, ListEntry]], tables: _Tables) -> None:
    found = held.get(node.attributes.get("ProfileID", ""))
    if found is None:
        return
    entry = found[1]
    name = tables.values["List"].get(node.attributes.get("ListID", ""), "")
    days = [day(_date(each)) for each in node.all("EntryEvent/Date")]
    starts = sorted((each for each in days if each), key=lambda each: each.first)
    if starts and (entry.start is None or starts[0].first < entry.start.first):
        entry.start = starts[0]
    entry.programs += [
        text
        for text in node.values("SanctionsMeasure/Comment")
        if text and text not in entry.programs
    ]
    if "SDN" not in name and name:
        entry.code = known.normalize(name) or known.from_source(name) or list_of(entry.programs)


def _date(node: Node) -> str:
    parts = (node.value("Year"), node.value("Month").zfill(2), node.value("Day").zfill(2))
    return "-".join(parts)


class _Tables:
    """The code tables of the file, and its places."""

    def __init__(self) -> None:
        self.values: dict[str, dict[str, str]] = {name: {} for name in _VALUES}
        self._places: dict[str, tuple[str, str]] = {}

    def owns(self, link: Node) -> str:
        """Whether the first party of a relationship is the owner or the owned; '' for others."""
        told = self.values["RelationType"].get(link.attributes.get("RelationTypeID", ""), "")
        if link.attributes.get("Former", "false") == "true":
            return ""
        return _RELATIONS.get(told.casefold(), "")

    def learn(self, node: Node) -> None:
        for group in node.children:
            for each in group.children:
                if each.tag in self.values:
                    self.values[each.tag][each.attributes.get("ID", "")] = tidy(each.text)

    def place(self, node: Node) -> None:
        parts = [
            tidy(value)
            for part in node.all("LocationPart")
            for value in part.values("LocationPartValue/Value")
        ]
        link = node.find("LocationCountry")
        told = self.values["Country"].get(link.attributes.get("CountryID", ""), "") if link else ""
        code = countries.normalize(told) or ""
        shown = ", ".join(filter(None, (*parts, code or told)))
        self._places[node.attributes.get("ID", "")] = (shown, code)

    def party(self, node: Node) -> ListEntry:
        names: list[tuple[str, bool, bool]] = []
        for alias in node.all("Profile/Identity/Alias"):
            weak = alias.attributes.get("LowQuality", "false") == "true"
            primary = alias.attributes.get("Primary", "false") == "true"
            for documented in alias.all("DocumentedName"):
                name = tidy(" ".join(documented.values("DocumentedNamePart/NamePartValue")))
                names += [(name, primary, weak)] if name else []
        names.sort(key=lambda each: not each[1])
        profile = node.find("Profile")
        kind = self.values["PartySubType"].get(
            profile.attributes.get("PartySubTypeID", "") if profile else "", ""
        )
        places = [
            self._places[link.attributes["LocationID"]]
            for link in node.all("Profile/Feature/FeatureVersion/VersionLocation")
            if link.attributes.get("LocationID") in self._places
        ]
        others = list(dict.fromkeys(name for name, _, _ in names[1:]))
        return ListEntry(
            code="SDN",
            number=node.attributes.get("FixedRef", ""),
            kind=_KINDS.get(re.sub(r"\W", "", kind).lower(), "Entity"),
            name=names[0][0] if names else "",
            alt_names=others,
            weak_names=list(dict.fromkeys(name for name, _, weak in names[1:] if weak)),
            addresses=list(dict.fromkeys(shown for shown, _ in places if shown)),
            countries=list(dict.fromkeys(code for _, code in places if code)),
            remarks=tidy(node.value("Comment")),
        )
