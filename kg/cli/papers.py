"""The commands that read papers: build, annotate, claims."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import (
    STANDARD,
    Index,
    Inputs,
    Jobs,
    OfSpecies,
    Species,
    Strict,
    cores,
    finish,
    say,
    show,
    write_lines,
    write_rows,
)
from kg.cli.models import (
    At,
    Budget,
    Cache,
    Model,
    Rate,
    ReadBy,
    Reader,
    Reading,
    Unencrypted,
    Wait,
    asked,
    telling,
    told,
    with_model,
)
from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.extraction import Record
    from kg.knowledge import Knowledge
    from kg.lexicon import Lexicon
    from kg.model import Claim, Document, DocumentFacts, Dropped, Evidence, Verdict
    from kg.report import Outcome

_TABLES = (
    "kg.ttl", "kg.nq", "claims.jsonl", "mentions.jsonl", "documents.jsonl", "dropped.tsv", "audit.tsv", "report.md",
    "report.html",
)  # fmt: skip


_OF_MODELS = frozenset({"reader", "ask"})  # the stages of what a language model said that does not hold, or did not say
Curation = Annotated[
    Path | None,
    typer.Option("--curation", help="A table of verdicts (claim, verdict, note, who): what is rejected is left out."),
]


def build(
    inputs: Annotated[list[Path], typer.Argument(help="Files or folders of papers.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the graph and its tables.")],
    jobs: Jobs = 0,
    index: Index = None,
    strict: Strict = False,
    species: OfSpecies = Species.text,
    curation: Curation = None,
    extractor: ReadBy = Reader.rules,
    endpoint: At = "",
    model: Model = "",
    budget: Budget = 1000,
    cache: Cache = None,
    rate: Rate = 2.0,
    timeout: Wait = 120.0,
    allow_http: Unencrypted = False,
) -> None:
    """Build a validated graph from papers.

    Example: `kg build papers/ -o graph`
    """
    from kg.pipeline import build as run_build
    from kg.read import list_files
    from kg.shards import Manner

    files = list_files(inputs)
    if not files:
        raise InputError(f"{', '.join(map(str, inputs))}: no file in it; name a file or folder with papers")
    reading = Reading(
        by=extractor, endpoint=endpoint, model=model, budget=budget, cache=cache, rate=rate, timeout=timeout,
        allow_http=allow_http,
    )  # fmt: skip
    line = asked(reading)
    verdicts = _verdicts(curation)
    manner = Manner(jobs=cores(jobs), strict=strict, notice=lambda name: say(f"read {name}"))
    knowledge = with_model(_opened(index, species), line, reading)
    with telling(line):
        found = run_build(files, out, knowledge, manner, verdicts)
    _tell_verdicts(found.dropped)
    _show_build(out, found)
    finish(found.unread)


def _show_build(out: Path, found: Outcome) -> None:
    for name in _TABLES:
        show(f"{out / name}")
    show(
        f"{len(found.documents)} documents, {found.mentions} mentions, {len(found.claims)} claims from "
        f"{found.evidence} pieces of evidence, {len(found.dropped)} left out (see dropped.tsv), "
        f"{len(found.audited)} annotations audited, SHACL: conforms ({found.triples} triples)"
    )


def annotate(
    inputs: Inputs,
    out: Annotated[Path, typer.Option("-o", "--out", help="mentions.jsonl; `-` is standard output.")] = STANDARD,
    jobs: Jobs = 1,
    index: Index = None,
    strict: Strict = False,
    species: OfSpecies = Species.text,
) -> None:
    """Ground the entities of papers: one JSON object a document.

    Example: `kg annotate papers/ -o mentions.jsonl`
    """
    from kg.annotation import annotated, open_lexicon, trained
    from kg.memory import settle_memory

    unread: list[Dropped] = []
    papers = _documents(inputs, unread, strict=strict)  # an argument that names nothing is told at once
    lexicon = open_lexicon(index, say)
    _tell_species(lexicon, species)
    grounder = trained(lexicon, species.taxon)
    settle_memory()
    write_lines(out, annotated(papers, grounder, index, cores(jobs)))
    finish(unread)


def claims(
    inputs: Inputs,
    out: Annotated[Path, typer.Option("-o", "--out", help="claims.jsonl; `-` is standard output.")] = STANDARD,
    jobs: Jobs = 1,
    index: Index = None,
    strict: Strict = False,
    species: OfSpecies = Species.text,
    curation: Curation = None,
    extractor: ReadBy = Reader.rules,
    endpoint: At = "",
    model: Model = "",
    budget: Budget = 1000,
    cache: Cache = None,
    rate: Rate = 2.0,
    timeout: Wait = 120.0,
    allow_http: Unencrypted = False,
    trace: Annotated[
        bool, typer.Option("--trace", help="Say on standard error what was left out, and why sentences gave nothing.")
    ] = False,
) -> None:
    """Read the claims of papers, without a graph: one JSON object a claim.

    Example: `kg claims papers/ -o claims.jsonl`
    """
    from kg.assemble.rows import claim_row

    reading = Reading(
        by=extractor, endpoint=endpoint, model=model, budget=budget, cache=cache, rate=rate, timeout=timeout,
        allow_http=allow_http,
    )  # fmt: skip
    line = asked(reading)
    verdicts = _verdicts(curation)
    unread: list[Dropped] = []
    documents = _documents(inputs, unread, strict=strict)
    with telling(line):
        knowledge = with_model(_opened(index, species), line, reading)
        told_of = _traced_records(documents, knowledge) if trace else _told_records(documents, knowledge, cores(jobs))
        found = _assembled(told_of, verdicts)
    write_rows(out, (claim_row(claim) for claim in found))
    finish(unread)


def _told_records(documents: Iterable[Document], knowledge: Knowledge, jobs: int) -> Iterator[Record]:
    """The records of the documents, telling what of a model's answers did not hold."""
    from kg.extraction import records

    for record in records(documents, knowledge, jobs):
        for dropped in record.dropped:
            if dropped.stage in _OF_MODELS:
                say(told(dropped))
        yield record


