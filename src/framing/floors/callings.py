"""Who is called what by whom: targets of loaded expressions, and whose words they are."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from framing.columns import ESTIMANDS, base_category
from framing.corpus import Corpus
from framing.errors import TableError, require_columns
from framing.evidence import EVIDENCE_COLUMNS
from framing.floors.people import key_of, same_names
from framing.floors.tallies import SHARE_COLUMNS, articles_of, shares
from framing.lexicon import Lexicon, Term
from framing.speakers import Speakers
from framing.tags import Tagger
from framing.targets import Targets

__all__ = ["CALLING_COLUMNS", "count_callings", "find_targets"]

CALLING_COLUMNS = (
    "group",
    "caller",
    "target",
    "words",
    *(name for name in SHARE_COLUMNS if name not in ("group", "source")),
)
CALLERS = {"the outlet": ESTIMANDS["wording"], "its sources": ("quoted",)}
"""Whose words: the outlet's wording, or those it quotes."""
_ABOUT = ("evaluation", "label", "dysphemism", "metaphor")
"""The categories whose expressions are asked whom they are about."""
_SHOWN = 3


def find_targets(corpus: Corpus, evidence: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Say of evaluations, labels, dysphemisms and metaphors whom they are about. Experimental.

    By rules over the words around an expression, read through quotation marks: *called Dolen a
    puppet*, *strongman Ilko Varn*, *Dolen, a puppet,*, *Dolen is reckless*, *slammed Dolen*, *the
    Karsk regime*, *the reckless mayor*, *Dolen's reckless plan*, the subject of a verb, and who was
    called so before. Pronouns, surnames and offices become the fullest name of the article. Where
    no rule speaks the target stays empty. `benchmarks/tables/demo_targets.csv` says how often it
    is right.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    evidence : DataFrame
        What `annotate` found in them.
    lexicon : Lexicon
        The codebook it was found with: what is listed as a verb has a subject.

    Returns
    -------
    DataFrame
        The evidence with `target` filled where a rule speaks, `target_rule` (which one, or empty)
        and `target_speaker_relation`: ``self`` (the speaker is the target), ``other`` (a speaker
        about somebody else), ``outlet`` (the outlet's own words), or empty without a target or a
        known speaker.

    Raises
    ------
    TableError
        If a column is missing, or the evidence was found in other articles.

    Examples
    --------
    >>> from framing import annotate, attribute, read_corpus, read_lexicon, segment
    >>> text = "President Ilko Varn is reckless. “Mayor Mara Dolen is a puppet,” Varn said."
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]}))
    >>> segments, lexicon = segment(corpus, attribute(corpus)), read_lexicon("loaded")
    >>> found = find_targets(corpus, annotate(corpus, segments, lexicon), lexicon)
    >>> found = found[found["target"] != ""]
    >>> found[["text", "target", "target_speaker_relation"]].values.tolist()[0]
    ['reckless', 'Ilko Varn', 'outlet']
    """
    require_columns("find_targets", evidence.columns, EVIDENCE_COLUMNS)
    table = evidence.reset_index(drop=True)
    about = table["category"].astype(str).map(base_category).isin(_ABOUT).to_numpy()
    places = pd.MultiIndex.from_frame(corpus.places[["doc_id", "field"]])
    numbers = places.get_indexer(pd.MultiIndex.from_frame(table[["doc_id", "field"]]))
    if (numbers[about] < 0).any():
        lost = table.loc[about, "doc_id"].iloc[int((numbers[about] < 0).argmax())]
        raise TableError(
            f"find_targets: the evidence names article {lost!r}; the corpus has no such article or "
            "title; pass the corpus it was found in"
        )
    targets = table["target"].astype(str).tolist()
    rules = [""] * len(table)
    speakers = table["speaker"].astype(str).tolist()
    verbs = {term.entry for term in lexicon.terms if _is_verb(term)}
    finders = _Finders(corpus)
    asked = [table[name].astype(str).tolist() for name in ("category", "entry", "voice")]
    starts, ends = table["start"].tolist(), table["end"].tolist()
    for row in about.nonzero()[0].tolist():
        category, entry, voice = (column[row] for column in asked)
        targets[row], rules[row] = finders.of(int(numbers[row])).find(
            starts[row],
            ends[row],
            category,
            verb=entry in verbs,
            speaker=speakers[row] if voice == "quoted" else "",
        )
    table["target"] = pd.array(targets, "str")
    table["target_rule"] = pd.array(rules, "str")
    relations = [
        _relation(t, s, v) if a else ""
        for t, s, v, a in zip(targets, speakers, asked[2], about, strict=True)
    ]
    table["target_speaker_relation"] = pd.array(relations, "str")
    return table


class _Finders:
    """The finder of each text that has a loaded expression, made when it is asked for."""

    def __init__(self, corpus: Corpus) -> None:
        self.tagger = Tagger(corpus.index)
        self.fields = corpus.places["field"].tolist()
        self.made: dict[int, Targets] = {}

    def of(self, number: int) -> Targets:
        if number not in self.made:
            elsewhere = None
            if self.fields[number] == "title":
                elsewhere = Speakers(self.tagger.read(number + 1, through=True), self.tagger)
            reading = self.tagger.read(number, through=True)
            # Hits come in the order of the texts: the last finder is enough.
            self.made = {number: Targets(reading, self.tagger, elsewhere)}
        return self.made[number]


def _is_verb(term: Term) -> bool:
    """Say whether a term is inflected as a verb is."""
    return any(
        len(forms) > 2 and any(form.endswith("ing") for form in forms)
        for pattern in term.patterns
        for forms in pattern[:1]
    )


def _relation(target: str, speaker: str, voice: str) -> str:
    if not target or (voice != "outlet" and not speaker):
        return ""
    if voice == "outlet":
        return "outlet"
    one, other = (key_of(name).removeprefix("the ").split() for name in (target, speaker))
    # A surname alone is its bearer's.
    short = len(one) == 1 or len(other) == 1
    return "self" if one == other or (short and one[-1:] == other[-1:]) else "other"


def count_callings(
    evidence: pd.DataFrame, segments: pd.DataFrame, *, by: str = "outlet", most: int = 6
) -> pd.DataFrame:
    """Count who is called what by whom. Experimental, as targets are.

    Parameters
    ----------
    evidence : DataFrame
        What `find_targets` returned.
    segments : DataFrame
        What `segment` returned for the same articles: those without an expression count, too.
    by : str, default "outlet"
        The column that groups the articles.
    most : int, default 6
        So many targets at most: those named most often as targets in all groups.

    Returns
    -------
    DataFrame
        One row per group, caller (``the outlet``: its wording; ``its sources``: quotations) and
        target: `words` (the commonest entries with their number), `estimate` (the share of all
        loaded expressions of that caller with a known target that are about this one, between 0
        and 1) with `conf_low` and `conf_high` (95 %, over events or articles), `hits`,
        `exposure`, `n_docs`, `n_events`, `measure`, `method`, `note`.

    Raises
    ------
    TableError
        If a column is missing, or no expression has a target.

    Examples
    --------
    >>> from framing import annotate, attribute, read_corpus, read_lexicon, segment
    >>> text = "President Ilko Varn is reckless. “Mayor Mara Dolen is a puppet,” Varn said."
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]}))
    >>> segments, lexicon = segment(corpus, attribute(corpus)), read_lexicon("loaded")
    >>> found = find_targets(corpus, annotate(corpus, segments, lexicon), lexicon)
    >>> counted = count_callings(found, segments)
    >>> counted.loc[counted["hits"] > 0, ["caller", "target", "words"]].values.tolist()
    [['the outlet', 'Ilko Varn', 'reckless 1'], ['its sources', 'Mara Dolen', 'puppet 1']]
    """
    where = "count_callings"
    require_columns(where, evidence.columns, ("doc_id", "category", "entry", "voice", "target"))
    articles = articles_of(where, segments, by)
    about = evidence["category"].astype(str).map(base_category).isin(_ABOUT)
    kept = evidence[about & (evidence["target"] != "") & ~evidence["negated"].astype(bool)]
    if kept.empty:
        raise TableError(
            f"{where}: no loaded expression has a target; find_targets fills the column; pass what "
            "it returned"
        )
    kept = kept.assign(target=kept["target"].map(same_names(kept["target"])))
    frequent = Counter(kept["target"]).most_common()
    names = [name for name, _ in sorted(frequent, key=lambda f: (-f[1], f[0]))[:most]]
    groups = kept["doc_id"].map(articles.set_index("doc_id")[by].astype(str))
    parts = []
    for caller, voices in CALLERS.items():
        mine = kept[kept["voice"].isin(voices)]
        counted = mine.groupby(["doc_id", "target"]).size().rename("hits").reset_index()
        counted = counted.rename(columns={"target": "source"})
        table = shares(counted, articles, by=by, measure="loaded expressions", names=names)
        said = mine.groupby([groups[mine.index], "target"])["entry"].agg(_commonest)
        keys = list(zip(table["group"].astype(str), table["source"], strict=True))
        table["words"] = pd.array([said.get(key, "") for key in keys], "str")
        parts.append(table.rename(columns={"source": "target"}).assign(caller=caller))
    return pd.concat(parts, ignore_index=True)[list(CALLING_COLUMNS)]


def _commonest(entries: pd.Series[str]) -> str:
    found = sorted(Counter(entries).items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{entry} {count}" for entry, count in found[:_SHOWN])
