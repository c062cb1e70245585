"""Loaded language in news, by voice: articles in, tables and figures out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from framing.assessments import assess as assess
    from framing.assessments import estimate_shares as estimate_shares
    from framing.assessments import find_learned as find_learned
    from framing.attributions import attribute as attribute
    from framing.bundles import verify_bundle as verify_bundle
    from framing.bundles import write_bundle as write_bundle
    from framing.cleaning import clean as clean
    from framing.cleaning import effect_of_cleaning as effect_of_cleaning
    from framing.coding.agreements import agree as agree
    from framing.coding.desks import open_desk as open_desk
    from framing.coding.disagreements import find_disagreements as find_disagreements
    from framing.coding.disagreements import write_disagreements as write_disagreements
    from framing.coding.forms import Form as Form
    from framing.coding.forms import Value as Value
    from framing.coding.forms import Variable as Variable
    from framing.coding.forms import make_form as make_form
    from framing.coding.forms import read_form as read_form
    from framing.coding.items import score_items as score_items
    from framing.coding.plans import plan_sample as plan_sample
    from framing.coding.samples import draw_sample as draw_sample
    from framing.coding.sheets import read_coding as read_coding
    from framing.coding.sheets import write_sheet as write_sheet
    from framing.coding.verifications import verify_hits as verify_hits
    from framing.contrasts import AnalysisPlan as AnalysisPlan
    from framing.contrasts import compare as compare
    from framing.contrasts import decompose as decompose
    from framing.contrasts import drop_copies as drop_copies
    from framing.contrasts import estimate as estimate
    from framing.contrasts import plan as plan
    from framing.contrasts import power as power
    from framing.contrasts import read_plan as read_plan
    from framing.contrasts import simulate_scores as simulate_scores
    from framing.contrasts import summarise as summarise
    from framing.contrasts import trend as trend
    from framing.contrasts import write_plan as write_plan
    from framing.corpus import Corpus as Corpus
    from framing.corpus import read_corpus as read_corpus
    from framing.counts import read_counts as read_counts
    from framing.counts import write_counts as write_counts
    from framing.datasets import fetch as fetch
    from framing.datasets import list_datasets as list_datasets
    from framing.dictionaries import read_dictionary as read_dictionary
    from framing.dictionaries import write_dictionary as write_dictionary
    from framing.duplicates import find_duplicates as find_duplicates
    from framing.duplicates import find_overlaps as find_overlaps
    from framing.duplicates import find_wire as find_wire
    from framing.errors import CodingError as CodingError
    from framing.errors import ComparisonError as ComparisonError
    from framing.errors import CorpusError as CorpusError
    from framing.errors import DatasetError as DatasetError
    from framing.errors import FramingError as FramingError
    from framing.errors import FramingWarning as FramingWarning
    from framing.errors import LexiconError as LexiconError
    from framing.errors import MissingExtraError as MissingExtraError
    from framing.errors import ModelError as ModelError
    from framing.errors import TableError as TableError
    from framing.events import match_events as match_events
    from framing.events import read_events as read_events
    from framing.events import with_events as with_events
    from framing.events import write_events as write_events
    from framing.evidence import annotate as annotate
    from framing.evidence import kwic as kwic
    from framing.explorers import explore as explore
    from framing.figures import plot_agreement as plot_agreement
    from framing.figures import plot_alternatives as plot_alternatives
    from framing.figures import plot_callings as plot_callings
    from framing.figures import plot_contrasts as plot_contrasts
    from framing.figures import plot_correction as plot_correction
    from framing.figures import plot_decomposition as plot_decomposition
    from framing.figures import plot_events as plot_events
    from framing.figures import plot_keyness as plot_keyness
    from framing.figures import plot_left_out as plot_left_out
    from framing.figures import plot_names_over_time as plot_names_over_time
    from framing.figures import plot_naming as plot_naming
    from framing.figures import plot_ranks as plot_ranks
    from framing.figures import plot_rates as plot_rates
    from framing.figures import plot_risk as plot_risk
    from framing.figures import plot_roles as plot_roles
    from framing.figures import plot_shares as plot_shares
    from framing.figures import plot_sources as plot_sources
    from framing.figures import plot_stances as plot_stances
    from framing.figures import plot_trend as plot_trend
    from framing.figures import plot_voices as plot_voices
    from framing.figures import save_figure as save_figure
    from framing.floors.absences import absent as absent
    from framing.floors.callings import count_callings as count_callings
    from framing.floors.callings import find_targets as find_targets
    from framing.floors.introductions import stances as stances
    from framing.floors.people import join_people as join_people
    from framing.floors.speaking import sources as sources
    from framing.frames.classifiers import FrameClassifier as FrameClassifier
    from framing.frames.curves import measure_learning as measure_learning
    from framing.frames.curves import measure_risk as measure_risk
    from framing.frames.findings import find_frames as find_frames
    from framing.frames.labels import label_frames as label_frames
    from framing.frames.saving import read_classifier as read_classifier
    from framing.frames.saving import write_classifier as write_classifier
    from framing.frames.shares import share_frames as share_frames
    from framing.highlights import highlight as highlight
    from framing.highlights import write_page as write_page
    from framing.keywords import drop_fragments as drop_fragments
    from framing.keywords import keyness as keyness
    from framing.lexicon import Lexicon as Lexicon
    from framing.lexicon import Term as Term
    from framing.lexicon import read_lexicon as read_lexicon
    from framing.namings import share_names as share_names
    from framing.report import write_report as write_report
    from framing.roles.castings import cast as cast
    from framing.roles.counts import count_roles as count_roles
    from framing.runs import process as process
    from framing.scores import score as score
    from framing.segments import segment as segment
    from framing.sensitivity import summarise_alternatives as summarise_alternatives
    from framing.sensitivity import try_alternatives as try_alternatives
    from framing.span import Span as Span
    from framing.studies import write_findings as write_findings
    from framing.tables import read_table as read_table
    from framing.tables import write_table as write_table
    from framing.units import list_sentences as list_sentences
    from framing.validations.corrections import correct as correct
    from framing.validations.measures import validate as validate
    from framing.workbench import explain as explain
    from framing.workbench import lint_lexicon as lint_lexicon
    from framing.workbench import start_lexicon as start_lexicon
    from framing.workbench import suggest as suggest
    from framing.workbench import write_accepted as write_accepted

_DOORS = {
    "explore": "explorers",
    "write_bundle": "bundles",
    "verify_bundle": "bundles",
    "Corpus": "corpus",
    "read_corpus": "corpus",
    "fetch": "datasets",
    "list_datasets": "datasets",
    "match_events": "events",
    "write_events": "events",
    "read_events": "events",
    "with_events": "events",
    "Lexicon": "lexicon",
    "Term": "lexicon",
    "read_lexicon": "lexicon",
    "lint_lexicon": "workbench",
    "explain": "workbench",
    "start_lexicon": "workbench",
    "suggest": "workbench",
    "write_accepted": "workbench",
    "read_dictionary": "dictionaries",
    "write_dictionary": "dictionaries",
    "clean": "cleaning",
    "effect_of_cleaning": "cleaning",
    "find_overlaps": "duplicates",
    "find_duplicates": "duplicates",
    "drop_copies": "contrasts",
    "find_wire": "duplicates",
    "Span": "span",
    "attribute": "attributions",
    "segment": "segments",
    "annotate": "evidence",
    "assess": "assessments",
    "find_learned": "assessments",
    "estimate_shares": "assessments",
    "kwic": "evidence",
    "keyness": "keywords",
    "drop_fragments": "keywords",
    "score": "scores",
    "share_names": "namings",
    "estimate": "contrasts",
    "compare": "contrasts",
    "decompose": "contrasts",
    "power": "contrasts",
    "trend": "contrasts",
    "process": "runs",
    "summarise": "contrasts",
    "try_alternatives": "sensitivity",
    "summarise_alternatives": "sensitivity",
    "simulate_scores": "contrasts",
    "AnalysisPlan": "contrasts",
    "plan": "contrasts",
    "write_plan": "contrasts",
    "read_plan": "contrasts",
    "join_people": "floors.people",
    "sources": "floors.speaking",
    "stances": "floors.introductions",
    "find_targets": "floors.callings",
    "count_callings": "floors.callings",
    "absent": "floors.absences",
    "cast": "roles.castings",
    "count_roles": "roles.counts",
    "list_sentences": "units",
    "draw_sample": "coding.samples",
    "plan_sample": "coding.plans",
    "make_form": "coding.forms",
    "read_form": "coding.forms",
    "Form": "coding.forms",
    "Variable": "coding.forms",
    "Value": "coding.forms",
    "write_sheet": "coding.sheets",
    "open_desk": "coding.desks",
    "read_coding": "coding.sheets",
    "agree": "coding.agreements",
    "score_items": "coding.items",
    "find_disagreements": "coding.disagreements",
    "write_disagreements": "coding.disagreements",
    "verify_hits": "coding.verifications",
    "FrameClassifier": "frames.classifiers",
    "label_frames": "frames.labels",
    "find_frames": "frames.findings",
    "share_frames": "frames.shares",
    "measure_risk": "frames.curves",
    "measure_learning": "frames.curves",
    "write_classifier": "frames.saving",
    "read_classifier": "frames.saving",
    "validate": "validations.measures",
    "correct": "validations.corrections",
    "plot_rates": "figures",
    "plot_contrasts": "figures",
    "plot_keyness": "figures",
    "plot_alternatives": "figures",
    "plot_left_out": "figures",
    "plot_decomposition": "figures",
    "plot_callings": "figures",
    "plot_voices": "figures",
    "plot_naming": "figures",
    "plot_risk": "figures",
    "plot_names_over_time": "figures",
    "plot_events": "figures",
    "plot_shares": "figures",
    "plot_ranks": "figures",
    "plot_roles": "figures",
    "plot_sources": "figures",
    "plot_stances": "figures",
    "plot_trend": "figures",
    "plot_agreement": "figures",
    "plot_correction": "figures",
    "save_figure": "figures",
    "highlight": "highlights",
    "write_page": "highlights",
    "write_report": "report",
    "read_table": "tables",
    "write_table": "tables",
    "read_counts": "counts",
    "write_counts": "counts",
    "write_findings": "studies",
    "FramingError": "errors",
    "CorpusError": "errors",
    "LexiconError": "errors",
    "TableError": "errors",
    "ComparisonError": "errors",
    "DatasetError": "errors",
    "CodingError": "errors",
    "ModelError": "errors",
    "MissingExtraError": "errors",
    "FramingWarning": "errors",
}

__version__ = "0.1.0"
__all__ = ["__version__", *_DOORS]


def __getattr__(name: str) -> object:
    # A door opens when someone walks through it: importing the package costs nothing.
    if name not in _DOORS:
        raise AttributeError(f"module 'framing' has no attribute {name!r}")
    return getattr(import_module(f"framing.{_DOORS[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
