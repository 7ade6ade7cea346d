"""The mappings that a run knows: those that ship with graphscan, and the user's own before them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from graphscan.errors import InputError, MappingError
from graphscan.sources.mapping.model import Mapping
from graphscan.sources.mapping.parse import read_mapping


class Library:
    """Mappings, and which of them fits a header.

    A mapping fits where every header that it needs is there; nothing else is weighed, so a file is
    read in one way or not at all. The user's own go before those that ship.
    """

    def __init__(self, own: Sequence[Mapping] = ()) -> None:
        """Know the shipped mappings and these."""
        self.mappings = (*own, *presets())
        encodings = (mapping.encoding for mapping in self.mappings)
        self.encodings = tuple(sorted({each for each in encodings if each}))
        self.digest = "".join(f" {mapping.digest}" for mapping in own)

    @classmethod
    def of(cls, files: Sequence[Path]) -> Library:
        """The library with the mappings of these files.

        Raises:
            InputError: A file cannot be read.
            MappingError: A file is no mapping.
        """
        return cls([_read(file) for file in files])

    def fitting(self, headers: frozenset[str]) -> Mapping | None:
        """The mapping for a table with these headers (as `key` spells them), None where none fits.

        Of several that fit, the one that needs most; of the user's own, the first.

        Raises:
            MappingError: Two that need equally much fit.
        """
        fits = [mapping for mapping in self.mappings if not mapping.missing(headers)]
        own = [mapping for mapping in fits if not mapping.shipped]
        if own:
            return own[0]
        fits.sort(key=lambda mapping: (-len(mapping.needs), mapping.name))
        if len(fits) > 1 and len(fits[0].needs) == len(fits[1].needs):
            raise MappingError(
                f"two mappings fit this table: '{fits[0].name}' and '{fits[1].name}'",
                cure="Say which with --mapping FILE: `graphscan mapping show NAME` writes one.",
            )
        return fits[0] if fits else None

    def nearest(self, headers: frozenset[str]) -> Mapping:
        """The mapping that misses the smallest share of what it needs."""
        return max(
            self.mappings,
            key=lambda each: (
                1 - len(each.missing(headers)) / len(each.needs),
                len(headers.intersection(each.reads)),
            ),
        )


@functools.cache
def presets() -> tuple[Mapping, ...]:
    """The mappings that ship, in order of their files.

    >>> "vendor declarations, Turkey import" in [mapping.name for mapping in presets()]
    True
    """
    return tuple(read_mapping(text, name, shipped=True) for name, text in preset_texts().items())


@functools.cache
def preset_texts() -> dict[str, str]:
    """The TOML of every mapping that ships, by file name."""
    folder = resources.files("graphscan.sources.presets")
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")),
        key=lambda entry: entry.name,
    )
    return {entry.name: entry.read_text(encoding="utf-8") for entry in files}


def _read(file: Path) -> Mapping:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as err:
        raise InputError(
            what="the mapping cannot be read", where=str(file), cure="Give a TOML file in UTF-8."
        ) from err
    return read_mapping(text, file.name)
