"""The command line: score articles, show and report them, fetch corpora, remake the study."""

from __future__ import annotations

import argparse
import json
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from framing.errors import FramingError, FramingWarning, import_extra, unknown_name

if TYPE_CHECKING:
    from framing.corpus import Corpus
    from framing.lexicon import Lexicon
    from framing.runs import Done

__all__ = ["main"]

DONE, QUARANTINED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
DIFFERS, UNCOMPARED = 1, 3

_EPILOG = """\
exit codes: 0 done, 1 done but some articles were quarantined, 2 bad input or usage, 130 interrupted
(verify: 1 something differs, 3 nothing does but not all could be compared)
"""
_SCORE = """\
Read articles, find who says what, find loaded language by voice, and count it.

Writes into DIR: attributions, segments, evidence, scores, receipt (what was dropped or doubted)
and manifest.json (versions, codebook fingerprint, format, hashes of the inputs and of the tables).
A table of the other format from an earlier run is removed. Texts stand in segments and evidence;
scores hold counts only.

Articles are read 200 at a time, and what is made of them is kept in DIR/parts until all are done:
whatever stops a run, the same command goes on where it stopped, and gives the same bytes.

examples:
  framing score articles.csv --out results
  framing score news.jsonl.gz --column doc_id=id --column text=body --out results --format parquet
  framing score my-articles.zip --pattern "{outlet}/{date}_{title}.txt" --out results
  framing score my-articles/ --lexicon loaded --lexicon my-terms.csv --out results
  framing score news.parquet --jobs 8 --out results
  framing score news.parquet --cache kept --lexicon my-terms.csv --out mine    # and again: faster
"""
_MERGE = """\
Put the shards of a corpus together, once all are made: the same bytes as without shards.

examples:
  framing score news.parquet --shard 1/8 --out results     # on one machine, 2/8 on another ...
  framing merge results
"""
_SHOW = """\
Write one page that shows articles with their evidence marked: category, voice, speaker, rule.

The page stands alone (no network, no scripts) and opens in any browser.

examples:
  framing show article.txt --out page.html
  framing show articles.csv --doc my-article-7 --out page.html
"""
_REPORT = """\
Write a report: one page that stands alone (no network, prints, works by keyboard and without
scripts), on which every number is one click from the places in the articles that it counts; beside
it a methods paragraph, the tables (CSV, LaTeX) and the figures (PNG, SVG, PDF).

With --no-text it holds counts and single expressions only, and may be published where the articles
may not. DIR is a new folder, or that of an earlier report, which is replaced when the new one is
whole.

examples:
  framing report articles.csv --out report
  framing report news.parquet --out to-publish --no-text
  framing report articles.csv --out report --validation precision.csv
  framing report news.parquet --jobs 8 --cache kept --out report
"""
_FETCH = """\
Get a public research corpus: from the ready copies in the folder that FRAMING_DATA names, else by
downloading its original files, each checked by its hash, once its terms are accepted. A download
that broke off goes on where it stopped. Without a NAME the corpora are listed.

examples:
  framing fetch
  framing fetch polnear
  framing fetch ruwa --accept-terms --out ruwa.csv
  framing fetch polnear --table attributions --out gold.parquet
"""
_TRAIN = """\
Learn the weights of a model again, and write them as tables. The same records and seed give the
same bytes. RECORDS are .jsonl (gzipped too):

attribution: articles with text, and attributions with source, cue and content, each a list of
[start, end].
assessment: sentences with text, biased_words, votes_biased, votes_total, label_bias, url, outlet;
files after the first count half. What makes vectors must be installed (requirements/vectors.txt).

examples:
  framing train attribution polnear_train.jsonl.gz --out src/framing/models/attribution
  framing train assessment babe_sg2_dev.jsonl.gz babe_sg1_dev.jsonl.gz babe_mbic_dev.jsonl.gz \
    --out src/framing/models/assessment
"""
_BUNDLE = """\
Put a study into one file to pass on or publish: counts, codebook, tables, figures, a notebook and
the versions, and not a word of an article. SCORES are the folder of a run, its scores.parquet, or
counts that write_counts wrote.

examples:
  framing bundle results --seed 1 --out study.zip
  framing bundle data/processed/seven-outlets/counts.csv --seed 1 --out seven.zip
"""
_VERIFY = """\
Make every table and figure of a bundle again, from its counts alone, and say what differs. Nothing
else is needed, and no text. Counts, codebook and what was added are not made again: they are held
against digests that lie in the same file.

Hold the SHA-256 that is printed against the one the authors published. Without it, a bundle proves
nothing against whoever made it: of invented counts, all else can be made too.

exit codes: 0 all that is made again comes out the same, 1 something differs, is missing or not
listed, 2 no bundle, 3 nothing differs, but something made by other versions could not be compared

examples:
  framing verify study.zip
"""
_LEXICON = """\
Look through a codebook, or one in a corpus (lint), turn the dictionary of another tool into a table
that --lexicon takes, or a codebook into quanteda's YAML (convert), begin one's own (new), or get
words it lacks proposed, to accept in a spreadsheet (suggest).

examples:
  framing lexicon lint my-terms.csv my-articles/ --out remarks.csv
  framing lexicon convert moral.dic --out moral.csv
  framing lexicon new my-codebook
  framing lexicon suggest my-codebook my-articles/ --out suggestions.csv
"""
_FIGURES = """\
Remake the study in this folder: score the demo corpus, write its tables to data/processed/demo,
execute the notebooks and draw the figures. Run it inside a checkout of the project.
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise FramingError(f"{self.prog}: {message}; see {self.prog} --help")


def _count(word: str) -> int:
    try:
        count = int(word)
    except ValueError:
        count = 0
    if count < 1:
        raise argparse.ArgumentTypeError(
            f"{word!r} is no such number; it is a whole number from 1, such as 20"
        )
    return count


def _share(word: str) -> tuple[int, int]:
    which, sign, shards = word.partition("/")
    if not (sign and which.isdigit() and shards.isdigit() and 1 <= int(which) <= int(shards)):
        raise argparse.ArgumentTypeError(
            f"{word!r} is no share; it is the how-manieth of how many; write for instance "
            "--shard 2/8"
        )
    return int(which), int(shards)


def _parser() -> argparse.ArgumentParser:
    form = argparse.RawDescriptionHelpFormatter
    parser = _Parser(
        prog="framing",
        description="Loaded language in news, by voice, with intervals.",
        epilog=_EPILOG,
        formatter_class=form,
    )
    parser.add_argument("--version", action="store_true", help="print the version and stop")
    jobs = parser.add_subparsers(dest="job", metavar="JOB", parser_class=_Parser)

    job = jobs.add_parser(
        "score", help="articles to tables", description=_SCORE, epilog=_EPILOG, formatter_class=form
    )
    _inputs(job)
    job.add_argument("--out", required=True, metavar="DIR", help="folder for the tables")
    job.add_argument(
        "--format", default="parquet", choices=("parquet", "csv"), help="default: parquet"
    )
    _work(job)
    job.add_argument(
        "--shard", type=_share, default=(1, 1), metavar="I/N",
        help="make only the I-th of N shares; framing merge puts them together",
    )  # fmt: skip
    job.add_argument(
        "--dask", metavar="ADDRESS", help="a Dask scheduler whose workers see DIR; extra: cluster"
    )

    job = jobs.add_parser(
        "merge", help="shards to tables", description=_MERGE, epilog=_EPILOG, formatter_class=form
    )
    job.add_argument("out", metavar="DIR", help="the folder in which all shards are made")

    job = jobs.add_parser(
        "show", help="articles to a marked page", description=_SHOW, epilog=_EPILOG,
        formatter_class=form,
    )  # fmt: skip
    _inputs(job)
    job.add_argument("--out", required=True, metavar="PAGE", help="the .html file to write")
    job.add_argument("--doc", action="append", metavar="ID", help="only this article (repeatable)")
    job.add_argument(
        "--most", type=_count, default=20, metavar="N", help="show at most N articles (default 20)"
    )

    job = jobs.add_parser(
        "report", help="articles to a report", description=_REPORT, epilog=_EPILOG,
        formatter_class=form,
    )  # fmt: skip
    _inputs(job, tagger=False)
    job.add_argument("--out", required=True, metavar="DIR", help="folder for the report")
    job.add_argument("--no-text", action="store_true", help="no texts of articles: to publish")
    job.add_argument("--seed", type=int, default=1, help="of everything random (default: 1)")
    job.add_argument(
        "--validation", action="append", default=[], metavar="FILE",
        help="what verify_hits or agree returned, as written by write_table (repeatable)",
    )  # fmt: skip
    _work(job)

    job = jobs.add_parser(
        "fetch", help="public corpora to tables", description=_FETCH, epilog=_EPILOG,
        formatter_class=form,
    )  # fmt: skip
    job.add_argument("name", nargs="?", metavar="NAME", help="which; left out: list them")
    job.add_argument("--table", metavar="TABLE", help="another of its tables than the articles")
    job.add_argument("--out", metavar="FILE", help="write the table there: .csv or .parquet")
    job.add_argument("--folder", metavar="DIR", help="where originals are kept (default: a cache)")
    job.add_argument(
        "--accept-terms", action="store_true", help="you have read its terms and agree"
    )

    job = jobs.add_parser(
        "train", help="marked articles to weights", description=_TRAIN, epilog=_EPILOG,
        formatter_class=form,
    )  # fmt: skip
    job.add_argument("model", choices=("attribution", "assessment"), help="which model")
    job.add_argument(
        "records", nargs="+", metavar="RECORDS", help="articles, or sentences, marked by hand"
    )
    job.add_argument(
        "--vocabulary", metavar="FILE", help="a word per line to learn priors for (assessment)"
    )
    job.add_argument("--out", required=True, metavar="DIR", help="folder for the tables of weights")
    job.add_argument("--seed", type=int, default=0, help="default: 0")

    job = jobs.add_parser(
        "bundle", help="a study to one file without texts", description=_BUNDLE,
        formatter_class=form,
    )  # fmt: skip
    job.add_argument("scores", metavar="SCORES", help="folder of a run, scores.parquet or counts")
    job.add_argument(
        "--lexicon", action="append", metavar="NAME_OR_PATH",
        help="the codebook that was counted with (repeatable; default: loaded)",
    )  # fmt: skip
    job.add_argument("--out", required=True, metavar="FILE", help="the .zip to write")
    job.add_argument("--seed", type=int, required=True, help="of the tests")
    job.add_argument(
        "--also", action="append", default=[], metavar="FILE",
        help="goes along, such as a report without texts (repeatable)",
    )  # fmt: skip

    job = jobs.add_parser(
        "verify", help="a bundle made again", description=_VERIFY, formatter_class=form
    )
    job.add_argument("bundle", metavar="BUNDLE", help="the .zip")

    job = jobs.add_parser(
        "lexicon", help="look through, convert, begin, grow codebooks", description=_LEXICON,
        formatter_class=form,
    )  # fmt: skip
    job.add_argument("task", choices=("lint", "convert", "new", "suggest"), help="what to do")
    job.add_argument(
        "paths", nargs="+", metavar="PATH", help="a codebook; articles (lint, suggest)"
    )
    job.add_argument("--out", metavar="FILE", help="the table of remarks, or what is converted")

    job = jobs.add_parser(
        "figures", help="remake the study", description=_FIGURES, epilog=_EPILOG,
        formatter_class=form,
    )  # fmt: skip
    job.add_argument("--root", default=".", metavar="DIR", help="the checkout (default: here)")
    return parser


def _inputs(job: argparse.ArgumentParser, *, tagger: bool = True) -> None:
    job.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help=".csv, .tsv, .jsonl, .json (gzipped too), .parquet, .xlsx, a .txt, or a folder or "
        ".zip of them",
    )
    job.add_argument(
        "--lexicon",
        action="append",
        metavar="NAME_OR_PATH",
        help="codebook that comes along, folder or CSV (repeatable; default: loaded)",
    )
    job.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="OURS=THEIRS",
        help="name of a column in the input, such as text=body (repeatable)",
    )
    job.add_argument(
        "--encoding", help="of text files (default: found; the receipt says where it was no UTF-8)"
    )
    job.add_argument(
        "--pattern",
        metavar="PATH",
        help="what paths say, such as {outlet}/{date}_{title}.txt (default: {outlet}/*.txt)",
    )
    if tagger:
        job.add_argument(
            "--tagger",
            default="learned",
            choices=("learned", "rules"),
            help="what finds who says what (default: learned; the rules alone are faster)",
        )


def _work(job: argparse.ArgumentParser) -> None:
    job.add_argument(
        "--jobs", type=_count, default=1, metavar="N", help="processes at work (default: 1)"
    )
    job.add_argument(
        "--cache", metavar="DIR",
        help="keep words and attributions there, for runs with other codebooks",
    )  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        The words after the command's name; those of the process when left out.

    Returns
    -------
    int
        0 done, 1 done with quarantined articles, 2 bad input or usage, 130 interrupted.
    """
    try:
        options = _parser().parse_args(argv)
        if options.version:
            from framing import __version__

            _say(__version__, sys.stdout)
            return DONE
        if options.job is None:
            _parser().print_help(sys.stderr)
            return BAD_INPUT
        with warnings.catch_warnings():
            warnings.simplefilter("always", FramingWarning)
            warnings.showwarning = _warn
            work = {
                "score": _score,
                "merge": _merge,
                "show": _show,
                "report": _report,
                "fetch": _fetch,
                "train": _train,
                "bundle": _bundle,
                "verify": _verify,
                "lexicon": _lexicon,
                "figures": _figures,
            }
            return work[options.job](options)
    except FramingError as fault:
        _say(f"error: {fault}")
    except OSError as fault:
        place = fault.filename or "a file"
        _say(f"error: {place}: {fault.strerror or fault}; check the path, rights and free space")
    except KeyboardInterrupt:
        _say("interrupted: nothing was left half-written; run the same command again")
        return INTERRUPTED
    return BAD_INPUT


