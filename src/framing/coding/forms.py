"""Coding forms: what a coder is asked, what may be answered, and how to tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from math import isfinite
from pathlib import Path
from typing import Any

from framing.errors import CodingError, unknown_name
from framing.lexicon import Category, Lexicon

__all__ = ["LEVELS", "Form", "Value", "Variable", "make_form", "read_form"]

LEVELS = ("nominal", "ordinal", "interval", "ratio")
"""What differences between two values mean (Stevens 1946)."""

ASKS = ("hit", "category", "spans")
OTHER = "none"
"""The answer that no category fits."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TAKEN = ("unit_id", "coder", "before", "text", "after", "note", "start", "end", "value")
_VARIABLE = {"question", "level", "values", "low", "high", "spans"}
_VALUE = {"code", "meaning", "examples", "counterexamples"}
_FORM = {"name", "instructions", "shows", "variable"}


@dataclass(frozen=True)
class Value:
    """An answer: the code a coder writes, what it means, and sentences in which ‹so› is marked."""

    code: str
    meaning: str = ""
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Variable:
    """One question of a form.

    Attributes
    ----------
    name : str
        Lower-case letters, digits and underscores; the column of a sheet.
    question : str
        What the coder is asked.
    values : tuple of Value
        The answers, in their order where the level is ordinal; none for a number.
    level : str
        ``nominal``, ``ordinal``, ``interval`` or ``ratio``.
    spans : bool
        Whether coders mark stretches of the text and give each a value.
    low, high : float, optional
        Bounds of a number.
    """

    name: str
    question: str = ""
    values: tuple[Value, ...] = ()
    level: str = "nominal"
    spans: bool = False
    low: float | None = None
    high: float | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the answers, in their order."""
        return tuple(value.code for value in self.values)


@dataclass(frozen=True)
class Form:
    """What coders are asked about every unit: `make_form` and `read_form` make it.

    Attributes
    ----------
    name : str
    variables : tuple of Variable
    instructions : str
        What coders read first.
    guide : tuple of Value
        Further definitions they need, such as those of the categories a hit is held against.
    shows : tuple of str
        Columns of the sample that the coder sees beside the text. All others stay hidden.
    """

    name: str
    variables: tuple[Variable, ...]
    instructions: str = ""
    guide: tuple[Value, ...] = ()
    shows: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check(self)

    def __getitem__(self, name: str) -> Variable:
        """Return a variable by its name."""
        for variable in self.variables:
            if variable.name == name:
                return variable
        known = [variable.name for variable in self.variables]
        raise CodingError(unknown_name(f"form {self.name!r}", "variable", name, known))


def make_form(lexicon: Lexicon, *, ask: str = "hit") -> Form:
    """Make the form that asks coders about a codebook's categories.

    Parameters
    ----------
    lexicon : Lexicon
        The codebook; its definitions and examples become the instructions.
    ask : str
        ``"hit"``: is the marked expression what the codebook says it is (the category is shown)?
        ``"category"``: which category is it, if any (blind)? ``"spans"``: mark every expression
        in the text and give each its category (blind).

    Returns
    -------
    Form

    Raises
    ------
    CodingError
        If `ask` is unknown.

    Examples
    --------
    >>> from framing import read_lexicon
    >>> form = make_form(read_lexicon("loaded"), ask="hit")
    >>> form.variables[0].codes
    ('yes', 'no', 'unsure')
    """
    if ask not in ASKS:
        raise CodingError(unknown_name("make_form", "question", ask, ASKS))
    values = tuple(_defined(lexicon.categories[name]) for name in lexicon.categories)
    named = f"the codebook {lexicon.name} {lexicon.version}".rstrip()
    if ask == "hit":
        answers = (
            Value("yes", "It is an instance of the category shown, in this place."),
            Value("no", "It is not: another sense, a name, a term of its field, another category."),
            Value("unsure", "You cannot tell from what is shown. It counts as neither."),
        )
        question = "Is the marked expression, here, an instance of the category?"
        return Form(
            name="hit",
            variables=(Variable("hit", question, answers),),
            instructions=f"Judge each marked expression by {named}. Judge the place, not the word "
            "alone, and not whether what is said is true. Whose words they are does not matter.",
            guide=values,
            shows=("category",),
        )
    other = Value(OTHER, "No category fits.")
    if ask == "category":
        question = "Which category is the marked expression, here, an instance of?"
        return Form(
            name="category",
            variables=(Variable("category", question, (*values, other)),),
            instructions=f"Sort each marked expression by {named}. If several categories fit, take "
            "the one whose definition fits best; if none does, write none.",
        )
    return Form(
        name="spans",
        variables=(
            Variable("spans", "Mark every expression of these categories.", values, spans=True),
        ),
        instructions=f"Mark every expression that {named} defines, whoever says it, and only the "
        "words that carry it. Stretches of one category do not overlap. A text may hold none.",
    )


def _defined(category: Category) -> Value:
    meaning = " ".join(part for part in (category.definition, category.how_to_tell) if part)
    return Value(category.name, meaning, category.examples, category.counterexamples)


def read_form(source: str | Path) -> Form:
    """Read a coding form.

    Parameters
    ----------
    source : str or path
        The name of a form that comes with the package, or a TOML file: `name`, `instructions`,
        `shows` and, per question, ``[variable.NAME]`` with `question`, `level`, `values` (codes,
        or tables with `code`, `meaning`, `examples`, `counterexamples`), `low`, `high`, `spans`.

    Returns
    -------
    Form

    Raises
    ------
    CodingError
        If the file is no form; the message names the place.

    Examples
    --------
    >>> read_form("voice").variables[0].codes
    ('outlet', 'quoted', 'reported', 'distanced', 'unsure')
    """
    shipped = sorted(item.name.removesuffix(".toml") for item in _folder().iterdir())
    if isinstance(source, str) and source in shipped:
        where, content = source, (_folder() / f"{source}.toml").read_bytes()
    elif Path(source).is_file():
        where, content = str(source), Path(source).read_bytes()
    else:
        raise CodingError(unknown_name("read_form", "form or path", source, shipped))
    try:
        head: dict[str, Any] = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise CodingError(
            f"{where}: this is not TOML ({fault}); a form is a TOML file with one [variable.NAME] "
            "per question; mend the file"
        ) from fault
    _known(where, head, _FORM)
    questions = head.get("variable")
    if not isinstance(questions, dict) or not all(isinstance(q, dict) for q in questions.values()):
        raise CodingError(
            f"{where}: there is no [variable.NAME]; a form asks one question or more; add one"
        )
    return Form(
        name=_text(where, head, "name") or Path(where).stem,
        variables=tuple(_variable(f"{where}, [variable.{n}]", n, q) for n, q in questions.items()),
        instructions=_text(where, head, "instructions"),
        shows=_texts(where, head, "shows"),
    )


def _folder() -> Any:
    return resources.files("framing") / "coding" / "shipped"


def _variable(where: str, name: str, item: Mapping[str, Any]) -> Variable:
    _known(where, item, _VARIABLE)
    values = item.get("values", [])
    if not isinstance(values, list):
        raise CodingError(
            f"{where}: values is {values!r}; it is a list of codes or of tables with a code; "
            'write for instance values = ["yes", "no"]'
        )
    return Variable(
        name=name,
        question=_text(where, item, "question"),
        values=tuple(_value(f"{where}, value {n}", v) for n, v in enumerate(values, 1)),
        level=_text(where, item, "level") or "nominal",
        spans=bool(item.get("spans", False)),
        low=_number(where, item, "low"),
        high=_number(where, item, "high"),
    )


def _value(where: str, item: object) -> Value:
    if isinstance(item, str | int) and not isinstance(item, bool):
        return Value(str(item))
    if not isinstance(item, dict) or "code" not in item:
        raise CodingError(
            f"{where}: {item!r} has no code; a value is a code, or a table with a code and its "
            'meaning; write for instance { code = "yes", meaning = "..." }'
        )
    _known(where, item, _VALUE)
    return Value(
        str(item["code"]),
        _text(where, item, "meaning"),
        _texts(where, item, "examples"),
        _texts(where, item, "counterexamples"),
    )


def _known(where: str, item: Mapping[str, Any], known: set[str]) -> None:
    for key in item:
        if key not in known:
            raise CodingError(unknown_name(where, "key", key, sorted(known)))


def _text(where: str, item: Mapping[str, Any], key: str) -> str:
    value = item.get(key, "")
    if not isinstance(value, str):
        raise CodingError(f"{where}: {key} is {value!r}; it is a text; write it in quotation marks")
    return value.strip()


def _texts(where: str, item: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = item.get(key, [])
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise CodingError(
            f"{where}: {key} is {value!r}; it is a list of texts; write it in square brackets"
        )
    return tuple(value)


def _number(where: str, item: Mapping[str, Any], key: str) -> float | None:
    value = item.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise CodingError(f"{where}: {key} is {value!r}; it is a number; write it without marks")
    return float(value)


def _check(form: Form) -> None:
    where = f"form {form.name!r}"
    if not form.variables:
        raise CodingError(f"{where}: it asks nothing; a form has one variable or more; add one")
    names = [variable.name for variable in form.variables]
    for name in _twice(names):
        raise CodingError(f"{where}: there are two variables {name!r}; name one of them otherwise")
    for variable in form.variables:
        _check_variable(f"{where}, variable {variable.name!r}", variable)


def _check_variable(where: str, variable: Variable) -> None:
    if not _NAME.fullmatch(variable.name) or variable.name in _TAKEN:
        raise CodingError(
            f"{where}: this name cannot head a column; a name is made of lower-case letters, "
            f"digits and underscores and is none of {', '.join(_TAKEN)}; choose another"
        )
    if variable.level not in LEVELS:
        raise CodingError(unknown_name(where, "level", variable.level, LEVELS))
    codes = [code_key(code) for code in variable.codes]
    for code in variable.codes:
        if not code.strip() or code != code.strip() or not code.isprintable():
            raise CodingError(
                f"{where}: {code!r} cannot be a code; a code is a word or number on one line, "
                "without blanks around it; write it so"
            )
    for code in _twice(codes):
        raise CodingError(
            f"{where}: two codes read {code!r} when capitals and blanks do not count; "
            "a coder cannot tell them apart; change one"
        )
    if not codes and variable.level in ("nominal", "ordinal"):
        raise CodingError(
            f"{where}: it has no values; a {variable.level} variable lists its answers; add "
            "values, or make it interval or ratio for a number"
        )
    if variable.spans and (not codes or variable.level != "nominal"):
        raise CodingError(
            f"{where}: marked stretches have nominal values; it is {variable.level} with "
            f"{len(codes)} values; list the labels coders may give"
        )
    if codes and variable.level in ("interval", "ratio"):
        for code in variable.codes:
            if not _is_number(code):
                raise CodingError(
                    f"{where}: {code!r} is no number; the values of a variable of level "
                    f"{variable.level} are numbers; make it ordinal or nominal"
                )


def code_key(code: str) -> str:
    """Return what two spellings of one code have in common.

    Examples
    --------
    >>> code_key("  Not Sure ")
    'not sure'
    """
    return " ".join(code.split()).casefold()


def _is_number(code: str) -> bool:
    try:
        return isfinite(float(code))
    except ValueError:
        return False


def _twice(names: Sequence[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)
