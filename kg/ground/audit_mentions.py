"""The verdict on an annotation that points into the text: what stands there decides (pure)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg.ground.audit_page import EXPECTED, compare, fits, is_above, is_foreign, kind_name, stated_concept
from kg.ground.audit_things import coordinated_concepts
from kg.ground.definitions import head_type
from kg.ground.finding import Finding, curies, named
from kg.ground.judge import judge
from kg.ground.words import audit_words
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.ground.audit_page import Page
    from kg.ground.judge import Option
    from kg.model import Annotation, Concept, Grounding, Span

_JOINT: Final = re.compile(r"[-\s]{0,3}(?:and/or|and|or|/|, and|, or|,|&|\+)[-\s]{0,3}")
_HUMAN: Final = "9606"
_NEAR: Final = 300  # characters around a gene in which a species' word is about it
_SHORTEST: Final = 3  # a name of fewer characters inside a longer name is a fragment of it
_SURE: Final = 0.8  # score from which our reading contradicts another one
_CERTAIN: Final = 0.95  # score from which it does so although the text names the other thing too
_LONGEST_SHORT_FORM: Final = 6
_GENES: Final = ("gene", "rna", "family")


def mention_finding(annotation: Annotation, span: Span, page: Page) -> Finding:
    """The verdict on a gene, disease, chemical or other thing at ``span`` of the text."""
    own = _exact(span, page)
    if not annotation.ids:
        reason = "no identifier is given" + (f"; {annotation.text!r} means {named(own.concept)}" if own else "")
        return Finding("unknown", own.concept if own else None, reason)
    options = _options(annotation.text, page)
    given = set(annotation.ids)
    if own is not None and fits(annotation, own.concept):
        return Finding("confirmed", own.concept, f"{annotation.text!r} means {named(own.concept)}")
    composite = _composite(annotation, span, page) if own is None else None
    if composite is not None:
        return composite
    stranger = _stranger(annotation, span, own, options, page)
    if stranger is not None:
        return stranger
    fragment = _fragment(annotation, span, options, page)
    if fragment is not None:
        return fragment
    named_so = next((o for o in options if given & set(o.concept.ids)), None)
    answer = own.concept if own is not None else _sure_answer(options)
    if answer is None:
        return _without_answer(annotation, named_so, page)
    return _against(annotation, answer, own, options, page)


def _exact(span: Span, page: Page) -> Grounding | None:
    at = bisect_left(page.groundings, span, key=lambda g: g.mention.span)
    if at < len(page.groundings) and page.groundings[at].mention.span == span:
        return page.groundings[at]
    return None


def _options(text: str, page: Page) -> tuple[Option, ...]:
    grounder = page.grounder
    key = normal_name(text)
    decided = grounder.decide(key, text).options
    judged = judge(text, grounder.lexicon.candidates(key), grounder.words, grounder.settings)
    chosen = {option.concept.id for option in decided}
    return (*decided, *(option for option in judged if option.concept.id not in chosen))


def _sure_answer(options: Sequence[Option]) -> Concept | None:
    first = options[0] if options else None
    return first.concept if first is not None and first.score >= _SURE and not first.wants_cue else None


def _inside(span: Span, page: Page) -> list[Grounding]:
    at = bisect_left(page.groundings, span.start, key=lambda g: g.mention.span.start)
    found: list[Grounding] = []
    while at < len(page.groundings) and page.groundings[at].mention.span.start < span.end:
        if page.groundings[at].mention.span.end <= span.end:
            found.append(page.groundings[at])
        at += 1
    return found


def _composite(annotation: Annotation, span: Span, page: Page) -> Finding | None:
    """Several things of one kind, with nothing but 'and', '/' or a comma between them."""
    expected = EXPECTED.get(annotation.kind)
    inside = [g for g in _inside(span, page) if expected in (None, g.mention.type)]
    parts = tuple((g.mention.span, g.concept) for g in inside)
    if not _fills(span, inside, page):
        concepts = coordinated_concepts(annotation, page)
        parts = tuple((span, concept) for concept in concepts)
    if len({concept.id for _, concept in parts}) < 2:  # one thing, or the same thing twice
        return None
    missed = [concept for _, concept in parts if not fits(annotation, concept)]
    said = " and ".join(named(concept) for _, concept in parts)
    if not missed or (len(annotation.ids) > 1 and len(missed) < len(parts)):
        return Finding("confirmed", None, f"several things, each with its identifier: {said}")
    if len(annotation.ids) > 1:
        return None
    if not all(_stands_for(page.document.text[slice(*place)], concept, page) for place, concept in parts):
        parts = tuple((span, concept) for _, concept in parts)  # corpora give the whole its several identifiers
    return Finding("composite", parts[0][1], f"several things under one identifier: {said}", parts)


def _stands_for(text: str, concept: Concept, page: Page) -> bool:
    """Whether a text has a meaning without the words around it."""
    return any(option.concept.id == concept.id and option.score > 0 for option in _options(text, page))


def _fills(span: Span, inside: Sequence[Grounding], page: Page) -> bool:
    """Whether the parts and the joints between them are all of the annotated text."""
    if len(inside) < 2 or inside[0].mention.span.start != span.start or inside[-1].mention.span.end != span.end:
        return False
    text = page.document.text
    return all(
        _JOINT.fullmatch(text, left.mention.span.end, right.mention.span.start) is not None
        and right.mention.span.start > left.mention.span.end
        for left, right in pairwise(inside)
    )


def _stranger(
    annotation: Annotation, span: Span, own: Grounding | None, options: Sequence[Option], page: Page
) -> Finding | None:
    """A gene identifier that is no human gene's: another species', if the text speaks of one."""
    lexicon = page.grounder.lexicon
    stated = stated_concept(annotation, page)
    if annotation.kind != "Gene" or (stated is not None and not is_foreign(stated, lexicon)):
        return None
    human = own.concept if own is not None else _sure_answer([o for o in options if o.type == "Gene"])
    given = curies(annotation)
    if human is None or human.kind not in _GENES:
        return Finding("unknown", None, f"{given} is no human gene, and {annotation.text!r} names none that we know")
    if stated is not None and (is_foreign(human, lexicon) or not _corresponds(stated, human, page)):
        return None
    same_symbol = normal_name(human.label) == normal_name(annotation.text)
    species = _species_meant(annotation, span, page, same_symbol=same_symbol)
    if species:
        reason = f"{given} is no human gene, and the text speaks of {species}; the human gene is {named(human)}"
        return Finding("unknown", human, reason)
    reason = f"{given} is no human gene, and the text speaks of no other species; {annotation.text!r} is {named(human)}"
    return Finding("wrong species", human, reason)


def _corresponds(foreign: Concept, human: Concept, page: Page) -> bool:
    """Whether a gene of another species is the orthologue of a gene, has its symbol, or is one of its family."""
    orthologues = page.grounder.lexicon.orthologues(foreign.id)
    family = any(set(human.ids) & set(page.grounder.lexicon.ancestors(i)) for i in orthologues)
    return human.id in orthologues or family or foreign.label.upper() == human.label.upper()


def _species_meant(annotation: Annotation, span: Span, page: Page, *, same_symbol: bool) -> str:
    """The species other than man that a gene may belong to; empty if the text gives no reason for any.

    No virus has a gene of the same symbol as man.
    """
    places = [place for place, _ in page.taxa]
    near = page.taxa[bisect_left(places, span.start - _NEAR) : bisect_right(places, span.end + _NEAR)]
    counts = Counter(taxon for _, taxon in page.taxa)
    others = [taxon for taxon in counts if taxon != _HUMAN and not (same_symbol and _is_virus(taxon))]
    as_in_mice = annotation.text[:1].isupper() and any(c.islower() for c in annotation.text[1:])
    nearby = sorted({taxon for _, taxon in near} & set(others))
    if nearby:
        return f"taxon {nearby[0]} nearby"
    if others and (as_in_mice or sum(counts[taxon] for taxon in others) >= counts[_HUMAN]):
        return f"taxon {max(others, key=lambda taxon: (counts[taxon], taxon))}"
    return ""


def _is_virus(taxon: str) -> bool:
    return taxon in ("10407", "11103", "10376", "11676")


def _fragment(annotation: Annotation, span: Span, options: Sequence[Option], page: Page) -> Finding | None:
    """A part of a longer name or of a word; the answer is the longer name's."""
    cover = _cover(span, page)
    text = page.document.text
    cut = _is_cut(text, span)
    given = set(annotation.ids)
    key = normal_name(annotation.text)
    general = key in page.grounder.words.blocked or key.strip() in audit_words().rest
    longer_gene = cover is not None and annotation.kind == "Gene" and cover.concept.kind == "rna"
    if any(given & set(option.concept.ids) and option.score > 0 for option in options) and not (
        (cover is not None and general) or longer_gene
    ):
        return None  # the identifier is that of the words annotated
    tiny = len([c for c in annotation.text if c.isalnum()]) < _SHORTEST or key.strip() in page.grounder.words.modifiers
    if cover is None or (cover.mention.type != EXPECTED.get(annotation.kind, cover.mention.type) and not tiny):
        if cut:
            return Finding("fragment", None, f"{annotation.text!r} is a part of the word {_word(text, span)!r}")
        if annotation.kind == "Disease" and tiny and not options:
            return Finding("fragment", None, f"{annotation.text!r} is a part of a name, not a name")
        return None
    if fits(annotation, cover.concept):
        return Finding("confirmed", cover.concept, f"the identifier fits the longer name {cover.mention.text!r}")
    stated = stated_concept(annotation, page)
    headed = annotation.kind != "Disease" or head_type(annotation.text, page.grounder.words) == "Disease"
    if stated is not None and is_above(stated, cover.concept, page) and not general and headed:
        return Finding("confirmed", stated, f"{named(stated)} is what a part of {cover.mention.text!r} names")
    reason = f"a part of {cover.mention.text!r}, which is {named(cover.concept)}"
    return Finding("fragment", cover.concept, reason, ((cover.mention.span, cover.concept),))