def _say(line: str, stream: TextIO | None = None) -> None:
    (stream or sys.stderr).write(f"{line}\n")


def _warn(message: Warning | str, *_: object, **__: object) -> None:
    if "tqdm" in sys.modules:
        from tqdm import tqdm

        tqdm.write(f"warning: {message}", file=sys.stderr)  # not into the middle of a bar
        return
    _say(f"warning: {message}")


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    columns = {}
    for pair in pairs:
        ours, sign, theirs = pair.partition("=")
        if not (ours and sign and theirs):
            raise FramingError(
                f"--column {pair}: this is not OURS=THEIRS; ours is doc_id, outlet, text, title, "
                "date, event, ...; write for instance --column text=body"
            )
        columns[ours] = theirs
    return columns


def _read(options: argparse.Namespace) -> tuple[Corpus, Lexicon]:
    from framing.corpus import read_corpus
    from framing.lexicon import read_lexicon

    lexicon = read_lexicon(*(options.lexicon or ["loaded"]))
    columns = _mapping(options.column)
    corpus = read_corpus(
        options.inputs, columns=columns, encoding=options.encoding, pattern=options.pattern
    )
    return corpus, lexicon


def _score(options: argparse.Namespace) -> int:
    from framing.runs import process

    with closing(_Bar()) as bar, _cluster(options.dask) as client:
        done = process(
            options.inputs,
            options.lexicon or ["loaded"],
            out=options.out,
            form=options.format,
            columns=_mapping(options.column),
            encoding=options.encoding,
            pattern=options.pattern,
            tagger=options.tagger,
            jobs=options.jobs,
            shard=options.shard,
            client=client,
            cache=options.cache,
            progress=bar.update,
            expect=bar.expect,
        )
    if done.merged is None:
        which, shards = options.shard
        _say(
            f"shard {which} of {shards}: {done.articles:,} articles scored in {done.parts:,} "
            f"parts; when all are done: framing merge {options.out}"
        )
    else:
        _say_merged(done, options.out)
    return QUARANTINED if done.quarantined else DONE