def _traced_records(documents: Iterable[Document], knowledge: Knowledge) -> Iterator[Record]:
    """The records of the documents, telling all that was left out, and why sentences gave nothing."""
    from kg.explanation import silence
    from kg.extraction import extract, traces

    for document in documents:
        record = extract(document, knowledge)
        silent = traces(document, record, knowledge)
        spans = {trace.sentence.span for trace in silent}
        for dropped in record.dropped:
            if dropped.stage != "claims" or dropped.span not in spans:
                say(told(dropped))
        for trace in silent:
            for line in silence(trace):
                say(line)
        yield record


def _assembled(records: Iterable[Record], verdicts: Mapping[str, Verdict]) -> tuple[Claim, ...]:
    """The claims of the records, each paper once."""
    from kg.assemble import assemble
    from kg.assemble.papers import merge_papers

    readings: list[DocumentFacts] = []
    rows: list[tuple[int, Evidence]] = []
    for record in records:
        rows += ((len(readings), row) for row in record.evidence)
        readings.append(record.facts)
    papers, _ = merge_papers(readings)
    names = {paper.kept: paper.facts.id for paper in papers}
    evidence = [replace(row, document=names[number]) for number, row in rows if number in names]
    found, unused = assemble(evidence, {paper.facts.id: paper.facts for paper in papers}, verdicts=verdicts)
    _tell_verdicts(unused)
    return found


def _verdicts(table: Path | None) -> dict[str, Verdict]:
    from kg.assemble.curation import read_verdicts

    return read_verdicts(table) if table else {}


def _tell_verdicts(dropped: Iterable[Dropped]) -> None:
    """One line for every verdict on a claim that there is not."""
    from kg.assemble.curation import UNKNOWN

    for one in dropped:
        if one.stage == "curation" and one.reason == UNKNOWN:
            say(f"{one.item}: {one.reason}")


def _opened(index: Path | None, species: Species) -> Knowledge:
    from kg.knowledge import open_knowledge
    from kg.memory import settle_memory

    knowledge = open_knowledge(index, say, species=species.taxon)
    _tell_species(knowledge.lexicon, species)
    settle_memory()
    return knowledge


def _tell_species(lexicon: Lexicon, species: Species) -> None:
    """Say so where the index has no genes of the species asked for."""
    from kg.lexicon.values import GENE_SPECIES

    known = {GENE_SPECIES.get(release.name) for release in lexicon.releases}
    if species.taxon and species.taxon not in known:
        say(
            f"--species {species.value}: the index has none of its genes, which stay as they are read; "
            f"`kg vocab fetch genes-{species.value}`, then `kg vocab compile --from vocabularies --with-built-in`"
        )


def _documents(inputs: list[Path], unread: list[Dropped], *, strict: bool) -> Iterator[Document]:
    from kg.read import read_paths, read_stream

    source = read_stream(sys.stdin.buffer) if inputs == [STANDARD] else read_paths(inputs)
    return _sorted_out(source, unread, strict=strict)


def _sorted_out(source: Iterator[Document | Dropped], unread: list[Dropped], *, strict: bool) -> Iterator[Document]:
    """The documents; where none could be read, the command ends before it writes anything over what is there."""
    from kg.model import Document

    found = False
    for item in source:
        if isinstance(item, Document):
            found = True
            yield item
        elif strict:
            raise InputError(f"{item.item}: {item.reason}")
        else:
            unread.append(item)
    if not found:
        finish(unread)
