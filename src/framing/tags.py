"""One letter per word: the sentence as a string that patterns can read.

No parser is needed to see who speaks: a sentence is written as a string of one letter per word or
mark, and the grammar of attribution is a handful of patterns over such strings.

==== =============================================================================
`d`  determiner (*the, some*)        `g`  possessive (*his, their*)
`p`  subject pronoun                 `o`  object pronoun
`h`  *that*                          `w`  *what, how, why, whether, if, when*
`q`  *who, which*                    `a`  *have, do*        `v`  *be*
`m`  modal                           `z`  *not, never*
`r`  adverb                          `i`  preposition
`f`  *of*     `t` *to*     `b` *by*  `&`  *and, or*         `c`  *but, yet*
`s`  subordinator (*because, while*) `y`  time (*Monday, week*)
`N`  name (a capital)                `n`  number
`e`  other word in -ed               `j`  other word in -ing
`u`  common finite verb              `x`  any other word
`V`  cue, finite                     `B`  cue, base form
`G`  cue in -ing                     `E`  cue, participle   `K`  cue, noun
`A`  *according*                     `Q`  a whole direct quotation
`{`  opening mark  `}` closing mark  `'`  possessive clitic
==== =============================================================================

The marks ``, ; : ? ( ) [ ] -`` stand for themselves (`-` for every dash).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from framing.cues import adjective_cues, cue_words, function_words, noun_cues, word_set
from framing.quotes import Quote, pair_quotes
from framing.sentences import find_paragraphs, find_sentences
from framing.span import Span
from framing.words import HYPHEN, WordIndex

__all__ = ["Reading", "Tagger", "tag_type"]

_NOT_ADVERBS = word_set(
    "family ally supply reply rally daily early likely unlikely july italy only friendly deadly"
    " weekly monthly assembly monopoly elderly costly ugly holy belly bully fly jelly lonely"
    " anomaly apply comply rely multiply imply tally"
)
_CAPITALS_ARE_NAMES = word_set("us it who may will march august mark bill")


def tag_type(word: str, folded: str) -> tuple[str, str]:
    """Return the tag of a word in running text, and in a headline where all words have capitals.

    Examples
    --------
    >>> tag_type("said", "said"), tag_type("Claims", "claims"), tag_type("US", "us")
    (('V', 'V'), ('N', 'V'), ('N', 'o'))
    """
    small = word[0].islower()
    tag = function_words().get(folded)
    if tag is not None:
        if small or not (len(word) > 1 and (word.isupper() or folded in _CAPITALS_ARE_NAMES)):
            return tag, tag
        if tag == "y":
            return "y", "y"
        return ("y" if folded == "may" else tag if word == "Who" or word == "It" else "N"), tag
    if folded == "according":
        return "A", "A"
    cue = cue_words().get(folded)
    if cue is not None:
        return (cue[0] if small else "N"), cue[0]
    if word[0].isdigit():
        return "n", "n"
    if not small:
        return "N", "N"
    if folded.endswith("ly") and len(folded) > 4 and folded not in _NOT_ADVERBS:
        return "r", "r"
    if folded.endswith("ed") and len(folded) > 4:
        return "e", "e"
    if folded.endswith("ing") and len(folded) > 5:
        return "j", "j"
    return "x", "x"


class Reading(NamedTuple):
    """A text as tokens: one tag letter each, with their places.

    Attributes
    ----------
    text : str
    tags : str
        One letter per token.
    starts, ends : list of int
        Places of the tokens in the text.
    types : list of int
        The word's type in the index, -1 for marks.
    sentences : list of (int, int)
        Token ranges.
    spans : list of Span
        The sentences' places in the text.
    paragraphs : list of int
        Per sentence, the number of its paragraph.
    quotes : list of Quote
    direct : set of int
        The numbers of those quotations that stand as one token `Q`.
    quote_of : dict
        Token number -> number of the quotation it opens or is.
    """

    text: str
    tags: str
    starts: list[int]
    ends: list[int]
    types: list[int]
    sentences: list[tuple[int, int]]
    spans: list[Span]
    paragraphs: list[int]
    quotes: list[Quote]
    direct: frozenset[int]
    quote_of: dict[int, int]


_PUNCTUATION = {
    ",": ",", ";": ";", ":": ":", "?": "?", "!": "?", "(": "(", ")": ")", "[": "[", "]": "]",
    "–": "-", "—": "-", "-": "-", "―": "-", "，": ",", "：": ":", "；": ";",
}  # fmt: skip


class Tagger:
    """Tags for every type of a word index, and readings of its texts.

    Parameters
    ----------
    index : WordIndex
        The words of the texts.

    Examples
    --------
    >>> tagger = Tagger(WordIndex(["Mara Dolen said that talks failed."]))
    >>> tagger.read(0).tags
    'NNVhKe'
    """

    def __init__(self, index: WordIndex) -> None:
        self.index = index
        pairs = [tag_type(w, f) for w, f in zip(index.types, index.folded, strict=True)]
        self.plain = np.frombuffer("".join(p for p, _ in pairs).encode("latin-1"), np.uint8)
        self.title = np.frombuffer("".join(t for _, t in pairs).encode("latin-1"), np.uint8)
        marks = np.zeros(0x110000, np.uint8)
        for char, tag in _PUNCTUATION.items():
            marks[ord(char)] = ord(tag)
        self._marks = marks
        self.nouns = noun_cues()
        self.adjectives = adjective_cues()

    def read(self, number: int, *, through: bool = False) -> Reading:
        """Return the tokens of text `number`; `through` the marks, as if nobody were quoted."""
        index = self.index
        text = index.texts[number]
        paragraphs = find_paragraphs(text)
        quotes: list[Quote] = []
        if not through:
            quotes, paragraphs = pair_quotes(text, paragraphs)
        top = [q for q in quotes if q.depth == 0]
        whole = _flatten(top)
        spans = find_sentences(text, paragraphs, whole)
        low, high = int(index.first[number]), int(index.first[number + 1])
        starts, ends, tags, types = self._words(text, low, high)
        direct: frozenset[int] = frozenset()
        if quotes:
            places = starts.tolist()
            direct = frozenset(
                i for i, q in enumerate(quotes) if not q.depth and _stands_alone(text, q, places)
            )
        starts, ends, tags, types = _mask(starts, ends, tags, types, quotes, direct)
        tokens_start = starts.tolist()
        tokens_end = ends.tolist()
        cuts = [*np.searchsorted(starts, [s.start for s in spans]).tolist(), len(tokens_start)]
        letters = tags.tobytes().decode("latin-1")
        kinds = types.tolist()
        sentences = list(pairwise(cuts))
        letters = self._retag(letters, kinds, sentences)
        tops = [(q.start, i) for i, q in enumerate(quotes) if not q.depth or i in direct]
        opened = np.searchsorted(starts, [start for start, _ in tops]).tolist()
        quote_of = {
            k: i
            for (start, i), k in zip(tops, opened, strict=True)
            if k < len(tokens_start) and tokens_start[k] == start
        }
        return Reading(
            text, letters, tokens_start, tokens_end, kinds, sentences, spans,
            _number_paragraphs(spans, paragraphs), quotes, direct, quote_of,
        )  # fmt: skip

    def _words(
        self, text: str, low: int, high: int
    ) -> tuple[
        npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.uint8], npt.NDArray[np.int64]
    ]:
        index = self.index
        glue = index.glue[low:high]
        kept = np.ones(high - low, bool)
        kept[1:] = glue[:-1] != HYPHEN
        firsts = np.flatnonzero(kept)
        lasts = np.append(firsts[1:] - 1, high - low - 1) if len(firsts) else firsts
        starts = index.starts[low:high][firsts].astype(np.int64)
        ends = index.ends[low:high][lasts].astype(np.int64)
        types = index.ids[low:high][firsts].astype(np.int64)
        tags = self.plain[types].copy()
        compound = firsts != lasts
        if compound.any():
            named = (tags == ord("N")) | (tags == ord("n"))
            tags[compound & ~named] = ord("x")
        codes = np.frombuffer((text + "   ").encode("utf-32-le", "surrogatepass"), np.uint32)
        kinds = self._marks[codes]
        places = np.flatnonzero(kinds)
        marks = kinds[places]
        digits = (codes >= 48) & (codes <= 57)
        before = codes[np.maximum(places - 1, 0)]
        after = codes[places + 1]
        dash = codes[places] == 45
        lone = (before == 32) | (before == 45) | (after == 45)
        number = digits[np.maximum(places - 1, 0)] & digits[places + 1]
        good = np.where(dash, lone, ~(number & ((marks == 44) | (marks == 58))))
        places, marks = places[good], marks[good]
        if "<" in text:
            starts, ends, tags, types, places, marks = _outside_markup(
                text, starts, ends, tags, types, places, marks
            )
        # A clitic ends its word: no letter follows the s.
        beyond = np.append(starts[1:], len(codes)) if len(starts) else starts
        clitic = (
            ((codes[ends] == 39) | (codes[ends] == 0x2019))
            & ((codes[ends + 1] | 32) == 115)
            & (beyond != ends + 2)
        )
        owned = ends[clitic]
        all_starts = np.concatenate([starts, places, owned])
        order = np.argsort(all_starts, kind="stable")
        return (
            all_starts[order],
            np.concatenate([ends, places + 1, owned + 2])[order],
            np.concatenate([tags, marks, np.full(len(owned), 39, np.uint8)])[order],
            np.concatenate([types, np.full(len(places) + len(owned), -1, np.int64)])[order],
        )

    def _retag(self, letters: str, types: list[int], sentences: list[tuple[int, int]]) -> str:
        """Correct tags by what stands around them: capitals that say nothing, nouns after *the*."""
        changed: list[str] | None = None
        title = self.title
        for a, b in sentences:
            if b <= a:
                continue
            part = letters[a:b]
            names = part.count("N")
            if names >= 4 and len(_SMALL_LETTERS.findall(part)) * 4 <= names:
                changed = changed or list(letters)
                for k in range(a, b):
                    if part[k - a] == "N" and types[k] >= 0:
                        changed[k] = chr(title[types[k]])
            elif part[0] == "N" and types[a] >= 0:
                tag = chr(title[types[a]])
                if tag in "GA" or (tag in "VEBK" and part[1:2] not in "N"):
                    changed = changed or list(letters)
                    changed[a] = tag
        if changed:
            letters = "".join(changed)
        if "'" in letters:
            for pronoun in "phwq":
                # He's said, that's what: no possessive but a verb.
                letters = letters.replace(pronoun + "'", pronoun + "v")
        folded = self.index.folded
        adjectives = [
            (match.start() + len(match.group()) - 1, match.group()[-1])
            for match in _PREDICATE.finditer(letters)
        ]
        attitudes = [
            (k, "B" if tag == "i" else "G")
            for k, tag in adjectives
            if types[k] >= 0 and folded[types[k]] in self.adjectives
        ]
        attitudes += [
            (match.start(), "V")
            for match in _MADE.finditer(letters)
            if folded[types[match.start()]] in _MAKES
            and folded[types[match.end() - 1]] in ("clear", "plain")
        ]
        if attitudes:
            # She is eager to, they are afraid that: like a verb in its -ing form.
            changed = list(letters)
            for k, tag in attitudes:
                changed[k] = tag
            letters = "".join(changed)
        nouns: list[int] = []
        for match in _AFTER_DETERMINER.finditer(letters):
            k = match.end() - 1
            if _is_noun(
                letters, k, [folded[types[i]] if types[i] >= 0 else "" for i in range(k - 1, k + 1)]
            ):
                nouns.append(k)
        for match in _COUNTED.finditer(letters):
            # Two dozen states: nobody states anything.
            if folded[types[match.end() - 1]].endswith("s"):
                nouns.append(match.end() - 1)
        for match in _BEFORE_VERB.finditer(letters):
            # Talks had failed, reports began: nouns before their verb.
            word = folded[types[match.start()]]
            if word.endswith("s") and word in self.nouns:
                nouns.append(match.start())
        if nouns:
            changed = list(letters)
            for k in nouns:
                changed[k] = "K" if folded[types[k]] in self.nouns else "x"
            letters = "".join(changed)
        return letters


# An adjective after be, or like after would, with something to follow.
_PREDICATE = re.compile(r"(?:v[rz]*[xej](?=[htpwQ{ifdgNxK])|m[rz]*i(?=[topdgNh]))")
_MADE = re.compile(r"u[po]?x(?=[htw])")
_MAKES = word_set("made makes")
_SMALL_LETTERS = re.compile("[xejruVBGEK]")
_AFTER_DETERMINER = re.compile(r"[dg'](?:[xejnN]B|[VB])")
_BEFORE_VERB = re.compile("(?<![pqo])V(?=[vmaue])")
_COUNTED = re.compile("nV")
_SINGULAR = word_set("this another either neither each")
_PLURAL = word_set("these those some many few several most all both others more")
_PEOPLE = word_set("people police men women children")


def _is_noun(letters: str, k: int, words: list[str]) -> bool:
    """Say whether the cue at `k` is a noun or adjective after its determiner."""
    before, word = words
    opens = letters[k + 1 : k + 2] in ("h", "p", "w", "t", "Q", "{", ",", "")
    if letters[k - 1] not in "dg'":
        # The people say, the officials say; but: the final report.
        return not (before.endswith("s") or before in _PEOPLE)
    if letters[k - 1] != "d":
        return True
    third = word.endswith("s")
    if before in _SINGULAR:
        return not (letters[k] == "V" and (third or opens))
    if before in _PLURAL:
        return not (letters[k] == "B" or (not third and opens))
    return True


_MARKUP = re.compile(r"<[A-Za-z/!][^<>]{0,300}>")
_Ints = npt.NDArray[np.int64]
_Bytes = npt.NDArray[np.uint8]


def _outside_markup(
    text: str,
    starts: _Ints,
    ends: _Ints,
    tags: _Bytes,
    types: _Ints,
    places: _Ints,
    marks: _Bytes,
) -> tuple[_Ints, _Ints, _Bytes, _Ints, _Ints, _Bytes]:
    """Leave out words and marks inside HTML tags: attributes say nothing."""
    spans = np.array([m.span() for m in _MARKUP.finditer(text)], np.int64).reshape(-1, 2)
    if not len(spans):
        return starts, ends, tags, types, places, marks

    def outside(where: _Ints) -> npt.NDArray[np.bool_]:
        k = np.searchsorted(spans[:, 0], where, side="right") - 1
        beyond: npt.NDArray[np.bool_] = (k < 0) | (where >= spans[np.maximum(k, 0), 1])
        return beyond

    kept, lone = outside(starts), outside(places)
    return starts[kept], ends[kept], tags[kept], types[kept], places[lone], marks[lone]


def _number_paragraphs(spans: Sequence[Span], paragraphs: Sequence[Span]) -> list[int]:
    numbers: list[int] = []
    k = 0
    for span in spans:
        while paragraphs[k].end <= span.start:
            k += 1
        numbers.append(k)
    return numbers


def _flatten(quotes: Sequence[Quote]) -> list[Span]:
    """Return stretches apart from one another that cover all of `quotes`."""
    found: list[Span] = []
    for quote in quotes:
        if found and quote.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, quote.end))
        else:
            found.append(Span(quote.start, quote.end))
    return found


def _stands_alone(text: str, quote: Quote, starts: list[int]) -> bool:
    """Say whether a quotation is a clause of its own, not a few words in another's syntax."""
    if quote.state == "unsure":
        return True
    if quote.state == "continued" or quote.resumes:
        return True
    words = bisect_left(starts, quote.inner_end) - bisect_left(starts, quote.inner_start)
    inner = text[quote.inner_start : quote.inner_end].strip()
    if not inner:
        return False
    before = text[max(0, quote.start - 40) : quote.start].rstrip()
    last = before[-1:]
    stopped = inner[-1] in ",.?!…—-"
    after = text[quote.end : quote.end + 1]
    capital = not inner[0].islower()
    if not before or last in ".?!”\"'’)" or text[quote.start - 1 : quote.start] in "\n":
        return stopped or after in ",." or words >= 5
    if last in ",:":
        return (capital and (stopped or words >= 3)) or (stopped and words >= 2) or words >= 6
    if last in "—–-":
        return capital and (stopped or words >= 5)
    return capital and stopped and words >= (6 if inner[-1] == "," else 3)


