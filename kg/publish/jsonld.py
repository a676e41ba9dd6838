"""JSON-LD: one object a subject, a line each, with short keys and the context in the file itself."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from kg.files import write_lines, write_text
from kg.graph.writers import local_name
from kg.publish.context import NODES, PLAIN, Term, context, terms
from kg.publish.literals import split_literal
from kg.publish.master import by_subject
from kg.publish.names import TYPE, in_reading_order
from kg.vocab import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.publish.exporters import Source
    from kg.publish.master import Triple

_INTEGER, _BOOLEAN = NAMESPACES["xsd"] + "integer", NAMESPACES["xsd"] + "boolean"
_DIGITS: Final = 15  # whole numbers of so many digits are exact in every JSON reader


def write(source: Source, folder: Path) -> Iterable[Path]:
    """Write ``resistkg.jsonld`` and ``context.jsonld``."""
    path, apart = folder / "resistkg.jsonld", folder / "context.jsonld"
    write_lines(path, _text(source))
    write_text(apart, json.dumps(context(), indent=2) + "\n")
    return [path, apart]


def _text(source: Source) -> Iterator[bytes]:
    """The document; an object is written as soon as its subject is read, as streaming JSON-LD readers like it."""
    yield b'{"@context": %b,\n"@graph": [' % json.dumps(context()["@context"]).encode()
    between = b"\n"
    for subject, statements in by_subject(source):
        node = json.dumps(_node(subject, in_reading_order(statements)), ensure_ascii=False)
        yield between + node.encode()
        between = b",\n"
    yield b"\n]}\n"


def _node(subject: bytes, statements: Sequence[Triple]) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for _, predicate, value in statements:
        if predicate == TYPE and value[:1] == b"<":
            found.setdefault("type", []).append(_short(value))
            continue
        iri = predicate[1:-1].decode()
        term = terms().get(iri) or Term(local_name(iri))
        found.setdefault(term.name, []).append(_value(value, term.kind))
    return {"id": _short(subject), **{key: values if len(values) > 1 else values[0] for key, values in found.items()}}


@lru_cache(maxsize=100_000)
def _short(token: bytes) -> str:
    """An IRI with one of our prefixes where it has one."""
    iri = token[1:-1].decode()
    name = local_name(iri)
    return iri if name.partition(":")[2].startswith("//") else name


def _value(token: bytes, kind: str) -> Any:  # noqa: ANN401 - JSON has values of many types
    if token[:1] == b"<":
        return _short(token) if kind == NODES else {"@id": _short(token)}
    text, datatype, language = split_literal(token)
    if language:
        return {"@value": text, "@language": language}
    if not datatype:
        return text if kind == PLAIN else {"@value": text}
    if kind == PLAIN and datatype == _INTEGER and len(text) <= _DIGITS:
        return int(text)
    if kind == PLAIN and datatype == _BOOLEAN:
        return text == "true"
    name = local_name(datatype)
    return text if name == kind else {"@value": text, "@type": name}
