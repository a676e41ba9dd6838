"""The values that the stages exchange: frozen, slotted, compared by content.

Every offset is in code points and points into ``Document.text``.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal, NamedTuple

# What a concept is; the factor kinds of a claim are the same words.
Kind = Literal[
    "disease", "chemical", "metabolite", "gene", "rna", "family", "process", "pathway", "cell", "microbe",
    "organism", "vesicle", "intervention", "procedure", "genetic_alteration", "anatomy", "other",
]  # fmt: skip
# What mentions.jsonl calls a mention.
MentionType = Literal["Disease", "Chemical", "Gene", "Process", "Cell", "Organism", "Procedure", "Variant"]
Effect = Literal["confers_resistance", "sensitises", "reverses_resistance", "no_effect"]
NetEffect = Literal["promotes", "opposes", "none"]
FactorState = Literal["gain", "loss", "present"]
Stance = Literal["asserted", "hedged", "negated"]
Onset = Literal["primary", "acquired", "unspecified"]
Basis = Literal["stated", "topic", "entailed"]
# label > exact > abbreviation > narrow/broad/related; "unscoped" where the source gives synonyms without a scope
Scope = Literal["label", "exact", "previous", "abbreviation", "unscoped", "narrow", "broad", "related"]

SECTION_ROLES = (
    "title", "abstract", "keywords", "summary", "highlights", "introduction", "background", "methods", "results",
    "discussion", "conclusion", "figure_caption", "table", "section", "furniture",
)  # fmt: skip
# keywords state nothing, a summary is a third party's, furniture (disclaimers, funding …) is not the paper
EVIDENCE_ROLES = frozenset(SECTION_ROLES) - {"keywords", "summary", "furniture"}


class Curie(NamedTuple):
    """A compact identifier such as ``MESH:D006528``; prefixes as in ``kg.vocab.PREFIXES``."""

    prefix: str
    identifier: str

    @classmethod
    def from_string(cls, text: str) -> Curie:
        """Split at the first colon; raises ValueError without one."""
        prefix, colon, identifier = text.partition(":")
        if not (prefix and colon and identifier):
            raise ValueError(f"not a compact identifier: {text!r}")
        return cls(prefix, identifier)

    def __str__(self) -> str:
        """The form that ``from_string`` takes."""
        return f"{self.prefix}:{self.identifier}"


class Span(NamedTuple):
    """A half-open range of code points, ``text[start:end]``."""

    start: int
    end: int


class Anchor(NamedTuple):
    """A verbatim run: ``text[text_start:text_start+length] == source[source_start:source_start+length]``."""

    text_start: int
    source_start: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a document and the role it plays; one of ``SECTION_ROLES``."""

    role: str
    span: Span
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """What a third party's page says that it found: a statement to be audited, never knowledge."""

    kind: str  # the page's own word: Gene, Disease, Chemical, Species, CellLine
    text: str
    ids: tuple[Curie, ...]
    name: str = ""
    aliases: tuple[str, ...] = ()
    span: Span | None = None
    source_offset: int | None = None  # where the statement stands in the source text
    note: str = ""  # what is wrong with the place that it gives, found where and how


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One paper as read: its text without furniture, and what the page says about it.

    ``id`` is ``PMID:…``, else ``DOI:…``, else ``PMC:PMC…``, else ``sha256:…``; for JSON Lines the given ``doc_id``.
    ``ids`` are all bibliographic identifiers, PMID first, then DOI, then PMC.  ``sha256`` is of the source's bytes.
    ``anchors`` map ``text`` back to the decoded source (empty: the text is the source).
    """

    id: str
    ids: tuple[Curie, ...] = ()
    title: str = ""
    text: str
    sections: tuple[Section, ...] = ()
    year: int | None = None
    journal: str = ""
    kind: Literal["review", "article", "unknown"] = "unknown"
    licence: str = ""
    retracted: bool = False
    format: str
    source: str
    sha256: str
    anchors: tuple[Anchor, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    cites: tuple[Curie, ...] = ()  # identifiers in its list of references, where the source has one

    def source_offset(self, offset: int) -> int | None:
        """Where ``text[offset]`` stood in the decoded source, or None for characters that the reader inserted."""
        if not self.anchors:
            return offset
        at = bisect_right(self.anchors, offset, key=lambda a: a.text_start) - 1
        if at < 0 or offset >= self.anchors[at].text_start + self.anchors[at].length:
            return None
        return self.anchors[at].source_start + offset - self.anchors[at].text_start

    def role_at(self, offset: int) -> str:
        """The role of the section that holds ``offset``; ``section`` outside all of them."""
        for section in self.sections:
            if section.span.start <= offset < section.span.end:
                return section.role
        return "section"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a document: ``document.text[span.start:span.end] == text``."""

    span: Span
    text: str
    role: str
    number: int  # position in the document, from 0


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing with an identifier; ``same_as`` match it exactly in other vocabularies, ``close`` nearly."""

    id: Curie
    kind: Kind
    label: str
    same_as: tuple[Curie, ...] = ()
    close: tuple[Curie, ...] = ()

    @property
    def ids(self) -> tuple[Curie, ...]:
        """Every identifier, the graph's own node first."""
        return (self.id, *self.same_as)