def _merge(options: argparse.Namespace) -> int:
    from framing.runs import merge

    done = merge(options.out)
    _say_merged(done, options.out)
    return QUARANTINED if done.quarantined else DONE


def _say_merged(done: Done, out: str) -> None:
    rows = done.merged or {}
    _say(
        f"{done.articles - done.quarantined:,} articles scored, {rows['evidence']:,} expressions "
        f"found; {rows['receipt']:,} rows in the receipt; tables in {out}"
    )
    if done.quarantined:
        _say(
            f"{done.quarantined:,} articles were quarantined; the receipt names each with its error"
        )


def _bundle(options: argparse.Namespace) -> int:
    from framing.bundles import write_bundle
    from framing.runs.manifests import digest

    path = write_bundle(
        options.scores, options.lexicon or ["loaded"], out=options.out, seed=options.seed,
        also=options.also,
    )  # fmt: skip
    _say(f"{path} holds the study without its texts; whoever has it: framing verify {path.name}")
    _say(f"SHA-256, to be published elsewhere: {digest(path)}")
    return DONE


def _verify(options: argparse.Namespace) -> int:
    from framing.bundles import tell_verified, verify_bundle
    from framing.highlights.marks import show_controls
    from framing.runs.manifests import digest

    found = verify_bundle(options.bundle)
    for line in tell_verified(found):
        # The names are those of a stranger's file.
        _say(show_controls(" ".join(line.split())), sys.stdout)
    _say(
        f"SHA-256 {digest(Path(options.bundle))}: hold it against the one its authors published",
        sys.stdout,
    )
    states = set(found["state"])
    return DIFFERS if "differs" in states else UNCOMPARED if "not compared" in states else DONE