def _cover(span: Span, page: Page) -> Grounding | None:
    """The grounded mention that begins before or ends after the span and holds it all."""
    at = bisect_right(page.groundings, span.start, key=lambda g: g.mention.span.start) - 1
    if at < 0:
        return None
    found = page.groundings[at]
    return found if found.mention.span.end >= span.end and found.mention.span != span else None


def _is_cut(text: str, span: Span) -> bool:
    """Whether a letter or figure goes on where the annotation ends, other than a plural's s."""
    if text[span.end : span.end + 1].isalnum() and text[span.end : span.end + 2].rstrip(" .,;)") != "s":
        return True
    before = text[span.start - 1 : span.start]
    # pERK and mTNF are ERK and TNF
    return before.isalnum() and not (before in "pmhrnt" and text[span.start].isupper())


def _word(text: str, span: Span) -> str:
    start, end = span
    while start > 0 and text[start - 1].isalnum() and span.start - start < 40:
        start -= 1
    while end < len(text) and text[end].isalnum() and end - span.end < 40:
        end += 1
    return text[start:end]


def _without_answer(annotation: Annotation, named_so: Option | None, page: Page) -> Finding:
    if named_so is not None:
        return Finding("confirmed", named_so.concept, f"a name of {named(named_so.concept)}: {named_so.why}")
    stated = stated_concept(annotation, page)
    what = f"is {named(stated)}" if stated is not None else "is in no vocabulary here"
    return Finding("unknown", None, f"we have no reading of {annotation.text!r}; {curies(annotation)} {what}")


