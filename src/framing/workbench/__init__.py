"""The lexicon workbench: what is doubtful about a codebook, and what an entry does in a corpus."""

from framing.workbench.explanations import explain
from framing.workbench.lints import lint_lexicon
from framing.workbench.starters import start_lexicon
from framing.workbench.suggestions import suggest, write_accepted

__all__ = ["explain", "lint_lexicon", "start_lexicon", "suggest", "write_accepted"]
