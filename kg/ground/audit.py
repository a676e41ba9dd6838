"""The verdict on every annotation of a third party, with our own answer and the reason (pure).

A page that lists identifiers, names and aliases, but not the words of the paper, is judged by what the vocabularies
say of the names; an annotation that points into the text is judged by what stands there.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.ground.audit_genes import gene_finding
from kg.ground.audit_mentions import mention_finding, variant_finding
from kg.ground.audit_page import Page, answer_for
from kg.ground.audit_things import thing_finding
from kg.ground.finding import Finding, named
from kg.ground.grounder import Grounder
from kg.ground.words import audit_words
from kg.model import Audited
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.ground.ports import LexiconLike
    from kg.model import Annotation, Concept, Document, Grounding


def audit(
    document: Document,
    annotations: Sequence[Annotation],
    groundings: Sequence[Grounding],
    lexicon: LexiconLike,
    grounder: Grounder | None = None,
) -> tuple[Audited, ...]:
    """One verdict for every annotation, in their order; a ``grounder`` that is given remembers what it decided."""
    in_text: dict[str, Concept] = {}
    for grounding in groundings:
        in_text.setdefault(grounding.mention.text.lower(), grounding.concept)
    page = Page(
        document=document,
        grounder=grounder or Grounder(lexicon),
        annotations=tuple(annotations),
        groundings=tuple(sorted(groundings, key=lambda g: g.mention.span)),
        in_text=in_text,
        named=frozenset(i for grounding in groundings for i in grounding.concept.ids),
        taxa=tuple(_taxa(document.text)) if any(a.span for a in annotations) else (),
    )
    return tuple(_audited(annotation, page) for annotation in annotations)


def _audited(annotation: Annotation, page: Page) -> Audited:
    finding = _finding(annotation, page)
    return Audited(
        document=page.document.id,
        annotation=annotation,
        verdict=finding.verdict,
        answer=finding.answer,
        reason=finding.reason,
        parts=finding.parts,
    )


def _finding(annotation: Annotation, page: Page) -> Finding:
    if annotation.kind == "Species":
        return _species(annotation)
    if annotation.kind == "CellLine":
        return _cell_line(annotation, page)
    if annotation.kind == "Variant":
        return variant_finding(annotation, page)
    if annotation.span is not None:
        return mention_finding(annotation, annotation.span, page)
    if annotation.kind == "Gene":
        species = tuple(a for a in page.annotations if a.kind == "Species")
        others = tuple(a for a in page.annotations if a.kind == "Gene" and a is not annotation)
        return gene_finding(annotation, others, species, page.grounder, frozenset(page.in_text))
    return thing_finding(annotation, page)


def _species(annotation: Annotation) -> Finding:
    taxa = audit_words().taxa
    for curie in annotation.ids:
        name = taxa.get(curie.identifier)
        if name is not None and normal_name(annotation.text).strip() in normal_name(name):
            return Finding("confirmed", None, f"taxon {curie.identifier} is {name.partition(' (')[0]}")
    meant = sorted({taxon for _, taxon in _taxa(annotation.text)})
    known = [taxa[curie.identifier] for curie in annotation.ids if curie.identifier in taxa]
    if len(meant) == 1 and known and annotation.ids:
        said, means = (name.partition(" (")[0] for name in (known[0], taxa[meant[0]]))
        if said != means:
            reason = f"{annotation.ids[0]} is {said}; the word means {means} (NCBITaxon:{meant[0]})"
            return Finding("wrong concept", None, reason)
        return Finding("confirmed", None, f"a word for {means}")
    return Finding("unknown", None, "no vocabulary here has this taxon")


def _cell_line(annotation: Annotation, page: Page) -> Finding:
    answer = answer_for(annotation.text, page)
    if normal_name(annotation.text) in page.grounder.words.cell_lines:
        return Finding("confirmed", None, "a known cell line's name; cell lines have no node in the graph")
    if annotation.span is not None and (answer is None or answer.kind in ("gene", "rna", "family")):
        return Finding("unknown", None, "not among the cell lines that we know")
    if answer is not None:
        return Finding("wrong type", answer, f"the name means {named(answer)}, no cell line")
    return Finding("unknown", None, "not among the cell lines that we know, and no vocabulary has the name")


@cache
def _species_words() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A pattern for every word that means a species, and the taxon of each in lower case."""
    taxon_of: dict[str, str] = {}
    for taxon, name in audit_words().taxa.items():
        latin, _, words = name.removesuffix(")").partition(" (")
        for word in (latin, *words.split(", ")):
            if word:
                taxon_of.setdefault(word.lower(), taxon)
    longest_first = sorted(taxon_of, key=lambda word: (-len(word), word))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    return pattern, taxon_of


def _taxa(text: str) -> Iterator[tuple[int, str]]:
    """(place, taxon) of every word that means a species."""
    pattern, taxon_of = _species_words()
    for match in pattern.finditer(text):
        yield match.start(), taxon_of[match[0].lower()]
