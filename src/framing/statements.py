"""Everything that is not the outlet's own word in one text: who says what, where.

Clauses give what cue words introduce; quotations that no clause claims look for their speaker in
the sentence, then in the sentence before; what is left between marks is a title, a term or a
scare quote. Then every stretch is laid into the one that holds it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from framing.clauses import Clause, find_clauses
from framing.cues import word_set
from framing.devices import find_devices
from framing.quotes import Quote
from framing.speakers import Source, Speakers
from framing.tags import Reading, Tagger

__all__ = ["Attribution", "find_attributions"]

THRESHOLD = 0.25
"""A cue less likely than this is none: there, content found and content missed balance."""


class Attribution(NamedTuple):
    """One contiguous stretch of attributed words, in code points of its text.

    Attributes
    ----------
    number : int
        Parts of one attribution share it.
    parent : int
        Number of the attribution around it, or -1.
    kind : str
        ``"direct"``, ``"partial"``, ``"indirect"``, ``"mental"``, ``"decree"``,
        ``"concession"``, ``"scare"`` or ``"unsure"``.
    start, end : int
    source_start, source_end : int
        Equal when no source stands there.
    speaker, source_type : str
    cue_start, cue_end : int
    stance, rule : str
    confidence : float
    """

    number: int
    parent: int
    kind: str
    start: int
    end: int
    source_start: int
    source_end: int
    speaker: str
    source_type: str
    cue_start: int
    cue_end: int
    stance: str
    rule: str
    confidence: float


class _Draft:
    """An attribution being made."""

    __slots__ = ("confidence", "cue", "kind", "order", "parts", "place", "rule", "source", "stance")

    def __init__(
        self,
        kind: str,
        parts: list[tuple[int, int]],
        source: Source,
        cue: tuple[int, int],
        stance: str,
        rule: str,
        confidence: float,
        place: int,
    ) -> None:
        self.kind = kind
        self.parts = parts
        self.source = source
        self.cue = cue
        self.stance = stance
        self.rule = rule
        self.confidence = confidence
        self.place = place
        self.order = 0


_NONE = Source(0, 0, "", "none")


def find_attributions(tagger: Tagger, number: int, *, title: bool = False) -> list[Attribution]:
    """Return who says what in one text.

    Parameters
    ----------
    tagger : Tagger
        Over the index that holds the text.
    number : int
        The text's number in the index.
    title : bool, default False
        Whether the text is a headline (*Minister: talks have failed*).

    Returns
    -------
    list of Attribution
        By start, outer before inner; stretches nest properly and never cross.

    Examples
    --------
    >>> from framing.words import WordIndex
    >>> text = "“We left,” Mara Dolen said. She called the plan “reckless”."
    >>> for a in find_attributions(Tagger(WordIndex([text])), 0):
    ...     print(a.kind, "|", text[a.start : a.end], "|", a.speaker)
    direct | “We left,” | Mara Dolen
    indirect | the plan “reckless” | Mara Dolen
    partial | “reckless” | Mara Dolen
    """
    reading = tagger.read(number)
    maker = _Maker(reading, tagger)
    if not reading.sentences:
        return []
    maker.claim_labels(title)
    maker.claim_clauses()
    maker.claim_quotations()
    maker.claim_fragments()
    return _lay(maker.drafts, maker.fixed)


class _Maker:
    def __init__(self, reading: Reading, tagger: Tagger) -> None:
        self.reading = reading
        self.tagger = tagger
        self.speakers = Speakers(reading, tagger)
        self.drafts: list[_Draft] = []
        self.fixed: list[tuple[int, int]] = []
        self.weak: list[Clause] = []
        self.taken: dict[int, _Draft] = {}
        self.labelled: set[int] = set()
        self._begins = [a for a, _ in reading.sentences]

    def _span(self, part: tuple[int, int]) -> tuple[int, int]:
        return self.reading.starts[part[0]], self.reading.ends[part[1] - 1]

    def _sentence(self, token: int) -> int:
        return bisect_right(self._begins, token) - 1

    # --- labels: "Minister: talks have failed" --------------------------------------------------

    def claim_labels(self, title: bool) -> None:
        """Read paragraphs that begin with their speaker and a colon."""
        reading = self.reading
        found: list[tuple[int, int, int, int]] = []
        previous = -1
        for number, (a, b) in enumerate(reading.sentences):
            paragraph = reading.paragraphs[number]
            if paragraph == previous or b <= a:
                previous = paragraph
                continue
            previous = paragraph
            colon = reading.tags.find(":", a, min(b, a + 7))
            if colon > a and colon + 1 < b and self._is_label(a, colon):
                found.append((number, a, colon, paragraph))
        headline = title or not reading.paragraphs or bool(found and found[0][0] == 0)
        for number, a, colon, paragraph in found:
            inside_headline = (
                number == 0 and headline and len(reading.spans[0].of(reading.text)) < 160
            )
            if not (inside_headline or len(found) >= 2):
                continue
            last = number
            while last + 1 < len(reading.spans) and reading.paragraphs[last + 1] == paragraph:
                last += 1
            start = reading.starts[colon + 1]
            end = reading.spans[last].end
            source = self.speakers.resolve(a, colon)
            if source.source_type == "none" or (len(found) >= 2 and not inside_headline):
                source = source._replace(source_type=source.source_type)
            rule = "headline" if inside_headline else "transcript"
            place = (reading.starts[colon], reading.ends[colon])
            kind = "indirect" if inside_headline else "direct"
            draft = _Draft(kind, [(start, end)], source, place, "neutral", rule, 0.8, colon)
            self.drafts.append(draft)
            self.speakers.note(colon, source)
            for k in range(colon + 1, reading.sentences[last][1]):
                if reading.tags[k] == "Q":
                    self._quote(k, draft)
        if title:
            self._label_behind()

    def _is_label(self, a: int, colon: int) -> bool:
        tags = self.reading.tags[a:colon]
        if not _LABEL.fullmatch(tags):
            return False
        text = self.reading.text[self.reading.starts[a] : self.reading.ends[colon - 1]]
        return (
            text.lower() not in _NO_LABELS
            and self.reading.text[self.reading.ends[colon] : self.reading.ends[colon] + 1].isspace()
        )

    def _label_behind(self) -> None:
        """Read a headline that ends with its speaker (*Talks have failed: minister*)."""
        reading = self.reading
        a, b = reading.sentences[-1]
        colon = max(reading.tags.rfind(":", a, b), reading.tags.rfind("-", a, b))
        if colon <= a or b - colon > 5 or self.drafts:
            return
        source = self.speakers.resolve(colon + 1, b)
        known = source.source_type in ("office", "named_person", "organisation", "document")
        if not known and source.source_type not in ("collective", "anonymous", "medium"):
            return
        if reading.tags[colon] == "-" and source.source_type not in ("office", "document"):
            return
        place = (reading.starts[colon], reading.ends[colon])
        part = (reading.starts[a], reading.ends[colon - 1])
        self.drafts.append(
            _Draft("indirect", [part], source, place, "neutral", "headline", 0.6, colon)
        )

    # --- clauses --------------------------------------------------------------------------------

    def claim_clauses(self) -> None:
        reading = self.reading
        devices = find_devices(reading, self.tagger)
        spoken_for = {d.cue[1] - 1 for d in devices}
        clauses = find_clauses(reading, self.tagger)
        for device in devices:
            source = self.speakers.resolve(*device.source)
            span = self._span(device.content)
            self.drafts.append(
                _Draft(
                    device.kind, [span], source, self._span(device.cue), device.word.stance,
                    device.rule, 0.9, device.cue[0],
                )
            )  # fmt: skip
        for clause in clauses:
            if clause.cue[1] - 1 in spoken_for:
                continue
            if clause.confidence < THRESHOLD:
                self.weak.append(clause)
                continue
            self._clause(clause)

    def _clause(self, clause: Clause) -> None:
        reading = self.reading
        tags = reading.tags
        source = self.speakers.resolve(*clause.source)
        cue = self._span(clause.cue)
        rule = clause.rule
        if "z" in tags[clause.cue[0] : clause.cue[1]] or "n't" in reading.text[cue[0] : cue[1]]:
            rule += "_negated"
        parts: list[tuple[int, int]] = []
        kind = clause.word.kind
        quoted = all(q - p == 1 and tags[p] == "Q" for p, q in clause.content)
        draft = _Draft(
            "direct" if quoted else kind,
            parts, source, cue, clause.word.stance, rule, clause.confidence, clause.cue[0],
        )  # fmt: skip
        for p, q in clause.content:
            if q - p == 1 and tags[p] == "Q":
                if p in self.taken and not quoted:
                    continue
                if p in self.taken and quoted:
                    continue
                if quoted:
                    parts.append(self._span((p, q)))
                    self.taken[p] = draft
                else:
                    self._quote(p, draft)
                continue
            parts.append(self._span((p, q)))
            for k in range(p, q):
                if tags[k] == "Q" and k not in self.taken:
                    self._quote(k, draft)
        if parts:
            self.drafts.append(draft)
        self.speakers.note(clause.cue[0], source)

    def _quote(self, token: int, of: _Draft, rule: str = "", confidence: float = 0.0) -> None:
        """Enter a whole quotation that `of` introduces."""
        draft = _Draft(
            "direct",
            [self._span((token, token + 1))],
            of.source, of.cue, of.stance, rule or of.rule, confidence or of.confidence, token,
        )  # fmt: skip
        self.taken[token] = draft
        self.drafts.append(draft)

    # --- whole quotations -----------------------------------------------------------------------

    def claim_quotations(self) -> None:
        """Give every whole quotation that no cue claimed the speaker of the words before it."""
        reading = self.reading
        tags = reading.tags
        token = tags.find("Q")
        while token != -1:
            number = reading.quote_of.get(token)
            quote = reading.quotes[number] if number is not None else None
            if quote is not None and quote.state == "unsure":
                self._unsure(token)
            elif token not in self.taken:
                self._orphan(token, quote)
            token = tags.find("Q", token + 1)

    def _unsure(self, token: int) -> None:
        span = self._span((token, token + 1))
        former = self.taken.get(token)
        if former is not None:
            former.parts = [p for p in former.parts if p != span]
        draft = _Draft("unsure", [span], _NONE, (0, 0), "", "unclosed_mark", 1.0, token)
        self.taken[token] = draft
        self.drafts.append(draft)
        self.fixed.append(span)

    def _orphan(self, token: int, quote: Quote | None) -> None:
        reading = self.reading
        sentence = self._sentence(token)
        a, b = reading.sentences[sentence]
        near = [
            c for c in self.weak if a <= c.cue[0] < b and c.confidence > 0.06 and not c.word.noun
        ]
        same = [
            d
            for d in self.drafts
            if a <= d.place < b
            and d.kind in ("direct", "indirect", "mental")
            and d.rule != "headline"
        ]
        others = [k for k in range(a, b) if reading.tags[k] not in "Q,;:-"]
        if same:
            best = min(same, key=lambda d: abs(d.place - token))
            self._quote(token, best, "same_sentence", 0.7)
            return
        if near:
            clause = min(near, key=lambda c: abs(c.cue[0] - token))
            source = self.speakers.resolve(*clause.source)
            draft = _Draft(
                "direct", [], source, self._span(clause.cue), clause.word.stance, "nearby_cue",
                0.6, clause.cue[0],
            )  # fmt: skip
            self._quote(token, draft)
            self.speakers.note(token, source)
            return
        former = self._speaker_before(token, sentence, quote, bool(others))
        if former is not None:
            continued = _Draft(
                "direct", [], former.source._replace(start=0, end=0), (0, 0), former.stance,
                "continued", 0.7, token,
            )  # fmt: skip
            continued.stance = "neutral"
            self._quote(token, continued)
            return
        following = self._speaker_after(sentence)
        if following is not None:
            self._quote(token, following, "speaker_follows", 0.5)
            return
        alone = _Draft("direct", [], _NONE, (0, 0), "", "no_source", 0.5, token)
        self._quote(token, alone)

    def _speaker_before(
        self, token: int, sentence: int, quote: Quote | None, mixed: bool
    ) -> _Draft | None:
        reading = self.reading
        resumes = quote is not None and quote.resumes
        earlier = [d for d in self.drafts if d.place < token and d.kind in ("direct", "indirect")]
        if not earlier:
            return None
        last = max(earlier, key=lambda d: d.place)
        at = self._sentence(last.place)
        paragraph = reading.paragraphs[sentence]
        if resumes:
            return last
        if reading.paragraphs[at] == paragraph and sentence - at <= 3 and not mixed:
            return last
        opens = sentence == 0 or reading.paragraphs[sentence - 1] != paragraph
        if opens and not mixed and at == sentence - 1 and last.source.speaker:
            ends = reading.spans[at].end
            if reading.text[ends - 1 : ends] in (":", ","):
                return last
            if last.kind == "indirect" and last.source.source_type == "named_person":
                return last
        return None

    def _speaker_after(self, sentence: int) -> _Draft | None:
        reading = self.reading
        after = sentence + 1
        if after >= len(reading.sentences) or (
            reading.paragraphs[after] != reading.paragraphs[sentence]
        ):
            return None
        a, b = reading.sentences[after]
        if reading.tags[a : a + 1] != "Q":
            return None
        return self.taken.get(a)

    # --- a few words in marks -------------------------------------------------------------------

    def claim_fragments(self) -> None:
        """Give the quoted words inside other sentences to whoever speaks there."""
        reading = self.reading
        spans = sorted(
            ((p[0], p[1], d) for d in self.drafts for p in d.parts), key=lambda x: (x[0], -x[1])
        )
        starts = [x[0] for x in spans]
        for number, quote in enumerate(reading.quotes):
            if number in reading.direct:
                continue
            holder = None
            k = bisect_right(starts, quote.start)
            for start, end, draft in reversed(spans[max(0, k - 12) : k]):
                if start <= quote.start and quote.end <= end and draft.kind != "unsure":
                    if holder is None or end - start < holder[1] - holder[0]:
                        holder = (start, end, draft)
            inner = reading.text[quote.inner_start : quote.inner_end]
            words = inner.split()
            if not words:
                continue
            titled = _looks_titled(inner)
            if holder is not None:
                draft = holder[2]
                if draft.kind in ("direct", "scare") and quote.depth == 0:
                    continue
                if titled and len(words) > 1 and draft.kind != "direct":
                    continue
                self._fragment(quote, draft)
                continue
            if quote.depth:
                continue
            self._loose(quote, words, titled)

    def _fragment(self, quote: Quote, draft: _Draft) -> None:
        kind = "partial"
        source, cue, stance, rule = draft.source, draft.cue, draft.stance, "partial"
        if draft.kind == "direct":
            source, cue, stance, rule = _NONE, (0, 0), "", "nested"
        if draft.kind == "concession":
            kind = "scare"
        self.drafts.append(
            _Draft(
                kind, [(quote.start, quote.end)], source, cue, stance, rule,
                draft.confidence, draft.place,
            )
        )  # fmt: skip

    def _loose(self, quote: Quote, words: list[str], titled: bool) -> None:
        reading = self.reading
        token = bisect_left(reading.starts, quote.start)
        if token >= len(reading.starts):
            return
        sentence = self._sentence(token)
        a, b = reading.sentences[sentence]
        before = reading.text[max(0, quote.start - 32) : quote.start].rstrip().lower()
        if titled and (len(words) > 1 or _NAMED.search(before)):
            return
        if _NAMED.search(before) or self._nickname(token, words):
            return
        drafts = [
            d for d in self.drafts
            if a <= d.place < b and d.kind in ("direct", "indirect", "mental", "decree")
            and d.place < token and d.cue[1] > d.cue[0]
        ]  # fmt: skip
        span = (quote.start, quote.end)
        if drafts and not titled:
            near = max(drafts, key=lambda d: d.place)
            # Another subject and verb between would make it that one's affair.
            self.drafts.append(
                _Draft("partial", [span], near.source, near.cue, near.stance, "same_sentence",
                       0.6, token)
            )  # fmt: skip
            return
        weak = [
            c
            for c in self.weak
            if a <= c.cue[0] < token and c.confidence > 0.08 and not c.word.noun
        ]
        if weak and len(words) > 1 and not titled:
            clause = weak[-1]
            source = self.speakers.resolve(*clause.source)
            if source.source_type != "none":
                self.drafts.append(
                    _Draft("partial", [span], source, self._span(clause.cue),
                           clause.word.stance, "nearby_cue", 0.5, token)
                )  # fmt: skip
                return
        if len(words) <= 3:
            confidence = 0.3 if titled else 0.6
            if titled and sentence == 0:
                return
            self.drafts.append(
                _Draft("scare", [span], _NONE, (0, 0), "", "scare", confidence, token)
            )
            return
        self.drafts.append(_Draft("partial", [span], _NONE, (0, 0), "", "no_source", 0.5, token))

    def _nickname(self, token: int, words: list[str]) -> bool:
        tags = self.reading.tags
        close = tags.find("}", token)
        return (
            len(words) <= 3
            and token > 0
            and tags[token - 1] == "N"
            and tags[close + 1 : close + 2] == "N"
        )


_LABEL = re.compile(r"[dN&'nxKf]{1,6}|N")
_NO_LABELS = word_set(
    "video photos photo watch live update updates breaking opinion analysis exclusive editorial"
    " review explainer note correction related more gallery read listen podcast factbox timeline"
    " abstract full text title"
) | {"full text", "read more", "fact check"}
_NAMED = re.compile(
    r"(?:\bknown as|\bcalled|\btitled|\bentitled|\bnamed|\bdubbed|\bnicknamed|\balias|\baka|\bword|\bwords"
    r"|\bterm|\bterms|\bphrase|\bphrases|\bfilm|\bmovie|\bbook|\bnovel|\bsong|\balbum|\bshow|\bseries|\bplay|\bmemoir"
    r"|\bdocumentary|\bepisode|\bpoem|\bletters?|\bprogramme|\bprogram|\bsingle|\bhit|\bmagazine|\bmeaning)(?: the| a)?$"
)
_SMALL = word_set("a an the of and in on to for at by with from or as")


def _looks_titled(inner: str) -> bool:
    """Say whether quoted words are written like a title or a name."""
    words = [w for w in re.findall(r"[^\W\d_]+", inner) if w.lower() not in _SMALL]
    return bool(words) and all(w[0].isupper() for w in words)


def _lay(drafts: list[_Draft], fixed: list[tuple[int, int]]) -> list[Attribution]:
    """Lay every stretch into the one that holds it; none may cross another."""
    drafts = [d for d in drafts if d.parts]
    drafts.sort(key=lambda d: (d.parts[0][0], -d.parts[-1][1], d.place))
    spans: list[tuple[int, int, int, _Draft]] = []
    for order, draft in enumerate(drafts):
        draft.order = order
        spans.extend((start, end, order, draft) for start, end in draft.parts if end > start)
    if fixed:
        spans = _clear(spans, fixed)
    spans.sort(key=lambda x: (x[0], -x[1], x[3].kind in ("direct", "partial"), x[2]))
    placed: list[tuple[int, int, _Draft]] = []
    stack: list[tuple[int, _Draft]] = []
    result: list[tuple[int, int, _Draft, _Draft | None]] = []
    for start, end, _, draft in spans:
        while stack and stack[-1][0] <= start:
            stack.pop()
        if stack and end > stack[-1][0]:
            # Crossing: the inner one ends where the outer does.
            end = stack[-1][0]
        if end <= start:
            continue
        twin = next((p for p in reversed(placed[-3:]) if p[0] == start and p[1] == end), None)
        if twin is not None and draft.kind not in ("direct", "partial", "scare", "unsure"):
            continue
        around = next((d for _, d in reversed(stack) if d is not draft), None)
        result.append((start, end, draft, around))
        placed.append((start, end, draft))
        stack.append((end, draft))
    numbers: dict[int, int] = {}
    for _, _, draft, _ in result:
        numbers.setdefault(draft.order, len(numbers))
    return [
        Attribution(
            numbers[draft.order],
            -1 if around is None else numbers[around.order],
            draft.kind, start, end,
            draft.source.start, draft.source.end, draft.source.speaker, draft.source.source_type,
            draft.cue[0], draft.cue[1], draft.stance, draft.rule, draft.confidence,
        )
        for start, end, draft, around in result
    ]  # fmt: skip


def _clear(
    spans: list[tuple[int, int, int, _Draft]], fixed: list[tuple[int, int]]
) -> list[tuple[int, int, int, _Draft]]:
    """Cut all but the unsure stretches out of the unsure ones."""
    kept: list[tuple[int, int, int, _Draft]] = []
    for start, end, order, draft in spans:
        if draft.kind != "unsure":
            for left, right in fixed:
                if start < right and left < end:
                    end = min(end, left) if start < left else start
        if end > start:
            kept.append((start, end, order, draft))
    return kept
