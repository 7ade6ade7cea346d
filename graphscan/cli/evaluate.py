"""`graphscan evaluate`: how well names are told apart on the user's own judged pairs."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path

import click

from graphscan.cli.options import NEW_FILE, output_options
from graphscan.cli.output import Output
from graphscan.cli.text import count, inert
from graphscan.codes import countries
from graphscan.errors import GraphscanError
from graphscan.resolve.evaluate import Pair, Quality, is_same, quality, score_pairs

_NEEDED = ("left", "right", "label")


@click.command("evaluate")
@click.argument("pairs", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    type=NEW_FILE,
    metavar="FILE",
    help="Where the pairs go with a score each. Default: PAIRS.scored.csv beside them.",
)
@output_options
def command(output: Output, *, pairs: Path, out: Path | None) -> int:
    """Measure on PAIRS.csv how well names are told apart, to choose thresholds by.

    Columns: left, right, label (1 the same party, 0 another), and left_country, right_country where
    known.
    """
    header, rows, judged = _read(pairs)
    scores = score_pairs(judged)
    try:
        measured = quality([pair.same for pair in judged], scores)
    except ValueError as err:
        raise GraphscanError(
            str(err), where=pairs.name, cure="Label some pairs 1 and some 0."
        ) from err
    target = out or pairs.with_name(f"{pairs.name.removesuffix('.csv')}.scored.csv")
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*header, "score"])
        for row, score in zip(rows, scores, strict=True):
            writer.writerow([*map(inert, row), f"{score:.4f}"])
    if output.as_json:
        output.objects([dataclasses.asdict(measured)])
    else:
        _print(output, measured)
    return 0


def _read(path: Path) -> tuple[list[str], list[list[str]], list[Pair]]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        header, *rows = [row for row in csv.reader(file) if row] or [[]]
    at = {name.strip().casefold(): place for place, name in enumerate(header)}
    missing = [name for name in _NEEDED if name not in at]
    if missing:
        raise GraphscanError(
            f"no column {', '.join(missing)}",
            where=path.name,
            cure="Give columns left, right and label.",
        )
    pairs = []
    for number, row in enumerate(rows, start=2):
        cells = {name: row[place] if place < len(row) else "" for name, place in at.items()}
        same = is_same(cells["label"])
        if same is None:
            raise GraphscanError(
                f"label {cells['label']!r}", where=f"{path.name}, row {number}", cure="1 or 0."
            )
        pairs.append(
            Pair(
                left=cells["left"],
                right=cells["right"],
                same=same,
                left_country=countries.normalize(cells.get("left_country", "")),
                right_country=countries.normalize(cells.get("right_country", "")),
            )
        )
    return header, rows, pairs


def _print(output: Output, measured: Quality) -> None:
    output.line(f"{count(measured.pairs, 'pair', 'pairs')}, {measured.same:,} of them the same")
    output.line(f"best F1            {measured.best_f1:.3f} at a score of {measured.threshold:.3f}")
    output.line(f"average precision  {measured.average_precision:.3f}")
    for alerts, recall, threshold in measured.recall_at_alerts:
        output.line(
            f"recall {recall:.3f} at {alerts} alerts per 1,000 different pairs "
            f"(score above {max(threshold, 0):.3f})"
        )
