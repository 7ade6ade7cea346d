"""A real browser without a network: every request but for the file itself is cut and remembered."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphscan.reports.html import render_report
from graphscan.views.explorer import render
from graphscan.views.payload import build_payload
from tests.views.world import build_world

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Route

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files of a run, of the plain world and of the one with hostile names."""
    folder = tmp_path_factory.mktemp("run")
    files = {}
    for prefix, hostile in (("", False), ("hostile-", True)):
        case, document = build_world(hostile=hostile)
        with case:
            files[f"{prefix}graph"] = folder / f"{prefix}graph.html"
            files[f"{prefix}report"] = folder / f"{prefix}report.html"
            files[f"{prefix}graph"].write_text(
                render(build_payload(case, document)), encoding="utf-8"
            )
            files[f"{prefix}report"].write_text(render_report(case, document), encoding="utf-8")
    return files


Open = Callable[..., "Page"]


@pytest.fixture
def faults() -> list[str]:
    """What the console said and what was thrown; a test that expects something clears it."""
    return []


@pytest.fixture
def open_page(browser: Browser, pages: dict[str, Path], faults: list[str]) -> Iterator[Open]:
    """Opens a file of the run. Whatever a test does: no other request, no error, no dialog."""
    context = browser.new_context(viewport={"width": 1600, "height": 950}, accept_downloads=True)
    requests: list[str] = []

    def cut(route: Route) -> None:
        url = route.request.url
        if url.startswith("file:") and url.split("#")[0] in {
            path.as_uri() for path in pages.values()
        }:
            route.continue_()
        else:
            requests.append(url)
            route.abort()

    context.route("**/*", cut)

    def refuse(dialog: Dialog) -> None:
        faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def opened(name: str = "graph", address: str = "") -> Page:
        page = context.new_page()
        page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", refuse)
        page.goto(pages[name].as_uri() + address)
        return page

    yield opened
    context.close()
    assert not requests
    assert not faults
