"""The explorer as a reader uses it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]


def counts(page: Page) -> tuple[int, int, int]:
    """Routes, parties and legs that are visible, as the status line says."""
    found = re.match(
        r"(\d+) of \d+ findings · (\d+) of \d+ parties · (\d+) of \d+ legs",
        page.inner_text("#status"),
    )
    assert found, page.inner_text("#status")
    return int(found[1]), int(found[2]), int(found[3])


def test_opens_with_all_routes_and_says_what_it_shows(open_page: Open) -> None:
    page = open_page()
    assert counts(page)[0] == 25
    assert page.inner_text("#as-of") == "As of 2025-12-31"
    assert page.locator("#panel .route").count() == 25
    assert "SHA-256 abab" in page.inner_text("#about")
    painted = page.evaluate(
        "(() => { const c = document.querySelector('#graph canvas');"
        " const p = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        " let n = 0; for (let i = 3; i < p.length; i += 4) n += p[i] > 0; return n; })()"
    )
    assert painted > 50_000


def test_a_route_shows_its_steps_with_their_dates_at_their_own_precision(open_page: Open) -> None:
    page = open_page()
    card = page.locator("#panel .route").first
    card.click()
    assert card.get_attribute("aria-pressed") == "true"
    assert page.locator("#panel .item.on .hop i").all_inner_texts() == [
        "2023-01-05", "2023-02", "2023-03-03", "⇒ EL",
    ]  # fmt: skip
    assert page.locator("#timeline .mark").count() == 3
    assert "finding #1, journey 1 of 1" in page.inner_text("#status")


def test_repeated_clicks_step_through_the_journeys_of_a_route(open_page: Open) -> None:
    page = open_page()
    said = []
    for _ in range(4):
        page.locator("[data-finding='2']").click()
        said.append(page.inner_text("#status").rsplit(" · ", 1)[1])
    assert said[:3] == [f"finding #3, journey {n} of 3" for n in (1, 2, 3)]
    assert "route" not in said[3]


def test_evidence_names_entry_score_parts_and_source_rows(open_page: Open) -> None:
    page = open_page()
    page.locator("#panel .route").first.click()
    page.get_by_text("Evidence and score").click()
    text = page.inner_text("#panel")
    for expected in (
        "HiSilicon Technologies Co., Ltd (HiSilicon)", "84 FR 22961", "listed 2019-05-21",
        "+30.0", "-6.0", "us_exports.csv:2", "asia/customs_months.csv.gz:3",
        "screening_list.csv:10", "3 possible, 0 certain",
        "See § 744.11 of the EAR) · review: Policy of denial · footnote 4 · 84 FR 22961",
    ):  # fmt: skip
        assert expected in text


def test_a_party_shows_why_and_its_owners(open_page: Open) -> None:
    page = open_page()
    page.click("#tab-parties")
    page.locator("#panel .route", has_text="Wing Marlow").click()
    text = page.inner_text("#panel")
    assert "Incorporated\n2022-11-30" in text
    assert "owned, 100 %, by Orvantis Holdings Ltd" in text
    assert "premises “Unit 7, 12 Hing Yip Street”, as" in text
    assert ", listed · 2 parties share it" in text
    assert "ownership.csv:3" in text


def test_country_filter_keeps_whole_routes_that_touch_it(open_page: Open) -> None:
    page = open_page()
    page.locator("#countries [data-value=KZ]").click()
    routes, parties, _ = counts(page)
    assert 0 < routes < 25
    assert parties > routes
    assert all("(KZ)" in text for text in page.locator("#panel .route").all_inner_texts())
    page.click("#reset")
    assert counts(page)[0] == 25


def test_score_goods_list_and_timing_filters(open_page: Open) -> None:
    page = open_page()
    page.locator("#score").fill("70")
    assert counts(page)[0] == 6
    page.click("#reset")
    page.locator("#goods [data-value='8421']").click()
    goods = counts(page)[0]
    page.click("#reset")
    page.locator("#lists [data-value=SDN]").click()
    assert 0 < counts(page)[0] < 25
    page.click("#reset")
    page.locator("#only-certain").check()
    assert 0 < counts(page)[0] < 25
    assert 0 < goods < 25


def test_hs_prefix_adds_a_filter_that_can_be_taken_away(open_page: Open) -> None:
    page = open_page()
    page.fill("#hs", "8542")
    page.press("#hs", "Enter")
    narrowed = counts(page)[0]
    assert 0 < narrowed < 25
    page.locator("#goods [data-value='8542']").click()
    assert counts(page)[0] == 25


def test_dates_narrow_routes_and_undo_brings_them_back(open_page: Open) -> None:
    page = open_page()
    before = counts(page)
    page.fill("#from", "2024-01-01")
    page.press("#from", "Enter")
    narrowed = counts(page)
    assert 0 < narrowed[0] < before[0]
    assert narrowed[2] < before[2]
    page.click("#undo")
    assert counts(page) == before
    page.keyboard.press("Control+Shift+Z")
    assert counts(page) == narrowed


def test_a_month_passes_a_window_that_begins_within_it(open_page: Open) -> None:
    # Route #1's second leg departs in 2023-02, some day of it: the window may begin on the 20th.
    page = open_page("graph", "#from=2023-01-05&to=2023-03-03")
    assert page.locator("[data-finding='0']").count() == 1
    page = open_page("graph", "#from=2023-01-06&to=2023-03-03")
    assert page.locator("[data-finding='0']").count() == 0


def test_timeline_handles_move_by_key_and_by_mouse(open_page: Open) -> None:
    page = open_page()
    before = page.input_value("#from")
    page.locator("[data-handle=start]").focus()
    page.keyboard.press("ArrowRight")
    assert page.input_value("#from") > before
    assert page.evaluate("document.activeElement.dataset.handle") == "start"
    box = page.locator("[data-handle=end]").bounding_box()
    assert box
    page.mouse.move(box["x"] + 4, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] - 400, box["y"] + 20)
    page.mouse.up()
    assert page.input_value("#to") < "2025-06"
    assert counts(page)[0] < 25


def test_search_finds_a_party_that_is_not_shown_and_reveals_it(open_page: Open) -> None:
    page = open_page()
    parties = counts(page)[1]
    page.keyboard.press("/")
    page.keyboard.type("plainsworth")
    hit = page.locator("#hits li").first
    assert "(not shown)" in hit.inner_text()
    page.keyboard.press("Enter")
    assert counts(page)[1] == parties + 1
    assert "Plainsworth Retail Ltd" in page.inner_text("#panel")
    assert "Other trade partner" in page.inner_text("#panel")


def test_search_finds_shipments_codes_and_countries(open_page: Open) -> None:
    page = open_page()
    page.fill("#search", "BL-24002")
    page.keyboard.press("Enter")
    assert "finding #1" in page.inner_text("#status")
    page.fill("#search", "kazakhstan")
    page.locator("#hits li", has_text="Routes that touch").click()
    assert page.locator("#countries [data-value=KZ]").get_attribute("aria-pressed") == "true"
    page.fill("#search", "filtering")
    page.locator("#hits li", has_text="HS 842139").click()
    assert page.locator("#goods [data-value='842139']").get_attribute("aria-pressed") == "true"


def test_expand_hide_and_isolate(open_page: Open) -> None:
    page = open_page()
    before = counts(page)
    page.click("#tab-parties")
    page.locator("#panel .route").first.click()
    page.keyboard.press("e")
    more = counts(page)
    assert more[1] > before[1]
    page.keyboard.press("o")
    alone = counts(page)
    assert alone[1] < before[1]
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert counts(page) == before
    page.keyboard.press("h")
    assert counts(page)[0] < before[0]


def test_arrow_keys_walk_along_the_goods(open_page: Open) -> None:
    page = open_page()
    page.focus("#graph")
    names = []
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
        names.append(page.inner_text("#panel h3.title"))
    assert len(set(names)) == 4
    assert "Exporter" not in page.inner_text("#panel")


def test_tables_hold_the_same_as_the_picture(open_page: Open) -> None:
    page = open_page()
    page.locator("#only-certain").check()
    routes, parties, legs = counts(page)
    page.keyboard.press("2")
    for table, rows in (("routes", routes), ("parties", parties), ("legs", legs)):
        page.click(f"[data-table={table}]")
        assert page.locator("#table tbody tr").count() == rows
    assert "2023-01-05" in page.inner_text("#table")
    page.click("[data-table=routes]")
    page.get_by_role("button", name="Score").click()
    page.get_by_role("button", name="Score").click()
    scores = [
        float(text) for text in page.locator("#table tbody td:nth-child(2)").all_inner_texts()
    ]
    assert scores == sorted(scores, reverse=True)
    assert page.locator("#table th[aria-sort=descending]").count() == 1


def test_skip_link_leads_to_the_tables(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#table table").count() == 1


def test_a_link_reopens_the_view_and_names_nobody(open_page: Open) -> None:
    page = open_page()
    page.locator("#countries [data-value=HK]").click()
    page.locator("#panel .route").nth(1).click()
    page.keyboard.press("d")
    address = page.evaluate("location.hash")
    assert len(address) < 400
    assert not re.search("Marlow|Tarrow|HiSilicon|Tolvane", address)
    again = open_page("graph", address)
    assert counts(again) == counts(page)
    assert again.inner_text("#status") == page.inner_text("#status")
    assert again.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize(
    "address",
    [
        "#finding=none&party=999&link=x&theme=%3Cscript%3E&score=1e99&shown=a.b",
        "#from=never&to=2023-99&moved=1_NaN_2.__proto___1_2&journey=-4",
        "#country=%3Cimg%20src%3Dx%3E&goods=%22%27&list=__proto__",
        "#%E0%A4%A",
    ],
)
def test_a_damaged_link_opens_the_plain_view(open_page: Open, address: str) -> None:
    page = open_page("graph", address)
    assert counts(page) == counts(open_page())


def test_help_lists_the_keys_and_closes(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("?")
    assert "undo" in page.inner_text("#dialog")
    page.keyboard.press("Escape")
    assert not page.locator("#dialog").is_visible()


def test_every_control_has_a_name(open_page: Open) -> None:
    page = open_page()
    nameless = page.evaluate(
        "[...document.querySelectorAll('button, input, summary')]"
        ".filter(n => !(n.textContent.trim() || n.getAttribute('aria-label')"
        " || n.labels?.length)).map(n => n.outerHTML)"
    )
    assert nameless == []


def test_nothing_found_is_said_in_words(open_page: Open) -> None:
    page = open_page("graph", "#score=100")
    assert "No route fits the filters" in page.inner_text("#panel")
    assert counts(page) == (0, 0, 0)


def find(page: Page, wanted: str, x: float) -> tuple[float, float]:
    """A point at x, from the left edge of the graph, over which the status line says `wanted`."""
    box = page.locator("#graph").bounding_box()
    assert box
    for y in range(int(box["y"]) + 40, int(box["y"] + box["height"]), 3):
        page.mouse.move(box["x"] + x, y)
        page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        if wanted in page.inner_text("#status"):
            return box["x"] + x, y
    raise AssertionError(wanted)


def test_a_link_under_the_pointer_is_named_and_opens_its_rows(open_page: Open) -> None:
    page = open_page("graph", "#view=graph&owners=0")
    gap = page.evaluate("document.querySelector('#graph').clientWidth") / 4 - 20
    x, y = find(page, " → ", gap)
    said = page.inner_text("#status")
    assert re.search(r"\d+ legs? · .* USD", said)
    page.mouse.click(x, y)
    assert page.inner_text("#panel h3.title") == said.split(" · ")[0]
    assert ".csv" in page.inner_text("#panel .legs")


def test_a_card_is_caught_at_its_edge_and_stays_where_it_is_put(open_page: Open) -> None:
    # vis-network 9.1.2 knows the size of a card only from its second drawing on.
    page = open_page()
    x, y = find(page, "· Exporter ·", 80)
    page.mouse.down()
    page.mouse.move(x + 60, y + 90, steps=5)
    page.mouse.up()
    moved = re.search(r"moved=(\d+)_(-?\d+)_(-?\d+)", page.evaluate("location.hash"))
    assert moved
    again = open_page("graph", page.evaluate("location.hash"))
    assert f"moved={moved[1]}_{moved[2]}_{moved[3]}" in again.evaluate("location.hash")
    page.click("#undo")
    assert "moved" not in page.evaluate("location.hash")
