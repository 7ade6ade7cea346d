from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from graphscan.errors import GraphscanError
from graphscan.views.explorer import ExplorerNetwork, render, vis_network
from graphscan.views.payload import build_payload
from tests.views.world import build_world


@pytest.fixture(scope="module")
def page() -> str:
    case, document = build_world()
    with case:
        return render(build_payload(case, document))


@pytest.fixture(scope="module")
def hostile_page() -> str:
    case, document = build_world(hostile=True)
    with case:
        return render(build_payload(case, document))


def test_policy_allows_exactly_the_two_scripts_of_the_page(page: str) -> None:
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 2
    policy = page.split('Content-Security-Policy" content="')[1].split('"', maxsplit=1)[0]
    allowed = re.findall(r"sha256-([^&]+=)", policy)
    assert allowed == [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts
    ]
    for rule in (
        "default-src &#39;none&#39;",
        "connect-src &#39;none&#39;",
        "base-uri &#39;none&#39;",
    ):
        assert rule in policy
    assert "unsafe-eval" not in policy


def test_page_names_no_remote_resource(page: str) -> None:
    assert not re.findall(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//""", page)
    assert "@import" not in page
    assert "sourceMappingURL" not in page
    assert page.count("<!doctype html>") == 1


def test_hostile_names_leave_the_json_as_escapes(hostile_page: str) -> None:
    data = hostile_page.split('id="payload">')[1].split("</script>", maxsplit=1)[0]
    assert "<" not in data
    assert "onerror" in data
    assert hostile_page.count("</script>") == 3


def test_equal_payloads_give_equal_pages_below_a_megabyte(page: str) -> None:
    case, document = build_world()
    with case:
        assert render(build_payload(case, document)) == page
    assert len(page.encode()) < 1_000_000


def test_program_never_builds_markup_from_text(page: str) -> None:
    program = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)[1]
    assert not re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", program
    )


def test_write_html_is_utf8_whatever_the_locale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # pyvis 0.3.2 writes in the locale's encoding, which fails on Windows code pages.
    monkeypatch.setattr("locale.getpreferredencoding", lambda *_: "cp1252")
    case, document = build_world(hostile=True)
    with case:
        network = ExplorerNetwork(build_payload(case, document))
    network.write_html(tmp_path / "graph.html")
    assert (tmp_path / "graph.html").read_text(encoding="utf-8") == network.generate_html()
    assert [path.name for path in tmp_path.iterdir()] == ["graph.html"]


def test_library_is_the_newest_that_pyvis_carries() -> None:
    assert "@version 9.1.2" in vis_network()[:400]


def test_a_pyvis_without_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates" / "lib").mkdir(parents=True)
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)
    with pytest.raises(GraphscanError, match="carries no vis-network"):
        vis_network()
