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
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from framing.cues import adjective_cues, cue_words, function_words, noun_cues, word_set
from framing.quotes import Quote, pair_quotes
from framing.sentences import find_paragraphs, find_sentences
from framing.span import Span
from framing.tokens import Tokenizer, Tokens
from framing.words import WordIndex

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
    number : int
        Of the text in the index.
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

    number: int
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
        self._tokens = Tokenizer(index, self.plain)
        self._with: dict[frozenset[str], frozenset[int]] = {}
        self.nouns = noun_cues()
        self.adjectives = adjective_cues()

    def texts_with(self, words: frozenset[str]) -> frozenset[int]:
        """Return the numbers of the texts that hold one of some folded words."""
        if words not in self._with:
            index = self.index
            types = [k for word in words for k in index.type_ids.get(word, ())]
            wanted = np.zeros(len(index.types), bool)
            wanted[types] = True
            self._with[words] = frozenset(index.text_of[wanted[index.ids]].tolist())
        return self._with[words]

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
        tokens = self._tokens.read(number)
        direct = frozenset(
            i for i, q in enumerate(quotes) if not q.depth and _stands_alone(text, q, tokens.starts)
        )
        starts, ends, letters, types = _mask(tokens, quotes, direct)
        cuts = [*(bisect_left(starts, span.start) for span in spans), len(starts)]
        sentences = list(pairwise(cuts))
        letters = self._retag(letters, types, sentences)
        tops = [(q.start, i) for i, q in enumerate(quotes) if not q.depth or i in direct]
        quote_of: dict[int, int] = {}
        for start, i in tops:
            k = bisect_left(starts, start)
            if k < len(starts) and starts[k] == start:
                quote_of[k] = i
        return Reading(
            number, text, letters, starts, ends, types, sentences, spans,
            _number_paragraphs(spans, paragraphs), quotes, direct, quote_of,
        )  # fmt: skip

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


def _mask(tokens: Tokens, quotes: Sequence[Quote], direct: frozenset[int]) -> Tokens:
    """Put one token in the place of each direct quotation, and marks around the others."""
    if not quotes:
        return tokens
    starts = tokens.starts
    # Per new token: its place, its end, its letter, and up to where it stands for the others.
    added: list[tuple[int, int, str, int]] = []
    for number, quote in enumerate(quotes):
        if quote.depth:
            continue
        over = bool(added) and added[-1][1] > quote.start
        if number in direct:
            high = bisect_left(starts, quote.end)
            if over and added[-1][2] == "Q":
                start, end, tag, former = added[-1]
                added[-1] = (start, max(quote.end, end), tag, max(high, former))
            else:
                added.append((quote.start, quote.end, "Q", high))
        elif not over:
            added.append((quote.start, quote.inner_start, "{", 0))
            added.append((quote.inner_end, quote.end, "}", 0))
    added.sort(key=itemgetter(0))
    masked = Tokens([], [], "", [])
    letters: list[str] = []
    at = 0
    for start, end, tag, beyond in added:
        stop = bisect_left(starts, start) if beyond else bisect_right(starts, start)
        for column, more in zip((0, 1, 3), (start, end, -1), strict=True):
            masked[column].extend(tokens[column][at:stop])  # type: ignore[union-attr, arg-type]
            masked[column].append(more)  # type: ignore[union-attr]
        letters += (tokens.tags[at:stop], tag)
        at = max(at, stop, beyond)
    for column in (0, 1, 3):
        masked[column].extend(tokens[column][at:])  # type: ignore[union-attr, arg-type]
    return masked._replace(tags="".join([*letters, tokens.tags[at:]]))
