"""Names of answers where a tool has one list of labels for all questions."""

from __future__ import annotations

from collections.abc import Sequence

from framing.coding.forms import Form, Variable
from framing.errors import CodingError

__all__ = ["label_of", "place_label", "refuse_numbers"]


def label_of(variables: Sequence[Variable], name: str, code: str) -> str:
    """Return the label of an answer: the code, and the question where there are several.

    Examples
    --------
    >>> hit, sure = Variable("hit"), Variable("sure")
    >>> label_of([hit], "hit", "yes"), label_of([hit, sure], "hit", "yes")
    ('yes', 'hit: yes')
    """
    return code if len(variables) == 1 else f"{name}: {code}"


def place_label(variables: Sequence[Variable], label: str) -> tuple[str, str]:
    """Return the question and the code of a label; the question is empty where none fits.

    Examples
    --------
    >>> place_label([Variable("hit"), Variable("sure")], "sure: no")
    ('sure', 'no')
    """
    name, _, code = label.partition(": ")
    if code and any(variable.name == name for variable in variables):
        return name, code
    return (variables[0].name, label) if len(variables) == 1 else ("", label)


def refuse_numbers(tool: str, form: Form) -> None:
    """Raise where the form asks for a number and the tool has only labels.

    Raises
    ------
    CodingError
    """
    for variable in form.variables:
        if not variable.values:
            raise CodingError(
                f"write_sheet: form {form.name!r} asks for a number ({variable.name!r}); {tool} "
                "knows labels only; write CSV, XLSX or Label Studio's JSON, or list its values"
            )
