"""Who says what in one sentence: patterns over tag strings.

Every cue word of a sentence is looked at once. What stands left of it gives the source, what
stands right of it the frame (*said that*, *vowed to*, *claims of*); the frame says where the
content lies and, by counts, how likely the word is a cue there at all.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from framing.cues import Cue, confidence, cue_words, noun_cues, particle_verbs, word_set
from framing.tags import Reading, Tagger

__all__ = ["Clause", "find_clauses"]


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

    cue: tuple[int, int]
    source: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    word: Cue
    pattern: str
    rule: str
    confidence: float


_CUE = re.compile("[VBGEKA]")
_GROUP = frozenset("ravmz")
_FINITE = frozenset("vmaVu")
_TIME = re.compile(r"(?:i?[dn]?y+)+")
# A noun phrase read from its start: connectors only between parts.
_NP = re.compile(
    r"[dgnrejxKBEN'y{}V&]*?(?:[xKNnyejo}]|(?<=[dgxejn])[BVKE])(?:-?(?:[fi&']|t(?=[dgN]))[dgn]*[rejxKBEnN'y]*[xKNny])*"
)
_NOUNY = frozenset("NxKnyej'BE})")


def find_clauses(reading: Reading, tagger: Tagger) -> list[Clause]:
    """Return what the cue words of a text introduce, in order of the cues.

    Parameters
    ----------
    reading : Reading
        One text.
    tagger : Tagger
        The one that read it.

    Examples
    --------
    >>> from framing.words import WordIndex
    >>> tagger = Tagger(WordIndex(["Mara Dolen said that talks failed."]))
    >>> reading = tagger.read(0)
    >>> clause = find_clauses(reading, tagger)[0]
    >>> clause.source, clause.cue, clause.content, clause.rule
    ((0, 2), (2, 3), ((3, 6),), 'that')
    """
    folded = tagger.index.folded
    cues = cue_words()
    found: list[Clause] = []
    for a, b in reading.sentences:
        letters = reading.tags[a:b]
        for match in _CUE.finditer(letters):
            k = match.start()
            word = folded[reading.types[a + k]]
            if letters[k] == "A":
                clause = _according(letters, k, a)
            else:
                _, cue = cues[word]
                clause = _read_cue(letters, k, a, cue, word, reading, folded)
            if clause is not None:
                found.append(clause)
    return found


_ACCORDING = Cue("according to", "indirect", "neutral", False)


def _according(s: str, k: int, a: int) -> Clause | None:
    if s[k + 1 : k + 2] != "t":
        return None
    start = k + 2
    end = _phrase_end(s, start)
    if k == 0 or s[:k].strip("r&cs") == "":
        comma = s.find(",", end)
        if comma == -1:
            left, right = end, _clause_end(s, end)
        else:
            left, right = comma + 1, _clause_end(s, comma + 1)
        if left >= right:
            return None
        content = ((a + left, a + right),)
        return Clause(
            (a + k, a + k + 2),
            (a + start, a + end),
            content,
            _ACCORDING,
            "N|to|A",
            "according_first",
            0.95,
        )
    stop = k - 1 if s[k - 1] in ",-" else k
    left = _clause_start(s, stop)
    if left >= stop:
        return None
    parts = [(a + left, a + stop)]
    if s[k - 1] == "," and s[end : end + 1] == ",":
        right = _clause_end(s, end + 1)
        if right > end + 1:
            parts.append((a + end + 1, a + right))
    return Clause(
        (a + k, a + k + 2),
        (a + start, a + end),
        tuple(parts),
        _ACCORDING,
        "N|to|A",
        "according_last",
        0.95,
    )


def _phrase_end(s: str, start: int) -> int:
    """Return the end of the noun phrase that begins at `start`."""
    if s[start : start + 1] in ("p", "o", "q"):
        return start + 1
    match = _NP.match(s, start)
    return max(match.end(), start + 1) if match and match.end() > start else min(start + 1, len(s))


_STOPS = re.compile(
    r",?[rc&]*A|;|,r*G(?=r*[hwQ{tp])|,?[&c]r*(?:[am]r*)?[Vu](?!y)|,[&cs]s?(?=[pdgNnx])[^,;QA]{1,12}?[VvmauB]"
)


def _clause_end(s: str, start: int) -> int:
    """Return where a clause that begins at `start` gives the floor back."""
    match = _STOPS.search(s, start + 1)
    return match.start() if match else len(s)


def _clause_start(s: str, stop: int) -> int:
    """Return where the clause that ends at `stop` began."""
    left = s.rfind(";", 0, stop)
    return left + 1


def _source_left(s: str, group: int) -> tuple[int, int]:
    """Return the noun phrase that ends where the verb group begins."""
    j = group
    if j and s[j - 1] in ",)-":
        # An apposition or relative clause stands between subject and verb.
        opening = {",": ",", ")": "(", "-": "-"}[s[j - 1]]
        i = s.rfind(opening, 0, j - 1)
        if i > 0 and s[i - 1] in _NOUNY and j - i < 40 and "Q" not in s[i:j]:
            inner = s[i + 1 : j - 1]
            if not (inner[:1] in "&c" or ("V" in inner and inner[:1] != "q")):
                start, end = _phrase_left(s, i)
                if end > start:
                    return start, j - 1
        return group, group
    return _phrase_left(s, j)


_IN_NP = frozenset("NxndgejK'yfBE&i}{r")
_LEAD = re.compile(r"(?:[&crsz]|i(?:[dgn]*[rejx]*[xKBEVGejn]|y+|[dgn]*N+))+(?=.)")


def _phrase_left(s: str, end: int) -> tuple[int, int]:
    j = end
    if j and s[j - 1] in "pqoh":
        return j - 1, end
    while j and (s[j - 1] in _IN_NP or (s[j - 1] == "t" and s[j : j + 1] in "dgN")):
        j -= 1
    if j and s[j - 1] == "p" and s[j - 1 : end].count("p") == 1 and s[j] == "f":
        j -= 1
    while j < end and s[j] in "&rfi'" and s[j] != "i":
        j += 1
    if j < end and s[j] == "i":
        match = _LEAD.match(s, j, end)
        if match:
            j = match.end()
        while j < end and s[j] in "&r":
            j += 1
    return (j, end) if j < end else (end, end)


def _left_class(s: str, group: int, source: tuple[int, int], passive: bool) -> str:
    if passive:
        return "passive"
    if group == 0:
        return "^"
    c = s[group - 1]
    if source[1] > source[0]:
        if c == "p":
            return "p"
        if c in "qh":
            return "q"
        if c == "N":
            return "N"
        if c in ",)-":
            return "N"
        head = s[source[0]]
        return "d" if c in "dg" else "x" if head in "dgnxejK" else "N"
    if c in "Q}":
        return "Q"
    if c in "pq,&tiof":
        return {"f": "i", "o": "p"}.get(c, c)
    return "O"


def _frame(s: str, r: int, folded: tuple[str, ...], types: list[int], a: int) -> tuple[str, int]:
    """Return the name of what follows the cue, and where its content would begin."""
    n = len(s)
    while r < n and s[r] == "r":
        r += 1
    if r >= n or s[r] in ";?!)]":
        return "end", r
    c = s[r]
    if c in "Q{":
        return "quote", r
    if c in ",:":
        if s[r + 1 : r + 2] in ("Q", "{"):
            return "quote", r + 1
        return ("end", r) if c == "," else ("colon", r + 1)
    if c == "-":
        return "end", r
    if c == "h":
        return "that", r
    if c in "wq":
        return "wh", r
    if c == "t":
        return "to", r
    if c == "y":
        match = _TIME.match(s, r)
        if match and match.end() < n:
            inner, place = _frame(s, match.end(), folded, types, a)
            if inner in ("that", "quote", "end", "to", "wh"):
                return inner, place
            return "clause", r
        return "end", r
    if c in "ifb":
        match = _ADJUNCT.match(s, r)
        if match and match.end() < n and s[match.end()] in "hQ{w:" and c == "i":
            e = match.end()
            if s[e] == ":":
                return "adjunct-colon", e + 1
            return "adjunct-" + {"h": "that", "w": "wh"}.get(s[e], "quote"), e
        return "prep:" + folded[types[a + r]], r
    if c == "s":
        return "prep:" + folded[types[a + r]], r
    if c == "p":
        return "clause", r
    if c == "o" or c in "dgNnxejKBEVG'u":
        match = _NP.match(s, r)
        e = match.end() if match and match.end() > r else r + 1
        t = e
        while t < n and s[t] in "ryz":
            t += 1
        if c == "o" and s[r : r + 2] != "oV":
            e = t = r + 1
        nxt = s[t : t + 1]
        if nxt and nxt in "vmauVq" and c != "o":
            return "clause", r
        if nxt == "h":
            return "np-that", t
        if nxt == "w":
            return "np-wh", t
        if nxt == "t":
            return "np-to", r
        if nxt and nxt in "Q{":
            return "np-quote", t
        if nxt and nxt in ",:" and s[t + 1 : t + 2] in ("Q", "{"):
            return "np-quote", t + 1
        if c == "o":
            return "obj", r
        return "np", r
    if c == "&":
        return "and", r
    if c == "c":
        return "end", r
    return "other", r


_ADJUNCT = re.compile(r"i[^,;hQ{wVvmaup:]{1,14}?(?=[hQ{w:]|,[Q{]),?")
_DATIVE = word_set(
    "tell inform notify brief assure reassure remind warn ask caution advise email text write convince persuade instruct order teach promise counsel"
)


def _read_cue(
    s: str,
    k: int,
    a: int,
    cue: Cue,
    word: str,
    reading: Reading,
    folded: tuple[str, ...],
) -> Clause | None:
    types = reading.types
    tag = s[k]
    end = k + 1
    group = k
    while group and s[group - 1] in _GROUP:
        group -= 1
    while group < k and s[group] == "r" and (group == 0 or s[group - 1] in ",;"):
        group += 1
    aux = s[group:k].strip("rz")
    nominal = (
        tag == "K"
        or ((k and s[k - 1] in "dg'" and s[k - 1 : k] != "'") or (k and s[k - 1] == "'"))
        or (k and s[k - 1] in "xejn" and tag == "B" and k > 1 and s[k - 2] in "dg'")
    )
    if nominal:
        noun = noun_cues().get(word)
        if noun is None:
            return None
        return _read_noun(s, k, a, noun, types, folded)
    particles = particle_verbs().get(cue.lemma.partition(" ")[0])
    if particles:
        for phrase, whole in particles.items():
            size = phrase.count(" ") + 1
            if end + size <= len(s) and all(
                types[a + end + i] >= 0 and folded[types[a + end + i]] == part
                for i, part in enumerate(phrase.split(" "))
            ):
                cue, end = whole, end + size
                break
    passive = tag in "VE" and aux[-1:] == "v" and not word.endswith("s")
    if tag == "E" and not aux and not passive:
        lone = True
    else:
        lone = False
    infinitive = group > 0 and s[group - 1] == "t"
    source = (group, group)
    before = group
    if not infinitive:
        source = _source_left(s, group)
        if source[1] > source[0]:
            before = source[0]
    left = _left_class(s, group, source, passive)
    if infinitive:
        left = "t"
    frame, place = _frame(s, end, folded, types, a)
    inverted = False
    ahead = s[before - 1 : before] if before else ""
    if tag in "VB" and not passive and left in ("Q", ",", "N", "x", "^") and cue.kind == "indirect":
        c = s[end : end + 1]
        if left == "Q" or (left == "," and tag == "V" and s[:group].rstrip(",")):
            if frame in ("np", "clause", "np-that", "obj", "np-to") and c in tuple("NdgnxpeojK"):
                inverted = True
    key = f"{left}|{frame}|{tag}" + ("+" if lone else "")
    p = confidence(cue, key)
    n = len(s)
    rule = frame
    if inverted:
        src_end = _inverted_end(s, end)
        source = (end, src_end)
        content = _content_left(s, group, src_end)
        rule = "inverted"
    elif ahead in ("Q", "}") and frame not in ("that", "clause", "wh") and source[1] > source[0]:
        content = _content_left(s, before, end)
        rule = "quote_first"
    elif (
        ahead == ","
        and frame
        in (
            "end",
            "np",
            "obj",
            "prep:in",
            "prep:on",
            "prep:of",
            "prep:at",
            "prep:to",
            "prep:during",
        )
        and cue.kind != "decree"
        and source[1] > source[0]
        and (frame == "end" or cue.lemma in ("say", "tell", "add", "write"))
        and before > 1
        and not passive
    ):
        content = _content_left(s, before, end)
        rule = "inserted"
    elif frame in ("end", "other", "and"):
        if passive and source[1] > source[0] and frame == "end":
            content = [(source[0], source[1])]
            rule = "passive"
        elif left == "q" and source[0] > 0:
            return None
        else:
            return None
    else:
        start = place
        if frame in ("np", "np-to", "np-that", "np-wh", "np-quote", "obj", "clause"):
            if frame in ("np-that", "np-wh", "np-quote"):
                start = place
            elif cue.lemma in _DATIVE and frame in ("np", "obj"):
                return None
            stop = _object_end(s, start) if frame in ("np", "obj") else _clause_end(s, start)
        elif frame.startswith("prep:"):
            start = place + 1
            if start >= n:
                return None
            stop = _object_end(s, start)
        elif frame == "colon":
            stop = n
        elif frame == "quote":
            stop = start + 1 if s[start] == "Q" else _clause_end(s, start)
            if s[start] == "{":
                close = s.find("}", start)
                stop = max(stop, close + 1)
        else:
            stop = _clause_end(s, start)
        content = [(start, stop)]
        if passive and frame in ("to", "prep:as", "np") and source[1] > source[0]:
            content.insert(0, source)
            source = (group, group)
            rule = "passive_" + frame
    content = [(x, y) for x, y in content if y > x]
    if not content:
        return None
    return Clause(
        (a + group, a + end),
        (a + source[0], a + source[1]),
        tuple((a + x, a + y) for x, y in content),
        cue,
        key,
        rule,
        p,
    )


def _inverted_end(s: str, start: int) -> int:
    c = s[start]
    if c in "po":
        return start + 1
    return _phrase_end(s, start)


def _content_left(s: str, stop: int, after: int) -> list[tuple[int, int]]:
    """Return the content before an inserted *he said*, and what goes on behind it."""
    while stop and s[stop - 1] in ",-":
        stop -= 1
    if stop and s[stop - 1] == "Q":
        parts = [(stop - 1, stop)]
        q = s.find("Q", after)
        if q != -1:
            parts.append((q, q + 1))
        elif "{" in s[after:]:
            place = s.find("{", after)
            if s[place - 1] in ",:":
                parts.append((place, _clause_end(s, place)))
        return parts
    left = _clause_start(s, stop)
    parts = [(left, stop)]
    comma = s.find(",", after)
    if comma != -1 and comma - after < 8 and comma + 1 < len(s):
        parts.append((comma + 1, _clause_end(s, comma + 1)))
    return parts


_OBJECT_STOPS = re.compile(r",(?!Q)|;|-|s|:|&r*[amv]*[VuB]|[VvmauB]&|c|A|iy|\)|\(")


def _object_end(s: str, start: int) -> int:
    match = _OBJECT_STOPS.search(s, start + 1)
    return match.start() if match else len(s)


def _read_noun(
    s: str, k: int, a: int, cue: Cue, types: list[int], folded: tuple[str, ...]
) -> Clause | None:
    frame, place = _frame(s, k + 1, folded, types, a)
    if frame not in ("that", "to", "wh") and not frame.startswith("prep:"):
        return None
    start = place
    if frame.startswith("prep:"):
        start += 1
    if start >= len(s):
        return None
    stop = _clause_end(s, start) if frame in ("that", "to", "wh") else _object_end(s, start)
    # Whose claim: a possessive before it.
    j = k
    while j and s[j - 1] in "xejrnKNB":
        j -= 1
    source = (k, k)
    left = "K"
    if j and s[j - 1] == "g":
        source = (j - 1, j)
        left = "Kg"
    elif j and s[j - 1] == "'":
        i = j - 1
        while i and s[i - 1] in "Nxdgnej":
            i -= 1
        source = (i, j - 1)
        left = "Kg"
    key = f"{left}|{frame}|K"
    return Clause(
        (a + k, a + k + 1),
        (a + source[0], a + source[1]),
        ((a + start, a + stop),),
        cue,
        key,
        "noun",
        confidence(cue, key),
    )
