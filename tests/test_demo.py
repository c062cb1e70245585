"""The demo corpus is what its datasheet says, and the program still sees what was planted in it."""

from __future__ import annotations

import csv
import hashlib
import html
import importlib.util
import io
import re
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from framing.columns import VOICES

FROZEN = {
    "daily-hammer-e01": "199c78b3aa898ae2b27c5e4763cba0855275805c13077441f353ab643ce7c0a7",
    "daily-hammer-e02": "622e06fc0e80c22ac8450dab7b5b3f291cc5864b00509e9707cd846cde761e26",
    "halvern-courier-e01": "3107579ae55ba9b803e9478c53c45032b974a79888bf615da2cb8aeb9527b96b",
    "halvern-courier-e02": "1895f0974a0310a11e9f3774a5ec42771286eacf20cb5253e18b11b1a1d607f9",
    "margin-review-e01": "074f427fde0af422a4f2a44ca3ec3a4617e04d23a78d982fcdb609a7c958c55b",
    "tessel-wire-e01": "e8d0245e703ef265a77afbe4bd5318554b2216de3b42957516be3f70eca66a98",
    "tessel-wire-e02": "6d3e3138db4d497587232b06be1a4f43503b93eab3731d2de65a367d4e2a001d",
    "velmora-standard-e01": "d0e827d5f0e1a04d199ef551b19ab20d2d76ca1ecf8211fc511291445a74ac96",
    "vestra-e01": "2bf0c1097fe9416df0157fad5bb2f125f27d03a512b3cd8fc484ebdec548335d",
    "vestra-e02": "64d98792e995b99bd3815ba879968f3cc5d105f260bc432af7bd3944aa0ee6b0",
}
CATEGORIES = {
    "evaluation", "label", "euphemism", "dysphemism", "metaphor", "intensifier", "hedge",
    "factive", "implicative", "generalisation", "concession", "so_called", "scare",
    "agent_deletion", "harm_mention", "stance:endorsing", "stance:distancing", "stance:hostile",
}  # fmt: skip
ALTERNATIVES = {
    "war": {"war", "invasion", "conflict", "special protection operation"},
    "government": {"government", "regime", "authorities"},
    "rebels": {"rebels", "separatists", "militants", "terrorists", "fighters"},
    "migrants": {"migrants", "refugees", "illegals"},
    "dorvyn": {"Dorvyn", "Dorvin"},
    "soryv": {"Soryv", "Sorev"},
    "toskyn": {"Toskyn", "Toskin"},
    "andriel": {"Andriel", "Andrel"},
}
MENTION = re.compile(
    r"\b(?:wars?|invasions?|conflicts?|special protection operation|governments?|regimes?"
    r"|authorit(?:y|ies)|rebels?|separatists?|militants?|terrorists?|fighters?|migrants?|refugees?"
    r"|illegals|Dorv[yi]n|Soryv|Sorev|Tosk[yi]n|Andri?el)\b",
    re.IGNORECASE,
)
WIRE_COPY = {"tessel-wire-e05", "velmora-standard-e05w", "halvern-courier-e05w"}

