"""What no dump may hold: terms that some parser refuses, some format cannot write, or some store changes.

Looked at is canonical N-Quads as the RDF library writes it.  An IRI that rdflib refuses, blank nodes, statements about
statements, statements without a graph, properties that RDF/XML cannot name, characters that XML lacks, and literals
that are not in their canonical form are faults.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from kg.errors import InvalidGraph
from kg.graph.lexical import is_canonical
from kg.model import Violation
from kg.vocab import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST: Final = 100  # faults that are told
_HELD: Final = 100_000  # IRIs
_IRI: Final = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*):[^\x00-\x20<>\"{}|\\^`\x7f-\x9f\ud800-\udfff]*>")
_NAMED: Final = re.compile(r".*[^\w.\-][^\W\d][\w.\-]*>", re.DOTALL)  # an XML name stands at the end
_LITERAL: Final = re.compile(rb'"(?:[^"\\]|\\.)*"(?:\^\^<([^<> "]*)>|@[a-z]{1,8}(?:-[a-z0-9]{1,8})*)?', re.DOTALL)
_UNFIT: Final = re.compile(rb"\\u00[01][0-9A-F]|\\[bf]|\xef\xbf[\xbe\xbf]")
_REMEDY: Final = "nothing was exported; build the graph again with this version, or mend what made it"


def check_lines(lines: Iterable[bytes]) -> None:
    """Raise InvalidGraph if any statement has a fault; the first hundred are told."""
    found = tuple(islice(_faults(lines), _MOST))
    if found:
        raise InvalidGraph(found, _REMEDY)


def _faults(lines: Iterable[bytes]) -> Iterator[Violation]:
    iris = _Faults()
    for number, line in enumerate(lines, start=1):
        subject, predicate, rest = line.split(b" ", 2)
        value, _, graph = rest.rpartition(b" ")[0].rpartition(b" ")
        fault = (
            (None if value else "a statement without a named graph")
            or iris[graph]
            or iris[subject]
            or _property_fault(predicate)
            or (literal_fault(value) if value[:1] == b'"' else iris[value])
        )
        if fault:
            yield _violation(number, line, fault)


class _Faults(dict[bytes, str | None]):
    """What is wrong with IRIs, each looked at about once; emptied when full, so that memory does not grow."""

    def __missing__(self, term: bytes) -> str | None:
        """Look at a term that is not held."""
        if len(self) >= _HELD:
            self.clear()
        fault = self[term] = iri_fault(term)
        return fault


@lru_cache(maxsize=1000)
def _property_fault(term: bytes) -> str | None:
    fault = iri_fault(term)
    if fault is None and not _NAMED.fullmatch(term.decode()):
        return "the property does not end in a name, so RDF/XML cannot write it"
    return fault


def iri_fault(term: bytes) -> str | None:
    """What is wrong with a term that has to be an IRI, as N-Quads writes it."""
    found = _IRI.fullmatch(term.decode("utf-8", "replace"))
    if found is None:
        return "a blank node" if term.startswith(b"_:") else "not an IRI that all parsers take"
    if found[1] in NAMESPACES:
        return "the IRI's scheme is one of our prefixes, so JSON-LD would read it as a short name"
    return None


def literal_fault(term: bytes) -> str | None:
    """What is wrong with a literal as N-Quads writes it."""
    if term[-1:] == b'"' and b"\\" not in term and b"\xef\xbf" not in term:
        return None
    found = _LITERAL.fullmatch(term)
    if found is None:
        return "a literal with an odd language tag or datatype"
    if found[1] is not None:
        return _typed_fault(term, found[1])
    return _text_fault(term)


def _text_fault(term: bytes) -> str | None:
    return "a character that XML cannot hold" if _UNFIT.search(term.replace(rb"\\", b"")) else None


@lru_cache(maxsize=10_000)
def _typed_fault(term: bytes, datatype: bytes) -> str | None:
    text = term[1 : term.rindex(b'"')].decode()
    if iri_fault(b"<" + datatype + b">"):
        return "a datatype that is not an IRI that all parsers take"
    if not is_canonical(text, datatype.decode()):
        return f"{text!r} is not the canonical form of its value"
    return _text_fault(term)


def _violation(number: int, line: bytes, fault: str) -> Violation:
    subject, predicate, rest = (part.decode("utf-8", "replace") for part in line.rstrip(b" .\n").split(b" ", 2))
    return Violation(
        shape="dumps", severity="violation", node=subject, path=predicate, value=rest, message=f"line {number}: {fault}"
    )
