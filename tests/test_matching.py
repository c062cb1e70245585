"""Terms in texts: an obviously right slow reader finds the same, and contexts do what they say."""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from cases import HOSTILE, book, plain, words_found
from hypothesis import given
from hypothesis import strategies as st
from slow_readers import SlowReader, slow_hits, slow_words

from framing import Lexicon, Term, read_lexicon
from framing.lexicon import GAP
from framing.matching import find_hits
from framing.words import WordIndex

LOADED = read_lexicon("loaded")
CONTEXTS = ("block_next", "block_prev", "block_near", "need_next", "need_prev", "need_near")
BARE = Lexicon(
    name="bare",
    terms=tuple(replace(term, name=True, **dict.fromkeys(CONTEXTS, ())) for term in LOADED.terms),
    categories=LOADED.categories,
    naming=LOADED.naming,
)


def found_hits(index: WordIndex, lexicon: Lexicon) -> list[set[tuple[int, int, str]]]:
    """Return start, end and category of every hit in characters, text by text."""
    found: list[set[tuple[int, int, str]]] = [set() for _ in index.texts]
    for hit in find_hits(index, lexicon):
        place = int(index.starts[hit.first]), int(index.ends[hit.last])
        family = lexicon.terms[hit.term].category.partition("/")[0]
        found[index.text_of[hit.first]].add((*place, family))
    return found


def some_form(term: Term, data: st.DataObject) -> str:
    pattern = data.draw(st.sampled_from(term.patterns))
    words = []
    for forms in pattern:
        if GAP in forms:
            fill = st.sampled_from(["the", "him", "knees", "to", "and then", "reckless", "its own"])
            words += data.draw(st.lists(fill, max_size=4))
            continue
        word = data.draw(st.sampled_from(sorted(forms)))
        words.append(word.replace("*", data.draw(st.sampled_from(["", "y", "ist", "s"]))))
    joins = [data.draw(st.sampled_from([" ", " ", " ", "-", "\n", ", ", "  "])) for _ in words]
    text = "".join(w + j for w, j in zip(words, joins, strict=True)).strip()
    change = data.draw(st.sampled_from([str, str.upper, str.title, str.capitalize]))
    return change(text)


GAPPED = [term for term in BARE.terms if any(GAP in forms for p in term.patterns for forms in p)]
LONG = [term for term in BARE.terms if any(len(p) > 1 for p in term.patterns)]
GLOBS = [t for t in BARE.terms if any("*" in form for p in t.patterns for f in p for form in f)]
KINDS = [kind for kind in (list(BARE.terms), LONG, GAPPED, GLOBS) if kind]


@given(st.data())
def test_hits_are_those_of_a_slow_reader(data: st.DataObject) -> None:
    kind = st.sampled_from(KINDS)
    terms = [
        data.draw(st.sampled_from(data.draw(kind))) for _ in range(data.draw(st.integers(1, 5)))
    ]
    pieces = []
    for term in terms:
        pieces.append(some_form(term, data))
        plain = st.sampled_from([" ", ". ", " the ", "-", " and ", "\n\n", "’s ", " “"])
        pieces.append(data.draw(plain | HOSTILE))
    texts = ["".join(pieces), "The end."]
    chosen = {id(term): term for term in terms}
    near = [t for t in BARE.terms if any(t.category == c.category for c in terms)][:150]
    lexicon = replace(BARE, terms=tuple({**chosen, **{id(t): t for t in near}}.values()))
    expected = [slow_hits(text, lexicon.terms) for text in texts]
    assert found_hits(WordIndex(texts), lexicon) == expected


