"""What a report writes: its page, tables and methods, and what it refuses."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from cases import says
from hostile import RAN, make_articles

from framing import (
    ComparisonError,
    Corpus,
    FramingError,
    TableError,
    read_corpus,
    read_lexicon,
    write_report,
    write_table,
)
from framing.cli import main
from framing.report import pictures
from framing.report.namings import read_measured
from framing.report.sheets import Column, Sheet, write_latex

pytestmark = pytest.mark.filterwarnings("ignore::framing.FramingWarning")

SVG = b'<?xml version="1.0"?><svg width="200pt" viewBox="0 0 1 1"><g id="a"/></svg>'


@pytest.fixture(scope="module", autouse=True)
def no_drawing() -> Iterator[None]:
    """Figures have tests of their own, and take most of the time."""
    files = {"png": b"", "svg": SVG, "pdf": b""}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "_draw", lambda picture: files)
        yield


@pytest.fixture(scope="module")
def demo(root: Path) -> Corpus:
    articles = read_corpus(root / "data" / "raw" / "demo" / "articles.csv").articles
    outlets = ["Daily Hammer", "Halvern Courier", "Margin Review"]
    return Corpus(articles[articles["outlet"].isin(outlets)].groupby("outlet").head(2))


@pytest.fixture(scope="module")
def page(demo: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(demo, read_lexicon("loaded"), out=tmp_path_factory.mktemp("r"), seed=1)


def data_of(page: Path) -> dict[str, Any]:
    match = re.search(r'id="evidence-data">(.*?)</script>', page.read_text("utf-8"), re.S)
    assert match
    data: dict[str, Any] = json.loads(match[1])
    return data


def plain(page: Path) -> str:
    """Return what a page says, without its tags."""
    text = re.sub(r"<script.*?</script>", "", page.read_text("utf-8"), flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def test_the_page_stands_alone(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    policy = re.search(r"script-src 'sha256-([^']+)'", text)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.S)
    assert policy
    assert len(scripts) == 1
    digest = hashlib.sha256(scripts[0].encode()).digest()
    assert base64.b64encode(digest).decode() == policy[1]
    assert "default-src 'none'" in text
    assert not re.search(r"<(?:link|img|iframe|object|embed|base)\b", text)
    assert "innerHTML" not in scripts[0]


def test_a_report_has_its_files(page: Path) -> None:
    listed = json.loads((page.parent / "report.json").read_text("utf-8"))
    there = {p.relative_to(page.parent).as_posix() for p in page.parent.rglob("*") if p.is_file()}
    assert set(listed["files"]) == there
    for name in ("rates.csv", "rates.tex", "contrasts.csv", "evidence.csv", "names.csv"):
        assert f"tables/{name}" in there
    for form in ("png", "svg", "pdf"):
        assert f"figures/contrasts.{form}" in there
    for link in re.findall(r'<a download href="([^"]+)"', page.read_text("utf-8")):
        assert link in there


def test_the_same_corpus_gives_the_same_bytes_and_the_old_report_goes(tmp_path: Path) -> None:
    precision = {"by": ["category"], "group": ["evaluation"], "n": [40], "yes": [30.0]}
    precision |= {"precision": [0.75], "conf_low": [0.6], "conf_high": [0.86], "note": [""]}
    articles = {"outlet": ["Post", "Post"], "text": ["A reckless plan.", ""]}
    corpus = read_corpus(pd.DataFrame(articles))
    made = []
    for _ in range(2):
        page = write_report(
            corpus, read_lexicon("loaded"), out=tmp_path / "r", seed=1,
            validation=[pd.DataFrame(precision)],
        )  # fmt: skip
        files = sorted(p for p in page.parent.rglob("*") if p.is_file())
        made.append([(p.relative_to(page.parent), p.read_bytes()) for p in files])
    assert made[0] == made[1]
    assert [p.name for p in tmp_path.iterdir()] == ["r"]
    said = plain(page)
    assert "1 record was dropped on reading (empty text: 1)." in said
    assert "The corpus holds one outlet, so nothing is compared." in said
    assert "No article has a date, so nothing can be said about change." in said
    assert "One outlet alone cannot be said to write more or less loaded than others." in said
    assert "Codings of this corpus: how often an expression is right" in said
    assert "75.0 %" in said
    assert "Precision was judged on a sample of this corpus; differences in precision" in said


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", text.lower())
    return {tuple(words[k : k + 8]) for k in range(len(words) - 7)}


def test_without_texts_no_sentence_is_anywhere(demo: Corpus, tmp_path: Path) -> None:
    few = Corpus(demo.articles.groupby("outlet").head(1).iloc[:2])
    page = write_report(few, read_lexicon("loaded"), out=tmp_path / "r", seed=1, text=False)
    texts = [*few.articles["text"], *few.articles["title"]]
    known = set().union(*(runs(text) for text in texts))
    for path in page.parent.rglob("*"):
        if path.suffix in (".html", ".csv", ".tex", ".txt", ".json"):
            said = html.unescape(re.sub(r"<[^>]+>", " ", path.read_text("utf-8")))
            assert not runs(said) & known, path
    data = data_of(page)
    assert max(len(words.split()) for words in data["expressions"]) <= 7
    assert not any(title in page.read_text("utf-8") for title in few.articles["title"])


def test_nothing_found_is_said(tmp_path: Path) -> None:
    articles = {"outlet": ["Post", "Wire"], "text": ["Rain fell.", "It rained at noon."]}
    corpus = read_corpus(pd.DataFrame(articles))
    said = plain(write_report(corpus, read_lexicon("loaded"), out=tmp_path / "r", seed=1))
    assert "No loaded expression of the codebook was found; zero is a finding too." in said
    assert "Nobody but the outlets themselves was found to speak." in said
    assert "No name of any naming set was found." in said
    assert "No ratio can be formed, so none can be varied." in said


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_what_articles_say_is_never_markup(tmp_path: Path) -> None:
    corpus = read_corpus(make_articles().iloc[1:31:3])
    page = write_report(corpus, read_lexicon("loaded"), out=tmp_path / "r", seed=1)
    parser = Tags()
    parser.feed(page.read_text(encoding="utf-8"))
    tags = [tag for tag, _ in parser.found]
    assert tags.count("script") == 2
    assert tags.count("h1") == 1
    assert not {"img", "iframe", "base", "link"} & set(tags)
    for _, attributes in parser.found:
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("href") or "#").startswith(("#", "tables/", "figures/", "methods"))
    assert RAN in page.read_text(encoding="utf-8")


def test_latex_escapes_what_it_would_obey() -> None:
    table = pd.DataFrame({"name": ["50 % of \\input{x} & $y$\x1b\u202e"], "hits": [1234]})
    columns = (Column("name", "Name_1"), Column("hits", "Hits", "count"))
    latex = write_latex(Sheet("t", "A #1", table, columns))
    assert r"50 \% of \textbackslash{}input\{x\} \& \$y\$   & 1,234 \\" in latex
    assert r"Name\_1 & Hits \\" in latex
    assert r"\caption{A \#1}" in latex


def test_what_was_measured_is_what_the_benchmarks_say(root: Path) -> None:
    tables = root / "benchmarks" / "tables"
    whole = pd.read_csv(tables / "loaded_precision.csv").query("called == 'found'")
    precision = read_measured("precision")
    joined = precision.merge(
        whole, left_on=["category", "coder", "sample"], right_on=["group", "coder", "sample"]
    )
    assert len(joined) == len(precision)
    for name in ("precision", "conf_low", "conf_high", "n"):
        assert (joined[f"{name}_x"] == joined[f"{name}_y"]).all()
    # Where the codebook was mended after a sample, the fresh one counts.
    again = set(whole.loc[whole["sample"] == "again", "group"].dropna())
    assert set(precision.loc[precision["sample"] == "again", "category"]) == again
    recall = pd.read_csv(tables / "loaded_recall.csv")
    attribution = pd.read_csv(tables / "attribution.csv").query("tagger == 'learned'")
    attribution = attribution[attribution["split"] == "dev"]
    for row in read_measured("measured").to_dict("records"):
        if row["what"] == "attribution":
            there = attribution.loc[attribution["measure"] == row["measure"], "value"]
        else:
            same = recall[["coder", "what", "measure"]] == [
                row["coder"], row["what"], row["measure"]
            ]  # fmt: skip
            there = recall.loc[same.all(axis=1), "share"]
        assert there.tolist() == [row["share"]]


def test_what_is_refused(tmp_path: Path) -> None:
    corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": ["A reckless plan."]}))
    lexicon = read_lexicon("loaded")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    with pytest.raises(FramingError) as caught:
        write_report(corpus, lexicon, out=mine, seed=1)
    assert says(
        caught.value,
        f"write_report: {mine} holds 'thesis.txt', which no report has written; a report replaces "
        "the whole folder; name a new or an empty one",
    )
    with pytest.raises(FramingError) as caught:
        write_report(corpus, lexicon, out=mine / "thesis.txt", seed=1)
    assert says(
        caught.value,
        f"write_report: {mine / 'thesis.txt'} is a file; a report needs a folder; name another one",
    )
    with pytest.raises(ComparisonError) as wrong:
        write_report(corpus, lexicon, out=tmp_path / "r", seed=-1)
    assert says(wrong.value, "write_report: the random arrangements need a seed; it is -1; …")
    with pytest.raises(TableError) as table:
        write_report(
            corpus, lexicon, out=tmp_path / "r", seed=1, validation=[pd.DataFrame({"a": [1]})]
        )
    assert says(
        table.value,
        "write_report: table 1 of validation is neither of verify_hits nor of agree; it has the "
        "columns a; pass what these return",
    )
    with pytest.raises(FramingError, match="jobs is 0; there must be a process; give 1 or more"):
        write_report(corpus, lexicon, out=tmp_path / "r", seed=1, jobs=0)
    with pytest.raises(FramingError) as none:
        write_report(Corpus(corpus.articles.iloc[:0]), lexicon, out=tmp_path / "r", seed=1)
    assert says(
        none.value,
        "write_report: the corpus holds no articles; a report needs one; see the receipt for what "
        "was dropped on reading",
    )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine"]


def test_the_command_says_where_the_page_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "articles.csv"
    source.write_text("outlet,text\nPost,A reckless plan.\n", encoding="utf-8")
    out = tmp_path / "report"
    assert main(["report", str(source), "--out", str(out), "--no-text"]) == 0
    told = capsys.readouterr().err
    assert f"1 articles; open {out / 'report.html'} in a browser" in told
    for bar in ("1/1 [", "9/9 [", " chapters"):  # articles, chapters; and figures
        assert bar in told
    assert sorted(p.name for p in tmp_path.iterdir()) == ["articles.csv", "report"]
    precision = {"by": ["category"], "group": ["evaluation"], "n": [40], "precision": [0.75],
                 "conf_low": [0.6], "conf_high": [0.86], "note": [""]}  # fmt: skip
    coded = write_table(pd.DataFrame(precision), tmp_path / "precision.csv")
    words = ["report", str(source), "--out", str(out), "--no-text", "--validation", str(coded)]
    assert main(words) == 0
    assert "75.0 %" in plain(out / "report.html")
    coded.write_text(coded.read_text().replace("40", "forty"), encoding="utf-8")
    assert main(words) == 2
    assert "table 1 of validation holds 'forty' as n" in capsys.readouterr().err
    coded.unlink()
    assert main(["report", str(tmp_path), "--out", str(tmp_path / "report")]) == 2
    assert says(
        capsys.readouterr().err.strip(),
        f"error: --out {out}: this lies in the folder of articles {tmp_path}, where its files "
        "would be read as articles; name a folder elsewhere",
    )
    inside = ["report", str(tmp_path), "--out", str(tmp_path.parent / "r"), "--cache"]
    assert main([*inside, str(tmp_path / "kept")]) == 2
    assert f"error: --cache {tmp_path / 'kept'}: this lies in the" in capsys.readouterr().err
