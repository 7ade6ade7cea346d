"""Names for the benchmarks of matching: the real list, names made from its words, and mishaps."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from graphscan.casefile import open_case
from graphscan.resolve.fuzzy.profile import profile
from graphscan.resolve.listed import write_list_names
from graphscan.resolve.names import parse_name
from graphscan.sources import load_inputs

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
LISTS = SHARED / "csl" / "consolidated_2026-07-31.csv.gz"
_SYLLABLES = (
    *("ka", "mo", "ri", "ta", "len", "vor", "dan", "sul"),
    *("pek", "ori", "tan", "bel", "gru", "nix", "hal", "zem"),
)


def listed_names() -> list[str]:
    """Distinct names of the firms on the real list."""
    with open_case() as case:
        load_inputs(case, [LISTS])
        write_list_names(case)
        rows = case.rows(
            "SELECT DISTINCT l.name FROM list_names AS l JOIN entries USING (entry_id) "
            "WHERE normalised <> '' AND coalesce(entity_type, 'Entity') = 'Entity' ORDER BY 1"
        )
    return [name for (name,) in rows]


def typo(name: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(name) - 1)
    return dice.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + dice.choice("aeiorstnl") + name[at + 1 :],
            name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
        ]
    )


CLASSES: dict[str, Callable[[str, random.Random], str]] = {
    "capitals": lambda name, _: name.upper().replace(".", "").replace(",", ""),
    "one typing error": typo,
    "two typing errors": lambda name, dice: typo(typo(name, dice), dice),
    "form left out": lambda name, _: parse_name(name).core,
    "words turned": lambda name, _: " ".join(name.split()[1:] + name.split()[:1]),
    "cut at 35": lambda name, _: name[:35].strip(),
    "c/o": lambda name, _: f"{name} C/O PELICAN FREIGHT LLC",
    "on behalf of": lambda name, _: f"PELICAN FREIGHT LLC ON BEHALF OF {name}",
    "attention, telephone": lambda name, _: f"{name} ATTN MR WANG TEL 8675583910",
    "place behind": lambda name, _: f"{name} DUBAI UAE",
    "words joined": lambda name, _: name.replace(" ", "", 1),
}


def generated(listed: list[str], count: int) -> list[str]:
    """Distinct names with the words of real ones, and rare words that no list has."""
    found: dict[str, None] = {}
    for name in endless(listed):
        found[name] = None
        if len(found) == count:
            break
    return list(found)


def endless(listed: list[str]) -> Iterator[str]:
    """The same without end, and without looking for repeats."""
    dice = random.Random(20260731)
    words = [word for name in listed for word in profile(name).tokens if len(word) > 2]
    while True:
        rare = "".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4)))
        kept = dice.choices(words, k=dice.randint(1, 3))
        form = dice.choice(["ltd", "llc", "co ltd", "gmbh", ""])
        yield " ".join([rare, *kept, form]).strip()


def mishaps(listed: list[str], count: int) -> tuple[list[str], list[str]]:
    """Names as listed, and each as some record has it."""
    dice = random.Random(1)
    truth = dice.sample([name for name in listed if len(name) > 12 and name.isascii()], count)
    return truth, [CLASSES[dice.choice(sorted(CLASSES))](name, dice) for name in truth]
