"""Of which species a gene is meant: man, unless the sentence or the whole document speaks of mouse or rat (pure)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from math import log1p
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.ground.members import named_members
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.ground.learned import LearnedNames
    from kg.ground.members import UsualMembers
    from kg.ground.ports import LexiconLike
    from kg.model import Concept, Curie, Grounding, Span

HUMAN: Final = 9606
MOUSE: Final = 10090
RAT: Final = 10116
RODENTS: Final = (MOUSE, RAT)
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9./-]*|(?<![0-9])[0-9]{1,6}[A-Za-z][A-Za-z0-9./-]*")
_GENES: Final = ("gene", "rna")
_TELLING: Final = 3  # letters of a symbol whose case counts
_JUST_BEFORE: Final = 12  # characters before a gene in which a species is its own
_NAME: Final = "name"
_HOST: Final = "host"
_HOSTED: Final = 24  # characters between 'nude' or 'xenograft' and the mice that carry a tumour of man


class SpeciesCue(NamedTuple):
    """A word that speaks for a species, and of what kind it is: name, setting, animal, tumour, host."""

    taxon: int
    kind: str


class Speaking(NamedTuple):
    """What tells species apart: words, weights, the genes that correspond, and what was learned of them."""

    cues: Mapping[str, tuple[SpeciesCue, ...]]
    weights: Mapping[str, float]
    lexicon: LexiconLike
    members: UsualMembers
    learned: LearnedNames | None = None


def of_species(
    text: str, groundings: Sequence[Grounding], borders: Sequence[Span], speaking: Speaking
) -> list[Grounding]:
    """The groundings with the genes of the species that their place in the text speaks of."""
    if not any(_is_of_genes(g.concept) for g in groundings):
        return list(groundings)
    genes = [g for g in groundings if g.concept.kind in _GENES]
    styles = _styles(genes, speaking.lexicon)
    weighing = _Weighing(text, list(_found(text, speaking.cues)), borders, speaking.weights, styles)
    named = named_members(genes, speaking.lexicon)
    return [_read_as(g, weighing.taxon(g), speaking, named) if _is_of_genes(g.concept) else g for g in groundings]


def of_one_species(groundings: Sequence[Grounding], taxon: int, speaking: Speaking) -> list[Grounding]:
    """The groundings with every gene read as one of this species, where it has one."""
    named = named_members([g for g in groundings if g.concept.kind in _GENES], speaking.lexicon)
    return [_read_as(g, taxon, speaking, named) if _is_of_genes(g.concept) else g for g in groundings]


def _is_of_genes(concept: Concept) -> bool:
    return concept.kind in _GENES or concept.kind == "family"


def _found(text: str, cues: Mapping[str, tuple[SpeciesCue, ...]]) -> Iterator[tuple[int, str, tuple[SpeciesCue, ...]]]:
    """Place, word and meaning of every cue; a word joined by hyphens counts whole, else part by part.

    An animal beside a word for hosts of grafts is none: athymic nude mice carry tumours of man.
    """
    words = list(_words(text, cues))
    hosts = [(place, place + len(word)) for place, word, known in words if any(c.kind == _HOST for c in known)]
    for place, word, known in words:
        kept = tuple(cue for cue in known if cue.kind != _HOST)
        animal = any(cue.kind == _NAME and cue.taxon != HUMAN for cue in kept)
        if kept and not (animal and any(_is_beside(text, place, place + len(word), *host) for host in hosts)):
            yield place, word, kept


def _is_beside(text: str, start: int, end: int, host_start: int, host_end: int) -> bool:
    between = (host_end, start) if host_end <= start else (end, host_start)
    return between[1] - between[0] <= _HOSTED and "." not in text[between[0] : between[1]]


def _words(text: str, cues: Mapping[str, tuple[SpeciesCue, ...]]) -> Iterator[tuple[int, str, tuple[SpeciesCue, ...]]]:
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if not word[-1].isalnum():
            word = word.rstrip(".-/")
        known = cues.get(word)
        if known is None and word[-1] == "s":
            known = cues.get(word[:-1])
        if known:
            yield match.start(), word, known
        elif "-" in word:
            for part in word.split("-"):
                known = cues.get(part)
                if known:
                    yield match.start(), part, known


def _styles(genes: Sequence[Grounding], lexicon: LexiconLike) -> float:
    """How much more often symbols are written as in mice (Trp53) than as in man (TP53); a logarithm."""
    mouse = human = 0
    for surface, concept in {g.mention.text: g.concept for g in genes}.items():
        if surface.isupper() and surface == concept.label:
            human += 1
        elif len(surface) >= _TELLING and surface[0].isupper() and surface[1:].islower() and surface[1:].isalnum():
            labels = [c.label for o in lexicon.orthologues(concept.id) if (c := lexicon.concept(o)) is not None]
            mouse += surface in labels or surface == concept.label
    return log1p(mouse) - log1p(human)


class _Weighing:
    """What speaks for each species, for the document and for a place in it; man where nothing decides."""

    def __init__(
        self,
        text: str,
        found: list[tuple[int, str, tuple[SpeciesCue, ...]]],
        borders: Sequence[Span],
        weights: Mapping[str, float],
        styles: float,
    ) -> None:
        self.text = text
        self.names = [(place, cue.taxon) for place, _, cues in found for cue in cues if cue.kind == _NAME]
        self.starts = [border.start for border in borders]
        self.borders = borders
        self.weights = weights
        title = borders[0].end if borders else 0
        words: Counter[SpeciesCue] = Counter(cue for _, cues in {(w, c) for _, w, c in found} for cue in cues)
        self.document: dict[int, float] = {HUMAN: 0.0}
        for (taxon, kind), count in words.items():
            weight = weights["named"] if kind == _NAME else weights[kind] * log1p(count)
            self.document[taxon] = self.document.get(taxon, weights.get(f"prior_{taxon}", 0.0)) + weight
        for taxon in {taxon for place, taxon in self.names if place < title}:
            self.document[taxon] += weights["title"]
        for taxon in self.document:
            self.document[taxon] += weights["symbol"] * styles * (taxon != HUMAN)
        if styles > 0:
            self.document.setdefault(MOUSE, weights["symbol"] * styles)

    def taxon(self, grounding: Grounding) -> int:
        """The species that weighs most where a gene stands."""
        if len(self.document) == 1:
            return HUMAN
        span = grounding.mention.span
        weight = dict(self.document)
        at = bisect_right(self.starts, span.start) - 1
        border = self.borders[at] if at >= 0 else span
        for taxon in {taxon for place, taxon in self.names if border.start <= place < border.end}:
            weight[taxon] += self.weights["sentence"]
        for place, taxon in self.names:
            if span.start - _JUST_BEFORE <= place < span.start and "." not in self.text[place : span.start]:
                weight[taxon] += self.weights["before"]
        return max(sorted(weight), key=lambda taxon: (weight[taxon], taxon == HUMAN))


def _read_as(
    grounding: Grounding, taxon: int, speaking: Speaking, named: Mapping[Curie, tuple[Curie, ...]]
) -> Grounding:
    if grounding.concept.kind == "family":
        return replace(grounding, members=_members(grounding, taxon, speaking, named))
    lexicon = speaking.lexicon
    own = lexicon.species(grounding.concept.id)
    if own == taxon != HUMAN and grounding.human is None:
        return replace(grounding, human=_orthologue(grounding.concept, HUMAN, lexicon))
    if own in (taxon, None):
        return grounding
    surface = grounding.mention.text
    concept = (
        _of_symbol(surface, taxon, lexicon)
        or _orthologue(grounding.concept, taxon, lexicon)
        or _same_name(surface, taxon, lexicon)
    )
    if concept is None:
        return grounding
    why = f"{grounding.why}; as a gene of taxon {taxon}"
    human = grounding.concept if own == HUMAN else None
    if own == HUMAN and speaking.learned is not None:
        known = speaking.learned.of_species(grounding.concept.id, taxon)
        if known is not None and known not in concept.ids:
            concept = replace(concept, same_as=(known, *concept.same_as))
    return replace(grounding, concept=concept, why=why, human=human)


def _members(
    grounding: Grounding, taxon: int, speaking: Speaking, named: Mapping[Curie, tuple[Curie, ...]]
) -> tuple[Curie, ...]:
    """The genes that the document names of a family, else the usual one; of this species, then of man."""
    human = next((named[i] for i in grounding.concept.ids if i in named), ())
    if not human:
        usual = speaking.members.of(grounding.concept, normal_name(grounding.mention.text), speaking.learned)
        human = (usual,) if usual is not None else ()
    if taxon == HUMAN:
        return human
    animal = [gene for one in human for gene in _counterparts(one, taxon, speaking)]
    return tuple(animal) if any(gene.prefix != "NCBIGene" for gene in animal) else (*animal, *human)


def _counterparts(human: Curie, taxon: int, speaking: Speaking) -> tuple[Curie, ...]:
    lexicon = speaking.lexicon
    known = speaking.learned.of_species(human, taxon) if speaking.learned else None
    return (known,) if known else tuple(o for o in lexicon.orthologues(human) if lexicon.species(o) == taxon)[:1]


def _orthologue(concept: Concept, taxon: int, lexicon: LexiconLike) -> Concept | None:
    found = [lexicon.concept(other) for other in lexicon.orthologues(concept.id) if lexicon.species(other) == taxon]
    fit = [c for c in found if c is not None]
    same = [c for c in fit if c.label.lower() == concept.label.lower()]
    return next(iter(same or fit), None)


def _of_symbol(surface: str, taxon: int, lexicon: LexiconLike) -> Concept | None:
    """The gene whose symbol in this species is the surface to the letter: Socs2 is no other gene's alias."""
    found = lexicon.candidates_of_species(normal_name(surface), taxon)
    return next((c.concept for c in found if c.concept.label == surface), None)


def _same_name(surface: str, taxon: int, lexicon: LexiconLike) -> Concept | None:
    found = lexicon.candidates_of_species(normal_name(surface), taxon)
    return found[0].concept if found else None
