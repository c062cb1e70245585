"""The laws of the house, each with its test."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from cases import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st
from test_scores import ARTICLES

import framing
from framing import Corpus, attribute, read_corpus, read_lexicon, score, segment
from framing.columns import VOICES
from framing.evidence import annotate
from framing.words import WordIndex

LEXICON = read_lexicon("loaded")
TITLES = st.one_of(st.just(""), HOSTILE)
TEXTS = st.lists(st.tuples(TITLES, HOSTILE.filter(str.strip)), min_size=1, max_size=3)


def whole_way(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", framing.FramingWarning)
        attributions = attribute(corpus)
        segments = segment(corpus, attributions)
        evidence = annotate(corpus, segments, LEXICON)
        return attributions, segments, evidence, score(evidence, segments)


def obey(corpus: Corpus) -> None:
    """Check the laws of places, voices and words on a corpus."""
    attributions, segments, evidence, scores = whole_way(corpus)
    texts = dict(
        zip(
            corpus.places[["doc_id", "field"]].itertuples(index=False, name=None),
            corpus.index.texts,
            strict=True,
        )
    )
    parts: dict[tuple[str, str], list[dict]] = {key: [] for key in texts}
    for row in segments.to_dict("records"):
        parts[row["doc_id"], row["field"]].append(row)
    for key, mine in parts.items():
        assert "".join(row["text"] for row in mine) == texts[key]
        assert [row["start"] for row in mine] == [0, *(row["end"] for row in mine[:-1])]
        assert sum(row["words"] for row in mine) == len(WordIndex([texts[key]]))
    for table in (attributions, evidence):
        for row in table.to_dict("records"):
            assert texts[row["doc_id"], row["field"]][row["start"] : row["end"]] == row["text"]
            assert row["text"]
    assert evidence["voice"].isin(VOICES).all()
    assert not evidence["category"].isna().any()
    assert evidence["category"].cat.categories.tolist() == list(LEXICON.evidence_categories)
    assert (scores["exposure"] >= 0).all()
    assert not scores.duplicated(["doc_id", "section", "voice", "category"]).any()
    assert set(scores["doc_id"]) <= set(corpus.articles["doc_id"])


@settings(max_examples=22)
@given(TEXTS)
@pytest.mark.filterwarnings("ignore::framing.FramingWarning")
def test_places_voices_and_words_hold_for_hostile_texts(texts: list[tuple[str, str]]) -> None:
    frame = pd.DataFrame(texts, columns=["title", "text"])
    obey(read_corpus(frame.assign(outlet="Post", doc_id=[f"d{k}" for k in range(len(texts))])))


HARD = [
    "“İstanbul’s ‘reckless’ plan,” Mara Dolen\u00a0said. 🕊️ She claimed it’s brutal.",
    "The ﬁre in the Straße was reckless.\r\n\r\n“Brutal,”\r\nshe said.\r\n",
    "“One paragraph, reckless.\n\n“Two paragraphs, brutal,” Toma Revin said.",
    "An “unclosed quotation, reckless and brutal, he said.",
    "’Twas a reckless ‘plan’ — the workers’ own 'brutal' one, 6'2\" tall.",
    "«Reckless», said Mara Dolen; „brutal“, said Toma Revin.",
    "\ufeffReckless\u2028brutal\u2029utterly\x0breckless\x0c.",
    "A re\u00adck\u00adless plan, a reckless\u200b plan, cafe\u0301’s brutal 👩\u200d🚀.",
    "\u202eReckless\u202c brutal. \u200fشكرا reckless",
    "reckless",
    "…",
    "“”",
    "‘“’”",
    "\r",
    "Said said said: said.",
    "reckless\r" * 50,
]


@pytest.mark.parametrize("text", [text for text in HARD if text.strip()])
@pytest.mark.filterwarnings("ignore::framing.FramingWarning")
def test_places_voices_and_words_hold_for_hard_texts(text: str) -> None:
    obey(read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]})))
    obey(read_corpus(pd.DataFrame({"outlet": ["Post"], "text": ["Plain."], "title": [text]})))


def test_nothing_is_lowered_before_it_is_matched() -> None:
    # Lowering would make one letter of "İ" two and shift all that follows.
    text = "İİ reckless, reckless"
    corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]}))
    evidence = whole_way(corpus)[2]
    assert evidence[["start", "end"]].values.tolist() == [[3, 11], [13, 21]]


def demo() -> Corpus:
    return read_corpus(pd.DataFrame(ARTICLES))


def test_the_same_call_twice_gives_the_same() -> None:
    corpus = demo()
    first = whole_way(corpus)
    whole_way(read_corpus(pd.DataFrame({"outlet": ["X"], "text": ["Mara Brutal said it."]})))
    for one, other, third in zip(first, whole_way(corpus), whole_way(demo()), strict=True):
        pd.testing.assert_frame_equal(one, other)
        pd.testing.assert_frame_equal(one, third)


def test_an_article_does_not_feel_the_others() -> None:
    whole = whole_way(demo())
    for item in ARTICLES:
        alone = whole_way(read_corpus(pd.DataFrame([item])))
        for one, table in zip(alone, whole, strict=True):
            mine = table[table["doc_id"] == item["doc_id"]].reset_index(drop=True)
            pd.testing.assert_frame_equal(one, mine)


def test_no_verb_changes_its_tables() -> None:
    corpus = demo()
    tables = whole_way(corpus)
    before = [table.copy(deep=True) for table in (corpus.articles, *tables)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", framing.FramingWarning)
        segments = segment(corpus, tables[0])
        score(annotate(corpus, segments, LEXICON), tables[1])
    for one, other in zip((corpus.articles, *tables), before, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_nothing_global_is_changed_and_nothing_printed(capfd: pytest.CaptureFixture[str]) -> None:
    def state() -> tuple[object, ...]:
        options = {name: pd.get_option(name) for name in ("display.max_rows", "display.width")}
        random = np.random.get_state()[1].tolist()
        return options, np.geterr(), dict(mpl.rcParams), random, os.getcwd(), dict(os.environ)

    before, filters = state(), list(warnings.filters)
    whole_way(demo())
    assert state() == before
    assert warnings.filters == filters
    assert capfd.readouterr() == ("", "")


def python(code: str) -> str:
    source = Path(framing.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(source)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_importing_opens_nothing_and_changes_nothing() -> None:
    heavy = ["pandas", "numpy", "scipy", "sklearn", "nltk", "matplotlib", "pyarrow", "tqdm"]
    code = f"import sys, framing; print([name for name in {heavy} if name in sys.modules])"
    assert python(code).strip() == "[]"
    code = """
