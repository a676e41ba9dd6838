"""Trusty URIs of module RA: a name that holds the hash of what it names.

Source: Kuhn and Dumontier, "Making digital artifacts on the web verifiable and reliable" (2015), and the RA module of
the trusty URI specification.  The statements of all graphs are brought into one order with a blank in place of the
hash, written a part a line, and hashed with SHA-256.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Final

from kg.publish.literals import split_literal
from kg.vocab import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Quad = tuple[bytes, bytes, bytes, bytes]  # graph, subject, property, value as N-Triples has them
_STRING: Final = NAMESPACES["xsd"] + "string"
_Key = tuple[str, str, str, tuple[bool, bytes, bool, str, str]]


def trusty_code(quads: Iterable[Quad], names: Mapping[bytes, str]) -> str:
    """The artifact code, ``RA`` and 43 characters; ``names`` gives terms that hold the code with a blank instead."""

    def iri(token: bytes) -> str:
        return names.get(token) or token[1:-1].decode()

    found: set[tuple[_Key, str]] = set()
    for graph, subject, predicate, value in quads:
        start = (iri(graph), iri(subject), iri(predicate))
        key, text = _value(value) if value[:1] == b'"' else _node(iri(value))
        found.add(((*start, key), "\n".join((*start, text, ""))))
    digest = hashlib.sha256("".join(text for _, text in sorted(found)).encode()).digest()
    return "RA" + urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def _node(iri: str) -> tuple[tuple[bool, bytes, bool, str, str], str]:
    return (False, iri.encode(), False, "", ""), iri


def _value(token: bytes) -> tuple[tuple[bool, bytes, bool, str, str], str]:
    """A literal's place in the order, after IRIs and by its text first, and how it is written."""
    text, datatype, language = split_literal(token)
    kind = f"@{language}" if language else f"^{datatype or _STRING}"
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n")
    return (True, text.encode(), not language, kind, ""), f"{kind} {escaped}"
