"""The words that tell who says what: verbs, nouns, function words, abbreviations.

Everything here is read from the tables in `cues/`, once, when first asked for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from math import exp, log
from typing import NamedTuple

from framing.errors import LexiconError

__all__ = [
    "Counts",
    "Cue",
    "abbreviations",
    "adjective_cues",
    "claim_words",
    "common_words",
    "confidence",
    "counts",
    "cue_words",
    "function_words",
    "inflect",
    "is_limited",
    "noun_cues",
    "particle_verbs",
    "place_names",
    "read_table",
    "roles",
    "word_set",
]


class Cue(NamedTuple):
    """A word that may introduce what somebody says, thinks or orders.

    Attributes
    ----------
    lemma : str
        Its dictionary form; a verb with a particle is written whole (``point out``).
    kind : str
        ``"indirect"``, ``"mental"`` or ``"decree"``: what its content is when not in marks. Empty
        for a verb that is a cue only with its particle (*point out*).
    stance : str
        ``"neutral"``, ``"endorsing"``, ``"distancing"`` or ``"hostile"``.
    noun : bool
        Whether it is a noun (*the claim that*).
    """

    lemma: str
    kind: str
    stance: str
    noun: bool


_KINDS = ("indirect", "mental", "decree")
_STANCES = ("neutral", "endorsing", "distancing", "hostile")


def word_set(words: str) -> frozenset[str]:
    """Return words written in a row, parted by blanks, as a set.

    Examples
    --------
    >>> sorted(word_set("of and"))
    ['and', 'of']
    """
    return frozenset(words.split())


def read_table(name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table in `cues/`, each with its line number.

    Parameters
    ----------
    name : str
        File name without its ending.
    columns : tuple of str
        What the header must say.

    Raises
    ------
    LexiconError
        If the header or the length of a row is another.

    Examples
    --------
    >>> next(read_table("function_words", ("word", "tag")))[0]
    2
    """
    place = f"cues/{name}.csv"
    text = (files("framing") / "cues" / f"{name}.csv").read_text(encoding="utf-8")
    rows = csv.reader(io.StringIO(text))
    header = next(rows, [])
    if tuple(header) != columns:
        raise LexiconError(
            f"{place}, line 1: the columns are {','.join(header)}; they must be "
            f"{','.join(columns)}; mend the header"
        )
    for row in rows:
        if len(row) != len(columns):
            raise LexiconError(
                f"{place}, line {rows.line_num}: the row has {len(row)} cells; the header has "
                f"{len(columns)}; quote or add a cell"
            )
        yield rows.line_num, row


