"""A highlighted article: it is the article, and it is harmless."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import Corpus
from framing.errors import TableError
from framing.highlights import Highlight, highlight, write_page
from framing.highlights.marks import Hit, Stretch, mark_text, text_safe
from framing.highlights.style import CODES, STYLE

PLAN = (
    "The board approved the plan.\n\n"
    "Mara Dolen said it was “a brutal land grab”, and that the members knew it.\r\n"
)
VOICES = {"“a brutal land grab”": "quoted", "the members knew it": "reported"}
HOSTILE = [
    "<script>alert(1)</script>",
    "</div></article></style><img src=x onerror=alert(1)>",
    '" onfocus="alert(1)" x=\'',
    "&lt;b&gt; &amp; &#60;script&#62;",
    "\u202eevil\u202c \u2066x",
    "\x1b[31mred\x1b[0m \x00\x07\x9b",
    "İstanbul 👩‍👩‍👧 naïve\u00a0text",
    "]]> --> <!-- ",
]


def corpus_of(text=PLAN, **more):
    row = {"doc_id": "a", "outlet": "Velmora Standard", "text": text, "title": "", **more}
    return Corpus(pd.DataFrame([row]))


def segments_of(text=PLAN, voices=VOICES, name="text", **more):
    """Segments end to end: the outlet's, but for the stretches named."""
    held = sorted((text.index(part), len(part), voice) for part, voice in voices.items())
    rows, at = [], 0
    for start, length, voice in [*held, (len(text), 0, "outlet")]:
        rows += [(at, start, "outlet")] if at < start else []
        rows += [(start, start + length, voice)] if length else []
        at = start + length
    return pd.DataFrame(
        [
            {
                "doc_id": "a",
                "field": name,
                "section": "headline" if name == "title" else "body",
                "start": start,
                "end": end,
                "text": text[start:end],
                "voice": voice,
                "words": len(text[start:end].split()),
                "speaker": "" if voice == "outlet" else "Mara Dolen",
                "source": "" if voice == "outlet" else "she",
                "cue": "" if voice == "outlet" else "said",
                "rule": "" if voice == "outlet" else "that_clause",
            }
            | more
            for start, end, voice in rows
        ],
        columns=[
            *("doc_id", "field", "section", "start", "end", "text", "voice"),
            *("words", "speaker", "source", "cue", "rule"),
        ],
    )


def evidence_of(*found, text=PLAN, name="text", **more):
    rows = [
        {
            "doc_id": "a",
            "field": name,
            "section": "body",
            "start": text.index(part),
            "end": text.index(part) + len(part),
            "text": part,
            "category": category,
            "entry": part,
            "voice": voice,
            "speaker": "",
        }
        | more
        for part, category, voice in found
    ]
    columns = [
        "doc_id",
        "field",
        "section",
        "start",
        "end",
        "text",
        "category",
        "entry",
        "voice",
        "speaker",
    ]
    return pd.DataFrame(rows, columns=None if rows else columns)


def shown(*found, text=PLAN, voices=VOICES, **more):
    return highlight(
        corpus_of(text, **more), segments_of(text, voices), evidence_of(*found, text=text), "a"
    )


class Reader(HTMLParser):
    """The text of the article part, and every tag with its attributes."""

    def __init__(self, document):
        super().__init__()
        self.tags, self.text, self.headings, self._inside, self._stack = [], "", "", 0, []
        self.feed(document)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        if tag in ("div", "h2"):
            self._stack.append((tag, attrs.get("class")))

    def handle_endtag(self, tag):
        if tag in ("div", "h2"):
            self._stack.pop()

    def handle_data(self, data):
        if ("div", "text") in self._stack:
            self.text += data
        elif ("h2", None) in self._stack:
            self.headings += data

    def marks(self):
        return [attrs for tag, attrs in self.tags if tag == "mark" and "data-tip" in attrs]


# --- it is the article --------------------------------------------------------------------------