def _against(
    annotation: Annotation, answer: Concept, own: Grounding | None, options: Sequence[Option], page: Page
) -> Finding:
    """Our answer is another one: does the document, the vocabulary or the level excuse it?"""
    given = set(annotation.ids)
    stated = stated_concept(annotation, page)
    if stated is None:
        reason = f"{curies(annotation)} is in no vocabulary here, perhaps retired; the name means {named(answer)}"
        return Finding("unknown", answer, reason)
    score = own.score if own is not None else options[0].score
    named_so = any(given & set(option.concept.ids) for option in options)
    if named_so and given & page.named:
        return Finding("confirmed", stated, f"has the name, and is named elsewhere in the text: {named(stated)}")
    if stated.id in page.grounder.lexicon.orthologues(answer.id):
        return Finding("unknown", answer, f"{named(stated)} corresponds to {named(answer)} in another species")
    if stated.kind in ("gene", "rna") and _is_true_family(answer) and is_above(answer, stated, page):
        return Finding("wrong level", answer, f"{named(stated)} is one member of what is named: {named(answer)}")
    finding = compare(annotation, answer, options, page)
    if finding.verdict == "wrong type" and _abbreviates(annotation.text, stated.label):
        return Finding("unknown", answer, f"not sure: {finding.reason}")
    if finding.verdict != "wrong concept":
        return finding
    if kind_name(stated) == kind_name(answer) and _is_worded_level(stated, answer):
        return _level_by_words(stated, answer)
    protein = answer.kind == "family" and not _is_true_family(answer)
    # a microRNA is never the gene that it targets or lies in
    elsewhere = given & page.named and score < _CERTAIN and answer.kind != "rna"
    if score < _SURE or elsewhere or (stated.kind == "gene" and protein):
        return Finding("unknown", answer, f"not sure: {finding.reason}")
    return finding


