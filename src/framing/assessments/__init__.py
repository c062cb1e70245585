"""How loaded a sentence is: words weighed in their sentence, then the sentence."""

from framing.assessments.doors import (
    ASSESSED_COLUMNS,
    SHARE_COLUMNS,
    assess,
    estimate_shares,
    find_learned,
)

__all__ = ["ASSESSED_COLUMNS", "SHARE_COLUMNS", "assess", "estimate_shares", "find_learned"]