def test_without_its_tags_it_is_the_article():
    found = [
        ("brutal land grab", "metaphor", "quoted"),
        ("brutal", "evaluation", "quoted"),
        ("knew", "factive", "reported"),
    ]
    assert Reader(shown(*found).body).text == PLAN


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_shown_and_not_obeyed(text):
    more = {"title": text, "url": text, "author": text, "event": text, "language": text}
    segments = pd.concat([segments_of(text, {}), segments_of(text, {}, "title")])
    segments[["speaker", "source", "cue", "rule"]] = text
    segments["voice"] = "quoted"
    evidence = evidence_of((text, "evaluation", "quoted"), text=text, entry=text, speaker=text)
    made = highlight(corpus_of(text, outlet=text, **more), segments, evidence, "a")
    for document in (made._repr_html_(), made.page(), made.page(text)):
        reader = Reader(document)
        assert {tag for tag, _ in reader.tags} <= {
            *("html", "head", "meta", "title", "style", "body", "main", "section", "article"),
            *("h1", "h2", "p", "ul", "li", "span", "mark", "bdi", "div", "details", "summary"),
            *("table", "thead", "tbody", "tr", "th", "td"),
        }
        assert not [name for _, attrs in reader.tags for name in attrs if name.startswith("on")]
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", document)
        document.encode("utf-8")
    assert len(Reader(made.body).text) == len(text)


@pytest.mark.parametrize("text", [t for t in HOSTILE if text_safe(t).isprintable()])
def test_hostile_texts_without_controls_come_back_whole(text):
    reader = Reader(highlight(corpus_of(text), segments_of(text, {}), evidence_of(), "a").body)
    shown_text = text.translate({c: chr(0x2400 + c) for c in range(32)})
    assert reader.text == re.sub("[\ud800-\udfff\x80-\x9f]", "\ufffd", shown_text)


@given(
    text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40),
    data=st.data(),
)
def test_any_cut_of_any_text_is_the_text(text, data):
    place = st.integers(0, len(text))
    cuts = sorted({0, len(text), *data.draw(st.lists(place, max_size=4))})
    stretches = [Stretch(a, b, {"voice": "quoted", "section": "body"}) for a, b in pairwise(cuts)]
    spans = [sorted(pair) for pair in data.draw(st.lists(st.tuples(place, place), max_size=5))]
    hits = [Hit(n, a, b, {"category": "metaphor"}) for n, (a, b) in enumerate(spans) if a < b]
    reader = Reader(f'<div class="text">{mark_text(text, stretches, hits)}</div>')
    assert reader.text == text
    tags = " ".join(attrs.get("data-tag", "") for attrs in reader.marks())
    assert sorted(int(n) for n in re.findall(r"\d+", tags)) == sorted(h.number for h in hits)


def test_controls_are_pictured_one_for_one():
    assert text_safe("a\x1b[31m\x00\x7f\x9b\ud800\tb\n") == "a␛[31m␀␡\ufffd\ufffd\tb\n"


# --- what is marked -----------------------------------------------------------------------------


def test_overlapping_hits_are_split_at_their_borders():
    reader = Reader(
        shown(("brutal land", "metaphor", "quoted"), ("land grab", "dysphemism", "quoted")).body
    )
    marks = reader.marks()
    assert [attrs.get("data-tag") for attrs in marks] == [None, "met 1", "dysph 2"]
    assert [attrs.get("tabindex") for attrs in marks] == ["0", "0", None]
    assert "many" in marks[1]["class"].split()
    assert "1. metaphor: brutal land" in marks[1]["title"]
    assert "2. dysphemism: land grab" in marks[1]["title"]


def test_a_hit_across_two_voices_is_marked_in_both():
    hit = evidence_of(("and that the members", "hedge", "outlet"), straddles=True)
    made = highlight(corpus_of(), segments_of(), hit, "a")
    assert [m.get("data-tag") for m in Reader(made.body).marks()] == [None, "hedge 1"]
    assert "straddles" in made.body


