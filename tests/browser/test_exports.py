"""What the explorer hands out, read by the programs that people use."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]


def download(page: Page, kind: str, folder: Path) -> Path:
    page.click("summary")
    with page.expect_download() as waiting:
        page.click(f"[data-export={kind}]")
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


@pytest.mark.parametrize("name", ["graph", "hostile-graph"])
def test_graphml_is_read_by_networkx(open_page: Open, tmp_path: Path, name: str) -> None:
    page = open_page(name)
    graph = nx.read_graphml(download(page, "graphml", tmp_path))
    assert graph.number_of_nodes() == 27
    assert {data["kind"] for *_, data in graph.edges(data=True)} == {"priority", "other", "owns"}
    assert {data["role"] for _, data in graph.nodes(data=True)} == {
        "exporter", "intermediary", "listed", "affiliate", "owner",
    }  # fmt: skip


def test_csv_holds_the_visible_legs_and_no_formula(open_page: Open, tmp_path: Path) -> None:
    page = open_page("hostile-graph")
    path = download(page, "csv", tmp_path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == int(page.inner_text("#status").split(" · ")[2].split()[0])
    names = {row["from"] for row in rows} | {row["to"] for row in rows}
    assert any(name.startswith("'=cmd|") for name in names)
    assert not [name for name in names if name.startswith(tuple("=+-@\t\r"))]


@pytest.mark.parametrize("name", ["graph", "hostile-graph"])
def test_svg_is_well_formed_and_inert(open_page: Open, tmp_path: Path, name: str) -> None:
    page = open_page(name)
    page.locator("#panel .route").first.click()
    drawing = download(page, "svg", tmp_path).read_text(encoding="utf-8")
    root = ET.fromstring(drawing)  # noqa: S314 -- our own file, and a bomb would show here
    tags = {node.tag.split("}")[1] for node in root.iter()}
    assert "path" in tags
    assert not tags & {"script", "image", "img", "foreignObject"}
    assert any("1 · 2023-01-05" in (node.text or "") for node in root.iter())


def test_png_is_a_picture(open_page: Open, tmp_path: Path) -> None:
    assert download(open_page(), "png", tmp_path).read_bytes().startswith(b"\x89PNG")


def test_json_holds_the_view(open_page: Open, tmp_path: Path) -> None:
    page = open_page("graph", "#score=60")
    saved = json.loads(download(page, "json", tmp_path).read_text(encoding="utf-8"))
    assert saved["state"]["score"] == 60
    assert saved["run_id"] == "3f2a9c0d1e4b5a67"


def test_copied_link_stands_in_the_address(open_page: Open) -> None:
    page = open_page("graph", "#score=60")
    page.click("summary")
    page.click("[data-export=link]")
    assert page.evaluate("location.hash") == "#score=60"
    # Writing to the clipboard takes its time.
    page.wait_for_function("document.querySelector('#status').textContent.includes('no names')")