import logging, os, sys, warnings
import sklearn  # it sets variables of its own; FrameClassifier is one of its kind
before = (list(warnings.filters), dict(os.environ), logging.root.handlers[:], sys.excepthook)
import framing
import numpy, pandas
def state():
    seed = numpy.random.get_state()[1].tolist()
    return pandas.get_option("display.max_rows"), numpy.geterr(), seed
first = state()
for name in framing.__all__:
    getattr(framing, name)
import framing.cli, framing.pipeline, framing.tables
assert before[1:] == (dict(os.environ), logging.root.handlers[:], sys.excepthook)
assert state() == first
assert "framing" not in str(warnings.filters)
"""
    assert python(code) == ""


def test_no_network_is_reached() -> None:
    code = """
import socket
def refuse(*_, **__):
    raise AssertionError("the network was asked for")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
import pandas as pd
from framing import *
from framing.pipeline import process
text = "The reckless plan failed. “It was brutal,” Mara Dolen claimed."
process(read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]})), read_lexicon("loaded"))
"""
    assert python(code) == ""


def test_no_module_prints(root: Path) -> None:
    for path in sorted((root / "src" / "framing").rglob("*.py")):
        names = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "print" not in names, path.name


# The real texts.


def texts_of(record: object) -> Iterator[str]:
    """Every string of a record that is longer than a name, wherever it stands."""
    if isinstance(record, str) and len(record) > 30 and record.strip():
        yield record
    elif isinstance(record, dict | list):
        for part in record.values() if isinstance(record, dict) else record:
            yield from texts_of(part)


def real_texts(path: Path) -> Iterator[str]:
    import gzip
    import json

    if path.suffix == ".txt":
        yield path.read_text(encoding="utf-8")
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from texts_of(json.loads(line))


@pytest.mark.real
@pytest.mark.filterwarnings("ignore::framing.FramingWarning")
def test_the_laws_hold_for_real_texts(real_data: Path) -> None:
    paths = [*sorted(real_data.glob("*.jsonl.gz")), *sorted(real_data.glob("seed_article/*.txt"))]
    assert len(paths) > 10
    for path in paths:
        # Pages as they came, mark-up and all: a tenth of them is three megabytes. Of the others a
        # quarter: all of them take ten minutes, and break a law no more often.
        texts = list(dict.fromkeys(real_texts(path)))[:: 10 if "html" in path.name else 4]
        assert texts, path.name
        for start in range(0, len(texts), 1000):
            part = texts[start : start + 1000]
            obey(read_corpus(pd.DataFrame({"text": part, "outlet": path.name})))
