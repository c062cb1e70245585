"""Who is cast as hero, villain or victim in each article, and in whose voice."""

from __future__ import annotations

from collections import Counter, defaultdict

import pandas as pd

from framing.columns import SECTIONS, VOICES
from framing.corpus import Corpus
from framing.errors import TableError, require_columns
from framing.evidence import EVIDENCE_COLUMNS
from framing.roles.places import Place, find_places
from framing.roles.saliences import Saliences, agreement
from framing.roles.words import KINDS, ROLES
from framing.segments import CARRIED_COLUMNS, SEGMENT_COLUMNS

__all__ = ["ROLE_COLUMNS", "cast"]

ROLE_COLUMNS = (
    "doc_id",
    "outlet",
    "event",
    "field",
    "section",
    "entity",
    "role",
    "voice",
    "cues",
    "kinds",
    "mentions",
    "start",
    "end",
    "text",
    "confidence",
    "why",
)
_STRENGTH = ("called", "harm", "threat", "help", "suffering", "praise", "blame", "fight")
"""Kinds of cues, the strongest first."""
_TYPES = {name: "str" for name in ROLE_COLUMNS if name not in ("section", "role", "voice")} | {
    "cues": "int64",
    "mentions": "int64",
    "start": "int64",
    "end": "int64",
    "confidence": "float64",
}


def cast(corpus: Corpus, segments: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Say who is cast as hero, villain or victim, and in whose voice. Experimental.

    Read from the sentence around a cue: what somebody is called (evaluations and labels with a
    target), who does harm and to whom, who threatens, suffers, is blamed, helps, fights what is
    bad, is praised. The verbs and nouns stand in `cues/role_words.csv`, harm also in the codebook.
    Denied cues (*did not protect*, *is no threat*) cast nobody. An article's stance is more than
    its sentences: `benchmarks/tables/roles.csv` says how often people agree.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    segments : DataFrame
        What `segment` returned for them.
    evidence : DataFrame
        What `find_targets` returned for them.

    Returns
    -------
    DataFrame
        One row per article, entity, role and voice, cues of headline, lede and body taken
        together: `doc_id`, `outlet`, `event`, `field`, `section`, `entity` (the fullest name the
        article gives, or the phrase as printed, such as *climate activists*), `role`, `voice`,
        `cues` (how many), `kinds` (of which kind, with their numbers), `mentions` (how often the
        last word of the entity stands in the article), `start`, `end` and `text` of the strongest
        cue (code points of the field), `confidence` (how often people who read the whole article
        gave the same role to the same entity; learned from articles on climate), `why`.

    Raises
    ------
    TableError
        If a column is missing, or segments or evidence name an article the corpus does not have.

    Examples
    --------
    >>> from framing import annotate, attribute, find_targets, read_corpus, read_lexicon, segment
    >>> text = "The floods destroyed the village. “Mayor Mara Dolen saved us,” Ilko Varn said."
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]}))
    >>> segments, lexicon = segment(corpus, attribute(corpus)), read_lexicon("loaded")
    >>> evidence = find_targets(corpus, annotate(corpus, segments, lexicon), lexicon)
    >>> found = cast(corpus, segments, evidence)
    >>> found[["entity", "role"]].values.tolist(), found["voice"].tolist()[-1]
    ([['floods', 'villain'], ['village', 'victim'], ['Mara Dolen', 'hero']], 'quoted')
    """
    where = "cast"
    require_columns(where, segments.columns, (*SEGMENT_COLUMNS, *CARRIED_COLUMNS))
    require_columns(where, evidence.columns, EVIDENCE_COLUMNS)
    if "target_rule" not in evidence:
        raise TableError(
            f"{where}: the evidence has no column target_rule; find_targets adds it; pass what it "
            "returned"
        )
    known = set(corpus.articles["doc_id"])
    for name, table in (("segments", segments), ("evidence", evidence)):
        strange = table.loc[~table["doc_id"].isin(known), "doc_id"]
        if len(strange):
            raise TableError(
                f"{where}: the {name} name article {strange.iloc[0]!r}; the corpus does not have "
                "it; pass the corpus they were found in"
            )
    rows = _rows(corpus, find_places(corpus, segments, evidence))
    table = pd.DataFrame(rows, columns=list(ROLE_COLUMNS)).astype(_TYPES)
    for name, known_values in (("section", SECTIONS), ("role", ROLES), ("voice", VOICES)):
        table[name] = pd.Categorical(table[name], categories=known_values)
    return table


def _rows(corpus: Corpus, places: list[Place]) -> list[tuple[object, ...]]:
    articles = corpus.articles
    events = articles["event"].fillna("") if "event" in articles else [""] * len(articles)
    about = {
        str(d): (str(d), str(o), str(e))
        for d, o, e in zip(articles["doc_id"], articles["outlet"], events, strict=True)
    }
    together: defaultdict[tuple[str, str, str, str], list[Place]] = defaultdict(list)
    for place in places:
        entity = place.cue.entity.casefold().removeprefix("the ")
        mine = together[place.doc_id, entity, place.cue.role, place.voice]
        # A word that the codebook and the table of roles both know is one cue.
        if not mine or place.field != mine[-1].field or place.cue.start >= mine[-1].cue.end:
            mine.append(place)
    saliences = Saliences(corpus)
    return [
        (*about[doc_id], *_row(saliences, role, voice, mine))
        for (doc_id, _, role, voice), mine in together.items()
    ]


def _row(saliences: Saliences, role: str, voice: str, places: list[Place]) -> tuple[object, ...]:
    best = min(places, key=lambda p: _STRENGTH.index(p.cue.kind))
    kinds = Counter(p.cue.kind for p in places)
    entity, start, end = best.cue.entity, best.cue.start, best.cue.end
    mentions, early = saliences.of(best.doc_id, entity)
    return (
        best.field,
        best.section,
        entity,
        role,
        voice,
        len(places),
        ", ".join(f"{kind} {kinds[kind]}" for kind in KINDS if kind in kinds),
        mentions,
        start,
        end,
        best.text[start:end],
        agreement(len(places), mentions, early=early, name=entity[:1].isupper(), role=role),
        best.cue.why,
    )
