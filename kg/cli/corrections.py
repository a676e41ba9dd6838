"""From a verdict to what the corrected copy states instead (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.normal import normal_name

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.model import Audited, Concept, Curie, Span
    from kg.read.statements import Change

# the vocabularies that the formats use for a kind, the usual one first
_USUAL: Final = {
    "Gene": ("NCBIGene", "MESH", "FPLX"),
    "Variant": ("NCBIGene",),
    "Disease": ("MESH", "OMIM", "MONDO"),
    "Chemical": ("MESH", "CHEBI"),
    "Species": ("NCBITaxon", "MESH"),
}
_GENES: Final = ("gene", "rna")
_WRONG: Final = frozenset(("wrong species", "wrong concept", "wrong level", "wrong type", "fragment", "composite"))


def change_for(verdict: Audited, lexicon: Lexicon) -> Change | None:
    """What to state instead; None where the annotation stays as it is.

    An annotation stays where it is confirmed or unknown, or where we have no answer; a misplaced one is moved to
    where its text stands.
    """
    from kg.read.statements import Change

    said = verdict.annotation
    moved = said.span if said.note else None
    concepts = [concept for _, concept in verdict.parts] or ([verdict.answer] if verdict.answer else [])
    if verdict.verdict not in _WRONG or not concepts:
        return Change("", ((moved, None),)) if moved is not None else None
    kind = said.kind if verdict.verdict == "composite" else _kind(concepts[0], said.kind)
    ids = [_id(concept, kind, said.ids, lexicon) for concept in concepts]
    places: tuple[tuple[Span | None, tuple[Curie, ...] | None], ...]
    spans = [span for span, _ in verdict.parts]
    if not spans or all(span == said.span for span in spans):
        places = ((moved, tuple(dict.fromkeys(ids))),)
    else:
        places = tuple((span, (one,)) for span, one in zip(spans, ids, strict=True))
    return Change(kind, places)


def _kind(concept: Concept, said: str) -> str:
    from kg.ground.audit_page import kind_name

    if said == "Variant":
        return said
    name = kind_name(concept)
    return "Species" if name == "Organism" else name


def _id(concept: Concept, kind: str, said: tuple[Curie, ...], lexicon: Lexicon) -> Curie:
    """The identifier of the vocabulary that was used, else of the usual one for the kind, else our own.

    Where that vocabulary has no exact match, its own concept of the same name will do.
    """
    alike = [c.concept for c in lexicon.candidates(normal_name(concept.label)) if c.concept.kind == concept.kind]
    usual = _USUAL.get(kind, ("MESH",))
    # a gene is told by NCBI Gene, whatever the annotation said of it as another kind of thing
    of_kind = tuple(curie.prefix for curie in said if concept.kind not in _GENES or curie.prefix in usual[:1])
    wanted = (*of_kind, *usual)
    for prefix in wanted:
        for one in (concept, *alike):
            found = next((i for i in one.ids if i.prefix == prefix), None)
            if found is not None:
                return found
    return concept.id
