"""Harm with and without its agent."""

from __future__ import annotations

import pytest
from cases import marked, plain

from framing import read_lexicon
from framing.harm import read_harm
from framing.matching import Reader, find_hits
from framing.words import WordIndex

LEXICON = read_lexicon("loaded")


def harms(text: str) -> tuple[str, list[bool]]:
    index = WordIndex([text])
    reader = Reader(index)
    spans, without = [], []
    for hit in find_hits(index, LEXICON, reader):
        term = LEXICON.terms[hit.term]
        if term.category == "agent_deletion":
            harm = read_harm(reader, hit, term.subtype)
            if harm is not None:
                spans.append((int(index.starts[harm.first]), int(index.ends[harm.last])))
                without.append(harm.agentless)
    return marked(text, spans), without


@pytest.mark.parametrize(
    ("case", "agentless"),
    [
        ("Forty people ‹were killed› on Monday.", True),
        ("Forty people ‹have been killed›.", True),
        ("Forty people ‹may have been killed› in Karsk.", True),
        ("Forty people ‹were reportedly killed› in Karsk.", True),
        ("Three villagers ‹got killed›.", True),
        ("Three villagers ‹are being killed› each day.", True),
        ("Four were there and 31 ‹killed› in the market.", True),
        ("Forty people ‹were killed› by Monday.", True),
        ("Forty people ‹were killed› by soldiers.", False),
        ("Forty people ‹were killed› in the market of Karsk by soldiers.", False),
        ("Soldiers ‹killed› forty people.", False),
        ("The soldiers have ‹killed› forty people.", False),
        ("The ‹killing› of two boys shocked Karsk.", True),
        ("Their ‹killing› of two boys shocked Karsk.", False),
        ("The ‹killing› of two boys by soldiers shocked Karsk.", False),
    ],
)
def test_harm_is_told_with_or_without_its_agent(case: str, agentless: bool) -> None:
    assert harms(plain(case)) == (case, [agentless])


@pytest.mark.parametrize(
    "text", ["He was born in Karsk.", "The talks failed.", "Two houses were built by soldiers."]
)
def test_what_is_no_harm_is_none(text: str) -> None:
    assert harms(text) == (text, [])
