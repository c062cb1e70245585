"""What cue words introduce: ``{source} [cue] ‹content›`` in the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.clauses import find_clauses
from framing.devices import find_devices
from framing.labels import find_labels, label_behind
from framing.phrases import clause_end, object_end, phrase_end, phrase_left, source_left
from framing.statements import THRESHOLD
from framing.tags import Tagger, tag_type
from framing.words import WordIndex

MARKS = re.compile(r"[{}\[\]‹›]")

CASES = {
    "that": "{Mara Dolen} [said] ‹that the bridge was closed›.",
    "no that": "{Mara Dolen} [said] ‹the bridge was closed›.",
    "time between": "{Mara Dolen} [said] on Monday ‹that the bridge was closed›.",
    "told somebody": "{Mara Dolen} [told] reporters ‹that the bridge was closed›.",
    "told somebody, no that": "{Mara Dolen} [told] the Gazette ‹the bridge was closed›.",
    "question": "{Mara Dolen} [asked] ‹whether the bridge was closed›.",
    "participle": "She left, [saying] ‹that the bridge was closed›.",
    "relative clause": "{Mara Dolen, who left early}, [said] ‹that the bridge was closed›.",
    "relative pronoun": "The plan, ‹which› {critics} [say] ‹is reckless›, failed on Monday.",
    "relative, resumed": "The plan, ‹which› {the mill} [said] ‹will cost little›, is cheap.",
    "relative, no comma": "They met the clerk ‹who› {the mill} [believes] ‹was to blame›.",
    "free relative": "They did ‹what› {the ministry} [says] ‹is needed›.",
    "apposition": "{Mara Dolen, the transport minister}, [said] ‹the bridge was closed›.",
    "adjunct first": "On Monday {Mara Dolen} [said] ‹that the bridge was closed›.",
    "auxiliaries": "{Mara Dolen} [has repeatedly said] ‹that the bridge was closed›.",
    "passive": "It [was reported] ‹that the bridge was closed›.",
    "to": "{Mara Dolen} [promised] ‹to rebuild the bridge›.",
    "object": "{Mara Dolen} [called] ‹the bridge a danger›.",
    "called it": "{Mara Dolen} [called] ‹it a danger› on Monday.",
    "called it, no article": "{Critics} [have called] ‹it reckless›.",
    "calling it": "The ministers, [calling] ‹it an assault on the town›, walked out.",
    "called what may be summoned": "{Mara Dolen} [called] ‹the vote a farce›.",
    "preposition": "{Mara Dolen} [called for] ‹a new bridge›.",
    "particle": "{Mara Dolen} [pointed out] ‹that the bridge was closed›.",
    "noun": "They heard {Dolen}'s [claim] ‹that the bridge was closed›.",
    "inserted": "‹The bridge›, {she} [said], ‹was closed on Monday›.",
    "behind": "‹The bridge was closed on Monday›, {the ministry} [said].",
    "inverted": "‹The bridge was closed on Monday›, [said] {Mara Dolen}.",
    "according first": "[According to] {the ministry}, ‹the bridge was closed›.",
    "according behind": "‹The bridge was closed›, [according to] {the ministry}.",
    "order": "{The court} [ordered] ‹the mill to close›.",
    "some say": "{Some} [say] ‹that the bridge was closed›.",
    "this suggests": "{This} [suggests] ‹that the bridge was closed›.",
}


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_the_likeliest_clause(marked: str) -> None:
    text = MARKS.sub("", marked)
    tagger = Tagger(WordIndex([text]))
    reading = tagger.read(0)
    best = max(find_clauses(reading, tagger), key=lambda clause: clause.confidence)
    shown = list(text)
    places = [(best.source, "{}"), (best.cue, "[]"), *((part, "‹›") for part in best.content)]
    if "{" not in marked:
        places = places[1:]
    for (a, b), (opening, closing) in places:
        if b > a:
            shown[reading.starts[a]] = opening + shown[reading.starts[a]]
            shown[reading.ends[b - 1] - 1] += closing
    assert "".join(shown) == marked


NO_CUES = [
    "No group claimed responsibility for the blast.",
    "They waited at the baggage claim.",
    "Troops attacked the village at dawn.",
    "The troops left the said zone.",
    "He reported to the barracks.",
    "The state visit ended.",
    "They maintained control of the hill.",
    "She called it a day.",
    "She called it quits.",
    "She called it off.",
    "She called it every night.",
    "They called the police a second time.",
    "They called 911 three times.",
    "The court called a witness.",
    "Call it a fetish.",
]


@pytest.mark.parametrize("text", NO_CUES)
def test_words_in_another_sense_are_no_cues(text: str) -> None:
    tagger = Tagger(WordIndex([text]))
    clauses = find_clauses(tagger.read(0), tagger)
    assert [c.word.lemma for c in clauses if c.confidence >= THRESHOLD] == []


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("They fired into ‹what the League considers its own land›.", "concession"),
        ("It was ‹what critics call “a shameful trade”›, again.", "concession"),
        ("The shift – ‹which some have described as a new age› – came.", "concession"),
        ("They met the so-called ‹republic› on Monday.", "scare"),
        ("They met the so called ‹“people’s guard”› there.", "scare"),
        ("That is what she considers every morning.", ""),
        ("What she said was true.", ""),
        ("He asked which of them considers it.", ""),
    ],
)
def test_devices(marked: str, kind: str) -> None:
    text = MARKS.sub("", marked)
    tagger = Tagger(WordIndex([text]))
    reading = tagger.read(0)
    found = [
        (d.kind, text[reading.starts[d.content[0]] : reading.ends[d.content[1] - 1]])
        for d in find_devices(reading, tagger)
    ]
    wanted = re.findall("‹(.*?)›", marked)
    assert found == [(kind, words) for words in wanted]


@pytest.mark.parametrize(
    ("word", "tags"),
    [
        ("said", ("V", "V")), ("Said", ("N", "V")), ("US", ("N", "o")), ("May", ("y", "m")),
        ("may", ("m", "m")), ("allegations", ("K", "K")), ("Brel", ("N", "N")),
        ("quickly", ("r", "r")), ("12", ("n", "n")), ("settled", ("e", "e")),
    ],
)  # fmt: skip
def test_tags_of_a_type(word: str, tags: tuple[str, str]) -> None:
    assert tag_type(word, word.lower()) == tags


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Mara Dolen’s aide said so.", "NN'xVs"),
        ("They met 10,000 men at 5:30.", "punnxinn"),
        ("A well-known plan – it failed.", "dxK-pe"),
        ("“We left,” she said.", "QpV"),
        ("She was “furious”.", "pv{x}"),
        ("The report says so.", "dKVs"),
        ("The people say so.", "dxBs"),
        ("Dolen Says Army Will Leave Brel Valley", "NVNmNNN"),
    ],
)
def test_readings(text: str, tags: str) -> None:
    assert Tagger(WordIndex([text])).read(0).tags == tags


def test_labels_need_a_headline_or_company() -> None:
    def labels(text: str, *, title: bool = False) -> int:
        return len(find_labels(Tagger(WordIndex([text])).read(0), title=title))

    assert labels("Minister: it failed", title=True) == 1
    assert labels("Video: it failed", title=True) == 0
    assert labels("Q: Why?\n\nA: Because.\n\nQ: And now?") == 3
    long = "It rained on the bridge. " * 9
    assert labels(f"{long}\n\nMinister: it failed.") == 0
    assert label_behind(Tagger(WordIndex(["It failed again: minister"])).read(0)) == (4, 5)
    assert label_behind(Tagger(WordIndex(["Video: it failed"])).read(0)) is None


letters = st.text(alphabet="dgpohwqavmzritfbn&csyNxejuVBGEKAQ{},;:?()-'", max_size=60)


@given(letters, st.integers(0, 60))
def test_phrases_stay_inside_any_string(s: str, k: int) -> None:
    k = min(k, len(s))
    for start, end in (phrase_left(s, k), source_left(s, k)):
        assert 0 <= start <= end <= k
    if k < len(s):
        assert k < phrase_end(s, k) <= len(s)
        assert k < clause_end(s, k) <= len(s)
        assert k < object_end(s, k) <= len(s)