# Case, article, what must stand in its text, and where given a mark that must stand on the words
# in it: (words, category, voice).
HARD_CASES = [
    ("quotation over paragraphs", "halvern-courier-e01", r"“[^”]*\n\n“[^”]*\n\n“[^”]*”",
     ("barbaric", "evaluation", "quoted")),
    ("quotation over paragraphs", "margin-review-e04", r"\n\n‘On Monday [^\n]*[^’\n]\n\n‘On Tue",
     ("callous", "evaluation", "quoted")),
    ("unclosed mark", "daily-hammer-e03", r'(?m)^"[^"\n]*$', ("barbaric", "evaluation", "unsure")),
    ("unclosed mark", "halvern-courier-e07", r"(?m)^“[^”\n]*$", ("vermin", "dysphemism", "unsure")),
    ("curly marks", "velmora-standard-e01", r"“[^”]+”", None),
    ("straight marks", "tessel-wire-e01", r'"[^"]+"', None),
    ("backticks", "tessel-wire-e06", r"``[^`]+''", ("rotten", "evaluation", "quoted")),
    ("angle marks", "vestra-e04", r"«[^»]+»", ("swamped", "metaphor", "quoted")),
    ("low marks", "vestra-e08", r"„[^“]+“", ("piracy", "dysphemism", "quoted")),
    ("single marks and apostrophes", "margin-review-e01", r"(?s)soldiers’.*’90s", None),
    ("nested quotation", "halvern-courier-e02", r"“[^”]*‘[^’]*’[^”]*”",
     ("hirelings", "label", "quoted")),
    ("nested quotation", "margin-review-e06", r"‘[^“]*“splendid”", None),
    ("inserted source", "margin-review-e02", r"Karsovia, analysts contend, is",
     ("bluffing", "dysphemism", "reported")),
    ("inserted source", "tessel-wire-e07", r", General Bohumar Tresk said from the other bank, was",
     ("provocation", "dysphemism", "reported")),
    ("inverted", "tessel-wire-e01", r", said Corvan Hesk", None),
    ("inverted", "halvern-courier-e03", r"” said Benrik Oshal|,” said Benrik Oshal",
     ("butchery", "dysphemism", "quoted")),
    ("split quotation", "velmora-standard-e02", r",” threatened Kirsan Doleth, [^“]*, “and",
     ("reckless", "evaluation", "quoted")),
    ("split quotation", "tessel-wire-e03", r'," Oshal told [^"]*, "is',
     ("cold-blooded", "evaluation", "quoted")),
    ("split quotation", "halvern-courier-e04", r",” he said, “or",
     ("kind", "evaluation", "quoted")),
    ("that A and that B", "vestra-e01", r"said that no occupation .* and that the regime",
     ("regime", "label", "reported")),
    ("that A and that B", "tessel-wire-e04", r"said that the reception .* and that smug",
     None),
    ("no new cue", "halvern-courier-e05", r"”\n\n“There are tyrants[^\n]*”\n\n“Nobody",
     ("tyrants", "label", "quoted")),
    ("no new cue", "vestra-e06", r"He told journalists that he had read it twice\. The figures",
     ("regime", "label", "reported")),
    ("according to, first", "tessel-wire-e02", r"(?m)^According to Kirsan Doleth",
     ("regime", "label", "reported")),
    ("according to, last", "daily-hammer-e04", r", according to Ashgrave\.",
     ("freeloaders", "label", "reported")),
    ("cue of infinitive", "velmora-standard-e04", r"threatened to treat",
     ("militants", "label", "reported")),
    ("cue of infinitive", "vestra-e07", r"She vows to bring", None),
    ("cue of infinitive", "daily-hammer-e01", r"vowed to smash", None),
    ("beliefs and fears", "daily-hammer-e02", r"He believes (?s:.*) wants (?s:.*) fears",
     ("pyromaniacs", "label", "reported")),
    ("beliefs and fears", "margin-review-e05", r"Toskyn fears",
     ("cynical", "evaluation", "reported")),
    ("beliefs and fears", "velmora-standard-e05", r"Solt believes that",
     ("glorious", "evaluation", "reported")),
    ("did not say", "tessel-wire-e05", r"She did not say that",
     ("rigged", "dysphemism", "reported")),
    ("did not say", "margin-review-e08", r"did not say that",
     ("blockade", "dysphemism", "reported")),
    ("did not say", "vestra-e10", r"He did not say that", ("regime", "label", "reported")),
    ("denied", "tessel-wire-e05", r"was not reckless",
     ("reckless", "negated:evaluation", "reported")),
    ("a medium quotes a person", "velmora-standard-e06", r"the paper quoted Hesk as saying",
     ("saboteur", "label", "quoted")),
    ("a medium quotes a person", "daily-hammer-e06", r"the paper quoted a storeman",
     ("junk", "dysphemism", "quoted")),
    ("list of quotations", "halvern-courier-e06", r"(?m)(?:^[A-Z][^\n“]*: “[^”]*”\n?\n?){3}",
     ("scavengers", "label", "quoted")),
    ("interview", "halvern-courier-e09", r"(?m)^Courier: [^\n]*\?\n\nAbrey: ",
     ("henchmen", "label", "quoted")),
    ("post with emoji", "velmora-standard-e09", "[\U0001f300-\U0001faff]",
     ("kangaroo court", "dysphemism", "quoted")),
    ("post with emoji", "daily-hammer-e07", "[\U0001f300-\U0001faff]",
     ("Monsters", "label", "quoted")),
    ("left-over of HTML", "daily-hammer-e08", r'<tweet id="\d+" lang="en">',
     ("ruthless", "evaluation", "outlet")),
    ("left-over of HTML", "vestra-e09", r'<tweet id="\d+" lang="en">', None),
    ("sources inside sources", "vestra-e02", r"“limited” launches into what the West considers",
     ("what the West considers Karsovian territory", "concession", "distanced")),
    ("sources inside sources", "margin-review-e09", r"‘limited’ exchange",
     ("limited", "scare", "distanced")),
    ("no cue", "tessel-wire-e09", r"claimed responsibility", None),
    ("no cue", "daily-hammer-e09", r"(?s)Baggage claim.*claim benefits", None),
    ("no cue", "vestra-e03", r"families claim benefits", None),
    ("no cue", "vestra-e02", r"the said security zone", ("security zone", "euphemism", "reported")),
    ("in pieces", "velmora-standard-e08", r"“What you see,” threatened [^“]* Zdana Orlim, “is",
     ("piracy", "dysphemism", "quoted")),
    ("in pieces", "margin-review-e10", r"‘It is’, President Radomel Staven maintained, [^‘]*, ‘a",
     ("fragile dawn", "metaphor", "quoted")),
    ("two possible persons", "velmora-standard-e03", r"The minister revealed",
     ("regime", "label", "reported")),
    ("two possible persons", "margin-review-e07", r"Each, asked about the other, called her",
     ("obscene", "evaluation", "quoted")),
    ("two possible persons", "vestra-e05", r"The council head, who (?s:.*)He then added",
     ("regime", "label", "reported")),
    ("no-break space", "tessel-wire-e10", "41\u00a0200", None),
    ("letter that folds to two", "velmora-standard-e07", "İmre", ("devils", "label", "quoted")),
]  # fmt: skip
HEADLINES = [
    ("velmora-standard-e01", "Marvost: ", "invasion"),
    ("halvern-courier-e08", "Orlim: ", "piracy"),
    ("daily-hammer-e10", "Minister: ", "stinker"),
]
IN_MARKS = [
    ("margin-review-e03", "Collateral"),
    ("daily-hammer-e05", "The Great Swindle"),
    ("tessel-wire-e08", '"the Badger"'),
    ("halvern-courier-e10", "“the Badger”"),
    ("velmora-standard-e10", "known as “The Last Ferry”"),
]
# Of this world, and so in no article: states, capitals, peoples and leaders in the news.
REAL = (
    "Russia|Ukrain|Kremlin|Moscow|Kyiv|Kiev|Putin|Zelensk|NATO|Europe|America|"
    "Washington|Biden|Trump|Brussels|London|Britain|British|English|Paris|France|French|"
    "Berlin|German|Poland|Polish|Warsaw|China|Chinese|Beijing|Taiwan|Israel|Gaza|"
    "Hamas|Palestin|Iran|Tehran|Iraq|Syria|Turk|Belarus|Minsk|Donbas|Crimea|"
    "Kharkiv|Kharkov|Odes|Soviet|Hitler|Stalin|Rome|Roman|Ital|Spain|Spanish|"
    "Geneva|Vienna|Reuters|BBC|CNN|TASS|Guardian|Politico|Google|Twitter|Facebook|"
    "Telegram"
)


