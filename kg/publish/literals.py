"""Literals of N-Triples taken apart."""

from __future__ import annotations

import json
import re
from typing import Final, NamedTuple

_TAIL: Final = re.compile(rb"\^\^<([^<>\"]*)>|@([a-z0-9-]+)")


class Parts(NamedTuple):
    """A literal's text, datatype IRI (empty for strings) and language tag (mostly empty)."""

    text: str
    datatype: str = ""
    language: str = ""


def split_literal(token: bytes) -> Parts:
    """The parts of a literal as the RDF library writes it in N-Triples.

    >>> split_literal(b'"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>').datatype
    'http://www.w3.org/2001/XMLSchema#decimal'
    """
    end = token.rindex(b'"') + 1
    found = _TAIL.fullmatch(token[end:])
    datatype, language = (found[1] or b"", found[2] or b"") if found else (b"", b"")
    quoted = token[:end]
    # of the escapes the library uses only those that JSON has too: \t \b \n \r \f \" \\ \u00XX
    text = json.loads(quoted, strict=False) if b"\\" in quoted else quoted[1:-1].decode()
    return Parts(text, datatype.decode(), language.decode())
