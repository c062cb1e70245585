"""Everything that is not the outlet's own word in one text: who says what, where.

Clauses give what cue words introduce; quotations that no clause claims look for their speaker in
the sentence, then in the sentence before; what is left between marks is a title, a term or a
scare quote. Then every stretch is laid into the one that holds it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict

from framing.clauses import Clause, find_clauses
from framing.cues import place_names, roles, word_set
from framing.devices import Device, find_devices
from framing.drafts import NOBODY, Attribution, Draft, lay
from framing.labels import Label, find_labels, find_posts, label_behind
from framing.marks import Marked, find_longer, find_purpose, is_named, is_one_of_many, is_short
from framing.models.contents import ContentTagger
from framing.phrases import group_start, phrase_end, source_left
from framing.quotes import Quote
from framing.speakers import Source, Speakers
from framing.tags import Reading, Tagger

__all__ = ["THRESHOLD", "Attribution", "find_attributions"]

THRESHOLD = 0.2
"""A cue less likely than this is none: there, content found and content missed balance."""
_NOBODYS = 0.5
"""Without a source, nouns (*questions about*) and bare passives are mostly the outlet's own."""
_FAINT = 0.07
"""A cue at least this likely may still tell whose a quotation in its sentence is."""
_BACK = 5
"""So many sentences back a quotation without a cue looks for its speaker."""
_SPEECH = ("direct", "indirect", "mental")
# He praised the “election”: the marks are the outlet's, not the source's.
_ATTITUDES = word_set(
    "praise support back oppose endorse applaud welcome celebrate cheer mock ridicule embrace"
    " favor favour defend justify accept recognize recognise acknowledge champion advocate hail"
)
_NAMED = re.compile(
    r"\b(?:known as|called|titled|entitled|named|dubbed|nicknamed|alias|aka|words?|terms?|phrases?"
    r"|film|movie|book|novel|song|album|show|series|play|memoir|documentary|episode|poem|letters?"
    r"|programme|program|single|hit|magazine|meaning|slogan|motto|hashtag|headline)(?: the| a)?$"
)
_SMALL = word_set("a an the of and in on to for at by with from or as")
_WORD = re.compile(r"[^\W\d_]+")


