"""The user's table of speakers joins by name, however it is written; what is left is counted."""

from __future__ import annotations

import pandas as pd
import pytest
from cases import says

from framing import join_people
from framing.errors import FramingWarning, TableError

PEOPLE = pd.DataFrame(
    {
        "speaker": ["Mara Dolen", "Ilya Brel", "Olga Brel", "Harbour Council"],
        "bloc": ["East", "West", None, "West"],
        "side": ["a", "b", "c", "d"],
    }
)


def joined(*names: str) -> list[str]:
    return join_people(pd.DataFrame({"speaker": names}), PEOPLE)["bloc"].tolist()


def test_capitals_titles_and_initials_do_not_part_a_person() -> None:
    assert joined("MARA DOLEN", "Mara J. Dolen", "Mr. Ilya Brel", "") == [
        "East",
        "East",
        "West",
        "",
    ]


def test_a_surname_alone_is_its_only_bearer() -> None:
    assert joined("Dolen") == ["East"]
    with pytest.warns(FramingWarning) as caught:
        assert joined("Brel") == [""]
    assert says(
        caught[0].message,
        "join_people: 1 of 1 attributions with a name have one that the table of people does not "
        "have (most: Brel); their new columns are empty; add the names you need",
    )


def test_another_first_name_is_another_person() -> None:
    with pytest.warns(FramingWarning):
        assert joined("Ivo Dolen", "Mara Dolen") == ["", "East"]


def test_missing_cells_are_empty_and_the_input_is_left_alone() -> None:
    found = pd.DataFrame({"speaker": ["Olga Brel"], "kind": ["direct"]})
    table = join_people(found, PEOPLE)
    assert table.columns.tolist() == ["speaker", "kind", "bloc", "side"]
    assert table["bloc"].tolist() == [""]
    assert found.columns.tolist() == ["speaker", "kind"]


@pytest.mark.parametrize(
    ("people", "fault"),
    [
        (PEOPLE[["speaker"]], "…has names and nothing about them; add a column such as bloc,…"),
        (
            pd.concat([PEOPLE, PEOPLE.head(1)]),
            "join_people: row 5 of the table of people, 'Mara Dolen', stands there twice; every "
            "name stands once; mend the table",
        ),
        (
            PEOPLE.assign(speaker=["", "b", "c", "d"]),
            "join_people: row 1 of the table of people, '', has no name; every name stands once; "
            "mend the table",
        ),
        (PEOPLE.drop(columns="speaker"), "…'speaker'…"),
    ],
)
def test_a_bad_table_is_named(people: pd.DataFrame, fault: str) -> None:
    with pytest.raises(TableError) as caught:
        join_people(pd.DataFrame({"speaker": ["Dolen"]}), people)
    assert says(caught.value, fault)
