"""How well `match_events` finds the reports of one event, and how its numbers were learned.

Needs the folder of ready copies that FRAMING_DATA names (roundups.jsonl.gz, from
HLTCHKUST/framing-bias-metric @1586f55a90; allsides_matched.jsonl.gz, from
ramybaly/Article-Bias-Prediction @ced8111a72). Writes to benchmarks/tables, counts only:

- ``events.csv``: pairs of articles put into one event, by threshold: precision and recall among all
  pairs of reports of one event, with 95 % bootstrap intervals over events. Methods: ``cosine``,
  the floor (all pairs in the window whose plain TF-IDF cosine is high enough), and
  ``match_events``.
- ``events_choices.csv``: what else was tried, on the training half.
- ``events_confidence.csv``: confidence against the share of right pairs.

Corpora:

- ``roundups``: 505 events of 2021, two or three reports each, headline and some ninety words. Weeks
  are drawn into two halves (seed 0): everything is learned and chosen on ``train``. *outlets*: as
  published, by 145 outlets, of which most report few of the events. *sides*: the left, the centre
  and the right taken for three outlets that report every event.
- ``roundups, each week alone``: the same, a corpus for every week (some 60 reports), for what
  small corpora do.
- ``allsides``: 76 articles of 28 clusters among 1,682 full articles on one topic; the rest are in
  no cluster, though many report the same events, so that precision is over pairs of the 76 only.

Dates of the round-ups: *days* are those in the addresses (42 %); where an address has none, a day
drawn so that reports of one event lie as far apart as those with addresses do (seed 0; 81 % of
pairs on one day, 15 % on two in a row). *roundup*: the day of the round-up, the same for all of its
reports, which is too good. *none*: no dates.

    FRAMING_DATA=... python benchmarks/events.py          # the tables
    FRAMING_DATA=... python benchmarks/events.py learn    # prints the numbers of links.py
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from coded_samples import read

from framing import read_corpus, write_table
from framing.corpus import Corpus
from framing.errors import FramingWarning
from framing.events import links as linking
from framing.events.groups import group_articles, mean_chances
from framing.events.links import RANKS, find_links, find_pairs, trust
from framing.events.matches import THRESHOLD
from framing.events.vectors import Vectors, list_words, weigh_words

OUT = Path(__file__).resolve().parent / "tables"
SEED, RESAMPLES, DAYS = 0, 2000, 3
COSINES = tuple(round(0.04 * k, 2) for k in range(1, 14))
THRESHOLDS = tuple(round(0.05 * k, 2) for k in range(2, 20))
GOAL = 0.9
_ADDRESS = re.compile(r"/(20\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?=[/-])")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class Case(NamedTuple):
    """A corpus with the events that are known of it, "" where none is."""

    corpus: Corpus
    truth: np.ndarray
    vectors: Vectors
    day: np.ndarray
    outlet: np.ndarray


def day_of(address: str) -> int | None:
    """Return the day in an address, as a number."""
    found = _ADDRESS.search(address.lower())
    if not found:
        return None
    month = _MONTHS.index(found[2]) + 1 if found[2] in _MONTHS else found[2]
    try:
        return date(int(found[1]), int(month), int(found[3])).toordinal()
    except ValueError:
        return None


def read_roundups() -> pd.DataFrame:
    """Return one row per report, with the days of both kinds and the half."""
    rows = []
    for record in sorted(read("roundups"), key=lambda r: r["id"]):
        noted = date.fromisoformat(record["date"]).toordinal()
        for item in record["items"]:
            rows.append((item["outlet"], item["side"], item["title"], item["lede"], record["id"],
                         noted, day_of(item["url"])))  # fmt: skip
    names = ["outlet", "side", "title", "text", "truth", "roundup", "address"]
    table = pd.DataFrame(rows, columns=names)
    random = np.random.default_rng(SEED)
    lag = (table["roundup"] - table["address"]).dropna()
    lag = lag[(lag >= 0) & (lag <= 7)].to_numpy()
    by_event = table.groupby("truth")["address"]
    known = by_event.transform("median").round()
    apart = (table["address"] - known)[by_event.transform("count") > 1].dropna()
    apart = apart[apart.abs() <= 7].to_numpy()
    event_lag = {name: random.choice(lag) for name in sorted(table["truth"].unique())}
    event_day = known.fillna(table["roundup"] - table["truth"].map(event_lag))
    drawn = event_day + random.choice(apart, len(table))
    table["days"] = table["address"].fillna(drawn).astype("int64")
    weeks = np.unique(table["roundup"] // 7)
    first = random.permutation(weeks)[: len(weeks) // 2]
    return table.assign(half=np.where((table["roundup"] // 7).isin(first), "train", "test"))


def make_case(table: pd.DataFrame, outlet: str, day: str, **reading: int) -> Case:
    """Return a case of the rows, with the outlets and days of these columns."""
    rows = table.assign(outlet=table[outlet], doc_id=[f"{k:05d}" for k in range(len(table))])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        corpus = read_corpus(rows[["doc_id", "outlet", "title", "text"]])
    days = np.full(len(rows), np.nan) if day == "none" else rows[day].to_numpy(float)
    vectors = weigh_words(list_words(corpus, **reading))
    codes = pd.factorize(rows["outlet"], sort=True)[0]
    return Case(corpus, rows["truth"].to_numpy(object), vectors, days, codes)


def read_allsides() -> pd.DataFrame:
    """Return one row per article; those without a date have NaN for the day."""
    rows = [
        (r["outlet"], r["title"], r["text"], r.get("cluster") or "",
         date.fromisoformat(r["date"]).toordinal() if r["date"] else np.nan)
        for r in sorted(read("allsides_matched"), key=lambda r: str(r["id"]))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["outlet", "title", "text", "truth", "days"])


def pairs_of(groups: Iterable[Sequence[int]], outlet: np.ndarray) -> np.ndarray:
    """Return the pairs of articles of different outlets within groups."""
    found = [
        (a, b) for group in groups for a in group for b in group if a < b and outlet[a] != outlet[b]
    ]
    return np.array(found or np.zeros((0, 2)), np.int64)


def all_features(case: Case) -> tuple[np.ndarray, ...]:
    """Return the pairs in the window and what is known of each."""
    parts = list(find_pairs(case.vectors.matrix, case.day, case.outlet, days=DAYS))
    return tuple(np.concatenate([part[k] for part in parts]) for k in range(5))


def judge(case: Case, pairs: np.ndarray) -> dict[str, float]:
    """Return precision and recall over pairs of articles whose events are known."""
    truth = case.truth
    named = sorted(set(truth) - {""})
    number = {name: k for k, name in enumerate(named)}
    code = np.array([number.get(name, -1) for name in truth])
    pairs = pairs[(code[pairs] >= 0).all(axis=1)] if len(pairs) else pairs
    one, other = code[pairs[:, 0]], code[pairs[:, 1]]
    right = np.bincount(one[one == other], minlength=len(named)).astype(float)
    # A wrong pair is half the fault of either event.
    wrong = sum(np.bincount(side[one != other], minlength=len(named)) for side in (one, other)) / 2
    groups = [np.flatnonzero(code == k) for k in range(len(named))]
    there = np.array([len(pairs_of([group], case.outlet)) for group in groups], float)
    random = np.random.default_rng(SEED)
    weights = random.multinomial(len(named), np.full(len(named), 1 / len(named)), RESAMPLES)
    found = {"pairs": len(pairs), "right": int(right.sum()), "true_pairs": int(there.sum()),
             "n_events": len(named)}  # fmt: skip
    for name, part, whole in (("precision", right, right + wrong), ("recall", right, there)):
        drawn = weights @ whole
        shares = (weights @ part)[drawn > 0] / drawn[drawn > 0]
        low, high = np.quantile(shares, [0.025, 0.975]) if len(shares) else (np.nan, np.nan)
        total = whole.sum()
        found |= {name: part.sum() / total if total else np.nan,
                  f"{name}_low": low, f"{name}_high": high}  # fmt: skip
    return found


def curve(case: Case, method: str) -> list[dict[str, Any]]:
    """Return one row per threshold."""
    if method == "cosine":
        a, b, root, _, _ = all_features(case)
        at: Callable[[float], np.ndarray] = lambda t: np.stack([a, b], 1)[root**2 >= t]  # noqa: E731
        steps = COSINES
    else:
        links = find_links(case.vectors.matrix, case.day, case.outlet, days=DAYS)
        at = lambda t: pairs_of(  # noqa: E731
            group_articles(links, case.outlet, threshold=t), case.outlet
        )
        steps = THRESHOLDS
    return [{"method": method, "threshold": t, **judge(case, at(t))} for t in steps]


def curve_by_week(table: pd.DataFrame, outlet: str) -> list[dict[str, Any]]:
    """Return one row per threshold, every week of round-ups being a corpus of its own."""
    table = table.reset_index(drop=True)
    weeks = []
    for _, rows in table.groupby(table["roundup"] // 7):
        case = make_case(rows.reset_index(drop=True), outlet, "days")
        links = find_links(case.vectors.matrix, case.day, case.outlet, days=DAYS)
        weeks.append((rows.index.to_numpy(), case, links))
    whole = make_case(table, outlet, "days")
    rows_of = []
    for t in THRESHOLDS:
        parts = [
            here[pairs_of(group_articles(links, case.outlet, threshold=t), case.outlet)]
            for here, case, links in weeks
        ]
        rows_of.append(
            {"method": "match_events", "threshold": t, **judge(whole, np.concatenate(parts))}
        )
    return rows_of


def fit(case: Case, dated: bool) -> tuple[float, float, float, float]:
    """Return intercept and weights of root, days and background, as `links.py` has them."""
    from sklearn.linear_model import LogisticRegression

    a, b, root, apart, ground = all_features(case)
    same = case.truth[a] == case.truth[b]
    facts = np.stack([root, apart, ground] if dated else [root, ground], 1)
    model = LogisticRegression(C=1e4, max_iter=10_000, tol=1e-8).fit(facts, same)
    weights = model.coef_[0].round(2).tolist()
    return (round(float(model.intercept_[0]), 2), weights[0],
            weights[1] if dated else 0.0, weights[-1])  # fmt: skip


def members_of(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Return, per article of a group, its mean chance, and the share of the others that fit."""
    links = find_links(case.vectors.matrix, case.day, case.outlet, days=DAYS)
    groups = group_articles(links, case.outlet, threshold=THRESHOLD)
    means, right = mean_chances(links, groups, case.outlet), {}
    for group in groups:
        for k in group:
            others = [m for m in group if case.outlet[m] != case.outlet[k]]
            if others:
                right[k] = np.mean([case.truth[m] == case.truth[k] for m in others])
    order = sorted(means)
    return np.array([means[k] for k in order]), np.array([right[k] for k in order])