def find_attributions(
    tagger: Tagger,
    number: int,
    *,
    title: bool = False,
    speakers: Speakers | None = None,
    elsewhere: Speakers | None = None,
    contents: ContentTagger | None = None,
) -> list[Attribution]:
    """Return who says what in one text.

    Parameters
    ----------
    tagger : Tagger
        Over the index that holds the text.
    number : int
        The text's number in the index.
    title : bool, default False
        Whether the text is a headline (*Minister: talks have failed*).
    speakers : Speakers, optional
        Those of this text, when they were found before.
    elsewhere : Speakers, optional
        For a headline, those of the article's text, which names persons in full.
    contents : ContentTagger, optional
        Over the same index, to revise what the rules found; they stand alone when left out.

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
    if speakers is None:
        speakers = Speakers(tagger.read(number), tagger, elsewhere)
    if not speakers.reading.sentences:
        return []
    maker = _Maker(speakers.reading, tagger, speakers, contents, title)
    maker.claim_labels(title)
    maker.claim_posts()
    maker.claim_clauses()
    maker.claim_quotations()
    maker.claim_blocks()
    maker.claim_fragments()
    return lay(maker.drafts)


class _Maker:
    """Collects the drafts of one text."""

    def __init__(
        self,
        reading: Reading,
        tagger: Tagger,
        speakers: Speakers,
        contents: ContentTagger | None,
        title: bool,
    ) -> None:
        self.contents = contents
        self.title = title
        self.reading = reading
        self.tagger = tagger
        self.speakers = speakers
        self.drafts: list[Draft] = []
        self.taken: dict[int, Draft] = {}
        self.promised: set[int] = set()
        self.said: defaultdict[int, list[Draft]] = defaultdict(list)
        self.faint: defaultdict[int, list[Clause]] = defaultdict(list)
        self._begins = [a for a, _ in reading.sentences]

    def _span(self, part: tuple[int, int]) -> tuple[int, int]:
        return self.reading.starts[part[0]], self.reading.ends[part[1] - 1]

    def _sentence(self, token: int) -> int:
        return bisect_right(self._begins, token) - 1

    def _add(self, draft: Draft) -> None:
        self.drafts.append(draft)
        if draft.kind != "unsure":
            self.said[self._sentence(draft.place)].append(draft)

    def _quote(self, token: int, draft: Draft) -> None:
        self.taken[token] = draft
        self._add(draft)

    def claim_labels(self, title: bool) -> None:
        """Enter paragraphs that begin with their speaker and a colon."""
        reading = self.reading
        tags = reading.tags
        for label in find_labels(reading, title=title):
            source = self._labelled(label)
            if label.headline and not self._speaks(source, *label.source):
                continue
            after, stop = label.colon + 1, reading.sentences[label.last][1]
            whole = tags[after:stop] == "Q"
            part = self._span((after, after + 1))
            if not whole:
                part = (reading.starts[after], reading.spans[label.last].end)
            draft = Draft(
                "direct" if whole or not label.headline else "indirect",
                [part],
                label.colon,
                "headline" if label.headline else "transcript",
                0.8,
                source=source,
                cue=self._span((label.colon, after)),
                stance="neutral",
            )
            self._add(draft)
            self.speakers.note(label.colon, source)
            for k in range(after, stop):
                if tags[k] == "Q":
                    self.taken[k] = draft
                    if not whole and label.headline:
                        self._quote(
                            k, draft.echo("direct", self._span((k, k + 1)), k, draft.rule, 0.8)
                        )
        tokens = label_behind(reading) if title and not self.drafts else None
        if tokens is not None:
            source = self.speakers.resolve(*tokens)
            if self._speaks(source, *tokens):
                colon = tokens[0] - 1
                part = (reading.starts[reading.sentences[-1][0]], reading.ends[colon - 1])
                self._add(
                    Draft(
                        "indirect", [part], colon, "headline", 0.6, source=source,
                        cue=self._span((colon, colon + 1)), stance="neutral",
                    )
                )  # fmt: skip

    def claim_posts(self) -> None:
        """Enter embedded posts, which are their authors' words whole."""
        for post in find_posts(self.reading):
            place = bisect_left(self.reading.starts, post.words[0])
            source = self.speakers.resolve(*post.source)
            draft = Draft(
                "direct", [post.words], place, "post", 0.9, source=source, cue=post.handle,
                stance="neutral",
            )  # fmt: skip
            self._add(draft)
            self.speakers.note(place, source)
            stop = bisect_left(self.reading.starts, post.words[1])
            for k in range(place, stop):
                if self.reading.tags[k] == "Q":
                    self.taken[k] = draft

    def _labelled(self, label: Label) -> Source:
        source = self.speakers.resolve(*label.source)
        words = self.reading.text[source.start : source.end]
        if len(words) < 2 or words.lower() in ("question", "answer"):
            # Q and A: a label of the page, which hides nobody's name.
            return source._replace(speaker="", source_type="none")
        if source.source_type == "organisation" and not label.headline and words.isupper():
            return source._replace(source_type="named_person")
        return source

    def _speaks(self, source: Source, start: int, end: int) -> bool:
        """Say whether a label names somebody, and not a matter (*Prisoner swap: ...*)."""
        if source.source_type in ("named_person", "organisation"):
            words = self.reading.text[source.start : source.end].lower().split()
            if any(roles().get(word) for word in words):
                return True
            tags = self.reading.tags[start:end]
            if len(words) > 1 and (
                source.source_type == "organisation"
                or any(place_names().get(word) == "place" for word in words)
            ):
                return False
            if "f" in tags or "x" in tags or "K" in tags or not source.speaker:
                return False
            alone = end - start == 1 and words[-1].endswith("s") and not self._known(source)
            return not alone or words[-1] in place_names()
        return source.source_type != "none"

    def _known(self, source: Source) -> bool:
        """Say whether the article gives more of the name than the label does."""
        return len(source.speaker) > source.end - source.start

    def claim_clauses(self) -> None:
        """Enter what cue words introduce, and the devices of distance."""
        clauses = find_clauses(self.reading, self.tagger)
        if self.contents is not None:
            clauses = self.contents.revise(self.reading, clauses)
        # "He asked what she calls her dog" is a question, and holds nothing at arm's length.
        asked = {clause.content[0] for clause in clauses if clause.rule == "wh" and clause.content}
        devices = [
            device
            for device in find_devices(self.reading, self.tagger)
            if device.content not in asked and not self._is_name(device)
        ]
        for device in devices:
            self._add(
                Draft(
                    device.kind, [self._span(device.content)], device.cue[0], device.rule, 0.9,
                    source=self.speakers.resolve(*device.source), cue=self._span(device.cue),
                    stance=device.word.stance,
                )
            )  # fmt: skip
        spoken_for = {d.cue[1] - 1 for d in devices}
        tags = self.reading.tags
        if "Q" in tags:
            self.promised.update(
                p
                for clause in clauses
                if clause.confidence >= THRESHOLD
                for p, q in clause.content
                if q - p == 1 and tags[p] == "Q"
            )
        for clause in clauses:
            if clause.cue[1] - 1 in spoken_for:
                continue
            sourceless = clause.source[0] == clause.source[1] and (
                clause.word.noun or clause.rule == "passive"
            )
            if clause.confidence >= (_NOBODYS if sourceless else THRESHOLD):
                self._clause(clause)
            elif clause.confidence >= _FAINT and not clause.word.noun:
                self.faint[self._sentence(clause.cue[0])].append(clause)

    def _is_name(self, device: Device) -> bool:
        """Say whether *so-called* goes with a name in marks, or with one that people chose."""
        reading = self.reading
        start, stop = device.content
        if device.rule != "so_called" or reading.tags[start] != "{":
            return False
        cue = reading.text[slice(*self._span(device.cue))].lower()
        words = reading.text[reading.starts[start] : reading.ends[stop - 1]]
        # The self-proclaimed "fixer" says so himself.
        own = cue.startswith("self") and not cue.endswith("styled")
        return own or _looks_titled(words)

    def _clause(self, clause: Clause) -> None:
        tags = self.reading.tags
        source = self.speakers.resolve(*clause.source, clause.content)
        cue = self._span(clause.cue)
        rule = clause.rule
        first, last = clause.cue
        if last - first > 1 and (
            "z" in tags[first:last] or "n't" in self.reading.text[cue[0] : cue[1]].replace("’", "'")
        ):
            rule += "_negated"
        quoted = tags[clause.content[0][0]] == "Q" and all(
            q - p == 1 and tags[p] == "Q" for p, q in clause.content
        )
        draft = Draft(
            "direct" if quoted else clause.word.kind, [], clause.cue[0], rule,
            clause.confidence, source=source, cue=cue, stance=clause.word.stance,
            lemma=clause.word.lemma,
        )  # fmt: skip
        for p, q in clause.content:
            alone = q - p == 1 and tags[p] == "Q"
            if alone and quoted and p not in self.taken:
                draft.parts.append(self._span((p, q)))
                self.taken[p] = draft
            if not alone:
                draft.parts.append(self._span((p, q)))
            if "Q" not in tags[p:q]:
                continue
            for k in range(p, q):
                if tags[k] == "Q" and k not in self.taken and (alone or k not in self.promised):
                    self._quote(
                        k, draft.echo("direct", self._span((k, k + 1)), k, rule, draft.confidence)
                    )
        if draft.parts:
            self._add(draft)
        self.speakers.note(clause.cue[0], source)

    def claim_quotations(self) -> None:
        """Give every whole quotation that no cue claimed the speaker of the words around it."""
        reading = self.reading
        token = reading.tags.find("Q")
        while token != -1:
            number = reading.quote_of.get(token)
            quote = reading.quotes[number] if number is not None else None
            if quote is not None and quote.state == "unsure":
                part = self._span((token, token + 1))
                self._quote(token, Draft("unsure", [part], token, "unclosed_mark", 1.0))
            elif token not in self.taken:
                self._orphan(token, quote)
            token = reading.tags.find("Q", token + 1)

    def claim_blocks(self) -> None:
        """Enter paragraphs that somebody is announced to say, set off without any marks."""
        reading = self.reading
        for number in range(len(reading.sentences) - 1):
            after = reading.paragraphs[number + 1]
            if after == reading.paragraphs[number]:
                continue
            a = reading.sentences[number + 1][0]
            source = self._announced(number) if reading.tags[a : a + 1] not in "Q{[" else None
            if source is None or a in self.taken:
                continue
            last = number + 1
            while last + 1 < len(reading.sentences) and reading.paragraphs[last + 1] == after:
                last += 1
            part = (reading.spans[number + 1].start, reading.spans[last].end)
            self._add(Draft("direct", [part], a, "block", 0.6, stance="neutral", source=source))

    def _orphan(self, token: int, quote: Quote | None) -> None:
        reading = self.reading
        sentence = self._sentence(token)
        part = self._span((token, token + 1))
        resumes = quote is not None and quote.resumes
        same = [d for d in self.said[sentence] if d.kind in _SPEECH and d.rule != "headline"]
        faint = self.faint.get(sentence)
        if same and not resumes:
            near = min(same, key=lambda d: abs(d.place - token))
            self._quote(token, near.echo("direct", part, token, "same_sentence", 0.7))
            return
        if faint and not resumes:
            clause = min(faint, key=lambda c: abs(c.cue[0] - token))
            source = self.speakers.resolve(*clause.source)
            self._quote(
                token,
                Draft(
                    "direct", [part], token, "nearby_cue", 0.6, source=source,
                    cue=self._span(clause.cue), stance=clause.word.stance,
                ),
            )  # fmt: skip
            self.speakers.note(token, source)
            return
        a, b = reading.sentences[sentence]
        introduced = self._before_colon(a, token)
        if introduced is not None:
            self._quote(
                token,
                Draft(
                    "direct", [part], token, "colon", 0.6, source=introduced,
                    cue=self._span((token - 1, token)), stance="neutral",
                ),
            )  # fmt: skip
            self.speakers.note(token, introduced)
            return
        bare = not reading.tags[a:b].strip("Q,;:-")
        former = self._speaker_before(sentence, resumes=resumes) if bare or resumes else None
        if former is not None:
            self._quote(
                token,
                Draft(
                    "direct", [part], token, "continued", 0.7, stance="neutral", source=former
                ),
            )  # fmt: skip
            return
        following = self._speaker_after(sentence)
        if following is not None:
            self._quote(token, following.echo("direct", part, token, "speaker_follows", 0.5))
            return
        self._quote(token, Draft("direct", [part], token, "no_source", 0.5))

    def _before_colon(self, a: int, token: int) -> Source | None:
        """Return the source of *Mara Dolen on the plan: “...”* or *From the Gazette: “...”*."""
        tags = self.reading.tags
        if token - a < 2 or tags[token - 1] != ":" or token - a > 16:
            return None
        start = a + 1 if tags[a] == "i" else a
        source = self.speakers.resolve(start, start + phrase_end(tags[start : token - 1], 0))
        return source if source.speaker else None

    def _speaker_before(self, sentence: int, *, resumes: bool) -> Source | None:
        """Return who spoke last before a sentence that is nothing but a quotation."""
        paragraphs = self.reading.paragraphs
        paragraph = paragraphs[sentence]
        opens = sentence > 0 and paragraphs[sentence - 1] != paragraph
        if opens and not resumes:
            announced = self._announced(sentence - 1)
            if announced is not None:
                return announced
        for at in range(sentence, max(-1, sentence - _BACK), -1):
            if opens and not resumes and paragraphs[at] < paragraphs[sentence - 1]:
                return None
            drafts = [
                d for d in self.said[at]
                if d.kind in ("direct", "indirect") and (at < sentence or d.rule == "continued")
            ]  # fmt: skip
            if drafts:
                source = max(drafts, key=lambda d: d.place).source
                # Across paragraphs, only somebody who is told apart goes on.
                return source if not opens or resumes or source.speaker else None
            if opens and not resumes and at < sentence:
                # A paragraph about somebody else: the quotation below is theirs.
                subject = self.speakers.subject(*self.reading.sentences[at])
                if subject:
                    return Source(0, 0, subject, "named_person")
        return None

    def _announced(self, sentence: int) -> Source | None:
        """Return the subject of the last cue of a sentence that ends with a colon."""
        a, b = self.reading.sentences[sentence]
        s = self.reading.tags[a:b]
        cue = max(s.rfind("V"), s.rfind("B"))
        if s[-1:] != ":" or cue == -1 or self.said[sentence]:
            return None
        start, end = source_left(s, group_start(s, cue))
        source = self.speakers.resolve(a + start, a + end)
        return source if source.speaker else None

    def _speaker_after(self, sentence: int) -> Draft | None:
        reading = self.reading
        after = sentence + 1
        if after >= len(reading.sentences):
            return None
        if reading.paragraphs[after] != reading.paragraphs[sentence]:
            return None
        a = reading.sentences[after][0]
        return self.taken.get(a) if reading.tags[a : a + 1] == "Q" else None

    def claim_fragments(self) -> None:
        """Give the quoted words inside other sentences to whoever speaks there."""
        reading = self.reading
        spans = sorted(
            ((start, -end, n) for n, d in enumerate(self.drafts) for start, end in d.parts),
        )
        starts = [start for start, _, _ in spans]
        loose: list[tuple[Quote, list[str]]] = []
        for number, quote in enumerate(reading.quotes):
            if number in reading.direct:
                continue
            inner = reading.text[quote.inner_start : quote.inner_end]
            words = inner.split()
            if not words:
                continue
            holder: Draft | None = None
            size = 0
            k = bisect_right(starts, quote.start)
            for start, end, n in reversed(spans[max(0, k - 12) : k]):
                inside = start <= quote.start and quote.end <= -end
                if inside and (holder is None or -end - start < size):
                    holder, size = self.drafts[n], -end - start
            if holder is not None:
                self._inside(quote, words, _looks_titled(inner), holder)
            elif not quote.depth:
                loose.append((quote, words))
        # After the others, whose words they may be.
        for quote, words in loose:
            inner = reading.text[quote.inner_start : quote.inner_end]
            self._loose(quote, words, _looks_titled(inner))

    def _inside(self, quote: Quote, words: list[str], titled: bool, holder: Draft) -> None:
        part = (quote.start, quote.end)
        if holder.kind in ("unsure", "scare") or (titled and len(words) > 1 and not quote.depth):
            return
        if holder.kind == "direct":
            if quote.depth or holder.rule == "transcript":
                self.drafts.append(Draft("partial", [part], holder.place, "nested", 0.6))
            return
        if self._keeps_off(quote, words, holder):
            self.drafts.append(Draft("scare", [part], holder.place, "scare", 0.6))
            return
        self.drafts.append(holder.echo("partial", part, holder.place, "partial", holder.confidence))

    def _keeps_off(self, quote: Quote, words: list[str], holder: Draft) -> bool:
        """Say whether the marks in an object are the outlet's own doubt (*praised the “vote”*)."""
        if holder.lemma not in _ATTITUDES or len(words) > 2:
            return False
        marked = Marked(self.reading, quote)
        heads = self.reading.starts[marked.token - 1] == holder.parts[0][0]
        doubted = is_short(marked) and not is_one_of_many(marked) and not is_named(marked)
        return heads and marked.tag_before in ("d", "g") and doubted

    def _loose(self, quote: Quote, words: list[str], titled: bool) -> None:
        """Read a few words in marks that stand in no attributed stretch."""
        reading = self.reading
        token = bisect_left(reading.starts, quote.start)
        if token >= len(reading.starts):
            return
        sentence = self._sentence(token)
        before = reading.text[max(0, quote.start - 32) : quote.start].rstrip().lower()
        named = _NAMED.search(before) is not None or self._nickname(token, words)
        if titled and len(words) == 1 and token == reading.sentences[sentence][0]:
            titled = False
        if named or (titled and (len(words) > 1 or sentence == 0)):
            return
        part = (quote.start, quote.end)
        drafts = [
            d for d in self.said[sentence]
            if d.place < token and d.cue[1] > d.cue[0] and d.kind in (*_SPEECH, "decree")
        ]  # fmt: skip
        if drafts and not titled:
            near = max(drafts, key=lambda d: d.place)
            self.drafts.append(near.echo("partial", part, token, "same_sentence", 0.6))
            return
        faint = [c for c in self.faint.get(sentence, ()) if c.cue[0] < token]
        if faint and len(words) > 1 and not titled:
            source = self.speakers.resolve(*faint[-1].source)
            if source != NOBODY and source.source_type != "none":
                self.drafts.append(
                    Draft(
                        "partial", [part], token, "nearby_cue", 0.5, source=source,
                        cue=self._span(faint[-1].cue), stance=faint[-1].word.stance,
                    )
                )  # fmt: skip
                return
        if len(words) > 3:
            self.drafts.append(Draft("partial", [part], token, "no_source", 0.5))
        else:
            self._few(quote, token, titled, len(words) > 1)

    def _few(self, quote: Quote, token: int, titled: bool, several: bool) -> None:
        """Enter up to three words in marks that nobody in the sentence says; terms get no row."""
        part = (quote.start, quote.end)
        purpose = find_purpose(self.reading, quote, title=self.title)
        longer = find_longer(self.reading, quote)
        if longer or purpose.kind == "quotation":
            # One word alone may be anybody's.
            source = self._source_of(longer) if several else NOBODY
            rule = purpose.rule if purpose.kind == "quotation" else "repeated"
            self.drafts.append(Draft("partial", [part], token, rule, 0.5, source=source))
        elif purpose.kind == "scare":
            rule = f"scare_{purpose.rule}"
            self.drafts.append(Draft("scare", [part], token, rule, purpose.confidence))
        elif purpose.kind == "candidate" and not titled:
            # Two of three quote or doubt: neither the outlet's plain words nor sure distance.
            self.drafts.append(Draft("partial", [part], token, "candidate", purpose.confidence))

    def _source_of(self, quotes: list[Quote]) -> Source:
        """Return whose some quotations are, nobody when they are several people's."""
        places = {(quote.start, quote.end) for quote in quotes}
        sources = {
            draft.source.speaker: draft.source
            for draft in self.drafts
            if draft.source.speaker and not places.isdisjoint(draft.parts)
        }
        return next(iter(sources.values())) if len(sources) == 1 else NOBODY

    def _nickname(self, token: int, words: list[str]) -> bool:
        """Say whether the words stand between a first name and a surname."""
        tags = self.reading.tags
        if len(words) > 3 or not token or tags[token - 1] != "N":
            return False
        close = tags.find("}", token, token + 6)
        return close != -1 and tags[close + 1 : close + 2] == "N"


def _looks_titled(inner: str) -> bool:
    """Say whether quoted words are written like a title or a name."""
    words = [w for w in _WORD.findall(inner) if w.lower() not in _SMALL]
    return bool(words) and all(w[0].isupper() for w in words)
