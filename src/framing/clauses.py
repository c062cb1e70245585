"""Who says what in one sentence: patterns over tag strings.

Every cue word of a sentence is looked at once. What stands left of it gives the source, what
stands right of it the frame (*said that*, *vowed to*, *claims of*); the frame says where the
content lies and, by counts, how likely the word is a cue there at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from framing.complements import find_frame
from framing.cues import (
    Cue,
    adjective_cues,
    confidence,
    cue_words,
    is_limited,
    noun_cues,
    particle_verbs,
    roles,
    word_set,
)
from framing.phrases import (
    clause_end,
    clause_start,
    group_start,
    object_before,
    object_end,
    phrase_end,
    phrase_left,
    source_left,
    subject_before,
)
from framing.tags import Reading, Tagger

__all__ = ["Clause", "find_clauses"]

_Part = tuple[int, int]


class Clause(NamedTuple):
    """A cue with what belongs to it, in token numbers of the reading.

    Attributes
    ----------
    cue : (int, int)
        The verb group or noun, half-open.
    source : (int, int)
        Empty (equal numbers) when none stands in the sentence.
    content : tuple of (int, int)
        One or more stretches, half-open.
    word : Cue
    pattern : str
        What stands left of the cue, what follows it, and its form, parted by ``|``.
    rule : str
        The pattern that placed the content.
    confidence : float
        How often the pair of word and frame is an attribution, 0 to 1.
    """

    cue: _Part
    source: _Part
    content: tuple[_Part, ...]
    word: Cue
    pattern: str
    rule: str
    confidence: float


_CUE = re.compile("[VBGEKA]")
_LONGEST = 400
"""Sentences longer than this, in tokens, are lists or broken text and are read in pieces."""
_VERB = re.compile("[Vvmaue]")
_AFTER_NOUN = tuple("hwqtifbsryd")
_FINITE = re.compile("[Vvmau]")
_SECOND = re.compile("[^Vvmau]+[Vvmau]+[^Vvmaupqhw&c]*(?=[vm])")
_ACCORDING = Cue("according to", "indirect", "neutral", False)
_CALLED = re.compile(r"r*[dg]")
_CALLED_IT = re.compile(r"r*[dgxejnNKE{Q]")
_TIMES = word_set("time times moment career")
_DATIVE = word_set(
    "tell inform notify brief assure reassure remind warn ask caution advise email text write"
    " convince persuade instruct order teach promise counsel"
)
_DECREES = word_set("order ban command instruct forbid prohibit outlaw decree mandate")
_DECREED = 0.4
"""An order in the active voice is one, however seldom the counted articles told of any."""
_RELATING = word_set(
    "say believe think argue claim contend insist feel hope allege maintain suspect acknowledge"
    " agree speculate"
)
_RELATED = 0.9
"""Not counted as the others are: it often stands within another, of which people mark the outer."""
_RESUMED = re.compile(",r*[Vvmaue]")
_MAIN = re.compile("(?<![Vvmar])r*[Vvma]")
_PEOPLE = word_set("people police men women children media staff majority public team crowd")
_INVERTING = word_set(
    "say ask add write report note explain argue warn claim insist recall reply respond declare"
    " announce continue conclude comment quip joke state remark observe tell read admit concede"
    " suggest tweet reckon assert maintain contend lament complain believe think"
)
_NARRATOR = word_set("i we you")
_SAYING = word_set("say tell add write report announce note state")
_ADJUNCTS = word_set("prep:in prep:on prep:of prep:at prep:to prep:during")


def find_clauses(
    reading: Reading, tagger: Tagger, more: Mapping[int, Cue] | None = None
) -> list[Clause]:
    """Return what the cue words of a text introduce, in order of the cues.

    Parameters
    ----------
    reading : Reading
        One text.
    tagger : Tagger
        The one that read it.
    more : mapping, optional
        Token -> cue for words to be taken as cues though no table has them; the reading has the
        tag of a cue there.

    Examples
    --------
    >>> from framing.words import WordIndex
    >>> tagger = Tagger(WordIndex(["Mara Dolen said that talks failed."]))
    >>> reading = tagger.read(0)
    >>> clause = find_clauses(reading, tagger)[0]
    >>> clause.source, clause.cue, clause.content, clause.rule
    ((0, 2), (2, 3), ((3, 6),), 'that')
    """
    found: list[Clause] = []
    reader = _Reader(reading, tagger.index.folded, more or {})
    for a, b in reading.sentences:
        for low in range(a, b, _LONGEST):
            found.extend(reader.read(low, min(low + _LONGEST, b)))
    return found


class _Reader:
    """Reads the cues of one sentence after another."""

    def __init__(self, reading: Reading, folded: tuple[str, ...], more: Mapping[int, Cue]) -> None:
        self.more = more
        self.tags = reading.tags
        self.types = reading.types
        self.folded = folded
        self.cues: Mapping[str, tuple[str, Cue]] = cue_words()
        self.nouns: Mapping[str, Cue] = noun_cues()
        self.adjectives = adjective_cues()
        self.particles = particle_verbs()
        self.roles = roles()
        self.s = ""
        self.a = 0
        self.former: _Part = (0, 0)
        self.main: _Part = (0, 0)

    def word(self, k: int) -> str:
        """Return the folded word at token `k` of the sentence, or an empty string for a mark."""
        number = self.types[self.a + k]
        return self.folded[number] if number >= 0 else ""

    def read(self, a: int, b: int) -> list[Clause]:
        self.s, self.a, self.former = self.tags[a:b], a, (0, 0)
        self.main = (0, 0)
        found: list[Clause] = []
        for match in _CUE.finditer(self.s):
            k = match.start()
            clause = self._according(k) if self.s[k] == "A" else self._cue(k)
            if clause is not None:
                found.append(clause)
        # Speaking in Brel, Dolen said ...: the first verb's subject follows.
        for i, clause in enumerate(found[:-1]):
            after = found[i + 1]
            if clause.pattern[0] == "^" and clause.source[0] == clause.source[1]:
                found[i] = clause._replace(source=after.source)
        return found

    def _next(self, k: int) -> list[str]:
        return [self.word(i) for i in range(k, min(k + 4, len(self.s)))]

    def speaks(self, k: int) -> bool:
        """Say whether the word at `k` tells of speech, so that it may take the floor."""
        entry = self.cues.get(self.word(k))
        return entry is None or entry[1].kind == "indirect"

    def _end(self, start: int) -> int:
        return clause_end(self.s, start, self.speaks)

    def _clause(
        self,
        cue: _Part,
        source: _Part,
        content: list[_Part],
        word: Cue,
        pattern: str,
        rule: str,
        share: float,
    ) -> Clause | None:
        a = self.a
        parts = tuple([(a + x, a + y) for x, y in content if y > x])
        if not parts:
            return None
        return Clause(
            (a + cue[0], a + cue[1]),
            (a + source[0], a + source[1]),
            parts, word, pattern, rule, share,
        )  # fmt: skip

    def _according(self, k: int) -> Clause | None:
        s = self.s
        if s[k + 1 : k + 2] != "t":
            return None
        # According to one source: one is no pronoun there.
        one = s[k + 2 : k + 3] == "p" and s[k + 3 : k + 4] in tuple("xKN")
        stop = phrase_end(s, k + 2 + one)
        while stop < len(s) and s[stop] in "VBKxN":
            # According to exit polls, a CNN tally: no verb follows, so it is a noun.
            stop = phrase_end(s, stop)
        source = (k + 2, stop)
        if not s[:k].strip("r&cs,"):
            comma = s.find(",", source[1])
            left = source[1] if comma == -1 else comma + 1
            content = [(left, self._end(left))]
            rule = "according_first"
        else:
            stop = k - 1 if s[k - 1] in ",-" else k
            content = [(clause_start(s, stop), stop)]
            rule = "according_last"
            if s[k - 1] == "," and s[source[1] : source[1] + 1] == ",":
                content.append((source[1] + 1, self._end(source[1] + 1)))
        return self._clause((k, k + 2), source, content, _ACCORDING, "N|to|A", rule, 0.95)

    def _as_told(self, k: int) -> Clause | None:
        """Read *as reported by the Gazette*, at the beginning, the end or between commas."""
        s = self.s
        cue = self._entry(self.word(k), k)
        source = (k + 2, phrase_end(s, k + 2))
        ends = s[source[1] : source[1] + 1]
        if not cue.kind or (k > 1 and s[k - 2] != "," and s[: k - 1].strip("&cr")):
            return None
        behind = [(source[1] + 1, self._end(source[1] + 1))] if ends == "," else []
        if not s[: k - 1].strip("&cr,"):
            content = behind
        else:
            content = [(clause_start(s, k - 2), k - 2), *behind]
        return self._clause((k - 1, k + 1), source, content, cue, "s|by|E", "as_told", 0.9)

    def _cue(self, k: int) -> Clause | None:
        s = self.s
        tag = s[k]
        word = self.word(k)
        if tag == "K":
            noun = self.more.get(self.a + k) or self.nouns.get(word)
            return self._noun(k, noun) if noun is not None else None
        if tag in "EV" and s[k + 1 : k + 2] == "b" and k and self.word(k - 1) == "as":
            return self._as_told(k)
        given = self.more.get(self.a + k)
        cue, end = self._with_particle(given or self._entry(word, k), k + 1)
        if not cue.kind:
            return None
        group = group_start(s, k)
        aux = s[group:k].strip("rz")
        passive = tag in "VE" and aux[-1:] == "v" and not word.endswith("s")
        if passive and cue.kind == "indirect":
            # He’s said so: the clitic is *has* before a verb of saying.
            verb = group + s[group:k].rindex("v")
            passive = self.types[self.a + verb] >= 0
        lone = tag == "E" and not aux
        infinitive = group > 0 and s[group - 1] == "t"
        if tag == "G" and s[group - 1 : group] == "s":
            # The paper quoted the minister as saying: the minister says it.
            source = phrase_left(s, group - 1)
        elif infinitive:
            source = object_before(s, group - 1)
        else:
            source = source_left(s, group)
        before = source[0] if source[1] > source[0] and not infinitive else group
        left = "t" if infinitive else _left(s, group, source, passive)
        frame, place = find_frame(s, end, self.word)
        if frame == "np-clause" and cue.lemma not in _DATIVE:
            frame, place = "np", end + len(s[end:]) - len(s[end:].lstrip("r"))
        if is_limited(cue, frame, lambda: self._next(end)):
            # Call it a fetish: an author says so, to readers.
            if not self._calls(cue, frame, place) or (tag == "B" and left == "^"):
                return None
            # *It* may begin a clause as well, and here does not.
            frame = "obj" if s[place] == "p" else frame
        if tag == "B" and not aux and left in ("N", "x") and not self._plural(source, group):
            # White House post: a base form after a singular is a noun.
            return None
        if frame == "colon" and k == 0:
            return None
        if source[1] - source[0] == 1 and self.word(source[0]) in _NARRATOR:
            # Outside quotation marks, *I hope* and *we know* are the author's own voice.
            return None
        if tag == "V" and not aux and frame.startswith("prep:") and word.endswith("ed"):
            # Officials briefed on the talks say: the participle is no verb of its own.
            beyond = phrase_end(s, place + 1) if place + 1 < len(s) else place
            if s[beyond : beyond + 1] in ("V", "B", "m", "a"):
                return None
        pattern = f"{left}|{frame}|{tag}" + ("+" if lone else "")
        share = confidence(cue, pattern)
        if cue.lemma in _DECREES and tag == "V" and not passive and source[1] > source[0]:
            share = max(share, _DECREED)
        shown = group
        while shown < k and s[shown] == "r":
            shown += 1
        place_of_cue = (shown, end)
        content: list[_Part]
        ahead = s[before - 1 : before] if before else ""
        if _inverts(s, group, end, tag, left, frame, cue, passive):
            source = (end, end + 1 if s[end] in "po" else phrase_end(s, end))
            content = self._content_left(group, source[1])
            self.former = source
            return self._clause(place_of_cue, source, content, cue, pattern, "inverted", share)
        if source[1] > source[0] and frame not in ("that", "clause", "wh") and ahead in ("Q", "}"):
            content = self._content_left(before, end)
            self.former = source
            return self._clause(place_of_cue, source, content, cue, pattern, "quote_first", share)
        if ahead == "," and before > 1 and not passive and _inserts(s, before, frame, cue, source):
            content = self._content_left(before, end)
            self.former = source
            return self._clause(place_of_cue, source, content, cue, pattern, "inserted", share)
        if passive and frame == "prep:by":
            return self._by(place_of_cue, source, place, cue, pattern, share)
        related = source[1] > source[0] and frame == "other" and cue.lemma in _RELATING
        if related and self._relates(before, place):
            # The plan, which critics say is reckless, failed.
            content = [(before - 1, before), (place, self._related_end(before - 1, place))]
            return self._clause(place_of_cue, source, content, cue, pattern, "relative", _RELATED)
        if frame in ("end", "other", "and"):
            if not (passive and frame == "end"):
                self.former = source if source[1] > source[0] and left != "q" else self.former
                return None
            return self._clause(
                place_of_cue, (group, group), [source], cue, pattern, "passive", share
            )
        content = self._content_right(frame, place, cue)
        rule = frame
        if passive and frame in ("to", "prep:as", "np"):
            content.insert(0, source)
            source = (group, group)
            rule = "passive_" + frame
        elif passive:
            source = (group, group)
        elif source[1] == source[0] and (tag in "GV" or infinitive or left == "&"):
            shared = self.main if cue.kind == "indirect" and self.main[1] else self.former
            source = shared if shared[1] else subject_before(s, group)
        if tag == "G" and source[1] > source[0] and self._is_document(source[1] - 1):
            # Wrote a letter asking for help: who wrote it asks.
            writer = subject_before(s, source[0])
            source = writer if writer[1] > writer[0] else source
        if source[1] > source[0] and not infinitive and left != "q":
            self.former = source
            if not self.main[1] and cue.kind == "indirect" and share > 0.5:
                self.main = source
        return self._clause(place_of_cue, source, content, cue, pattern, rule, share)

    def _is_document(self, k: int) -> bool:
        return self.roles.get(self.word(k)) == "document" and self.s[k] in "xK"

    def _entry(self, word: str, k: int) -> Cue:
        """Return the cue a word is; an adjective after *be* may be a verb elsewhere."""
        verb = self.cues.get(word)
        adjective = self.adjectives.get(word)
        if verb is None or (adjective is not None and self.s[k] == "G" and word[-3:] != "ing"):
            return adjective or Cue(word, "", "", False)
        return verb[1]

    def _plural(self, source: _Part, group: int) -> bool:
        """Say whether a subject can go with a base form (*the people say*)."""
        if self.s[group - 1] not in "NxK" or "&" in self.s[source[0] : source[1]]:
            return True
        head = self.word(group - 1)
        return head.endswith("s") or head in _PEOPLE or "n" in self.s[source[0] : source[1]]

    def _with_particle(self, cue: Cue, end: int) -> tuple[Cue, int]:
        """Return the cue and its end with the particle that makes another verb of it."""
        phrases = self.particles.get(cue.lemma)
        if not phrases:
            return cue, end
        best, stop = cue, end
        for phrase, whole in phrases.items():
            parts = phrase.split(" ")
            after = end + len(parts)
            fits = stop < after <= len(self.s)
            if fits and all(self.word(end + i) == part for i, part in enumerate(parts)):
                best, stop = whole, after
        return best, stop

    def _by(
        self, cue_at: _Part, subject: _Part, place: int, cue: Cue, pattern: str, share: float
    ) -> Clause | None:
        """Read *was confirmed by the minister*: the subject is the content."""
        s = self.s
        source = (place + 1, phrase_end(s, place + 1))
        if place + 1 >= len(s) or s[place + 1] in "G,;:":
            return None
        if subject[1] > subject[0] and s[subject[0]] in "qh":
            stop = subject[0]
            while stop and s[stop - 1] in ",-":
                stop -= 1
            subject = source_left(s, stop)
        return self._clause(cue_at, source, [subject], cue, pattern, "passive_by", share)

    def _content_right(self, frame: str, place: int, cue: Cue) -> list[_Part]:
        s = self.s
        if frame in ("np", "obj"):
            return [] if cue.lemma in _DATIVE else [(place, object_end(s, place))]
        if frame.startswith("prep:"):
            start = place + 1
            return [(start, object_end(s, start))] if start < len(s) else []
        if frame == "colon":
            return [(place, len(s))]
        if frame == "quote":
            if s[place] == "Q":
                return [(place, place + 1)]
            return [(place, max(self._end(place), s.find("}", place) + 1))]
        return [(place, self._end(place))] if place < len(s) else []

    def _content_left(self, stop: int, after: int) -> list[_Part]:
        """Return the content before an inserted *he said*, and what goes on behind it."""
        s = self.s
        while stop and s[stop - 1] in ",-":
            stop -= 1
        if stop and s[stop - 1] == "Q":
            parts = [(stop - 1, stop)]
            following = s.find("Q", after)
            if following != -1:
                parts.append((following, following + 1))
            else:
                opening = s.find("{", after)
                if opening != -1 and s[opening - 1] in ",:":
                    parts.append((opening, self._end(opening)))
            return parts
        parts = [(clause_start(s, stop), stop)]
        comma = s.find(",", after, after + 8)
        if comma != -1 and comma + 1 < len(s) and s[comma + 1] not in "Gjcqw":
            parts.append((comma + 1, self._end(comma + 1)))
        return parts

    def _relates(self, k: int, place: int) -> bool:
        """Say whether a relative pronoun stands before `k`, and at `place` its verb."""
        return (
            k > 0
            and self.s[place : place + 1] in ("v", "m", "a")
            and (self.s[k - 1] in "qh" or self.word(k - 1) == "what")
        )

    def _related_end(self, pronoun: int, place: int) -> int:
        """Return where a relative clause ends that goes on with the verb at `place`."""
        s, stop = self.s, self._end(place)
        if s[pronoun - 1 : pronoun] == ",":
            match = _RESUMED.search(s, place + 1, stop)
        else:
            match = None if _FINITE.search(s, 0, pronoun) else _MAIN.search(s, place + 1, stop)
        return match.start() if match else stop

    def _calls(self, cue: Cue, frame: str, start: int) -> bool:
        """Say whether an object is followed by what it is called (*called the vote a farce*)."""
        s = self.s
        pronoun = s[start : start + 1] == "p"
        if cue.lemma != "call" or not (frame == "np" or pronoun):
            return False
        after = start + 1 if pronoun else phrase_end(s, start)
        if not (_CALLED_IT if pronoun else _CALLED).match(s, after) or self.word(after) == "quits":
            return False
        while s[after : after + 1] and s[after] in "rdgnxejNK":
            after += 1
        # Called it a day, called the police a second time.
        return s[after : after + 1] != "y" and self.word(after - 1) not in _TIMES

    def _noun(self, k: int, cue: Cue) -> Clause | None:
        s = self.s
        if s[k + 1 : k + 2] not in _AFTER_NOUN:
            return None
        frame, place = find_frame(s, k + 1, self.word)
        clausal = frame in ("that", "to", "wh")
        if not clausal and not frame.startswith("prep:"):
            return None
        start = place if clausal else place + 1
        if start >= len(s) or is_limited(cue, frame, lambda: self._next(k + 1)):
            return None
        stop = self._end(start) if clausal else object_end(s, start)
        if clausal and not _FINITE.search(s, 0, k):
            # The claim that the wells were dry was false: the second verb is the outlet's.
            match = _SECOND.match(s, start, stop)
            stop = match.end() if match else stop
        # Whose claim it is: a possessive before it.
        j = k
        while j and s[j - 1] in "xejrnKNB":
            j -= 1
        source = (k, k)
        left = "K"
        if j and s[j - 1] == "g":
            source, left = (j - 1, j), "Kg"
        elif j and s[j - 1] == "'":
            i = j - 1
            while i and s[i - 1] in "Nxdgnej":
                i -= 1
            source, left = (i, j - 1), "Kg"
        pattern = f"{left}|{frame}|K"
        share = confidence(cue, pattern)
        return self._clause((k, k + 1), source, [(start, stop)], cue, pattern, "noun", share)


def _left(s: str, group: int, source: _Part, passive: bool) -> str:
    """Return the class of what stands left of the verb group."""
    if passive:
        return "passive"
    if group == 0:
        return "^"
    c = s[group - 1]
    if source[1] > source[0]:
        if c in "pN":
            return c
        if c in "qh":
            return "q"
        if c in ",)-":
            return "N"
        if c in "dg":
            return "d"
        return "x" if s[source[0]] in "dgnxejK" else "N"
    if c in "Q}":
        return "Q"
    if c in "pq,&tiof":
        return {"f": "i", "o": "p"}.get(c, c)
    return "O"


def _inverts(
    s: str, group: int, end: int, tag: str, left: str, frame: str, cue: Cue, passive: bool
) -> bool:
    """Say whether the subject follows: *“...,” said the minister*."""
    if tag not in "VB" or passive or cue.kind != "indirect":
        return False
    if frame not in ("np", "clause", "np-that", "obj", "np-to"):
        return False
    if s[end : end + 1] not in tuple("NdgnxpeojK"):
        return False
    if left == "Q":
        return True
    return left == "," and tag == "V" and cue.lemma in _INVERTING and bool(s[:group].rstrip(","))


def _inserts(s: str, before: int, frame: str, cue: Cue, source: _Part) -> bool:
    """Say whether a cue between commas hands the words around it to its subject."""
    if source[1] <= source[0] or cue.kind == "decree":
        return False
    if frame == "end":
        return True
    if cue.lemma not in _SAYING or not (frame in ("np", "obj") or frame in _ADJUNCTS):
        return False
    # On the plan, she notes his doubts: what stands before the comma must be a clause.
    return _VERB.search(s, 0, before) is not None