@contextmanager
def _cluster(address: str | None) -> Iterator[Any]:
    """Open a Dask cluster, if one is named."""
    if address is None:
        yield None
        return
    distributed = import_extra("framing score --dask", "distributed", "distributed", "cluster")
    with distributed.Client(address) as client:
        yield client


class _Bar:
    """A bar that begins with the first article, so that a mistake before it is one line."""

    def __init__(self) -> None:
        self.total: int | None = None
        self.unit = "articles"
        self.bar: Any = None

    def expect(self, total: int | None) -> None:
        """Say about how many articles there will be."""
        self.total = total

    def stage(self, unit: str, done: int, total: int) -> None:
        """Move on, with a new bar for whatever is done next."""
        if unit != self.unit:
            self.close()
            self.bar = None
        self.unit, self.total = unit, total
        self.update(done)

    def update(self, articles: int) -> None:
        """Move on."""
        if self.bar is None:
            from tqdm import tqdm

            self.bar = tqdm(
                total=self.total, unit=f" {self.unit}", file=sys.stderr, mininterval=0.5
            )
        if self.total is not None and self.bar.n + articles > self.total:
            self.bar.total = self.bar.n + articles
        self.bar.update(articles)

    def close(self) -> None:
        """Leave the line."""
        if self.bar is not None:
            self.bar.close()


