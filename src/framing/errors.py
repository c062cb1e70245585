"""What can go wrong, one class per door.

Every message has the form *where: what is wrong; what there is instead; what to do*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from importlib import import_module
from types import ModuleType

__all__ = [
    "CodingError",
    "ComparisonError",
    "CorpusError",
    "DatasetError",
    "FramingError",
    "FramingWarning",
    "LexiconError",
    "MissingExtraError",
    "ModelError",
    "TableError",
    "import_extra",
    "require_columns",
    "unknown_name",
]


class FramingError(ValueError):
    """Any mistake in the input or the call that this package can name."""


class CorpusError(FramingError):
    """Articles that cannot be read as they stand."""


class LexiconError(FramingError):
    """A codebook that cannot be read as it stands."""


class TableError(FramingError):
    """A table that lacks what a verb needs."""


class ComparisonError(FramingError):
    """A comparison that cannot be made, or must not be made."""


class CodingError(FramingError):
    """A sample, coding form or sheet that cannot be used as it stands."""


class DatasetError(FramingError):
    """A public corpus that cannot be fetched, or is not what it should be."""


class ModelError(FramingError):
    """Texts, codings or a saved classifier that a model cannot use."""


class MissingExtraError(FramingError, ImportError):
    """An optional library that a call needs is not installed."""


class FramingWarning(UserWarning):
    """Doubtful input: counted and kept, never silently repaired."""


def require_columns(where: str, have: Iterable[object], need: Sequence[str]) -> None:
    """Raise a `TableError` that names the columns a table lacks.

    Parameters
    ----------
    where : str
        The verb that needs them.
    have : iterable
        The table's columns.
    need : sequence of str
        The columns that must be there.

    Raises
    ------
    TableError
        If one is missing.

    Examples
    --------
    >>> require_columns("score", ["doc_id"], ["doc_id", "voice"])
    Traceback (most recent call last):
    ...
    framing.errors.TableError: score: the table lacks the column 'voice'; it has doc_id; \
pass the table the verb before it returned
    """
    present = [str(name) for name in have]
    missing = [name for name in need if name not in present]
    if missing:
        names = ", ".join(repr(name) for name in missing)
        noun = "column" if len(missing) == 1 else "columns"
        raise TableError(
            f"{where}: the table lacks the {noun} {names}; it has "
            f"{', '.join(present) or 'no columns'}; pass the table the verb before it returned"
        )


def unknown_name(where: str, what: str, name: object, known: Iterable[object]) -> str:
    """Return the message for a name that is not among the known ones.

    Examples
    --------
    >>> unknown_name("compare", "estimand", "owm", ["own", "all"])
    "compare: there is no estimand 'owm'; there are own, all; did you mean 'own'?"
    """
    names = [str(item) for item in known]
    near = get_close_matches(str(name), names, n=1)
    other = "choose one of these" if names else "leave it out"
    hint = f"did you mean {near[0]!r}?" if near else other
    shown = ", ".join(names[:30]) + (f" and {len(names) - 30} more" if len(names) > 30 else "")
    return f"{where}: there is no {what} {str(name)!r}; there are {shown or 'none'}; {hint}"


def import_extra(where: str, module: str, package: str, extra: str) -> ModuleType:
    """Return a library that belongs to an extra.

    Parameters
    ----------
    where : str
        The verb that needs it.
    module, package : str
        What is imported, and what is installed.
    extra : str
        The extra that brings it.

    Raises
    ------
    MissingExtraError
        If it is not installed.

    Examples
    --------
    >>> import_extra("read_coding", "no_such_module", "no-such-package", "coding")
    Traceback (most recent call last):
    ...
    framing.errors.MissingExtraError: read_coding: this needs no-such-package, which is not \
installed; there is no other way to do it; install the extra: pip install 'framing[coding]'
    """
    try:
        return import_module(module)
    except ImportError as fault:
        raise MissingExtraError(
            f"{where}: this needs {package}, which is not installed; there is no other way to do "
            f"it; install the extra: pip install 'framing[{extra}]'"
        ) from fault
