"""Name matching in figures: quality against plain metrics, candidates against an oracle.

Prints; asserts nothing. GRAPHSCAN_BENCH_NAMES is the number of names (default 100000);
GRAPHSCAN_PEER_SCORES is a JSON file {set: [score a pair]} of another program, to print beside.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from anyascii import anyascii
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from graphscan.casefile import open_case
from graphscan.resolve.evaluate import quality
from graphscan.resolve.fuzzy import matcher as matching
from graphscan.resolve.fuzzy import trigrams
from graphscan.resolve.fuzzy.matcher import Matcher
from graphscan.resolve.fuzzy.profile import profile
from graphscan.resolve.fuzzy.score import compare, compare_profiles
from graphscan.resolve.fuzzy.weights import Weights
from graphscan.resolve.listed import write_list_names
from graphscan.resolve.names import parse_name
from graphscan.resolve.party_fields import split_field
from graphscan.sources import load_inputs

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
LISTS = SHARED / "csl" / "consolidated_2026-07-31.csv.gz"
LABELLED = SHARED / "matching"
NAMES = int(os.environ.get("GRAPHSCAN_BENCH_NAMES", "100000"))
pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not LISTS.exists(), reason="the real list is not beside the repository"),
]
Scorer = Callable[[str, str], float]


def bare(name: str) -> str:
    """A name without its legal form, in Latin letters: what the plain metrics get."""
    return anyascii(parse_name(name).core).lower()


def average_precision(same: Any, scores: Any) -> float:
    return quality(list(same), list(scores)).average_precision


def interval(same: Any, ours: Any, theirs: Any) -> tuple[float, float]:
    """Paired bootstrap of the difference in average precision, 95 %."""
    dice = np.random.default_rng(9)
    gains = []
    for _ in range(200):
        at = dice.integers(0, len(same), len(same))
        gains.append(
            average_precision(same[at], ours[at]) - average_precision(same[at], theirs[at])
        )
    low, high = np.quantile(gains, [0.025, 0.975])
    return float(low), float(high)


@pytest.mark.parametrize("name", ["namebench", "eucross"])
def test_labelled_sets(name: str) -> None:
    lines = (LABELLED / f"eval_{name}.jsonl").read_text("utf-8").splitlines()
    items = [json.loads(line) for line in lines]
    same = np.array([bool(item["y"]) for item in items])
    weights = Weights.of(profile(text).tokens for item in items for text in {item["q"], *item["T"]})
    scorers: dict[str, Scorer] = {
        "graphscan": lambda one, other: compare(one, other, weights).score,
        "JaroWinkler, no form": lambda one, other: JaroWinkler.similarity(bare(one), bare(other)),
        "WRatio, no form": lambda one, other: fuzz.WRatio(bare(one), bare(other)) / 100,
    }
    found: dict[str, Any] = {}
    spent: dict[str, float] = {}
    for title, scorer in scorers.items():
        began = time.process_time()
        scores = [max((scorer(i["q"], text) for text in i["T"]), default=0.0) for i in items]
        spent[title] = (time.process_time() - began) / sum(len(i["T"]) for i in items) * 1e6
        found[title] = np.array(scores)
    peer = os.environ.get("GRAPHSCAN_PEER_SCORES")
    if peer:
        found["peer"] = np.array(json.loads(Path(peer).read_text("utf-8"))[name])
    print(f"\n{name}: {len(items):,} items, {same.sum():,} the same")
    for title, scores in found.items():
        told = quality(list(same), list(scores))
        recalls = " ".join(f"{recall:.3f}" for _, recall, _ in told.recall_at_alerts)
        low, high = interval(same, found["graphscan"], scores)
        print(
            f"  {title:<22} F1 {told.best_f1:.3f}  AP {told.average_precision:.3f}  "
            f"recall at 5/10/20/50 {recalls}  graphscan's lead in AP [{low:+.3f}, {high:+.3f}]  "
            f"{spent.get(title, 0):.0f} us a pair"
        )
    for kind in sorted({item["set"] for item in items}):
        at = np.array([item["set"] == kind for item in items])
        if same[at].any() and not same[at].all():
            shares = "  ".join(
                f"{t} {average_precision(same[at], s[at]):.3f}" for t, s in found.items()
            )
            print(f"    {kind} ({at.sum()}): AP {shares}")


def listed_names() -> list[str]:
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
    """Names with the words of real ones, and rare words that no list has."""
    dice = random.Random(20260731)
    words = [word for name in listed for word in profile(name).tokens if len(word) > 2]
    syllables = [
        "ka",
        "mo",
        "ri",
        "ta",
        "len",
        "vor",
        "dan",
        "sul",
        "pek",
        "ori",
        "tan",
        "bel",
        "gru",
        "nix",
        "hal",
        "zem",
    ]
    found: dict[str, None] = {}
    while len(found) < count:
        rare = "".join(dice.choices(syllables, k=dice.randint(2, 4)))
        kept = dice.choices(words, k=dice.randint(1, 3))
        found[
            " ".join([rare, *kept, dice.choice(["ltd", "llc", "co ltd", "gmbh", ""])]).strip()
        ] = None
    return list(found)


def test_perturbed_names_and_alerts() -> None:
    listed = [name for name in listed_names() if name.isascii() and len(name) >= 12 and " " in name]
    clean = generated(listed, 5_000)
    index = Matcher(listed, clean)
    best = np.zeros(len(clean))
    for hit in index.match(clean, least=0.5):
        best[hit.name] = max(best[hit.name], hit.score)
    order = np.sort(best)[::-1]
    bars = {alerts: max(float(order[alerts * 5]), 0.5) for alerts in (5, 10, 20, 50)}
    print(f"\n{len(listed):,} listed names; thresholds by alerts per 1,000 clean names: {bars}")
    for title, make in CLASSES.items():
        dice = random.Random(title)
        chosen = [name for name in listed if title != "cut at 35" or len(name) > 38]
        truth = dice.sample(chosen, min(300, len(chosen)))
        asked = [split_field(make(name, dice)).name for name in truth]
        scores = np.zeros(len(asked))
        for hit in index.match(asked, least=0.5):
            if listed[hit.listed] == truth[hit.name]:
                scores[hit.name] = hit.score
        told = "  ".join(f"@{alerts} {(scores > bar).mean():.3f}" for alerts, bar in bars.items())
        print(f"  {title:<22} {told}")


def test_candidates_against_trigrams_and_an_oracle(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = listed_names()
    dice = random.Random(1)
    truth = dice.sample([name for name in listed if len(name) > 12 and name.isascii()], 2_000)
    wrong = [CLASSES[dice.choice(sorted(CLASSES))](name, dice) for name in truth]
    wrong = [split_field(name).name for name in wrong]
    names = generated(listed, NAMES - len(wrong)) + wrong
    began = time.process_time()
    reads = [profile(name) for name in names]
    print(f"\n{len(names):,} names x {len(listed):,}; read {time.process_time() - began:.1f} cpu s")
    began = time.process_time()
    index = Matcher(listed, names[:20_000])
    print(f"  index {time.process_time() - began:.1f} cpu s")
    texts, tokens = [read.text for read in reads], [read.tokens for read in reads]
    place = {text: at for at, text in enumerate(index.texts)}
    right = [place.get(profile(name).text, -1) for name in truth]
    offset = len(names) - len(wrong)

    def told(title: str, find: Callable[[int, int], set[tuple[int, int]]]) -> float:
        start, met, size = time.process_time(), 0, 0
        for low in range(0, len(names), matching.CHUNK):
            pairs = find(low, low + matching.CHUNK)
            size += len(pairs)
            met += sum((offset + at - low, goal) in pairs for at, goal in enumerate(right))
        spent = time.process_time() - start
        print(
            f"  {title:<28} {spent:6.1f} cpu s  recall {met / len(right):.3f}  "
            f"{size / len(names):.1f} candidates a name"
        )
        return spent

    ours = told(
        "graphscan, gate included",
        lambda low, high: set(index.candidates(texts[low:high], tokens[low:high])),
    )
    monkeypatch.setattr(trigrams, "COMMON", 1.0)
    whole = trigrams.TrigramIndex(index.texts, texts[:20_000])

    def plain(low: int, high: int) -> set[tuple[int, int]]:
        found = whole.search(texts[low:high], 0.5, matching.MOST, 1).tocoo()
        return set(zip(found.row.tolist(), found.col.tolist(), strict=True))

    theirs = told("trigram TF-IDF, cosine .5", plain)
    print(f"  graphscan is {theirs / ours:.1f}x as fast")
    sample = list(range(offset, offset + 300))
    near = process.cdist(
        [texts[at] for at in sample], index.texts, scorer=fuzz.ratio, score_cutoff=80
    )
    oracle = set(zip(*(axis.tolist() for axis in np.nonzero(near)), strict=True))
    kept = set(index.candidates([texts[at] for at in sample], [tokens[at] for at in sample]))
    counted = [
        (
            pair,
            compare_profiles(reads[offset + pair[0]], profile(index.texts[pair[1]]), index.weights),
        )
        for pair in sorted(oracle)
    ]
    alerts = [pair for pair, found in counted if found.score >= matching.REVIEW]
    print(
        f"  oracle (ratio >= 80): {len(oracle - kept)} of {len(oracle)} pairs are no candidates, "
        f"of those that score for review {len(set(alerts) - kept)} of {len(alerts)}"
    )
    began = time.process_time()
    hits = index.match(names)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"  whole: {time.process_time() - began:.1f} cpu s, {len(hits):,} hits; peak {peak:.0f} MiB"
    )


def test_real_list_is_packed() -> None:
    """The list is read as it is shipped: a benchmark of a broken file measures nothing."""
    with gzip.open(LISTS, "rt", encoding="utf-8") as file:
        assert "name" in file.readline()