def _check(place: str, what: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise LexiconError(
            f"{place}: there is no {what} {value!r}; there are {', '.join(known)}; choose one"
        )
    return value


@lru_cache(maxsize=1)
def abbreviations() -> Mapping[str, str]:
    """Return abbreviation -> what must follow for the sentence to go on.

    ``"always"`` goes on whatever follows, ``"name"`` before a letter or digit, ``"number"`` before
    a digit, an empty string unless a common word with a capital follows.

    Examples
    --------
    >>> abbreviations()["Mr"], abbreviations()["No"]
    ('name', 'number')
    """
    columns = ("abbreviation", "next", "note")
    return {row[0]: row[1] for _, row in read_table("abbreviations", columns)}


@lru_cache(maxsize=1)
def function_words() -> Mapping[str, str]:
    """Return function word -> its one-letter tag (the letters are listed in `framing.tags`).

    Examples
    --------
    >>> function_words()["that"], function_words()["she"]
    ('h', 'p')
    """
    return {row[0]: row[1] for _, row in read_table("function_words", ("word", "tag"))}


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return the words that begin sentences without being names.

    Examples
    --------
    >>> "the" in common_words(), "brel" in common_words()
    (True, False)
    """
    return frozenset(w for w, tag in function_words().items() if tag not in "ynu")


@lru_cache(maxsize=1)
def claim_words() -> Mapping[str, str]:
    """Return word -> what it claims: ``"standing"``, ``"good"``, ``"virtue"`` or ``"quality"``.

    Examples
    --------
    >>> claim_words()["expert"], claim_words()["voluntary"]
    ('standing', 'virtue')
    """
    return {row[0]: row[1] for _, row in read_table("claims", ("word", "claim"))}


@lru_cache(maxsize=1)
def roles() -> Mapping[str, str]:
    """Return noun -> the type of source it names (``"office"``, ``"medium"``, ...).

    Examples
    --------
    >>> roles()["spokesman"], roles()["newspaper"]
    ('office', 'medium')
    """
    return {row[0]: row[1] for _, row in read_table("roles", ("noun", "source_type", "gender"))}


@lru_cache(maxsize=1)
def place_names() -> Mapping[str, str]:
    """Return folded name -> ``"place"``, or ``"body"`` for one that speaks (*the Kremlin*).

    Examples
    --------
    >>> place_names()["minsk"], place_names()["kremlin"]
    ('place', 'body')
    """
    return {row[0].lower(): row[1] for _, row in read_table("places", ("place", "use"))}


def inflect(lemma: str, irregular: str = "") -> dict[str, str]:
    """Return form -> tag for a verb: `B` base, `V` finite, `G` in -ing, `E` participle only.

    Parameters
    ----------
    lemma : str
        One word.
    irregular : str, optional
        Past, participle and -ing form parted by ``|``; the last may be left out.

    Examples
    --------
    >>> inflect("deny")
    {'deny': 'B', 'denies': 'V', 'denying': 'G', 'denied': 'V'}
    >>> inflect("write", "wrote|written")["written"]
    'E'
    """
    sibilant = lemma.endswith(("s", "x", "z", "ch", "sh"))
    soft_y = lemma.endswith("y") and lemma[-2:-1] not in "aeiou"
    third = lemma + "es" if sibilant else lemma[:-1] + "ies" if soft_y else lemma + "s"
    mute = lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye"))
    past = lemma[:-1] + "ied" if soft_y else lemma + ("d" if lemma.endswith("e") else "ed")
    parts = irregular.split("|") if irregular else [past, past]
    going = parts[2] if len(parts) > 2 else (lemma[:-1] if mute else lemma) + "ing"
    forms = {lemma: "B", third: "V", going: "G"}
    if lemma.endswith("ie") and len(parts) < 3:
        forms = {lemma: "B", third: "V", lemma[:-2] + "ying": "G"}
    forms.setdefault(parts[0], "V")
    forms.setdefault(parts[1], "E")
    return forms


@lru_cache(maxsize=1)
def _verbs() -> tuple[dict[str, tuple[str, Cue]], dict[str, dict[str, Cue]]]:
    forms: dict[str, tuple[str, Cue]] = {}
    particles: dict[str, dict[str, Cue]] = {}
    for line, row in read_table("verbs", ("lemma", "irregular", "kind", "stance")):
        place = f"cues/verbs.csv, line {line}"
        cue = Cue(
            row[0],
            _check(place, "kind", row[2], _KINDS),
            _check(place, "stance", row[3], _STANCES),
            False,
        )
        head, _, rest = row[0].partition(" ")
        if rest:
            particles.setdefault(head, {})[rest] = cue
        for form, tag in inflect(head, row[1]).items():
            if not rest:
                forms[form] = (tag, cue)
            else:
                # A verb that is a cue only with its particle is looked at all the same.
                forms.setdefault(form, (tag, Cue(head, "", "", False)))
    return forms, particles


@lru_cache(maxsize=1)
def cue_words() -> Mapping[str, tuple[str, Cue]]:
    """Return folded word -> its tag and its cue.

    Tags are `V` (finite), `B` (base), `G` (-ing), `E` (participle) for verbs and `K` for nouns. A
    word that is both verb and noun (*claims*) is entered as the verb.

    Examples
    --------
    >>> cue_words()["claimed"][1].stance, cue_words()["allegation"][0]
    ('distancing', 'K')
    """
    words = dict(_verbs()[0])
    for line, row in read_table("nouns", ("lemma", "kind", "stance")):
        place = f"cues/nouns.csv, line {line}"
        cue = Cue(
            row[0],
            _check(place, "kind", row[1], _KINDS),
            _check(place, "stance", row[2], _STANCES),
            True,
        )
        plural = row[0][:-1] + "ies" if row[0].endswith("y") else row[0] + "s"
        for form in (row[0], plural):
            words.setdefault(form, ("K", cue))
    return words


@lru_cache(maxsize=1)
def adjective_cues() -> Mapping[str, Cue]:
    """Return folded adjective -> the cue it is after *be* (*she is eager to ...*).

    Examples
    --------
    >>> adjective_cues()["eager"].kind
    'mental'
    """
    found: dict[str, Cue] = {}
    for line, row in read_table("adjectives", ("adjective", "kind", "stance")):
        place = f"cues/adjectives.csv, line {line}"
        found[row[0]] = Cue(
            row[0],
            _check(place, "kind", row[1], _KINDS),
            _check(place, "stance", row[2], _STANCES),
            False,
        )
    # She would like to: a verb after a modal only.
    found["like"] = Cue("like", "mental", "neutral", False)
    return found


@lru_cache(maxsize=1)
def noun_cues() -> Mapping[str, Cue]:
    """Return folded noun form -> its cue, verbs of the same form notwithstanding.

    Examples
    --------
    >>> noun_cues()["claims"].noun
    True
    """
    found: dict[str, Cue] = {}
    for _, row in read_table("nouns", ("lemma", "kind", "stance")):
        plural = row[0][:-1] + "ies" if row[0].endswith("y") else row[0] + "s"
        for form in (row[0], plural):
            found[form] = Cue(row[0], row[1], row[2], True)
    return found


def particle_verbs() -> Mapping[str, Mapping[str, Cue]]:
    """Return verb -> particle(s) -> the cue they make together.

    Examples
    --------
    >>> particle_verbs()["point"]["out"].stance
    'endorsing'
    """
    return _verbs()[1]


@lru_cache(maxsize=1)
def _limits() -> Mapping[str, tuple[tuple[str, frozenset[str]], ...]]:
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for _, (lemma, frame, after, _note) in read_table("limits", ("lemma", "frame", "next", "note")):
        words = frozenset() if after == "*" else frozenset(after.split("|"))
        found.setdefault(lemma, []).append((frame, words))
    return {lemma: tuple(rows) for lemma, rows in found.items()}


def is_limited(cue: Cue, frame: str, following: Callable[[], Iterable[str]]) -> bool:
    """Say whether a word means something else there (*claim responsibility*, *attacked the town*).

    Parameters
    ----------
    cue : Cue
        The word.
    frame : str
        What follows it.
    following : callable
        Gives the first folded words of what follows; asked for only where it matters.

    Examples
    --------
    >>> claimed = cue_words()["claimed"][1]
    >>> is_limited(claimed, "np", lambda: ["responsibility"])
    True
    >>> is_limited(claimed, "that", lambda: ["that"])
    False
    """
    rows = _limits().get(cue.lemma + "#" if cue.noun else cue.lemma)
    if not rows:
        return False
    objects = frame in ("np", "obj", "np-to", "clause")
    for wanted, words in rows:
        fits = (
            wanted in ("*", frame)
            or (wanted == "np" and objects)
            or (wanted == "prep:*" and frame.startswith("prep:"))
        )
        if fits and (not words or not words.isdisjoint(following())):
            return True
    return False


class Counts(NamedTuple):
    """How often words and patterns were attributions where people marked them.

    Attributes
    ----------
    lemmas, frames : dict
        Lemma (nouns end in ``#``), or frame -> (seen, marked).
    pairs : dict
        (lemma, frame) -> (seen, marked).
    patterns : dict
        Left, frame and form, parted by ``|`` -> (seen, marked).
    overall : float
        The share of all that were marked.
    """

    lemmas: Mapping[str, tuple[int, int]]
    frames: Mapping[str, tuple[int, int]]
    pairs: Mapping[tuple[str, str], tuple[int, int]]
    patterns: Mapping[str, tuple[int, int]]
    overall: float


@lru_cache(maxsize=1)
def counts() -> Counts:
    """Return the counts in `cues/counts.csv` and `cues/patterns.csv`.

    Examples
    --------
    >>> seen, marked = counts().pairs["say", "that"]
    >>> marked / seen > 0.8
    True
    """
    lemmas: dict[str, list[int]] = {}
    pairs: dict[tuple[str, str], tuple[int, int]] = {}
    for _, (lemma, frame, seen, marked) in read_table(
        "counts", ("lemma", "frame", "seen", "marked")
    ):
        pairs[lemma, frame] = (int(seen), int(marked))
        total = lemmas.setdefault(lemma, [0, 0])
        total[0] += int(seen)
        total[1] += int(marked)
    patterns: dict[str, tuple[int, int]] = {}
    frames: dict[str, list[int]] = {}
    for _, (pattern, seen, marked) in read_table("patterns", ("pattern", "seen", "marked")):
        patterns[pattern] = (int(seen), int(marked))
        total = frames.setdefault(_frame_of(pattern), [0, 0])
        total[0] += int(seen)
        total[1] += int(marked)
    return Counts(
        {k: (a, b) for k, (a, b) in lemmas.items()},
        {k: (a, b) for k, (a, b) in frames.items()},
        pairs,
        patterns,
        sum(b for _, b in frames.values()) / sum(a for a, _ in frames.values()),
    )


def _frame_of(pattern: str) -> str:
    _, frame, form = pattern.split("|")
    return frame + "#" if form == "K" else frame


def _odds(share: float) -> float:
    kept = min(max(share, 0.005), 0.995)
    return log(kept / (1 - kept))


@cache
def confidence(cue: Cue, pattern: str) -> float:
    """Return how likely a cue in a pattern is an attribution, 0 to 1.

    The share of marked cases of the word in that frame, drawn towards what the word and the frame
    lead to expect when cases are few; then raised or lowered as the pattern's share differs from
    its frame's.

    Parameters
    ----------
    cue : Cue
        The word.
    pattern : str
        Left, frame and form, parted by ``|``.

    Examples
    --------
    >>> said = cue_words()["said"][1]
    >>> confidence(said, "N|that|V") > 0.9 > confidence(said, "x|to|V")
    True
    """
    known = counts()
    lemma = cue.lemma + "#" if cue.noun else cue.lemma
    frame = _frame_of(pattern)
    overall = known.overall
    seen, marked = known.frames.get(frame, (0, 0))
    of_frame = (marked + 5 * overall) / (seen + 5)
    seen, marked = known.lemmas.get(lemma, (0, 0))
    of_lemma = (marked + 3 * overall) / (seen + 3)
    expected = _share(_odds(of_frame) + _odds(of_lemma) - _odds(overall))
    seen, marked = known.pairs.get((lemma, frame), (0, 0))
    of_pair = (marked + 4 * expected) / (seen + 4)
    seen, marked = known.patterns.get(pattern, (0, 0))
    of_pattern = (marked + 8 * of_frame) / (seen + 8)
    return _share(_odds(of_pair) + 0.8 * (_odds(of_pattern) - _odds(of_frame)))


def _share(odds: float) -> float:
    return 1 / (1 + exp(-odds))
