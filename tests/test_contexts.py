"""Words around a term: what must stand there, what must not, and which capitals make a name."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import book, plain, words_found

from framing.matching import find_hits
from framing.words import WordIndex

RECKLESS = {"term": "reckless"}
CASES = [
    # Names and titles.
    (RECKLESS, "She runs Reckless Records and the Daily Reckless, a ‹reckless› paper."),
    (RECKLESS, "‹Reckless› Karsk. The ‹Reckless› plan."),
    (RECKLESS, "‹Reckless› Mayor Slams Brutal Council Over Bridge Plan"),
    (RECKLESS, "THE ‹RECKLESS› MAYOR OF KARSK RESIGNED"),
    (RECKLESS, "Norrin’s ‹Reckless› War Drags On"),
    (RECKLESS, "A ‹Reckless› Regime Falls\n\nThe ‹reckless› regime fell."),
    (RECKLESS, "KU Backs ‹Reckless› Plan"),
    (RECKLESS, "Karsk Hit by ‹Reckless› Raid"),
    (RECKLESS, "Dunmere Vows ‹Reckless› War"),
    (RECKLESS, "It Was Utterly ‹Reckless›"),
    (RECKLESS, "Toma Revin Is ‹Reckless›"),
    (RECKLESS, "REVIN IS ‹RECKLESS›\n\nA ‹RECKLESS› MAN\n\nTHE ‹RECKLESS› PLAN WAS HERE"),
    (RECKLESS, "She cried: “This ‹RECKLESS› MAN MUST GO!” in front of the town hall."),
    (RECKLESS, "Storm-hit Karsk Rejects Mayor’s ‹Reckless›-looking Plan From 2019 and I Agree"),
    (RECKLESS, "Karsk Port Opens Again\nHe bought Reckless Records yesterday evening in town"),
    (RECKLESS, "He joined Reckless Records in Karsk."),
    (RECKLESS, "Mara Dolen of Reckless Records spoke.\n\nMayor Slams ‹Reckless› Plan"),
    (RECKLESS, "In Karsk the band The Reckless met Ana Dolen, Toma Revin and Mara Arlen of Brenn."),
    ({"term": "reckless", "name": "allow"}, "She runs ‹Reckless› Records."),
    # What stands next.
    ({"term": "reckless", "block_next": "driving|endangerment of life"},
     "‹reckless› plan, reckless driving, ‹reckless›, driving, reckless endangerment of life, "
     "‹reckless› endangerment, reckless-driving"),
    ({"term": "reckless", "block_next": "driv*"},
     "reckless driver, reckless driving, ‹reckless› dive"),
    ({"term": "zone", "block_prev": "demilitari*ed"},
     "the ‹zone›, a demilitarised zone, a demilitarized zone, a demilitarising ‹zone›"),
    ({"term": "regime", "block_prev": "training|change of"},
     "the ‹regime›, a training regime, a change of regime, a ‹regime› of training"),
    ({"term": "failed", "need_next": "<to-inf>"},
     "He ‹failed› to answer, a failed state, failed to."),
    ({"term": "revealed", "need_next": "<that>"},
     "He ‹revealed› that the mayor lied, ‹revealed› the mayor had lied, revealed the winner, "
     "revealed that."),
    ({"term": "the", "need_next": "<cap>"}, "‹the› West and the west"),
    ({"term": "wave", "need_next": "of migrants|of refugees"},
     "a ‹wave› of migrants, a wave of heat, a ‹wave› of refugees"),
    ({"term": "wave", "need_prev": "new"}, "a new ‹wave› and a wave"),
    # What stands near: eight words, in the same sentence.
    ({"term": "flood", "block_near": "rain*|river bank"},
     "The flood after days of rain. A ‹flood› of claims. Rains. The flood broke the river bank."),
    ({"term": "flood", "need_near": "migrant*"},
     "A ‹flood› of new migrants. A flood. Migrants. Migrants a b c d e f g h flood; "
     "migrants, a ‹flood›; a flood a b c d e f g h migrants."),
]  # fmt: skip


@pytest.mark.parametrize(("row", "case"), CASES, ids=[case[:40] for _, case in CASES])
def test_a_term_counts_where_its_context_lets_it(
    tmp_path: Path, row: dict[str, str], case: str
) -> None:
    lexicon = book(tmp_path, {"category": "evaluation", **row})
    assert words_found(plain(case), lexicon) == case


NEGATION = [
    ("His plan was not «reckless».", True),
    ("His plan wasn’t «reckless».", True),
    ("Nobody called the plan «reckless».", True),
    ("It was never a «reckless» plan.", True),
    ("It was without «reckless» haste.", True),
    ("It was neither new nor «reckless».", True),
    ("It was not only «reckless».", False),
    ("It was not new but «reckless».", False),
    ("It was not new, «reckless» though it was.", False),
    ("He did not come. «reckless» plan.", False),
    ("It was not, in the view of all, «reckless».", False),
    ("It was not in any way at all «reckless».", False),
    ("It was «reckless», not new.", False),
]


@pytest.mark.parametrize(("case", "negated"), NEGATION)
def test_negation_reaches_four_words_in_the_clause(
    tmp_path: Path, case: str, negated: bool
) -> None:
    lexicon = book(tmp_path, {"term": "reckless", "category": "evaluation"})
    text = case.replace("«", "").replace("»", "")
    hits = find_hits(WordIndex([text]), lexicon)
    assert [hit.negated for hit in hits] == [negated]