def test_what_is_known_of_a_hit_is_told():
    hit = evidence_of(("brutal", "evaluation", "quoted"), negated=True, polarity=-1)
    (mark,) = Reader(highlight(corpus_of(), segments_of(), hit, "a").body).marks()
    assert mark["title"] == mark["data-tip"]
    assert mark["title"].splitlines() == [
        "1. evaluation: brutal",
        "voice: quoted",
        "speaker: Mara Dolen",
        "cue: said",
        "rule: that_clause",
        "remarks: negated, polarity -1",
    ]


def test_long_names_in_the_table_of_hits_may_break_so_that_its_last_column_is_seen():
    hit = evidence_of(("brutal", "naming:soryv/Sorev", "quoted"), polarity=-1)
    body = highlight(corpus_of(), segments_of(), hit, "a").body
    assert "<bdi>naming:<wbr>soryv/<wbr>Sorev</bdi>" in body
    assert "<bdi>that_<wbr>clause</bdi>" in body
    assert "<bdi>polarity -1</bdi>" in body


def test_voices_are_labelled_and_told():
    reader = Reader(shown().body)
    told = [
        (attrs["class"], attrs.get("data-label"))
        for tag, attrs in reader.tags
        if tag == "span" and "title" in attrs
    ]
    assert told == [
        ("seg quoted", "quoted: Mara Dolen"),
        ("seg reported", "reported: Mara Dolen"),
    ]


def test_words_are_counted_by_voice():
    body = shown(("knew", "factive", "reported")).body
    assert "22 words by voice: outlet 14 (64%), quoted 4 (18%), reported 4 (18%)" in body
    assert "1 expression found." in body
    assert "No expression of the codebook was found" in shown().body


def test_a_teaser_says_that_it_is_not_scored():
    made = highlight(corpus_of(), segments_of(section="teaser"), evidence_of(), "a")
    assert 'data-label="teaser, not scored"' in made.body
    assert 'data-label="teaser, not scored; quoted: Mara Dolen"' in made.body


def test_a_title_is_marked_like_the_text():
    segments = pd.concat([segments_of(), segments_of("A brutal plan", {}, "title")])
    hits = [
        evidence_of(("brutal", "evaluation", "quoted")),
        evidence_of(("brutal", "evaluation", "outlet"), text="A brutal plan", name="title"),
    ]
    made = highlight(corpus_of(title="A brutal plan"), segments, pd.concat(hits), "a")
    reader = Reader(made.body)
    assert reader.headings == "A brutal plan"
    assert [m["data-tag"] for m in reader.marks()] == ["eval 1", "eval 2"]
    assert made.heading == "Velmora Standard: A brutal plan"


def test_missing_cells_are_not_words():
    segments = segments_of().assign(speaker=np.nan, source=None, cue=pd.NA)
    hits = evidence_of(("knew", "factive", "reported"), speaker=pd.NA, target=np.nan)
    body = highlight(corpus_of(date=pd.NaT, author=np.nan), segments, hits, "a").body
    assert not re.search(r"\b(nan|None|NaT|&lt;NA&gt;)\b", body)


def test_only_web_addresses_are_links():
    made = [shown(url=url).body for url in ("https://example.org/a?b=1&c", "javascript:alert(1)")]
    assert 'href="https://example.org/a?b=1&amp;c"' in made[0]
    assert "href" not in made[1]


@pytest.mark.parametrize(
    ("language", "written"), [("de", "de"), ("en-GB", "en-GB"), ('x" onclick="', "en"), ("", "en")]
)
def test_the_language_is_said(language, written):
    assert f'class="text" dir="auto" lang="{written}"' in shown(language=language).body


# --- pages and style ----------------------------------------------------------------------------