@pytest.fixture(scope="module")
def demo(root: Path) -> Path:
    return root / "data" / "raw" / "demo"


@pytest.fixture(scope="module")
def bench(root: Path) -> ModuleType:
    path = root / "benchmarks" / "demo.py"
    spec = importlib.util.spec_from_file_location("framing_benchmark_demo", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def build(bench: ModuleType) -> ModuleType:
    return bench.load_build()


@pytest.fixture(scope="module")
def articles(build: ModuleType) -> dict:
    return {article.columns["doc_id"]: article for article in build.read_all()}


@pytest.fixture(scope="module")
def tables(bench: ModuleType) -> dict[str, str]:
    return bench.make()[0]


def rows_of(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content)))


def test_the_committed_files_are_what_the_marked_articles_make(demo, build):
    made = build.build()
    changed = [name for name, text in made.items() if (demo / name).read_bytes() != text.encode()]
    assert changed == [], "run: python data/raw/demo/build.py"
    pages = {path.relative_to(demo).as_posix() for path in (demo / "reading").iterdir()}
    assert pages == {name for name in made if name.startswith("reading/")}
    assert all("\r" not in text for text in made.values())


def test_the_frozen_articles_have_not_been_touched(demo, articles):
    assert {d for d, a in articles.items() if a.columns["frozen"] == "yes"} == set(FROZEN)
    found = {
        doc_id: hashlib.sha256((demo / "marked" / f"{doc_id}.txt").read_bytes()).hexdigest()
        for doc_id in FROZEN
    }
    assert found == FROZEN, "a frozen article is never edited: put it back"


