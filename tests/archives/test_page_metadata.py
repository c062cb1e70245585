"""What a page says of itself, in all the places where pages say it."""

from __future__ import annotations

import json
from typing import Any

import lxml.html
import pytest

from framing.readers.page_metadata import Metadata, read_metadata


def said(head: str, body: str = "", address: str = "") -> Metadata:
    markup = f"<html lang='en'><head>{head}</head><body>{body}</body></html>"
    return read_metadata(lxml.html.document_fromstring(markup), markup, address)


def linked(*records: dict[str, Any], kind: str = "NewsArticle") -> str:
    first = {"@type": kind, **records[0]}
    text = json.dumps([first, *records[1:]] if len(records) > 1 else first)
    return f'<script type="application/ld+json">{text}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


AUTHORS = {
    linked({"author": {"@type": "Person", "name": "Mara Dolen"}}): "Mara Dolen",
    linked(
        {"author": [{"name": "Mara Dolen"}, {"name": "Ilan Dorvyn"}]}
    ): "Mara Dolen; Ilan Dorvyn",
    linked({"author": "Mara Dolen"}): "Mara Dolen",
    linked({"author": {"name": ["Mara Dolen", "Ilan Dorvyn"]}}): "Mara Dolen; Ilan Dorvyn",
    linked({"author": {"@id": "#m"}}, {"@id": "#m", "name": "Mara Dolen"}): "Mara Dolen",
    linked({"author": {"@id": "#m"}}): "",
    linked({"author": {"name": "https://courier.example/mara"}}): "",
    linked({"author": None}) + meta("author", "By Mara Dolen"): "Mara Dolen",
    meta("article:author", "https://social.example/mara") + meta("byl", "Mara Dolen"): "Mara Dolen",
    meta("author", "@mara"): "",
    meta("author", "The Courier") + meta("og:site_name", "The Courier"): "",
    meta("author", "Mara Dolen") + meta("author", "Mara Dolen"): "Mara Dolen",
}


@pytest.mark.parametrize("head", AUTHORS)
def test_authors(head: str) -> None:
    assert said(head).author == AUTHORS[head]


OUTLETS = {
    linked({"publisher": {"name": "Courier Press"}}) + meta("og:site_name", "Courier"): "Courier",
    linked({"publisher": {"name": "Courier Press"}}): "Courier Press",
    linked({"publisher": {"@id": "#p"}}, {"@id": "#p", "name": "Courier Press"}): "Courier Press",
    meta("application-name", "Courier"): "Courier",
    '<link rel="canonical" href="https://www.courier.example/a/b">': "courier.example",
    "": "",
}


@pytest.mark.parametrize("head", OUTLETS)
def test_outlets(head: str) -> None:
    assert said(head).outlet == OUTLETS[head]


DATES = {
    linked({"datePublished": "2031-03-04", "dateModified": "2031-04-09"}): "2031-03-04",
    linked({"dateModified": "2031-04-09"}): "",
    linked({"headline": "Talks"}) + meta("article:published_time", "2031-03-04"): "2031-03-04",
    linked({"datePublished": "2031-03-04"}, kind="WebSite")
    + meta("date", "2031-03-05"): "2031-03-05",
    linked(
        {"@graph": [{"@type": "Article", "datePublished": "2031-03-04"}]}, kind="X"
    ): "2031-03-04",
    linked({"@type": ["Thing", "OpinionNewsArticle"], "datePublished": "2031-03-04"}): "2031-03-04",
}


@pytest.mark.parametrize("head", DATES)
def test_dates(head: str) -> None:
    assert said(head).date == DATES[head]


TITLES = [
    (linked({"headline": "Talks fail"}), "<h1>Talks fail</h1>", "Talks fail"),
    (linked({"headline": "Talks &amp; night"}), "", "Talks & night"),
    (meta("og:title", "Talks fail - The Courier"), "<h1>Talks <em>fail</em></h1>", "Talks fail"),
    (meta("og:title", "Why they failed"), "<h1>The Courier</h1>", "Why they failed"),
    ("<title>Talks fail</title>", "", "Talks fail"),
    (linked({"headline": "Talks fail"}), "<h1>World</h1><h1>Talks ‘fail’</h1>", "Talks ‘fail’"),
    ("", "<h1></h1>", ""),
]


@pytest.mark.parametrize(("head", "body", "title"), TITLES)
def test_titles(head: str, body: str, title: str) -> None:
    assert said(head, body).title == title


CANONICAL = '<link rel="canonical" href="{}">'
ADDRESSES = [
    ("https://courier.example/a", "", "https://courier.example/a"),
    ("https://courier.example/a", "https://courier.example/a?x=1", "https://courier.example/a"),
    ("https://other.example/a", "https://courier.example/a", "https://courier.example/a"),
    ("https://courier.example/", "https://courier.example/a", "https://courier.example/a"),
    ("/a", "", ""),
    ("https://", "", ""),
    ("https://[broken/a", "", ""),
]


@pytest.mark.parametrize(("canonical", "fetched", "url"), ADDRESSES)
def test_addresses(canonical: str, fetched: str, url: str) -> None:
    assert said(CANONICAL.format(canonical), address=fetched).url == url


def test_json_in_comments_and_with_a_semicolon_is_read() -> None:
    text = '{"@type": "Article", "headline": "Talks\tfail", "datePublished": "2031-03-04"}'
    for wrapped in (f"<!-- {text} -->", f"//<![CDATA[\n{text}\n//]]>", f"{text};"):
        found = said(f'<script type="application/ld+json">{wrapped}</script>')
        assert (found.title, found.date, found.doubts) == ("Talks fail", "2031-03-04", ())


def test_one_broken_script_beside_a_whole_one_is_no_doubt() -> None:
    broken = '<script type="application/ld+json">{"a": </script>'
    assert said(broken).doubts == ("its JSON-LD is not JSON",)
    assert said(broken + linked({"headline": "Talks fail"})).doubts == ()


def test_records_in_records_without_end_are_left() -> None:
    deep: dict[str, Any] = {"@type": "Article", "headline": "Talks fail"}
    for _ in range(40):
        deep = {"@graph": [deep]}
    assert said(linked(deep, kind="X")).title == ""


KINDS = [
    (linked({"headline": "Talks fail"}) + CANONICAL.format("https://c.example/"), "article"),
    (meta("og:type", "article"), "article"),
    (CANONICAL.format("https://c.example/"), "front page"),
    (CANONICAL.format("https://c.example/?p=12"), ""),
    (CANONICAL.format("https://c.example/a"), ""),
    ("", ""),
]


@pytest.mark.parametrize(("head", "kind"), KINDS)
def test_kinds(head: str, kind: str) -> None:
    assert said(head).kind == kind