def test_a_page_stands_alone():
    page = shown(("knew", "factive", "reported")).page("Two & one")
    assert page.startswith("<!DOCTYPE html>\n<html lang=")
    assert "<title>Two &amp; one</title>" in page
    assert "default-src 'none'" in page
    reader = Reader(page)
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in reader.tags}
    assert not [attrs for _, attrs in reader.tags if "src" in attrs]
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def test_a_page_holds_several_articles(tmp_path):
    path = write_page(tmp_path / "deep" / "page.html", [shown(), shown()], title="Both")
    page = path.read_text(encoding="utf-8")
    assert page.count("<article") == 2
    assert page.count("<style>") == 1
    assert 'href="#article-2"' in page
    assert [p.name for p in path.parent.iterdir()] == ["page.html"]
    assert write_page(tmp_path / "one.html", shown()).read_text().count("<nav") == 0


def test_the_same_bytes_every_time(tmp_path):
    one, two = (write_page(tmp_path / name, [shown()]) for name in ("1.html", "2.html"))
    assert one.read_bytes() == two.read_bytes()


def test_a_page_that_cannot_be_written_leaves_the_old_one(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("old")
    with pytest.raises(AttributeError):
        write_page(path, [object()])
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


def test_a_notebook_gets_one_scoped_fragment():
    fragment = shown()._repr_html_()
    assert fragment.count("<style>") == 1
    rules = re.sub(r"@media[^{]*\{(.*)\}\s*\}?", r"\1", STYLE)
    for selectors in re.findall(r"([^{}]+)\{[^{}]*\}", rules):
        for selector in selectors.split(","):
            assert ".framing-highlight" in selector, selector


def contrast(one, two):
    def light(colour):
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        lin = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * lin[0] + 0.7152 * lin[1] + 0.0722 * lin[2]

    high, low = sorted((light(one), light(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
def test_every_text_can_be_read(theme):
    start = [m.start() for m in re.finditer("--ink:", STYLE)][theme]
    colours = dict(
        re.findall(r"--([\w-]+): (#\w{6})", STYLE[start : STYLE.index("color-scheme", start)])
    )
    grounds = ["paper", "shade", "loaded", "epistemic", "epistemic-2", "structural"]
    assert all(contrast(colours["ink"], colours[ground]) >= 4.5 for ground in grounds)
    for ink in ("quiet", "quoted", "reported", "distanced", "unsure"):
        assert contrast(colours[ink], colours["paper"]) >= 4.5, ink
        assert contrast(colours[ink], colours["shade"]) >= 4.5, ink
    for edge in ("loaded-edge", "epistemic-edge", "structural-edge"):
        assert contrast(colours[edge], colours["paper"]) >= 3, edge


def test_codes_are_unlike():
    assert len(set(CODES.values())) == len(CODES)


# --- errors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("segments", "evidence", "doc_id", "message"),
    [
        (segments_of(), evidence_of(), "b", "highlight: there is no article 'b'; there are a"),
        (segments_of().drop(columns="rule"), evidence_of(), "a", "lacks the column 'rule'"),
        (segments_of(), evidence_of().drop(columns="entry"), "a", "lacks the column 'entry'"),
        (segments_of().iloc[1:], evidence_of(), "a", "after character 0 the next begins at 53"),
        (segments_of().iloc[:-1], evidence_of(), "a", r"its text, end to end; after character \d+"),
        (
            segments_of(),
            evidence_of(("brutal", "evaluation", "quoted")).assign(start=3, end=9),
            "a",
            "the evidence says 'brutal' at 3-9 of the text; the article says ' board'",
        ),
        (
            segments_of(),
            evidence_of(("brutal", "evaluation", "quoted"), field="caption"),
            "a",
            "the evidence says 'brutal' at .* of the caption; the article says ''",
        ),
    ],
)
def test_tables_of_another_corpus_are_refused(segments, evidence, doc_id, message):
    with pytest.raises(TableError, match=message):
        highlight(corpus_of(), segments, evidence, doc_id)


def test_an_empty_page_is_refused(tmp_path):
    with pytest.raises(TableError, match="write_page: there is no article to write; a page needs"):
        write_page(tmp_path / "page.html", [])


def test_it_says_what_it_is():
    assert repr(shown()) == "Highlight(doc_id='a', heading='Velmora Standard')"
    assert isinstance(shown(), Highlight)