def test_every_outlet_tells_every_event_at_the_length_agreed(articles, build):
    columns = [a.columns for a in articles.values() if not build.is_reprint(a.columns)]
    assert Counter((c["outlet"], c["event"]) for c in columns) == Counter(
        (outlet, f"e{k:02d}") for outlet in build.PLANTED for k in range(1, 11)
    )
    for doc_id, article in articles.items():
        assert article.columns["doc_id"] == doc_id
        assert re.fullmatch(r"2031-\d\d-\d\d", article.columns["date"]), doc_id
        words = len(build.WORD.findall(article.columns["text"]))
        assert 200 <= words <= 495, f"{doc_id}: {words} words"


def test_every_mark_lies_in_its_text_and_names_what_is_known(articles):
    for doc_id, article in articles.items():
        for field, mark in article.marks:
            words = article.columns[field][mark.start : mark.end]
            assert words.strip() == words != "", f"{doc_id}: {words!r}"
            kind, _, rest = mark.category.partition(":")
            category = rest if kind in ("decoy", "negated") else mark.category
            if category.startswith("naming:"):
                name, _, alternative = category.removeprefix("naming:").partition("/")
                assert alternative in ALTERNATIVES[name], f"{doc_id}: {mark}"
            else:
                assert category in CATEGORIES or (kind, category) == ("decoy", "stance"), mark
            if kind == "decoy":
                assert mark.voice == "", f"{doc_id}: a decoy is nobody's choice of words: {mark}"
                continue
            assert mark.voice in VOICES, f"{doc_id}: {mark}"
            if mark.voice == "outlet":
                assert mark.speaker == "", f"{doc_id}: {mark}"
            if mark.voice in ("quoted", "reported"):
                assert mark.speaker != "", f"{doc_id}: {words!r} has no speaker"
            if category in ("concession", "so_called", "scare"):
                assert mark.voice == "distanced", f"{doc_id}: {mark}"


