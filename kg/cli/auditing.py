"""The command that audits third-party annotations: audit."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import STANDARD, Index, complain, finish, say, show, write_rows
from kg.errors import InputError, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.knowledge import Knowledge
    from kg.model import Audited, Document, Dropped
    from kg.read.statements import Change

_MOST = 20  # misplaced annotations told of one by one for a file
_COLUMNS = ("document", "start", "end", "kind", "text", "said", "verdict", "answer", "answer_label", "reason")


class Form(StrEnum):
    """How the verdicts are written."""

    table = "table"
    tsv = "tsv"
    jsonl = "jsonl"


def audit(
    inputs: Annotated[list[Path], typer.Argument(help="Files or folders of PubTator, BioC or annotated pages.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Write the corrected copy here; a folder for several files.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="A table of what is wrong, or every verdict.")] = Form.table,
    report: Annotated[Path, typer.Option("--report", help="Where the verdicts go; `-` is standard output.")] = STANDARD,
    index: Index = None,
) -> None:
    """Audit annotations made by others, and write a corrected copy of PubTator and BioC files.

    Example: `kg audit annotations.pubtator -o corrected.pubtator --format tsv`
    """
    from kg.knowledge import open_knowledge
    from kg.model import Dropped
    from kg.read import list_files

    files = list_files(inputs)
    knowledge = open_knowledge(index, say)
    unread: list[Dropped] = []
    verdicts: list[Audited] = []
    for path, name in files:
        told = len(unread)
        found = list(_audited(path, name, knowledge, unread))
        verdicts += found
        if out is not None and (found or len(unread) == told):
            try:
                _write_copy(path, _target(out, name, several=len(files) > 1), found, knowledge)
            except (ReadError, InputError) as error:
                if len(files) == 1:
                    raise
                unread.append(Dropped(stage="audit", item=name, reason=str(error)))  # the other files go on
    _write(verdicts, form, report)
    finish(unread)


def _audited(path: Path, name: str, knowledge: Knowledge, unread: list[Dropped]) -> Iterator[Audited]:
    """The verdicts on a file's annotations; misplaced ones are told of."""
    from kg.ground import audit as audit_annotations
    from kg.model import Document
    from kg.read import read_reported
    from kg.text.sentences import split_sentences

    misplaced = 0
    for paper in read_reported(path, name):
        if not isinstance(paper, Document):
            unread.append(paper)
            continue
        misplaced = _tell_misplaced(paper, misplaced)
        groundings, _ = knowledge.grounder(paper, split_sentences(paper))
        yield from audit_annotations(paper, paper.annotations, groundings, knowledge.lexicon, knowledge.grounder)
    if misplaced > _MOST:
        complain(f"{name}: and {misplaced - _MOST} more annotations are not at their offsets")


def _tell_misplaced(paper: Document, told: int) -> int:
    for annotation in paper.annotations:
        if annotation.note:
            told += 1
            if told <= _MOST:
                complain(f"{paper.source}, {annotation.note}")
    return told


def _target(out: Path, name: str, *, several: bool) -> Path:
    if several or out.is_dir():
        return out / name
    return out


def _write_copy(path: Path, target: Path, verdicts: Iterable[Audited], knowledge: Knowledge) -> None:
    """The file with what the audit knows better; raises InputError for a format that has no writer."""
    from kg.cli.corrections import change_for
    from kg.files import atomic_write
    from kg.read import write_corrected

    if target.exists() and target.samefile(path):
        raise InputError(f"{target}: the copy would replace its original; name another file")
    changes: dict[int, Change] = {}
    for verdict in verdicts:
        change = change_for(verdict, knowledge.lexicon)
        if change is not None and verdict.annotation.source_offset is not None:
            changes[verdict.annotation.source_offset] = change
    copy = write_corrected(path, changes)
    with atomic_write(target) as stream:
        stream.write(copy)
    say(f"{target}: {len(changes)} annotations changed")


def _write(verdicts: list[Audited], form: Form, report: Path) -> None:
    if form is Form.jsonl:
        write_rows(report, map(_row, verdicts))
        return
    rows = [row for row in map(_row, verdicts) if form is Form.tsv or row["verdict"] != "confirmed"]
    lines = ["\t".join(_COLUMNS), *("\t".join(_cell(row[name]) for name in _COLUMNS) for row in rows)]
    if form is Form.table:
        lines = [*_counts(verdicts), "", *lines]
    if report == STANDARD:
        for line in lines:
            show(line)
    else:
        from kg.files import write_text

        write_text(report, "\n".join([*lines, ""]))


def _counts(verdicts: Iterable[Audited]) -> Iterator[str]:
    """How many of each kind had which verdict."""
    counted = Counter((v.annotation.kind, v.verdict) for v in verdicts)
    names = sorted({verdict for _, verdict in counted})
    yield "\t".join(("kind", "annotations", *names))
    for kind in sorted({kind for kind, _ in counted}):
        numbers = [counted[kind, name] for name in names]
        yield "\t".join((kind, str(sum(numbers)), *map(str, numbers)))


def _row(verdict: Audited) -> dict[str, Any]:
    said, answer, parts = verdict.annotation, verdict.answer, verdict.parts
    concepts = [concept for _, concept in parts] or ([answer] if answer else [])
    return {
        "document": verdict.document,
        "start": said.span.start if said.span else "",
        "end": said.span.end if said.span else "",
        "kind": said.kind,
        "text": said.text,
        "said": ";".join(map(str, said.ids)),
        "verdict": verdict.verdict,
        "answer": ";".join(str(concept.id) for concept in concepts),
        "answer_label": "; ".join(concept.label for concept in concepts),
        "reason": verdict.reason,
    }


def _cell(value: object) -> str:
    return " ".join(str(value).split())
