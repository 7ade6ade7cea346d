"""Name matching in figures: quality and speed, beside other programs on the same data.

Prints; asserts nothing. GRAPHSCAN_BENCH_NAMES is the number of names (default 100000). For the
programs that are compared with, see `matching_peers`.
"""

from __future__ import annotations

import importlib
import itertools
import json
import os
import random
import resource
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from rapidfuzz import fuzz, process
from sparse_dot_topn import sp_matmul_topn

from graphscan.resolve.evaluate import quality
from graphscan.resolve.fuzzy.matcher import CHUNK, REVIEW, Index, Matcher
from graphscan.resolve.fuzzy.profile import profile
from graphscan.resolve.fuzzy.score import compare
from graphscan.resolve.fuzzy.weights import Weights
from graphscan.resolve.party_fields import split_field
from tests.benchmarks.matching_names import (
    CLASSES,
    LISTS,
    SHARED,
    endless,
    generated,
    listed_names,
    mishaps,
)
from tests.benchmarks.matching_peers import Scorer, prototype_pipeline, scorers

NAMES = int(os.environ.get("GRAPHSCAN_BENCH_NAMES", "100000"))
OF_A_CLASS, CLEAN = 150, 2_000
pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not LISTS.exists(), reason="the real list is not beside the repository"),
]
Items = list[tuple[str, list[str]]]


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


def scored(items: Items, every: dict[str, Scorer]) -> tuple[dict[str, Any], dict[str, float]]:
    """Scores of each scorer, and its CPU microseconds a pair."""
    found, spent = {}, {}
    pairs = sum(len(listed) for _, listed in items)
    for title, scorer in every.items():
        began = time.process_time()
        found[title] = np.array([scorer(name, listed) for name, listed in items])
        spent[title] = (time.process_time() - began) / pairs * 1e6
    return found, spent


def table(same: Any, found: dict[str, Any], spent: dict[str, float]) -> None:
    for title, scores in found.items():
        told = quality(list(same), list(scores))
        recalls = " ".join(f"{recall:.3f}" for _, recall, _ in told.recall_at_alerts)
        low, high = interval(same, found["graphscan"], scores)
        print(
            f"  {title:<22} F1 {told.best_f1:.3f}  AP {told.average_precision:.3f}  "
            f"recall at 5/10/20/50 {recalls}  graphscan's lead in AP [{low:+.3f}, {high:+.3f}]  "
            f"{spent[title]:.0f} us a pair"
        )


def by_kind(same: Any, kinds: Any, found: dict[str, Any]) -> None:
    for kind in sorted(set(kinds)):
        at = np.array([one in {kind, ""} for one in kinds])
        if same[at].any() and not same[at].all():
            shares = "  ".join(
                f"{title} {average_precision(same[at], scores[at]):.3f}"
                for title, scores in found.items()
            )
            print(f"    {kind or 'all'} ({at.sum()}): AP {shares}")


@pytest.mark.parametrize("name", ["namebench", "eucross"])
def test_labelled_sets(name: str) -> None:
    lines = (SHARED / "matching" / f"eval_{name}.jsonl").read_text("utf-8").splitlines()
    given = [json.loads(line) for line in lines]
    same = np.array([bool(item["y"]) for item in given])
    corpus = sorted({text for item in given for text in {item["q"], *item["T"]}})
    every = scorers(Weights.of(profile(text).tokens for text in corpus), corpus)
    found, spent = scored([(item["q"], item["T"]) for item in given], every)
    print(f"\n{name}: {len(given):,} items, {same.sum():,} the same")
    table(same, found, spent)
    by_kind(same, [item["set"] for item in given], found)


def test_synthetic_classes() -> None:
    """What is the same: a mishap and the name as listed. What is not: a clean name and its nearest.

    All scorers get the fields taken apart, and the same candidates.
    """
    listed = [name for name in listed_names() if name.isascii() and len(name) >= 12 and " " in name]
    clean = generated(listed, CLEAN)
    items: Items = []
    kinds: list[str] = []
    for title, make in CLASSES.items():
        dice = random.Random(title)
        chosen = [name for name in listed if title != "cut at 35" or len(name) > 38]
        for name in dice.sample(chosen, OF_A_CLASS):
            items.append((split_field(make(name, dice)).name, [name]))
            kinds.append(title)
    matcher = Matcher(listed, clean)
    near: dict[int, list[str]] = {}
    for at, place in matcher.near(clean):
        near.setdefault(at, []).append(listed[place])
    items += [(name, near.get(at, [])) for at, name in enumerate(clean)]
    kinds += [""] * len(clean)
    same = np.array([kind != "" for kind in kinds])
    found, spent = scored(items, scorers(matcher.weights, [*listed, *clean]))
    print(f"\nsynthetic: {same.sum():,} mishaps, {len(clean):,} clean names")
    table(same, found, spent)
    by_kind(same, kinds, found)


