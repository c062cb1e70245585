"""Where phrases and clauses begin and end in a tag string (`framing.tags` lists the letters)."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = [
    "clause_end",
    "clause_start",
    "group_start",
    "object_before",
    "object_end",
    "phrase_end",
    "phrase_left",
    "source_left",
    "subject_before",
]

_GROUP = frozenset("ravmz")
_NOUNY = frozenset("NxKnyej'BE})")
_PART_OF = re.compile(r"[nx]f[Nxg]{0,2}$")
_RATIO = re.compile(r"i?n(?:in|f)")
_BEFORE_NOUN = tuple("dgnNfxj")
_IN_PHRASE = frozenset("NxndgejK'yfBE&i}{r")
# A noun phrase read from its start: connectors only between parts. A word in -ed after a noun is
# taken for its verb when an object or adjunct follows.
_BASE = (
    r"[dgn]*(?:[rjxKNEny'{}&]|(?<![xNKny])e|e(?![dgitopyrN,]|$)|(?<=[dgxejn'])B)+(?<=[xKNnyejBE}])"
)
_PHRASE = re.compile(rf"{_BASE}(?:-?(?:[fi]|t(?=[dgN])){_BASE})*|[dgn]+")
# What may stand before a subject at the start of its clause: adverbs, conjunctions, adjuncts.
_LEAD = re.compile(r"(?:[&crsz]|i(?:[dgn]*[rejx]*[xKBEVGejn]|[dn]?y+|[dgn]*N+))+(?=.)")
_TIME_LEAD = re.compile(r"[dn]?y+(?=[dgNnxpe])")
_CLAUSE_STOPS = re.compile(
    r",?[rc&]*A|;|(?:,|(?<=,}))r*G(?=r*[hwQ{tp])|,?[&c]r*(?:[am]r*)?V(?!y)"
    r"|,[&cs]s?(?=[pdgNnx])[^,;QA]{1,12}?[VB]"
)
_OBJECT_STOPS = re.compile(r",}|,(?!Q)|;|-|:|&r*[amv]*[VuB]|[VvmauB]&|c|A|iy|\)|\(")
_SUBJECT = re.compile(r"[pxNKnoy]r*[amv]*r*V")
_FINITE = re.compile(r"[Vvmau]|(?<=[xKNny])e")


def group_start(s: str, verb: int) -> int:
    """Return where the verb group that ends with the verb at `verb` begins.

    Examples
    --------
    >>> group_start("NNarV", 4)
    2
    """
    group = verb
    while group and s[group - 1] in _GROUP:
        group -= 1
    while group < verb and s[group] == "r" and (group == 0 or s[group - 1] in ",;"):
        group += 1
    return group


def phrase_end(s: str, start: int) -> int:
    """Return the end of the noun phrase that begins at `start`.

    Examples
    --------
    >>> phrase_end("dxfdNVh", 0)
    5
    """
    if s[start : start + 1] in ("p", "o", "q"):
        return start + 1
    match = _PHRASE.match(s, start)
    return max(match.end(), start + 1) if match and match.end() > start else min(start + 1, len(s))


def phrase_left(s: str, end: int) -> tuple[int, int]:
    """Return the noun phrase that ends at `end`, without what leads up to it.

    Examples
    --------
    >>> phrase_left("iyNNV", 4), phrase_left("dxidxV", 5)
    ((2, 4), (0, 5))
    """
    j = end
    if j and s[j - 1] == "&":
        return end, end
    if j and s[j - 1] in "pqoh":
        return j - 1, end
    while (
        j
        and (
            s[j - 1] in _IN_PHRASE
            or (s[j - 1] == "t" and s[j : j + 1] in "dgN")
            or (s[j - 1] == "b" and s[j - 2 : j - 1] in ("x", "K", "N"))
            or (s[j - 1] == "V" and s[j : j + 1] in ("i", "b") and s[j - 2 : j - 1] in ("x", "K"))
            # Most registered voters; voters wanting change; the planning of it; exit polling
            or (s[j - 1] == "E" and s[j : j + 1] in ("x", "N") and s[j - 2 : j - 1] in _BEFORE_NOUN)
            or (s[j - 1] == "G" and s[j - 2 : j - 1] in tuple("xKdgN" if j == end else "xKdg"))
            or (s[j - 1] == "V" and s[j : j + 1] in ("x", "N") and _PART_OF.search(s, 0, j - 1))
        )
    ):
        j -= 1
    while j < end and s[j] in "&rf'}":
        j += 1
    if s[j : j + 1] == "i" and s[j - 1 : j] == "p":
        # Someone in the audience
        return j - 1, end
    if _RATIO.match(s, j, end):
        # About four in ten voters
        return j + (s[j] == "i"), end
    if j < end and s[j] == "i":
        match = _LEAD.match(s, j, end)
        if match:
            j = match.end()
        while j < end and s[j] in "&r":
            j += 1
    match = _TIME_LEAD.match(s, j, end)
    if match and match.end() < end:
        j = match.end()
    if s[j:end].strip("ift&r") == "":
        return end, end
    return j, end


def source_left(s: str, group: int) -> tuple[int, int]:
    """Return the subject that ends where the verb group begins, over an insertion if need be.

    Examples
    --------
    >>> source_left("NN,dxfN,V", 8)
    (0, 7)
    """
    start, end = _source_left(s, group)
    for _ in range(_CHAIN):
        if start == end:
            break
        verb = start + (s[start] == "e" and s[start - 1 : start] == "q")
        before = _RELATIVE.search(s, max(0, verb - _FAR), verb)
        if before and s[start] not in "qh":
            # Voters who watched the debate said: the voters did.
            found = phrase_left(s, before.start())
        elif s[start - 1 : start] == "b" and _REDUCED.search(s, 0, start):
            # A letter obtained by the Gazette warns: the letter does.
            found = phrase_left(s, start - 2)
        elif s[start - 1 : start] == "," and _ENUMERATED.search(s, 0, end):
            # Dorin, Revin and Dolen; Mara Dolen of Brel, South Velmora
            found = phrase_left(s, start - 1)
            if s[: found[0]].strip("rcs&") and s[found[0] - 1] not in ",Qh;":
                break
        elif s[start - 1 : start] == "," and s[start - 2 : start - 1] in tuple("NnKxy"):
            # A name, an age, what she is, where she lives: one subject in several commas.
            listed = _LISTED.search(s, max(0, start - _LONG), start)
            found = listed.span("name") if listed else (start, start)
        else:
            break
        if found[0] == found[1]:
            break
        start, end = found[0], end if not before else found[1]
        if before:
            break
    return start, end


_CHAIN = 3
_FAR = 14
_LONG = 40
# Which verb follows who: up to the object or adjunct that stands before the other verb.
_RELATIVE = re.compile(
    r"(?:(?<=[NxKny']),?q|(?<=[NxKy])h(?=[ramvVue]))r*[amv]*r*[VuBeE](?:[^,;:pqhV]{0,9})$"
)
_ENUMERATED = re.compile(r"(?:Nx?,d?[Nx]+'?[Nx]*,?&[dN][Nx']*|N[fi]N+,N+)$")
_REDUCED = re.compile(r"[NxKy][eE]b$")
_LISTED = re.compile(r"(?:^|(?<=[,Q;]))(?P<name>N{2,4}),(?:n,)?(?:[dx][dgxNKeji]{0,12},)?$")
_LATE = re.compile(r"(?:[dih]?x?s?[dn]*y+)$")


def _source_left(s: str, group: int) -> tuple[int, int]:
    late = _LATE.search(s, max(0, group - _FAR), group) if s[group - 1 : group] == "y" else None
    if late and late.start() and s[late.start() - 1] in "NxKn'o)":
        # The ministry two weeks ago said: when is not who.
        group = late.start()
    if s[max(group - 2, 0) : group] == ",}":
        # The comma stands inside the marks: the group, known as “the Bears,” said.
        closing = group - 1
        i = s.rfind(",", max(0, group - 41), max(s.rfind("{", 0, group), 0))
    elif group and s[group - 1] in ",)-":
        closing = group - 1
        opening = {",": ",", ")": "(", "-": "-"}[s[closing]]
        i = s.rfind(opening, max(0, group - 41), closing)
        relative = s.rfind(",q", max(0, group - 41), i + 1)
        if opening == "," and relative > 0 and s[i + 1 : i + 2] != "q":
            # Who served under three presidents, twice, told ...: from its who to the verb.
            i = relative
    else:
        return phrase_left(s, group)
    if i > 0 and s[i - 1] == ")":
        # Robert Casey (D-Pa.), a backer, said.
        i = max(s.rfind("(", 0, i), 0)
    # An apposition or relative clause stands between subject and verb.
    if i > 0 and s[i - 1] in _NOUNY and "Q" not in s[i:group]:
        inner = s[i + 1 : closing]
        if inner[:1] not in tuple("&c") and (inner[:1] == "q" or not _SUBJECT.search(inner)):
            start, end = phrase_left(s, i)
            if end > start:
                return start, group if s[group - 1] == "}" else closing
    return group, group


def object_before(s: str, infinitive: int) -> tuple[int, int]:
    """Return the object right before *to* that a verb governs (*led her to say*), or nothing.

    Examples
    --------
    >>> object_before("NVNNtB", 4), object_before("NVtB", 2)
    ((2, 4), (2, 2))
    """
    if s[max(infinitive - 1, 0) : infinitive] not in ("N", "o", "x"):
        return infinitive, infinitive
    j = infinitive - 1
    while j and s[j - 1] in "Ndgxn'e":
        j -= 1
    governed = j > 0 and s[j - 1] in "VuBGj"
    return (j, infinitive) if governed else (infinitive, infinitive)


def subject_before(s: str, verb: int) -> tuple[int, int]:
    """Return the subject of the first finite verb before `verb`, for verbs that share it.

    Examples
    --------
    >>> subject_before("NNudx,Gh", 6)
    (0, 2)
    """
    match = _FINITE.search(s, 1, verb)
    if match is None:
        return verb, verb
    return source_left(s, group_start(s, match.start()))


def clause_end(s: str, start: int, speaks: Callable[[int], bool] | None = None) -> int:
    """Return where a clause that begins at `start` gives the floor back.

    Parameters
    ----------
    s : str
        The sentence as a tag string.
    start : int
        Where the clause begins.
    speaks : callable, optional
        Says of a cue's token whether it tells of speech: only then does a second verb (*and
        added*, *while Revin said*) take the floor.

    Examples
    --------
    >>> clause_end("NVhxe,Ghdxe", 2)
    5
    """
    place = start + 1
    while True:
        match = _CLAUSE_STOPS.search(s, place)
        if match is None:
            return len(s)
        end = match.end()
        if speaks is None or s[end - 1] not in "VB" or speaks(end - 1):
            return match.start()
        place = match.start() + 1


def clause_start(s: str, stop: int) -> int:
    """Return where the clause that ends at `stop` began.

    Examples
    --------
    >>> clause_start("xe;dxe,NV", 6)
    3
    """
    return s.rfind(";", 0, stop) + 1


def object_end(s: str, start: int) -> int:
    """Return where an object that begins at `start` ends; a quoted part of it stays whole.

    Examples
    --------
    >>> object_end("NVdx{x,}Gh", 2), object_end("NVdxiy", 2)
    (8, 4)
    """
    place = start + 1
    while True:
        match = _OBJECT_STOPS.search(s, place)
        if match is None:
            return len(s)
        if match.group() == ",}":
            return match.end()
        if match.group() == ":" and s[match.end() : match.end() + 1] in ("Q", "{"):
            # The paper quoted a spokesman as saying: “...”
            place = match.end() + 1
            continue
        opening = s.rfind("{", start, match.start())
        close = s.find("}", opening) if opening != -1 else -1
        if close < match.start():
            return match.start()
        place = close
