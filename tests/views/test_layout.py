from __future__ import annotations

import itertools
import random

from graphscan.views.layout import CARD_HEIGHT, CARD_WIDTH, lay_out


def test_no_two_cards_overlap_at_any_size() -> None:
    dice = random.Random(7)
    for size in (1, 3, 40, 300):
        stages = {party: dice.randrange(4) for party in range(size)} | dict.fromkeys(
            (-1, -2, -3, -4), 0
        )
        owners = list(range(1000, 1000 + size // 5))
        links = [
            (dice.choice(list(stages)), dice.choice(list(stages)), 1.0) for _ in range(2 * size)
        ]
        links += [(owner, dice.choice(list(stages)), 1.0) for owner in owners]
        plan = lay_out(stages, links, owners, ["A", "B", "C", "D"])
        assert set(plan.xy) == {*stages, *owners}
        for (x1, y1), (x2, y2) in itertools.combinations(plan.xy.values(), 2):
            assert abs(x1 - x2) >= CARD_WIDTH or abs(y1 - y2) >= CARD_HEIGHT


def test_cards_stand_within_their_band_and_columns_in_order() -> None:
    stages = {party: party % 3 for party in range(90)}
    plan = lay_out(stages, [], [100, 101], ["A", "B", "C"])
    for party, stage in stages.items():
        band = plan.bands[stage]
        x, y = plan.xy[party]
        assert band["x"] <= x - CARD_WIDTH / 2
        assert x + CARD_WIDTH / 2 <= band["x"] + band["width"]
        assert band["y"] <= y - CARD_HEIGHT / 2
        assert y + CARD_HEIGHT / 2 <= band["y"] + band["height"]
    assert plan.bands[0]["x"] + plan.bands[0]["width"] < plan.bands[1]["x"]
    assert plan.lane
    assert plan.xy[100][1] > max(plan.xy[party][1] for party in stages)


def test_links_that_need_not_cross_do_not() -> None:
    left, right = list(range(8)), list(range(8, 16))
    links = [(a, b, 1.0) for a, b in zip(left, reversed(right), strict=True)]
    plan = lay_out(dict.fromkeys(left, 0) | dict.fromkeys(right, 1), links, [], ["A", "B"])
    heights = sorted((plan.xy[a][1], plan.xy[b][1]) for a, b, _ in links)
    assert [b for _, b in heights] == sorted(b for _, b in heights)


def test_equal_input_gives_equal_places() -> None:
    stages = {party: party % 4 for party in range(60)}
    links = [(a, (a * 7 + 1) % 60, 1.0) for a in range(60)]
    first = lay_out(stages, links, [], ["A", "B", "C", "D"])
    shuffled = dict(reversed(stages.items()))
    assert lay_out(shuffled, links, [], ["A", "B", "C", "D"]) == first