@pytest.mark.real
def test_hits_in_real_texts_are_those_of_a_slow_reader() -> None:
    reader = SlowReader(BARE.terms)
    read = 0
    for path in sorted(Path(os.environ["FRAMING_DATA"]).glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            records = [json.loads(line) for line in file]
        texts = [value for record in records for value in record.values() if isinstance(value, str)]
        texts = [text for text in dict.fromkeys(texts) if " " in text]
        index = WordIndex(texts)
        found = found_hits(index, BARE)
        for number, text in enumerate(texts):
            words = slice(index.first[number], index.first[number + 1])
            places = zip(index.starts[words].tolist(), index.ends[words].tolist(), strict=True)
            assert list(places) == slow_words(text), (path.name, number)
            assert found[number] == reader.find(text), (path.name, number)
        read += sum(map(len, texts))
    assert read > 60_000_000


@given(st.data())
def test_an_article_has_the_same_hits_alone_and_among_others(data: st.DataObject) -> None:
    texts = [
        " ".join(
            some_form(data.draw(st.sampled_from(data.draw(st.sampled_from(KINDS)))), data)
            for _ in range(3)
        )
        for _ in range(3)
    ]
    index = WordIndex(texts)
    together: list[list[tuple[int, int, int, bool]]] = [[], [], []]
    for hit in find_hits(index, LOADED):
        number = int(index.text_of[hit.first])
        base = int(index.first[number])
        together[number].append((hit.term, hit.first - base, hit.last - base, hit.negated))
    for number, text in enumerate(texts):
        alone = [(h.term, h.first, h.last, h.negated) for h in find_hits(WordIndex([text]), LOADED)]
        assert together[number] == alone


# Cases.


RECKLESS = {"term": "reckless"}
CASES = [
    # Single words, at whatever marks, never inside a word.
    (RECKLESS, "‹Reckless›, “‹reckless›,” ‹RECKLESS›! A wreckless recklessness."),
    (RECKLESS, "the ‹reckless›’s and un-‹reckless› \u200b‹reckless›\u200b e\u0301"),
    ({"term": "fight"}, "The firefighters ‹fight› and fights went on."),
    ({"term": "puppet", "inflect": "n"}, "A ‹puppet› of ‹puppets›, the ‹puppet›’s puppetry."),
    ({"term": "slam", "inflect": "v"}, "He ‹slams›, ‹slammed› and is ‹slamming› the islam."),
    ({"term": "lead", "inflect": "v", "forms": "led"}, "He ‹led›, they ‹lead›, ‹LED› lights."),
    # British and American.
    ({"term": "demonise", "inflect": "v"}, "They ‹demonize› and ‹demonised› him."),
    ({"term": "dishonour"}, "A ‹dishonor›, a ‹dishonour›."),
    # Hyphens and apostrophes.
    ({"term": "so-called"}, "The ‹so-called›, ‹so called›, ‹so‑called› and ‹socalled› plan."),
    ({"term": "so called"}, "The ‹so-called› and ‹so called›, so, called plan."),
    ({"term": "no-one’s fool"}, "He is ‹no one's fool›, ‹no-one’s fool›."),
    ({"term": "don't care"}, "They ‹don’t care›, they do not care."),
    # Phrases: no mark and no paragraph stands between.
    ({"term": "cordon sanitaire"},
     "A ‹cordon sanitaire›, a cordon, sanitaire, a cordon. Sanitaire."),
    ({"term": "cordon sanitaire"},
     "A ‹cordon\nsanitaire›, a ‹cordon\u00a0 sanitaire›, a cordon\n\nsanitaire."),
    ({"term": "carry out", "inflect": "v"}, "He ‹carried out› what they ‹carry out›; carry outs."),
    ({"term": "death squad", "inflect": "n"}, "The ‹death squads› of deaths squad."),
    # Gaps of up to three words.
    ({"term": "bring _ to _ knees", "inflect": "v", "forms": "brought"},
     "It ‹brought the city to its knees› and ‹bring to knees› brought a b c d to its knees."),
    ({"term": "bring _ to _ knees", "inflect": "v"}, "They ‹bring close to home to their knees›."),
    ({"term": "bring _ to _ knees"}, "They ‹bring bring him to its knees›."),
    ({"term": "hold _ hostage"}, "To ‹hold the town hostage›. To hold it. A hostage."),
    # Globs.
    ({"term": "militar*"}, "‹Military›, ‹militarist›, paramilitary, ‹militar›."),
    ({"term": "mil*ant"}, "‹militant› ‹milant› militants"),
    ({"term": "anti* regime"}, "‹antique regime›, ‹Anti regime›"),
    # Case.
    ({"term": "Polish", "case": "yes", "name": "allow"}, "The ‹Polish› polish, POLISH."),
    ({"term": "ISIS", "case": "yes"}, "‹ISIS› and Isis."),
    # A soft hyphen says where a line may break, and is no part of the spelling.
    (RECKLESS, "A ‹re\u00adckless› plan, a ‹reck\u00adless›-looking plan."),
    ({"term": "ISIS", "case": "yes"}, "‹IS\u00adIS› and Is\u00adis."),
]  # fmt: skip


@pytest.mark.parametrize(("row", "case"), CASES, ids=[case[:40] for _, case in CASES])
def test_a_term_is_found_where_it_is_marked(tmp_path: Path, row: dict[str, str], case: str) -> None:
    lexicon = book(tmp_path, {"category": "evaluation", **row})
    assert words_found(plain(case), lexicon) == case


def test_a_presupposition_survives_its_negation(tmp_path: Path) -> None:
    lexicon = book(tmp_path, {"term": "revealed", "category": "factive"})
    assert not find_hits(WordIndex(["He had not revealed it."]), lexicon).negated.any()


def test_the_longest_wins_within_a_category_and_not_between(tmp_path: Path) -> None:
    rows = [("war", "label"), ("war crime", "label"), ("civil war crime", "evaluation")]
    lexicon = book(tmp_path, *({"term": term, "category": name} for term, name in rows))
    index = WordIndex(["A civil war crime and a war."])
    found = [(lexicon.terms[h.term].term, h.first, h.last) for h in find_hits(index, lexicon)]
    assert found == [("civil war crime", 1, 3), ("war crime", 2, 3), ("war", 6, 6)]


def test_of_two_that_overlap_the_left_one_counts(tmp_path: Path) -> None:
    rows = [{"term": term, "category": "label"} for term in ("b c", "a b", "c d")]
    assert words_found("a b c d", book(tmp_path, *rows)) == "‹a b› ‹c d›"


def test_a_longer_one_counts_even_when_it_begins_later(tmp_path: Path) -> None:
    rows = [{"term": term, "category": "label"} for term in ("a b", "b c d")]
    assert words_found("a b c d", book(tmp_path, *rows)) == "a ‹b c d›"


def test_the_head_is_the_verb_or_the_last_word(tmp_path: Path) -> None:
    lexicon = book(
        tmp_path,
        {"term": "carry _ out", "category": "x", "inflect": "v"},
        {"term": "death squad", "category": "y", "inflect": "n"},
    )
    index = WordIndex(["They carry it out with death squads."])
    assert [index.folded[index.ids[h.head]] for h in find_hits(index, lexicon)] == [
        "carry",
        "squads",
    ]


def test_no_terms_and_no_words_are_no_hits(tmp_path: Path) -> None:
    lexicon = book(tmp_path, {"term": "reckless", "category": "evaluation"})
    assert len(find_hits(WordIndex([]), lexicon)) == 0
    assert len(find_hits(WordIndex(["", "—"]), lexicon)) == 0
    assert len(find_hits(WordIndex(["The plan."]), lexicon)) == 0