def _show(options: argparse.Namespace) -> int:
    from framing.corpus import Corpus
    from framing.highlights import highlight, write_page
    from framing.pipeline import process

    corpus, lexicon = _read(options)
    ids = corpus.articles["doc_id"].tolist()
    wanted = options.doc or ids[: options.most]
    for doc_id in wanted:
        if doc_id not in set(ids):
            raise FramingError(unknown_name("--doc", "article", doc_id, ids))
    chosen = corpus.articles[corpus.articles["doc_id"].isin(wanted)].reset_index(drop=True)
    corpus = Corpus(chosen, corpus.receipt)
    tables = process(corpus, lexicon, tagger=options.tagger)
    kept = set(tables.segments["doc_id"])
    pages = [
        highlight(corpus, tables.segments, tables.evidence, doc_id)
        for doc_id in chosen["doc_id"]
        if doc_id in kept
    ]
    write_page(options.out, pages)
    left = len(ids) - len(wanted)
    rest = f"; {left:,} more are not shown (--most)" if left > 0 else ""
    _say(f"{len(pages):,} articles shown in {options.out}{rest}")
    return QUARANTINED if len(tables.quarantine) else DONE


def _report(options: argparse.Namespace) -> int:
    from framing.report import write_report
    from framing.tables import read_table

    kept = [] if options.cache is None else [("--cache", options.cache)]
    for option, folder in [("--out", options.out), *kept]:
        for name in options.inputs:
            if Path(name).is_dir() and Path(folder).absolute().is_relative_to(
                Path(name).absolute()
            ):
                raise FramingError(
                    f"{option} {folder}: this lies in the folder of articles {name}, where its "
                    "files would be read as articles; name a folder elsewhere"
                )
    validation = [read_table(path) for path in options.validation]
    corpus, lexicon = _read(options)
    with closing(_Bar()) as bar:
        page = write_report(
            corpus, lexicon, out=options.out, seed=options.seed, text=not options.no_text,
            validation=validation, jobs=options.jobs, cache=options.cache, progress=bar.stage,
        )  # fmt: skip
    made = json.loads((page.parent / "report.json").read_text(encoding="utf-8"))
    _say(f"{made['articles']:,} articles; open {page} in a browser")
    if made["quarantined"]:
        _say(f"{made['quarantined']:,} articles were quarantined; the report names each")
    return QUARANTINED if made["quarantined"] else DONE


