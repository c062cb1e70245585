"""What a page says of itself: title, author, date, outlet, address, in JSON-LD and meta tags."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from framing.readers.page_blocks import find_blocks, fold_blanks

__all__ = ["Metadata", "read_metadata"]

_ARTICLE = re.compile(r"Article$|^BlogPosting$|^LiveBlogPosting$|^Report$|^Review$")
_TITLES = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_DATES = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publishdate",
    "pubdate",
    "article.published",
    "dcterms.created",
    "dc.date.issued",
    "dc.date",
    "date",
)
_OUTLETS = ("dc.publisher", "application-name")
_SECTIONS = ("article:section", "parsely-section", "dc.subject")
_DESCRIPTIONS = ("description", "og:description", "twitter:description")
# Browsers write where a page was saved from into its first line.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")


class Metadata(NamedTuple):
    """What a page says of itself; empty where it says nothing.

    Attributes
    ----------
    title, author, date, outlet, url, host, section, language : str
        As written; several authors with "; " between them; the outlet without a name is the host.
    kind : str
        `article` where the page calls itself one, `front page`, or empty.
    descriptions : tuple of str
        What it says it is about: a standfirst repeats that.
    body : str
        The text in the metadata, without paragraphs.
    doubts : tuple of str
        What could not be read in it.
    """

    title: str
    author: str
    date: str
    outlet: str
    url: str
    host: str
    section: str
    language: str
    kind: str
    descriptions: tuple[str, ...]
    body: str
    doubts: tuple[str, ...]


def read_metadata(root: Any, markup: str, address: str = "") -> Metadata:
    """Read what a page says of itself.

    Parameters
    ----------
    root : lxml element
        The page, parsed.
    markup : str
        The page as it was saved.
    address : str, optional
        Where it was fetched, when that is known apart.

    Returns
    -------
    Metadata
        JSON-LD before meta tags before what stands on the page.
    """
    records, broken = _linked_data(root)
    named = {str(r["@id"]): r for r in records if isinstance(r.get("@id"), str) and len(r) > 1}
    articles = [r for r in records if any(_ARTICLE.search(kind) for kind in _kinds(r))]
    article: Mapping[str, Any] = max(articles, key=_weight, default={})
    tags = _meta_tags(root)
    saved = _SAVED_FROM.search(markup[:2000])
    url = _address(root, tags, article, address or (saved.group(1) if saved else ""))
    date, clash = _date(root, tags, articles)
    free = str(article.get("isAccessibleForFree", "")).lower()
    closed = ["it says that it is not free to read; its text may be cut off"] * (free == "false")
    body = article.get("articleBody")
    kinds = tags.get("og:type", [""])[0].lower()
    front = bool(url) and not _path(url) and "?" not in url
    kind = "article" if article or kinds == "article" else "front page" * front
    # A site keeps its own name longer than its publisher's.
    outlet = _first(tags, ("og:site_name",))
    outlet = outlet or "".join(_names(article.get("publisher"), named)[:1])
    outlet = outlet or _first(tags, _OUTLETS)
    described = [value for name in _DESCRIPTIONS for value in tags.get(name, [])]
    return Metadata(
        title=_title(root, tags, article),
        author="; ".join(_authors(tags, articles, named, outlet)),
        date=date,
        outlet=outlet or _host(url),
        url=url,
        host=_host(url),
        section=_text(article.get("articleSection")) or _first(tags, _SECTIONS),
        language=(root.get("lang") or root.get("xml:lang") or "").strip(),
        kind=kind,
        descriptions=tuple(dict.fromkeys([*described, _text(article.get("description"))])),
        body=html.unescape(body) if isinstance(body, str) else "",
        doubts=tuple(broken + clash + closed),
    )


def _linked_data(root: Any) -> tuple[list[dict[str, Any]], list[str]]:
    records: list[dict[str, Any]] = []
    broken = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        written = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$", "", script.text or "")
        try:
            records += _records(json.loads(written.strip().rstrip(";"), strict=False))
        except (ValueError, RecursionError):
            broken += bool(written.strip())
    return records, ["its JSON-LD is not JSON"] * (broken > 0 and not records)


def _records(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            for inside in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
                if isinstance(item.get(inside), list | dict):
                    yield from _records(item[inside], depth + 1)


def _kinds(record: Mapping[str, Any]) -> list[str]:
    kind = record.get("@type")
    return [str(name) for name in (kind if isinstance(kind, list) else [kind]) if name]


def _weight(record: Mapping[str, Any]) -> int:
    named = ("headline", "datePublished", "author", "publisher", "articleBody")
    return sum(bool(record.get(name)) for name in named)


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return fold_blanks(html.unescape(value)) if isinstance(value, str) else ""


def _meta_tags(root: Any) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {}
    for tag in root.iter("meta"):
        value = fold_blanks(tag.get("content") or "")
        for name in ("property", "name", "itemprop"):
            if value and tag.get(name):
                tags.setdefault(tag.get(name).strip().lower(), []).append(value)
    return tags


def _first(tags: Mapping[str, list[str]], names: tuple[str, ...]) -> str:
    return next((tags[name][0] for name in names if name in tags), "")


def _bare(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))


def _title(root: Any, tags: Mapping[str, list[str]], article: Mapping[str, Any]) -> str:
    """Choose the headline a reader saw: the page's own, when its metadata know it too."""
    printed = [" ".join(b.text for b in find_blocks(h)) for h in root.iter("h1")]
    printed = [line for line in printed if line]
    told = [_text(article.get("headline")), *(v for n in _TITLES for v in tags.get(n, []))]
    shown = [fold_blanks(t.text_content()) for t in root.iter("title")][:1]
    known = [_bare(line) for line in (*told, *shown) if line]
    for line in printed:
        if _bare(line) and any(k.startswith(_bare(line)) for k in known):
            return line
    return next((line for line in (*told, *printed, *shown) if line), "")