def learn(table: pd.DataFrame) -> None:
    """Print what links.py and matches.py have, learned on the training half."""
    from sklearn.linear_model import LogisticRegression

    train = table[table["half"] == "train"]
    linking.DATED = fit(make_case(train, "outlet", "days"), dated=True)
    undated = make_case(train, "outlet", "none")
    raw = linking.UNDATED = fit(undated, dated=False)
    sure = min(r["threshold"] for r in curve(undated, "match_events") if r["precision"] >= GOAL)
    less = round(float(np.log(sure / (1 - sure)) - np.log(THRESHOLD / (1 - THRESHOLD))), 2)
    linking.UNDATED = (round(raw[0] - less, 2), *raw[1:])
    print("without dates the intercept is lowered by", less)
    print("DATED =", linking.DATED, " UNDATED =", linking.UNDATED)
    case = make_case(train, "outlet", "days")
    for row in curve(case, "match_events"):
        print({k: round(row[k], 3) for k in ("threshold", "precision", "recall")})
    mean, share = members_of(case)
    logit = np.log(mean / (1 - mean))[:, None]
    model = LogisticRegression(C=1e4).fit(
        np.concatenate([logit, logit]),
        np.repeat([1, 0], len(mean)),
        sample_weight=np.concatenate([share, 1 - share]) + 1e-9,
    )
    print("TRUST =", (round(float(model.intercept_[0]), 2), round(float(model.coef_[0][0]), 2)))
    print("TYPICAL =", round(float(linking.find_backgrounds(case.vectors.matrix).mean()), 2))


