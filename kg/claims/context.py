"""What a claim takes from around its construction: onset, disease, mechanism, stance, and things named before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Protocol, cast

from kg.claims.cues import context_table, context_values, stance_table
from kg.claims.scope import is_oncological
from kg.claims.therapies import Therapy, is_class, is_therapy_grounding
from kg.model import Argument, Curie, Onset, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.claims.chunks import Member
    from kg.lexicon import Candidate
    from kg.model import Concept, Grounding

_LOOK_BACK: Final = 3  # sentences in which a therapy or factor named before is still at hand


class Vocabulary(Protocol):
    """What claims ask of the lexicon."""

    def candidates(self, key: str, /) -> Sequence[Candidate]:
        """Every reading of a name in normal form."""
        ...

    def concept(self, id: Curie) -> Concept | None:
        """The concept with this identifier."""
        ...

    def ancestors(self, id: Curie) -> frozenset[Curie]:
        """Everything above it."""
        ...


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier sentences put at hand: (sentence number, value), newest last; the title counts as always near."""

    therapies: tuple[tuple[int, tuple[Therapy, ...]], ...] = ()
    factors: tuple[tuple[int, tuple[tuple[Member, ...], ...]], ...] = ()  # the lists of a sentence in order
    title_therapies: tuple[Therapy, ...] = ()

    def near_therapies(self, number: int) -> tuple[Therapy, ...]:
        """The last therapies of an outcome within reach, else the title's."""
        near = [t for n, t in self.therapies if number - n <= _LOOK_BACK]
        return near[-1] if near else self.title_therapies

    def near_drug(self, number: int) -> tuple[Therapy, ...]:
        """What "the drug" is: the only drug of the nearest sentence within reach that names one, else the title's."""
        for n, lists in reversed(self.factors):
            drugs = [m for members in lists for m in members if all(map(_is_drug_of_tumours, m.groundings))]
            if number - n <= _LOOK_BACK and drugs:
                drugs = [m for m in drugs if not is_class(m.text)] or drugs
                names = {m.groundings[0].concept.id for m in drugs}
                last = drugs[-1]
                return (Therapy(last.text, last.span, last.groundings),) if len(names) == 1 else ()
        return self.title_therapies

    def near_factor(self, number: int, kinds: frozenset[str]) -> tuple[Member, ...]:
        """The first list of one of these kinds in the nearest sentence within reach; empty kinds mean any."""
        for n, lists in reversed(self.factors):
            for members in lists:
                fitting = tuple(m for m in members if not kinds or m.groundings[0].concept.kind in kinds)
                if number - n <= _LOOK_BACK and fitting:
                    return fitting
        return ()


def _is_drug_of_tumours(grounding: Grounding) -> bool:
    return is_therapy_grounding(grounding) and is_oncological(argument(grounding))


def anaphor_kinds(words: Iterable[str]) -> frozenset[str]:
    """The kinds of concept that a noun such as "vesicle" or "factor" can take up."""
    text = tuple(words)
    kinds = {value for _, _, value in context_table("anaphor").found(text)} if text else set()
    if "gene" in kinds or "chemical" in kinds:
        kinds |= {"rna", "family"} if "gene" in kinds else {"intervention"}
    return frozenset(kinds)


def onset_of(words: Sequence[str]) -> tuple[Onset, str]:
    """(onset, the words that say so); two different onsets in one sentence leave it unspecified."""
    found = {value: " ".join(words[a:b]) for a, b, value in context_table("onset").found(words)}
    if len(found) != 1 or "both" in found:
        return "unspecified", ""
    value, phrase = next(iter(found.items()))
    return cast(Onset, value), phrase


def stance_spans(words: Sequence[str], spans: Sequence[Span]) -> tuple[tuple[str, Span], ...]:
    """(kind, place) of every hedge, silence, trap and foreign setting."""
    return tuple((kind, Span(spans[a].start, spans[b - 1].end)) for a, b, kind in stance_table().found(words))


def is_neoplasm(concept: Concept, vocabulary: Vocabulary) -> bool:
    """Whether a disease is a tumour, by the roots that context.tsv names."""
    if concept.kind != "disease":
        return False
    roots = _tumour_roots()
    return not roots.isdisjoint(concept.ids) or not roots.isdisjoint(vocabulary.ancestors(concept.id))


@cache
def _tumour_roots() -> frozenset[Curie]:
    return frozenset(Curie.from_string(p) for p, value in context_values("disease") if value == "root")


@cache
def _unspecific() -> frozenset[str]:
    return frozenset(p for p, _ in context_values("disease"))


def is_unspecific(concept: Concept) -> bool:
    """Whether a tumour is just "cancer" or "tumour", so that the document's topic says more."""
    return str(concept.id) in _unspecific()


def argument(grounding: Grounding) -> Argument:
    """A grounding as an end of a claim."""
    concept = grounding.concept
    return Argument(text=grounding.mention.text, span=grounding.mention.span, kind=concept.kind, concepts=(concept,))
