"""Letters out of the bytes of one document: as declared, else UTF-8, else cp1252, else a guess."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.readers.charsets import declared_charset, decode

SAID = "“Talks” in Sarn’s town hall — again — failed, an aide of Dorvyn’s said."
CYRILLIC = "Переговоры в городе снова не удались, сказал посредник вечером во вторник. " * 3


def read(data: bytes, declared: str = "") -> tuple[str, list[str]]:
    notes: list[dict[str, Any]] = []
    text = decode(data, declared, ("a.html", 1), notes)
    return text, [note["rule"] for note in notes]


CASES = [
    (SAID.encode("utf-8"), "utf-8", []),
    (SAID.encode("utf-8"), "", []),
    (SAID.encode("utf-8-sig"), "iso-8859-1", []),
    (SAID.encode("utf-16"), "utf-8", []),
    (SAID.encode("cp1252"), "windows-1252", []),
    (SAID.encode("cp1252"), "ISO-8859-1", []),
    (SAID.encode("cp1252"), "us-ascii", []),
    (SAID.encode("cp1252"), "", ["read as cp1252"]),
    (SAID.encode("cp1252"), "utf-8", ["wrong encoding declared", "read as cp1252"]),
    (SAID.encode("utf-8"), "latin-1", ["wrong encoding declared"]),
    (SAID.encode("utf-8"), "no-such-thing", ["unknown encoding"]),
    (SAID.encode("utf-8"), "base64", ["unknown encoding"]),
    (SAID.encode("cp1252"), "shift_jis", ["wrong encoding declared", "read as cp1252"]),
]


@pytest.mark.parametrize(("data", "declared", "rules"), CASES)
def test_letters_are_read_and_doubts_named(data: bytes, declared: str, rules: list[str]) -> None:
    assert read(data, declared) == (SAID, rules)


def test_a_declared_encoding_goes_before_every_guess() -> None:
    assert read(CYRILLIC.encode("koi8-r"), "koi8-r") == (CYRILLIC, [])


@pytest.mark.parametrize("encoding", ["koi8-r", "cp855", "iso-8859-5"])
def test_bytes_that_cp1252_does_not_have_are_guessed_and_marked(encoding: str) -> None:
    text, rules = read(CYRILLIC.encode(encoding) + b"\x81\x8d\x8f")
    assert text.startswith(CYRILLIC)
    assert rules == ["encoding guessed"]


def test_bytes_that_no_encoding_fits_are_replaced_and_marked() -> None:
    text, rules = read(CYRILLIC.encode("shift_jis") + b"\x81\x8d\x8f")
    assert "\ufffd" in text
    assert rules == ["broken bytes"]


def test_one_broken_byte_spoils_no_curly_marks() -> None:
    data = (SAID * 4).encode("utf-8").replace(b"Sarn", b"S\x93rn", 1)
    text, rules = read(data)
    assert text.startswith("“Talks” in S�rn’s")
    assert rules == ["broken bytes"]


@given(st.binary(max_size=200), st.sampled_from(["", "utf-8", "cp1252", "utf-16", "idna", "x"]))
def test_any_bytes_give_letters(data: bytes, declared: str) -> None:
    text, rules = read(data, declared)
    assert isinstance(text, str)
    assert rules or not data or text.isascii() or declared or data.decode("utf-8-sig") == text


DECLARED = {
    b'<meta charset="utf-8">': "utf-8",
    b"<META CHARSET=windows-1252>": "windows-1252",
    b'<meta http-equiv="Content-Type" content="text/html; charset=KOI8-R">': "koi8-r",
    b'<?xml version="1.0" encoding="ISO-8859-2"?><html>': "iso-8859-2",
    b"<p>the charset=none of this</p>": "",
    b" " * 5000 + b'<meta charset="utf-8">': "",
}


@pytest.mark.parametrize("markup", DECLARED)
def test_what_a_page_declares(markup: bytes) -> None:
    assert declared_charset(markup) == DECLARED[markup]