def make_curves(table: pd.DataFrame, allsides: pd.DataFrame, out: Path) -> None:
    """Write the curves of both methods on every corpus."""
    rows = []
    for half in ("train", "test"):
        part = table[table["half"] == half]
        for outlet, day in (("outlet", "days"), ("outlet", "roundup"), ("outlet", "none"),
                            ("side", "days"), ("side", "none")):  # fmt: skip
            case = make_case(part, outlet, day)
            facts = {"corpus": "roundups", "half": half, "outlets": outlet, "dates": day}
            for method in ("cosine", "match_events"):
                rows += [facts | row for row in curve(case, method)]
        for outlet in ("outlet", "side"):
            facts = {"corpus": "roundups, each week alone", "half": half}
            facts |= {"outlets": outlet, "dates": "days"}
            rows += [facts | row for row in curve_by_week(part, outlet)]
    for outlets, part in (
        ("all 1,682", allsides),
        ("76 in clusters", allsides[allsides["truth"] != ""]),
    ):
        case = make_case(part.reset_index(drop=True), "outlet", "days")
        facts = {"corpus": "allsides", "half": "all", "outlets": outlets, "dates": "days"}
        for method in ("cosine", "match_events"):
            rows += [facts | row for row in curve(case, method)]
    found = pd.DataFrame(rows)
    write_table(found, out / "events.csv")
    near = (found["threshold"] - THRESHOLD).abs() < 1e-9
    shown = ["corpus", "half", "outlets", "dates", "pairs", "precision", "precision_low",
             "precision_high", "recall", "recall_low", "recall_high"]  # fmt: skip
    print(found.loc[near & (found["method"] == "match_events"), shown].round(3).to_string())


