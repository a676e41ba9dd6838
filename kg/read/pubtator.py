"""PubTator's text format: ``PMID|t|title``, ``PMID|a|abstract`` and one tab-separated line an annotation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.model import Annotation, Dropped, Section, Span
from kg.read.compose import Body, Facts, Origin, finished, safe
from kg.read.decode import decode, decoded_head
from kg.read.identifiers import given_ids, ordered, pmid
from kg.read.layout import outline
from kg.read.statements import Change, identifiers, kind_of, placed, rewritten, verbatim, written_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Document

FORMAT: Final = "pubtator"
_SNIFF: Final = re.compile(r"([\w.:-]{1,64})\|t\|[^\r\n]*\r?\n\1\|a\|")
_PASSAGE: Final = re.compile(r"([\w.:-]{1,64})\|([ta])\|")
_FIELDS: Final = 5  # document, start, end, mention, type; the identifier may be missing


class _Line(NamedTuple):
    """A line of the source without its end."""

    number: int
    start: int
    text: str


class _Paper(NamedTuple):
    """The lines of one paper: title, abstract, annotations and whatever else."""

    name: str
    lines: tuple[_Line, ...]

    @property
    def annotations(self) -> list[_Line]:
        """The lines that state a mention; those with two identifiers instead of offsets are relations."""
        return [line for line in self.lines if _is_annotation(line.text)]


def sniff(name: str, head: bytes) -> bool:
    """A title line and an abstract line with one identifier."""
    return _SNIFF.match(decoded_head(head)) is not None


def read(name: str, data: bytes) -> Iterator[Document | Dropped]:
    """A document for every paper with its annotations; offsets are checked against the text."""
    source = decode(name, data).text
    for paper in _papers(source):
        if any(_PASSAGE.match(line.text) for line in paper.lines):
            document = _document(name, paper)
            if document is not None:
                yield document
                yield from _without_offsets(name, paper)
                continue
        reason = f"line {paper.lines[0].number}: no title or abstract"
        yield Dropped(stage="read", item=f"{name}, {paper.name or 'unnamed'}", reason=reason)


def _lines(source: str) -> Iterator[_Line]:
    at = 0
    for number, raw in enumerate(source.split("\n"), 1):
        yield _Line(number, at, raw.removesuffix("\r"))
        at += len(raw) + 1


def _papers(source: str) -> Iterator[_Paper]:
    """Lines in a row with one identifier; an empty line or another identifier ends a paper."""
    name, lines = "", list[_Line]()
    for line in _lines(source):
        passage = _PASSAGE.match(line.text)
        own = passage[1] if passage else line.text.partition("\t")[0].strip("\ufeff \t")
        if lines and (own != name or (passage and passage[2] == "t")):
            yield _Paper(name, tuple(lines))
            lines = []
        if own:
            name = own
            lines.append(line)
    if lines:
        yield _Paper(name, tuple(lines))


def _is_annotation(line: str) -> bool:
    fields = line.split("\t")
    return len(fields) >= _FIELDS and fields[1].strip().isdecimal() and fields[2].strip().isdecimal()


def _without_offsets(name: str, paper: _Paper) -> Iterator[Dropped]:
    """The annotations of which an offset is no number."""
    for line in paper.lines:
        fields = line.text.split("\t")
        if len(fields) > _FIELDS and [field.strip().isdecimal() for field in fields[1:3]].count(True) == 1:
            reason = f"{fields[1]!r} and {fields[2]!r} are no two offsets; the annotation is left out"
            yield Dropped(stage="read", item=f"{name}, line {line.number}", reason=reason)


def _document(name: str, paper: _Paper) -> Document | None:
    title, abstract = _passage(paper, "t"), _passage(paper, "a")
    if not (title.text.strip() or abstract.text.strip()):
        return None
    text = safe(f"{title.text}\n{abstract.text}")
    start = len(title.text) + 1
    sections = [Section(role="title", span=Span(0, len(title.text)))] if title.text.strip() else []
    sections += [
        Section(role=part.role, span=Span(part.start, part.end), heading=part.heading)
        for part in outline(text, start, len(text), "abstract")
        if part.start < part.end
    ]
    number = pmid(paper.name)
    record = "\n".join(line.text for line in paper.lines)
    return finished(
        Body(
            text,
            tuple(sections),
            (*verbatim(title.text, 0, title.start), *verbatim(abstract.text, start, abstract.start)),
        ),
        Facts(
            ids=ordered([number]) if number else given_ids(paper.name),
            given_id="" if number else safe(paper.name),
            annotations=tuple(_annotation(line, text) for line in paper.annotations),
        ),
        Origin(format=FORMAT, source=name, record=record.encode("utf-8", "surrogatepass")),
    )


def _passage(paper: _Paper, mark: str) -> _Line:
    for line in paper.lines:
        match = _PASSAGE.match(line.text)
        if match and match[2] == mark:
            return _Line(line.number, line.start + match.end(), line.text[match.end() :])
    return _Line(0, 0, "")


def _annotation(line: _Line, text: str) -> Annotation:
    _, start, end, mention, word, *rest = line.text.split("\t")
    kind = kind_of(word)
    place = placed(text, int(start[:12]), int(end[:12]), safe(mention))
    return Annotation(
        kind=kind,
        text=safe(mention),
        ids=identifiers(rest[0] if rest else "", kind),
        span=place.span,
        source_offset=line.start,
        note=f"line {line.number}: {place.note}" if place.note else "",
    )


def corrected(name: str, data: bytes, changes: Mapping[int, Change]) -> bytes:
    """The same file with annotations changed; ``changes`` by ``Annotation.source_offset``.

    Bytes where nothing changes are identical; raises ReadError where they can't be.
    """
    decoded = decode(name, data)
    source = decoded.text
    edits: list[tuple[int, int, str]] = []
    end_of_line = "\r\n" if "\r\n" in source else "\n"
    for paper in _papers(source):
        used = _words(paper.annotations)
        for line in paper.annotations:
            change = changes.get(line.start)
            if change is not None:
                new = end_of_line.join(_changed(line, change, used, paper))
                edits.append((line.start, line.start + len(line.text), new))
    return rewritten(name, decoded, data, edits)


def _words(lines: Sequence[_Line]) -> dict[str, str]:
    """Kind -> the word that stands for it here."""
    words = [line.text.split("\t")[4] for line in lines]
    return {kind_of(word): word for word in reversed(words)}


def _changed(line: _Line, change: Change, used: Mapping[str, str], paper: _Paper) -> Iterator[str]:
    own, start, end, mention, word, *rest = line.text.split("\t")
    raw = rest[0] if rest else ""
    title, abstract = _passage(paper, "t"), _passage(paper, "a")
    text = f"{title.text}\n{abstract.text}"
    kind = word if change.kind in ("", kind_of(word)) else used.get(change.kind, change.kind)
    tail = rest[1:] if len(change.places) == 1 and change.places[0][0] is None else []
    for span, ids in change.places:
        place = (start, end, mention) if span is None else (str(span.start), str(span.end), text[slice(*span)])
        yield "\t".join((own, *place, kind, written_ids(ids, change.kind or kind_of(word), raw), *tail))
