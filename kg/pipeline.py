"""The line from files to a checked graph; the only module that knows the order of the stages."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from kg.assemble import assemble
from kg.assemble.papers import merge_papers
from kg.assemble.rows import claim_row
from kg.data import data_directory
from kg.errors import InputError, InvalidGraph
from kg.files import write_json_lines, write_text
from kg.graph.check import check, check_quotes
from kg.graph.dataset import Dataset
from kg.graph.report import violations_markdown, write_validation
from kg.graph.void import write_void
from kg.graph.writers import Tally, write_nquads, write_turtle
from kg.model import Dropped, Evidence
from kg.report import audit_table, dropped_table, markdown
from kg.shards import fill_shards, plan_shards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.assemble.papers import Paper
    from kg.extraction import Record
    from kg.knowledge import Knowledge
    from kg.model import DocumentFacts, Violation
    from kg.shards import Shard

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"  # of what we say; the vocabularies keep theirs
# what a valid build replaces, in this order: the graph last, so that it never stands beside older tables
_OUTPUTS: Final = (
    "documents.jsonl", "mentions.jsonl", "claims.jsonl", "dropped.tsv", "audit.tsv", "validation.ttl", "report.md",
    "void.ttl", "kg.nq", "kg.ttl",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build found, for whoever prints it."""

    documents: int
    mentions: int
    claims: int
    evidence: int
    dropped: int
    audited: int
    triples: int
    unread: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathered:
    """All that the kept records say, papers under their merged identity."""

    evidence: tuple[Evidence, ...]
    dropped: tuple[Dropped, ...]
    audited: tuple[dict[str, Any], ...]
    mentions: int


def build(
    files: Sequence[tuple[Path, str]], out: Path, knowledge: Knowledge, *, jobs: int, notice: Callable[[str], None]
) -> Built:
    """Read, ground, extract, assemble, write, check, publish.

    The files take their names only when the graph keeps its contract; else InvalidGraph, and the last good graph stays.
    """
    shards = plan_shards(files, out / ".shards", knowledge)
    fill_shards(shards, knowledge, jobs=jobs, notice=notice)
    papers, repeats = merge_papers([r.facts for shard in shards for r in shard.records()])
    facts = {paper.facts.id: paper.facts for paper in papers}
    draft = out / ".draft"
    shutil.rmtree(draft, ignore_errors=True)
    gathered = _gather(shards, papers, draft)
    claims, unused = assemble(gathered.evidence, facts)
    unread = tuple(d for shard in shards for d in shard.dropped())
    dropped = (*unread, *repeats, *gathered.dropped, *unused)
    dataset = Dataset(claims=claims, documents=facts, run=knowledge.run_facts(), scheme=knowledge.scheme.by_slug)
    tally = _write(draft, dataset, dropped, gathered.audited)
    violations = (*check(draft / "kg.ttl", data_directory("shapes")), *check_quotes(claims, _texts(draft)))
    built = Built(
        documents=len(facts), mentions=gathered.mentions, claims=len(claims), audited=len(gathered.audited),
        evidence=sum(len(c.evidence) for c in claims), dropped=len(dropped), triples=tally.triples, unread=unread,
    )  # fmt: skip
    _write_reports(draft, dataset, built, dropped, gathered.audited, violations)
    _publish(draft, out, valid=not violations)
    if violations:
        raise InvalidGraph(violations, f"nothing was exported; see {out / 'report.md'}")
    return built


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
            yield {"doc_id": name, "text": record.text, "mentions": list(record.mentions)}

    write_json_lines(draft / "mentions.jsonl", mentions())
    return _Gathered(
        evidence=tuple(evidence), dropped=tuple(dropped), audited=tuple(audited), mentions=counted
    )


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


def _write(draft: Path, dataset: Dataset, dropped: Sequence[Dropped], audited: Sequence[dict[str, Any]]) -> Tally:
    write_json_lines(draft / "documents.jsonl", (document_row(d) for _, d in sorted(dataset.documents.items())))
    write_json_lines(draft / "claims.jsonl", (claim_row(c) for c in dataset.claims))
    write_text(draft / "dropped.tsv", dropped_table(dropped))
    write_text(draft / "audit.tsv", audit_table(audited))
    tally = write_turtle(dataset, draft / "kg.ttl")
    write_nquads(dataset, draft / "kg.nq")
    write_void(tally, dataset.run, draft / "void.ttl", licence=LICENCE)
    return tally


def _write_reports(
    draft: Path, dataset: Dataset, built: Built, dropped: Sequence[Dropped], audited: Sequence[dict[str, Any]],
    violations: Sequence[Violation],
) -> None:  # fmt: skip
    write_validation(violations, draft / "validation.ttl")
    report = markdown(
        tuple(dataset.documents.values()), dataset.claims, dropped, mentions=built.mentions, audited=audited,
        violations=violations, releases=dataset.run.releases, validation=violations_markdown(violations),
    )  # fmt: skip
    write_text(draft / "report.md", report)


def _publish(draft: Path, out: Path, *, valid: bool) -> None:
    """Give the draft's files their names; of an invalid graph only the report and the validation results."""
    for name in _OUTPUTS if valid else ("validation.ttl", "report.md"):
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

