"""Of which species a gene is meant: man, unless the sentence or the whole document speaks of mouse or rat (pure)."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ground.ports import LexiconLike
    from kg.model import Concept, Grounding, Span

HUMAN: Final = 9606
MOUSE: Final = 10090
_WORD: Final = re.compile(r"[A-Za-z]+")
_GENES: Final = ("gene", "rna")
_MOST: Final = 6  # cue words of a document that count
_TELLING: Final = 3  # letters of a symbol whose case counts
_JUST_BEFORE: Final = 12  # characters before a gene in which a species is its own


class Speaking(NamedTuple):
    """What tells species apart: words with their taxon, weights, and the genes that correspond."""

    cues: Mapping[str, int]
    weights: Mapping[str, float]
    lexicon: LexiconLike


def of_species(
    text: str, groundings: Sequence[Grounding], borders: Sequence[Span], speaking: Speaking
) -> list[Grounding]:
    """The groundings with the genes of the species that their place in the text speaks of."""
    cues, weights, lexicon = speaking
    found = [(match.start(), cues[word]) for match in _WORD.finditer(text) if (word := _singular(match[0], cues))]
    genes = [g for g in groundings if g.concept.kind in _GENES]
    styled = _mouse_symbols(genes, lexicon)
    if not genes or (styled <= 0 and all(taxon == HUMAN for _, taxon in found)):
        return list(groundings)
    weighing = _Weighing(text, found, borders, weights)
    if styled > 0:
        weighing.add(MOUSE, weights["symbol"] * min(styled, _MOST))
    return [_read_as(g, weighing.taxon(g), lexicon) if g.concept.kind in _GENES else g for g in groundings]


def of_one_species(groundings: Sequence[Grounding], taxon: int, lexicon: LexiconLike) -> list[Grounding]:
    """The groundings with every gene read as one of this species, where it has one."""
    return [_read_as(g, taxon, lexicon) if g.concept.kind in _GENES else g for g in groundings]


def _mouse_symbols(genes: Sequence[Grounding], lexicon: LexiconLike) -> int:
    """How many more symbols are written as in mice (Trp53) than as in man (TP53)."""
    surfaces = {g.mention.text: g.concept for g in genes}
    mouse = human = 0
    for surface, concept in surfaces.items():
        if surface.isupper() and surface == concept.label:
            human += 1
        elif len(surface) >= _TELLING and surface[0].isupper() and surface[1:].islower() and surface[1:].isalnum():
            labels = [c.label for o in lexicon.orthologues(concept.id) if (c := lexicon.concept(o)) is not None]
            mouse += surface in labels or surface == concept.label
    return mouse - human


def _singular(word: str, cues: Mapping[str, int]) -> str:
    low = word.lower()
    return low if low in cues else low[:-1] if low.endswith("s") and low[:-1] in cues else ""


class _Weighing:
    """What speaks for each species, for the document and for a place in it."""

    def __init__(
        self, text: str, found: list[tuple[int, int]], borders: Sequence[Span], weights: Mapping[str, float]
    ) -> None:
        self.text = text
        self.found = found
        self.starts = [border.start for border in borders]
        self.borders = borders
        self.weights = weights
        self.document = {HUMAN: weights["prior"]}
        for taxon in {taxon for _, taxon in found}:
            count = sum(t == taxon for _, t in found)
            self.document[taxon] = self.document.get(taxon, 0.0) + weights["document"] * min(count, _MOST)

    def add(self, taxon: int, weight: float) -> None:
        """Add what speaks for a species in the whole document."""
        self.document[taxon] = self.document.get(taxon, 0.0) + weight

    def taxon(self, grounding: Grounding) -> int:
        """The species that weighs most where a gene stands; man where nothing decides."""
        span = grounding.mention.span
        weight = dict(self.document)
        at = bisect_right(self.starts, span.start) - 1
        border = self.borders[at] if at >= 0 else span
        for place, taxon in self.found:
            if border.start <= place < border.end:
                weight[taxon] += self.weights["sentence"]
            if span.start - _JUST_BEFORE <= place < span.start and "." not in self.text[place : span.start]:
                weight[taxon] += self.weights["before"]
        return max(sorted(weight), key=lambda taxon: (weight[taxon], taxon == HUMAN))


def _read_as(grounding: Grounding, taxon: int, lexicon: LexiconLike) -> Grounding:
    own = lexicon.species(grounding.concept.id)
    if own in (taxon, None):
        return grounding
    concept = _orthologue(grounding.concept, taxon, lexicon) or _same_name(grounding.mention.text, taxon, lexicon)
    if concept is None:
        return grounding
    why = f"{grounding.why}; as a gene of taxon {taxon}"
    human = grounding.concept if own == HUMAN else None
    return replace(grounding, concept=concept, why=why, human=human)


def _orthologue(concept: Concept, taxon: int, lexicon: LexiconLike) -> Concept | None:
    found = [lexicon.concept(other) for other in lexicon.orthologues(concept.id) if lexicon.species(other) == taxon]
    fit = [c for c in found if c is not None]
    same = [c for c in fit if c.label.lower() == concept.label.lower()]
    return next(iter(same or fit), None)


def _same_name(surface: str, taxon: int, lexicon: LexiconLike) -> Concept | None:
    found = lexicon.candidates_of_species(normal_name(surface), taxon)
    return found[0].concept if found else None
