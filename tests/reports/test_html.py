from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from graphscan.casefile import Case
from graphscan.reports.digest import affiliates_readings, intermediaries
from graphscan.reports.html import render_report
from tests.views.world import build_world

Built = tuple[Case, dict[str, Any]]


@pytest.fixture
def built() -> Iterator[Built]:
    case, document = build_world()
    with case:
        yield case, document


class Reader(HTMLParser):
    """Tags, attributes and text as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


def test_report_says_what_a_reader_must_know(built: Built) -> None:
    text = Reader(render_report(*built)).text
    for expected in (
        "Indicators for review, no conclusions", "As of 2025-12-31", "run 3f2a9c0d1e4b5a67",
        "read = loaded + in quarantine + excluded", "ab" * 32,
        "Consolidated Screening List 2026-07-31",
        "not settled by any source; this run reads it as reimposed-unverified",
        "First: the suspension ended as written", "Second: the suspension was extended",
        "us_exports.csv:17 departure_date 2024-13-01 not a date", "self leg 3; no receiver 2",
        "86 % value usd", "max wait 180",
    ):  # fmt: skip
        assert expected in re.sub(r" +", " ", text.replace(" ;", ";").replace(" :", ":")), expected


def test_every_finding_shows_route_factors_dated_legs_and_rows(built: Built) -> None:
    page = render_report(*built)
    articles = page.split("<article ")[1:]
    assert len(articles) == 25
    for article, finding in zip(articles, built[1]["findings"], strict=True):
        text = Reader("<article " + article.split("</article>")[0]).text
        assert finding["id"] in text
        for factor in finding["factors"]:
            assert f"{factor['points']:+.1f}" in text
            assert factor["text"] in text
        for journey in finding["journeys"]:
            assert all(date in text for date in journey["departs"])
            assert all(shipment in text for shipment in journey["shipment_ids"])
        assert all(f"{row['file']}:{row['row']}" in text for row in finding["evidence"])


def test_direct_suppliers_are_no_routes_and_are_counted_apart(built: Built) -> None:
    case, document = built
    findings = [dict(finding) for finding in document["findings"]]
    for finding in findings[-3:]:
        finding["kind"] = "supplier-of-listed"
    text = Reader(render_report(case, {**document, "findings": findings})).text
    suppliers = len({finding["exporter"]["name"] for finding in findings[-3:]})
    assert f"{len(findings) - 3} routes" in text
    assert f"{suppliers} direct suppliers of listed parties: 3 findings" in text
    assert text.count("direct supplier:") == 3


def test_the_licence_that_an_entry_requires_stands_without_its_raised_footnote(
    built: Built,
) -> None:
    case, document = built
    asked = {
        "license_requirement": "See § 744.11 of the EAR)4", "license_policy": "Policy of denial",
        "footnotes": ["4"], "citation": "90 FR 14046", "name": "Bolt", "owner": "",
    }  # fmt: skip
    findings = [{**document["findings"][0], "requirement": asked}]
    text = Reader(render_report(case, {**document, "findings": findings})).text
    assert "See § 744.11 of the EAR) ; review: Policy of denial ; footnote 4; 90 FR 14046" in text


def test_report_never_judges(built: Built) -> None:
    text = Reader(render_report(*built)).text.lower()
    assert not re.findall(r"violat|illegal|guilty|offen[cs]e", text)


def test_page_is_locked_and_self_contained(built: Built) -> None:
    page = render_report(*built)
    read = Reader(page)
    assert "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;" in page
    assert not read.tags & {"script", "link", "img", "iframe", "object"}
    assert not [name for name in read.attributes if name.startswith("on") or name == "src"]
    assert "http" not in page.replace("http-equiv", "")


def test_hostile_text_stays_text() -> None:
    case, document = build_world(hostile=True)
    with case:
        page = render_report(case, document)
    read = Reader(page)
    assert "<img src=x onerror=" in read.text
    assert not read.tags & {"script", "img"}
    assert not re.findall("[\x00-\x08\u202e]", page)


def test_equal_runs_give_equal_bytes(built: Built) -> None:
    case, document = build_world()
    with case:
        assert render_report(case, document) == render_report(*built)


def test_what_is_left_out_is_said(built: Built) -> None:
    page = render_report(*built, listed=10, detailed=3)
    assert page.count("<article ") == 3
    assert "The first 10 of 25, best first; findings.csv has all." in page
    assert "The first 3 of 25;" in page


def test_no_finding_is_said_with_its_bounds(built: Built) -> None:
    case, document = built
    text = Reader(render_report(case, {**document, "findings": []})).text
    assert "No route was found" in text
    assert "at most 4 legs" in text
    assert "<article" not in text


def test_a_search_that_stopped_early_says_so(built: Built) -> None:
    case, document = built
    document["run"]["counts"] |= {"truncated": True, "best_score_left": 71.5}
    document["run"]["settings"]["max_expansions"] = 2_000_000
    text = Reader(render_report(case, document)).text
    assert "ceiling of 2,000,000 partial routes" in text
    assert "up to 71.5 may be missing" in text


def test_findings_that_rest_on_the_open_reading_are_counted(built: Built) -> None:
    findings = built[1]["findings"]
    assert affiliates_readings(findings, "in-force")[1] == 0
    for finding in findings:
        finding["last_departure"] = "2026-11-10"
    assert affiliates_readings(findings, "in-force")[1] == 4


def test_intermediaries_are_counted_once_a_route(built: Built) -> None:
    findings = built[1]["findings"]
    found = intermediaries(findings)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        on = [f for f in findings if one.name in {party["name"] for party in f["intermediaries"]}]
        assert (one.routes, one.score) == (len(on), on[0]["score"])
