"""From sentences to groundings: find, weigh, look at the context, choose; what is left out is reported."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.ground.bracketed import bracketed, with_words_before
from kg.ground.broader import broader_headings
from kg.ground.codons import without_codons
from kg.ground.decide import Decision, decide
from kg.ground.definitions import Meaning, Sense, meanings, sense
from kg.ground.drug_forms import with_forms
from kg.ground.explain import explain
from kg.ground.find import Finder, Matches, find_matches
from kg.ground.fusions import with_fusions_split
from kg.ground.glued import glued_alterations
from kg.ground.learned import default_learned
from kg.ground.linking import Linker
from kg.ground.merging import inside, merge
from kg.ground.misspelt import meant
from kg.ground.parts import counted_members
from kg.ground.pieces import Pieces
from kg.ground.places import Place, longest_first, longest_spans
from kg.ground.plain import as_plain, in_original, plain
from kg.ground.residues import without_residues
from kg.ground.settling import settle, settled_inside
from kg.ground.species import Speaking, of_one_species, of_species
from kg.ground.supplements import coordinated, short_binomials, with_alterations
from kg.ground.synonyms import synonyms
from kg.ground.tagging.tagger import Marked, Tagger
from kg.ground.tagging.tokens import definitions, marks, tokenise
from kg.ground.tagging.weights import default_weights
from kg.ground.ungrounded import ungrounded
from kg.ground.variants import is_alteration
from kg.ground.words import (
    default_forms,
    default_members,
    default_residues,
    default_rewordings,
    default_settings,
    default_words,
)
from kg.model import Dropped, Grounding, Span
from kg.text.abbreviations import find_abbreviations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.ground.explain import Explanation
    from kg.ground.pieces import Normal
    from kg.ground.ports import LexiconLike
    from kg.ground.tagging.tagger import Tag
    from kg.ground.words import Settings, Words
    from kg.model import Curie, Document, MentionType, Sentence
    from kg.text.abbreviations import Definition

_CACHE_SIZE: Final = 200_000
_GENE_WORDS: Final = (" gene", " mutation", " mRNA", " protein", " polymorphism", " exon")
_LINE_WORDS: Final = ("cell line", "cells line")
_CELL_LINE: Final = Decision((), "a cell line", swallows=True)


Grounded = tuple[tuple[Grounding, ...], tuple[Dropped, ...]]


class Reading(NamedTuple):
    """A document before anything is chosen: what it defines, what the dictionary finds, and the tagger's tokens."""

    definitions: tuple[Definition, ...]
    matches: Matches
    marked: Marked


