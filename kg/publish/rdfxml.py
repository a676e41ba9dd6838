"""RDF/XML: one description a subject, flat, for tools that read nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from kg.files import write_lines
from kg.graph.writers import turtle_prefixes
from kg.publish.literals import split_literal
from kg.publish.master import by_subject
from kg.publish.names import in_reading_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.publish.exporters import Source

_LOCAL: Final = re.compile(r"[^\W\d][\w.\-]*\Z")
_PREFIX_OF: Final = {start: name for name, start in turtle_prefixes().items()}
# a parser would read a carriage return as a line feed
_KEPT: Final = {"\r": "&#13;"}


def write(source: Source, folder: Path) -> Iterable[Path]:
    """Write ``resistkg.rdf``."""
    path = folder / "resistkg.rdf"
    write_lines(path, (text.encode() for text in _text(source)))
    return [path]


def _text(source: Source) -> Iterator[str]:
    declared = "".join(f"\n    xmlns:{name}={quoteattr(start)}" for name, start in turtle_prefixes().items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declared}>\n'
    tags: dict[bytes, tuple[str, str]] = {}  # properties are few
    for subject, statements in by_subject(source):
        lines = [f"<rdf:Description rdf:about={_iri(subject)}>\n"]
        for _, predicate, value in in_reading_order(statements):
            if predicate not in tags:
                tags[predicate] = _tag(predicate[1:-1].decode())
            lines.append(_element(*tags[predicate], value))
        yield "".join((*lines, "</rdf:Description>\n"))
    yield "</rdf:RDF>\n"


def _element(tag: str, declaration: str, value: bytes) -> str:
    if value[:1] == b"<":
        return f"  <{tag}{declaration} rdf:resource={_iri(value)}/>\n"
    text, datatype, language = split_literal(value)
    if datatype:
        declaration += f" rdf:datatype={quoteattr(datatype)}"
    elif language:
        declaration += f" xml:lang={quoteattr(language)}"
    return f"  <{tag}{declaration}>{escape(text, _KEPT)}</{tag}>\n"


def _iri(token: bytes) -> str:
    return quoteattr(token[1:-1].decode())


def _tag(iri: str) -> tuple[str, str]:
    """The name of a property's element, and the declaration that it needs if its namespace is none of ours."""
    found = _LOCAL.search(iri)
    start = found.start() if found else len(iri)  # the gate lets no property pass that ends in no name
    namespace, local = iri[:start], iri[start:]
    known = _PREFIX_OF.get(namespace)
    return (f"{known}:{local}", "") if known else (f"other:{local}", f" xmlns:other={quoteattr(namespace)}")