def _mask(
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    tags: npt.NDArray[np.uint8],
    types: npt.NDArray[np.int64],
    quotes: Sequence[Quote],
    direct: frozenset[int],
) -> tuple[
    npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.uint8], npt.NDArray[np.int64]
]:
    """Put one token in the place of each direct quotation, and marks around the others."""
    if not quotes:
        return starts, ends, tags, types
    kept = np.ones(len(starts), bool)
    edges = np.array([(q.start, q.end) for q in quotes], np.int64)
    reach = np.searchsorted(starts, edges).tolist()
    added: list[tuple[int, int, int]] = []
    for number, quote in enumerate(quotes):
        if quote.depth:
            continue
        low, high = reach[number]
        if number in direct:
            if added and added[-1][1] > quote.start and added[-1][2] == 81:
                added[-1] = (added[-1][0], max(quote.end, added[-1][1]), 81)
                kept[low:high] = False
                continue
            kept[low:high] = False
            added.append((quote.start, quote.end, 81))
        else:
            if added and added[-1][1] > quote.start:
                continue
            added.append((quote.start, quote.inner_start, 123))
            added.append((quote.inner_end, quote.end, 125))
    more = np.array(added, np.int64).reshape(-1, 3)
    all_starts = np.concatenate([starts[kept], more[:, 0]])
    order = np.argsort(all_starts, kind="stable")
    return (
        all_starts[order],
        np.concatenate([ends[kept], more[:, 1]])[order],
        np.concatenate([tags[kept], more[:, 2].astype(np.uint8)])[order],
        np.concatenate([types[kept], np.full(len(more), -1, np.int64)])[order],
    )
