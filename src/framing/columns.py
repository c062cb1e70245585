"""The tokens that tables use, and what belongs to which estimand, index and unit."""

from __future__ import annotations

__all__ = [
    "DEVICES",
    "ESTIMANDS",
    "FIELDS",
    "INDICES",
    "KINDS",
    "KIND_VOICE",
    "RECEIPT_COLUMNS",
    "SCHEMA",
    "SECTIONS",
    "SECTION_GROUPS",
    "SOURCE_TYPES",
    "STANCES",
    "UNITS",
    "VOICES",
    "base_category",
    "unit_of",
]

SCHEMA = 1
"""The number written into every file of tables."""

VOICES = ("outlet", "quoted", "reported", "distanced", "unsure")
FIELDS = ("title", "text")
SECTIONS = ("headline", "lede", "body", "caption", "teaser", "boilerplate")
KINDS = (
    "direct",
    "partial",
    "indirect",
    "mental",
    "decree",
    "concession",
    "scare",
    "unsure",
)
SOURCE_TYPES = (
    "named_person",
    "office",
    "organisation",
    "medium",
    "document",
    "collective",
    "anonymous",
    "none",
)
STANCES = ("neutral", "endorsing", "distancing", "hostile")
RECEIPT_COLUMNS = ("source", "row", "doc_id", "rule", "action", "reason")

KIND_VOICE = {
    "direct": "quoted",
    "partial": "quoted",
    "indirect": "reported",
    "mental": "reported",
    "decree": "reported",
    "concession": "distanced",
    "scare": "distanced",
    "unsure": "unsure",
}
"""The voice in which the words of each kind of attribution are heard."""

ESTIMANDS = {
    "own": ("outlet",),
    "wording": ("outlet", "reported", "distanced"),
    "all": VOICES,
}
"""Estimand -> the voices whose hits and exposure it adds up."""

SECTION_GROUPS = {"headline": "headline", "lede": "body", "body": "body"}
"""Scored sections -> the group they are scored in; the others are counted, not scored."""

DEVICES = ("concession", "so_called", "scare")
"""Categories that are an act of whoever distances, not of whoever is held at arm's length."""

INDICES = {
    "loaded": (
        "evaluation",
        "label",
        "euphemism",
        "dysphemism",
        "metaphor",
        "intensifier",
    ),
    "epistemic": ("hedge", "factive", "implicative", "generalisation", "stance"),
    "structural": ("naming", "agent_deletion", *DEVICES),
}
"""Index -> the base categories it counts. They are never added up to one number."""

UNITS = ("words", "attributions", "alternatives", "harm_mentions", "headlines", "uses")
"""What an exposure counts."""

_UNITS = {
    "stance": "attributions",
    "naming": "alternatives",
    "agent_deletion": "harm_mentions",
    # Made of other tables than the evidence: types of source, and the voices of uses.
    "source": "attributions",
    "use": "uses",
}


def base_category(category: str) -> str:
    """Return what stands before the colon.

    Examples
    --------
    >>> base_category("naming:war/invasion"), base_category("hedge")
    ('naming', 'hedge')
    """
    return category.partition(":")[0]


def unit_of(category: str) -> str:
    """Return the unit of a category's exposure.

    Examples
    --------
    >>> unit_of("evaluation"), unit_of("naming:war/invasion"), unit_of("stance:hostile")
    ('words', 'alternatives', 'attributions')
    """
    return _UNITS.get(base_category(category), "words")
