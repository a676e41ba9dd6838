"""The line from files to a checked graph; the only module that knows the order of the stages."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from kg.aligned import shipped
from kg.annotation import mentions_row
from kg.assemble import assemble
from kg.assemble.papers import merge_papers
from kg.assemble.rows import claim_row
from kg.claims.model_reader import UNANSWERED
from kg.data import data_directory
from kg.errors import InputError, InvalidGraph
from kg.files import exclusive, write_json_lines, write_text
from kg.graph.check import check_graph, check_quotes
from kg.graph.dataset import Dataset
from kg.graph.findings import by_shape
from kg.graph.report import audit_markdown, violations_markdown, write_validation
from kg.graph.void import write_void
from kg.graph.writers import write_nquads, write_turtle
from kg.lexicon import Thesaurus
from kg.page import page
from kg.report import Outcome, audit_table, dropped_table, markdown
from kg.shards import fill_shards, forget_others, plan_shards
from kg.vocab import LICENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.assemble.papers import Paper
    from kg.extraction import Record
    from kg.graph.findings import Findings
    from kg.knowledge import Knowledge
    from kg.model import DocumentFacts, Dropped, Evidence, Verdict
    from kg.shards import Manner, Plan, Shard

# what a valid build replaces, in this order: the graph last, so that it never stands beside older tables
_OUTPUTS: Final = (
    "documents.jsonl", "mentions.jsonl", "claims.jsonl", "dropped.tsv", "audit.tsv", "validation.ttl", "report.md",
    "report.html", "void.ttl", "kg.nq", "kg.ttl",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathered:
    """All that the kept records say, papers under their merged identity."""

    evidence: tuple[Evidence, ...]
    dropped: tuple[Dropped, ...]
    audited: tuple[dict[str, Any], ...]
    mentions: int


def build(
    files: Sequence[tuple[Path, str]],
    out: Path,
    knowledge: Knowledge,
    manner: Manner,
    verdicts: Mapping[str, Verdict] | None = None,
) -> Outcome:
    """Read, ground, extract, assemble, write, check, publish; ``verdicts`` are a curator's, by claim.

    The files take their names only when the graph keeps its contract; else InvalidGraph, and the last good graph
    stays.  If ``manner`` is strict, InputError at the first input that cannot be read.
    """
    with exclusive(out / ".lock"):
        plan = plan_shards(files, out / ".shards", knowledge)
        forget_others(out / ".shards", plan.shards)
        try:
            if not (manner.strict and plan.unreadable):
                fill_shards(plan.shards, knowledge, manner)
            unread = (*plan.unreadable, *(d for s in plan.shards if s.exists for d in s.dropped()))
            if manner.strict and unread:
                raise InputError(f"{unread[0].item}: {unread[0].reason}")
            return _from_shards(replace(plan, unreadable=unread), out, knowledge, verdicts or {})
        finally:
            if knowledge.model:
                _forget_unanswered(plan.shards)


def _from_shards(plan: Plan, out: Path, knowledge: Knowledge, verdicts: Mapping[str, Verdict]) -> Outcome:
    draft = out / ".draft"
    shutil.rmtree(draft, ignore_errors=True)
    papers, repeats = merge_papers([r.facts for shard in plan.shards for r in shard.records()])
    facts = {paper.facts.id: paper.facts for paper in papers}
    if plan.unreadable and not facts:
        first = plan.unreadable[0]
        raise InputError(f"{first.item}: {first.reason}; no paper could be read, and what stands in {out} stays")
    gathered = _gather(plan.shards, papers, draft)
    claims, unused = assemble(gathered.evidence, facts, verdicts=verdicts)
    dataset = Dataset(
        claims=claims, documents=facts, run=knowledge.run_facts(), scheme=knowledge.scheme.by_slug, aligned=shipped(),
        thesaurus=Thesaurus.around(claims, knowledge.lexicon),
    )  # fmt: skip
    triples = _write_graph(draft, dataset)
    quotes = check_quotes(claims, _texts(draft))
    found = check_graph(draft / "kg.ttl", data_directory("shapes"), audited=True)
    violations = found.and_also(by_shape(quotes))
    outcome = Outcome(
        documents=tuple(facts[name] for name in sorted(facts)), claims=claims, mentions=gathered.mentions,
        unread=plan.unreadable, audited=gathered.audited, violations=violations, triples=triples,
        dropped=(*plan.unreadable, *plan.repeated, *repeats, *gathered.dropped, *unused),
        releases=dataset.run.releases,
    )  # fmt: skip
    _write_tables(draft, outcome, violations)
    write_text(draft / "report.html", page(outcome, dataset))
    _publish(draft, out, valid=not violations)
    if violations:
        raise InvalidGraph(violations, f"nothing was exported; see {out / 'report.md'}")
    return outcome


def _forget_unanswered(shards: Sequence[Shard]) -> None:
    """Remove what a language model has not read to its end, so that the next run asks again."""
    for shard in shards:
        if shard.exists and any(d.stage == UNANSWERED for record in shard.records() for d in record.dropped):
            shard.path.unlink()


def _gather(shards: Sequence[Shard], papers: Sequence[Paper], draft: Path) -> _Gathered:
    """One pass over the kept records: mentions and documents go to their files, the rest is returned."""
    identity = {paper.kept: paper.facts for paper in papers}
    evidence: list[Evidence] = []
    dropped: list[Dropped] = []
    audited: list[dict[str, Any]] = []
    counted = 0

    def mentions() -> Iterator[dict[str, Any]]:
        nonlocal counted
        for record in _kept(shards, identity):
            name = record.facts.id
            evidence.extend(replace(e, document=name) for e in record.evidence)
            dropped.extend(replace(d, document=name) for d in record.dropped)
            audited.extend({**row, "document": name} for row in record.audited)
            counted += len(record.mentions)
            yield mentions_row(record.facts.id, record.text, record.mentions)

    write_json_lines(draft / "mentions.jsonl", mentions())
    return _Gathered(evidence=tuple(evidence), dropped=tuple(dropped), audited=tuple(audited), mentions=counted)


def _texts(draft: Path) -> Iterator[tuple[str, str]]:
    """Document ids with their texts, one at a time."""
    with (draft / "mentions.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["doc_id"], row["text"]


def _kept(shards: Sequence[Shard], identity: Mapping[int, DocumentFacts]) -> Iterator[Record]:
    """The records that stand for their paper, under the merged facts."""
    position = 0
    for shard in shards:
        for record in shard.records():
            if position in identity:
                yield replace(record, facts=identity[position])
            position += 1


def _write_graph(draft: Path, dataset: Dataset) -> int:
    tally = write_turtle(dataset, draft / "kg.ttl")
    write_nquads(dataset, draft / "kg.nq")
    write_void(tally, dataset.run, draft / "void.ttl", licence=LICENCE)
    return tally.triples


def _write_tables(draft: Path, outcome: Outcome, findings: Findings) -> None:
    write_json_lines(draft / "documents.jsonl", (document_row(d) for d in outcome.documents))
    write_json_lines(draft / "claims.jsonl", (claim_row(c) for c in outcome.claims))
    write_text(draft / "dropped.tsv", dropped_table(outcome.dropped))
    write_text(draft / "audit.tsv", audit_table(outcome.audited))
    write_validation(findings, draft / "validation.ttl")
    told = f"{violations_markdown(findings)}\n{audit_markdown(findings.gaps)}"
    write_text(draft / "report.md", markdown(outcome, told))


def _publish(draft: Path, out: Path, *, valid: bool) -> None:
    """Give the draft's files their names; of an invalid graph only the report and the validation results."""
    for name in _OUTPUTS if valid else ("validation.ttl", "report.md", "report.html"):
        (draft / name).replace(out / name)
    shutil.rmtree(draft)


def document_row(facts: DocumentFacts) -> dict[str, Any]:
    """A document as documents.jsonl gives it."""
    return {
        "id": facts.id, "ids": [str(i) for i in facts.ids], "title": facts.title, "year": facts.year,
        "journal": facts.journal, "kind": facts.kind, "licence": facts.licence, "retracted": facts.retracted,
        "format": facts.format, "source": facts.source, "sha256": facts.sha256,
    }  # fmt: skip


def claims_of(folder: Path) -> Iterator[dict[str, Any]]:
    """The claims of a build, as rows; raises InputError where there is no build."""
    path = folder / "claims.jsonl"
    if not path.is_file():
        raise InputError(f"{path}: no such file; build a graph first with: kg build PAPERS -o {folder}")
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
