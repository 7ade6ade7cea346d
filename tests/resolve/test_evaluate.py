"""Measures of quality against their definitions, and the command on a user's own pairs."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphscan.cli.app import run
from graphscan.resolve.evaluate import quality


def test_average_precision_of_equal_scores_is_the_share_of_the_same() -> None:
    measured = quality([True, False, True, False], [0.5] * 4)
    assert measured.average_precision == pytest.approx(0.5)
    assert measured.recall_at_alerts[0][1] == 0.0


def test_a_perfect_order_is_one() -> None:
    measured = quality([False, True], [0.1, 0.9])
    assert (measured.average_precision, measured.best_f1, measured.threshold) == (1.0, 1.0, 0.9)


def test_pairs_of_one_kind_cannot_be_measured() -> None:
    with pytest.raises(ValueError, match="both kinds"):
        quality([True], [0.5])


def test_evaluate_writes_a_score_per_pair(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("left,right,label\nMirel Ltd,MIREL LIMITED,1\n=A1,Oru LLP,0\n", "utf-8")
    assert run(["evaluate", str(pairs)]) == 0
    assert "average precision  1.000" in capsys.readouterr().out
    lines = (tmp_path / "pairs.scored.csv").read_text("utf-8").splitlines()
    assert lines[0] == "left,right,label,score"
    assert lines[2].startswith("'=A1,")


@pytest.mark.parametrize("text", ["left,right\na,b\n", "left,right,label\na,b,perhaps\n", ""])
def test_evaluate_says_what_a_table_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(text, "utf-8")
    assert run(["evaluate", str(pairs)]) == 2
    assert "pairs.csv" in capsys.readouterr().err