def test_candidates_against_trigrams_and_an_oracle() -> None:
    listed = listed_names()
    truth, wrong = mishaps(listed, 2_000)
    wrong = [split_field(name).name for name in wrong]
    names = generated(listed, NAMES - len(wrong)) + wrong
    began = time.process_time()
    reads = [profile.__wrapped__(name) for name in names]
    print(f"\n{len(names):,} names x {len(listed):,}; read {time.process_time() - began:.1f} cpu s")
    began = time.process_time()
    index = Index(listed)
    print(f"  index of {len(index.texts):,} readings {time.process_time() - began:.1f} cpu s")
    texts, tokens = [read.text for read in reads], [read.tokens for read in reads]
    place = {text: at for at, text in enumerate(index.texts)}
    right = [place.get(profile(name).text, -1) for name in truth]
    offset = len(names) - len(wrong)

    def told(title: str, find: Callable[[int, int], tuple[Any, Any]]) -> float:
        start, met, size = time.process_time(), 0, 0
        for low in range(0, len(names), CHUNK):
            rows, columns = find(low, low + CHUNK)
            size += len(rows)
            late = rows >= offset - low
            pairs = set(zip((rows[late] + low).tolist(), columns[late].tolist(), strict=True))
            met += sum((offset + at, goal) in pairs for at, goal in enumerate(right))
        spent = time.process_time() - start
        print(
            f"  {title:<34} {spent:6.1f} cpu s  recall {met / len(right):.4f}  "
            f"{size / len(names):.1f} candidates a name"
        )
        return spent

    def whole(low: int, high: int) -> tuple[Any, Any]:
        return index.candidates(texts[low:high], tokens[low:high])

    ours = told(
        "graphscan, before its gate", lambda low, high: index.by_words(tokens[low:high])[:2]
    )
    gated = told("graphscan, gate included", whole)
    for least, search in _trigrams(index.texts):

        def plain(low: int, high: int, search: Any = search) -> tuple[Any, Any]:
            found = search(texts[low:high]).tocoo()
            return found.row, found.col

        theirs = told(f"trigram TF-IDF, scikit-learn, {least}", plain)
        print(f"    graphscan is {theirs / ours:.1f}x as fast, {theirs / gated:.1f}x with its gate")
    _oracle(index, texts[offset:][:400], tokens[offset:][:400])


def _trigrams(texts: list[str]) -> Iterator[tuple[float, Any]]:
    try:
        text = importlib.import_module("sklearn.feature_extraction.text")
    except ImportError as err:
        print(f"  without trigram TF-IDF: {err}")
        return
    made = text.TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    columns = made.fit_transform(texts).T.tocsr()
    threads = os.cpu_count() or 1
    for least in (0.5, 0.4):
        yield (
            least,
            lambda asked, least=least: sp_matmul_topn(
                made.transform(asked), columns, top_n=10, threshold=least, n_threads=threads
            ),
        )


def _oracle(index: Index, texts: list[str], tokens: list[tuple[str, ...]]) -> None:
    """What the candidates lose of all pairs that are near by letters."""
    near = process.cdist(texts, index.texts, scorer=fuzz.ratio, score_cutoff=80)
    oracle = set(zip(*(axis.tolist() for axis in np.nonzero(near)), strict=True))
    rows, columns = index.candidates(texts, tokens)
    kept = set(zip(rows.tolist(), columns.tolist(), strict=True))
    weights = Weights.of(tokens)
    alerts = [
        pair
        for pair in sorted(oracle)
        if compare(texts[pair[0]], index.texts[pair[1]], weights).score >= REVIEW
    ]
    print(
        f"  oracle (ratio >= 80, {len(texts)} names): {len(oracle - kept)} of {len(oracle)} pairs "
        f"are no candidates, of those that score for review {len(set(alerts) - kept)} of "
        f"{len(alerts)}"
    )


def test_whole_pipeline_and_memory() -> None:
    """Names as they come, in chunks: read, candidates, gate, score. Run alone for its memory."""
    listed = listed_names()
    source = endless(listed)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began, clock = time.process_time(), time.perf_counter()
    matcher = Matcher(listed, list(itertools.islice(source, 20_000)))
    hits = size = 0
    while size < NAMES:
        chunk = list(dict.fromkeys(itertools.islice(source, min(CHUNK, NAMES - size))))
        size += len(chunk)
        hits += len(matcher.match(chunk))
    spent, passed = time.process_time() - began, time.perf_counter() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\nwhole: {size:,} names, {hits:,} hits, {spent:.1f} cpu s, {passed:.1f} s; "
        f"peak {peak:.0f} MiB (list loaded: {before:.0f})"
    )
    try:
        sample = list(itertools.islice(endless(listed), min(NAMES, 50_000)))
        steps = prototype_pipeline(sample, listed)
    except ImportError as err:
        print(f"  without the prototype: {err}")
        return
    began = time.process_time()
    Matcher(listed, sample[:20_000]).match(sample)
    ours = time.process_time() - began
    told = ", ".join(f"{step} {seconds:.1f}" for step, seconds in steps.items())
    print(
        f"  {len(sample):,} names: prototype {sum(steps.values()):.1f} cpu s ({told}), graphscan "
        f"{ours:.1f}: {sum(steps.values()) / ours:.2f}x as fast"
    )
