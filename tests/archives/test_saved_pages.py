"""Saved pages: the article, what the page says of itself, and what stood beside the article."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from cases import says
from hypothesis import given
from hypothesis import strategies as st
from made_archives import BROKEN, PROSE, noted, page

from framing import annotate, attribute, read_corpus, read_lexicon, score, segment
from framing.errors import CorpusError, MissingExtraError
from framing.readers.pages import looks_like_page, read_pages

TEXT = "\n\n".join(text.removeprefix("<p>").removesuffix("</p>") for text in PROSE)
CLEAN = [text.removeprefix("<p>").removesuffix("</p>") for text in PROSE]


def read(tmp_path: Path, markup: str | bytes) -> tuple[pd.Series[Any], list[tuple[str, str]]]:
    """Return the one article of a page, and rule and reason of the receipt."""
    path = tmp_path / "page.html"
    path.write_bytes(markup if isinstance(markup, bytes) else markup.encode("utf-8"))
    corpus, receipt = noted(path)
    assert len(corpus) == 1
    return corpus.articles.iloc[0], [(rule, reason) for _, rule, _, reason in receipt]


def test_a_page_gives_its_article_and_what_it_says_of_itself(tmp_path: Path) -> None:
    row, receipt = read(tmp_path, page(*PROSE))
    assert row["text"] == TEXT
    assert row["title"] == "Talks in Sarn fail"
    assert row["date"] == pd.Timestamp("2031-03-04")
    assert row["date_raw"] == "2031-03-04T10:12:00Z"
    assert row["outlet"] == "The Courier"
    assert row["author"] == "Mara Dolen"
    assert row["url"] == row["doc_id"] == "https://courier.example/world/talks"
    assert (row["language"], row["host"]) == ("en", "courier.example")
    assert receipt == []


TEASERS = (
    '<p><strong>READ MORE: <a href="/a">Reckless regime slaughters critics</a></strong></p>',
    '<p><a href="/b">Brutal thugs butcher dockers in a savage massacre</a></p>',
    '<aside class="related-links"><h3>More on this</h3><ul><li><a href="/c">Evil tyrants</a></li>'
    "</ul><p>The barbaric regime went on with its brutal campaign of terror.</p></aside>",
    '<div class="newsletter-signup"><p>Sign up for our newsletter: the brutal truth.</p></div>',
    '<figure><img src="x.jpg"><figcaption>Savage thugs outside the hall (Getty Images)</figcaption>'
    "</figure>",
    '<blockquote class="twitter-tweet"><p>These brutal thugs again!</p>— D. (@dorvyn)</blockquote>',
    '<ul><li><a href="/d">Regime’s brutal massacre: what we know</a></li></ul>',
    "<p>Read more: the savage story of a brutal regime</p>",
)


def test_loaded_words_of_teasers_are_not_counted_for_the_article(tmp_path: Path) -> None:
    mixed = [part for pair in zip(PROSE, TEASERS[:4], strict=True) for part in pair]
    path = tmp_path / "page.html"
    path.write_text(page(*mixed, TEASERS[4], PROSE[0].replace("Tuesday", "Monday")))
    plain = tmp_path / "plain.html"
    plain.write_text(page(*PROSE, PROSE[0].replace("Tuesday", "Monday")))
    lexicon = read_lexicon("loaded")
    counted = []
    for file in (path, plain):
        corpus, _ = noted(file)
        segments = segment(corpus, attribute(corpus))
        evidence = annotate(corpus, segments, lexicon)
        own = score(evidence, segments)
        counted.append((corpus.articles["text"][0], len(evidence), int(own["hits"].sum())))
    assert counted[0] == counted[1]
    reason = noted(path)[1][0][3]
    assert reason == (
        "7 paragraphs that stood by the article, not of it: caption 1 (Savage thugs outside the "
        "hall (Getty Images)); newsletter 1 (Sign up for our newsletter: the brutal truth.); "
        "teaser 5 (READ MORE: Reckless regime slaughters critics | Brutal thugs butcher dockers in "
        "a savage massacre | More on this and 2 more)"
    )
    # They would have been counted: as an article of their own they have hits.
    loaded = pd.DataFrame(
        {"outlet": ["C"], "text": ["Brutal thugs butcher dockers in a massacre."]}
    )
    alone = read_corpus(loaded)
    assert len(annotate(alone, segment(alone, attribute(alone)), lexicon)) > 0


@pytest.mark.parametrize("teaser", TEASERS)
def test_every_kind_of_teaser_is_left_out_wherever_it_stands(teaser: str, tmp_path: Path) -> None:
    for at in range(1, len(PROSE) + 1):
        row, receipt = read(tmp_path, page(*PROSE[:at], teaser, *PROSE[at:]))
        assert row["text"] == TEXT
        if at < len(PROSE):
            assert [rule for rule, _ in receipt] == ["beside the article"]


KEPT = (
    '<p>The report <a href="https://port.example/r">names three ships</a> that lay in the port '
    "without papers, and says who let them in at night.</p>",
    "<p>Read out in the hall, the letter took the mediator by surprise.</p>",
    "<p>More than forty dockers had come to the hall to listen to them.</p>",
    "<p>By Monday the harbour had been empty for a week, and so it stayed.</p>",
    "<p>Reuters, the agency, had reported the offer on the day before.</p>",
    "<p>She signed up for the night shift, as her father had done before.</p>",
    "<ul><li>The council offered a shorter night shift from May.</li></ul>",
    "<h2>A third offer</h2>",
    "<blockquote><p>“Nobody moved an inch that night,” the aide wrote.</p></blockquote>",
    "<div>The hall was built by the dockers themselves a hundred years ago.</div>",
)


@pytest.mark.parametrize("kept", KEPT)
def test_what_only_begins_as_a_teaser_does_is_kept(kept: str, tmp_path: Path) -> None:
    import lxml.html

    row, _ = read(tmp_path, page(*PROSE[:2], kept, *PROSE[2:]))
    said = lxml.html.fromstring(kept).text_content()
    assert row["text"] == "\n\n".join([*CLEAN[:2], said, *CLEAN[2:]])


def test_a_standfirst_between_headline_and_text_belongs_to_the_text(tmp_path: Path) -> None:
    first = "Eleven hours in the town hall, and the night shift is as long as before"
    for markup in (f'<p class="standfirst">{first}</p>', f"<h2>{first}</h2>"):
        head = f'<meta name="description" content="{first}">'
        written = page(*PROSE, head=head).replace("</h1>", f"</h1>{markup}")
        assert read(tmp_path, written)[0]["text"] == f"{first}\n\n{TEXT}"


def test_key_points_that_a_paragraph_says_again_are_left_out(tmp_path: Path) -> None:
    points = "<ul><li>Neither had moved on the length of the night shift</li></ul>"
    row, receipt = read(tmp_path, page(PROSE[0], points, *PROSE[1:]))
    assert row["text"] == TEXT
    assert receipt[0][0] == "beside the article"


def test_two_line_breaks_divide_paragraphs_as_old_pages_have_them(tmp_path: Path) -> None:
    old = "<br><br>".join(CLEAN)
    row, _ = read(tmp_path, page(f"<div>{old}</div>"))
    assert row["text"] == TEXT


def test_curly_marks_entities_and_no_break_spaces_are_kept(tmp_path: Path) -> None:
    said = "<p>&ldquo;It&rsquo;s &pound;5&nbsp;million &amp; more,&rdquo; she said of the hall.</p>"
    row, _ = read(tmp_path, page(*PROSE, said))
    assert row["text"].endswith("“It’s £5\u00a0million & more,” she said of the hall.")


def test_the_headline_is_the_printed_one(tmp_path: Path) -> None:
    head = '<meta property="og:title" content="You won’t believe how the talks ended">'
    row, _ = read(tmp_path, page(*PROSE, head=head))
    assert row["title"] == "Talks in Sarn fail"


META = {
    '<meta property="article:published_time" content="2031-03-04T08:00:00+01:00">': "2031-03-04",
    '<meta name="DC.date.issued" content="March 4, 2031">': "2031-03-04",
    '<meta itemprop="datePublished" content="20310304">': "2031-03-04",
    '<meta property="article:modified_time" content="2031-04-09T08:00:00Z">': "",
    "": "",
}


@pytest.mark.parametrize("tag", META)
def test_dates_stand_in_meta_tags_too_and_a_change_is_none(tag: str, tmp_path: Path) -> None:
    site = '<meta property="og:site_name" content="The Courier">'
    row, receipt = read(tmp_path, page(*PROSE, date="", head=site + tag))
    assert (str(row["date"])[:10] if META[tag] else "") == META[tag]
    assert row["outlet"] == "The Courier"
    assert ("no date", "it names no date of its own; left missing") in receipt or META[tag]
    assert pd.isna(row["date"]) == (not META[tag])


def test_one_time_on_the_page_is_its_date_and_several_are_doubted(tmp_path: Path) -> None:
    stamp = '<p><time datetime="2031-03-04">yesterday</time></p>'
    site = '<meta property="og:site_name" content="The Courier">'
    written = page(stamp, *PROSE, date="", head=site)
    assert read(tmp_path, written)[0]["date"] == pd.Timestamp("2031-03-04")
    twice = page(stamp, stamp.replace("03-04", "03-01"), *PROSE, date="", head=site)
    row, receipt = read(tmp_path, twice)
    assert pd.isna(row["date"])
    doubt = "it has 2 times and does not say which is its date"
    assert ("doubtful page", doubt) in receipt


def test_an_outlet_without_a_name_is_called_by_its_host(tmp_path: Path) -> None:
    row, _ = read(tmp_path, page(*PROSE, date="", url="https://www.herald.example/a/b"))
    assert (row["outlet"], row["host"]) == ("herald.example", "herald.example")


def test_a_browser_says_where_a_page_was_saved_from(tmp_path: Path) -> None:
    saved = "<!-- saved from url=(0035)https://herald.example/world/talks -->"
    written = page(*PROSE, date="", url="").replace("<html", f"{saved}<html", 1)
    row, _ = read(tmp_path, written)
    assert row["url"] == "https://herald.example/world/talks"


def test_a_page_that_is_not_free_to_read_is_doubted(tmp_path: Path) -> None:
    written = page(*PROSE).replace('"headline"', '"isAccessibleForFree": "False", "headline"', 1)
    _, receipt = read(tmp_path, written)
    reason = "it says that it is not free to read; its text may be cut off"
    assert receipt == [("doubtful page", reason)]


def test_a_text_that_stands_only_in_the_metadata_is_taken_and_marked(tmp_path: Path) -> None:
    body = "The talks failed.\\nNobody was surprised by it."
    written = page().replace('"headline"', f'"articleBody": "{body}", "headline"', 1)
    row, receipt = read(tmp_path, written)
    assert row["text"] == "The talks failed.\n\nNobody was surprised by it."
    reason = "the page shows no article; the text in its JSON-LD is taken"
    assert receipt == [("text from metadata", reason)]


MARKED = {
    "declares-latin-1-and-is-utf-8.html": (
        "wrong encoding declared",
        "it declares iso-8859-1, and its letters are UTF-8; read as UTF-8",
    ),
    "declares-utf-8-and-is-cp1252.html": (
        "wrong encoding declared",
        "it declares utf-8, which its bytes are not",
    ),
    "one-broken-byte.html": (
        "broken bytes",
        "of its bytes 1 are not UTF-8, which the rest is; replaced by U+FFFD",
    ),
    "json-ld-that-is-none.html": ("doubtful page", "its JSON-LD is not JSON"),
    "cut-in-the-text.html": ("no date", "it names no date of its own; left missing"),
    "unknown-encoding-declared.html": (
        "unknown encoding",
        "it declares 'klingon'; not heeded",
    ),
}


@pytest.mark.parametrize("name", MARKED)
def test_what_is_broken_on_a_page_is_named_and_the_article_is_read(name: str) -> None:
    corpus, receipt = noted(BROKEN / "pages" / name)
    assert MARKED[name] in [(rule, reason) for _, rule, _, reason in receipt]
    assert "“in vain”" in corpus.articles["text"][0]
    assert "Dorvyn’s aide" in corpus.articles["text"][0]


DROPPED = {
    "empty.html": ("no page", "the page cannot be read (…); it is empty or no HTML"),
    "without-an-article.html": (
        "no article on the page",
        "no paragraphs of an article were found; it may be an index, a video or cut off",
    ),
    "cut-in-the-head.html": (
        "no article on the page",
        "no paragraphs of an article were found; it may be an index, a video or cut off",
    ),
    "front-page.html": (
        "front page",
        "its address is the site's own and it does not call itself an article",
    ),
    "without-an-outlet.html": ("no outlet", "the outlet is empty"),
}


@pytest.mark.parametrize("name", DROPPED)
def test_a_page_without_an_article_is_dropped_and_the_folder_is_read(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes((BROKEN / "pages" / name).read_bytes())
    (tmp_path / "whole.html").write_text(page(*PROSE), encoding="utf-8")
    corpus, receipt = noted(tmp_path)
    assert corpus.articles["title"].tolist() == ["Talks in Sarn fail"]
    rule, expected = DROPPED[name]
    reasons = [
        reason for _, found, action, reason in receipt if (found, action) == (rule, "dropped")
    ]
    assert len(reasons) == 1
    assert says(reasons[0], expected)


def test_a_page_that_is_dropped_alone_leaves_no_corpus() -> None:
    path = BROKEN / "pages" / "without-an-article.html"
    with pytest.raises(CorpusError) as caught:
        read_corpus(path)
    assert says(caught.value, f"{path}: no article is left of 0 rows; no article on the page …")


def test_every_broken_page_is_tested() -> None:
    names = {file.name for file in (BROKEN / "pages").iterdir()}
    assert names == MARKED.keys() | DROPPED.keys()


@given(st.binary(max_size=300))
def test_any_bytes_are_a_page_or_are_dropped_with_a_reason(data: bytes) -> None:
    notes: list[dict[str, Any]] = []
    frame = read_pages("a.html", b"<html><body>" + data, notes)
    assert len(frame) == 1 or [n["action"] for n in notes].count("dropped") == 1


def test_a_zipped_page_is_looked_at_without_its_gzip(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "page.html.gz"
    path.write_bytes(gzip.compress(page(*PROSE).encode("utf-8"), mtime=0))
    assert noted(path)[0].articles["text"].tolist() == [TEXT]
    assert not looks_like_page("page.html.gz", b"\x1f\x8b\x08")


@pytest.mark.parametrize(("module", "package"), [("lxml.html", "lxml"), ("trafilatura",) * 2])
def test_without_the_extra_the_reader_says_what_to_install(
    module: str, package: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a.html").write_text(page(*PROSE), encoding="utf-8")
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError) as caught:
        read_corpus(tmp_path / "a.html")
    assert says(
        caught.value,
        f"read_corpus: this needs {package}, which is not installed; there is no other way to do "
        "it; install the extra: pip install 'framing[archives]'",
    )


def test_names_of_boxes_are_not_heeded_where_the_whole_text_stands_in_them(tmp_path: Path) -> None:
    boxed = [f'<div class="text-widget sponsored"><div>{text}</div></div>' for text in PROSE]
    row, _ = read(tmp_path, page(*boxed))
    assert row["text"] == TEXT


def test_a_box_named_by_the_words_of_a_headline_is_none_of_these_kinds(tmp_path: Path) -> None:
    slug = '<div class="how-a-photo-of-the-time-and-the-date-were-lost">'
    row, _ = read(tmp_path, page(PROSE[0], f"{slug}{PROSE[1]}</div>", *PROSE[2:]))
    assert row["text"] == TEXT


def test_an_appeal_for_money_at_the_end_is_left_out_with_its_signature(tmp_path: Path) -> None:
    appeal = (
        "<p>Before you go: independent journalism costs money, and we have no owner. Please "
        "donate what you can, so that our reporting goes on in Sarn and in the Orlov Kray.</p>"
    )
    row, receipt = read(tmp_path, page(*PROSE, appeal, "<p>Mara Dolen, editor of the Courier</p>"))
    assert row["text"] == TEXT
    assert "newsletter 2 (Before you go" in receipt[0][1]


def test_a_biography_at_the_end_is_left_out_and_one_in_the_text_is_not(tmp_path: Path) -> None:
    who = "<p>Mara Dolen is a reporter in Sarn who covers the port for the Courier.</p>"
    row, receipt = read(tmp_path, page(*PROSE, who))
    assert row["text"] == TEXT
    assert receipt[0][0] == "beside the article"
    assert "Mara Dolen is a reporter" in read(tmp_path, page(who, *PROSE))[0]["text"]