def mean_of(values: np.ndarray) -> float:
    """Return the mean, or NaN where there is none."""
    return float(values.mean()) if len(values) else float("nan")


def make_confidence(table: pd.DataFrame, out: Path) -> None:
    """Write how often the others of an event are right, by confidence."""
    rows = []
    for half in ("train", "test"):
        part = table[table["half"] == half]
        for outlet, day in (("outlet", "days"), ("outlet", "none"), ("side", "days")):
            mean, share = members_of(make_case(part, outlet, day))
            confidence = trust(mean)
            for low, high in ((0, 0.85), (0.85, 0.9), (0.9, 0.95), (0.95, 1)):
                here = (confidence >= low) & (confidence < high) if len(mean) else mean > 1
                rows.append({"half": half, "outlets": outlet, "dates": day, "from": low, "to": high,
                             "n_docs": int(here.sum()), "confidence": mean_of(confidence[here]),
                             "share_right": mean_of(share[here])})  # fmt: skip
    found = pd.DataFrame(rows)
    write_table(found, out / "events_confidence.csv")
    print(found.round(3).to_string())


def make_choices(table: pd.DataFrame, out: Path) -> None:
    """Write what else was tried, on the training half: weights fitted anew for each."""
    train = table[table["half"] == "train"]
    before = linking.DATED, linking.RANKS
    tried: dict[str, tuple[dict[str, int], tuple[int, int], float]] = {
        "as it is": ({}, RANKS, 1),
        "headline once": ({"title": 1}, RANKS, 1),
        "headline three times": ({"title": 3}, RANKS, 1),
        "headline alone": ({"words": 0}, RANKS, 1),
        "fifty words": ({"words": 50}, RANKS, 1),
        "names weigh 1.5": ({}, RANKS, 1.5),
        "names weigh 2": ({}, RANKS, 2),
        "no background": ({}, (0, 0), 1),
        "background of the 6th to 30th": ({}, (5, 30), 1),
        "background of the 1st to 20th": ({}, (0, 20), 1),
    }
    rows = []
    for name, (reading, ranks, weight) in tried.items():
        linking.RANKS = ranks
        case = make_case(train, "outlet", "days", **reading)
        if weight != 1:
            case = case._replace(vectors=weigh_names(case, weight))
        linking.DATED = fit(case, dated=True)
        found = curve(case, "match_events")
        good = [r["recall"] for r in found if r["precision"] >= GOAL]
        much = [r["precision"] for r in found if r["recall"] >= 0.7]
        rows.append({"choice": name, "recall_at_precision_90": max(good, default=np.nan),
                     "precision_at_recall_70": max(much, default=np.nan)})  # fmt: skip
    linking.DATED, linking.RANKS = before
    found = pd.DataFrame(rows)
    write_table(found, out / "events_choices.csv")
    print(found.round(3).to_string())


def weigh_names(case: Case, weight: float) -> Vectors:
    """Return the vectors with words that mostly have a capital inside sentences weighed up."""
    from sklearn.preprocessing import normalize

    index = case.corpus.index
    capital: dict[str, int] = {}
    for k, word in enumerate(index.ids.tolist()):
        # Behind a full stop or at the head of a text everything has a capital.
        if k and index.glue[k - 1] == 0 and index.text_of[k] == index.text_of[k - 1]:
            written = index.types[word]
            folded = index.folded[word]
            capital[folded] = capital.get(folded, 0) + (1 if written[:1].isupper() else -1)
    names = [weight if capital.get(word, 0) > 0 else 1.0 for word in case.vectors.words]
    return case.vectors._replace(
        matrix=normalize(case.vectors.matrix.multiply(np.array(names)).tocsr())
    )


if __name__ == "__main__":
    roundups = read_roundups()
    if sys.argv[1:] == ["learn"]:
        learn(roundups)
    else:
        make_curves(roundups, read_allsides(), OUT)
        make_confidence(roundups, OUT)
        make_choices(roundups, OUT)
