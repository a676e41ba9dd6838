"""Terms of N-Triples as Turtle writes them: prefixed names, short numbers, `a`."""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from kg.graph.terms import term
from kg.graph.writers import turtle_prefixes, turtle_term
from kg.vocab import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.publish.master import Triple

_HELD: Final = 100_000  # terms
_TYPED: Final = re.compile(rb'"([^"\\]*)"\^\^<([^<>]*)>')  # no typed literal of ours needs an escape


def token(name: str) -> bytes:
    """A prefixed name of our own code as N-Triples has it."""
    return str(term(name)).encode()


TYPE: Final = token("rdf:type")
LABEL: Final = token("rdfs:label")
_FIRST: Final = {TYPE: 0, LABEL: 1}


class TurtleNames(dict[bytes, bytes]):
    """A term of N-Triples to the same term of Turtle; emptied when full, so that memory does not grow."""

    def __missing__(self, term: bytes) -> bytes:
        """Write a term that is not held."""
        if len(self) >= _HELD:
            self.clear()
        text = self[term] = turtle_text(term)
        return text


def turtle_text(term: bytes) -> bytes:
    """An IRI, a typed literal or a triple term of IRIs in its shortest form, anything else as it is."""
    if term.startswith(b"<<("):
        subject, predicate, value = map(turtle_text, term[4:-4].split(b" "))
        return b"<<( %b %b %b )>>" % (subject, predicate, value)
    if term[:1] == b"<":
        return turtle_term(NamedNode(term[1:-1].decode())).encode()
    typed = _TYPED.fullmatch(term)
    if typed is None:
        return term
    return turtle_term(Literal(typed[1].decode(), datatype=NamedNode(typed[2].decode()))).encode()


def prefix_lines(*more: str) -> bytes:
    """The declarations of all prefixes that a dump may use, in the order of the project's list, and of some more."""
    prefixes = {**turtle_prefixes(), **{name: NAMESPACES[name] for name in more}}
    return "".join(f"@prefix {name}: <{start}> .\n" for name, start in prefixes.items()).encode()


def in_reading_order(statements: Iterable[Triple]) -> list[Triple]:
    """The statements of one subject with class and label first."""
    return sorted(statements, key=lambda s: _FIRST.get(s[1], 2))


def blocks(statements: Iterable[Triple], names: TurtleNames) -> Iterator[bytes]:
    """Statements as Turtle, one block for each run of statements with the same subject."""
    for subject, group in groupby(statements, key=itemgetter(0)):
        lines: list[bytes] = []
        last = None
        for _, predicate, value in in_reading_order(group):
            # most literals are long and come once: only terms that may be shortened are looked up
            shown = value if value[-1:] == b'"' else names[value]
            if predicate == last:
                lines.append(b" , " + shown)
            else:
                lines.append(b" ;\n  %b %b" % (b"a" if predicate == TYPE else names[predicate], shown))
            last = predicate
        yield b"\n%b %b .\n" % (names[subject], b"".join(lines)[5:])
