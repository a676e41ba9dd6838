"""Cheap tests before any real work: whether a sentence or a document can state anything at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.claims.therapies import is_therapy_grounding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claims.cohorts import Cohort
    from kg.model import Grounding, Sentence

# a sentence without one of these states no outcome; a cheap test before any real work
_STEMS: Final = (
    "resist", "sensiti", "refractor", "respon", "efficac", "tolera", "benefit", "toxic", "effect", "failure",
    "survi", "activity", "outcome", "mdr", "vulnerab", "suscept", "protect", "shield", "potentiat", "kill",
    "induced", "escape", "progress", "relapse", "ic50", "barrier", "obstacle", "insensitiv", "action", "potency",
    "futil", "prognosis", "blunt", "undermin", "impair", "compromis", "pump", "extru", "expel", "inactiv",
    "detoxif", "neutrali", "counteract", "antagoni", "withst", "synerg", "little from", "fare", "emerge", "arose",
    "arisen", "acquired", "selected", "bypass", "profit", "influence", "hurdle", "impediment", "evade", "outlive",
    "pfs", "ttp", " os",
)  # fmt: skip
# a sentence without one of these does not say how patients or cells fared
_FARING: Final = (
    "respon", "remission", "regress", "shrink", "growth", "prolifer", "viabil", "apopto", "surviv", "pfs", "progress",
    "relapse", "sensiti", "resist", "effective", "efficac", "activity", "tumor", "tumour", "stable disease", "benefit",
    "ic50", "inhibit", "improve", "resol", "disappear", "lesion", "symptom", "blast", "prolong", "nodule",
)  # fmt: skip
# a document without one of these speaks of no altered gene
_ALTERING: Final = (
    "mutat", "mutant", "fusion", "amplif", "rearrang", "delet", "positive", "variant", "express", "deficien",
    "methylat", "loss", "duplicat", "copy number", "absen", "lack", "insertion",
)  # fmt: skip
GENES: Final = frozenset(("gene", "rna", "family", "genetic_alteration"))


def may_state(text: str) -> bool:
    """Whether a sentence can state an outcome."""
    lowered = text.lower()
    return any(stem in lowered for stem in _STEMS)


def _may_tell(text: str) -> bool:
    """Whether a sentence can say how those fared who were named before."""
    lowered = text.lower()
    return any(stem in lowered for stem in _FARING)


def may_concern_cohort(sentence: Sentence, inside: Sequence[Grounding], cohort: Cohort) -> bool:
    """Whether a sentence can name who carries an alteration or what was given, or tell how those at hand fared."""
    if any(g.concept.kind in GENES or is_therapy_grounding(g) for g in inside):
        return True
    return cohort.is_at_hand(sentence.number) and _may_tell(sentence.text)


def may_alter(text: str) -> bool:
    """Whether a document can speak of an altered gene."""
    lowered = text.lower()
    return any(stem in lowered for stem in _ALTERING)
