"""Names are written by strangers: whatever they carry, it stays text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]


def intact(page: Page) -> bool:
    return bool(
        page.evaluate(
            "window.__pwn === undefined"
            " && !document.querySelector('img, iframe, object, [onerror], [onload]')"
        )
    )


def test_markup_in_names_stays_text_in_every_panel(open_page: Open) -> None:
    page = open_page("hostile-graph")
    for tab in ("parties", "routes"):
        page.click(f"#tab-{tab}")
        page.locator("#panel .route").first.click()
        assert "<img src=x" in page.inner_text("#panel")
        assert intact(page)
        page.click("#tab-evidence")
        assert intact(page)
    page.fill("#search", "script")
    assert "<script>" in page.inner_text("#hits")
    page.keyboard.press("Enter")
    page.keyboard.press("2")
    for table in ("routes", "legs", "parties"):
        page.click(f"[data-table={table}]")
        assert intact(page)
    page.keyboard.press("1")
    page.mouse.move(700, 400)
    page.mouse.move(500, 300)
    assert intact(page)


def test_direction_overrides_and_control_characters_are_replaced(open_page: Open) -> None:
    page = open_page("hostile-graph")
    text = page.evaluate("document.getElementById('payload').textContent")
    assert "\u202e" not in text
    assert "\\u0007" not in text
    assert "\ufffd" in text


def test_the_policy_stops_a_script_that_got_in_somehow(open_page: Open, faults: list[str]) -> None:
    page = open_page()
    blocked = page.evaluate(
        "new Promise((done) => {"
        " addEventListener('securitypolicyviolation', (e) => done(e.effectiveDirective));"
        " const s = document.createElement('script'); s.textContent = 'window.__pwn = 9';"
        " document.body.append(s);"
        " setTimeout(() => done('ran'), 500); })"
    )
    assert blocked == "script-src-elem"
    assert intact(page)
    assert [fault for fault in faults if "Content Security Policy" in fault]
    faults.clear()


@pytest.mark.parametrize("name", ["report", "hostile-report"])
def test_report_opens_without_request_or_error(open_page: Open, name: str) -> None:
    page = open_page(name)
    assert page.locator("article").count() == 25
    assert intact(page)
    assert page.locator("script").count() == 0
    page.emulate_media(media="print")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('thead')).display")
        == "table-header-group"
    )
    page.set_viewport_size({"width": 700, "height": 900})
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0
