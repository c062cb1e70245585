"""The columns of the code are those of the page that explains them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from framing.assessments import ASSESSED_COLUMNS
from framing.assessments import SHARE_COLUMNS as ASSESSED_SHARE_COLUMNS
from framing.attributions import ATTRIBUTION_COLUMNS
from framing.bundles import VERIFIED_COLUMNS
from framing.cleaning import EFFECT_COLUMNS
from framing.coding.agreements import AGREEMENT_COLUMNS
from framing.coding.disagreements import DISAGREEMENT_COLUMNS
from framing.coding.items import ITEM_COLUMNS, ITEM_SCORE_COLUMNS
from framing.coding.plans import PLAN_COLUMNS
from framing.coding.samples import SAMPLE_COLUMNS
from framing.coding.sheets import CODING_COLUMNS
from framing.coding.verifications import VERIFICATION_COLUMNS
from framing.columns import (
    DEVICES,
    ESTIMANDS,
    INDICES,
    KIND_VOICE,
    KINDS,
    RECEIPT_COLUMNS,
    SCHEMA,
    SECTION_GROUPS,
    SECTIONS,
    SOURCE_TYPES,
    STANCES,
    VOICES,
    base_category,
    unit_of,
)
from framing.contrasts import (
    CONTRAST_COLUMNS,
    DECOMPOSITION_COLUMNS,
    POWER_COLUMNS,
    TREND_COLUMNS,
)
from framing.corpus import ARTICLE_COLUMNS
from framing.counts import COUNT_COLUMNS
from framing.duplicates import DUPLICATE_COLUMNS, OVERLAP_COLUMNS, WIRE_COLUMNS
from framing.events import EVENT_COLUMNS
from framing.evidence import EVIDENCE_COLUMNS
from framing.floors.absences import ABSENCE_COLUMNS
from framing.floors.callings import CALLING_COLUMNS
from framing.floors.introductions import STANCE_COLUMNS
from framing.floors.tallies import SHARE_COLUMNS
from framing.frames.curves import LEARNING_COLUMNS, RISK_COLUMNS
from framing.frames.explanations import EXPLANATION_COLUMNS
from framing.frames.findings import FRAME_COLUMNS
from framing.frames.shares import FRAME_SHARE_COLUMNS
from framing.keywords import KEYNESS_COLUMNS
from framing.lexicon import read_lexicon
from framing.namings import NAME_COLUMNS
from framing.roles.castings import ROLE_COLUMNS
from framing.roles.counts import ROLE_COUNT_COLUMNS
from framing.scores import SCORE_COLUMNS
from framing.segments import CARRIED_COLUMNS, SEGMENT_COLUMNS
from framing.sensitivity import ALTERNATIVE_COLUMNS
from framing.units import SENTENCE_COLUMNS
from framing.validations.corrections import CORRECTION_COLUMNS
from framing.validations.measures import VALIDATION_COLUMNS
from framing.workbench.lints import LINT_COLUMNS
from framing.workbench.suggestions import SUGGESTION_COLUMNS


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "tables.md").read_text(encoding="utf-8")


def listed(page: str, table: str) -> dict[str, str]:
    part = re.search(rf"^## {table}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert part is not None, f"docs/tables.md has no heading {table}"
    body = part.group(1).split("|---|---|---|\n", 1)[1].split("\n\n", 1)[0]
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| (.+) \|$", body, re.MULTILINE)
    assert len(rows) == len(body.splitlines()), "a row of another form"
    return dict(rows)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("articles", ARTICLE_COLUMNS),
        ("receipt", RECEIPT_COLUMNS),
        ("attributions", ATTRIBUTION_COLUMNS),
        ("segments", (*SEGMENT_COLUMNS, "date", *CARRIED_COLUMNS)),
        ("evidence", EVIDENCE_COLUMNS),
        ("scores", SCORE_COLUMNS),
        ("counts", COUNT_COLUMNS),
        ("contrasts", CONTRAST_COLUMNS),
        ("sources", SHARE_COLUMNS),
        ("stances", STANCE_COLUMNS),
        ("absences", ABSENCE_COLUMNS),
        ("callings", CALLING_COLUMNS),
        ("roles", ROLE_COLUMNS),
        ("role counts", ROLE_COUNT_COLUMNS),
        ("assessed sentences", ASSESSED_COLUMNS),
        ("shares", ASSESSED_SHARE_COLUMNS),
        ("names", NAME_COLUMNS),
        ("events", EVENT_COLUMNS),
        ("keyness", KEYNESS_COLUMNS),
        ("effects of cleaning", EFFECT_COLUMNS),
        ("overlaps", OVERLAP_COLUMNS),
        ("duplicates", DUPLICATE_COLUMNS),
        ("wire copy", WIRE_COLUMNS),
        ("decompositions", DECOMPOSITION_COLUMNS),
        ("trends", TREND_COLUMNS),
        ("powers", POWER_COLUMNS),
        ("alternatives", ALTERNATIVE_COLUMNS),
        ("remarks", LINT_COLUMNS),
        ("suggestions", SUGGESTION_COLUMNS),
        ("sentences", SENTENCE_COLUMNS),
        ("frames", FRAME_COLUMNS),
        ("shares of frames", FRAME_SHARE_COLUMNS),
        ("explanations", EXPLANATION_COLUMNS),
        ("risks", RISK_COLUMNS),
        ("learning", LEARNING_COLUMNS),
        ("item scores", ITEM_SCORE_COLUMNS),
        ("items", ITEM_COLUMNS),
        ("sample", SAMPLE_COLUMNS),
        ("sample plan", PLAN_COLUMNS),
        ("codings", CODING_COLUMNS),
        ("agreement", AGREEMENT_COLUMNS),
        ("disagreements", DISAGREEMENT_COLUMNS),
        ("precision", VERIFICATION_COLUMNS),
        ("validation", VALIDATION_COLUMNS),
        ("corrections", CORRECTION_COLUMNS),
        ("verified", VERIFIED_COLUMNS),
    ],
)
def test_the_page_lists_the_columns_of_a_table(
    page: str, table: str, columns: tuple[str, ...]
) -> None:
    assert tuple(listed(page, table)) == tuple(columns)


def test_the_page_lists_every_token(page: str) -> None:
    def tokens(table: str, column: str) -> tuple[str, ...]:
        return tuple(re.findall(r"`([^`]+)`", listed(page, table)[column]))

    assert tokens("attributions", "kind") == KINDS
    assert tokens("attributions", "source_type") == SOURCE_TYPES
    assert tokens("attributions", "stance") == STANCES
    assert tokens("segments", "voice") == VOICES
    assert tokens("segments", "section") == SECTIONS
    assert set(tokens("scores", "section")) == set(SECTION_GROUPS.values())
    assert tokens("contrasts", "estimand") == (*ESTIMANDS, "voice")
    assert f"number of this schema, {SCHEMA}:" in page


def test_every_kind_is_heard_in_a_voice() -> None:
    assert tuple(KIND_VOICE) == KINDS
    assert set(KIND_VOICE.values()) < set(VOICES)


def test_estimands_nest_and_indices_do_not_overlap() -> None:
    own, wording, every = (set(ESTIMANDS[name]) for name in ("own", "wording", "all"))
    assert own < wording < every == set(VOICES)
    members = [name for index in INDICES.values() for name in index]
    assert len(members) == len(set(members))
    assert set(DEVICES) <= set(INDICES["structural"])


def test_every_category_of_the_codebook_is_in_its_index() -> None:
    for name, category in read_lexicon("loaded").categories.items():
        index = next((index for index, members in INDICES.items() if name in members), "")
        if name != "harm_mention":
            assert category.index == index, name


def test_units() -> None:
    assert unit_of("agent_deletion") == "harm_mentions"
    assert {unit_of(name) for name in read_lexicon("frames").evidence_categories} == {"words"}
    assert unit_of("index:structural") == "words"
    assert base_category("hedge") == "hedge"
