"""NewsWCL50 out of its two tables. Constructed phrases name invented persons and outlets."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from cases import says

from framing.datasets.converters import newswcl50
from framing.errors import DatasetError

HEADER = (
    "id,code_type,code_name,code_mention,target_concept,event_id,publisher_id,paragraph,sentence,"
    "start,end"
)
ROW = '3_RR_0000,PROPERTY,Power,"the ""strong"" man, Dolen",Mara Dolen,3,RR,1,2,0,5'
URLS = "Event ID\tOutlet\tURL\r\n3\tRR\thttps://post.example/a?b=c,d\r\n"


def original(folder: Path, *rows: str, header: str = HEADER, urls: str = URLS) -> Path:
    place = folder / "newswcl50"
    place.mkdir(parents=True)
    content = "sep=,\n" + "".join(f"{row}\r\n" for row in (header, *rows))
    (place / "Annotations.csv").write_text(content, encoding="utf-8", newline="")
    (place / "urls.tsv").write_text(urls, encoding="utf-8", newline="")
    return folder


def test_a_row_is_a_record_with_its_address(tmp_path: Path) -> None:
    untargeted = ROW.replace("Mara Dolen", "").replace("0000", "0001")
    first, second = newswcl50.convert(original(tmp_path, ROW, untargeted))["newswcl50"]
    assert first == {
        "id": "3_RR_0000",
        "event": 3,
        "outlet": "breitbart",
        "lean": "RR",
        "url": "https://post.example/a?b=c,d",
        "kind": "PROPERTY",
        "code": "Power",
        "mention": 'the "strong" man, Dolen',
        "target": "Mara Dolen",
        "paragraph": 1,
        "sentence": 2,
        "tok_start": "0",
        "tok_end": "5",
    }
    assert second == first | {"id": "3_RR_0001", "target": None}


def test_the_table(tmp_path: Path) -> None:
    untargeted = ROW.replace("Mara Dolen", "")
    tables = newswcl50.arrange(newswcl50.convert(original(tmp_path, ROW, untargeted)))
    assert list(tables) == ["phrases"]
    assert tables["phrases"].iloc[0].to_dict() == {
        "phrase_id": "3_RR_0000",
        "event": "3",
        "outlet": "breitbart",
        "lean": "RR",
        "url": "https://post.example/a?b=c,d",
        "kind": "PROPERTY",
        "code": "Power",
        "text": 'the "strong" man, Dolen',
        "target": "Mara Dolen",
        "paragraph": 1,
        "sentence": 2,
        "first_word": 0,
        "last_word": 5,
    }
    assert tables["phrases"]["target"].tolist() == ["Mara Dolen", ""]


@pytest.mark.parametrize(
    ("row", "event", "lean"),
    [(ROW.replace(",3,RR,", ",4,RR,"), "4", "RR"), (ROW.replace(",3,RR,", ",3,XX,"), "3", "XX")],
)
def test_a_phrase_of_an_unknown_article_is_an_error(
    tmp_path: Path, row: str, event: str, lean: str
) -> None:
    folder = original(tmp_path, ROW, row, urls=URLS + "3\tXX\thttps://star.example/\n")
    with pytest.raises(DatasetError) as fault:
        newswcl50.convert(folder)
    assert says(
        fault.value,
        f"{folder / 'newswcl50' / 'Annotations.csv'}, line 4: event {event!r} of outlet {lean!r} "
        "is not among the 2 articles of urls.tsv, by LL, L, M, R, RR; the two files do not belong "
        "together; fetch them again",
    )


def test_a_paragraph_that_is_no_number_is_an_error(tmp_path: Path) -> None:
    folder = original(tmp_path, ROW.replace("RR,1,2", "RR,first,2"))
    with pytest.raises(DatasetError) as fault:
        newswcl50.convert(folder)
    assert says(
        fault.value,
        f"{folder / 'newswcl50' / 'Annotations.csv'}, line 3: paragraph is 'first'; a whole "
        "number stands there; the file is damaged, fetch it again",
    )


def test_a_missing_column_is_named_with_its_line(tmp_path: Path) -> None:
    folder = original(tmp_path, header=HEADER.replace("code_name", "code"))
    with pytest.raises(DatasetError) as fault:
        newswcl50.convert(folder)
    assert says(
        fault.value,
        f"{folder / 'newswcl50' / 'Annotations.csv'}, line 2: the table lacks the column "
        "'code_name'; it has id, code_type, code, …; fetch the file again",
    )


@pytest.mark.real
def test_the_originals_give_the_ready_copy(real_data: Path) -> None:
    with gzip.open(real_data / "newswcl50.jsonl.gz", "rt", encoding="utf-8", newline="\n") as file:
        copy = [json.loads(row) for row in file]
    assert newswcl50.convert(real_data / "upstream" / "samples") == {"newswcl50": copy}
    assert len(copy) == 8694
    phrases = newswcl50.arrange({"newswcl50": copy})["phrases"]
    assert len(phrases) == 8694
    assert phrases["phrase_id"].is_unique
    assert phrases.groupby("event")["url"].nunique().tolist() == [5] * 10
    assert (phrases["first_word"] <= phrases["last_word"]).mean() > 0.99
