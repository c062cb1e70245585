"""Coding forms: made from a codebook, read from a file, refused where coders could not use them."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import says

from framing import Lexicon, read_lexicon
from framing.coding.forms import Form, Value, Variable, make_form, read_form
from framing.errors import CodingError

YES_NO = (Value("yes"), Value("no"))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_lexicon("loaded")


def form_of(folder: Path, text: str) -> Form:
    path = folder / "form.toml"
    path.write_text(text, encoding="utf-8")
    return read_form(path)


def test_the_form_for_hits_shows_the_category_and_its_definition(lexicon: Lexicon) -> None:
    form = make_form(lexicon, ask="hit")
    assert form.shows == ("category",)
    guide = {value.code: value for value in form.guide}
    assert guide["evaluation"].meaning.startswith("A word that judges")
    assert len(guide["evaluation"].examples) >= 10
    assert len(guide["evaluation"].counterexamples) >= 10


@pytest.mark.parametrize(("ask", "spans"), [("category", False), ("spans", True)])
def test_blind_forms_show_nothing_and_offer_every_category(
    lexicon: Lexicon, ask: str, spans: bool
) -> None:
    form = make_form(lexicon, ask=ask)
    variable = form[ask]
    assert form.shows == ()
    assert variable.spans is spans
    assert set(lexicon.categories) <= set(variable.codes)
    assert ("none" in variable.codes) is not spans


def test_a_form_is_read_whole(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        """
        name = "frames"
        instructions = "Read the whole article."
        shows = ["title"]
        [variable.conflict]
        question = "Do two sides disagree?"
        values = [{ code = "yes", meaning = "They do.", examples = ["They ‹clashed›."] }, "no"]
        [variable.strength]
        level = "interval"
        low = 0
        high = 10
        [variable.grade]
        level = "ordinal"
        values = [1, 2, 3]
        """,
    )
    assert form.name == "frames"
    assert form.shows == ("title",)
    assert form["conflict"].values == (Value("yes", "They do.", ("They ‹clashed›.",)), Value("no"))
    assert (form["strength"].low, form["strength"].high) == (0.0, 10.0)
    assert form["grade"].codes == ("1", "2", "3")


def test_the_shipped_forms_are_forms_with_a_meaning_for_every_value() -> None:
    voice = read_form("voice")["voice"]
    assert all(value.meaning for value in voice.values)


Q = '[variable.q]\nvalues = ["a"]\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "name = ",
            "{path}: this is not TOML (…); a form is a TOML file with one [variable.NAME] per "
            "question; mend the file",
        ),
        (
            'name = "x"',
            "{path}: there is no [variable.NAME]; a form asks one question or more; add one",
        ),
        (
            "instruction = 'Read.'\n" + Q,
            "{path}: there is no key 'instruction'; there are instructions, name, shows, "
            "variable; did you mean 'instructions'?",
        ),
        (
            "[variable.q]\nvalues = 'yes'",
            "{path}, [variable.q]: values is 'yes'; it is a list of codes or of tables with a "
            'code; write for instance values = ["yes", "no"]',
        ),
        (
            "[variable.q]\nvalues = [{ meaning = 'x' }]",
            "{path}, [variable.q], value 1: {'meaning': 'x'} has no code; a value is a code, or a "
            'table with a code and its meaning; write for instance { code = "yes", meaning = '
            '"..." }',
        ),
        (
            "name = 3\n" + Q,
            "{path}: name is 3; it is a text; write it in quotation marks",
        ),
        (
            "shows = 'title'\n" + Q,
            "{path}: shows is 'title'; it is a list of texts; write it in square brackets",
        ),
        (
            "[variable.q]\nlevel = 'ratio'\nlow = 'none'",
            "{path}, [variable.q]: low is 'none'; it is a number; write it without marks",
        ),
    ],
)
def test_a_broken_form_is_named_by_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CodingError) as caught:
        form_of(tmp_path, text)
    assert says(caught.value, message.replace("{path}", str(tmp_path / "form.toml")))


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ((), "form 'f': it asks nothing; a form has one variable or more; add one"),
        (
            (Variable("q", values=YES_NO), Variable("q", values=YES_NO)),
            "form 'f': there are two variables 'q'; name one of them otherwise",
        ),
        (
            (Variable("unit_id", values=YES_NO),),
            "form 'f', variable 'unit_id': this name cannot head a column; a name is made of "
            "lower-case letters, digits and underscores and is none of unit_id, coder, before, "
            "text, after, note, start, end, value; choose another",
        ),
        (
            (Variable("q", values=YES_NO, level="ordinl"),),
            "form 'f', variable 'q': there is no level 'ordinl'; there are nominal, ordinal, "
            "interval, ratio; did you mean 'ordinal'?",
        ),
        (
            (Variable("q", values=(Value(" yes"),)),),
            "form 'f', variable 'q': ' yes' cannot be a code; a code is a word or number on one "
            "line, without blanks around it; write it so",
        ),
        (
            (Variable("q", values=(Value("Yes"), Value("yes"))),),
            "form 'f', variable 'q': two codes read 'yes' when capitals and blanks do not count; "
            "a coder cannot tell them apart; change one",
        ),
        (
            (Variable("q"),),
            "form 'f', variable 'q': it has no values; a nominal variable lists its answers; add "
            "values, or make it interval or ratio for a number",
        ),
        (
            (Variable("q", values=YES_NO, level="ordinal", spans=True),),
            "form 'f', variable 'q': marked stretches have nominal values; it is ordinal with 2 "
            "values; list the labels coders may give",
        ),
        (
            (Variable("q", values=YES_NO, level="interval"),),
            "form 'f', variable 'q': 'yes' is no number; the values of a variable of level "
            "interval are numbers; make it ordinal or nominal",
        ),
    ],
)
def test_a_form_that_coders_could_not_use_is_refused(
    variables: tuple[Variable, ...], message: str
) -> None:
    with pytest.raises(CodingError) as caught:
        Form("f", variables)
    assert says(caught.value, message)


def test_unknown_names_are_named(lexicon: Lexicon) -> None:
    with pytest.raises(CodingError) as caught:
        make_form(lexicon, ask="hits")
    assert says(
        caught.value,
        "make_form: there is no question 'hits'; there are hit, category, spans; "
        "did you mean 'hit'?",
    )
    with pytest.raises(CodingError) as caught:
        read_form("voices")
    assert says(
        caught.value,
        "read_form: there is no form or path 'voices'; there are entman, frames, generic_frames, "
        "voice; did you mean 'voice'?",
    )
    with pytest.raises(CodingError) as caught:
        make_form(lexicon)["hits"]
    assert says(
        caught.value,
        "form 'hit': there is no variable 'hits'; there are hit; did you mean 'hit'?",
    )