def test_every_mention_of_a_naming_set_is_marked(articles):
    for doc_id, article in articles.items():
        for field in ("title", "text"):
            marked = [
                (m.start, m.end)
                for f, m in article.marks
                if f == field and ("naming:" in m.category or "decoy:" in m.category)
            ]
            for hit in MENTION.finditer(article.columns[field]):
                inside = any(a <= hit.start() and hit.end() <= b for a, b in marked)
                assert inside, f"{doc_id}: {hit[0]!r} is not marked"


@pytest.mark.parametrize(
    ("case", "doc_id", "pattern", "mark"),
    HARD_CASES,
    ids=[f"{case}, {doc_id}" for case, doc_id, *_ in HARD_CASES],
)
def test_hard_case_is_there(articles, case, doc_id, pattern, mark):
    article = articles[doc_id]
    text = article.columns["text"]
    assert re.search(pattern, text), f"{doc_id} no longer holds the case “{case}”"
    if mark is not None:
        marks = {
            (text[m.start : m.end].lower(), m.category, m.voice)
            for f, m in article.marks
            if f == "text"
        }
        assert (mark[0].lower(), *mark[1:]) in marks, f"{case}: {mark[0]!r} is not marked so"


@pytest.mark.parametrize(("doc_id", "opening", "words"), HEADLINES)
def test_a_headline_with_a_colon_reports(articles, doc_id, opening, words):
    title = articles[doc_id].columns["title"]
    assert title.startswith(opening)
    marks = [m for f, m in articles[doc_id].marks if f == "title"]
    assert [m.voice for m in marks if title[m.start : m.end] == words] == ["reported"]


@pytest.mark.parametrize(("doc_id", "words"), IN_MARKS)
def test_a_title_or_nickname_in_marks_is_a_decoy(articles, doc_id, words):
    text = articles[doc_id].columns["text"]
    found = [m for f, m in articles[doc_id].marks if text[m.start : m.end] == words]
    assert "decoy:scare" in {m.category for m in found}


def test_the_wire_changes_its_spelling_on_the_first_of_may(articles):
    for doc_id, article in articles.items():
        if article.columns["outlet"] == "Tessel Wire":
            old, new = ("Dorvin", "Dorvyn")
            wrong = new if article.columns["date"] < "2031-05-01" else old
            assert wrong.lower() not in article.columns["text"].lower(), doc_id


def test_decoys_are_many_and_differ(articles):
    decoys = Counter(
        article.columns[field][m.start : m.end].lower()
        for article in articles.values()
        if not article.columns["doc_id"].endswith("w")
        for field, m in article.marks
        if m.category.startswith("decoy:")
    )
    assert sum(decoys.values()) >= 60
    assert len(decoys) >= 60


def test_every_coinage_is_marked_once(demo, articles, build):
    with (demo / "coinages.csv").open(encoding="utf-8", newline="") as file:
        listed = [(row["doc_id"], row["text"]) for row in csv.DictReader(file)]
    assert len({text.lower() for _, text in listed}) == len(listed)
    rows = build.gold_rows(list(articles.values()))
    marked = [(row["doc_id"], row["text"]) for row in rows if row["coinage"] == "yes"]
    assert sorted(marked) == sorted(listed)


def test_no_coinage_has_been_put_on_the_list(demo, root):
    """A coinage shows what a list misses, as long as nobody adds it to one."""
    coined = {row["text"].lower() for row in rows_of((demo / "coinages.csv").read_text("utf-8"))}
    for path in (root / "src" / "framing" / "lexicons").rglob("terms.csv"):
        terms = {row["term"].lower() for row in rows_of(path.read_text("utf-8"))}
        assert coined & (terms | {term.replace(" ", "-") for term in terms}) == set()


def test_only_wire_copy_repeats_eight_words(articles, bench, build):
    texts = {doc_id: article.columns["text"] for doc_id, article in articles.items()}
    rows = bench.overlap_table(texts, build)
    shared = {(r["doc_id"], r["other"]) for r in rows if r["shared_runs_of_8"]}
    assert shared == {
        (one, other) for one in sorted(WIRE_COPY) for other in sorted(WIRE_COPY) if one < other
    }