@dataclass(slots=True)
class Grounder:
    """Grounds documents; equal input gives equal output, whatever was grounded before or with it.

    Without a tagger the dictionary and the rules decide alone.  ``species``: the NCBI taxon whose genes are meant;
    None: as the text says.
    """

    lexicon: LexiconLike
    tagger: Tagger | None = None
    linker: Linker | None = None
    settings: Settings = field(default_factory=default_settings)
    words: Words = field(default_factory=default_words)
    species: int | None = None
    _pieces: Pieces = field(init=False, repr=False)
    _decisions: dict[tuple[str, str], Decision] = field(default_factory=dict, repr=False)
    _senses: dict[tuple[str, str], Sense] = field(default_factory=dict, repr=False)
    _broader: dict[Curie, tuple[Curie, ...]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Make an empty table of pieces for the lexicon."""
        words = self.words
        self._pieces = Pieces(self._is_name, self.lexicon.pair_filter, words.function, words.opening)

    def _is_name(self, key: str) -> bool:
        return self.lexicon.is_key(key) or bool(meant(key.rstrip(), self.lexicon, self.words.kept.misspelt))

    @classmethod
    def trained(cls, lexicon: LexiconLike, folder: Path | None = None) -> Grounder:
        """A grounder with the weights and names in a folder, else with those that come with the product."""
        weights = default_weights(folder / "weights.npz") if folder else default_weights()
        names = default_learned(folder / "learned.npz") if folder else default_learned()
        words, settings = default_words(), default_settings()
        linker = Linker(lexicon, words, settings, default_rewordings(), names)
        return cls(lexicon, Tagger(weights), linker, settings, words)

    def __call__(self, document: Document, sentences: tuple[Sentence, ...]) -> Grounded:
        """Groundings sorted by span, none overlapping but those inside another; and what was left out on purpose."""
        return self.ground_all([(document, sentences)])[0]

    def ground_all(self, documents: Sequence[tuple[Document, tuple[Sentence, ...]]]) -> list[Grounded]:
        """The same for each of several documents, which costs less than one at a time."""
        found = [plain(document.text) for document, _ in documents]
        if any(found):
            changed = [as_plain(*one, p) if p else one for one, p in zip(documents, found, strict=True)]
            together = zip(documents, self._ground_plain(changed), found, strict=True)
            return [in_original(one[0].text, some, p) if p else some for one, some, p in together]
        return self._ground_plain(documents)

    def _ground_plain(self, documents: Sequence[tuple[Document, tuple[Sentence, ...]]]) -> list[Grounded]:
        if not documents:
            return []
        normals = self._pieces.read_all([document.text for document, _ in documents])
        readings = [
            self._read(document.text, [sentence.span for sentence in sentences], normal)
            for (document, sentences), normal in zip(documents, normals, strict=True)
        ]
        tags: Sequence[Sequence[Tag]] = [()] * len(readings)
        if self.tagger is not None:
            tags = self.tagger.tag_all([reading.marked for reading in readings])
        together = zip(documents, readings, tags, strict=True)
        return [self._settled(document, sentences, reading, some) for (document, sentences), reading, some in together]

    def _settled(
        self, document: Document, sentences: tuple[Sentence, ...], reading: Reading, tags: Sequence[Tag]
    ) -> Grounded:
        text = document.text
        defined = meanings(text, reading.definitions, self.sense)
        found = self._found(text, reading.matches)
        shorts = {meaning.definition.short for meaning in defined}
        beside = synonyms(text, found, shorts, self.lexicon, self.settings)
        places = longest_first([*self._defined(text, defined), *beside, *found])
        within: list[Place] = []
        if self.tagger is not None and self.linker is not None:
            places = merge(text, places, tags, reading.definitions, self.linker)
            places = bracketed(text, places, reading.definitions, self.linker)
            places = with_words_before(text, places, reading.definitions, self.linker)
            places = with_forms(text, places, default_forms())
            places = without_residues(text, without_codons(text, places), default_residues())
            within = inside(text, places, tags, reading.definitions, self.linker)
        settled = settle(text, places, self.settings, self.words)
        groundings = [g for g in settled if isinstance(g, Grounding)]
        refused = {p.span: p.decision.refusal for p in places if not p.decision.options}
        refused |= {d.span: d.reason for d in settled if isinstance(d, Dropped) and d.span is not None}
        groundings.extend([*coordinated(text, groundings, self.lexicon), *short_binomials(text, groundings)])
        groundings = list(with_fusions_split(groundings, self.lexicon))
        groundings.extend(glued_alterations(text, groundings, self.lexicon))
        groundings = with_alterations(text, sorted(groundings, key=_by_span), sentences, set(refused), self.lexicon)
        within_names = list(settled_inside(text, within, self.settings))
        within_names += [replace(g, inside=True) for g in coordinated(text, within_names, self.lexicon)]
        within_names += counted_members(groundings, self.lexicon)
        groundings = sorted([*groundings, *within_names], key=_by_span)
        groundings = [self._filed(grounding) for grounding in self._of_species(text, groundings, sentences)]
        dropped = ungrounded(document, sentences, groundings, refused, self.settings)
        return tuple(groundings), dropped

    def read(self, text: str, borders: Sequence[Span]) -> Reading:
        """What is known of a text before anything is chosen; the borders are its sentences."""
        return self._read(text, borders, self._pieces.read(text))

    def _read(self, text: str, borders: Sequence[Span], normal: Normal) -> Reading:
        known = tuple(d for d in find_abbreviations(text) if not is_alteration(d.long))
        matches = find_matches(text, normal, borders, Finder(self.lexicon.prefixes, self.decide))
        tokens = tokenise(text, borders)
        dictionary = marks(
            tokens,
            [(place.span, place.decision.mark) for place in longest_first([Place(*m) for m in matches.accepted])],
            longest_spans(matches.raw),
        )
        return Reading(known, matches, Marked(tokens, dictionary, definitions(text, tokens, known, dictionary)))

    def decide(self, key: str, surface: str) -> Decision:
        """What a surface may mean, from the cache or anew."""
        known = self._decisions.get((key, surface))
        if known is None:
            if len(self._decisions) >= _CACHE_SIZE:
                self._decisions.clear()
            known = self._decisions[key, surface] = decide(key, surface, self.lexicon, self.words, self.settings)
        return known

    def sense(self, short: str, long: str) -> Sense:
        """What a short form means once the long form is given, from the cache or anew."""
        known = self._senses.get((short, long))
        if known is None:
            if len(self._senses) >= _CACHE_SIZE:
                self._senses.clear()
            known = self._senses[short, long] = sense(short, long, self.lexicon, self.words, self.settings)
        return known

    def _of_species(self, text: str, groundings: list[Grounding], sentences: Sequence[Sentence]) -> list[Grounding]:
        learned = self.linker.learned if self.linker is not None else None
        speaking = Speaking(self.words.species, self.settings.species, self.lexicon, default_members(), learned)
        if self.species is not None:
            return of_one_species(groundings, self.species, speaking)
        return of_species(text, groundings, [sentence.span for sentence in sentences], speaking)

    def _filed(self, grounding: Grounding) -> Grounding:
        """The grounding with the MeSH heading above its disease, where MeSH has no other."""
        concept = grounding.concept
        if concept.kind != "disease" or concept.id.prefix == "MESH":
            return grounding
        broader = self._broader.get(concept.id)
        if broader is None:
            broader = self._broader[concept.id] = broader_headings(concept, self.lexicon, self.words.general)
        return replace(grounding, broader=broader) if broader else grounding

    def explain(self, name: str, type_filter: MentionType | None = None) -> Explanation:
        """Every reading of one name, best first, with the answer or the reason why there is none."""
        return explain(self, name, type_filter)

    def _found(self, text: str, matches: Matches) -> list[Place]:
        """The longest acceptable match at every place."""
        return [
            Place(span, _CELL_LINE if _is_cell_line(text, span, decision) else decision)
            for span, decision in matches.accepted
        ]

    def _defined(self, text: str, defined: Sequence[Meaning]) -> list[Place]:
        """The short forms that the document defines, wherever they stand."""
        places: list[Place] = []
        for meaning in defined:
            usual = Decision(meaning.options, "" if meaning.options else meaning.why, swallows=True)
            gene = Decision(meaning.genes) if meaning.genes else usual
            named = text.startswith(_GENE_WORDS, meaning.definition.short_span.end + 1)  # the Ewing sarcoma (EWS) gene
            for span in meaning.spans:
                is_gene = named or text.startswith(_GENE_WORDS, span.end)
                places.append(Place(span, gene if is_gene else usual, meaning.why))
        return places


def _by_span(grounding: Grounding) -> Span:
    return grounding.mention.span


def _is_cell_line(text: str, span: Span, decision: Decision) -> bool:
    """A symbol with a figure right before 'cell line(s)' is a cell line's name, unless it is a disease."""
    if not decision.options or decision.options[0].type not in ("Gene", "Chemical"):
        return False
    if not text[span.end : span.end + 12].lstrip(" -").startswith(_LINE_WORDS):
        return False
    surface = text[span.start : span.end]
    return " " not in surface and any(c.isdigit() for c in surface)