def _is_true_family(concept: Concept) -> bool:
    """A family of genes, not merely a protein that MeSH describes."""
    return concept.kind == "family" and any(i.prefix == "FPLX" for i in concept.ids)


def _abbreviates(text: str, label: str) -> bool:
    """Whether a short text's letters stand in a label in this order, the first at a word's beginning."""
    letters = [c.lower() for c in text if c.isalnum()]
    rest = label.lower()
    if len(letters) > _LONGEST_SHORT_FORM or not any(word.startswith(letters[0]) for word in rest.split()):
        return False
    at = -1
    for letter in letters:
        at = rest.find(letter, at + 1)
        if at < 0:
            return False
    return True


def _is_worded_level(stated: Concept, answer: Concept) -> bool:
    one, other = (set(normal_name(c.label).split()) for c in (stated, answer))
    return one < other or other < one


def _level_by_words(stated: Concept, answer: Concept) -> Finding:
    """One label holds all words of the other: it is the narrower one."""
    wider = len(normal_name(stated.label).split()) < len(normal_name(answer.label).split())
    than = "wider" if wider else "narrower"
    return Finding("wrong level", answer, f"{named(stated)} is {than} than what is named: {named(answer)}")


def variant_finding(annotation: Annotation, page: Page) -> Finding:
    """The verdict on the gene that a variant is said to change."""
    own = None if annotation.span is None else _exact(annotation.span, page) or _cover(annotation.span, page)
    if own is None or own.mention.type != "Variant" or not annotation.ids:
        return Finding("unknown", None, "we attach this variant to no gene, or no gene is given")
    if set(annotation.ids) & set(own.concept.ids):
        return Finding("confirmed", own.concept, own.why)
    if "directly" in own.why:
        return Finding("wrong concept", own.concept, f"{own.why}; {curies(annotation)} is given")
    return Finding("unknown", own.concept, f"perhaps {own.why}; {curies(annotation)} is given")
