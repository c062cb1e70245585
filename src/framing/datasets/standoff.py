"""Marks in brat's standoff format: passages of a text, and events that tie them together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from framing.datasets.originals import read_text
from framing.errors import DatasetError

__all__ = ["Event", "Passage", "read_standoff"]


class Passage(NamedTuple):
    """A marked passage: its type and its parts, as start and end, in the order of the file."""

    type: str
    spans: list[list[int]]


class Event(NamedTuple):
    """An event: its mark, its type, its trigger, and the passages by their roles."""

    mark: str
    type: str
    trigger: str
    roles: list[tuple[str, str]]


_OPENS = re.compile(r"[A-Z#*]\d*\t")
_PASSAGE = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)", re.DOTALL)
_EVENT = re.compile(r"(E\d+)\t([^\s:]+):(T\d+)((?:\s+[^\s:]+:\S+)*)\s*")
_LONGEST = 40  # characters of a text that a message repeats


def read_standoff(path: Path, text: str) -> tuple[dict[str, Passage], list[Event]]:
    """Read a file of marks, and check every passage against the text.

    Parameters
    ----------
    path : path
        The `.ann` file. Notes and attributes are passed over.
    text : str
        What the marks are about.

    Returns
    -------
    dict, list
        Mark -> its passage, and the events, both in the order of the file. The role of a second
        passage is written without its number: both `Content` and `Content2` are `Content`.

    Raises
    ------
    DatasetError
        If a line is no mark, a passage is not what stands there in the text (white space apart),
        or an event names a mark that is not there.
    """
    passages: dict[str, Passage] = {}
    events: list[tuple[str, Event]] = []
    for line, content in _marks(path):
        where = f"{path}, line {line}"
        if content.startswith("T"):
            mark, passage = _read_passage(where, content, text)
            passages[mark] = passage
        elif content.startswith("E"):
            events.append((where, _read_event(where, content)))
    for where, event in events:
        for mark in (event.trigger, *(mark for _, mark in event.roles)):
            if mark not in passages:
                raise DatasetError(
                    f"{where}: {event.mark} names {mark}; the file marks no such passage; "
                    "it is damaged, fetch it again"
                )
    return passages, [event for _, event in events]


def _marks(path: Path) -> Iterator[tuple[int, str]]:
    """Yield every mark with its line; a passage over several paragraphs takes several lines."""
    opened = 0
    held: list[str] = []
    for line, content in enumerate(read_text(path).split("\n"), start=1):
        if _OPENS.match(content):
            if held:
                yield opened, "\n".join(held)
            opened, held = line, [content]
        elif held and (not content or not held[0].startswith("E")):
            held.append(content)
        elif content:
            raise _unreadable(f"{path}, line {line}", content)
    if held:
        yield opened, "\n".join(held)


def _read_passage(where: str, content: str, text: str) -> tuple[str, Passage]:
    found = _PASSAGE.fullmatch(content)
    if found is None:
        raise _unreadable(where, content)
    mark, kind, places, said = found.groups()
    spans = [[int(place) for place in span.split(" ")] for span in places.split(";")]
    there = " ".join(text[start:end] for start, end in spans)
    # The file joins parts by a space, and may write a line end within one as a space too.
    if "".join(there.split()) != "".join(said.split()):
        shown = ";".join(f"{start}-{end}" for start, end in spans)
        raise DatasetError(
            f"{where}: the span {shown} is {_short(there)} in the text, the file says "
            f"{_short(said.strip())}; the two files do not belong together; fetch them again"
        )
    return mark, Passage(kind, spans)


def _read_event(where: str, content: str) -> Event:
    found = _EVENT.fullmatch(content)
    if found is None:
        raise _unreadable(where, content)
    mark, kind, trigger, rest = found.groups()
    roles = [role.split(":", 1) for role in rest.split()]
    return Event(
        mark, kind, trigger, [(name.rstrip("0123456789"), passage) for name, passage in roles]
    )


def _unreadable(where: str, content: str) -> DatasetError:
    return DatasetError(
        f"{where}: {_short(content.rstrip())} is no mark; a passage is written as T1, type, "
        "places and text, an event as E1, type:T1 and role:T2, with tabs between; the file is "
        "damaged, fetch it again"
    )


def _short(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}...")