def _names(value: Any, named: Mapping[str, Mapping[str, Any]]) -> list[str]:
    names: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            names.append(_text(item))
        elif isinstance(item, dict):
            full = named.get(str(item.get("@id")), item) if "name" not in item else item
            inner = full.get("name")
            names += [_text(n) for n in (inner if isinstance(inner, list) else [inner])]
    return [name for name in dict.fromkeys(names) if name and "://" not in name]


def _authors(
    tags: Mapping[str, list[str]],
    articles: list[dict[str, Any]],
    named: Mapping[str, Mapping[str, Any]],
    outlet: str,
) -> list[str]:
    for article in sorted(articles, key=_weight, reverse=True):
        if names := _names(article.get("author"), named):
            return names
    for name in _AUTHORS:
        values = [v for v in tags.get(name, []) if "://" not in v and v[0] not in "@("]
        if values and _bare(values[0]) != _bare(outlet):
            return list(dict.fromkeys(re.sub(r"^[Bb]y\s+", "", v) for v in values))
    return []


def _date(
    root: Any, tags: Mapping[str, list[str]], articles: list[dict[str, Any]]
) -> tuple[str, list[str]]:
    """Return when it was published, never when it was changed or saved."""
    told = [_text(r.get("datePublished")) for r in sorted(articles, key=_weight, reverse=True)]
    told += [value for name in _DATES for value in tags.get(name, [])]
    told = [date for date in told if date]
    if told:
        return told[0], []
    times = {t.get("datetime", "").strip() for t in root.iter("time")} - {""}
    if len(times) == 1:
        return times.pop(), []
    if times:
        return "", [f"it has {len(times)} times and does not say which is its date"]
    return "", []


def _address(
    root: Any, tags: Mapping[str, list[str]], article: Mapping[str, Any], fetched: str
) -> str:
    """Return the address a page gives itself; a site's own is no page's."""
    links = [
        link.get("href", "").strip()
        for link in root.iter("link")
        if (link.get("rel") or "").lower() == "canonical"
    ]
    told = [*links, _first(tags, ("og:url",)), _text(article.get("url"))]
    told = [url for url in told if url.startswith(("http://", "https://")) and _host(url)]
    if not fetched:
        return next(iter(told), "")
    same = [u for u in told if _host(u) == _host(fetched) and _path(u)]
    return next(iter(same), fetched)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.strip("/")
    except ValueError:
        return ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
