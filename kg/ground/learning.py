"""What annotators call a name: collected from annotated documents, for ``kg.ground.learned`` (pure)."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from kg.ground.examples import paper_of, settings
from kg.ground.judge import judge
from kg.ground.learned import name_hash
from kg.ground.species import HUMAN, RAT
from kg.ground.words import default_settings, default_words
from kg.model import Curie
from kg.text.abbreviations import find_abbreviations, singular_short
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ground.examples import Example
    from kg.lexicon import Lexicon
    from kg.model import Concept, MentionType

_RAT_TAXON: Final = "NCBITaxon:10116"


def learned_names(corpora: dict[str, list[Example]], lexicon: Lexicon) -> dict[int, str]:
    """Hash of a name and its type to the identifier that most papers agree on, each counted once."""
    told = {(paper_of(e), fact) for examples in corpora.values() for e in examples for fact in _names_of(e)}
    seen: dict[tuple[MentionType, str], Counter[str]] = defaultdict(Counter)
    for _, (kind, key, identifier) in told:
        seen[kind, key][identifier] += 1
    found = {}
    for (kind, key), counts in seen.items():
        (identifier, count), *_ = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        meant = _known(identifier, lexicon) if 2 * count > counts.total() else None
        if meant is not None and (count > 1 or kind != "Gene" or _may_be(key, meant, lexicon)):
            found[name_hash(key, kind)] = str(meant)
    return found | learned_genes(corpora, lexicon)


def learned_genes(corpora: dict[str, list[Example]], lexicon: Lexicon) -> dict[int, str]:
    """Hash of a human gene and the rat, and of a family, to the gene that most papers name for it."""
    told: set[tuple[str, str, str]] = set()
    for example in (e for examples in corpora.values() for e in examples):
        for span, ids in example.mentions.get("Gene", ()):
            usual = _usual_reading(example.text[span.start : span.end], lexicon)
            if usual is not None and len(ids) == 1:
                paper = paper_of(example)
                told.update((paper, *fact) for fact in _told(usual, ids[0], example.taxa, lexicon))
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for _, about, gene in told:
        seen[about][gene] += 1
    found = {}
    for about, counts in seen.items():
        gene, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if about.endswith(f" {RAT}") or count > 1:  # what one paper names for a family may be an accident
            found[name_hash(about, "Gene")] = gene
    return found


def _may_be(key: str, gene: Curie, lexicon: Lexicon) -> bool:
    """Whether a name may mean a gene that one paper says: a family's name means a member."""
    concepts = [candidate.concept for candidate in lexicon.candidates(key)]
    families = {i for concept in concepts if concept.kind == "family" for i in concept.ids}
    return not families or not families.isdisjoint(lexicon.ancestors(gene)) or any(gene in c.ids for c in concepts)


def _usual_reading(name: str, lexicon: Lexicon) -> Concept | None:
    options = judge(name, lexicon.candidates(normal_name(name)), default_words(), default_settings())
    return options[0].concept if options else None


def _told(usual: Concept, gold: str, taxa: frozenset[str], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """What a gold gene tells of a family, or of the rat: no vocabulary that may be passed on has its identifiers."""
    if usual.kind == "family":
        gene = _known(gold, lexicon)
        if gene is not None and lexicon.species(gene) == HUMAN:
            yield str(usual.id), str(gene)
    elif usual.kind in ("gene", "rna") and _RAT_TAXON in taxa and lexicon.concept(Curie.from_string(gold)) is None:
        yield f"{usual.id} {RAT}", gold


def _known(identifier: str, lexicon: Lexicon) -> Curie | None:
    """The identifier where the lexicon has it; for a gene of another species, the human one."""
    curie = Curie.from_string(identifier)
    if lexicon.concept(curie) is None:
        return None
    if lexicon.species(curie) in (None, HUMAN):
        return curie
    return next((other for other in lexicon.orthologues(curie) if lexicon.species(other) == HUMAN), None)


def _names_of(example: Example) -> Iterator[tuple[MentionType, str, str]]:
    """Names with one identifier, each once a document; short forms that the document defines are its own affair."""
    own = {known.short for known in find_abbreviations(example.text)}
    found = set()
    for kind, mentions in example.mentions.items():
        prefixes = tuple(settings()["prefixes"][kind])
        for span, ids in mentions:
            surface = example.text[span.start : span.end]
            usable = [i for i in ids if i.startswith(prefixes)]
            if len(usable) == 1 and len(ids) == 1 and not own & {surface, singular_short(surface)}:
                found.add((kind, normal_name(surface), usable[0]))
    return iter(sorted(found))