def test_no_name_of_the_real_world_stands_in_an_article(articles):
    real = re.compile(rf"\b(?:{REAL})")
    for doc_id, article in articles.items():
        found = real.findall(f"{article.columns['title']}\n{article.columns['text']}")
        assert found == [], f"{doc_id} names {found}"


def test_the_profile_is_the_one_that_was_planned(build, articles):
    """The mean of each outlet fits the plan; a tenth and a half either way is allowed."""
    rows = build.profile(list(articles.values()))
    planned = [row for row in rows if row["planted"] and row["unit"] == "per article"]
    assert len(planned) == 6 * 11
    for row in planned:
        low, _, high = row["planted"].partition("-")
        assert float(low) - 0.35 <= float(row["counted"]) <= float(high or low) + 0.35, row


def test_by_the_gold_the_courier_is_loaded_only_in_quotations(build, articles):
    rows = build.profile(list(articles.values()))
    rates = {
        measure: {
            r["outlet"]: float(r["counted"])
            for r in rows
            if r["measure"] == measure and r["unit"] == "per 1,000 words"
        }
        for measure in ("loaded, outlet", "loaded, all voices")
    }
    every, own = rates["loaded, all voices"], rates["loaded, outlet"]
    assert every["Halvern Courier"] > every["Velmora Standard"]
    assert own["Halvern Courier"] == 0 < 20 < own["Velmora Standard"]


def test_the_program_recovers_what_was_planted(tables):
    """Naively counted the Courier is near the top; in its own voice it is at the bottom."""
    ranks = {
        (row["estimand"], row["outlet"]): int(row["rank"])
        for row in rows_of(tables["demo_contrasts.csv"])
    }
    assert ranks["all", "Halvern Courier"] <= 2
    assert ranks["own", "Halvern Courier"] == 6
    assert {ranks["own", "Velmora Standard"], ranks["own", "Daily Hammer"]} == {1, 2}
    assert ranks["own", "Vestra"] < ranks["own", "Margin Review"] < ranks["own", "Halvern Courier"]


def test_the_benchmark_tables_are_what_the_program_makes_now(root, tables):
    folder = root / "benchmarks" / "tables"
    changed = [
        name for name, text in tables.items() if (folder / name).read_bytes() != text.encode()
    ]
    assert changed == [], "run: python benchmarks/demo.py, read what changed, commit it"


@pytest.mark.parametrize(
    ("gold", "found", "pairs"),
    [
        ([(0, 5)], [(3, 9)], 1),  # any overlap will do
        ([(0, 5)], [(5, 9)], 0),  # touching is no overlap
        ([(0, 9)], [(0, 3), (4, 9)], 1),  # one to one
        ([(0, 5), (6, 9)], [(0, 9)], 1),
        ([(0, 5), (6, 9)], [(1, 5), (6, 8)], 2),
    ],
)
def test_marks_and_finds_are_paired_one_to_one(bench, gold, found, pairs):
    def hits(spans: list[tuple[int, int]]) -> list:
        return [bench.Hit("d", "text", a, b, "hedge", "outlet", "", False) for a, b in spans]

    assert len(bench.pair(hits(gold), hits(found))) == pairs


def test_the_reading_pages_lose_nothing_of_the_text(build, articles):
    for doc_id, article in articles.items():
        for field in ("title", "text"):
            marks = [mark for name, mark in article.marks if name == field]
            shown = build._marked_up(article.columns[field], marks)
            shown = re.sub(r"<sub>\[.*?\]</sub>|<[bi]>[‹›]</[bi]>|</?[bi]>", "", shown)
            shown = html.unescape(re.sub(r"\\([\\`*_\[\]#.])", r"\1", shown))
            assert shown == article.columns[field], doc_id