def _fetch(options: argparse.Namespace) -> int:
    from framing.corpus import Corpus
    from framing.datasets import fetch, list_datasets
    from framing.datasets.copies import copies_folder
    from framing.datasets.fetches import terms_to_accept
    from framing.tables import FORMATS, write_table

    if options.name is None:
        if options.out or options.table:
            raise FramingError(
                "fetch: --out and --table belong to a corpus; no NAME was given; name one of those "
                "that framing fetch lists"
            )
        for row in list_datasets().itertuples():
            _say(f"{row.name:20} {row.title}; licence: {row.license}", sys.stdout)
        return DONE
    if options.out and Path(options.out).suffix.removeprefix(".") not in FORMATS:
        raise FramingError(unknown_name("--out", "table format", Path(options.out).suffix, FORMATS))
    accepted = _ask(terms_to_accept(options.name, options.folder), options.accept_terms)
    made = fetch(options.name, options.table, folder=options.folder, accept_terms=accepted)
    what = repr(made) if isinstance(made, Corpus) else f"{len(made):,} rows"
    copies = copies_folder()
    what += f"; from the ready copies in {copies}, which may be a part" if copies else ""
    if options.out:
        table = made.articles if isinstance(made, Corpus) else made
        what += f"; written to {write_table(table, options.out)}"
        if isinstance(made, Corpus) and len(made.receipt):
            beside = Path(options.out).with_suffix(f".receipt{Path(options.out).suffix}")
            what += f", the receipt to {write_table(made.receipt, beside)}"
    _say(f"{options.name}: {what}")
    return DONE


def _ask(terms: str, accepted: bool) -> bool:
    """Show the terms before the first download, and take no answer but a clear one."""
    if not terms:
        return accepted
    if accepted:
        _say(f"{terms}\nAccepted with --accept-terms.")
        return True
    if not sys.stdin.isatty():
        return False
    _say(f"{terms}\nDo you accept these terms? Type yes or no:")
    if sys.stdin.readline().strip().lower() in ("yes", "y"):
        return True
    raise FramingError("fetch: the terms were not accepted; nothing was downloaded; that is all")


def _lexicon(options: argparse.Namespace) -> int:
    from framing.workbench.commands import run_lexicon

    run_lexicon(options.task, options.paths, options.out, _say)
    return DONE


def _train(options: argparse.Namespace) -> int:
    from framing.tables import replacing

    if options.model == "assessment":
        tables, said = _assessment(options)
    else:
        from framing.models.training import read_records, train_model, write_model

        if len(options.records) > 1:
            raise FramingError(
                f"framing train attribution: {len(options.records)} files are named; the tagger is "
                "learned from one; put the articles into one file"
            )
        records = read_records(options.records[0])
        tables = write_model(train_model(records, seed=options.seed))
        said = f"{len(records):,} articles"
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        with replacing(out / name) as file:
            file.write(table.encode())
    _say(f"{said}; weights in {out}")
    return DONE


def _assessment(options: argparse.Namespace) -> tuple[dict[str, str], str]:
    from framing.assessments.remaking import learn

    first, *more = options.records
    made = learn(first, more, vocabulary=options.vocabulary, seed=options.seed)
    return made.tables, f"{made.sentences:,} sentences, {made.words:,} words"


def _figures(options: argparse.Namespace) -> int:
    from framing.studies import remake

    remake(Path(options.root), _say)
    return DONE


if __name__ == "__main__":
    # A closed pipe (head, less) is no mistake of the user's.
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    sys.exit(code)