@dataclass(frozen=True, slots=True)
class Name:
    """A string that some source gives to a concept."""

    text: str
    concept: Curie
    scope: Scope
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of text that names something: ``document.text[span.start:span.end] == text``."""

    span: Span
    text: str
    type: MentionType


class Rival(NamedTuple):
    """A candidate that was not chosen, with its score and the reason."""

    concept: Concept
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounding:
    """A mention and the concept chosen for it; score 0..1.

    ``broader``: for a disease that MeSH does not have, the nearest heading above it, under which MeSH files it.
    ``human``: for a gene of another species, the human gene that corresponds.
    ``members``: for a family, the gene that is usually meant, of the species that the text speaks of first.
    ``inside``: it stands inside the name of something else, which is a mention too: Akt in 'Akt signaling'.
    """

    mention: Mention
    concept: Concept
    score: float
    why: str
    rivals: tuple[Rival, ...] = ()
    broader: tuple[Curie, ...] = ()
    human: Concept | None = None
    members: tuple[Curie, ...] = ()
    inside: bool = False

    @property
    def ids(self) -> tuple[Curie, ...]:
        """Every identifier, best first; the human gene's follows only where its vocabulary has the gene itself."""
        own, human = self.concept.ids, self.human
        of_human = (human.id,) if human is not None and any(i.prefix == human.id.prefix for i in own) else ()
        return (*own, *self.concept.close, *self.members, *of_human, *self.broader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One end of a claim as the text names it; ``concepts`` is empty where grounding has no identifier.

    A regimen (one therapy made of several drugs) has several concepts.  Of an altered gene the concept is the gene,
    and ``alteration`` which one it is, where the text says: T790M, exon 19 deletion, EML4::ALK.
    """

    text: str
    span: Span
    kind: Kind
    concepts: tuple[Concept, ...] = ()
    alteration: str = ""

    @property
    def ids(self) -> tuple[Curie, ...]:
        """Every identifier of every concept, nodes first."""
        nodes = tuple(c.id for c in self.concepts)
        return nodes + tuple(i for c in self.concepts for i in c.same_as if i not in nodes)

    @property
    def label(self) -> str:
        """The preferred label, or the text where there is none; with the alteration: EGFR T790M."""
        label = " + ".join(c.label for c in self.concepts) or self.text
        if not self.alteration:
            return label
        return self.alteration if "::" in self.alteration else f"{label} {self.alteration}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One sentence's statement of one claim: the row that extraction writes and everything after is made from."""

    therapy: Argument
    factor: Argument
    factor_state: FactorState
    effect: Effect
    stance: Stance
    onset: Onset
    mechanisms: tuple[str, ...]  # slugs of the mechanism scheme
    mechanism_basis: Basis
    via: tuple[Argument, ...] = ()
    disease: Argument | None = None
    disease_basis: Basis = "stated"
    document: str  # Document.id
    section: str
    span: Span  # of the evidence sentence
    text: str
    rule: str
    score: float
    derivation: tuple[tuple[str, str], ...] = ()  # (field, what it was derived from), for `kg explain`
    prefix: str = ""  # the text just before and after the sentence, for the quote selector
    suffix: str = ""

    @property
    def net(self) -> NetEffect:
        """What the proposition says of the factor itself, whatever the stance (see GRAPH: denial lives on evidence)."""
        return net_effect(self.effect, self.factor_state)


def net_effect(effect: Effect, state: FactorState) -> NetEffect:
    """Confers by gain, or sensitises by loss: promotes; the mirror images: opposes; no effect: none."""
    if effect == "no_effect":
        return "none"
    return "promotes" if (effect == "confers_resistance") == (state != "loss") else "opposes"


class Verdict(NamedTuple):
    """A curator's word on the claim with this key, by whom and why."""

    claim: str
    accepted: bool
    who: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A proposition and all the evidence for or against it; ``key`` is a hash of its identity."""

    key: str
    therapy: Argument
    factor: Argument
    factor_state: FactorState
    effect: Effect
    net: NetEffect
    mechanisms: tuple[tuple[str, Basis], ...]
    via: tuple[Argument, ...]
    disease: Argument | None
    disease_basis: Basis
    onset: Onset
    belief: float
    evidence: tuple[Evidence, ...]
    disagrees_with: tuple[str, ...] = ()  # keys of claims
    disputed: bool = False
    direct: bool = False  # asserted by a paper that stands, and believed enough for triples of its own
    verdict: Verdict | None = None  # a curator's, where there is one


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """What the graph says about a paper: a Document without its text; ``characters`` is how long that text was."""

    id: str
    ids: tuple[Curie, ...] = ()
    title: str = ""
    year: int | None = None
    journal: str = ""
    kind: Literal["review", "article", "unknown"] = "unknown"
    licence: str = ""
    retracted: bool = False
    format: str = ""
    source: str = ""
    sha256: str = ""
    characters: int = 0
    cites: tuple[Curie, ...] = ()

    @classmethod
    def from_document(cls, document: Document) -> DocumentFacts:
        """The facts of a document as read."""
        return cls(
            id=document.id,
            ids=document.ids,
            title=document.title,
            year=document.year,
            journal=document.journal,
            kind=document.kind,
            licence=document.licence,
            retracted=document.retracted,
            format=document.format,
            source=document.source,
            sha256=document.sha256,
            characters=len(document.text),
            cites=document.cites,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One vocabulary file that a run used."""

    name: str  # MONDO, MeSH …
    version: str
    sha256: str
    licence: str = ""
    homepage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What produced the evidence: the same for every document of a build."""

    software: str  # version of ResistKG
    rules: str  # version or checksum of the claim rules
    releases: tuple[Release, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """One class of the mechanism scheme; the root has no parent."""

    slug: str
    label: str
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """One SSSOM row."""

    subject: Curie
    predicate: str  # skos:exactMatch …
    object: Curie
    justification: str  # semapv:…
    confidence: float | None = None
    subject_label: str = ""
    object_label: str = ""
    source: str = ""
    modifier: str = ""  # Not: the mapping is denied
    comment: str = ""
    others: tuple[tuple[str, str], ...] = ()  # slots of other tools, as they were read


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One broken rule of the graph: which shape, which node, what is wrong and how to mend it."""

    shape: str
    node: str
    path: str
    value: str
    message: str
    severity: str = "Violation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Something left out on purpose: never in silence."""

    stage: str  # read, ground, claims, assemble, graph; of a model: reader, ask; of a curator: curation
    item: str
    reason: str
    document: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """The verdict on one third-party annotation."""

    document: str
    annotation: Annotation
    verdict: Literal[
        "confirmed", "wrong species", "wrong concept", "fragment", "composite", "wrong level", "wrong type", "unknown"
    ]
    answer: Concept | None
    reason: str
    parts: tuple[tuple[Span, Concept], ...] = ()  # a composite's things, or the whole name around a fragment
