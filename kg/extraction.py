"""Per-document work: a document in, its record out; on one core or on all of them, with the same result."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.annotation import Row, mention_row
from kg.assemble.rows import evidence_from_row, evidence_to_row, with_context
from kg.claims import Extractor
from kg.claims.trace import silent_sentences
from kg.ground import audit
from kg.ground.judge import MENTION_TYPES
from kg.knowledge import Knowledge, open_knowledge
from kg.memory import settle_memory
from kg.model import Curie, DocumentFacts, Dropped, Span
from kg.text.sentences import split_sentences
from kg.workers import Opening, batches, shared_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.claims.trace import Trace
    from kg.ground.grounder import Grounded
    from kg.model import Audited, Document, Evidence, Grounding, Sentence

_ROOTS: Final = (Curie("MONDO", "0000001"), Curie("MESH", "D004194"))  # 'disease' names none


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything that one document yields."""

    facts: DocumentFacts
    text: str
    mentions: tuple[Row, ...]
    evidence: tuple[Evidence, ...]
    dropped: tuple[Dropped, ...]
    audited: tuple[Row, ...]


def extract(document: Document, knowledge: Knowledge) -> Record:
    """Ground a document, read its claims and audit what its page says; pure."""
    return next(extract_all([document], knowledge))


def extract_all(documents: Sequence[Document], knowledge: Knowledge) -> Iterator[Record]:
    """The records of some documents, which are grounded together: what one yields does not depend on the others."""
    split = [(document, split_sentences(document)) for document in documents]
    for (document, sentences), grounded in zip(split, knowledge.grounder.ground_all(split), strict=True):
        yield _extracted(document, sentences, grounded, knowledge)


def _extracted(document: Document, sentences: tuple[Sentence, ...], grounded: Grounded, knowledge: Knowledge) -> Record:
    groundings, ungrounded = grounded
    evidence, unread = knowledge.extractor(document, sentences, as_claims_read(groundings))
    audited = audit(document, document.annotations, groundings, knowledge.lexicon) if document.annotations else ()
    return Record(
        facts=DocumentFacts.from_document(document),
        text=document.text,
        mentions=tuple(mention_row(g) for g in groundings),
        evidence=tuple(with_context(e, document.text) for e in evidence),
        dropped=(*ungrounded, *unread),
        audited=tuple(_audit_row(a) for a in audited),
    )


def traces(document: Document, record: Record, knowledge: Knowledge) -> tuple[Trace, ...]:
    """Why sentences with a therapy, a factor and a word of outcome gave no evidence; grounds the document again."""
    sentences = split_sentences(document)
    groundings = as_claims_read(knowledge.grounder(document, sentences)[0])
    rules = Extractor(knowledge.lexicon, knowledge.scheme)
    return tuple(silent_sentences(rules, document, sentences, groundings, (record.evidence, record.dropped)))


def as_claims_read(groundings: tuple[Grounding, ...]) -> tuple[Grounding, ...]:
    """The groundings for the claims: the outermost, typed by what the concept is, genes of animals as the human ones.

    What a tumour in a mouse teaches is meant for man; mentions keep the species that the text speaks of.
    """
    return tuple(_as_claims_read(g) for g in groundings if g.concept.id not in _ROOTS and not g.inside)


def _as_claims_read(grounding: Grounding) -> Grounding:
    if grounding.human is not None:
        grounding = replace(grounding, concept=replace(grounding.human, kind=grounding.concept.kind))
    kind, mention = MENTION_TYPES.get(grounding.concept.kind), grounding.mention
    if kind is None or mention.type in (kind, "Variant"):
        return grounding
    return replace(grounding, mention=replace(mention, type=kind))


def _audit_row(audited: Audited) -> Row:
    said = audited.annotation
    answer = audited.answer
    return {
        "document": audited.document,
        "kind": said.kind,
        "text": said.text,
        "said": ";".join(str(i) for i in said.ids),
        "verdict": audited.verdict,
        "answer": str(answer.id) if answer else "",
        "answer_label": answer.label if answer else "",
        "reason": audited.reason,
    }


def records(documents: Iterable[Document], knowledge: Knowledge, jobs: int = 1) -> Iterator[Record]:
    """The records of many documents in their order; memory does not grow with their number."""
    if jobs <= 1 or knowledge.model:  # one process keeps the budget and the pace of a model's endpoint
        return (record for batch in batches(documents) for record in extract_all(batch, knowledge))
    return shared_out(documents, _work, Opening(_open_worker, (knowledge.index, knowledge.species)), jobs)


_worker: list[Knowledge] = []  # one knowledge a process: opened by the pool, never shared


def _open_worker(index: Path | None, species: int | None) -> None:
    _worker[:] = [open_knowledge(index, species=species)]
    settle_memory()


def _work(documents: Sequence[Document]) -> list[Record]:
    return list(extract_all(documents, _worker[0]))


def record_to_line(record: Record) -> str:
    """A record as one line of a shard."""
    row = {
        "facts": _plain(record.facts),
        "text": record.text,
        "mentions": record.mentions,
        "evidence": [evidence_to_row(e) for e in record.evidence],
        "dropped": [dropped_to_row(d) for d in record.dropped],
        "audited": record.audited,
    }
    return json.dumps(row, separators=(",", ":"), allow_nan=False)


def record_from_line(line: str) -> Record:
    """The record that ``record_to_line`` wrote."""
    row = json.loads(line)
    facts = row["facts"]
    for name in ("ids", "cites"):
        facts[name] = tuple(Curie.from_string(i) for i in facts[name])
    return Record(
        facts=DocumentFacts(**facts),
        text=row["text"],
        mentions=tuple(row["mentions"]),
        evidence=tuple(evidence_from_row(e) for e in row["evidence"]),
        dropped=tuple(dropped_from_row(d) for d in row["dropped"]),
        audited=tuple(row["audited"]),
    )


def _plain(facts: DocumentFacts) -> Row:
    row: Row = {name: getattr(facts, name) for name in DocumentFacts.__slots__}
    row["ids"] = [str(i) for i in facts.ids]
    row["cites"] = [str(i) for i in facts.cites]
    return row


def dropped_to_row(dropped: Dropped) -> Row:
    """A dropped item as a JSON-able row."""
    span = list(dropped.span) if dropped.span else None
    return {
        "stage": dropped.stage,
        "item": dropped.item,
        "reason": dropped.reason,
        "document": dropped.document,
        "span": span,
    }


def dropped_from_row(row: Row) -> Dropped:
    """The value that ``dropped_to_row`` wrote."""
    span = Span(*row["span"]) if row["span"] else None
    return Dropped(stage=row["stage"], item=row["item"], reason=row["reason"], document=row["document"], span=span)
