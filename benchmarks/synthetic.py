"""A large made-up graph by our own writers, for benchmarks: `python benchmarks/synthetic.py FOLDER --triples N`.

The folder is what `kg build` leaves: kg.ttl, kg.nq, claims.jsonl, mentions.jsonl, documents.jsonl, void.ttl and so on.
Papers, sentences and things are invented from a seed; their shape is that of real builds: several papers a claim,
a few famous therapies and many rare genes, regimens, steps, denials, disputes, words without an identifier, papers
known by PMID, DOI, PMC number or checksum.  The same arguments give the same bytes.

`--faults N` plants N faults into kg.ttl (and nowhere else) and lists them in faults.tsv.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.assemble import assemble
from kg.assemble.rows import claim_row, with_context
from kg.data import data_directory
from kg.files import atomic_write, write_json_lines, write_text
from kg.graph.dataset import Dataset, statements
from kg.graph.report import write_validation
from kg.graph.void import write_void
from kg.graph.writers import write_nquads, write_turtle
from kg.model import Argument, Concept, Curie, DocumentFacts, Evidence, Kind, Mechanism, Release, RunFacts, Span
from kg.pipeline import LICENCE, document_row
from kg.report import audit_table, dropped_table
from kg.scheme import Scheme

TRIPLES_A_ROW = 34.6  # as counted on graphs of 0.1 to 10 million triples
ROWS_A_PAPER = 4
SECTIONS = ("title", "abstract", "abstract", "abstract", "results", "discussion", "introduction", "figure_caption")
LICENCES = ("CC BY 4.0", "CC BY 4.0", "CC BY-NC-ND 4.0", "", "", "all rights reserved")
JOURNALS = tuple(f"Journal of Invented {word} {number}" for number in range(40) for word in ("Oncology", "Medicine"))
SYLLABLES = ("ba", "cor", "du", "fen", "gi", "lor", "ma", "nib", "ot", "pra", "ri", "sel", "ti", "um", "vex", "zo")
VERBS = {
    "confers_resistance": "made cells resistant to",
    "sensitises": "sensitised cells to",
    "reverses_resistance": "reversed resistance to",
    "no_effect": "did not change the response to",
}
FACTOR_KINDS: tuple[tuple[Kind, str, int], ...] = (
    ("gene", "NCBIGene", 60), ("process", "GO", 12), ("cell", "CL", 6), ("microbe", "NCBITaxon", 4),
    ("chemical", "MESH", 8), ("family", "FPLX", 4), ("rna", "", 6),
)  # fmt: skip
Thing = TypeVar("Thing")
Triple = tuple[NamedNode | BlankNode, NamedNode, NamedNode | BlankNode | Literal]


@dataclass(frozen=True, slots=True)
class Proposition:
    """What a claim says, before any paper says it."""

    therapy: Argument
    factor: Argument
    state: str
    effect: str
    disease: Argument | None
    onset: str
    mechanisms: tuple[str, ...]
    basis: str
    via: tuple[Argument, ...]


class World:
    """Invented things to speak of; the first of each list are spoken of most."""

    def __init__(self, seed: int, rows: int, scheme: Scheme) -> None:
        self.draw = random.Random(seed)  # noqa: S311 - the same graph every time, nothing secret
        self.slugs = [m.slug for m in scheme.mechanisms if m.parent]
        many = max(50, rows // 25)
        self.drugs = [self._concept("chemical", "MESH", number) for number in range(max(20, many // 20))]
        self.diseases = [self._concept("disease", "MONDO", number) for number in range(max(10, many // 30))]
        kinds = self.draw.choices(FACTOR_KINDS, [weight for *_, weight in FACTOR_KINDS], k=many)
        self.factors = [self._factor(kind, prefix, number) for number, (kind, prefix, _) in enumerate(kinds)]
        self.propositions = [self._proposition() for _ in range(max(1, rows * 2 // 5))]

    def one_of(self, things: Sequence[Thing]) -> Thing:
        """One thing; the number of times that it is drawn falls off from the first to the last."""
        return things[int(len(things) * self.draw.random() ** 2)]

    def _word(self) -> str:
        return "".join(self.draw.choices(SYLLABLES, k=self.draw.randint(2, 4)))

    def _concept(self, kind: Kind, prefix: str, number: int) -> Concept:
        label, same = f"{self._word()} {number}", ()
        obo = str(number + 9_000_000)
        known = {"MESH": f"D{number + 100_000}", "MONDO": obo, "GO": obo, "CL": obo, "FPLX": f"F{number}"}
        identifier = known.get(prefix, str(number + 900_000_000))
        if kind == "gene":
            label, same = (
                f"{self._word().upper()}{number}",
                (Curie("HGNC", str(number + 900_000)), Curie("UNIPROT", f"Z9{number:06d}")),
            )
        elif kind == "disease":
            same = (Curie("MESH", f"D{number + 500_000:06d}"),)
        return Concept(Curie(prefix, identifier), kind, label, same)

    def _factor(self, kind: Kind, prefix: str, number: int) -> Argument:
        if not prefix:  # nobody gave it an identifier
            return named(f"circ-{self._word()}-{number}", kind)
        offset = 200_000 if prefix == "MESH" else 0
        return of(self._concept(kind, prefix, number + offset))

    def _proposition(self) -> Proposition:
        draw = self.draw
        drugs = sorted({self.one_of(self.drugs) for _ in range(2 if draw.random() < 0.05 else 1)}, key=lambda c: c.id)
        mechanisms = tuple(sorted(draw.sample(self.slugs, draw.choice((0, 1, 1, 2)))))
        return Proposition(
            therapy=of(*drugs) if draw.random() > 0.02 else named(f"compound {self._word()}", "chemical"),
            factor=self.one_of(self.factors),
            state=draw.choice(("gain", "gain", "loss", "present")),
            effect=draw.choices(tuple(VERBS), (55, 25, 15, 5))[0],
            disease=of(self.one_of(self.diseases)) if draw.random() < 0.85 else None,
            onset=draw.choices(("unspecified", "acquired", "primary"), (80, 15, 5))[0],
            mechanisms=mechanisms,
            basis=draw.choice(("stated", "entailed")),
            via=(self.one_of(self.factors),) if draw.random() < 0.1 else (),
        )

    def paper(self, number: int) -> DocumentFacts:
        """A paper without its text."""
        draw = self.draw
        pmid, doi = Curie("PMID", str(30_000_000 + number)), Curie("DOI", f"10.9999/invented.{number}")
        ids = draw.choices(
            ((pmid, doi), (pmid,), (doi,), (Curie("PMC", f"PMC{9_000_000 + number}"),), ()), (60, 25, 10, 3, 2)
        )[0]
        digest = sha256(str(number).encode()).hexdigest()
        return DocumentFacts(
            id=str(ids[0]) if ids else f"sha256:{digest}",
            ids=ids,
            title=f"On {self._word()} and {self._word()} in study {number}" if draw.random() < 0.98 else "",
            year=draw.randint(1995, 2025) if draw.random() < 0.97 else None,
            journal=draw.choice(JOURNALS) if draw.random() < 0.95 else "",
            kind=draw.choices(("article", "review", "unknown"), (75, 15, 10))[0],
            licence=draw.choice(LICENCES),
            retracted=draw.random() < 0.003,
            format="pubmed-xml",
            source=f"study-{number}.xml",
            sha256=digest,
        )  # fmt: skip

    def row(self, paper: DocumentFacts, start: int) -> Evidence:
        """One sentence of a paper, which begins at ``start``."""
        draw, said = self.draw, self.one_of(self.propositions)
        factor, therapy = said.factor.text, said.therapy.text
        words = f"In study {draw.randrange(10**6)}, {said.state} of {factor} {VERBS[said.effect]} {therapy}."
        stance = draw.choices(("asserted", "hedged", "negated"), (80, 14, 6))[0]
        return Evidence(
            therapy=moved(said.therapy, start + words.rindex(therapy)),
            factor=moved(said.factor, start + words.index(factor)),
            factor_state=said.state, effect=said.effect, stance=stance, onset=said.onset, mechanisms=said.mechanisms,
            mechanism_basis=said.basis, via=said.via, disease=said.disease,
            disease_basis=draw.choice(("stated", "stated", "topic")), document=paper.id, section=draw.choice(SECTIONS),
            span=Span(start, start + len(words)), text=words, rule=f"invented-rule-{draw.randrange(60)}",
            score=round(draw.uniform(0.4, 0.95), 3),
        )  # fmt: skip


def named(text: str, kind: Kind, *concepts: Concept) -> Argument:
    return Argument(text=text, span=Span(0, len(text)), kind=kind, concepts=concepts)


def of(*concepts: Concept) -> Argument:
    return named(" plus ".join(c.label for c in concepts), concepts[0].kind, *concepts)


def moved(argument: Argument, start: int) -> Argument:
    return replace(argument, span=Span(start, start + len(argument.text)))


def papers(world: World, rows: int) -> Iterator[tuple[DocumentFacts, str, list[Evidence]]]:
    """Papers with their text and what it states, until there are so many rows; each fifth paper states nothing."""
    number = 0
    while rows > 0:
        facts, number = world.paper(number), number + 1
        text, found = (facts.title + "\n") if facts.title else "", []
        for _ in range(min(rows, world.draw.choice((0, 2, 4, 5, 9)))):
            found.append(world.row(facts, len(text)))
            text += found[-1].text + " "
        rows -= len(found)
        text = text.rstrip()
        yield replace(facts, characters=len(text)), text, [with_context(row, text) for row in found]


def make(triples: int, seed: int, mentions: Path | None = None) -> Dataset:
    """A data set of about so many triples; the texts of its papers go to a mentions.jsonl as they are made."""
    rows = max(1, round(triples / TRIPLES_A_ROW))
    scheme = Scheme.from_file(data_directory("ontologies") / "mechanisms.tsv")
    facts: dict[str, DocumentFacts] = {}
    evidence: list[Evidence] = []

    def texts() -> Iterator[dict[str, object]]:
        for paper, text, found in papers(World(seed, rows, scheme), rows):
            facts[paper.id] = paper
            evidence.extend(found)
            yield {"doc_id": paper.id, "text": text, "mentions": []}

    if mentions:
        write_json_lines(mentions, texts())
    else:
        for _ in texts():
            pass
    return dataset_of(evidence, facts, scheme.by_slug)


def dataset_of(evidence: list[Evidence], facts: dict[str, DocumentFacts], scheme: dict[str, Mechanism]) -> Dataset:
    claims, _ = assemble(evidence, facts)
    releases = tuple(
        Release(name=name, version="2025-01-01", sha256=sha256(name.encode()).hexdigest(), licence=licence)
        for name, licence in (("MONDO", "CC BY 4.0"), ("MeSH", "public domain"), ("NCBI Gene", "public domain"))
    )
    run = RunFacts(software="0.1.0", rules="synthetic", releases=releases)
    return Dataset(claims=claims, documents=facts, run=run, scheme=scheme)


def write_build(folder: Path, triples: int, seed: int, *, faults: int = 0, quads: bool = True) -> int:
    """A whole build folder; returns the number of triples."""
    dataset = make(triples, seed, folder / "mentions.jsonl")
    tally = write_turtle(dataset, folder / "kg.ttl")
    write_void(tally, dataset.run, folder / "void.ttl", licence=LICENCE)
    if quads:
        write_nquads(dataset, folder / "kg.nq")
    by_name = sorted(dataset.documents)
    write_json_lines(folder / "documents.jsonl", (document_row(dataset.documents[name]) for name in by_name))
    write_json_lines(folder / "claims.jsonl", map(claim_row, dataset.claims))
    write_text(folder / "dropped.tsv", dropped_table(()))
    write_text(folder / "audit.tsv", audit_table(()))
    write_validation((), folder / "validation.ttl")
    write_text(folder / "report.md", f"# Build report\n\nMade by benchmarks/synthetic.py from seed {seed}.\n")
    if faults:
        plant_into(dataset, folder, tally.triples, faults, seed)
    return tally.triples


def plant_into(dataset: Dataset, folder: Path, triples: int, faults: int, seed: int) -> None:
    """Write kg.ttl anew with faults, one triple a line, and faults.tsv."""
    told: list[str] = []
    with atomic_write(folder / "kg.ttl") as stream:
        for s, p, o in planted(statements(dataset), triples, faults, seed, told):
            stream.write(f"{s} {p} {o} .\n".encode())
    write_text(folder / "faults.tsv", "fault\ttriple\n" + "".join(told))


def planted(found: Iterable[Triple], triples: int, faults: int, seed: int, told: list[str]) -> Iterator[Triple]:
    """The statements with so many of them spoilt, at places drawn from the seed; ``told`` takes a line for each."""
    draw = random.Random(seed)  # noqa: S311 - the same faults every time
    places = set(draw.sample(range(triples), min(faults, triples)))
    for number, triple in enumerate(found):
        if number in places:
            fault = draw.choice(FAULTS)
            told.append(f"{fault.__name__}\t{' '.join(map(str, triple))}\n")
            yield from fault(*triple)
        else:
            yield triple


def missing(_s: NamedNode, _p: NamedNode, _o: NamedNode | Literal) -> Iterator[Triple]:
    """The triple is not there."""
    yield from ()


def twice(s: NamedNode, p: NamedNode, o: NamedNode | Literal) -> Iterator[Triple]:
    """There is a second value."""
    yield s, p, o
    yield (
        s,
        p,
        NamedNode(o.value + "x") if isinstance(o, NamedNode) else Literal(o.value + " again", datatype=o.datatype),
    )


def in_a_language(s: NamedNode, p: NamedNode, o: NamedNode | Literal) -> Iterator[Triple]:
    """The value is a text in English."""
    yield s, p, Literal(o.value, language="en")


def ill_formed(s: NamedNode, p: NamedNode, o: NamedNode | Literal) -> Iterator[Triple]:
    """The value is a literal whose text is not of its datatype."""
    kind = "integer" if isinstance(o, NamedNode) else "decimal"
    datatype = o.datatype if isinstance(o, Literal) and not o.language else None
    string = NamedNode("http://www.w3.org/2001/XMLSchema#string")
    yield (
        s,
        p,
        Literal(
            "no such thing",
            datatype=datatype
            if datatype and datatype != string
            else NamedNode(f"http://www.w3.org/2001/XMLSchema#{kind}"),
        ),
    )


def a_blank_node(s: NamedNode, p: NamedNode, o: NamedNode | Literal) -> Iterator[Triple]:
    """The value is a blank node."""
    yield s, p, BlankNode(f"b{sha256(str((s, p, o)).encode()).hexdigest()[:12]}")


def another_iri(s: NamedNode, p: NamedNode, o: NamedNode | Literal) -> Iterator[Triple]:
    """The value is an IRI of which the graph says nothing."""
    yield s, p, NamedNode(f"https://example.org/{sha256(str(o).encode()).hexdigest()[:12]}")


def out_of_range(s: NamedNode, p: NamedNode, _o: NamedNode | Literal) -> Iterator[Triple]:
    """The value is a number that no property may have."""
    yield s, p, Literal("-1.5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))


def empty(s: NamedNode, p: NamedNode, _o: NamedNode | Literal) -> Iterator[Triple]:
    """The value is a text without a letter."""
    yield s, p, Literal("")


FAULTS = (missing, missing, twice, twice, in_a_language, ill_formed, a_blank_node, another_iri, out_of_range, empty)


def main() -> None:
    """Write the folder and tell what it holds."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--triples", type=int, default=1_000_000, help="about how many (default 1,000,000)")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--faults", type=int, default=0, help="faults to plant into kg.ttl")
    arguments.add_argument("--no-quads", action="store_true", help="without kg.nq, which takes as long as kg.ttl")
    given = arguments.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    started = perf_counter()
    triples = write_build(given.folder, given.triples, given.seed, faults=given.faults, quads=not given.no_quads)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"triples": triples, "seconds": round(perf_counter() - started, 1), "peak_mb": peak}))


if __name__ == "__main__":
    main()
