"""Other ways to compare and to find names, as far as they are installed.

nomenklatura (https://pypi.org/project/nomenklatura/) needs a C++ compiler and ICU and takes 655 MB,
scikit-learn comes with it: `pip install nomenklatura` into an environment of its own.
"""

from __future__ import annotations

import importlib
import itertools
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from anyascii import anyascii
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from graphscan.resolve.fuzzy.score import compare
from graphscan.resolve.fuzzy.weights import Weights
from graphscan.resolve.names import parse_name

Scorer = Callable[[str, Sequence[str]], float]
"""A name, and names of a listed party: the best score."""

_NUMBERS = itertools.count()
"""Ids of nomenklatura's entities: it remembers names by them for as long as the process lives."""

PROTOTYPE = Path(__file__).resolve().parents[2].parent / "shared" / "prototypes" / "matching"


def scorers(weights: Weights, corpus: Sequence[str]) -> dict[str, Scorer]:
    """Every scorer that is installed, graphscan first."""
    found: dict[str, Scorer] = {
        "graphscan": best(lambda one, other: compare(one, other, weights).score),
        "JaroWinkler, no form": best(lambda a, b: JaroWinkler.similarity(bare(a), bare(b))),
        "WRatio, no form": best(lambda a, b: fuzz.WRatio(bare(a), bare(b)) / 100),
    }
    for title, make in (("nomenklatura logic-v2", _nomenklatura), ("prototype", _prototype)):
        try:
            found[title] = make(corpus)
        except ImportError as err:
            print(f"  without {title}: {err}")
    return found


def best(scorer: Callable[[str, str], float]) -> Scorer:
    return lambda name, listed: max((scorer(name, other) for other in listed), default=0.0)


def bare(name: str) -> str:
    """A name without its legal form, in Latin letters: what the plain metrics get."""
    return anyascii(parse_name(name).core).lower()


def _nomenklatura(_: Sequence[str]) -> Scorer:
    model = importlib.import_module("followthemoney").model
    matching = importlib.import_module("nomenklatura.matching")
    algorithm, settings = matching.get_algorithm("logic-v2"), matching.ScoringConfig.defaults()

    def entity(names: Sequence[str]) -> Any:
        made = model.make_entity("Company")
        made.id = f"e{next(_NUMBERS)}"
        for name in names:
            made.add("name", name)
        return made

    return lambda name, listed: float(
        algorithm.compare(entity([name]), entity(listed), settings).score
    )


def _prototype(corpus: Sequence[str]) -> Scorer:
    if str(PROTOTYPE) not in sys.path:
        sys.path.insert(0, str(PROTOTYPE))
    importlib.import_module("pypinyin")
    module = importlib.import_module("gsmatch")
    scorer = module.Scorer(corpus)

    def score(name: str, listed: Sequence[str]) -> float:
        readings = [pair for other in listed for pair in module.variants(other)]
        top = 0.0
        for one, factor in module.variants(name):
            for other, weight in readings:
                features = scorer.feats(one, other)
                for at in (0, 4, 11):
                    features[at] *= factor * weight
                top = max(top, scorer.score(features))
        return top

    return score


def prototype_pipeline(names: Sequence[str], listed: Sequence[str]) -> dict[str, float]:
    """CPU seconds of the prototype's steps: read, candidates, gate, score."""
    if str(PROTOTYPE) not in sys.path:
        sys.path.insert(0, str(PROTOTYPE))
    module, fast = importlib.import_module("gsmatch"), importlib.import_module("gsfast")
    spent: dict[str, float] = {}
    began = time.process_time()

    def lap(step: str) -> None:
        nonlocal began
        spent[step] = time.process_time() - began
        began = time.process_time()

    cores = [[module.norm.__wrapped__(part).core for part in module.parties(n)] for n in names]
    asked = list(dict.fromkeys(core for found in cores for core in found))
    lap("read")
    reads = {read.core: read for name in listed for read, _ in module.variants(name)}
    texts = list(reads)
    soft = fast.SoftTokenIndex(texts, asked[:100_000])
    trigrams = fast.TrigramIndex(texts, asked[:100_000], maxdf=0.015)
    lap("index")
    by_words = soft.search(asked, 1, thr=0.42)
    union = (by_words + trigrams.search(asked, 1, thr=0.40)).tocsr()
    lap("candidates")
    rows = np.repeat(np.arange(len(asked)), np.diff(union.indptr))
    left = [asked[row] for row in rows]
    right = [texts[column] for column in union.indices]
    kept = np.asarray(by_words[rows, union.indices]).ravel() >= 0.6
    kept |= process.cpdist(left, right, scorer=fuzz.token_sort_ratio) >= 75
    glued = [[text.replace(" ", "") for text in side] for side in (left, right)]
    kept |= process.cpdist(*glued, scorer=fuzz.ratio) >= 75
    lap("gate")
    scorer = module.Scorer(texts + asked[:200_000])
    for row, column in zip(rows[kept].tolist(), union.indices[kept].tolist(), strict=True):
        scorer.score(scorer.feats(module.norm(asked[row]), reads[texts[column]]))
    lap("score")
    return spent
