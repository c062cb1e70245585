"""A codebook to begin with."""

from __future__ import annotations

from pathlib import Path

from framing.errors import LexiconError
from framing.tables import replacing

__all__ = ["start_lexicon"]

_TOML = """\
# What each category means. Open terms.csv in a spreadsheet for the words.
name = "{name}"
version = "0.1"
language = "en"
licence = "CC-BY-4.0"
citation = "who made it, and what it is for"

[category.my_category]
index = "loaded"
definition = "What a hit is evidence of, in one sentence a coder could work with."
how_to_tell = "The question to ask of a word in its sentence."
sources = ["Author Year, title"]
failure_modes = ["where the list will be wrong"]
# In examples every hit is marked; counterexamples hold none.
examples = ["The mayor’s ‹reckless› plan was dropped."]
counterexamples = ["The driver was charged with reckless driving."]
"""
_TERMS = """\
term,category,inflect,polarity,block_next,note
reckless,my_category,,-1,driving|endangerment,blocked before words that make it a term of law
puppet,my_category,n,-1,show*|theatre,n: its plural is found too
bungle,my_category,v,-1,,v: all forms of the verb
so-called,my_category,,0,,found with a blank for the hyphen too
"""


def start_lexicon(folder: str | Path) -> Path:
    """Write a small codebook to change: `lexicon.toml` and `terms.csv`.

    Parameters
    ----------
    folder : str or path
        Is made; its name becomes the codebook's.

    Returns
    -------
    Path

    Raises
    ------
    LexiconError
        If one of the files is there already: nothing is written over.

    Examples
    --------
    >>> import tempfile
    >>> from framing import read_lexicon
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(read_lexicon(start_lexicon(Path(folder) / "mine")))
    4
    """
    folder = Path(folder)
    texts = {"lexicon.toml": _TOML.format(name=folder.name), "terms.csv": _TERMS}
    for name in texts:
        if (folder / name).exists():
            raise LexiconError(
                f"start_lexicon: {folder / name}: there is a file already, which is left as it is; "
                "nothing was written; name another folder"
            )
    for name, text in texts.items():
        with replacing(folder / name) as file:
            file.write(text.encode("utf-8"))
    return folder
