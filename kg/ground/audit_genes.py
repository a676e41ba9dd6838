"""The verdict on a gene of a third party's page: species, level, aliases that belong to others (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kg.ground.audit_page import is_foreign
from kg.ground.finding import Finding, curies, named
from kg.ground.judge import is_true_family
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.ground.grounder import Grounder
    from kg.ground.judge import Option
    from kg.model import Annotation, Concept

_HUMAN: Final = "Homo sapiens"
_SURE_COLLISIONS: Final = 2  # aliases that are other genes' symbols, from which the reading is refused
_MEMBERS: Final = ("1", "2", "3")  # IRF is the name of a family when IRF1, IRF2 and IRF3 are genes
_KINDS: Final = ("gene", "rna")


class _Collision(NamedTuple):
    """An alias that means something else, and whether that is a family."""

    alias: str
    concept: Concept | None
    is_family: bool


def gene_finding(
    annotation: Annotation,
    others: Sequence[Annotation],
    species: Sequence[Annotation],
    grounder: Grounder,
    in_text: frozenset[str],
) -> Finding:
    """The verdict on one gene; ``in_text`` are the surfaces, in lower case, that the document's text has."""
    human = _human_gene(annotation, grounder)
    if human is None:
        return _unknown_symbol(annotation, species, grounder)
    if not set(annotation.ids) & set(human.ids):
        return _other_species(annotation, human, others, species, grounder)
    if annotation.text.lower() in in_text:
        return Finding("confirmed", human, f"{annotation.text!r} stands in the text and is {named(human)}")
    return _by_alias(annotation, human, grounder)


def _human_gene(annotation: Annotation, grounder: Grounder) -> Concept | None:
    """The human gene whose symbol, in any case, the page gives; else the one that the identifier means."""
    for candidate in grounder.lexicon.candidates(normal_name(annotation.text)):
        concept = candidate.concept
        if concept.kind in _KINDS and concept.label.upper() == annotation.text.upper():
            return concept
    stated = _stated(annotation, grounder)
    return stated if stated is not None and stated.kind in _KINDS else None


def _stated(annotation: Annotation, grounder: Grounder) -> Concept | None:
    """What the identifiers mean, other than a gene of another species."""
    stated = (grounder.lexicon.concept(curie) for curie in annotation.ids)
    return next((c for c in stated if c is not None and not is_foreign(c, grounder.lexicon)), None)


def _other_species(
    annotation: Annotation,
    human: Concept,
    others: Sequence[Annotation],
    species: Sequence[Annotation],
    grounder: Grounder,
) -> Finding:
    given = curies(annotation)
    stated = _stated(annotation, grounder)
    if stated is not None:
        return Finding("wrong concept", human, f"{given} is {named(stated)}; the symbol is that of {named(human)}")
    reason = f"{given} is no human gene, while {annotation.text!r} is the symbol of {named(human)}"
    if any(other.text == annotation.text and set(other.ids) & set(human.ids) for other in others):
        reason += f"; the page lists {human.id} too"
    as_in_mice = annotation.text[:1].isupper() and any(c.islower() for c in annotation.text[1:])
    if as_in_mice and any("Mus musculus" in a.text for a in species):
        reason += "; written as in mice, and the page lists Mus musculus, so that the mouse gene may be meant"
        return Finding("wrong species", human, f"{reason}; the answer is the human gene of the same symbol")
    return Finding("wrong species", human, f"{reason}; species of the page: {_listed(species)}")


def _listed(species: Sequence[Annotation]) -> str:
    return ", ".join(sorted(a.text.partition(" (")[0] for a in species)) or "none"


def _unknown_symbol(annotation: Annotation, species: Sequence[Annotation], grounder: Grounder) -> Finding:
    """The symbol is no human gene's: perhaps one of its aliases is."""
    answers = {}
    for curie in annotation.ids:
        for human in map(grounder.lexicon.concept, grounder.lexicon.orthologues(curie)):
            if human is not None and not is_foreign(human, grounder.lexicon):
                reason = f"{curies(annotation)} is no human gene; its human orthologue is {named(human)}"
                return Finding("wrong species", human, reason)
    for alias in annotation.aliases:
        for option in _options(alias, grounder)[:1]:
            if option.concept.kind in _KINDS and option.concept.label.upper() == alias.upper():
                answers[option.concept.id] = (alias, option.concept)
    if len(answers) == 1:
        alias, concept = next(iter(answers.values()))
        reason = f"{curies(annotation)} is no human gene; its alias {alias!r} is one: {named(concept)}"
        return Finding("wrong species", concept, reason)
    reason = f"neither {curies(annotation)} nor the symbol {annotation.text!r} is a human gene"
    reason += f"; species of the page: {_listed(species)}"
    return Finding("wrong species" if annotation.ids else "unknown", None, reason)


def _by_alias(annotation: Annotation, human: Concept, grounder: Grounder) -> Finding:
    """The identifier fits the symbol; but was it reached by an alias that belongs to something else?"""
    collisions = [c for alias in annotation.aliases if (c := _collision(alias, human, grounder)) is not None]
    families = [c for c in collisions if c.is_family]
    member_of = {str(i) for own in human.ids for i in grounder.lexicon.ancestors(own)}
    for family in families:
        if family.concept is not None and {str(i) for i in family.concept.ids} & member_of:
            reason = f"reached by {family.alias!r}, a family's name: {named(family.concept)}"
            return Finding("wrong level", family.concept, reason)
    if families:
        alias, concept, _ = families[0]
        whose = named(concept) if concept else f"the genes {alias}1, {alias}2 …"
        reason = f"an alias that collides: {alias!r} is the name of {whose}, and {human.label} is none of them"
        return Finding("wrong concept", concept, reason)
    return _by_symbols(annotation, human, collisions)


def _by_symbols(annotation: Annotation, human: Concept, collisions: Sequence[_Collision]) -> Finding:
    if not collisions:
        return Finding("confirmed", human, f"{curies(annotation)} is {named(human)}, and no alias points elsewhere")
    listed = ", ".join(f"{c.alias!r} = {named(c.concept)}" for c in collisions if c.concept)
    if len(collisions) >= _SURE_COLLISIONS:
        reason = f"its aliases are other genes' official symbols: {listed}"
        return Finding("wrong concept", collisions[-1].concept, reason)
    reason = f"cannot be decided without the paper's words: an alias is another gene's symbol: {listed}"
    return Finding("unknown", human, reason)


def _collision(alias: str, human: Concept, grounder: Grounder) -> _Collision | None:
    if normal_name(alias) == normal_name(human.label):
        return None
    for option in _options(alias, grounder)[:1]:
        if option.concept.id == human.id:
            break
        if is_true_family(option):
            return _Collision(alias, option.concept, is_family=True)
        if option.concept.kind in _KINDS and option.concept.label.upper() == alias.upper():
            return _Collision(alias, option.concept, is_family=False)
    if alias.isalpha() and alias.isupper() and all(_is_symbol(alias + number, grounder) for number in _MEMBERS):
        return _Collision(alias, None, is_family=True)
    return None


def _is_symbol(name: str, grounder: Grounder) -> bool:
    found = grounder.lexicon.candidates(normal_name(name))
    return any(c.concept.kind in _KINDS and c.concept.label == name for c in found)


def _options(name: str, grounder: Grounder) -> tuple[Option, ...]:
    return grounder.decide(normal_name(name), name).options
